"""Runs migrations inside the transaction that `database.migrate` opened."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from tracker import models
from tracker.config import Config
from tracker.database import open_database


def render_item(kind: str, column_type: object, _context: object) -> str | Literal[False]:
    """Write SQLModel's column kinds as plain SQLAlchemy ones, which stay the same for ever."""
    if kind == "type" and isinstance(column_type, AutoString):
        return f"sa.String({column_type.length or ''})"
    if kind == "type" and isinstance(column_type, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=models.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    database = open_database(Config.from_environment().database_url)
    with database.writer.connect() as connection, connection.begin():
        run(connection)


main()
