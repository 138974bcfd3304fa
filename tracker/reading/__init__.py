"""Turns the bytes of a file into Content: paragraphs and tables in order, with their places."""

from collections.abc import Callable

from tracker.errors import UnknownFormat
from tracker.reading import (
    comma_separated,
    excel_97,
    libre_office,
    media_types,
    ofd,
    office_xml,
    open_sheets,
    open_text,
    plain_text,
    portable,
    rich_text,
    scans,
    spreadsheet,
    web_archive,
    web_page,
    word,
    word_97,
)
from tracker.reading.content import Block, Cell, Content, Paragraph, Place, Table
from tracker.reading.media_types import MAX_BYTES, media_type
from tracker.texts import gettext as _

# One line for each format: its media type and the function from bytes to Content.
READERS: dict[str, Callable[[bytes], Content]] = {
    media_types.TEXT: plain_text.read,
    media_types.CSV: comma_separated.read,
    media_types.HTML: web_page.read,
    media_types.MHTML: web_archive.read,
    media_types.DOCX: word.read,
    media_types.DOC: word_97.read,
    media_types.XLSX: spreadsheet.read,
    media_types.XLS: excel_97.read,
    media_types.ODT: open_text.read,
    media_types.ODS: open_sheets.read,
    media_types.XML: office_xml.read,
    media_types.RTF: rich_text.read,
    media_types.PDF: portable.read,
    media_types.OFD: ofd.read,
    **dict.fromkeys(sorted(scans.IMAGES), scans.refuse),
}

# WPS gives the same two formats names of its own.
NAMES = {media_types.DOC: ".doc .wps", media_types.XLS: ".xls .et"}

__all__ = [
    "MAX_BYTES",
    "READERS",
    "Block",
    "Cell",
    "Content",
    "Paragraph",
    "Place",
    "Table",
    "media_type",
    "read_document",
    "readable",
]


def readable() -> list[str]:
    """Return what people call the types that can be read here.

    .rtf needs LibreOffice, an image the extra [ocr].
    """
    without = {media_types.RTF} if libre_office.command() is None else set()
    without |= scans.IMAGES if not scans.is_installed() else set()
    return [
        NAMES.get(known, media_types.LABELS[known]) for known in READERS if known not in without
    ]


def read_document(data: bytes, media_type: str) -> Content:
    """Return the content of `data`, whose type `media_type(data, filename)` told before.

    Raises:
        UnreadableFile: the bytes cannot be read, or no reader knows their type; the sentence says
            what to do.
    """
    reader = READERS.get(media_type)
    if reader is None:
        raise UnknownFormat(
            _(
                "A file of type %(type)s cannot be read; save it as %(known)s and upload that.",
                type=media_types.LABELS.get(media_type, media_type),
                known=" ".join(readable()),
            )
        )
    content = reader(data)
    if not content.blocks:
        raise UnknownFormat(_("The file holds no text."))
    return content
