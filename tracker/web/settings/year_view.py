"""Lays one year of the working-day calendar out by month and week."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.clock import Workdays

SATURDAY = 5
MONTHS = range(1, 13)


class Mark(StrEnum):
    """What a notice makes of a day: 休 or 班; nothing on an ordinary one."""

    rest = "rest"
    work = "work"
    none = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the year view."""

    on: date
    mark: Mark
    is_workday: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month: weeks from Monday to Sunday, None where the day is of another month."""

    number: int
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year; `workdays`, `rest` and `work` count working days and marked days."""

    number: int
    months: tuple[Month, ...]
    workdays: int
    rest: int
    work: int


def year_view(year: int, workdays: Workdays, today: date) -> Year:
    """Return the year as the calendar has it."""
    months = tuple(month_view(year, number, workdays, today) for number in MONTHS)
    days = [day for month in months for week in month.weeks for day in week if day]
    return Year(
        year,
        months,
        workdays=sum(day.is_workday for day in days),
        rest=sum(day.mark is Mark.rest for day in days),
        work=sum(day.mark is Mark.work for day in days),
    )


def month_view(year: int, month: int, workdays: Workdays, today: date) -> Month:
    """Return one month."""
    weeks = Calendar().monthdayscalendar(year, month)
    return Month(
        month,
        tuple(
            tuple(
                day_view(date(year, month, day), workdays, today) if day else None for day in week
            )
            for week in weeks
        ),
    )


def day_view(on: date, workdays: Workdays, today: date) -> Day:
    """Return one day with its mark."""
    is_workday = workdays.is_workday(on)
    mark = Mark.none
    if is_workday and on.weekday() >= SATURDAY:
        mark = Mark.work
    elif not is_workday and workdays.is_holiday(on):
        mark = Mark.rest
    return Day(on, mark, is_workday, on == today)
