"""Departments, the names they go by, the members of groups, and invitations to their clerks."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

if TYPE_CHECKING:
    from tracker.models.people import Person


class DepartmentMember(SQLModel, table=True):
    """One body that belongs to a group."""

    __table_args__ = (CheckConstraint("group_id <> member_id", name="not_itself"),)

    group_id: int = Field(foreign_key="department.id", primary_key=True)
    member_id: int = Field(foreign_key="department.id", primary_key=True, index=True)


class Department(SQLModel, table=True):
    """单位: a body that can be responsible; a group (各街道) stands for its members.

    `merged_into_id` set: it was found to be the same as another one and is only kept for the
    history, which names it.
    """

    __table_args__ = (CheckConstraint("merged_into_id <> id", name="not_into_itself"),)

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True, min_length=1, max_length=100)
    is_group: bool = Field(default=False)
    merged_into_id: int | None = Field(default=None, foreign_key="department.id")

    aliases: list["DepartmentAlias"] = Relationship(
        back_populates="department", sa_relationship_kwargs={"order_by": "DepartmentAlias.id"}
    )
    members: list["Department"] = Relationship(
        back_populates="groups",
        link_model=DepartmentMember,
        sa_relationship_kwargs={
            "primaryjoin": "Department.id == DepartmentMember.group_id",
            "secondaryjoin": "Department.id == DepartmentMember.member_id",
            "order_by": "Department.id",
        },
    )
    groups: list["Department"] = Relationship(
        back_populates="members",
        link_model=DepartmentMember,
        sa_relationship_kwargs={
            "primaryjoin": "Department.id == DepartmentMember.member_id",
            "secondaryjoin": "Department.id == DepartmentMember.group_id",
            "order_by": "Department.id",
        },
    )
    people: list["Person"] = Relationship(
        sa_relationship_kwargs={"viewonly": True, "order_by": "Person.id"}
    )

    @property
    def has_clerk(self) -> bool:
        """Whether somebody signs in for this very department (only clerks belong to one)."""
        return any(person.is_active for person in self.people)


class DepartmentAlias(SQLModel, table=True):
    """Another name the documents use for a department; one name means one department.

    `renamed_on` set: this was the official name until the day before that local date.
    """

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True, min_length=1, max_length=100)
    department_id: int = Field(foreign_key="department.id", index=True)
    renamed_on: date | None = Field(default=None)

    department: Department = Relationship(back_populates="aliases")


class Invitation(SQLModel, table=True):
    """A link that lets one clerk of a department make an account once; only its token's hash stays.

    It ends when used, revoked, or at `ends_at`.
    """

    __table_args__ = (
        CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="used_or_revoked"),
        CheckConstraint("(used_at IS NULL) = (used_by_id IS NULL)", name="used_by_somebody"),
    )

    id: int = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="department.id", index=True)
    token_hash: str = Field(unique=True, min_length=64, max_length=64)
    email: str | None = Field(default=None, max_length=254)
    created_at: datetime
    created_by_id: int = Field(foreign_key="person.id")
    ends_at: datetime
    used_at: datetime | None = Field(default=None)
    used_by_id: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None)

    department: Department = Relationship()
