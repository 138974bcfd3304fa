import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InvalidInput
from tracker.numerals import OrdinalKind, clause_ordinal, to_chinese, to_int


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇一七", 2017),
        ("二○一一", 2011),
        ("十二", 12),
        ("12", 12),
        ("１２", 12),
        ("二十三", 23),
        ("廿三", 23),
        ("一百零五", 105),
        ("三百六十", 360),
        ("一万二千", 12000),
        ("两", 2),
        ("十", 10),
        ("零", 0),
        (" 三 ", 3),
    ],
)
def test_numeral_is_read(text: str, number: int) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize(
    "text", ["", "年", "十百", "百", "一二十三百", "1.5", "-3", "万", "9" * 30]
)
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        to_int(text)


@given(st.integers(0, 10**8 - 1))
def test_numeral_survives_writing_and_reading(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize("number", [-1, 10**8])
def test_number_outside_the_range_is_refused(number: int) -> None:
    with pytest.raises(InvalidInput):
        to_chinese(number)


@pytest.mark.parametrize(
    ("line", "kind", "number", "taken"),
    [
        ("一、工作目标", OrdinalKind.chinese, 1, "一、"),
        ("十二、其他", OrdinalKind.chinese, 12, "十二、"),
        ("（一）坚持", OrdinalKind.chinese_bracketed, 1, "（一）"),
        ("  (三)统筹", OrdinalKind.chinese_bracketed, 3, "  (三)"),
        ("1．加快", OrdinalKind.arabic, 1, "1．"),
        ("1、加快", OrdinalKind.arabic, 1, "1、"),
        ("1.2012年实现", OrdinalKind.arabic, 1, "1."),
        ("（1）加快", OrdinalKind.arabic_bracketed, 1, "（1）"),
        ("①加快", OrdinalKind.circled, 1, "①"),
        ("第一条 为了", OrdinalKind.article, 1, "第一条"),
        ("第三章 附则", OrdinalKind.chapter, 3, "第三章"),
    ],
)
def test_clause_ordinal_is_taken_off(line: str, kind: OrdinalKind, number: int, taken: str) -> None:
    ordinal = clause_ordinal(line)
    assert ordinal is not None
    assert (ordinal.kind, ordinal.number, ordinal.text) == (kind, number, taken)


@pytest.mark.parametrize("line", ["", "1.5%以内", "2017年8月", "统筹推进", "一体化改革", "十百、"])
def test_line_without_ordinal_has_none(line: str) -> None:
    assert clause_ordinal(line) is None


@given(st.text(max_size=40))
def test_any_line_is_looked_at_without_raising(line: str) -> None:
    ordinal = clause_ordinal(line)
    assert ordinal is None or line.startswith(ordinal.text)
