"""Who a clause names: labels, verbs, brackets; and how names are split."""

import pytest

from tests.reading_samples import extraction_from
from tracker.extraction.parties.clauses import find_clauses, partners_in_prose
from tracker.extraction.parties.names import split_names

CLAUSES = [
    ("做好。（责任单位：镇，各街道，区财政局）", ["镇", "各街道", "区财政局"], []),
    ("责任单位：各县（市）区政府，市教育局。", ["各县（市）区政府", "市教育局"], []),
    (
        "（牵头单位：省教育厅；配合单位：省财政厅、省人社厅）",
        ["省教育厅"],
        ["省财政厅", "省人社厅"],
    ),
    ("牵头单位：省发展改革委 责任单位：省教育厅", ["省发展改革委"], ["省教育厅"]),
    ("牵头部门：教育局，配合部门：财政局、人社局。", ["教育局"], ["财政局", "人社局"]),
    ("（责任单位：市教育局牵头，市财政局配合）", ["市教育局"], ["市财政局"]),
    ("（责任领导：张三；责任单位：市教育局）", ["市教育局"], []),
    ("（教育部、财政部、各省级人民政府负责）", ["教育部", "财政部", "各省级人民政府"], []),
    ("（国家发展改革委牵头，教育部、财政部配合）", ["国家发展改革委"], ["教育部", "财政部"]),
    ("（省教育厅牵头；省财政厅、省科技厅按职责分工负责）", ["省教育厅"], ["省财政厅", "省科技厅"]),
    ("（教育部会同财政部、发展改革委负责）", ["教育部"], ["财政部", "发展改革委"]),
    ("（人社部、教育部等部门按职责分工负责）", ["人社部", "教育部"], []),
    ("（市教育局牵头，各县（市、区）政府参与）", ["市教育局"], ["各县（市、区）政府"]),
    ("加强招聘。（市教育局、市财政局）", ["市教育局", "市财政局"], []),
    ("【责任单位：市教育局】", ["市教育局"], []),
    ("（市教育局负责，2019年9月底前完成）", ["市教育局"], []),
    ("（教育部、财政部负责，列第一位者为牵头单位，下同）", ["教育部", "财政部"], []),
]


@pytest.mark.parametrize(("text", "leads", "cooperating"), CLAUSES)
def test_a_clause_gives_names_in_order_by_role(
    text: str, leads: list[str], cooperating: list[str]
) -> None:
    (clause,) = find_clauses(text)
    assert list(clause.parties.leads) == leads
    assert list(clause.parties.cooperating) == cooperating
    assert clause.text in text


@pytest.mark.parametrize(
    "text",
    [
        "由乡镇人民政府（街道办事处）负责建立台账。",
        "实施工程（以下简称“负责”工程）。",
        "统筹（含特教部门）建设。",
        "建设学校（见附件）。",
        "调剂编制由区编办会同区教育文体局落实，政府加强统筹。",
        "各部门要按职责分工负责，抓好落实。",
        "（一）（二）（（（",
        "",
    ],
)
def test_brackets_and_prose_that_name_no_responsibility_are_no_clause(text: str) -> None:
    assert find_clauses(text) == ()


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("（市教育局负责，2019年9月底前完成）", "2019年9月底前"),
        ("（2020年12月底前完成，市教育局负责）", "2020年12月底前"),
        ("责任单位：市教育局；完成时限：2021年6月底前。", "2021年6月底前"),
        ("（市教育局负责，持续推进）", "持续推进"),
        ("（市教育局负责）", None),
    ],
)
def test_a_clause_may_name_a_time(text: str, deadline: str | None) -> None:
    assert find_clauses(text)[0].parties.deadline_text == deadline


def test_the_clause_is_kept_as_printed_with_its_full_stop() -> None:
    (clause,) = find_clauses("做好。（责任单位：各县（市）区政府）。")
    assert clause.text == "（责任单位：各县（市）区政府）。"


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["镇、各街道"], ["镇", "各街道"]),
        (["——"], []),
        (["—"], []),
        (["无"], []),
        ([], []),
        (
            ["财政局、编办、", "建设局、镇、", "各街道"],
            ["财政局", "编办", "建设局", "镇", "各街道"],
        ),
        (["各县（市、区）政府，市教育局"], ["各县（市、区）政府", "市教育局"]),
        (["市人力资源和社", "会保障局"], ["市人力资源和社会保障局"]),
        (["市人力资源和", "社会保障局"], ["市人力资源和社会保障局"]),
        (["各县（市、", "区）政府"], ["各县（市、区）政府"]),
        (["市住房和城", "乡建设局", "市城管局"], ["市住房和城乡建设局", "市城管局"]),
        (["各县（市、区）", "人民政府"], ["各县（市、区）人民政府"]),
        (["市残联", "团市", "委", "各街道"], ["市残联", "团市委", "各街道"]),
        (["国网供电", "市教育局"], ["国网供电", "市教育局"]),
        (["市教育局 市财政局"], ["市教育局", "市财政局"]),
        (["市教育局等有关部门"], ["市教育局"]),
        (["市教育局；市财政局。"], ["市教育局", "市财政局"]),
        (["教育局", "教育局"], ["教育局"]),
    ],
)
def test_names_are_split_as_written(lines: list[str], names: list[str]) -> None:
    assert list(split_names(lines)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("会同市教育局组织编制《专项规划》。", ["市教育局"]),
        (
            "由区财政局会同教育文体局、编办、人力资源和社会保障局落实",
            ["教育文体局", "编办", "人力资源和社会保障局"],
        ),
        ("会同发改、建设、国土等部门制定计划", ["发改", "建设", "国土"]),
        ("并会同相关部门对责任人进行问责。", []),
        ("完善协调配合机制", []),
    ],
)
def test_partners_in_prose_are_the_named_ones(text: str, names: list[str]) -> None:
    assert list(partners_in_prose(text)) == names


PLAN = """某市关于加快发展的实施方案
一、总体要求
（一）指导思想。深入贯彻落实。
（二）工作目标。到2022年，建成10所学校。
二、重点任务
（一）建学校
1.抓规划。编制规划。（市自然资源局牵头，市教育局配合）
2.抓建设。开工建设。（责任单位：市教育局；完成时限：2021年6月底前）
（二）配教师。加强招聘。开展培训。
责任单位：市教育局、市人社局。
（三）多措并举
加强引进。引进教师。（市人社局负责）
加强培训。培训教师。（市教育局负责）
三、保障措施
加强领导。各级要重视。
某市人民政府
2021年3月1日
"""


def test_measures_follow_the_outline_of_the_plan() -> None:
    measures = extraction_from(PLAN).measures
    assert [(row.no, row.title, row.leads) for row in measures] == [
        ("1.", "抓规划", ("市自然资源局",)),
        ("2.", "抓建设", ("市教育局",)),
        ("二（二）", "配教师", ("市教育局", "市人社局")),
        ("二（三）#1", "加强引进", ("市人社局",)),
        ("二（三）#2", "加强培训", ("市教育局",)),
        ("三", "保障措施", ()),
    ]
    assert measures[0].cooperating == ("市教育局",)
    assert measures[1].deadline_text == "2021年6月底前"
    assert measures[0].section == ("二、重点任务", "（一）建学校")
    assert measures[2].content == "加强招聘。开展培训。"


def test_numbers_that_repeat_carry_the_numbers_above_them() -> None:
    text = "方案\n一、任务\n（一）甲\n1.做甲。要快。\n（二）乙\n1.做乙。要好。"
    assert [row.no for row in extraction_from(text).measures] == ["一（一）1", "一（二）1"]


def test_a_paragraph_with_two_clauses_is_two_measures() -> None:
    text = "方案\n一、任务\n做甲。（市教育局负责）；做乙。（市财政局负责）"
    measures = extraction_from(text).measures
    assert [(row.content, row.leads) for row in measures] == [
        ("做甲。", ("市教育局",)),
        ("做乙。", ("市财政局",)),
    ]


@pytest.mark.parametrize(
    ("behind", "names"),
    [
        (" 2.纾解困难。金融部门要帮扶。", ("市财政局", "各银行机构")),
        (" 三、减轻负担 7.落实政策。", ("市财政局", "各银行机构")),
        (" 四、完善政策执行 8.跟踪评估。", ("市财政局", "各银行机构")),
        ("四、完善政策执行 8.跟踪评估。", ("市财政局", "各银行机构")),
        ("四、完善政策执行", ("市财政局", "各银行机构")),
        ("　（二）扩大消费。", ("市财政局", "各银行机构")),
        (" 2.市审计局", ("市财政局", "各银行机构", "市审计局")),
        (" 镇海 北仑 合计 年度目标 2 5 1 8", ("市财政局", "各银行机构")),
        (" 江东 江北、镇海 合计 年度目标 2 5 1 8 完成 1 2 0 3", ("市财政局", "各银行机构")),
    ],
)
def test_a_label_ends_where_the_next_item_of_the_line_begins(
    behind: str, names: tuple[str, ...]
) -> None:
    (clause,) = find_clauses(f"采取措施。 责任单位:市财政局，各银行机构{behind}")
    assert clause.parties.leads == names


def test_a_bracket_that_nothing_closes_ends_before_the_next_item_of_its_line() -> None:
    text = "减免房租。（责任单位：市国资委、市机关局 4.发放补贴，按月支付。（责任单位：市财政局） "
    said = [clause.parties.leads for clause in find_clauses(text)]
    assert said == [("市国资委", "市机关局"), ("市财政局",)]


def test_a_group_that_is_named_by_its_duties_is_a_name_in_a_clause() -> None:
    (clause,) = find_clauses("压缩时间。（档案处、信息中心、有日常监管职责的处室负责）")
    assert clause.parties.leads == ("档案处", "信息中心", "有日常监管职责的处室")
    assert find_clauses("压缩时间。（有必要时提请有关人员的单位负责）") == ()


def test_places_that_share_the_word_behind_the_last_are_names_in_a_clause() -> None:
    (clause,) = find_clauses("扩建码头。（省港航局、望海、平川、东山市政府负责）")
    assert clause.parties.leads == ("省港航局", "望海", "平川", "东山市政府")
    assert find_clauses("扩建码头。（望海、平川负责）") == ()
