"""Turns the characters of a page, or of a cell, into lines of text and their pieces."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from tracker.reading.pages.parts import Sign
from tracker.reading.pages.raised import have_small, settled

# Shares of the font size.
SAME_LINE = 0.45
WORD_GAP = 0.17
WIDE_GAP = 0.8
MIXED_GAP = 1.2
# A blank between two Chinese characters is at least so wide. Many files leave it out and only move
# on; it shows where the other characters, which fill their squares, stand without gaps.
BLANK = 0.2
SOLID = 0.05
WHOLE = 0.9
SAME_PLACE = 0.12
CJK = 0x2E80
FIRST_IDEOGRAPH, LAST_IDEOGRAPH = "\u3400", "\u9fff"
# Dashes, quotation marks and the like, which Chinese shares with Latin.
SIGNS = 0x2000
BOTH = 2
SPREAD = 3
NEAR = -0.3
# Writers keep a character, the signs behind it and the digits or letters behind those together;
# after a bracket that opens, and any quotation mark (Unicode line breaking, class QU), the next
# character as well.
OPENING = re.compile(r".[^\u3400-\u9fff]{0,7}(?:(?<=[（《〈「『【〔“”‘’(\[])[\u3400-\u9fff])?")
BY_BASE = attrgetter("base")
BY_LEFT = attrgetter("left")


@dataclass(slots=True)
class Line:
    """One line: its characters from the left, its text, edges, base line and font size."""

    signs: list[Sign]
    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def width(self) -> float:
        """How long it is drawn."""
        return self.right - self.left

    @property
    def top(self) -> float:
        """Where its characters begin, roughly."""
        return self.base - self.size

    def opening(self) -> float:
        """Return the width of the shortest beginning that could have stood in the line above."""
        found = OPENING.match(self.text)
        wanted = found.end() if found else 0
        count = 0
        for at, sign in enumerate(self.signs):
            count += len(sign.text)
            if count >= wanted:
                return self.signs[at].right - self.left
        return self.width


def lines_of(signs: Iterable[Sign]) -> list[Line]:
    """Return the lines that characters make, from the top."""
    rows: list[list[Sign]] = []
    reach = float("-inf")
    ordered = sorted(signs, key=BY_BASE)
    for sign in ordered:
        if sign.base > reach:
            rows.append([])
            reach = sign.base + SAME_LINE * sign.size
        rows[-1].append(sign)
    if have_small(ordered):
        rows = settled(rows)
    return [line for row in rows if (line := line_of(row)).text]


def line_of(signs: Iterable[Sign]) -> Line:
    """Return the line that these characters make; one drawn twice, as if bold, counts once."""
    ordered = sorted(signs, key=BY_LEFT)
    text, written = _text(ordered)
    if not written:
        return Line([], "", ordered[0].left, ordered[-1].right, ordered[0].base, ordered[0].size)
    sizes = sorted([sign.size for sign in written])
    bases = sorted([sign.base for sign in written])
    middle = len(written) // 2
    right = max([sign.right for sign in written])
    return Line(written, text, written[0].left, right, bases[middle], sizes[middle])


def pieces(line: Line, gap: float) -> list[Line]:
    """Return the pieces of a line that stand apart by more than `gap` font sizes."""
    parts: list[list[Sign]] = [[]]
    for sign in line.signs:
        if parts[-1] and sign.left - parts[-1][-1].right > gap * line.size:
            parts.append([])
        parts[-1].append(sign)
    return [line_of(part) for part in parts] if len(parts) > 1 else [line]


def _text(signs: Sequence[Sign]) -> tuple[str, list[Sign]]:
    """Return the text with a blank where one was seen, and the characters that are no blanks."""
    parts: list[str] = []
    written: list[Sign] = []
    wide = -1.0
    is_blank = False
    last: Sign | None = None
    for sign in signs:
        if sign.text == " ":
            is_blank = True
            continue
        if last:
            gap = sign.left - last.right
            if gap < NEAR * sign.size and _is_twice(last, sign):
                continue
            if is_blank or gap > WORD_GAP * sign.size:
                wide = _spread(signs) if wide < 0 else wide
                parts.extend(" " * _is_apart(last, sign, wide, is_blank=is_blank))
        parts.append(sign.text)
        written.append(sign)
        last, is_blank = sign, False
    return "".join(parts), written


def _is_twice(last: Sign, sign: Sign) -> bool:
    """Return whether a character was drawn again to make it bold; two dashes may be one glyph."""
    if last.text != sign.text or not sign.text.isalnum():
        return False
    return sign.left - last.left < SAME_PLACE * sign.size


def _is_apart(last: Sign, sign: Sign, spread: float, *, is_blank: bool) -> bool:
    gap = (sign.left - last.right) / sign.size
    latin = (ord(last.text[-1]) < SIGNS) + (ord(sign.text[0]) < SIGNS)
    if latin == BOTH:
        return is_blank or gap > WORD_GAP + spread
    if not latin and (is_blank or (spread < SOLID and _is_whole(last) and _is_whole(sign))):
        return gap > BLANK + spread
    return gap > (MIXED_GAP if latin else WIDE_GAP) + spread


def _is_whole(sign: Sign) -> bool:
    """Return whether a sign is a Chinese character that fills its square."""
    is_wide = sign.right - sign.left >= WHOLE * sign.size
    return is_wide and FIRST_IDEOGRAPH <= sign.text[-1] <= LAST_IDEOGRAPH


def _spread(signs: Sequence[Sign]) -> float:
    """Return by how much the characters of a stretched line stand apart, in font sizes."""
    gaps = sorted(
        (two.left - one.right) / two.size
        for one, two in pairwise(signs)
        if not one.text.isspace() and not two.text.isspace()
    )
    return max(0.0, gaps[len(gaps) // 2]) if len(gaps) >= SPREAD else 0.0


def is_mixed(one: str, other: str) -> bool:
    """Return whether a Latin and a Chinese character meet, between which writers leave a gap."""
    return (ord(one) < CJK) != (ord(other) < CJK) and re.match(r"\w", one + other) is not None
