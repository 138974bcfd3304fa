"""The pure difference of two editions: complete, symmetrical, indifferent to order and numbers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amended_samples import FORMATS, amended_extraction
from tests.reading_samples import extraction_of
from tracker.extraction import Extraction
from tracker.intake.comparing import line_of
from tracker.intake.difference import ALIKE, Kind, Line, When, compare, likeness, pieces
from tracker.intake.interpretation import interpret
from tracker.tasks import Aspect

WORDS = ("修编布局规划", "补充教师", "保障校园安全", "规范招生行为", "落实财政投入", "监测评估")
TIMES = (When("长期", "ongoing"), When("2017年8月", "month:2017-08"), When())
NAMES = st.lists(st.sampled_from(["编办", "财政局", "教育文体局"]), max_size=3, unique=True).map(
    tuple
)
LINES = st.builds(
    Line,
    number=st.sampled_from(["", "1", "2", "3", "4-1"]),
    heading=st.sampled_from(["", *WORDS]),
    content=st.lists(st.sampled_from(WORDS), max_size=3).map("，".join),
    deadline=st.sampled_from(TIMES),
    leads=NAMES,
    cooperating=NAMES,
)
EDITIONS = st.lists(LINES, max_size=8)


def lines_of(extraction: Extraction) -> list[Line]:
    return [line_of(interpret(row, extraction.masthead, None)) for row in extraction.rows]


TIANNING = lines_of(extraction_of("tianning/source.txt"))


@given(EDITIONS)
def test_edition_does_not_differ_from_itself(lines: list[Line]) -> None:
    pairs = compare(lines, lines)
    assert [(pair.old, pair.new) for pair in pairs] == [(at, at) for at in range(len(lines))]
    assert all(pair.kind is Kind.same for pair in pairs)


@given(EDITIONS, EDITIONS)
def test_every_row_of_both_editions_is_named_once(old: list[Line], new: list[Line]) -> None:
    pairs = compare(old, new)
    named_old = sorted(pair.old for pair in pairs if pair.old is not None)
    named_new = [pair.new for pair in pairs if pair.new is not None]
    assert named_old == list(range(len(old)))
    assert named_new == list(range(len(new)))


@given(EDITIONS, EDITIONS)
def test_difference_looks_the_same_from_both_sides(old: list[Line], new: list[Line]) -> None:
    there = {(pair.old, pair.new, pair.aspects) for pair in compare(old, new)}
    back = {(pair.new, pair.old, pair.aspects) for pair in compare(new, old)}
    assert there == back


@given(st.data(), EDITIONS)
def test_another_order_and_other_numbers_change_numbers_only(
    data: st.DataObject, lines: list[Line]
) -> None:
    shuffled = data.draw(st.permutations(lines))
    renumbered = [replace(line, number=str(at)) for at, line in enumerate(shuffled, start=1)]
    pairs = compare(lines, renumbered)
    assert {pair.kind for pair in pairs} <= {Kind.same, Kind.changed}
    assert {aspect for pair in pairs for aspect in pair.aspects} <= {Aspect.number}


@pytest.mark.parametrize("kind", FORMATS)
def test_amended_annex_differs_in_what_was_amended(kind: str) -> None:
    new = lines_of(amended_extraction(kind))
    pairs = compare(TIANNING, new)
    assert [pair.new for pair in pairs if pair.kind is Kind.added] == [9]
    assert [pair.old for pair in pairs if pair.kind is Kind.removed] == [2]
    words = {
        TIANNING[pair.old].number: pair.aspects
        for pair in pairs
        if pair.old is not None and pair.new is not None
    }
    number = Aspect.number
    assert words == {
        "1": (),
        "2": (Aspect.deadline,),
        "4": (number, Aspect.cooperating),
        **{str(at): (number,) for at in range(5, 11)},
        "11": (),
        "12": (),
        "13": (),
    }


@pytest.mark.parametrize("kind", ["docx", "html", "xlsx"])
def test_same_annex_in_another_format_is_no_change(kind: str) -> None:
    other = lines_of(extraction_of(f"tianning/source.{kind}"))
    pairs = compare(TIANNING, other)
    assert {pair.kind for pair in pairs} <= {Kind.same, Kind.changed}
    # A sheet alone names no year: 今年8月底 stays open there until the first edition lends its own.
    assert {aspect for pair in pairs for aspect in pair.aspects} <= {Aspect.deadline}


def test_rewritten_row_is_known_by_its_title_though_renumbered() -> None:
    rewritten = replace(TIANNING[6], number="9", content="另行制定管理办法，逐校公示。")
    pairs = compare(TIANNING, [rewritten])
    changed = [pair for pair in pairs if pair.kind is Kind.changed]
    assert [(pair.old, pair.aspects) for pair in changed] == [(6, (Aspect.number, Aspect.content))]


def test_retitled_row_is_known_by_its_content() -> None:
    retitled = replace(TIANNING[11], number="4", heading="维护校园安全")
    [pair] = [each for each in compare(TIANNING, [retitled]) if each.new is not None]
    assert (pair.old, pair.aspects) == (11, (Aspect.number, Aspect.heading))


def test_row_below_a_shared_title_is_not_taken_for_its_neighbour() -> None:
    old = [Line("1", "教师队伍", "核定教师编制。"), Line("2", "教师队伍", "开展师德教育。")]
    new = [Line("1", "教师队伍", "开展师德师风教育。")]
    [removed, changed] = sorted(compare(old, new), key=lambda pair: pair.old or 0)
    assert (removed.old, removed.new) == (0, None)
    assert (changed.old, changed.new) == (1, 0)


def test_different_rows_of_a_real_table_are_not_alike() -> None:
    for name in ("tianning/source.txt", "jilin-city/source.txt"):
        bags = [pieces(line) for line in lines_of(extraction_of(name))]
        for at, bag in enumerate(bags):
            assert all(likeness(bag, other) < ALIKE for other in bags[:at])
