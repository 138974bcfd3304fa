"""Milestones as spans of days: "8月" is a stretch of time, not a point. Pure."""

from dataclasses import dataclass
from datetime import date

from tracker.dashboards.left import Left, left
from tracker.deadlines.forms import read_period, split_range
from tracker.models import Milestone, MilestoneKind, MilestoneState
from tracker.tasks import OPEN_STATES, Standing, standing

PERIODS = frozenset({"tenday", "month", "quarter", "half", "year", "range"})
ENDED_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Span:
    """One milestone, its lamp, the time it has left, and the day its span begins."""

    milestone: Milestone
    standing: Standing
    left: Left
    start: date


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The spans, the first and the last day they need, and how many that ended are left out."""

    spans: tuple[Span, ...]
    first: date
    last: date
    hidden: int


def time_line(milestones: list[Milestone], today: date) -> TimeLine:
    """Return the open milestones and the last few that ended, and the days that hold them all.

    One whose deadline an amended edition took away is no part of the plan any more.
    """
    milestones = [each for each in milestones if each.state is not MilestoneState.superseded]
    shown = worth_showing(milestones)
    spans = tuple(
        Span(each, standing(each, today), left(each, today), start_of(each)) for each in shown
    )
    dated = [each for each in spans if each.milestone.due_on is not None]
    return TimeLine(
        spans,
        first=min([today, *(each.start for each in dated)]),
        last=max([today, *(each.milestone.due_on or today for each in dated)]),
        hidden=len(milestones) - len(shown),
    )


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
