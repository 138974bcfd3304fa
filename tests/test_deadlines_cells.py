"""Times that fill a cell of a plan alone: the task is bound by them."""

from datetime import date

import pytest

from tracker.deadlines import find_deadlines
from tracker.intake.interpretation import first_expression

ISSUED_ON = date(2020, 2, 12)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("每月5日前", "每月5日前"),
        ("2020年6月底前", "2020年6月底前"),
        ("每月5日前报送进度，12月底前完成", "每月5日前"),
        ("建设调度平台", ""),
        ("2020年度工作要点", ""),
        ("", ""),
    ],
)
def test_cell_of_a_plan_names_its_time(cell: str, expected: str) -> None:
    assert first_expression(cell, ISSUED_ON) == expected


def test_time_alone_on_a_line_of_prose_stays_a_date_of_issue() -> None:
    assert find_deadlines("通知\n2020年6月30日\n", ISSUED_ON) == []
