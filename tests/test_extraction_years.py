"""The year of times that name none, where the document does not say when it was issued."""

import pytest

from tests.reading_samples import extraction_from
from tracker.deadlines import explain, from_normal
from tracker.extraction import extract
from tracker.intake.interpretation import interpret
from tracker.reading import read_document

STAGES = """关于整治河道的方案
%s
（二）排查阶段（7月3日至7月15日）。各县要于7月20日前报送名单。
"""
TABLE = """<table><tr><th>序号</th><th>工作任务</th><th>责任单位</th><th>完成时限</th></tr>
<tr><td>1</td><td>网上报名</td><td>市招办</td><td>2014年11月13日至21日</td></tr>
<tr><td>2</td><td>数据汇总</td><td>市招办</td><td>12月25日至28日</td></tr>
<tr><td>3</td><td>名单公示</td><td>县招办</td><td>2015年3月14日前</td></tr>
<tr><td>4</td><td>名单审核</td><td>市招办</td><td>3月28日前</td></tr></table>
"""


@pytest.mark.parametrize(
    ("above", "normals"),
    [
        ("一、2012年工作安排", ["range:2012-07-03/2012-07-15", "date:2012-07-20"]),
        ("2013年", ["range:2013-07-03/2013-07-15", "date:2013-07-20"]),
        (
            "（一）动员阶段（2011年6月20日至30日）。2010年5月已试点，印发方案。到2015年12月底全面达标。",
            ["range:2011-07-03/2011-07-15", "date:2011-07-20"],
        ),
    ],
)
def test_year_of_the_heading_above_governs(above: str, normals: list[str]) -> None:
    found = [one.normal for one in extraction_from(STAGES % above).deadlines]
    assert [normal for normal in found if normal in normals] == normals


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("现将省水利厅通知（某水发〔2016〕3号）转发你们，请落实。", ""),
        ("请落实。", "某县水利局\n2016年6月  日"),
        ("请落实。", "某县水利局\n二О一六年六月二日"),
        ("请落实。", "某县水利局\n二o一六年六月二日"),
        ("生效日期 2016-06-02\n请落实。", ""),
        ("【实施日期】2016-06-02\n请落实。", ""),
    ],
)
def test_what_is_sent_on_and_a_date_left_open_tell_the_year(head: str, foot: str) -> None:
    found = extraction_from(f"关于整治河道的通知\n{head}\n各县于7月20日前报送名单。\n{foot}")
    assert [one.normal for one in found.deadlines] == ["date:2016-07-20"]


def test_time_without_any_year_is_kept_for_a_person() -> None:
    found = extraction_from(STAGES % "一、工作安排").deadlines
    assert [(one.text, one.normal) for one in found] == [
        ("7月3日至7月15日", "none"),
        ("于7月20日前", "none"),
    ]


def test_year_named_in_a_row_above_holds_until_the_next() -> None:
    extraction = extract(read_document(TABLE.encode(), "text/html"))
    drafts = [interpret(row, extraction.masthead, None) for row in extraction.rows]
    assert [draft.deadline_normal for draft in drafts] == [
        "range:2014-11-13/2014-11-21",
        "range:2014-12-25/2014-12-28",
        "date:2015-03-14",
        "date:2015-03-28",
    ]
    asked = [
        [each["kind"] for each in draft.problems if each["kind"].startswith("deadline")]
        for draft in drafts
    ]
    assert asked == [[], ["deadline_year"], [], ["deadline_year"]]
    assert "2015年3月28日" in explain(from_normal(drafts[3].deadline_normal))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (STAGES % "一、工作安排", ["2"]),
        ("某市2012年防汛工作要点\n一、备汛\n5月底前完成检修。", ["2012"]),
        ("一、备汛\n2013年4月完成摸底，县水利局负责。\n5月底前完成检修。", ["2013"]),
        ("关于印发2012年要点的通知\n一、备汛\n5月底前完成检修。\n2012年3月1日", []),
        ("关于备汛的通知\n某政发〔2012〕3号\n一、备汛\n5月底前完成检修。", []),
    ],
)
def test_remark_says_where_the_year_comes_from(text: str, said: list[str]) -> None:
    told = [one.text for one in extraction_from(text).remarks if "年" in one.text]
    assert [words in one for words, one in zip(said, told, strict=True)] == [True] * len(said)


def test_first_line_of_an_excerpt_is_no_title() -> None:
    found = extraction_from("（三）检查阶段（2010年3月—2010年7月）\n各县自查。").deadlines
    assert [one.normal for one in found] == ["range:2010-03/2010-07"]


def test_cell_without_any_year_is_listed_for_a_person() -> None:
    table = TABLE.replace("2014年", "").replace("2015年", "")
    found = extract(read_document(table.encode(), "text/html")).deadlines
    assert [one.normal for one in found] == ["none"] * 4


def test_no_year_is_taken_for_a_text_in_which_something_is_due_before_it() -> None:
    found = extraction_from(
        "一、收费\n1．2020年底前开展专项治理。\n2．2021年3月底前完成清退。"
    ).deadlines
    assert [one.normal for one in found] == ["year:2020", "month:2021-03"]


def test_signature_that_ran_into_the_title_below_says_the_year() -> None:
    text = (
        "请各市于7月26日前反馈意见。附件：灌区改造方案某省水利委员会2019年7月23日加强全省灌区改造"
        "工作方案（2019—2025年）到2022年6月基本完成，2025年1月全面验收。"
    )
    assert extraction_from(text).deadlines[0].normal == "date:2019-07-26"


def test_long_line_with_two_arrows_is_no_path_of_a_page_and_tells_its_year() -> None:
    text = (
        "某省水利厅关于商请会签《灌区改造措施》的函省直有关部门:根据《<关于灌区的意见>的实施细则》"
        "和《<关于水价的意见>的实施细则》，我厅起草了《灌区改造措施》，并征求了各有关部门的意见，"
        "作了进一步修改完善，现送贵单位会签，请主要负责同志审签并加盖单位公章后，于8月18日前反馈我厅。"
        "联系人:某某。现将《灌区改造措施》印发给你们，请结合实际认真贯彻落实。2021年8月 日"
        "灌区改造措施一、加强渠道衬砌，改善灌溉条件，到2025年，重点灌区渠道全部完成衬砌和配套建设。"
    )
    assert "date:2021-08-18" in [one.normal for one in extraction_from(text).deadlines]
