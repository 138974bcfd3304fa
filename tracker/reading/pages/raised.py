"""Puts small raised and lowered characters into the line they stand in: m², CO₂, marks of notes.

A mark of a note is left out, as it is no part of the name or the sentence that it stands behind.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from tracker.reading.pages.parts import Sign

# In sizes of the character before: how small such a character is at most, how far behind it stands,
# how far above or below, and how far above a mark stands at least.
SMALL = 0.86
BESIDE = 0.35
RAISED, LOWERED = 0.7, 0.35
LEAST_RAISED = 0.15
LARGER = 4.0
MOST_BESIDE = 8
CHINESE = "\u2e80"
MARKS = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩*※†[]〔〕()（）ivx")
BY_LEFT, BY_RIGHT = attrgetter("left"), attrgetter("right")


def have_small(signs: Sequence[Sign]) -> bool:
    """Return whether some characters are so much smaller than others that they may be raised."""
    sizes = {sign.size for sign in signs}
    return len(sizes) > 1 and min(sizes) <= SMALL * max(sizes)


@dataclass
class _Row:
    """One row of characters while small ones move into it or out of it."""

    signs: list[Sign]
    gone: set[int] = field(default_factory=set)
    wider: dict[int, float] = field(default_factory=dict)
    more: list[Sign] = field(default_factory=list)

    @cached_property
    def by_right(self) -> list[Sign]:
        """The characters by where they end."""
        return sorted(self.signs, key=BY_RIGHT)

    def before(self, sign: Sign) -> Sign | None:
        """Return the larger character right before a small one, beside which that is raised."""
        first = bisect_left(self.by_right, sign.left - BESIDE * LARGER * sign.size, key=BY_RIGHT)
        for other in self.by_right[first : first + MOST_BESIDE]:
            if _stands_beside(sign, other):
                return other
        return None

    def settled(self) -> list[Sign]:
        """Return the characters that are in the row in the end, without gaps where marks stood."""
        kept = [
            sign._replace(right=self.wider.get(id(sign), sign.right))
            for sign in self.signs
            if id(sign) not in self.gone
        ]
        return kept + self.more


def _stands_beside(sign: Sign, other: Sign) -> bool:
    """Return whether a character stands right behind a larger one, a little above or below."""
    height = other.base - sign.base
    return (
        sign.size <= SMALL * other.size
        and abs(other.right - sign.left) <= BESIDE * other.size
        and height != 0
        and -LOWERED * other.size <= height <= RAISED * other.size
    )


def settled(rows: Sequence[list[Sign]]) -> list[list[Sign]]:
    """Return the rows of characters, from the top, with each small one in the row it belongs to."""
    largest = max(sign.size for row in rows for sign in row)
    found = [_Row(row) for row in rows]
    for at, row in enumerate(found):
        near = [found[other] for other in (at, at + 1, at - 1) if 0 <= other < len(found)]
        small = [sign for sign in row.signs if sign.size <= SMALL * largest]
        _settle(sorted(small, key=BY_LEFT), row, near)
    return [signs for row in found if (signs := row.settled())]


def _settle(small: Sequence[Sign], row: _Row, near: Sequence[_Row]) -> None:
    """Move small characters of a row, from the left, into the row in which they are raised."""
    last: Sign | None = None
    host = before = None
    for sign in small:
        if last is None or abs(last.right - sign.left) > BESIDE * sign.size:
            host = next((each for each in near if each.before(sign)), None)
            before = host.before(sign) if host else None
        last = sign
        if host is None or before is None:
            continue
        is_raised = before.base - sign.base >= LEAST_RAISED * before.size
        if is_raised and before.text >= CHINESE and sign.text in MARKS:
            row.gone.add(id(sign))
            host.wider[id(before)] = sign.right
        elif host is not row:
            row.gone.add(id(sign))
            host.more.append(sign)
