"""Migrations: up, down, with data, undone whole when they fail, and ending at the models."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlmodel import select

from tests.make import make_milestone, make_person, make_task
from tracker.database import (
    Database,
    alembic_config,
    changing_schema,
    is_current,
    metadata,
    migrate,
    open_database,
)
from tracker.errors import ConfigurationError
from tracker.history import record
from tracker.models import Assignment, Event, Milestone, Role, Task

SERVER = os.environ.get("TRACKER_TEST_POSTGRES_URL", "")
WITHOUT_SERVER = "TRACKER_TEST_POSTGRES_URL names no empty PostgreSQL database to test on"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path}/empty.db", synchronous="OFF")
    yield opened
    opened.close()


@pytest.fixture
def server() -> Iterator[Database]:
    if not SERVER:
        pytest.skip(WITHOUT_SERVER)
    opened = open_database(SERVER)
    take_down(opened)
    yield opened
    take_down(opened)
    opened.close()


def take_down(database: Database) -> None:
    """Undo every migration, the last one first."""
    config = alembic_config("")
    with database.writer.connect() as connection, changing_schema(connection):
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def tables_of(database: Database) -> set[str]:
    with database.reader.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def difference_to_models(database: Database) -> list[object]:
    with database.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def fill(database: Database) -> None:
    """Put a task with all that hangs on it into every table that points to it."""
    with database.write() as session:
        lin = make_person(session, account="lin", role=Role.coordinator)
        task = make_task(session, leads=("编办", "财政局"))
        milestone = make_milestone(session, task)
        record(session, "task.issued", lin, task.issued_at, task_id=task.id)
        record(session, "x", lin, task.issued_at, milestone_id=milestone.id)


def replace_task_table(connection: Connection) -> None:
    """Change the table everything points to as a later migration would."""
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("task", recreate="always") as batch:
        batch.alter_column("title", nullable=True)


def test_empty_database_gets_the_tables_of_the_models(empty: Database) -> None:
    migrate(empty)
    assert tables_of(empty) == set(metadata.tables)


def test_migrations_end_at_the_models(database: Database) -> None:
    assert difference_to_models(database) == []


def test_difference_to_the_models_would_be_seen(database: Database) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE run DROP COLUMN beat_at"))
    assert difference_to_models(database) != []


def test_checks_of_the_database_are_those_of_the_models(database: Database) -> None:
    with database.reader.connect() as connection:
        seen = inspect(connection)
        found = {
            str(check["name"])
            for table in metadata.tables
            for check in seen.get_check_constraints(table)
        }
    declared = {
        str(constraint.name)
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if constraint.__visit_name__ == "check_constraint"
    }
    assert {name.split("_", 2)[-1] for name in found} >= {
        name.split("_", 2)[-1] for name in declared
    }


def test_history_is_guarded_once_all_migrations_ran(database: Database) -> None:
    with database.reader.connect() as connection:
        guards = text("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        assert connection.execute(guards).scalars().all() == ["event_no_delete", "event_no_update"]


def test_migrating_again_changes_nothing(database: Database) -> None:
    fill(database)
    migrate(database)
    assert is_current(database)
    with database.read() as session:
        assert len(session.exec(select(Event)).all()) == 2


def test_every_migration_can_be_taken_back_with_data(database: Database) -> None:
    fill(database)
    take_down(database)
    assert tables_of(database) == set()
    migrate(database)
    assert difference_to_models(database) == []


def test_every_migration_goes_up_down_and_up_again_by_itself(empty: Database) -> None:
    steps = [
        each.revision for each in ScriptDirectory.from_config(alembic_config("")).walk_revisions()
    ]
    for revision in reversed(steps):
        migrate(empty, revision)
        with empty.writer.connect() as connection, changing_schema(connection):
            config = alembic_config("")
            config.attributes["connection"] = connection
            command.downgrade(config, "-1")
        migrate(empty, revision)
    assert is_current(empty)


def test_migrations_are_one_line_without_branches() -> None:
    assert len(ScriptDirectory.from_config(alembic_config("")).get_heads()) == 1


def test_migrations_import_no_model() -> None:
    for step in ScriptDirectory.from_config(alembic_config("")).walk_revisions():
        assert "tracker" not in Path(step.path).read_text(encoding="utf-8")


def test_table_that_others_point_to_can_be_replaced_with_its_data(database: Database) -> None:
    fill(database)
    with database.writer.connect() as connection, changing_schema(connection):
        replace_task_table(connection)
    with database.read() as session:
        task = session.exec(select(Task)).one()
        assert len(task.assignments) == 2
        assert len(session.exec(select(Milestone)).all()) == 1


def test_foreign_keys_are_on_again_after_a_migration(database: Database) -> None:
    migrate(database)
    with database.writer.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_migration_that_leaves_rows_pointing_to_nothing_is_undone(database: Database) -> None:
    fill(database)
    with (
        pytest.raises(ConfigurationError, match="assignment"),
        database.writer.connect() as connection,
        changing_schema(connection),
    ):
        connection.execute(text("DELETE FROM task"))
    with database.read() as session:
        assert len(session.exec(select(Task)).all()) == 1
        assert len(session.exec(select(Assignment)).all()) == 2


def test_migration_that_fails_leaves_nothing_behind(database: Database) -> None:
    fill(database)
    before = tables_of(database)

    def fail_half_way() -> None:
        with database.writer.connect() as connection, changing_schema(connection):
            connection.execute(text("CREATE TABLE half (id INTEGER)"))
            connection.execute(text("ALTER TABLE task ADD COLUMN half INTEGER"))
            connection.execute(text("INSERT INTO half SELECT nothing FROM nowhere"))

    with pytest.raises(Exception, match="nowhere"):
        fail_half_way()
    assert tables_of(database) == before
    assert difference_to_models(database) == []


def test_database_of_a_newer_program_is_refused_and_left_alone(database: Database) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffff'"))
    with pytest.raises(ConfigurationError, match="更新版本"):
        migrate(database)
    assert not is_current(database)
    assert tables_of(database) == set(metadata.tables)


@pytest.mark.slow
def test_server_gets_the_tables_of_the_models(server: Database) -> None:
    migrate(server)
    assert difference_to_models(server) == []


@pytest.mark.slow
def test_server_takes_every_migration_back_with_data(server: Database) -> None:
    migrate(server)
    fill(server)
    take_down(server)
    assert tables_of(server) == set()


@pytest.mark.slow
def test_server_refuses_to_change_the_history(server: Database) -> None:
    migrate(server)
    fill(server)
    with pytest.raises(Exception, match="append-only"), server.writer.begin() as connection:
        connection.execute(text("DELETE FROM event"))
