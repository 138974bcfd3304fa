"""One expression of time, turned into its normal form."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.deadlines import forms
from tracker.deadlines.events import read_event
from tracker.deadlines.points import (
    DAY,
    LUNAR,
    PLAN,
    RELATIVE_YEAR,
    YEAR,
    Point,
    Reference,
    Undated,
    before,
    plan_years,
    read_point,
)
from tracker.deadlines.recurring import read_recurring
from tracker.numerals import to_int

_LEAD = re.compile(
    r"(?:(?:完成|整改|办理|办结)?(?:时限|时间|期限)为?:?|力争|争取|确保|务必|必须|原则上|总体上|一般为?|通常"
    r"|计划|预计|暂定|最迟|至迟|最晚|不迟于|不晚于|不得[迟晚]于|限期?|限于|应当?|须|要求?|请|并|各地|可)+"
    r"(?=.)"
)
_DONE = re.compile(
    r"(?:,|并)?(?:全部|基本|全面|初步|力争)?(?:完成|完毕|落实|实现|办结|到位|见效|取得实效|上报|报送|建成|竣工|完工|整改|销号|投入使用|交付使用|动工|开工|验收|投用)+$"
)
_BEFORE = re.compile(r"[之以]?前$")
_SUFFIX = re.compile(r"(?:为?止|期间|[以之]?内|之间|时)$")
_PREPOSITION = re.compile(
    r"^(?:(?:长期|持续|一直)[^,;。\d]{0,6}?)?(?:截至|截止到?|延续到|延长到|到|至|于|在)"
)
_BEFORE_EACH = re.compile(r"^(?:到|至|于|在|自|从)")
# What starts does not end: 2018年8月以后, 不早于2018年8月 are the start of an open range.
_SINCE = re.compile(
    r"(?:自|从|于|在)?(?P<start>.+?)"
    r"(?:(?:起|开始|以来|启动|[以之]?后)"
    r"(?:,?(?:施行|实施|执行|开展|推进|长期|持续|每季度末核对).*)?|以后每年)"
)
_NOT_BEFORE = re.compile(r"不(?:得|能|应)?早于(?P<start>.+)")
_FROM = re.compile(r"(?:自|从)(?P<start>.+)")
_START_WORD = re.compile(r"^(?:自|从|于)")
_MONTH_START = re.compile(r"月初$")
_SPLIT = re.compile(r"[-至到]")
_START_NOW = re.compile(
    r"(?:自|从)?(?:即日|现在|目前|(?P<issue>本?[^,;。]{0,6}(?:印发|发布|发文|下发|公布)之日))起?"
    r"(?:,?(?:施行|实施|执行))?"
)
_STANDING = (
    r"(?:长期|长年|常年|常态|持续|经常|日常|平时|不间断|贯穿(?:始终|全程|全过程|工作)|全程|始终|动态|常抓"
    r"|长抓|一以贯之|久久为功|长效|实时)"
)
_ONGOING = re.compile(
    rf"(?:并|要|坚持|立足|纳入|作为)?{_STANDING}[^\d年月日季前,;。]{{0,8}}"
    rf"(?:[,、;]?(?:并|要|坚持)?{_STANDING}[^\d年月日季前,;。]{{0,8}}){{0,3}}"
)
_BOUNDED = re.compile(
    rf"(?P<period>[^,;。前底末]{{2,20}}?(?:内|期间)?|贯穿全年),?{_STANDING}[^\d年月日季前,;。]{{0,8}}"
)
# 2023年10月，长期坚持: done by then, and kept up.
_GOES_ON_AFTER = re.compile(r"[^,]*[月日号旬],")
_IMMEDIATE = re.compile(
    r"(?:即日起?|立即|即时|即刻|马上|立行立改|即知即改|边查边改|即改|当即|第一时间|即行)[^\d年月日季前,;。长持常]{0,8}"
)
_LUNAR = re.compile(rf"(?:到|至|于|在|自|从)?(?P<day>{LUNAR})(?:(?P<before>[之以]?前)|止|起|期间)?")
_PLAN = re.compile(
    rf'(?:"?(?P<first>{PLAN})"?[和、与及至到-]?(?<!五))?"?(?P<plan>{PLAN})"?'
    r"(?:规划)?(?:期间|时期|期内|期)?(?:内|中)?"
)
_PLAN_YEARS = re.compile(
    rf'(?:在|于)?"?(?P<plan>{PLAN})"?(?:规划)?(?:期间|时期)?的?'
    r"(?P<side>[前头]|最?后)(?P<number>[一两二三四1-4])年(?:[以之]?内|期间)?"
)
_BARE = (
    forms.Precision.year,
    forms.Precision.half,
    forms.Precision.quarter,
    forms.Precision.month,
)
_COMING_YEARS = re.compile(r"今明(?P<number>[两二三])年(?:内|期间)?")
_SCHOOL_YEAR = re.compile(r"(?P<start>\d{4})年?-(?P<end>\d{4})学年度?(?:第(?P<term>[一二12])学期)?")
_ONE_SCHOOL_YEAR = re.compile(r"(?P<start>\d{4})年?学年度?(?:第?(?P<term>[一二12])学期)?")
_SCHOOL_TERM = re.compile(r"(?P<year>\d{4})年(?P<season>[春秋])季学期")
_HOLIDAY = re.compile(
    rf"(?:(?P<when>{YEAR}年|{RELATIVE_YEAR}))?(?:中小学)?(?P<name>暑假|暑期|寒假)(?:期间|内|中)?"
)
_HOLIDAYS = {"暑": "range:{year}-07/{year}-08", "寒": "range:{year}-01/{year}-02"}
_SEASON = re.compile(r"[春秋]季(?:学期)?$")
_YEARS = re.compile(r"\d{4}")
_STAMPED_DAY = re.compile(rf"({YEAR})\.\d{{1,2}}\.\d{{1,2}}")
_YEAR_AND_MONTH = re.compile(rf"{YEAR}[./]\d{{1,2}}")
_SINCE_TAIL = re.compile(r"(?:起|开始)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one expression says, before it becomes a Deadline."""

    normal: str
    day: date | None = None


def read_expression(words: str, reference: Reference) -> Reading | None:
    """The reading of words that are one expression as a whole, or None if they are not.

    Raises:
        Unreadable: they are one, but name no day that exists, or need a date of issue.
    """
    candidates = tuple(_trimmed(words))
    for reader in (_read_time, _read_event):  # what hangs on an event may begin with any words
        for candidate in candidates:
            if reading := reader(candidate, reference):
                return reading
    return None


def _trimmed(words: str) -> Iterator[str]:
    """The words as they are, then without what introduces or closes them."""
    yield words
    core = _DONE.sub("", _LEAD.sub("", words, count=1)) if words else words
    if core != words:
        yield core


def _read_lunar(words: str, reference: Reference) -> Reading | None:
    """A day of the farmers' calendar: what must be done before it waits for its date."""
    del reference
    match = _LUNAR.fullmatch(words)
    if match is None:
        return None
    if not match["before"]:
        raise Undated(words)
    return Reading(f"event:+0d@{match['day']}")


def _read_fixed(words: str, reference: Reference) -> Reading | None:
    del reference
    if _ONGOING.fullmatch(words):
        return Reading(forms.ONGOING)
    if _IMMEDIATE.fullmatch(words):
        return Reading(forms.IMMEDIATE)
    return None


def _read_recurring(words: str, reference: Reference) -> Reading | None:
    found = read_recurring(_BEFORE_EACH.sub("", words), reference)
    return Reading(found.normal, found.day) if found else None


def _read_plan(words: str, reference: Reference) -> Reading | None:
    del reference
    match = _PLAN.fullmatch(words)
    if match is None:
        return None
    first, last = plan_years(match["first"] or match["plan"])[0], plan_years(match["plan"])[1]
    form = f"range:{first:04d}/{last:04d}"
    forms.check(form)
    return Reading(form)


def _read_plan_years(words: str, reference: Reference) -> Reading | None:
    """The first or the last years of a plan: “十四五”前三年 is 2021 to 2023."""
    del reference
    match = _PLAN_YEARS.fullmatch(words)
    if match is None:
        return None
    first, last = plan_years(match["plan"])
    number = to_int(match["number"])
    if match["side"].endswith("后"):
        return Reading(f"range:{last - number + 1:04d}/{last:04d}")
    return Reading(f"range:{first:04d}/{first + number - 1:04d}")


def _read_school_year(words: str, reference: Reference) -> Reading | None:
    """School years run from September to August; the autumn term ends with January."""
    del reference
    if match := _SCHOOL_TERM.fullmatch(words):
        year = int(match["year"])
        return Reading(_school_term(year - (match["season"] == "春"), match["season"]))
    if match := _ONE_SCHOOL_YEAR.fullmatch(words):
        return Reading(_school_term(int(match["start"]), match["term"]))
    match = _SCHOOL_YEAR.fullmatch(words)
    if match is None or int(match["end"]) != int(match["start"]) + 1:
        return None
    return Reading(_school_term(int(match["start"]), match["term"]))


def _read_holiday(words: str, reference: Reference) -> Reading | None:
    """School holidays: July and August, January and February."""
    match = _HOLIDAY.fullmatch(words)
    if match is None:
        return None
    point = read_point(match["when"], reference) if match["when"] else None
    year = point.value if point else f"{reference.need_year():04d}"
    return Reading(_HOLIDAYS[match["name"][0]].format(year=year))


def _school_term(year: int, term: str | None) -> str:
    if not term:
        return f"range:{year}-09/{year + 1}-08"
    return (
        f"range:{year}-09/{year + 1}-01"
        if term in "秋一1"
        else f"range:{year + 1}-02/{year + 1}-07"
    )


def _read_coming_years(words: str, reference: Reference) -> Reading | None:
    """This year and the next, or the next two: 今明两年 of 2014 is 2014 to 2015."""
    match = _COMING_YEARS.fullmatch(words)
    if match is None:
        return None
    first = reference.need_year()
    return Reading(f"range:{first:04d}/{first + to_int(match['number']) - 1:04d}")


def _read_range(words: str, reference: Reference) -> Reading | None:
    for match in _SPLIT.finditer(words):
        start = _SINCE_TAIL.sub("", words[: match.start()])
        end = _SUFFIX.sub("", _BEFORE.sub("", words[match.end() :]))
        if reading := _range_between(start, end, reference):
            return reading
    return None


def _range_between(start: str, end: str, reference: Reference) -> Reading | None:
    if _START_NOW.fullmatch(start):
        return _range_from_now(end, reference)
    start = _MONTH_START.sub("月", _START_WORD.sub("", start))  # 7月初至 begins with its month
    first = _first_point(start, end, reference)
    if first is None:
        return None
    inherited = Reference(int(first.value[:4]), reference.day)
    last = read_point(_with_month(end, start), inherited) or read_point(f"{end}年", inherited)
    if last is None:
        return None
    form = f"range:{first.value}/{last.value}"
    forms.check(form)
    return Reading(form)


def _range_from_now(end: str, reference: Reference) -> Reading | None:
    last = read_point(end, reference)
    if last is None or reference.day is None:
        return Reading(forms.name_value(last.value)) if last else None
    return Reading(f"range:{reference.day.isoformat()}/{last.value}")


def _first_point(start: str, end: str, reference: Reference) -> Point | None:
    """The start of a range; a bare number takes the unit of the end (2016—2020年, 3—4月)."""
    for unit in ("", "年", "月", "日"):
        if (not unit or unit in end or _YEARS.fullmatch(end)) and (
            point := read_point(start + unit, reference)
        ):
            return point
    return None


def _with_month(end: str, start: str) -> str:
    """The end of a range, with what it leaves to its start (6月1日至15日, 2020.06—12)."""
    if re.fullmatch(r"\d{1,2}", end) and _YEAR_AND_MONTH.fullmatch(start):
        return f"{end}月"
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", end) and (year := _STAMPED_DAY.fullmatch(start)):
        return f"{year[1]}.{end}"
    if re.fullmatch(r"\d{1,2}", end) and _STAMPED_DAY.fullmatch(start):
        return start[: start.rindex(".") + 1] + end
    if re.fullmatch(rf"{DAY}[日号]|[上中下]旬", end) and (month := re.match(r".{0,12}?月", start)):
        return month.group() + end
    return end


def _read_from_issue(words: str, reference: Reference) -> Reading | None:
    """What begins with the document itself: 自印发之日起施行."""
    match = _START_NOW.fullmatch(words)
    if match is None or not match["issue"]:
        return None
    return Reading(f"range:{reference.need_day().isoformat()}/{forms.OPEN_END}")


def _read_bounded(words: str, reference: Reference) -> Reading | None:
    """What goes on within a named period (全年持续推进) ends with it."""
    match = _BOUNDED.fullmatch(words)
    if match is None or _GOES_ON_AFTER.match(words):
        return None
    readers = (_read_until, _read_plan, _read_range)
    return next(filter(None, (reader(match["period"], reference) for reader in readers)), None)


def _read_since(words: str, reference: Reference) -> Reading | None:
    match = _SINCE.fullmatch(words) or _NOT_BEFORE.fullmatch(words) or _FROM.fullmatch(words)
    point = read_point(match["start"], reference) if match else None
    return Reading(f"range:{point.value}/{forms.OPEN_END}") if point else None


def _read_until(words: str, reference: Reference) -> Reading | None:
    core = _PREPOSITION.sub("", words)
    short = _BEFORE.sub("", core)
    for candidate in (core, short, _SUFFIX.sub("", core)):
        if point := read_point(candidate, reference):
            is_exclusive = candidate == short != core
            if is_exclusive and _SEASON.search(short):  # 秋季学期前 is before its first day
                return None
            return Reading(_named(point, reference, is_exclusive=is_exclusive))
    return None


def _named(point: Point, reference: Reference, *, is_exclusive: bool) -> str:
    """The form of a point; two where 前 may exclude it, or its year is left open and has passed."""
    values = [point.value, point.other] if point.other else [point.value]
    period = forms.read_period(point.value)
    if is_exclusive and point.is_bare and period.precision in _BARE:
        values.append(before(point.value))
    elif point.is_yearless and reference.day and period.end < reference.day:
        values.insert(0, f"{period.end.year + 1:04d}{point.value[4:]}")
    return forms.OR.join(map(forms.name_value, values))


def _read_event(words: str, reference: Reference) -> Reading | None:
    form = read_event(words, reference)
    return Reading(form) if form else None


def _read_time(words: str, reference: Reference) -> Reading | None:
    return next(filter(None, (reader(words, reference) for reader in _READERS)), None)


_READERS: tuple[Callable[[str, Reference], Reading | None], ...] = (
    _read_lunar,
    _read_fixed,
    _read_recurring,
    _read_plan,
    _read_plan_years,
    _read_school_year,
    _read_holiday,
    _read_until,
    _read_coming_years,
    _read_range,
    _read_bounded,
    _read_from_issue,
    _read_since,
)
