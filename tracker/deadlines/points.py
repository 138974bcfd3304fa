"""Points in time as officials name them, resolved to the period values of the normal forms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.deadlines import forms
from tracker.errors import InvalidInput
from tracker.numerals import to_int

YEAR = r"(?:(?<!\d)(?:1[89]|20|21)\d\d|[一二][零九][零一二三四五六七八九]{2})"
MONTH = r"(?:(?<!\d)\d{1,2}|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:\d{1,2}|三十一?|卅一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
# 年度内, but neither 一个预算年度内 nor 毕业年度内.
_WITHIN_YEAR = r"(?<!预算)(?<!毕业)(?<!结算)(?<!会计)(?<!财政)(?<!实现)年度内(?![部容外控])"
RELATIVE_YEAR = r"(?:今年|本年度?|当年|明年|次年|翌年|后年|下一?年度?)"
_LUNAR_DAY = r"(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?|三十)"
# Days of the farmers' calendar: 农历六月, 腊月底, 六月廿五. Which day it is, a person has to say.
LUNAR = (
    rf"(?:[农阴旧夏]历(?:年|(?:(?:{YEAR}年|{RELATIVE_YEAR})的?)?(?:[正冬腊]月|{MONTH}月))"
    rf"|(?:(?:{YEAR}年|{RELATIVE_YEAR})的?)?(?:正月(?!报)|[冬腊]月|{MONTH}月(?=廿|初[一二三四五六七八九十]日?[前止至到]))"
    rf")(?:{_LUNAR_DAY}|[底末]|[上中下]旬)?日?"
)
PLAN = r"(?:十[一二三四五六七八九]?|[一二三四五六七八九])五"

# Two digits (18年6月底前) are a year only before what says so: 10年内 is a length of time.
_SHORT_YEAR = (
    r"(?<![\d第])[0-4]\d年(?=\d{1,2}月|十[一二]?月|[一二三四五六七八九]月|[上下]半年"
    r"|第?[一二三四1-4]季度|[底末](?!蕴|数|气))"
)
_YEAR_WORD = rf"(?:(?P<year>{YEAR})年度?|(?P<short>{_SHORT_YEAR})|(?P<relative>{RELATIVE_YEAR}))"
_WEEKDAY = r"(?:\((?:星期|周)[一二三四五六日天]\))?"
_DAY_WORD = rf"(?P<day>{DAY})(?:[日号]{_WEEKDAY}|(?=(?:[之以]?前|止)(?!后)))"
_IN_MONTH = (
    rf"(?:{_DAY_WORD}|(?P<tenday>[上中下](?:旬?[、和及]?[上中下])?)旬"
    r"|(?P<edge>[底末初]|中(?=旬|前|$|[,;。]|完成|召开|组织|开展|上报|报送|实施|启动|举[行办])))"
)
# 四季酒店, 四季有花: without 第 or 度 a quarter only as a cell of its own.
_QUARTER = (
    r"(?:第?(?P<quarter>[1-4一二三四])(?:季度|(?<=第.)季)|[Qq](?P<letter>[1-4])(?:季度)?)[底末]?"
)
_HALF = r"(?P<half>[上下])半年(?!度)[底末]?"
_MONTHS_AWAY = {"本月": 0, "当月": 0, "这个月": 0, "下月": 1, "下个月": 1, "次月": 1}
_YEARS_AWAY = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "翌年": 1, "后年": 2}
_YEARS_AWAY |= {"下年": 1, "下一": 1}
_POSITIONS = {"首": 1, "一": 1, "1": 1, "二": 2, "2": 2}
_CENTURY = 2000
_SLIPS = {(2, 29), (2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31)}
_TENDAYS = {"上": "early", "中": "mid", "下": "late", "初": "early"}
_WEEKDAYS = "一二三四五六日"
_FIRST_PLAN_BY_RULE = 6
_EARLY_PLANS = {1: 1953, 2: 1958, 3: 1966, 4: 1971, 5: 1976}
_SIXTH_PLAN_START = 1981
_LAST_PLAN = 19


class Unreadable(Exception):
    """The words look like a time, but name none that can be worked out."""


class Undated(Unreadable):
    """The words are a time that a person has to date: without its year, or of another calendar."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What relative words count from: the year, and the day where it is known."""

    year: int | None
    day: date | None = None

    @classmethod
    def at(cls, reference: date | int | None) -> "Reference":
        """The reference of a date of issue, of the year in a document number, or of nothing."""
        if isinstance(reference, date):
            return cls(reference.year, reference)
        return cls(reference)

    def need_year(self) -> int:
        """The year to count from; Unreadable without one."""
        if self.year is None or not date.min.year <= self.year <= date.max.year:
            raise Undated("relative words without a date of issue")
        return self.year

    def need_day(self) -> date:
        """The day to count from; Unreadable without one."""
        if self.day is None:
            raise Unreadable("relative words without a date of issue")
        return self.day


@dataclass(frozen=True, slots=True)
class Point:
    """A period value, and whether the words name it without saying its end (2018年, 8月).

    `other` is an earlier period that vague words may mean as well (年初, 年中).
    """

    value: str
    is_bare: bool = False
    is_yearless: bool = False
    other: str = ""


def _month_value(year: int, month: int, match: re.Match[str]) -> Point:
    groups = match.groupdict()
    value = f"{year:04d}-{month:02d}"
    edge = groups.get("edge")
    if groups.get("day"):
        return Point(f"{value}-{to_int(groups['day']):02d}")
    if groups.get("tenday"):
        last = max(groups["tenday"].strip("旬"), key="上中下".find)  # 中上旬 ends with the middle
        return Point(f"{value}-{_TENDAYS[last]}")
    if edge in ("初", "中"):
        return Point(f"{value}-{_TENDAYS[edge]}")
    return Point(value, is_bare=not edge)


def _year_of(match: re.Match[str], reference: Reference) -> int:
    groups = match.groupdict()
    if groups.get("year"):
        return to_int(groups["year"])
    if groups.get("short"):
        return _CENTURY + to_int(groups["short"][:2])
    away = _YEARS_AWAY[groups["relative"][:2]] if groups.get("relative") else 0
    return reference.need_year() + away


def _is_yearless(match: re.Match[str]) -> bool:
    return not (match["year"] or match["short"] or match["relative"])


def _read_month(match: re.Match[str], reference: Reference) -> Point:
    point = _month_value(_year_of(match, reference), to_int(match["month"]), match)
    return Point(point.value, point.is_bare, _is_yearless(match))


def _read_quarter(match: re.Match[str], reference: Reference) -> Point:
    number = to_int(match["quarter"] or match["letter"])
    value = f"{_year_of(match, reference):04d}-Q{number}"
    return Point(value, match.group()[-1] not in "底末", _is_yearless(match))


def _read_half(match: re.Match[str], reference: Reference) -> Point:
    value = f"{_year_of(match, reference):04d}-H{'上下'.index(match['half']) + 1}"
    return Point(value, match.group()[-1] not in "底末", _is_yearless(match))


def _read_year(match: re.Match[str], reference: Reference) -> Point:
    return Point(f"{_year_of(match, reference):04d}", is_bare=not match["edge"])


def _read_vague(match: re.Match[str], reference: Reference) -> Point:
    """The beginning or the middle of a year: its first quarter or month, July or June."""
    year = f"{_year_of(match, reference):04d}"
    if match["edge"].endswith("初"):
        return Point(f"{year}-Q1", other=f"{year}-01")
    return Point(f"{year}-07", other=f"{year}-06")


def _read_season(match: re.Match[str], reference: Reference) -> Point:
    """The month in which a school term begins; of a season alone its first month or its last."""
    month = {"春": 3, "秋": 9}[match["season"]]
    year = f"{_year_of(match, reference):04d}"
    other = "" if match.group().endswith("学期") else f"{year}-{month + 2:02d}"
    return Point(f"{year}-{month:02d}", other=other)


def _read_year_end(match: re.Match[str], reference: Reference) -> Point:
    del match
    return Point(f"{reference.need_year():04d}")


def _read_near_month(match: re.Match[str], reference: Reference) -> Point:
    day = reference.need_day()
    months = day.year * 12 + day.month - 1 + _MONTHS_AWAY.get(match["near"] or "本月", 0)
    return _month_value(months // 12, months % 12 + 1, match)


def _read_near_quarter(match: re.Match[str], reference: Reference) -> Point:
    day = reference.need_day()
    quarters = day.year * 4 + (day.month - 1) // 3 + (match["near"][0] in "下次")
    if match["position"]:
        month = quarters % 4 * 3 + _POSITIONS.get(match["position"].removeprefix("第")[0], 3)
        return _month_value(quarters // 4, month, match)
    return Point(f"{quarters // 4:04d}-Q{quarters % 4 + 1}", match.group()[-1] not in "底末")


def _read_week(match: re.Match[str], reference: Reference) -> Point:
    day = reference.need_day()
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=match["near"][0] == "下")
    weekday = _WEEKDAYS.index((match["weekday"] or "日").replace("天", "日"))
    return Point((monday + timedelta(days=weekday)).isoformat())


def _read_stamp(match: re.Match[str], reference: Reference) -> Point:
    del reference
    year = match.groupdict().get("year") or f"20{match['short']}"
    value = f"{year}-{int(match['month']):02d}"
    return Point(f"{value}-{int(match['day']):02d}" if match["day"] else value, not match["day"])


def plan_years(name: str) -> tuple[int, int]:
    """First and last year of the five-year plan named 十三五; Unreadable if there was none.

    Plans run without a gap from the sixth (1981—1985); the third began in 1966.
    """
    number = to_int(name.removesuffix("五"))
    if number > _LAST_PLAN:
        raise Unreadable(name)
    rule = _SIXTH_PLAN_START + 5 * (number - _FIRST_PLAN_BY_RULE)
    start = _EARLY_PLANS.get(number, rule)
    return start, start + 4


def _read_plan_part(match: re.Match[str], reference: Reference) -> Point:
    """The first, the third or the last year of a five-year plan: 初, 中期, 末."""
    del reference
    first, last = plan_years(match["plan"])
    year = {"初": first, "中": first + 2}.get(match["part"][0], last)
    return Point(f"{year:04d}")


Reader = Callable[[re.Match[str], Reference], Point]
POINTS: tuple[tuple[str, Reader], ...] = (
    (rf"{_YEAR_WORD}(?P<month>\d{{1,2}})(?P<day>)(?P<tenday>)(?P<edge>[底末])", _read_month),
    (rf"{_YEAR_WORD}?(?P<month>{MONTH})月份?{_IN_MONTH}?", _read_month),
    (rf"{_YEAR_WORD}?{_QUARTER}", _read_quarter),
    (
        rf"(?:{_YEAR_WORD}的?)?前(?P<quarter>[两二三四2-4])(?P<letter>)个?季度[底末]?",
        _read_quarter,
    ),
    (
        rf"(?P<year>{YEAR})[-/.]?(?P<short>)(?P<relative>)(?P<quarter>)[Qq](?P<letter>[1-4])",
        _read_quarter,
    ),
    (rf"(?:{_YEAR_WORD}的?)?{_HALF}", _read_half),
    (rf"{_YEAR_WORD}(?P<season>[春秋])季(?:学期)?", _read_season),
    (
        rf"{_YEAR_WORD}的?(?P<edge>年[初中]|初(?![步级中衷心等高])|中(?=[之以]?前|$|[,;。、)]|完成|召开))",
        _read_vague,
    ),
    (r"(?P<year>)(?P<short>)(?P<relative>)年(?P<edge>中)(?=[之以]?前|完成)", _read_vague),
    (rf"{_YEAR_WORD}的?(?P<edge>年?[底末](?!端)|年内|内|全年)?", _read_year),
    (rf"(?P<year>{YEAR})(?P<edge>全年|底)", _read_year),
    (
        rf"(?:年度?[底末]|年内|{_WITHIN_YEAR}|全年)",
        _read_year_end,
    ),
    (rf"(?P<near>本月|当月|这个月|下个?月|次月)(?:份?的?|月){_IN_MONTH}?", _read_near_month),
    (r"(?P<near>)月(?P<edge>[底末])", _read_near_month),
    (
        (
            r"(?P<near>本|当|下一?个?|次)季度?(?:[底末]|的?(?P<position>首|第[一二三1-3]个|末|最后一个)月"
            rf"(?:的?{_DAY_WORD})?)?"
        ),
        _read_near_quarter,
    ),
    (r"(?P<near>本|这|下)个?(?:周|星期)(?P<weekday>[一二三四五六日天])?(?:之?内|末)?", _read_week),
    (
        rf'"?(?P<plan>{PLAN})"?(?:规划)?(?:时期|期)?(?P<part>[末底](?:期|年)?|初(?:期|年)?|中期)',
        _read_plan_part,
    ),
    (
        (
            rf"(?P<year>{YEAR})(?P<mark>[./-])(?P<month>\d{{1,2}})"
            rf"(?:(?P=mark)(?P<day>\d{{1,2}})日?)?(?![\d/-]|\.\d)"
        ),
        _read_stamp,
    ),
    (rf"(?P<year>{YEAR})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)", _read_stamp),
    (
        (
            r"(?<![\d./-])(?P<short>[0-4]\d)(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)"
            r"(?P<day>\d{1,2})日?(?![\d./-])"
        ),
        _read_stamp,
    ),
)
# What is a time only as a cell of its own: 202211, 20229 and 2022 (in prose numbers), 年初.
_ALONE: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"(?P<year>20[0-4]\d)(?P<month>1[0-2]|0?[1-9])(?P<day>)"), _read_stamp),
    (re.compile(r"(?P<year>20[0-4]\d)(?P<short>)(?P<relative>)(?P<edge>)"), _read_year),
    (re.compile(r"(?P<year>)(?P<short>)(?P<relative>)年(?P<edge>[初中])"), _read_vague),
    (
        re.compile(rf"{_YEAR_WORD}?(?P<quarter>[1-4一二三四])(?P<letter>)季[底末]?"),
        _read_quarter,
    ),
)
_PATTERNS = tuple((re.compile(body), reader) for body, reader in POINTS)


def unnamed(body: str) -> str:
    """The pattern without its group names, to stand in a larger one several times."""
    return re.sub(r"\(\?P=\w+\)", "[./-]", re.sub(r"\(\?P<\w+>", "(?:", body))


ANY_POINT = "(?:" + "|".join(unnamed(body) for body, _ in POINTS) + ")"


def read_point(text: str, reference: Reference) -> Point | None:
    """The point named by the whole of `text` (folded, squeezed), or None if it names none.

    Raises:
        Unreadable: it names a day that does not exist, or needs a date of issue.
    """
    for pattern, reader in (*_PATTERNS, *_ALONE):
        if match := pattern.fullmatch(text):
            return _checked(reader, match, reference)
    return None


def _checked(reader: Reader, match: re.Match[str], reference: Reference) -> Point:
    try:
        point = reader(match, reference)
        forms.read_period(point.value)
    except (InvalidInput, ValueError, OverflowError) as error:
        problem = Undated if _lacks_its_day(match) else Unreadable
        raise problem(match.group()) from error
    return point


def _lacks_its_day(match: re.Match[str]) -> bool:
    """Whether the words name a day that its month does not have (9月31日): a slip of the pen."""
    groups = match.groupdict()
    day, month = groups.get("day"), groups.get("month")
    return bool(day and month) and (to_int(month or ""), to_int(day or "")) in _SLIPS


def before(value: str) -> str:
    """The period of the same length before a year, half, quarter or month value."""
    period = forms.read_period(value)
    if period.start.year == date.min.year:
        raise Unreadable(value)
    last = period.start - timedelta(days=1)
    match period.precision:
        case forms.Precision.year:
            return f"{last.year:04d}"
        case forms.Precision.half:
            return f"{last.year:04d}-H{(last.month + 5) // 6}"
        case forms.Precision.quarter:
            return f"{last.year:04d}-Q{(last.month + 2) // 3}"
        case _:
            return f"{last.year:04d}-{last.month:02d}"
