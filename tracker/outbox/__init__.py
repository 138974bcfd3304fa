"""The outbox: mails as rows that are sent at least once, and never doubled by our own retries."""

from tracker.outbox.accounts import compose_reset, queue_password_changed
from tracker.outbox.delivery import deliver
from tracker.outbox.invitations import queue_invitation
from tracker.outbox.queue import (
    OutboxSummary,
    enqueue,
    insert_new,
    queue_returned,
    release,
    retire,
    summary,
    supersede,
)
from tracker.outbox.retiring import retire_digests
from tracker.outbox.states import LEASE, TRANSITIONS, Step, next_step, retry_delay

__all__ = [
    "LEASE",
    "TRANSITIONS",
    "OutboxSummary",
    "Step",
    "compose_reset",
    "deliver",
    "enqueue",
    "insert_new",
    "next_step",
    "queue_invitation",
    "queue_password_changed",
    "queue_returned",
    "release",
    "retire",
    "retire_digests",
    "retry_delay",
    "summary",
    "supersede",
]
