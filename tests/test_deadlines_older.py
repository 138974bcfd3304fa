"""Times in the characters of Hong Kong, Macao and Taiwan pages: the same forms."""

from datetime import date

import pytest

from tests.deadline_samples import read_cases
from tracker.deadlines import find_deadlines, parse_deadline
from tracker.deadlines.folding import fold

OLDER = str.maketrans(
    "个后内当间现为开学会长结续进时点号周经节达并于从两贯岁发实际满终动毕阶试运验坚",
    "個後內當間現為開學會長結續進時點號週經節達並於從兩貫歲發實際滿終動畢階試運驗堅",
)
CASES = [(text, text.translate(OLDER)) for text, *_rest in read_cases("deadline_cases.tsv")]
DIFFERENT = [(text, older) for text, older in CASES if text != older]


def test_hundreds_of_published_times_hold_such_characters() -> None:
    assert len(DIFFERENT) > 200
    assert all(fold(older) == fold(text) for text, older in DIFFERENT)


def test_every_published_time_means_the_same_in_older_characters() -> None:
    reference = date(2020, 3, 1)
    for text, older in DIFFERENT:
        assert parse_deadline(older, reference).normal == parse_deadline(text, reference).normal


@pytest.mark.parametrize(
    ("sentence", "words", "normal"),
    [
        ("三個月內完成整改。", "三個月內", "event:+3m"),
        ("於2020年年內建成並投用。", "於2020年年內", "year:2020"),
        ("自2019年1月1日起按標准調整到位。", "自2019年1月1日起", "range:2019-01-01/.."),
        ("每季度結束後15日內報送進展。", "每季度結束後15日內", "recurring:quarterly"),
    ],
)
def test_a_time_in_prose_keeps_its_characters(sentence: str, words: str, normal: str) -> None:
    (found,) = find_deadlines(sentence, date(2019, 8, 16))
    assert (found.text, found.normal) == (words, normal)
    assert found.sentence in sentence
