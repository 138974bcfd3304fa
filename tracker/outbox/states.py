"""Turns the outcome of one attempt into the message's next state. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.mail import Delivery, Outcome
from tracker.models import HoldReason, MessageState

TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    MessageState.pending: frozenset(
        {
            MessageState.sending,
            MessageState.failed,
            MessageState.held,
            MessageState.superseded,
        }
    ),
    MessageState.sending: frozenset(
        {MessageState.pending, MessageState.sent, MessageState.failed, MessageState.held}
    ),
    MessageState.held: frozenset({MessageState.pending, MessageState.superseded}),
    MessageState.failed: frozenset({MessageState.pending}),
    MessageState.sent: frozenset(),
    MessageState.superseded: frozenset(),
}
# Longer than the ten minutes' wait for the answer to the dot; it starts anew when the message
# itself begins, so what goes before has a lease of its own.
LEASE = timedelta(minutes=15)
RETRY_MINUTES = (1, 2, 5, 15, 30, 60)
JITTER = 0.2
UNCERTAIN_AFTER = LEASE
UNCERTAIN_ALLOWED = 1
PROBE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Step:
    """What a message becomes after an attempt; `next_attempt_at` is a UTC moment."""

    state: MessageState
    attempts: int
    uncertain: int
    next_attempt_at: datetime
    held_for: HoldReason | None = None
    sent_at: datetime | None = None


def retry_delay(key: str, attempts: int) -> timedelta:
    """Return the wait after the failed attempt number `attempts`: 1, 2, 5, 15, 30, 60 min, then 60.

    Each key has its own deviation of up to a fifth, the same whenever it is asked for, so that
    mails that failed together do not come back together.
    """
    minutes = RETRY_MINUTES[min(max(attempts, 1), len(RETRY_MINUTES)) - 1]
    digest = hashlib.sha256(f"{key} {attempts}".encode()).digest()
    share = int.from_bytes(digest[:4]) / 0xFFFFFFFF
    return timedelta(minutes=minutes * (1 - JITTER + 2 * JITTER * share))


def next_step(key: str, attempts: int, uncertain: int, delivery: Delivery, now: datetime) -> Step:
    """Return what an attempt that ended at `now` makes of a message.

    A deadline reminder sent twice is a nuisance and a lost one a failed duty, so an uncertain
    mail is sent once more, with the same Message-ID; after that a person decides. A wrong
    configuration burns no attempt.
    """
    match delivery.outcome:
        case Outcome.sent:
            return Step(MessageState.sent, attempts, uncertain, now, sent_at=now)
        case Outcome.failed:
            return Step(MessageState.failed, attempts, uncertain, now)
        case Outcome.retry:
            again = now + retry_delay(key, attempts)
            return Step(MessageState.pending, attempts, uncertain, again)
        case Outcome.held:
            probe = now + PROBE_AFTER
            why = HoldReason.configuration
            return Step(MessageState.held, attempts - 1, uncertain, probe, held_for=why)
        case Outcome.uncertain:
            again, doubts = now + UNCERTAIN_AFTER, uncertain + 1
            if doubts <= UNCERTAIN_ALLOWED:
                return Step(MessageState.pending, attempts, doubts, again)
            why = HoldReason.uncertain
            return Step(MessageState.held, attempts, doubts, again, held_for=why)
