"""Takes an amended edition back that was applied: everything is as it was before, or nothing."""

from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col

from tracker.clock import Workdays
from tracker.database import compare_and_set
from tracker.errors import Conflict
from tracker.history import Change, record
from tracker.intake.application import Application
from tracker.intake.editions import editions_of
from tracker.intake.undoing import Undoing, check_possible, undoing
from tracker.models import Assignment, Document, Draft, Person, Task
from tracker.outbox import retire_digests
from tracker.tasks import Restoring, cancel_issued, restore_task
from tracker.texts import gettext as _


def withdraw_edition(
    session: Session, document: Document, by: Person, now: datetime, workdays: Workdays
) -> Undoing:
    """Take an applied edition back, all or none; the edition before it is in force again.

    Tasks it issued are cancelled and hidden with it; tasks it changed or cancelled become what they
    were, from what the history kept (`tasks.restore_task`), and so do the drafts of the edition
    before. Digests not yet sent that may name them are retired. An edition that waits to be
    compared with this one waits to be compared with the one before. The file may be imported again.

    Raises:
        Conflict: somebody signed, reported or moved one of these tasks on since, a later edition
            was applied, or this one was withdrawn meanwhile.
    """
    found = undoing(session, document)
    check_possible(found)
    if found.application is None or document.amends_id is None:
        raise Conflict(f"Document {document.id} was not applied.")
    base = session.get_one(Document, document.amends_id)
    concerned = [*found.tasks, *found.changed, *found.removed]
    hold_unsigned(session, concerned)
    change = leave_force(session, document, base, found, now)
    ids = [task.id for task in concerned]
    retire_digests(session, ids)
    act = Restoring(session, by, now, workdays, _("The amended edition was taken back."))
    hide(act, found)
    restore(act, found.application)
    for waiting in editions_of(session, document):
        point_to(act, waiting, base)
    retire_digests(session, ids)
    record(session, "document.withdrawn", by, now, change, document_id=document.id)
    return found


def hold_unsigned(session: Session, tasks: list[Task]) -> None:
    """Keep these tasks unsigned where they are until the end of the transaction.

    Raises:
        Conflict: somebody signed meanwhile.
    """
    unsigned = [each.id for task in tasks for each in task.assignments if each.signed_at is None]
    rows = update(Assignment).where(
        col(Assignment.id).in_(unsigned), col(Assignment.signed_at).is_(None)
    )
    options = {"synchronize_session": False}
    result = session.execute(rows.values(signed_at=None), execution_options=options)
    if not isinstance(result, CursorResult) or result.rowcount != len(unsigned):
        raise Conflict(_("Work on this document has begun; its import cannot be undone."))


def leave_force(
    session: Session, document: Document, base: Document, found: Undoing, now: datetime
) -> Change:
    """Withdraw the edition itself, and return what its line of the history says."""
    applied_at = document.amended_at
    seen: dict[str, object] = {"withdrawn_at": None, "amended_at": applied_at}
    compare_and_set(session, document, seen, withdrawn_at=now, amended_at=None)
    return {
        "edition": (document.id, base.id),
        "amended_at": (applied_at, None),
        "tasks": (len(found.tasks), 0),
        "changed": (len(found.changed), 0),
        "removed": (len(found.removed), 0),
        "drafts": (found.drafts, 0),
        "filename": (document.filename, None),
    }


def hide(act: Restoring, found: Undoing) -> None:
    """Cancel the tasks that came with the edition, and hide them as its own."""
    cancel_issued(act.session, found.tasks, _("The import was undone."), act.by, act.now)
    for task in found.tasks:
        task.document_id = found.document.id
    act.session.flush()


def restore(act: Restoring, application: Application) -> None:
    """Give the tasks and drafts back what the application took from them."""
    for key, step in application.steps.items():
        if not step.is_added:
            restore_task(act, act.session.get_one(Task, key), step.was, step.left)
    for key, (was, left) in application.drafts.items():
        draft = act.session.get_one(Draft, key)
        if draft.state is not left:  # a person has moved it since; that stays
            continue
        seen = {"state": left, "version": draft.version}
        compare_and_set(act.session, draft, seen, state=was, version=draft.version + 1)
        change: Change = {"state": (left, was), "draft": (key, key)}
        subject = {"document_id": draft.document_id}
        record(act.session, "draft.restored", act.by, act.now, change, **subject)


def point_to(act: Restoring, waiting: Document, base: Document) -> None:
    """Let an edition not yet compared amend the one that is in force again."""
    was = waiting.amends_id
    seen: dict[str, object] = {"amends_id": was, "amended_at": None, "withdrawn_at": None}
    compare_and_set(act.session, waiting, seen, amends_id=base.id)
    change: Change = {"amends": (was, base.id)}
    record(act.session, "document.edition", act.by, act.now, change, document_id=waiting.id)
