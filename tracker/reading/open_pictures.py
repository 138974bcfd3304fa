"""Finds pictures in an open document that are large enough to hold a table."""

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from tracker.reading.content import Block
from tracker.reading.open_document import name
from tracker.reading.word_objects import HIGH, WIDE, only_pictures, unread_pictures

FRAME, IMAGE, OBJECT = name("draw:frame"), name("draw:image"), name("draw:object")
WIDTH, HEIGHT = name("svg:width"), name("svg:height")
LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,9})?)(cm|mm|in|pt)")
CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}


def unread(body: etree._Element, blocks: Sequence[Block]) -> Iterable[str]:
    """Return the sentence on the large pictures of a body that gave these blocks, none for none.

    Raises:
        UnknownFormat: the body holds only pictures.
    """
    pictures = sum(map(_is_large, body.iter(FRAME)))
    if pictures and not blocks:
        raise only_pictures()
    return unread_pictures(pictures)


def _is_large(frame: etree._Element) -> bool:
    """Return whether a frame holds a large picture, not one that stands for another file."""
    if frame.find(IMAGE) is None or frame.find(OBJECT) is not None:
        return False
    return _length(frame.get(WIDTH)) >= WIDE and _length(frame.get(HEIGHT)) >= HIGH


def _length(text: str | None) -> float:
    found = LENGTH.fullmatch(text or "")
    return float(found[1]) * CENTIMETRES[found[2]] if found else 0.0
