"""Three people and one migrated database for every test; no mock of our own code."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlmodel import Session

from tests.make import make_department, make_person
from tracker.database import Database, migrate, open_database
from tracker.models import Person, Role

# No test is timed, and the gate runs the same cases each time; at home new ones are tried.
settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steady")

# 10:00 in Shanghai on the day the demonstration stands still: a Wednesday.
NOW = datetime(2017, 8, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "tracker.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "tracker.db"
    shutil.copy(migrated_file, path)
    opened = open_database(f"sqlite:///{path}", synchronous="OFF")
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        yield opened


@pytest.fixture
def lin(session: Session) -> Person:
    """Lin supervises."""
    return make_person(session, account="lin", name="林督查", role=Role.coordinator)


@pytest.fixture
def zhou(session: Session) -> Person:
    """Zhou reports for 教育文体局."""
    department = make_department(session, "教育文体局")
    return make_person(session, account="zhou", name="周联络", department_id=department.id)


@pytest.fixture
def wu(session: Session) -> Person:
    """Wu belongs to 民政局 and must not see what is Zhou's."""
    department = make_department(session, "民政局")
    return make_person(session, account="wu", name="吴联络", department_id=department.id)
