"""Writes and reads what a child answers: a line that says which it is, then that.

A refusal crosses the border as its class and its sentence; from how a child ended without an answer
follows what the file was to it.
"""

import json
import logging
import signal
from collections.abc import Callable, Sequence

from tracker.confined.limits import ANSWER_BYTES
from tracker.errors import (
    DamagedFile,
    EncryptedFile,
    ScannedFile,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
    WrongType,
)
from tracker.texts import gettext as _

REFUSALS: dict[str, type[UnreadableFile]] = {
    refusal.__name__: refusal
    for refusal in (
        EncryptedFile,
        DamagedFile,
        WrongType,
        TooLarge,
        UnknownFormat,
        ScannedFile,
        UnreadableFile,
    )
}
# How the system ends a child that took too long, or wrote too much.
STOPPED = frozenset({-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ})
# How a library ends itself that gets no more memory: abort(3), or an instruction that traps.
GAVE_UP = frozenset({-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL})
logger = logging.getLogger(__name__)


def written(
    task: Callable[..., tuple[bytes, ...]], data: bytes, arguments: Sequence[str]
) -> tuple[bytes, ...]:
    """Return the answer: a line that says which it is, and what was found or refused."""
    try:
        return b"found\n", *task(data, *arguments)
    except UnreadableFile as refusal:
        return b"refusal\n", json.dumps([type(refusal).__name__, str(refusal)]).encode()
    except (MemoryError, RecursionError):
        pass  # answered below, once the frames that held the memory are gone
    sentence = _("Reading the file takes too much memory; split it and upload the pieces.")
    return b"refusal\n", json.dumps([TooLarge.__name__, sentence]).encode()


def understood(ended: int | None, answer: bytes) -> bytes:
    """Return what the child found, or raise what it came to."""
    if ended is None or ended in STOPPED:
        logger.warning("reading a file reached a limit of time or memory (status %s)", ended)
        raise TooLarge(_("Reading the file takes too long; split it and upload the pieces."))
    if ended in GAVE_UP:
        logger.warning("reading a file was given up for want of memory (status %s)", ended)
        raise TooLarge(
            _(
                "The file is too large or too complex to read; "
                "split it, or save it anew, and upload that."
            )
        )
    if ended != 0 or len(answer) > ANSWER_BYTES:
        logger.warning("reading a file ended with status %s", ended)
        raise nonsense()
    head, _line, rest = answer.partition(b"\n")
    if head == b"found":
        return rest
    try:
        name, sentence = json.loads(rest)
        refusal = REFUSALS[name](sentence)
    except (ValueError, KeyError, TypeError) as error:
        raise nonsense() from error
    raise refusal


def nonsense() -> DamagedFile:
    """Return the refusal of a file whose child crashed or answered what no child of ours does."""
    return DamagedFile(_("The file cannot be read; open it, save it again and upload that."))
