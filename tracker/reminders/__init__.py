"""Reminders: who is due which, and the one digest a person gets for them on a working day."""

from tracker.reminders.queue import digest_preview, queue_reminders
from tracker.reminders.rules import due_reminders
from tracker.reminders.situations import reminders_for, situations
from tracker.reminders.values import DueReminder, Policy, Situation, to_json

__all__ = [
    "DueReminder",
    "Policy",
    "Situation",
    "digest_preview",
    "due_reminders",
    "queue_reminders",
    "reminders_for",
    "situations",
    "to_json",
]
