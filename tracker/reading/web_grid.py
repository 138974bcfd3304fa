"""Lays the cells of a web page's table into a grid, as the HTML standard says (4.9.12)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.errors import TooLarge
from tracker.reading.content import (
    MAX_CELLS,
    MAX_COLUMNS,
    Cell,
    Table,
    check_size,
    expand,
    without_idle_columns,
)
from tracker.texts import gettext as _


@dataclass(slots=True)
class Grid:
    """The cells of one table of `height` rows while they are read, row by row."""

    height: int
    header_rows: int = 0
    cells: list[Cell] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    row: int = -1
    column: int = 0
    width: int = 0
    area: int = 0

    @property
    def size(self) -> int:
        """The number of cells."""
        return len(self.cells)

    def start_row(self) -> None:
        """Go to the next row."""
        self.row += 1
        self.column = 0
        check_size(self.height, max(1, self.width))

    def add(self, lines: tuple[str, ...], row_span: int, column_span: int) -> None:
        """Add a cell at the next free place; a span of 0 rows reaches down to the end.

        Raises:
            TooLarge: more columns or cells than any real table has.
        """
        while (self.row, self.column) in self.taken:
            self.column += 1
        down = min(row_span if row_span > 0 else self.height, self.height - self.row)
        right = max(1, column_span)
        self.area += down * right
        if self.column + right > MAX_COLUMNS:
            raise TooLarge(_("A table has more than %(limit)d columns.", limit=MAX_COLUMNS))
        if self.area > MAX_CELLS:
            check_size(self.area, 1)
        self.cells.append(Cell(lines, self.row, self.column, down, right))
        if down > 1:
            self._take(down, right)
        self.column += right
        self.width = max(self.width, self.column)

    def _take(self, down: int, right: int) -> None:
        """Keep the places below a cell that reaches down from being given to another."""
        self.taken.update(
            (row, column)
            for row in range(self.row + 1, self.row + down)
            for column in range(self.column, self.column + right)
        )

    def table(self) -> Table:
        """Return the grid; places that no cell covers are empty cells."""
        rows = expand(self.cells, self.height, self.width)
        lacking = tuple(self._lacking())
        if not lacking:
            rows = without_idle_columns(rows)
        return Table(rows, header_rows=self.header_rows, lacking=lacking)

    def _lacking(self) -> Iterator[tuple[int, int]]:
        """Return the rows that have cells and too few of them, with how many are missing."""
        covered = Counter(
            row
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for _column in range(cell.column_span)
        )
        begun = {cell.row for cell in self.cells}
        for row in sorted(begun):
            if covered[row] < self.width:
                yield row, self.width - covered[row]
