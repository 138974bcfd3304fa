"""Loads tasks with everything a row of a list shows, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func as sql
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from tracker.dashboards.conditions import Scope
from tracker.dashboards.left import Left, Note, note, task_left
from tracker.database import eager
from tracker.deadlines import explain, from_normal
from tracker.models import (
    Assignment,
    AssignmentRole,
    Document,
    Milestone,
    MilestoneState,
    Report,
    ReportState,
    Role,
    Task,
)
from tracker.permissions import departments_acted_for
from tracker.tasks import WORKING_STATES, Standing, task_standing, worst_milestone


class Action(StrEnum):
    """What the person can do next with a task."""

    review = "review"
    sign = "sign"
    report = "report"
    view = "view"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One task as a list shows it; everything in it is loaded.

    `meaning` explains a deadline without a date. Of the reports `latest` is the last of anybody,
    `waiting` the one to review, `returned` the last one returned. `own` is the part of the person's
    department, `target` the milestone to report on.
    """

    task: Task
    standing: Standing
    worst: Milestone | None
    left: Left
    note: Note | None
    meaning: str
    latest: Report | None
    waiting: Report | None
    returned: Report | None
    own: Assignment | None
    action: Action
    target: Milestone | None

    @property
    def summary(self) -> Assignment | None:
        """The 牵头（汇总） department's part."""
        return next((each for each in self.task.assignments if each.reports_for_all), None)

    @property
    def unsigned(self) -> list[Assignment]:
        """The parts nobody signed for."""
        return [each for each in self.task.assignments if each.signed_at is None]


def load_rows(session: Session, ids: Sequence[int], scope: Scope) -> list[LedgerRow]:
    """Return the rows of these tasks, in this order."""
    statement = (
        select(Task)
        .where(col(Task.id).in_(ids))
        .options(
            selectinload(eager(Task.assignments)),
            selectinload(eager(Task.milestones)),
            joinedload(eager(Task.document)).load_only(
                eager(Document.doc_number), eager(Document.title), eager(Document.filename)
            ),
        )
    )
    tasks = {task.id: task for task in session.exec(statement)}
    latest = latest_reports(session, ids)
    waiting = reports_in(session, ids, ReportState.submitted)
    returned = reports_in(session, ids, ReportState.returned)
    return [
        row_of(tasks[each], latest.get(each), waiting.get(each), returned.get(each), scope)
        for each in ids
        if each in tasks
    ]


def latest_reports(session: Session, ids: Sequence[int]) -> dict[int, Report]:
    """Return the last report of each task that has one."""
    last = (
        select(sql.max(Report.id))
        .join(Milestone, col(Milestone.id) == Report.milestone_id)
        .where(col(Milestone.task_id).in_(ids))
        .group_by(col(Milestone.task_id))
    )
    return reports_by_task(session, col(Report.id).in_(last))


def reports_in(session: Session, ids: Sequence[int], state: ReportState) -> dict[int, Report]:
    """Return the last report of each task that is in this state."""
    return reports_by_task(session, Report.state == state, col(Milestone.task_id).in_(ids))


def reports_by_task(session: Session, *conditions: Any) -> dict[int, Report]:  # noqa: ANN401 - SQLModel types a comparison as bool
    """Return the last report a task of those that fit."""
    statement = (
        select(Milestone.task_id, Report)
        .join(Report, col(Report.milestone_id) == Milestone.id)
        .where(*conditions)
        .order_by(col(Report.id))
    )
    return dict(session.exec(statement).all())


def row_of(
    task: Task,
    latest: Report | None,
    waiting: Report | None,
    returned: Report | None,
    scope: Scope,
) -> LedgerRow:
    """Return the row of one loaded task."""
    worst = worst_milestone(task, scope.today)
    own = own_part(task, scope)
    action, target = next_action(task, own, waiting, scope)
    below = note(task, scope.today)
    return LedgerRow(
        task=task,
        standing=task_standing(task, scope.today),
        worst=worst,
        left=task_left(task, scope.today),
        note=below,
        meaning="" if below else meaning_of(task),
        latest=latest,
        waiting=waiting,
        returned=returned,
        own=own,
        action=action,
        target=target,
    )


def meaning_of(task: Task) -> str:
    """Return what the system takes the deadline to mean, nothing where the document has none."""
    if task.deadline_normal == "none":
        return ""
    return explain(from_normal(task.deadline_normal, task.deadline_text, day=task.deadline_due_on))


def own_part(task: Task, scope: Scope) -> Assignment | None:
    """Return the part the person acts for: an unsigned one first, then the own department's."""
    own = departments_acted_for(scope.person)
    parts = [each for each in task.assignments if each.department_id in own]
    parts.sort(key=lambda each: each.department_id != scope.person.department_id)
    unsigned = (each for each in parts if each.signed_at is None)
    return next(unsigned, next(iter(parts), None))


def next_action(
    task: Task, own: Assignment | None, waiting: Report | None, scope: Scope
) -> tuple[Action, Milestone | None]:
    """Return what the person can do with the task, and on which milestone."""
    if task.state not in WORKING_STATES:
        return Action.view, None
    if scope.person.role == Role.coordinator:
        return (Action.review if waiting else Action.view), None
    if scope.person.role != Role.clerk or own is None:
        return Action.view, None
    if own.signed_at is None:
        return Action.sign, None
    target = reportable(task, scope) if own.role == AssignmentRole.lead else None
    return (Action.report if target else Action.view), target


def reportable(task: Task, scope: Scope) -> Milestone | None:
    """Return the milestone a report is due on: the worst that takes one."""
    worst = worst_milestone(task, scope.today)
    if worst is not None and worst.state is MilestoneState.open:
        return worst
    return next((each for each in task.milestones if each.state is MilestoneState.open), None)
