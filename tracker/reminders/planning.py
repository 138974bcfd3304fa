"""Plans reminders: the days since the last run become rows, each occasion once."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from tracker.models import Assignment, Milestone, Reminder, ReminderRule, Run, Task
from tracker.outbox import insert_new
from tracker.reminders.rules import due_reminders
from tracker.reminders.situations import situations
from tracker.reminders.values import DueReminder, Policy
from tracker.tasks import OPEN_STATES, WORKING_STATES

logger = logging.getLogger(__name__)

JOB = "reminders"
LONGEST_STANDSTILL = timedelta(days=31)
ONE_DAY = timedelta(days=1)


def planned_through(session: Session) -> date | None:
    """Return the last local day whose reminders were planned, None before the first run."""
    run = session.get(Run, JOB)
    return run.through if run is not None else None


def plan_reminders(session: Session, policy: Policy, today: date) -> list[Reminder] | None:
    """Return, unsaved, the reminders of the days since the last run; None if today is planned.

    Of several about one milestone to one person only the last is kept. The first run plans today
    only, a run after a standstill the last 31 days. Days before a milestone was opened owe nothing.
    """
    run = session.get(Run, JOB)
    if run is not None and run.through == today:
        return None
    found = situations(session, policy, today)
    latest = {
        reminder.subject: reminder
        for day in days_to_plan(run, today)
        for reminder in due_reminders(found, policy, day)
        if day >= reminder.situation.opened_on
    }
    return [row_of(each) for each in latest.values()]


def days_to_plan(run: Run | None, today: date) -> Iterator[date]:
    """Return the local days from the last run to today.

    A last run in the future means that the clock stood wrong: today is planned, and the unique
    keys keep what was sent too early from being sent again.
    """
    day = today
    if run is not None and run.through < today:
        day = max(run.through + ONE_DAY, today - LONGEST_STANDSTILL + ONE_DAY)
    while day <= today:
        yield day
        day += ONE_DAY


def row_of(reminder: DueReminder) -> Reminder:
    """Return the reminder as a row; its occasion is a unique key."""
    return Reminder(
        rule=reminder.rule,
        milestone_id=reminder.situation.milestone_id,
        deadline_version=reminder.situation.deadline_version,
        offset=reminder.offset,
        department_id=reminder.party.department_id,
        person_id=reminder.clerk.id if reminder.clerk else None,
        on=reminder.on,
    )


def store_plan(session: Session, rows: Sequence[Reminder], today: date, now: datetime) -> int:
    """Add the planned reminders that are not there yet, and note the day as planned."""
    number = sum(insert_new(session, each) for each in rows)
    run = session.get(Run, JOB)
    if run is None:
        insert_new(session, Run(job=JOB, through=today, beat_at=now))
    else:
        run.through, run.beat_at = today, now
        session.flush()
    logger.info("reminders planned through %s: %s new", today, number)
    return number


def waiting_reminders(session: Session) -> Sequence[Reminder]:
    """Return the reminders without a mail that are still owed, most pressing first.

    Not owed any more: the milestone was closed or submitted in time, its deadline moved, the
    department left the task or signed meanwhile. Such a reminder stays as the record it is.
    """
    query = (
        select(Reminder)
        .join(Milestone, col(Milestone.id) == Reminder.milestone_id)
        .join(Task, col(Task.id) == Milestone.task_id)
        .join(
            Assignment,
            and_(
                col(Assignment.task_id) == Task.id,
                col(Assignment.department_id) == Reminder.department_id,
            ),
        )
        .where(
            col(Reminder.message_id).is_(None),
            col(Reminder.deadline_version) == Task.deadline_version,
            col(Milestone.state).in_(OPEN_STATES),
            col(Task.state).in_(WORKING_STATES),
            still_matters(),
        )
        .order_by(col(Milestone.due_on), col(Reminder.id))
    )
    return session.exec(query).all()


def still_matters() -> ColumnElement[bool]:
    """Return the condition that the cause of a reminder has not gone: no signature, no report."""
    return or_(
        and_(col(Reminder.rule) == ReminderRule.issued, col(Assignment.signed_at).is_(None)),
        and_(
            col(Reminder.rule) != ReminderRule.issued,
            or_(
                col(Milestone.submitted_on).is_(None),
                col(Milestone.submitted_on) > col(Milestone.due_on),
            ),
        ),
    )
