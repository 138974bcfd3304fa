"""Departments as the page 单位与联络员 lists them: contacts, other names, members, open tasks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import func as sql
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from tracker.dashboards.conditions import working
from tracker.dashboards.filters import Counted, LedgerFilter, Part, Tab
from tracker.database import eager
from tracker.directory import contacts
from tracker.models import (
    Assignment,
    AssignmentRole,
    Department,
    DepartmentAlias,
    DepartmentMember,
    Event,
    Person,
    Task,
)
from tracker.permissions import visible_tasks

MOST_EVENTS = 20


class Kind(StrEnum):
    """Part of the list: without a contact, groups only."""

    unmanned = "unmanned"
    group = "group"


@dataclass(frozen=True, slots=True)
class DepartmentFilter:
    """Which departments are wanted: words in a name, an alias or a clerk's name; of which kind."""

    words: str = ""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department with its unfinished tasks, and those of them that it leads.

    `reached_by`: the clerks of its members where a group has none itself.
    """

    department: Department
    clerks: tuple[Person, ...]
    reached_by: tuple[Person, ...]
    tasks: Counted
    leads: Counted


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """What the page of one department shows; `events` are its history, newest first."""

    row: DepartmentRow
    events: tuple[Event, ...] = field(default=())


def count_departments(session: Session, wanted: DepartmentFilter) -> int:
    """Return how many departments the filter holds."""
    return session.exec(
        select(sql.count()).select_from(Department).where(*conditions(wanted))
    ).one()


def list_departments(
    session: Session, person: Person, wanted: DepartmentFilter, offset: int, limit: int
) -> list[DepartmentRow]:
    """Return one part of the list, in the order in which the departments came."""
    query = select(Department).where(*conditions(wanted)).order_by(col(Department.id))
    related = (Department.aliases, Department.members, Department.people)
    query = query.options(*(selectinload(eager(each)) for each in related))
    return rows_of(session, person, session.exec(query.offset(offset).limit(limit)).all())


def conditions(wanted: DepartmentFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter; merged departments are gone."""
    found = [col(Department.merged_into_id).is_(None), *map(has_word, wanted.words.split())]
    if wanted.kind is Kind.group:
        found.append(col(Department.is_group).is_(True))
    if wanted.kind is Kind.unmanned:
        found.append(is_unmanned())
    return found


def has_word(word: str) -> ColumnElement[bool]:
    """Return the condition that a name of the department or of its clerks holds a word."""
    named = select(DepartmentAlias.department_id).where(
        col(DepartmentAlias.name).contains(word, autoescape=True)
    )
    staffed = select(Person.department_id).where(
        col(Person.name).contains(word, autoescape=True), col(Person.is_active)
    )
    return or_(
        col(Department.name).contains(word, autoescape=True),
        col(Department.id).in_(named),
        col(Department.id).in_(staffed),
    )


def is_unmanned() -> ColumnElement[bool]:
    """Return the condition that nobody can be written to for a department, nor for its members."""
    staffed = select(Person.department_id).where(
        col(Person.is_active), col(Person.department_id).is_not(None)
    )
    reached = select(DepartmentMember.group_id).where(col(DepartmentMember.member_id).in_(staffed))
    return and_(col(Department.id).not_in(staffed), col(Department.id).not_in(reached))


def rows_of(
    session: Session, person: Person, departments: Sequence[Department]
) -> list[DepartmentRow]:
    """Return departments with whom to write to and their unfinished tasks."""
    keys = [each.id for each in departments]
    people = contacts(session, keys)
    numbers = task_numbers(session, person, keys)
    rows = []
    for each in departments:
        found = people.get(each.id, [])
        rows.append(
            DepartmentRow(
                department=each,
                clerks=tuple(person for person in found if person.department_id == each.id),
                reached_by=tuple(person for person in found if person.department_id != each.id),
                tasks=counted(
                    each, Part.any, sum(numbers.get((each.id, role), 0) for role in AssignmentRole)
                ),
                leads=counted(each, Part.lead, numbers.get((each.id, AssignmentRole.lead), 0)),
            )
        )
    return rows


def counted(department: Department, part: Part, number: int) -> Counted:
    """Return a number with the ledger's filter it counts."""
    return Counted(number, LedgerFilter(tab=Tab.unfinished, department=department.id, part=part))


def task_numbers(
    session: Session, person: Person, departments: Sequence[int]
) -> dict[tuple[int, AssignmentRole], int]:
    """Return how many unfinished tasks each department has in each role, of those to be seen."""
    statement = (
        select(Assignment.department_id, Assignment.role, sql.count())
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(
            visible_tasks(person),
            working(),
            col(Assignment.department_id).in_(departments),
        )
        .group_by(col(Assignment.department_id), col(Assignment.role))
    )
    return {(key, AssignmentRole(role)): number for key, role, number in session.exec(statement)}


def department_page(session: Session, person: Person, department: Department) -> DepartmentPage:
    """Return the page of one department."""
    history = (
        select(Event)
        .where(Event.department_id == department.id, col(Event.action).like("department.%"))
        .order_by(col(Event.id).desc())
        .limit(MOST_EVENTS)
        .options(joinedload(eager(Event.person)))
    )
    [row] = rows_of(session, person, [department])
    return DepartmentPage(row, tuple(session.exec(history).all()))
