"""Reads the file a command names, no further than its limit."""

from pathlib import Path

from tracker.errors import TooLarge
from tracker.texts import gettext as _

MEGABYTE = 1024 * 1024


def read_within(path: Path, limit: int = 20 * MEGABYTE) -> bytes:
    """Return the bytes of the file; `limit` is in bytes.

    Raises:
        TooLarge: there are more; a device that never ends is one of them.
    """
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TooLarge(
            _("The file is larger than %(limit)s MB; split it.", limit=limit // MEGABYTE)
        )
    return data
