"""The history of one task, with that of the draft it came from, and that of one document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from tracker.dashboards.reminded import Reminded, reminders_of
from tracker.database import eager
from tracker.models import Department, Document, Draft, Event, Person, Task, without_extraction
from tracker.permissions import may

# What concerns every row of a document.
OF_DOCUMENT = ("document.received", "document.first_leads")
UNDONE = "draft.undone"
# What names another document in a line of the history.
OTHER_DOCUMENTS = ("amends", "edition")


@dataclass(frozen=True, slots=True)
class History:
    """Events and reminders, each newest first, and the names of the departments in them by id.

    An act may have changed many drafts: `changes` holds by the id of its event what it changed in
    the draft of this task.
    """

    events: tuple[Event, ...]
    reminders: tuple[Reminded, ...]
    names: dict[int, str]
    changes: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vanished:
    """Drafts that the event `first` added and the event `last` took back; their ids come again."""

    first: int
    last: int
    drafts: frozenset[int]


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """Events of a document and its drafts, newest first; departments and documents by id."""

    events: tuple[Event, ...]
    names: dict[int, str]
    documents: dict[int, str]
    vanished: tuple[Vanished, ...]


def history_of(session: Session, person: Person, task: Task) -> History:
    """Return the history of a task the person may see; 拟办 only to who may read documents."""
    events = own_events(session, task)
    changes: Mapping[int, Mapping[str, Any]] = {}
    if may(person, "document.read"):
        of_draft, changes = draft_events(session, task)
        events += of_draft
    events.sort(key=lambda event: (event.at, event.id), reverse=True)
    names = department_names(session, task, events)
    return History(tuple(events), reminders_of(session, task), names, changes)


def document_history(session: Session, document: Document) -> DocumentHistory:
    """Return what was recorded of a document and its drafts; tasks have histories of their own."""
    statement = (
        select(Event)
        .where(Event.document_id == document.id, col(Event.task_id).is_(None))
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .options(joinedload(eager(Event.person)))
    )
    events = tuple(session.exec(statement).all())
    return DocumentHistory(
        events,
        directory_names(session, events),
        labels(session, events),
        tuple(vanished_in(events)),
    )


def labels(session: Session, events: Iterable[Event]) -> dict[int, str]:
    """Return how people call the other documents that these events name, by id."""
    pairs = (event.change.get(field) for event in events for field in OTHER_DOCUMENTS)
    named = {each for pair in pairs for each in pair or () if each is not None}
    known = select(Document).where(col(Document.id).in_(named)).options(without_extraction())
    return {document.id: document.label for document in session.exec(known)}


def own_events(session: Session, task: Task) -> list[Event]:
    """Return what was recorded of the task itself."""
    statement = select(Event).where(Event.task_id == task.id)
    return list(session.exec(statement.options(joinedload(eager(Event.person)))).all())


def draft_events(session: Session, task: Task) -> tuple[list[Event], dict[int, Mapping[str, Any]]]:
    """Return what was recorded of the document and of the draft that became the task.

    With it, by the id of the event, what each changed in that draft.
    """
    drafts = session.exec(select(Draft.id).where(Draft.task_id == task.id)).all()
    statement = (
        select(Event)
        .where(
            Event.document_id == task.document_id,
            col(Event.task_id).is_(None),
            or_(col(Event.action).in_(OF_DOCUMENT), col(Event.action).startswith("draft.")),
        )
        .order_by(col(Event.id))
        .options(joinedload(eager(Event.person)))
    )
    everything = session.exec(statement).all()
    vanished = [*vanished_in(everything)]
    events: list[Event] = []
    changes: dict[int, Mapping[str, Any]] = {}
    for event in everything:
        own = [each for each in drafts if not is_gone(vanished, event, each)]
        change = event.change if event.action in OF_DOCUMENT else told_of(own, event, changes)
        if change is not None:
            events.append(event)
            changes[event.id] = change
    return events, changes


def told_of(
    drafts: Iterable[int], event: Event, before: Mapping[int, Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """Return what an act changed in one of these drafts; None where it did not touch them.

    `before` holds what the acts before it did: one of them may be what it took back.
    """
    if event.action == UNDONE:
        taken_back = before.get(event.change["event"][0])
        return None if taken_back is None else turned(taken_back)
    was, left = event.change.get("others", ({}, {}))
    for draft in drafts:
        if draft in drafts_in(event):
            return event.change
        if str(draft) in was:
            own = was[str(draft)]
            return {name: [own[name], left[str(draft)][name]] for name in own}
    return None


def vanished_in(events: Sequence[Event]) -> Iterator[Vanished]:
    """Yield the drafts that acts added which were taken back."""
    by_id = {event.id: event for event in events}
    for event in events:
        act = by_id.get(event.change["event"][0]) if event.action == UNDONE else None
        if act is not None and "added" in act.change:
            yield Vanished(act.id, event.id, frozenset(act.change["added"][1]))


def is_gone(vanished: Iterable[Vanished], event: Event, draft: int) -> bool:
    """Return whether an event tells of a draft of this id that is no more."""
    return any(each.first <= event.id <= each.last and draft in each.drafts for each in vanished)


def turned(change: Mapping[str, Any]) -> dict[str, Any]:
    """Return a change the other way round."""
    return {name: pair[::-1] for name, pair in change.items()}


def drafts_in(event: Event) -> list[int]:
    """Return the ids of the draft that an act began with, and of those that it added."""
    return [*event.change.get("draft", ())[:1], *event.change.get("added", ([], []))[1]]


def drafts_touched(history: DocumentHistory, event: Event) -> list[int | None]:
    """Return the ids of all drafts that an act changed or added; None for each that is no more."""
    if not event.action.startswith("draft."):
        return []
    touched = [*drafts_in(event), *map(int, event.change.get("others", ({}, {}))[0])]
    return [None if is_gone(history.vanished, event, each) else each for each in touched]


def department_names(session: Session, task: Task, events: Sequence[Event]) -> dict[int, str]:
    """Return the names by id: as the document writes them, else as the directory does."""
    written = {each.department_id: each.name_as_written for each in task.assignments}
    return {**directory_names(session, events), **written}


def directory_names(session: Session, events: Iterable[Event]) -> dict[int, str]:
    """Return the names of the departments that events concern by id, as the directory has them."""
    concerned = {event.department_id for event in events}
    known = select(Department.id, Department.name).where(col(Department.id).in_(concerned))
    return dict(session.exec(known).all())
