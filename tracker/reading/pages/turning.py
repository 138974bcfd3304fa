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


class Found(NamedTuple):
    """One character in the file's own measure, y up.

    `quarters` are the turns to the left that set it upright; `left` and `right` are its edges along
    its line, so they are measured up the page where the line runs up or down; `base` is a point of
    its base line.
    """

    text: str
    size: float
    quarters: int
    left: float
    right: float
    base: Point


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


def find_turn(
    found: Sequence[Found], box: tuple[float, float, float, float], usual: int = 0
) -> Turn:
    """Return the turn that sets most characters upright; `usual` for a page without any.

    `box` is left, bottom, right and top of the page as the file holds it.
    """
    most = Counter(one.quarters for one in found).most_common(1)
    quarters = most[0][0] if most else usual % 4
    x, y = turned(quarters, box[0], box[1])
    right, top = turned(quarters, box[2], box[3])
    return Turn(quarters, min(x, right), max(y, top), abs(right - x), abs(top - y))


def upright(turn: Turn, found: Sequence[Found]) -> list[Sign]:
    """Return the characters of the upright page; those that stand otherwise are left out."""
    standing = [one for one in found if one.quarters == turn.quarters and one.right > one.left]
    if turn.quarters == 0:
        left, top = turn.left, turn.top
        return [
            Sign(one.text, one.left - left, one.right - left, top - one.base[1], one.size)
            for one in standing
        ]
    return [_sign(turn, one) for one in standing]


def _sign(turn: Turn, one: Found) -> Sign:
    first, second = (_end(turn, edge) for edge in (one.left, one.right))
    base = turn.place(*one.base)[1]
    return Sign(one.text, min(first, second), max(first, second), base, one.size)


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
