"""Joins a table that goes on over a page into one: repeated headers, cut rows, merged cells."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from tracker.reading.pages.tables import SAME_COLUMN, PageCell, PageTable

MOST_HEADER_ROWS = 4
# How many cells above a break say what is usual in a column.
RECENT = 600
ORDINAL = re.compile(r"[（(]?(?:\d{1,4}|[一二三四五六七八九十百]{1,5})[）)]?[.．、]?")
MOST_OF = 0.7
# How many rows of a column have to be filled to say that a blank one is part of another.
ENOUGH = 3
UNFINISHED = "、，,（("
CLOSING = "、，,；;。）)"


def is_continued(table: PageTable, following: PageTable) -> bool:
    """Return whether `following` has the columns of `table` and stands on the next page."""
    if following.page != table.last_page + 1:
        return False
    return _shared_columns(table, following) is not None


def joined(table: PageTable, following: PageTable) -> PageTable:
    """Return both as one; `is_continued` said that they are."""
    columns = _shared_columns(table, following) or table.columns
    upper, lower = _on_columns(table, columns), _on_columns(following, columns)
    upper.columns = columns
    skipped = _repeated_rows(upper, lower)
    below = [_moved(cell, -skipped) for cell in lower.cells if cell.row >= skipped]
    height = lower.height - skipped
    if not below:
        return upper
    is_cut = _is_cut(upper, below)
    shift = upper.height - is_cut
    kept = list(below)
    if is_cut:
        kept = [cell for cell in below if not _added_to(upper, cell)]
    else:
        kept = [cell for cell in below if not _carried(upper, below, cell)]
    upper.breaks.append((upper.height, following.page))
    upper.cells.extend(_moved(cell, shift) for cell in kept)
    upper.height = shift + height
    if upper.slack > SAME_COLUMN:
        _widen(upper)
    upper.bottom = following.bottom
    return upper


def _widen(table: PageTable) -> None:
    """Give the columns of a table without rules the width that their text has on any page."""
    for column in range(len(table.columns) - 1):
        cells = [cell for cell in table.cells if cell.column == column and cell.column_span == 1]
        left = min((cell.left for cell in cells), default=0.0)
        right = max((cell.right for cell in cells), default=0.0)
        for cell in cells:
            cell.left, cell.right = left, right


def _shared_columns(table: PageTable, following: PageTable) -> list[float] | None:
    """Return the columns of the finer one, None when the other's edges are not among them."""
    shift = table.columns[0] - following.columns[0]
    moved = [edge + shift for edge in following.columns]
    more, less = sorted((table.columns, moved), key=len, reverse=True)
    if len(less) < 3 and len(more) != len(less):
        return None
    slack = max(table.slack, following.slack)
    if any(abs(_nearest(more, edge) - edge) > slack for edge in less[:-1]):
        return None
    return more if abs(less[-1] - more[-1]) <= slack else None


def _nearest(places: Sequence[float], wanted: float) -> float:
    at = bisect_left(places, wanted)
    return min(places[max(0, at - 1) : at + 1], key=lambda place: abs(place - wanted))


def _on_columns(table: PageTable, columns: Sequence[float]) -> PageTable:
    """Return the table with its cells counted in `columns`, which are as many or more."""
    if len(columns) == len(table.columns):
        return table
    shift = columns[0] - table.columns[0]
    at = [
        min(range(len(columns)), key=lambda place: abs(columns[place] - edge - shift))
        for edge in table.columns
    ]
    cells = [
        replace(
            cell,
            column=at[cell.column],
            column_span=at[cell.column + cell.column_span] - at[cell.column],
        )
        for cell in table.cells
    ]
    return replace(table, cells=cells, breaks=list(table.breaks))


def _moved(cell: PageCell, rows: int) -> PageCell:
    return replace(cell, row=cell.row + rows)


def _repeated_rows(upper: PageTable, lower: PageTable) -> int:
    """Return how many rows at the top of `lower` repeat the first rows of `upper`."""
    most = min(MOST_HEADER_ROWS, upper.height, lower.height)
    for count in range(most, 0, -1):
        above, below = _texts(upper, count), _texts(lower, count)
        whole = all(c.row + c.row_span <= count for c in lower.cells if c.row < count)
        if above == below and whole and any(text for _r, _c, text in above):
            return count
    return 0


def _texts(table: PageTable, rows: int) -> list[tuple[int, int, str]]:
    first = takewhile(lambda cell: cell.row < rows, table.cells)  # the cells are in order
    return sorted((cell.row, cell.column, cell.text) for cell in first)


def _is_cut(upper: PageTable, below: Sequence[PageCell]) -> bool:
    """Return whether the first row below goes on with the last one above.

    A table with numbers says so by a row without one. Else a cell is blank that no other row of
    its column leaves blank.
    """
    first = {cell.column: cell for cell in below if cell.row == 0}
    last = {
        cell.column: cell
        for cell in upper.cells[-RECENT:]
        if cell.row + cell.row_span == upper.height
    }
    if not any(cell.lines for cell in first.values()):
        return False
    for column in sorted(first):
        texts = _column(upper, below, column)
        if not texts:
            continue
        ordinals = [text for text in texts if ORDINAL.fullmatch(text)]
        if len(ordinals) >= max(1, MOST_OF * len(texts)):
            above = last.get(column)
            return not first[column].lines or _is_lower_part(above, first, last)
    return any(
        not cell.lines and cell.row_span == 1 and _is_always_filled(upper, below, column)
        for column, cell in first.items()
    )


def _is_lower_part(
    above: PageCell | None, first: dict[int, PageCell], last: dict[int, PageCell]
) -> bool:
    """Return whether the number of a cut row stands in its lower part, centred over both."""
    if above is None or above.lines or set(first) != set(last):
        return False
    return any(cell.lines for cell in last.values())


def _column(upper: PageTable, below: Iterable[PageCell], column: int) -> list[str]:
    """Return what the cells of a column say, without header and without the rows at the break."""
    above = [
        cell
        for cell in upper.cells[-RECENT:]
        if cell.column == column and 0 < cell.row < upper.height - 1
    ]
    under = [cell for cell in below if cell.column == column and cell.row > 0]
    return [cell.text for cell in (*above, *under) if cell.lines]


def _is_always_filled(upper: PageTable, below: Iterable[PageCell], column: int) -> bool:
    """Return whether every other cell of a column is filled and reaches over one row."""
    others = [cell for cell in upper.cells[-RECENT:] if cell.column == column and cell.row > 0]
    others += [cell for cell in below if cell.column == column and cell.row > 0]
    return len(others) > 1 and all(cell.lines and cell.row_span == 1 for cell in others)


def _above(upper: PageTable, cell: PageCell) -> PageCell | None:
    """Return the cell of the last row that has the place and the width of `cell`."""
    wanted = (cell.column, cell.column_span)
    for other in reversed(upper.cells):
        ends_here = other.row + other.row_span == upper.height
        if ends_here and (other.column, other.column_span) == wanted:
            return other
    return None


def _added_to(upper: PageTable, cell: PageCell) -> bool:
    """Add the lines of a cell of the cut row to the cell above, if there is one; say whether."""
    above = _above(upper, cell) if cell.row == 0 else None
    if above is None:
        return cell.row == 0 and not cell.lines
    above.lines = [*above.lines, *cell.lines]
    above.row_span += cell.row_span - 1
    return True


def _carried(upper: PageTable, below: Sequence[PageCell], cell: PageCell) -> bool:
    """Let a merged cell above reach over the one under the break; say whether it does.

    Both are parts of one cell if either is blank and several rows high, or blank where no other
    cell of the column is, or if the text above asks for more.
    """
    above = _above(upper, cell) if cell.row == 0 else None
    if above is None or not (above.lines or cell.lines):
        return False
    if above.lines and cell.lines:
        if above.text[-1] not in UNFINISHED and cell.text[0] not in CLOSING:
            return False
    elif not (above.lines and max(above.row_span, cell.row_span) > 1) and not _is_gap(
        upper, below, (above, cell)
    ):
        return False
    above.lines = [*above.lines, *cell.lines]
    above.row_span += cell.row_span
    return True


def _is_gap(upper: PageTable, below: Iterable[PageCell], parts: tuple[PageCell, PageCell]) -> bool:
    """Return whether all cells of the column are filled but one of the two parts."""
    above, cell = parts
    wanted = (cell.column, cell.column_span)
    others = [
        other
        for other in (*upper.cells[-RECENT:], *below)
        if (other.column, other.column_span) == wanted and other.row > 0
    ]
    body = [other for other in others if other is not above]
    filled = sum(other.row_span for other in body)
    return filled >= ENOUGH and all(other.lines for other in body)
