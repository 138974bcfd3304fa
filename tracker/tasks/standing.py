"""The lamp 灯 of milestones and tasks, in Python and in SQL; a property test holds them equal."""

import math
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, literal, or_
from sqlalchemy import func as sql
from sqlmodel import col, select

from tracker.clock import Workdays
from tracker.models import Milestone, MilestoneKind, MilestoneState, Task, TaskState
from tracker.settings import Lights

OPEN_STATES = (MilestoneState.open, MilestoneState.submitted)
WORKING_STATES = (TaskState.issued, TaskState.active, TaskState.submitted)
DONE_STATES = (TaskState.completed, TaskState.struck_off)
# PRACTICE 2.4: 临期 is counted in calendar days, for items shorter than 30 days in working days;
# 滞后 is so many points behind 序时进度, which says nothing about the short ones.
SHORT_ITEM = timedelta(days=30)
WHOLE = 100
USUAL = Lights()


class Standing(StrEnum):
    """The lamp 灯, worst first. Computed from dates, never stored."""

    overdue = "overdue"
    lagging = "lagging"
    soon = "soon"
    on_time = "on_time"
    done = "done"
    paused = "paused"


RANKED = tuple(Standing)


def soon_from(opened_on: date, due_on: date, workdays: Workdays, lights: Lights = USUAL) -> date:
    """Return the first day on which a milestone counts as 临期."""
    if due_on - opened_on < SHORT_ITEM:
        return workdays.add_workdays(due_on, -lights.soon_workdays)
    return due_on - timedelta(days=lights.soon_days)


def lagging_from(
    opened_on: date, due_on: date, percent: int, lights: Lights = USUAL
) -> date | None:
    """Return the first day on which `percent` is too far behind 序时进度, None for never.

    序时进度 is the share of the calendar days from opening to due date that have passed; the
    lights say how many points are too far.
    """
    span = (due_on - opened_on).days
    if span < SHORT_ITEM.days or percent + lights.behind > WHOLE:
        return None
    return opened_on + timedelta(days=math.ceil(span * (percent + lights.behind) / WHOLE))


def lamp_days(
    milestone: Milestone, workdays: Workdays, lights: Lights
) -> tuple[date | None, date | None]:
    """Return the first days of 临期 and of 滞后, as they follow from the milestone's dates."""
    opened_on, due_on = milestone.opened_on, milestone.due_on
    if due_on is None:
        return None, None
    soon = soon_from(opened_on, due_on, workdays, lights)
    if milestone.kind != MilestoneKind.deadline:
        return soon, None
    return soon, lagging_from(opened_on, due_on, milestone.percent, lights)


def planned_percent(milestone: Milestone, today: date) -> int | None:
    """Return 序时进度 in whole percent, None where there is no span to measure."""
    if milestone.due_on is None or milestone.due_on <= milestone.opened_on:
        return None
    passed = (today - milestone.opened_on) / (milestone.due_on - milestone.opened_on)
    return round(WHOLE * min(max(passed, 0.0), 1.0))


def standing(milestone: Milestone, today: date) -> Standing:
    """Return the lamp of one milestone on a local date: the definition of "overdue".

    Overdue begins the day after `due_on`; completion asked for in time stops the clock. A check
    point of 长期 that passed is 滞后, never 逾期.
    """
    if milestone.state not in OPEN_STATES:
        return Standing.done
    due, asked = milestone.due_on, milestone.submitted_on
    if due is None or (asked is not None and asked <= due):
        return Standing.on_time
    if today > due:
        is_checkpoint = milestone.kind == MilestoneKind.checkpoint
        return Standing.lagging if is_checkpoint else Standing.overdue
    if milestone.lagging_from is not None and today >= milestone.lagging_from:
        return Standing.lagging
    if milestone.soon_from is not None and today >= milestone.soon_from:
        return Standing.soon
    return Standing.on_time


def milestone_standing_clause(today: date) -> ColumnElement[str]:
    """Return `standing` as SQL over Milestone; a property test holds the two equal."""
    in_time = and_(
        col(Milestone.submitted_on).is_not(None),
        col(Milestone.submitted_on) <= col(Milestone.due_on),
    )
    past = col(Milestone.due_on) < today
    return case(
        (col(Milestone.state).not_in(OPEN_STATES), Standing.done.value),
        (or_(col(Milestone.due_on).is_(None), in_time), Standing.on_time.value),
        (and_(past, col(Milestone.kind) == MilestoneKind.checkpoint), Standing.lagging.value),
        (past, Standing.overdue.value),
        (col(Milestone.lagging_from) <= today, Standing.lagging.value),
        (col(Milestone.soon_from) <= today, Standing.soon.value),
        else_=Standing.on_time.value,
    )


def worst_milestone(task: Task, today: date) -> Milestone | None:
    """Return the open milestone that gives the task its lamp: the worst, then the earliest."""
    still_open = [each for each in task.milestones if each.state in OPEN_STATES]
    return min(
        still_open,
        key=lambda each: (
            RANKED.index(standing(each, today)),
            each.due_on or date.max,
            each.position,
        ),
        default=None,
    )


def task_standing(task: Task, today: date) -> Standing:
    """Return the lamp of a task: that of its worst open milestone."""
    if task.state in DONE_STATES:
        return Standing.done
    if task.state not in WORKING_STATES:
        return Standing.paused
    worst = worst_milestone(task, today)
    return Standing.on_time if worst is None else standing(worst, today)


def standing_clause(today: date) -> ColumnElement[str]:
    """Return `task_standing` as SQL over Task."""
    each = milestone_standing_clause(today)
    rank = case({name.value: index for index, name in enumerate(RANKED)}, value=each)
    worst = (
        select(sql.min(rank))
        .where(Milestone.task_id == Task.id, col(Milestone.state).in_(OPEN_STATES))
        .correlate(Task)
        .scalar_subquery()
    )
    return case(
        (col(Task.state).in_(DONE_STATES), Standing.done.value),
        (col(Task.state).not_in(WORKING_STATES), Standing.paused.value),
        else_=case(
            {index: name.value for index, name in enumerate(RANKED)},
            value=sql.coalesce(worst, RANKED.index(Standing.on_time)),
            else_=literal(Standing.on_time.value),
        ),
    )
