"""Delimited text: encodings, delimiters, quotes, and prose that only has commas."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.reading_samples import make_csv, pasted_text, read, tables_of, texts_of
from tracker.errors import TooLarge, UnknownFormat
from tracker.reading import media_type, read_document
from tracker.reading.media_types import CSV, TEXT

ROWS = [["序号", "任务", "单位"], ["1", "建校，\n修路", "教育局"], ["2", "说“好”,做", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_same_rows_in_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    data = make_csv(ROWS, encoding, delimiter)
    assert media_type(data, "") == CSV
    assert texts_of(tables_of(read(data))[0]) == ROWS


def test_a_quoted_line_break_parts_lines_of_the_cell() -> None:
    (table,) = tables_of(read(make_csv(ROWS)))
    assert table.rows[1][1].lines == ("建校，", "修路")


@pytest.mark.parametrize(
    "text",
    [
        "任务,单位",
        "各县, 各区:\n请认真执行, 抓好落实, 及时报告。\n特此通知",
        "建校\n修路",
        "\t任务\n\t单位\n\n\t建校\n\t教育局\n财政局",
    ],
)
def test_other_text_is_text(text: str) -> None:
    assert media_type(text.encode(), "a.csv") == TEXT


def test_a_title_of_one_cell_may_stand_above() -> None:
    rows = ["任务分解表", *(f"{number},建校,教育局" for number in range(9))]
    assert texts_of(tables_of(read("\n".join(rows).encode()))[0])[0] == ["任务分解表", "", ""]


def test_quotes_that_do_not_pair_are_signs() -> None:
    rows = texts_of(tables_of(read('任务,单位\n"建校,教育局\n修路,交通局'.encode()))[0])
    assert rows[1] == ['"建校', "教育局"]


def test_a_text_without_delimiter_is_no_table() -> None:
    with pytest.raises(UnknownFormat):
        read_document("甲\n乙".encode(), CSV)


@pytest.mark.parametrize("text", ["1," * 3000 + "\n", "甲,\n" * 110_000, "字," * 1_500_001])
def test_an_absurd_table_is_too_large(text: str) -> None:
    with pytest.raises(TooLarge):
        read_document((text * 2).encode(), CSV)


def test_a_cell_of_a_whole_book_is_too_large() -> None:
    rows = "甲,乙\n" * 30_000 + "字" * 140_000 + ",丙"
    with pytest.raises(TooLarge):
        read_document(rows.encode(), CSV)


texts = st.text(st.characters(categories=("Lo", "Nd", "Po")), min_size=1, max_size=6)


@example([("0", "0", ","), ("0", "0", ",")])
@given(st.lists(st.tuples(texts, texts, texts), min_size=2, max_size=6))
def test_pasted_cells_are_the_cells(rows: list[tuple[str, ...]]) -> None:
    data = pasted_text(rows)
    if media_type(data, "") == CSV:
        assert texts_of(tables_of(read(data))[0]) == [list(row) for row in rows]
