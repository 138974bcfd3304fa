"""Opens a PDF with PDFium and goes through its pages within limits."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2.raw as pdfium

from tracker.errors import DamagedFile, EncryptedFile, TooLarge, UnknownFormat
from tracker.reading.pages.parts import Characters, Page
from tracker.reading.portable_page import read_page
from tracker.texts import gettext as _

MOST_PAGES = 2000
MOST_CHARACTERS = 3_000_000


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.FPDF_DOCUMENT]:
    """Open a PDF that needs no password to be read.

    Raises:
        EncryptedFile: a password is needed.
        DamagedFile: it does not hold together.
    """
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _refusal(pdfium.FPDF_GetLastError())
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _refusal(error: int) -> EncryptedFile | DamagedFile:
    if error in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return EncryptedFile(
            _("The file is protected by a password; remove the password and upload it again.")
        )
    return DamagedFile(_("The file is damaged or cut off; open it, save it again and upload that."))


def pages_of(document: pdfium.FPDF_DOCUMENT, known: Characters) -> Iterator[Page]:
    """Return the pages one by one, and count their characters in `known`.

    Raises:
        DamagedFile: a page cannot be opened.
        UnknownFormat: there is no page.
        TooLarge: more than 2,000 pages or three million characters.
    """
    count = pdfium.FPDF_GetPageCount(document)
    if not count:
        raise UnknownFormat(
            _("The file holds no page; if your reader shows some, save it anew and upload that.")
        )
    if count > MOST_PAGES:
        raise TooLarge(
            _("The file has %(count)d pages; split it and upload the pieces.", count=count)
        )
    for at in range(count):
        page = pdfium.FPDF_LoadPage(document, at)
        if not page:
            raise _refusal(pdfium.FPDF_ERR_FORMAT)
        try:
            yield read_page(page, at + 1, known)
        finally:
            pdfium.FPDF_ClosePage(page)
        if known.count > MOST_CHARACTERS:
            raise TooLarge(_("The text has more than %(limit)d characters.", limit=MOST_CHARACTERS))
