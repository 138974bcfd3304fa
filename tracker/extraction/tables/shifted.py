"""Puts the cells of a row back under their headings when a page lost its merged cells. Pure.

A row below a merged cell then has a cell fewer, what is left stands too far to the left, and the
row ends in blank cells. What each column holds, by its heading and by the table's other rows, says
whether a row stands as it should; where that cannot be told the row stays and is named.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tracker.extraction.flat.atoms import look
from tracker.extraction.flat.counted import COUNTS_ON, item_of
from tracker.extraction.flat.kinds import CARRIED, MISSING, NAMES, Kind, costs
from tracker.reading.content import Cell

Row = tuple[Cell, ...]
# How much less a row must cost to be changed, and where a cell surely stands in a wrong column.
GAIN, LITTLE_GAIN = 4.0, 1.0
# What a cell costs that is unlike all others of its column.
UNLIKE = 3.0
LEAST_ROWS = 2
# In how many rows a column must hold what columns of its kind never do.
USUAL = 2
# What a blank costs in a column that is blank in other rows.
SELDOM_BLANK = 0.3
MERGED_ABOVE = 0.5
# Of a row that lacks cells: how many at most, how much the best way must be better than the next,
# and what a column that is often blank is the likelier to lack.
MOST_LACKING, CLEAR, LIKELY = 3, 1.0, 0.2
OFTEN = 0.2
# Words as short as a number in letters: A1, 1-1甲, ①.
SHORT = 3
JUDGED_ROWS = 200
INFINITE = 1e9
# What surely stands in no column of these kinds.
NEVER: dict[str, frozenset[Kind]] = {
    "sign": frozenset({Kind.PERSON, Kind.DEADLINE, Kind.CONTENT, Kind.TITLE}) | NAMES,
    "time": frozenset({Kind.NUMBER, Kind.PERSON, Kind.CONTENT, Kind.TITLE}) | NAMES,
    "number": frozenset({Kind.PERSON, Kind.CONTENT, Kind.TITLE, Kind.SECTION}) | NAMES,
    "measure": frozenset({Kind.NUMBER, Kind.PERSON}) | NAMES,
    "names": frozenset({Kind.NUMBER, Kind.DEADLINE, Kind.PERSON}),
    "person": frozenset({Kind.NUMBER, Kind.DEADLINE}),
    "words": frozenset({Kind.NUMBER}),
    "sentence": frozenset({Kind.NUMBER, Kind.DEADLINE, Kind.PERSON}) | NAMES,
}
# Columns whose cells are merged over rows.
MERGED = CARRIED | {Kind.HELPER}
# Columns of who answers and by when: a row without any goes on with those above.
ASKED = NAMES | {Kind.DEADLINE, Kind.PERSON}
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

        self.blank = [any(not row[at].lines for row in whole) for at in range(len(self.kinds))]

    def misfits(self, places: Mapping[int, Cell]) -> int:
        """Return how many cells surely stand in a column of another kind."""
        return sum(
            self.kinds[at] in NEVER.get(sort_of(cell.text), frozenset())
            and self.seen[at][sort_of(cell.text)] < USUAL
            for at, cell in places.items()
            if cell.lines
        )

    def cost(self, at: int, cell: Cell) -> float:
        """Return what a cell costs in a column: more where no other row has one like it."""
        if not cell.lines:
            return SELDOM_BLANK if self.blank[at] else MISSING[self.kinds[at]]
        unlike = bool(self.seen[at]) and not self.seen[at][sort_of(cell.text)]
        return min(costs(cell.text)[self.kinds[at]], UNLIKE * 2) + UNLIKE * unlike


def put_back(row: Row, above: Row | None, habits: Habits, lacking: int = 0) -> Put:
    """Return the row with its cells under the columns they fit, or as it is.

    A column left of them goes on from the row above. Of a row that the file gave too few cells
    (`lacking`) each missing one was merged with the cell above, wherever it stood.
    """
    kinds = habits.kinds
    if 0 < lacking <= MOST_LACKING and above is not None and len(row) == len(kinds):
        return _lacking(row, above, habits, lacking)
    if len(row) != len(kinds) or len({id(cell) for cell in row}) < len(row):
        return Put(row)
    filled = [at for at, cell in enumerate(row) if cell.lines]
    now = habits.misfits(dict(enumerate(row)))
    is_alone = len(filled) < 2 and not now
    if not filled or is_alone or row[-1].lines or above is None:
        return Put(row, is_doubtful=now > 0 and len(filled) > 1)
    cells = row[: filled[-1] + 1]
    cost, places = _fit(cells, above, habits)
    found = dict(zip(places, cells, strict=True))
    as_it_is = sum(_cost(at, cell, above, habits) for at, cell in enumerate(row))
    if habits.misfits(found) or cost + (LITTLE_GAIN if now else GAIN) > as_it_is:
        return Put(row, is_doubtful=now > 0)
    asks = ASKED.isdisjoint(kinds[at] for at in found)
    carried = tuple(
        at
        for at, kind in enumerate(kinds)
        if at not in found and ((kind in CARRIED and at < places[-1]) or (asks and kind in ASKED))
    )
    blank = {at: Cell((), row[0].row, at) for at in range(len(row)) if at not in carried}
    taken = {at: above[at] for at in carried}
    whole = {**blank, **taken, **found}
    return Put(tuple(whole[at] for at in range(len(row))), carried)


def _lacking(row: Row, above: Row, habits: Habits, count: int) -> Put:
    """Return the row with the cells it lacks taken from above, in doubt where two ways fit."""
    cells = row[: len(row) - count]
    ways = []
    for missing in combinations(range(len(row)), count):
        places = [at for at in range(len(row)) if at not in missing]
        found = dict(zip(places, cells, strict=True))
        likely = sum(MISSING[habits.kinds[at]] * LIKELY for at in missing)
        unlike = sum(habits.kinds[at] not in MERGED and bool(above[at].lines) for at in missing)
        cost = sum(habits.cost(at, cell) for at, cell in found.items()) + likely + UNLIKE * unlike
        ways.append((cost + UNLIKE * habits.misfits(found), missing))
    (best, missing), *others = sorted(ways)
    found = dict(zip([at for at in range(len(row)) if at not in missing], cells, strict=True))
    is_doubtful = habits.misfits(found) > 0 or bool(others and others[0][0] < best + CLEAR)
    # A blank may stand for any column: then a column of names taken from above is a guess.
    guessed = any(habits.kinds[at] in NAMES for at in missing)
    is_doubtful = is_doubtful or (guessed and not all(cell.lines for cell in cells))
    if habits.misfits(found) and not habits.misfits(dict(enumerate(row))):
        return Put(row, is_doubtful=True)
    whole = tuple(found.get(at, above[at]) for at in range(len(row)))
    return Put(whole, missing, is_doubtful)


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
        ("number", seen.is_ordinal),
        ("measure", seen.is_measure),
        ("time", seen.is_time and not seen.is_bodies),
        ("names", seen.is_bodies or seen.is_clause),
        ("person", seen.is_person),
        ("sign", seen.length == 1),
        ("short", seen.length <= SHORT),
        ("sentence", seen.is_ended and seen.is_sentence),
    )
    return next((name for name, is_such in signs if is_such), "words")


def _cost(at: int, cell: Cell, above: Row, habits: Habits) -> float:
    """Return what a cell costs in a column: less where its number counts on from the one above."""
    number = item_of(cell.text)
    counts = number is not None and item_of(above[at].text) == number - 1
    return habits.cost(at, cell) - COUNTS_ON * counts


def _fit(cells: Sequence[Cell], above: Row, habits: Habits) -> Way:
    """Return the least cost of these cells in columns from left to right, and their columns."""
    best: list[Way] = [(0.0, ()), *([(INFINITE, ())] * len(cells))]
    for column, kind in enumerate(habits.kinds):
        # A cell that was merged with the one above is missing in every such row.
        is_merged = kind in CARRIED - ASKED and bool(above[column].lines)
        lacking = MISSING[kind] * (MERGED_ABOVE if is_merged else 1)
        following: list[Way] = [(cost + lacking, places) for cost, places in best]
        for count, cell in enumerate(cells, 1):
            cost, places = best[count - 1]
            here = cost + _cost(column, cell, above, habits)
            following[count] = min(following[count], (here, (*places, column)))
        best = following
    return best[-1]
