"""Turns a confirmed draft into a task."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.clock import Workdays
from tracker.directory import departments_called, is_group_name
from tracker.history import record
from tracker.models import Assignment, AssignmentRole, Department, Draft, Person, Task
from tracker.tasks.milestones import open_milestones

TITLE_FROM_CONTENT = 60


def create_task(
    session: Session,
    draft: Draft,
    by: Person,
    now: datetime,
    workdays: Workdays,
    departments: Mapping[str, Department] | None = None,
) -> Task:
    """Turn a confirmed draft into a task 待签收 with its assignments and first milestones.

    `departments` says what each name of the draft means; without it the names are looked up here.
    """
    task = Task(
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
    session.add(task)
    session.flush()
    if departments is None:
        departments = departments_in(session, [draft], by, now)
    for part in parts_in(draft, departments):
        task.assignments.append(new_assignment(task, part))
    session.flush()
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
    return Assignment(
        task_id=task.id,
        department_id=part.department.id,
        role=part.role,
        position=part.position,
        name_as_written=part.name,
        reports_for_all=part.reports_for_all,
    )


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
