"""Walks the body of a Word document: paragraphs, tables, tracked changes, content controls."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from tracker.errors import TooLarge
from tracker.reading.content import (
    MAX_COLUMNS,
    Block,
    Cell,
    Paragraph,
    Table,
    check_size,
    expand,
    lines_of,
)
from tracker.reading.nesting import table_or_inside
from tracker.reading.package import number
from tracker.reading.runs import Runs
from tracker.reading.word_names import COMPATIBILITY, has, tag, value
from tracker.reading.word_numbering import Numbering
from tracker.reading.word_styles import Styles
from tracker.texts import gettext as _

# Those in cells and blank ones counted; a thick annex has some ten thousand.
MAX_PARAGRAPHS = 300_000
PARAGRAPH, TABLE, ROW, CELL = tag("p"), tag("tbl"), tag("tr"), tag("tc")
RUN, TEXT, TEXT_BOX = tag("r"), tag("t"), tag("txbxContent")
PROPERTIES, RUN_PROPERTIES = tag("pPr"), tag("rPr")
ROW_PROPERTIES, CELL_PROPERTIES = tag("trPr"), tag("tcPr")
DELETED, CELL_DELETED, MERGED = tag("del"), tag("cellDel"), tag("vMerge")
ALTERNATIVES, CHOICE = f"{{{COMPATIBILITY}}}AlternateContent", f"{{{COMPATIBILITY}}}Choice"
# What a person no longer sees once the changes are accepted, and what only annotates.
GONE = frozenset(
    tag(name)
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sdtPr",
        "rt",
        "instrText",
    )
)
SIGNS = {tag("tab"): "\t", tag("br"): "\n", tag("cr"): "\n", tag("noBreakHyphen"): "-"}


@dataclass(slots=True)
class Walker:
    """One walk through a body; numbers are counted as it goes, so each part is walked once."""

    styles: Styles
    numbering: Numbering
    warnings: list[str] = field(default_factory=list)
    paragraphs: int = 0

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """Return the paragraphs and tables inside `container` in order."""
        text = Runs()
        for child in _children(container, (PARAGRAPH, TABLE)):
            if child.tag == TABLE:
                yield from self._table(child)
                continue
            _gather(child, text, bold=False)
            properties = child.find(PROPERTIES)
            if not has(properties, "rPr/del"):  # else its mark is deleted: it goes on in the next
                yield from self._paragraph(properties, text)
                text = Runs()
        if text.words:
            yield Paragraph(text.text())

    def _paragraph(self, properties: etree._Element | None, text: Runs) -> Iterator[Block]:
        self.paragraphs += 1
        if self.paragraphs > MAX_PARAGRAPHS:
            raise TooLarge(_("The file has more than %(limit)d paragraphs.", limit=MAX_PARAGRAPHS))
        style = value(properties, "pStyle")
        number_text = self._number(properties, style)
        words = text.text()
        if words or number_text:
            yield Paragraph(
                words,
                number=number_text,
                bold_lead=text.bold_lead(),
                alignment=value(properties, "jc") or "",
                style=self.styles.name(style),
            )
        for box in text.boxes:
            yield from self.blocks(box)

    def _number(self, properties: etree._Element | None, style: str | None) -> str:
        of_style = self.styles.numbering(style)
        list_id = value(properties, "numPr/numId") or of_style[0]
        level = value(properties, "numPr/ilvl") or of_style[1]
        return self.numbering.next(list_id, level)

    def _table(self, element: etree._Element) -> Iterator[Block]:
        grid = _Grid()
        inside: list[Block] = []
        for row in _children(element, (ROW,)):
            properties = row.find(ROW_PROPERTIES)
            if properties is None or properties.find(DELETED) is None:
                inside.extend(self._row(row, properties, grid))
        yield from table_or_inside(grid.table(), grid.size(), inside, self.warnings)

    def _row(
        self, row: etree._Element, properties: etree._Element | None, grid: "_Grid"
    ) -> list[Block]:
        """Add one row to `grid` and return the blocks of its cells."""
        skipped = number(value(properties, "gridBefore"), 0)
        grid.start_row(skipped, header=has(properties, "tblHeader"))
        inside: list[Block] = []
        for cell in _children(row, (CELL,)):
            of_cell = cell.find(CELL_PROPERTIES)
            if of_cell is not None and of_cell.find(CELL_DELETED) is not None:
                continue
            blocks = list(self.blocks(cell))
            inside.extend(blocks)
            merge = None if of_cell is None else of_cell.find(MERGED)
            grid.add(
                lines_of(blocks),
                number(value(of_cell, "gridSpan"), 1),
                continues=merge is not None and merge.get(tag("val"), "continue") == "continue",
            )
        return inside


@dataclass(slots=True)
class _Grid:
    """The cells of one table while its rows are read."""

    cells: list[Cell] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)
    height: int = 0
    width: int = 0
    column: int = 0
    header_rows: int = 0

    def start_row(self, skip: int, *, header: bool) -> None:
        self.header_rows += header and self.header_rows == self.height
        self.height += 1
        self.column = max(0, skip)

    def add(self, lines: tuple[str, ...], span: int, *, continues: bool) -> None:
        span = max(1, span)
        if self.column + span > MAX_COLUMNS:
            raise TooLarge(_("A table has more than %(limit)d columns.", limit=MAX_COLUMNS))
        origin = self.above.get(self.column) if continues else None
        if origin is None:
            origin = len(self.cells)
            self.cells.append(Cell(lines, self.height - 1, self.column, 1, span))
        else:
            merged = self.cells[origin]
            lines = merged.lines or lines
            row_span = self.height - merged.row
            self.cells[origin] = replace(merged, lines=lines, row_span=row_span)
        self.above[self.column] = origin
        self.column += span
        self.width = max(self.width, self.column)
        check_size(self.height, self.width)

    def size(self) -> int:
        return len(self.cells)

    def table(self) -> Table:
        rows = expand(self.cells, self.height, self.width)
        return Table(rows, header_rows=self.header_rows)


def _children(container: etree._Element, wanted: tuple[str, ...]) -> Iterator[etree._Element]:
    """Return the wanted elements below `container`, through wrappers but not through each other."""
    for child in container:
        if child.tag in wanted:
            yield child
        elif child.tag == ALTERNATIVES:
            yield from _children(child[0], wanted) if len(child) else ()
        elif child.tag not in GONE:
            yield from _children(child, wanted)


def _gather(element: etree._Element, text: Runs, *, bold: bool) -> None:
    """Add the words below `element`, with a line feed for each forced break."""
    for child in element:
        if child.tag == TEXT:
            text.add(child.text or "", bold=bold)
        elif child.tag in SIGNS:
            text.add(SIGNS[child.tag], bold=bold)
        elif child.tag == TEXT_BOX:
            text.boxes.append(child)
        elif child.tag == RUN:
            properties = child.find(RUN_PROPERTIES)
            if not has(properties, "vanish"):
                _gather(child, text, bold=has(properties, "b"))
        elif child.tag == ALTERNATIVES:
            if len(child):
                _gather(child[0], text, bold=bold)
        elif child.tag not in GONE:
            _gather(child, text, bold=bold)
