"""Turns the wording of a holiday notice into rest days and make-up working days. Pure.

The forms are those of the yearly notices of the State Council's general office (国务院办公厅关于
2024年部分节假日安排的通知, 国办发明电〔2023〕7号, and its like), and plain lists of dates.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.clock import Workdays
from tracker.models import DayKind
from tracker.texts import gettext as _

_DAY = r"(?:(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*|(\d{1,2})\s*月\s*)(\d{1,2})(?!\d)\s*[日号]?"
_WORDS = r"\s*(\([^()]*\))?"
_UNTIL = r"(?:\s*(?:至|到|[-‐-―~]+)\s*"
SPAN = rf"(?<!\d){_DAY}{_WORDS}{_UNTIL}(?:{_DAY}|(\d{{1,2}})(?!\d)\s*[日号]?){_WORDS})?"
# 4月28日、11日上班: the month of the date before holds.
MORE = r"(?<=[、,和及])\s*(\d{1,2})\s*[日号]" + _WORDS
REST = r"(?P<rest>(?<!不)(?:放假(?:调休)?|补休|休息|休假))(?:\s*(?P<off>\d+)\s*天)?"
WORK = r"(?P<work>上班|补班|照常工作)"
COUNT = r"共\s*(?P<count>\d+)\s*天"
TOKEN = re.compile(rf"(?P<span>{SPAN})|(?P<more>{MORE})|{REST}|{WORK}|{COUNT}")
SENTENCE = re.compile(r"[^。;!\n]+")
LABEL = re.compile(r"[^\d:]*:")
# Advice, and what a rule asks from some day on, names no day off.
ADVICE = re.compile(r"鼓励|提倡|建议")
SIGNED = re.compile(r"\s*\d{4}年\d{1,2}月\d{1,2}日\s*")
TITLE = re.compile(r"关于\s*(\d{4})\s*年部分节假日")
IN_WORDS = re.compile(r"[元一二三四五六七八九十]{1,3}月[初一二三四五六七八九十]{1,3}[日号]")
WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])")
WEEKDAYS = "一二三四五六日"
LONGEST_HOLIDAY = timedelta(days=15)
DECEMBER = 12
SATURDAY = 5
Parts = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What was read: local dates; sentences with a date that was left out; what is to be mended."""

    rest: frozenset[date]
    work: frozenset[date]
    ignored: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """A notice while it is read; `line` is the number of the line for the problems."""

    year: int
    line: int = 0
    days: dict[date, DayKind] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def complain(self, sentence: str) -> None:
        """Note what is to be mended, with its line."""
        self.problems.append(_("Line %(line)s: %(problem)s", line=self.line, problem=sentence))

    def take(self, days: list[date], kind: DayKind) -> None:
        """Note the days, unless one of them cannot be."""
        for day in days:
            if self.days.setdefault(day, kind) is not kind:
                self.complain(_("%(day)s is named as both off and working.", day=say(day)))
            elif not date(self.year - 1, DECEMBER, 1) <= day < date(self.year + 1, 2, 1):
                self.complain(
                    _("%(day)s does not belong to %(year)s.", day=say(day), year=self.year)
                )
            elif kind is DayKind.work and is_ordinary_workday(day):
                self.complain(_("%(day)s is a working day anyway.", day=say(day)))


def read_notice(rest_text: str, work_text: str, year: int) -> Notice:
    """Return the days the notice for `year` names.

    `rest_text` holds the notice itself or days off, `work_text` make-up working days where they
    are listed apart. A sentence that says 上班 names working days in either.
    """
    reading = Reading(year)
    read_text(reading, rest_text, DayKind.rest)
    read_text(reading, work_text, DayKind.work)
    if not reading.days and not reading.problems:
        reading.line = 1
        reading.problems.append(
            _("No date could be read. Write one holiday a line, for example 2027-01-01.")
        )
    by_kind = {
        kind: {day for day, each in reading.days.items() if each is kind} for kind in DayKind
    }
    return Notice(
        frozenset(by_kind[DayKind.rest]),
        frozenset(by_kind[DayKind.work]),
        tuple(reading.ignored),
        tuple(dict.fromkeys(reading.problems)),
    )


def read_text(reading: Reading, text: str, usual: DayKind) -> None:
    """Read a text line by line; a date nobody says anything about is of the `usual` kind."""
    folded = unicodedata.normalize("NFKC", text)
    check_title(reading, folded)
    is_notice = any(match["rest"] or match["work"] for match in TOKEN.finditer(folded))
    for reading.line, line in enumerate(folded.splitlines(), start=1):
        if is_notice and SIGNED.fullmatch(line):
            reading.ignored.append(line.strip())
            continue
        for sentence in SENTENCE.findall(line):
            read_sentence(reading, sentence.strip(), usual)


def check_title(reading: Reading, text: str) -> None:
    """Refuse the notice of another year, which somebody pasted by mistake."""
    for found in TITLE.findall(text):
        if int(found) != reading.year:
            reading.problems.append(
                _(
                    "This is the notice for %(found)s, not for %(year)s.",
                    found=found,
                    year=reading.year,
                )
            )


def read_sentence(reading: Reading, sentence: str, usual: DayKind) -> None:
    """Read one sentence: dates, then the word that says what they are."""
    if ADVICE.search(sentence):
        if re.search(SPAN, sentence):
            reading.ignored.append(sentence)
        return
    if IN_WORDS.search(sentence):
        reading.complain(_("write dates in figures, for example 2027-01-01."))
    label = LABEL.match(sentence)
    pending: list[date] = []
    latest: list[date] = []
    for match in TOKEN.finditer(sentence, label.end() if label else 0):
        if match["span"] or match["more"]:
            pending += read_days(reading, sentence, match, pending or latest)
            continue
        if match["rest"] or match["work"]:
            reading.take(pending, DayKind.rest if match["rest"] else DayKind.work)
            latest, pending = pending or latest, []
        check_count(reading, sentence, match["off"] or match["count"], pending or latest)
    take_bare(reading, sentence, pending, kind_of_label(label[0] if label else "") or usual)


def kind_of_label(label: str) -> DayKind | None:
    """Return what the words before a colon say of the dates after it: 调休上班：, or nothing."""
    if re.search(WORK, label):
        return DayKind.work
    return DayKind.rest if re.search(REST, label) else None


def take_bare(reading: Reading, sentence: str, days: list[date], usual: DayKind) -> None:
    """Take dates without a word of their own as the usual kind; those of other years are left."""
    own = [day for day in days if day.year == reading.year]
    if len(own) < len(days):
        reading.ignored.append(sentence)
    reading.take(own, usual)


def check_count(reading: Reading, sentence: str, said: str | None, days: list[date]) -> None:
    """Refuse a holiday whose days do not add up to the number the sentence gives (共8天)."""
    if said and days and int(said) != len(days) and "连休" not in sentence:
        reading.complain(
            _("the dates are %(found)s days, the text says %(said)s.", found=len(days), said=said)
        )


def read_days(
    reading: Reading, sentence: str, match: re.Match[str], before: list[date]
) -> list[date]:
    """Return the days of one token; a date with 起 starts a rule and names no day off."""
    if sentence[match.end() :].startswith("起"):
        reading.ignored.append(sentence)
        return []
    if match["more"]:
        return list(read_more(reading, match["more"], before))
    found = re.match(SPAN, match["span"])
    return span_days(reading, found.groups()) if found else []


def read_more(reading: Reading, text: str, before: list[date]) -> Iterator[date]:
    """Yield the day of a date that names no month: it is that of the date before."""
    day = re.match(r"\s*(\d+)\s*[日号]" + _WORDS, text)
    if day and before:
        found = make_day(reading, before[-1].year, before[-1].month, int(day[1]))
        if found and is_weekday(reading, found, day[2]):
            yield found


def span_days(reading: Reading, parts: Parts) -> list[date]:
    """Return the days of 1月28日（周二）至2月4日（周二); none where something is wrong with it."""
    year, month, lone_month, day, words, *end = parts
    first = make_day(
        reading, int(year or reading.year), int(month or lone_month or 0), int(day or 0)
    )
    if first is None or not is_weekday(reading, first, words):
        return []
    last = end_of(reading, first, tuple(end))
    if last is None or not is_weekday(reading, last, end[-1]):
        return []
    if not first <= last <= first + LONGEST_HOLIDAY:
        reading.complain(
            _(
                "%(first)s to %(last)s is no holiday; give both years where the year changes.",
                first=say(first),
                last=say(last),
            )
        )
        return []
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def end_of(reading: Reading, first: date, parts: Parts) -> date | None:
    """Return the last day of a span; its second date may leave out year and month."""
    year, month, lone_month, day, lone_day, _words = parts
    if day is None and lone_day is None:
        return first
    return make_day(
        reading,
        int(year or first.year),
        int(month or lone_month or first.month),
        int(day or lone_day or 0),
    )


def make_day(reading: Reading, year: int, month: int, day: int) -> date | None:
    """Return the date, or None and a problem where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        reading.complain(_("there is no day %(month)s-%(day)s.", month=month, day=day))
        return None


def is_weekday(reading: Reading, day: date, words: str | None) -> bool:
    """Return whether the day falls on the weekday in its brackets; a wrong one betrays the year."""
    said = WEEKDAY.search(words or "")
    if said is None or WEEKDAYS.index(said[1].replace("天", "日")) == day.weekday():
        return True
    weekday = said[0].replace(said[1], WEEKDAYS[day.weekday()])
    reading.complain(
        _(
            "%(day)s is a %(weekday)s, not a %(said)s; check the year.",
            day=say(day),
            weekday=weekday,
            said=said[0],
        )
    )
    return False


def is_ordinary_workday(day: date) -> bool:
    """Return whether people work that day without any notice, or by the one we ship."""
    return day.weekday() < SATURDAY and Workdays().is_workday(day)


def say(day: date) -> str:
    """Return 2027年1月1日."""
    return _("%(year)s-%(month)s-%(day)s", year=day.year, month=day.month, day=day.day)
