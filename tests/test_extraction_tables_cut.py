"""Rows that the end of a page cut in two, as a web page, a Word file or a paste keeps them."""

from collections.abc import Sequence

import pytest

from tests.reading_samples import cell, extraction_from, read_docx
from tracker.extraction import extract
from tracker.extraction.tables import remarks

HEAD = "序号\t工作任务\t责任单位\t完成时限\n"
LAST = "2\t推广婚检。\t市民政局\t2025年6月\n"


@pytest.mark.parametrize(
    ("upper", "lower", "meant"),
    [
        (
            "修路，改善\t市交通局、\t2025年",
            "条件。\t市财政局\t10月",
            ("修路，改善条件。", ("市交通局", "市财政局"), "2025年10月"),
        ),
        (
            "建设医院，提升服\t市卫健委、市发\t2025年12",
            "务水平。\t改委\t月底前",
            ("建设医院，提升服务水平。", ("市卫健委", "市发改委"), "2025年12月底前"),
        ),
        (
            "打通数据，对接平\t市大数据局\t2025年8月",
            "台。\t市公安局\t",
            ("打通数据，对接平台。", ("市大数据局", "市公安局"), "2025年8月"),
        ),
        (
            "建设医院。\t市卫健委、市公安局、\t2025年12月",
            "\t市财政局\t",
            ("建设医院。", ("市卫健委", "市公安局", "市财政局"), "2025年12月"),
        ),
        (
            "压实矿山企业主体\t市应急局、市住\t2025年",
            "责任\t建局、市公安局\t",
            ("压实矿山企业主体责任", ("市应急局", "市住建局", "市公安局"), "2025年"),
        ),
        (
            "压实旅行社主体\t交通局、文化\t2025年",
            "责任\t和旅游局、公安局\t",
            ("压实旅行社主体责任", ("交通局", "文化和旅游局", "公安局"), "2025年"),
        ),
    ],
)
def test_both_parts_are_one_task(
    upper: str, lower: str, meant: tuple[str, tuple[str, ...], str]
) -> None:
    first, last = extraction_from(f"{HEAD}1\t{upper}\n\t{lower}\n{LAST}").rows
    assert (first.content, first.leads, first.deadline_text) == meant
    assert last.no == "2"


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("建设医院。\t市卫健委\t2025年8月", "修路。\t市交通局\t2025年9月"),
        ("建设医院\t市卫健委\t2025年8月", "（2）修路。\t市交通局\t9月"),
        ("建设医院\t市卫健委\t2025年8月", "修路\t市交通局\t9月"),
    ],
)
def test_a_further_task_under_the_same_number_stays_one(upper: str, lower: str) -> None:
    rows = extraction_from(f"{HEAD}1\t{upper}\n\t{lower}\n{LAST}").rows
    assert [row.leads for row in rows] == [("市卫健委",), ("市交通局",), ("市民政局",)]


def test_rows_above_the_header_are_rows_of_the_table() -> None:
    rows = extraction_from(
        "1\t清理河道\t县水利局\t2022年5月\n序号\t任务\t责任单位\t时限\n2\t植树\t县林业局\t2022年3月"
    ).rows
    assert [(row.content, row.leads) for row in rows] == [
        ("清理河道", ("县水利局",)),
        ("植树", ("县林业局",)),
    ]


def test_numbered_words_above_the_header_that_are_no_row_are_told() -> None:
    found = extraction_from(
        "1\t清理河道\t全年\t甲类\n序号\t任务\t责任单位\t时限\n2\t植树\t县林业局\t2022年3月"
    )
    assert [row.content for row in found.rows] == ["植树"]
    assert remarks.left_out(["1 清理河道 全年 甲类"]) in [one.text for one in found.remarks]


def table(rows: Sequence[tuple[str, ...]]) -> str:
    lines = (f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


HEADED = ("序号", "任务", "责任单位", "完成时限")


@pytest.mark.parametrize(
    "words", ["第二项任务：组织验收", "明确责任单位和时限"], ids=["a heading's word", "two of them"]
)
@pytest.mark.parametrize("is_headed", [True, False], ids=["headed again", "not headed again"])
def test_a_page_goes_on_with_rows_in_which_words_of_headings_stand(
    words: str, *, is_headed: bool
) -> None:
    first = [HEADED, ("1", "清理河道", "省水利厅", "2022年5月")]
    below = [("2", words, "省发展改革委、省财政厅", "2022年6月")]
    last = [*([HEADED] if is_headed else []), ("3", "植树", "省林业厅", "2022年3月")]
    rows = extract(read_docx(table(first) + table(below + last))).rows
    assert [(row.no, row.content) for row in rows] == [
        ("1", "清理河道"),
        ("2", words),
        ("3", "植树"),
    ]
