"""撤销导入: takes an import back as long as nobody has signed or reported on any of its tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from tracker.database import compare_and_set, eager
from tracker.directory import living
from tracker.errors import Conflict
from tracker.history import Change, record
from tracker.intake.application import Application, Step, application_of
from tracker.intake.editions import editions_of, next_edition
from tracker.models import (
    Assignment,
    Department,
    Document,
    DraftState,
    Event,
    Milestone,
    Person,
    Report,
    Task,
    TaskState,
)
from tracker.outbox import retire_digests
from tracker.tasks import cancel_issued
from tracker.texts import gettext as _

UNTOUCHED = frozenset({TaskState.issued, TaskState.cancelled})


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking an import back would do, and what forbids it.

    `tasks` are withdrawn and hidden, `drafts` rows to check and `departments` go with them. Of an
    amended edition that was applied, `application` tells the rest: `changed` tasks go back to what
    they were, `removed` ones are taken up again. Then only what was done since counts.
    `signatures` are the signed assignments and `reports` the reports, the first ones first, `moved`
    the tasks that went on without either, `editions` the amended editions that stand on this one.
    """

    document: Document
    tasks: tuple[Task, ...]
    drafts: int
    departments: int
    signatures: tuple[Assignment, ...]
    reports: tuple[Report, ...]
    moved: tuple[Task, ...]
    editions: tuple[Document, ...]
    changed: tuple[Task, ...] = ()
    removed: tuple[Task, ...] = ()
    application: Application | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the import can be taken back: nothing was done upon it."""
        return not (self.signatures or self.reports or self.editions or self.moved)


def undoing(session: Session, document: Document) -> Undoing:
    """Return what taking the import of `document` back would mean."""
    if document.amended_at is not None:
        return undoing_applied(session, document, application_of(session, document))
    tasks = tasks_under(session, document)
    return Undoing(
        document=document,
        tasks=tuple(tasks),
        drafts=open_drafts(document),
        departments=departments_in(tasks),
        signatures=signed_first(each for task in tasks for each in task.assignments),
        reports=reports_on(session, [task.id for task in tasks]),
        moved=tuple(task for task in tasks if task.state not in UNTOUCHED),
        editions=tuple(editions_of(session, document)),
    )


def undoing_applied(session: Session, document: Document, application: Application) -> Undoing:
    """Return what taking an applied edition back would mean: what was done since forbids it."""
    steps = application.steps
    known = {
        task.id: task for task in session.exec(select(Task).where(col(Task.id).in_(list(steps))))
    }
    added = [known[key] for key, step in steps.items() if step.is_added]
    issued_since = tasks_under(session, document)
    changed = [known[key] for key, step in steps.items() if step.is_changed]
    removed = [known[key] for key, step in steps.items() if step.is_removed]
    concerned = [*added, *changed, *removed]
    ids = [task.id for task in (*concerned, *issued_since)]
    acts = acts_since(session, application, ids)
    later = next_edition(session, document)
    return Undoing(
        document=document,
        tasks=in_order([*added, *issued_since]),
        drafts=open_drafts(document),
        departments=departments_in([*added, *issued_since]),
        signatures=signed_by(session, acts, [*concerned, *issued_since]),
        reports=reports_in(session, acts),
        moved=in_order(
            [each for each in concerned if was_moved(each, steps[each.id])]
            + [each for each in issued_since if each.state not in UNTOUCHED]
        ),
        editions=() if later is None else (later,),
        changed=in_order(changed),
        removed=in_order(removed),
        application=application,
    )


def tasks_under(session: Session, document: Document) -> Sequence[Task]:
    """Return the tasks that belong to this very document, in its order."""
    wanted = select(Task).where(Task.document_id == document.id).order_by(col(Task.position))
    return session.exec(wanted.options(selectinload(eager(Task.assignments)))).all()


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return tasks in the order of their document."""
    return tuple(sorted(tasks, key=lambda each: (each.position, each.id)))


def open_drafts(document: Document) -> int:
    """Return how many rows of a document still wait to be checked."""
    return sum(each.state is DraftState.open for each in document.drafts)


def departments_in(tasks: Iterable[Task]) -> int:
    """Return how many departments take part in these tasks."""
    return len({each.department_id for task in tasks for each in task.assignments})


def signed_first(parts: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return the signed ones of these assignments, the first signature first."""
    signed = [(each.signed_at, each.id, each) for each in parts if each.signed_at is not None]
    return tuple(each for _moment, _id, each in sorted(signed, key=lambda row: row[:2]))


def reports_on(session: Session, tasks: Sequence[int]) -> tuple[Report, ...]:
    """Return the reports on these tasks, the first one first."""
    wanted = (
        select(Report)
        .join(Milestone, col(Milestone.id) == Report.milestone_id)
        .where(col(Milestone.task_id).in_(tasks))
    )
    return tuple(session.exec(wanted.order_by(col(Report.id))).all())


def acts_since(session: Session, application: Application, tasks: Sequence[int]) -> list[Event]:
    """Return the lines of signatures, reports and reviews on these tasks since an application.

    They are told apart by their place in the history: two moments may be the same.
    """
    wanted = select(Event).where(
        Event.id > application.event_id,
        col(Event.task_id).in_(tasks),
        or_(col(Event.action) == "assignment.signed", col(Event.action).startswith("report.")),
    )
    return list(session.exec(wanted.order_by(col(Event.id))).all())


def signed_by(
    session: Session, acts: Iterable[Event], tasks: Iterable[Task]
) -> tuple[Assignment, ...]:
    """Return the assignments that these lines of the history say were signed."""
    signed = {
        (event.task_id, living(session, session.get_one(Department, event.department_id)).id)
        for event in acts
        if event.action == "assignment.signed"
    }
    parts = (each for task in tasks for each in task.assignments)
    return signed_first(each for each in parts if (each.task_id, each.department_id) in signed)


def reports_in(session: Session, acts: Iterable[Event]) -> tuple[Report, ...]:
    """Return the reports that these lines of the history tell of, the first one first."""
    ids = {event.report_id for event in acts if event.report_id is not None}
    wanted = select(Report).where(col(Report.id).in_(ids)).order_by(col(Report.id))
    return tuple(session.exec(wanted).all())


def was_moved(task: Task, step: Step) -> bool:
    """Return whether somebody moved a task on since; the next period of a repeating one did not."""
    left = TaskState(step.left["state"])
    reopened = left is TaskState.submitted and task.state is TaskState.active
    return task.state is not left and not reopened


def withdraw_import(session: Session, document: Document, by: Person, now: datetime) -> Undoing:
    """Take an import back: its tasks are cancelled and hidden, its drafts with it.

    No row is deleted, because the append-only history points to them; `visible_tasks` and POLICY
    hide them all, and no reminder is made of a cancelled task. Digests not yet sent that may name
    them are retired. The file stays in the storage and may be imported again.

    Raises:
        Conflict: somebody signed, reported or amended it, or it was applied or withdrawn meanwhile.
    """
    found = undoing(session, document)
    check_possible(found)
    compare_and_set(session, document, {"withdrawn_at": None, "amended_at": None}, withdrawn_at=now)
    cancel_issued(session, found.tasks, _("The import was undone."), by, now)
    retire_digests(session, [task.id for task in found.tasks])
    change: Change = {
        "tasks": (len(found.tasks), 0),
        "drafts": (found.drafts, 0),
        "filename": (document.filename, None),
    }
    record(session, "document.withdrawn", by, now, change, document_id=document.id)
    return found


def check_possible(found: Undoing) -> None:
    """Refuse to take back what somebody worked upon.

    Raises:
        Conflict: somebody did.
    """
    if not found.is_possible:
        raise Conflict(_("Work on this document has begun; its import cannot be undone."))
