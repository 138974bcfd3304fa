"""Takes back digests that were not sent yet and speak of tasks as they no longer are."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from tracker.models import (
    Assignment,
    DepartmentMember,
    HoldReason,
    Message,
    MessageState,
    Milestone,
    Person,
    Reminder,
    Role,
)
from tracker.outbox.queue import retire
from tracker.texts import gettext as _


def retire_digests(session: Session, tasks: Collection[int]) -> int:
    """Retire the waiting digests that may name these tasks, and return how many.

    A digest lists everything a department has open, so those of all concerned go, and the
    coordinators' too. Their reminders are free: the next tick makes digests of what holds now. One
    that may have left already stays.
    """
    carried = (
        select(Reminder.message_id)
        .join(Milestone, col(Milestone.id) == Reminder.milestone_id)
        .where(col(Milestone.task_id).in_(tasks), col(Reminder.message_id).is_not(None))
    )
    told = select(Person.id).where(
        or_(
            col(Person.role) == Role.coordinator,
            col(Person.department_id).in_(concerned(tasks)),
        )
    )
    wanted = select(Message).where(
        col(Message.key).startswith("digest:"),
        still_here(),
        or_(col(Message.id).in_(carried), col(Message.person_id).in_(told)),
    )
    found = session.exec(wanted).all()
    for message in found:
        retire(session, message, _("Tasks named in it were changed or withdrawn."))
    return len(found)


def concerned(tasks: Collection[int]) -> SelectOfScalar[Any]:
    """Return the query for the departments of these tasks and the members of their groups."""
    named = select(Assignment.department_id).where(col(Assignment.task_id).in_(tasks))
    members = select(DepartmentMember.member_id).where(col(DepartmentMember.group_id).in_(named))
    return select(Person.department_id).where(
        or_(col(Person.department_id).in_(named), col(Person.department_id).in_(members))
    )


def still_here() -> ColumnElement[bool]:
    """Return the condition that a message waits and has certainly not been sent."""
    waits = and_(col(Message.state) == MessageState.pending, col(Message.token).is_(None))
    held = col(Message.held_for) == HoldReason.configuration
    return and_(or_(waits, held), col(Message.uncertain) == 0)
