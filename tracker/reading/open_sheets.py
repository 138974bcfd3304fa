"""Turns an OpenDocument spreadsheet (.ods) into Content: a table for each visible sheet."""

import re
from collections.abc import Iterator

from lxml import etree

from tracker.reading import open_pictures, open_striking, striking
from tracker.reading.compound import damaged
from tracker.reading.content import Block, Content, check_size, in_order
from tracker.reading.media_types import ODS
from tracker.reading.number_formats import general
from tracker.reading.open_document import (
    ASIDE,
    BLANKS,
    SIGNS,
    OpenDocument,
    blanks,
    count,
    name,
    white,
)
from tracker.reading.sheet_boxes import LAST, SheetBox, around
from tracker.reading.sheet_grid import Grid, left_out, lines_in

TABLE, ROW, PARAGRAPH = name("table:table"), name("table:table-row"), name("text:p")
CELL, COVERED = name("table:table-cell"), name("table:covered-table-cell")
COLUMN, VISIBILITY = name("table:table-column"), name("table:visibility")
# Some programs write what a cell holds and not what it shows.
VALUES = tuple(map(name, ("office:string-value", "office:date-value", "office:value")))
VALUE_TYPE, FORMULA = name("office:value-type"), name("table:formula")
PLAIN_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
MIDNIGHT = "T00:00:00"
REPEATED_ROWS = "table:number-rows-repeated"
REPEATED_COLUMNS = "table:number-columns-repeated"
# Any shape, and where one stands that is above the table: not two centimetres below the edge.
DRAWN = name("draw:*")
TOP = re.compile(r"[01](?:\.\d+)?cm|0(?:\.[0-7]\d*)?in|\d{1,2}(?:\.\d+)?(?:mm|pt)")
# Groups of rows and columns which a person folds or repeats on each page.
GROUPS = frozenset(
    map(
        name,
        (
            "table:table-header-rows",
            "table:table-rows",
            "table:table-row-group",
            "table:table-header-columns",
            "table:table-columns",
            "table:table-column-group",
        ),
    )
)


def read(data: bytes) -> Content:
    """Return the visible sheets in their order; each table begins in row 1 of its sheet.

    What a cell shows is written in it as text, so dates and numbers need no format.

    Raises:
        UnreadableFile: see `open_document`; a file without sheets is a DamagedFile, a sheet that
            reaches over the limits of `check_size` is TooLarge.
    """
    return content_of(OpenDocument.read(data))


def content_of(document: OpenDocument) -> Content:
    """Return the sheets of an open document."""
    body = document.body("office:spreadsheet")
    if body is None:
        raise damaged()
    warnings: list[str] = []
    blocks: list[Block] = []
    for sheet in body.iterchildren(TABLE):
        title = sheet.get(name("table:name"), "")
        style = sheet.get(name("table:style-name"))
        if document.styles.property("table", style, "table", "table:display") == "false":
            warnings.append(left_out(title))
        else:
            struck = open_striking.take_out(sheet, document.styles)
            blocks.extend(around(_grid(sheet).table(title, warnings), _boxes(sheet)))
            warnings.extend(striking.left_out(struck))
    return Content(in_order(blocks), ODS, (*warnings, *open_pictures.unread(body, blocks)))


def _grid(sheet: etree._Element) -> Grid:
    grid = Grid(hidden_columns=_hidden_columns(sheet))
    row = 0
    for line in _within(sheet, ROW):
        is_hidden = line.get(VISIBILITY, "visible") != "visible"
        cells = list(_cells(line))
        height = count(line, REPEATED_ROWS)
        grid.uncalculated += sum(map(_is_uncalculated, line.iterchildren(CELL)))
        for _column, _lines, cell in cells:
            check_size(height, count(cell, REPEATED_COLUMNS))
        for at in range(row, row + height) if cells else ():
            if is_hidden:
                grid.hidden_rows.add(at)
            for column, lines, cell in cells:
                _put(grid, at, column, lines, cell)
        row += height
    return grid


def _boxes(sheet: etree._Element) -> list[SheetBox]:
    """Return what text boxes and shapes say: those of the sheet, then those that hang on a cell."""
    return [
        SheetBox(row, lines) for row, shape in _shapes(sheet) if (lines := lines_in(_said(shape)))
    ]


def _shapes(sheet: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    if next(sheet.iter(DRAWN), None) is None:
        return
    for shape in sheet.iterfind(f"{name('table:shapes')}/{DRAWN}"):
        yield 0 if TOP.match(shape.get(name("svg:y"), "")) else LAST, shape
    row = 0
    for line in _within(sheet, ROW):
        yield from ((row, shape) for shape in line.iterfind(f"{CELL}/{DRAWN}"))
        row += count(line, REPEATED_ROWS)


def _said(shape: etree._Element) -> str:
    return "\n".join("".join(_words(each)) for each in shape.iter(PARAGRAPH))


def _put(grid: Grid, row: int, column: int, lines: tuple[str, ...], cell: etree._Element) -> None:
    for at in range(column, column + count(cell, REPEATED_COLUMNS)):
        grid.put(row, at, lines)
        down = count(cell, "table:number-rows-spanned")
        right = count(cell, "table:number-columns-spanned")
        if down > 1 or right > 1:
            grid.merges.append(((row, at), (row + down - 1, at + right - 1)))


def _cells(line: etree._Element) -> Iterator[tuple[int, tuple[str, ...], etree._Element]]:
    """Return column, lines and element of each cell that shows something; covered ones do not."""
    column = 0
    for cell in line.iterchildren(CELL, COVERED):
        lines = lines_in(_text(cell)) if cell.tag == CELL else ()
        if lines:
            yield column, lines, cell
        column += count(cell, REPEATED_COLUMNS)


def _hidden_columns(sheet: etree._Element) -> list[range]:
    hidden: list[range] = []
    at = 0
    for column in _within(sheet, COLUMN):
        width = count(column, REPEATED_COLUMNS)
        if column.get(VISIBILITY, "visible") != "visible":
            hidden.append(range(at, at + width))
        at += width
    return hidden


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Return the rows or columns of a sheet, through the groups which they may stand in."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag in GROUPS:
            yield from _within(child, wanted)


def _text(cell: etree._Element) -> str:
    """Return what a cell shows, its paragraphs as lines; its value where it shows nothing."""
    paragraphs = ["".join(_words(paragraph)) for paragraph in cell.iterchildren(PARAGRAPH)]
    if paragraphs:
        return "\n".join(paragraphs)
    value = next(filter(None, (cell.get(value) for value in VALUES)), "")
    if cell.get(VALUE_TYPE) == "percentage" and PLAIN_NUMBER.fullmatch(value):
        return general(float(value) * 100) + "%"
    return value.removesuffix(MIDNIGHT)


def _is_uncalculated(cell: etree._Element) -> bool:
    """Return whether a cell holds a formula and no result; an empty text is a result."""
    return cell.get(FORMULA) is not None and cell.get(VALUE_TYPE) is None and not len(cell)


def _words(element: etree._Element) -> Iterator[str]:
    yield white(element.text)
    for child in element:
        if child.tag == BLANKS:
            yield blanks(child)
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag not in ASIDE:
            yield from _words(child)
        yield white(child.tail)
