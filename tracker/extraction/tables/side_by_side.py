"""Puts the parts of a table that stand beside each other below each other. Pure.

序号 | 任务 | 责任单位 | 序号 | 任务 | 责任单位: a long list printed in two or three columns.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.flat.grids import FlatTable
from tracker.extraction.headers import MAX_HEADER_ROW, Row, bare, looks_like_header
from tracker.reading.content import Cell, Table

LEAST_WIDTH, MOST_PARTS = 2, 4


def stacked(table: Table) -> Table:
    """Return the table with its parts below each other, or as it is where it has only one."""
    if isinstance(table, FlatTable):
        return table
    for at, row in enumerate(table.rows[:MAX_HEADER_ROW]):
        parts = _parts(row)
        if parts and looks_like_header(row):
            return _stacked(table, at, parts)
    return table


def _parts(row: Row) -> tuple[range, ...]:
    """Return the columns of each part where the same headings come again, nothing for others.

    A blank column may stand between two parts.
    """
    texts = [bare(cell) for cell in row]
    if not texts[0] or texts.count(texts[0]) == 1:
        return ()
    step = texts.index(texts[0], 1)
    width = step - (not texts[step - 1])
    parts = tuple(range(start, start + width) for start in range(0, len(row), step))
    is_whole = parts[-1].stop == len(row) and len(parts) <= MOST_PARTS and width >= LEAST_WIDTH
    first = texts[:width]
    headings = [texts[at] for part in parts for at in part if at < len(texts)]
    are_same = headings == first * len(parts) and len(set(first)) == width
    is_blank = sum(map(bool, texts)) == len(headings)
    return parts if is_whole and are_same and is_blank and all(first) else ()


def _stacked(table: Table, header: int, parts: Sequence[range]) -> Table:
    """Return a table of the header and the rows below it of the first part, the second, and on."""
    width = len(parts[0])
    rows: list[Row] = []
    places = []
    for count, part in enumerate(parts):
        for at in range(header + (count > 0), len(table.rows)):
            cells = table.rows[at][part.start : part.stop]
            if any(cell.lines for cell in cells):
                rows.append(_moved(cells, len(rows), at, part.start, width))
                places.append(table.place_of(at))
    return FlatTable(tuple(rows), table.place, 1, places=tuple(places))


def _moved(cells: Row, row: int, at: int, start: int, width: int) -> Row:
    """Return cells of row `at` in row `row`, with the spans that they have within their part."""
    known: dict[int, Cell] = {}
    for column, cell in enumerate(cells):
        first = max(0, cell.column - start)
        span = min(width, cell.column - start + cell.column_span) - first
        top = row - (at - cell.row)
        moved = replace(cell, row=top, column=first if span > 1 else column, column_span=span)
        known.setdefault(id(cell), moved)
    return tuple(known[id(cell)] for cell in cells)
