"""Accounts: passwords and links to set them, limits at the door, and the last administrator."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, select

from tests.conftest import NOW
from tests.make import make_department, make_person
from tracker import directory, mail, outbox
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database, open_database
from tracker.directory import PeopleFilter, PersonValues, authenticate
from tracker.errors import Busy, Conflict, InvalidInput, NotFound, TooManyAttempts, TrackerError
from tracker.models import Event, Message, PasswordReset, Person, Role, SignIn, SignInAttempt

PASSWORD, WRONG = "correct horse", "wrong horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH, OTHER_HASH = CHEAP.hash(PASSWORD), CHEAP.hash("another horse")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOME = "10.0.0.7"


def add_account(
    database: Database, account: str, role: Role = Role.leader, **values: Any
) -> Person:
    with database.write() as session:
        return make_person(
            session, **{"account": account, "role": role, "password_hash": HASH, **values}
        )


@pytest.fixture
def lin(database: Database) -> Person:
    return add_account(database, "lin", Role.coordinator, name="林督查")


@pytest.fixture
def chief(database: Database) -> Person:
    return add_account(database, "chief", Role.administrator, name="管理员")


def of(database: Database, person: Person) -> Person:
    with database.read() as session:
        return session.get_one(Person, person.id)


def actions(database: Database) -> list[str]:
    with database.read() as session:
        return [each.action for each in session.exec(select(Event)).all()]


# ---- the door, seen from one address


def knock(database: Database, number: int, now: datetime, address: str = HOME) -> None:
    for each in range(number):
        assert authenticate(database, f"nobody{each}", PASSWORD, now, address) is None


@pytest.fixture
def _cheap_dummy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a check of nobody's password cost nothing, where its time is not the question."""
    monkeypatch.setattr("tracker.directory.passwords.dummy_hash", lambda: HASH)


@pytest.mark.usefixtures("_cheap_dummy")
def test_thirtieth_failure_from_one_address_is_refused(database: Database, lin: Person) -> None:
    knock(database, 29, NOW)
    with pytest.raises(TooManyAttempts) as refusal:
        authenticate(database, lin.account, PASSWORD, NOW + MINUTE, HOME)
    assert refusal.value.seconds == 14 * 60


@pytest.mark.usefixtures("_cheap_dummy")
def test_limit_of_an_address_ends_after_a_quarter_of_an_hour(
    database: Database, lin: Person
) -> None:
    knock(database, 29, NOW)
    with pytest.raises(TooManyAttempts):
        authenticate(database, lin.account, PASSWORD, NOW + 15 * MINUTE - SECOND, HOME)
    assert authenticate(database, lin.account, PASSWORD, NOW + 15 * MINUTE, HOME) is not None


@pytest.mark.usefixtures("_cheap_dummy")
def test_limit_of_an_address_is_no_limit_of_another(database: Database, lin: Person) -> None:
    knock(database, 29, NOW)
    assert authenticate(database, lin.account, PASSWORD, NOW, "10.0.0.8") is not None
    assert authenticate(database, lin.account, PASSWORD, NOW) is not None


@pytest.mark.usefixtures("_cheap_dummy")
def test_addresses_of_one_network_count_as_one(database: Database, lin: Person) -> None:
    knock(database, 29, NOW, "2001:db8:0:1::1")
    with pytest.raises(TooManyAttempts):
        authenticate(database, lin.account, PASSWORD, NOW, "2001:db8:0:1:ffff::2")
    assert authenticate(database, lin.account, PASSWORD, NOW, "2001:db8:0:2::1") is not None


def test_success_takes_the_count_of_the_address_back(database: Database, lin: Person) -> None:
    for _number in range(40):
        assert authenticate(database, lin.account, PASSWORD, NOW, HOME) is not None
    with database.read() as session:
        assert session.exec(select(SignInAttempt)).all() == []


@pytest.mark.usefixtures("_cheap_dummy")
def test_refused_address_locks_no_account(database: Database, lin: Person) -> None:
    knock(database, 29, NOW)
    for _number in range(6):
        with pytest.raises(TooManyAttempts):
            authenticate(database, lin.account, WRONG, NOW, HOME)
    assert of(database, lin).failed_sign_ins == 0


@pytest.mark.usefixtures("_cheap_dummy")
def test_counts_survive_a_restart(database: Database, lin: Person, tmp_path: Path) -> None:
    knock(database, 24, NOW)
    for _number in range(5):
        assert authenticate(database, lin.account, WRONG, NOW, HOME) is None
    database.close()
    again = open_database(f"sqlite:///{tmp_path}/tracker.db", synchronous="OFF")
    try:
        with pytest.raises(TooManyAttempts):
            authenticate(again, lin.account, PASSWORD, NOW, HOME)
        assert authenticate(again, lin.account, PASSWORD, NOW + 14 * MINUTE, "10.0.0.8") is None
    finally:
        again.close()


@pytest.mark.slow
def test_hundred_guesses_at_once_reach_the_hash_five_times(database: Database) -> None:
    """RELIABILITY A3: 100 wrong passwords over 20 connections, one account, one address."""
    person = add_account(database, "zhao", password_hash=directory.hash_password(PASSWORD))
    together = Barrier(20)
    answers: list[str] = []

    def guess(_connection: int) -> None:
        together.wait()
        for _time in range(5):
            try:
                answers.append(str(authenticate(database, "zhao", WRONG, NOW, HOME)))
            except (Busy, TooManyAttempts) as refusal:
                answers.append(type(refusal).__name__)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(guess, range(20)))
    assert len(answers) == 100
    assert set(answers) <= {"None", "Busy", "TooManyAttempts"}
    for _time in range(5):  # whoever was turned away comes again
        with suppress(TrackerError):
            authenticate(database, "zhao", WRONG, NOW)
    assert of(database, person).locked_until is not None
    assert actions(database).count("person.locked") == 1
    assert authenticate(database, "zhao", PASSWORD, NOW) is None


def test_full_queue_for_the_hash_turns_away_at_once_and_counts_nothing(
    database: Database, lin: Person
) -> None:
    with ExitStack() as seats:
        for _seat in range(5):
            seats.enter_context(directory.hashing_seat())
        begun = time.perf_counter()
        with pytest.raises(Busy):
            authenticate(database, lin.account, WRONG, NOW, HOME)
        assert time.perf_counter() - begun < 0.1
    assert of(database, lin).failed_sign_ins == 0
    assert authenticate(database, lin.account, PASSWORD, NOW, HOME) is not None


def test_password_changed_while_the_old_one_is_checked_lets_nobody_in(
    database: Database, lin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(_hash: str | None, _password: str) -> bool:
        with database.write() as session:
            session.get_one(Person, lin.id).password_hash = OTHER_HASH
        return True

    monkeypatch.setattr("tracker.directory.signing_in.verify_password", change)
    assert authenticate(database, lin.account, PASSWORD, NOW) is None


# ---- passwords and the links to set them


@pytest.fixture
def reset_of(database: Database, lin: Person) -> Callable[..., str]:
    """Return a function that opens a link for Lin and returns its token."""

    def start(now: datetime = NOW) -> str:
        name = mail.sealed_name()
        token = mail.link_token("key", name)
        with database.write() as session:
            directory.open_reset(session, session.get_one(Person, lin.id), token, None, now)
        return token

    return start


def use(database: Database, token: str, now: datetime) -> None:
    with database.write() as session:
        directory.use_reset(session, token, OTHER_HASH, now)


def test_link_sets_the_password_once(
    database: Database, lin: Person, reset_of: Callable[..., str]
) -> None:
    token = reset_of()
    use(database, token, NOW + MINUTE)
    assert authenticate(database, lin.account, "another horse", NOW) is not None
    with pytest.raises(InvalidInput):
        use(database, token, NOW + MINUTE)


def refusals(database: Database, lin: Person, reset_of: Callable[..., str]) -> dict[str, str]:
    """Return the sentence for each kind of link that is no good."""
    said = {}

    def refused(kind: str, token: str, now: datetime = NOW) -> None:
        with pytest.raises(InvalidInput) as refusal:
            use(database, token, now)
        said[kind] = str(refusal.value)

    refused("unknown", "x")
    refused("too old", reset_of(), NOW + 30 * MINUTE)
    older = reset_of()
    newer = reset_of()
    refused("replaced", older)
    with database.write() as session:
        person = session.get_one(Person, lin.id)
        directory.change_password(session, person, person.password_hash, OTHER_HASH, NOW)
    refused("password changed", newer)
    last = reset_of()
    with database.write() as session:
        session.get_one(Person, lin.id).is_active = False
    refused("left", last)
    with database.write() as session:
        session.get_one(Person, lin.id).is_active = True
    use(database, last, NOW + 30 * MINUTE - SECOND)
    refused("used", last)
    return said


def test_links_that_are_no_good_all_say_the_same(
    database: Database, lin: Person, reset_of: Callable[..., str]
) -> None:
    said = refusals(database, lin, reset_of)
    assert len(said) == 6
    assert len(set(said.values())) == 1


def test_link_used_twice_at_once_sets_one_password(
    database: Database, reset_of: Callable[..., str]
) -> None:
    token, together = reset_of(), Barrier(4)

    def attempt(_number: int) -> bool:
        together.wait()
        try:
            use(database, token, NOW)
        except InvalidInput:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]


def test_new_password_ends_sessions_links_and_locks(
    database: Database, lin: Person, reset_of: Callable[..., str]
) -> None:
    reset_of()
    with database.write() as session:
        person = session.get_one(Person, lin.id)
        person.locked_until, person.failed_sign_ins = NOW + MINUTE, 3
        directory.open_session(session, person, NOW, None, None)
        directory.change_password(session, person, HASH, OTHER_HASH, NOW)
        assert session.exec(select(SignIn)).all() == []
        assert session.exec(select(PasswordReset)).one().closed_at == NOW
    assert (of(database, lin).locked_until, of(database, lin).failed_sign_ins) == (None, 0)
    assert "person.password_changed" in actions(database)


def test_password_that_changed_meanwhile_is_a_conflict(database: Database, lin: Person) -> None:
    with database.write() as session:
        person = session.get_one(Person, lin.id)
        with pytest.raises(Conflict):
            directory.change_password(session, person, OTHER_HASH, OTHER_HASH, NOW)


def test_link_of_one_mail_is_not_that_of_another() -> None:
    first, second = mail.sealed_name(), mail.sealed_name()
    assert mail.link_token("key", first) != mail.link_token("key", second)
    assert mail.link_token("key", first) != mail.link_token("other key", first)
    assert mail.link_token("key", first) == mail.link_token("key", first)
    assert len(mail.link_token("key", first)) == 43


def queue_link(database: Database, lin: Person, config: Config) -> str:
    """Queue Lin's link as the pages do and return its token."""
    name = mail.sealed_name()
    token = mail.link_token(config.load_secret_key(), name)
    letterhead = mail.Letterhead.from_config(config)
    with database.write() as session:
        person = session.get_one(Person, lin.id)
        reset = directory.open_reset(session, person, token, None, NOW)
        email = outbox.compose_reset(
            letterhead, person.account, person.name, person.email or "", NOW, reset.ends_at
        )
        outbox.enqueue(session, name, email, person.id, NOW)
    return token


def make_config(tmp_path: Path) -> Config:
    return Config.from_environment({"TRACKER_DATA_DIR": str(tmp_path / "data")})


def test_link_is_in_the_mail_that_goes_out_and_nowhere_in_the_database(
    database: Database, lin: Person, tmp_path: Path
) -> None:
    config = make_config(tmp_path)
    token = queue_link(database, lin, config)
    assert outbox.deliver(database, mail.make_transport(config), Clock()) == 1
    [file] = (config.data_dir / "outbox").iterdir()
    sent = message_from_bytes(file.read_bytes())
    bodies = [part.get_payload(decode=True) for part in sent.walk() if not part.is_multipart()]
    assert len(bodies) == 2
    assert all(f"/reset-password/{token}".encode() in bytes(body) for body in bodies)
    with database.read() as session:
        kept = session.exec(select(Message)).one()
        stored = message_from_bytes(kept.mime)
    parts = [part.get_payload(decode=True) for part in stored.walk() if not part.is_multipart()]
    assert not any(token.encode() in bytes(part) for part in parts)
    database.close()
    dump = "\n".join(sqlite3.connect(tmp_path / "tracker.db").iterdump())
    assert "reset-password" in dump
    assert token not in dump


def test_mail_with_a_link_is_the_same_bytes_at_every_attempt(
    database: Database, lin: Person, tmp_path: Path
) -> None:
    config = make_config(tmp_path)
    queue_link(database, lin, config)
    with database.read() as session:
        message = session.exec(select(Message)).one()
    parcel = mail.Parcel(message.key, message.recipient, message.mime)
    transport = mail.make_transport(config)
    contents = []
    for _attempt in range(2):
        transport.send(parcel, lambda: None)
        [file] = (config.data_dir / "outbox").iterdir()
        contents.append(file.read_bytes())
    assert contents[0] == contents[1] != message.mime


def test_other_mails_get_no_link_even_where_their_text_asks_for_one() -> None:
    class Kept:
        def __init__(self) -> None:
            self.parcels: list[mail.Parcel] = []

        def send(self, parcel: mail.Parcel, before_data: Callable[[], None]) -> mail.Delivery:
            before_data()
            self.parcels.append(parcel)
            return mail.Delivery(mail.Outcome.sent)

    kept = Kept()
    parcel = mail.Parcel("digest-1", "a@example.invalid", mail.TOKEN_PLACE.encode())
    mail.Unsealing(kept, "key").send(parcel, lambda: None)
    assert kept.parcels == [parcel]


# ---- sessions


def test_sessions_are_listed_and_ended_one_by_one(
    session: Session, zhou: Person, wu: Person
) -> None:
    first = directory.open_session(session, zhou, NOW, "10.0.0.1", "Chrome")
    directory.open_session(session, zhou, NOW + MINUTE, "10.0.0.2", None)
    directory.open_session(session, wu, NOW, None, None)
    listed = directory.list_sessions(session, zhou, NOW + MINUTE)
    assert [each.address for each in listed] == ["10.0.0.2", "10.0.0.1"]
    directory.end_session(session, zhou, listed[1].id, NOW)
    assert directory.find_session(session, first, NOW) is None
    assert len(directory.list_sessions(session, zhou, NOW + MINUTE)) == 1


def test_session_of_another_person_cannot_be_ended(
    session: Session, zhou: Person, wu: Person
) -> None:
    token = directory.open_session(session, wu, NOW, None, None)
    row = session.exec(select(SignIn)).one()
    with pytest.raises(NotFound):
        directory.end_session(session, zhou, row.id, NOW)
    assert directory.find_session(session, token, NOW) is not None


def test_dead_sessions_are_not_listed_and_swept_out(session: Session, zhou: Person) -> None:
    directory.open_session(session, zhou, NOW, None, None)
    later = NOW + 30 * MINUTE
    assert directory.list_sessions(session, zhou, later) == []
    directory.open_session(session, zhou, later, None, None)
    assert len(session.exec(select(SignIn)).all()) == 1


def test_all_other_sessions_end_at_once(session: Session, zhou: Person, wu: Person) -> None:
    own, foreign = (directory.open_session(session, each, NOW, None, None) for each in (zhou, wu))
    others = [directory.open_session(session, zhou, NOW, None, None) for _number in range(2)]
    assert directory.end_other_sessions(session, zhou, own, NOW) == 2
    assert [directory.find_session(session, each, NOW) for each in others] == [None, None]
    assert directory.find_session(session, own, NOW) is not None
    assert directory.find_session(session, foreign, NOW) is not None


# ---- keeping accounts


def values_of(person: Person, **changes: Any) -> PersonValues:
    values = {
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "department_id": person.department_id,
    }
    return PersonValues(**{**values, **changes})


def test_another_role_ends_the_sessions(session: Session, lin: Person, chief: Person) -> None:
    person = session.get_one(Person, lin.id)
    token = directory.open_session(session, person, NOW, None, None)
    directory.change_person(session, person, values_of(person, name="林"), 1, chief, NOW)
    assert directory.find_session(session, token, NOW) is not None
    directory.change_person(session, person, values_of(person, role=Role.leader), 2, chief, NOW)
    assert directory.find_session(session, token, NOW) is None


def test_account_changed_meanwhile_is_a_conflict(
    session: Session, lin: Person, chief: Person
) -> None:
    person = session.get_one(Person, lin.id)
    directory.change_person(session, person, values_of(person, name="林"), 1, chief, NOW)
    with pytest.raises(Conflict):
        directory.change_person(session, person, values_of(person, name="森"), 1, chief, NOW)
    assert person.name == "林"


@pytest.mark.parametrize(
    ("role", "has_department"), [(Role.clerk, False), (Role.coordinator, True)]
)
def test_department_goes_with_clerks_and_with_nobody_else(
    session: Session, lin: Person, chief: Person, role: Role, *, has_department: bool
) -> None:
    person = session.get_one(Person, lin.id)
    department = make_department(session).id if has_department else None
    values = values_of(person, role=role, department_id=department)
    with pytest.raises(InvalidInput) as refusal:
        directory.change_person(session, person, values, 1, chief, NOW)
    assert refusal.value.field == "department"


@pytest.mark.usefixtures("lin")
def test_last_administrator_stays(session: Session, chief: Person) -> None:
    make_person(session, account="never", role=Role.administrator)  # cannot sign in
    make_person(
        session, account="gone", role=Role.administrator, password_hash=HASH, is_active=False
    )
    person = session.get_one(Person, chief.id)
    with pytest.raises(InvalidInput):
        directory.deactivate(session, person, person, NOW)
    with pytest.raises(InvalidInput):
        directory.change_person(
            session, person, values_of(person, role=Role.leader), 1, person, NOW
        )
    assert (person.is_active, person.role) == (True, Role.administrator)


def test_two_administrators_who_take_the_role_from_each_other_leave_one(
    database: Database, chief: Person
) -> None:
    other = add_account(database, "other", Role.administrator)
    together = Barrier(2)

    def demote(pair: tuple[int, int]) -> bool:
        together.wait()
        with suppress(InvalidInput), database.write() as session:
            by, person = (session.get_one(Person, each) for each in pair)
            directory.deactivate(session, person, by, NOW)
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(demote, [(chief.id, other.id), (other.id, chief.id)])) == [
            False,
            True,
        ]


def test_deactivated_account_loses_sessions_and_links(
    database: Database, lin: Person, chief: Person, reset_of: Callable[..., str]
) -> None:
    token = reset_of()
    with database.write() as session:
        person = session.get_one(Person, lin.id)
        directory.open_session(session, person, NOW, None, None)
        directory.deactivate(session, person, chief, NOW)
        assert session.exec(select(SignIn)).all() == []
    assert authenticate(database, lin.account, PASSWORD, NOW) is None
    with database.write() as session:
        directory.reactivate(session, session.get_one(Person, lin.id), chief, NOW)
    with pytest.raises(InvalidInput):
        use(database, token, NOW)
    assert authenticate(database, lin.account, PASSWORD, NOW) is not None


def test_account_deactivated_twice_is_a_conflict(
    session: Session, lin: Person, chief: Person
) -> None:
    person = session.get_one(Person, lin.id)
    directory.deactivate(session, person, chief, NOW)
    with pytest.raises(Conflict):
        directory.deactivate(session, person, chief, NOW)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["lin", "wu", "zhou"]),
        ("LIN", ["lin"]),
        ("教育", ["zhou"]),
        ("联络 民政", ["wu"]),
        ("%", []),
        ("_", []),
        ("' OR 1=1--", []),
    ],
)
@pytest.mark.usefixtures("zhou", "wu")
def test_accounts_are_found_by_their_words(session: Session, words: str, found: list[str]) -> None:
    make_person(session, account="lin", name="林督查", role=Role.coordinator)
    directory.operator(session, NOW)
    wanted = PeopleFilter(words)
    people = directory.find_people(session, wanted, 0, 50)
    assert [each.account for each in people] == found
    assert directory.count_people(session, wanted) == len(found)
