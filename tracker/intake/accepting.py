"""Accepting 交办: checked drafts become tasks, all of them or none."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from tracker.clock import Workdays
from tracker.errors import Conflict, InvalidInput, NotNow
from tracker.intake.editions import looks_like
from tracker.intake.review import move_drafts, unsettled
from tracker.models import Department, Document, Draft, DraftState, Person, Task
from tracker.tasks import create_tasks, departments_in
from tracker.texts import gettext as _


def accept_drafts(
    session: Session,
    drafts: Sequence[Draft],
    by: Person,
    now: datetime,
    workdays: Workdays,
    *,
    as_they_are: bool = False,
    departments: Mapping[str, Department] | None = None,
) -> list[Task]:
    """确认: every draft becomes a task, or none does. Accepting is 交办.

    `as_they_are` also takes rows with open questions, which stay with the task, and rows that name
    nobody, which stay with the coordinator. `departments` says what each name means; without it the
    names of these drafts are looked up together.

    Raises:
        Conflict: one of them is no longer open, or is of an edition not yet compared.
        InvalidInput: a person has something to settle first, or one of them names nobody.
        NotNow: the document looks like an edition of another, and nobody said whether it is one.
    """
    for document in {each.document.id: each.document for each in drafts}.values():
        check_placed(session, document)
    if not as_they_are:
        check_settled(drafts)
    if departments is None:
        departments = departments_in(session, drafts, by, now)
    move_drafts(session, drafts, DraftState.accepted, by, now)
    tasks = create_tasks(session, drafts, by, now, workdays, departments)
    for draft, task in zip(drafts, tasks, strict=True):
        draft.task_id = task.id
    session.flush()
    return tasks


def check_placed(session: Session, document: Document) -> None:
    """Refuse rows that another edition of the same document may have issued already."""
    if document.awaits_comparison:
        raise Conflict(_("This is an amended edition; compare it before issuing its rows."))
    base = looks_like(session, document)
    if base is not None:
        raise NotNow(
            _(
                "%(label)s looks like an amended edition of a document that is here; say first "
                "whether it is one.",
                label=document.label,
            )
        )


def check_settled(drafts: Iterable[Draft]) -> None:
    """Refuse rows that name nobody, or about which a person has something to decide."""
    listed = list(drafts)
    nobodys = [number_of(draft) for draft in listed if not draft.leads]
    if nobodys:
        raise InvalidInput(
            _(
                "Rows %(rows)s name no responsible department; fill it in first.",
                rows="、".join(nobodys),
            )
        )
    asked = [number_of(draft) for draft in listed if unsettled(draft)]
    if asked:
        raise InvalidInput(
            _("Rows %(rows)s ask for a decision; confirm them first.", rows="、".join(asked))
        )


def number_of(draft: Draft) -> str:
    """Return the number of a row as a sentence names it: 1 for 1. and 1、; else its place."""
    return (draft.no or str(draft.position)).rstrip(".．、 ")
