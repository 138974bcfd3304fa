"""Lays the cells of a Word table into a grid, merged downwards and across."""

from dataclasses import dataclass, field, replace

from tracker.errors import TooLarge
from tracker.reading.content import (
    MAX_COLUMNS,
    Cell,
    Table,
    check_size,
    expand,
    without_idle_columns,
)
from tracker.texts import gettext as _

CONTINUES = "continue"


@dataclass(slots=True)
class Grid:
    """The cells of one table while its rows are read."""

    cells: list[Cell] = field(default_factory=list)
    above: dict[int, tuple[int, int]] = field(default_factory=dict)
    height: int = 0
    width: int = 0
    column: int = 0
    header_rows: int = 0
    begun: int = 0
    merging: set[int] = field(default_factory=set)

    def start_row(self, skip: int, *, header: bool) -> None:
        """Go to the next row, past the places that it skips."""
        self.header_rows += header and self.header_rows == self.height
        self.height += 1
        self.column = max(0, skip)
        self.begun = len(self.cells)

    def add(self, lines: tuple[str, ...], span: int, merge: str = "") -> None:
        """Add a cell; one that continues the one right above makes that one reach down.

        What such a cell says itself is not shown, unless nothing above begins a merged cell.
        """
        span = self._room(span)
        origin, last = self.above.get(self.column, (0, 0))
        is_below = merge == CONTINUES and last == self.height - 1 > 0
        if is_below and (not lines or origin in self.merging or not self.cells[origin].lines):
            merged = self.cells[origin]
            row_span = self.height - merged.row
            self.cells[origin] = replace(merged, lines=merged.lines or lines, row_span=row_span)
        else:
            origin = len(self.cells)
            self.cells.append(Cell(lines, self.height - 1, self.column, 1, span))
        if merge:
            self.merging.add(origin)
        self.above[self.column] = origin, self.height
        self._go_on(span)

    def widen(self, lines: tuple[str, ...], span: int) -> None:
        """Make the cell before reach over one that continues it to the right."""
        if len(self.cells) == self.begun:
            self.add(lines, span)
            return
        before = self.cells[-1]
        span = self._room(span)
        wider = before.column_span + span
        self.cells[-1] = replace(before, lines=before.lines or lines, column_span=wider)
        self._go_on(span)

    def _room(self, span: int) -> int:
        """Return how many columns a cell takes, at least one.

        Raises:
            TooLarge: more columns than any real table has.
        """
        if self.column + span > MAX_COLUMNS:
            raise TooLarge(_("A table has more than %(limit)d columns.", limit=MAX_COLUMNS))
        return max(1, span)

    def _go_on(self, span: int) -> None:
        self.column += span
        self.width = max(self.width, self.column)
        check_size(self.height, self.width)

    def size(self) -> int:
        """Return the number of cells."""
        return len(self.cells)

    def table(self) -> Table:
        """Return the grid as it stands."""
        rows = without_idle_columns(expand(self.cells, self.height, self.width))
        return Table(rows, header_rows=self.header_rows)
