"""Selections of the ledger that people keep under a name."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from tracker.models.columns import json_field


class SavedFilter(SQLModel, table=True):
    """常用筛选: a ledger address under a person's own name for it.

    `arguments` are those of the address. At most one is the person's default: it opens when the
    address of the ledger names nothing.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        Index(
            "uq_savedfilter_default",
            "person_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    name: str = Field(min_length=1, max_length=30)
    arguments: dict[str, str] = json_field()
    is_default: bool = Field(default=False)
    created_at: datetime
