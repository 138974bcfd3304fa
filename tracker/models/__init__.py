"""The tables: one module per noun."""

from tracker.database import metadata
from tracker.models.departments import Department, DepartmentAlias, DepartmentMember
from tracker.models.documents import Document, Draft, DraftKind, DraftState
from tracker.models.history import Event
from tracker.models.outbox import HoldReason, Message, MessageState, Reminder, ReminderRule, Run
from tracker.models.people import Person, Role, SignIn
from tracker.models.reports import Evidence, Report, ReportState
from tracker.models.tasks import (
    Assignment,
    AssignmentRole,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Task,
    TaskState,
)

__all__ = [
    "Assignment",
    "AssignmentRole",
    "Department",
    "DepartmentAlias",
    "DepartmentMember",
    "Document",
    "Draft",
    "DraftKind",
    "DraftState",
    "Event",
    "Evidence",
    "HoldReason",
    "Message",
    "MessageState",
    "Milestone",
    "MilestoneKind",
    "MilestoneState",
    "Person",
    "Reminder",
    "ReminderRule",
    "Report",
    "ReportState",
    "Role",
    "Run",
    "SignIn",
    "Task",
    "TaskState",
    "metadata",
]
