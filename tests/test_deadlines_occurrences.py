from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.deadline_samples import ISSUED_ON, RECURRING, YEARS
from tracker.deadlines import explain, occurrences, parse_deadline


@pytest.mark.parametrize(
    ("text", "normal", "days"),
    [
        ("每季末月20日前", "quarterly", [date(2017, 6, 20), date(2017, 9, 20)]),
        ("每季度结束后10日内", "quarterly", [date(2017, 7, 10), date(2017, 10, 10)]),
        ("每季度第二个月31日前", "quarterly", [date(2017, 5, 31), date(2017, 8, 31)]),
        ("每半年结束后次月5日前", "half-yearly", [date(2017, 7, 5), date(2018, 1, 5)]),
        ("每半年末月20日前", "half-yearly", [date(2017, 6, 20), date(2017, 12, 20)]),
    ],
)
def test_day_within_the_period_is_kept_beside_the_form(
    text: str, normal: str, days: list[date]
) -> None:
    deadline = parse_deadline(text, ISSUED_ON)
    assert (deadline.normal, deadline.day) == (f"recurring:{normal}", days[0])
    found = occurrences(deadline.normal, ISSUED_ON, 2, deadline.day)
    assert [one.due_on for one in found] == days
    again = parse_deadline(explain(deadline), ISSUED_ON)
    assert (again.normal, again.day) == (deadline.normal, deadline.day)


@given(st.one_of(RECURRING, st.just("ongoing"), YEARS.map(lambda year: f"range:{year}/..")))
def test_occurrences_ascend_after_the_given_day(normal: str) -> None:
    days = [one.due_on for one in occurrences(normal, ISSUED_ON, 6)]
    assert len(days) == 6
    assert all(day and day > ISSUED_ON for day in days)
    assert all(first < second for first, second in pairwise(filter(None, days)))


def test_weekday_is_kept_beside_the_form() -> None:
    deadline = parse_deadline("每周五下班前", ISSUED_ON)
    assert (deadline.normal, deadline.day) == ("recurring:weekly", date(2017, 5, 12))
    found = occurrences(deadline.normal, ISSUED_ON, 2, deadline.day)
    assert [one.due_on for one in found] == [date(2017, 5, 19), date(2017, 5, 26)]
    assert parse_deadline(explain(deadline), ISSUED_ON).day == deadline.day


def test_period_that_ends_today_is_over() -> None:
    assert occurrences("recurring:monthly", date(2017, 9, 30))[0].due_on == date(2017, 10, 31)


def test_occurrence_is_named_by_its_period() -> None:
    named = {
        "recurring:monthly": "2017年5月",
        "recurring:quarterly": "2017年第二季度",
        "recurring:yearly-Q1": "2018年第一季度",
        "recurring:half-yearly": "2017年上半年",
        "recurring:termly": "2017年春季学期",
        "range:2016/2020": "2016年至2020年",
    }
    for normal, label in named.items():
        assert occurrences(normal, ISSUED_ON)[0].label == label


def test_standing_deadline_has_check_points_only() -> None:
    found = occurrences("ongoing", ISSUED_ON, 2)
    assert [one.due_on for one in found] == [date(2017, 6, 30), date(2017, 9, 30)]
    assert all(one.is_check_point for one in found)
    assert occurrences("range:2019/..", ISSUED_ON)[0].due_on == date(2019, 3, 31)


def test_deadline_without_a_date_has_one_open_occurrence() -> None:
    for normal in ("event:+3m", "immediate", "none", "year:2018 or year:2017"):
        assert [one.due_on for one in occurrences(normal, ISSUED_ON, 5)] == [None]


def test_stages_have_one_occurrence_each() -> None:
    found = occurrences("multi:year:2018;month:2017-08", ISSUED_ON, 3)
    assert [one.normal for one in found] == ["month:2017-08", "year:2018"]


def test_explanation_names_the_date_counted_from_the_issue() -> None:
    deadline = parse_deadline("印发后10个工作日内", ISSUED_ON)
    assert "2017年5月26日" in explain(deadline)
    assert parse_deadline(explain(deadline), ISSUED_ON).normal == deadline.normal


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("每学期初", [date(2018, 9, 1), date(2019, 3, 1)]),
        ("每学期开学前", [date(2018, 9, 1), date(2019, 3, 1)]),
        ("每学期", [date(2018, 7, 31), date(2019, 1, 31)]),
        ("每季度初", [date(2018, 7, 10), date(2018, 10, 10)]),
        ("每季度结束后8个工作日内", [date(2018, 7, 11), date(2018, 10, 11)]),
        ("每周二、五", [date(2018, 5, 18), date(2018, 5, 25)]),
    ],
)
def test_what_is_due_at_the_start_of_a_period_is_not_due_at_its_end(
    words: str, days: list[date]
) -> None:
    issued_on = date(2018, 5, 15)
    deadline = parse_deadline(words, issued_on)
    found = occurrences(deadline.normal, issued_on, 2, deadline.day)
    assert [one.due_on for one in found] == days
    assert explain(deadline) != explain(parse_deadline(words[:3], issued_on)) or words == "每学期"
