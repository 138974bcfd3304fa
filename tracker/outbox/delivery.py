"""Sends what waits in the outbox: claim and commit, send with no transaction open, settle.

What a crash leaves behind is found by its lease: a claim that never began is claimed again, one
that had begun to send is uncertain.
"""

import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from tracker.clock import Clock
from tracker.database import Database, compare_and_set
from tracker.errors import Busy, Conflict
from tracker.mail import Delivery, Outcome, Parcel, Transport
from tracker.models import HoldReason, Message, MessageState
from tracker.outbox.queue import supersede
from tracker.outbox.states import LEASE, TRANSITIONS, Step, next_step
from tracker.texts import gettext as _

logger = logging.getLogger(__name__)

BATCH = 100
SETTLE_TRIES = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """One message that this process alone may send until its lease ends."""

    row_id: int
    token: str
    key: str
    attempts: int
    uncertain: int
    parcel: Parcel


@dataclass(slots=True)
class Attempt:
    """One sending of one claim, knowing whether the message itself had begun."""

    database: Database
    clock: Clock
    claim: Claim
    has_begun: bool = False

    def begin(self) -> None:
        """Commit that the message may arrive from now on, and start the lease anew.

        Raises:
            Conflict: the lease was lost to another process; nothing has been sent.
        """
        with self.database.write() as session:
            compare_and_set(
                session,
                session.get_one(Message, self.claim.row_id),
                {"token": self.claim.token, "state": MessageState.pending},
                state=MessageState.sending,
                lease_until=self.clock.now() + LEASE,
            )
        self.has_begun = True

    def send(self, transport: Transport) -> Delivery:
        """Send, and answer for whatever else goes wrong, so that one item never stops the rest.

        Raises:
            Conflict: see `begin`.
        """
        try:
            return transport.send(self.claim.parcel, self.begin)
        except Conflict:
            raise
        except Exception as error:  # noqa: BLE001 - the next message must not suffer for this one
            kind = type(error).__name__
            logger.warning("message %s: %s while sending", self.claim.row_id, kind)
            outcome = Outcome.uncertain if self.has_begun else Outcome.retry
            return Delivery(outcome, f"{kind}: {error}"[:500])


def always() -> bool:
    """Say yes: nothing asks the sender to stop."""
    return True


def deliver(
    database: Database,
    transport: Transport,
    clock: Clock,
    limit: int = BATCH,
    may_go_on: Callable[[], bool] = always,
) -> int:
    """Try every message that is due, `limit` at the most, and return how many were sent.

    Opens its own transactions and holds none while it sends. `may_go_on` is asked before each
    message. A refusal of our own configuration ends the round: the rest would fail the same way.
    """
    recover(database, clock.now())
    sent = 0
    for _number in range(limit):
        claim = claim_next(database, clock.now()) if may_go_on() else None
        if claim is None:
            break
        outcome = try_once(database, transport, clock, claim)
        sent += outcome is Outcome.sent
        if outcome is Outcome.held:
            break
    return sent


def try_once(
    database: Database, transport: Transport, clock: Clock, claim: Claim
) -> Outcome | None:
    """Send one claim and settle it; None where the lease was lost, which another settles."""
    try:
        delivery = Attempt(database, clock, claim).send(transport)
        settle(database, claim, delivery, clock.now())
    except Conflict:
        logger.warning("message %s: the lease was lost", claim.row_id)
        return None
    logger.info("message %s: %s, attempt %s", claim.row_id, delivery.outcome, claim.attempts)
    return delivery.outcome


def claim_next(database: Database, now: datetime) -> Claim | None:
    """Claim the message that has waited longest and commit; None where nothing is due.

    A mail to somebody who left, or whose address changed, is superseded on the way.
    """
    with database.write() as session:
        while (message := next_due(session, now)) is not None:
            reason = why_void(message)
            if not reason:
                return claim(session, message, now)
            supersede(session, message, reason)
    return None


def next_due(session: Session, now: datetime) -> Message | None:
    """Return the next message to send; while our configuration is refused, only the one probe."""
    held = select(Message.id).where(Message.held_for == HoldReason.configuration)
    is_paused = session.exec(held.limit(1)).first() is not None
    wanted = select(Message).where(is_probe() if is_paused else is_free(now))
    wanted = wanted.where(Message.next_attempt_at <= now)
    wanted = wanted.order_by(col(Message.next_attempt_at), col(Message.id)).limit(1)
    # Other senders on a server skip the row; SQLite has one writer at a time and ignores it.
    return session.exec(wanted.with_for_update(skip_locked=True)).first()


def is_free(now: datetime) -> ColumnElement[bool]:
    """Return the condition for a waiting message whose lease, if any, has ended."""
    return and_(
        col(Message.state) == MessageState.pending,
        or_(col(Message.lease_until).is_(None), col(Message.lease_until) <= now),
    )


def is_probe() -> ColumnElement[bool]:
    """Return the condition for a message that can show whether the mail account works again."""
    return col(Message.held_for) == HoldReason.configuration


def why_void(message: Message) -> str:
    """Return why the message must not be sent any more, or nothing."""
    person = message.person
    if person is None:
        return ""
    if not person.is_active:
        return _("The person no longer works here.")
    if person.email != message.recipient:
        return _("The person's mail address has changed.")
    return ""


def claim(session: Session, message: Message, now: datetime) -> Claim:
    """Mark the message as ours until the lease ends, and count the attempt."""
    token = secrets.token_hex(16)
    compare_and_set(
        session,
        message,
        {"state": message.state, "token": message.token},
        state=MessageState.pending,
        held_for=None,
        token=token,
        lease_until=now + LEASE,
        attempts=message.attempts + 1,
    )
    name = re.sub(r"[^A-Za-z0-9-]", "-", message.key)
    return Claim(
        row_id=message.id,
        token=token,
        key=message.key,
        attempts=message.attempts,
        uncertain=message.uncertain,
        parcel=Parcel(name, message.recipient, message.mime),
    )


def settle(database: Database, claim: Claim, delivery: Delivery, now: datetime) -> None:
    """Commit the outcome where the claim still holds; a locked database is asked again.

    Raises:
        Conflict: the lease was lost.
    """
    step = next_step(claim.key, claim.attempts, claim.uncertain, delivery, now)
    for remaining in reversed(range(SETTLE_TRIES)):
        try:
            with database.write() as session:
                apply(session, session.get_one(Message, claim.row_id), claim.token, step, delivery)
        except Busy:
            if not remaining:
                raise
        else:
            return


def apply(
    session: Session, message: Message, token: str | None, step: Step, delivery: Delivery
) -> None:
    """Write one step; a mail that went out proves the account, so held ones may follow.

    Raises:
        Conflict: the lease was lost, or the message cannot become that.
    """
    if step.state != message.state and step.state not in TRANSITIONS[message.state]:
        raise Conflict(_("This message no longer waits to be sent."))
    values = {**asdict(step), "answer": delivery.answer, "token": None, "lease_until": None}
    compare_and_set(session, message, {"token": token}, **values)
    if step.state is MessageState.sent:
        held = update(Message).where(is_probe())
        session.execute(held.values(state=MessageState.pending, held_for=None))


def recover(database: Database, now: datetime) -> None:
    """Settle as uncertain what a killed process had begun to send.

    The lease began with the message, so the wait for an uncertain one is over with it.
    """
    expired = select(Message).where(
        Message.state == MessageState.sending, col(Message.lease_until) <= now
    )
    with database.read() as session:
        if session.exec(expired.limit(1)).first() is None:
            return
    with database.write() as session:
        for message in session.exec(expired.with_for_update(skip_locked=True)).all():
            delivery = Delivery(Outcome.uncertain, _("The sender stopped while sending."))
            began = (message.lease_until or now) - LEASE
            step = next_step(message.key, message.attempts, message.uncertain, delivery, began)
            apply(session, message, message.token, step, delivery)
            logger.warning("message %s: uncertain, its sender stopped", message.id)
