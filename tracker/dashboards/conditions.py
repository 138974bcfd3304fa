"""Turns a filter into SQL conditions on Task, for one person on one local date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, not_, or_, true
from sqlalchemy import func as sql
from sqlalchemy.sql.selectable import ScalarSelect
from sqlmodel import Session, col, select

from tracker.clock import DEFAULT_TIMEZONE
from tracker.dashboards.filters import Counted, LedgerFilter, Need, Part, Sort, Tab
from tracker.models import (
    Assignment,
    AssignmentRole,
    Document,
    Event,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Person,
    Report,
    ReportState,
    Role,
    Task,
    TaskState,
)
from tracker.permissions import acts_for, visible_tasks
from tracker.tasks import (
    DONE_STATES,
    OPEN_STATES,
    RANKED,
    WORKING_STATES,
    Standing,
    milestone_standing_clause,
    standing_clause,
)

Condition = ColumnElement[bool]
STATE_TABS = {
    Tab.issued: (TaskState.issued,),
    Tab.active: (TaskState.active,),
    Tab.submitted: (TaskState.submitted,),
    Tab.completed: DONE_STATES,
    Tab.unfinished: WORKING_STATES,
}
LAMP_TABS = {
    Tab.overdue: (Standing.overdue,),
    Tab.lagging: (Standing.lagging,),
    Tab.soon: (Standing.soon,),
    Tab.on_time: (Standing.on_time,),
    Tab.near: (Standing.soon, Standing.lagging),
}
COUNTED_STATES = (*WORKING_STATES, *DONE_STATES)


@dataclass(frozen=True, slots=True)
class Scope:
    """Who looks, on which local date, and where that date begins and ends."""

    person: Person
    today: date
    timezone: str = DEFAULT_TIMEZONE

    def end_of(self, day: date) -> datetime:
        """Return the UTC moment at which the local day is over."""
        zone = ZoneInfo(self.timezone)
        return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


def selected(wanted: LedgerFilter, scope: Scope) -> Condition:
    """Return the condition of the whole filter, with what the person may see."""
    return and_(base(wanted, scope), on_tab(wanted.tab, scope.today))


def base(wanted: LedgerFilter, scope: Scope) -> Condition:
    """Return the condition of the filter apart from its tab, so that the tabs can be counted."""
    return and_(
        visible_tasks(scope.person),
        *searched(wanted.q),
        *([col(Task.document_id) == wanted.document] if wanted.document is not None else []),
        *([taken_part(wanted.department, wanted.part)] if wanted.department is not None else []),
        *([NEEDS[wanted.need](scope)] if wanted.need else []),
        *([due_within(scope.today, wanted.within)] if wanted.within is not None else []),
        *([was_unfinished(wanted, scope)] if wanted.on else []),
    )


def on_tab(tab: Tab | None, today: date) -> Condition:
    """Return the condition of a tab; none means all that count, so not 中止 and 撤销."""
    if tab is None:
        return col(Task.state).in_(COUNTED_STATES)
    if tab is Tab.paused:
        return col(Task.state).not_in(COUNTED_STATES)
    if tab in STATE_TABS:
        return col(Task.state).in_(STATE_TABS[tab])
    return standing_clause(today).in_([each.value for each in LAMP_TABS[tab]])


def searched(words: str) -> list[Condition]:
    """Return the condition that every word stands in the task or names its document."""
    return [
        or_(
            col(Task.title).icontains(word, autoescape=True),
            col(Task.content).icontains(word, autoescape=True),
            col(Task.document_id).in_(
                select(Document.id).where(
                    or_(
                        col(Document.doc_number).icontains(word, autoescape=True),
                        col(Document.title).icontains(word, autoescape=True),
                    )
                )
            ),
        )
        for word in words.split()
    ]


def taken_part(department: int, part: Part) -> Condition:
    """Return the condition that the department takes part in this way; 0: nobody sums up."""
    if department == 0:
        summed_up = select(Assignment.task_id).where(col(Assignment.reports_for_all))
        return col(Task.id).not_in(summed_up)
    leads = col(Assignment.role) == AssignmentRole.lead
    limits: dict[Part, Condition] = {
        Part.any: true(),
        Part.lead: leads,
        Part.summary: col(Assignment.reports_for_all).is_(True),
        Part.beside: and_(leads, not_(col(Assignment.reports_for_all))),
    }
    return assigned(col(Assignment.department_id) == department, limits[part])


def assigned(*conditions: bool | Condition) -> Condition:
    """Return the condition that the task has such an assignment."""
    return col(Task.id).in_(select(Assignment.task_id).where(*conditions))


def has_milestone(*conditions: bool | Condition) -> Condition:
    """Return the condition that the task has such a milestone."""
    return col(Task.id).in_(select(Milestone.task_id).where(*conditions))


def working() -> Condition:
    """Return the condition that the task is under way."""
    return col(Task.state).in_(WORKING_STATES)


def due_milestones(today: date, days: int) -> Condition:
    """Return the condition on Milestone that it is open and due from today on within `days`."""
    return and_(
        col(Milestone.state).in_(OPEN_STATES),
        col(Milestone.due_on).between(today, today + timedelta(days=days)),
    )


def due_within(today: date, days: int) -> Condition:
    """Return the condition that a milestone of a task under way is due within `days`."""
    return and_(working(), has_milestone(due_milestones(today, days)))


def was_unfinished(wanted: LedgerFilter, scope: Scope) -> Condition:
    """Return the condition of looking back to the day `wanted.on`."""
    day = wanted.on or scope.today
    return overdue_on(day, scope) if wanted.was_overdue else unfinished_on(day, scope)


def unfinished_on(day: date, scope: Scope) -> Condition:
    """Return the condition that the task was issued and not yet 办结 when `day` was over."""
    end = scope.end_of(day)
    done_later = and_(col(Task.state).in_(DONE_STATES), col(Task.completed_at) >= end)
    return and_(col(Task.issued_at) < end, or_(working(), done_later))


def overdue_on(day: date, scope: Scope) -> Condition:
    """Return the condition that the task was unfinished and 逾期 when `day` was over.

    A period that was missed, or lost its deadline, counts until the day its history says so.
    """
    missed_later = select(Event.milestone_id).where(
        col(Event.action).in_(("milestone.missed", "milestone.superseded")),
        Event.at >= scope.end_of(day),
    )
    late = has_milestone(
        Milestone.kind != MilestoneKind.checkpoint,
        col(Milestone.due_on) < day,
        or_(
            col(Milestone.submitted_on).is_(None),
            col(Milestone.submitted_on) > col(Milestone.due_on),
        ),
        or_(
            col(Milestone.state).in_(OPEN_STATES),
            col(Milestone.closed_on) > day,
            col(Milestone.id).in_(missed_later),
        ),
    )
    return and_(unfinished_on(day, scope), late)


def to_review(_scope: Scope) -> Condition:
    """待审核: a department asked for completion."""
    return and_(working(), has_milestone(Milestone.state == MilestoneState.submitted))


def to_urge(scope: Scope) -> Condition:
    """逾期需催办: overdue, and nothing waits for review."""
    overdue = standing_clause(scope.today) == Standing.overdue.value
    return and_(overdue, not_(to_review(scope)))


def to_be_signed(_scope: Scope) -> Condition:
    """未签收: a department has not signed."""
    return and_(working(), assigned(col(Assignment.signed_at).is_(None)))


def to_sign(scope: Scope) -> Condition:
    """待签收: a department the person acts for has not signed."""
    own = acts_for(scope.person, col(Assignment.department_id))
    return and_(working(), assigned(own, col(Assignment.signed_at).is_(None)))


def was_returned(scope: Scope) -> Condition:
    """被退回: the last report of a department, the person's own if it has one, was returned."""
    last = select(sql.max(Report.id)).group_by(col(Report.milestone_id), col(Report.department_id))
    returned = select(Report.milestone_id).where(
        Report.state == ReportState.returned, col(Report.id).in_(last)
    )
    if scope.person.department_id is not None:
        returned = returned.where(acts_for(scope.person, col(Report.department_id)))
    waiting = has_milestone(Milestone.state == MilestoneState.open, col(Milestone.id).in_(returned))
    return and_(working(), waiting)


def to_report(scope: Scope) -> Condition:
    """逾期、滞后、临期: a department the person acts for leads, and nothing else comes first."""
    pressing = [each.value for each in (Standing.overdue, Standing.lagging, Standing.soon)]
    leads = col(Assignment.role) == AssignmentRole.lead
    return and_(
        working(),
        assigned(acts_for(scope.person, col(Assignment.department_id)), leads),
        has_milestone(
            Milestone.state == MilestoneState.open,
            milestone_standing_clause(scope.today).in_(pressing),
        ),
        not_(to_sign(scope)),
        not_(was_returned(scope)),
    )


def only_returned(scope: Scope) -> Condition:
    """被退回, unless the department has to sign first."""
    return and_(was_returned(scope), not_(to_sign(scope)))


def nothing_waits(scope: Scope) -> Condition:
    """在办: under way, and nothing waits for the person's own department."""
    pressing = or_(to_sign(scope), was_returned(scope), to_report(scope))
    return and_(working(), not_(pressing))


def todo(scope: Scope) -> Condition:
    """Everything that waits for the person: a clerk signs and reports, others review and urge."""
    if scope.person.role == Role.clerk:
        return or_(to_sign(scope), was_returned(scope), to_report(scope))
    return or_(to_review(scope), to_urge(scope), to_be_signed(scope))


def done_late(_scope: Scope) -> Condition:
    """办结, but asked for after a deadline."""
    late = has_milestone(
        Milestone.state == MilestoneState.closed,
        col(Milestone.submitted_on) > col(Milestone.due_on),
    )
    return and_(col(Task.state).in_(DONE_STATES), late)


NEEDS: dict[Need, Callable[[Scope], Condition]] = {
    Need.review: to_review,
    Need.urge: to_urge,
    Need.unsigned: to_be_signed,
    Need.sign: to_sign,
    Need.returned: only_returned,
    Need.report: to_report,
    Need.other: nothing_waits,
    Need.todo: todo,
    Need.late: done_late,
}


def worst_due(today: date) -> ScalarSelect[Any]:
    """Return the due date of the milestone that gives the task its lamp, as SQL."""
    ranks = {name.value: index for index, name in enumerate(RANKED)}
    return (
        select(col(Milestone.due_on))
        .where(Milestone.task_id == Task.id, col(Milestone.state).in_(OPEN_STATES))
        .order_by(
            case(ranks, value=milestone_standing_clause(today)),
            col(Milestone.due_on).nulls_last(),
            col(Milestone.position),
        )
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )


def order(sort: Sort, today: date) -> tuple[Any, ...]:  # a sort key has no common type
    """Return what a ledger is sorted by; the last key makes the order complete."""
    in_document = (col(Task.document_id).desc(), col(Task.position), col(Task.id))
    if sort is Sort.document:
        return in_document
    return (
        case((working(), 0), else_=1),
        worst_due(today).nulls_last(),
        *in_document,
    )


def count(session: Session, wanted: LedgerFilter, scope: Scope) -> Counted:
    """Return how many tasks the filter holds."""
    statement = select(sql.count()).select_from(Task).where(selected(wanted, scope))
    return Counted(session.exec(statement).one(), wanted)
