"""Says what a task is as plain values, so that the history can keep it and a step be taken back."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from tracker.history import plain
from tracker.models import Assignment, Milestone, Task

# What is plain JSON of one task: its columns, `parts` by department id, `nodes` by milestone id.
Facts = dict[str, Any]
# Where a task stands in its document; it may move there without being changed.
PLACE = frozenset({"position", "source"})
COLUMNS = (
    *sorted(PLACE),
    "no",
    "title",
    "content",
    "deadline_text",
    "deadline_written",
    "deadline_normal",
    "deadline_due_on",
    "deadline_day",
    "deadline_version",
    "persons",
    "problems",
    "state",
)
PART_COLUMNS = ("role", "position", "name_as_written", "reports_for_all", "is_former")
NODE_COLUMNS = ("kind", "state", "label", "normal", "due_on")


def facts_of(session: Session, ids: Iterable[int]) -> dict[int, Facts]:
    """Return what these tasks are now, by their ids; three queries however many they are."""
    session.flush()
    wanted = list(ids)
    parts: defaultdict[int, Facts] = defaultdict(dict)
    for part in session.exec(select(Assignment).where(col(Assignment.task_id).in_(wanted))):
        parts[part.task_id][str(part.department_id)] = columns_of(part, PART_COLUMNS)
    nodes: defaultdict[int, Facts] = defaultdict(dict)
    for node in session.exec(select(Milestone).where(col(Milestone.task_id).in_(wanted))):
        nodes[node.task_id][str(node.id)] = columns_of(node, NODE_COLUMNS)
    return {
        task.id: {**columns_of(task, COLUMNS), "parts": parts[task.id], "nodes": nodes[task.id]}
        for task in session.exec(select(Task).where(col(Task.id).in_(wanted)))
    }


def columns_of(row: Task | Assignment | Milestone, columns: Iterable[str]) -> Facts:
    """Return these columns of a row as JSON can hold them."""
    return {column: plain(getattr(row, column)) for column in columns}


def difference(was: Facts, now: Facts) -> tuple[Facts, Facts]:
    """Return what of a task differs, as it was and as it is; of its nodes those that differ.

    Where more than its place differs, the state is told too, so that a later step can be noticed.
    """
    differing = {field for field in was if was[field] != now[field]}
    if differing - PLACE:
        differing.add("state")
    before = {field: was[field] for field in was if field in differing}
    after = {field: now[field] for field in was if field in differing}
    if "nodes" in differing:
        before["nodes"] = apart(was["nodes"], now["nodes"])
        after["nodes"] = apart(now["nodes"], was["nodes"])
    return before, after


def apart(these: Facts, others: Facts) -> Facts:
    """Return the entries that the others do not have, or have otherwise."""
    return {key: value for key, value in these.items() if others.get(key) != value}
