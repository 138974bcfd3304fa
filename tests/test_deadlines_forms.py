from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deadline_samples import ANY_FORM, ISSUED_ON, MONTHS, YEARS, month_form
from tracker.deadlines import (
    Precision,
    due_on,
    explain,
    from_normal,
    occurrences,
    parse_deadline,
    precision,
)
from tracker.errors import InvalidInput

DAYS = st.dates(date(2016, 1, 1), date(2035, 12, 31))
NUMERALS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    "normal",
    [
        "",
        "month:",
        "month:2017-13",
        "date:2017-02-30",
        "year:17",
        "range:2020/2016",
        "event:3m",
        "multi:x",
        "none or",
        "recurring:yearly-13",
        "recurring:monthly-00",
        "recurring:yearly-02-30",
    ],
)
def test_malformed_form_is_refused(normal: str) -> None:
    with pytest.raises(InvalidInput):
        from_normal(normal)
    with pytest.raises(InvalidInput):
        precision(normal)


@pytest.mark.parametrize(
    ("normal", "expected"),
    [
        ("date:2017-08-31", Precision.day),
        ("tenday:2017-09-mid", Precision.tenday),
        ("range:2016/2020", Precision.range),
        ("recurring:half-yearly", Precision.half_yearly),
        ("recurring:yearly-Q1", Precision.yearly),
        ("event:+3m", Precision.event),
        ("year:2018 or year:2017", Precision.ambiguous),
        ("multi:year:2018;ongoing", Precision.multi),
        ("none", Precision.none),
    ],
)
def test_form_has_its_precision(normal: str, expected: Precision) -> None:
    assert precision(normal) is expected


@given(ANY_FORM)
@settings(max_examples=400)
def test_explanation_is_read_back(normal: str) -> None:
    assert parse_deadline(explain(from_normal(normal)), ISSUED_ON).normal == normal


@given(ANY_FORM)
def test_every_form_has_a_precision_and_an_occurrence(normal: str) -> None:
    assert isinstance(precision(normal), Precision)
    assert occurrences(normal, ISSUED_ON)


@given(YEARS, MONTHS, YEARS, MONTHS)
def test_later_month_is_due_later(year: int, month: int, other_year: int, other: int) -> None:
    first, second = due_on(month_form(year, month)), due_on(month_form(other_year, other))
    assert first
    assert second
    assert (first < second) == ((year, month) < (other_year, other))
    assert (first + timedelta(days=1)).day == 1


def in_numerals(day: date) -> str:
    """Return the day as it closes a document: 二〇一七年十二月三日."""
    year = "".join(NUMERALS[int(figure)] for figure in str(day.year))
    return f"{year}年{spelled(day.month)}月{spelled(day.day)}日"


def spelled(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones or not tens else "")


def third(day: date) -> str:
    return "上中下"[min((day.day - 1) // 10, 2)]


PATTERNS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day.year}年{day.month}月{day.day}日前",
    lambda day: f"{day.year}.{day.month:02d}.{day.day:02d}",
    lambda day: f"{day:%y}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日（周一）18时前",
    lambda day: f"{day.year}年{day.month}月{third(day)}旬",
    lambda day: f"不迟于{day.year}年{day.month}月底",
    lambda day: f"{day:%y}年{day.month}月底前完成",
    lambda day: f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度末",
    lambda day: f"{day.year}年Q{(day.month + 2) // 3}",
    lambda day: f"{day.year}年{'上下'[day.month > 6]}半年",
    lambda day: f"到{day.year}年",
    lambda day: f"2016年1月至{day.year}年{day.month}月",
    lambda day: f"从即日起至{day.year}年{day.month}月底" if day > ISSUED_ON else "2017年5月",
    lambda day: f"2016年6月底前出台方案，{day.year}年{day.month}月底前建成",
    lambda day: f"印发后{(day - date(2015, 12, 31)).days}日内",
    in_numerals,
)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(first=DAYS, second=DAYS)
@settings(max_examples=40)
def test_later_words_of_one_pattern_are_never_due_earlier(
    pattern: Callable[[date], str], first: date, second: date
) -> None:
    earlier, later = sorted((first, second))
    early = parse_deadline(pattern(earlier), ISSUED_ON).due_on
    late = parse_deadline(pattern(later), ISSUED_ON).due_on
    assert early
    assert late
    assert early <= late


@given(DAYS, st.integers(0, 400))
def test_relative_words_of_a_later_document_are_never_due_earlier(day: date, more: int) -> None:
    for words in ("年底前", "本月底", "下月15日前", "明年3月底", "下季度末", "印发后1个月内"):
        early = parse_deadline(words, day).due_on
        late = parse_deadline(words, day + timedelta(days=more)).due_on
        assert early
        assert late
        assert early <= late
