"""Times that stand behind labels in the body: whichever label, wherever it stands."""

import pytest

from tests.reading_samples import extraction_from, read
from tracker.extraction import TaskRow, extract
from tracker.extraction.parties.clauses import find_clauses

UNDATED = """关于开展评估工作的通知
一、时间安排
2025年9月1日至12月30日。其中：
%s
9月1日至9月30日，各单位完成自查；"""
LABELS = [
    "实施时间",
    "实施期限",
    "起止时间",
    "起止年限",
    "完成时间",
    "完成期限",
    "办结时限",
    "时间安排",
    "进度安排",
    "计划完成时间",
    "竣工时间",
    "截止日期",
    "建设周期",
    "實施時間",
]


def measures(text: str) -> tuple[TaskRow, ...]:
    return extraction_from(f"方案\n一、民生实事\n{text}").measures


@pytest.mark.parametrize("label", LABELS)
def test_a_time_behind_any_label_is_that_of_the_item(label: str) -> None:
    below, inside, ahead = measures(
        f"（一）学前教育项目。到2015年底新建10所。\n责任单位：市教育局\n{label}：2012年1月-12月\n"
        f"（二）公园项目。到2015年底建10个。（责任单位：市园林局；{label}：2012年1月-12月）\n"
        f"（三）道路项目。到2015年底建10条。\n{label}：2012年1月-12月。\n责任单位：市交通局"
    )
    assert below.leads == ("市教育局",)
    assert inside.leads == ("市园林局",)
    assert ahead.leads == ("市交通局",)
    assert {row.deadline_text for row in (below, inside, ahead)} == {"2012年1月-12月"}


CARD = """（一）扩大农村学前教育资源项目。
资金来源:中央、自治区配套。
牵头单位:市教育局。
配合单位:市财政局、发改委。
目标任务:年底完成下达的任务。
实施时间:2012年1-12月。
完成时间:2012年12月。
（二）农村学校建设项目。
完成时间:2012年11月。
实施时间:2012年1-11月。
牵头单位:市教育局。
目标任务:年底完成。
责任单位:各县政府。
"""


def test_the_lines_of_a_card_are_one_measure_and_its_end_goes_before_its_span() -> None:
    first, second = measures(CARD)
    assert (first.title, first.leads) == ("扩大农村学前教育资源项目", ("市教育局",))
    assert first.cooperating == ("市财政局", "发改委")
    assert first.deadline_text == "2012年12月"
    assert (second.leads, second.cooperating) == (("市教育局",), ("各县政府",))
    assert second.deadline_text == "2012年11月"


@pytest.mark.parametrize(
    "text",
    [
        "时间：2021年6月1日上午9时",
        "工作时间：周一至周五。",
        "时间安排：分三个阶段进行。",
        "时间安排：2017年1月至3月为动员部署阶段，各地要制定方案，明确目标，落实责任，层层发动，务求实效，不走过场。",
    ],
)
def test_a_label_that_heads_something_else_sets_no_time(text: str) -> None:
    assert find_clauses(text) == ()


def test_two_clauses_that_name_bodies_stay_two_measures() -> None:
    rows = measures(
        "（一）道路。新建10条。（责任单位：市交通局；完成时限：6月底）维修5条。（责任单位：市住建局）"
    )
    assert [(row.leads, row.deadline_text) for row in rows] == [
        (("市交通局",), "6月底"),
        (("市住建局",), None),
    ]


@pytest.mark.parametrize(
    ("clause", "when"),
    [
        ("（市档案馆负责，9 月底前完成）", "9 月底前"),
        ("（市档案馆牵头，市文旅局配合完成，2031 年11 月底前完成）", "2031 年11 月底前"),
        ("（市档案馆、市文旅局，2031 年底）", "2031 年底"),
        ("（市档案馆负责，15 日前完成）", "15 日前"),
    ],
)
def test_a_time_that_a_pdf_gives_with_blanks_behind_its_figures_ends_a_clause(
    clause: str, when: str
) -> None:
    (row,) = measures(f"（一）整理旧志。修订目录。{clause}")
    assert (row.leads[0], row.deadline_text, row.content) == ("市档案馆", when, "修订目录。")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("学习《2019年6月工作要点》和成委函〔2025〕98号。", "range:2025-09-01/2025-09-30"),
        ("10月完成评估，推进2026年项目。", "range:2025-09-01/2025-09-30"),
        ("2024年6月底前完成准备。", None),
        ("到2030年全面达标。", "range:2025-09-01/2025-09-30"),
    ],
)
def test_months_of_a_text_without_a_date_are_of_the_one_year_it_names(
    other: str, expected: str | None
) -> None:
    found = [one.normal for one in extraction_from(UNDATED % other).deadlines]
    assert (expected or "none") in {*found, "none"}
    assert any("-09-30" in normal for normal in found) is (expected is not None)


@pytest.mark.parametrize(
    ("label", "text", "normal"),
    [
        ("完成时限", "2023年6月底前并长期坚持", "multi:month:2023-06;ongoing"),
        ("完成时间", "持续推进", "ongoing"),
    ],
)
def test_a_labelled_time_that_goes_on_is_one_expression(label: str, text: str, normal: str) -> None:
    found = extraction_from(f"方案\n加强监管。{label}：{text}。责任单位：市教育局").deadlines
    assert [(one.text, one.normal) for one in found] == [(text, normal)]


def test_a_line_below_the_heading_of_a_time_is_one_expression() -> None:
    text = "整改公示\n五、整改时限\n2025年12月底前\n六、整改措施\n完成清理。\n2024年5月"
    found = extraction_from(text).deadlines
    assert [(one.text, one.normal) for one in found] == [("2025年12月底前", "month:2025-12")]


def test_a_time_that_runs_over_the_end_of_a_line_is_one_expression() -> None:
    text = "工作方案\n一、任务\n牵头单位于每年一季度\n前制定工作计划，并录入平台。"
    found = extraction_from(text).deadlines
    assert [(one.text, one.normal) for one in found] == [("于每年一季度前", "recurring:yearly-Q1")]


@pytest.mark.parametrize(
    ("line", "normal"),
    [
        ("2005.1—4", "range:2005-01/2005-04"),
        ("2019年7-8月,11-12月", "multi:range:2019-07/2019-08;range:2019-11/2019-12"),
        ("2005.5—2006.6 |", "range:2005-05/2006-06"),
        ("2005年5月21日前", "date:2005-05-21"),
        ("2005年5月", None),
        ("2005—2010年", None),
    ],
)
def test_a_line_that_is_a_span_of_months_or_a_last_day_is_no_date_of_issue(
    line: str, normal: str | None
) -> None:
    found = extraction_from(f"普查工作安排\n起草报告。\n{line}\n筹措经费。").deadlines
    assert [one.normal for one in found] == [normal] * (normal is not None)


@pytest.mark.parametrize(
    "first",
    [
        "某省发展改革委文件某发改能源〔2020〕134号关于规范统计工作的通知各市发展改革委:",
        "各县要认真总结，形成《2020年环保专项行动总结》。",
    ],
)
def test_a_number_or_an_activity_in_running_text_names_the_year(first: str) -> None:
    found = extraction_from(f"{first}\n二、要求\n汇总后，于12月7日前报市统计局。").deadlines
    assert [one.normal for one in found] == ["date:2020-12-07"]


def test_a_report_tells_of_times_that_have_begun_where_it_asks_nothing() -> None:
    text = (
        "关于全县水库除险加固督查情况的通报\n各乡镇：\n今年新建堤防5公里，3月完成征地。"
        "2023年新增就业3000人。\n二、下一步工作\n县水利局要在9月完成验收，11月开展抽查，"
        "12月底前全面完成。\n2023年9月15日"
    )
    found = [one.text for one in extraction_from(text).deadlines]
    assert found == ["9月", "11月", "12月底前"]
    plan = text.replace("督查情况的通报", "工作方案")
    assert "今年" in [one.text for one in extraction_from(plan).deadlines]


def test_a_counted_line_of_a_time_is_no_line_of_the_page_around() -> None:
    text = "抽查方案\n一、抽查对象。\n二、抽查时间：2019年3月—12月\n三、抽查方式。"
    assert [one.normal for one in extraction_from(text).deadlines] == ["range:2019-03/2019-12"]


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("报送审议时间：2021年12月底", ["2021年12月底"]),
        ("评估时间：2021年6月15日", ["2021年6月15日"]),
        ("发布时间：2021年6月15日", []),
        ("更新时间：2021年6月15日", []),
    ],
)
def test_only_times_of_the_page_around_a_document_are_left_out(line: str, times: list[str]) -> None:
    text = f"立法计划\n一、古城保护办法\n起草单位：市住建局\n{line}\n二、停车管理办法\n"
    assert [one.text for one in extraction_from(text).deadlines] == times


def test_a_cell_of_time_that_several_rows_share_is_one_expression() -> None:
    page = (
        "<h1>2021年工作分解表</h1><table><tr><td>序号</td><td>任务</td><td>完成时限</td>"
        "<td>责任单位</td></tr><tr><td>1</td><td>铺设慢道。</td><td rowspan=2>6月底前</td>"
        "<td>区住建局</td></tr><tr><td>2</td><td>架设路灯。</td><td>区城管局</td></tr>"
        "<tr><td>3</td><td>疏浚河道。</td><td>6月底前</td><td>区水利局</td></tr></table>"
    )
    found = extract(read(page.encode(), "分解表.html"))
    assert [row.deadline_text for row in found.rows] == ["6月底前"] * 3
    assert [one.normal for one in found.deadlines] == ["month:2021-06"] * 2


def test_times_bind_in_the_sentences_of_a_table_that_gives_no_row() -> None:
    page = (
        "<h1>2021年重点项目目标</h1><table><tr><td>项目名称</td><td>工作标准</td></tr>"
        "<tr><td>青河路</td><td>5月1日前正式开工建设；年内完成投资5亿元。</td></tr>"
        "<tr><td>文化馆</td><td>2021年</td></tr></table>"
    )
    found = extract(read(page.encode(), "目标.html"))
    assert not found.rows
    assert [one.normal for one in found.deadlines] == ["date:2021-05-01", "year:2021"]


def test_what_is_aimed_at_in_each_period_is_prose() -> None:
    page = (
        "<h1>绿道建设任务分解表</h1><table><tr><td>序号</td><td>任务</td><td>2024年目标</td>"
        "<td>2025年目标</td><td>责任单位</td></tr><tr><td>1</td><td>建设绿道</td>"
        "<td>9月底前建成青河绿道，完善休息、照明、停车等配套设施，向市民全面开放。</td>"
        "<td>按照统一标准有序推进南湖绿道二期工程的征地拆迁和前期工作。</td><td>区园林局</td></tr></table>"
    )
    found = extract(read(page.encode(), "分解表.html"))
    assert [row.deadline_text[:5] for row in found.rows if row.deadline_text] == ["2024年"]
    assert [one.text for one in found.deadlines] == ["2024年", "9月底前", "2025年"]
