"""Opens the dated obligations of a task."""

from datetime import date, datetime, timedelta

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from tracker.clock import Workdays
from tracker.deadlines import due_on, occurrences
from tracker.history import record
from tracker.models import (
    Milestone,
    MilestoneKind,
    MilestoneState,
    Task,
)
from tracker.settings import Lights, lights
from tracker.tasks.forms import kind_of, parts_of, repeats
from tracker.tasks.standing import WORKING_STATES, lamp_days
from tracker.tasks.states import move_milestone, settle_state


def open_milestones(
    session: Session, task: Task, until: date, workdays: Workdays
) -> list[Milestone]:
    """Open what the task's deadline asks for by the local date `until`.

    Dated parts open at once, each its own milestone; a part without a date opens one without. A
    recurring or standing part opens the first period that ends on or after `until`.
    """
    rules = lights(session)
    opened = [
        add_milestone(session, task, form, until, workdays, rules)
        for form in parts_of(task.deadline_normal)
    ]
    session.flush()
    return opened


def new_milestones(task: Task, until: date, workdays: Workdays, rules: Lights) -> list[Milestone]:
    """Return what a saved task without milestones opens by the local date `until`, unsaved."""
    return [
        new_milestone(task, position, form, until, workdays, rules)
        for position, form in enumerate(parts_of(task.deadline_normal), start=1)
    ]


def new_milestone(
    task: Task, position: int, form: str, opened_on: date, workdays: Workdays, rules: Lights
) -> Milestone:
    """Return an open milestone of a task, unsaved, with the days on which its lamp changes."""
    due, label = date_of(task, form, opened_on)
    milestone = Milestone(
        task_id=task.id,
        position=position,
        kind=kind_of(form),
        normal=form,
        label=label,
        opened_on=opened_on,
        due_on=due,
        percent=0,
    )
    milestone.soon_from, milestone.lagging_from = lamp_days(milestone, workdays, rules)
    return milestone


def date_of(task: Task, form: str, today: date) -> tuple[date | None, str]:
    """Return the due date and the label of a form's node: of its present period, if it repeats."""
    if repeats(form):
        period = occurrences(form, today - timedelta(days=1), 1, task.deadline_day)[0]
        return period.due_on, period.label
    is_whole = form == task.deadline_normal
    return (task.deadline_due_on if is_whole else due_on(form)), ""


def add_milestone(
    session: Session, task: Task, form: str, opened_on: date, workdays: Workdays, rules: Lights
) -> Milestone:
    """Append an open milestone to those of a task, in a session that is flushed later."""
    position = len(task.milestones) + 1
    milestone = new_milestone(task, position, form, opened_on, workdays, rules)
    task.milestones.append(milestone)
    session.add(milestone)
    return milestone


def open_due_milestones(session: Session, now: datetime, workdays: Workdays) -> int:
    """Open the next period of every repeating task whose last one has passed; return how many.

    A period that passed stays open, and overdue, for one more period; then it is missed. Periods
    that passed while the program was off are not made up, nor periods of a form that an amended
    edition replaced. A superseded period counts no more.
    """
    today = workdays.local_date(now)
    latest = (
        select(Milestone.task_id, Milestone.normal)
        .where(
            Milestone.kind != MilestoneKind.deadline,
            Milestone.state != MilestoneState.superseded,
        )
        .group_by(col(Milestone.task_id), col(Milestone.normal))
        .having(sql.max(col(Milestone.due_on)) < today)
        .subquery()
    )
    rows = session.exec(
        select(Task, latest.c.normal)
        .join(latest, latest.c.task_id == Task.id)
        .where(col(Task.state).in_(WORKING_STATES))
    ).all()
    rules = lights(session)
    current = [(task, form) for task, form in rows if form in parts_of(task.deadline_normal)]
    for task, form in current:
        miss_periods_before_last(session, task, form, now)
        milestone = add_milestone(session, task, form, today, workdays, rules)
        settle_state(session, task, None, now)
        session.flush()
        record(session, "milestone.opened", None, now, task_id=task.id, milestone_id=milestone.id)
    return len(current)


def miss_periods_before_last(session: Session, task: Task, form: str, now: datetime) -> None:
    """End as missed what stayed open of the periods before the last one."""
    periods = [
        each
        for each in task.milestones
        if each.normal == form and each.state is not MilestoneState.superseded
    ]
    for milestone in periods[:-1]:
        if milestone.state is MilestoneState.open:
            move_milestone(session, milestone, MilestoneState.missed, None, now)


def set_percent(session: Session, milestone: Milestone, percent: int, workdays: Workdays) -> None:
    """Note the reported progress, which moves the day from which the milestone lags."""
    milestone.percent = percent
    _soon, milestone.lagging_from = lamp_days(milestone, workdays, lights(session))
    session.flush()
