"""Says what a Word document shows that is no text: large pictures, files of other programs."""

import re
from collections.abc import Iterable

from lxml import etree

from tracker.errors import UnknownFormat
from tracker.texts import gettext as _

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
VML = "{urn:schemas-microsoft-com:vml}"
EMBEDDED = "{urn:schemas-microsoft-com:office:office}OLEObject"
MEDIA = "media/"
DIAGRAM = "diagrams/data"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A picture as wide as half a page and a third as high may be a page, a seal or a sign is not.
WIDE, HIGH = 9.0, 5.0
EMU, POINTS = 360_000, 28.35
SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,5}(?:\.\d+)?)pt")
# Formulas are drawn by programs of their own.
FORMULA = "Equation"


def large_pictures(body: etree._Element) -> int:
    """Return how many pictures a body shows that are large enough to hold a table."""
    drawn = sum(map(_is_large, body.iter(DRAWING + "extent")))
    return drawn or sum(map(_is_large_shape, body.iter(VML + "imagedata")))


def _is_large(extent: etree._Element) -> bool:
    around = extent.getparent()
    if around is None or next(around.iter(BLIP), None) is None:
        return False
    sides = [extent.get("cx", ""), extent.get("cy", "")]
    if not all(side.isascii() and side.isdigit() for side in sides):
        return False
    return is_table_sized(*(int(side[:12]) for side in sides))


def is_table_sized(wide: int, high: int) -> bool:
    """Return whether a picture of this size (in EMU) may hold a table."""
    return wide >= WIDE * EMU and high >= HIGH * EMU


def _is_large_shape(picture: etree._Element) -> bool:
    shape = picture.getparent()
    if shape is None or next(shape.itersiblings(EMBEDDED), None) is not None:
        return False
    sides = {side: float(length) / POINTS for side, length in SIZE.findall(shape.get("style", ""))}
    return sides.get("width", 0) >= WIDE and sides.get("height", 0) >= HIGH


def unread_pictures(count: int) -> Iterable[str]:
    """Return the sentence on so many large pictures, none for none."""
    if count:
        yield _(
            "The document shows large pictures (%(count)d), whose text was not read; if tasks "
            "stand in them, save the document as PDF or the pictures as files and upload these.",
            count=count,
        )


def only_pictures() -> UnknownFormat:
    """Return the refusal of a file that shows pictures and nothing else."""
    return UnknownFormat(
        _("The document holds only pictures; save it as PDF and upload that to have it read.")
    )


def unread_diagrams(names: Iterable[str]) -> Iterable[str]:
    """Return the sentence on the diagrams (SmartArt) among the parts of a file, none for none."""
    count = sum(DIAGRAM in name for name in names)
    if count:
        yield _(
            "The document shows diagrams (SmartArt, %(count)d), whose text was not read; "
            "compare them with what was found.",
            count=count,
        )


def unread_file(embedded: etree._Element) -> str:
    """Return the sentence on a file inside the document that nobody read."""
    return _(
        "The document holds a file of another program (%(program)s), which was not read; "
        "open it there, save it as a file and upload it.",
        program=embedded.get("ProgID", "OLE"),
    )
