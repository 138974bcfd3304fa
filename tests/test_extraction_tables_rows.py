"""What a row of a table is, where its cells belong, and which tables hold tasks at all."""

import pytest

from tests.reading_samples import Rows, make_xlsx, read
from tracker.extraction import Extraction, TaskRow, extract
from tracker.reading import read_document

Row = list[str]


def page(*rows: str) -> Extraction:
    """Return what is read from a page with one table whose rows are given as cells in HTML."""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    text = f'<html><head><meta charset="utf-8"></head><body><table border=1>{body}</table></body>'
    return extract(read_document(text.encode(), "text/html"))


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def sheet(*rows: Row) -> Extraction:
    found: Rows = list(rows)
    return extract(read(make_xlsx(found)))


def told(row: TaskRow) -> tuple[str | None, str, str | None, tuple[str, ...]]:
    return row.no, row.content, row.deadline_text, row.leads


HEAD = ("类别", "序号", "重点任务", "责任单位", "完成时限")


@pytest.mark.parametrize("name", ["市供销社", "甲乙丙", "鑫源", "某某联合体"])
def test_a_row_under_a_lost_merged_cell_is_put_back_whoever_it_names(name: str) -> None:
    found = page(
        cells(*HEAD),
        cells("农业", "1", "建设高标准农田", "市农业农村局", "6月底"),
        cells("2", "培育合作社", name, "年底"),
        cells("工业", "3", "技改", "市经信局", "年底"),
    )
    assert [told(row) for row in found.rows] == [
        ("1", "建设高标准农田", "6月底", ("市农业农村局",)),
        ("2", "培育合作社", "年底", (name,)),
        ("3", "技改", "年底", ("市经信局",)),
    ]
    assert [row.section for row in found.rows] == [("农业",), ("农业",), ("工业",)]


def test_a_row_whose_missing_cell_may_be_either_of_two_is_in_doubt() -> None:
    found = page(
        cells("序号", "任务", "责任单位", "配合单位", "备注"),
        cells("1", "建设农田", "市农业农村局", "市财政局", "新增"),
        cells("2", "培育合作社", "市供销社", "续建"),
    )
    (remark,) = [remark.text for remark in found.remarks]
    assert "核对" in remark
    assert "2" in remark


def test_a_time_is_no_department_and_the_row_is_in_doubt() -> None:
    found = sheet(
        ["序号", "任务", "责任单位", "完成时限"],
        ["1", "建设农田", "市农业农村局", "6月底"],
        ["2", "培育合作社", "年底", "市供销社"],
    )
    assert found.rows[1].leads == ()
    assert any("核对" in remark.text for remark in found.remarks)


def test_a_measure_may_be_all_that_a_task_says() -> None:
    found = sheet(
        ["序号", "项目名称", "建设内容", "责任单位", "备注"],
        ["1", "大泉路", "改造2.3公里", "市住建局", "在建"],
        ["2", "雨污分流", "30公里", "市水利局", ""],
    )
    assert [row.content for row in found.rows] == ["改造2.3公里", "30公里"]
    assert found.remarks == ()


def test_a_blank_in_the_middle_is_a_blank() -> None:
    found = sheet(
        ["序号", "项目名称", "建设内容", "责任单位", "完成时限", "备注"],
        ["1", "大泉路", "改造2.3公里", "市住建局", "6月底", "在建"],
        ["2", "杭州西路", "", "市城投公司", "年底", ""],
    )
    assert (found.rows[1].title, found.rows[1].leads) == ("杭州西路", ("市城投公司",))


@pytest.mark.parametrize(
    "across",
    [
        "<td colspan=3>（二）师资</td>",
        "<td>（二）师资</td><td></td><td></td>",
        "<td></td><td>二、师资</td><td></td>",
        "<td colspan=3>师资保障</td>",
    ],
)
def test_a_heading_inside_a_merged_unit_is_no_task(across: str) -> None:
    found = page(
        cells("责任单位", "序号", "任务内容", "时限"),
        "<td rowspan=4>市教育局</td>" + cells("1", "新建学校", "8月底前"),
        across,
        cells("2", "招聘教师", "9月底"),
        cells("3", "培训校长", "年底前"),
        cells("市卫健委", "1", "建医院", "12月"),
    )
    assert [told(row) for row in found.rows] == [
        ("1", "新建学校", "8月底前", ("市教育局",)),
        ("2", "招聘教师", "9月底", ("市教育局",)),
        ("3", "培训校长", "年底前", ("市教育局",)),
        ("1", "建医院", "12月", ("市卫健委",)),
    ]
    assert "师资" in found.rows[1].section[-1]


def test_a_heading_in_brackets_stands_inside_the_one_above() -> None:
    found = sheet(
        ["序号", "任务", "责任单位"],
        ["一、产业", "", ""],
        ["（一）农业", "", ""],
        ["1", "建农田", "市农业农村局"],
        ["二、民生", "", ""],
        ["2", "建学校", "市教育局"],
    )
    assert [row.section for row in found.rows] == [("一、产业", "（一）农业"), ("二、民生",)]


def test_the_unit_that_heads_a_section_answers_for_its_rows() -> None:
    found = sheet(
        ["序号", "工作任务", "完成时限"],
        ["一、市教育局（2项）", "", ""],
        ["1", "新建学校", "8月底"],
        ["二、市水利局", "", ""],
        ["2", "加固水库", "9月底"],
    )
    assert [row.leads for row in found.rows] == [("市教育局",), ("市水利局",)]
    assert all(row.inherited == ("leads",) for row in found.rows)


@pytest.mark.parametrize("words", ["合计", "小 计", "总计", "合计（4项）", "合计4项"])
def test_a_sum_in_any_cell_is_no_task(words: str) -> None:
    head = ["序号", "任务", "责任单位", "完成时限", "备注"]
    row = ["1", "建校", "市教育局", "6月底", "续建"]
    for total in ([words, "4项", "", "", ""], ["", words, "", "4", ""]):
        assert [one.content for one in sheet(head, row, total).rows] == ["建校"]


def test_a_note_in_a_table_is_passed_on() -> None:
    found = sheet(["任务", "责任单位"], ["建校", "市教育局"], ["注：列首位的为牵头单位。", ""])
    assert len(found.rows) == 1
    assert any("列首位的为牵头单位" in remark.text for remark in found.remarks)


def test_a_blank_name_is_that_above_only_where_the_table_shows_it() -> None:
    head = ["序号", "项目名称", "工作内容", "责任单位"]
    one = sheet(
        head, ["1", "大桥", "加固", "甲局"], ["2", "", "清淤", "乙局"], ["3", "路", "修", "丙局"]
    )
    assert [row.title for row in one.rows] == ["大桥", None, "路"]
    many = sheet(
        head,
        ["1", "大桥", "加固", "甲局"],
        ["2", "", "清淤", "乙局"],
        ["3", "", "绿化", "乙局"],
        ["4", "路", "修", "丙局"],
    )
    assert [row.title for row in many.rows] == ["大桥", "大桥", "大桥", "路"]


NO_TASKS = {
    "a budget": (
        ["项目名称", "责任单位", "预算金额", "资金来源"],
        ["校舍维修", "市教育局", "500", "财政资金"],
    ),
    "figures by year": (
        ["指标", "单位", "2020年", "2025年", "责任单位"],
        ["生产总值", "亿元", "300", "500", "市发改委"],
    ),
    "projects": (
        ["项目名称", "建设规模", "总投资", "业主单位", "开工时间"],
        ["大桥", "2公里", "3亿元", "市城投公司", "2020年5月"],
    ),
    "projects with a term": (
        ["序号", "项目名称", "建设地点", "总投资（亿元）", "建设起止年限", "责任单位"],
        ["1", "大桥", "江安县", "12", "2020-2023", "江安县政府"],
    ),
}


@pytest.mark.parametrize("case", NO_TASKS)
def test_a_table_of_things_with_money_or_figures_is_said_to_be_one(case: str) -> None:
    head, row = NO_TASKS[case]
    found = sheet(head, row, row)
    assert found.rows == ()
    assert len(found.remarks) == 1


def test_money_beside_a_task_and_a_day_to_be_done_by_does_not_hide_the_task() -> None:
    found = sheet(
        ["序号", "工作任务", "总投资", "责任单位", "完成时限"],
        ["1", "建成大桥", "3亿元", "市交通局", "2020年底前"],
    )
    assert [told(row) for row in found.rows] == [("1", "建成大桥", "2020年底前", ("市交通局",))]


def test_a_figure_alone_is_not_what_is_to_be_done() -> None:
    (row,) = sheet(
        ["序号", "指标名称", "计量单位", "目标值", "责任单位"],
        ["1", "地区生产总值增速", "%", "7.5", "市发改委"],
    ).rows
    assert row.content == "地区生产总值增速\n7.5"


@pytest.mark.parametrize("heading", ["推进计划", "阶段目标", "实施步骤", "时间安排", "进度安排"])
def test_a_plan_whose_steps_have_times_is_when(heading: str) -> None:
    words = "2021年3月完成立项；6月完成招标；12月上线"
    (row,) = sheet(
        ["项目", "工作要求", "主责单位", heading], ["平台", "建成中台", "甲局", words]
    ).rows
    assert (row.title, row.content, row.deadline_text) == ("平台", "建成中台", words)


@pytest.mark.parametrize(
    "periods",
    [("第一季度", "第二季度"), ("1-3月", "4-6月"), ("2023年", "2024年"), ("一季度", "下半年")],
)
def test_columns_of_periods_keep_their_words(periods: tuple[str, str]) -> None:
    (row,) = sheet(
        ["序号", "任务", *periods, "责任单位"], ["1", "建校", "立项", "开工", "甲局"]
    ).rows
    assert row.deadline_text == f"{periods[0]}：立项；{periods[1]}：开工"


def test_a_last_day_beside_periods_is_kept_with_them() -> None:
    head = ["任务", "上半年", "下半年", "责任单位", "完成时限"]
    (row,) = sheet(head, ["建校", "立项", "开工", "甲局", "2023年底"]).rows
    assert row.deadline_text == "上半年：立项；下半年：开工；2023年底"


def test_pasted_rows_with_too_many_cells_lose_nothing() -> None:
    text = (
        "序号\t任务\t责任单位\t完成时限\n"
        "1\t建校\t市教育局\t6月底\n"
        "2\t建医院\t市卫健委\t9月底\n"
        "3\t修路，\t绿化\t市交通局\t12月底\n"
        "4\t修桥\t市交通局\t12月底\n"
        "5\t清淤\t市水利局\t12月底\n"
    )
    found = extract(read_document(text.encode(), "text/plain"))
    assert told(found.rows[2]) == ("3", "修路，绿化", "12月底", ("市交通局",))
    assert any("3" in remark.text for remark in found.remarks)


def test_items_with_a_time_each_become_rows() -> None:
    found = sheet(
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["1", "1.出台办法。\n2.建成平台。", "市教育局、市财政局", "6月底前\n12月底前"],
        ["2", "1.出台办法；2.建成平台。", "1.市水利局\n2.市林业局", "年底前"],
    )
    assert [told(row) for row in found.rows] == [
        ("1", "1.出台办法。", "6月底前", ("市教育局", "市财政局")),
        ("1", "2.建成平台。", "12月底前", ("市教育局", "市财政局")),
        ("2", "1.出台办法；", "年底前", ("市水利局",)),
        ("2", "2.建成平台。", "年底前", ("市林业局",)),
    ]
    assert len(found.remarks) == 1


@pytest.mark.parametrize("time", ["年底前", "6月底前\n9月底前\n12月底前"])
def test_items_that_their_neighbours_do_not_match_stay_one_row(time: str) -> None:
    found = sheet(
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["1", "①出台办法。②建成平台。", "市教育局\n市财政局", time],
    )
    assert len(found.rows) == 1
    assert any("拆分" in remark.text for remark in found.remarks)


def test_rows_above_a_header_typed_again_are_kept() -> None:
    head = cells("序号", "任务", "责任单位", "完成时限")
    first = f"{head}</tr><tr>{cells('1', '建校', '甲局', '6月底')}"
    second = f"{cells('2', '修路', '乙局', '9月底')}</tr><tr>{head}</tr><tr>"
    second += cells("3", "清淤", "丙局", "年底")
    text = (
        f"<table border=1><tr>{first}</tr></table><p></p><table border=1><tr>{second}</tr></table>"
    )
    found = extract(read_document(f'<meta charset="utf-8">{text}'.encode(), "text/html"))
    assert [row.no for row in found.rows] == ["1", "2", "3"]
