"""Documents that divide work in sentences: who is made responsible, and where it is no clause."""

import pytest

from tests.reading_samples import extraction_from
from tracker.extraction.parties.roles import parties

Named = list[tuple[tuple[str, ...], tuple[str, ...]]]


def named(text: str) -> Named:
    return [(row.leads, row.cooperating) for row in extraction_from(text).measures]


MINUTES = """会议纪要
一、关于学校建设
由张三副县长负责，县教育局牵头落实，县财政局、县人社局配合，于6月底前完成选址。
二、关于道路
请县交通局牵头，县公安局协助，抓紧修复。
三、关于供水
会议决定，由县水务局会同县财政局负责，制定方案。
四、关于清运
整改要求：由包片单位县气象局负责清除；由城关镇负责改建。
五、关于占道
按照先劝阻、再强制的要求，责成县住建局负责整治。
"""


def test_sentences_name_bodies_where_most_measures_have_one() -> None:
    assert named(MINUTES) == [
        (("县教育局",), ("县财政局", "县人社局")),
        (("县交通局",), ("县公安局",)),
        (("县水务局",), ("县财政局",)),
        (("县气象局", "城关镇"), ()),
        (("县住建局",), ()),
    ]


def test_the_clause_is_what_names_them_and_the_measure_keeps_its_words() -> None:
    first, *_rest = extraction_from(MINUTES).measures
    assert first.clause == "由张三副县长负责，县教育局牵头落实，县财政局、县人社局配合"
    assert first.content.endswith("于6月底前完成选址。")


def test_a_person_alone_is_no_body() -> None:
    text = (
        "1.道路。由李四副市长负责。\n2.学校。由市教育局负责，抓紧。\n3.供水。请市水务局牵头，抓紧。"
    )
    assert named(text) == [((), ()), (("市教育局",), ()), (("市水务局",), ())]


def test_the_first_sentence_counts_too_where_it_is_the_heading() -> None:
    text = (
        "1.由市教育局牵头，市财政局配合，制定方案。抓好落实。\n"
        "2.由市交通局负责，修好道路。注意安全。"
    )
    assert named(text) == [(("市教育局",), ("市财政局",)), (("市交通局",), ())]


ORDINARY = """实施意见
一、任务
（一）建学校。加快规划，由当地政府统筹新建或改扩建配套学校。
（二）配教师。义务教育起始年级招生工作由市教育局负责，按照就近原则组织。补充教师200人。
（三）管学生。完善制度，注重实效。
（四）管安全。学校要加强管理。
（五）管宣传。做好宣传。由市委宣传部牵头，加强引导。
（六）管经费。加大投入。
"""


def test_a_duty_in_an_ordinary_document_is_no_clause() -> None:
    assert not any(leads or others for leads, others in named(ORDINARY))


def test_a_measure_of_one_sentence_has_the_names_that_this_sentence_charges() -> None:
    text = ORDINARY.replace("补充教师200人。", "")
    assert [leads for leads, _others in named(text) if leads] == [("市教育局",)]


def test_a_duty_beside_measures_with_clauses_is_no_clause() -> None:
    text = (
        "方案\n一、任务\n1.建学校。（市教育局负责）\n2.修路。（市交通局负责）\n"
        "3.保障。加大投入，由市财政局负责，安排资金。\n4.宣传。做好宣传。"
    )
    assert [row.leads for row in extraction_from(text).measures] == [
        ("市教育局",),
        ("市交通局",),
        (),
        (),
    ]


@pytest.mark.parametrize(
    ("clause", "leads"),
    [
        ("由包片单位县气象局负责", ("县气象局",)),
        ("由河西沿线包保单位县供销社负责", ("县供销社",)),
        ("责任单位市直部门负责", ("责任单位市直部门",)),
        ("由帮扶单位县教育局、县水务局负责", ("县教育局", "县水务局")),
    ],
)
def test_what_a_body_is_stands_before_its_name(clause: str, leads: tuple[str, ...]) -> None:
    said = parties(clause)
    assert said is not None
    assert said.leads == leads
