"""Turns an Excel 2003 workbook in one XML file (SpreadsheetML 2003) into Content."""

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from tracker.reading.content import MAX_COLUMNS, Content, in_order
from tracker.reading.media_types import XLS
from tracker.reading.number_formats import EPOCH, FULL_DATE, GENERAL, LONGEST_CODE, general, shown
from tracker.reading.package import OFF, number
from tracker.reading.sheet_grid import Grid, left_out, lines_in

SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
OFFICE = "{urn:schemas-microsoft-com:office:excel}"
ROOT = SPACE + "Workbook"
ROW, CELL, DATA, COLUMN = SPACE + "Row", SPACE + "Cell", SPACE + "Data", SPACE + "Column"
INDEX, SPAN, HIDDEN = SPACE + "Index", SPACE + "Span", SPACE + "Hidden"
STRIKE = SPACE + "StrikeThrough"
SHORT_DATE = "yyyy/m/d"
# The formats that have a name instead of a code.
NAMED = {
    "General Date": "yyyy/m/d h:mm",
    "Long Date": FULL_DATE,
    "Medium Date": "d-mmm-yy",
    "Short Date": SHORT_DATE,
    "Short Time": "h:mm",
    "Medium Time": "h:mm",
    "Long Time": "h:mm:ss",
    "Percent": "0.00%",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": "#,##0.00",
}
DAY = 86_400
Codes = dict[str, str]


def content_of(root: etree._Element) -> Content:
    """Return the visible sheets in their order; each table begins in row 1 of its sheet.

    Raises:
        TooLarge: a sheet reaches over the limits of `check_size`.
    """
    codes, struck = _codes(root), _struck_styles(root)
    warnings: list[str] = []
    tables = []
    for sheet in root.iterchildren(SPACE + "Worksheet"):
        title = sheet.get(SPACE + "Name", "")
        if sheet.findtext(f"{OFFICE}WorksheetOptions/{OFFICE}Visible", "").startswith("Sheet"):
            warnings.append(left_out(title))
        else:
            tables.append(_grid(sheet, codes, struck).table(title, warnings))
    return Content(in_order(table for table in tables if table.rows), XLS, tuple(warnings))


def _codes(root: etree._Element) -> Codes:
    """Return the number format of each style by its id."""
    styles = root.iterfind(f"{SPACE}Styles/{SPACE}Style")
    formats = {style.get(SPACE + "ID", ""): style.find(SPACE + "NumberFormat") for style in styles}
    return {
        key: NAMED.get(code, code)[:LONGEST_CODE]
        for key, found in formats.items()
        if found is not None and (code := found.get(SPACE + "Format", ""))
    }


def _struck_styles(root: etree._Element) -> frozenset[str]:
    """Return the ids of the styles that strike a cell through."""
    fonts = root.iterfind(f"{SPACE}Styles/{SPACE}Style/{SPACE}Font[@{SPACE}StrikeThrough]")
    struck = (font.getparent() for font in fonts if font.get(STRIKE, "0") not in OFF)
    return frozenset(style.get(SPACE + "ID", "") for style in struck if style is not None)


def _grid(sheet: etree._Element, codes: Codes, struck: frozenset[str]) -> Grid:
    grid = Grid(hidden_columns=_hidden_columns(sheet))
    for row, line in _places(sheet.iterfind(f"{SPACE}Table/{ROW}"), SPAN):
        if line.get(HIDDEN, "0") not in OFF:
            grid.hidden_rows.add(row)
        for column, cell in _places(line.iterchildren(CELL), SPACE + "MergeAcross"):
            lines = lines_in(_shown(cell, codes))
            if cell.get(SPACE + "StyleID") in struck:
                grid.struck.append(" ".join(lines))
            else:
                grid.put(row, column, lines)
            down = max(0, number(cell.get(SPACE + "MergeDown"), 0))
            right = max(0, number(cell.get(SPACE + "MergeAcross"), 0))
            if down or right:
                grid.merges.append(((row, column), (row + down, column + right)))
    return grid


def _places(
    elements: Iterator[etree._Element], further: str
) -> Iterator[tuple[int, etree._Element]]:
    """Return rows, columns or cells with their places (from 0).

    One that does not say its place stands behind the one before and the `further` places that
    this takes.
    """
    at = 0
    for element in elements:
        at = max(0, number(element.get(INDEX), at + 1) - 1)
        yield at, element
        at += 1 + max(0, number(element.get(further), 0))


def _hidden_columns(sheet: etree._Element) -> list[range]:
    columns = list(_places(sheet.iterfind(f"{SPACE}Table/{COLUMN}"), SPAN))[:MAX_COLUMNS]
    return [
        range(at, at + 1 + max(0, number(column.get(SPAN), 0)))
        for at, column in columns
        if column.get(HIDDEN, "0") not in OFF
    ]


def _shown(cell: etree._Element, codes: Codes) -> str:
    """Return what a cell shows, line feeds included."""
    data = cell.find(DATA)
    if data is None:
        return ""
    text = str(data.xpath("string()"))
    code = codes.get(cell.get(SPACE + "StyleID", ""), GENERAL)
    try:
        match data.get(SPACE + "Type"):
            case "Number":
                return shown(float(text), code)
            case "DateTime":
                return _date(text, code)
            case "Boolean":
                return "TRUE" if text.strip() == "1" else "FALSE"
            case _:
                return text
    except (ValueError, OverflowError):
        return text


def _date(text: str, code: str) -> str:
    """Return a moment such as 2017-08-01T00:00:00.000 in a format, as a date without one."""
    passed = datetime.fromisoformat(text.strip()).replace(tzinfo=None) - EPOCH
    days = passed.total_seconds() / DAY
    written = shown(days, SHORT_DATE if code == GENERAL else code)
    return shown(days, SHORT_DATE) if written == general(days) else written
