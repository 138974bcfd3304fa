"""Milestones as spans on a time line: "8月" is a stretch of days, not a point. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.dashboards.left import Left, left
from tracker.deadlines.forms import end_of_month, read_period, split_range
from tracker.models import Milestone, MilestoneKind
from tracker.tasks import OPEN_STATES, Standing, standing

ONE_DAY = timedelta(days=1)
MOST_TICKS = 8
# Months between two ticks: as few as keep the labels apart.
STEPS = (1, 3, 6, 12, 24, 60, 120)
YEAR = 12
PERIODS = frozenset({"tenday", "month", "quarter", "half", "year", "range"})
WHOLE = 100
ENDED_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, `x` in percent of the width, at the first day of a month."""

    x: float
    day: date


@dataclass(frozen=True, slots=True)
class Span:
    """One milestone: from `x` over `width`, in percent; without a date there is no width."""

    milestone: Milestone
    standing: Standing
    left: Left
    x: float
    width: float

    @property
    def end(self) -> float:
        """Where the span ends, in percent."""
        return round(self.x + self.width, 2)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The spans over one scale; `today` in percent, `hidden` milestones that ended before."""

    spans: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    today: float
    hidden: int


def time_line(milestones: list[Milestone], today: date) -> TimeLine:
    """Return the open milestones and the last that ended, over a scale that holds them all."""
    shown = worth_showing(milestones)
    dated = [(start_of(each), each.due_on) for each in shown if each.due_on is not None]
    first = min([start for start, _ in dated] + [today]).replace(day=1)
    last_day = max([due for _, due in dated] + [today])
    last = end_of_month(last_day.year, last_day.month)
    days = (last - first).days + 1

    def percent(day: date) -> float:
        return round(WHOLE * (day - first).days / days, 2)

    def span(milestone: Milestone) -> Span:
        lamp, time = standing(milestone, today), left(milestone, today)
        if milestone.due_on is None:
            return Span(milestone, lamp, time, 0, 0)
        x = percent(start_of(milestone))
        width = round(percent(milestone.due_on + ONE_DAY) - x, 2)
        return Span(milestone, lamp, time, x, width)

    ticks = tuple(Tick(percent(day), day) for day in ticks_between(first, last))
    return TimeLine(tuple(map(span, shown)), ticks, percent(today), len(milestones) - len(shown))


def worth_showing(milestones: list[Milestone]) -> list[Milestone]:
    """Return the open milestones and the last few that ended, in their order."""
    ended = [each for each in milestones if each.state not in OPEN_STATES]
    hidden = {id(each) for each in ended[:-ENDED_SHOWN]}
    return [each for each in milestones if id(each) not in hidden]


def start_of(milestone: Milestone) -> date:
    """Return where the span begins: with the period the words name, else when it was opened."""
    due = milestone.due_on or milestone.opened_on
    kind, _, value = milestone.normal.partition(":")
    if milestone.kind is not MilestoneKind.deadline or kind not in PERIODS:
        return min(milestone.opened_on, due)
    start = split_range(milestone.normal)[0] if kind == "range" else value
    return min(read_period(start).start, due)


def ticks_between(first: date, last: date) -> list[date]:
    """Return the first days of months, at most a few, within the scale."""
    count = (last.year - first.year) * YEAR + last.month - first.month + 1
    step = next((each for each in STEPS if count / each <= MOST_TICKS), STEPS[-1])
    months = [first.year * YEAR + first.month - 1 + offset for offset in range(count)]
    return [date(month // YEAR, month % YEAR + 1, 1) for month in months if month % step == 0]
