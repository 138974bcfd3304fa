"""Counts the pages of a scan, an image or a PDF, and turns each into the picture of a page.

Counting pages loads nothing that decodes them: it is done within the limits of reading.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from tracker.errors import DamagedFile, EncryptedFile, TooLarge, UnknownFormat
from tracker.reading import media_types
from tracker.reading.images import DPI, LONGEST_SIDE, check_pixels, image_picture, opened_image
from tracker.reading.scans import MOST_PAGES
from tracker.texts import gettext as _

if TYPE_CHECKING:
    from tracker.reading.ruled_grid import Picture

# Bytes of an entry in the directory of a page (TIFF 6.0, section 2).
IFD_ENTRY = 12
POINTS_PER_INCH = 72


def count_pages(data: bytes, media_type: str) -> int:
    """Return how many pages the file has.

    Raises:
        UnreadableFile: it does not open, or has more pages than we read at once.
    """
    if media_type == media_types.PDF:
        with opened_pdf(data) as pdf:
            count = len(pdf)
    else:
        if media_type == media_types.TIFF:
            _require_an_end(data)
        with opened_image(data) as image:
            count = getattr(image, "n_frames", 1)
    require_few(count)
    return count


def _require_an_end(data: bytes) -> None:
    """Refuse a TIFF whose list of pages runs in a circle, so that some page is never reached.

    Raises:
        DamagedFile: see above.
    """
    order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], order)

    at, seen = number(4, 4), set[int]()
    while at and at not in seen and len(seen) <= MOST_PAGES:
        seen.add(at)
        at = number(at + 2 + IFD_ENTRY * number(at, 2), 4)
    if at in seen:
        raise DamagedFile(
            _("The pages of the image run in a circle; scan or save it again and upload that.")
        )


def require_few(count: int) -> None:
    """Refuse a scan with no page, or with more than we read at once.

    Raises:
        TooLarge, UnknownFormat: see above.
    """
    if count > MOST_PAGES:
        raise TooLarge(_("The scan has more than %(limit)d pages; split it.", limit=MOST_PAGES))
    if count < 1:
        raise UnknownFormat(_("The file holds no page."))


def page_picture(data: bytes, media_type: str, number: int) -> "Picture":
    """Return page `number` (from 1), rows × columns × 3 colours, blue first, upright as stored.

    Raises:
        UnreadableFile: the page cannot be decoded, or is larger than any page of a document.
    """
    if media_type == media_types.PDF:
        return _of_pdf(data, number)
    if media_type == media_types.OFD:
        from tracker.reading import ofd_pictures

        return ofd_pictures.page_picture(data, number)
    return image_picture(data, number)


@contextmanager
def opened_pdf(data: bytes) -> Iterator[Any]:
    """Open a PDF.

    Raises:
        EncryptedFile, DamagedFile: it does not open.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile(
                _("The file is protected by a password; remove the password and upload it again.")
            ) from error
        raise DamagedFile(
            _("The file is damaged or cut off; open it, save it again and upload that.")
        ) from error
    try:
        yield pdf
    finally:
        pdf.close()


def _of_pdf(data: bytes, number: int) -> "Picture":
    """Return a page of a PDF at 200 dpi, less where it is larger than A3."""
    import numpy as np
    import pypdfium2

    with opened_pdf(data) as pdf:
        try:
            page = pdf[number - 1]
            width, height = page.get_size()
            scale = min(DPI / POINTS_PER_INCH, LONGEST_SIDE / max(width, height, 1.0))
            check_pixels(width * scale, height * scale)
            bitmap = page.render(scale=scale, rev_byteorder=False, may_draw_forms=True)
            return np.ascontiguousarray(np.asarray(bitmap.to_numpy(), np.uint8)[:, :, :3])
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(
                _("The file is damaged or cut off; open it, save it again and upload that.")
            ) from error
