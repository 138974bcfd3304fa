"""Sets a page upright as most of its text stands, whatever way the file holds it. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import pi
from typing import NamedTuple

from tracker.reading.pages.parts import Point, Sign

QUARTER = pi / 2
HALF = 2

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Run(NamedTuple):
    """Characters on one base line in the file's own measure, y up.

    `quarters` are the turns to the left that set them upright; each of `signs` is a text with its
    edges along the line, which are measured up the page where the line runs up or down; `base` is
    a point of the base line.
    """

    size: float
    quarters: int
    base: Point
    signs: list[tuple[str, float, float]]


@dataclass(frozen=True, slots=True)
class Turn:
    """How to turn a page upright: by quarters to the left, and where its corner then lies."""

    quarters: int
    left: float
    top: float
    width: float
    height: float

    @property
    def shape(self) -> str:
        """Pages of one shape have the same margins."""
        return f"{self.width:.0f}x{self.height:.0f}"

    def place(self, x: float, y: float) -> Point:
        """Return a point of the file as a point of the upright page, y down."""
        x, y = turned(self.quarters, x, y)
        return x - self.left, self.top - y


def turned(quarters: int, x: float, y: float) -> Point:
    """Return a point after so many quarter turns to the left about the origin, y up."""
    return ((x, y), (-y, x), (-x, -y), (y, -x))[quarters % 4]


def find_turn(found: Sequence[Run], box: tuple[float, float, float, float], usual: int = 0) -> Turn:
    """Return the turn that sets most characters upright; `usual` for a page without any.

    `box` is left, bottom, right and top of the page as the file holds it.
    """
    standing: Counter[int] = Counter()
    for run in found:
        standing[run.quarters] += len(run.signs)
    quarters = standing.most_common(1)[0][0] if found else usual % 4
    x, y = turned(quarters, box[0], box[1])
    right, top = turned(quarters, box[2], box[3])
    return Turn(quarters, min(x, right), max(y, top), abs(right - x), abs(top - y))


def upright(turn: Turn, found: Sequence[Run]) -> list[Sign]:
    """Return the characters of the upright page; those that stand otherwise are left out."""
    signs: list[Sign] = []
    for run in found:
        if run.quarters != turn.quarters:
            continue
        base, size = turn.place(*run.base)[1], run.size
        if turn.quarters == 0:
            from_left = turn.left
            signs += [
                Sign(text, left - from_left, right - from_left, base, size)
                for text, left, right in run.signs
            ]
            continue
        for text, one, other in run.signs:
            first, second = _end(turn, one), _end(turn, other)
            signs.append(Sign(text, min(first, second), max(first, second), base, size))
    return signs


def _end(turn: Turn, edge: float) -> float:
    """Return where an edge of a character comes to stand, from the left."""
    return turn.place(edge, 0.0)[0] if turn.quarters == HALF else turn.place(0.0, edge)[0]


def composed(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that does what `inner` does and then what `outer` does."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
