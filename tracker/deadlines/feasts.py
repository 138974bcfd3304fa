"""Feasts that fall on the same day of every year: 元旦, “七一”, 国庆节."""

import re
from datetime import date

from tracker.deadlines.points import Reference

_DAYS = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "五一": (5, 1),
    "五四": (5, 4),
    "六一": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "十一": (10, 1),
    "国庆": (10, 1),
}
# Without its quotes 十一 is a number.
FEAST = (
    r'(?:"(?:三八|五一|五四|六一|七一|八一|十一|国庆|元旦)(?:国际)?(?:妇女|劳动|青年|儿童|建党|建军)?节?"节?|元旦节?|国庆节?'
    r"|(?<![一二三四五六七八九十百零第])(?:五一|七一|八一)(?:劳动节|建党节|建军节)?)"
)
_NAME = re.compile("|".join(_DAYS))
_OF_YEAR = re.compile(
    rf"(?:(?P<year>\d{{4}})年|(?P<near>今年|本年|当年|明年))?的?(?P<feast>{FEAST})"
)


def month_and_day(words: str) -> tuple[int, int]:
    """The month and the day of a feast; `words` match FEAST."""
    return _DAYS[_NAME.findall(words)[0]]


def day_of_feast(words: str, reference: Reference) -> date | None:
    """The day of a feast, of the year that is named or of the reference.

    None where the words name no such feast, its year is unknown, or it was over in the year of
    the reference.
    """
    found = _OF_YEAR.fullmatch(words)
    year = (int(found["year"] or 0) or reference.year) if found else None
    if found is None or year is None:
        return None
    day = date(year + (found["near"] == "明年"), *month_and_day(found["feast"]))
    is_over = found["year"] is None and reference.day is not None and day < reference.day
    return None if is_over else day
