"""The workbench 工作台: what waits for the person who looks, the most urgent first."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from tracker.clock import DEFAULT_TIMEZONE
from tracker.dashboards.conditions import Scope, count, working
from tracker.dashboards.filters import Counted, LedgerFilter, Need, Part, Sort, Tab
from tracker.dashboards.ledger import find_ids, tab_counts
from tracker.dashboards.overview import Coming, coming
from tracker.dashboards.rows import LedgerRow, load_rows
from tracker.models import (
    Assignment,
    AssignmentRole,
    Department,
    DepartmentMember,
    Person,
    Role,
    Task,
)
from tracker.permissions import acts_for, visible_tasks

SHOWN = 10
NEEDS_OF = {
    Role.coordinator: (Need.urge, Need.review, Need.unsigned),
    Role.clerk: (Need.sign, Need.returned, Need.report),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks with one need: all counted, the first few listed."""

    need: Need
    tasks: Counted
    rows: tuple[LedgerRow, ...]


@dataclass(frozen=True, slots=True)
class WithoutClerk:
    """A department that leads in unfinished tasks and has nobody to sign in for it."""

    name: str
    tasks: Counted


@dataclass(frozen=True, slots=True)
class Workbench:
    """What one person has to do as of the local date `today`.

    `others` are a clerk's tasks under way that ask for nothing now: a number, not rows.
    """

    today: date
    todo: Counted
    groups: tuple[Group, ...]
    others: Counted | None
    counts: dict[Tab | None, Counted]
    coming: Coming
    without_clerk: tuple[WithoutClerk, ...]


def workbench(
    session: Session, person: Person, today: date, timezone: str = DEFAULT_TIMEZONE
) -> Workbench:
    """Return the workbench of a coordinator or a clerk; for anybody else its groups are empty."""
    scope = Scope(person, today, timezone)
    return Workbench(
        today=today,
        todo=count(session, LedgerFilter(need=Need.todo, sort=Sort.left), scope),
        groups=groups(session, scope),
        others=others(session, scope),
        counts=tab_counts(session, LedgerFilter(), scope),
        coming=coming(session, scope, SHOWN),
        without_clerk=without_clerk(session, scope),
    )


def groups(session: Session, scope: Scope) -> tuple[Group, ...]:
    """Return the groups of the person's role."""
    found = []
    for need in NEEDS_OF.get(scope.person.role, ()):
        wanted = LedgerFilter(need=need, sort=Sort.left)
        ids = find_ids(session, wanted, scope, SHOWN)
        rows = tuple(load_rows(session, ids, scope))
        found.append(Group(need, count(session, wanted, scope), rows))
    return tuple(found)


def others(session: Session, scope: Scope) -> Counted | None:
    """Return how many tasks of a clerk are under way and ask for nothing; None for other roles."""
    if scope.person.role != Role.clerk:
        return None
    return count(session, LedgerFilter(need=Need.other, sort=Sort.left), scope)


def without_clerk(session: Session, scope: Scope) -> tuple[WithoutClerk, ...]:
    """Return the departments 无联络员 that lead in unfinished tasks; only coordinators are told."""
    if scope.person.role != Role.coordinator:
        return ()
    staffed = select(Person.department_id).where(
        Person.role == Role.clerk, col(Person.is_active), col(Person.department_id).is_not(None)
    )
    reached = select(DepartmentMember.group_id).where(col(DepartmentMember.member_id).in_(staffed))
    number = sql.count()
    statement = (
        select(Department.id, Department.name, number)
        .join(Assignment, col(Assignment.department_id) == Department.id)
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(
            visible_tasks(scope.person),
            working(),
            Assignment.role == AssignmentRole.lead,
            col(Department.id).not_in(staffed),
            col(Department.id).not_in(reached),
        )
        .group_by(col(Department.id), col(Department.name))
        .order_by(number.desc(), col(Department.id))
    )
    return tuple(
        WithoutClerk(
            name,
            Counted(tasks, LedgerFilter(tab=Tab.unfinished, department=key, part=Part.lead)),
        )
        for key, name, tasks in session.exec(statement)
    )


def assignments_to_sign(session: Session, person: Person) -> list[Assignment]:
    """Return what the departments the person acts for have not signed, of the tasks under way."""
    statement = (
        select(Assignment)
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(
            visible_tasks(person),
            working(),
            acts_for(person, col(Assignment.department_id)),
            col(Assignment.signed_at).is_(None),
        )
        .order_by(col(Assignment.id))
    )
    return list(session.exec(statement).all())
