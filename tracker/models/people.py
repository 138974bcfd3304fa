"""People who sign in, and their sessions."""

from datetime import datetime
from enum import StrEnum
from typing import Optional

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from tracker.models.columns import state_field
from tracker.models.departments import Department


class Role(StrEnum):
    """What a person does here; `operator` is the command line and cannot sign in."""

    coordinator = "coordinator"
    clerk = "clerk"
    leader = "leader"
    administrator = "administrator"
    operator = "operator"


class Person(SQLModel, table=True):
    """An account. `password_hash` null: cannot sign in (yet). `version` counts its editions."""

    __table_args__ = (
        CheckConstraint(
            "(role = 'clerk') = (department_id IS NOT NULL)", name="clerk_has_department"
        ),
        CheckConstraint("role <> 'operator' OR password_hash IS NULL", name="operator_no_sign_in"),
    )

    id: int = Field(default=None, primary_key=True)
    account: str = Field(unique=True, min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=50)
    email: str | None = Field(default=None, max_length=254)
    role: Role = state_field(Role)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    password_hash: str | None = Field(default=None)
    is_active: bool = Field(default=True)
    failed_sign_ins: int = Field(default=0)
    locked_until: datetime | None = Field(default=None)
    version: int = Field(default=1)
    created_at: datetime

    department: Optional["Department"] = Relationship()


class SignIn(SQLModel, table=True):
    """One session in one browser; only the hash of its token is kept."""

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, min_length=64, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime
    last_seen_at: datetime
    address: str | None = Field(default=None, max_length=45)
    browser: str | None = Field(default=None, max_length=200)

    person: Person = Relationship()


class SignInAttempt(SQLModel, table=True):
    """One knock at the door from one address that has not turned out well; kept for a while."""

    id: int = Field(default=None, primary_key=True)
    address: str = Field(min_length=1, max_length=45, index=True)
    at: datetime = Field(index=True)


class PasswordReset(SQLModel, table=True):
    """A link that lets one person choose a new password once; only the hash of its token is kept.

    `closed_at` set: used, or made worthless by a newer link or a new password.
    """

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, min_length=64, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime
    ends_at: datetime
    closed_at: datetime | None = Field(default=None)

    person: Person = Relationship()
