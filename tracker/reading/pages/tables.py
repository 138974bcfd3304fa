"""Fills the grids of a page with its text, and turns what they become into tables.

A line that was broken by the edge of its cell is joined with the next one; a line that was ended
on purpose, as between two departments, stays a line.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tracker.reading.content import Cell, Place, Table, expand
from tracker.reading.line_wrapping import NAME_REST, NEW_ITEM, are_names, join
from tracker.reading.pages.lines import Line, is_mixed, lines_of
from tracker.reading.pages.parts import Sign
from tracker.reading.pages.rules import Grid

# In points: the margin of a cell that no text is known to reach.
PADDING = 6.0
SAME_COLUMN = 4.0
# In font sizes.
CENTRED = 0.4
MIXED = 0.25
TOLERANCE = 0.08
SAME_WIDTH = 0.02
NARROW = 14
# The edges of a single column.
ONE_COLUMN = 2


@dataclass(slots=True)
class PageCell:
    """One cell: its origin in the grid (from 0), its span, its edges, its lines as printed."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says, without white space."""
        return "".join("".join(line.text.split()) for line in self.lines)


@dataclass(slots=True)
class PageTable:
    """A table on one page, or on several: `breaks` are the rows that begin a page, with its number.

    `columns` are the edges of its columns in points, which on another page may differ by `slack`.
    """

    page: int
    top: float
    bottom: float
    columns: list[float]
    height: int
    cells: list[PageCell]
    breaks: list[tuple[int, int]] = field(default_factory=list)
    slack: float = SAME_COLUMN

    @property
    def last_page(self) -> int:
        """The page on which it ends."""
        return self.breaks[-1][1] if self.breaks else self.page


def take_tables(
    grids: Sequence[Grid], signs: Sequence[Sign], page: int
) -> tuple[list[PageTable], list[Sign]]:
    """Return the tables of a page and the characters that stand in none of them."""
    tables = []
    rest = list(signs)
    for grid in _outer(grids):
        inside, outside = _parted(rest, grid)
        table = _filled(grid, inside, page)
        if sum(bool(cell.lines) for cell in table.cells) > (len(table.columns) <= ONE_COLUMN):
            tables.append(table)
            rest = outside
    return tables, rest


def _outer(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids that are tables: one around others is a layout if it has few cells."""
    kept = []
    for grid in grids:
        inner = [other for other in grids if other is not grid and _holds(grid, other)]
        around = [other for other in grids if other is not grid and _holds(other, grid)]
        is_layout = inner and len(grid.fields) <= len(max(inner, key=_size).fields)
        in_table = any(len(other.fields) > len(grid.fields) for other in around)
        if not is_layout and not in_table:
            kept.append(grid)
    return kept


def _size(grid: Grid) -> int:
    return len(grid.fields)


def _holds(grid: Grid, other: Grid) -> bool:
    left, top, right, bottom = grid.box
    inner = other.box
    return left <= inner[0] and top <= inner[1] and right >= inner[2] and bottom >= inner[3]


def _parted(signs: Sequence[Sign], grid: Grid) -> tuple[list[Sign], list[Sign]]:
    left, top, right, bottom = grid.box
    inside: list[Sign] = []
    outside: list[Sign] = []
    for sign in signs:
        is_in = top <= sign.base - sign.size / 3 <= bottom and left <= _middle(sign) <= right
        (inside if is_in else outside).append(sign)
    return inside, outside


def _middle(sign: Sign) -> float:
    return (sign.left + sign.right) / 2


def _filled(grid: Grid, signs: Sequence[Sign], page: int) -> PageTable:
    held: list[list[Sign]] = [[] for _field in grid.fields]
    owner = {
        (row, column): number
        for number, cell in enumerate(grid.fields)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    for sign in signs:
        row = bisect_right(grid.rows, sign.base - sign.size / 3, 1, len(grid.rows) - 1) - 1
        column = bisect_right(grid.columns, _middle(sign), 1, len(grid.columns) - 1) - 1
        held[owner[row, column]].append(sign)
    cells = [
        PageCell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            grid.columns[cell.column],
            grid.columns[cell.column + cell.column_span],
            lines_of(inside),
        )
        for cell, inside in zip(grid.fields, held, strict=True)
    ]
    table = PageTable(
        page, grid.rows[0], grid.rows[-1], list(grid.columns), len(grid.rows) - 1, cells
    )
    _drop_unused(table)
    return table


def _drop_unused(table: PageTable) -> None:
    """Take out the rows and columns at which no cell begins: a stray line made them."""
    rows = sorted({cell.row for cell in table.cells})
    columns = sorted({cell.column for cell in table.cells})
    for cell in table.cells:
        first, after = bisect_right(rows, cell.row) - 1, cell.row + cell.row_span
        cell.row_span = max(1, sum(cell.row <= row < after for row in rows))
        cell.row = first
        first, after = bisect_right(columns, cell.column) - 1, cell.column + cell.column_span
        cell.column_span = max(1, sum(cell.column <= column < after for column in columns))
        cell.column = first
    table.height = len(rows)
    table.columns = [*(table.columns[column] for column in columns), table.columns[-1]]


def to_table(table: PageTable, part: Callable[[int], str]) -> Table:
    """Return the table with the lines of its cells as they were meant."""
    columns = _columns(table.cells)
    cells = []
    for cell in table.cells:
        padding, widest = columns[cell.column, cell.column_span]
        lines = meant_lines(cell.lines, cell.left + padding, cell.right - padding, widest)
        cells.append(Cell(lines, cell.row, cell.column, cell.row_span, cell.column_span))
    rows = expand(cells, table.height, len(table.columns) - 1)
    breaks = tuple((row, part(page)) for row, page in table.breaks)
    return Table(rows, Place(part=part(table.page)), breaks=breaks)


def _columns(cells: Iterable[PageCell]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the margin inside the cells of a column, and the width of its longest line.

    No line comes nearer to an edge than the margin.
    """
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for cell in cells:
        key = cell.column, cell.column_span
        padding, widest = found.get(key, (PADDING, 0.0))
        for line in cell.lines:
            gap = min(line.left - cell.left, cell.right - line.right)
            padding = max(0.0, min(padding, gap))
            widest = max(widest, _standing_width(line))
        found[key] = padding, widest
    return found


def _standing_width(line: Line) -> float:
    """Return the width of a line without a sign at its end, which may hang over the edge."""
    last = line.signs[-1]
    return line.width if last.text.isalnum() else last.left - line.left


def meant_lines(
    lines: Sequence[Line], left: float, right: float, widest: float = 0.0
) -> tuple[str, ...]:
    """Return the texts of the lines of a cell, those broken by its edges joined.

    `widest` is the width of a line that is known to have had room.
    """
    texts: list[str] = []
    for at, line in enumerate(lines):
        if at and goes_on(lines[at - 1], line, left, right, widest):
            texts[-1] = join(texts[-1], line.text)
        else:
            texts.append(line.text)
    return tuple(texts)


def goes_on(line: Line, following: Line, left: float, right: float, widest: float = 0.0) -> bool:
    """Return whether a line of a cell was broken by its edge: what follows would not have fitted.

    A line that fills the cell to the edge by chance cannot be told from a broken one; two names of
    bodies in a narrow cell are then taken for two.
    """
    if NAME_REST.fullmatch(following.text):
        return True
    if fits(line, following, left, right, widest):
        return False
    if NEW_ITEM.match(following.text) and line.text[-1] in "。；;":
        return False
    is_narrow = right - left <= NARROW * line.size
    return not (is_narrow and are_names(line.text, following.text))


def fits(line: Line, following: Line, left: float, right: float, widest: float = 0.0) -> bool:
    """Return whether the beginning of `following` would have had room at the end of `line`."""
    before, behind = line.left - left, right - line.right
    is_centred = before > CENTRED * line.size and abs(before - behind) < CENTRED * line.size
    room = before + behind if is_centred else behind
    needed = following.opening()
    if is_mixed(line.text[-1], following.text[0]):
        needed += MIXED * line.size
    if room > needed + TOLERANCE * line.size:
        return True
    return line.width + needed <= widest + SAME_WIDTH * line.size
