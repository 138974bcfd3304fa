"""Reads the cells of one sheet: what each shows, where it stands, and what is merged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from tracker.errors import TooLarge
from tracker.reading.content import MAX_CELLS, MAX_COLUMNS, Cell, check_size, expand
from tracker.reading.number_formats import BUILT_IN, GENERAL, shown
from tracker.reading.package import OFF, number
from tracker.texts import gettext as _

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUTH = {"0": "FALSE", "1": "TRUE"}
LETTERS = 26
LONGEST_CODE = 255
Position = tuple[int, int]


@cache
def tag(name: str) -> str:
    """Return `name` with the namespace of SpreadsheetML."""
    return f"{{{SPREADSHEET}}}{name}"


ROW, CELL, VALUE, FORMULA = tag("row"), tag("c"), tag("v"), tag("f")
TEXT, RUN, INLINE = tag("t"), tag("r"), tag("is")


@dataclass(frozen=True, slots=True)
class Looks:
    """The number format of each cell style, and from when days are counted."""

    codes: tuple[str, ...] = ()
    from_1904: bool = False

    @classmethod
    def read(cls, root: etree._Element | None, *, from_1904: bool) -> "Looks":
        """Return the formats of styles.xml; General for all without that part."""
        if root is None:
            return cls((), from_1904)
        own = {
            number(each.get("numFmtId"), 0): str(each.get("formatCode", GENERAL))
            for each in root.iterfind(f"{tag('numFmts')}/{tag('numFmt')}")
        }
        codes = BUILT_IN | own
        used = (
            number(each.get("numFmtId"), 0)
            for each in root.iterfind(f"{tag('cellXfs')}/{tag('xf')}")
        )
        return cls(tuple((codes.get(key) or GENERAL)[:LONGEST_CODE] for key in used), from_1904)

    def show(self, value: str, style: str | None) -> str:
        """Return the text which a cell of this style shows for a number."""
        index = number(style, 0)
        code = self.codes[index] if 0 <= index < len(self.codes) else GENERAL
        try:
            return shown(float(value), code, from_1904=self.from_1904)
        except (ValueError, OverflowError):
            return value


@dataclass(frozen=True, slots=True)
class Strings:
    """The texts that cells name by number."""

    texts: tuple[str, ...] = ()

    @classmethod
    def read(cls, root: etree._Element | None) -> "Strings":
        """Return the texts of sharedStrings.xml; none without that part."""
        return cls(() if root is None else tuple(map(_rich_text, root.iterfind(tag("si")))))

    def text(self, index: str) -> str:
        """Return the text with this number, empty when there is none."""
        at = number(index, -1)
        return self.texts[at] if 0 <= at < len(self.texts) else ""


def _rich_text(element: etree._Element) -> str:
    """Return the text of an item, its runs joined, without the phonetic guide."""
    words = [child.text or "" for child in element if child.tag == TEXT]
    words += [run.findtext(TEXT, "") for run in element.iterfind(RUN)]
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(words))


@dataclass(slots=True)
class Grid:
    """The cells of one sheet that show something, by position (from 0), and the merged ranges.

    `hidden` says whether some of them stand in hidden rows or columns, `uncalculated` counts the
    formulas whose result the file does not hold.
    """

    lines: dict[Position, tuple[str, ...]] = field(default_factory=dict)
    merges: list[tuple[Position, Position]] = field(default_factory=list)
    hidden: bool = False
    uncalculated: int = 0

    @classmethod
    def read(cls, root: etree._Element, looks: Looks, strings: Strings) -> "Grid":
        """Return the grid of a worksheet part."""
        grid = cls()
        hidden = _hidden_columns(root)
        for row, column, element, row_is_hidden in _cells(root):
            lines = _lines(_shown(element, looks, strings))
            if lines:
                grid.lines[row, column] = lines
                grid.hidden |= row_is_hidden or any(column in columns for columns in hidden)
                if len(grid.lines) > MAX_CELLS:
                    check_size(MAX_CELLS + 1, 1)
            elif _is_uncalculated(element):
                grid.uncalculated += 1
        for merge in root.iterfind(f"{tag('mergeCells')}/{tag('mergeCell')}"):
            grid.merges.extend(_range(str(merge.get("ref", ""))))
        return grid

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


def _cells(root: etree._Element) -> Iterator[tuple[int, int, etree._Element, bool]]:
    """Return row, column, element and whether its row is hidden, of each cell that holds anything.

    A cell that does not say where it stands stands behind the one before.
    """
    row = -1
    for line in root.iterfind(f"{tag('sheetData')}/{ROW}"):
        row = max(0, number(line.get("r"), row + 2) - 1)
        is_hidden = line.get("hidden", "0") not in OFF
        column = -1
        for element in line.iterfind(CELL):
            place = _position(element.get("r") or "")
            row, column = place or (row, column + 1)
            if len(element):
                yield row, column, element, is_hidden


def _shown(cell: etree._Element, looks: Looks, strings: Strings) -> str:
    """Return what a cell shows, line feeds included."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(INLINE)
        return "" if inline is None else _rich_text(inline)
    value = (cell.findtext(VALUE) or "").strip("\r\n")
    if kind == "s":
        return strings.text(value)
    if kind == "n" and value:
        return looks.show(value, cell.get("s"))
    return TRUTH.get(value, value) if kind == "b" else value


def _is_uncalculated(cell: etree._Element) -> bool:
    """Return whether a cell holds a formula and no result; an empty text is a result."""
    has_result = cell.get("t") == "str" or bool(cell.findtext(VALUE))
    return cell.find(FORMULA) is not None and not has_result


def _lines(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    return tuple(line for line in lines if line)


def _hidden_columns(root: etree._Element) -> Sequence[range]:
    columns = root.findall(f"{tag('cols')}/{tag('col')}")[:MAX_COLUMNS]
    return [
        range(number(each.get("min"), 1) - 1, number(each.get("max"), 1))
        for each in columns
        if each.get("hidden", "0") not in OFF
    ]


def _position(reference: str) -> Position | None:
    """Return row and column from 0 of a reference like "AB12", None when it is none."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _range(reference: str) -> Iterator[tuple[Position, Position]]:
    """Return the corners of a range like "A1:C3", nothing when it is none or turned around."""
    first, _colon, last = reference.partition(":")
    start, end = _position(first), _position(last)
    if start and end and start[0] <= end[0] and start[1] <= end[1]:
        yield start, end
