"""One POLICY table: who may do what, and to which things."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlmodel import col, select

from tracker.errors import NotAllowed, NotFound
from tracker.models import Assignment, Person, Report, Role, SavedFilter, Task

COORDINATOR, CLERK, LEADER = Role.coordinator, Role.clerk, Role.leader
ADMINISTRATOR, OPERATOR = Role.administrator, Role.operator

Scope = Callable[[Person, Any], bool]


def anything(_person: Person, _thing: object) -> bool:
    """No limit on the thing."""
    return True


def own_task(person: Person, task: Task) -> bool:
    """A clerk's department takes part in the task; others see every task."""
    return person.role is not CLERK or any(
        each.department_id == person.department_id for each in task.assignments
    )


def own_assignment(person: Person, assignment: Assignment) -> bool:
    """The assignment is that of the clerk's own department."""
    return assignment.department_id == person.department_id


def own_lead(person: Person, task: Task) -> bool:
    """The clerk's department leads in the task, alone or with others."""
    return any(each.department_id == person.department_id for each in task.leads)


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
    "document.review": allow(COORDINATOR, OPERATOR),
    "message.read": allow(COORDINATOR, ADMINISTRATOR),
    "message.release": allow(COORDINATOR, ADMINISTRATOR),
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
    """Return the condition on Task that every query for `person` carries."""
    if not may(person, "task.read"):
        return false()
    if person.role is not CLERK:
        return true()
    own = select(Assignment.task_id).where(Assignment.department_id == person.department_id)
    return col(Task.id).in_(own)
