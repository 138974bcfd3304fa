"""Finds the year of a text that does not say when it was issued."""

import re
from collections.abc import Sequence

from tracker.numerals import NOUGHTS, to_int

# 2021年上半年, 2021年9月1日: a year with a part of it, not within the title of another paper.
FINE_YEAR = re.compile(
    r"(?<!\d)(20\d{2})\s*年\s*(?:\d{1,2}\s*月|[上下]半年|第?[一二三四]季度|[春秋]季)"
)
CHINESE_YEAR = re.compile(
    rf"二[{NOUGHTS}][{NOUGHTS}一二三四五六七八九]{{2}}(?=年[一二三四五六七八九十]{{1,2}}月)"
)
YEAR_OF_ACTIVITY = re.compile(
    r"(?<!\d)(20\d{2})\s*年度?(?!以来)[^，,。；;、》\s]{0,14}?(?:行动|工作|整治|活动|检查)"
)
RUN_IN_NUMBER = re.compile(
    r"[^，,。；;：:《》（）()]{2,120}?[〔\[](20\d{2})[〕\]]\s*\d+\s*号(?!文)"
)
# 2021年8月  日: where the day is filled in by hand.
UNDATED = re.compile(r"(?<!\d)(20\d{2})年\s*\d{1,2}月[ \u3000]*日")
# What is sent on is of the year it was numbered in: 现将《…》（国办发〔2014〕1号）转发你们.
SENT_ON = re.compile(r"[〔\[（(](20\d{2})[〕\]）)]\s*第?\s*\d+\s*号[)）】\]]?[^。]{0,16}转发")
STAMPED = re.compile(r"(?<!\d)(20\d{2})[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
# A signature that ran into the title below it: 某省水利厅2021年7月23日灌区改造方案.
SIGNED = re.compile(
    r"(?:委员会|人民政府|办公[室厅]|[局厅])(20\d{2})年\d{1,2}月\d{1,2}日"
    r"(?!印发|发布|下发|出台|制定|召开|通过|公布)[^，。；：、,;:\s前止起]{4,50}?(?:方案|意见|办法|措施|要点)"
)
HEAD_LENGTH = 400
ANY_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
# A year by whose end something is due: the text is no younger than that.
BY_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年(?:年?[底末内]|之?前|以前)")
QUOTED = re.compile(r"《[^《》]*》")


def named_year(lines: Sequence[str]) -> int | None:
    """Return the year of a number that runs into the title, else the one year of the text.

    A date whose day was left open, or the number of what the text sends on, says it as well.
    The one year is that with which months or halves are named, else that of the one activity of a
    year (2005年专项行动), if no page was dated in another. None of several, nor of one long before
    others, nor where something is due in an earlier one;
    then only a signature that ran into the title below it says the year.
    """
    text = "\n".join(lines)
    number = RUN_IN_NUMBER.match(text) or UNDATED.search(text) or SENT_ON.search(text)
    if number:
        return int(number[1])
    plain = QUOTED.sub("", text)
    written = {str(to_int(year)) for year in CHINESE_YEAR.findall(plain)}
    named = {*FINE_YEAR.findall(plain), *written}
    if not named:
        stamped = STAMPED.findall(text, 0, HEAD_LENGTH)
        plain, named = text, {*YEAR_OF_ACTIVITY.findall(text), *stamped}
    if len(named) != 1:
        return _signed(text)
    year = int(named.pop())
    latest = max(map(int, ANY_YEAR.findall(plain)), default=year)
    earliest = min(map(int, BY_YEAR.findall(plain)), default=year)
    return year if earliest >= year and latest <= year + 1 else _signed(text)


def _signed(text: str) -> int | None:
    """Return the one year of signatures that ran into a title, else None."""
    years = set(SIGNED.findall(text))
    return int(years.pop()) if len(years) == 1 else None
