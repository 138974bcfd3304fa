"""The last twelve month-ends: what was 未办结, and 其中逾期, computed from the dates of today."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy import func as sql
from sqlmodel import Session

from tracker.dashboards.conditions import Condition, Scope, overdue_on, unfinished_on
from tracker.dashboards.filters import Counted, LedgerFilter
from tracker.models import Task
from tracker.permissions import visible_tasks

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One column of the chart; `day` is the month's last, or today for the month under way."""

    day: date
    unfinished: Counted
    overdue: Counted


def month_ends(today: date) -> list[date]:
    """Return the last days of the eleven months before this one, then today."""
    days = [today]
    first = today.replace(day=1)
    while len(days) < MONTHS_SHOWN:
        last = first - timedelta(days=1)
        days.append(last)
        first = last.replace(day=1)
    return days[::-1]


def trend(session: Session, scope: Scope) -> tuple[Month, ...]:
    """Return the columns of the chart; tasks that are 中止 or 撤销 now are in none of them."""
    days = month_ends(scope.today)
    columns = [number_of(unfinished_on(day, scope)) for day in days]
    columns += [number_of(overdue_on(day, scope)) for day in days]
    statement: Select[*tuple[Any, ...]] = select(*columns).where(visible_tasks(scope.person))
    numbers = session.execute(statement.select_from(Task)).one()
    return tuple(
        Month(
            day,
            Counted(numbers[index], LedgerFilter(on=day)),
            Counted(numbers[MONTHS_SHOWN + index], LedgerFilter(on=day, was_overdue=True)),
        )
        for index, day in enumerate(days)
    )


def number_of(condition: Condition) -> ColumnElement[int]:
    """Return how many rows fit, as SQL."""
    return sql.coalesce(sql.sum(case((condition, 1), else_=0)), 0)
