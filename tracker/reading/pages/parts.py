"""What a page is made of: characters and drawn lines, in points, y down from the top."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

# Lines thinner than this are drawn as filled rectangles by many writers.
THIN = 3.5
# How far a line may lean and still be upright or level.
LEAN = 1.0
RECTANGLE = 4
MOST_RULES = 20_000
# Ways of a rule.
ACROSS = True
DOWN = False

Point = tuple[float, float]


class Sign(NamedTuple):
    """One character: its left and right edge, its base line and the size of its font."""

    text: str
    left: float
    right: float
    base: float
    size: float


class Rule(NamedTuple):
    """A drawn line: across the page or down it, at which y (x), from which x (y) to which."""

    is_across: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """One piece of a drawn path: its corners in order, and whether the last joins the first."""

    points: tuple[Point, ...]
    is_closed: bool = False


@dataclass(slots=True)
class Page:
    """One page; `number` counts from 1, `width` is in points.

    Pages of one `shape` have the same margins; `is_scan` when its text can only be recognised,
    `has_picture` when that is so of a part, `is_crowded` when it had more lines than any table,
    which were left out.
    """

    number: int
    shape: str = ""
    width: float = 0.0
    signs: list[Sign] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    is_scan: bool = False
    has_picture: bool = False
    is_crowded: bool = False

    def without_drawings(self) -> "Page":
        """Leave the lines out if they are too many for tables: a map, a plan, a pattern."""
        self.is_crowded = len(self.rules) > MOST_RULES
        self.rules = [] if self.is_crowded else self.rules
        return self


@dataclass(slots=True)
class Characters:
    """How many characters were seen, and of how many the file does not tell what they are."""

    count: int = 0
    unknown: int = 0


def rules_of(strokes: Sequence[Stroke], *, is_stroked: bool, is_filled: bool) -> Iterator[Rule]:
    """Return the straight lines that a path draws; a thin filled shape is a line as well."""
    if is_stroked:
        for stroke in strokes:
            yield from _edges(stroke)
    elif is_filled:
        for stroke in strokes:
            yield from _as_bar(stroke)
        yield from _frame(strokes)


def _edges(stroke: Stroke) -> Iterator[Rule]:
    points = stroke.points
    around = (*points, points[0]) if stroke.is_closed else points
    for first, second in pairwise(around):
        yield from _straight(first, second)


def _straight(first: Point, second: Point) -> Iterator[Rule]:
    (x, y), (right, bottom) = first, second
    across, down = abs(right - x), abs(bottom - y)
    if down <= LEAN < across:
        yield Rule(True, (y + bottom) / 2, min(x, right), max(x, right))
    elif across <= LEAN < down:
        yield Rule(False, (x + right) / 2, min(y, bottom), max(y, bottom))


def _box(points: Iterable[Point]) -> tuple[float, float, float, float]:
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _as_bar(stroke: Stroke) -> Iterator[Rule]:
    """Return a thin shape as a line; a dot may belong to a dotted line of either way."""
    left, top, right, bottom = _box(stroke.points)
    if bottom - top <= THIN and right - left > 0:
        yield Rule(ACROSS, (top + bottom) / 2, left, right)
    if right - left <= THIN and bottom - top > 0:
        yield Rule(DOWN, (left + right) / 2, top, bottom)


def _frame(strokes: Sequence[Stroke]) -> Iterator[Rule]:
    """Return the sides of a frame that is filled between an outer and an inner rectangle."""
    if len(strokes) != 2 or any(len(set(s.points)) != RECTANGLE for s in strokes):
        return
    outer, inner = sorted(map(_box, (strokes[0].points, strokes[1].points)))
    if any(abs(a - b) > THIN for a, b in zip(outer, inner, strict=True)):
        return
    left, top, right, bottom = ((a + b) / 2 for a, b in zip(outer, inner, strict=True))
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    yield from _edges(Stroke(corners, is_closed=True))
