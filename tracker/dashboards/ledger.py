"""The ledger 台账: one page of a selection of tasks, with the counts of its tabs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from tracker.clock import DEFAULT_TIMEZONE
from tracker.dashboards.conditions import (
    COUNTED_STATES,
    LAMP_TABS,
    STATE_TABS,
    Scope,
    base,
    order,
    selected,
)
from tracker.dashboards.filters import Counted, LedgerFilter, Sort, Tab
from tracker.dashboards.rows import LedgerRow, load_rows
from tracker.models import Assignment, Department, Document, Person, Task
from tracker.permissions import visible_tasks
from tracker.tasks import standing_clause

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter's list."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of a ledger. `counts` maps None (全部) and each tab to its number."""

    filter: LedgerFilter
    rows: tuple[LedgerRow, ...]
    counts: dict[Tab | None, Counted]
    documents: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    total: int
    pages: int

    @property
    def narrowed(self) -> bool:
        """Whether the list is less than everything the person may see."""
        return bool(replace(self.filter, sort=Sort.document, page=1).changes)


def ledger(
    session: Session,
    person: Person,
    wanted: LedgerFilter,
    today: date,
    timezone: str = DEFAULT_TIMEZONE,
) -> LedgerPage:
    """Return the page of tasks that `wanted` asks for; a page after the last is the last."""
    scope = Scope(person, today, timezone)
    counts = tab_counts(session, wanted, scope)
    total = counts[wanted.tab].number
    pages = max(1, -(-total // PAGE_SIZE))
    wanted = replace(wanted, page=min(max(wanted.page, 1), pages))
    offset = (wanted.page - 1) * PAGE_SIZE
    ids = find_ids(session, wanted, scope, PAGE_SIZE, offset)
    return LedgerPage(
        filter=wanted,
        rows=tuple(load_rows(session, ids, scope)),
        counts=counts,
        documents=document_choices(session, person),
        departments=department_choices(session, person),
        total=total,
        pages=pages,
    )


def find_ids(
    session: Session, wanted: LedgerFilter, scope: Scope, limit: int, offset: int = 0
) -> Sequence[int]:
    """Return the ids of the tasks the filter holds, in its order."""
    statement = select(Task.id).where(selected(wanted, scope))
    statement = statement.order_by(*order(wanted.sort, scope.today))
    return session.exec(statement.limit(limit).offset(offset)).all()


def tab_counts(session: Session, wanted: LedgerFilter, scope: Scope) -> dict[Tab | None, Counted]:
    """Return the number behind each tab under the rest of the filter."""
    tasks = (
        select(col(Task.state).label("state"), standing_clause(scope.today).label("standing"))
        .where(base(wanted, scope))
        .subquery()
    )
    rows = session.exec(
        select(tasks.c.state, tasks.c.standing, sql.count()).group_by(
            tasks.c.state, tasks.c.standing
        )
    ).all()
    numbers: Counter[Tab | None] = Counter()
    for state, lamp, number in rows:
        numbers[None if state in COUNTED_STATES else Tab.paused] += number
        numbers.update({tab: number for tab, states in STATE_TABS.items() if state in states})
        numbers.update({tab: number for tab, lamps in LAMP_TABS.items() if lamp in lamps})
    return {tab: Counted(numbers[tab], replace(wanted, tab=tab, page=1)) for tab in (None, *Tab)}


def document_choices(session: Session, person: Person) -> tuple[Choice, ...]:
    """Return the documents of the tasks the person may see, newest first."""
    statement = (
        select(Document.id, Document.doc_number, Document.title, Document.filename)
        .where(col(Document.id).in_(select(Task.document_id).where(visible_tasks(person))))
        .order_by(col(Document.id).desc())
    )
    return tuple(
        Choice(key, number or title or filename)
        for key, number, title, filename in session.exec(statement)
    )


def department_choices(session: Session, person: Person) -> tuple[Choice, ...]:
    """Return the departments that take part in tasks the person may see, by name."""
    concerned = (
        select(Assignment.department_id)
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(visible_tasks(person))
    )
    statement = (
        select(Department.id, Department.name)
        .where(col(Department.id).in_(concerned))
        .order_by(col(Department.id))
    )
    return tuple(Choice(key, name) for key, name in session.exec(statement))
