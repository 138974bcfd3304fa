"""Puts the cells of a row back under their headings when a page lost its merged cells. Pure.

A row below a merged cell then has a cell fewer, what is left stands too far to the left, and the
row ends in blank cells. Only where the words fit much better elsewhere is a row changed.
"""

from collections.abc import Sequence

from tracker.extraction.flat.kinds import CARRIED, MISSING, Kind, costs
from tracker.reading.content import Cell

Row = tuple[Cell, ...]
# How much less a row must cost to be changed, and the most that one of its cells may then cost.
GAIN = 4.0
MOST = 3.0
INFINITE = 1e9
Way = tuple[float, tuple[int, ...]]


def put_back(row: Row, above: Row | None, kinds: Sequence[Kind]) -> Row:
    """Return the row with its cells under the columns they fit, or as it is.

    A column left of them goes on from the row above.
    """
    if not row or row[-1].lines or above is None or len(row) != len(kinds):
        return row
    cells = [cell for cell in row if cell.lines]
    if len(cells) < 2 or len({id(cell) for cell in row}) < len(row):
        return row
    now = sum(_cost(cell, kind) for cell, kind in zip(row, kinds, strict=True))
    best, places = _fit([cell.text for cell in cells], kinds)
    if best + GAIN > now or any(
        costs(cell.text)[kinds[place]] > MOST for cell, place in zip(cells, places, strict=True)
    ):
        return row
    found = dict(zip(places, cells, strict=True))
    return tuple(
        found.get(column)
        or (above[column] if kinds[column] in CARRIED else Cell((), row[0].row, column))
        for column in range(len(row))
    )


def _cost(cell: Cell, kind: Kind) -> float:
    return costs(cell.text)[kind] if cell.lines else MISSING[kind]


def _fit(texts: Sequence[str], kinds: Sequence[Kind]) -> tuple[float, tuple[int, ...]]:
    """Return the least cost of these texts in columns from left to right, and their columns."""
    best: list[Way] = [(0.0, ()), *([(INFINITE, ())] * len(texts))]
    for column, kind in enumerate(kinds):
        following: list[Way] = [(cost + MISSING[kind], places) for cost, places in best]
        for count, text in enumerate(texts, 1):
            cost, places = best[count - 1]
            following[count] = min(following[count], (cost + costs(text)[kind], (*places, column)))
        best = following
    return best[-1]
