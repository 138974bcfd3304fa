"""Turns a workbook of Excel 5 to 2003 (.xls, and WPS's .et) into Content, a table for each sheet.

xlrd reads the records; what a sheet means is the same as in an .xlsx file.
"""

import os
import struct
from collections.abc import Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING

from tracker.errors import EncryptedFile
from tracker.reading.compound import Compound, damaged
from tracker.reading.content import Block, Content, in_order
from tracker.reading.excel_97_boxes import drawn_in
from tracker.reading.foreign import FAULTS
from tracker.reading.media_types import XLS
from tracker.reading.number_formats import BUILT_IN, GENERAL, LONGEST_CODE
from tracker.reading.package import number
from tracker.reading.sheet_boxes import around
from tracker.reading.sheet_grid import Grid, Looks, Position, left_out, lines_in
from tracker.reading.word_objects import only_pictures, unread_pictures
from tracker.texts import gettext as _

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

STREAMS = ("Workbook", "Book")
VISIBLE = 0
# Records of names, links, notes, drawings and looks, which no cell needs; a broken one would
# have xlrd refuse the whole file ([MS-XLS] 2.3).
UNREAD = frozenset(
    {0x0017, 0x0018, 0x001C, 0x0023, 0x005D, 0x0092, 0x01AE, 0x01B0, 0x01B1, 0x01B6, 0x01B8}
    | {0x0293, 0x0800}
)
SKIPPED = struct.pack("<H", 0x00EF)
# Kinds of cells as xlrd counts them.
MAX_TEXT = 32_767
TEXT, NUMBER, DATE, TRUTH, ERROR = 1, 2, 3, 4, 5


def read(data: bytes) -> Content:
    """Return the visible sheets in their order; each table begins in row 1 of its sheet.

    Numbers are text as their cells show them. Sheets without text are no tables.

    Raises:
        EncryptedFile: the workbook asks for a password.
        DamagedFile: it is cut off or its records do not hold together.
        TooLarge: a sheet reaches over the limits of `check_size`.
    """
    file = Compound.read(data)
    stream = next(filter(None, map(file.stream, STREAMS)), b"")
    book = _open(stream)
    looks = _looks(book)
    warnings: list[str] = []
    blocks: list[Block] = []
    drawn, pictures = drawn_in(stream)
    for sheet, boxes in zip(book.sheets(), chain(drawn, repeat(())), strict=False):
        if sheet.visibility == VISIBLE:
            table = _grid(book, sheet, looks).table(sheet.name, warnings)
            blocks.extend(around(table, boxes))
        else:
            warnings.append(left_out(sheet.name))
    if pictures and not blocks:
        raise only_pictures()
    return Content(in_order(blocks), XLS, (*warnings, *unread_pictures(pictures)))


def _open(stream: bytes) -> "Book":
    """Return the workbook with all its sheets loaded; what xlrd would print goes nowhere."""
    import xlrd
    from xlrd.biffh import XLRDError

    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - not a path of ours
        try:
            return xlrd.open_workbook(
                file_contents=_without_unread(stream),
                logfile=nowhere,
                formatting_info=True,
                ragged_rows=True,
            )
        except (XLRDError, struct.error, *FAULTS) as error:
            if "encrypted" in str(error):
                raise EncryptedFile(
                    _(
                        "The file is protected by a password; "
                        "remove the password and upload it again."
                    )
                ) from error
            raise damaged() from error


def _without_unread(stream: bytes) -> bytes:
    """Return the records with those of no use marked as one that xlrd skips."""
    records = bytearray(stream)
    at = 0
    while at + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, at)
        if kind in UNREAD:
            records[at : at + 2] = SKIPPED
        at += 4 + length
    return bytes(records)


def _looks(book: "Book") -> Looks:
    """Return the number format of each cell style; those without a code of their own are built in.

    xlrd fills gaps with the American formats, so only the codes of the file itself are taken.
    """
    own = {each.format_key: each.format_str for each in book.format_list}
    codes = BUILT_IN | own
    used = (codes.get(style.format_key) or GENERAL for style in book.xf_list)
    struck = (at for at, style in enumerate(book.xf_list) if _strikes(book, style.font_index))
    return Looks(tuple(code[:LONGEST_CODE] for code in used), book.datemode == 1, frozenset(struck))


def _strikes(book: "Book", font: int) -> bool:
    """Return whether a font strikes the text through."""
    return 0 <= font < len(book.font_list) and bool(book.font_list[font].struck_out)


def _grid(book: "Book", sheet: "Sheet", looks: Looks) -> Grid:
    grid = Grid(
        hidden_rows={row for row, info in sheet.rowinfo_map.items() if info.hidden},
        hidden_columns=[
            range(column, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden
        ],
    )
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            lines = lines_in(_shown(sheet, row, column, looks))
            if lines and looks.struck and sheet.cell_xf_index(row, column) in looks.struck:
                grid.struck.append(" ".join(lines))
            else:
                grid.put(row, column, lines)
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        text = str(sheet.cell_value(row, column))
        _take_out(grid, (row, column), text, _struck(book, runs))
    grid.merges = [
        ((top, left), (bottom - 1, right - 1))
        for top, bottom, left, right in sheet.merged_cells
        if top < bottom and left < right
    ]
    return grid


def _struck(book: "Book", runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return first character and end of each run of a text whose font strikes it through."""
    ends = [start for start, _font in runs[1:]] + [MAX_TEXT]
    return [
        (start, end) for (start, font), end in zip(runs, ends, strict=True) if _strikes(book, font)
    ]


def _take_out(grid: Grid, place: Position, text: str, struck: list[tuple[int, int]]) -> None:
    """Leave the stretches of a text that are struck through out of its cell."""
    if not struck or place not in grid.lines:
        return
    grid.struck.append("".join(text[start:end] for start, end in struck))
    for start, end in reversed(struck):
        text = text[:start] + text[end:]
    grid.lines.pop(place)
    grid.put(*place, lines_in(text))


def _shown(sheet: "Sheet", row: int, column: int, looks: Looks) -> str:
    """Return what a cell shows, line feeds included."""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == TEXT:
        return looks.say(str(value), sheet.cell_xf_index(row, column))
    if kind in {NUMBER, DATE}:
        try:
            return looks.show(float(value), sheet.cell_xf_index(row, column))
        except (ValueError, OverflowError):
            return str(value)
    if kind == TRUTH:
        return "TRUE" if value else "FALSE"
    return _error(value) if kind == ERROR else ""


def _error(code: object) -> str:
    from xlrd.biffh import error_text_from_code

    return str(error_text_from_code.get(number(str(code), -1), ""))
