"""Workbooks: what a cell shows, merged and hidden parts, sheets that reach too far."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from operator import le

import pytest
from openpyxl import Workbook

from tests.reading_samples import DOCUMENTS, make_xlsx, read, tables_of, texts_of
from tracker.errors import DamagedFile, TooLarge, UnknownFormat
from tracker.reading import Content, media_type
from tracker.reading.number_formats import BUILT_IN, said, shown
from tracker.reading.sheet_grid import Grid, Position

SHEET = "xl/worksheets/sheet1.xml"
AUGUST = 42948  # 1 August 2017

SHOWN = [
    (AUGUST, 'yyyy"年"m"月"', "2017年8月"),
    (AUGUST, "yyyy年m月;@", "2017年8月"),
    (AUGUST, 'e"年"mm"月"', "2017年08月"),
    (AUGUST, r"yyyy\-mm", "2017-08"),
    (AUGUST, '[$-804]yyyy"年"m"月"d"日";@', "2017年8月1日"),
    (AUGUST, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇一七年八月一日"),
    (AUGUST, "mmm-yy", "2017年8月"),
    (AUGUST, "d-mmm", "8月1日"),
    (AUGUST, "yy/m/d", "17/8/1"),
    (AUGUST, "aaaa", "星期二"),
    (AUGUST + 0.5, "yyyy/m/d h:mm", "2017/8/1 12:00"),
    (AUGUST + 0.75, "h:mm AM/PM", "6:00 下午"),
    (AUGUST + 0.25, "hh:mm:ss.0", "06:00:00.0"),
    (1.25, "[h]:mm", "30:00"),
    (0.853, "0.00%", "85.30%"),
    (0.5, "0%", "50%"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (123456, '0.0,"千"', "123.5千"),
    (12, '0"个"', "12个"),
    (3, "000", "003"),
    (1.5, "0.##", "1.5"),
    (-5, "0", "-5"),
    (-5, r"0_);[Red]\(0\)", "(5)"),
    (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
    (100, "[$¥-804]#,##0.00", "¥100.00"),
    (0.1 + 0.2, "General", "0.3"),
    (12, '第General"项"', "第12项"),
    (5, "@", "5"),
    (0.75, "# ?/?", "0.75"),
    (5, ";;;", ""),
    (1e20, "yyyy", "1e+20"),
    (AUGUST, r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", "2017年8月1日"),
    (AUGUST, 'yyyy"年"m"月底前"', "2017年8月底前"),
    (AUGUST, '[DBNum1][$-804]m"月"d"日";@', "八月一日"),
    (AUGUST, '[$-411]ggge"年"m"月"', "2017年8月"),
    (12, '0"月底前"', "12月底前"),
    (0, '"是";;"否"', "否"),
    (AUGUST, BUILT_IN[57], "2017年8月"),
    (AUGUST, BUILT_IN[58], "8月1日"),
    (AUGUST, BUILT_IN[31], "2017年8月1日"),
    (AUGUST, BUILT_IN[14], "2017/8/1"),
]


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN)
def test_a_number_is_written_as_its_cell_shows_it(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("@", "教育局"),
        ("General", "教育局"),
        ("0.00", "教育局"),
        ("yyyy/m/d;@", "教育局"),
        ('"市"@', "市教育局"),
        ('0;0;0;@"（牵头）"', "教育局（牵头）"),
        (";;;", ""),
    ],
)
def test_a_text_is_written_as_its_cell_shows_it(code: str, expected: str) -> None:
    assert said("教育局", code) == expected


def test_days_may_be_counted_from_1904() -> None:
    assert shown(AUGUST - 1462, "yyyy-mm-dd", from_1904=True) == "2017-08-01"


def grid(content: Content) -> list[list[str]]:
    (table,) = tables_of(content)
    return texts_of(table)


def with_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return the package with the text of one part changed."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.namelist():
            text = old.read(entry).decode()
            new.writestr(entry, change(text) if entry == name else text)
    return file.getvalue()


def test_a_typed_month_stays_a_month() -> None:
    def dated(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        for row, code in enumerate(('yyyy"年"m"月"', "yyyy/m/d", "0%"), 2):
            sheet.cell(row, 1, date(2017, 8, 1) if row < 4 else 0.5).number_format = code
        sheet.cell(5, 1, datetime(2017, 8, 1, 9, 30)).number_format = "m月d日 h:mm"  # noqa: DTZ001
        sheet.cell(6, 1, value=True)

    shown_texts = [row[0] for row in grid(read(make_xlsx([["完成时间"]], dated)))]
    assert shown_texts == ["完成时间", "2017年8月", "2017/8/1", "50%", "8月1日 9:30", "TRUE"]


def test_formats_of_chinese_excel_need_no_code() -> None:
    def dated(workbook: Workbook) -> None:
        workbook.worksheets[0].cell(2, 1, date(2017, 8, 1)).number_format = "0.00"

    data = with_part(
        make_xlsx([["时间"]], dated),
        "xl/styles.xml",
        lambda text: text.replace('numFmtId="2"', 'numFmtId="57"'),
    )
    assert grid(read(data)) == [["时间"], ["2017年8月"]]


def test_the_dates_of_the_golden_file_read_like_its_texts() -> None:
    def rows(name: str) -> list[list[str]]:
        return grid(read((DOCUMENTS / "tianning" / name).read_bytes()))

    assert rows("dates.xlsx") == rows("source.xlsx")


def test_merged_ranges_are_spans_and_hidden_parts_are_told_of() -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        sheet.merge_cells("B2:C2")
        sheet.merge_cells("B3:B9")
        sheet.row_dimensions[3].hidden = True
        hidden = workbook.create_sheet("字典")
        hidden["A1"], hidden.sheet_state = "甲", "veryHidden"
        workbook.create_sheet("空表")

    rows = [[], ["", "题"], ["", "甲", "隐"], ["", "", "乙\n丙"], ["", "", "丁"]]
    content = read(make_xlsx(rows, change))
    (table,) = tables_of(content)
    assert texts_of(table) == [["", ""], ["题", "题"], ["", ""], ["甲", "乙\n丙"], ["甲", "丁"]]
    assert (table.place.part, table.rows[3][1].lines) == ("任务表", ("乙", "丙"))
    assert [re.findall("字典|任务表", warning) for warning in content.warnings] == [
        ["字典"],
        ["任务表"],
    ]


SEEN = [
    # rows and columns hidden (from 0), merged range, what is seen, whether there is a remark
    ((), (1,), None, [["甲", "丙"], ["丁", "己"], ["庚", "壬"]], True),
    ((1,), (), None, [["甲", "乙", "丙"], ["", "", ""], ["庚", "辛", "壬"]], True),
    ((2,), (2,), None, [["甲", "乙"], ["丁", "戊"]], True),
    ((), (0,), ((0, 0), (0, 2)), [["甲", "甲"], ["戊", "己"], ["辛", "壬"]], True),
    ((1,), (), ((0, 0), (2, 0)), [["甲", "乙", "丙"], ["", "", ""], ["甲", "辛", "壬"]], True),
    ((0,), (), ((0, 0), (1, 0)), [["", "", ""], ["甲", "戊", "己"], ["庚", "辛", "壬"]], True),
    ((), (9,), None, [["甲", "乙", "丙"], ["丁", "戊", "己"], ["庚", "辛", "壬"]], False),
]


@pytest.mark.parametrize(("rows", "columns", "merge", "expected", "is_told"), SEEN)
def test_what_a_sheet_hides_is_left_out(
    rows: tuple[int, ...],
    columns: tuple[int, ...],
    merge: tuple[Position, Position] | None,
    expected: list[list[str]],
    *,
    is_told: bool,
) -> None:
    grid = Grid(hidden_rows=set(rows), hidden_columns=[range(at, at + 1) for at in columns])
    for at, text in enumerate("甲乙丙丁戊己庚辛壬"):
        place = divmod(at, 3)
        is_covered = merge and merge[0] < place and all(map(le, place, merge[1]))
        grid.put(*place, () if is_covered else (text,))
    grid.merges = [merge] if merge else []
    warnings: list[str] = []
    assert texts_of(grid.table("表", warnings)) == expected
    assert bool(warnings) is is_told


@pytest.mark.parametrize(
    "hidden",
    ['<col min="1" max="2000000000" hidden="1"/>', '<col min="1" max="16384" width="0"/>'],
)
def test_a_sheet_that_hides_all_has_no_text(hidden: str) -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = with_part(
        make_xlsx([["甲"]]),
        SHEET,
        lambda text: re.sub(
            "(<cols>.*</cols>)?<sheetData>", f"<cols>{hidden}</cols><sheetData>", text
        ).replace("</sheetData>", "</sheetData>" + merges),
    )
    with pytest.raises(UnknownFormat):
        read(data)


def test_a_formula_without_result_is_told_of() -> None:
    content = read(make_xlsx([["序号"], ["=ROW()-1"]]))
    assert grid(content) == [["序号"]]
    assert "1" in content.warnings[0]


def test_errors_are_no_names_and_are_told_of() -> None:
    content = read(make_xlsx([["序号", "责任单位"], ["1", "#N/A"], ["2", "#REF!"], ["3", "#甲"]]))
    assert grid(content) == [["序号", "责任单位"], ["1", ""], ["2", ""], ["3", "#甲"]]
    assert set(re.findall(r"#N/A|\d", content.warnings[0])) == {"#N/A", "2"}


def test_a_day_that_is_written_out_is_shown_in_the_format_of_its_cell() -> None:
    def dated(workbook: Workbook) -> None:
        workbook.worksheets[0].cell(1, 1, date(2017, 8, 1)).number_format = 'yyyy"年"m"月"'

    data = with_part(
        make_xlsx([[]], dated),
        SHEET,
        lambda text: re.sub('t="n"><v>42948', 't="d"><v>2017-08-01T00:00:00', text),
    )
    assert grid(read(data)) == [["2017年8月"]]


def test_what_a_sheet_says_of_its_size_does_not_matter() -> None:
    data = with_part(
        make_xlsx([["甲"], ["乙"]]),
        SHEET,
        lambda text: re.sub('<dimension ref=".*?"', '<dimension ref="A1:XFD9"', text),
    )
    assert grid(read(data)) == [["甲"], ["乙"]]


def test_several_sheets_are_several_tables() -> None:
    def second(workbook: Workbook) -> None:
        workbook.create_sheet("二").append(["乙"])

    content = read(make_xlsx([["甲"]], second))
    assert [table.place.part for table in tables_of(content)] == ["任务表", "二"]


@pytest.mark.parametrize(
    "cells",
    [
        '<row><c t="inlineStr"><is><t>甲</t></is></c><c t="str"><f>1</f><v>乙</v></c></row>',
        '<row><c r="B1" t="inlineStr"><is><r><t>甲</t></r><rPh/></is></c><c><v>乙</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>甲</v></c><c r="B1" t="e"><v>乙</v></c></row>',
    ],
)
def test_cells_written_in_other_ways_read_the_same(cells: str) -> None:
    data = with_part(
        make_xlsx([["x"]]),
        SHEET,
        lambda text: re.sub("<sheetData>.*</sheetData>", f"<sheetData>{cells}</sheetData>", text),
    )
    assert grid(read(data)) == [["甲", "乙"]]


def test_a_strict_workbook_reads_like_a_transitional_one() -> None:
    transitional = "http://schemas.openxmlformats.org/"
    plain = make_xlsx([["甲", "乙"]])
    data = plain
    for part in ("xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml"):
        data = with_part(
            data,
            part,
            lambda text: text.replace(
                transitional + "spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                transitional + "officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            ),
        )
    assert data != plain
    assert grid(read(data)) == grid(read(plain))


def test_a_style_that_no_library_knows_does_not_matter() -> None:
    data = with_part(
        make_xlsx([["甲"]]),
        "xl/styles.xml",
        lambda text: text.replace("<border>", '<border odd="1"><odd style="none of these"/>'),
    )
    assert grid(read(data)) == [["甲"]]


FAR = '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
MILLION = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(2, 250_003))
OVERLAPPING = "<mergeCells>" + '<mergeCell ref="A1:CV2000"/>' * 3 + "</mergeCells>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</sheetData>", FAR),
        ("</sheetData>", MILLION + "</sheetData>"),
        (
            "</sheetData>",
            '<row r="2000"><c r="CV2000"><v>1</v></c></row></sheetData>' + OVERLAPPING,
        ),
    ],
    ids=["far cell", "million rows", "overlapping merges"],
)
def test_a_sheet_that_reaches_too_far_is_refused(old: str, new: str) -> None:
    data = with_part(make_xlsx([["甲"]]), SHEET, lambda text: text.replace(old, new))
    with pytest.raises(TooLarge):
        read(data)


@pytest.mark.parametrize(
    "extra",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:A1"/></mergeCells>',
        '<mergeCells><mergeCell ref="nonsense"/><mergeCell/></mergeCells>',
    ],
)
def test_a_merged_range_ends_where_the_text_ends(extra: str) -> None:
    data = with_part(
        make_xlsx([["甲", "乙"]]),
        SHEET,
        lambda text: text.replace("</sheetData>", "</sheetData>" + extra),
    )
    assert grid(read(data))[0][0] == "甲"


@pytest.mark.parametrize("row", ["-7", "0", "", "x", "9" * 5000])
def test_absurd_row_numbers_are_read_as_the_next_row(row: str) -> None:
    data = with_part(
        make_xlsx([["甲"]]), SHEET, lambda text: text.replace('<row r="1"', f'<row r="{row}"')
    )
    assert grid(read(data)) == [["甲"]]


def test_a_workbook_without_sheets_is_damaged_and_one_without_text_is_unknown() -> None:
    data = make_xlsx([[]])
    with pytest.raises(UnknownFormat):
        read(data)
    with pytest.raises(DamagedFile):
        read(with_part(data, "xl/workbook.xml", lambda text: re.sub("<sheet .*?/>", "", text)))


def test_a_binary_workbook_is_no_xlsx() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    with pytest.raises(UnknownFormat, match=r"\.xlsb"):
        read(file.getvalue())
    assert media_type(file.getvalue(), "a.xlsb") == media_type(file.getvalue(), "")
