"""How much time a task or milestone has left, and what its deadline is taken to mean. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.models import Milestone, MilestoneKind, MilestoneState, Task, TaskState
from tracker.tasks import DONE_STATES, OPEN_STATES, Standing, standing, worst_milestone

# "还剩100天" says little; from here on whole months do.
DAYS_WORTH_COUNTING = 100
MONTHS = 12


class LeftKind(StrEnum):
    """What `Left.number` counts."""

    overdue = "overdue"
    passed = "passed"
    days = "days"
    months = "months"
    today = "today"
    asked = "asked"
    early = "early"
    in_time = "in_time"
    late = "late"
    missed = "missed"
    undated = "undated"
    nothing = "nothing"


@dataclass(frozen=True, slots=True)
class Left:
    """Days or whole months left or over."""

    kind: LeftKind
    number: int = 0


class NoteKind(StrEnum):
    """What the date below a deadline is: its last day, one of its nodes, a check point."""

    until = "until"
    node = "node"
    check = "check"


@dataclass(frozen=True, slots=True)
class Note:
    """The system's reading of a deadline: a kind and a date."""

    kind: NoteKind
    day: date


def left(milestone: Milestone, today: date) -> Left:
    """Return the time a milestone has left on a local date, or how it ended."""
    if milestone.state not in OPEN_STATES:
        return outcome(milestone)
    due, asked = milestone.due_on, milestone.submitted_on
    if due is None:
        return Left(LeftKind.undated)
    lamp = standing(milestone, today)
    if today > due:
        kinds = {Standing.overdue: LeftKind.overdue, Standing.lagging: LeftKind.passed}
        kind = kinds.get(lamp, LeftKind.asked)
        return Left(kind, (today - due).days)
    if asked is not None:
        return Left(LeftKind.asked)
    return time_left(today, due)


def time_left(today: date, due: date) -> Left:
    """Return the days, or from 100 days on the whole months, from today to the due date."""
    days = (due - today).days
    if days == 0:
        return Left(LeftKind.today)
    if days < DAYS_WORTH_COUNTING:
        return Left(LeftKind.days, days)
    whole = (due.year - today.year) * MONTHS + due.month - today.month
    return Left(LeftKind.months, whole - (due.day < today.day))


def outcome(milestone: Milestone) -> Left:
    """Return by how many days a milestone that has ended was early or late."""
    due = milestone.due_on
    if milestone.state is MilestoneState.missed:
        return Left(LeftKind.missed)
    asked = milestone.submitted_on or milestone.closed_on
    if due is None or asked is None:
        return Left(LeftKind.nothing)
    days = (due - asked).days
    if days == 0:
        return Left(LeftKind.in_time)
    return Left(LeftKind.early, days) if days > 0 else Left(LeftKind.late, -days)


def task_left(task: Task, today: date) -> Left:
    """Return the time the task's worst open milestone has left; of a done task how it ended."""
    if task.state in DONE_STATES:
        ended = [each for each in task.milestones if each.state is MilestoneState.closed]
        results = [outcome(each) for each in ended]
        return max(results, key=lateness, default=Left(LeftKind.nothing))
    if task.state in {TaskState.suspended, TaskState.cancelled}:
        return Left(LeftKind.nothing)
    worst = worst_milestone(task, today)
    return Left(LeftKind.nothing) if worst is None else left(worst, today)


def lateness(result: Left) -> int:
    """Return the days a milestone was late; before its time they are below zero."""
    return result.number if result.kind is LeftKind.late else -result.number


def note(task: Task, today: date) -> Note | None:
    """Return what stands below the task's deadline: the date that counts now, if there is one."""
    milestone = worst_milestone(task, today) or last_milestone(task)
    if milestone is None or milestone.due_on is None:
        return None
    kinds = {
        MilestoneKind.checkpoint: NoteKind.check,
        MilestoneKind.recurring: NoteKind.node,
    }
    kind = kinds.get(milestone.kind)
    if kind is None:
        kind = NoteKind.until if milestone.normal == task.deadline_normal else NoteKind.node
    return Note(kind, milestone.due_on)


def last_milestone(task: Task) -> Milestone | None:
    """Return the milestone that is due last, for a task that has none open."""
    dated = [each for each in task.milestones if each.due_on is not None]
    return max(dated, key=lambda each: each.due_on or date.min, default=None)
