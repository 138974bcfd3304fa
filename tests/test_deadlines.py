from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deadline_samples import ISSUED_ON, read_cases
from tracker.deadlines import explain, find_deadlines, from_normal, parse_deadline

CASES = read_cases("deadline_cases.tsv")
PHRASES = read_cases("deadline_phrases.tsv") + [case[:3] for case in CASES]


def reference_of(issued_on: str) -> date | None:
    return date.fromisoformat(issued_on) if issued_on else None


@pytest.mark.parametrize(("text", "issued_on", "normal"), PHRASES)
def test_phrase_has_its_normal_form(text: str, issued_on: str, normal: str) -> None:
    deadline = parse_deadline(text, reference_of(issued_on))
    assert deadline.normal == normal
    assert deadline.text == text


def test_most_cases_stand_in_a_public_document() -> None:
    found = {text for text, _issued_on, _normal, source in CASES if source != "composed"}
    assert len(found) >= 400


def test_explanation_of_every_case_is_read_back() -> None:
    for text, issued_on, normal in PHRASES:
        reference = reference_of(issued_on)
        deadline = parse_deadline(text, reference)
        if not deadline.unreadable:
            assert parse_deadline(explain(deadline), reference).normal == normal, text


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
        ("2018年“七一”前", date(2018, 7, 1)),
        ("国庆节前", date(2017, 10, 1)),
        ("2018年中秋节前", None),
        ("不早于2018年8月", None),
        ("2018年前", None),
        ("2020年前（含2020年）", date(2020, 12, 31)),
        ("2018年8月31日（周五）前", date(2018, 8, 31)),
        ("长期", None),
        ("印发后10个工作日内", date(2017, 5, 26)),
        ("自印发之日起30日内", date(2017, 6, 11)),
        ("收到通知后5日内", None),
        ("期限届满三十日前", None),
    ],
)
def test_due_date_is_the_last_day_in_time(text: str, due: date | None) -> None:
    assert parse_deadline(text, ISSUED_ON).due_on == due


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("12月31日18时前", date(2017, 12, 31), time(18)),
        ("9月1日下午5:30前", date(2017, 9, 1), time(17, 30)),
        ("9月1日（星期五）下午五点前", date(2017, 9, 1), time(17)),
        ("12月25日下班前", date(2017, 12, 25), None),
        ("2017年9月30日24时前", date(2017, 9, 30), time(23, 59)),
        ("2017-09-30 00:00:00", date(2017, 9, 30), None),
    ],
)
def test_hour_and_day_are_kept(text: str, day: date, hour: time | None) -> None:
    deadline = parse_deadline(text, ISSUED_ON)
    assert (deadline.day, deadline.time) == (day, hour)


@pytest.mark.parametrize("text", ["", "  ", "—", "——", "-", "/", "无"])
def test_blank_is_no_deadline_and_no_problem(text: str) -> None:
    deadline = parse_deadline(text, ISSUED_ON)
    assert (deadline.normal, deadline.unreadable) == ("none", False)


@pytest.mark.parametrize(
    "text",
    [
        "尽快",
        "待定",
        "2017年2月30日",
        "2017年第五季度",
        "2023年腊月",
        "农历六月廿五",
        "每两年",
        "每旬5日前",
        "2小时内",
        "在三个月前",
        "12/31",
    ],
)
def test_words_nobody_can_date_are_a_problem(text: str) -> None:
    deadline = parse_deadline(text, ISSUED_ON)
    assert (deadline.normal, deadline.unreadable) == ("none", True)


def test_relative_words_need_a_reference() -> None:
    assert parse_deadline("今年8月底前", 2017).normal == "month:2017-08"
    assert parse_deadline("今年8月底前", None).unreadable


def test_time_nobody_read_beside_one_that_was_is_a_problem() -> None:
    assert parse_deadline("2018年6月底前完成，20日前报送", ISSUED_ON).unreadable
    assert parse_deadline("2018年6月底前完成30所学校", ISSUED_ON).normal == "month:2018-06"


@given(st.text(max_size=60), st.one_of(st.none(), st.dates(), st.integers()))
def test_any_text_is_read_without_raising(text: str, reference: date | int | None) -> None:
    deadline = parse_deadline(text, reference)
    assert deadline.text == text
    assert from_normal(deadline.normal).normal == deadline.normal
    assert explain(deadline)


@given(
    st.text(
        alphabet="每年月日季度末底前后起至到自从内在的0123456789十一二第上下半旬周，；、-“”（）五或含结束",
        max_size=24,
    )
)
@settings(max_examples=400)
def test_any_words_of_time_are_read_without_raising(text: str) -> None:
    deadline = parse_deadline(text, ISSUED_ON)
    assert from_normal(deadline.normal).normal == deadline.normal
    for found in find_deadlines(f"要{text}。", ISSUED_ON):
        assert found.text in found.sentence


@pytest.mark.parametrize("text", ["7月15日前", "今年8月底前", "三季度末", "2023年腊月", "年底前"])
def test_time_that_a_person_has_to_date_says_so(text: str) -> None:
    deadline = parse_deadline(text, None)
    assert (deadline.normal, deadline.unreadable, deadline.is_undated) == ("none", True, True)
    (found,) = find_deadlines(f"各单位要{text}完成整改。")
    assert (found.text, found.normal) == (text, "none")
    assert text in explain(deadline)


@pytest.mark.parametrize("text", ["每年汛期前", "每年“五一”前后", "每年春节后", "2021年国庆节后"])
def test_day_of_an_occasion_is_asked_for(text: str) -> None:
    assert parse_deadline(text, ISSUED_ON).is_undated
