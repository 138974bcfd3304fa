"""Reminders: who is due which, and the one digest a person gets for them on a working day."""

from tracker.reminders.expectation import Expectation, ExpectedDigest, expect_digests
from tracker.reminders.letters import PreparedDigest, digest_preview, prepare_digests
from tracker.reminders.planning import plan_reminders, planned_through, store_plan
from tracker.reminders.queue import BATCH, queue_reminders, store_digests
from tracker.reminders.rules import due_reminders
from tracker.reminders.situations import reminders_for, situations
from tracker.reminders.values import DueReminder, Policy, Situation, to_json

__all__ = [
    "BATCH",
    "DueReminder",
    "Expectation",
    "ExpectedDigest",
    "Policy",
    "PreparedDigest",
    "Situation",
    "digest_preview",
    "due_reminders",
    "expect_digests",
    "plan_reminders",
    "planned_through",
    "prepare_digests",
    "queue_reminders",
    "reminders_for",
    "situations",
    "store_digests",
    "store_plan",
    "to_json",
]
