"""The reminders of one task that were sent: to whom, when, and by which rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from tracker.models import Message, MessageState, Milestone, Person, Reminder, ReminderRule, Task

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminded:
    """One reminder that went out at the UTC moment `at`, in a digest to `name`.

    `days` are working days after the deadline, for the rule of what is overdue. `is_in_stead`: the
    department has no clerk (无联络员) and a coordinator was told.
    """

    at: datetime
    rule: ReminderRule
    days: int
    department_id: int
    name: str
    is_in_stead: bool


def reminders_of(session: Session, task: Task) -> tuple[Reminded, ...]:
    """Return what was sent about a task, newest first; several nodes in one mail are one line."""
    statement = (
        select(Reminder, Message.sent_at, Person.name)
        .join(Milestone, col(Milestone.id) == Reminder.milestone_id)
        .join(Message, col(Message.id) == Reminder.message_id)
        .join(Person, col(Person.id) == Message.person_id)
        .where(Milestone.task_id == task.id, Message.state == MessageState.sent)
        .order_by(col(Message.sent_at).desc(), col(Reminder.id).desc())
    )
    return tuple(dict.fromkeys(told(session.exec(statement))))


def latest_of(reminders: Sequence[Reminded]) -> tuple[Reminded, ...]:
    """Return those that went out with the latest one, by the same rule within a day."""
    if not reminders:
        return ()
    last = reminders[0]
    return tuple(each for each in reminders if each.rule is last.rule and last.at - each.at < A_DAY)


def told(rows: Iterable[tuple[Reminder, datetime | None, str]]) -> Iterable[Reminded]:
    """Return the reminders whose mail was sent."""
    for reminder, sent_at, name in rows:
        if sent_at is not None:
            yield Reminded(
                at=sent_at,
                rule=reminder.rule,
                days=reminder.offset if reminder.rule is ReminderRule.overdue else 0,
                department_id=reminder.department_id,
                name=name,
                is_in_stead=reminder.person_id is None,
            )
