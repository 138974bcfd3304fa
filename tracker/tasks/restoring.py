"""Puts a task back as it was before an amended edition changed it; what was done since stays out.

Nobody signed, reported or moved it since: who calls this has made sure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from tracker.clock import Workdays
from tracker.database import compare_and_set
from tracker.directory import living
from tracker.errors import Conflict
from tracker.history import Change, record
from tracker.models import (
    Assignment,
    AssignmentRole,
    Department,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Person,
    Task,
    TaskState,
)
from tracker.settings import lights
from tracker.tasks.amending import leave, names_of, note_party, words_of
from tracker.tasks.facts import NODE_COLUMNS, PLACE, Facts
from tracker.tasks.forms import parts_of
from tracker.tasks.standing import DONE_STATES, lamp_days
from tracker.tasks.states import RETURNS, move_milestone


def day_or_none(kept: object) -> date | None:
    """Return a local date that the history keeps as a text."""
    return date.fromisoformat(str(kept)) if kept else None


# How a value comes back from the history; any other is kept as it is.
KINDS: Mapping[str, Callable[[object], object]] = {
    "deadline_due_on": day_or_none,
    "deadline_day": day_or_none,
    "due_on": day_or_none,
}
NODE_KINDS: Mapping[str, Callable[[object], object]] = {
    **KINDS,
    "kind": lambda kept: MilestoneKind(str(kept)),
    "state": lambda kept: MilestoneState(str(kept)),
}
NOT_COLUMNS = frozenset({"state", "deadline_version", "parts", "nodes"})


@dataclass(frozen=True, slots=True)
class Restoring:
    """One taking back of an edition: who did it, when, and why in words."""

    session: Session
    by: Person
    now: datetime
    workdays: Workdays
    reason: str


def restore_task(act: Restoring, task: Task, was: Facts, left: Facts) -> None:
    """Give a task back what it was; `was` and `left` are what `facts.difference` told of the step.

    A deadline that goes back counts the deadline version up once more, so that reminders begin
    anew. The history says from and to, unless the task only moved in its document.

    Raises:
        Conflict: another transaction moved or amended the task.
    """
    before, names = words_of(task), names_of(task)
    seen = {"state": task.state, "deadline_version": task.deadline_version}
    target = state_to(task, was, left)
    compare_and_set(act.session, task, seen, **columns(task, was), **state_values(task, target))
    if was.keys() <= PLACE:
        return
    if "nodes" in was:
        restore_nodes(act, task, was["nodes"], left["nodes"])
    if "parts" in was:
        restore_parts(act, task, was["parts"])
    after = {**words_of(task), **names_of(task), "state": task.state}
    change: Change = {
        field: (old, after[field])
        for field, old in {**before, **names, "state": seen["state"]}.items()
        if old != after[field]
    }
    change["reason"] = (None, act.reason)
    record(act.session, "task.restored", act.by, act.now, change, task_id=task.id)


def columns(task: Task, was: Facts) -> dict[str, object]:
    """Return the columns of a task that go back, with the deadline version that begins then."""
    values = {
        field: KINDS[field](kept) if field in KINDS else kept
        for field, kept in was.items()
        if field not in NOT_COLUMNS
    }
    if "deadline_version" in was:
        values["deadline_version"] = task.deadline_version + 1
    return values


def state_to(task: Task, was: Facts, left: Facts) -> TaskState:
    """Return the state a task goes back to: its own where the step did not touch it.

    Raises:
        Conflict: RETURNS has no such step.
    """
    if "state" not in was or (was["state"] == left["state"] and "nodes" not in was):
        return task.state
    target = TaskState(was["state"])
    if target is not task.state and target not in RETURNS[task.state]:
        raise Conflict(f"Task {task.id} cannot go back from {task.state} to {target}.")
    return target


def state_values(task: Task, target: TaskState) -> dict[str, object]:
    """Return the columns that say a state."""
    completed_at = task.completed_at if target in DONE_STATES else None
    return {"state": target, "completed_at": completed_at}


def restore_nodes(act: Restoring, task: Task, was: Facts, left: Facts) -> None:
    """Move the nodes back that the step moved, with the lamps of today's rules.

    A node that it opened, or that followed from its deadline since, is superseded.
    """
    nodes = {str(node.id): node for node in task.milestones}
    for key, kept in was.items():
        restore_node(act, nodes.pop(key), kept)
    forms = parts_of(task.deadline_normal)
    for key, node in nodes.items():
        is_new = key in left or node.normal not in forms
        if is_new and node.state is MilestoneState.open:
            move_milestone(act.session, node, MilestoneState.superseded, act.by, act.now)


def restore_node(act: Restoring, node: Milestone, kept: Facts) -> None:
    """Give one node back what it was."""
    before = {column: getattr(node, column) for column in NODE_COLUMNS}
    values = {
        column: NODE_KINDS[column](kept[column]) if column in NODE_KINDS else kept[column]
        for column in NODE_COLUMNS
    }
    compare_and_set(act.session, node, {"state": node.state}, **values)
    node.soon_from, node.lagging_from = lamp_days(node, act.workdays, lights(act.session))
    subject = {"task_id": node.task_id, "milestone_id": node.id}
    moved: Change = {
        field: (before[field], values[field])
        for field in ("normal", "due_on")
        if before[field] != values[field]
    }
    if moved:
        record(act.session, "milestone.moved", act.by, act.now, moved, **subject)
    if node.state is not before["state"]:
        change: Change = {"state": (before["state"], node.state)}
        record(act.session, f"milestone.{node.state}", act.by, act.now, change, **subject)


def restore_parts(act: Restoring, task: Task, was: Facts) -> None:
    """Bring the assignments back; a department that left without having signed comes unsigned.

    One that was merged into another since is that one.
    """
    wanted = living_parts(act.session, was)
    present = {each.department_id: each for each in task.assignments}
    for part in present.values():
        part.reports_for_all = False  # at most one may have it at any moment
    act.session.flush()
    for department, values in wanted.items():
        known = present.pop(department, None)
        if known is None:
            task.assignments.append(Assignment(task_id=task.id, department_id=department, **values))
            note_party(act.session, "assignment.added", task, department, act.by, act.now)
            continue
        if known.is_former is not values["is_former"]:
            action = "assignment.restored" if known.is_former else "assignment.kept"
            note_party(act.session, action, task, department, act.by, act.now)
        for column, value in values.items():
            setattr(known, column, value)
    for position, part in enumerate(present.values(), start=len(wanted) + 1):
        leave(act.session, part, position, act.by, act.now)
    act.session.flush()
    act.session.refresh(task, ["assignments"])


def living_parts(session: Session, was: Facts) -> dict[int, Facts]:
    """Return the parts by the departments there are today; of two that were merged the first."""
    found: dict[int, Facts] = {}
    for key, kept in sorted(was.items(), key=lambda each: each[1]["position"]):
        department = living(session, session.get_one(Department, int(key)))
        values = {**kept, "role": AssignmentRole(kept["role"])}
        known = found.setdefault(department.id, values)
        known["reports_for_all"] = known["reports_for_all"] or values["reports_for_all"]
    return found
