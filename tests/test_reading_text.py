"""Tables typed into plain text, and paragraphs that only look like them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading_samples import content_of
from tracker.errors import TooLarge, UnknownFormat
from tracker.reading import Content, Paragraph, Table, read_document

GRID = (("序号", "任务", "单位"), ("1", "建校", "教育局"), ("2", "修路", "交通局"))


def read(text: str) -> Content:
    return read_document(text.encode(), "text/plain")


def grids(content: Content) -> list[tuple[tuple[str, ...], ...]]:
    return [
        tuple(tuple(cell.text for cell in row) for row in block.rows)
        for block in content.blocks
        if isinstance(block, Table)
    ]


def paragraphs(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "typed",
    [
        "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in GRID),
        "\n".join("\t".join(row) for row in GRID),
        "\n".join("\t" + "\t".join(row) for row in GRID),
        "\n".join("|" + "|".join(row) + "|" for row in GRID),
        "|序号|任务|单位|\n|---|:--|---|\n|1|建校|教育局|\n|2|修路|交通局|",
        '序号\t任务\t单位\n1\t"建校"\t教育局\n2\t修路\t交通局',
    ],
)
def test_a_typed_table_is_a_table_and_text_around_it_is_not(typed: str) -> None:
    content = read(f"任务分解表\n\n{typed}\n\n附件2\n名单")
    assert grids(content) == [GRID]
    assert paragraphs(content) == ["任务分解表", "附件2", "名单"]


def test_lines_of_other_bars_above_a_table_are_no_part_of_it() -> None:
    facts = ["索引号 | 000330185 | 公开方式 | 主动公开 |", "发布单位 | 区政府 | 发文日期 | 2022 |"]
    table = [
        "序号 | 实事项目 | 工作举措 | 责任单位 | 配合单位 |",
        "1 | 新建幼儿园 | 8月底前竣工。 | 教育局 | 住建局、财政局 |",
        "2 | 新建驿站 | 9月底前建成。 | 民政局 | 财政局 |",
    ]
    *above, found = read("\n".join([*facts, *table])).blocks
    assert [type(each) for each in above] == [Paragraph, Paragraph]
    assert isinstance(found, Table)
    assert [cell.text for cell in found.rows[0]] == [
        *("序号", "实事项目", "工作举措", "责任单位", "配合单位"),
    ]
    assert len(found.rows) == 3


def test_lines_without_a_tab_belong_to_the_cell_above() -> None:
    content = read("\t序号\n\t任务\n\n\t1\n\t加强领导\n\n抓紧动员\n\n\t2\n\t落实")
    table = content.blocks[0]
    assert isinstance(table, Table)
    assert table.rows[1][1].lines == ("加强领导", "抓紧动员")


def test_a_pasted_cell_in_quotes_keeps_its_lines() -> None:
    table = read('序号\t单位\n1\t"教育局\n财政局"\n2\t编办').blocks[0]
    assert isinstance(table, Table)
    assert table.rows[1][1].lines == ("教育局", "财政局")


@pytest.mark.parametrize(
    "text",
    [
        "\t一、总体要求\n\t为贯彻落实意见，制定本方案。\n\n\t二、任务\n\t加强建设。",
        "\t第一段。\n\n\t第二段。\n\n\t第三段。",
        "\t只有一行\n\t还有一行",
        "联系人：张三\t电话：123",
        "甲|乙",
    ],
)
def test_indented_paragraphs_are_no_table(text: str) -> None:
    assert not grids(read(text))


@pytest.mark.parametrize("line", ["\t甲", "\t甲\t乙。", "|甲|乙。|"])
def test_thousands_of_lines_that_are_no_table_are_read_at_once(line: str) -> None:
    begun = time.process_time()
    assert len(read("\n".join([line] * 2000)).blocks) == 2000
    assert time.process_time() - begun < 5


def test_a_place_names_the_line() -> None:
    content = read("甲\n\n乙\n序号\t任务\n1\t建校")
    assert [block.place.line for block in content.blocks] == [1, 3, 4]
    assert [block.place.table for block in content.blocks] == [None, None, 1]


def test_a_text_of_thousands_of_pages_is_too_large() -> None:
    with pytest.raises(TooLarge):
        read("段" * 3_000_001)


@pytest.mark.parametrize("variant", ["gb18030.txt", "utf16.txt"])
def test_encodings_of_one_document_read_the_same(variant: str) -> None:
    assert content_of(f"tianning/{variant}") == content_of("tianning/source.txt")


headings = st.text(st.characters(categories=["Lo"]), min_size=1, max_size=8)
cells = st.text(st.characters(categories=("Lo", "Nd")), min_size=1, max_size=8)


@given(
    st.tuples(headings, headings, headings),
    st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5),
)
def test_a_cell_a_line_and_a_row_a_line_give_the_same_table(
    header: tuple[str, ...], items: list[tuple[str, ...]]
) -> None:
    rows = [header, *items]
    by_cell = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    by_row = "\n".join("\t".join(row) for row in rows)
    assert grids(read(by_cell)) == grids(read(by_row)) == [tuple(rows)]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    blocks = read("字" + text.replace("\0", "")).blocks if _is_plain(text) else ()
    assert [block.place.block for block in blocks] == list(range(len(blocks)))


def _is_plain(text: str) -> bool:
    return all(sign.isprintable() or sign in "\t\r\n" for sign in text)


LONG = "一、重点任务\n市教育局负责，于2024年6月底前完成校舍修建。\n" * 20
OLD = "一、重點任務\n市教育局負責，於2024年6月底前完成校舍修建。\n" * 20
# How a text is written, and what stands in place of its bytes 301 and 302.
DAMAGED = [
    (LONG, "utf-8", b"\xff"),
    (LONG, "utf-8", b"\xe5\xb8\x82\x82"),
    (LONG, "gb18030", b"\xff"),
    (LONG, "gbk", b"\x00"),
    (OLD, "big5", b"\xff"),
]


@pytest.mark.parametrize(("text", "encoding", "bad"), DAMAGED)
def test_a_damaged_byte_loses_its_character_and_nothing_else(
    text: str, encoding: str, bad: bytes
) -> None:
    data = text.encode(encoding)
    at = len(text[:301].encode(encoding))
    content = read_document(data[:at] + bad + data[at:], "text/plain")
    told, whole = paragraphs(content), paragraphs(read(text))
    different = [one for one, other in zip(told, whole, strict=True) if one != other]
    assert len(different) == 1
    assert "\ufffd" in different[0]
    assert len(content.warnings) == 1
    assert "\ufffd" in content.warnings[0]


@pytest.mark.parametrize("encoding", ["hz", "utf-7"])
def test_texts_in_seven_bits_are_read(encoding: str) -> None:
    content = read_document(LONG.encode(encoding), "text/plain")
    assert paragraphs(content) == paragraphs(read(LONG))
    assert content.warnings == ()


@pytest.mark.parametrize("text", ["a+b=c ~{x~} C++", "+ABCDEFGH", "~ {}"])
def test_signs_in_plain_english_are_no_encoding(text: str) -> None:
    assert paragraphs(read(text)) == [text]


def test_bytes_of_no_text_are_refused() -> None:
    with pytest.raises(UnknownFormat):
        read_document(bytes(range(256)) * 40, "text/plain")
