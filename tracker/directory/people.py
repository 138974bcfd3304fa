"""Accounts: who they are, adding one, signing in."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from tracker.database import Database
from tracker.directory.passwords import LONGEST_PASSWORD, hash_password, verify_password
from tracker.errors import InvalidInput
from tracker.history import record
from tracker.models import Person, Role
from tracker.texts import gettext as _

LONGEST_ACCOUNT = 64
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
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
    """Add an account; without a password it cannot sign in yet.

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
    person.password_hash = hash_password(password) if password is not None else None
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
    if not person.name.strip():
        raise InvalidInput(_("Give the name of the person."), "name")


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


def authenticate(database: Database, account: str, password: str, now: datetime) -> Person | None:
    """Return the person whose account and password these are, else None; the reason is not told.

    Five failures lock the account for fifteen minutes. An attempt is counted before its hash is
    checked, so a hundred at once get five answers; it is committed on its own, so nothing the
    caller undoes takes it back. The row is locked meanwhile: a server lets two read one count. The
    hash is checked outside any transaction.
    """
    with database.write() as session:
        wanted = select(Person).where(Person.account == account).with_for_update()
        person = session.exec(wanted).first()
        counted = person is not None and count_attempt(person, now)
    fits = len(password) <= LONGEST_PASSWORD and verify_password(
        person.password_hash if person is not None and counted else None, password
    )
    if person is None or not counted:
        return None
    with database.write() as session:
        fresh = session.get_one(Person, person.id)
        settle_attempt(session, fresh, person, now, fits=fits)
    return fresh if fits else None


def count_attempt(person: Person, now: datetime) -> bool:
    """Count an attempt as if it had failed, the fifth locks; return False where none is allowed."""
    if not person.is_active or (person.locked_until is not None and person.locked_until > now):
        return False
    person.failed_sign_ins, person.locked_until = person.failed_sign_ins + 1, None
    if person.failed_sign_ins >= FAILURES_ALLOWED:
        person.failed_sign_ins, person.locked_until = 0, now + LOCKED_FOR
    return True


def settle_attempt(
    session: Session, person: Person, counted: Person, now: datetime, *, fits: bool
) -> None:
    """Take the count back after a success; say in the history when a failure locked."""
    if fits:
        person.failed_sign_ins, person.locked_until = 0, None
        record(session, "person.signed_in", person, now)
    elif counted.locked_until is not None:
        record(session, "person.locked", None, now, {"account": (None, person.account)})
