"""Turns a PDF with a text layer into Content.

PDFium finds the characters and the drawn lines; `pages` makes paragraphs and tables of them.
pdfplumber was measured beside it and left: it takes five times as long on pages with tables, and
gives lines and characters in the same way.
"""

from collections.abc import Iterator

from tracker.errors import ScannedFile, UnknownFormat
from tracker.reading.content import Content
from tracker.reading.media_types import PDF
from tracker.reading.pages.layout import content_of, page_warnings
from tracker.reading.pages.parts import Characters, Page
from tracker.texts import gettext as _

# Shares of the characters whose meaning the file does not tell.
TOO_MANY_UNKNOWN = 0.3
SOME_UNKNOWN = 0.005


def read(data: bytes) -> Content:
    """Return the paragraphs and tables of all pages that have a text layer.

    Raises:
        EncryptedFile: a password is needed to open it.
        DamagedFile: it does not hold together.
        TooLarge: more than 2,000 pages or three million characters.
        ScannedFile: its pages are pictures, or its text cannot be told from its signs.
        UnknownFormat: its pages are blank.
    """
    from tracker.reading.portable_file import opened, pages_of

    known = Characters()
    with opened(data) as document:
        pages = list(pages_of(document, known))
    if not any(page.signs for page in pages):
        raise _no_text(pages)
    if known.unknown > TOO_MANY_UNKNOWN * known.count:
        raise ScannedFile(
            _(
                "The fonts of this PDF do not tell which characters they show, so its text cannot "
                "be read; upload the document it was made from."
            )
        )
    return content_of(pages, PDF, tuple(_warnings(pages, known)))


def has_text(data: bytes) -> bool:
    """Return whether any page of a PDF holds text; one without is a scan.

    Raises:
        UnreadableFile: as `read` does for a file that does not open.
    """
    from tracker.reading.portable_file import opened, pages_of

    with opened(data) as document:
        return any(page.signs for page in pages_of(document, Characters()))


def _no_text(pages: list[Page]) -> UnknownFormat:
    if any(page.is_scan for page in pages):
        return ScannedFile(
            _(
                "This file is a scan: its pages are pictures without text. "
                "Upload the document it was made from."
            )
        )
    return UnknownFormat(_("The file holds no text."))


def _warnings(pages: list[Page], known: Characters) -> Iterator[str]:
    yield from page_warnings(pages)
    if known.unknown > SOME_UNKNOWN * known.count:
        yield _("Some characters could not be told; compare the text with the original.")
