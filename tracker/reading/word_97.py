"""Turns a document of Word 97 to 2003 (.doc, and WPS's .wps) into Content, by way of .docx."""

import struct
import tempfile
from dataclasses import replace
from pathlib import Path

from tracker.errors import EncryptedFile
from tracker.reading import libre_office, word
from tracker.reading.compound import Compound, damaged
from tracker.reading.content import Content
from tracker.reading.foreign import FAULTS
from tracker.reading.media_types import DOC
from tracker.texts import gettext as _

# The start of the document's own stream ([MS-DOC] 2.5.1): its sign and, in its flags, a password.
HEAD = struct.Struct("<H8xH")
WORD_97 = 0xA5EC
PASSWORD = 0x0100
SECOND_TABLE = 0x0200
SUFFIX = ".doc"


def read(data: bytes) -> Content:
    """Return paragraphs and tables of the document as the reader of .docx does.

    What msdoc2docx does not know (Word 6 and 95, odd structures) LibreOffice saves as .docx where
    it is installed.

    Raises:
        EncryptedFile: the document asks for a password.
        DamagedFile: it is cut off.
        UnknownFormat: neither can read it; the sentence says how to save it.
    """
    file = Compound.read(data)
    document = file.stream("WordDocument") or b""
    if len(document) < HEAD.size:
        raise damaged()
    sign, flags = HEAD.unpack_from(document)
    if flags & PASSWORD:
        raise EncryptedFile(
            _("The file is protected by a password; remove the password and upload it again.")
        )
    if sign == WORD_97 and not file.stream("1Table" if flags & SECOND_TABLE else "0Table"):
        raise damaged()
    package = _converted(data) if sign == WORD_97 else None
    return replace(word.read(package or libre_office.as_docx(data, SUFFIX)), media_type=DOC)


def _converted(data: bytes) -> bytes | None:
    """Return the document as a .docx file, None for one that msdoc2docx does not understand."""
    from doc2docx import convert
    from doc2docx.errors import Doc2DocxError

    from tracker.reading import word_97_formatting, word_97_properties, word_97_writing

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source.doc"), Path(folder, "target.docx")
        source.write_bytes(data)
        try:
            word_97_properties.take_effect()
            word_97_formatting.take_effect()
            word_97_writing.take_effect()
            convert(source, target)
        except (Doc2DocxError, struct.error, *FAULTS):
            return None
        return target.read_bytes()
