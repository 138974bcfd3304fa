"""Says which files are scans, whether they can be read here, and what their pages come to.

Light on purpose: the web process imports it, and must not load what recognises characters.
"""

from dataclasses import dataclass
from importlib.util import find_spec

from tracker.errors import ScannedFile, UnknownFormat
from tracker.reading import media_types
from tracker.reading.content import Block, Content
from tracker.texts import gettext as _

IMAGES = media_types.IMAGES
# As many pages as one job may recognise, at about ten seconds each.
MOST_PAGES = 50
# What the extra [ocr] installs; looking for it loads nothing.
PACKAGES = ("rapidocr", "onnxruntime", "cv2")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as it was read: its blocks in order, and its level picture, a JPEG of that size."""

    number: int
    blocks: tuple[Block, ...]
    width: int
    height: int
    picture: bytes


def is_installed() -> bool:
    """Return whether the packages that read scans are there."""
    return all(find_spec(name) is not None for name in PACKAGES)


def require_installed() -> None:
    """Refuse a scan where nothing can read it.

    Raises:
        UnknownFormat: the extra is missing; the sentence says what to do.
    """
    if not is_installed():
        raise UnknownFormat(
            _(
                "This is a scan, and what reads scans is not installed here. Upload the document "
                "as Word or as a PDF with text, or have the administrator run %(command)s.",
                command="pip install '.[ocr]'",
            )
        )


def refuse(_data: bytes) -> Content:
    """Be the reader of images: their pages are recognised one by one, elsewhere.

    Raises:
        ScannedFile: always.
    """
    raise ScannedFile(
        _(
            "The pages of this file are pictures. Import it on the page of documents, where their "
            "text is recognised."
        )
    )
