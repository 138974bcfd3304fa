"""Carries a plan out: every row of it in the caller's one transaction, or none."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.deadlines import explain, from_normal
from tracker.errors import Conflict
from tracker.history import record
from tracker.mail import Address, Email, Letterhead, compose, say_day, say_short_day
from tracker.models import Event, Person
from tracker.outbox import enqueue
from tracker.permissions import require
from tracker.supervision.planning import ACTIONS, TELLING, BulkAction, Letter, Line, Plan
from tracker.tasks import Standing, complete_task, sign
from tracker.texts import gettext as _


def carry_out(
    session: Session, plan: Plan, letterhead: Letterhead, by: Person, now: datetime
) -> None:
    """Do what the plan says; its rows with an obstacle stay as they are.

    Raises:
        NotAllowed: the person's role does not have the action.
        Conflict: nothing in the plan can be done, or a row changed meanwhile.
    """
    require(by, ACTIONS[plan.action])
    if not plan.doable:
        raise Conflict("Nothing of this can be done.")
    if plan.action in TELLING:
        tell(session, plan, letterhead, by, now)
        return
    for line in plan.doable:
        if plan.action is BulkAction.complete:
            complete_task(session, line.task, by, now)
        for part in line.concerned:
            sign(session, part, by, now)


def tell(session: Session, plan: Plan, letterhead: Letterhead, by: Person, now: datetime) -> None:
    """Write a line of history for each task and department, and queue one mail for each clerk.

    A mail's key holds the first of the lines it stands for, and the person.
    """
    events: dict[int, Event] = {}
    for line in plan.doable:
        for part in line.concerned:
            events[part.id] = record(
                session,
                TELLING[plan.action],
                by,
                now,
                {"standing": (None, line.standing)} if plan.action is BulkAction.urge else None,
                task_id=line.task.id,
                milestone_id=line.milestone.id if line.milestone else None,
                department_id=part.department_id,
            )
    session.flush()
    for letter in plan.letters:
        key = f"event:{events[letter.parts[0].id].id}:{letter.person.id}"
        enqueue(session, key, write(plan, letter, letterhead), letter.person.id, now)


def write(plan: Plan, letter: Letter, letterhead: Letterhead) -> Email:
    """Return the mail to one clerk."""
    person = letter.person
    return compose(
        plan.action,
        letterhead,
        Address(person.email or "", person.name),
        plan.today,
        department=person.department.name if person.department else "",
        items=[item(each, plan, letterhead) for each in letter.lines],
        day=say_short_day(plan.today),
    )


@dataclass(frozen=True, slots=True)
class Item:
    """What a mail says of one task; `tone` is the colour of `when`."""

    title: str
    deadline: str
    meaning: str
    when: str
    tone: str
    url: str


def item(line: Line, plan: Plan, letterhead: Letterhead) -> Item:
    """Return what the mail says of one task."""
    task, due = line.task, line.milestone.due_on if line.milestone else None
    words = explain(from_normal(task.deadline_normal, task.deadline_text, day=task.deadline_due_on))
    return Item(
        title=" ".join(task.title.split()),
        deadline=task.deadline_text or "——",
        meaning=_("until %(day)s", day=say_day(due, plan.today)) if due else words,
        when=lateness(line, plan),
        tone="overdue" if line.standing is Standing.overdue else "soon",
        url=letterhead.task_url(task.id),
    )


def lateness(line: Line, plan: Plan) -> str:
    """Return 逾期20天 or 滞后 for a task that is late, nothing for any other."""
    due = line.milestone.due_on if line.milestone else None
    if line.standing is Standing.overdue and due is not None:
        return _("%(days)s days overdue", days=(plan.today - due).days)
    return _("Lagging") if line.standing is Standing.lagging else ""
