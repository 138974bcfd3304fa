"""Writes the append-only history: one Event for every change, in the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from tracker.models import Event, Person

Change = dict[str, tuple[object, object]]


def record(
    session: Session,
    action: str,
    by: Person | None,
    now: datetime,
    change: Change | None = None,
    **subject: int | None,
) -> Event:
    """Add one Event: `action` by a person (None: the scheduler) at the UTC moment `now`.

    `change` maps each field to what it was and what it is; `subject` names what it happened to
    (document_id, task_id, milestone_id, report_id, department_id). Never put a secret in it.
    """
    values = kept(change or {})
    event = Event(at=now, person_id=by.id if by else None, action=action, change=values)
    for field, thing in subject.items():
        setattr(event, field, thing)
    session.add(event)
    return event


def record_all(
    session: Session,
    action: str,
    by: Person | None,
    now: datetime,
    lines: Iterable[tuple[Change, dict[str, int]]],
) -> None:
    """Add an Event for each of these changes and their subjects, all in one statement.

    A thousand lines one by one would hold the writer's lock for a second.
    """
    whole = {"at": now, "person_id": by.id if by else None, "action": action}
    rows = [{**whole, **subject, "change": kept(change)} for change, subject in lines]
    session.flush()
    if rows:
        session.execute(insert(Event), rows)


def kept(change: Change) -> dict[str, list[object]]:
    """Return a change as its line of the history keeps it."""
    return {name: [plain(old), plain(new)] for name, (old, new) in change.items()}


def plain(value: object) -> object:
    """Return `value` as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    if isinstance(value, tuple):
        return list(value)
    return str(value)
