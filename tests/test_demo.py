"""The demo office: it loads into an empty database, and its lamps are those of the story."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.make import make_document
from tracker import demo, tasks
from tracker.config import Config
from tracker.database import Database, open_database
from tracker.directory import authenticate, clerks
from tracker.models import (
    Department,
    Document,
    Event,
    Message,
    Person,
    Report,
    ReportState,
    Role,
    Task,
)
from tracker.tasks import Standing

pytestmark = pytest.mark.slow
PASSWORD = "for this test only"


@dataclass(frozen=True)
class Loaded:
    config: Config
    database: Database


@pytest.fixture(scope="module")
def loaded(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(migrated_file, folder / "demo.db")
    config = Config.from_environment(
        {
            "TRACKER_DATA_DIR": str(folder),
            "TRACKER_DATABASE_URL": f"sqlite:///{folder}/demo.db",
            "TRACKER_TODAY": "2017-08-16",
        }
    )
    database = open_database(config.database_url, synchronous="OFF")
    assert demo.is_empty(database)
    demo.load(config, database, PASSWORD)
    yield Loaded(config, database)
    database.close()


@pytest.fixture
def reading(loaded: Loaded) -> Iterator[Session]:
    with loaded.database.read() as session:
        yield session


def numbers(lamps: dict[str, Standing], wanted: Standing) -> set[str]:
    return {no for no, lamp in lamps.items() if lamp is wanted}


def test_lamps_of_the_thirteen_tasks_are_those_of_the_story(reading: Session) -> None:
    every = reading.exec(select(Task)).all()
    lamps = {task.no or "": tasks.task_standing(task, demo.TODAY) for task in every}
    assert set(lamps) == {str(number) for number in range(1, 14)}
    assert numbers(lamps, Standing.overdue) == {"1"}
    assert numbers(lamps, Standing.lagging) == {"10", "12"}
    assert numbers(lamps, Standing.soon) == {"2"}
    assert numbers(lamps, Standing.done) == {"7"}
    assert len(numbers(lamps, Standing.on_time)) == 8


def test_loaded_office_is_not_empty(loaded: Loaded) -> None:
    assert not demo.is_empty(loaded.database)


def test_document_is_the_real_one_and_its_file_is_kept(loaded: Loaded, reading: Session) -> None:
    document = reading.exec(select(Document)).one()
    assert document.doc_number == "常天政发〔2017〕68号"
    kept = loaded.config.data_dir / "uploads" / document.sha256[:2] / document.sha256[2:4]
    assert (kept / document.sha256).is_file()


@pytest.mark.parametrize("role", [Role.coordinator, Role.clerk, Role.leader, Role.administrator])
def test_each_kind_of_person_can_sign_in(loaded: Loaded, role: Role) -> None:
    now = datetime(2017, 8, 16, 2, 0, tzinfo=UTC)
    person = authenticate(loaded.database, role.value, PASSWORD, now)
    assert person is not None
    assert person.role is role


def test_only_the_clerk_of_one_department_can_sign_in(reading: Session) -> None:
    people = reading.exec(select(Person).where(Person.role == Role.clerk)).all()
    able = [person for person in people if person.password_hash]
    assert len(people) > 5
    assert [person.department.name for person in able if person.department] == ["教育文体局"]


def test_no_mail_of_the_demo_could_reach_anybody(reading: Session) -> None:
    addresses = [person.email for person in reading.exec(select(Person)).all() if person.email]
    assert addresses
    assert all(address.endswith(".invalid") for address in addresses)
    recipients = reading.exec(select(Message.recipient)).all()
    assert recipients
    assert set(recipients) <= set(addresses)


def test_departments_without_a_clerk_are_those_of_the_story(reading: Session) -> None:
    every = reading.exec(select(Department)).all()
    without = {each.name for each in every if not clerks(reading, [each.id])}
    assert without == demo.WITHOUT_CLERK


def test_some_parts_are_still_unsigned(reading: Session) -> None:
    unsigned = {
        (each.department.name, task.no)
        for task in reading.exec(select(Task)).all()
        for each in task.assignments
        if each.signed_at is None and clerks(reading, [each.department_id])
    }
    assert unsigned == {pair for pair in demo.UNSIGNED if pair[0] not in demo.WITHOUT_CLERK}


def test_one_report_waits_and_one_was_returned(reading: Session) -> None:
    states = [report.state for report in reading.exec(select(Report)).all()]
    assert states.count(ReportState.submitted) == 1
    assert states.count(ReportState.returned) == 1
    assert len(states) == len(demo.STORY)


def test_nothing_in_the_story_happens_after_its_day(reading: Session) -> None:
    last = max(event.at for event in reading.exec(select(Event)).all() if event.person_id)
    assert last < datetime(2017, 8, 16, 16, 0, tzinfo=UTC)  # midnight in Shanghai


def test_office_with_a_document_is_not_empty(database: Database) -> None:
    with database.write() as session:
        make_document(session)
    assert not demo.is_empty(database)
