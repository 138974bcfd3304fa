"""Files made to break a reader: each is refused in one of five sentences, or read within limits."""

import re
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tests.reading_samples import DOCUMENTS, MEASURED, make_docx, make_xlsx, peak_megabytes
from tracker import confined
from tracker.errors import (
    DamagedFile,
    EncryptedFile,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
    WrongType,
)
from tracker.extraction import Extraction
from tracker.reading import MAX_BYTES, media_type, read_document

HOSTILE = DOCUMENTS / "hostile"
FIVE_WORDS = re.compile("已加密|已损坏|类型不符|过大|无法识别")
REFUSED: dict[str, type[UnreadableFile]] = {
    "billion_laughs.docx": DamagedFile,
    "billion_laughs.xlsx": DamagedFile,
    "deep_nesting.docx": DamagedFile,
    "empty.docx": UnknownFormat,
    "encrypted_123456.docx": EncryptedFile,
    "encrypted_123456.pdf": EncryptedFile,
    "encrypted_123456.xlsx": EncryptedFile,
    "huge_span.docx": TooLarge,
    "huge_span.html": TooLarge,
    "text_named.docx": WrongType,
    "truncated.doc": DamagedFile,
    "truncated.docx": DamagedFile,
    "truncated.ods": DamagedFile,
    "truncated.ofd": DamagedFile,
    "truncated.pdf": UnreadableFile,
    "truncated.xls": DamagedFile,
    "truncated.xlsx": DamagedFile,
    "xxe.docx": DamagedFile,
    "xxe.odt": UnreadableFile,
    "xxe.ofd": UnreadableFile,
    "xxe.xlsx": DamagedFile,
}


def test_the_table_names_every_hostile_file() -> None:
    assert sorted(path.name for path in HOSTILE.iterdir()) == sorted(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_by_its_class_in_one_of_five_sentences(name: str) -> None:
    data = (HOSTILE / name).read_bytes()
    with pytest.raises(REFUSED[name], match=FIVE_WORDS):
        read_document(data, media_type(data, name))


SHEET = "xl/worksheets/sheet1.xml"
END = b"</sheetData>"


def swelling(part: str, megabytes: int) -> bytes:
    """Return a package one part of which unpacks to so many megabytes of blanks."""
    file = BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(part, "w", force_zip64=True) as entry,
    ):
        for _count in range(megabytes):
            entry.write(b" " * 1024**2)
    return file.getvalue()


def lying() -> bytes:
    """Return a package whose directory says that its part is small."""
    data = swelling("word/document.xml", 200)
    size = (200 * 1024**2).to_bytes(4, "little")
    return data.replace(size, (1000).to_bytes(4, "little"))


def sheet(rows: bytes, more: bytes = b"") -> bytes:
    """Return a workbook whose sheet has these rows below its first, and more behind them."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(make_xlsx([["甲"]]))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(END, rows + END + more) if name == SHEET else text)
    return file.getvalue()


def page(text: str) -> bytes:
    """Return a page as large as an upload may be."""
    return text.encode()[:MAX_BYTES]


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAST = b'<row r="1000"><c r="CV1000"><v>1</v></c></row>'
MERGES = b"<mergeCells>" + b'<mergeCell ref="A1:CV1000"/>' * 200_000 + b"</mergeCells>"
BOMBS: dict[str, Callable[[], bytes]] = {
    "a gigabyte of blanks in a document": lambda: swelling("word/document.xml", 1000),
    "blanks in a sheet": lambda: swelling(SHEET, 150),
    "blanks in an open document": lambda: swelling("content.xml", 150),
    "a lying directory": lying,
    "a far cell": lambda: sheet(FAR),
    "a million rows": lambda: sheet(b"<row><c><v>1</v></c></row>" * 1_048_575),
    "rows just under the limit": lambda: sheet(b"<row><c><v>1</v></c></row>" * 240_000),
    "cells without text": lambda: sheet(b"<row>" + b"<c/>" * 1_400_000 + b"</row>"),
    "merged ranges over each other": lambda: sheet(LAST, MERGES),
    "one long text": lambda: sheet(
        b'<row><c t="str"><v>' + "甲".encode() * 30_000_000 + b"</v></c></row>"
    ),
    "tables in tables": lambda: page("<table><tr><td>" * 100_000),
    "one wide row": lambda: page("<table><tr>" + "<td>1" * 1_400_000),
    "many rows": lambda: page("<table>" + "<tr><td>1" * 700_000),
    "many spans": lambda: page("<table>" + "<tr><td rowspan=65534 colspan=199>1" * 100_000),
    "blanks": lambda: page("<p>" + " \n" * 9_000_000),
    "tags without text": lambda: page("<b></b>" * 700_000 + "甲"),
    "comments": lambda: page("<!--" + "--><!--" * 1_000_000),
    "commas": lambda: page(",,\n" * 6_000_000),
    "many short rows": lambda: page("甲,乙,丙\n" * 370_000),
    "quotes": lambda: page('甲,乙\n"1,2\n' * 250_000),
    "bars": lambda: page("甲|乙|丙\n" * 400_000),
}


def answer(data: bytes) -> Extraction | UnreadableFile:
    """Return what the child finds, or the refusal."""
    try:
        return confined.extract_document(data, media_type(data, ""))
    except UnreadableFile as refusal:
        return refusal


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


@pytest.mark.slow
def test_the_process_goes_on_while_two_hostile_files_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(confined, "READING", replace(confined.READING, wall_seconds=3))
    data = make_docx("<w:p/>" * 1_400_000)
    kind = media_type(data, "")
    threads = [
        threading.Thread(target=confined_refusal, args=(data, kind), daemon=True)
        for _number in range(confined.AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    pauses, small = [0.0], make_docx("<w:p/>")
    while all(thread.is_alive() for thread in threads):
        begun = time.monotonic()
        assert media_type(small, "a.docx") == kind
        time.sleep(0.01)
        pauses.append(time.monotonic() - begun)
    for thread in threads:
        thread.join()
    assert len(pauses) > 20
    assert max(pauses) < 1
    assert isinstance(answer("一、任务\n建校。（市教育局负责）".encode()), Extraction)


def confined_refusal(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableFile):
        confined.extract_document(data, kind)


def test_a_hostile_file_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert isinstance(answer((HOSTILE / "xxe.xlsx").read_bytes()), DamagedFile)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../other.xml", "/etc/other.xml", "word\\..\\..\\other.xml"])
def test_a_container_that_names_parts_outside_of_itself_is_refused(name: str) -> None:
    data = make_docx("", {name: "x"})
    with pytest.raises(DamagedFile):
        read_document(data, media_type(data, "made.docx"))
