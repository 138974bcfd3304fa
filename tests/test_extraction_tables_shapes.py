"""Tables in shapes that print or a web page gives them: what each row says is kept."""

import pytest

from tests.reading_samples import extraction_from, make_html, read
from tracker.extraction import TaskRow, extract

HEAD = ("序号", "任务", "责任单位")
Said = tuple[str | None, str, tuple[str, ...], tuple[str, ...], str | None]


def said(row: TaskRow) -> Said:
    """Return what a row says: number, words, bodies and time."""
    return row.no, row.content, row.leads, row.cooperating, row.deadline_text


@pytest.mark.parametrize(
    "rows",
    [
        [
            (*HEAD, *HEAD),
            ("1", "铺路", "县交通局", "3", "架桥", "县住建局"),
            ("2", "治水", "县水利局", "4", "护林", "县林业局"),
        ],
        [
            (*HEAD, "", *HEAD),
            ("1", "铺路", "县交通局", "", "4", "护林", "县林业局"),
            ("2", "治水", "县水利局", "", "", "", ""),
            ("3", "架桥", "县住建局", "", "", "", ""),
        ],
    ],
)
def test_parts_of_a_table_beside_each_other_are_read_one_by_one(
    rows: list[tuple[str, ...]],
) -> None:
    found = extract(read(make_html(rows))).rows
    assert [said(row)[:3] for row in found] == [
        ("1", "铺路", ("县交通局",)),
        ("2", "治水", ("县水利局",)),
        ("3", "架桥", ("县住建局",)),
        ("4", "护林", ("县林业局",)),
    ]


def test_numbers_begin_anew_with_each_unit_and_words_of_a_page_are_no_words_of_a_task() -> None:
    lines = ["单位", "序号", "任务", "县应急局", "1", "打印台账", "2", "组织演练"]
    lines += ["县能源局", "1", "关闭煤窑", "2", "淘汰产能"]
    found = extraction_from("\n".join(lines)).rows
    assert [said(row)[:3] for row in found] == [
        ("1", "打印台账", ("县应急局",)),
        ("2", "组织演练", ("县应急局",)),
        ("1", "关闭煤窑", ("县能源局",)),
        ("2", "淘汰产能", ("县能源局",)),
    ]


def said_of(*rows: tuple[str, ...]) -> list[Said]:
    """Return what the rows of a table say."""
    return [said(row) for row in extract(read(make_html(rows))).rows]


@pytest.mark.parametrize(
    ("headings", "bodies", "expected"),
    [
        (("责任单位", "责任区域"), ("市水利局", "南山区"), (("市水利局",), ())),
        (("建设单位", "责任单位"), ("市城投集团", "市水利局"), (("市水利局",), ("市城投集团",))),
        (("牵头单位", "项目单位"), ("市水利局", "市城投集团"), (("市水利局",), ("市城投集团",))),
        (("责任区域",), ("南山区政府",), (("南山区政府",), ())),
    ],
)
def test_who_builds_and_where_do_not_lead_beside_who_answers(
    headings: tuple[str, ...], bodies: tuple[str, ...], expected: tuple[object, object]
) -> None:
    rows = [("序号", "任务", *headings, "完成时限"), ("1", "清理河道", *bodies, "6月底")]
    assert said_of(*rows) == [("1", "清理河道", *expected, "6月底")]


def test_powers_are_no_tasks() -> None:
    head = ("序号", "事项名称", "法律依据", "实施机关")
    assert said_of(head, ("1", "占道许可", "城乡规划法", "市城管局")) == []


FIRST = ("1", "修建堤坝，加固河", "县水利局、县财", "2025年6月")
NEXT = ("2", "植树", "县林业局", "9月底")
WHOLE = ("1", "修建堤坝，加固河岸。", ("县水利局", "县财政局"), (), "2025年6月底")


@pytest.mark.parametrize("head", [(), ("序号", "任务", "责任单位", "完成时限")])
@pytest.mark.parametrize(
    ("first", "rest", "expected"),
    [
        (FIRST, ("", "岸。", "政局", "底"), [WHOLE]),
        ((*FIRST[:2], "县水利局、县财政局", "2025年6月底"), ("", "岸。", "", ""), [WHOLE]),
        (
            ("1", "修建堤坝，加固河岸。", "县水利局、", "2025年6月底"),
            ("", "", "县财政局", ""),
            [WHOLE],
        ),
        (
            ("1", "修建堤坝。", "县水利局", "6月底"),
            ("", "（二）其他工作", "", ""),
            [("1", "修建堤坝。", ("县水利局",), (), "6月底")],
        ),
    ],
)
def test_a_row_cut_by_the_end_of_a_page_is_whole_where_each_page_has_its_table(
    head: tuple[str, ...], first: tuple[str, ...], rest: tuple[str, ...], expected: list[Said]
) -> None:
    upper = make_html([("序号", "任务", "责任单位", "完成时限"), first])
    lower = make_html([head, rest, NEXT] if head else [rest, NEXT])
    table = lower[lower.index(b"<table") : lower.index(b"</body>")]
    rows = extract(read(upper.replace(b"</body>", table + b"</body>"))).rows
    assert [said(row) for row in rows] == [*expected, ("2", "植树", ("县林业局",), (), "9月底")]


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        (
            "责任单位",
            "县水利局（责任人：周强）、县住建局（责任人：李刚）",
            (("县水利局", "县住建局"), ()),
        ),
        ("责任单位", "县水利局 责任人：周强", (("县水利局",), ())),
        ("责任单位及配合单位", "县水利局", (("县水利局",), ())),
        ("责任单位及配合单位", "县水利局、县住建局", ((), ("县水利局", "县住建局"))),
        ("配合单位", "暂无", ((), ())),
    ],
)
def test_a_cell_names_bodies_and_only_these(
    heading: str, cell: str, expected: tuple[object, object]
) -> None:
    rows = said_of(("序号", "任务", heading, "完成时限"), ("1", "清理河道", cell, "6月底"))
    assert rows == [("1", "清理河道", *expected, "6月底")]


def test_a_heading_beside_the_first_row_of_a_merged_unit_is_no_task() -> None:
    page = (
        "<table><tr><td>责任单位<td>序号<td>任务<td>完成时限</tr>"
        "<tr><td rowspan=2>县财政局<td colspan=3>一、惠企政策</tr>"
        "<tr><td>1<td>兑现奖补<td>6月底</tr>"
        "<tr><td>县税务局<td>2<td>退税减税<td>9月底</tr></table>"
    )
    rows = extract(read(page.encode())).rows
    assert [said(row) for row in rows] == [
        ("1", "兑现奖补", ("县财政局",), (), "6月底"),
        ("2", "退税减税", ("县税务局",), (), "9月底"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "1       排查险工      县水利局      6月底\n                      县应急局",
            ("1", "排查险工", ("县水利局", "县应急局"), (), "6月底"),
        ),
        (
            "1     修建堤坝，    县水利局、    2025年\n      加固河岸      县应急局      12月",
            ("1", "修建堤坝，加固河岸", ("县水利局", "县应急局"), (), "2025年12月"),
        ),
    ],
)
def test_cells_that_blanks_align_go_on_in_the_line_below(lines: str, expected: Said) -> None:
    head = "序号    工作任务      责任单位      完成时限"
    more = "2     修缮堤坝      县住建局      9月底\n3     储备沙石      县商务局      9月底"
    rows = extraction_from(f"某县防汛工作要点\n{head}\n{lines}\n{more}").rows
    assert [said(row) for row in rows][:1] == [expected]
    assert [row.no for row in rows] == ["1", "2", "3"]
