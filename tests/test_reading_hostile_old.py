"""Files of the older formats made to break a reader: refused in a sentence, or read in limits."""

import random
import struct
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.old_samples import (
    NAMESPACES,
    ODF,
    SECTOR,
    Sheet,
    make_compound,
    make_open_document,
    make_xls,
    record,
    workbook,
)
from tests.reading_samples import DOCUMENTS, MEASURED, peak_megabytes
from tests.test_reading_hostile import FIVE_WORDS, answer, page, swelling
from tracker import confined
from tracker.errors import DamagedFile, UnreadableFile
from tracker.extraction import Extraction
from tracker.reading import media_type, read_document

FILES = ("fuxin/source.doc", "fuxin/source.odt", "tianning/dates.xls", "tianning/dates.ods")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("tenth", range(10))
def test_a_file_that_is_cut_off_is_refused_or_read(name: str, tenth: int) -> None:
    data = (DOCUMENTS / name).read_bytes()
    said(data[: len(data) * tenth // 10])


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", range(5))
def test_a_file_with_turned_bytes_is_refused_or_read(name: str, seed: int) -> None:
    data = bytearray((DOCUMENTS / name).read_bytes())
    chance = random.Random(seed)
    for number in range(1, 11):
        for _turn in range(number):
            data[chance.randrange(len(data))] = chance.randrange(256)
        said(bytes(data))


def said(data: bytes) -> None:
    """Read a file in this process; what is refused is refused in one of five sentences."""
    try:
        read_document(data, media_type(data, ""))
    except UnreadableFile as refusal:
        assert FIVE_WORDS.search(str(refusal))  # noqa: PT017 - being read is as good


def test_a_table_of_sectors_that_runs_in_a_circle_is_damaged() -> None:
    data = bytearray(make_compound({"WordDocument": b"a" * 9000}))
    for at in range(SECTOR, 2 * SECTOR, 4):
        if struct.unpack_from("<I", data, at) == (0xFFFFFFFE,):
            struct.pack_into("<I", data, at, (at - SECTOR) // 4)
    with pytest.raises(DamagedFile):
        media_type(bytes(data), "a.doc")


def test_a_directory_that_names_itself_is_read_once() -> None:
    data = bytearray(make_compound({"Workbook": b""}))
    directory = 2 * SECTOR
    struct.pack_into("<III", data, directory + 128 + 68, 1, 1, 0)
    assert media_type(bytes(data), "a.xls") == "application/vnd.ms-excel"


def book(more: bytes = b"", body: bytes = b"") -> bytes:
    """Return an .xls with these records among those of the whole and those of its sheet."""
    stream = workbook(Sheet([["甲"]]), more=more)
    end = record(0xE5, struct.pack("<H", 0)) + record(0x0A)
    return make_compound({"Workbook": stream.replace(end, body + end)})


def strings(count: int, text: bytes) -> bytes:
    """Return a table of strings that claims to hold so many."""
    return record(0xFC, struct.pack("<II", count, count) + text)


TEXT = struct.pack("<HB", 2, 1) + "甲乙".encode("utf-16-le")
BLANKS = record(0xBE, struct.pack("<HH", 0, 0) + bytes(512) + struct.pack("<H", 255))
NUMBERS = b"".join(
    record(0x203, struct.pack("<HHHd", row, column, 0, 1.5))
    for row in range(800)
    for column in range(250)
)
MERGES = record(0xE5, struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 65535, 0, 255) * 1000)
SHEETS = b"".join(record(0x85, struct.pack("<IBBBB", 500, 0, 0, 1, 0) + b"a") for _n in range(9000))


def text(body: str) -> bytes:
    return make_open_document("text", body)


def sheets(body: str) -> bytes:
    return make_open_document("spreadsheet", f"<table:table>{body}</table:table>")


def unpacking_to(kind: str, megabytes: int) -> bytes:
    """Return an OpenDocument file whose content unpacks to so many megabytes of blanks."""
    file = BytesIO(swelling("content.xml", megabytes))
    with zipfile.ZipFile(file, "a") as whole:
        whole.writestr("mimetype", ODF + kind)
    return file.getvalue()


def flat(body: str) -> bytes:
    return page(f'<?xml version="1.0"?><office:document{NAMESPACES}>{body}</office:document>')


CELL = "<table:table-cell><text:p>甲</text:p></table:table-cell>"
ROW = f"<table:table-row>{CELL * 6}</table:table-row>"
OPEN = "<table:table><table:table-row><table:table-cell>"
SPANNED = (
    '<table:table-row><table:table-cell table:number-rows-spanned="65535"'
    ' table:number-columns-spanned="190"><text:p>甲</text:p></table:table-cell></table:table-row>'
)
SPREADSHEET = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
DATA = '<Cell><Data ss:Type="Number">1</Data></Cell>'
BOMBS: dict[str, Callable[[], bytes]] = {
    "a table of strings that claims to be endless": lambda: book(strings(2**31 - 1, TEXT)),
    "many strings": lambda: book(
        strings(900_000, TEXT * 900) + record(0x3C, TEXT * 900) * 1000,
    ),
    "blank cells of an .xls": lambda: book(body=BLANKS * 35_000),
    "numbers of an .xls": lambda: book(body=NUMBERS),
    "merged ranges of an .xls": lambda: book(body=MERGES * 2000),
    "a sheet named many times": lambda: book(SHEETS, NUMBERS[:200_000]),
    "a far cell of an .xls": lambda: make_xls(Sheet([["甲"], *[[]] * 65_000, [*[""] * 255, "乙"]])),
    "a gigabyte of blanks in a text": lambda: unpacking_to("text", 1000),
    "blanks in a text just under the limit": lambda: unpacking_to("text", 95),
    "blanks in a sheet just under the limit": lambda: unpacking_to("spreadsheet", 95),
    "tables in tables of a text": lambda: text(
        OPEN * 4000 + "</table:table-cell></table:table-row></table:table>" * 4000
    ),
    "lists in lists": lambda: text(
        "<text:list><text:list-item>" * 100
        + "<text:p>甲</text:p>"
        + "</text:list-item></text:list>" * 100
    ),
    "paragraphs of a text": lambda: text("<text:p>甲</text:p>" * 700_000),
    "blanks of a text": lambda: text(
        "<text:p>" + '<text:s text:c="999999"/>' * 1_400_000 + "</text:p>"
    ),
    "rows of a text": lambda: text(f"<table:table>{ROW * 30_000}</table:table>"),
    "spans of a text": lambda: text(f"<table:table>{SPANNED * 50_000}</table:table>"),
    "spans of a sheet": lambda: sheets(SPANNED * 50_000),
    "rows of a sheet": lambda: sheets(ROW * 48_000),
    "repeated rows of a sheet": lambda: sheets(
        ROW
        + ROW.replace("<table:table-row", '<table:table-row table:number-rows-repeated="999999"')
    ),
    "repeated blank rows": lambda: sheets(
        '<table:table-row table:number-rows-repeated="1000000000"/>' * 400_000 + ROW
    ),
    "numbers of a workbook in XML": lambda: page(
        f'<Workbook {SPREADSHEET} xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Worksheet><Table>{f'<Row>{DATA * 6}</Row>' * 50_000}</Table></Worksheet></Workbook>"
    ),
    "a flat text nested too deeply": lambda: flat("<office:body>" + "<text:section>" * 100_000),
    "parts in parts of a saved page": lambda: page(
        "MIME-Version: 1.0\n"
        + "".join(
            f'Content-Type: multipart/mixed; boundary="{at}"\n\n--{at}\n' for at in range(20_000)
        )
    ),
    "parts of a saved page": lambda: page(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n'
        + "--x\nContent-Type: text/html\n\n<p>甲</p>\n" * 300_000
        + "--x--"
    ),
    "a saved page without a boundary": lambda: page(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n' + "--y\n" * 4_000_000
    ),
    "rich text": lambda: page(r"{\rtf1 " + "{" * 9_000_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered_within_the_limits(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "status"
    monkeypatch.setattr(confined, "PROGRAM", MEASURED.format(note=str(note)))
    data = BOMBS[name]()
    begun = time.monotonic()
    found = answer(data)
    assert time.monotonic() - begun < confined.READING.wall_seconds + 2
    assert isinstance(found, Extraction) or FIVE_WORDS.search(str(found))
    assert peak_megabytes(note) <= confined.READING.memory_bytes / 1024**2
