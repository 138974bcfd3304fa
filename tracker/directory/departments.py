"""Departments: finding them by name, adding those a document brings."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.directory.names import is_group_name, match_department
from tracker.history import record
from tracker.models import Department, Person


def all_departments(session: Session) -> Sequence[Department]:
    """Return every department with its aliases, by name."""
    return session.exec(select(Department).order_by(col(Department.id))).all()


def find_or_create_department(session: Session, name: str, by: Person, now: datetime) -> Department:
    """Return the department `name` means, made from the document's own words where it is new."""
    match = match_department(name, all_departments(session), now.date())
    if match.department is not None:
        return match.department
    department = Department(name=name, is_group=is_group_name(name))
    session.add(department)
    session.flush()
    record(
        session, "department.created", by, now, {"name": (None, name)}, department_id=department.id
    )
    return department
