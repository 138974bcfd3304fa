"""Reads the cells of one sheet: what each shows, where it stands, and what is merged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from lxml import etree

from tracker.reading.content import MAX_COLUMNS
from tracker.reading.number_formats import BUILT_IN, EPOCH, EPOCH_1904, GENERAL, LONGEST_CODE
from tracker.reading.package import OFF, number
from tracker.reading.sheet_grid import Grid, Looks, Position, lines_in

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUTH = {"0": "FALSE", "1": "TRUE"}
LETTERS = 26
DAY = 86_400
DAYS_TO_1904 = (EPOCH_1904 - EPOCH).days


@cache
def tag(name: str) -> str:
    """Return `name` with the namespace of SpreadsheetML."""
    return f"{{{SPREADSHEET}}}{name}"


ROW, CELL, VALUE, FORMULA = tag("row"), tag("c"), tag("v"), tag("f")
TEXT, RUN, INLINE = tag("t"), tag("r"), tag("is")
ITEM, FONT, STRIKE = tag("si"), tag("rPr"), tag("strike")


def read_looks(root: etree._Element | None, *, from_1904: bool) -> Looks:
    """Return the formats of styles.xml; General for all without that part."""
    if root is None:
        return Looks((), from_1904)
    own = {
        number(each.get("numFmtId"), 0): str(each.get("formatCode", GENERAL))
        for each in root.iterfind(f"{tag('numFmts')}/{tag('numFmt')}")
    }
    codes = BUILT_IN | own
    used = (
        number(each.get("numFmtId"), 0) for each in root.iterfind(f"{tag('cellXfs')}/{tag('xf')}")
    )
    shown = tuple((codes.get(key) or GENERAL)[:LONGEST_CODE] for key in used)
    return Looks(shown, from_1904, _struck_styles(root))


def _struck_styles(root: etree._Element) -> frozenset[int]:
    """Return the cell styles whose font strikes the text through."""
    fonts = [_is_struck(font) for font in root.iterfind(f"{tag('fonts')}/{tag('font')}")]
    if not any(fonts):
        return frozenset()
    looks = enumerate(root.iterfind(f"{tag('cellXfs')}/{tag('xf')}"))
    named = ((at, number(look.get("fontId"), -1)) for at, look in looks)
    return frozenset(at for at, font in named if 0 <= font < len(fonts) and fonts[font])


def _is_struck(font: etree._Element | None) -> bool:
    switch = None if font is None else font.find(STRIKE)
    return switch is not None and switch.get("val", "1") not in OFF


@dataclass(frozen=True, slots=True)
class Strings:
    """The texts that cells name by number, and what of them is struck through."""

    texts: tuple[str, ...] = ()
    struck: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Strings":
        """Return the texts of sharedStrings.xml; none without that part."""
        if root is None:
            return cls()
        items = root.findall(ITEM)
        struck: dict[int, str] = {}
        if next(root.iter(STRIKE), None) is not None:
            struck = {at: passage for at, item in enumerate(items) if (passage := _taken_out(item))}
        return cls(tuple(map(_rich_text, items)), struck)

    def text(self, index: str) -> str:
        """Return the text with this number, empty when there is none."""
        at = number(index, -1)
        return self.texts[at] if 0 <= at < len(self.texts) else ""


def _taken_out(item: etree._Element) -> str:
    """Take the runs out of a text that are struck through, and return what they say."""
    struck = [run for run in item.iterchildren(RUN) if _is_struck(run.find(FONT))]
    for run in struck:
        item.remove(run)
    return "".join(run.findtext(TEXT, "") for run in struck)


def _rich_text(element: etree._Element) -> str:
    """Return the text of an item, its runs joined, without the phonetic guide."""
    words = [child.text or "" for child in element if child.tag == TEXT]
    words += [run.findtext(TEXT, "") for run in element.iterfind(RUN)]
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(words))


def read_grid(root: etree._Element, looks: Looks, strings: Strings) -> Grid:
    """Return the grid of a worksheet part."""
    grid = Grid(hidden_columns=_hidden_columns(root))
    if next(root.iter(STRIKE), None) is not None:
        grid.struck.extend(filter(None, map(_taken_out, root.iter(INLINE))))
    for row, column, element in _cells(root, grid.hidden_rows):
        lines = lines_in(_shown(element, looks, strings))
        if looks.struck or strings.struck:
            lines = _unstruck(element, lines, looks, strings, grid.struck)
        grid.put(row, column, lines)
        grid.uncalculated += not lines and _is_uncalculated(element)
    for merge in root.iterfind(f"{tag('mergeCells')}/{tag('mergeCell')}"):
        grid.merges.extend(_range(str(merge.get("ref", ""))))
    return grid


def _unstruck(
    cell: etree._Element,
    lines: tuple[str, ...],
    looks: Looks,
    strings: Strings,
    struck: list[str],
) -> tuple[str, ...]:
    """Return the lines of a cell, none where its style strikes them through; note in `struck`."""
    if number(cell.get("s"), 0) in looks.struck:
        struck.append(" ".join(lines))
        return ()
    if cell.get("t") == "s" and (at := number(cell.findtext(VALUE), -1)) in strings.struck:
        struck.append(strings.struck[at])
    return lines


def _cells(root: etree._Element, hidden: set[int]) -> Iterator[tuple[int, int, etree._Element]]:
    """Return row, column and element of each cell that holds anything; fill `hidden` with rows.

    A cell that does not say where it stands stands behind the one before.
    """
    row = -1
    for line in root.iterfind(f"{tag('sheetData')}/{ROW}"):
        row = max(0, number(line.get("r"), row + 2) - 1)
        if line.get("hidden", "0") not in OFF or line.get("ht") == "0":
            hidden.add(row)
        column = -1
        for element in line.iterfind(CELL):
            place = _position(element.get("r") or "")
            row, column = place or (row, column + 1)
            if len(element):
                yield row, column, element


def _shown(cell: etree._Element, looks: Looks, strings: Strings) -> str:
    """Return what a cell shows, line feeds included."""
    kind = cell.get("t", "n")
    style = number(cell.get("s"), 0)
    if kind == "inlineStr":
        inline = cell.find(INLINE)
        return "" if inline is None else looks.say(_rich_text(inline), style)
    value = (cell.findtext(VALUE) or "").strip("\r\n")
    if kind == "s":
        return looks.say(strings.text(value), style)
    if kind == "str":
        return looks.say(value, style)
    if kind in {"n", "d"} and value:
        return (_number if kind == "n" else _moment)(value, style, looks)
    return TRUTH.get(value, value) if kind == "b" else value


def _moment(value: str, style: int, looks: Looks) -> str:
    """Return a day that is written out (ISO 8601) as its cell shows it."""
    try:
        passed = datetime.fromisoformat(value.strip()).replace(tzinfo=None) - EPOCH
        days = passed.total_seconds() / DAY - (DAYS_TO_1904 if looks.from_1904 else 0)
        return looks.show(days, style)
    except (ValueError, OverflowError):
        return value


def _number(value: str, style: int, looks: Looks) -> str:
    try:
        return looks.show(float(value), style)
    except (ValueError, OverflowError):
        return value


def _is_uncalculated(cell: etree._Element) -> bool:
    """Return whether a cell holds a formula and no result; an empty text is a result."""
    has_result = cell.get("t") == "str" or bool(cell.findtext(VALUE))
    return cell.find(FORMULA) is not None and not has_result


def _hidden_columns(root: etree._Element) -> Sequence[range]:
    columns = root.findall(f"{tag('cols')}/{tag('col')}")[:MAX_COLUMNS]
    return [
        range(number(each.get("min"), 1) - 1, number(each.get("max"), 1))
        for each in columns
        if each.get("hidden", "0") not in OFF or each.get("width") == "0"
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
