"""Opens the reader and writer engines and the transactions on them."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    Connection,
    CursorResult,
    Delete,
    Engine,
    Update,
    create_engine,
    delete,
    event,
    make_url,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from tracker.errors import Busy, ConfigurationError, Conflict
from tracker.texts import gettext as _

try:
    import pysqlite3 as driver
except ImportError:  # no wheel for this machine (ARM): the system's SQLite has to do
    driver = sqlite3

# Versions before this one can corrupt a WAL file that several processes write and checkpoint.
SAFE_SQLITE = (3, 51, 3)
POOL = 8
# Rows one statement changes; each is a variable of it.
ROWS_AT_ONCE = 500
PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
)
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Set before the first table is declared, or SQLite migrations cannot name a constraint.
metadata = SQLModel.metadata
metadata.naming_convention = NAMING


@dataclass(frozen=True, slots=True)
class Database:
    """Two engines on one database: writers start exclusive, readers cannot write."""

    writer: Engine
    reader: Engine

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open one writing transaction: committed at the end, undone whole on any exception.

        Raises:
            Busy: another process held the database for longer than five seconds.
        """
        with (
            refusing_busy(),
            Session(self.writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open one reading transaction; an attempt to write in it fails."""
        with refusing_busy(), Session(self.reader) as session:
            yield session

    def close(self) -> None:
        """Give back every connection."""
        self.writer.dispose()
        self.reader.dispose()


def open_database(url: str, *, synchronous: str = "FULL") -> Database:
    """Return the engines for `url`, making the folder of an SQLite file where it is missing.

    FULL keeps acknowledged writes through a power cut; tests may pass OFF.

    Raises:
        ConfigurationError: the address is none SQLAlchemy understands.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return open_server(url)
    except (ArgumentError, ImportError) as error:
        raise ConfigurationError(
            _(
                "TRACKER_DATABASE_URL cannot be used (%(error)s); it looks like "
                "sqlite:////folder/tracker.db or postgresql+psycopg://user@host/name.",
                error=error,
            )
        ) from error
    if not parsed.database or parsed.database == ":memory:":
        raise ConfigurationError(_("TRACKER_DATABASE_URL needs a file: two engines share it."))
    Path(parsed.database).absolute().parent.mkdir(parents=True, exist_ok=True)
    pragmas = (*PRAGMAS, f"synchronous={synchronous}")
    writer = sqlite_engine(url, pragmas, "BEGIN IMMEDIATE")
    reader = sqlite_engine(url, (*pragmas, "query_only=ON"), "BEGIN")
    return Database(writer, reader)


def sqlite_engine(url: str, pragmas: tuple[str, ...], begin: str) -> Engine:
    """Return an engine whose transactions start with `begin`.

    The driver's own transaction handling is switched off: its default mode reads outside the
    transaction and loses updates, and a deferred BEGIN is refused at once under load.
    """
    engine = create_engine(
        url,
        module=driver,
        pool_size=POOL,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection has no type
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def open_server(url: str) -> Database:
    """Return the engines for a PostgreSQL server; a larger site shares one database."""
    options = {"pool_pre_ping": True, "pool_size": POOL, "max_overflow": POOL}
    writer = create_engine(url, **options)
    reader = create_engine(url, execution_options={"postgresql_readonly": True}, **options)
    return Database(writer, reader)


@contextmanager
def refusing_busy() -> Iterator[None]:
    """Turn "database is locked", and a pool without a free connection, into Busy.

    The web answers it with 503 and keeps the form.
    """
    try:
        yield
    except PoolTimeout as error:
        raise Busy(_("The database is busy; please try again in a moment.")) from error
    except OperationalError as error:
        if "locked" in str(error.orig) or "busy" in str(error.orig):
            raise Busy(_("The database is busy; please try again in a moment.")) from error
        raise


@contextmanager
def refusing_unusable() -> Iterator[None]:
    """Turn a file that is no database, or may not be written, into a sentence."""
    try:
        yield
    except DatabaseError as error:
        raise ConfigurationError(
            _(
                "The database cannot be used (%(error)s); "
                "look at TRACKER_DATABASE_URL and TRACKER_DATA_DIR.",
                error=error.orig,
            )
        ) from error


def compare_and_set(
    session: Session, row: SQLModel, expected: dict[str, object], **values: object
) -> None:
    """Change `row` only where it still holds the `expected` values.

    Raises:
        Conflict: another transaction changed it meanwhile (no row matched).
    """
    table = type(row)
    identity = {"id": row.model_dump(include={"id"})["id"], **expected}
    statement = update(table).filter_by(**identity).values(**values)
    session.flush()
    result = session.execute(statement, execution_options={"synchronize_session": False})
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise Conflict(f"{table.__name__} {identity['id']} is no longer as it was.")
    session.refresh(row)


def compare_and_set_all(
    session: Session, rows: Sequence[SQLModel], expected: dict[str, object], **values: object
) -> None:
    """Change these rows of one table alike where all still hold the `expected` values.

    Some hundred rows are one statement: row by row a thousand would hold the writer's lock for
    seconds.

    Raises:
        Conflict: another transaction changed one of them meanwhile.
    """
    for table, ids in in_parts(session, rows):
        statement = update(table).where(table.id.in_(ids)).filter_by(**expected).values(**values)
        change_rows(session, statement, len(ids))
    for row in rows:
        for name, value in values.items():
            set_committed_value(row, name, value)


def eager(attribute: object) -> QueryableAttribute[Any]:
    """Return a relationship for a loader; SQLModel types it as the value it holds."""
    return cast("QueryableAttribute[Any]", attribute)


def compare_and_delete_all(
    session: Session, rows: Sequence[SQLModel], expected: dict[str, object]
) -> None:
    """Delete these rows of one table where all still hold the `expected` values.

    Raises:
        Conflict: another transaction changed one of them meanwhile.
    """
    for table, ids in in_parts(session, rows):
        statement = delete(table).where(table.id.in_(ids)).filter_by(**expected)
        change_rows(session, statement, len(ids))
    for row in rows:
        session.expunge(row)


def in_parts(session: Session, rows: Sequence[SQLModel]) -> Iterator[tuple[Any, list[int]]]:
    """Yield the table of these saved rows and the ids of as many of them as a statement takes."""
    session.flush()
    for at in range(0, len(rows), ROWS_AT_ONCE):
        part = rows[at : at + ROWS_AT_ONCE]
        yield type(part[0]), [row.model_dump(include={"id"})["id"] for row in part]


def change_rows(session: Session, statement: Update | Delete, count: int) -> None:
    """Carry out a statement that changes `count` rows.

    Raises:
        Conflict: it found fewer, for another transaction changed one of them.
    """
    result = session.execute(statement, execution_options={"synchronize_session": False})
    if not isinstance(result, CursorResult) or result.rowcount != count:
        raise Conflict(f"One of {count} rows is no longer as it was.")


def sqlite_version(database: Database) -> tuple[int, ...] | None:
    """Return the version of the SQLite library in use, None on a server."""
    if database.reader.dialect.name != "sqlite":
        return None
    with database.reader.connect() as connection:
        version: str = connection.execute(text("select sqlite_version()")).scalar_one()
    return tuple(int(part) for part in version.split("."))


def alembic_config(url: str) -> Any:  # noqa: ANN401 - imported on use, Alembic is slow to load
    """Return Alembic's configuration for the migrations inside the package."""
    from alembic.config import Config

    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema to `revision`, every step inside one transaction.

    Raises:
        ConfigurationError: the schema is of a newer program than this one, or the database cannot
            be opened or written.
        Busy: another process held the database for longer than five seconds.
    """
    from alembic import command
    from alembic.util import CommandError

    config = alembic_config(str(database.writer.url))
    with (
        refusing_unusable(),
        refusing_busy(),
        database.writer.connect() as connection,
        changing_schema(connection),
    ):
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise ConfigurationError(
                _(
                    "The database was made by a newer version of this program (%(error)s).",
                    error=error,
                )
            ) from error


@contextmanager
def changing_schema(connection: Connection) -> Iterator[None]:
    """Open a transaction in which whole tables may be replaced, and check it before its end.

    SQLite changes a column by replacing its table. With foreign keys on, dropping the old one
    deletes its rows and fails where others point to them; the switch works outside a transaction
    only.

    Raises:
        ConfigurationError: rows would be left that point to nothing; the change is undone.
    """
    if connection.dialect.name != "sqlite":
        with connection.begin():
            yield
        return
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").scalars().all()
            if broken:
                tables = ", ".join(sorted(set(broken)))
                raise ConfigurationError(
                    _("Rows of %(tables)s would point to nothing; not changed.", tables=tables)
                )
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def is_current(database: Database) -> bool:
    """Return whether the schema is the one this program was written for."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(alembic_config("")).get_current_head()
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
