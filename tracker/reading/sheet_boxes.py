"""Reads what text boxes and shapes on a sheet say, and puts it above or below the sheet's table.

Office people set titles, annex numbers and notes in boxes that lie over the cells. Large pictures
among them, which may hold a table, are counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zipfile import ZipFile

from lxml import etree

from tracker.reading.content import Block, Paragraph, Place, Table
from tracker.reading.package import OFF, number, parse_optional, relations_of
from tracker.reading.word_objects import is_table_sized

MOST_BOXES = 1000
LAST = 10**7
# As high as a picture that may hold a table.
MANY_ROWS = 9
STRUCK = frozenset({"sngStrike", "dblStrike"})


@dataclass(frozen=True, slots=True)
class SheetBox:
    """What one box says, line by line, and the row (from 0) of the sheet at which it begins."""

    row: int
    lines: tuple[str, ...]


def around(table: Table, boxes: Sequence[SheetBox]) -> Iterator[Block]:
    """Return the table of a sheet, if it has any cells, with the boxes above and below it."""
    first = next((r for r, row in enumerate(table.rows) if any(c.lines for c in row)), LAST)
    place, boxes = Place(part=table.place.part), boxes[:MOST_BOXES]
    for box in boxes:
        if box.row <= first:
            yield from (Paragraph(line, place) for line in box.lines)
    if table.rows:
        yield table
    for box in boxes:
        if box.row > first:
            yield from (Paragraph(line, place) for line in box.lines)


def drawn_on(archive: ZipFile, sheet: str) -> tuple[list[SheetBox], int]:
    """Return the boxes of the sheet in this part, from top to bottom, and its large pictures.

    Raises:
        UnreadableFile: see `archive`.
    """
    boxes: list[SheetBox] = []
    pictures = 0
    for relation in relations_of(archive, sheet).values():
        if relation.kind == "drawing":
            root = parse_optional(archive, relation.target)
            boxes.extend(_boxes(root) if root is not None else ())
            pictures += sum(map(_is_large, root if root is not None else ()))
    return sorted(boxes, key=lambda box: box.row), pictures


def _is_large(anchor: etree._Element) -> bool:
    """Return whether an anchor holds a picture large enough for a table."""
    if next(anchor.iter("{*}pic"), None) is None:
        return False
    size = next((each for each in anchor.iter("{*}ext") if each.get("cx")), None)
    if size is not None and number(size.get("cy"), 0):
        return is_table_sized(number(size.get("cx"), 0), number(size.get("cy"), 0))
    rows = [number(each.text, 0) for each in anchor.iter("{*}row")]
    return len(rows) > 1 and rows[1] - rows[0] >= MANY_ROWS


def _boxes(root: etree._Element) -> Iterator[SheetBox]:
    for anchor in root:
        row = next((each for each in anchor.iter("{*}row")), None)
        top = number(None if row is None else row.text, 0)
        for shape in _shapes(anchor):
            lines = tuple(filter(None, map(_line, shape.iterfind("{*}txBody/{*}p"))))
            if lines:
                yield SheetBox(top, lines)


def _shapes(element: etree._Element) -> Iterator[etree._Element]:
    """Return the shapes that are shown, through groups; of two ways to draw one, the first."""
    for child in element:
        kind = etree.QName(child).localname
        if kind == "sp":
            if not _is_hidden(child):
                yield child
        elif kind == "AlternateContent":
            yield from _shapes(child[0]) if len(child) else ()
        elif kind == "grpSp":
            yield from _shapes(child)


def _is_hidden(shape: etree._Element) -> bool:
    named = shape.find("{*}nvSpPr/{*}cNvPr")
    return named is not None and named.get("hidden", "0") not in OFF


def _line(paragraph: etree._Element) -> str:
    """Return the words of a paragraph that are not struck through."""
    words: list[str] = []
    for run in paragraph:
        look = run.find("{*}rPr")
        if look is None or look.get("strike") not in STRUCK:
            words.append(run.findtext("{*}t", "") or ("\n" if _is_break(run) else ""))
    return "".join(words).strip()


def _is_break(run: etree._Element) -> bool:
    return etree.QName(run).localname == "br"
