"""The body of official documents: every form a responsibility takes, and what is none."""

import csv
import time

import pytest

from tests.reading_samples import DOCUMENTS, extraction_from
from tracker.extraction import Extraction
from tracker.extraction.parties.clauses import find_clauses
from tracker.extraction.parties.names import split_names
from tracker.extraction.wording import simplified
from tracker.texts import gettext as _

with (DOCUMENTS / "clauses.tsv").open(encoding="utf-8") as file:
    PUBLISHED = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def names(cell: str) -> list[str]:
    return cell.split("|") if cell else []


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["sentence"][-24:])
def test_a_published_sentence_names_whom_its_readers_named(case: dict[str, str]) -> None:
    measures = extraction_from(case["sentence"].replace("\\n", "\n")).measures
    (measure,) = (row for row in measures if row.clause)
    assert list(measure.leads) == names(case["leads"])
    assert list(measure.cooperating) == names(case["cooperating"])
    assert (measure.deadline_text or "") == case["deadline"]


FORMS = [
    ("（由市教育局牵头，市财政局、市人社局配合）", "市教育局", "市财政局|市人社局", None),
    (
        "（市教育局、市财政局牵头，市人社局、市编办参加）",
        "市教育局|市财政局",
        "市人社局|市编办",
        None,
    ),
    ("（市教育局、市财政局等按职责分工负责）", "市教育局|市财政局", "", None),
    ("（市教育局会同市财政局）", "市教育局", "市财政局", None),
    ("（牵头部门：市教育局。配合部门：市财政局、市人社局）", "市教育局", "市财政局|市人社局", None),
    ("（责任部门：市教育局、市财政局。完成时间：2021年6月）", "市教育局|市财政局", "", "2021年6月"),
    ("（市教育局牵头负责、市财政局组织实施）", "市教育局", "市财政局", None),
    (
        "（市教育局、市财政局，各县（市、区）政府）",
        "市教育局|市财政局|各县（市、区）政府",
        "",
        None,
    ),
    ("〔市教育局、市财政局〕", "市教育局|市财政局", "", None),
    ("[市教育局、市财政局]", "市教育局|市财政局", "", None),
    ("【市教育局、市财政局】", "市教育局|市财政局", "", None),
    ("（市教育局、市财政局", "市教育局|市财政局", "", None),
    ("（责任单位：市教育局、市财政局", "市教育局|市财政局", "", None),
    ("责任单位：市教育局）", "市教育局", "", None),
    ("（市委办公室（市档案局、市保密局）负责）", "市委办公室（市档案局、市保密局）", "", None),
    ("(市财政局、税务局负责)", "市财政局|税务局", "", None),
    (
        "（各县（市）区政府、各街道、市直有关部门负责）",
        "各县（市）区政府|各街道|市直有关部门",
        "",
        None,
    ),
    ("（责任领导：张三；责任单位：市教育局；责任人：李四）", "市教育局", "", None),
    ("（牵头单位：市教育局）（配合单位：市财政局）", "市教育局", "市财政局", None),
    ("（市级牵头单位：市教育局；市级配合单位：市财政局）", "市教育局", "市财政局", None),
    ("責任單位：市教育局，完成時限：2020年底。", "市教育局", "", "2020年底"),
    ("（市教育局负责，6月底前完成）", "市教育局", "", "6月底前"),
    ("（市教育局2020年6月底前完成，市财政局配合）", "市教育局", "市财政局", "2020年6月底前"),
    ("由市教育局牵头，市财政局配合。", "市教育局", "市财政局", None),
    ("（市工商局、市招商局、市工商联负责）", "市工商局|市招商局|市工商联", "", None),
    ("责 任 单 位：市教育局", "市教育局", "", None),
    ("（市教育局（牵头）、市财政局（配合））", "市教育局", "市财政局", None),
    ("（牵头单位：市教育局、市财政局按职责分工负责）", "市教育局|市财政局", "", None),
    ("（责任单位：市教育局，市财政局配合）", "市教育局", "市财政局", None),
]


@pytest.mark.parametrize(("clause", "leads", "cooperating", "deadline"), FORMS)
def test_every_form_behind_a_sentence_is_read(
    clause: str, leads: str, cooperating: str, deadline: str | None
) -> None:
    (measure,) = extraction_from(f"方案\n一、任务\n加强招聘工作。{clause}").measures
    assert list(measure.leads) == names(leads)
    assert list(measure.cooperating) == names(cooperating)
    assert measure.deadline_text == deadline
    assert measure.content == "加强招聘工作。"


NONE = [
    "建立教育行政部门（以下简称主管部门）负责的制度。",
    "编制目录（见附件）。",
    "做好统计（含直属单位）。",
    "对中小微工业企业（六大高耗能企业除外）给予补助。",
    "修订《管理办法（试行）》。",
    "印发规划（2018年5月31日市政府常务会议通过）。",
    "经主管部门（教育、财政）批准后实施。",
    "实施学历证书制度（技工院校内由人力资源社会保障行政部门负责）。",
    "经市委办公室（市档案局、市保密局）。",
    "组建专业队伍（教师、医生）。",
    "各级各部门要落实牵头单位责任，配合单位要主动作为。",
    "各牵头单位：要切实加强统筹，抓好落实。",
    "（联系人：张三，电话：010-12345678）",
    "（此件公开发布）",
    "工作时间：周一至周五。",
    "受理申报单位：各县（市）区、开发区经信部门。",
]


@pytest.mark.parametrize("text", NONE)
def test_a_bracket_that_explains_is_no_clause(text: str) -> None:
    assert find_clauses(text) == ()


GROUPS = [
    ("各县、区人民政府(管委会)、市教育局", "各县、区人民政府(管委会)|市教育局"),
    ("各市、州、县人民政府", "各市、州、县人民政府"),
    ("各镇、街道，市教育局", "各镇|街道|市教育局"),
    ("各县（市、区）党委、政府", "各县（市、区）党委、政府"),
    ("全国总工会等和各有关省级人民政府", "全国总工会|各有关省级人民政府"),
    ("州委编办及州直相关单位", "州委编办|州直相关单位"),
    ("市教育局、高新区党工委和管委会", "市教育局|高新区党工委和管委会"),
    ("开发区党工委、管委会，市教育局", "开发区党工委、管委会|市教育局"),
    ("各街道党工委、办事处、市教育局", "各街道党工委、办事处|市教育局"),
    ("市委教育工委、市教育局", "市委教育工委|市教育局"),
    ("市委教育工委和市教育局", "市委教育工委|市教育局"),
    ("市人力资源和社会保障局、市文化和旅游局", "市人力资源和社会保障局|市文化和旅游局"),
    ("市教育局和市体育局", "市教育局|市体育局"),
    ("各有关部门和单位", "各有关部门和单位"),
    ("市教育局等8个部门", "市教育局"),
    ("市教育局等市直有关单位", "市教育局"),
]


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_a_group_stays_one_name_and_two_names_are_two(text: str, expected: str) -> None:
    assert list(split_names([text])) == names(expected)


def rows(extraction: Extraction) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    return [(row.no, row.title, row.leads) for row in extraction.measures]


def test_labels_on_lines_of_their_own_are_one_clause() -> None:
    extraction = extraction_from(
        "方案\n一、主要指标\n1.地区生产总值增长5%左右。\n牵头单位：区发改委\n责任单位：各产业主管部门\n"
        "完成时限：2023年12月\n2.预算收入增长5%。\n牵头单位：区财政局"
    )
    assert rows(extraction) == [
        ("1.", "地区生产总值增长5%左右", ("区发改委",)),
        ("2.", "预算收入增长5%", ("区财政局",)),
    ]
    assert extraction.measures[0].cooperating == ("各产业主管部门",)
    assert extraction.measures[0].deadline_text == "2023年12月"


def test_a_clause_below_sub_items_stands_for_all_of_them() -> None:
    extraction = extraction_from(
        "方案\n(一)“一案三制”建设\n1.完善应急预案体系\n(1)加强应急预案管理。\n(2)推进“精编化”。\n"
        "(责任单位:市直各有关单位、各县(市、区)人民政府)\n2.健全体制\n(1)推进建设。(市应急局负责)\n(2)做好培训。"
    )
    assert rows(extraction) == [
        ("1.", "完善应急预案体系", ("市直各有关单位", "各县(市、区)人民政府")),
        ("（一）2（1）", "推进建设", ("市应急局",)),
        ("（一）2（2）", "做好培训", ()),
    ]
    assert extraction.measures[0].content == "(1)加强应急预案管理(2)推进“精编化”"


def test_a_clause_in_a_heading_stands_for_what_is_under_it() -> None:
    extraction = extraction_from(
        "举措\n一、强化科技创新(区科技局牵头)\n(一)加强平台建设。加快建设。\n(二)培育企业。做好服务。(区经信局负责)"
    )
    assert rows(extraction) == [
        ("一（一）", "加强平台建设", ("区科技局",)),
        ("一（二）", "培育企业", ("区经信局",)),
    ]


def test_a_numbered_line_that_only_says_who_belongs_to_the_line_above() -> None:
    extraction = extraction_from(
        "方案\n（一）规范办学\n1.工作内容：清理培训机构。\n2.责任单位：市教育局\n3.完成时限：2021年6月底"
    )
    assert rows(extraction) == [("1.", "工作内容：清理培训机构", ("市教育局",))]
    assert extraction.measures[0].deadline_text == "2021年6月底"


def test_a_document_on_one_line_is_cut_at_its_numbers() -> None:
    text = (
        "关于支持“双招双引”的十条意见。为落实市委、市政府部署，提出以下意见。"
        "1.对创新创业团队，最高给予 5000 万元资助。责任单位：市委组织部、市科技局。"
        "2.对招商项目，同一企业最多不超过 10 名。责任单位：市发改委、市财政局。"
    )
    extraction = extraction_from(text)
    assert [(row.no, row.leads) for row in extraction.measures] == [
        ("1.", ("市委组织部", "市科技局")),
        ("2.", ("市发改委", "市财政局")),
    ]
    assert extraction.masthead.title == "关于支持“双招双引”的十条意见"


def test_headings_run_into_one_line_keep_their_levels() -> None:
    extraction = extraction_from(
        "实施方案为深入贯彻落实,制定本方案。一、工作目标紧紧围绕部署。二、工作任务(一)推进政务公开。1.把公开作为基本要求。"
        "2.公布文件。(责任单位:县政府办)(二)加大公开力度。1.推进预决算公开。(县财政局负责)三、保障措施要高度重视。"
    )
    assert [(row.no, row.leads) for row in extraction.measures] == [
        ("二（一）1", ()),
        ("二（一）2", ("县政府办",)),
        ("二（二）1", ("县财政局",)),
        ("三", ()),
    ]


def test_an_enumeration_inside_a_sentence_is_not_cut() -> None:
    text = (
        "方案\n一、任务\n补助：1.国家级；2.省级；3.市级，促进一、二、三产业融合。（市财政局负责）"
    )
    (measure,) = extraction_from(text).measures
    assert measure.leads == ("市财政局",)


def test_deeper_numbers_and_articles_are_measures() -> None:
    extraction = extraction_from(
        "办法\n第一章 任务\n第一条 建学校。加快建设。（市教育局负责）\n"
        "第二条 配教师。（市人社局负责）"
    )
    assert [row.leads for row in extraction.measures] == [("市教育局",), ("市人社局",)]


DIVIDED = """國務院辦公廳關於落實有關政策措施分工的通知
國辦函〔2014〕31號
國務院各部委、各直屬機構:
  一、工作分工
  (一)關於“國家糧食安全戰略”的問題,由發展改革委會同中央農辦、農業部、財政部等部門研究提出落實意見。
  (二)關於“嚴守耕地保護紅線”的問題,由國土資源部會同農業部等部門負責落實。
"""


def test_a_notice_that_divides_work_names_bodies_in_its_sentences() -> None:
    measures = extraction_from(DIVIDED).measures
    assert [(row.leads, row.cooperating) for row in measures] == [
        (("發展改革委",), ("中央農辦", "農業部", "財政部")),
        (("國土資源部",), ("農業部",)),
    ]
    more = "。擴大試點。\n"
    other = (
        DIVIDED.replace("分工的通知", "的意見").replace("的問題,", "的問題。").replace("。\n", more)
    )
    assert not any(row.leads for row in extraction_from(other + "(三)擴大試點。\n" * 3).measures)


CHROME = """首页 > 政务公开 > 文件
发文机关：
国务院办公厅
成文日期：
2018年12月29日
发文字号：
国办发〔2018〕128号
主 题 词：
国务院办公厅关于印发“无废城市”
建设试点工作方案的通知
国办发〔2018〕128号
各省、自治区、直辖市人民政府：
一、任务
（一）强化引领。建立体系。（生态环境部指导，试点城市政府负责落实。以下均需试点城市政府落实，不再列出）
国务院办公厅
2018年12月29日
（此件公开发布）
扫一扫在手机打开当前页
主办单位：国务院办公厅 运行维护单位：中国政府网运行中心 网站标识码bm01000001
"""


def test_the_page_around_a_document_is_no_part_of_it() -> None:
    extraction = extraction_from(CHROME)
    assert rows(extraction) == [("一（一）", "强化引领", ("试点城市政府",))]
    assert extraction.measures[0].cooperating == ("生态环境部",)
    assert extraction.masthead.title == "国务院办公厅关于印发“无废城市”建设试点工作方案的通知"
    assert extraction.masthead.issuer == "国务院办公厅"
    assert extraction.masthead.doc_number == "国办发〔2018〕128号"


def test_a_rule_said_once_for_all_is_a_remark() -> None:
    remarks = extraction_from(CHROME).remarks
    assert [("以下均需试点城市政府落实" in remark.text) for remark in remarks] == [True]
    order = (
        "意见\n一、任务\n做好。（市教育局、市财政局负责。列第一位者为牵头单位，下同）\n"
        "加快。（市体育局负责，列第一位者为牵头单位）"
    )
    (remark,) = extraction_from(order).remarks
    assert "列第一位者为牵头单位" in remark.text


def test_whom_a_document_names_once_in_no_plain_role_is_a_remark() -> None:
    clause = "（市文旅局牵头；以下任务均需各县（区）政府落实，不再列出）"
    (remark,) = extraction_from(f"意见\n一、任务\n（一）保护遗址。修缮城墙。{clause}").remarks
    assert "以下任务均需各县（区）政府落实" in remark.text


def test_names_that_a_line_parts_in_a_bracket_stay_two() -> None:
    found = extraction_from(
        "要点\n（一）修缮城墙。（市文旅局\n市财政局负责）\n（二）建馆。（市文旅局）"
    )
    assert found.measures[0].leads == ("市文旅局", "市财政局")


def test_a_document_that_names_nobody_says_so() -> None:
    (remark,) = extraction_from("意见\n一、任务\n（一）建学校。加快建设。").remarks
    assert remark.text
    (remark,) = extraction_from("今天天气好。").remarks
    assert remark.text == _("No task was found in this document.")


def test_older_characters_are_kept_as_written() -> None:
    extraction = extraction_from(
        "東莞市人民政府關於印發《東莞市增加學位實施意見》的通知\n東府〔2018〕67號\n各鎮人民政府(街道辦事處):\n"
        "一、工作任務\n(一)加強規劃。2020年年內，新建學校10所。(市教育局牽頭,市財政局配合)\n東莞市人民政府\n2018年5月31日"
    )
    (measure,) = extraction.measures
    assert (measure.leads, measure.cooperating) == (("市教育局",), ("市財政局",))
    assert measure.clause == "(市教育局牽頭,市財政局配合)"
    assert extraction.masthead.issuer == "東莞市人民政府"
    assert extraction.masthead.doc_number == "東府〔2018〕67號"
    assert [one.text for one in extraction.deadlines] == ["2020年年內"]


def test_today_s_form_of_a_text_is_as_long_as_the_text() -> None:
    text = "責任單位：市財政局，發展和改革委員會"
    assert simplified(text) == "责任单位：市财政局，发展和改革委员会"
    assert len(simplified(text)) == len(text)


HOSTILE = [
    "（",
    "（）",
    "责任单位：",
    "（A负责）",
    "。责任单位：市教育局",
    "（一）",
    "领导：",
    "局和",
    "各县、",
    "会同",
    "： ",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
def test_the_time_for_a_text_grows_with_its_length_only(text: str) -> None:
    def seconds(length: int) -> float:
        words = (text * length)[:length]
        began = time.process_time()
        find_clauses.__wrapped__(words)
        split_names([words])
        return time.process_time() - began

    assert seconds(100_000) < 8 * seconds(25_000) + 0.5
