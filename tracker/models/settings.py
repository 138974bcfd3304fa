"""What people set on the pages of 设置: calendar, reminders, lights, and trials of the mail server.

An empty table means the defaults of tracker.settings.
"""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from tracker.models.columns import json_field, state_field
from tracker.models.people import Person


class DayKind(StrEnum):
    """放假 or 调休上班."""

    rest = "rest"
    work = "work"


class CalendarYear(SQLModel, table=True):
    """One year's holiday notice as it was pasted, and the days that were read from it.

    `version` counts the changes, so that of two people only one saves on what both saw.
    """

    __table_args__ = (CheckConstraint("year BETWEEN 2000 AND 2100", name="year_range"),)

    id: int = Field(default=None, primary_key=True)
    year: int = Field(unique=True)
    source: str = Field(default="", max_length=200)
    rest_text: str = Field(default="")
    work_text: str = Field(default="")
    version: int = Field(default=1)
    changed_at: datetime
    changed_by_id: int = Field(foreign_key="person.id")

    changed_by: Person = Relationship()
    days: list["CalendarDay"] = Relationship(
        sa_relationship_kwargs={"order_by": "CalendarDay.day", "cascade": "all, delete-orphan"}
    )


class CalendarDay(SQLModel, table=True):
    """One day a notice names; it may lie in the December before its year or the January after."""

    __table_args__ = (UniqueConstraint("year_id", "day"),)

    id: int = Field(default=None, primary_key=True)
    year_id: int = Field(foreign_key="calendaryear.id", index=True)
    day: date
    kind: DayKind = state_field(DayKind)


class ReminderSettings(SQLModel, table=True):
    """When the office reminds: one row, or none for the defaults.

    The lists hold calendar days before the due date, by how exactly it was named, and working days
    after it; from the last of `overdue_days` on every `overdue_every` working days.
    """

    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("overdue_every >= 1", name="overdue_every_positive"),
    )

    id: int = Field(default=1, primary_key=True)
    sends_digests: bool
    digest_at: time
    day: list[int] = json_field()
    month: list[int] = json_field()
    quarter: list[int] = json_field()
    half: list[int] = json_field()
    year: list[int] = json_field()
    overdue_days: list[int] = json_field()
    overdue_every: int
    version: int = Field(default=1)
    changed_at: datetime
    changed_by_id: int = Field(foreign_key="person.id")

    changed_by: Person = Relationship()


class LightSettings(SQLModel, table=True):
    """When a lamp turns yellow: one row, or none for the defaults.

    Calendar days before the due date, working days for short items, points behind 序时进度.
    """

    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("soon_days >= 1 AND soon_workdays >= 1", name="days_positive"),
        CheckConstraint("behind BETWEEN 1 AND 100", name="behind_range"),
    )

    id: int = Field(default=1, primary_key=True)
    soon_days: int
    soon_workdays: int
    behind: int
    version: int = Field(default=1)
    changed_at: datetime
    changed_by_id: int = Field(foreign_key="person.id")

    changed_by: Person = Relationship()


class MailTest(SQLModel, table=True):
    """One trial of the mail server; `outcome` null: it has not ended, or the program stopped."""

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    person_id: int = Field(foreign_key="person.id")
    recipient: str = Field(max_length=254)
    outcome: str | None = Field(default=None, max_length=20)
    answer: str = Field(default="", max_length=1000)

    person: Person = Relationship()
