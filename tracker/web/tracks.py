"""Places dates on a line of months, in percent of its width, for the spans of milestones."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.texts import gettext as _

MOST_TICKS = 8
DECEMBER = 12
# How many letters stand beside each other on the narrowest line, that of a phone or of paper; a
# Chinese one takes 1, a digit 0.6, and a gap 0.6.
NARROWEST = 24
DIGIT = GAP = 0.6


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month: where it stands, and its name; blank where there is no room."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Track:
    """The line from the month of `first` to the end of the month of `last`."""

    first: date
    last: date
    now: date

    def at(self, day: date) -> float:
        """Return where the start of `day` stands, 0 to 100; outside the line its nearer end."""
        share = (day - self.start).days / (self.end - self.start).days
        return round(min(max(share, 0.0), 1.0) * 100, 2)

    def after(self, day: date) -> float:
        """Return where `day` ends; a span to a deadline reaches the end of its last day."""
        return self.at(day + timedelta(days=1)) if day < date.max else 100.0

    @property
    def start(self) -> date:
        """The first day of the line."""
        return self.first.replace(day=1)

    @property
    def end(self) -> date:
        """The day after the last day of the line."""
        return next_month(self.last)

    @property
    def today(self) -> float | None:
        """Where today stands, None outside the line."""
        return self.at(self.now) if self.start <= self.now < self.end else None

    @property
    def ticks(self) -> list[Tick]:
        """The months, or every second, third … of them, at most eight; names do not overlap.

        A year is named where it begins; 2018年1月 takes the room of the month after it.
        """
        months = []
        month = self.start
        while month < self.end:
            months.append(month)
            month = next_month(month)
        step = -(-len(months) // MOST_TICKS)
        ticks: list[Tick] = []
        year, free = self.now.year, 0.0
        for month in months[::step]:
            at = self.at(month)
            label = month_words(month, year) if at >= free else ""
            if label:
                year, free = month.year, at + width_of(label)
            ticks.append(Tick(at, label))
        return ticks


def next_month(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    if day.month == DECEMBER:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def month_words(month: date, year: int) -> str:
    """Return 8月, or 2018年8月 where the year is not the one named last."""
    if month.year == year:
        return _("Month %(month)s", month=month.month)
    return _("Month %(month)s of %(year)s", month=month.month, year=month.year)


def width_of(label: str) -> float:
    """Return how much of the narrowest line a name takes, in percent."""
    letters = sum(DIGIT if each.isdigit() else 1 for each in label)
    return (letters + GAP) / NARROWEST * 100
