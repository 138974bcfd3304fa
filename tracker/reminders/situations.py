"""Reads the open milestones, who answers for them, and what was last reported."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from tracker.database import eager
from tracker.directory import contacts
from tracker.models import (
    Assignment,
    Milestone,
    Report,
    ReportState,
    Task,
)
from tracker.reminders.rules import due_reminders
from tracker.reminders.values import (
    Clerk,
    DueReminder,
    LastReport,
    LastReports,
    Party,
    Policy,
    Situation,
)
from tracker.tasks import OPEN_STATES, WORKING_STATES, standing

Clerks = dict[int, tuple[Clerk, ...]]


def situations(
    session: Session, policy: Policy, on: date, departments: Collection[int] | None = None
) -> list[Situation]:
    """Return every open milestone of a task under way, in the documents' order.

    Lamps are those of the local day `on`. `departments` limits the answer to their tasks.
    """
    query = (
        select(Milestone)
        .join(Task)
        .where(col(Milestone.state).in_(OPEN_STATES), col(Task.state).in_(WORKING_STATES))
        .order_by(col(Task.document_id), col(Task.position), col(Milestone.position))
        .options(
            joinedload(eager(Milestone.task))
            .selectinload(eager(Task.assignments))
            .joinedload(eager(Assignment.department))
        )
    )
    if departments is not None:
        own = select(Assignment.task_id).where(col(Assignment.department_id).in_(departments))
        query = query.where(col(Milestone.task_id).in_(own))
    milestones = session.exec(query).all()
    by_department = clerks_by_department(session, milestones)
    seen: set[int] = set()
    found = []
    for milestone in milestones:
        is_first = milestone.task_id not in seen
        seen.add(milestone.task_id)
        found.append(situation(milestone, policy, on, by_department, is_first=is_first))
    return found


def clerks_by_department(session: Session, milestones: Iterable[Milestone]) -> Clerks:
    """Return whom to write to of every department that takes part."""
    wanted = {part.department_id for each in milestones for part in each.task.assignments}
    return {
        department: tuple(Clerk(person.id, person.name) for person in people)
        for department, people in contacts(session, wanted).items()
    }


def situation(
    milestone: Milestone, policy: Policy, on: date, by_department: Clerks, *, is_first: bool
) -> Situation:
    """Return one milestone as the rules see it."""
    task = milestone.task
    return Situation(
        milestone_id=milestone.id,
        task_id=task.id,
        task_no=task.no,
        title=task.title,
        deadline_text=task.deadline_text,
        deadline_normal=task.deadline_normal,
        deadline_version=task.deadline_version,
        issued_on=policy.local_date(task.issued_at),
        kind=milestone.kind,
        state=milestone.state,
        normal=milestone.normal,
        label=milestone.label,
        due_on=milestone.due_on,
        opened_on=milestone.opened_on,
        submitted_on=milestone.submitted_on,
        standing=standing(milestone, on),
        is_first=is_first,
        parties=tuple(
            party(each, by_department) for each in task.assignments if not each.is_former
        ),
    )


def party(assignment: Assignment, by_department: Clerks) -> Party:
    """Return one department's part, with whom to write to."""
    return Party(
        department_id=assignment.department_id,
        name=assignment.department.name,
        role=assignment.role,
        reports_for_all=assignment.reports_for_all,
        is_signed=assignment.signed_at is not None,
        clerks=by_department.get(assignment.department_id, ()),
    )


def last_reports(session: Session, policy: Policy, tasks: Collection[int]) -> LastReports:
    """Return the latest report of each department on each open milestone of these tasks."""
    latest = (
        select(func.max(Report.id))
        .join(Milestone, col(Milestone.id) == Report.milestone_id)
        .where(col(Milestone.task_id).in_(tasks), col(Milestone.state).in_(OPEN_STATES))
        .group_by(col(Report.milestone_id), col(Report.department_id))
    )
    rows = session.exec(select(Report).where(col(Report.id).in_(latest))).all()
    return {(each.milestone_id, each.department_id): last_report(each, policy) for each in rows}


def last_report(report: Report, policy: Policy) -> LastReport:
    """Return a report as the digest tells of it."""
    return LastReport(
        reported_on=policy.local_date(report.created_at),
        percent=report.percent,
        is_returned=report.state is ReportState.returned,
        reviewed_on=policy.local_date(report.reviewed_at) if report.reviewed_at else None,
        reason=report.review_text,
    )


def reminders_for(session: Session, policy: Policy, on: date) -> list[DueReminder]:
    """Return the reminders due on `on`, the present open state taken as if it were that day."""
    return due_reminders(situations(session, policy, on), policy, on)
