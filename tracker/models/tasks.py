"""Tasks, who answers for them, and their dated obligations."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from tracker.models.columns import json_field, listed_field, state_field
from tracker.models.departments import Department
from tracker.models.documents import Document


class TaskState(StrEnum):
    """待签收 办理中 待审核 已办结 已销号 中止 撤销; 退回 sends submitted back to active."""

    issued = "issued"
    active = "active"
    submitted = "submitted"
    completed = "completed"
    struck_off = "struck_off"
    suspended = "suspended"
    cancelled = "cancelled"


class AssignmentRole(StrEnum):
    """牵头 or 配合."""

    lead = "lead"
    cooperating = "cooperating"


class MilestoneKind(StrEnum):
    """A deadline of the document, one period of a recurring one, or a check point of 长期."""

    deadline = "deadline"
    recurring = "recurring"
    checkpoint = "checkpoint"


class MilestoneState(StrEnum):
    """`missed` ends a recurring period that nobody closed; `superseded` has lost its deadline."""

    open = "open"
    submitted = "submitted"
    closed = "closed"
    missed = "missed"
    superseded = "superseded"


class Task(SQLModel, table=True):
    """督查事项: a confirmed item. The deadline is kept as written beside its normal form."""

    id: int = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    position: int
    no: str | None = Field(default=None, max_length=50)
    title: str = Field(min_length=1, max_length=500)
    content: str = Field(default="")
    state: TaskState = state_field(TaskState, TaskState.issued, index=True)
    deadline_text: str = Field(default="", max_length=500)
    # What the document says, whatever a person typed in its place; blank where it says nothing.
    deadline_written: str = Field(default="", max_length=500)
    deadline_normal: str = Field(default="none", max_length=500)
    deadline_due_on: date | None = Field(default=None)
    # The day the words name where the normal form is coarser (每季末月20日前).
    deadline_day: date | None = Field(default=None)
    deadline_version: int = Field(default=1)
    # Heading and words of each column that names persons: [["分管领导", "张三"]].
    persons: list[list[str]] = listed_field()
    problems: list[dict[str, str]] = json_field()
    source: dict[str, Any] = json_field()
    issued_at: datetime
    completed_at: datetime | None = Field(default=None)

    document: Document = Relationship()
    assignments: list["Assignment"] = Relationship(
        back_populates="task", sa_relationship_kwargs={"order_by": "Assignment.position"}
    )
    milestones: list["Milestone"] = Relationship(
        back_populates="task", sa_relationship_kwargs={"order_by": "Milestone.position"}
    )

    @property
    def leads(self) -> list["Assignment"]:
        """Assignments in the leading role, in the document's order."""
        return [each for each in self.assignments if each.role == AssignmentRole.lead]

    @property
    def cooperating(self) -> list["Assignment"]:
        """Assignments in the cooperating role, in the document's order."""
        return [
            each
            for each in self.assignments
            if each.role == AssignmentRole.cooperating and not each.is_former
        ]

    @property
    def former(self) -> list["Assignment"]:
        """Assignments that an amended edition no longer names, kept for what was done."""
        return [each for each in self.assignments if each.is_former]


class Assignment(SQLModel, table=True):
    """责任分工: one department's part in a task; `reports_for_all` marks 牵头（汇总）.

    `is_former`: an amended edition no longer names the department. It signed or reported, so its
    part stays, as a cooperating one that is owed nothing and owes nothing.
    """

    __table_args__ = (
        UniqueConstraint("task_id", "department_id"),
        # One department at the most sums up for all.
        Index(
            "uq_assignment_summary",
            "task_id",
            unique=True,
            sqlite_where=text("reports_for_all"),
            postgresql_where=text("reports_for_all"),
        ),
        CheckConstraint("NOT is_former OR role = 'cooperating'", name="former_does_not_lead"),
    )

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    department_id: int = Field(foreign_key="department.id", index=True)
    role: AssignmentRole = state_field(AssignmentRole)
    position: int
    name_as_written: str = Field(min_length=1, max_length=100)
    reports_for_all: bool = Field(default=False)
    signed_at: datetime | None = Field(default=None)
    signed_by_id: int | None = Field(default=None, foreign_key="person.id")
    is_former: bool = Field(default=False)

    task: Task = Relationship(back_populates="assignments")
    department: Department = Relationship()


class Milestone(SQLModel, table=True):
    """节点: one dated obligation.

    All dates are local. `soon_from` is the first day it counts as 临期, `lagging_from` the first as
    滞后; both are set when it opens or a percentage is reported, so that Python and SQL compare the
    same dates. `submitted_on` is the day completion was asked for.
    """

    __table_args__ = (
        UniqueConstraint("task_id", "position"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),
    )

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    position: int
    kind: MilestoneKind = state_field(MilestoneKind)
    state: MilestoneState = state_field(MilestoneState, MilestoneState.open, index=True)
    label: str = Field(default="", max_length=200)
    normal: str = Field(max_length=200)
    due_on: date | None = Field(default=None, index=True)
    opened_on: date
    soon_from: date | None = Field(default=None)
    lagging_from: date | None = Field(default=None)
    percent: int = Field(default=0)
    submitted_on: date | None = Field(default=None)
    closed_on: date | None = Field(default=None)

    task: Task = Relationship(back_populates="milestones")
