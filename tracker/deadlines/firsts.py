"""The first day on which a recurrence falls, where its form alone does not say which."""

import re
from datetime import date, timedelta

from tracker.clock import Workdays
from tracker.deadlines.forms import end_of_month
from tracker.deadlines.points import Reference
from tracker.numerals import to_int

_POSITIONS = {"首": 1, "一": 1, "1": 1, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_POSITIONS |= {"五": 5, "5": 5, "六": 6, "6": 6}
_WEEK, _MONTHS_A_YEAR = 7, 12
_WEEKDAYS = "一二三四五六"
_TERM_STARTS = ((3, 1), (9, 1))  # as forms of a season: terms begin in March and in September
_WORKDAYS = Workdays()


def first_weekday(words: str, reference: Reference) -> date | None:
    """The first such day of the week from the reference on, where the words name one (每周五).

    Of several (每周一、四) the last; weeks end on Sunday without saying so.
    """
    named = re.fullmatch(
        r"每个?(?:周|星期)(?:[一二三四五六日天][、和至-](?:周|星期)?){0,5}([一二三四五六])", words
    )
    if named is None or reference.day is None:
        return None
    away = (_WEEKDAYS.index(named[1]) - reference.day.weekday()) % _WEEK
    return reference.day + timedelta(days=away)


def first_day(position: str | None, day: int, length: int, reference: Reference) -> date | None:
    """The first such day from the reference on: 每季末月20日前 is 06-20 after 05-12.

    `length` counts the months of the period. None where the words leave the month open.
    """
    if reference.day is None or not position:
        return None
    wanted = _POSITIONS.get(position.removeprefix("第")[0], length)
    start = reference.day
    for month in range(start.month, start.month + 2 * length + 1):
        if (month - 1) % length + 1 == wanted:
            end = _end(start.year, month)
            candidate = end.replace(day=min(day, end.day))
            if candidate >= start:
                return candidate
    return None


def first_workday(number: str, length: int, reference: Reference) -> date | None:
    """The first day from the reference on that is so many working days after a period's end."""
    start, count = reference.day, to_int(number)
    if start is None or count > length * 20:
        return None
    for month in range(start.month - length, start.month + length + 1):
        if month % length == 0:
            candidate = _WORKDAYS.add_workdays(_end(start.year, month), count)
            if candidate >= start:
                return candidate
    return None


def first_of_term(reference: Reference) -> date | None:
    """The first start of a school term from the reference on."""
    if reference.day is None or reference.day.year == date.max.year:
        return None
    year = reference.day.year
    starts = [date(one, *start) for one in (year, year + 1) for start in _TERM_STARTS]
    return next(start for start in starts if start >= reference.day)


def _end(year: int, month: int) -> date:
    """The last day of a month counted from January of the year, before it and beyond it too."""
    return end_of_month(year + (month - 1) // _MONTHS_A_YEAR, (month - 1) % _MONTHS_A_YEAR + 1)
