"""Queues what is owed today: reminders are planned once, then each person gets one digest.

    days since the last run → due_reminders → Reminder rows → one digest a person → outbox

Unique keys make every step harmless to repeat, in any number of processes. Planning and preparing
only read, so that a caller with two engines holds the writing lock for the storing alone.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker.models import Message, MessageState, Reminder
from tracker.outbox import enqueue, supersede
from tracker.reminders.letters import PreparedDigest, prepare_digests
from tracker.reminders.planning import plan_reminders, store_plan
from tracker.reminders.values import Policy
from tracker.texts import gettext as _

BATCH = 50


def queue_reminders(session: Session, policy: Policy, now: datetime, limit: int = BATCH) -> int:
    """Queue the digests that are owed at the UTC moment `now`, `limit` to clerks at the most.

    Nothing before the digest hour, nothing on a rest day, nothing for whom nothing is due. Call
    it again while it returns as many as the limit. Returns how many digests were queued.
    """
    if not policy.is_digest_time(now):
        return 0
    today = policy.local_date(now)
    rows = plan_reminders(session, policy, today)
    if rows is not None:
        store_plan(session, rows, today, now)
    return store_digests(session, prepare_digests(session, policy, today, limit), now)


def store_digests(session: Session, prepared: Iterable[PreparedDigest], now: datetime) -> int:
    """Queue prepared digests that are not there yet; return how many."""
    return sum(store_digest(session, each, now) for each in prepared)


def store_digest(session: Session, prepared: PreparedDigest, now: datetime) -> bool:
    """Queue one digest, let it carry its reminders, and retire older ones not yet sent."""
    if not enqueue(session, prepared.key, prepared.email, prepared.person_id, now):
        return False
    message_id = session.exec(select(Message.id).where(Message.key == prepared.key)).one()
    carried = update(Reminder).where(
        col(Reminder.id).in_(prepared.reminders), col(Reminder.message_id).is_(None)
    )
    session.execute(carried.values(message_id=message_id))
    retire_older(session, prepared.person_id, prepared.key, message_id)
    return True


def retire_older(session: Session, person_id: int, key: str, message_id: int) -> None:
    """Supersede the person's waiting digests of earlier days: the new one lists all they listed.

    One that may have arrived, or is being sent, stays.
    """
    older = select(Message).where(
        Message.person_id == person_id,
        col(Message.key).like(f"digest:{person_id}:%"),
        col(Message.key) < key,  # keys end in the day
        Message.state == MessageState.pending,
        col(Message.token).is_(None),
        Message.uncertain == 0,
    )
    for message in session.exec(older).all():
        carried = update(Reminder).where(col(Reminder.message_id) == message.id)
        session.execute(carried.values(message_id=message_id))
        supersede(session, message, _("A newer digest takes its place."))
