"""Puts mails into the outbox, takes them out of the queue, and counts what waits there."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlmodel import Session, SQLModel, col, select

from tracker.database import compare_and_set
from tracker.directory import contacts
from tracker.errors import Conflict
from tracker.history import Change, record
from tracker.mail import (
    Address,
    Email,
    Letterhead,
    build,
    compose,
    is_address,
    message_id,
    say_day,
    say_short_day,
)
from tracker.models import (
    Event,
    HoldReason,
    Message,
    MessageState,
    Person,
    Reminder,
    Report,
)
from tracker.outbox.states import TRANSITIONS
from tracker.texts import gettext as _

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OutboxSummary:
    """How many mails stand where; `paused_because` is the server's refusal of our configuration."""

    pending: int
    sending: int
    sent: int
    failed: int
    held: int
    superseded: int
    oldest_pending_at: datetime | None
    paused_because: str


def insert_new(session: Session, row: SQLModel) -> bool:
    """Insert `row` unless its unique key is taken; return whether it was inserted."""
    server = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if server else sqlite.insert
    values = row.model_dump(exclude={"id"})
    statement = insert(type(row)).values(**values).on_conflict_do_nothing()
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def enqueue(session: Session, key: str, email: Email, person_id: int | None, now: datetime) -> bool:
    """Put one mail into the outbox, in the transaction of its cause.

    `key` says what the mail is for; return False where it is there already, whoever put it.
    """
    row = Message(
        key=key,
        person_id=person_id,
        recipient=email.recipient.address,
        subject=email.subject,
        text=email.text,
        html=email.html,
        mime=build(email, key, now),
        message_id=message_id(key, email.sender),
        next_attempt_at=now,
        created_at=now,
    )
    is_new = insert_new(session, row)
    logger.info("message %s %s", key, "queued" if is_new else "was queued already")
    return is_new


def queue_returned(
    session: Session, letterhead: Letterhead, report: Report, event: Event, now: datetime
) -> int:
    """Tell every clerk of the reporting department at once that its report was returned (退回).

    Return how many mails were queued; a clerk without an address finds it on the workbench.
    """
    task, today = report.milestone.task, letterhead.local_date(now)
    count = 0
    found = contacts(session, [report.department_id])
    for person in found.get(report.department_id, []):
        if not is_address(person.email):
            continue
        email = compose(
            "returned",
            letterhead,
            Address(person.email or "", person.name),
            today,
            department=report.department.name,
            title=" ".join(task.title.split()),
            deadline=task.deadline_text,
            label=report.milestone.label,
            reason=report.review_text,
            reported=say_day(letterhead.local_date(report.created_at), today),
            returned=say_day(today, today),
            day=say_short_day(today),
            url=letterhead.task_url(task.id),
        )
        count += enqueue(session, f"event:{event.id}:{person.id}", email, person.id, now)
    return count


def supersede(session: Session, message: Message, reason: str) -> None:
    """Take a waiting mail out of the queue; its reminders are free for the next digest.

    Raises:
        Conflict: it is being sent, or no longer waits.
    """
    if MessageState.superseded not in TRANSITIONS[message.state]:
        raise Conflict(_("This message no longer waits to be sent."))
    compare_and_set(
        session,
        message,
        {"state": message.state, "token": message.token},
        state=MessageState.superseded,
        held_for=None,
        token=None,
        lease_until=None,
        answer=reason,
    )
    freed = update(Reminder).where(col(Reminder.message_id) == message.id)
    session.execute(freed.values(message_id=None))
    logger.info("message %s superseded: %s", message.id, reason)


def retire(session: Session, message: Message, reason: str) -> None:
    """Supersede a mail that never left and free its key, so that a right one can take its place.

    Raises:
        Conflict: it is being sent, or no longer waits.
    """
    supersede(session, message, reason)
    message.key = f"retired:{message.id}:{message.key}"
    message.message_id = f"retired-{message.id}-{message.message_id}"
    session.flush()


def release(session: Session, message: Message, by: Person, now: datetime) -> None:
    """Let a held or failed mail be tried again, because a person decided so.

    Raises:
        Conflict: it is neither held nor failed.
    """
    was = message.state
    if MessageState.pending not in TRANSITIONS[was] or was is MessageState.sending:
        raise Conflict(_("This message is neither held nor failed."))
    compare_and_set(
        session,
        message,
        {"state": was},
        state=MessageState.pending,
        held_for=None,
        next_attempt_at=now,
    )
    change: Change = {"message": (message.id, message.id), "state": (was, message.state)}
    record(session, "message.released", by, now, change)


def summary(session: Session) -> OutboxSummary:
    """Return the counts for the health page and its banner."""
    counted = session.exec(select(Message.state, func.count()).group_by(col(Message.state))).all()
    counts = {str(state): number for state, number in counted}
    waiting = select(func.min(Message.created_at)).where(Message.state == MessageState.pending)
    paused = select(Message.answer).where(Message.held_for == HoldReason.configuration)
    return OutboxSummary(
        **{str(state): counts.get(state, 0) for state in MessageState},
        oldest_pending_at=session.exec(waiting).one(),
        paused_because=session.exec(paused).first() or "",
    )
