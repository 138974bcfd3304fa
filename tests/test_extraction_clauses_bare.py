"""A clause reads the same in brackets and as a closing sentence; sentences of work stay content."""

import pytest

from tests.reading_samples import extraction_from
from tracker.extraction.parties.bodies import is_body
from tracker.extraction.parties.clauses import find_clauses

# Words that say who, the leads and those who cooperate.
SAID = [
    ("由市文旅局牵头，各县（市、区）政府配合", ["市文旅局"], ["各县（市、区）政府"]),
    (
        "市粮储局牵头，各旗县（管委会）、市直有关部门按职责分工负责",
        ["市粮储局"],
        ["各旗县（管委会）", "市直有关部门"],
    ),
    ("由各县（区）政府负责，市体育局指导", ["各县（区）政府"], ["市体育局"]),
    (
        "市水务局、市林草局，各区（开发区）管委会分工负责",
        ["市水务局", "市林草局", "各区（开发区）管委会"],
        [],
    ),
    (
        "市民政局牵头，市残联参与，各县（市）政府具体实施",
        ["市民政局"],
        ["市残联", "各县（市）政府"],
    ),
    ("由市民政局牵头，市残联配合，各街道办事处落实", ["市民政局"], ["市残联", "各街道办事处"]),
    (
        "由市体育局牵头组织，市教育局协同推进，各县（市、区）政府承担主体责任",
        ["市体育局", "各县（市、区）政府"],
        ["市教育局"],
    ),
    ("由市水务局督促，市自来水公司落实", ["市自来水公司"], ["市水务局"]),
    ("市水务局牵头，市气象局配合，市邮政局参与", ["市水务局"], ["市气象局", "市邮政局"]),
    ("市妇联主办，市文旅局协办", ["市妇联"], ["市文旅局"]),
    ("市司法局为责任单位，市信访局为配合单位", ["市司法局"], ["市信访局"]),
    ("由市卫健委、市医保局负责，其中市卫健委牵头", ["市卫健委"], ["市医保局"]),
    ("市委督查室负责督办，市直各有关单位抓好落实", ["市直各有关单位"], ["市委督查室"]),
    ("此项工作由市信访局（市联席办）牵头，市司法局配合", ["市信访局（市联席办）"], ["市司法局"]),
    ("以上两项任务，由市统计局牵头，市调查队配合", ["市统计局"], ["市调查队"]),
    ("市直各主管部门按照“谁审批、谁监管”的原则负责", ["市直各主管部门"], []),
    (
        "市人防办牵头，市直有关部门按职责分工负责，各旗县（市、区）政府属地管理",
        ["市人防办"],
        ["市直有关部门", "各旗县（市、区）政府"],
    ),
    ("由市文旅局为主，市体育局协助，各镇参与", ["市文旅局"], ["市体育局", "各镇"]),
    ("市林草局会同市公安局、市气象局组织实施", ["市林草局"], ["市公安局", "市气象局"]),
    ("各行业主管部门分别牵头，市信访局协调", ["各行业主管部门"], ["市信访局"]),
    ("市体育局负责，各镇（街道）落实属地管理", ["市体育局", "各镇（街道）"], []),
    (
        "属地政府、行业主管部门按照属地管理、分级负责的原则落实",
        ["属地政府", "行业主管部门"],
        [],
    ),
]


@pytest.mark.parametrize(("words", "leads", "cooperating"), SAID)
@pytest.mark.parametrize("form", ["建成网络。（{}）", "建成网络。{}。"])
def test_brackets_and_a_closing_sentence_name_the_same(
    form: str, words: str, leads: list[str], cooperating: list[str]
) -> None:
    (clause,) = find_clauses(form.format(words))
    assert list(clause.parties.leads) == leads
    assert list(clause.parties.cooperating) == cooperating


def test_roles_behind_the_comma_of_the_last_sentence_are_a_clause() -> None:
    (clause,) = find_clauses("降低费用。清理收费目录，由市物价局牵头，市税务局配合。")
    assert clause.text == "由市物价局牵头，市税务局配合。"
    (clause,) = find_clauses("建立会商制度：由市民政局牵头负责，每季度至少召开1次会议。")
    assert (clause.parties.deadline_text, clause.tells) == ("每季度", True)
    assert find_clauses("降低费用。有争议的，由市仲裁委负责。") == ()


PLAN = """某市工作方案
一、任务
（一）监测水质。市疾控中心负责水质检测，每季度公布结果。
（二）总结经验。市优化办牵头总结经验。
（三）发放补贴。补贴由市财政局负责发放，市审计局负责监督。
（四）加强领导。由市水务局负责落实。
（五）公开清单。由市物价局牵头，市税务局配合，9月底前公布全部清单。
"""


def test_a_sentence_that_tells_the_work_stays_in_the_content() -> None:
    measures = extraction_from(PLAN).measures
    assert [(row.content, row.leads, row.cooperating) for row in measures] == [
        ("市疾控中心负责水质检测，每季度公布结果。", ("市疾控中心",), ()),
        ("市优化办牵头总结经验。", ("市优化办",), ()),
        ("补贴由市财政局负责发放，市审计局负责监督。", ("市财政局",), ("市审计局",)),
        ("加强领导", ("市水务局",), ()),
        (
            "由市物价局牵头，市税务局配合，9月底前公布全部清单。",
            ("市物价局",),
            ("市税务局",),
        ),
    ]


def test_a_clause_for_the_two_items_above_it_covers_no_more() -> None:
    text = (
        "方案\n一、任务\n1.修路。修好路面。\n2.架桥。架好桥梁。\n3.通车。开通线路。\n"
        "（以上两项由市交通局牵头，市公安局、市财政局按职责分工负责）\n"
    )
    leads = [(row.leads, row.cooperating) for row in extraction_from(text).measures]
    assert leads == [((), ()), *[(("市交通局",), ("市公安局", "市财政局"))] * 2]


def test_an_item_that_begins_with_a_month_is_an_item() -> None:
    text = (
        "方案\n一、任务\n1.建成平台。（市数据局牵头）\n2.6月底前升级系统。（市审批局牵头）\n"
        "3.10月上旬办理事项。（市公安局牵头）\n"
    )
    found = [(row.no, row.leads) for row in extraction_from(text).measures]
    assert found == [("1.", ("市数据局",)), ("2.", ("市审批局",)), ("3.", ("市公安局",))]


# Brackets and labels; one name may end otherwise than names do, a person is none.
NAMED = [
    (
        "优化服务。（市税务局牵头，人行望海中支、望海海关配合）",
        ["市税务局"],
        ["人行望海中支", "望海海关"],
    ),
    (
        "修缮房屋。（区房管局、区国资办、区城建集团、区住建局、望海建设）",
        ["区房管局", "区国资办", "区城建集团", "区住建局", "望海建设"],
        [],
    ),
    ("开展研究。（省社科院、东海大学、省气象局）", ["省社科院", "东海大学", "省气象局"], []),
    ("铺设管网。（县水务局、县城投公司，孙建军）", ["县水务局", "县城投公司"], []),
    ("完成投资20亿元  （县商务局）", ["县商务局"], []),
    ("通水。责任部门及责任人：县水务局 孙志强", ["县水务局"], []),
    (
        "救治。牵头单位：县卫健局；成员单位：县民政局、县残联。",
        ["县卫健局"],
        ["县民政局", "县残联"],
    ),
    ("改造。（第一责任单位：县住建局；第二责任单位：县财政局）", ["县住建局"], ["县财政局"]),
]


@pytest.mark.parametrize(("text", "leads", "cooperating"), NAMED)
def test_odd_names_persons_and_rarer_labels_lose_no_clause(
    text: str, leads: list[str], cooperating: list[str]
) -> None:
    (clause,) = find_clauses(text)
    assert list(clause.parties.leads) == leads
    assert list(clause.parties.cooperating) == cooperating


def test_brackets_of_one_name_behind_the_parts_of_a_sentence_are_clauses() -> None:
    found = find_clauses(
        "取消事项（市司法局）；规范中介（市物价局）；公布指南（各县（市、区）政府）。"
    )
    leads = [clause.parties.leads for clause in found]
    assert leads == [("市司法局",), ("市物价局",), ("各县（市、区）政府",)]
    assert find_clauses("在服务中心（市司法局）；在大厅（市物价局）办理。") == ()


def test_a_label_may_ask_for_the_progress_that_is_due() -> None:
    (clause,) = find_clauses("建桩。承办单位：市电力局；进度要求：6月底完成30个，年底完成90个")
    assert clause.parties.deadline_text == "6月底完成30个，年底完成90个"


def test_short_names_that_share_the_word_department_are_names() -> None:
    (clause,) = find_clauses("护校。（教育、公安和财政部门按职责分工负责）")
    assert clause.parties.leads == ("教育", "公安", "财政")
    assert find_clauses("护校。（安全、稳定和发展部门负责）") == ()


CARDS = """某市工作方案
一、任务
（一）审批。（责任单位：市审批局）
1.梳理事项。（市数据局配合）
2.告知承诺。
（二）税费
1.便利办税。推行网办。
★牵头单位：市税务局
★配合单位：市财政局
2.破解难题。
责任单位
市金融办、市银保监分局
完成时限
2022年12月
"""


def test_lines_of_labels_and_headings_give_the_leads() -> None:
    found = extraction_from(CARDS).measures
    assert [(row.leads, row.cooperating, row.deadline_text) for row in found] == [
        (("市审批局",), ("市数据局",), None),
        (("市审批局",), (), None),
        (("市税务局",), ("市财政局",), None),
        (("市金融办", "市银保监分局"), (), "2022年12月"),
    ]
    assert found[2].content == "推行网办。"


def test_bare_names_behind_the_last_stop_lead_where_several_measures_have_them() -> None:
    text = (
        "要点\n一、工业\n1、强龙头。培育企业1家。市工信局\n"
        "2、补链条。引进企业9家。市商务局、各县（市）政府\n"
    )
    found = [(row.content, row.leads) for row in extraction_from(text).measures]
    assert found == [
        ("培育企业1家。", ("市工信局",)),
        ("引进企业9家。", ("市商务局", "各县（市）政府")),
    ]
    lone = "要点\n一、工业\n1、强龙头。培育企业。\n2、补链条。引进企业。市工信局\n"
    assert [row.leads for row in extraction_from(lone).measures] == [(), ()]


def test_members_of_a_body_that_is_set_up_are_charged_with_nothing() -> None:
    assert find_clauses("成立专班。成员单位：市教育局、市财政局。") == ()


def test_an_article_headed_by_who_watches_charges_nobody() -> None:
    found = extraction_from(
        "1.【社会监督】市政府应当建立制度。依托热线，建立专席。\n2.【公众参与】设立专栏。"
    )
    assert [row.leads for row in found.measures] == [()] * len(found.measures)


def test_a_half_width_stop_ends_the_words_before_a_bracket_of_names() -> None:
    (clause,) = find_clauses("架设线路,年底前完成.(县供电公司)")
    assert clause.parties.leads == ("县供电公司",)
    assert find_clauses("2.(县供电公司)架设线路") == ()


MARKED = [
    (
        "铺路。【牵头单位】区住建局【配合单位】区财政局、各街道",
        ["区住建局"],
        ["区财政局", "各街道"],
        None,
    ),
    ("铺路——区住建局牵头，区财政局配合。", ["区住建局"], ["区财政局"], None),
    ("铺路。（区住建局〔牵头〕、区财政局〔配合〕）", ["区住建局"], ["区财政局"], None),
    ("铺路80部（年底前，区住建局）。", ["区住建局"], [], "年底前"),
    ("铺路。（4—10月，各街道、区直有关部门）", ["各街道", "区直有关部门"], [], "4—10月"),
    ("铺路。责任单位是各街道。", ["各街道"], [], None),
    ("铺路（牵头处室：市政科；配合处室：督导室、办公室）", ["市政科"], ["督导室", "办公室"], None),
    ("铺路（市政科、财务科）", ["市政科", "财务科"], [], None),
    ("铺路（区住建局会商区财政局负责）", ["区住建局"], ["区财政局"], None),
    ("铺路（新区管委会商务局负责）", ["新区管委会商务局"], [], None),
]


def said_in(text: str) -> tuple[list[str], list[str], str | None]:
    """Return who leads, who cooperates and by when, as the one clause of a text says."""
    (clause,) = find_clauses(text)
    said = clause.parties
    return list(said.leads), list(said.cooperating), said.deadline_text


@pytest.mark.parametrize(("text", "leads", "cooperating", "when"), MARKED)
def test_marks_of_a_clause_are_no_part_of_its_names(
    text: str, leads: list[str], cooperating: list[str], when: str | None
) -> None:
    assert said_in(text) == (leads, cooperating, when)


def test_counts_and_whom_a_letter_addresses_are_no_bodies() -> None:
    assert not any(map(is_body, ["改造电梯80部", "新建学校3所", "请你单位", "贵局", "本单位"]))
    assert all(map(is_body, ["贵州省", "本溪市", "贵港市政府", "12345热线办"]))


WHOLE = [
    (
        "一、道路\n铺设慢道，由区住建局负责，12月底前完成。\n架设路灯，由区城管局牵头，区财政局予以配合。",
        [("铺设慢道", ("区住建局",), ()), ("架设路灯", ("区城管局",), ("区财政局",))],
    ),
    (
        "一、道路。（一）铺设慢道，由区住建局牵头，区财政局给予支持配合；（二）架设路灯，由区城管局负责。",
        [("铺设慢道", ("区住建局",), ("区财政局",)), ("架设路灯", ("区城管局",), ())],
    ),
]


@pytest.mark.parametrize(("text", "rows"), WHOLE)
def test_a_sentence_alone_that_ends_with_who_does_it_is_a_measure(
    text: str, rows: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    found = extraction_from(f"要点\n{text}\n").measures
    assert [(row.content, row.leads, row.cooperating) for row in found] == rows


AMONG = [
    ("责任单位：区住建局、区财政局，区财政局牵头", ["区财政局"], ["区住建局"]),
    ("责任单位：区住建局、区财政局，由区住建局牵头", ["区住建局"], ["区财政局"]),
    ("责任单位：区住建局、区财政局，前者为牵头单位", ["区住建局"], ["区财政局"]),
    (
        "责任单位：区住建局（牵头）、区财政局、市税务局（配合）",
        ["区住建局"],
        ["区财政局", "市税务局"],
    ),
    ("责任单位：区住建局（牵头）区财政局（配合）", ["区住建局"], ["区财政局"]),
    ("牵头单位：区住建局，责任人李红；配合单位：区财政局，责任人赵明", ["区住建局"], ["区财政局"]),
    ("牵头单位：盟住建局，贯穿全年", ["盟住建局"], []),
    ("盟住建局商盟财政局", ["盟住建局"], ["盟财政局"]),
    ("区住建局要会同区财政局", ["区住建局"], ["区财政局"]),
    ("牵头单位：区住建局；配合单位：暂无", ["区住建局"], []),
    ("区住建局负责，区财政局予以配合", ["区住建局"], ["区财政局"]),
]


@pytest.mark.parametrize(("words", "leads", "cooperating"), AMONG)
def test_one_of_several_names_may_be_said_to_lead(
    words: str, leads: list[str], cooperating: list[str]
) -> None:
    (clause,) = find_clauses(f"铺路。（{words}）")
    assert (list(clause.parties.leads), list(clause.parties.cooperating)) == (leads, cooperating)


BESIDE = [
    ("配合单位：区财政局（责任人：陈刚）、区税务局（责任人：李敏）", [], ["区财政局", "区税务局"]),
    ("责任单位：区财政局（责任人：陈刚）、区税务局（责任人：李敏）", ["区财政局", "区税务局"], []),
    ("配合单位及责任人：区财政局 陈刚；区税务局 李敏", [], ["区财政局", "区税务局"]),
]


@pytest.mark.parametrize(("words", "leads", "cooperating"), BESIDE)
def test_persons_beside_the_names_of_a_label_end_no_clause(
    words: str, leads: list[str], cooperating: list[str]
) -> None:
    (clause,) = find_clauses(f"铺路。{words}")
    said = clause.parties
    assert (list(said.leads), list(said.cooperating)) == (leads, cooperating)
    assert [person for _label, person in said.persons] == ["陈刚", "李敏"]


FORMS = [
    ("铺路。区住建局牵头，区财政局配合。完成时限：10月底。", ["区住建局"], ["区财政局"], "10月底"),
    ("铺路。由区住建局负责。完成时限：9月底。", ["区住建局"], [], "9月底"),
    (
        "铺路。（区住建局，6月底前完成排查，年底前完成整改）",
        ["区住建局"],
        [],
        "6月底前完成排查，年底前完成整改",
    ),
    ("铺路。（完成时限：6月底；区住建局）", ["区住建局"], [], "6月底"),
    ("铺路  责任单位 区住建局  完成时限 6月底", ["区住建局"], [], "6月底"),
    (
        "铺路。（区住建局牵头，区财政局配合，6月底前开工，10月底前完工）",
        ["区住建局"],
        ["区财政局"],
        "6月底前开工，10月底前完工",
    ),
    (
        "铺路。（责任单位：区住建局（6月底前）、区财政局（9月底前））",
        ["区住建局", "区财政局"],
        [],
        "6月底前；9月底前",
    ),
    ("铺路。由区住建局负责，6月底前完成。区财政局配合。", ["区住建局"], ["区财政局"], "6月底前"),
    (
        "铺路。由区住建局负责实施，区财政局负责资金保障，10月底前完成。",
        ["区住建局", "区财政局"],
        [],
        "10月底前",
    ),
]


@pytest.mark.parametrize(("text", "leads", "cooperating", "when"), FORMS)
def test_names_and_times_stand_in_any_order(
    text: str, leads: list[str], cooperating: list[str], when: str
) -> None:
    assert said_in(text) == (leads, cooperating, when)


HEADINGS = [
    "一、道路（以下任务由区住建局牵头）\n（一）铺设慢道。\n（二）架设路灯。",
    "一、道路。以下各项由区住建局牵头。\n（一）铺设慢道。\n（二）架设路灯。",
    "（一）区住建局。负责铺设慢道。\n（二）区住建局。负责架设路灯。",
    "（一）铺设慢道。﹙区住建局牵头﹚\n（二）架设路灯。（责任单位﹕区住建局﹔完成时限：6月底）",
]


@pytest.mark.parametrize("text", HEADINGS)
def test_who_leads_may_stand_above_or_in_other_signs(text: str) -> None:
    found = extraction_from(f"要点\n{text}\n").measures
    assert [row.leads for row in found] == [("区住建局",)] * 2
