"""Events written as a numbered name with labelled lines below are rows of a table."""

import pytest

from tracker.extraction import Extraction, extract
from tracker.reading import read_document


def extraction_from(text: str) -> Extraction:
    return extract(read_document(text.encode(), "text/plain"))


def test_the_name_of_an_event_is_the_task_and_the_lines_below_its_fields() -> None:
    found = extraction_from(
        "读书月活动安排\n一、展览\n1.“墨韵”书法展\n主办：市文联\n承办：市书协\n时间：4月3日-9日\n"
        "2.摄影展\n主办：市文联、市总工会\n承办：市摄影协会\n时间：4月10日\n以上活动如有调整另行通知。"
    )
    assert [(row.no, row.content, row.deadline_text) for row in found.rows] == [
        ("1", "“墨韵”书法展", "4月3日-9日"),
        ("2", "摄影展", "4月10日"),
    ]
    assert [(row.leads, row.cooperating) for row in found.rows] == [
        (("市文联",), ("市书协",)),
        (("市文联", "市总工会"), ("市摄影协会",)),
    ]


def test_labels_with_numbers_say_what_is_done_and_who_takes_part() -> None:
    found = extraction_from(
        "（一）开展消防宣传日\n1.活动时间：11月9日。\n2.活动内容：走进商场讲解用火用电常识。\n"
        "3.组织单位：县消防大队。（参加单位：县住建局、县教育局。）\n"
        "（二）开展逃生演练\n1.活动时间：11月16日。\n2.活动内容：组织学生疏散。\n"
        "3.组织单位：组织单位：县教育局。"
    )
    assert [(row.title, row.leads, row.cooperating, row.deadline_text) for row in found.rows] == [
        ("开展消防宣传日", ("县消防大队",), ("县住建局", "县教育局"), "11月9日"),
        ("开展逃生演练", ("县教育局",), (), "11月16日"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1.植树\n时间：3月12日\n承办：林业局\n各单位要高度重视。",
        "1.植树\n时间：3月12日\n地点：东山\n2.浇水\n时间：3月13日\n地点：西山",
        "1.植树造林\n责任单位：市林业局\n完成时限：3月\n2.河道清理\n责任单位：市水利局\n完成时限：5月",
    ],
)
def test_one_event_or_lines_of_another_kind_make_no_table(text: str) -> None:
    assert extraction_from(text).rows == ()
