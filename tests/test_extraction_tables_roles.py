"""Who leads in a table by a mark behind or before a name, and what stands where no task does."""

import pytest

from tests.reading_samples import extraction_from
from tracker.extraction import TaskRow, extract
from tracker.reading import read_document

Roles = tuple[tuple[str, ...], tuple[str, ...]]


def rows_of(*lines: str) -> tuple[TaskRow, ...]:
    return extraction_from("\n".join(lines)).rows


@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("市民政局（牵头）、市财政局、市公安局", (("市民政局",), ("市财政局", "市公安局"))),
        ("市财政局、市民政局（主办）", (("市民政局",), ("市财政局",))),
        ("市民政局、市财政局（配合）", (("市民政局",), ("市财政局",))),
        ("市民政局、市财政局（责任单位）", (("市民政局", "市财政局"), ())),
    ],
)
def test_beside_one_that_is_marked_as_leading_the_others_cooperate(cell: str, roles: Roles) -> None:
    (row,) = rows_of("任务\t责任单位", f"改革殡葬服务\t{cell}")
    assert (row.leads, row.cooperating) == roles


def test_a_person_in_brackets_behind_a_body_is_no_part_of_its_name() -> None:
    (row,) = rows_of("任务\t责任单位", "封堵排污口\t市城管局（张小明）、雄石街道（李卫）")
    assert row.leads == ("市城管局", "雄石街道")
    assert row.persons == (("责任单位", "张小明"), ("责任单位", "李卫"))


def test_times_of_each_step_are_a_column_of_times() -> None:
    (row,) = rows_of("任务\t责任单位\t序时进度", "创建卫生城市\t市卫健委\t6月底申报；10月底迎检")
    assert row.deadline_text == "6月底申报；10月底迎检"


def test_a_place_answers_for_what_is_due_there() -> None:
    (row,) = rows_of("乡镇\t工作任务\t完成时限", "城关镇\t建成集镇污水处理站\t10月底")
    assert row.leads == ("城关镇",)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "乡镇\t任务数（亩）\t完成时限\t责任人",
            "城关镇\t1200\t10月底\t张三",
            "河口乡\t800\t10月底\t李四",
        ),
        ("序号\t事项名称\t实施依据\t实施机关\t办理时限", "1\t取水许可\t水法\t市水利局\t20个工作日"),
    ],
    ids=["what each place is allotted", "what is granted on application"],
)
def test_a_table_without_work_holds_no_tasks(lines: tuple[str, ...]) -> None:
    found = extraction_from("\n".join(lines))
    assert found.rows == ()
    assert len(found.remarks) == 1


@pytest.mark.parametrize(
    "cell", ["市发改委（★）、市财政局", "市财政局、★市发改委", "市财政局、市发改委★"]
)
@pytest.mark.parametrize("note", ["注：标★的为牵头单位。", "备注：★为牵头单位"])
def test_who_leads_by_a_mark_said_once_leads(note: str, cell: str) -> None:
    found = extraction_from(
        "\n".join([f"工作分工表（{note}）", "任务\t责任单位", f"编制规划\t{cell}"])
    )
    (row,) = found.rows
    assert (row.leads, row.cooperating) == (("市发改委",), ("市财政局",))
    assert "已按此确定 1 条" in "".join(remark.text for remark in found.remarks)


@pytest.mark.parametrize("ditto", ["〃", "″", "同上", "”"])
def test_a_ditto_is_what_stands_above_it(ditto: str) -> None:
    rows = rows_of(
        "序号\t任务\t责任单位\t完成时限",
        "1\t编制规划\t市发改委\t6月底",
        f"2\t建设平台\t{ditto}\t{ditto}",
        f"3\t开展评估\t{ditto}\t9月底",
    )
    assert [(row.leads, row.deadline_text) for row in rows] == [
        (("市发改委",), "6月底"),
        (("市发改委",), "6月底"),
        (("市发改委",), "9月底"),
    ]


def test_a_row_without_number_and_unit_goes_on_with_the_unit_above() -> None:
    rows = rows_of(
        "序号\t重点工作\t责任单位\t完成时限",
        "1\t编制规划\t市发改委\t6月",
        "\t完成评审\t\t9月",
        "2\t建设平台\t市大数据局\t10月",
        "3\t整合数据\t\t11月",
    )
    assert [row.leads for row in rows] == [("市发改委",), ("市发改委",), ("市大数据局",), ()]
    assert rows[1].inherited == ("leads",)


@pytest.mark.parametrize(
    ("caption", "leads"),
    [
        ("（一）市教育局（2项）", ("市教育局",)),
        ("责任单位：市教育局　　责任人：王小强", ("市教育局",)),
        ("（一）教育方面（牵头领导：王小强；牵头单位：市教育局）", ("市教育局",)),
        ("（一）教育方面", ()),
    ],
)
def test_the_unit_above_a_table_answers_for_its_rows(caption: str, leads: tuple[str, ...]) -> None:
    found = extraction_from(
        f"{caption}\n序号\t工作任务\t完成时间\n1\t新建学校\t8月\n2\t招聘教师\t7月"
    )
    assert [row.leads for row in found.rows] == [leads, leads]
    assert found.measures == () or not leads


def test_the_unit_above_a_table_does_not_replace_those_of_its_column() -> None:
    found = extraction_from(
        "市教育局重点工作\n序号\t工作任务\t责任单位\n1\t新建学校\t市住建局\n2\t招聘教师\t"
    )
    assert [row.leads for row in found.rows] == [("市住建局",), ()]


@pytest.mark.parametrize("cell", ["县商务局 张三", "县商务局（张三）", "副县长 王小强、县商务局"])
@pytest.mark.parametrize("heading", ["责任单位及责任人", "牵头领导及单位"])
def test_bodies_and_persons_of_one_column_are_told_apart(heading: str, cell: str) -> None:
    (row,) = rows_of(f"工作任务\t{heading}\t完成时限", f"赴长三角招商\t{cell}\t6月底")
    assert row.leads == ("县商务局",)
    assert row.persons[-1] in {(heading, "张三"), (heading, "王小强")}


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ("序号\t目标任务\t责任单位\t保障措施", (None, "新增企业20家")),
        ("序号\t目标任务\t责任单位\t工作措施", ("新增企业20家", "定期调度")),
        ("序号\t案由\t主办单位\t备注", (None, "新增企业20家")),
    ],
)
def test_what_is_aimed_at_is_not_lost(headings: str, said: tuple[str | None, str]) -> None:
    (row,) = rows_of(headings, "1\t新增企业20家\t县工信局\t定期调度")
    assert (row.title, row.content) == said


def test_stages_are_times_of_their_own() -> None:
    (row,) = rows_of(
        "任务\t主办部门\t第一阶段（1-6月）\t第二阶段（7-12月）", "创文\t市文明办\t完成测评\t迎检"
    )
    assert row.deadline_text == "第一阶段（1-6月）：完成测评；第二阶段（7-12月）：迎检"


def test_a_rule_in_the_heading_holds_for_its_column() -> None:
    (row,) = rows_of(
        "任务\t牵头单位（排第一位的为牵头单位）\t完成时间", "建平台\t市发改委、市财政局\t12月"
    )
    assert (row.leads, row.cooperating) == (("市发改委",), ("市财政局",))


HEADER = "<tr><td>序号</td><td>任务</td><td>责任单位</td></tr>"


@pytest.mark.parametrize(
    ("title", "row", "count"),
    [
        ("表2　民生类", ("1", "建学校", "市教育局"), 2),
        ("二、民生类", ("1", "建学校", "市教育局"), 2),
        ("附件2：领导小组名单", ("1", "建学校", "市教育局"), 1),
        ("表2　领导小组", ("组长", "周明", "市长"), 1),
        ("表2　民生类", ("1", "市教育局"), 1),
    ],
)
def test_a_table_without_header_goes_on_below_a_title(
    title: str, row: tuple[str, ...], count: int
) -> None:
    cells = "".join(f"<td>{cell}</td>" for cell in row)
    first = "<tr><td>1</td><td>修路</td><td>市交通局</td></tr>"
    page = (
        f"<html><body><p>表1　基础类</p><table>{HEADER}{first}</table><p>{title}</p>"
        f"<table><tr>{cells}</tr></table></body></html>"
    )
    rows = extract(read_document(page.encode(), "text/html")).rows
    assert len(rows) == count
    assert [each.section for each in rows[1:]] == [(title,)] * (count - 1)


@pytest.mark.parametrize(
    ("note", "ticks", "roles"),
    [
        ("注：★为牵头单位，△为配合单位", "★△", (("市发改委",), ("市财政局",))),
        ("●：牵头；○：配合", "○●", (("市财政局",), ("市发改委",))),
        ("", "√√", (("市发改委", "市财政局"), ())),
        ("", ("牵头", "配合"), (("市发改委",), ("市财政局",))),
        ("", "★△", ((), ())),
    ],
)
def test_a_matrix_of_bodies_says_by_marks_who_takes_part(
    note: str, ticks: tuple[str, str], roles: Roles
) -> None:
    head = "序号\t工作任务\t市发改委\t市财政局\t市住建局\t完成时限"
    rows = rows_of(note, head, f"1\t编制规划\t{ticks[0]}\t{ticks[1]}\t\t6月底")
    assert [(row.leads, row.cooperating) for row in rows] == [roles]
    assert rows[0].deadline_text == "6月底"


def test_a_row_typed_in_two_is_one_where_its_sentence_breaks_off() -> None:
    rows = rows_of(
        "序号\t任务\t责任单位\t完成时限",
        "1\t建成社区服务中心\t市民政局\t12月底前",
        "\t12个，实现全覆盖。\t\t",
        "2\t完成河道清淤。\t市水利局\t6月底前",
        "\t整治排污口。\t\t",
    )
    assert [row.content for row in rows] == [
        "建成社区服务中心12个，实现全覆盖。",
        "完成河道清淤。",
        "整治排污口。",
    ]


def test_below_a_section_that_says_who_leads_those_of_the_column_cooperate() -> None:
    lines = [("1", "新增企业20家", "县统计局"), ("2", "技改30项", "县工信局、县财政局")]
    rows = "".join(f"<tr><td>{'</td><td>'.join(cells)}</td></tr>" for cells in lines)
    section = "<tr><td colspan=3>一、工业方面（牵头单位：县工信局）</td></tr>"
    page = f"<html><body><table>{HEADER}{section}{rows}</table></body></html>"
    found = extract(read_document(page.encode(), "text/html")).rows
    assert [(row.leads, row.cooperating) for row in found] == [
        (("县工信局",), ("县统计局",)),
        (("县工信局",), ("县财政局",)),
    ]
