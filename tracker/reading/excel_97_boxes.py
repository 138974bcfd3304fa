"""Finds what text boxes on the sheets of an .xls workbook say, which xlrd passes over.

A box is three records in a row ([MS-XLS] 2.4.102, 2.4.181, 2.4.329): MSODRAWING, in which an anchor
tells the row, OBJ, which tells that it is a box and no comment, and TXO, whose text CONTINUE holds.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator

from tracker.reading.sheet_boxes import MANY_ROWS, SheetBox
from tracker.reading.sheet_grid import lines_in

BEGIN, CONTINUE, SHEET = 0x0809, 0x003C, 0x0085
DRAWING, OBJECT, TEXT = 0x00EC, 0x005D, 0x01B6
# The anchor in a drawing ([MS-ODRAW] 2.2.46): its head, then flags, column, offset, row.
ANCHOR = struct.pack("<HHI", 0, 0xF010, 18)
ROW_AT = len(ANCHOR) + 6
LAST_ROW_AT = ROW_AT + 8
COMMENT, PICTURE = 0x19, 0x08
UTF_16 = 1
WORKSHEET = 0
KNOWN = frozenset({BEGIN, CONTINUE, DRAWING, OBJECT, TEXT, SHEET})


def drawn_in(stream: bytes) -> tuple[list[list[SheetBox]], int]:
    """Return the boxes of each worksheet in their order, and how many large pictures there are."""
    found: dict[int, list[SheetBox]] = defaultdict(list)
    sheets: list[int] = []
    sheet = row = last = kind = characters = pictures = 0
    for at, name, data in _records(stream):
        if name == SHEET and data[5:6] == bytes([WORKSHEET]):
            sheets.append(_number(data, 0) | _number(data, 2) << 16)
        elif name == BEGIN:
            sheet = at
        elif name == DRAWING:
            row, last = _rows(data, row)
        elif name == OBJECT:
            kind = _number(data, 4)
            pictures += kind == PICTURE and last - row >= MANY_ROWS
        elif name == CONTINUE and characters and kind != COMMENT:
            found[sheet].append(SheetBox(row, lines_in(_text(data, characters))))
        characters = _number(data, 10) if name == TEXT else 0
    return [found[place] for place in sheets], pictures


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Return place, kind and data of each record that matters here."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in KNOWN:
            yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _number(data: bytes, at: int) -> int:
    """Return the number of two bytes at a place, 0 where the data end before."""
    return int.from_bytes(data[at : at + 2], "little")


def _rows(drawing: bytes, before: int) -> tuple[int, int]:
    """Return the rows at which a shape begins and ends, `before` for one that does not say so."""
    at = drawing.rfind(ANCHOR)
    if at < 0:
        return before, before
    return _number(drawing, at + ROW_AT), _number(drawing, at + LAST_ROW_AT)


def _text(data: bytes, characters: int) -> str:
    """Return the text of a CONTINUE record; a first byte tells whether two make a character."""
    if data[:1] and data[0] & UTF_16:
        return data[1 : 1 + 2 * characters].decode("utf-16-le", "replace")
    return data[1 : 1 + characters].decode("latin-1")
