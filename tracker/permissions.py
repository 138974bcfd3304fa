"""One POLICY table: who may do what, and to which things."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from tracker.errors import NotAllowed, NotFound
from tracker.models import (
    Assignment,
    DepartmentMember,
    Document,
    Person,
    Report,
    Role,
    SavedFilter,
    Task,
)

COORDINATOR, CLERK, LEADER = Role.coordinator, Role.clerk, Role.leader
ADMINISTRATOR, OPERATOR = Role.administrator, Role.operator

Scope = Callable[[Person, Any], bool]


def anything(_person: Person, _thing: object) -> bool:
    """No limit on the thing."""
    return True


def kept_document(_person: Person, document: Document) -> bool:
    """The import of the document was not withdrawn."""
    return document.withdrawn_at is None


def departments_seen(person: Person) -> frozenset[int]:
    """Return the departments whose tasks concern a clerk: the own one and the groups it is in.

    A group (各街道) stands for its members, so what it is given is given to each of them.
    """
    if person.department_id is None or person.department is None:
        return frozenset()
    return frozenset([person.department.id, *(group.id for group in person.department.groups)])


def departments_acted_for(person: Person) -> frozenset[int]:
    """Return the departments a clerk signs and reports for.

    The own one, and the groups it is in that have no clerk of their own: somebody has to, and
    where a group has its clerk, that one speaks for it.
    """
    if person.department_id is None or person.department is None:
        return frozenset()
    unmanned = (group.id for group in person.department.groups if not group.has_clerk)
    return frozenset([person.department.id, *unmanned])


def own_task(person: Person, task: Task) -> bool:
    """A clerk's department takes part in the task, itself or in a group; others see every task.

    Nobody sees those of a withdrawn import.
    """
    if not kept_document(person, task.document):
        return False
    if person.role is not CLERK:
        return True
    seen = departments_seen(person)
    return any(each.department_id in seen for each in task.assignments)


def own_assignment(person: Person, assignment: Assignment) -> bool:
    """The assignment is of a department the clerk acts for, and its import was not withdrawn."""
    is_kept = kept_document(person, assignment.task.document)
    return is_kept and assignment.department_id in departments_acted_for(person)


def own_lead(person: Person, task: Task) -> bool:
    """A department the clerk acts for leads in the task, alone or with others."""
    own = departments_acted_for(person)
    return any(each.department_id in own for each in task.leads)


def own_report(person: Person, report: Report) -> bool:
    """The report belongs to a task the person may see."""
    return own_task(person, report.milestone.task)


def own_filter(person: Person, kept: SavedFilter) -> bool:
    """The person keeps this filter; nobody sees another's."""
    return kept.person_id == person.id


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of POLICY: the roles that may, and for which things."""

    roles: frozenset[Role]
    scope: Scope = anything


def allow(*roles: Role, scope: Scope = anything) -> Rule:
    """Return the rule that lets `roles` act on what is in `scope`."""
    return Rule(frozenset(roles), scope)


# An administrator keeps accounts and sees no task (三权分立, GB/T 22239—2019).
POLICY: dict[str, Rule] = {
    "home.open": allow(COORDINATOR, CLERK, LEADER, ADMINISTRATOR),
    "session.end": allow(COORDINATOR, CLERK, LEADER, ADMINISTRATOR),
    "account.own": allow(COORDINATOR, CLERK, LEADER, ADMINISTRATOR),
    "dashboard.read": allow(COORDINATOR, LEADER),
    "task.list": allow(COORDINATOR, CLERK, LEADER, OPERATOR),
    "task.read": allow(COORDINATOR, CLERK, LEADER, OPERATOR, scope=own_task),
    "assignment.sign": allow(CLERK, scope=own_assignment),
    "assignment.press": allow(COORDINATOR),
    "report.submit": allow(CLERK, scope=own_lead),
    "report.review": allow(COORDINATOR),
    "task.urge": allow(COORDINATOR),
    "task.complete": allow(COORDINATOR),
    "filter.keep": allow(COORDINATOR, CLERK, LEADER, scope=own_filter),
    "evidence.read": allow(COORDINATOR, CLERK, LEADER, scope=own_report),
    "document.list": allow(COORDINATOR, LEADER),
    "document.read": allow(COORDINATOR, LEADER),
    "document.import": allow(COORDINATOR, OPERATOR),
    "document.review": allow(COORDINATOR, OPERATOR, scope=kept_document),
    "document.amend": allow(COORDINATOR, scope=kept_document),
    "document.withdraw": allow(COORDINATOR, scope=kept_document),
    "job.read": allow(COORDINATOR),
    "job.change": allow(COORDINATOR),
    "department.read": allow(COORDINATOR, ADMINISTRATOR),
    "department.manage": allow(COORDINATOR, ADMINISTRATOR),
    # Whether a mail arrived concerns both; what it says of a task, the coordinators alone.
    "message.list": allow(COORDINATOR, ADMINISTRATOR),
    "message.read": allow(COORDINATOR),
    "message.release": allow(COORDINATOR, ADMINISTRATOR),
    "settings.read": allow(COORDINATOR, ADMINISTRATOR),
    "settings.edit": allow(COORDINATOR, ADMINISTRATOR),
    "calendar.edit": allow(ADMINISTRATOR),
    "mail.test": allow(ADMINISTRATOR),
    "system.read": allow(ADMINISTRATOR),
    "person.manage": allow(ADMINISTRATOR, OPERATOR),
}


def may(person: Person, action: str, thing: object = None) -> bool:
    """Return whether `person` may do `action` (a key of POLICY), to `thing` where one is given."""
    rule = POLICY[action]
    if not person.is_active or person.role not in rule.roles:
        return False
    return thing is None or rule.scope(person, thing)


def require(person: Person, action: str, thing: object = None) -> None:
    """Refuse unless `person` may do `action`.

    Raises:
        NotAllowed: the role does not have the action.
        NotFound: the role has it, but not for this thing; its existence is not told.
    """
    if may(person, action, thing):
        return
    if may(person, action):
        raise NotFound("There is no such thing.")
    raise NotAllowed("Your role may not do this.")


def visible_tasks(person: Person) -> ColumnElement[bool]:
    """Return the condition on Task that every query for `person` carries.

    The tasks of a withdrawn import are there for the history alone.
    """
    if not may(person, "task.read"):
        return false()
    withdrawn = select(Document.id).where(col(Document.withdrawn_at).is_not(None))
    kept = col(Task.document_id).not_in(withdrawn)
    if person.role is not CLERK:
        return kept
    groups = groups_of(person.department_id)
    concerned = or_(
        col(Assignment.department_id) == person.department_id,
        col(Assignment.department_id).in_(groups),
    )
    return and_(kept, col(Task.id).in_(select(Assignment.task_id).where(concerned)))


def acts_for(person: Person, department: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Return the condition that a column names a department the person acts for.

    The same as `departments_acted_for`; a property test holds them equal.
    """
    if person.department_id is None:
        return false()
    manned = select(Person.department_id).where(
        col(Person.is_active), col(Person.department_id).is_not(None)
    )
    unmanned_group = and_(
        department.in_(groups_of(person.department_id)), department.not_in(manned)
    )
    return or_(department == person.department_id, unmanned_group)


def groups_of(department_id: int | None) -> SelectOfScalar[int]:
    """Return the query for the groups a department belongs to."""
    return select(DepartmentMember.group_id).where(DepartmentMember.member_id == department_id)
