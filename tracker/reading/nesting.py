"""Decides what a table that holds other tables, or only one cell, stands for."""

from collections.abc import Iterator, Sequence

from tracker.reading.content import Block, Table
from tracker.texts import gettext as _


def table_or_inside(
    table: Table, size: int, inside: Sequence[Block], warnings: list[str]
) -> Iterator[Block]:
    """Return the table, or the blocks of its cells where it only lays them out on the page.

    `size` is the number of its cells, `inside` all their blocks in order. A table of one cell is a
    box around text, one that holds a larger table is there for the layout; a smaller table inside
    a cell becomes lines of that cell, which joins `warnings`.
    """
    tables = [block for block in inside if isinstance(block, Table)]
    is_larger_inside = any(sum(1 for _cell in each.origins()) > size for each in tables)
    if is_larger_inside or size == 1:
        yield from inside
    elif table.rows:
        if tables:
            warnings.append(_("A table inside a table cell was read as lines of the cell."))
        yield table
