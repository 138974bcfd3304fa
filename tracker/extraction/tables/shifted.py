"""Puts the cells of a row back under their headings when a page lost its merged cells. Pure.

A row below a merged cell then has a cell fewer, what is left stands too far to the left, and the
row ends in blank cells. What each column holds, by its heading and by the table's other rows, says
whether a row stands as it should; where that cannot be told the row stays and is named.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.extraction.flat.atoms import look
from tracker.extraction.flat.kinds import CARRIED, MISSING, NAMES, Kind, costs
from tracker.reading.content import Cell

Row = tuple[Cell, ...]
# How much less a row must cost to be changed.
GAIN = 4.0
# What a cell costs that is unlike all others of its column.
UNLIKE = 3.0
LEAST_ROWS = 2
OFTEN = 0.2
# Words as short as a number in letters: A1, 1-1甲, ①.
SHORT = 3
JUDGED_ROWS = 200
INFINITE = 1e9
# What surely stands in no column of these kinds.
NEVER: dict[str, frozenset[Kind]] = {
    "time": frozenset({Kind.NUMBER, Kind.PERSON, Kind.CONTENT, Kind.TITLE}) | NAMES,
    "number": frozenset({Kind.PERSON, Kind.CONTENT, Kind.TITLE, Kind.SECTION}) | NAMES,
    "names": frozenset({Kind.NUMBER, Kind.DEADLINE, Kind.PERSON}),
    "person": frozenset({Kind.NUMBER, Kind.DEADLINE}),
    "words": frozenset({Kind.NUMBER}),
    "sentence": frozenset({Kind.NUMBER, Kind.DEADLINE, Kind.PERSON}) | NAMES,
}
Way = tuple[float, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Put:
    """A row with its cells in their columns.

    `carried` are the columns taken from the row above, `is_doubtful` says that the words do not fit
    where they stand and that no other place is sure.
    """

    row: Row
    carried: tuple[int, ...] = ()
    is_doubtful: bool = False


class Habits:
    """What the columns of one table hold, by their kinds and by the rows that are whole."""

    def __init__(self, kinds: Sequence[Kind], rows: Sequence[Row]) -> None:
        """Take the kinds of the columns, and the rows below the header."""
        self.kinds = tuple(kinds)
        whole = _whole(rows[:JUDGED_ROWS])
        self.seen = [
            Counter(sort_of(row[at].text) for row in whole if row[at].lines)
            for at in range(len(self.kinds))
        ]

    def misfits(self, places: Mapping[int, Cell]) -> int:
        """Return how many cells surely stand in a column of another kind."""
        return sum(
            self.kinds[at] in NEVER.get(sort_of(cell.text), frozenset())
            and not self._is_usual(at, cell)
            for at, cell in places.items()
            if cell.lines
        )

    def cost(self, at: int, cell: Cell) -> float:
        """Return what a cell costs in a column: more where no other row has one like it."""
        if not cell.lines:
            return MISSING[self.kinds[at]]
        unlike = bool(self.seen[at]) and not self._is_usual(at, cell)
        return min(costs(cell.text)[self.kinds[at]], UNLIKE * 2) + UNLIKE * unlike

    def _is_usual(self, at: int, cell: Cell) -> bool:
        return self.seen[at][sort_of(cell.text)] > 0


def put_back(row: Row, above: Row | None, habits: Habits) -> Put:
    """Return the row with its cells under the columns they fit, or as it is.

    A column left of them goes on from the row above.
    """
    kinds = habits.kinds
    if len(row) != len(kinds) or len({id(cell) for cell in row}) < len(row):
        return Put(row)
    filled = [at for at, cell in enumerate(row) if cell.lines]
    now = habits.misfits(dict(enumerate(row)))
    if len(filled) < 2 or row[-1].lines or above is None:
        return Put(row, is_doubtful=now > 0 and len(filled) > 1)
    cells = row[: filled[-1] + 1]
    cost, places = _fit(cells, habits)
    found = dict(zip(places, cells, strict=True))
    as_it_is = sum(habits.cost(at, cell) for at, cell in enumerate(row))
    if habits.misfits(found) or cost + GAIN > as_it_is:
        return Put(row, is_doubtful=now > 0)
    carried = tuple(
        at
        for at, kind in enumerate(kinds)
        if at not in found and kind in CARRIED and at < places[-1]
    )
    blank = {at: Cell((), row[0].row, at) for at in range(len(row)) if at not in carried}
    taken = {at: above[at] for at in carried}
    whole = {**blank, **taken, **found}
    return Put(tuple(whole[at] for at in range(len(row))), carried)


def _whole(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that have all their cells: they reach the last column that many rows fill."""
    ends = [max((at for at, cell in enumerate(row) if cell.lines), default=0) for row in rows]
    reached = [end for end, count in Counter(ends).items() if count >= len(rows) * OFTEN]
    last = max(reached, default=0)
    found = [row for row, end in zip(rows, ends, strict=True) if end >= max(last, 1)]
    return found if len(found) >= LEAST_ROWS else []


def sort_of(text: str) -> str:
    """Return what words surely are: a time, a number, names, a person, a sentence, or words."""
    seen = look(text)
    signs = (
        ("dash", seen.is_dash),
        ("number", seen.is_ordinal or seen.is_measure),
        ("time", seen.is_time and not seen.is_bodies),
        ("names", seen.is_bodies or seen.is_clause),
        ("person", seen.is_person),
        ("short", seen.length <= SHORT),
        ("sentence", seen.is_ended and seen.is_sentence),
    )
    return next((name for name, is_such in signs if is_such), "words")


def _fit(cells: Sequence[Cell], habits: Habits) -> Way:
    """Return the least cost of these cells in columns from left to right, and their columns."""
    best: list[Way] = [(0.0, ()), *([(INFINITE, ())] * len(cells))]
    for column, kind in enumerate(habits.kinds):
        following: list[Way] = [(cost + MISSING[kind], places) for cost, places in best]
        for count, cell in enumerate(cells, 1):
            cost, places = best[count - 1]
            here = cost + habits.cost(column, cell)
            following[count] = min(following[count], (here, (*places, column)))
        best = following
    return best[-1]
