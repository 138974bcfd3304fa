"""Decides what becomes of the pages of a file that are pictures: recognised, or named as unread."""

from collections.abc import Iterator, Sequence

from tracker.errors import ScannedFile, UnknownFormat
from tracker.reading import scans
from tracker.reading.pages.layout import names_of, page_warnings
from tracker.reading.pages.parts import Page
from tracker.reading.pages.pictured import is_untold
from tracker.texts import gettext as _


def require_text(pages: Sequence[Page]) -> None:
    """Refuse a file whose pages have to be recognised, as far as that can be done here.

    Where nothing is installed that recognises pages, and where there are too many of them, the
    typed pages are read without them.

    Raises:
        ScannedFile: some of its pages are pictures, and can be recognised; or all are.
        UnknownFormat: its pages are blank.
    """
    pictures = [page for page in pages if page.is_scan]
    is_typed = any(page.signs and not page.is_scan for page in pages)
    if is_typed and (len(pictures) > scans.MOST_PAGES or not scans.is_installed()):
        return
    if any(is_untold(page.signs) for page in pictures):
        raise ScannedFile(
            _(
                "The fonts of this PDF do not tell which characters they show, so its text cannot "
                "be read; upload the document it was made from."
            )
        )
    if pictures:
        raise ScannedFile(
            _(
                "This file is a scan: its pages are pictures without text. "
                "Upload the document it was made from."
            )
        )
    if not is_typed:
        raise UnknownFormat(_("The file holds no text."))


def warnings_of(pages: Sequence[Page]) -> Iterator[str]:
    """Return sentences that name the pages which were not read, or not in full, and what to do."""
    unread = [page.number for page in pages if page.is_scan]
    if unread and scans.is_installed():
        yield _(
            "More than %(limit)d pages of this file are pictures, so these were not read: "
            "%(pages)s. Split the file and import the pieces.",
            limit=scans.MOST_PAGES,
            pages=names_of(unread),
        )
    elif unread:
        yield _(
            "These pages are pictures and were not read: %(pages)s. Undo this import and upload "
            "the document as Word or as a PDF with text, or have the administrator run "
            "%(command)s and import the file again.",
            pages=names_of(unread),
            command="pip install '.[ocr]'",
        )
    yield from page_warnings(pages)
