"""What a coordinator does with drafts: edit, drop, accept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.clock import Workdays
from tracker.database import compare_and_set
from tracker.deadlines import Deadline, parse_deadline
from tracker.directory import all_departments
from tracker.errors import InvalidInput
from tracker.history import Change, record
from tracker.intake.interpretation import (
    LONGEST_TITLE,
    department_problems,
    problem,
    reading_problems,
    reference_of,
)
from tracker.intake.reception import extraction_of
from tracker.models import Document, Draft, DraftKind, DraftState, Person, Task
from tracker.tasks import create_task
from tracker.texts import gettext as _


@dataclass(frozen=True, slots=True)
class DraftValues:
    """What a coordinator may change in a draft."""

    title: str
    content: str
    deadline_text: str
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]


def edit_draft(
    session: Session, draft: Draft, values: DraftValues, version: int, by: Person, now: datetime
) -> None:
    """Change an open draft and read its words again.

    A new deadline text is the person's choice, so a conflict with the prose is settled by it.

    Raises:
        Conflict: the draft is no longer open, or was edited since `version` was shown.
        InvalidInput: title and content are both blank.
    """
    if not (values.title.strip() or values.content.strip()):
        raise InvalidInput(_("A task needs a title or a content."), "title")
    masthead = extraction_of(draft.document).masthead
    deadline = parse_deadline(values.deadline_text, reference_of(masthead))
    problems = remaining_problems(session, draft, values, deadline)
    changed: Change = {
        name: (getattr(draft, name), value)
        for name, value in asdict(values).items()
        if getattr(draft, name) != (list(value) if isinstance(value, tuple) else value)
    }
    compare_and_set(
        session,
        draft,
        {"version": version, "state": DraftState.open},
        version=version + 1,
        title=values.title[:LONGEST_TITLE],
        content=values.content,
        deadline_text=values.deadline_text,
        deadline_normal=deadline.normal,
        deadline_due_on=deadline.due_on,
        deadline_day=deadline.day,
        leads=list(values.leads),
        cooperating=list(values.cooperating),
        problems=problems,
    )
    record(session, "draft.edited", by, now, changed, document_id=draft.document_id)


def remaining_problems(
    session: Session, draft: Draft, values: DraftValues, deadline: Deadline
) -> list[dict[str, str]]:
    """Return the problems of a draft once it holds `values`."""
    same_words = values.deadline_text == draft.deadline_text
    kept = [each for each in draft.problems if each["kind"] == "deadline_conflict" and same_words]
    nobody = [] if values.leads else [problem("no_lead", _("No responsible department is named."))]
    names = [*values.leads, *values.cooperating]
    departments = department_problems(names, all_departments(session))
    return [*reading_problems(deadline), *kept, *nobody, *departments]


def drop_draft(session: Session, draft: Draft, by: Person, now: datetime) -> None:
    """The row is no task; it stays in the history of its document.

    Raises:
        Conflict: it is no longer open.
    """
    move_draft(session, draft, DraftState.dropped, by, now)


def restore_draft(session: Session, draft: Draft, by: Person, now: datetime) -> None:
    """Take a dropped row back among the drafts.

    Raises:
        Conflict: it was not dropped.
    """
    move_draft(session, draft, DraftState.open, by, now, was=DraftState.dropped)


def move_draft(
    session: Session,
    draft: Draft,
    to: DraftState,
    by: Person,
    now: datetime,
    was: DraftState = DraftState.open,
) -> None:
    """Move a draft from state `was` to `to`."""
    compare_and_set(session, draft, {"state": was}, state=to, version=draft.version + 1)
    change: Change = {"state": (was, to), "draft": (draft.id, draft.id)}
    record(session, f"draft.{to}", by, now, change, document_id=draft.document_id)


def proposed_drafts(document: Document) -> list[Draft]:
    """Return the open drafts that are ticked from the start.

    The rows of the annex; without an annex the measures that name somebody. The measures beside an
    annex say the same again and only show what it covers.
    """
    still_open = [each for each in document.drafts if each.state is DraftState.open]
    has_annex = any(each.kind is DraftKind.annex for each in document.drafts)
    if has_annex:
        return [each for each in still_open if each.kind is DraftKind.annex]
    return [each for each in still_open if each.leads]


def accept_drafts(
    session: Session,
    drafts: Sequence[Draft],
    by: Person,
    now: datetime,
    workdays: Workdays,
    *,
    unassigned: bool = False,
) -> list[Task]:
    """确认: every draft becomes a task, or none does. Accepting is 交办.

    `unassigned` also takes rows that name nobody; they stay with the coordinator.

    Raises:
        Conflict: one of them is no longer open.
        InvalidInput: one of them names nobody.
    """
    for draft in drafts:
        if not draft.leads and not unassigned:
            raise InvalidInput(
                _("Row %(no)s names no responsible department.", no=draft.no or draft.position)
            )
    tasks = []
    for draft in drafts:
        move_draft(session, draft, DraftState.accepted, by, now)
        task = create_task(session, draft, by, now, workdays)
        draft.task_id = task.id
        tasks.append(task)
    session.flush()
    return tasks
