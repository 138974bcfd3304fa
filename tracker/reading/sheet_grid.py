"""Lays what the cells of a sheet show into a table, whichever program wrote the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.errors import TooLarge
from tracker.reading.content import MAX_CELLS, Cell, Place, Table, check_size, expand
from tracker.reading.number_formats import GENERAL, shown
from tracker.texts import gettext as _

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Looks:
    """The number format of each cell style, and from when days are counted."""

    codes: tuple[str, ...] = ()
    from_1904: bool = False

    def show(self, value: float, style: int) -> str:
        """Return the text which a cell of this style shows for a number.

        Raises:
            ValueError, OverflowError: the number is none, or infinite.
        """
        code = self.codes[style] if 0 <= style < len(self.codes) else GENERAL
        return shown(value, code, from_1904=self.from_1904)


@dataclass(slots=True)
class Grid:
    """The cells of one sheet that show something, by position (from 0), and the merged ranges.

    A range is its first and its last position. `hidden` says whether some of the cells stand in
    hidden rows or columns, `uncalculated` counts the formulas whose result the file does not hold.
    """

    lines: dict[Position, tuple[str, ...]] = field(default_factory=dict)
    merges: list[tuple[Position, Position]] = field(default_factory=list)
    hidden: bool = False
    uncalculated: int = 0

    def put(self, row: int, column: int, lines: tuple[str, ...], *, hidden: bool) -> None:
        """Write the lines of a cell to its place; a cell without lines shows nothing.

        Raises:
            TooLarge: more than 200,000 cells show something.
        """
        if not lines:
            return
        self.lines[row, column] = lines
        self.hidden |= hidden
        if len(self.lines) > MAX_CELLS:
            check_size(MAX_CELLS + 1, 1)

    def table(self, name: str, warnings: list[str]) -> Table:
        """Return the sheet with this name as a table; what a person should know joins `warnings`.

        Raises:
            TooLarge: see `rows`.
        """
        if self.hidden:
            warnings.append(
                _("Hidden rows or columns of the sheet “%(name)s” were read as well.", name=name)
            )
        if self.uncalculated:
            warnings.append(
                _(
                    "The sheet “%(name)s” holds formulas without results: %(count)d; "
                    "open the file, save it again and upload that.",
                    name=name,
                    count=self.uncalculated,
                )
            )
        return Table(self.rows(), Place(part=name))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the grid from the first row of the sheet to the last cell with text.

        Columns left and right of all text are left out, rows above it are kept, so that the number
        of a row is the one which the sheet shows.

        Raises:
            TooLarge: the last cell stands further out than any real table reaches.
        """
        if not self.lines:
            return ()
        left = min(column for _row, column in self.lines)
        height = 1 + max(row for row, _column in self.lines)
        width = 1 + max(column for _row, column in self.lines) - left
        check_size(height, width)
        cells = (*self._merged(height, left, width), *self._single(left))
        return expand(cells, height, width)

    def _merged(self, height: int, left: int, width: int) -> list[Cell]:
        """Return the merged cells with text, cut off where the grid ends."""
        cells: list[Cell] = []
        area = 0
        for (top, first), (bottom, last) in self.merges:
            column = first - left
            lines = self.lines.get((top, first))
            if lines is None:
                continue
            down, right = min(bottom + 1, height) - top, min(last + 1 - left, width) - column
            area += down * right
            if area > MAX_CELLS:
                raise TooLarge(_("The merged cells of a sheet overlap; it cannot be read."))
            cells.append(Cell(lines, top, column, down, right))
        return cells

    def _single(self, left: int) -> Iterator[Cell]:
        return (Cell(lines, row, column - left) for (row, column), lines in self.lines.items())


def lines_in(text: str) -> tuple[str, ...]:
    """Return the lines of a cell's text that are not blank."""
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    return tuple(line for line in lines if line)


def left_out(name: str) -> str:
    """Return the sentence on a sheet that is hidden, which nobody means to be read."""
    return _("The hidden sheet “%(name)s” was left out.", name=name)
