"""Names of bodies as documents write them, and who may come in."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from threading import Barrier
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, select

from tests.make import add, make_department, make_person
from tracker import directory
from tracker.database import Database
from tracker.directory import (
    authenticate,
    clerks,
    close_session,
    create_person,
    find_or_create_department,
    find_session,
    has_accounts,
    open_session,
    operator,
    token_hash,
    touch_session,
)
from tracker.errors import Busy, InvalidInput
from tracker.models import Department, DepartmentAlias, Event, Person, Role, SignIn

PASSWORD = "correct horse"
WRONG = "wrong horse"
SECOND = timedelta(seconds=1)
# The hash says what it costs to check it, so most tests need not pay for a safe one.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def test_new_name_becomes_a_department_with_a_line_of_history(
    session: Session, lin: Person, now: datetime
) -> None:
    made = find_or_create_department(session, "团区委", lin, now)
    line = session.exec(select(Event).where(Event.action == "department.created")).one()
    assert (made.name, made.is_group) == ("团区委", False)
    assert (line.department_id, line.person_id, line.change) == (
        made.id,
        lin.id,
        {"name": [None, "团区委"]},
    )


def test_name_of_several_bodies_becomes_a_group(
    session: Session, lin: Person, now: datetime
) -> None:
    assert find_or_create_department(session, "各街道", lin, now).is_group


def test_known_name_makes_nothing_new(session: Session, lin: Person, now: datetime) -> None:
    known = make_department(session)
    add(session, DepartmentAlias(name="区教育文体局", department_id=known.id))
    session.expire_all()
    assert find_or_create_department(session, "区教育文体局", lin, now) is known
    assert len(session.exec(select(Department)).all()) == 1


def test_command_line_has_one_account_that_cannot_sign_in(session: Session, now: datetime) -> None:
    first = operator(session, now)
    assert operator(session, now) is first
    assert (first.role, first.password_hash) == (Role.operator, None)


def make_account(account: str = "zhao", **changes: Any) -> Person:
    values: dict[str, Any] = {"account": account, "name": "赵", "role": Role.leader}
    return Person(**{**values, **changes})


def test_account_gets_its_password_as_a_hash(session: Session, now: datetime) -> None:
    made = create_person(session, make_account(created_at=now), PASSWORD, None, now)
    assert made.password_hash is not None
    assert made.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in str([each.change for each in session.exec(select(Event)).all()])


@pytest.mark.parametrize("password", ["a" * 7, "a" * 129, ""])
def test_password_of_the_wrong_length_is_refused(
    session: Session, now: datetime, password: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_person(session, make_account(created_at=now), password, None, now)
    assert refusal.value.field == "password"


@pytest.mark.parametrize("account", ["zhao", "ZHAO"])
def test_account_that_exists_is_refused(session: Session, now: datetime, account: str) -> None:
    create_person(session, make_account(created_at=now), None, None, now)
    with pytest.raises(InvalidInput) as refusal:
        create_person(session, make_account(account, created_at=now), None, None, now)
    assert refusal.value.field == "account"


@pytest.mark.parametrize(
    "account", ["", " ", "zhao ", "zh ao", "zh\x00ao", "zhao\u200b", "ｚｈａｏ", "a" * 65]
)
def test_account_that_cannot_be_typed_or_looks_like_another_is_refused(
    session: Session, now: datetime, account: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_person(session, make_account(account, created_at=now), None, None, now)
    assert refusal.value.field == "account"


def test_account_may_be_a_chinese_name(session: Session, now: datetime) -> None:
    assert create_person(session, make_account("赵主任", created_at=now), None, None, now).id


def test_person_without_a_name_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_person(session, make_account(name=" ", created_at=now), None, None, now)
    assert refusal.value.field == "name"


def test_office_without_a_password_has_no_accounts(database: Database, now: datetime) -> None:
    with database.write() as session:
        operator(session, now)
        make_person(session, account="lin", role=Role.coordinator)
    assert not has_accounts(database)


def test_office_with_a_password_has_accounts(office: Database) -> None:
    assert has_accounts(office)


def test_clerks_are_those_of_the_departments_who_are_still_here(
    session: Session, zhou: Person, wu: Person, lin: Person
) -> None:
    department = zhou.department_id
    assert department is not None
    make_person(session, account="gone", department_id=department, is_active=False)
    assert clerks(session, [department]) == [zhou]
    assert clerks(session, [department, wu.department_id or 0]) == [zhou, wu]
    assert clerks(session, []) == []
    assert lin not in clerks(session, [department])


@pytest.fixture
def office(database: Database) -> Database:
    """Return the database of an office where Lin can sign in."""
    with database.write() as session:
        make_person(
            session, account="lin", role=Role.coordinator, password_hash=CHEAP.hash(PASSWORD)
        )
    return database


def lin_of(database: Database) -> Person:
    with database.read() as session:
        return session.exec(select(Person).where(Person.account == "lin")).one()


def history_of(database: Database) -> list[str]:
    with database.read() as session:
        return [each.action for each in session.exec(select(Event)).all()]


def fail(database: Database, times: int, now: datetime) -> None:
    for _time in range(times):
        assert authenticate(database, "lin", WRONG, now) is None


def change_lin(database: Database, **values: object) -> None:
    with database.write() as session:
        person = session.exec(select(Person).where(Person.account == "lin")).one()
        for name, value in values.items():
            setattr(person, name, value)


def test_right_password_gives_the_person(office: Database, now: datetime) -> None:
    person = authenticate(office, "lin", PASSWORD, now)
    assert person is not None
    assert person.account == "lin"
    assert history_of(office) == ["person.signed_in"]


@pytest.mark.parametrize(
    ("account", "password"),
    [
        ("lin", WRONG),
        ("lin", ""),
        ("lin", PASSWORD + " "),
        ("lin", PASSWORD * 20),
        ("LIN", PASSWORD),
        ("nobody", PASSWORD),
        ("", ""),
        ("' OR 1=1--", PASSWORD),
    ],
)
def test_anything_else_gives_nobody(
    office: Database, now: datetime, account: str, password: str
) -> None:
    assert authenticate(office, account, password, now) is None


def test_password_is_not_cut_off(database: Database, now: datetime) -> None:
    longest = "密" * 128
    with database.write() as session:
        make_person(session, account="lin", role=Role.coordinator, password=longest)
    assert authenticate(database, "lin", longest[:-1], now) is None
    assert authenticate(database, "lin", longest, now) is not None


def test_account_without_a_password_cannot_sign_in(database: Database, now: datetime) -> None:
    with database.write() as session:
        make_person(session, account="lin", role=Role.coordinator)
        operator(session, now)
    assert authenticate(database, "lin", "", now) is None
    assert authenticate(database, "operator", "", now) is None


def test_person_who_left_cannot_sign_in(office: Database, now: datetime) -> None:
    change_lin(office, is_active=False)
    assert authenticate(office, "lin", PASSWORD, now) is None


def test_fifth_failure_locks_for_fifteen_minutes(office: Database, now: datetime) -> None:
    fail(office, 5, now)
    assert lin_of(office).locked_until == now + timedelta(minutes=15)
    assert authenticate(office, "lin", PASSWORD, now) is None
    assert history_of(office) == ["person.locked"]


def test_four_failures_do_not_lock(office: Database, now: datetime) -> None:
    fail(office, 4, now)
    assert authenticate(office, "lin", PASSWORD, now) is not None


def test_success_starts_the_count_anew(office: Database, now: datetime) -> None:
    fail(office, 4, now)
    authenticate(office, "lin", PASSWORD, now)
    fail(office, 4, now)
    assert authenticate(office, "lin", PASSWORD, now) is not None


def test_right_password_at_the_fifth_attempt_is_no_lock(office: Database, now: datetime) -> None:
    fail(office, 4, now)
    assert authenticate(office, "lin", PASSWORD, now) is not None
    assert lin_of(office).locked_until is None
    assert history_of(office) == ["person.signed_in"]


def test_lock_ends_after_fifteen_minutes_and_not_before(office: Database, now: datetime) -> None:
    fail(office, 5, now)
    assert authenticate(office, "lin", PASSWORD, now + timedelta(minutes=15) - SECOND) is None
    assert authenticate(office, "lin", PASSWORD, now + timedelta(minutes=15)) is not None
    assert lin_of(office).locked_until is None


def test_five_more_attempts_after_a_lock(office: Database, now: datetime) -> None:
    fail(office, 5, now)
    later = now + timedelta(minutes=15)
    fail(office, 4, later)
    assert lin_of(office).locked_until is None
    fail(office, 1, later)
    assert lin_of(office).locked_until == later + timedelta(minutes=15)


def test_attempts_during_a_lock_do_not_prolong_it(office: Database, now: datetime) -> None:
    fail(office, 5, now)
    fail(office, 1, now + timedelta(minutes=14))
    assert authenticate(office, "lin", PASSWORD, now + timedelta(minutes=15)) is not None


def test_failures_of_one_account_do_not_lock_another(office: Database, now: datetime) -> None:
    with office.write() as session:
        make_person(session, account="wang", role=Role.leader, password_hash=CHEAP.hash(PASSWORD))
    fail(office, 5, now)
    assert authenticate(office, "wang", PASSWORD, now) is not None


def test_count_survives_what_the_caller_undoes(office: Database, now: datetime) -> None:
    def undo() -> None:
        with office.read():
            fail(office, 3, now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undo()
    assert lin_of(office).failed_sign_ins == 3


def test_of_many_attempts_at_once_five_reach_the_hash(office: Database, now: datetime) -> None:
    change_lin(office, password_hash=directory.hash_password(PASSWORD))
    together = Barrier(8)

    def attempt(_number: int) -> Person | None:
        together.wait()
        for _again in range(200):
            with suppress(Busy):  # the queue for the hash is short; who is turned away comes again
                return authenticate(office, "lin", WRONG, now)
            time.sleep(0.01)
        raise AssertionError("never came in")

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(attempt, range(8))) == [None] * 8
    assert lin_of(office).failed_sign_ins == 0
    assert history_of(office) == ["person.locked"]


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


@pytest.mark.slow
def test_unknown_account_costs_as_much_time_as_a_known_one(office: Database, now: datetime) -> None:
    directory.dummy_hash()
    change_lin(office, password_hash=directory.hash_password(PASSWORD))
    unknown, known, locked = [], [], []
    for number in range(9):
        change_lin(office, failed_sign_ins=0, locked_until=None)
        known.append(seconds(lambda: authenticate(office, "lin", WRONG, now)))
        unknown.append(seconds(partial(authenticate, office, f"no{number}", WRONG, now)))
        change_lin(office, locked_until=now + SECOND)
        locked.append(seconds(lambda: authenticate(office, "lin", WRONG, now)))
    assert 0.5 < median(unknown) / median(known) < 2
    assert 0.5 < median(locked) / median(known) < 2


@pytest.fixture
def token(session: Session, lin: Person, now: datetime) -> str:
    return open_session(session, lin, now, "10.0.0.1", "Chromium " * 50)


def test_session_is_found_by_its_token(
    session: Session, lin: Person, now: datetime, token: str
) -> None:
    found = find_session(session, token, now)
    assert found is not None
    assert (found.person_id, found.address, len(found.browser or "")) == (lin.id, "10.0.0.1", 200)


def test_token_itself_is_not_stored(session: Session, token: str) -> None:
    row = session.exec(select(SignIn)).one()
    assert token not in str(row.model_dump())
    assert row.token_hash == token_hash(token)


def test_tokens_are_long_and_never_the_same(session: Session, lin: Person, now: datetime) -> None:
    tokens = {open_session(session, lin, now, None, None) for _number in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43


@pytest.mark.parametrize("wrong", ["", "x", "' OR 1=1--", "\x00", "a" * 10_000])
def test_wrong_token_finds_nothing(session: Session, now: datetime, token: str, wrong: str) -> None:
    assert token
    assert find_session(session, wrong, now) is None


def test_hash_from_the_table_is_no_token(session: Session, now: datetime, token: str) -> None:
    assert find_session(session, token_hash(token), now) is None


def test_session_idle_for_thirty_minutes_is_dead(
    session: Session, now: datetime, token: str
) -> None:
    assert find_session(session, token, now + timedelta(minutes=30) - SECOND) is not None
    assert find_session(session, token, now + timedelta(minutes=30)) is None


def test_session_in_use_is_dead_after_twelve_hours(
    session: Session, now: datetime, token: str
) -> None:
    end = now + timedelta(hours=12)
    session.exec(select(SignIn)).one().last_seen_at = end - SECOND
    session.flush()
    assert find_session(session, token, end - SECOND) is not None
    assert find_session(session, token, end) is None


def test_copied_token_is_dead_after_signing_out(
    session: Session, lin: Person, now: datetime, token: str
) -> None:
    close_session(session, token, lin, now)
    assert find_session(session, token, now) is None
    assert session.exec(select(Event)).one().action == "person.signed_out"


def test_signing_out_in_one_browser_leaves_the_other(
    session: Session, lin: Person, now: datetime, token: str
) -> None:
    other = open_session(session, lin, now, None, None)
    close_session(session, token, lin, now)
    assert find_session(session, other, now) is not None


def test_sessions_of_a_person_who_left_are_dead(
    session: Session, lin: Person, now: datetime, token: str
) -> None:
    lin.is_active = False
    session.flush()
    assert find_session(session, token, now) is None


@pytest.mark.parametrize(
    ("after", "noted"),
    [(timedelta(seconds=59), False), (timedelta(minutes=1), True), (timedelta(minutes=9), True)],
)
def test_use_of_a_session_is_noted_at_most_once_a_minute(
    database: Database, now: datetime, after: timedelta, *, noted: bool
) -> None:
    with database.write() as session:
        person = make_person(session, account="lin", role=Role.coordinator)
        open_session(session, person, now, None, None)
        row = session.exec(select(SignIn)).one()
    touch_session(database, row, now + after)
    with database.read() as session:
        seen = session.exec(select(SignIn)).one().last_seen_at
    assert seen == (now + after if noted else now)


def test_noting_the_use_of_a_session_that_ended_is_no_error(
    database: Database, now: datetime
) -> None:
    gone = SignIn(id=404, token_hash="0" * 64, person_id=1, created_at=now, last_seen_at=now)
    touch_session(database, gone, now + timedelta(minutes=5))
    with database.read() as session:
        assert session.exec(select(SignIn)).all() == []
