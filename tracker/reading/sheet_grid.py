"""Lays what the cells of a sheet show into a table, whichever program wrote the sheet."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from tracker.errors import TooLarge
from tracker.reading import striking
from tracker.reading.content import (
    MAX_CELLS,
    MAX_COLUMNS,
    Cell,
    Place,
    Table,
    check_size,
    expand,
    without_idle_columns,
)
from tracker.reading.number_formats import GENERAL, said, shown
from tracker.texts import gettext as _

Position = tuple[int, int]
# What a cell shows whose formula failed.
ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!)"
    r"|Err:\d{3}"
)
# The columns of Excel, A to XFD.
COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Looks:
    """The number format of each cell style, and from when days are counted.

    `struck` are the styles that strike a cell through.
    """

    codes: tuple[str, ...] = ()
    from_1904: bool = False
    struck: frozenset[int] = frozenset()

    def show(self, value: float, style: int) -> str:
        """Return the text which a cell of this style shows for a number.

        Raises:
            ValueError, OverflowError: the number is none, or infinite.
        """
        code = self.codes[style] if 0 <= style < len(self.codes) else GENERAL
        return shown(value, code, from_1904=self.from_1904)

    def say(self, text: str, style: int) -> str:
        """Return what a cell of this style shows for a text."""
        return said(text, self.codes[style]) if 0 <= style < len(self.codes) else text


@dataclass(slots=True)
class Grid:
    """The cells of one sheet that hold a text, by position (from 0), and the merged ranges.

    A range is its first and its last position. What stands in a hidden row or column is not shown;
    `uncalculated` counts the formulas whose result the file does not hold, `failed` those that have
    an error for a result; `struck` are the texts that are struck through.
    """

    lines: dict[Position, tuple[str, ...]] = field(default_factory=dict)
    merges: list[tuple[Position, Position]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: Sequence[range] = ()
    uncalculated: int = 0
    failed: int = 0
    struck: list[str] = field(default_factory=list)

    def put(self, row: int, column: int, lines: tuple[str, ...]) -> None:
        """Write the lines of a cell to its place; without lines, or with an error, it is empty.

        Raises:
            TooLarge: more than 200,000 cells show something.
        """
        if not lines:
            return
        if ERROR.fullmatch(lines[0]):
            self.failed += 1
            return
        self.lines[row, column] = lines
        if len(self.lines) > MAX_CELLS:
            check_size(MAX_CELLS + 1, 1)

    def table(self, name: str, warnings: list[str]) -> Table:
        """Return the sheet with this name as a table; what a person should know joins `warnings`.

        Raises:
            TooLarge: see `rows`.
        """
        shown = self._shown()
        if len(shown) < len(self.lines):
            warnings.append(
                _(
                    "Hidden rows or columns of the sheet “%(name)s” were left out; "
                    "show them and upload the file again if they are meant.",
                    name=name,
                )
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
        if self.failed:
            warnings.append(
                _(
                    "The sheet “%(name)s” shows errors such as #N/A in %(count)d cells, "
                    "which were read as empty; mend them and upload the file again.",
                    name=name,
                    count=self.failed,
                )
            )
        warnings.extend(striking.left_out(self.struck))
        return Table(self._rows(shown), Place(part=name))

    def _shown(self) -> dict[Position, tuple[str, ...]]:
        """Return the cells of which something is seen, a merged one at the first place seen."""
        if not self.hidden_rows and not self.hidden_columns:
            return self.lines
        self.hidden_columns = self.hidden_columns[:MAX_COLUMNS]
        shown = {place: lines for place, lines in self.lines.items() if self._is_seen(*place)}
        for at, ((top, first), (bottom, last)) in enumerate(self.merges):
            lines = self.lines.get((top, first))
            if lines is None or (top, first) in shown:
                continue
            row = next((each for each in range(top, bottom + 1) if self._row_is_seen(each)), -1)
            within = range(first, min(last + 1, COLUMNS))
            columns = (each for each in within if self._column_is_seen(each))
            column = next(columns, -1)
            if row >= 0 and column >= 0:
                shown[row, column] = lines
                self.merges[at] = (row, column), (bottom, last)
        return shown

    def _is_seen(self, row: int, column: int) -> bool:
        return self._row_is_seen(row) and self._column_is_seen(column)

    def _row_is_seen(self, row: int) -> bool:
        return row not in self.hidden_rows

    def _column_is_seen(self, column: int) -> bool:
        return not any(column in columns for columns in self.hidden_columns)

    def _rows(self, shown: dict[Position, tuple[str, ...]]) -> tuple[tuple[Cell, ...], ...]:
        """Return the grid from the first row of the sheet to the last cell shown.

        Columns left and right of all text are left out, and hidden ones; rows above it are kept,
        and hidden ones as empty rows, so that the number of a row is the one which the sheet shows.

        Raises:
            TooLarge: the last cell stands further out than any real table reaches.
        """
        if not shown:
            return ()
        left = min(column for _row, column in shown)
        right = 1 + max(column for _row, column in shown)
        height = 1 + max(row for row, _column in shown)
        if right > COLUMNS:
            check_size(height, right - left)
        seen = [column for column in range(left, right) if self._column_is_seen(column)]
        check_size(height, len(seen))
        cells = (*self._merged(shown, height, seen), *self._single(shown, seen))
        return without_idle_columns(expand(cells, height, len(seen)))

    def _merged(
        self, shown: dict[Position, tuple[str, ...]], height: int, seen: Sequence[int]
    ) -> list[Cell]:
        """Return the merged cells shown, cut off where the grid ends and where a row is hidden."""
        cells: list[Cell] = []
        area = 0
        for (top, first), (bottom, last) in self.merges:
            lines = shown.get((top, first))
            if lines is None:
                continue
            column, end = bisect_left(seen, first), bisect_right(seen, last)
            down, right = min(bottom + 1, height) - top, end - column
            area += down * right
            if area > MAX_CELLS:
                raise TooLarge(_("The merged cells of a sheet overlap; it cannot be read."))
            for start, length in self._stretches(top, down):
                cells.append(Cell(lines, start, column, length, right))
        return cells

    def _stretches(self, top: int, down: int) -> Iterator[tuple[int, int]]:
        """Return first row and length of each stretch of rows without a hidden one."""
        if not self.hidden_rows:
            yield top, down
            return
        for is_seen, rows in groupby(range(top, top + down), self._row_is_seen):
            stretch = list(rows)
            if is_seen:
                yield stretch[0], len(stretch)

    def _single(
        self, shown: dict[Position, tuple[str, ...]], seen: Sequence[int]
    ) -> Iterator[Cell]:
        return (
            Cell(lines, row, bisect_left(seen, column)) for (row, column), lines in shown.items()
        )


def lines_in(text: str) -> tuple[str, ...]:
    """Return the lines of a cell's text that are not blank."""
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    return tuple(line for line in lines if line)


def left_out(name: str) -> str:
    """Return the sentence on a sheet that is hidden, which nobody means to be read."""
    return _("The hidden sheet “%(name)s” was left out.", name=name)
