"""Forms that were sent: what became of each, and those that could not be taken yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.models.columns import json_field

LONGEST_PATH = 2000


class SentForm(SQLModel, table=True):
    """A form that was taken: `key` came with its page, `location` is where its answer led.

    A second copy of the same form finds this row and gets the same answer; nothing is done twice.
    """

    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    key: str = Field(min_length=1, max_length=64)
    route: str = Field(max_length=100)
    body_hash: str = Field(min_length=64, max_length=64)
    location: str | None = Field(default=None, max_length=LONGEST_PATH)
    created_at: datetime = Field(index=True)


class KeptForm(SQLModel, table=True):
    """What a person had typed when the session ended, until it is sent again; `fields` in order.

    `path` is where the form goes; `left_out` says that files came with it, which are not kept.
    """

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    path: str = Field(min_length=1, max_length=LONGEST_PATH)
    fields: list[Any] = json_field()
    left_out: bool = Field(default=False)
    created_at: datetime = Field(index=True)
