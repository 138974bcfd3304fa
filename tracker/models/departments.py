"""Departments, the other names they go by, and the members of groups."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel


class Department(SQLModel, table=True):
    """单位: a body that can be responsible; a group (各街道) stands for its members."""

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True, min_length=1, max_length=100)
    is_group: bool = Field(default=False)

    aliases: list["DepartmentAlias"] = Relationship(back_populates="department")


class DepartmentAlias(SQLModel, table=True):
    """Another name the documents use for a department; one name means one department."""

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True, min_length=1, max_length=100)
    department_id: int = Field(foreign_key="department.id", index=True)

    department: Department = Relationship(back_populates="aliases")


class DepartmentMember(SQLModel, table=True):
    """One body that belongs to a group."""

    __table_args__ = (CheckConstraint("group_id <> member_id", name="not_itself"),)

    group_id: int = Field(foreign_key="department.id", primary_key=True)
    member_id: int = Field(foreign_key="department.id", primary_key=True, index=True)
