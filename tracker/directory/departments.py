"""Departments: finding them by name, adding those a document brings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from tracker.directory.groups import is_group_name
from tracker.directory.matching import Matcher
from tracker.directory.names import tidy
from tracker.directory.people import clerks
from tracker.history import record
from tracker.models import Department, DepartmentMember, Person


def all_departments(session: Session) -> Sequence[Department]:
    """Return every department with its aliases, in the order they came; merged ones are gone."""
    wanted = select(Department).where(col(Department.merged_into_id).is_(None))
    aliases = selectinload(Department.aliases)  # type: ignore[arg-type]  # typed as a list
    return session.exec(wanted.options(aliases).order_by(col(Department.id))).all()


def find_or_create_department(
    session: Session, name: str, by: Person, now: datetime, on: date | None = None
) -> Department:
    """Return the department `name` means in a document of `on`, made from the words where new."""
    return departments_called(session, [name], by, now, on)[name]


def departments_called(
    session: Session,
    names: Iterable[str],
    by: Person,
    now: datetime,
    on: date | None = None,
    issuer: str | None = None,
) -> dict[str, Department]:
    """Return what each name means in a document of `on` by `issuer`; the rest become departments.

    All names are looked up before the first one is made, so each means what the review page said.
    A name nobody can be sure of makes a department of its own; two that are the same are merged
    by a person later, two that were taken for one could not be told apart again. A name that is
    recorded for a department, be it an old one, stays that department's.
    """
    known = all_departments(session)
    matcher = Matcher(known, on, issuer)
    found: dict[str, Department] = {}
    unknown: dict[str, str] = {}
    for name in dict.fromkeys(names):
        department = matcher.match(name).department or holder_of(name, known)
        if department is None:
            unknown[name] = tidy(name)
        else:
            found[name] = department
    made: dict[str, Department] = {}
    for name, key in unknown.items():
        if key not in made:
            made[key] = create_department(session, name, by, now)
        found[name] = made[key]
    return found


def holder_of(name: str, departments: Iterable[Department]) -> Department | None:
    """Return the department for which this very name is recorded, None where there is none."""
    wanted = tidy(name)
    return next(
        (each for each in departments if any(tidy(alias.name) == wanted for alias in each.aliases)),
        None,
    )


def create_department(session: Session, name: str, by: Person, now: datetime) -> Department:
    """Add a department of this very name; 各街道 and its like become groups."""
    department = Department(name=name, is_group=is_group_name(name))
    session.add(department)
    session.flush()
    record(
        session, "department.created", by, now, {"name": (None, name)}, department_id=department.id
    )
    return department


def contacts(session: Session, departments: Iterable[int]) -> dict[int, list[Person]]:
    """Return the active clerks of each of these departments that has any.

    A group without a clerk of its own is reached through the clerks of its members.
    """
    wanted = set(departments)
    found = by_department(clerks(session, wanted))
    members = session.exec(
        select(DepartmentMember).where(col(DepartmentMember.group_id).in_(wanted - set(found)))
    ).all()
    of_members = by_department(clerks(session, {each.member_id for each in members}))
    for member in members:
        people = of_members.get(member.member_id, [])
        if people:
            found.setdefault(member.group_id, []).extend(people)
    return found


def by_department(people: Iterable[Person]) -> dict[int, list[Person]]:
    """Return the clerks by the department they belong to."""
    found: defaultdict[int, list[Person]] = defaultdict(list)
    for person in people:
        if person.department_id is not None:
            found[person.department_id].append(person)
    return dict(found)
