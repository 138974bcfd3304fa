"""Merges two departments that are the same: everything of one becomes the other's.

Two that were taken for one could never be told apart again, so only a person merges.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from tracker.database import compare_and_set
from tracker.directory.managing import check_living, note
from tracker.errors import Conflict, InvalidInput
from tracker.history import Change, record
from tracker.models import (
    Assignment,
    AssignmentRole,
    Department,
    DepartmentAlias,
    DepartmentMember,
    Invitation,
    Person,
    Reminder,
    Report,
)
from tracker.texts import gettext as _

LONGEST_KEPT = 80
# Rows that simply belong to the other department afterwards.
MOVED: tuple[type[SQLModel], ...] = (DepartmentAlias, Person, Report, Invitation)


def merge_departments(
    session: Session, source: Department, target: Department, by: Person, now: datetime
) -> int:
    """Make `source` a part of `target`; return in how many tasks it took part.

    Assignments, reports, clerks, aliases, invitations and memberships move; the name becomes an
    alias. A task that names both keeps one part: the leading role, and the signature that goes
    with it.

    Raises:
        InvalidInput: both are the same row, or one is a group and the other is not.
        Conflict: one of them was merged meanwhile.
    """
    check_mergeable(source, target)
    tasks = join_assignments(session, source, target, by, now)
    for table in MOVED:
        move(session, table, source, target)
    join_reminders(session, source, target)
    join_memberships(session, source, target)
    name = source.name
    compare_and_set(
        session,
        source,
        {"merged_into_id": None},
        merged_into_id=target.id,
        name=f"{name[:LONGEST_KEPT]} #{source.id}",  # the name itself is free again
    )
    session.add(DepartmentAlias(name=name, department_id=target.id))
    session.flush()
    session.expire_all()
    for each in (source, target):
        note(session, "merged", each, by, now, {"merged": (name, target.name)})
    return tasks


def check_mergeable(source: Department, target: Department) -> None:
    """Refuse what cannot be one department; see `merge_departments`."""
    check_living(source)
    check_living(target)
    if source.id == target.id:
        raise InvalidInput(_("Choose another department."), "name")
    if source.is_group != target.is_group:
        raise InvalidInput(_("A group and a single body are not the same."), "name")


def move(session: Session, table: type[Any], source: Department, target: Department) -> None:
    """Give the rows of one table that are the source's to the target."""
    rows = update(table).where(col(table.department_id) == source.id)
    session.execute(rows.values(department_id=target.id))


def join_assignments(
    session: Session, source: Department, target: Department, by: Person, now: datetime
) -> int:
    """Move the source's parts in tasks; where the target has one too, keep the weightier."""
    parts = session.exec(select(Assignment).where(Assignment.department_id == source.id)).all()
    for part in parts:
        other = session.exec(
            select(Assignment).where(
                Assignment.task_id == part.task_id, Assignment.department_id == target.id
            )
        ).first()
        if other is None:
            part.department_id = target.id
        else:
            join_parts(session, part, other)
        change: Change = {"department": (source.name, target.name)}
        task_id = part.task_id
        session.flush()
        record(
            session, "assignment.moved", by, now, change, task_id=task_id, department_id=target.id
        )
    return len(parts)


def join_parts(session: Session, part: Assignment, other: Assignment) -> None:
    """Put two parts of one task into `other`; a part that leads keeps its own signature."""
    values = joined(part, other)
    session.delete(part)
    session.flush()
    for name, value in values.items():
        setattr(other, name, value)


def joined(part: Assignment, other: Assignment) -> dict[str, object]:
    """Return the role, place and signature of two parts together.

    A signature given as a cooperating department does not begin the work, so where one of the two
    leads only a leading part's signature counts.
    """
    both = (other, part)
    leading = [each for each in both if each.role is AssignmentRole.lead]
    of_role = leading or [each for each in both if not each.is_former] or list(both)
    signed = next((each for each in of_role if each.signed_at is not None), of_role[0])
    return {
        "role": of_role[0].role,
        "position": min(each.position for each in of_role),
        "name_as_written": of_role[0].name_as_written,
        "reports_for_all": any(each.reports_for_all for each in both),
        "signed_at": signed.signed_at,
        "signed_by_id": signed.signed_by_id,
        "is_former": all(each.is_former for each in both),
    }


def join_reminders(session: Session, source: Department, target: Department) -> None:
    """Give the target the source's reminders; what it is reminded of already, it is once."""
    own, same = col(Reminder.department_id) == source.id, aliased(Reminder)
    known = select(same.id).where(
        col(same.rule) == Reminder.rule,
        col(same.milestone_id) == Reminder.milestone_id,
        col(same.deadline_version) == Reminder.deadline_version,
        col(same.offset) == Reminder.offset,
        col(same.department_id) == target.id,
        col(same.person_id).is_not_distinct_from(col(Reminder.person_id)),
    )
    new = update(Reminder).where(own, ~known.correlate(Reminder).exists())
    options = {"synchronize_session": False}
    session.execute(new.values(department_id=target.id), execution_options=options)
    unsent = delete(Reminder).where(own, col(Reminder.message_id).is_(None))
    session.execute(unsent, execution_options=options)


def join_memberships(session: Session, source: Department, target: Department) -> None:
    """Let the target belong to what the source belonged to, and have its members."""
    rows = session.exec(
        select(DepartmentMember).where(
            or_(
                col(DepartmentMember.group_id) == source.id,
                col(DepartmentMember.member_id) == source.id,
            )
        )
    ).all()
    for row in rows:
        group, member = (
            target.id if each == source.id else each for each in (row.group_id, row.member_id)
        )
        session.delete(row)
        if group != member and session.get(DepartmentMember, (group, member)) is None:
            session.add(DepartmentMember(group_id=group, member_id=member))
        session.flush()


def living(session: Session, department: Department) -> Department:
    """Return what became of a department: the one it was merged into, at the end of the chain.

    Raises:
        Conflict: the chain does not end, which no merge of ours can bring about.
    """
    seen = set()
    while department.merged_into_id is not None:
        if department.id in seen:
            raise Conflict(f"Department {department.id} was merged into itself.")
        seen.add(department.id)
        department = session.get_one(Department, department.merged_into_id)
    return department
