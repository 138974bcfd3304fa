"""What only reports, and laws, whose articles charge for good: neither sets a task."""

import pytest

from tests.reading_samples import extraction_from
from tracker.texts import gettext as _

NEWS = (
    "东河县召开河道治理大会\n本报讯（记者 某某）4月8日，东河县召开河道治理大会。\n"
    "据了解，2022年全县新增污水处理厂3座，日处理能力同比增长15%。"
    "2023年，全县将新建污水处理厂2座。"
)
LAW = (
    "东河市河道管理条例\n（2021年8月30日东河市第四届人民代表大会常务委员会第三次会议通过）\n"
    "第一条 为了加强河道管理，制定本条例。\n第二条 水务机关负责河道的监督管理工作。\n"
    "第三条 违反本条例的，由水务机关处二百元以下罚款。"
)


def test_news_tell_what_was_and_only_what_will_be_is_an_aim() -> None:
    found = extraction_from(NEWS)
    assert [one.text for one in found.deadlines] == ["2023年"]
    assert [one.value for one in found.targets] == [2.0]
    assert [one.text for one in found.remarks] == [_("No task was found in this document.")]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("会议指出，一季度全县工业增加值增长5.6%。", 0),
        ("截至目前，全县建成充电桩300个。", 0),
        ("会议指出，全年工业增加值要增长5.6%。", 1),
        ("一季度全县工业增加值增长5.6%。", 1),
    ],
)
def test_what_a_meeting_points_out_is_an_aim_only_if_it_says_what_is_to_be(
    sentence: str, count: int
) -> None:
    assert len(extraction_from(f"东河县工作要点\n{sentence}").targets) == count


def test_an_account_compares_with_the_year_before_and_sets_no_aim() -> None:
    line = "2023年收入比上年增加300万元，增长5.7%。"
    assert not extraction_from(f"东河县2023年部门预算编制说明\n{line}").targets
    assert extraction_from(f"东河县2023年工作要点\n{line}").targets


def test_the_articles_of_a_law_are_no_tasks() -> None:
    found = extraction_from(LAW)
    assert found.measures == ()
    assert len(found.remarks) == 1
    notice = LAW.replace("（2021", "各县：\n（2021").replace("条例\n", "办法的通知\n")
    assert extraction_from(notice).measures


PLAN = (
    "东河市河道整治工作方案\n东政办发〔2022〕5号\n各区人民政府：\n一、主要任务\n"
    "1.疏浚河道12公里。（市水务局牵头，市财政局配合）\n2.拆除违建30处。（市城管局）\n"
    "东河市人民政府\n2022年3月1日\n"
)
FORWARDS = "东河市人民政府关于印发东河市河道管理条例的通知\n各区：\n现将条例印发给你们。\n"


@pytest.mark.parametrize("text", [f"{LAW}\n{PLAN}", PLAN + LAW])
def test_a_law_beside_another_paper_leaves_its_measures_and_is_named(text: str) -> None:
    found = extraction_from(text)
    assert [row.leads for row in found.measures] == [("市水务局",), ("市城管局",)]
    told = _(
        "“%(title)s” in this file is a law or a rule: its articles are no tasks.",
        title="东河市河道管理条例",
    )
    assert told in [one.text for one in found.remarks]


def test_rules_that_a_notice_forwards_are_no_law_beside_it() -> None:
    assert [row.no for row in extraction_from(FORWARDS + LAW).measures] == ["第二条", "第三条"]
