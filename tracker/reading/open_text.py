"""Turns an OpenDocument text (.odt) into Content: paragraphs, lists, tables within tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from tracker.errors import TooLarge
from tracker.reading import open_pictures, open_striking, striking
from tracker.reading.compound import damaged
from tracker.reading.content import (
    MAX_COLUMNS,
    Block,
    Cell,
    Content,
    Paragraph,
    Table,
    check_size,
    expand,
    in_order,
    lines_of,
    without_idle_columns,
)
from tracker.reading.media_types import ODT
from tracker.reading.nesting import table_or_inside
from tracker.reading.open_document import (
    ASIDE,
    BLANKS,
    SIGNS,
    OpenDocument,
    Styles,
    blanks,
    count,
    name,
    white,
)
from tracker.reading.open_lists import Counts, Lists
from tracker.reading.package import number
from tracker.reading.runs import Runs, parted
from tracker.texts import gettext as _

MAX_PARAGRAPHS = 300_000
HEADING, PARAGRAPH = name("text:h"), name("text:p")
LIST, ITEM, LIST_HEADER = name("text:list"), name("text:list-item"), name("text:list-header")
TABLE, ROW, HEADER_ROWS = (
    name("table:table"),
    name("table:table-row"),
    name("table:table-header-rows"),
)
CELL, COVERED = name("table:table-cell"), name("table:covered-table-cell")
SPAN, BOX = name("text:span"), name("draw:text-box")
SHAPES = frozenset(
    map(
        name,
        (
            "draw:caption",
            "draw:circle",
            "draw:connector",
            "draw:custom-shape",
            "draw:ellipse",
            "draw:g",
            "draw:line",
            "draw:path",
            "draw:polygon",
            "draw:polyline",
            "draw:rect",
        ),
    )
)
STYLE, OUTLINE_LEVEL = name("text:style-name"), name("text:outline-level")
SECTION, DISPLAY = name("text:section"), name("text:display")
HIDDEN_TEXT, HIDDEN_PARAGRAPH = name("text:hidden-text"), name("text:hidden-paragraph")
IS_HIDDEN, VISIBILITY = name("text:is-hidden"), name("table:visibility")
ALIGNMENTS = {"start": "left", "end": "right", "justify": "both"}
BOLD = frozenset({"bold", "600", "700", "800", "900"})


@dataclass(slots=True)
class _ListPlace:
    """Where in a list the walk is: its style, its level (from 1) and its counts."""

    style: str
    level: int
    counts: Counts


def read(data: bytes) -> Content:
    """Return paragraphs and tables of the text, tracked changes taken as accepted.

    Raises:
        UnreadableFile: see `open_document`; a file without a text is a DamagedFile.
    """
    return content_of(OpenDocument.read(data))


def content_of(document: OpenDocument) -> Content:
    """Return the text of an open document."""
    body = document.body("office:text")
    if body is None:
        raise damaged()
    walker = Walker(document.styles, Lists.read(document.content, document.styles_part))
    walker.may_hide = next(body.iter(HIDDEN_TEXT, HIDDEN_PARAGRAPH, SECTION), None) is not None
    struck = open_striking.take_out(body, document.styles)
    blocks = in_order(walker.blocks(body))
    if walker.hides:
        walker.warnings.append(_("Hidden text was left out."))
    walker.warnings.extend((*striking.left_out(struck), *open_pictures.unread(body, blocks)))
    return Content(blocks, ODT, tuple(dict.fromkeys(walker.warnings)))


@dataclass(slots=True)
class Walker:
    """One walk through a text; numbers are counted as it goes, so each part is walked once."""

    styles: Styles
    lists: Lists
    warnings: list[str] = field(default_factory=list)
    paragraphs: int = 0
    may_hide: bool = False
    hides: bool = False

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """Return the paragraphs and tables inside `container` in order."""
        for child in container:
            if self.may_hide and self._is_hidden(child):
                continue
            if child.tag in {PARAGRAPH, HEADING}:
                yield from self._paragraph(child, self._heading_number(child))
            elif child.tag == LIST:
                yield from self._list(child, None)
            elif child.tag == TABLE:
                yield from self._table(child)
            elif child.tag not in ASIDE:
                yield from self.blocks(child)

    def _is_hidden(self, element: etree._Element) -> bool:
        """Return whether a paragraph, a section or a field says that it is not shown."""
        if element.tag in {PARAGRAPH, HEADING}:
            field = element.find(HIDDEN_PARAGRAPH)
            found = field is not None and field.get(IS_HIDDEN) == "true"
        else:
            found = element.tag in {SECTION, HIDDEN_TEXT} and (
                element.get(IS_HIDDEN) == "true" or element.get(DISPLAY) == "none"
            )
        self.hides |= found
        return found

    def _heading_number(self, element: etree._Element) -> str:
        if element.tag != HEADING or element.get(name("text:is-list-header")) == "true":
            return ""
        return self.lists.next_heading(number(element.get(OUTLINE_LEVEL), 1))

    def _list(self, element: etree._Element, around: _ListPlace | None) -> Iterator[Block]:
        """Return the blocks of a list; only the first paragraph of an item bears its number."""
        style = element.get(STYLE) or (around.style if around else "")
        if around is None:
            place = _ListPlace(style, 1, self.lists.begin(element, style))
        else:
            place = _ListPlace(style, around.level + 1, around.counts)
        for item in element.iterchildren(ITEM, LIST_HEADER):
            yield from self._item(item, place)

    def _item(self, item: etree._Element, place: _ListPlace) -> Iterator[Block]:
        is_counted = item.tag == LIST_HEADER
        for child in item:
            if child.tag in {PARAGRAPH, HEADING}:
                printed = "" if is_counted else self._item_number(item, place)
                is_counted = True
                yield from self._paragraph(child, printed)
            elif child.tag == LIST:
                yield from self._list(child, place)
            elif child.tag not in ASIDE:
                yield from self.blocks(child)

    def _item_number(self, item: etree._Element, place: _ListPlace) -> str:
        start = item.get(name("text:start-value"))
        return self.lists.next(place.style, place.level, place.counts, start)

    def _paragraph(self, element: etree._Element, printed: str) -> Iterator[Block]:
        self.paragraphs += 1
        if self.paragraphs > MAX_PARAGRAPHS:
            raise TooLarge(_("The file has more than %(limit)d paragraphs.", limit=MAX_PARAGRAPHS))
        style = element.get(STYLE)
        text = Runs()
        self._gather(element, text, bold=self._is_bold("paragraph", style, around=False))
        words = text.text()
        printed = parted(printed, words)
        if words or (printed and element.get(open_striking.EMPTIED) is None):
            alignment = self.styles.property("paragraph", style, "paragraph", "fo:text-align") or ""
            yield Paragraph(
                words,
                number=printed,
                bold_lead=text.bold_lead(),
                alignment=ALIGNMENTS.get(alignment, alignment),
                style=self._label(element, style),
            )
        for box in text.boxes:
            yield from self.blocks(box)

    def _label(self, element: etree._Element, style: str | None) -> str:
        if element.tag == HEADING:
            return f"heading {number(element.get(OUTLINE_LEVEL), 1)}"
        return self.styles.label("paragraph", style)

    def _gather(self, element: etree._Element, text: Runs, *, bold: bool) -> None:
        """Add the words below `element`, with a line feed for each forced break."""
        text.add(white(element.text), bold=bold)
        for child in element:
            if child.tag == BLANKS:
                text.add(blanks(child), bold=bold)
            elif child.tag in SIGNS:
                text.add(SIGNS[child.tag], bold=bold)
            elif child.tag == BOX or child.tag in SHAPES:
                text.boxes.append(child)
            elif child.tag == SPAN:
                self._gather_span(child, text, bold=bold)
            elif child.tag not in ASIDE and not (self.may_hide and self._is_hidden(child)):
                self._gather(child, text, bold=bold)
            text.add(white(child.tail), bold=bold)

    def _gather_span(self, span: etree._Element, text: Runs, *, bold: bool) -> None:
        style = span.get(STYLE)
        if self.styles.property("text", style, "text", "text:display") == "none":
            self.hides = True
        else:
            self._gather(span, text, bold=self._is_bold("text", style, around=bold))

    def _is_bold(self, family: str, style: str | None, *, around: bool) -> bool:
        weights = [
            self.styles.property(family, style, "text", weight)
            for weight in ("style:font-weight-asian", "fo:font-weight")
        ]
        said = next(filter(None, weights), None)
        return around if said is None else said in BOLD

    def _table(self, element: etree._Element) -> Iterator[Block]:
        grid = _Grid()
        inside: list[Block] = []
        for row, is_header in _rows(element, is_header=False):
            if row.get(VISIBILITY, "visible") != "visible":
                self.hides = True
                continue
            repeated = count(row, "table:number-rows-repeated")
            grid.make_room(repeated)
            for _time in range(repeated):
                grid.start_row(header=is_header)
                inside.extend(self._row(row, grid))
        yield from table_or_inside(grid.table(), len(grid.cells), inside, self.warnings)

    def _row(self, row: etree._Element, grid: "_Grid") -> Iterator[Block]:
        """Add one row to `grid` and return the blocks of its cells."""
        for cell in row.iterchildren(CELL, COVERED):
            repeated = count(cell, "table:number-columns-repeated")
            if cell.tag == COVERED:
                grid.skip(repeated)
                continue
            for _time in range(min(repeated, MAX_COLUMNS + 1)):
                blocks = list(self.blocks(cell))
                yield from blocks
                down = count(cell, "table:number-rows-spanned")
                right = count(cell, "table:number-columns-spanned")
                grid.add(lines_of(blocks), down, right)


@dataclass(slots=True)
class _Grid:
    """The cells of one table while its rows are read."""

    cells: list[Cell] = field(default_factory=list)
    height: int = 0
    width: int = 0
    column: int = 0
    area: int = 0
    header_rows: int = 0

    def make_room(self, rows: int) -> None:
        """Refuse more rows than any real table has.

        Raises:
            TooLarge: see `check_size`.
        """
        check_size(self.height + rows, max(1, self.width))

    def start_row(self, *, header: bool) -> None:
        self.header_rows += header and self.header_rows == self.height
        self.height += 1
        self.column = 0

    def skip(self, places: int) -> None:
        """Pass by places that a cell from above or from the left covers."""
        self.column += places
        self.width = max(self.width, self.column)
        if self.column > MAX_COLUMNS:
            raise TooLarge(_("A table has more than %(limit)d columns.", limit=MAX_COLUMNS))

    def add(self, lines: tuple[str, ...], down: int, right: int) -> None:
        """Add a cell at the next place; the places that it covers to its right are told of again.

        Raises:
            TooLarge: more columns or cells than any real table has.
        """
        if self.column + right > MAX_COLUMNS:
            raise TooLarge(_("A table has more than %(limit)d columns.", limit=MAX_COLUMNS))
        self.area += right * down
        check_size(self.area, 1)
        self.cells.append(Cell(lines, self.height - 1, self.column, down, right))
        self.width = max(self.width, self.column + right)
        self.skip(1)

    def table(self) -> Table:
        """Return the grid; what reaches below its last row is cut off."""
        cells = (
            replace(cell, row_span=min(cell.row_span, self.height - cell.row))
            for cell in self.cells
        )
        rows = without_idle_columns(expand(cells, self.height, self.width))
        return Table(rows, header_rows=self.header_rows)


def _rows(element: etree._Element, *, is_header: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Return the rows of a table and whether each is a header, through groups of rows."""
    for child in element:
        if child.tag == ROW:
            yield child, is_header
        elif child.tag != TABLE:
            yield from _rows(child, is_header=is_header or child.tag == HEADER_ROWS)
