"""Joins tables of a scan that go on over a page, the way the pages of a PDF are joined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tracker.reading.content import Block, Box, Cell, Place, Table, expand
from tracker.reading.line_wrapping import BODY_END, SENTENCE_END, join
from tracker.reading.pages.joining import is_continued, joined
from tracker.reading.pages.lines import Line
from tracker.reading.pages.tables import PageCell, PageTable

# Tables of two pages are compared at the same width: scans differ in scale by a few pixels.
WIDTH = 500.0
SLACK = 8.0


@dataclass(slots=True)
class ScannedLine(Line):
    """A line of a cell and the box of the cell it was read from."""

    boxes: tuple[Box, ...] = ()


@dataclass(slots=True)
class ScannedCell(PageCell):
    """A cell and its own boxes, which an empty one has too."""

    boxes: tuple[Box, ...] = field(default=())


def joined_pages(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """Return the blocks of all pages; a table that ends one page and begins the next is one."""
    blocks: list[Block] = []
    open_table: PageTable | None = None
    for page in pages:
        for index, block in enumerate(page):
            table = as_page_table(block) if isinstance(block, Table) else None
            if table is None:
                blocks.append(block)
            elif index == 0 and open_table is not None and is_continued(open_table, table):
                table = joined(open_table, table)
                blocks[-1] = as_table(table)
            else:
                blocks.append(block)
            open_table = table
    return blocks


def as_page_table(table: Table) -> PageTable | None:
    """Return the table as pages are joined; None where its cells have no boxes."""
    cells = list(table.origins())
    boxes = [cell.boxes[0] for cell in cells if cell.boxes]
    if len(boxes) < len(cells) or not boxes:
        return None
    left, right = min(box.x for box in boxes), max(box.x + box.width for box in boxes)
    scale = WIDTH / max(1, right - left)
    edges = [
        min((cell.boxes[0].x for cell in cells if cell.column == column), default=right)
        for column in range(table.width)
    ]
    return PageTable(
        page=boxes[0].page,
        top=min(box.y for box in boxes) * scale,
        bottom=max(box.y + box.height for box in boxes) * scale,
        columns=[(edge - left) * scale for edge in (*edges, right)],
        height=len(table.rows),
        cells=[as_page_cell(cell) for cell in cells],
        slack=SLACK,
    )


def as_page_cell(cell: Cell) -> ScannedCell:
    """Return a cell as pages are joined."""
    lines: list[Line] = [ScannedLine([], text, 0, 0, 0, 0, cell.boxes) for text in cell.lines]
    return ScannedCell(
        cell.row, cell.column, cell.row_span, cell.column_span, 0, 0, lines, cell.boxes
    )


def as_table(table: PageTable) -> Table:
    """Return the joined table with the boxes of its cells on every page."""
    cells = [as_cell(each) for each in table.cells if isinstance(each, ScannedCell)]
    rows = expand(cells, table.height, len(table.columns) - 1)
    breaks = tuple((row, str(page)) for row, page in table.breaks)
    return Table(rows, Place(part=str(table.page)), breaks=breaks)


def as_cell(cell: ScannedCell) -> Cell:
    """Return a cell; of one that a page break cuts the two parts are put together."""
    lines = [line for line in cell.lines if isinstance(line, ScannedLine)]
    boxes = dict.fromkeys([*cell.boxes, *(box for line in lines for box in line.boxes)])
    return Cell(
        tuple(put_together(lines)),
        cell.row,
        cell.column,
        cell.row_span,
        cell.column_span,
        tuple(boxes),
    )


def put_together(lines: Iterable[ScannedLine]) -> list[str]:
    """Return the lines; over a page break a sentence or a word goes on, a name does not."""
    texts: list[str] = []
    last: ScannedLine | None = None
    for line in lines:
        is_cut = last is not None and last.boxes != line.boxes
        if is_cut and texts[-1][-1] not in SENTENCE_END and not BODY_END.search(texts[-1]):
            texts[-1] = join(texts[-1], line.text)
        else:
            texts.append(line.text)
        last = line
    return texts
