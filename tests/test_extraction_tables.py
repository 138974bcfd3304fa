"""Task tables of other offices: headings, layouts, merged and blank cells."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.old_samples import make_ods_table, make_odt_table, make_xls_table
from tests.pages_samples import Sheet, make_ofd, make_pdf
from tests.reading_samples import (
    DOCUMENTS,
    Rows,
    cell,
    extraction_from,
    make_csv,
    make_docx_table,
    make_html,
    make_xlsx,
    pasted_text,
    read,
    read_docx,
)
from tracker.deadlines import parse_deadline
from tracker.extraction import TaskRow, extract
from tracker.extraction.fields import Field, column_field
from tracker.extraction.tables.cells import named

HEADINGS = [
    ("序号", Field.NUMBER),
    ("序 号", Field.NUMBER),
    ("重点任务", Field.TITLE),
    ("工作事项", Field.TITLE),
    ("项目名称", Field.TITLE),
    ("主要内容", Field.CONTENT),
    ("具体举措", Field.CONTENT),
    ("责任内容", Field.CONTENT),
    ("目标要求", Field.GOAL),
    ("完成时间", Field.DEADLINE),
    ("时限要求", Field.DEADLINE),
    ("时间节点", Field.DEADLINE),
    ("责任部门", Field.RESPONSIBLE),
    ("责任单位（盖章）", Field.RESPONSIBLE),
    ("落实单位", Field.RESPONSIBLE),
    ("牵头单位", Field.LEAD),
    ("主办部门", Field.LEAD),
    ("牵头责任单位", Field.LEAD),
    ("配合部门", Field.COOPERATING),
    ("协办单位", Field.COOPERATING),
    ("责任领导", Field.PERSON),
    ("责任人", Field.PERSON),
    ("完成情况", Field.OTHER),
    ("备注", Field.OTHER),
    ("任务类别", Field.SECTION),
    ("2017年5月", None),
    ("教育文体局", None),
    ("召开会议，听取汇报。", None),
]


@pytest.mark.parametrize(("heading", "field"), HEADINGS)
def test_a_heading_means_its_field(heading: str, field: Field | None) -> None:
    assert column_field(heading) is field


HEADING_CASES = [
    tuple(line.split("\t")[:2])
    for line in (DOCUMENTS / "headings.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize(("heading", "field"), HEADING_CASES)
def test_a_heading_of_a_real_table_means_its_field(heading: str, field: str) -> None:
    assert column_field(heading) is Field(field)


def rows_of(text: str) -> list[TaskRow]:
    return list(extraction_from(text).rows)


def said(row: TaskRow) -> tuple[object, ...]:
    return row.no, row.title, row.content, row.deadline_text, row.leads, row.cooperating


def test_beside_a_lead_column_the_responsible_ones_cooperate() -> None:
    (row,) = rows_of("任务\t牵头单位\t责任单位\n建校\t市教育局\t市财政局、市住建局")
    assert (row.leads, row.cooperating) == (("市教育局",), ("市财政局", "市住建局"))


def test_beside_a_cooperating_column_the_responsible_ones_lead() -> None:
    (row,) = rows_of("任务\t牵头单位\t责任单位\t配合单位\n建校\t甲局\t乙局\t丙局")
    assert (row.leads, row.cooperating) == (("甲局", "乙局"), ("丙局",))


def test_a_cell_may_say_the_roles_itself() -> None:
    (row,) = rows_of("任务\t责任单位\n建校\t市教育局牵头，市财政局、市住建局配合")
    assert (row.leads, row.cooperating) == (("市教育局",), ("市财政局", "市住建局"))


def test_one_text_column_is_the_content_and_two_are_title_and_content() -> None:
    (one,) = rows_of("任务\t责任单位\t完成时间\n建校\t教育局\t——")
    (two,) = rows_of("工作任务\t目标要求\t责任单位\n建校\t3所\t教育局")
    assert said(one) == (None, None, "建校", "——", ("教育局",), ())
    assert said(two) == (None, "建校", "3所", None, ("教育局",), ())


def test_a_table_with_its_headings_at_the_left_is_turned() -> None:
    rows = rows_of("序号\t1\t2\n任务\t建校\t修路\n责任单位\t教育局\t交通局\n完成时限\t2021年\t长期")
    assert [said(row) for row in rows] == [
        ("1", None, "建校", "2021年", ("教育局",), ()),
        ("2", None, "修路", "长期", ("交通局",), ()),
    ]


def test_a_table_without_tasks_is_left_out_and_remarked() -> None:
    extraction = extraction_from("年份\t学校数\t学生数\n2019\t10\t100\n2020\t12\t120")
    assert extraction.rows == ()
    assert len(extraction.remarks) == 1


def test_a_whole_notice_may_stand_above_the_header_of_a_sheet() -> None:
    notice = [[f"第{at}段：请各单位按照要求抓好落实。", "", ""] for at in range(1, 13)]
    table = [["序号", "任务", "责任单位"], ["1", "建校", "教育局"]]
    (row,) = extract(read(make_xlsx([*notice, *table]))).rows
    assert (row.no, row.content, row.leads) == ("1", "建校", ("教育局",))


def test_section_rows_repeated_headers_and_totals_are_no_tasks() -> None:
    head = "<w:tr>" + cell("序号") + cell("任务") + cell("责任单位") + "</w:tr>"
    section = "<w:tr>" + cell("一、教育", '<w:gridSpan w:val="3"/>') + "</w:tr>"
    data = "<w:tr>" + cell("1") + cell("建校") + cell("教育局") + "</w:tr>"
    total = "<w:tr>" + cell("合计") + cell("1项") + cell("") + "</w:tr>"
    blank = "<w:tr>" + cell("2") + cell("") + cell("") + "</w:tr>"
    table = f"<w:tbl>{head}{section}{data}{head}{blank}{total}</w:tbl>"
    (row,) = extract(read_docx(table)).rows
    assert (row.no, row.content, row.section) == ("1", "建校", ("一、教育",))


def test_a_table_goes_on_after_a_page_without_its_header() -> None:
    head = "<w:tr>" + cell("序号") + cell("任务") + cell("责任单位") + "</w:tr>"
    first = "<w:tr>" + cell("1") + cell("建校") + cell("教育局") + "</w:tr>"
    second = "<w:tr>" + cell("2") + cell("修路") + cell("交通局") + "</w:tr>"
    page = "<w:p><w:r><w:t>— 2 —</w:t></w:r></w:p>"
    content = read_docx(f"<w:tbl>{head}{first}</w:tbl>{page}<w:tbl>{second}</w:tbl>")
    assert [row.no for row in extract(content).rows] == ["1", "2"]


def test_one_task_over_two_rows_of_departments_is_one_row() -> None:
    head = "<w:tr>" + cell("任务") + cell("责任单位") + cell("完成时限") + "</w:tr>"
    start = '<w:vMerge w:val="restart"/>'
    one = "<w:tr>" + cell("建校", start) + cell("教育局") + cell("2021年") + "</w:tr>"
    two = "<w:tr>" + cell("", "<w:vMerge/>") + cell("财政局") + cell("2022年") + "</w:tr>"
    (row,) = extract(read_docx(f"<w:tbl>{head}{one}{two}</w:tbl>")).rows
    assert (row.leads, row.deadline_text) == (("教育局", "财政局"), "2021年；2022年")


def test_a_merged_task_name_stands_on_each_of_its_measures() -> None:
    head = "<w:tr>" + cell("重点任务") + cell("具体措施") + cell("责任单位") + "</w:tr>"
    start = '<w:vMerge w:val="restart"/>'
    one = "<w:tr>" + cell("办学", start) + cell("建校") + cell("教育局") + "</w:tr>"
    two = "<w:tr>" + cell("", "<w:vMerge/>") + cell("招人") + cell("人社局") + "</w:tr>"
    merged = extract(read_docx(f"<w:tbl>{head}{one}{two}</w:tbl>")).rows
    blank = rows_of("重点任务\t具体措施\t责任单位\n办学\t建校\t教育局\n\t招人\t人社局")
    assert [said(row) for row in merged] == [said(row) for row in blank]
    assert [row.inherited for row in merged] == [(), ()]
    assert [row.inherited for row in blank] == [(), ("title",)]


names = st.sampled_from(["教育局", "财政局", "编办", "各街道", "镇"])
rows_drawn = st.tuples(
    st.text("建修校路编制规划", min_size=1, max_size=8),
    st.sampled_from(["2017年8月", "长期", "——", "2020年"]),
    st.lists(names, min_size=1, max_size=3, unique=True),
    st.lists(names, max_size=2, unique=True),
)


WIDTHS = (40, 130, 80, 110, 110)
FORMATS: list[Callable[[Rows], bytes]] = [
    lambda rows: "\n\n".join("\n".join(f"\t{one}" for one in row) for row in rows).encode(),
    make_docx_table,
    make_xlsx,
    make_csv,
    lambda rows: make_csv(rows, "gb18030", ";"),
    make_html,
    lambda rows: make_html(rows, "gb18030"),
    pasted_text,
    make_xls_table,
    make_ods_table,
    make_odt_table,
    lambda rows: make_pdf(Sheet(WIDTHS).draw(rows)),
    lambda rows: make_pdf(Sheet(WIDTHS, is_ruled=False).draw(rows)),
    lambda rows: make_ofd(Sheet(WIDTHS).draw(rows)),
]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.lists(rows_drawn, min_size=1, max_size=5))
def test_the_same_table_in_every_format_gives_the_same_rows(
    drawn: list[tuple[str, str, list[str], list[str]]],
) -> None:
    head = ("序号", "主要内容", "完成时间", "责任部门", "配合部门")
    grid = [
        (str(number), content, deadline, "\n".join(leads), "\n".join(others) or "——")
        for number, (content, deadline, leads, others) in enumerate(drawn, 1)
    ]
    expected = [
        (str(number), None, content, deadline, tuple(leads), tuple(others))
        for number, (content, deadline, leads, others) in enumerate(drawn, 1)
    ]
    for make in FORMATS:
        assert [said(row) for row in extract(read(make([head, *grid]))).rows] == expected


FORMS = [
    (
        "任务名称\t建校\t责任单位\t教育局\n完成时限\t2021年\t配合单位\t财政局\n主要内容\t建3所学校\t\t",
        (None, "建校", "建3所学校", "2021年", ("教育局",), ("财政局",)),
    ),
    (
        "项目\t内容\n任务名称\t建校\n责任单位\t教育局\n完成时限\t2021年\n主要内容\t建3所学校",
        (None, "建校", "建3所学校", "2021年", ("教育局",), ()),
    ),
    (
        "教育局任务单\t\n任务名称\t建校\n责任单位\t教育局\n完成时限\t2021年\n备注\t",
        (None, None, "建校", "2021年", ("教育局",), ()),
    ),
]


@pytest.mark.parametrize(("typed", "expected"), FORMS)
def test_a_form_has_labels_beside_their_values(typed: str, expected: tuple[object, ...]) -> None:
    (row,) = rows_of(typed)
    assert said(row) == expected
    assert row.place.row is None


def test_task_names_that_read_like_headings_make_no_form() -> None:
    rows = rows_of("任务\t责任单位\n推进项目工作\t甲局\n推进改革工作\t乙局\n项目任务\t丙局")
    assert [row.leads for row in rows] == [("甲局",), ("乙局",), ("丙局",)]


def test_rows_above_the_header_say_the_title_and_who_fills_it_in() -> None:
    top = [["附件1"], ["某市重点任务分解表"], [], ["填报单位：市教育局", "", "填报时间：2017年8月"]]
    rows = [
        *top,
        *[[]] * 9,
        ["序号", "任务", "责任单位"],
        ["1", "建校", "教育局"],
        ["填表人：张三"],
    ]
    extraction = extract(read(make_xlsx(rows)))
    assert [said(row) for row in extraction.rows] == [("1", None, "建校", None, ("教育局",), ())]
    assert extraction.masthead.title == "某市重点任务分解表"
    assert extraction.rows[0].place.row == 15


def test_a_sheet_without_header_does_not_go_on_from_the_sheet_before() -> None:
    def second_sheet(workbook: Workbook) -> None:
        workbook.create_sheet("名单").append(["甲", "乙"])

    extraction = extract(read(make_xlsx([["任务", "责任单位"], ["建校", "教育局"]], second_sheet)))
    assert len(extraction.rows) == 1
    assert [remark.place.part for remark in extraction.remarks] == ["名单"]


@pytest.mark.parametrize(
    ("cell", "leads", "cooperating"),
    [
        ("市教育局（牵头）、市财政局", ("市教育局",), ("市财政局",)),
        ("市教育局(牵头),市财政局(配合)", ("市教育局",), ("市财政局",)),
        ("市教育局（牵头单位），市财政局（责任单位）", ("市教育局",), ("市财政局",)),
        ("市教育局\n（牵头）\n市财政局", ("市教育局",), ("市财政局",)),
        ("市委办公室（市档案局）、市财政局（协办）", ("市委办公室（市档案局）",), ("市财政局",)),
    ],
)
def test_a_role_in_brackets_behind_a_name_is_no_part_of_it(
    cell: str, leads: tuple[str, ...], cooperating: tuple[str, ...]
) -> None:
    assert named(tuple(cell.split("\n")), is_lead=True) == (leads, cooperating)


def grid(*rows: list[str]) -> list[TaskRow]:
    return list(extract(read(make_xlsx(rows))).rows)


def remarks_on(*rows: list[str]) -> list[str]:
    extraction = extract(read(make_xlsx(rows)))
    assert extraction.rows == ()
    return [remark.text for remark in extraction.remarks]


def test_persons_stay_persons() -> None:
    head = ["任务", "牵头领导", "责任单位及责任人", "完成时限"]
    (row,) = grid(head, ["建校", "张伟", "市教育局 王芳", "6月"])
    assert row.leads == ("市教育局",)
    assert row.persons == (("责任单位及责任人", "王芳"), ("牵头领导", "张伟"))


@pytest.mark.parametrize(
    ("cell", "leads", "cooperating", "deadline"),
    [
        ("市教育局会市财政局", ("市教育局",), ("市财政局",), None),
        ("市交通局会同市住建局、市公安局", ("市交通局",), ("市住建局", "市公安局"), None),
        ("市发改委会市财政局", ("市发改委",), ("市财政局",), None),
        ("市人大常委会、市残联会计科", ("市人大常委会", "市残联会计科"), (), None),
        ("县禁毒委会办公室", ("县禁毒委会办公室",), (), None),
        ("人事处会纪检室", ("人事处",), ("纪检室",), None),
        ("财务处会计科", ("财务处会计科",), (), None),
        ("各村委会、各居委会", ("各村委会", "各居委会"), (), None),
        ("牵头：市林业局 配合：市财政局、市水务局", ("市林业局",), ("市财政局", "市水务局"), None),
        (
            "牵头单位：市城管局\n责任单位：各街道\n完成时限：6月底",
            ("市城管局",),
            ("各街道",),
            "6月底",
        ),
        (
            "市人力资源和社会保障局会市财政局",
            ("市人力资源和社会保障局",),
            ("市财政局",),
            None,
        ),
    ],
)
def test_a_cell_names_who_leads_who_helps_and_by_when(
    cell: str, leads: tuple[str, ...], cooperating: tuple[str, ...], deadline: str | None
) -> None:
    (row,) = grid(["任务", "责任单位"], ["建校", cell])
    assert (row.leads, row.cooperating, row.deadline_text) == (leads, cooperating, deadline)


def test_each_column_of_a_period_is_a_milestone() -> None:
    (one,) = grid(
        ["任务", "牵头单位", "实施单位", "配合单位", "第一季度", "第二季度"],
        ["建校", "教育局", "学校", "财政局", "立项", "开工"],
    )
    (two,) = grid(
        ["序号", "项目", "目标值", "目标值", "责任单位"],
        ["", "", "2021年", "2022年", ""],
        ["1", "建校", "2所", "3所", "教育局"],
    )
    assert one.deadline_text == "第一季度：立项；第二季度：开工"
    assert (one.leads, one.cooperating) == (("教育局",), ("学校", "财政局"))
    assert two.deadline_text == "2021年：2所；2022年：3所"
    assert parse_deadline(two.deadline_text, 2021).normal == "multi:year:2021;year:2022"


def test_a_number_and_a_heading_alone_open_a_section_and_a_blank_task_goes_on() -> None:
    rows = grid(
        ["序号", "工作", "责任部门", "完成日期"],
        ["一", "教育", "", ""],
        ["1", "建校", "教育局", "2021/6/30"],
        ["", "", "财政局", "2021/7/1"],
        ["2", "", "人社局", "2021/8/1"],
    )
    assert [(row.no, row.content, row.section) for row in rows] == [
        ("1", "建校", ("一、教育",)),
        ("2", "建校", ("一、教育",)),
    ]
    assert rows[0].leads == ("教育局", "财政局")
    assert rows[0].deadline_text == "2021/6/30；2021/7/1"
    assert rows[1].inherited == ("content",)


def test_a_heading_that_is_not_known_is_said() -> None:
    extraction = extract(read(make_xlsx([["任务", "天气", "责任单位"], ["建校", "晴", "教育局"]])))
    assert ["天气" in remark.text for remark in extraction.remarks] == [True]


NO_TASKS = [
    [["序号", "姓名", "单位", "职务"], ["1", "张三", "教育局", "局长"]],
    [["项目", "单位", "金额（万元）"], ["办公费", "教育局", "10"]],
    [["指标名称", "单位", "2019年", "2020年"], ["收入", "亿元", "3", "4"]],
    [["考核项目", "分值", "评分标准", "考核单位"], ["党建", "10", "扣分", "组织部"]],
    [["事项", "承办科室", "办理程序"], ["采购", "采购科", "填表、审批"]],
]


def test_tables_without_tasks_are_said_to_be_what_they_are() -> None:
    said_of_each = [remarks_on(*rows) for rows in NO_TASKS]
    assert [len(texts) for texts in said_of_each] == [1] * len(NO_TASKS)
    assert len({texts[0] for texts in said_of_each}) == len(NO_TASKS)
