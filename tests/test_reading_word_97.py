"""Documents of Word 97 to 2003, and what only LibreOffice can read."""

import http.server
import struct
import threading
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from lxml import etree

from tests.old_samples import SECTOR, make_compound
from tests.reading_samples import DOCUMENTS, content_of, read, tables_of
from tracker.errors import DamagedFile, EncryptedFile, UnknownFormat
from tracker.reading import (
    libre_office,
    media_types,
    read_document,
    word_97_formatting,
    word_97_properties,
)
from tracker.reading.compound import Compound
from tracker.reading.word_97_writing import xml_bytes

WORD_97, WORD_95 = 0xA5EC, 0xA5DC
PASSWORD = 0x0100
needs_libre_office = pytest.mark.skipif(
    libre_office.command() is None, reason="LibreOffice is not installed"
)


def head(sign: int, flags: int = 0) -> bytes:
    """Return a document that begins with this sign and has these flags."""
    return make_compound({"WordDocument": struct.pack("<H8xH", sign, flags), "0Table": b"a"})


@pytest.mark.parametrize("name", ["tianning/source.doc", "jilin-city/source.doc"])
def test_lists_of_properties_that_libre_office_cuts_are_read(name: str) -> None:
    content = content_of(name)
    assert content.media_type == media_types.DOC
    assert max(len(table.rows) for table in tables_of(content)) in {14, 46}


def test_every_module_that_reads_such_lists_takes_part() -> None:
    import pkgutil

    import doc2docx
    from doc2docx import msdoc

    word_97_properties.take_effect()
    assert doc2docx.__version__ == "0.36.6", "look at the names again before taking another"
    names = [each.name for each in pkgutil.iter_modules(msdoc.__path__)]
    modules = [getattr(msdoc, name) for name in names if hasattr(msdoc, name)]
    users = [module for module in modules if hasattr(module, "parse_grpprl")]
    assert len(users) >= 6
    assert {module.parse_grpprl for module in users} == {word_97_properties.tolerant}


@pytest.mark.slow
def test_a_long_document_is_read_in_parts_that_are_together_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from doc2docx import converter
    from doc2docx.msdoc import formatting

    met: list[tuple[object, object]] = []

    def both(*given: Any, **places: Any) -> object:
        whole = word_97_formatting.whole(*given, **places)
        parts = word_97_formatting.in_parts(*given, **places)
        characters = formatting._merge_character_spans(parts.character_spans)
        paragraphs = formatting._merge_paragraph_spans(parts.paragraph_spans)
        met.append((whole.character_spans, characters))
        met.append((whole.paragraph_spans, paragraphs))
        return parts

    monkeypatch.setattr(word_97_formatting, "PART", 30)
    word_97_formatting.take_effect()
    assert converter.read_formatting is word_97_formatting.in_parts
    monkeypatch.setattr(word_97_formatting, "take_effect", lambda: None)
    monkeypatch.setattr(converter, "read_formatting", both)
    content_of("tianning/source.doc")
    assert len(met) == 2
    assert all(whole == parts and whole for whole, parts in met)


FLAG, LONG = struct.pack("<HB", 0x2416, 1), struct.pack("<HB4x", 0xD612, 4)
TABS = struct.pack("<HBB4xB3x", 0xC615, 255, 1, 1)
DEFINITION = struct.pack("<HH5x", 0xD608, 6)


@pytest.mark.parametrize("whole", [FLAG, LONG, TABS, DEFINITION, FLAG + TABS + LONG])
@pytest.mark.parametrize("cut", [b"", LONG[:-1], LONG[:3], TABS[:-1], TABS[:4], DEFINITION[:-1]])
def test_only_the_last_property_is_dropped(whole: bytes, cut: bytes) -> None:
    assert word_97_properties.whole_length(whole + cut) == len(whole)


def test_a_document_under_a_password_says_so() -> None:
    for sign in (WORD_97, WORD_95):
        with pytest.raises(EncryptedFile):
            read(head(sign, PASSWORD))


@pytest.mark.skipif(libre_office.command() is not None, reason="LibreOffice is installed")
def test_what_only_libre_office_reads_asks_for_another_format() -> None:
    for data in (head(WORD_95), head(WORD_97), rb"{\rtf1 a}"):
        with pytest.raises(UnknownFormat, match=r"无法识别.*\.docx"):
            read(data)


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_document_that_is_cut_off_is_damaged(tenth: int) -> None:
    data = (DOCUMENTS / "fuxin" / "source.doc").read_bytes()
    with pytest.raises(DamagedFile):
        read_document(data[: len(data) * tenth // 10], media_types.DOC)


def test_the_streams_of_a_compound_file_are_found_by_any_case() -> None:
    file = Compound.read(make_compound({"BOOK": b"a", "Other": b"b" * 5000}))
    assert (file.stream("Book") or b"").strip(b"\0") == b"a"
    assert len(file.stream("other") or b"") == 8192
    assert file.stream("Workbook") is None


def test_a_stream_that_runs_in_a_circle_is_damaged() -> None:
    data = bytearray(make_compound({"WordDocument": b"a" * 9000}))
    first = data.index(b"aaaa") // SECTOR - 1
    struct.pack_into("<I", data, SECTOR + 4 * (first + 1), first)
    with pytest.raises(DamagedFile):
        Compound.read(bytes(data)).stream("WordDocument")


@needs_libre_office
@pytest.mark.slow
def test_libre_office_fetches_nothing_that_a_document_names(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    asked: list[str] = []

    class Note(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

        do_OPTIONS = do_GET  # noqa: N815 - the name is that of the request

    with http.server.HTTPServer(("127.0.0.1", 0), Note) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/a.png"
        fields = f'INCLUDEPICTURE "{address}"', f'INCLUDETEXT "{tmp_path}/secret.txt"'
        body = "".join(rf"{{\field{{\*\fldinst {each} }}{{\fldrslt x}}}}\par " for each in fields)
        content = read(rf"{{\rtf1\ansi {body}}}".encode())
        server.shutdown()
    assert asked == []
    assert "SECRET" not in str(content)


@pytest.mark.parametrize(
    ("text", "kept"), [("甲\x01\x0b乙\ufffe", "甲乙"), ("甲\ud800乙", "甲乙"), ("甲\t乙", "甲\t乙")]
)
def test_signs_that_xml_forbids_are_left_out_of_what_is_written(text: str, kept: str) -> None:
    root = ET.Element("t")
    root.text = text
    assert etree.fromstring(xml_bytes(root)).text == kept
