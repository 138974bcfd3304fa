"""The leader's page: five figures, what is overdue and whose it is, and what comes next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from tracker.clock import DEFAULT_TIMEZONE
from tracker.dashboards.conditions import COUNTED_STATES, Scope, count, due_milestones, working
from tracker.dashboards.filters import DUE_WITHIN, Counted, LedgerFilter, Need, Part, Sort, Tab
from tracker.dashboards.ledger import find_ids, tab_counts
from tracker.dashboards.rows import LedgerRow, load_rows
from tracker.dashboards.trend import Month, trend
from tracker.models import (
    Assignment,
    AssignmentRole,
    Department,
    Document,
    Milestone,
    Person,
    Task,
)
from tracker.permissions import visible_tasks
from tracker.tasks import standing_clause

# With more the page would not print on one sheet.
MOST_ROWS = 8
MOST_DEPARTMENTS = 8
ROOMY_ROWS = 11
COLUMNS = (None, Tab.overdue, Tab.lagging, Tab.soon, Tab.on_time, Tab.completed)


@dataclass(frozen=True, slots=True)
class Figures:
    """The five figures, `overdue + near + on_time + completed == total`, and what they hold."""

    total: Counted
    overdue: Counted
    near: Counted
    on_time: Counted
    completed: Counted
    unfinished: Counted
    lagging: Counted
    soon: Counted
    paused: Counted
    unsigned: Counted
    late: Counted


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department's tasks as 牵头（汇总）: the number in each of COLUMNS."""

    name: str
    cells: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class CoLead:
    """How many tasks a department leads in beside the one that sums up."""

    name: str
    tasks: Counted


@dataclass(frozen=True, slots=True)
class Due:
    """One milestone that is due soon, of a task, and who sums up for it."""

    milestone: Milestone
    task: Task
    department: str


@dataclass(frozen=True, slots=True)
class Coming:
    """The milestones due from today until `until`: all counted, the first few listed."""

    until: date
    tasks: Counted
    milestones: int
    first: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the leader's page shows, as of the local date `today`."""

    today: date
    documents: tuple[str, ...]
    figures: Figures
    overdue: tuple[LedgerRow, ...]
    departments: tuple[DepartmentLine, ...]
    totals: tuple[Counted, ...]
    co_leads: tuple[CoLead, ...]
    coming: Coming
    months: tuple[Month, ...]

    @property
    def is_full(self) -> bool:
        """Whether one sheet of paper holds it only in smaller type."""
        rows = len(self.overdue) + max(len(self.departments), len(self.coming.first))
        return rows > ROOMY_ROWS

    @property
    def rest_count(self) -> int:
        """How many departments are summed up in one line on paper."""
        return max(0, len(self.departments) - MOST_DEPARTMENTS)

    @property
    def rest(self) -> tuple[int, ...]:
        """The sums of these departments, in each of COLUMNS; empty without any."""
        left_out = [line.cells for line in self.departments[MOST_DEPARTMENTS:]]
        return tuple(sum(each.number for each in cells) for cells in zip(*left_out, strict=True))


def overview(
    session: Session, person: Person, today: date, timezone: str = DEFAULT_TIMEZONE
) -> Overview:
    """Return the leader's page for what the person may see."""
    scope = Scope(person, today, timezone)
    counts = tab_counts(session, LedgerFilter(), scope)
    longest = LedgerFilter(tab=Tab.overdue, sort=Sort.left)
    return Overview(
        today=today,
        documents=documents(session, person),
        figures=figures(session, counts, scope),
        overdue=tuple(load_rows(session, find_ids(session, longest, scope, MOST_ROWS), scope)),
        departments=department_lines(session, scope),
        totals=tuple(counts[tab] for tab in COLUMNS),
        co_leads=co_leads(session, scope),
        coming=coming(session, scope, MOST_ROWS),
        months=trend(session, scope),
    )


def figures(session: Session, counts: dict[Tab | None, Counted], scope: Scope) -> Figures:
    """Return the figures, most of them counted already."""
    unsigned = LedgerFilter(tab=Tab.on_time, need=Need.unsigned)
    return Figures(
        total=counts[None],
        overdue=counts[Tab.overdue],
        near=counts[Tab.near],
        on_time=counts[Tab.on_time],
        completed=counts[Tab.completed],
        unfinished=counts[Tab.unfinished],
        lagging=counts[Tab.lagging],
        soon=counts[Tab.soon],
        paused=counts[Tab.paused],
        unsigned=count(session, unsigned, scope),
        late=count(session, LedgerFilter(need=Need.late), scope),
    )


def documents(session: Session, person: Person) -> tuple[str, ...]:
    """Return the names of the documents the tasks come from, newest first."""
    concerned = select(Task.document_id).where(visible_tasks(person))
    statement = (
        select(Document.doc_number, Document.title, Document.filename)
        .where(col(Document.id).in_(concerned))
        .order_by(col(Document.id).desc())
    )
    return tuple(number or title or name for number, title, name in session.exec(statement))


def department_lines(session: Session, scope: Scope) -> tuple[DepartmentLine, ...]:
    """Return a line for every department that sums up, the one with most overdue first."""
    tasks = (
        select(
            col(Department.id).label("id"),
            col(Department.name).label("name"),
            standing_clause(scope.today).label("standing"),
        )
        .select_from(Task)
        .join(
            Assignment,
            (col(Assignment.task_id) == Task.id) & col(Assignment.reports_for_all),
            isouter=True,
        )
        .join(Department, col(Department.id) == Assignment.department_id, isouter=True)
        .where(visible_tasks(scope.person), col(Task.state).in_(COUNTED_STATES))
        .subquery()
    )
    rows = session.exec(
        select(tasks.c.id, tasks.c.name, tasks.c.standing, sql.count()).group_by(
            tasks.c.id, tasks.c.name, tasks.c.standing
        )
    ).all()
    return lines_of(rows)


def lines_of(rows: Iterable[tuple[int | None, str | None, str, int]]) -> tuple[DepartmentLine, ...]:
    """Return the lines of (department, its name, standing, number of tasks)."""
    names: dict[int, str] = {}
    numbers: dict[int, Counter[Tab | None]] = {}
    for key, name, lamp, number in rows:
        names[key or 0] = name or ""
        counter = numbers.setdefault(key or 0, Counter())
        counter[None] += number
        counter[Tab.completed if lamp == "done" else Tab(lamp)] += number
    ranked = sorted(names, key=lambda key: (-numbers[key][Tab.overdue], -numbers[key][None], key))
    return tuple(
        DepartmentLine(names[key], tuple(cell(key, tab, numbers[key][tab]) for tab in COLUMNS))
        for key in ranked
    )


def cell(department: int, tab: Tab | None, number: int) -> Counted:
    """Return one number of a department's line."""
    return Counted(number, LedgerFilter(tab=tab, department=department, part=Part.summary))


def co_leads(session: Session, scope: Scope) -> tuple[CoLead, ...]:
    """Return the departments that lead beside the one that sums up, with most tasks first."""
    number = sql.count()
    statement = (
        select(Department.id, Department.name, number)
        .join(Assignment, col(Assignment.department_id) == Department.id)
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(
            visible_tasks(scope.person),
            col(Task.state).in_(COUNTED_STATES),
            Assignment.role == AssignmentRole.lead,
            ~col(Assignment.reports_for_all),
        )
        .group_by(col(Department.id), col(Department.name))
        .order_by(number.desc(), col(Department.id))
    )
    return tuple(
        CoLead(name, Counted(tasks, LedgerFilter(department=key, part=Part.beside)))
        for key, name, tasks in session.exec(statement)
    )


def coming(session: Session, scope: Scope, limit: int) -> Coming:
    """Return what is due within the next 30 days."""
    wanted = LedgerFilter(within=DUE_WITHIN)
    conditions = (
        visible_tasks(scope.person),
        working(),
        due_milestones(scope.today, DUE_WITHIN),
    )
    statement = (
        select(Milestone, Task, Assignment.name_as_written)
        .join(Task, col(Task.id) == Milestone.task_id)
        .join(
            Assignment,
            (col(Assignment.task_id) == Task.id) & col(Assignment.reports_for_all),
            isouter=True,
        )
        .where(*conditions)
        .order_by(col(Milestone.due_on), col(Task.document_id), col(Task.position))
        .limit(limit)
    )
    total = select(sql.count()).select_from(Milestone).join(Task).where(*conditions)
    return Coming(
        until=scope.today + timedelta(days=DUE_WITHIN),
        tasks=count(session, wanted, scope),
        milestones=session.exec(total).one(),
        first=tuple(Due(one, task, name or "") for one, task, name in session.exec(statement)),
    )
