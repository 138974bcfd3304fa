import csv
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.deadlines import (
    Precision,
    due_on,
    explain,
    find_deadlines,
    from_normal,
    occurrences,
    parse_deadline,
    precision,
)
from tracker.errors import InvalidInput

DOCUMENTS = Path(__file__).parent / "documents"
ISSUED_ON = date(2017, 5, 12)


def read_cases(name: str) -> list[tuple[str, ...]]:
    with (DOCUMENTS / name).open(encoding="utf-8", newline="") as source:
        return [tuple(row) for row in csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE)][
            1:
        ]


PHRASES = read_cases("deadline_phrases.tsv") + read_cases("deadline_cases.tsv")
YEARS = st.integers(1990, 2090)
MONTHS = st.integers(1, 12)


def month_form(year: int, month: int) -> str:
    return f"month:{year}-{month:02d}"


ONE_OFF = st.one_of(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)).map(lambda day: f"date:{day.isoformat()}"),
    st.builds(month_form, YEARS, MONTHS),
    st.builds(
        lambda year, month, part: f"tenday:{year}-{month:02d}-{part}",
        YEARS,
        MONTHS,
        st.sampled_from(["early", "mid", "late"]),
    ),
    st.builds(lambda year, number: f"quarter:{year}-Q{number}", YEARS, st.integers(1, 4)),
    st.builds(lambda year, number: f"half:{year}-H{number}", YEARS, st.integers(1, 2)),
    YEARS.map(lambda year: f"year:{year}"),
)
RECURRING = st.one_of(
    st.sampled_from(["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "termly"]),
    st.integers(1, 31).map(lambda day: f"monthly-{day:02d}"),
    MONTHS.map(lambda month: f"yearly-{month:02d}"),
    st.builds(lambda month, day: f"yearly-{month:02d}-{day:02d}", MONTHS, st.integers(1, 28)),
    st.integers(1, 4).map(lambda number: f"yearly-Q{number}"),
).map(lambda rule: f"recurring:{rule}")
RANGES = st.one_of(
    st.builds(lambda year, length: f"range:{year}/{year + length}", YEARS, st.integers(0, 9)),
    st.builds(lambda year, month: f"range:{year}-{month:02d}/{year + 1}", YEARS, MONTHS),
    YEARS.map(lambda year: f"range:{year}/.."),
    st.builds(lambda year, month: f"range:{year}-{month:02d}/..", YEARS, MONTHS),
)
EVENTS = st.builds(
    lambda number, unit, anchor: f"event:+{number}{unit}{anchor}",
    st.integers(1, 99),
    st.sampled_from(["d", "wd", "w", "m", "y"]),
    st.sampled_from(["", "@印发", "@会", "@收到通知", "@2017年", "@验收合格"]),
)
STANDING = st.sampled_from(
    ["ongoing", "immediate", "none", "event:+0d@开学", "event:+0d@开学前10日"]
)
SIMPLE = st.one_of(ONE_OFF, RECURRING, RANGES, EVENTS, STANDING)
MULTI = st.lists(st.one_of(ONE_OFF, RECURRING), min_size=2, max_size=4, unique=True).map(
    lambda parts: "multi:" + ";".join(parts)
)
AMBIGUOUS = st.one_of(
    YEARS.map(lambda year: f"year:{year} or year:{year - 1}"),
    YEARS.map(lambda year: f"multi:year:{year};ongoing or multi:year:{year - 1};ongoing"),
    st.builds(
        lambda year, number: f"quarter:{year}-Q{number + 1} or quarter:{year}-Q{number}",
        YEARS,
        st.integers(1, 3),
    ),
)
ANY_FORM = st.one_of(SIMPLE, MULTI, AMBIGUOUS)


@pytest.mark.parametrize(("text", "issued_on", "normal"), PHRASES)
def test_phrase_has_its_normal_form(text: str, issued_on: str, normal: str) -> None:
    reference = date.fromisoformat(issued_on) if issued_on else None
    deadline = parse_deadline(text, reference)
    assert deadline.normal == normal
    assert deadline.text == text


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2017年8月", date(2017, 8, 31)),
        ("2020年2月", date(2020, 2, 29)),
        ("2017年2月下旬", date(2017, 2, 28)),
        ("三季度末", date(2017, 9, 30)),
        ("2018年上半年", date(2018, 6, 30)),
        ("“十三五”期间", date(2020, 12, 31)),
        ("2017年起", None),
        ("2018年前", None),
        ("长期", None),
        ("印发后10个工作日内", date(2017, 5, 26)),
        ("自印发之日起30日内", date(2017, 6, 11)),
        ("收到通知后5日内", None),
    ],
)
def test_due_date_is_the_last_day_in_time(text: str, due: date | None) -> None:
    assert parse_deadline(text, ISSUED_ON).due_on == due


def test_hour_and_day_are_kept() -> None:
    deadline = parse_deadline("12月31日18时前", ISSUED_ON)
    assert (deadline.day, deadline.time) == (date(2017, 12, 31), time(18))
    assert parse_deadline("2017-09-30 00:00:00", None).time is None
    assert parse_deadline("9月1日下午5:30前", ISSUED_ON).time == time(17, 30)


@pytest.mark.parametrize("text", ["", "  ", "—", "——", "-", "/", "无"])
def test_blank_is_no_deadline_and_no_problem(text: str) -> None:
    deadline = parse_deadline(text, ISSUED_ON)
    assert (deadline.normal, deadline.unreadable) == ("none", False)


@pytest.mark.parametrize(
    "text", ["尽快", "待定", "2017年2月30日", "2017年第五季度", "2018年初", "每两年"]
)
def test_words_nobody_can_date_are_a_problem(text: str) -> None:
    deadline = parse_deadline(text, ISSUED_ON)
    assert (deadline.normal, deadline.unreadable) == ("none", True)


def test_relative_words_need_a_reference() -> None:
    assert parse_deadline("今年8月底前", 2017).normal == "month:2017-08"
    assert parse_deadline("今年8月底前", None).unreadable


def test_day_within_the_quarter_is_kept_beside_the_form() -> None:
    deadline = parse_deadline("每季末月20日前", ISSUED_ON)
    assert (deadline.normal, deadline.day) == ("recurring:quarterly", date(2017, 6, 20))
    found = occurrences(deadline.normal, ISSUED_ON, 2, deadline.day)
    assert [one.due_on for one in found] == [date(2017, 6, 20), date(2017, 9, 20)]


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
@settings(max_examples=300)
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


@given(st.text(max_size=60), st.one_of(st.none(), st.dates(), st.integers()))
def test_any_text_is_read_without_raising(text: str, reference: date | int | None) -> None:
    deadline = parse_deadline(text, reference)
    assert deadline.text == text
    assert from_normal(deadline.normal).normal == deadline.normal
    assert explain(deadline)


@given(
    st.text(
        alphabet="每年月日季度末底前后起至到自从内0123456789十一二第上下半旬周，；-“”五或",
        max_size=24,
    )
)
@settings(max_examples=400)
def test_any_words_of_time_are_read_without_raising(text: str) -> None:
    deadline = parse_deadline(text, ISSUED_ON)
    assert from_normal(deadline.normal).normal == deadline.normal
    for found in find_deadlines(f"要{text}。", ISSUED_ON):
        assert found.text in found.sentence


@given(st.one_of(RECURRING, st.just("ongoing"), YEARS.map(lambda year: f"range:{year}/..")))
def test_occurrences_ascend_after_the_given_day(normal: str) -> None:
    days = [one.due_on for one in occurrences(normal, ISSUED_ON, 6)]
    assert len(days) == 6
    assert all(day and day > ISSUED_ON for day in days)
    assert all(first < second for first, second in pairwise(filter(None, days)))


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
    ("document", "year", "sentence", "expected"), read_cases("deadlines_in_prose.tsv")
)
def test_sentence_holds_its_deadlines(
    document: str, year: str, sentence: str, expected: str
) -> None:
    found = find_deadlines(sentence, int(year))
    assert " | ".join(f"{one.text} = {one.normal}" for one in found) == expected, document
    assert all(sentence[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(("year", "sentence"), read_cases("times_that_bind_nobody.tsv"))
def test_time_that_binds_nobody_is_no_deadline(year: str, sentence: str) -> None:
    assert find_deadlines(sentence, int(year)) == []


def test_long_sentence_is_cut_at_its_semicolon() -> None:
    text = "甲" * 80 + "；到2020年，全部达标；" + "乙" * 80 + "。"
    assert [one.sentence for one in find_deadlines(text, 2017)] == ["到2020年，全部达标；"]
