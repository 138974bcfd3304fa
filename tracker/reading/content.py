"""What a reader makes of a file: paragraphs and tables in order, each with its place."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.errors import TooLarge
from tracker.texts import gettext as _

MAX_COLUMNS = 200
MAX_CELLS = 200_000
MAX_BLOCKS = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file; every number a person sees counts from 1.

    `block` is the index among `Content.blocks` (from 0), `table` the number of the table in the
    file, `row` the row of that table with its header rows counted, `line` the first line of a
    plain text, `part` the page or sheet where the format has such parts.
    """

    block: int = 0
    table: int | None = None
    row: int | None = None
    line: int | None = None
    part: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands in the picture of a page (from 1), in pixels from its upper left.

    `is_sure`: the characters were recognised without doubt.
    """

    page: int
    x: int
    y: int
    width: int
    height: int
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; forced line breaks inside it stay as line feeds.

    `number` is an automatic number which the text does not hold, `bold_lead` the bold words it
    begins with (empty when none or all of it is bold), `style` the name of its style, `boxes` where
    it was recognised in a scan.
    """

    text: str
    place: Place = NOWHERE
    number: str = ""
    bold_lead: str = ""
    alignment: str = ""
    style: str = ""
    boxes: tuple[Box, ...] = ()

    @property
    def full_text(self) -> str:
        """The text as printed: the automatic number, then the words."""
        return self.number + self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written: its lines, its origin in the grid (from 0) and how far it spans.

    `boxes` are where it was recognised in a scan.
    """

    lines: tuple[str, ...] = ()
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1
    boxes: tuple[Box, ...] = ()

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid, rows × columns, in which a merged cell stands in every position that it covers.

    A position (r, c) is the origin of its cell when `cell.row == r and cell.column == c`.
    `header_rows` counts the rows which the file itself marks as header. `breaks` are the rows
    (from 0) at which a table over several pages begins on another one, with the name of that page.
    `lacking` are the rows (from 0) that have too few cells, with how many are missing.
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: Place = NOWHERE
    header_rows: int = 0
    breaks: tuple[tuple[int, str], ...] = ()
    lacking: tuple[tuple[int, int], ...] = ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def place_of(self, row: int) -> Place:
        """Return where a row (from 0) stands, on its own page if the table goes over several."""
        part = self.place.part
        for first, name in self.breaks:
            part = name if first <= row else part
        return replace(self.place, row=row + 1, part=part)

    def origins(self) -> Iterator[Cell]:
        """Return each cell once, in reading order."""
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if (cell.row, cell.column) == (r, c):
                    yield cell


Block = Paragraph | Table
Grid = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A whole file in reading order; `warnings` are sentences on what could not be kept."""

    blocks: tuple[Block, ...]
    media_type: str
    warnings: tuple[str, ...] = ()


def check_size(height: int, width: int) -> None:
    """Refuse a grid that no real document has.

    Raises:
        TooLarge: more than 200 columns or 200,000 cells.
    """
    if width > MAX_COLUMNS or height * width > MAX_CELLS:
        raise TooLarge(
            _(
                "A table of %(rows)d rows and %(columns)d columns is too large to read.",
                rows=height,
                columns=width,
            )
        )


def expand(cells: Iterable[Cell], height: int, width: int) -> tuple[tuple[Cell, ...], ...]:
    """Return the grid of `height` × `width` in which every cell fills what it spans.

    Positions which no cell covers become empty cells; what leaves the grid is cut off.

    Raises:
        TooLarge: the grid is over the limits of `check_size`.
    """
    check_size(height, width)
    grid: list[list[Cell | None]] = [[None] * width for _row in range(height)]
    for cell in cells:
        for r in range(cell.row, min(height, cell.row + cell.row_span)):
            for c in range(cell.column, min(width, cell.column + cell.column_span)):
                grid[r][c] = grid[r][c] or cell
    return tuple(
        tuple(cell or Cell(row=r, column=c) for c, cell in enumerate(row))
        for r, row in enumerate(grid)
    )


def without_idle_columns(rows: Grid) -> Grid:
    """Return the grid without the columns that no row parts from the one before.

    They are left over from cells that were merged, or divided and put together again: people see
    one column there.
    """
    width = len(rows[0]) if len(rows) > 1 else 0
    kept = [c for c in range(width) if not c or not _is_idle(rows, c)]
    if len(kept) == width:
        return rows
    narrow: dict[int, Cell] = {}
    for cell in {id(cell): cell for row in rows for cell in row}.values():
        first = bisect_left(kept, cell.column)
        end = bisect_left(kept, cell.column + cell.column_span)
        narrow[id(cell)] = replace(cell, column=first, column_span=max(1, end - first))
    return tuple(tuple(narrow[id(row[c])] for c in kept) for row in rows)


def _is_idle(rows: Grid, column: int) -> bool:
    is_shared = False
    for row in rows:
        before, cell = row[column - 1], row[column]
        if cell is not before and (cell.lines or before.lines):
            return False
        is_shared = is_shared or cell is before
    return is_shared


def plain_table(rows: Sequence[Sequence[Sequence[str]]], place: Place) -> Table:
    """Return a table without merged cells from rows × cells × lines; short rows are filled up."""
    width = max((len(row) for row in rows), default=0)
    cells = (Cell(tuple(lines), r, c) for r, row in enumerate(rows) for c, lines in enumerate(row))
    return Table(expand(cells, len(rows), width), place)


def lines_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return what the blocks of one cell say, line by line, without blank lines."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            lines.extend(line for cell in block.origins() for line in cell.lines)
        else:
            lines.extend(line.strip() for line in block.full_text.split("\n"))
    return tuple(line for line in lines if line)


def in_order(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with their index and the number of each table written into their places.

    Raises:
        TooLarge: more blocks than any real document has.
    """
    placed: list[Block] = []
    tables = 0
    for block in blocks:
        if len(placed) >= MAX_BLOCKS:
            raise TooLarge(_("The file has more than %(limit)d paragraphs.", limit=MAX_BLOCKS))
        tables += isinstance(block, Table)
        number = tables if isinstance(block, Table) else None
        place = replace(block.place, block=len(placed), table=number)
        placed.append(replace(block, place=place))
    return tuple(placed)
