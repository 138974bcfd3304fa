"""Workbooks of Excel 97 to 2003: what their cells show, and what is hidden or broken in them."""

import struct

import pytest

from tests.old_samples import (
    Sheet,
    Value,
    make_compound,
    make_xls,
    record,
    workbook,
)
from tests.reading_samples import DOCUMENTS, read, tables_of, texts_of
from tracker.errors import DamagedFile, EncryptedFile, TooLarge
from tracker.reading import media_types, read_document

MONTH = 'yyyy"年"m"月"'
AUGUST = 42948.0


def shown(value: Value, code: str, from_1904: int = 0) -> str:
    data = make_xls(Sheet([[value]], styles={(0, 0): 1}), formats={164: code}, from_1904=from_1904)
    return texts_of(tables_of(read(data))[0])[0][0]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (AUGUST, MONTH, "2017年8月"),
        (AUGUST, "yyyy/m/d;@", "2017/8/1"),
        (AUGUST, "[$-804]yyyy年m月", "2017年8月"),
        (0.8, "0%", "80%"),
        (12.0, "General", "12"),
        (True, "General", "TRUE"),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(value: Value, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_days_may_be_counted_from_1904() -> None:
    assert shown(AUGUST - 1462, MONTH, from_1904=1) == "2017年8月"


def test_a_format_without_a_code_is_the_one_of_chinese_excel() -> None:
    data = make_xls(Sheet([[AUGUST]], styles={(0, 0): 1}), formats={57: MONTH})
    without = data.replace(record(0x41E)[:2], b"\xef\x00", 1)
    for each in (data, without):
        assert texts_of(tables_of(read(each))[0]) == [["2017年8月"]]


def test_a_merged_cell_stands_in_every_place_that_it_covers() -> None:
    rows = [["任务", "任务"], ["甲", "建校"], ["", "招人"]]
    data = make_xls(Sheet([["任务", ""], *rows[1:]], merges=[(0, 0, 0, 1), (1, 2, 0, 0)]))
    (table,) = tables_of(read(data))
    assert texts_of(table) == [["任务", "任务"], ["甲", "建校"], ["甲", "招人"]]


def test_hidden_sheets_rows_and_columns_are_left_out_with_a_remark() -> None:
    content = read(
        make_xls(
            Sheet([["甲"], ["乙"]], hidden_rows=[1]),
            Sheet([["字典"]], name="字典", visibility=1),
            Sheet([["密"]], name="密", visibility=2),
            Sheet([["丙", "丁"]], name="另", hidden_columns=[1]),
        )
    )
    assert [texts_of(table) for table in tables_of(content)] == [[["甲"]], [["丙"]]]
    assert [sum(name in warning for warning in content.warnings) for name in ("字典", "密")] == [
        1,
        1,
    ]
    assert len(content.warnings) == 4


def test_a_table_keeps_the_number_of_its_rows_and_the_name_of_its_sheet() -> None:
    (table,) = tables_of(read(make_xls(Sheet([[], ["", "甲"]], name="任务"))))
    assert (table.place.part, texts_of(table)) == ("任务", [[""], ["甲"]])


def test_records_of_no_use_do_not_spoil_the_file() -> None:
    broken = record(0x18, b"\xff" * 30) + record(0x17, b"\xff")
    data = make_compound({"Workbook": workbook(Sheet([["甲"]]), more=broken)})
    assert texts_of(tables_of(read(data))[0]) == [["甲"]]


def test_a_workbook_under_a_password_says_so() -> None:
    locked = record(0x2F, struct.pack("<HHH", 0, 1, 2))
    data = make_compound({"Workbook": workbook(Sheet([["甲"]]), more=locked)})
    with pytest.raises(EncryptedFile):
        read(data)


def test_a_cell_far_out_is_refused() -> None:
    rows: list[list[str]] = [["甲"], *[[]] * 65_000, ["", "", "", "乙"]]
    with pytest.raises(TooLarge):
        read(make_xls(Sheet(rows)))


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_workbook_that_is_cut_off_is_damaged(tenth: int) -> None:
    data = (DOCUMENTS / "tianning" / "source.xls").read_bytes()
    with pytest.raises(DamagedFile):
        read_document(data[: len(data) * tenth // 10], media_types.XLS)


def test_the_reader_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    data = (DOCUMENTS / "tianning" / "source.xls").read_bytes()
    read(data)
    with pytest.raises(DamagedFile):
        read_document(data[:6000], media_types.XLS)
    assert capfd.readouterr() == ("", "")
