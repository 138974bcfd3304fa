"""The candidates of a text, each with what stands around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.deadlines.scanning import scan

BACK = 24  # characters: how far before an expression its words of condition may stand
_NEAR = 60  # characters: how far behind it


@dataclass(frozen=True, slots=True)
class Place:
    """One candidate with the folded text around it; `start` and `end` are offsets into it."""

    kind: str
    words: str
    before: str
    after: str
    start: int
    end: int


def places(folded: str) -> Iterator[Place]:
    """Every candidate of a folded text without spaces, from left to right."""
    for match in scan(folded):
        start, end = match.span()
        after = folded[end : end + _NEAR]
        before = folded[max(0, start - BACK) : start]
        yield Place(match.lastgroup or "", match.group(), before, after, start, end)
