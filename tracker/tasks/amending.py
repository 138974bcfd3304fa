"""Changes a task as an amended edition 修订稿 says; nothing that was done is lost."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from tracker.clock import Workdays
from tracker.database import compare_and_set_all
from tracker.errors import Conflict
from tracker.history import Change, record, record_all
from tracker.models import (
    Assignment,
    AssignmentRole,
    Department,
    Draft,
    Milestone,
    Person,
    Report,
    Task,
    TaskState,
)
from tracker.tasks.creation import Part, departments_in, new_assignment, parts_in, title_of
from tracker.tasks.renewing import renew_milestones
from tracker.tasks.standing import WORKING_STATES
from tracker.tasks.states import change_state, settle_state


class Aspect(StrEnum):
    """What an edition says of a task; each can change by itself."""

    number = "number"
    heading = "heading"
    content = "content"
    deadline = "deadline"
    leads = "leads"
    cooperating = "cooperating"


FIELDS = {
    "no": Aspect.number,
    "title": Aspect.heading,
    "content": Aspect.content,
    "persons": Aspect.leads,
}
DEADLINE_FIELDS = (
    "deadline_text",
    "deadline_written",
    "deadline_normal",
    "deadline_due_on",
    "deadline_day",
)
# Where nodes still move. A task that is done keeps its words up to date, and its nodes as they are.
RENEWED_STATES = (*WORKING_STATES, TaskState.suspended)


def amend_task(
    session: Session,
    task: Task,
    draft: Draft,
    aspects: frozenset[Aspect],
    by: Person,
    now: datetime,
    workdays: Workdays,
    *,
    departments: Mapping[str, Department] | None = None,
) -> None:
    """Take these aspects over from a draft of the amended edition; the history says from and to.

    Reports, signatures and evidence stay. A new deadline counts the task's deadline version up,
    so that its reminders begin anew, and moves the nodes (`renew_milestones`). `departments` says
    what each name of the draft means; without it the names are looked up here.
    """
    before, names = words_of(task), names_of(task)
    take_words(task, draft, aspects)
    if Aspect.deadline in aspects:
        task.deadline_version += 1
        if task.state in RENEWED_STATES:
            renew_milestones(session, task, str(before["deadline_normal"]), by, now, workdays)
    if aspects & {Aspect.leads, Aspect.cooperating}:
        if departments is None:
            departments = departments_in(session, [draft], by, now)
        reassign(session, task, parts_in(draft, departments), by, now)
    after = {**words_of(task), **names_of(task)}
    change: Change = {
        field: (old, after[field])
        for field, old in {**before, **names}.items()
        if old != after[field]
    }
    session.flush()
    record(session, "task.amended", by, now, change, task_id=task.id, document_id=draft.document_id)


def take_words(task: Task, draft: Draft, aspects: frozenset[Aspect]) -> None:
    """Write the draft's words into the task, of these aspects only."""
    wanted = {
        "no": draft.no,
        "title": title_of(draft),
        "content": draft.content,
        "persons": draft.persons,
    }
    for field, value in wanted.items():
        if FIELDS[field] in aspects:
            setattr(task, field, value)
    if Aspect.deadline in aspects:
        for field in DEADLINE_FIELDS:
            setattr(task, field, getattr(draft, field))


def words_of(task: Task) -> dict[str, object]:
    """Return what the task says in words and dates."""
    return {
        field: getattr(task, field)
        for field in ("no", "title", "content", *DEADLINE_FIELDS, "deadline_version")
    }


def names_of(task: Task) -> dict[str, object]:
    """Return the names of the departments by role, in order."""
    return {
        "leads": [each.name_as_written for each in task.leads],
        "cooperating": [each.name_as_written for each in task.cooperating],
    }


def reassign(
    session: Session, task: Task, wanted: Sequence[Part], by: Person, now: datetime
) -> None:
    """Bring the assignments in line with the parts that a draft names.

    A department named before keeps its signature, in its new role; a new one has yet to sign. One
    no longer named leaves, unless it signed or reported: then it stays as a former one. Where one
    that signed leads from now on, the work has begun.
    """
    left = {each.department_id: each for each in task.assignments}
    for assignment in left.values():
        assignment.reports_for_all = False  # at most one may have it at any moment
    session.flush()
    for part in wanted:
        known = left.pop(part.department.id, None)
        if known is None:
            task.assignments.append(new_assignment(task, part))
            note_party(session, "assignment.added", task, part.department.id, by, now)
            continue
        known.role, known.position = part.role, part.position
        known.name_as_written, known.is_former = part.name, False
        known.reports_for_all = part.reports_for_all
    for position, assignment in enumerate(left.values(), start=len(wanted) + 1):
        leave(session, assignment, position, by, now)
    session.flush()
    session.refresh(task, ["assignments"])
    settle_state(session, task, by, now)


def leave(
    session: Session, assignment: Assignment, position: int, by: Person, now: datetime
) -> None:
    """Let a department leave the task: its row goes, or stays as a former one."""
    task, department = assignment.task, assignment.department_id
    if assignment.is_former:
        assignment.position = position
    elif assignment.signed_at is not None or has_reported(session, assignment):
        assignment.role, assignment.position = AssignmentRole.cooperating, position
        assignment.is_former = True
        note_party(session, "assignment.kept", task, department, by, now)
    else:
        session.delete(assignment)
        note_party(session, "assignment.removed", task, department, by, now)


def has_reported(session: Session, assignment: Assignment) -> bool:
    """Return whether the department reported on the task."""
    wanted = (
        select(Report.id)
        .join(Milestone, col(Milestone.id) == Report.milestone_id)
        .where(
            Milestone.task_id == assignment.task_id,
            Report.department_id == assignment.department_id,
        )
    )
    return session.exec(wanted.limit(1)).first() is not None


def note_party(
    session: Session, action: str, task: Task, department: int, by: Person, now: datetime
) -> None:
    """Write the history line of one department's coming or going."""
    record(session, action, by, now, task_id=task.id, department_id=department)


def cancel_task(session: Session, task: Task, reason: str, by: Person, now: datetime) -> None:
    """撤销: the task ends without being done; everything of it stays on record.

    Raises:
        Conflict: it is done, or cancelled already.
    """
    if task.state in {TaskState.completed, TaskState.struck_off, TaskState.cancelled}:
        raise Conflict(f"Task {task.id} is {task.state}; it cannot be cancelled.")
    change_state(session, task, TaskState.cancelled, by, now, reason)


def cancel_issued(
    session: Session, tasks: Iterable[Task], reason: str, by: Person, now: datetime
) -> None:
    """撤销 all of these tasks that are 待签收, in a few statements; the others stay as they are.

    Raises:
        Conflict: somebody moved one of them on at the same moment.
    """
    issued = [each for each in tasks if each.state is TaskState.issued]
    was, to = TaskState.issued, TaskState.cancelled
    compare_and_set_all(session, issued, {"state": was}, state=to, completed_at=None)
    change: Change = {"state": (was, to), "reason": (None, reason)}
    record_all(session, f"task.{to}", by, now, ((change, {"task_id": each.id}) for each in issued))
