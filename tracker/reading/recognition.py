"""Reads the characters in the picture of a page: words with their boxes and how sure they are."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from tracker.reading.ruled_grid import Frame, Picture

THREADS = 2
# Detection sees the page at most this large: an A4 page at 200 dpi as it is.
LONGEST_SIDE = 2400
# A crop is put into a margin of paper before it is read alone.
MARGIN = 0.35
ASKED_FOR_DIRECTION = 12
SIDEWAYS = 1.5


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text in one line, its frame in pixels, and how sure the reading is (0 to 1)."""

    text: str
    frame: Frame
    score: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle of the frame."""
        return (self.frame.left + self.frame.right) / 2, (self.frame.top + self.frame.bottom) / 2


def read_words(picture: Picture) -> list[Word]:
    """Return the words of a page in no order."""
    # What was asked last time holds on, so every call names all three.
    found = engine()(picture, use_det=True, use_cls=True, use_rec=True)
    if found.boxes is None:
        return []
    words = []
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
        frame = Frame(int(left), int(top), int(np.ceil(right)), int(np.ceil(bottom)))
        words.append(Word(text, frame, float(score)))
    return words


def read_line(picture: Picture, frame: Frame, unit: float) -> Word | None:
    """Return what stands in `frame` read as a single line, None where nothing is made out."""
    part = cut_out(picture, frame, int(MARGIN * unit))
    found = engine()(part, use_det=False, use_cls=False, use_rec=True)
    text = "".join(found.txts or ()).strip()
    return Word(text, frame, float(min(found.scores))) if text else None


def cut_out(picture: Picture, frame: Frame, margin: int) -> Picture:
    """Return a part of the picture with white paper around it."""
    part = picture[frame.top : frame.bottom, frame.left : frame.right]
    around = [(margin, margin), (margin, margin), *([(0, 0)] * (picture.ndim - 2))]
    return np.pad(part, around, constant_values=255)


def is_sideways(words: Sequence[Word]) -> bool:
    """Return whether most of the text runs up or down."""
    long = [each.frame for each in words if len(each.text) > 2]
    standing = sum(frame.height > SIDEWAYS * frame.width for frame in long)
    return standing > len(long) / 2


def is_upside_down(picture: Picture, words: Sequence[Word]) -> bool:
    """Return whether the longest lines stand on their heads."""
    longest = sorted(words, key=lambda each: each.frame.width, reverse=True)[:ASKED_FOR_DIRECTION]
    turned = 0
    for word in longest:
        part = cut_out(picture, word.frame, 0)
        found = engine()(part, use_det=False, use_cls=True, use_rec=False)
        turned += bool(found.cls_res and found.cls_res[0][0] == "180")
    return turned > len(longest) / 2


@cache
def engine() -> Any:  # noqa: ANN401 - the package has no types
    """Return the engine with the models of its own wheel; it opens no connection."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": LONGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
