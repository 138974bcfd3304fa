"""Writes the append-only history: one Event for every change, in the transaction of the change."""

from datetime import datetime

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
    values = {name: [plain(old), plain(new)] for name, (old, new) in (change or {}).items()}
    event = Event(at=now, person_id=by.id if by else None, action=action, change=values)
    for field, thing in subject.items():
        setattr(event, field, thing)
    session.add(event)
    return event


def plain(value: object) -> object:
    """Return `value` as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    if isinstance(value, tuple):
        return list(value)
    return str(value)
