"""What a person changes in a department: its name, its other names, who belongs to a group."""

from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from tracker.database import compare_and_set
from tracker.directory.departments import create_department
from tracker.directory.writing import fault_of, without_unseen
from tracker.errors import Conflict, InvalidInput
from tracker.history import Change, record
from tracker.models import Department, DepartmentAlias, Person
from tracker.texts import gettext as _


def clean_name(name: str) -> str:
    """Return a name as it is stored: blanks around it, line breaks and unseen characters gone.

    Raises:
        InvalidInput: nothing is left, it says nothing, or it is too long.
    """
    cleaned = " ".join(without_unseen(name).split())
    if not cleaned:
        raise InvalidInput(_("A name has 1 to 100 characters."), "name")
    if fault := fault_of(cleaned):
        raise InvalidInput(fault, "name")
    return cleaned


def bearer_of(session: Session, name: str) -> Department | None:
    """Return the department that bears a name or has it recorded; merged ones bear none."""
    return find_living(session, col(Department.name) == name) or find_living(
        session,
        col(Department.id).in_(
            select(DepartmentAlias.department_id).where(DepartmentAlias.name == name)
        ),
    )


def find_living(session: Session, condition: ColumnElement[bool]) -> Department | None:
    """Return the department that is no other's and meets the condition."""
    wanted = select(Department).where(condition, col(Department.merged_into_id).is_(None))
    return session.exec(wanted).first()


def check_free(session: Session, name: str, department: Department) -> None:
    """Refuse a name that means another department; one name means one department.

    Raises:
        InvalidInput: names the other one.
    """
    other = bearer_of(session, name)
    if other is not None and other.id != department.id:
        sentence = _("“%(name)s” already means %(other)s.", name=name, other=other.name)
        raise InvalidInput(sentence, "name")


def check_living(department: Department) -> None:
    """Refuse to change a department that was merged into another.

    Raises:
        Conflict: it was.
    """
    if department.merged_into_id is not None:
        raise Conflict(f"Department {department.id} was merged into another.")


def add_alias(
    session: Session, department: Department, name: str, by: Person, now: datetime
) -> DepartmentAlias:
    """Remember another name: from now on it means this department.

    Raises:
        InvalidInput: it is blank, or means a department already; the sentence names which.
        Conflict: the department was merged into another.
    """
    check_living(department)
    name = clean_name(name)
    check_free(session, name, department)
    if bearer_of(session, name) is not None:
        raise InvalidInput(_("“%(name)s” is known already.", name=name), "name")
    return remember(session, department, name, by, now)


def remember(
    session: Session,
    department: Department,
    name: str,
    by: Person,
    now: datetime,
    renamed_on: date | None = None,
) -> DepartmentAlias:
    """Add a free name to a department."""
    alias = DepartmentAlias(name=name, department_id=department.id, renamed_on=renamed_on)
    department.aliases.append(alias)
    session.flush()
    note(session, "alias_added", department, by, now, {"alias": (None, name)})
    return alias


def remove_alias(session: Session, alias: DepartmentAlias, by: Person, now: datetime) -> None:
    """Forget another name; what it named before keeps its own words."""
    department = alias.department
    department.aliases.remove(alias)
    session.delete(alias)
    session.flush()
    note(session, "alias_removed", department, by, now, {"alias": (alias.name, None)})


def rename_department(
    session: Session,
    department: Department,
    name: str,
    on: date,
    by: Person,
    now: datetime,
    today: date,
) -> None:
    """Give a department its new name from the local date `on`; the old one stays an alias.

    In a document from before that day the old name means the department without a question. An
    alias of its own may become its name.

    Raises:
        InvalidInput: the name is blank, the same, or another's; the day lies ahead.
        Conflict: somebody renamed or merged it meanwhile.
    """
    check_living(department)
    name = clean_name(name)
    check_free(session, name, department)
    old = department.name
    if name == old:
        raise InvalidInput(_("The department has this name already."), "name")
    if on > today:
        raise InvalidInput(_("Rename it on the day the new name begins to be valid."), "on")
    for alias in [each for each in department.aliases if each.name == name]:
        remove_alias(session, alias, by, now)
    compare_and_set(session, department, {"name": old}, name=name)
    note(session, "renamed", department, by, now, {"name": (old, name), "on": (None, on)})
    remember(session, department, old, by, now, renamed_on=on)


def set_group(
    session: Session, department: Department, by: Person, now: datetime, *, is_group: bool
) -> None:
    """Say whether a department is one body or a group of bodies.

    Raises:
        InvalidInput: a group that has members cannot become one body.
        Conflict: it is so already.
    """
    check_living(department)
    if not is_group and department.members:
        raise InvalidInput(_("Remove the members first."))
    compare_and_set(session, department, {"is_group": not is_group}, is_group=is_group)
    note(session, "kind_changed", department, by, now, {"is_group": (not is_group, is_group)})


def add_member(
    session: Session, group: Department, name: str, by: Person, now: datetime
) -> Department:
    """Add a body to a group, by any of its names; one nobody knows yet becomes a department.

    Raises:
        InvalidInput: it is no group; the member is a group, or belongs to it already.
    """
    check_living(group)
    name = clean_name(name)
    if not group.is_group:
        raise InvalidInput(_("Only a group has members."), "name")
    member = bearer_of(session, name) or create_department(session, name, by, now)
    if member.is_group:
        raise InvalidInput(_("%(name)s is a group itself; add its bodies.", name=name), "name")
    if member in group.members:
        raise InvalidInput(_("%(name)s belongs to it already.", name=member.name), "name")
    group.members.append(member)
    session.flush()
    note(session, "member_added", group, by, now, {"member": (None, member.name)})
    return member


def remove_member(
    session: Session, group: Department, member: Department, by: Person, now: datetime
) -> None:
    """Take a body out of a group.

    Raises:
        Conflict: it does not belong to it (any more).
    """
    if member not in group.members:
        raise Conflict(f"Department {member.id} does not belong to {group.id}.")
    group.members.remove(member)
    session.flush()
    note(session, "member_removed", group, by, now, {"member": (member.name, None)})


def note(
    session: Session,
    what: str,
    department: Department,
    by: Person,
    now: datetime,
    change: Change,
) -> None:
    """Write the history line of a department."""
    record(session, f"department.{what}", by, now, change, department_id=department.id)
