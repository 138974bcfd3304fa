"""Tells which pages are pictures: scans and drawn text, but not a seal on typed text. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tracker.reading.pages.parts import Page, Point, Sign
from tracker.reading.pages.spelling import UNKNOWN

# Left, top, right and bottom in points, y down.
Rectangle = tuple[float, float, float, float]
# How finely the page is divided to see what pictures cover.
ACROSS, DOWN = 24, 32
# A seal, a signature or a logo covers less of a page, a table set as a picture more.
LARGE = 0.25
# Heads, feet and the stamps of offices stand on scans as well; a text layer has more characters.
FEW = 5
SOME = 30
# A typed heading stands above the picture of a table; a page with more text is a typed one.
MANY = 100
MARGIN = 0.08
# Text drawn as curves has some thirty pieces a character; a chart has fewer than a line of it.
DRAWN = 1500
UNTOLD = 0.3


@dataclass(slots=True)
class Pictured:
    """What is drawn on a page beside its characters: pictures, and paths by their pieces."""

    width: float
    height: float
    pictures: list[Rectangle] = field(default_factory=list)
    pieces: int = 0

    def add(self, corners: Iterable[Point]) -> None:
        """Add a picture by its corners."""
        across, down = zip(*corners, strict=True)
        self.pictures.append((min(across), min(down), max(across), max(down)))


def judged(page: Page, drawn: Pictured) -> Page:
    """Return the page, noting whether it is a picture or holds one that was not read."""
    page.is_scan = is_picture(drawn, page.signs)
    page.has_picture = not page.is_scan and has_unread_picture(drawn, page.signs)
    return page


def is_picture(drawn: Pictured, signs: Sequence[Sign]) -> bool:
    """Return whether the text of a page can only be recognised.

    A scanner that recognised the page left its characters all over the picture: that is text.
    """
    if is_untold(signs):
        return True
    covered = _covered(drawn)
    if len(covered) < LARGE * ACROSS * DOWN:
        return len(signs) < FEW and drawn.pieces >= DRAWN
    return _over(drawn, signs, covered) < SOME and len(signs) < MANY


def has_unread_picture(drawn: Pictured, signs: Sequence[Sign]) -> bool:
    """Return whether a large picture without text over it stands on a page that is no picture."""
    covered = _covered(drawn)
    is_large = len(covered) >= LARGE * ACROSS * DOWN
    return is_large and _over(drawn, signs, covered) < SOME


def is_untold(signs: Sequence[Sign]) -> bool:
    """Return whether the fonts do not say which characters they show."""
    unknown = sum(sign.text == UNKNOWN for sign in signs)
    return len(signs) >= FEW and unknown > UNTOLD * len(signs)


def _covered(drawn: Pictured) -> set[tuple[int, int]]:
    """Return the fields of the page whose middle lies under a picture."""
    width, height = max(drawn.width, 1.0), max(drawn.height, 1.0)
    covered: set[tuple[int, int]] = set()
    for left, top, right, bottom in drawn.pictures:
        rows = _between(top / height * DOWN, bottom / height * DOWN, DOWN)
        for column in _between(left / width * ACROSS, right / width * ACROSS, ACROSS):
            covered.update((column, row) for row in rows)
    return covered


def _between(start: float, end: float, most: int) -> range:
    """Return the numbers of the fields whose middle lies between two edges."""
    return range(max(0, round(start)), min(most, round(end)))


def _over(drawn: Pictured, signs: Sequence[Sign], covered: set[tuple[int, int]]) -> int:
    """Return how many characters stand on pictures, between the upper and the lower margin."""
    lowest, highest = (1 - MARGIN) * drawn.height, MARGIN * drawn.height
    return sum(
        highest < sign.base < lowest
        and (
            int((sign.left + sign.right) / 2 / drawn.width * ACROSS),
            int((sign.base - sign.size / 3) / drawn.height * DOWN),
        )
        in covered
        for sign in signs
    )
