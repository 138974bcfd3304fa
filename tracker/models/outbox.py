"""Messages to send, the reminders they carry, and how far the scheduler has planned."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from tracker.models.columns import LONGEST_STATE, state_field
from tracker.models.departments import Department
from tracker.models.people import Person
from tracker.models.tasks import Milestone


class ReminderRule(StrEnum):
    """`lead`: days before the deadline; `overdue`: working days after; `issued`: newly 交办."""

    lead = "lead"
    overdue = "overdue"
    issued = "issued"


class MessageState(StrEnum):
    """See RELIABILITY 4.4; a leased row is still pending, `sending` means DATA may have begun."""

    pending = "pending"
    sending = "sending"
    sent = "sent"
    failed = "failed"
    held = "held"
    superseded = "superseded"


class HoldReason(StrEnum):
    """Why a message waits: for a working mail account, or for a person after doubtful attempts."""

    configuration = "configuration"
    uncertain = "uncertain"


class Message(SQLModel, table=True):
    """邮件: one mail to one address. `key` says what it is for and makes it unique.

    `mime` is the whole message as it is sent, the same bytes at every attempt. `uncertain` counts
    the attempts of which nobody knows whether the mail arrived.
    """

    __table_args__ = (
        CheckConstraint("(state = 'held') = (held_for IS NOT NULL)", name="held_says_why"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True, min_length=1, max_length=200)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=500)
    text: str
    html: str
    mime: bytes
    message_id: str = Field(unique=True, max_length=200)
    state: MessageState = state_field(MessageState, MessageState.pending, index=True)
    attempts: int = Field(default=0)
    uncertain: int = Field(default=0)
    held_for: HoldReason | None = Field(
        default=None,
        sa_type=Enum(
            HoldReason,
            native_enum=False,
            create_constraint=True,
            length=LONGEST_STATE,
            name="holdreason",
        ),
    )
    next_attempt_at: datetime = Field(index=True)
    token: str | None = Field(default=None, max_length=64)
    lease_until: datetime | None = Field(default=None)
    answer: str = Field(default="", max_length=1000)
    created_at: datetime
    sent_at: datetime | None = Field(default=None)

    person: Person | None = Relationship()


class Reminder(SQLModel, table=True):
    """提醒: one occasion on which one person is owed word of one milestone.

    `person_id` null: the department has no clerk (无联络员) and the coordinators are told.
    """

    __table_args__ = (
        UniqueConstraint(
            "rule",
            "milestone_id",
            "deadline_version",
            "offset",
            "department_id",
            "person_id",
            name="uq_reminder_occasion",
        ),
        # NULL is never equal to NULL in a unique key, so the rows without a clerk need their own.
        Index(
            "uq_reminder_without_person",
            "rule",
            "milestone_id",
            "deadline_version",
            "offset",
            "department_id",
            unique=True,
            sqlite_where=text("person_id IS NULL"),
            postgresql_where=text("person_id IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    rule: ReminderRule = state_field(ReminderRule)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    deadline_version: int
    offset: int
    department_id: int = Field(foreign_key="department.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    on: date
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)

    milestone: Milestone = Relationship()
    department: Department = Relationship()


class Run(SQLModel, table=True):
    """How far a job of the scheduler has come, and that it is alive."""

    job: str = Field(primary_key=True, max_length=50)
    through: date
    beat_at: datetime
