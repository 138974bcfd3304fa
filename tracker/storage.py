"""Keeps files under the hash of their bytes: written once, never deleted here."""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import NotFound
from tracker.texts import gettext as _

LONGEST_NAME = 255
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Storage:
    """The folder uploads/ab/cd/<sha256> below the data folder."""

    folder: Path

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their SHA-256 in hexadecimal.

        The file is complete on the disk before the name exists, and the name before a row can
        point to it; a crash in between leaves a file nobody points to.
        """
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if holds(target, data):
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=self.folder, prefix="upload-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        for folder in (target.parent, target.parent.parent, self.folder):
            sync_folder(folder)
        return digest

    def path(self, digest: str) -> Path:
        """Return where the bytes with this hash lie, or would lie.

        Raises:
            NotFound: this is no hash, so no file can have it.
        """
        if not DIGEST.fullmatch(digest):
            raise NotFound(_("The stored file is missing; ask the administrator."))
        return self.folder / digest[:2] / digest[2:4] / digest

    def read(self, digest: str) -> bytes:
        """Return the bytes with this hash.

        Raises:
            NotFound: the file is gone or its bytes are no longer those that were stored.
        """
        try:
            data = self.path(digest).read_bytes()
        except OSError as error:
            raise NotFound(_("The stored file is missing; ask the administrator.")) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise NotFound(_("The stored file is damaged; ask the administrator."))
        return data


def holds(path: Path, data: bytes) -> bool:
    """Return whether the file is there and whole; damaged bytes are worth writing again."""
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def tidy_name(filename: str, fallback: str) -> str:
    """Return the last part of a file name without control or direction marks."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    shown = "".join(each for each in last if each.isprintable()).strip()
    return shown[-LONGEST_NAME:] or fallback


def folder_is_shared(path: Path, mounts: Callable[[], str] | None = None) -> bool:
    """Return whether `path` lies on a network file system, where SQLite's locks do not hold."""
    listing = mounts() if mounts else Path("/proc/mounts").read_text(encoding="utf-8")
    best, kind = "", ""
    for line in listing.splitlines():
        _device, point, name, *_rest = line.split(" ")
        if os.path.commonpath([point, path.absolute()]) == point and len(point) >= len(best):
            best, kind = point, name
    return kind in {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"}
