"""Joins the cells of a row that has more of them than the table has headings. Pure.

A tab or a bar inside the words of a cell parts it in two when a table is pasted.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from tracker.extraction.flat.kinds import NAMES, TEXTS, Kind
from tracker.extraction.tables.shifted import Habits, Row
from tracker.reading.content import Cell

MOST_SURPLUS = 2
MOST_CELLS = 24
# How much less the best way to join must cost than the next.
CLEAR = 1.0
JOINS = TEXTS | NAMES | {Kind.REMARK}


def surplus_of(row: Row, known: int) -> int:
    """Return how many cells a row has behind its last heading (`known` headings)."""
    last = max((at for at, cell in enumerate(row) if cell.lines), default=-1)
    return max(0, last + 1 - known)


def joined(row: Row, known: int, habits: Habits) -> Row | None:
    """Return the row with cells joined so that each stands under its heading.

    None where no way or more than one way to join them fits.
    """
    surplus = surplus_of(row, known)
    if not 0 < surplus <= MOST_SURPLUS or known + surplus > MOST_CELLS:
        return None
    cells = row[: known + surplus]
    ways = sorted(
        (
            sum(habits.cost(at, cell) for at, cell in enumerate(way)),
            habits.misfits(dict(enumerate(way))),
            tuple(cell.lines for cell in way),
        )
        for way in _ways(cells, surplus, habits.kinds)
    )
    good = [way for way in ways if way[1] == 0]
    if not good or (len(good) > 1 and good[1][0] < good[0][0] + CLEAR):
        return None
    lines = good[0][2] + ((),) * (len(row) - known)
    return tuple(Cell(each, row[0].row, at) for at, each in enumerate(lines))


def _ways(cells: Sequence[Cell], surplus: int, kinds: Sequence[Kind]) -> Iterator[tuple[Cell, ...]]:
    """Return each way to join neighbours in columns of words or names."""
    for seams in combinations(range(len(cells) - 1), surplus):
        way: list[Cell] = []
        fits = True
        for at, cell in enumerate(cells):
            if at and at - 1 in seams:
                fits = fits and kinds[len(way) - 1] in JOINS
                way[-1] = Cell((*way[-1].lines, *cell.lines), cell.row, len(way) - 1)
            else:
                way.append(cell)
        if fits:
            yield tuple(way)
