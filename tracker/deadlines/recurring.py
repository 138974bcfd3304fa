"""Recurring deadlines as written (每年9月, 每月28日前), turned into normal forms."""

import re
from dataclasses import dataclass
from datetime import date

from tracker.deadlines.points import DAY, MONTH, Reference, Unreadable, unnamed
from tracker.errors import InvalidInput
from tracker.numerals import to_int

_MONTH_LIST = rf"{MONTH}月?份?(?:[-至到、和及与,]{MONTH}月份?){{0,11}}"
_BEFORE = r"(?:[之以]?前|止|内)?"
_TERM = r"(?:开学|结束|期末|放假|初|末|底)"
_OCCASION = r"(?:(?:学校)?(?:秋季|春季)?(?:学期)?开学|放假|汛期|学年结束)"
BODIES = (
    (
        rf"每年度?(?:的)?(?P<months>{_MONTH_LIST})"
        rf"(?:(?P<day>{DAY})[日号]|(?P<tenday>[上中下])旬|(?P<edge>[底末初]))?"
        rf"(?:{_OCCASION})?{_BEFORE}"
    ),
    rf"每年度?(?:的)?第?(?P<quarter>[1-4一二三四])季度?[底末]?{_BEFORE}",
    rf"每年度?(?:的)?(?P<half>[上下])半年[底末]?{_BEFORE}",
    rf"(?P<yearly>每年度?(?:年?[底末]|年内)?|每个?学年(?:{_TERM})?|逐年|按年度?){_BEFORE}",
    rf"(?P<yearly>每年度?{_OCCASION}前)",
    rf"(?P<termly>每个?学期(?:{_TERM})?){_BEFORE}",
    rf"(?P<halfyearly>每半年[底末]?){_BEFORE}",
    (
        rf"每个?季度?(?P<position>首月|末月|第[一二三123]个?月|最后一个月)?"
        rf"(?P<quarterday>{DAY})[日号]{_BEFORE}"
    ),
    rf"(?P<quarterly>每个?季度?(?:首月|末月|最后一个月)?[底末]?|按季度?){_BEFORE}",
    rf"每个?月(?:份|的)?(?P<monthday>{DAY})[日号]{_BEFORE}",
    rf"每个?月(?:份|的)?(?P<monthtenday>[上中下])旬{_BEFORE}",
    rf"(?P<monthly>每个?月[底末]?|逐月|按月){_BEFORE}",
    rf"(?P<weekly>每个?(?:周|星期)[一二三四五六日天末]?|逐周|按周){_BEFORE}",
    r"(?P<daily>每[日天]|逐日|按日)",
)
_PATTERNS = tuple(map(re.compile, BODIES))
ANY_RECURRENCE = "(?:" + "|".join(unnamed(body) for body in BODIES) + ")"
_LAST_DAYS = {"上": "10", "中": "20", "初": "10"}
_POSITIONS = {"首": 1, "一": 1, "1": 1, "二": 2, "2": 2}


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurring form, with the first day it falls on where the form alone does not say."""

    normal: str
    day: date | None = None


def read_recurring(text: str, reference: Reference) -> Recurring | None:
    """The recurrence named by the whole of `text` (folded, squeezed), or None.

    Raises:
        Unreadable: the words name no day of the year.
    """
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            try:
                return _read(match.groupdict(), reference)
            except (InvalidInput, ValueError, KeyError) as error:
                raise Unreadable(text) from error
    return None


def _read(groups: dict[str, str | None], reference: Reference) -> Recurring:
    if groups.get("quarterday"):
        return Recurring("recurring:quarterly", _first_in_quarter(groups, reference))
    if groups.get("months"):
        return Recurring(_in_months(groups))
    return Recurring("recurring:" + _often(groups))


def _often(groups: dict[str, str | None]) -> str:
    """The recurrence without its month list: the one group that took part says which."""
    name, words = next((name, words) for name, words in groups.items() if words)
    match name:
        case "quarter":
            return f"yearly-Q{to_int(words)}"
        case "half":
            return "yearly-06" if words == "上" else "yearly-12"
        case "monthday":
            return f"monthly-{to_int(words):02d}"
        case "monthtenday":
            last = _LAST_DAYS.get(words)
            return f"monthly-{last}" if last else "monthly"
        case "halfyearly":
            return "half-yearly"
        case _:
            return name


def _in_months(groups: dict[str, str | None]) -> str:
    day = to_int(groups["day"]) if groups["day"] else None
    last = _LAST_DAYS.get(groups["tenday"] or groups["edge"] or "")
    tail = f"-{day:02d}" if day else f"-{last}" if last else ""
    words = re.sub(rf"{MONTH}月?[-至到](?={MONTH})", "", groups["months"] or "")
    numbers = (to_int(number) for number in re.findall(MONTH, words))
    found = [f"recurring:yearly-{number:02d}{tail}" for number in numbers]
    return found[0] if len(found) == 1 else "multi:" + ";".join(found)


def _first_in_quarter(groups: dict[str, str | None], reference: Reference) -> date | None:
    """The first such day from the reference on: 每季末月20日前 is 06-20 after 05-12."""
    if reference.day is None or not groups["position"]:
        return None
    position = _POSITIONS.get(groups["position"].removeprefix("第")[0], 3)
    day = to_int(groups["quarterday"] or "")
    start = reference.day
    for month in range(start.month, start.month + 7):
        if (month - 1) % 3 + 1 == position:
            candidate = date(start.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
            if candidate >= start:
                return candidate
    return None
