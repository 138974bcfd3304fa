from datetime import date
from time import perf_counter

import pytest

from tests.deadline_samples import read_cases
from tracker.deadlines import find_deadlines, parse_deadline
from tracker.deadlines.scanning import may_hold, scan

SENTENCES = read_cases("deadlines_in_prose.tsv")
LONGEST_TEXT = 100_000
# Repeated, each of these could make a careless pattern go over the text again and again.
UNITS = (
    "2018年",
    "1月",
    "年底",
    "每年",
    "每年1月、",
    "每月1日、",
    "自从于",
    "在1日",
    "在甲",
    "自甲后",
    "1年-",
    "十五",
    "“",
    "一季度、",
    "(含",
    "之日起",
    "起至",
    "18.1.",
    "收到",
    "1月1日至",
    "每周一、",
    "持续",
    "农历六月",
    "每半年(6月、",
    "9月26日至",
)


@pytest.mark.parametrize(("source", "year", "sentence", "expected"), SENTENCES)
def test_sentence_holds_its_deadlines(source: str, year: str, sentence: str, expected: str) -> None:
    found = find_deadlines(sentence, int(year))
    assert " | ".join(f"{one.text} = {one.normal}" for one in found) == expected, source
    assert all(sentence[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(("year", "sentence", "source"), read_cases("times_that_bind_nobody.tsv"))
def test_time_that_binds_nobody_is_no_deadline(year: str, sentence: str, source: str) -> None:
    assert find_deadlines(sentence, int(year)) == [], source


def test_the_cheap_look_leaves_out_no_text_that_holds_a_candidate() -> None:
    texts = [row[2] for row in SENTENCES] + [row[0] for row in read_cases("deadline_cases.tsv")]
    held = [text for text in texts if any(scan(text))]
    assert held
    assert [text for text in held if not may_hold(text)] == []


def test_long_sentence_is_cut_at_its_semicolon() -> None:
    text = "甲" * 80 + "；到2020年，全部达标；" + "乙" * 80 + "。"
    assert [one.sentence for one in find_deadlines(text, 2017)] == ["到2020年，全部达标；"]


def test_year_is_carried_on_within_its_sentence_only() -> None:
    def normals(text: str) -> list[str]:
        return [one.normal for one in find_deadlines(text, 2017)]

    assert normals("2018年5月底前出台办法，年底前建成。") == ["month:2018-05", "year:2018"]
    assert normals("2018年5月底前出台办法。年底前建成。") == ["month:2018-05", "year:2017"]
    assert normals("到2020年全部达标，9月底前报方案。") == ["year:2020", "month:2017-09"]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["1月", "在甲", "1年-"])
def test_search_takes_time_in_line_with_the_length_of_the_text(unit: str) -> None:
    text = (unit * LONGEST_TEXT)[:LONGEST_TEXT]
    short = _seconds(text[: LONGEST_TEXT // 10])
    assert _seconds(text) < 40 * short + 1


@pytest.mark.parametrize("unit", UNITS)
def test_no_repetition_makes_the_search_long(unit: str) -> None:
    assert _seconds((unit * LONGEST_TEXT)[: LONGEST_TEXT // 20]) < 2


@pytest.mark.parametrize("words", ["市县区", "全市", "已", "工作", "(", "的", "一季度、", "预算"])
def test_no_repetition_behind_a_time_makes_it_long_to_judge(words: str) -> None:
    assert _seconds(f"2018年{words * 1000}") < 1
    assert _seconds(f"{words * 1000}2018年完成") < 1


@pytest.mark.parametrize("unit", UNITS)
def test_no_cell_takes_long(unit: str) -> None:
    started = perf_counter()
    parse_deadline((unit * LONGEST_TEXT)[:LONGEST_TEXT], 2018)
    parse_deadline((unit * 400)[:400], 2018)
    assert perf_counter() - started < 1


def _seconds(text: str) -> float:
    started = perf_counter()
    find_deadlines(text, 2018)
    return perf_counter() - started


@pytest.mark.parametrize(("day", "count"), [("5月10日", 1), ("2月10日", 0)])
def test_a_meeting_behind_the_day_of_issue_is_still_to_be_held(day: str, count: int) -> None:
    sentence = f"{day}，市安委办组织召开现场会，部署工作。"
    assert len(find_deadlines(sentence, date(2023, 3, 1))) == count
