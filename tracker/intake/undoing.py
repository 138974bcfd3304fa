"""撤销导入: takes an import back as long as nobody has signed or reported on any of its tasks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from tracker.database import compare_and_set
from tracker.errors import Conflict
from tracker.history import Change, record
from tracker.intake.editions import editions_of
from tracker.models import (
    Assignment,
    Document,
    DraftState,
    Milestone,
    Person,
    Report,
    Task,
    TaskState,
)
from tracker.outbox import retire_digests
from tracker.tasks import cancel_task
from tracker.texts import gettext as _


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking an import back would remove, and what forbids it.

    `signatures` are the signed assignments, the first one first; `editions` the amended editions
    that stand on this document.
    """

    document: Document
    tasks: tuple[Task, ...]
    drafts: int
    departments: int
    signatures: tuple[Assignment, ...]
    reports: int
    editions: tuple[Document, ...]

    @property
    def is_possible(self) -> bool:
        """Whether the import can be taken back: nothing was done upon it."""
        bound = self.signatures or self.reports or self.editions or self.was_moved
        return not bound and self.document.amended_at is None

    @property
    def was_moved(self) -> bool:
        """Whether a task went on without any signature."""
        return any(task.state not in {TaskState.issued, TaskState.cancelled} for task in self.tasks)


def undoing(session: Session, document: Document) -> Undoing:
    """Return what taking the import of `document` back would mean."""
    tasks = session.exec(
        select(Task).where(Task.document_id == document.id).order_by(col(Task.position))
    ).all()
    parts = [each for task in tasks for each in task.assignments]
    signed = sorted(
        (each for each in parts if each.signed_at is not None),
        key=lambda each: (each.signed_at or document.received_at, each.id),
    )
    reports = select(sql.count(col(Report.id))).join(
        Milestone, col(Milestone.id) == Report.milestone_id
    )
    ids = [task.id for task in tasks]
    return Undoing(
        document=document,
        tasks=tuple(tasks),
        drafts=sum(each.state is DraftState.open for each in document.drafts),
        departments=len({each.department_id for each in parts}),
        signatures=tuple(signed),
        reports=session.exec(reports.where(col(Milestone.task_id).in_(ids))).one(),
        editions=tuple(editions_of(session, document)),
    )


def withdraw_import(session: Session, document: Document, by: Person, now: datetime) -> Undoing:
    """Take an import back: its tasks are cancelled and hidden, its drafts with it.

    No row is deleted, because the append-only history points to them; `visible_tasks` and POLICY
    hide them all, and no reminder is made of a cancelled task. Digests not yet sent that may name
    them are retired. The file stays in the storage and may be imported again.

    Raises:
        Conflict: somebody signed, reported or amended it, or it was withdrawn meanwhile.
    """
    found = undoing(session, document)
    if not found.is_possible:
        raise Conflict(_("Work on this document has begun; its import cannot be undone."))
    compare_and_set(session, document, {"withdrawn_at": None, "amended_at": None}, withdrawn_at=now)
    reason = _("The import was undone.")
    for task in found.tasks:
        if task.state is TaskState.issued:
            cancel_task(session, task, reason, by, now)
    retire_digests(session, [task.id for task in found.tasks])
    change: Change = {
        "tasks": (len(found.tasks), 0),
        "drafts": (found.drafts, 0),
        "filename": (document.filename, None),
    }
    record(session, "document.withdrawn", by, now, change, document_id=document.id)
    return found
