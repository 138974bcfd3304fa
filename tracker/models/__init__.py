"""The tables: one module per noun."""

from tracker.database import metadata
from tracker.models.departments import (
    Department,
    DepartmentAlias,
    DepartmentMember,
    Invitation,
)
from tracker.models.documents import (
    Document,
    Draft,
    DraftKind,
    DraftState,
    TableReading,
    without_extraction,
)
from tracker.models.filters import SavedFilter
from tracker.models.forms import KeptForm, SentForm
from tracker.models.history import Event
from tracker.models.jobs import Job, JobState, ScannedPage
from tracker.models.outbox import HoldReason, Message, MessageState, Reminder, ReminderRule, Run
from tracker.models.people import PasswordReset, Person, Role, SignIn, SignInAttempt
from tracker.models.reports import Evidence, Report, ReportState
from tracker.models.settings import (
    CalendarDay,
    CalendarYear,
    DayKind,
    LightSettings,
    MailTest,
    ReminderSettings,
)
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
    "CalendarDay",
    "CalendarYear",
    "DayKind",
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
    "Invitation",
    "Job",
    "JobState",
    "KeptForm",
    "LightSettings",
    "MailTest",
    "Message",
    "MessageState",
    "Milestone",
    "MilestoneKind",
    "MilestoneState",
    "PasswordReset",
    "Person",
    "Reminder",
    "ReminderRule",
    "ReminderSettings",
    "Report",
    "ReportState",
    "Role",
    "Run",
    "SavedFilter",
    "ScannedPage",
    "SentForm",
    "SignIn",
    "SignInAttempt",
    "TableReading",
    "Task",
    "TaskState",
    "metadata",
    "without_extraction",
]
