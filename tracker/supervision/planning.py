"""Turns a choice of tasks into the effect a step would have on them; reads only."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from tracker.clock import local_date
from tracker.database import eager
from tracker.directory import contacts
from tracker.errors import NotFound
from tracker.mail import is_address
from tracker.models import (
    Assignment,
    Event,
    Milestone,
    MilestoneState,
    Person,
    Task,
    TaskState,
)
from tracker.permissions import departments_acted_for, require, visible_tasks
from tracker.tasks import (
    WORKING_STATES,
    Standing,
    parts_of,
    repeats,
    task_standing,
    worst_milestone,
)


class BulkAction(StrEnum):
    """催签 tells who has not signed, 催办 who is late; 办结 ends standing tasks; 签收 signs."""

    press = "press"
    urge = "urge"
    complete = "complete"
    sign = "sign"


class Obstacle(StrEnum):
    """Why a task stays as it is."""

    not_under_way = "not_under_way"
    all_signed = "all_signed"
    not_late = "not_late"
    under_review = "under_review"
    told_today = "told_today"
    no_clerk = "no_clerk"
    ends_itself = "ends_itself"
    not_signed = "not_signed"


# The row of POLICY each step needs.
ACTIONS = {
    BulkAction.press: "assignment.press",
    BulkAction.urge: "task.urge",
    BulkAction.complete: "task.complete",
    BulkAction.sign: "assignment.sign",
}
# The history line of what was told to a department; it also keeps a day's second mail back.
TELLING = {BulkAction.press: "assignment.pressed", BulkAction.urge: "task.urged"}
LATE = frozenset({Standing.overdue, Standing.lagging})


@dataclass(frozen=True, slots=True)
class Line:
    """One chosen task: the departments the step concerns, or what keeps it as it is.

    `silent` are departments that would be told, had they a clerk with a mail address.
    """

    task: Task
    standing: Standing
    milestone: Milestone | None
    concerned: tuple[Assignment, ...] = ()
    silent: tuple[Assignment, ...] = ()
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: to whom, about which of the tasks, and for which parts in them."""

    person: Person
    lines: tuple[Line, ...]
    parts: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The effect of a step on the chosen tasks, as of one local date."""

    action: BulkAction
    today: date
    lines: tuple[Line, ...]
    letters: tuple[Letter, ...]

    @property
    def doable(self) -> tuple[Line, ...]:
        """The tasks the step changes, or whose departments are told."""
        return tuple(each for each in self.lines if each.obstacle is None)

    @property
    def kept(self) -> tuple[Line, ...]:
        """The tasks that stay as they are."""
        return tuple(each for each in self.lines if each.obstacle is not None)

    @property
    def fingerprint(self) -> str:
        """A hash of the effect: who looked at one agrees to no other."""
        effect = [
            self.action,
            sorted((each.task.id, [part.id for part in each.concerned]) for each in self.doable),
            sorted(each.person.id for each in self.letters),
        ]
        return hashlib.sha256(repr(effect).encode()).hexdigest()[:32]


def plan(
    session: Session,
    action: BulkAction,
    task_ids: Sequence[int],
    by: Person,
    today: date,
    timezone: str,
) -> Plan:
    """Return what `action` would do to these tasks on the local date `today`.

    Raises:
        NotAllowed: the person's role does not have the action.
        NotFound: one of the ids is no task the person may see; nothing is told of the others.
    """
    require(by, ACTIONS[action])
    rule = RULES[action]
    lines = [rule(task, by, today) for task in load_tasks(session, task_ids, by)]
    if action not in TELLING:
        return Plan(action, today, tuple(lines), ())
    told = told_today(session, action, task_ids, today, timezone)
    people = reachable(session, lines)
    reached = tuple(reach(each, told, people) for each in lines)
    return Plan(action, today, reached, letters(reached, people))


def load_tasks(session: Session, task_ids: Sequence[int], by: Person) -> list[Task]:
    """Return the tasks in the order of the ledger; see `plan` for what is refused."""
    wanted = set(task_ids)
    statement = (
        select(Task)
        .where(col(Task.id).in_(wanted), visible_tasks(by))
        .order_by(col(Task.document_id).desc(), col(Task.position), col(Task.id))
        .options(selectinload(eager(Task.assignments)), selectinload(eager(Task.milestones)))
    )
    found = list(session.exec(statement).all())
    if len(found) != len(wanted):
        raise NotFound("There is no such task.")
    return found


def line(task: Task, today: date, obstacle: Obstacle | None, *parts: Assignment) -> Line:
    """Return the line of a task; one with an obstacle concerns nobody."""
    concerned = () if obstacle else parts
    worst = worst_milestone(task, today)
    return Line(task, task_standing(task, today), worst, concerned, (), obstacle)


def press(task: Task, _by: Person, today: date) -> Line:
    """催签: concerns who has not signed."""
    named = (*task.leads, *task.cooperating)
    unsigned = [each for each in named if each.signed_at is None]
    if task.state not in WORKING_STATES:
        return line(task, today, Obstacle.not_under_way)
    return line(task, today, None if unsigned else Obstacle.all_signed, *unsigned)


def urge(task: Task, _by: Person, today: date) -> Line:
    """催办: concerns who leads in a task that is 逾期 or 滞后 and does not wait for us."""
    if task.state not in WORKING_STATES:
        return line(task, today, Obstacle.not_under_way)
    worst = worst_milestone(task, today)
    if task_standing(task, today) not in LATE or worst is None:
        return line(task, today, Obstacle.not_late)
    waits = worst.state is MilestoneState.submitted
    return line(task, today, Obstacle.under_review if waits else None, *task.leads)


def complete(task: Task, _by: Person, today: date) -> Line:
    """办结: of a task that goes on until somebody ends it."""
    if task.state not in WORKING_STATES:
        return line(task, today, Obstacle.not_under_way)
    if not any(repeats(form) for form in parts_of(task.deadline_normal)):
        return line(task, today, Obstacle.ends_itself)
    if any(each.state is MilestoneState.submitted for each in task.milestones):
        return line(task, today, Obstacle.under_review)
    return line(task, today, Obstacle.not_signed if task.state is TaskState.issued else None)


def sign(task: Task, by: Person, today: date) -> Line:
    """签收: the parts of the departments the person acts for."""
    acted_for = departments_acted_for(by)
    own = [
        each
        for each in (*task.leads, *task.cooperating)
        if each.department_id in acted_for and each.signed_at is None
    ]
    if task.state not in WORKING_STATES:
        return line(task, today, Obstacle.not_under_way)
    return line(task, today, None if own else Obstacle.all_signed, *own)


RULES: dict[BulkAction, Callable[[Task, Person, date], Line]] = {
    BulkAction.press: press,
    BulkAction.urge: urge,
    BulkAction.complete: complete,
    BulkAction.sign: sign,
}


def told_today(
    session: Session, action: BulkAction, task_ids: Sequence[int], today: date, timezone: str
) -> set[tuple[int | None, int | None]]:
    """Return which (task, department) was told the same on the local date `today` already."""
    statement = select(Event.task_id, Event.department_id, Event.at).where(
        Event.action == TELLING[action], col(Event.task_id).in_(set(task_ids))
    )
    return {
        (task, department)
        for task, department, at in session.exec(statement)
        if local_date(at, timezone) == today
    }


def reachable(session: Session, lines: Sequence[Line]) -> dict[int, list[Person]]:
    """Return the contacts with a mail address of every department the lines concern."""
    departments = {part.department_id for each in lines for part in each.concerned}
    found = contacts(session, departments)
    return {
        department: [each for each in people if is_address(each.email)]
        for department, people in found.items()
    }


def reach(
    one: Line,
    told: set[tuple[int | None, int | None]],
    people: dict[int, list[Person]],
) -> Line:
    """Return the line with only those concerned whom a mail reaches and none reached today."""
    if one.obstacle:
        return one
    fresh = [each for each in one.concerned if (one.task.id, each.department_id) not in told]
    reached = tuple(each for each in fresh if people.get(each.department_id))
    silent = tuple(each for each in fresh if not people.get(each.department_id))
    obstacle = None
    if not reached:
        obstacle = Obstacle.no_clerk if silent else Obstacle.told_today
    return Line(one.task, one.standing, one.milestone, reached, silent, obstacle)


def letters(lines: Sequence[Line], people: dict[int, list[Person]]) -> tuple[Letter, ...]:
    """Return one mail for each contact, about all that concerns the departments acted for."""
    addressed: dict[int, tuple[Person, dict[int, Line], list[Assignment]]] = {}
    for each in lines:
        for part in each.concerned:
            for person in people[part.department_id]:
                _person, listed, parts = addressed.setdefault(person.id, (person, {}, []))
                listed[each.task.id] = each
                parts.append(part)
    return tuple(
        Letter(person, tuple(listed.values()), tuple(parts))
        for person, listed, parts in addressed.values()
    )
