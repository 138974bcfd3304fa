"""Chinese numerals and the ordinals before clauses, turned into integers and back."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import InvalidInput

# What is typed for a nought among Chinese digits: signs, circles, Latin, Greek, Cyrillic letters.
NOUGHTS = "零〇○◯ＯOoΟοОо0０"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    **dict.fromkeys(NOUGHTS, 0),
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SHORT_TENS = {"廿": "二十", "卅": "三十"}
_MYRIAD = 10_000
_LARGEST = _MYRIAD * _MYRIAD
_LONGEST_NUMERAL = 20
_TEN = 10
_CIRCLED = {chr(0x2460 + index): index + 1 for index in range(20)}


class OrdinalKind(StrEnum):
    """How a clause is numbered, from the outermost level in GB/T 9704—2012 to the rarer ones."""

    chinese = "chinese"  # 一、
    chinese_bracketed = "chinese_bracketed"  # （一）
    arabic = "arabic"  # 1．
    arabic_bracketed = "arabic_bracketed"  # （1）
    circled = "circled"  # ①
    chapter = "chapter"  # 第一章
    section = "section"  # 第一节
    article = "article"  # 第一条


@dataclass(frozen=True, slots=True)
class ClauseOrdinal:
    """The ordinal a line begins with: its kind, its number, and the characters it takes up."""

    kind: OrdinalKind
    number: int
    text: str


def to_int(text: str) -> int:
    """The integer written as 二〇一七, 十二, 一百零五, 12 or １２; InvalidInput if it is none."""
    numeral = text.strip()
    if not 0 < len(numeral) <= _LONGEST_NUMERAL:
        raise InvalidInput(f"Not a number: {text[:_LONGEST_NUMERAL]!r}")
    if numeral.isdecimal():
        return int(numeral)
    for short, long in _SHORT_TENS.items():
        numeral = numeral.replace(short, long)
    value = _read_by_place(numeral) if _is_spelled(numeral) else _read_by_unit(numeral)
    if value is None:
        raise InvalidInput(f"Not a number: {text!r}")
    return value


def _is_spelled(numeral: str) -> bool:
    """Whether digits are named one after the other, as in 二〇一七."""
    return all(character in _DIGITS for character in numeral)


def _read_by_place(numeral: str) -> int:
    return int("".join(str(_DIGITS[character]) for character in numeral))


def _read_by_unit(numeral: str) -> int | None:
    """The value of a numeral with units (一万二千三百零五), or None when it is malformed."""
    high, myriad, low = numeral.rpartition("万")
    if not myriad:
        return _read_below_myriad(low)
    left = _read_below_myriad(high)
    right = _read_below_myriad(low) if low else 0
    if left is None or right is None:
        return None
    return left * _MYRIAD + right


def _read_below_myriad(numeral: str) -> int | None:
    """The value of digits and falling units; 十 alone means ten, a 零 only fills a place."""
    total, digit, last_unit = 0, None, _MYRIAD
    for character in numeral:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= last_unit or (digit is None and unit != _TEN):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif character not in _DIGITS or digit:
            return None
        else:
            digit = _DIGITS[character]
    return total + (digit or 0) if numeral else None


def to_chinese(number: int) -> str:
    """The numeral as officials write it: 12 is 十二; InvalidInput outside 0 to 10^8 - 1."""
    if not 0 <= number < _LARGEST:
        raise InvalidInput(f"No Chinese numeral for {number}")
    high, low = divmod(number, _MYRIAD)
    text = _write_below_myriad(low) if low or not high else ""
    if high:
        gap = "零" if low and low < _MYRIAD // _TEN else ""
        text = f"{_write_below_myriad(high)}万{gap}{text}"
    return text.removeprefix("一") if text.startswith("一十") and number < _MYRIAD else text


def _write_below_myriad(number: int) -> str:
    if number == 0:
        return "零"
    parts: list[str] = []
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        parts.append("零一二三四五六七八九"[digit] + name if digit else "零")
    return re.sub("零+", "零", "".join(parts)).strip("零")


_NUMERAL = "[〇零一二三四五六七八九十百廿卅]{1,7}"
_NUMBER = r"[0-9０-９]{1,3}"
_ORDINALS = (
    (OrdinalKind.article, rf"第({_NUMERAL}|{_NUMBER})条"),
    (OrdinalKind.chapter, rf"第({_NUMERAL}|{_NUMBER})[章编篇]"),
    (OrdinalKind.section, rf"第({_NUMERAL}|{_NUMBER})节"),
    (OrdinalKind.chinese_bracketed, rf"[（(〔]\s{{0,2}}({_NUMERAL})\s{{0,2}}[）)〕]"),
    (OrdinalKind.arabic_bracketed, rf"[（(]\s{{0,2}}({_NUMBER})\s{{0,2}}[）)]|({_NUMBER})[）)]"),
    (OrdinalKind.chinese, rf"({_NUMERAL})\s{{0,2}}[、．.，]"),
    # 1.5% is a figure, but 1.2012年 is an ordinal that runs into a year (Jilin Province 2011-18).
    (
        OrdinalKind.arabic,
        rf"({_NUMBER})(?:\s{{0,2}}[、．]|\.(?![0-9])|\.(?=(?:19|20)[0-9]{{2}}年))",
    ),
)
_PATTERNS = tuple((kind, re.compile(rf"\s{{0,8}}(?:{body})")) for kind, body in _ORDINALS)


def clause_ordinal(text: str) -> ClauseOrdinal | None:
    """The ordinal that `text` begins with (一、 （一） 1． （1） ① 第一条), or None.

    `text` of the answer includes leading white space and the mark after the number, so that
    ``text[len(ordinal.text):]`` is the clause without its ordinal.
    """
    bare = text.lstrip()
    if bare[:1] in _CIRCLED:
        taken = text[: len(text) - len(bare) + 1]
        return ClauseOrdinal(OrdinalKind.circled, _CIRCLED[bare[0]], taken)
    for kind, pattern in _PATTERNS:
        if match := pattern.match(text):
            numeral = next(group for group in match.groups() if group)
            return _clause_ordinal(kind, numeral, match.group())
    return None


def _clause_ordinal(kind: OrdinalKind, numeral: str, taken: str) -> ClauseOrdinal | None:
    try:
        return ClauseOrdinal(kind, to_int(numeral), taken)
    except InvalidInput:  # a row of numerals that is no number, such as 十百
        return None
