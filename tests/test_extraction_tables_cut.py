"""Rows that the end of a page cut in two, as a web page, a Word file or a paste keeps them."""

import pytest

from tests.reading_samples import extraction_from

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
