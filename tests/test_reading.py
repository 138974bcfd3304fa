"""Which type a file has, what is refused before reading, and how text is decoded."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.old_samples import make_compound
from tests.reading_samples import make_docx
from tracker.errors import (
    DamagedFile,
    EncryptedFile,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
    WrongType,
)
from tracker.reading import MAX_BYTES, READERS, media_type, read_document
from tracker.reading import media_types as types
from tracker.reading.decoding import decode

SENTENCE = r"\w{4}"


def make_zip(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


TEXT = "关于印发某市工作方案的通知\n某政办发〔2020〕5号，张䶮负责。"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (make_docx("<w:p/>"), "a.docx", types.DOCX),
        (make_docx("<w:p/>"), "a.doc", types.DOCX),
        (make_docx("<w:p/>"), "a.pdf", types.DOCX),
        ("任务".encode(), "a.txt", types.TEXT),
        ("任务".encode(), "a", types.TEXT),
        (b"BM is how this text begins", "a.txt", types.TEXT),
        ("任务,单位\n建校,教育局".encode("gb18030"), "a.CSV", types.CSV),
        ("任务;单位\n建校;教育局".encode(), "a.txt", types.CSV),
        ("任务\t单位\n建校\t教育局".encode(), "", types.CSV),
        ("一段话, 有逗号。\n又一段话。".encode(), "a.csv", types.TEXT),
        (b"<table><tr><td>1", "", types.HTML),
        (b"\n <!--StartFragment--><tr><td>1", "", types.HTML),
        (b"Version:0.9\r\nStartHTML:0000\r\n<html>", "", types.HTML),
        (b"<google-sheets-html-origin><style>", "", types.HTML),
        ("<通知>\n各县".encode(), "", types.TEXT),
        (b"<html><table></table></html>", "a.doc", types.HTML),
        (b"<!DOCTYPE HTML><p>", "a.xls", types.HTML),
        (b"MIME-Version: 1.0\n", "a.doc", types.MHTML),
        (b"<?xml version='1.0'?><x/>", "a.xml", types.XML),
        (rb"{\rtf1 }", "a.doc", types.RTF),
        (b"%PDF-1.7\n", "a.pdf", types.PDF),
        (b"\n\n%PDF-1.7\n", "a.txt", types.PDF),
        (make_compound({"WordDocument": b""}), "a.doc", types.DOC),
        (make_compound({"Workbook": b"WordDocument"}), "a.wps", types.XLS),
        (make_compound({"BOOK": b"", "\5SummaryInformation": b""}), "a.et", types.XLS),
        (make_compound({"PowerPoint Document": b""}), "a.doc", types.PPT),
        (b"\x89PNG\r\n\x1a\n....", "a.png", types.PNG),
        (b"\xff\xd8\xff....", "a.jpg", types.JPEG),
    ],
)
def test_bytes_choose_the_type(data: bytes, name: str, expected: str) -> None:
    assert media_type(data, name) == expected


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"", "a.docx", UnknownFormat),
        (b" \r\n\0", "a.txt", UnknownFormat),
        (b"a" * (MAX_BYTES + 1), "a.txt", TooLarge),
        ("这不是文档".encode("gb18030"), "a.docx", WrongType),
        ("序号,任务\n1,建校".encode(), "a.xls", WrongType),
        (b"\xff\xd8\xff....", "a.pdf", WrongType),
        (b"PK\x03\x04 cut off", "a.docx", DamagedFile),
        (make_compound({"WordDocument": b""})[:512], "a.doc", DamagedFile),
        (make_compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "a.docx", EncryptedFile),
        (make_compound({"MatOST": b"", "CONTENTS": b""}), "a.wps", UnknownFormat),
        (b"\x00\x01\x02\x03\xff\xfe\xfd" * 9, "a.bin", UnknownFormat),
    ],
)
def test_files_nobody_can_read_are_refused_in_a_sentence(
    data: bytes, name: str, refusal: type[UnreadableFile]
) -> None:
    with pytest.raises(refusal, match=SENTENCE):
        media_type(data, name)


MAIL = b"From: a@x.gov.cn\nTo: b@x.gov.cn\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
SAVED = (
    b"From: <Saved by Blink>\nSubject: %s\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n"
)


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (MAIL, "a.eml", "邮件"),
        (make_compound({"__properties_version1.0": b"x"}), "a.msg", "邮件"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(90), "a.rar", "压缩包"),
        (bytes(257) + b"ustar" + bytes(90), "a.tar", "压缩包"),
        (make_zip("Index/Document.iwa"), "a.pages", "其他程序"),
        (make_zip("readme.txt"), "a.zip", "压缩包"),
        (b"MZ" + bytes(range(256)) * 40, "a.doc", "其他程序"),
        (b"\x02Li  \x00L\x00i", "~$方案.docx", "临时文件"),
    ],
)
def test_what_is_no_document_is_called_what_it_is(data: bytes, name: str, word: str) -> None:
    with pytest.raises(UnknownFormat, match=word):
        media_type(data, name)


@pytest.mark.parametrize("title", [b"a", b"\n ".join([b"=?utf-8?Q?=E5=85=B3=E4=BA=8E?="] * 20)])
def test_a_page_saved_as_one_file_is_no_mail(title: bytes) -> None:
    assert media_type(SAVED % title, "a.mht") == types.MHTML


@pytest.mark.parametrize("type_", sorted(set(types.LABELS) - set(READERS)))
def test_a_known_type_without_reader_is_refused_with_the_types_that_work(type_: str) -> None:
    with pytest.raises(UnknownFormat) as refusal:
        read_document(b"", type_)
    assert types.LABELS[type_] in str(refusal.value)
    assert ".docx" in str(refusal.value)


def test_a_file_without_text_is_refused() -> None:
    data = make_docx("<w:p/>")
    with pytest.raises(UnknownFormat):
        read_document(data, media_type(data, "a.docx"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_of_the_ladder_gives_the_same_text(encoding: str) -> None:
    assert decode(TEXT.replace("\n", "\r\n").encode(encoding)) == TEXT


@pytest.mark.parametrize("text", ["2017年8月,政府办", "市教育局", "张䶮"])
def test_short_texts_in_gbk_are_read_right(text: str) -> None:
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize("text", ["市教育局牽頭負責落實，並於年底前完成。", "市教育局", "各縣政府"])
def test_texts_in_big5_are_read_right(text: str) -> None:
    assert decode(text.encode("big5")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_last_character_that_is_cut_off_is_marked(encoding: str) -> None:
    text = "市教育局牵头负责落实"
    assert decode((text + "局").encode(encoding)[:-1]) == text + "�"


def test_the_sign_that_ends_files_of_dos_is_no_text() -> None:
    assert decode("市教育局".encode("gbk") + b"\x1a") == "市教育局"


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_chinese_in_gb18030_is_never_taken_for_another_encoding(text: str) -> None:
    assert decode(f"{text}，办公室。".encode("gb18030")) == f"{text}，办公室。"
