"""Read-only summaries: the ledger, the workbench, the leader's page, one task's page."""

from tracker.dashboards.administration import Administration, administration
from tracker.dashboards.filters import (
    DUE_WITHIN,
    Counted,
    LedgerFilter,
    Need,
    Part,
    Sort,
    Tab,
)
from tracker.dashboards.history import (
    DocumentHistory,
    History,
    document_history,
    drafts_touched,
    history_of,
)
from tracker.dashboards.ledger import (
    Choice,
    LedgerPage,
    department_choices,
    document_choices,
    ledger,
)
from tracker.dashboards.left import Left, LeftKind, NoteKind
from tracker.dashboards.overview import Overview, overview
from tracker.dashboards.reminded import Reminded
from tracker.dashboards.rows import Action, LedgerRow
from tracker.dashboards.task_page import TaskPage, last_own_report, plan_of, task_page
from tracker.dashboards.workbench import Workbench, assignments_to_sign, workbench

__all__ = [
    "DUE_WITHIN",
    "Action",
    "Administration",
    "Choice",
    "Counted",
    "DocumentHistory",
    "History",
    "LedgerFilter",
    "LedgerPage",
    "LedgerRow",
    "Left",
    "LeftKind",
    "Need",
    "NoteKind",
    "Overview",
    "Part",
    "Reminded",
    "Sort",
    "Tab",
    "TaskPage",
    "Workbench",
    "administration",
    "assignments_to_sign",
    "department_choices",
    "document_choices",
    "document_history",
    "drafts_touched",
    "history_of",
    "last_own_report",
    "ledger",
    "overview",
    "plan_of",
    "task_page",
    "workbench",
]
