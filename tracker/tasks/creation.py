"""Turns confirmed drafts into tasks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from tracker.clock import Workdays
from tracker.directory import departments_called, is_group_name
from tracker.history import Change, record_all
from tracker.models import Assignment, AssignmentRole, Department, Draft, Milestone, Person, Task
from tracker.settings import lights
from tracker.tasks.milestones import new_milestones

TITLE_FROM_CONTENT = 60


def create_tasks(
    session: Session,
    drafts: Sequence[Draft],
    by: Person,
    now: datetime,
    workdays: Workdays,
    departments: Mapping[str, Department] | None = None,
) -> list[Task]:
    """Turn confirmed drafts into tasks 待签收 with their assignments and first milestones.

    `departments` says what each name of the drafts means; without it they are looked up here.
    Nothing is asked of the database task by task: an annex of thousands of rows is one act.
    """
    if departments is None:
        departments = departments_in(session, drafts, by, now)
    rules, today = lights(session), workdays.local_date(now)
    tasks = [task_of(draft, now) for draft in drafts]
    session.add_all(tasks)
    session.flush()
    parts = [
        columns_of(task, part)
        for draft, task in zip(drafts, tasks, strict=True)
        for part in parts_in(draft, departments)
    ]
    nodes = [
        node.model_dump(exclude={"id"})
        for task in tasks
        for node in new_milestones(task, today, workdays, rules)
    ]
    for table, rows in ((Assignment, parts), (Milestone, nodes)):
        if rows:
            session.execute(insert(table), rows)
    record_all(session, "task.issued", by, now, map(issuing, tasks))
    return tasks


def issuing(task: Task) -> tuple[Change, dict[str, int]]:
    """Return the line of the history that begins a task's, and what it is about."""
    return {"state": (None, task.state)}, {"task_id": task.id, "document_id": task.document_id}


def task_of(draft: Draft, now: datetime) -> Task:
    """Return the task a draft becomes, as yet nobody's."""
    return Task(
        document_id=draft.document_id,
        position=draft.position,
        no=draft.no,
        title=title_of(draft),
        content=draft.content,
        deadline_text=draft.deadline_text,
        deadline_written=draft.deadline_written,
        deadline_normal=draft.deadline_normal,
        deadline_due_on=draft.deadline_due_on,
        deadline_day=draft.deadline_day,
        persons=draft.persons,
        problems=draft.problems,
        source=draft.source,
        issued_at=now,
    )


def title_of(draft: Draft) -> str:
    """Return the draft's title, else the first words of its content."""
    return draft.title or draft.content[:TITLE_FROM_CONTENT]


@dataclass(frozen=True, slots=True)
class Part:
    """One department's part as a document gives it; `name` as written, `position` from 1."""

    department: Department
    name: str
    role: AssignmentRole
    position: int
    reports_for_all: bool


def departments_in(
    session: Session, drafts: Iterable[Draft], by: Person, now: datetime
) -> dict[str, Department]:
    """Return what each name in drafts of one document means, looked up at once; new ones added."""
    listed = list(drafts)
    names = [name for each in listed for name in (*each.leads, *each.cooperating)]
    if not listed:
        return {}
    document = listed[0].document
    return departments_called(session, names, by, now, document.issued_on, document.issuer)


def new_assignment(task: Task, part: Part) -> Assignment:
    """Return the unsigned assignment of one part."""
    return Assignment(**columns_of(task, part))


def columns_of(task: Task, part: Part) -> dict[str, Any]:
    """Return the columns of the assignment of one part."""
    return {
        "task_id": task.id,
        "department_id": part.department.id,
        "role": part.role,
        "position": part.position,
        "name_as_written": part.name,
        "reports_for_all": part.reports_for_all,
    }


def parts_in(draft: Draft, departments: Mapping[str, Department]) -> list[Part]:
    """Return who takes part in which role, each department once.

    The first name that is no group reports for all: 牵头（汇总） (DESIGN 3).
    """
    leads, others = list(draft.leads), list(draft.cooperating)
    if draft.document.first_leads:
        leads, others = leads[:1], leads[1:] + others
    single = next((name for name in leads if not is_group_name(name)), next(iter(leads), None))
    named = [(name, AssignmentRole.lead) for name in leads]
    named += [(name, AssignmentRole.cooperating) for name in others]
    found: dict[int, Part] = {}
    for position, (name, role) in enumerate(named, start=1):
        department = departments[name]
        sums_up = role is AssignmentRole.lead and name == single
        found.setdefault(department.id, Part(department, name, role, position, sums_up))
    return list(found.values())
