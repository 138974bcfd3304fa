"""Decodes one image file, or one frame of it, into the picture of a page, within limits.

The size of an image is read from its header before anything is decoded.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from tracker.errors import DamagedFile, TooLarge, UnknownFormat
from tracker.texts import gettext as _

if TYPE_CHECKING:
    from PIL.Image import Image

    from tracker.reading.ruled_grid import Picture

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
# An A3 page at 400 dpi has 31 million; more is no page of a document.
MOST_PIXELS = 40_000_000
# What is worked on: A4 at 300 dpi, A3 at 215. More would only take longer.
LONGEST_SIDE = 3550
SHORTEST_SIDE = 32
# What a page that is drawn, of a PDF or OFD, is drawn at.
DPI = 200


def image_picture(data: bytes, number: int = 1) -> "Picture":
    """Return page `number` (from 1) of an image file, as `page_picture` does.

    Raises:
        UnreadableFile: it is no image we read, or too large.
    """
    with opened_image(data) as image:
        image.seek(number - 1)
        check_pixels(*image.size)
        return _as_picture(image)


def check_pixels(width: float, height: float) -> None:
    """Refuse a page that is too large to decode, or too small to hold a word.

    Raises:
        TooLarge, UnknownFormat: see above.
    """
    if width * height > MOST_PIXELS:
        raise TooLarge(
            _(
                "A page of %(width)d × %(height)d pixels is too large; scan it at 200 to 300 dpi.",
                width=width,
                height=height,
            )
        )
    if min(width, height) < SHORTEST_SIDE:
        raise UnknownFormat(_("The image is too small to hold text."))


@contextmanager
def opened_image(data: bytes) -> "Iterator[Image]":
    """Open an image of one of the formats we read, its header only.

    Raises:
        DamagedFile: it is cut off or damaged.
    """
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # we have a limit of our own, for each page
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd tags in a header are no reason to refuse
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                yield image
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFile(
            _("The image is damaged or cut off; scan or save it again and upload that.")
        ) from error


def _as_picture(image: "Image") -> "Picture":
    """Decode one image: turned as its camera says, 8 bits a colour, paper behind what is clear."""
    import numpy as np
    from PIL import Image, ImageOps

    if image.mode.startswith(("I", "F")):
        wide = np.asarray(image, np.float64)
        levels = wide * (255 / max(1.0, float(wide.max(initial=0))))
        image = Image.fromarray(levels.clip(0, 255).astype(np.uint8))
    elif image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    upright = ImageOps.exif_transpose(image)
    if max(upright.size) > LONGEST_SIDE:
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return np.ascontiguousarray(np.asarray(upright.convert("RGB"), np.uint8)[:, :, ::-1])
