"""Opens a zip container and its XML parts within limits, whoever made them."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from tracker.errors import DamagedFile, EncryptedFile, TooLarge
from tracker.texts import gettext as _

MAX_UNPACKED = 100 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_TAGS = 1_500_000
ENCRYPTED_FLAG = 0x1
# What opening and unpacking raise when bytes are missing or turned around.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ValueError,
)


@contextmanager
def open_archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open the zip container in `data` after a look at its directory.

    Raises:
        DamagedFile: the directory is missing, does not hold together, or names a part outside.
        TooLarge: more than 2,000 entries or 100 MB unpacked.
        EncryptedFile: an entry is under a password.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise _damaged() from error
    with archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
            raise TooLarge(_("The file unpacks to more than we read."))
        if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
            raise EncryptedFile(
                _("The file is protected by a password; remove the password and upload it again.")
            )
        if any(_leads_outside(entry.filename) for entry in entries):
            raise DamagedFile(
                _("The file names parts outside of itself, which a real office file never does.")
            )
        yield archive


def _leads_outside(name: str) -> bool:
    """Return whether the name of an entry is absolute or climbs out of its container."""
    return name.startswith("/") or ".." in name.replace("\\", "/").split("/")


def read_part(archive: zipfile.ZipFile, name: str, most: int = MAX_UNPACKED) -> bytes:
    """Return the first `most` unpacked bytes of one part, never more than its entry promises.

    Raises:
        DamagedFile: there is no such part or it does not unpack.
    """
    try:
        entry = archive.getinfo(name)
        with archive.open(entry) as part:
            return part.read(min(most, entry.file_size) + 1)[:most]
    except BROKEN as error:
        raise _damaged() from error


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of an XML part.

    Raises:
        DamagedFile: it is not well formed, is nested absurdly deep, or brings a DTD (which no
            office program writes, and through which files attack their readers).
        TooLarge: it has more tags than any real document.
    """
    if data.count(b"<") > MAX_TAGS:
        raise TooLarge(_("The file has more parts than we read; split it and upload the pieces."))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "huge" in str(error) or "too long" in str(error):
            raise TooLarge(
                _("The file has more parts than we read; split it and upload the pieces.")
            ) from error
        raise _damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFile(
            _("The file holds a document type definition, which a real office file never has.")
        )
    return root


def _damaged() -> DamagedFile:
    return DamagedFile(_("The file is damaged or cut off; open it, save it again and upload that."))
