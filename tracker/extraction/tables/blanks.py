"""Says where a cell goes on from the row above: by a ditto, or in which columns by a blank. Pure.

Files that lost their merged cells look like this (吉市政办发〔2017〕19号 as published); in a column
that has merged cells, or few others, a blank is a blank.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.extraction.fields import Field
from tracker.extraction.headers import Columns, Row, bare
from tracker.reading.content import Cell, Table

DITTO = frozenset({"〃", "″", "”", "＂", '"', "同上", "（同上）", "(同上)", "同前"})
OFTEN = 0.25
JUDGED_ROWS = 400


def undittoed(table: Table) -> Table:
    """Return the table with what each ditto stands for in its place."""
    rows: list[Row] = []
    for row in table.rows:
        above = rows[-1] if rows else row
        rows.append(tuple(map(_repeated, row, above)))
    return table if tuple(rows) == table.rows else replace(table, rows=tuple(rows))


def _repeated(cell: Cell, above: Cell) -> Cell:
    return replace(cell, lines=above.lines) if bare(cell) in DITTO else cell


def continued_columns(columns: Columns, rows: Sequence[Row]) -> frozenset[int]:
    """Return the columns left of the content whose blanks stand for the cell above."""
    content_at = columns.fields[Field.CONTENT][0]
    number_at = columns.first(Field.NUMBER)
    judged = [row for row in rows[:JUDGED_ROWS] if row[content_at].lines]
    return frozenset(
        at
        for at in range(content_at)
        if not _has_merged(at, rows)
        and (number_at is None or at < number_at or _is_often_blank(at, judged))
    )


def _has_merged(at: int, rows: Sequence[Row]) -> bool:
    cells = [row[at] for row in rows[:JUDGED_ROWS] if len({id(cell) for cell in row}) > 1]
    return any(above is below and above.lines for above, below in pairwise(cells))


def _is_often_blank(at: int, rows: Sequence[Row]) -> bool:
    return sum(not row[at].lines for row in rows) >= max(2, len(rows) * OFTEN)
