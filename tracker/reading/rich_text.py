"""Turns a rich text file (.rtf) into Content, by way of a .docx that LibreOffice saves."""

from dataclasses import replace

from tracker.reading import libre_office, word
from tracker.reading.content import Content
from tracker.reading.media_types import RTF

SUFFIX = ".rtf"


def read(data: bytes) -> Content:
    """Return paragraphs and tables of the document as the reader of .docx does.

    Raises:
        UnknownFormat: LibreOffice is not installed; the sentence says how to save the file.
        UnreadableFile: see `libre_office` and `word`.
    """
    return replace(word.read(libre_office.as_docx(data, SUFFIX)), media_type=RTF)
