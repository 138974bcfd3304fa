"""Turns a confirmed draft into a task."""

from datetime import datetime

from sqlmodel import Session

from tracker.clock import Workdays
from tracker.directory import find_or_create_department, is_group_name
from tracker.history import record
from tracker.models import Assignment, AssignmentRole, Draft, Person, Task
from tracker.tasks.milestones import open_milestones


def create_task(
    session: Session, draft: Draft, by: Person, now: datetime, workdays: Workdays
) -> Task:
    """Turn a confirmed draft into a task 待签收 with its assignments and first milestones."""
    task = Task(
        document_id=draft.document_id,
        position=draft.position,
        no=draft.no,
        title=draft.title or draft.content[:60],
        content=draft.content,
        deadline_text=draft.deadline_text,
        deadline_normal=draft.deadline_normal,
        deadline_due_on=draft.deadline_due_on,
        deadline_day=draft.deadline_day,
        problems=draft.problems,
        source=draft.source,
        issued_at=now,
    )
    session.add(task)
    session.flush()
    assign(session, task, draft, by, now)
    record(
        session,
        "task.issued",
        by,
        now,
        {"state": (None, task.state)},
        task_id=task.id,
        document_id=task.document_id,
    )
    open_milestones(session, task, workdays.local_date(now), workdays)
    return task


def assign(session: Session, task: Task, draft: Draft, by: Person, now: datetime) -> None:
    """Add the assignments in the document's order.

    The first name that is no group reports for all: 牵头（汇总） (DESIGN 3).
    """
    leads, others = list(draft.leads), list(draft.cooperating)
    if draft.document.first_leads:
        leads, others = leads[:1], leads[1:] + others
    single = next((name for name in leads if not is_group_name(name)), next(iter(leads), None))
    named = [(name, AssignmentRole.lead) for name in leads]
    named += [(name, AssignmentRole.cooperating) for name in others]
    taken: set[int] = set()
    for position, (name, role) in enumerate(named, start=1):
        department = find_or_create_department(session, name, by, now, draft.document.issued_on)
        if department.id in taken:
            continue
        taken.add(department.id)
        task.assignments.append(
            Assignment(
                task_id=task.id,
                department_id=department.id,
                role=role,
                position=position,
                name_as_written=name,
                reports_for_all=role is AssignmentRole.lead and name == single,
            )
        )
    session.flush()
