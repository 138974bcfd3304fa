"""The words of a deadline cell, turned into a Deadline: nothing is guessed, nothing is lost."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time

from tracker.clock import Workdays
from tracker.deadlines import forms
from tracker.deadlines.events import due_after, read_event
from tracker.deadlines.folding import squeeze
from tracker.deadlines.points import (
    DAY,
    PLAN,
    Point,
    Reference,
    Unreadable,
    before,
    plan_years,
    read_point,
)
from tracker.deadlines.recurring import read_recurring
from tracker.deadlines.scanning import scan
from tracker.deadlines.values import Deadline
from tracker.errors import InvalidInput

_LONGEST_TEXT = 400
_MOST_PARTS = 12
_BLANK = re.compile(r"[-/\\|.,、。·*]*|无|空|无要求")
# What explain() adds for people: the last day, the check points, what is still open.
_GLOSS = re.compile(r"\((?P<last>至[^()]{1,20}止)\)|\((?:每季度末核对|[^()]{0,20}待定)\)|,请选定$")
_CLOCK = re.compile(
    r"(?<=[日号])(?P<noon>上午|早上?|中午|下午|晚上?)?(?P<hour>\d{1,2})(?:时|点|:)"
    r"(?P<minute>[0-5]?\d)?(?::\d\d)?[分整]*"
)
_LEAD = re.compile(
    r"(?:力争|争取|确保|务必|必须|原则上|总体上|计划|预计|暂定|最迟|不迟于|不晚于|不得迟于|限期?|应|须)+"
    r"(?=.)"
)
_DONE = re.compile(
    r"(?:,|并)?(?:全部|基本|全面|初步|力争)?(?:完成|完毕|落实|实现|办结|到位|见效|取得实效|上报|报送|建成|竣工)+$"
)
_BEFORE = re.compile(r"[之以]?前$")
_SUFFIX = re.compile(r"(?:为?止|期间|[以之]内|之间|时)$")
_PREPOSITION = re.compile(r"^(?:截至|截止到?|到|至|于|在)")
_SINCE = re.compile(
    r"(?:自|从)?(?P<start>.+?)"
    r"(?:(?:起|开始|以来|启动)(?:,?(?:施行|实施|执行|开展|推进|长期|持续|每季度末核对).*)?|以后每年)"
)
_FROM = re.compile(r"(?:自|从)(?P<start>.+)")
_SPLIT = re.compile(r"[-至到]")
_START_NOW = re.compile(r"(?:自|从)?(?:即日|现在|目前|本?[^,;。]{0,6}(?:印发|发布|发文)之日)起?")
_ONGOING = re.compile(
    r"(?:并|要|坚持)?(?:长期|常态|持续|经常性?|日常|不间断|贯穿始终|动态)[^\d年月日季前,;。]{0,8}"
)
_IMMEDIATE = re.compile(
    r"(?:即日起?|立即|即时|即刻|马上|立行立改|即知即改|即行)[^\d年月日季前,;。]{0,8}"
)
_PLAN = re.compile(rf'"?(?P<plan>{PLAN})"?(?:规划)?(?:期间|时期|期内|期)?(?:内|中)?')
_BARE = (
    forms.Precision.year,
    forms.Precision.half,
    forms.Precision.quarter,
    forms.Precision.month,
)
_NOON = 12
_HOURS = 24
_WORKDAYS = Workdays()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one expression says, before it becomes a Deadline."""

    normal: str
    day: date | None = None


def parse_deadline(text: str, reference: date | int | None) -> Deadline:
    """What the words of a deadline cell say, counted from the date or year of the document.

    Never raises: a blank or a dash gives `none`, words that cannot be read give `none` and are
    marked unreadable. The label rules are those of tests/documents/deadline_phrases.tsv.
    """
    squeezed = squeeze(text)
    if _BLANK.fullmatch(squeezed):
        return Deadline(text, forms.NONE, None)
    base = Reference.at(reference)
    try:
        return _deadline(text, squeezed, base)
    except (Unreadable, InvalidInput, ValueError, OverflowError):
        return Deadline(text, forms.NONE, None, unreadable=True)


def _deadline(text: str, squeezed: str, reference: Reference) -> Deadline:
    if len(squeezed) > _LONGEST_TEXT:
        raise Unreadable("longer than any deadline")
    words, clock = _take_clock(squeezed)
    reading = _read_words(words, reference)
    due_on = reading.day or _due_on(reading.normal, reference)
    day = reading.day or _named_day(reading.normal)
    return Deadline(text, reading.normal, due_on, day, clock)


def _due_on(normal: str, reference: Reference) -> date | None:
    if forms.precision(normal) is forms.Precision.event:
        return due_after(normal, reference, _WORKDAYS)
    return forms.due_on(normal)


def _named_day(normal: str) -> date | None:
    exact = (forms.Precision.day, forms.Precision.tenday)
    return forms.due_on(normal) if forms.precision(normal) in exact else None


def _take_clock(squeezed: str) -> tuple[str, time | None]:
    """The words without the hour they name, and that hour; 24时 is the last minute of the day."""
    match = _CLOCK.search(squeezed)
    if match is None:
        return squeezed, None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["noon"] and match["noon"][0] in "下晚" and hour < _NOON:
        hour += _NOON
    if (hour, minute) == (_HOURS, 0):
        hour, minute = 23, 59
    words = squeezed[: match.start()] + squeezed[match.end() :]
    is_midnight = (hour, minute) == (0, 0)  # how a spreadsheet writes a date without a time
    return words, None if is_midnight else time(hour, minute)


def _read_words(words: str, reference: Reference) -> _Reading:
    """The reading of the words: one expression, alternatives with 或, or several parts."""
    bare = _GLOSS.sub("", words)
    found = read_expression(bare, reference)
    if found is None and "或" in bare:
        found = _read_alternatives(bare.split("或"), reference)
    if found is None:
        found = _read_parts(bare, reference)
    _check_gloss(words, found)
    return found


def _check_gloss(words: str, found: _Reading) -> None:
    """Refuse words whose bracketed last day contradicts what stands before it."""
    due_on = forms.due_on(found.normal) if forms.OR not in found.normal else None
    for match in _GLOSS.finditer(words):
        if match["last"] and due_on and ";" not in found.normal:
            last = read_expression(match["last"], Reference(due_on.year))
            if last is None or forms.due_on(last.normal) != due_on:
                raise Unreadable(words)


def _read_alternatives(choices: list[str], reference: Reference) -> _Reading | None:
    read = [read_expression(choice, reference) for choice in choices]
    normals = [reading.normal for reading in read if reading]
    if len(normals) < len(choices) or len(normals) > _MOST_PARTS:
        return None
    return _Reading(forms.OR.join(dict.fromkeys(normals)))


def _read_parts(words: str, reference: Reference) -> _Reading:
    """One form for each expression the words hold; Unreadable if there is none."""
    found = list(dict.fromkeys(_parts(words, reference)))
    if not 0 < len(found) <= _MOST_PARTS:
        raise Unreadable(words)
    if len(found) == 1:
        return found[0]
    options = [forms.split_readings(reading.normal) for reading in found]
    width = max(map(len, options))
    rows = ([option[min(index, len(option) - 1)] for option in options] for index in range(width))
    return _Reading(forms.OR.join(_join(row) for row in rows))


def _join(parts: list[str]) -> str:
    flat = [simple for part in parts for simple in forms.split_parts(part)]
    return forms.MULTI + forms.AND.join(dict.fromkeys(flat))


def _parts(words: str, reference: Reference) -> Iterator[_Reading]:
    for match in scan(words):
        if reading := read_expression(match.group(), reference):
            if reading.normal.startswith("date:"):  # a later part may leave out the year
                reference = Reference(int(reading.normal[5:9]), reference.day)
            yield reading


def read_expression(words: str, reference: Reference) -> _Reading | None:
    """The reading of words that are one expression as a whole, or None if they are not.

    Raises:
        Unreadable: they are one, but name no day that exists, or need a date of issue.
    """
    for candidate in _trimmed(words):
        for reader in _READERS:
            if reading := reader(candidate, reference):
                return reading
    return None


def _trimmed(words: str) -> Iterator[str]:
    """The words as they are, then without what introduces or closes them."""
    yield words
    core = _DONE.sub("", _LEAD.sub("", words, count=1)) if words else words
    if core != words:
        yield core


def _read_fixed(words: str, reference: Reference) -> _Reading | None:
    del reference
    if _ONGOING.fullmatch(words):
        return _Reading(forms.ONGOING)
    if _IMMEDIATE.fullmatch(words):
        return _Reading(forms.IMMEDIATE)
    return None


def _read_recurring(words: str, reference: Reference) -> _Reading | None:
    found = read_recurring(_PREPOSITION.sub("", words), reference)
    return _Reading(found.normal, found.day) if found else None


def _read_plan(words: str, reference: Reference) -> _Reading | None:
    del reference
    match = _PLAN.fullmatch(words)
    return _Reading("range:{:04d}/{:04d}".format(*plan_years(match["plan"]))) if match else None


def _read_range(words: str, reference: Reference) -> _Reading | None:
    for match in _SPLIT.finditer(words):
        start = _SINCE_TAIL.sub("", words[: match.start()])
        end = _SUFFIX.sub("", _BEFORE.sub("", words[match.end() :]))
        if reading := _range_between(start, end, reference):
            return reading
    return None


_SINCE_TAIL = re.compile(r"(?:起|开始)$")


def _range_between(start: str, end: str, reference: Reference) -> _Reading | None:
    if _START_NOW.fullmatch(start):
        return _range_from_now(end, reference)
    first = _first_point(re.sub(r"^(?:自|从)", "", start), end, reference)
    if first is None:
        return None
    last = read_point(_with_month(end, start), Reference(int(first.value[:4]), reference.day))
    if last is None:
        return None
    form = f"range:{first.value}/{last.value}"
    forms.check(form)
    return _Reading(form)


def _range_from_now(end: str, reference: Reference) -> _Reading | None:
    last = read_point(end, reference)
    if last is None or reference.day is None:
        return _Reading(forms.name_value(last.value)) if last else None
    return _Reading(f"range:{reference.day.isoformat()}/{last.value}")


def _first_point(start: str, end: str, reference: Reference) -> Point | None:
    """The start of a range; a bare number takes the unit of the end (2016—2020年, 3—4月)."""
    for unit in ("", "年", "月", "日"):
        if (not unit or unit in end) and (point := read_point(start + unit, reference)):
            return point
    return None


def _with_month(end: str, start: str) -> str:
    """The end of a range, with the month of its start where it only names a day (6月1日至15日)."""
    if re.fullmatch(rf"{DAY}[日号]", end) and (month := re.match(r".{0,12}?月", start)):
        return month.group() + end
    return end


def _read_since(words: str, reference: Reference) -> _Reading | None:
    match = _SINCE.fullmatch(words) or _FROM.fullmatch(words)
    point = read_point(match["start"], reference) if match else None
    return _Reading(f"range:{point.value}/{forms.OPEN_END}") if point else None


def _read_until(words: str, reference: Reference) -> _Reading | None:
    core = _PREPOSITION.sub("", words)
    short = _BEFORE.sub("", core)
    for candidate in (core, short, _SUFFIX.sub("", core)):
        if point := read_point(candidate, reference):
            is_exclusive = candidate == short != core
            return _Reading(_named(point, reference, is_exclusive=is_exclusive))
    return None


def _named(point: Point, reference: Reference, *, is_exclusive: bool) -> str:
    """The form of a point; two where 前 may exclude it, or its year is left open and has passed."""
    values = [point.value]
    period = forms.read_period(point.value)
    if is_exclusive and point.is_bare and period.precision in _BARE:
        values.append(before(point.value))
    elif point.is_yearless and reference.day and period.end < reference.day:
        values.insert(0, f"{period.end.year + 1:04d}{point.value[4:]}")
    return forms.OR.join(map(forms.name_value, values))


def _read_event(words: str, reference: Reference) -> _Reading | None:
    form = read_event(words, reference)
    return _Reading(form) if form else None


_READERS: tuple[Callable[[str, Reference], _Reading | None], ...] = (
    _read_fixed,
    _read_recurring,
    _read_plan,
    _read_until,
    _read_range,
    _read_since,
    _read_event,
)
