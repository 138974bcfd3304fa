"""Deadlines: words of a cell or of prose turned into normal forms, due dates and sentences."""

from tracker.deadlines.forms import Precision, begins_on, due_on, precision
from tracker.deadlines.grammar import parse_deadline
from tracker.deadlines.occurrences import Occurrence, occurrences
from tracker.deadlines.prose import find_deadlines
from tracker.deadlines.values import Deadline, FoundDeadline, from_normal
from tracker.deadlines.wording import explain

__all__ = [
    "Deadline",
    "FoundDeadline",
    "Occurrence",
    "Precision",
    "begins_on",
    "due_on",
    "explain",
    "find_deadlines",
    "from_normal",
    "occurrences",
    "parse_deadline",
    "precision",
]
