"""Tables as other pages and editors leave them: each form beside its neighbours."""

from collections.abc import Sequence

import pytest

from tests.reading_samples import extraction_from, make_xlsx, read
from tracker.deadlines import parse_deadline
from tracker.extraction import Masthead, extract
from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.atoms import close_words, look
from tracker.extraction.tables.cells import Names
from tracker.extraction.timing import reference_of

ROWS = [
    ("1", "居民消费价格涨幅3%左右", "发展改革委"),
    ("2", "城镇新增就业1000万人以上", "人力资源社会保障部"),
    ("3", "安排地方专项债券4000亿元", "财政部"),
]
HEADERS = [
    "序号 工 作 任 务 牵头负责部门",
    "序 号 工 作 任 务 牵头负责部门",
    "序 号  工 作 任 务  牵 头 单 位",
    "序　号　　任　务　　责任单位",
    "序 号 任 务 责 任 单 位",
    "序号 任务 责任单位",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("between", [" ", "  ", "\u3000"])
def test_a_heading_written_wide_is_one_heading(header: str, between: str) -> None:
    lines = [between.join(row) for row in ROWS]
    rows = extraction_from("\n".join(["量化指标任务分工", "", header, *lines])).rows
    assert [(row.no, row.content, *row.leads) for row in rows] == ROWS


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("序 号 工 作 任 务 责任单位", "序号  工作任务 责任单位"),
        ("1 建校 张 伟", "1 建校 张伟"),
        ("序 号 工 作 任 务 责 任 单 位 备 注", "序号  工作任务  责任单位  备注"),
        ("市 教 育 局  财 政 局", "市教育局  财政局"),
        ("市教育局 市财政局", "市教育局 市财政局"),
        ("a b c", "a b c"),
    ],
)
def test_signs_apart_are_closed_up_to_words(line: str, closed: str) -> None:
    assert close_words(line) == closed


def framed(rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [line for row in rows for line in ("|", *(part for cell in row for part in (cell, "|")))]


PLANS = [
    ("序号", "决策事项", "责任单位"),
    ("1", "《绿色家居产业城招商项目入驻配套政策》", "区商务和经济合作局"),
    ("2", "昭化区法治建设系列规划", "区司法局"),
    ("3", "“十四五”系列规划", "区级相关部门"),
]


@pytest.mark.parametrize("blank", [None, 1, 2])
def test_bars_at_both_ends_of_a_row_make_no_cell(blank: int | None) -> None:
    rows = [(*row, "") if blank else row for row in PLANS]
    rows[0] = (*PLANS[0], "备注") if blank else PLANS[0]
    found = extraction_from("\n".join(["2022年度重大行政决策事项目录", *framed(rows)])).rows
    assert [(row.no, row.content, *row.leads) for row in found] == PLANS[1:]


def test_a_cell_merged_over_rows_in_a_frame_goes_on() -> None:
    rows = [
        ("责任单位", "序号", "工作内容", "完成时限"),
        ("区教育局", "1", "新建幼儿园3所。", "8月底前"),
        ("2", "改造中小学教室照明。", "12月底前"),
        ("区民政局", "3", "新建养老服务中心4个。", "12月底前"),
    ]
    found = extraction_from("\n".join(["任务表", *framed(rows)])).rows
    assert [row.leads for row in found] == [("区教育局",), ("区教育局",), ("区民政局",)]


REPORTED = (
    "类别 | 民生事项名称 | 2022年度任务目标 | 责任单位 | 分管市领导 | 1-9月份工作完成情况"
    " | 1-9月份工作取得成效 | 监督电话 |\n"
    "四、教育文化 | 14.改扩建泉山学校 | 完成2座教学楼建设并投入使用。 | 教育体育局 | 张伟"
    " | 9月底完成主体结构。 | 正在加速推进。 | 监督电话0000-0000000 |\n"
    "15.推进塑胶运动场地建设 | 完成13处塑胶运动场地。 | 教育体育局 | 张伟"
    " | 9月份开始施工。 | 已完成基础建设。 | 监督电话0000-0000000 | |\n"
)


def test_columns_that_report_are_no_times_and_persons_no_departments() -> None:
    rows = extraction_from(REPORTED).rows
    assert [row.content for row in rows] == [
        "完成2座教学楼建设并投入使用。",
        "完成13处塑胶运动场地。",
    ]
    assert {row.leads for row in rows} == {("教育体育局",)}
    assert {row.deadline_text for row in rows} == {None}
    assert {row.persons for row in rows} == {(("分管市领导", "张伟"),)}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("2022年度任务目标", Field.GOAL),
        ("1-9月份工作完成情况", Field.OTHER),
        ("1—9月份工作取得成效", Field.OTHER),
        ("2023年工作任务", Field.TITLE),
        ("建设规模及内容", Field.CONTENT),
        ("抽查检查模式", Field.OTHER),
        ("监督电话", Field.OTHER),
        ("2022年", None),
        ("12月", None),
    ],
)
def test_a_heading_may_begin_with_a_period(heading: str, field: Field | None) -> None:
    assert column_field(heading) is field


ROLES: dict[tuple[str, ...], tuple[Names, Names]] = {
    ("牵头单位", "参与单位", "责任单位"): (("甲局",), ("乙局", "丙局")),
    ("牵头单位", "责任单位", "配合单位"): (("甲局", "乙局"), ("丙局",)),
    ("牵头单位", "配合单位", "实施单位"): (("甲局",), ("乙局", "丙局")),
    ("牵头单位", "实施单位", "配合单位"): (("甲局",), ("乙局", "丙局")),
    ("实施单位", "配合单位", "备注"): (("甲局",), ("乙局",)),
    ("牵头单位", "责任单位", "备注"): (("甲局",), ("乙局",)),
    ("责任单位", "配合单位", "备注"): (("甲局",), ("乙局",)),
}


@pytest.mark.parametrize("between", ["\t", " ", "\n", " | "])
@pytest.mark.parametrize("headings", ROLES)
def test_three_columns_for_roles_are_told_by_their_order(
    headings: tuple[str, ...], between: str
) -> None:
    filled = ["甲局", "乙局", "——" if "备注" in headings else "丙局"]
    lines = [
        ["序号", "主要任务", *headings],
        ["1", "完成河道清淤120公里。", *filled],
        ["2", "加强入河排污口整治。", *filled],
    ]
    rows = extraction_from("\n".join(map(between.join, lines))).rows
    assert [(row.leads, row.cooperating) for row in rows] == [ROLES[headings]] * 2


def test_who_leads_comes_first_wherever_its_column_stands() -> None:
    (row,) = extraction_from("任务\t责任单位\t牵头单位\t配合单位\n建校\t甲局\t乙局\t丙局").rows
    assert (row.leads, row.cooperating) == (("乙局", "甲局"), ("丙局",))


BELOW = {
    "a note": "备注：排在第一位的责任单位为牵头单位。",
    "a numbered note": "注：1.牵头单位要负起责任；2.每月5日前报送进展。",
    "who signs": "某某市人民政府办公室\n2023年2月10日",
    "a list of names": "序号\n姓名\n工作单位\n职务\n1\n张三\n市教育局\n局长",
    "links": "【打印】【关闭】\n上一篇：关于做好春季造林工作的通知",
    "prose": "二、工作要求\n各责任单位要高度重视，加强组织领导，确保各项任务落到实处。",
}


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("between", ["\n", "\n\n", " ", "  "])
def test_what_stands_below_a_table_is_no_part_of_it(below: str, between: str) -> None:
    lines = ["序号 任务 责任单位", *(" ".join(row) for row in ROWS)]
    table = "\n".join(line.replace(" ", between) for line in lines)
    rows = extraction_from(f"分工方案\n{table}\n{BELOW[below]}").rows
    assert [(row.no, row.content, *row.leads) for row in rows] == ROWS


def test_a_last_row_whose_merged_cells_are_lost_is_a_row() -> None:
    text = (
        "序号 抽查事项 抽查对象范围 抽查比例 起止时间 发起部门 配合部门 抽查检查\n模式\n"
        "1 对企业运输情况的抽查 本辖区企业 3% 3月—12月 市烟草专卖局 市公安局 市抽市查\n"
        "2 对医保经办机构的抽查 医疗保障经办部门 20% 3月—12月 市医保局 市卫健委 市抽市查\n"
        "3 对好差评评价结果的检查 医疗保障经办部门 20%"
    )
    rows = extraction_from(text).rows
    assert [row.no for row in rows] == ["1", "2", "3"]
    assert (rows[2].leads, rows[2].deadline_text) == (("市医保局",), "3月—12月")
    assert "leads" in rows[2].inherited


def test_blank_cells_of_a_unit_left_of_the_text_go_on() -> None:
    rows = extraction_from(
        "责任单位\n|\n序号\n|\n工作内容\n|\n完成时限\n|\n区教育局\n|\n1\n|\n新建幼儿园3所。\n|\n"
        "8月底前\n|\n\n|\n2\n|\n改造教室照明。\n|\n12月底前\n|\n区民政局\n|\n3\n|\n新建养老中心。\n|\n"
        "12月底前\n|"
    ).rows
    assert [row.leads for row in rows] == [("区教育局",), ("区教育局",), ("区民政局",)]


def test_a_heading_without_a_bar_is_no_line_of_a_cell() -> None:
    rows = extraction_from(
        "重点任务 |\n牵头单位 |\n时间节点\n一、经济发展\n制定城市更新规划 |\n市住建局 |\n6月底\n"
        "建设公园10个 |\n市城管局 |\n9月底\n二、民生改善\n推进智慧社区试点 |\n市民政局 |\n长期"
    ).rows
    assert [(row.content, *row.section) for row in rows] == [
        ("制定城市更新规划", "一、经济发展"),
        ("建设公园10个", "一、经济发展"),
        ("推进智慧社区试点", "二、民生改善"),
    ]


@pytest.mark.parametrize(
    ("words", "are_bodies"),
    [
        ("对重大隐患实行挂牌督办", False),
        ("区投资促进中心。", True),
        ("省科协", True),
        ("对外联络办", True),
        ("执法大队", True),
        ("市", False),
        ("镇", True),
    ],
)
def test_what_begins_as_no_name_does_is_none(words: str, are_bodies: bool) -> None:
    assert look(words).is_bodies is are_bodies


UNITS = [
    ("市\n监\n察\n局", "市监察局"),
    ("市政\n府办\n公厅", "市政府办公厅"),
    ("市财政局", "市财政局"),
]


@pytest.mark.parametrize("bar", ["\n", "\n| "])
def test_a_name_broken_in_a_narrow_column_is_whole(bar: str) -> None:
    rows = [
        f"{lines}{bar}建设廉洁政府，完成第{at}项任务{bar}市直各单位、各区县市"
        for at, (lines, _name) in enumerate(UNITS, 1)
    ]
    text = "\n".join([f"牵头单位{bar}目标任务{bar}责任单位", *rows])
    found = extraction_from(text).rows
    assert [row.leads for row in found] == [(name,) for _lines, name in UNITS]
    assert {row.cooperating for row in found} == {("市直各单位", "各区县市")}


def test_who_checks_is_responsible_and_an_office_of_it_is_not() -> None:
    rows = extraction_from(
        "序号 | 检查主体 | 年度计划名称 | 检查内容 | 计划开展时间 | 股室 |\n"
        "1 | 某县市场监督管理局 | 对作业人员的检查 | 对作业人员的检查 | 1月—12月 | 特种设备股 |\n"
        "2 | 某县市场监督管理局 | 对价格活动的检查 | 对价格活动的检查 | 1月—12月 | 价监股 |"
    ).rows
    assert [(row.leads, row.cooperating) for row in rows] == [(("某县市场监督管理局",), ())] * 2


def test_of_two_aims_the_first_is_the_name_of_the_task() -> None:
    (row,) = extraction_from(
        "目标任务\t工作标准\t责任单位\n打好蓝天保卫战\tPM2.5年均35微克以内。\t市生态环境局"
    ).rows
    assert (row.title, row.content) == ("打好蓝天保卫战", "PM2.5年均35微克以内。")


def test_bars_in_which_headings_of_sections_stand_are_one_table() -> None:
    rows = extraction_from(
        "序号 | 重点任务 | 牵头单位 | 配合单位 | 时间节点\n一、经济发展\n"
        "1 | 制定城市更新规划 | 市住建局 | 市自然资源局 | 6月底\n二、民生改善\n"
        "2 | 建设口袋公园10个 | 市城管局 | 10月底\n"
        "3 | 推进智慧社区试点 | 市民政局 | 市大数据局 | 长期\n"
    ).rows
    assert [(row.no, row.section, row.deadline_text) for row in rows] == [
        ("1", ("一、经济发展",), "6月底"),
        ("2", ("二、民生改善",), "10月底"),
        ("3", ("二、民生改善",), "长期"),
    ]
    assert rows[1].cooperating == ()


@pytest.mark.parametrize("between", ["\n", "\n\n", " ", "  ", "\t", " | "])
def test_two_columns_are_enough_when_every_row_has_both(between: str) -> None:
    lines = [("工作任务", "责任单位"), *((text, name) for _no, text, name in ROWS)]
    table = "\n".join(map(between.join, lines))
    rows = extraction_from(f"任务分工表\n{table}").rows
    assert [(row.content, *row.leads) for row in rows] == lines[1:]


@pytest.mark.parametrize(
    "text",
    [
        "工作任务\n责任单位\n各单位要按照职责分工抓好落实。\n请于月底前报送。",
        "任务\n责任单位\n一、总体要求\n二、重点任务\n三、保障措施",
        "项目\n建设单位\n金额\n办公楼\n市教育局\n20\n宿舍楼\n市财政局\n10",
        "名称\n单位\n粮食产量\n亿斤\n油料产量\n万吨",
    ],
)
def test_two_headings_over_other_words_make_no_table(text: str) -> None:
    assert extraction_from(text).rows == ()


@pytest.mark.parametrize(
    ("name", "is_short"),
    [("省人口计生", True), ("省新闻出版", True), ("省公安厅", True), ("市区道路建设", False)],
)
def test_a_body_may_be_named_without_its_last_word(name: str, is_short: bool) -> None:
    assert look(name).is_short_name is is_short


def test_names_without_their_last_word_stand_among_the_others() -> None:
    text = (
        "领域\n\n主要目标\n\n主要责任单位\n\n责任单位\n\n1.提高孕产妇医疗保健水平。\n\n省卫生厅\n\n"
        "省人口计生\n\n省公安厅\n\n省妇联\n\n2.妇女心理健康知识知晓率提高。\n\n省卫生厅\n\n"
        "省委宣传部\n\n省新闻出版\n\n省科协\n\n省残联"
    )
    rows = extraction_from(text).rows
    assert [row.leads + row.cooperating for row in rows] == [
        ("省卫生厅", "省人口计生", "省公安厅", "省妇联"),
        ("省卫生厅", "省委宣传部", "省新闻出版", "省科协", "省残联"),
    ]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("202211", "month:2022-11"),
        ("20229", "month:2022-09"),
        ("202201", "month:2022-01"),
        ("20221231", "date:2022-12-31"),
        ("202213", "none"),
    ],
)
def test_a_cell_of_figures_is_year_and_month(text: str, normal: str) -> None:
    assert parse_deadline(text, None).normal == normal


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("某市2024年度部门联合双随机抽查工作计划", 2024),
        ("某区2023年重点工作任务分解表", 2023),
        ("某省妇女发展规划（2011—2020年）目标责任分解书", None),
        ("某市2021年工作情况的通报", None),
        ("关于2022年工作总结和2023年工作计划的报告", None),
        ("某市气象事业发展计划", None),
    ],
)
def test_the_year_in_the_title_of_a_plan_is_the_year_of_its_months(
    title: str, year: int | None
) -> None:
    assert reference_of(Masthead(title=title)) == year


def test_labels_that_come_again_begin_the_next_task() -> None:
    rows = [["填报单位", "东河县政府办"]]
    for number, task, lead in (("1", "修建校舍", "县教育局"), ("2", "疏通河道", "县水利局")):
        rows += [["序号", number], ["重点任务", task], ["工作内容", f"完成{task}。"]]
        rows += [["完成时限", "2024年9月底前"], ["牵头单位", lead], ["", ""]]
    found = extract(read(make_xlsx(rows))).rows
    assert [(row.no, row.title, row.content, row.leads) for row in found] == [
        ("1", "修建校舍", "完成修建校舍。", ("县教育局",)),
        ("2", "疏通河道", "完成疏通河道。", ("县水利局",)),
    ]


def test_two_persons_of_one_form_are_no_two_tasks() -> None:
    rows = [
        ["重点任务", "修建校舍", "工作内容", "完成修建校舍。"],
        ["牵头单位", "县教育局", "责任人", "张某"],
        ["配合单位", "县财政局", "责任人", "李某"],
    ]
    (row,) = extract(read(make_xlsx(rows))).rows
    assert (row.leads, row.cooperating) == (("县教育局",), ("县财政局",))
