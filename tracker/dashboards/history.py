"""The whole history of one task: its own lines, and those of the draft it came from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from tracker.dashboards.reminded import Reminded, reminders_of
from tracker.database import eager
from tracker.models import Department, Draft, Event, Person, Task
from tracker.permissions import may

# What concerns every row of a document.
OF_DOCUMENT = ("document.received", "document.first_leads")


@dataclass(frozen=True, slots=True)
class History:
    """Events and reminders, each newest first, and the names of the departments in them by id."""

    events: tuple[Event, ...]
    reminders: tuple[Reminded, ...]
    names: dict[int, str]


def history_of(session: Session, person: Person, task: Task) -> History:
    """Return the history of a task the person may see; 拟办 only to who may read documents."""
    events = own_events(session, task)
    if may(person, "document.read"):
        events += draft_events(session, task)
    events.sort(key=lambda event: (event.at, event.id), reverse=True)
    names = department_names(session, task, events)
    return History(tuple(events), reminders_of(session, task), names)


def own_events(session: Session, task: Task) -> list[Event]:
    """Return what was recorded of the task itself."""
    statement = select(Event).where(Event.task_id == task.id)
    return list(session.exec(statement.options(joinedload(eager(Event.person)))).all())


def draft_events(session: Session, task: Task) -> list[Event]:
    """Return what was recorded of the document and of the draft that became the task."""
    drafts = set(session.exec(select(Draft.id).where(Draft.task_id == task.id)).all())
    statement = (
        select(Event)
        .where(
            Event.document_id == task.document_id,
            col(Event.task_id).is_(None),
            or_(col(Event.action).in_(OF_DOCUMENT), col(Event.action).startswith("draft.")),
        )
        .options(joinedload(eager(Event.person)))
    )
    return [
        event
        for event in session.exec(statement)
        if event.action in OF_DOCUMENT or drafts.intersection(drafts_in(event))
    ]


def drafts_in(event: Event) -> list[int]:
    """Return the ids of the draft that an act began with, and of those that it added."""
    return [*event.change.get("draft", ()), *event.change.get("added", ([], []))[1]]


def department_names(session: Session, task: Task, events: Sequence[Event]) -> dict[int, str]:
    """Return the names by id: as the document writes them, else as the directory does."""
    concerned = {event.department_id for event in events}
    known = select(Department.id, Department.name).where(col(Department.id).in_(concerned))
    written = {each.department_id: each.name_as_written for each in task.assignments}
    return {**dict(session.exec(known).all()), **written}
