"""Departments and people: matching names as written, accounts, sign-in."""

import hashlib
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete
from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from tracker.database import Database
from tracker.errors import InvalidInput
from tracker.history import record
from tracker.models import Department, Person, Role, SignIn
from tracker.texts import gettext as _

# OWASP's second profile: 19 MiB, two passes. The library's default costs ten times the time.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# As many hashes at once as there are cores; a login flood must not starve the other pages.
HASHING = threading.BoundedSemaphore(2)
LONGEST_ACCOUNT = 64
LONGEST_PASSWORD = 128
SHORTEST_PASSWORD = 8
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
OPERATOR_ACCOUNT = "operator"
# 各街道; 市直有关部门; a bare kind of place (镇, 县（市）区政府) names all of that kind, but 市政府
# alone is the government whose document it is.
GROUP_NAME = re.compile(
    r"^各|有关|相关|等$"
    r"|^(?![市县区旗](?:人民)?政府$)(?:[县市区旗乡镇村街道（）()、]+)(?:政府|人民政府|办事处|管委会|党委)?$"
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a name as written stands for: a department, or None where nobody can say; and why."""

    name: str
    department: Department | None
    reason: str


def is_group_name(name: str) -> bool:
    """Return whether a name stands for several bodies (各街道, 镇, 市直有关部门), not for one."""
    return GROUP_NAME.search(name) is not None


def is_function_name(name: str) -> bool:
    """Return whether a name says what a body does (教育督导部门), not which body it is."""
    return not is_group_name(name) and name.endswith(("部门", "机构", "机关"))


def match_department(name: str, departments: Sequence[Department], on: date | None = None) -> Match:
    """Return the department that `name` means on the day `on`.

    A name or a recorded alias decides; anything else is for a person to say.
    """
    del on  # renames with dates come with the departments' page
    for department in departments:
        if department.name == name:
            return Match(name, department, _("same name"))
    for department in departments:
        if any(alias.name == name for alias in department.aliases):
            return Match(name, department, _("recorded alias"))
    return Match(name, None, _("new department"))


def all_departments(session: Session) -> Sequence[Department]:
    """Return every department with its aliases, by name."""
    return session.exec(select(Department).order_by(col(Department.id))).all()


def find_or_create_department(session: Session, name: str, by: Person, now: datetime) -> Department:
    """Return the department `name` means, made from the document's own words where it is new."""
    match = match_department(name, all_departments(session), now.date())
    if match.department is not None:
        return match.department
    department = Department(name=name, is_group=is_group_name(name))
    session.add(department)
    session.flush()
    record(
        session, "department.created", by, now, {"name": (None, name)}, department_id=department.id
    )
    return department


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


def hash_password(password: str) -> str:
    """Return the argon2id hash.

    Raises:
        InvalidInput: fewer than 8 or more than 128 characters.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInput(_("A password has 8 to 128 characters."), "password")
    with HASHING:
        return HASHER.hash(password)


@cache
def dummy_hash() -> str:
    """Return a hash that no password fits, so that an unknown account costs the same time."""
    return HASHER.hash(secrets.token_urlsafe(32))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Return whether the password fits; an unknown account costs the same time."""
    with HASHING:
        try:
            HASHER.verify(password_hash or dummy_hash(), password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return password_hash is not None


def authenticate(database: Database, account: str, password: str, now: datetime) -> Person | None:
    """Return the person whose account and password these are, else None; the reason is not told.

    Five failures lock the account for fifteen minutes. An attempt is counted before its hash is
    checked, so a hundred at once get five answers; it is committed on its own, so nothing the
    caller undoes takes it back. The hash is checked outside any transaction.
    """
    with database.write() as session:
        person = session.exec(select(Person).where(Person.account == account)).first()
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


def token_hash(token: str) -> str:
    """Return what is stored of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    session: Session, person: Person, now: datetime, address: str | None, browser: str | None
) -> str:
    """Start a session and return its token, which only the cookie keeps."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person.id,
            created_at=now,
            last_seen_at=now,
            address=address,
            browser=browser[:200] if browser else None,
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime) -> SignIn | None:
    """Return the session of `token` if it is alive: 30 minutes idle, 12 hours at the most."""
    found = session.exec(select(SignIn).where(SignIn.token_hash == token_hash(token))).first()
    if found is None or not found.person.is_active:
        return None
    if now - found.last_seen_at >= IDLE_LIMIT or now - found.created_at >= ABSOLUTE_LIMIT:
        return None
    return found


def touch_session(database: Database, sign_in: SignIn, now: datetime) -> None:
    """Note that the session is in use, at most once a minute, in a transaction of its own."""
    if now - sign_in.last_seen_at < SEEN_EVERY:
        return
    with database.write() as session:
        fresh = session.get(SignIn, sign_in.id)
        if fresh is not None:
            fresh.last_seen_at = now


def close_session(session: Session, token: str, by: Person, now: datetime) -> None:
    """End the session of `token`; a copied cookie is worthless from now on."""
    session.exec(delete(SignIn).where(col(SignIn.token_hash) == token_hash(token)))
    record(session, "person.signed_out", by, now)
