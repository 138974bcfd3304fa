"""Accounts: who they are, finding, adding and changing one, taking its right to come in."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from tracker.database import Database, compare_and_set
from tracker.directory.passwords import close_resets, hash_password
from tracker.directory.sessions import end_sessions
from tracker.errors import InvalidInput
from tracker.history import record
from tracker.models import Department, Person, Role
from tracker.texts import gettext as _

LONGEST_ACCOUNT = 64
OPERATOR_ACCOUNT = "operator"


def operator(session: Session, now: datetime) -> Person:
    """Return the built-in account that stands for the command line; it cannot sign in."""
    found = session.exec(select(Person).where(Person.account == OPERATOR_ACCOUNT)).first()
    if found is not None:
        return found
    person = Person(
        account=OPERATOR_ACCOUNT, name=_("Command line"), role=Role.operator, created_at=now
    )
    session.add(person)
    session.flush()
    return person


def create_person(
    session: Session,
    person: Person,
    password: str | None,
    by: Person | None,
    now: datetime,
) -> Person:
    """Add an account; without a password or a hash on the row it cannot sign in yet.

    Raises:
        InvalidInput: the account name is taken or has blanks, the name of the person is blank, or
            the password is too short or too long.
    """
    check_account(person)
    same = sql.lower(Person.account) == person.account.lower()
    taken = session.exec(select(Person).where(same)).first()
    if taken is not None:
        raise InvalidInput(
            _("The account %(name)s exists already.", name=person.account), "account"
        )
    if password is not None:
        person.password_hash = hash_password(password)
    session.add(person)
    session.flush()
    record(session, "person.created", by, now, {"account": (None, person.account)})
    return person


def check_account(person: Person) -> None:
    """Refuse an account name that cannot be typed or looks like another, and a nameless person."""
    account = person.account
    plain = unicodedata.normalize("NFKC", account) == account and account.isprintable()
    if not plain or " " in account or not 1 <= len(account) <= LONGEST_ACCOUNT:
        raise InvalidInput(_("An account has 1 to 64 letters or digits, no blanks."), "account")
    check_name(person.name)
    check_department(person.role, person.department_id)


def check_name(name: str) -> None:
    """Refuse a nameless person, and a name that would break a line of a mail's head."""
    if not name.strip() or not name.isprintable():
        raise InvalidInput(_("Give the name of the person."), "name")


def check_department(role: Role, department_id: int | None) -> None:
    """Refuse a clerk of no department, and anybody else of one."""
    if (role is Role.clerk) != (department_id is not None):
        raise InvalidInput(_("A clerk has a department, and nobody else has one."), "department")


def has_accounts(database: Database) -> bool:
    """Return whether anybody can sign in."""
    with database.read() as session:
        usable = select(Person.id).where(col(Person.password_hash).is_not(None))
        return session.exec(usable).first() is not None


def clerks(session: Session, departments: Iterable[int]) -> list[Person]:
    """Return the active clerks of these departments."""
    wanted = select(Person).where(
        col(Person.department_id).in_(list(departments)),
        Person.role == Role.clerk,
        col(Person.is_active),
    )
    return list(session.exec(wanted.order_by(col(Person.id))).all())


@dataclass(frozen=True, slots=True)
class PersonValues:
    """What an administrator may change in an account."""

    name: str
    email: str | None
    role: Role
    department_id: int | None


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which accounts are wanted: words in account, name, address or department; active or not."""

    words: str = ""
    is_active: bool | None = None


def matching(wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter; the command line's own account is never among them."""
    conditions: list[ColumnElement[bool]] = [col(Person.role) != Role.operator]
    if wanted.is_active is not None:
        conditions.append(col(Person.is_active).is_(wanted.is_active))
    for word in wanted.words.split():
        named = col(Department.name).contains(word, autoescape=True)
        conditions.append(
            or_(
                *(
                    col(column).icontains(word, autoescape=True)
                    for column in (Person.account, Person.name, Person.email)
                ),
                col(Person.department_id).in_(select(Department.id).where(named)),
            )
        )
    return conditions


def count_people(session: Session, wanted: PeopleFilter) -> int:
    """Return how many accounts the filter finds."""
    return session.exec(select(sql.count()).select_from(Person).where(*matching(wanted))).one()


def find_people(
    session: Session, wanted: PeopleFilter, offset: int, limit: int
) -> Sequence[Person]:
    """Return one page of the accounts the filter finds, those still here first, by account."""
    order = (col(Person.is_active).desc(), sql.lower(Person.account), col(Person.id))
    found = select(Person).where(*matching(wanted)).order_by(*order)
    return session.exec(found.offset(offset).limit(limit)).all()


def change_person(
    session: Session, person: Person, values: PersonValues, version: int, by: Person, now: datetime
) -> None:
    """Change an account. Another role or department ends its sessions: it signs in anew.

    Raises:
        InvalidInput: no name, a department that does not go with the role, or the last
            administrator would be none.
        Conflict: somebody changed the account since version `version`.
    """
    check_name(values.name)
    check_department(values.role, values.department_id)
    if values.role is not Role.administrator:
        keep_an_administrator(session, person)
    changed = {
        name: (getattr(person, name), value)
        for name, value in asdict(values).items()
        if getattr(person, name) != value
    }
    compare_and_set(session, person, {"version": version}, version=version + 1, **asdict(values))
    if changed.keys() & {"role", "department_id"}:
        end_sessions(session, person)
    account = (person.account, person.account)
    record(session, "person.changed", by, now, {"account": account, **changed})


def deactivate(session: Session, person: Person, by: Person, now: datetime) -> None:
    """Take the person's right to come in: sessions and open links end at once, history stays.

    Raises:
        Conflict: the account is not active.
        InvalidInput: nobody could administer any more.
    """
    keep_an_administrator(session, person)
    set_active(session, person, by, now, is_active=False)
    end_sessions(session, person)
    close_resets(session, person, now)


def reactivate(session: Session, person: Person, by: Person, now: datetime) -> None:
    """Let the person come in again, with the password there was.

    Raises:
        Conflict: the account is active.
    """
    set_active(session, person, by, now, is_active=True)


def set_active(
    session: Session, person: Person, by: Person, now: datetime, *, is_active: bool
) -> None:
    """Change whether the account may be used."""
    values = {"is_active": is_active, "version": person.version + 1}
    compare_and_set(session, person, {"is_active": not is_active}, **values)
    account = (person.account, person.account)
    change: dict[str, tuple[object, object]] = {"account": account}
    change["is_active"] = (not is_active, is_active)
    record(session, "person.changed", by, now, change)


def keep_an_administrator(session: Session, person: Person) -> None:
    """Refuse to lose the last administrator who can sign in.

    The rows are locked, so that two who take the role from each other do not both succeed.
    """
    administrators = session.exec(
        select(Person)
        .where(
            Person.role == Role.administrator,
            col(Person.is_active),
            col(Person.password_hash).is_not(None),
        )
        .with_for_update()
    ).all()
    if [each.id for each in administrators] == [person.id]:
        raise InvalidInput(_("This is the last administrator; make another one first."), "role")
