"""One task's page: its milestones, reports, signatures and history, loaded at once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from tracker.clock import DEFAULT_TIMEZONE
from tracker.dashboards.conditions import Scope
from tracker.dashboards.reminded import Reminded, latest_of, reminders_of
from tracker.dashboards.rows import LedgerRow, load_rows
from tracker.dashboards.spans import TimeLine, time_line
from tracker.database import eager
from tracker.deadlines import explain, from_normal
from tracker.directory import contacts
from tracker.models import Event, Milestone, MilestoneKind, Person, Report, ReportState, Task
from tracker.permissions import acts_for
from tracker.tasks import parts_of, planned_percent, repeats

# What people see of the history; the rest follows from these lines and would say it twice.
VISIBLE = (
    "task.issued",
    "task.amended",
    "task.urged",
    "assignment.signed",
    "assignment.pressed",
    "report.submitted",
    "report.accepted",
    "report.returned",
    "milestone.opened",
    "milestone.missed",
    "task.completed",
    "task.suspended",
    "task.cancelled",
    "task.struck_off",
)


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything the page shows; `reports` and `events` newest first.

    `explained` is the deadline in the system's words, `plan` 序时进度 of the worst milestone in
    percent, `waiting` the reports to review, `reminded` the latest reminders that went
    out together.
    """

    row: LedgerRow
    explained: str
    plan: int | None
    time_line: TimeLine
    reports: tuple[Report, ...]
    waiting: tuple[Report, ...]
    events: tuple[Event, ...]
    reminded: tuple[Reminded, ...]
    has_summary_clerk: bool

    @property
    def task(self) -> Task:
        """The task itself."""
        return self.row.task

    @property
    def names(self) -> dict[int, str]:
        """The departments by id, named as in the document."""
        return {each.department_id: each.name_as_written for each in self.task.assignments}

    @property
    def repeats(self) -> bool:
        """Whether the task goes on until a person completes it."""
        return any(repeats(form) for form in parts_of(self.task.deadline_normal))


def task_page(
    session: Session,
    person: Person,
    task: Task,
    today: date,
    timezone: str = DEFAULT_TIMEZONE,
) -> TaskPage:
    """Return the page of a task the person may see."""
    row = load_rows(session, [task.id], Scope(person, today, timezone))[0]
    reports = reports_of(session, task)
    summary = row.summary
    return TaskPage(
        row=row,
        explained=explained(task),
        plan=plan_of(row.worst, today),
        time_line=time_line(task.milestones, today),
        reports=reports,
        waiting=tuple(each for each in reports if each.state is ReportState.submitted),
        events=events_of(session, task),
        reminded=latest_of(reminders_of(session, task)),
        has_summary_clerk=summary is None or has_clerk(session, summary.department_id),
    )


def plan_of(milestone: Milestone | None, today: date) -> int | None:
    """Return 序时进度 in percent; a period or a check point is not measured against it."""
    if milestone is None or milestone.kind is not MilestoneKind.deadline:
        return None
    return planned_percent(milestone, today)


def explained(task: Task) -> str:
    """Return the deadline in the system's words."""
    return explain(from_normal(task.deadline_normal, task.deadline_text, day=task.deadline_due_on))


def reports_of(session: Session, task: Task) -> tuple[Report, ...]:
    """Return the reports of a task with their people and evidence, newest first."""
    statement = (
        select(Report)
        .join(Milestone, col(Milestone.id) == Report.milestone_id)
        .where(Milestone.task_id == task.id)
        .order_by(col(Report.id).desc())
        .options(
            joinedload(eager(Report.department)),
            joinedload(eager(Report.person)),
            joinedload(eager(Report.reviewed_by)),
            selectinload(eager(Report.evidence)),
        )
    )
    return tuple(session.exec(statement).all())


def events_of(session: Session, task: Task) -> tuple[Event, ...]:
    """Return the visible history of a task with the people in it, newest first."""
    statement = (
        select(Event)
        .where(Event.task_id == task.id, col(Event.action).in_(VISIBLE))
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .options(joinedload(eager(Event.person)))
    )
    return tuple(session.exec(statement).all())


def has_clerk(session: Session, department: int) -> bool:
    """Return whether anybody can sign in for the department."""
    return bool(contacts(session, [department]))


def last_own_report(session: Session, milestone: Milestone, person: Person) -> Report | None:
    """Return the last report for a department the person acts for on the task of this milestone."""
    statement = (
        select(Report)
        .join(Milestone, col(Milestone.id) == Report.milestone_id)
        .where(
            Milestone.task_id == milestone.task_id,
            acts_for(person, col(Report.department_id)),
        )
        .order_by(col(Report.id).desc())
        .limit(1)
    )
    return session.exec(statement).first()
