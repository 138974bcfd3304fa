"""What the body of a document is made of: numbers, headings, lead-ins, what covers what."""

import time

import pytest

from tests.reading_samples import extraction_from, paragraph, read_docx
from tracker.extraction import TaskRow, extract

LIMIT = 1.5
Told = list[tuple[str | None, str | None, tuple[str, ...]]]


def measures(text: str) -> tuple[TaskRow, ...]:
    return extraction_from(text).measures


def told(text: str) -> Told:
    return [(row.no, row.title, row.leads) for row in measures(text)]


MARKDOWN = """# 某市重点任务分解

**一、产业升级**
**1. 实施技改。** 推动企业技改。（牵头单位：市经信局；完成时间：12月底）
**2. 壮大产业。** 建成二期。（牵头单位：市发改委）
## 二、城乡统筹
- **3. 改善环境。** 完成提标。（牵头单位：市住建局）
"""


def test_marks_of_markdown_are_no_text() -> None:
    extraction = extraction_from(MARKDOWN)
    assert extraction.masthead.title == "某市重点任务分解"
    assert told(MARKDOWN) == [
        ("1.", "实施技改", ("市经信局",)),
        ("2.", "壮大产业", ("市发改委",)),
        ("3.", "改善环境", ("市住建局",)),
    ]
    assert [row.section for row in extraction.measures] == [
        ("一、产业升级",),
        ("一、产业升级",),
        ("二、城乡统筹",),
    ]
    assert not any("*" in row.content for row in extraction.measures)


def bold(lead: str, rest: str) -> str:
    return (
        f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{lead}</w:t></w:r><w:r><w:t>{rest}</w:t></w:r></w:p>"
    )


def test_bold_words_lead_in_where_there_is_no_number() -> None:
    body = (
        paragraph("工作方案")
        + paragraph("一、工作任务")
        + bold("加强招聘工作。", "引进教师100名。（市人社局负责）")
        + bold("建设学校：", "新建10所。（市教育局负责）")
        + bold("责任单位：", "市财政局")
    )
    rows = extract(read_docx(body)).measures
    assert [(row.no, row.title, row.content, row.leads) for row in rows] == [
        ("一#1", "加强招聘工作", "引进教师100名。", ("市人社局",)),
        ("一#2", "建设学校", "新建10所。", ("市教育局", "市财政局")),
    ]


def test_steps_that_name_somebody_each_are_measures() -> None:
    text = (
        "整治分工方案\n主要任务\n一是排查隐患。逐一检查。市消防支队牵头，市公安局参加。\n"
        "二是督促整改。整改完毕。由市安委办督办，各县区政府具体落实。"
    )
    first, second = measures(text)
    assert (first.no, first.title, first.leads, first.cooperating) == (
        "一是",
        "排查隐患",
        ("市消防支队",),
        ("市公安局",),
    )
    assert (second.leads, second.cooperating) == (("各县区政府",), ("市安委办",))


def test_steps_of_one_measure_stay_its_text() -> None:
    text = (
        "方案\n（一）排查隐患。逐一检查。\n一是排查。\n二是整改。（市公安局负责）\n"
        "（二）宣传。（市广电局负责）"
    )
    assert told(text) == [
        ("（一）", "排查隐患", ("市公安局",)),
        ("（二）", "宣传", ("市广电局",)),
    ]


ARTICLES = """办法
第一条 为加强耕地保护，根据有关规定，制定本办法。
第二条 开展自查。每年开展一次。（市自然资源局负责）
第三条 主要任务
（一）整改问题。（市农业农村局负责）
（二）报送报告。（各县政府负责）
第四条 本办法由市自然资源局负责解释。
第五条 本办法自2013年4月1日起施行。
"""


def test_an_article_keeps_its_number_and_what_closes_the_rules_is_no_task() -> None:
    named = [(row.no, row.leads) for row in measures(ARTICLES) if row.leads]
    assert named == [
        ("第二条", ("市自然资源局",)),
        ("第三条（一）", ("市农业农村局",)),
        ("第三条（二）", ("各县政府",)),
    ]
    numbers = [row.no for row in measures(ARTICLES)]
    assert not {"第一条", "第四条", "第五条"} & set(numbers)


@pytest.mark.parametrize(
    "closing",
    [
        "本意见自2016年10月1日起施行，有效期5年。",
        "本方案由市教育局负责解释。",
        "此前规定与本办法不一致的，以本办法为准。",
        "中共某市委办公室\n某市人民政府办公室\n2022年11月3日",
        "标★的为牵头单位。",
    ],
)
@pytest.mark.parametrize("number", ["", "三、"])
def test_closing_matter_is_no_measure_with_a_number_or_without(number: str, closing: str) -> None:
    text = f"意见\n一、检查。（市教育局负责）\n二、保障。列入预算。\n{number}{closing}"
    if not (number and "\n" in closing):
        assert [row.no for row in measures(text)] == ["一", "二"]
        assert measures(text)[-1].content == "列入预算。"


def test_the_lead_in_a_heading_and_those_responsible_below_are_one_clause() -> None:
    text = (
        "方案\n某教发〔2021〕45号\n1.全面排查（牵头处室：民办教育处）\n   9月底前，完成排查。\n"
        "   （责任单位：各区教育局、公安局）\n2.分类整治。（责任单位同上）"
    )
    first, second = measures(text)
    assert (first.leads, first.cooperating) == (("民办教育处",), ("各区教育局", "公安局"))
    assert first.content == "9月底前，完成排查。"
    assert first.section == ()
    assert (second.leads, second.cooperating) == (("各区教育局", "公安局"), ())


def test_a_clause_below_the_title_is_for_what_names_nobody_itself() -> None:
    text = (
        "某市关于推进医疗工作的通知\n（责任单位：市卫健委）\n一、发展远程医疗。实现全覆盖。\n"
        "二、完善支付政策。\n责任单位：市医保局"
    )
    assert told(text) == [
        ("一", "发展远程医疗", ("市卫健委",)),
        ("二", "完善支付政策", ("市医保局",)),
    ]


SECTIONS = """行动方案
（一）能源行动
1.控制煤炭。严控新增。
2.发展新能源。扩大规模。
（市发展改革局牵头，市自然资源局，按职责分工负责）
（二）节能行动
3.提升能力。
4.推动降碳。完成审计。
（市工业和信息化局、市市场监督管理局等按职责分工负责）
"""


def test_clauses_that_always_close_a_section_are_for_all_of_it() -> None:
    first, second = ("市发展改革局",), ("市工业和信息化局", "市市场监督管理局")
    assert [row.leads for row in measures(SECTIONS)] == [first, first, second, second]


def test_a_clause_below_an_item_is_its_own_where_others_have_theirs() -> None:
    text = SECTIONS.replace("2.发展", "（市能源局负责）\n2.发展")
    assert [row.leads for row in measures(text)][:3] == [
        ("市能源局",),
        ("市发展改革局",),
        (),
    ]


@pytest.mark.parametrize(
    "closing",
    [
        "（本部分责任单位：市教育局、市财政局）",
        "（以上各项任务由市教育局、市财政局负责）",
        "以上工作由市教育局、市财政局负责。",
        "本部分工作由市教育局、市财政局负责。",
    ],
)
def test_a_clause_for_those_above_or_for_the_section_covers_them(closing: str) -> None:
    text = (
        f"方案\n一、任务\n1.建校。新建学校。\n2.修缮。修缮校舍。\n{closing}\n"
        "二、保障\n3.宣传。（市广电局负责）"
    )
    both = ("市教育局", "市财政局")
    assert [row.leads for row in measures(text)] == [both, both, ("市广电局",)]


def test_starred_names_lead_by_a_rule_said_once() -> None:
    text = (
        "方案\n一、任务\n（一）建校。（★市教育局、市财政局）\n"
        "（二）修路。（责任单位：市财政局、★市交通局、市公安局）\n（三）绿化。（市林业局负责）\n"
        "标★的为牵头单位。"
    )
    assert [(row.leads, row.cooperating) for row in measures(text)] == [
        (("市教育局",), ("市财政局",)),
        (("市交通局",), ("市财政局", "市公安局")),
        (("市林业局",), ()),
    ]


@pytest.mark.parametrize(
    ("clauses", "leads", "others"),
    [
        ("（市教育局负责）\n责任单位：市财政局", "市教育局 市财政局", ""),
        ("（市教育局牵头）\n责任单位：市财政局", "市教育局", "市财政局"),
        ("（市教育局牵头）\n配合单位：市财政局", "市教育局", "市财政局"),
    ],
)
def test_a_clause_by_verbs_and_a_line_of_labels_are_one(
    clauses: str, leads: str, others: str
) -> None:
    (row,) = measures(f"方案\n一、任务\n1.建校。新建学校。{clauses}")
    assert (row.leads, row.cooperating) == (tuple(leads.split()), tuple(others.split()))


ONE_LINE = (
    "某州2018年问题整改方案 一、整改内容 （一）关于资金问题 整改措施：1.开展清理，限期使用。"
    "整改时限：2018年9月30日前 责任单位：州扶贫局、州财政局 责任人：张某 2.建立台账。"
    "整改时限：立行立改 责任单位：各县人民政府 （二）关于帮扶问题 整改措施：1.修订办法。"
    "整改时限：2018年8月底前 牵头单位：州委组织部 配合单位：州扶贫局 二、工作要求 各县要高度重视。"
)


def test_labels_run_into_one_line_end_the_items_before_the_next_number() -> None:
    extraction = extraction_from(ONE_LINE)
    assert extraction.masthead.title == "某州2018年问题整改方案"
    rows = [(row.no, row.leads, row.deadline_text) for row in extraction.measures]
    assert rows == [
        ("一（一）1", ("州扶贫局", "州财政局"), "2018年9月30日前"),
        ("一（一）2", ("各县人民政府",), "立行立改"),
        ("一（二）1", ("州委组织部",), "2018年8月底前"),
        ("二", (), None),
    ]
    assert extraction.measures[0].persons == (("责任人", "张某"),)
    assert extraction.measures[0].section[-1] == "（一）关于资金问题"
    assert extraction.measures[3].content == "各县要高度重视。"


def test_a_spread_document_is_closed_up() -> None:
    text = (
        "工 作 安 排\n1. 深 化 “ 放 管 服 ” 改 革 。（ 责 任 单 位 ： 市 委 编 办 、 市 发 改 委 ）"
    )
    assert told(text) == [("1.", "深化“放管服”改革", ("市委编办", "市发改委"))]


def test_the_number_of_a_page_is_no_bullet() -> None:
    text = "方案\n一、建校。新建学校。（市教育局负责）\n- 12 -\n二、修路。（市交通局负责）"
    assert [row.no for row in measures(text)] == ["一", "二"]


@pytest.mark.parametrize(
    "words",
    [
        "市长" * 10_000,
        " " * 30_000,
        "★" + " " * 30_000,
        "# " * 10_000,
        "*市*" * 10_000,
        "张三 " * 10_000,
    ],
    ids=["posts", "blanks", "a star", "headings", "stars", "persons"],
)
def test_endless_words_are_read_within_a_second(words: str) -> None:
    started = time.process_time()
    measures(f"方案\n一、任务\n（一）建校。（责任单位：{words}牵头）\n标★的为牵头单位\n{words}")
    assert time.process_time() - started < LIMIT


@pytest.mark.parametrize(
    "mark", ["# Page 31:", "- page 31 -", "Page 31 of 40", "第 31 页 共 40 页"]
)
def test_a_number_of_a_page_between_the_lines_breaks_neither_measure_nor_clause(mark: str) -> None:
    text = f"（一）修缮馆舍。更换屋\n{mark}\n面。（市档案馆、市文\n{mark}\n旅局负责）"
    (row,) = extraction_from(f"方案\n一、重点任务\n{text}").measures
    assert (row.leads, row.content) == (("市档案馆", "市文旅局"), "更换屋面。")


def test_a_line_that_tells_of_pages_is_no_number_of_a_page() -> None:
    text = "（一）订正目录。\n第3页的图改为表。\n（市档案馆负责）"
    (row,) = extraction_from(f"方案\n一、重点任务\n{text}").measures
    assert "第3页的图改为表。" in row.content


def test_a_bracket_broken_into_a_line_a_name_is_one_clause() -> None:
    names = [
        f"市{name}局" for name in ["档案", "文旅", "教育", "民政", "财政", "司法", "水务", "统计"]
    ]
    text = "（一）清点馆藏。编好目录。\n［责任单\n位：\n" + "、\n".join(names) + "］"
    (row,) = extraction_from(f"方案\n一、重点任务\n{text}").measures
    assert row.leads == tuple(names)


def test_a_body_with_the_count_of_its_tasks_heads_them() -> None:
    text = (
        "实事清单\n市档案局（2项）\n1.领办项目：修缮馆舍。工作进展：推进中。\n"
        "2.领办项目：开放旧档。工作进展：筹备中。\n市文旅局(1项)\n1.领办项目：整修戏台。进展：完成。"
    )
    assert [row.leads for row in measures(text)] == [("市档案局",), ("市档案局",), ("市文旅局",)]


def test_an_item_with_a_clause_is_a_measure_beside_its_parts_with_clauses_of_their_own() -> None:
    text = (
        "方案\n一、任务\n（一）产业（责任单位：县发改局）\n1.技改项目8个。（县工信局、县财政局）\n"
        "（1）数字车间3个。（县工信局）\n（2）智能工厂1个。（县科技局负责）"
    )
    assert [row.leads for row in measures(text)] == [
        ("县工信局", "县财政局"),
        ("县工信局",),
        ("县科技局",),
    ]


def test_a_label_that_ends_a_line_has_its_names_in_the_next() -> None:
    (row,) = measures("方案\n一、任务\n1.新建书屋。 责任单位\n县文旅局、各乡镇")
    assert row.leads == ("县文旅局", "各乡镇")
