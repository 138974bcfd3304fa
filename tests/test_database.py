"""Transactions: writers one after another, readers that cannot write, clear refusals."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, select

from tests.make import add, make_department, make_person
from tracker.database import (
    PRAGMAS,
    SAFE_SQLITE,
    Database,
    compare_and_set,
    is_current,
    migrate,
    open_database,
    sqlite_engine,
    sqlite_version,
)
from tracker.errors import Busy, ConfigurationError, Conflict
from tracker.models import Department, DepartmentAlias, Person, Role
from tracker.storage import folder_is_shared


@pytest.fixture
def impatient(database: Database) -> Iterator[Database]:
    """Yield engines on the same file that wait 20 milliseconds for a lock, not five seconds."""
    pragmas = (*PRAGMAS, "busy_timeout=20")
    url = str(database.writer.url)
    opened = Database(
        sqlite_engine(url, pragmas, "BEGIN IMMEDIATE"),
        sqlite_engine(url, (*pragmas, "query_only=ON"), "BEGIN"),
    )
    yield opened
    opened.close()


def pragma(session: Session, name: str) -> object:
    return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


def count_up(database: Database, times: int) -> None:
    """Raise a number by reading it and writing it back, as careless code does."""
    for _ in range(times):
        with database.write() as session:
            person = session.exec(select(Person)).one()
            person.failed_sign_ins += 1


def count_up_in_process(url: str, times: int) -> None:
    opened = open_database(url, synchronous="OFF")
    count_up(opened, times)
    opened.close()


def counted(database: Database) -> int:
    with database.read() as session:
        return session.exec(select(Person.failed_sign_ins)).one()


@pytest.fixture
def counter(database: Database) -> Database:
    with database.write() as session:
        make_person(session, account="lin", role=Role.coordinator)
    return database


def test_writer_takes_the_write_lock_before_it_reads(database: Database) -> None:
    begun: list[str] = []
    event.listen(
        database.writer, "before_cursor_execute", lambda *given: begun.append(str(given[2]))
    )
    with database.write() as session:
        session.exec(select(Person)).all()
    assert begun[0] == "BEGIN IMMEDIATE"


def test_second_writer_waits_even_while_the_first_only_read(
    database: Database, impatient: Database
) -> None:
    with database.write() as session:
        session.exec(select(Person)).all()
        with pytest.raises(Busy), impatient.write() as other:
            other.exec(select(Person)).all()


def test_lock_held_too_long_is_refused_as_busy_in_chinese(
    database: Database, impatient: Database
) -> None:
    with database.write() as session:
        make_department(session)
        with pytest.raises(Busy, match="数据库正忙") as refusal, impatient.write() as other:
            make_department(other, "民政局")
    assert isinstance(refusal.value.__cause__, OperationalError)


def test_writer_works_again_after_it_was_refused(database: Database, impatient: Database) -> None:
    with database.write() as session:
        make_department(session)
        with pytest.raises(Busy), impatient.write() as other:
            make_department(other, "民政局")
    with impatient.write() as other:
        make_department(other, "民政局")
    with database.read() as reading:
        names = reading.exec(select(Department.name).order_by(Department.name)).all()
    assert set(names) == {"教育文体局", "民政局"}


def test_reader_is_not_held_up_by_a_writer(database: Database, impatient: Database) -> None:
    with database.write() as session:
        make_department(session)
        with impatient.read() as reading:
            assert reading.exec(select(Department)).all() == []


def test_reader_sees_one_moment_from_beginning_to_end(database: Database) -> None:
    with database.read() as reading:
        assert reading.exec(select(Department)).all() == []
        with database.write() as session:
            make_department(session)
        assert reading.exec(select(Department)).all() == []
    with database.read() as reading:
        assert len(reading.exec(select(Department)).all()) == 1


def test_reader_cannot_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"), database.read() as reading:
        make_department(reading)


def test_reader_writes_nothing_even_if_it_tries_to_commit(database: Database) -> None:
    with database.read() as reading:
        reading.add(Department(name="教育文体局"))
        with pytest.raises(OperationalError):
            reading.commit()
    with database.read() as reading:
        assert reading.exec(select(Department)).all() == []


def test_other_errors_of_the_database_are_not_called_busy(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"), database.read() as reading:
        reading.connection().exec_driver_sql("SELECT * FROM nowhere")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
        ("trusted_schema", 0),
    ],
)
def test_both_engines_are_set_for_safety_by_default(
    tmp_path: Path, name: str, value: object
) -> None:
    database = open_database(f"sqlite:///{tmp_path}/office.db")
    with database.write() as session, database.read() as reading:
        assert (pragma(session, name), pragma(reading, name)) == (value, value)
    database.close()


def test_only_the_reader_is_barred_from_writing(database: Database) -> None:
    with database.write() as session, database.read() as reading:
        assert (pragma(session, "query_only"), pragma(reading, "query_only")) == (0, 1)


def test_row_that_points_to_nothing_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        add(session, DepartmentAlias(name="教育局", department_id=404))


def add_and_fail(session: Session) -> None:
    make_department(session)
    session.flush()
    raise ZeroDivisionError


def test_exception_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        add_and_fail(session)
    with database.read() as reading:
        assert reading.exec(select(Department)).all() == []


def test_rows_stay_readable_after_the_transaction(database: Database) -> None:
    with database.write() as session:
        department = make_department(session)
    assert department.name == "教育文体局"


def test_threads_that_count_together_lose_no_count(counter: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: count_up(counter, 15), range(4)))
    assert counted(counter) == 60


@pytest.mark.slow
def test_processes_that_count_together_lose_no_count(counter: Database) -> None:
    url = str(counter.writer.url)
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        list(pool.map(count_up_in_process, [url] * 3, [50] * 3))
    assert counted(counter) == 150


def test_compare_and_set_changes_a_row_that_is_as_expected(session: Session) -> None:
    department = make_department(session)
    compare_and_set(session, department, {"is_group": False}, is_group=True)
    assert department.is_group


def test_compare_and_set_refuses_a_row_that_changed(session: Session) -> None:
    department = make_department(session)
    with pytest.raises(Conflict):
        compare_and_set(session, department, {"is_group": True}, name="别的")
    session.refresh(department)
    assert department.name == "教育文体局"


def test_compare_and_set_expects_nothing_where_none_is_expected(session: Session) -> None:
    person = make_person(session, account="lin", role=Role.coordinator)
    compare_and_set(session, person, {"password_hash": None}, password_hash="x")
    with pytest.raises(Conflict):
        compare_and_set(session, person, {"password_hash": None}, password_hash="y")


def test_compare_and_set_changes_no_other_row(session: Session) -> None:
    one, other = make_department(session), make_department(session, "民政局")
    compare_and_set(session, one, {"is_group": False}, is_group=True)
    session.refresh(other)
    assert not other.is_group


@pytest.mark.parametrize("url", ["", "tracker.db", "oracle+nothing://x", "postgresql+none://x/y"])
def test_address_of_no_database_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="TRACKER_DATABASE_URL"):
        open_database(url)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="TRACKER_DATABASE_URL"):
        open_database(url)


def test_folder_of_the_database_is_made(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/新 建/office.db")
    with database.read() as reading:
        assert reading.connection().execute(text("select 1")).scalar() == 1
    database.close()
    assert (tmp_path / "新 建" / "office.db").is_file()


def test_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_text("督查台账" * 500, encoding="utf-8")
    database = open_database(f"sqlite:///{tmp_path}/office.db")
    with pytest.raises(ConfigurationError, match="TRACKER_DATABASE_URL"):
        migrate(database)
    database.close()
    assert (tmp_path / "office.db").read_text(encoding="utf-8") == "督查台账" * 500


def test_folder_in_the_place_of_the_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}")
    with pytest.raises(ConfigurationError, match="TRACKER_DATA_DIR"):
        migrate(database)
    database.close()


def test_migration_waits_for_a_writer_and_is_then_refused_as_busy(
    database: Database, impatient: Database
) -> None:
    with database.write() as session:
        make_department(session)
        with pytest.raises(Busy):
            migrate(impatient)


def test_empty_database_is_not_current(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/office.db")
    assert not is_current(database)
    database.close()


def test_migrated_database_is_current(database: Database) -> None:
    assert is_current(database)


def test_sqlite_in_use_is_safe_with_several_processes(database: Database) -> None:
    version = sqlite_version(database)
    system = sqlite3.sqlite_version_info
    assert version is not None
    assert version >= SAFE_SQLITE or version == system


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/srv /srv nfs4 rw 0 0
/dev/sdb1 /srv/local ext4 rw 0 0
//files/share /mnt/share cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "shared"),
    [
        ("/var/lib/tracker", False),
        ("/srv/tracker", True),
        ("/srv/local/tracker", False),
        ("/mnt/share", True),
        ("/srvother", False),
    ],
)
def test_network_share_is_told_from_a_disk(folder: str, *, shared: bool) -> None:
    assert folder_is_shared(Path(folder), lambda: MOUNTS) is shared
