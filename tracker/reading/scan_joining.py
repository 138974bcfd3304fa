"""Joins what goes on over a page of a scan: tables as those of a PDF, and paragraphs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tracker.reading.content import Block, Box, Cell, Paragraph, Place, Table, expand
from tracker.reading.line_wrapping import BODY_END, NEW_ITEM, SENTENCE_END, join
from tracker.reading.pages.joining import is_continued, joined
from tracker.reading.pages.lines import Line
from tracker.reading.pages.tables import PageCell, PageTable

# Tables of two pages are compared at the same width: scans differ in scale by a few pixels.
WIDTH = 500.0
SLACK = 8.0
# A line of text has 28 characters (GB/T 9704—2012, 5.2.3).
SHORTEST_LINE = 20
CLOSING = "：:）)】〕"


@dataclass(slots=True)
class ScannedLine(Line):
    """A line of a cell and the box of the cell it was read from."""

    boxes: tuple[Box, ...] = ()


@dataclass(slots=True)
class ScannedCell(PageCell):
    """A cell and its own boxes, which an empty one has too."""

    boxes: tuple[Box, ...] = field(default=())


def joined_pages(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """Return the blocks of all pages; what ends one page and goes on with the next is one."""
    blocks: list[Block] = []
    open_table: PageTable | None = None
    for page in pages:
        for index, block in enumerate(page):
            table = as_page_table(block) if isinstance(block, Table) else None
            if index == 0 and isinstance(block, Paragraph) and goes_on(blocks, block):
                blocks[-1] = put_behind(blocks[-1], block)
            elif table is None:
                blocks.append(block)
            elif index == 0 and open_table is not None and is_continued(open_table, table):
                table = joined(open_table, table)
                blocks[-1] = as_table(table)
            else:
                blocks.append(block)
            open_table = table
    return blocks


def goes_on(blocks: Sequence[Block], first: Paragraph) -> bool:
    """Return whether the first paragraph of a page goes on with the last one of the page before.

    That one then breaks off within a sentence; titles and signatures are shorter than a line.
    """
    last = blocks[-1] if blocks else None
    return (
        isinstance(last, Paragraph)
        and len(last.text) >= SHORTEST_LINE
        and last.text[-1] not in SENTENCE_END + CLOSING
        and not (last.alignment or first.alignment)
        and not NEW_ITEM.match(first.text)
    )


def put_behind(last: Block, first: Paragraph) -> Block:
    """Return both parts of a paragraph that a page break cuts as one."""
    if not isinstance(last, Paragraph):
        return last
    return replace(last, text=join(last.text, first.text), boxes=(*last.boxes, *first.boxes))


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
