"""Made-up files of the older formats: compound files, .xls, OpenDocument."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from tracker.reading.open_document import SPACES

Rows = Sequence[Sequence[str]]

SECTOR = 4096
END, FREE, NOTHING, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFD
LEAST = 4096


def make_compound(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE file with these streams at its top, filled up with zeros to 4,096 bytes."""
    padded = {
        name: data.ljust(max(LEAST, -(-len(data) // SECTOR) * SECTOR), b"\0")
        for name, data in streams.items()
    }
    entries = [_entry("Root Entry", 5, NOTHING, 1 if streams else NOTHING, END, 0)]
    body, chains = b"", list[int]()
    directory_sectors = -(-(len(streams) + 1) // (SECTOR // 128))
    total = directory_sectors + sum(len(data) // SECTOR for data in padded.values())
    tables = -(-(total + 1) // (SECTOR // 4 - 1))
    at = tables + directory_sectors
    for number, (name, data) in enumerate(padded.items(), 1):
        after = number + 1 if number < len(padded) else NOTHING
        entries.append(_entry(name, 2, after, NOTHING, at, len(data)))
        chains += _chain(at, len(data) // SECTOR)
        body += data
        at += len(data) // SECTOR
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    numbers = [TABLE] * tables + _chain(tables, directory_sectors) + chains
    table = struct.pack(f"<{len(numbers)}I", *numbers).ljust(tables * SECTOR, b"\xff")
    return _header(tables, directory_sectors).ljust(SECTOR, b"\0") + table + directory + body


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), END]


def _entry(name: str, kind: int, after: int, below: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    tree = struct.pack("<HBBIII", len(text), kind, 1, NOTHING, after, below)
    return text.ljust(64, b"\0") + tree + bytes(36) + struct.pack("<IQ", start, size)


def _header(tables: int, directories: int) -> bytes:
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    shape = struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    starts = struct.pack("<IIIIIIIII", directories, tables, tables, 0, LEAST, END, 0, END, 0)
    listed = [*range(tables), *[FREE] * (109 - tables)]
    return signature + shape + starts + struct.pack("<109I", *listed)


Value = str | float | bool


@dataclass(frozen=True)
class Sheet:
    """One sheet of a made-up .xls: values by row, `styles` number formats by position (from 0).

    `more` are further records.
    """

    rows: Sequence[Sequence[Value]] = ()
    name: str = "任务表"
    merges: Sequence[tuple[int, int, int, int]] = ()
    styles: Mapping[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    visibility: int = 0
    more: bytes = b""


def record(kind: int, data: bytes = b"") -> bytes:
    """Return one record of a workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def make_xls(*sheets: Sheet, formats: Mapping[int, str] | None = None, from_1904: int = 0) -> bytes:
    """Return an .xls with these sheets; a style is the position of its format in `formats`."""
    return make_compound({"Workbook": workbook(*sheets, formats=formats, from_1904=from_1904)})


def make_xls_table(rows: Rows) -> bytes:
    """Return an .xls with one table; a line feed in a cell is a line break."""
    return make_xls(Sheet(rows))


def workbook(
    *sheets: Sheet,
    formats: Mapping[int, str] | None = None,
    from_1904: int = 0,
    more: bytes = b"",
) -> bytes:
    """Return the records of a workbook, with `more` among those of the whole."""
    head = _begin(5) + more + record(0x42, struct.pack("<H", 1200))
    head += record(0x22, struct.pack("<H", from_1904))
    for key, code in (formats or {}).items():
        head += record(0x41E, struct.pack("<H", key) + _text(code))
    for key in (0, *(formats or {})):
        head += record(0xE0, struct.pack("<HH", 0, key) + bytes(16))
    names = [struct.pack("<BB", each.visibility, 0) + _short(each.name) for each in sheets]
    bodies = list(map(_sheet, sheets))
    start = len(head) + sum(len(name) + 8 for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += record(0x85, struct.pack("<I", start) + name)
        start += len(body)
    return head + record(0x0A) + b"".join(bodies)


def _begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0xDBB, 0x7CC, 0, 6))


def _text(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<HB", len(data) // 2, 1) + data


def _short(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<BB", len(data) // 2, 1) + data


def _sheet(sheet: Sheet) -> bytes:
    body = _begin(0x10)
    for column in sheet.hidden_columns:
        body += record(0x7D, struct.pack("<HHHHHH", column, column, 2048, 0, 1, 0))
    for row in sheet.hidden_rows:
        body += record(0x208, struct.pack("<HHHHHHI", row, 0, 9, 300, 0, 0, 0x20))
    for at, row_values in enumerate(sheet.rows):
        for column, value in enumerate(row_values):
            if value != "":
                body += _cell(at, column, sheet.styles.get((at, column), 0), value)
    merges = b"".join(struct.pack("<HHHH", *merge) for merge in sheet.merges)
    return (
        body
        + record(0xE5, struct.pack("<H", len(sheet.merges)) + merges)
        + sheet.more
        + record(0x0A)
    )


def _cell(row: int, column: int, style: int, value: Value) -> bytes:
    place = struct.pack("<HHH", row, column, style)
    if isinstance(value, bool):
        return record(0x205, place + struct.pack("<BB", value, 0))
    if isinstance(value, str):
        return record(0x204, place + _text(value))
    return record(0x203, place + struct.pack("<d", value))


NAMESPACES = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
ODF = "application/vnd.oasis.opendocument."


def make_open_document(
    kind: str, body: str, styles: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Return an OpenDocument file: `kind` is "text" or "spreadsheet", `body` what it holds."""
    content = (
        f"<office:document-content{NAMESPACES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODF + kind, zipfile.ZIP_STORED)
        for name, part in {"content.xml": content, **(parts or {})}.items():
            archive.writestr(name, part)
    return file.getvalue()


def make_odt_table(rows: Rows) -> bytes:
    """Return an .odt with one table; a line feed in a cell is a line break."""
    return make_open_document("text", _open_table(rows, "<text:line-break/>"))


def make_ods_table(rows: Rows) -> bytes:
    """Return an .ods with one sheet; a line feed in a cell begins a paragraph."""
    return make_open_document("spreadsheet", _open_table(rows, "</text:p><text:p>"))


def _open_table(rows: Rows, line_feed: str) -> str:
    cells = [[escape(text).replace("\n", line_feed) for text in row] for row in rows]
    lines = (
        "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        for row in cells
    )
    table = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f'<table:table table:name="任务表">{table}</table:table>'
