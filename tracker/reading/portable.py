"""Turns a PDF with a text layer into Content.

PDFium finds the characters and the drawn lines; `pages` makes paragraphs and tables of them.
pdfplumber was measured beside it and left: it takes five times as long on pages with tables, and
gives lines and characters in the same way.
"""

from collections.abc import Iterator, Sequence

from tracker.reading.content import Content
from tracker.reading.media_types import PDF
from tracker.reading.pages.layout import content_of
from tracker.reading.pages.parts import Characters, Page
from tracker.reading.pages.spelling import UNKNOWN
from tracker.reading.picture_pages import require_text, warnings_of
from tracker.texts import gettext as _

# The share of characters whose meaning the file does not tell that a reader should know of.
SOME_UNKNOWN = 0.005


def read(data: bytes) -> Content:
    """Return the paragraphs and tables of all pages that have a text layer.

    Raises:
        EncryptedFile: a password is needed to open it.
        DamagedFile: it does not hold together.
        TooLarge: more than 2,000 pages or three million characters.
        ScannedFile: pages of it are pictures, or their text cannot be told from its signs.
        UnknownFormat: its pages are blank.
    """
    pages = pages_of_file(data)
    require_text(pages)
    return content_of(pages, PDF, tuple(_warnings(pages)))


def pages_of_file(data: bytes) -> list[Page]:
    """Return all pages of a PDF.

    Raises:
        UnreadableFile: as `read` does for a file that does not open.
    """
    from tracker.reading.portable_file import opened, pages_of

    with opened(data) as document:
        return list(pages_of(document, Characters()))


def _warnings(pages: Sequence[Page]) -> Iterator[str]:
    yield from warnings_of(pages)
    typed = [sign.text for page in pages if not page.is_scan for sign in page.signs]
    if typed.count(UNKNOWN) > SOME_UNKNOWN * len(typed):
        yield _("Some characters could not be told; compare the text with the original.")
