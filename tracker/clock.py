"""The time now (the only place that asks the system for it), local dates, and working days."""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import chinese_calendar

from tracker.errors import ConfigurationError

DEFAULT_TIMEZONE = "Asia/Shanghai"
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(f"TRACKER_TIMEZONE names no time zone: {timezone!r}") from error


def local_date(moment: datetime, timezone: str = DEFAULT_TIMEZONE) -> date:
    """The calendar date of an aware moment in the named time zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone")
    return moment.astimezone(_zone(timezone)).date()


def monotonic() -> float:
    """Seconds on a clock that never goes back, for durations; its zero means nothing."""
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Clock:
    """The time now, moved by whole days where TRACKER_TODAY asks for another today.

    The shift is fixed once, when the clock is built, so time runs on from there.
    """

    timezone: str = DEFAULT_TIMEZONE
    shift: timedelta = field(default=timedelta(0))

    def __post_init__(self) -> None:
        _zone(self.timezone)

    @classmethod
    def starting_on(cls, today: date | None, timezone: str = DEFAULT_TIMEZONE) -> "Clock":
        """A clock whose today is `today` at this moment; None means the real today."""
        real = cls(timezone)
        return real if today is None else cls(timezone, today - real.today())

    @property
    def is_shifted(self) -> bool:
        """Whether this clock shows another day than the real one."""
        return self.shift != timedelta(0)

    def now(self) -> datetime:
        """The moment now, aware, in UTC."""
        return datetime.now(UTC) + self.shift

    def today(self) -> date:
        """The local date now."""
        return self.local_date(self.now())

    def local_date(self, moment: datetime) -> date:
        """The local date of an aware moment."""
        return local_date(moment, self.timezone)


@dataclass(frozen=True, slots=True)
class Workdays:
    """The working-day calendar of mainland China.

    Days come from the yearly notice of the State Council, through the calendar library; `rest`
    and `work` hold the days of notices an administrator entered, for the years in `entered`, and
    win over the library. A year with neither counts Monday to Friday and is provisional. A day
    begins at midnight in `timezone`.
    """

    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    timezone: str = DEFAULT_TIMEZONE
    entered: frozenset[int] = frozenset()

    def local_date(self, moment: datetime) -> date:
        """The local date of an aware moment."""
        return local_date(moment, self.timezone)

    def is_provisional(self, year: int) -> bool:
        """Whether no holiday list is known for the year."""
        return not (year in self.entered or _is_published(year))

    def is_holiday(self, day: date) -> bool:
        """Whether a notice names the day as one off; an ordinary weekend is none."""
        if day in self.work or day in self.rest:
            return day in self.rest
        return _is_published(day.year) and day in chinese_calendar.holidays

    def is_workday(self, day: date) -> bool:
        """Whether people are at work that day."""
        if day in self.work or day in self.rest:
            return day in self.work
        if not _is_published(day.year):
            return day.weekday() < _SATURDAY
        answer: bool = chinese_calendar.is_workday(day)
        return answer

    def previous_workday(self, day: date) -> date:
        """The last working day on or before `day`."""
        return self._step(day, -_ONE_DAY)

    def next_workday(self, day: date) -> date:
        """The first working day on or after `day`."""
        return self._step(day, _ONE_DAY)

    def add_workdays(self, day: date, number: int) -> date:
        """The working day `number` working days after `day` (before it, if negative).

        The day itself does not count; with 0 the answer is `day` or the working day after it.
        """
        if number == 0:
            return self.next_workday(day)
        step = _ONE_DAY if number > 0 else -_ONE_DAY
        for _ in range(abs(number)):
            day = self._step(day + step, step)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 if none."""
        days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
        return sum(map(self.is_workday, days))

    def _step(self, day: date, step: timedelta) -> date:
        while not self.is_workday(day):
            day += step
        return day


_FIRST_PUBLISHED: int = min(chinese_calendar.holidays).year
_LAST_PUBLISHED: int = max(chinese_calendar.holidays).year


PUBLISHED = range(_FIRST_PUBLISHED, _LAST_PUBLISHED + 1)


def _is_published(year: int) -> bool:
    return year in PUBLISHED
