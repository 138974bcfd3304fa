"""Writes a number of a spreadsheet as its cell shows it: a month stays a month, 0.5 is 50%.

The language of format codes is that of ECMA-376 part 1, 18.8.31; the formats without a code are
those of 18.8.30, with its list for zh-cn, which Chinese Excel and WPS use for dates.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from tracker.reading.counting import written

GENERAL, TEXT = "General", "@"
# How many sections of a code are for numbers; the next is for texts.
OF_NUMBERS = 3
FULL_DATE = 'yyyy"年"m"月"d"日"'
YEAR_MONTH = 'yyyy"年"m"月"'
MONTH_DAY = 'm"月"d"日"'
BUILT_IN: dict[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    **dict.fromkeys((5, 6, 37, 38), "#,##0;-#,##0"),
    **dict.fromkeys((7, 8, 39, 40), "#,##0.00;-#,##0.00"),
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((18, 20, 32, 34, 55), "h:mm"),
    **dict.fromkeys((19, 21, 33, 35, 56), "h:mm:ss"),
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), MONTH_DAY),
    30: "m-d-yy",
    31: FULL_DATE,
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
}
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*](?P<padding>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式|@)|(?P<science>[eE][+\-]0+)|(?P<era>g+)"
    r"|(?P<date>[yY]+|e+|[mM]+|[dD]+|a{3,4}|[hH]+|[sS]+(?:\.0+)?)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*,*)?|\.[0#?]+,*)|(?P<percent>%)|(?P<next>;)|(?P<literal>.)",
    re.DOTALL,
)
ELAPSED = re.compile(r"[hH]+|[mM]+|[sS]+")
CURRENCY = re.compile(r"\$([^\-]*)")
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock without a zone; day 60 of 1900 is none
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
LARGEST_DAY = 2_958_466
NOON = 12
# From how many letters on a month or a weekday is a word; up to how many a year has two digits.
SPELLED = 3
SHORT_YEAR = 2
WEEKDAYS = "一二三四五六日"
WHOLE = 10**15
# What a format may be long; a longer one is no format of any program.
LONGEST_CODE = 255


@dataclass(frozen=True, slots=True)
class Token:
    """One sign of a format code: its kind (a group of TOKEN) and its text."""

    kind: str
    text: str


Section = tuple[Token, ...]


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """Return `value` as a cell with the format `code` shows it.

    Months that a code spells in English (Aug-17, which Excel makes of a typed 2017-8) are written
    with year and month in Chinese, because in the office nobody means them.
    """
    sections = _sections(code)
    section, value = _chosen(sections, value)
    if any(token.kind in {"date", "elapsed"} for token in section):
        return _date_text(value, section, from_1904=from_1904) or general(value)
    return _number_text(value, section)


def said(text: str, code: str) -> str:
    """Return a text as a cell with the format `code` shows it: @"局" adds to it, ;;; hides it."""
    if code in {GENERAL, TEXT}:
        return text
    sections = _sections(code)
    section = sections[-1]
    if not any(token.text == TEXT for token in section) and len(sections) <= OF_NUMBERS:
        return text
    kept = {"literal", "percent"}
    return "".join(
        text if token.text == TEXT else token.text * (token.kind in kept) for token in section
    )


def general(value: float) -> str:
    """Return a number without a format: whole where it is whole, at most 15 digits."""
    if value == int(value) and abs(value) < WHOLE:
        return str(int(value))
    return f"{value:.15g}"


@cache
def _sections(code: str) -> tuple[Section, ...]:
    """Return the sections of a code: for positive numbers, negative ones, zero and text."""
    sections: list[list[Token]] = [[]]
    for found in TOKEN.finditer(code):
        kind = found.lastgroup or "literal"
        text = found[kind]
        if kind == "next":
            sections.append([])
        elif kind == "bracket":
            sections[-1].extend(_bracket(text))
        elif kind not in {"padding", "era"}:
            literal = kind in {"quoted", "escaped"}
            sections[-1].append(Token("literal" if literal else kind, text))
    return tuple(map(tuple, sections))


def _bracket(text: str) -> list[Token]:
    """Return what a bracket stands for: elapsed time, numerals, a currency; colours are nothing."""
    if ELAPSED.fullmatch(text):
        return [Token("elapsed", text.lower())]
    if re.fullmatch(r"DBNum\d", text, re.IGNORECASE):
        return [Token("numerals", text[-1])]
    currency = CURRENCY.match(text)
    return [Token("literal", currency[1])] if currency and currency[1] else []


def _chosen(sections: Sequence[Section], value: float) -> tuple[Section, float]:
    """Return the section for this value, and the value as that section is to print it."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _number_text(value: float, section: Section) -> str:
    kinds = [token.kind for token in section]
    if kinds.count("digits") > 1 or "science" in kinds or "general" in kinds:
        number = general(value)  # a fraction, an exponent or a pattern of groups
        return number if "general" not in kinds else _joined(section, "general", number)
    if "digits" not in kinds:
        sign = "-" if value < 0 and section else ""
        return sign + "".join(token.text for token in section if token.kind == "literal")
    scaled = value * 100 ** kinds.count("percent")
    digits = next(token.text for token in section if token.kind == "digits")
    return ("-" if scaled < 0 else "") + _joined(section, "digits", _digits(abs(scaled), digits))


def _joined(section: Section, kind: str, number: str) -> str:
    """Return the literals of a section with the number at its place."""
    kept = {"literal", "percent"}
    texts = (
        number if token.kind == kind else token.text * (token.kind in kept) for token in section
    )
    return "".join(texts).strip()


def _digits(value: float, pattern: str) -> str:
    """Return a number of at least as many digits as the pattern has zeros."""
    bare = pattern.rstrip(",")
    scale = len(pattern) - len(bare)
    whole, _point, decimals = bare.partition(".")
    most, least = len(decimals), decimals.count("0")
    text = f"{value / 1000**scale:.{most}f}"
    ones, _point, rest = text.partition(".")
    while len(rest) > least and rest.endswith("0"):
        rest = rest[:-1]
    ones = ones.zfill(whole.count("0"))
    if "," in whole:
        ones = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", ones)
    return ones + ("." + rest if rest else "")


def _date_text(value: float, section: Section, *, from_1904: bool) -> str | None:
    """Return a moment as the section prints it, None where the number is no day."""
    if not 0 <= value < LARGEST_DAY:
        return None
    seconds = round(value * 86_400, 3)
    moment = (EPOCH_1904 if from_1904 else EPOCH) + timedelta(seconds=seconds)
    dates = [token.text.lower() for token in section if token.kind == "date"]
    if any(text.startswith("m") and len(text) >= SPELLED for text in dates):
        return _spelled_out(moment, dates)
    noon = any(token.kind == "noon" for token in section)
    chinese = any(token.kind == "numerals" for token in section)
    parts: list[str] = []
    for at, token in enumerate(section):
        if token.kind == "date":
            letters = _minutes(section, at)
            parts.append(_date_part(moment, letters, noon=noon, chinese=chinese))
        elif token.kind == "elapsed":
            parts.append(_elapsed(seconds, token.text))
        elif token.kind == "noon":
            parts.append("上午" if moment.hour < NOON else "下午")
        elif token.kind == "literal":
            parts.append(token.text)
    return "".join(parts).strip()


def _spelled_out(moment: datetime, dates: Sequence[str]) -> str:
    year = f"{moment.year}年" if any(text[0] in "ye" for text in dates) else ""
    day = f"{moment.day}日" if any(re.fullmatch("d{1,2}", text) for text in dates) else ""
    return f"{year}{moment.month}月{day}"


def _minutes(section: Section, at: int) -> str:
    """Return the letters of a date token; "m" becomes "i" where it stands for minutes."""
    letters = section[at].text.lower()
    if letters[0] != "m":
        return letters
    timed = [token for token in section[:at] if token.kind in {"date", "elapsed"}]
    after = next((token for token in section[at + 1 :] if token.kind == "date"), None)
    before_seconds = after is not None and after.text[0] in "sS"
    after_hours = bool(timed) and timed[-1].text[0] in "hH"
    return "i" * len(letters) if before_seconds or after_hours else letters


def _date_part(moment: datetime, letters: str, *, noon: bool, chinese: bool) -> str:
    kind, width = letters[0], len(letters)
    if kind == "a" or (kind == "d" and width >= SPELLED):
        return ("星期" if kind == "d" or width > SPELLED else "") + WEEKDAYS[moment.weekday()]
    if kind in "ye":
        is_short = kind == "y" and width <= SHORT_YEAR
        year = f"{moment.year % 100:02}" if is_short else str(moment.year)
        return _chinese_digits(year) if chinese else year
    if kind == "s" and "." in letters:
        return f"{moment.second + moment.microsecond / 1e6:0{width}.{letters.count('0')}f}"
    hour = (moment.hour - 1) % NOON + 1 if noon else moment.hour
    count = {"m": moment.month, "d": moment.day, "h": hour, "i": moment.minute, "s": moment.second}
    if chinese and kind in "md":
        return written(count[kind], "chineseCounting")
    return f"{count[kind]:0{min(width, 2)}}"


def _chinese_digits(text: str) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in text)


def _elapsed(seconds: float, letters: str) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}[letters[0]]
    return f"{int(seconds // unit):0{len(letters)}}"
