"""The states of tasks and milestones, and every step between them.

A step is an UPDATE that names the old state, so of two people only one takes it.
"""

from datetime import date, datetime

from sqlmodel import Session

from tracker.database import compare_and_set
from tracker.errors import Conflict, NotNow
from tracker.history import Change, record
from tracker.models import (
    Assignment,
    Milestone,
    MilestoneState,
    Person,
    Task,
    TaskState,
)
from tracker.tasks.forms import parts_of, repeats
from tracker.tasks.standing import OPEN_STATES, WHOLE, WORKING_STATES
from tracker.texts import gettext as _

TRANSITIONS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.issued: frozenset({TaskState.active, TaskState.suspended, TaskState.cancelled}),
    TaskState.active: frozenset(
        {TaskState.submitted, TaskState.completed, TaskState.suspended, TaskState.cancelled}
    ),
    TaskState.submitted: frozenset(
        {TaskState.active, TaskState.completed, TaskState.suspended, TaskState.cancelled}
    ),
    TaskState.completed: frozenset({TaskState.struck_off, TaskState.active}),
    TaskState.struck_off: frozenset(),
    TaskState.suspended: frozenset(
        {TaskState.issued, TaskState.active, TaskState.submitted, TaskState.cancelled}
    ),
    TaskState.cancelled: frozenset(),
}
# Taking an amended edition back returns a task to the state it had; nothing else takes these steps.
RETURNS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.issued: frozenset(),
    TaskState.active: frozenset({TaskState.issued, TaskState.submitted}),
    TaskState.submitted: frozenset({TaskState.issued, TaskState.active}),
    TaskState.completed: frozenset({TaskState.issued, TaskState.active, TaskState.submitted}),
    TaskState.struck_off: frozenset(),
    TaskState.suspended: frozenset(),
    TaskState.cancelled: frozenset(
        {TaskState.issued, TaskState.active, TaskState.submitted, TaskState.suspended}
    ),
}
MILESTONE_TRANSITIONS: dict[MilestoneState, frozenset[MilestoneState]] = {
    MilestoneState.open: frozenset(
        {MilestoneState.submitted, MilestoneState.missed, MilestoneState.superseded}
    ),
    MilestoneState.submitted: frozenset({MilestoneState.open, MilestoneState.closed}),
    MilestoneState.closed: frozenset(),
    MilestoneState.missed: frozenset(),
    MilestoneState.superseded: frozenset(),
}


def change_state(
    session: Session,
    task: Task,
    to: TaskState,
    by: Person | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Move the task to another state; the history keeps a `reason` where one is given.

    Raises:
        Conflict: TRANSITIONS has no such step, or another transaction moved the task.
    """
    was = task.state
    if to not in TRANSITIONS[was]:
        raise Conflict(f"Task {task.id} cannot go from {was} to {to}.")
    completed_at = now if to is TaskState.completed else None
    if to is TaskState.struck_off:
        completed_at = task.completed_at
    compare_and_set(session, task, {"state": was}, state=to, completed_at=completed_at)
    change: Change = {"state": (was, to)}
    if reason:
        change["reason"] = (None, reason)
    record(session, f"task.{to}", by, now, change, task_id=task.id)


def move_milestone(
    session: Session,
    milestone: Milestone,
    to: MilestoneState,
    by: Person | None,
    now: datetime,
    **values: object,
) -> None:
    """Move the milestone to another state, with other `values` that change with it.

    Raises:
        Conflict: there is no such step, or another transaction moved it.
    """
    was = milestone.state
    if to not in MILESTONE_TRANSITIONS[was]:
        raise Conflict(f"Milestone {milestone.id} cannot go from {was} to {to}.")
    compare_and_set(session, milestone, {"state": was}, state=to, **values)
    record(
        session,
        f"milestone.{to}",
        by,
        now,
        {"state": (was, to)},
        task_id=milestone.task_id,
        milestone_id=milestone.id,
    )


def settle_state(session: Session, task: Task, by: Person | None, now: datetime) -> None:
    """Bring the task's state in line with its milestones and signatures.

    待审核 while every open milestone is; 已办结 once the last is closed, unless the task repeats.
    """
    if task.state not in WORKING_STATES:
        return
    still_open = [each.state for each in task.milestones if each.state in OPEN_STATES]
    if still_open:
        waiting = all(state is MilestoneState.submitted for state in still_open)
        # A task under way stays so: the tick that opens a period must never meet a step that
        # TRANSITIONS lacks, or one task would stop the reminders of all.
        begun = task.state is not TaskState.issued or any(each.signed_at for each in task.leads)
        working = TaskState.active if begun else TaskState.issued
        target = TaskState.submitted if waiting else working
    elif any(repeats(form) for form in parts_of(task.deadline_normal)):
        target = TaskState.active
    else:
        target = TaskState.completed
    if target is not task.state:
        change_state(session, task, target, by, now)


def sign(session: Session, assignment: Assignment, by: Person, now: datetime) -> None:
    """签收: the department takes note of its part; the first lead's signature starts the work.

    Raises:
        Conflict: it was signed already, or the task is no longer under way.
    """
    if assignment.task.state not in WORKING_STATES:
        raise Conflict(f"Task {assignment.task_id} is {assignment.task.state}; nothing to sign.")
    compare_and_set(session, assignment, {"signed_at": None}, signed_at=now, signed_by_id=by.id)
    record(
        session,
        "assignment.signed",
        by,
        now,
        task_id=assignment.task_id,
        department_id=assignment.department_id,
    )
    settle_state(session, assignment.task, by, now)


def submit_milestone(
    session: Session, milestone: Milestone, by: Person, now: datetime, today: date
) -> None:
    """Completion was asked for on the local date `today`: the milestone waits for review."""
    move_milestone(session, milestone, MilestoneState.submitted, by, now, submitted_on=today)
    settle_state(session, milestone.task, by, now)


def reopen_milestone(session: Session, milestone: Milestone, by: Person, now: datetime) -> None:
    """The request was returned: the clock runs on as if nobody had asked."""
    move_milestone(session, milestone, MilestoneState.open, by, now, submitted_on=None)
    settle_state(session, milestone.task, by, now)


def close_milestone(
    session: Session, milestone: Milestone, by: Person, now: datetime, today: date
) -> None:
    """The request was accepted on the local date `today`; the last milestone ends the task."""
    move_milestone(
        session, milestone, MilestoneState.closed, by, now, closed_on=today, percent=WHOLE
    )
    settle_state(session, milestone.task, by, now)


def complete_task(session: Session, task: Task, by: Person, now: datetime) -> None:
    """办结 of a task that never ends by itself (长期, recurring); its open milestones end too.

    Raises:
        Conflict: the task ends with its last milestone, is not under way, or waits for a review.
    """
    if not any(repeats(form) for form in parts_of(task.deadline_normal)):
        raise NotNow(_("This task ends with its last milestone."))
    if any(each.state is MilestoneState.submitted for each in task.milestones):
        raise NotNow(_("A request for completion waits; review it first."))
    for milestone in task.milestones:
        if milestone.state is MilestoneState.open:
            move_milestone(session, milestone, MilestoneState.missed, by, now)
    change_state(session, task, TaskState.completed, by, now)
