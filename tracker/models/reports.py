"""What departments report, and the files they put beside it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from tracker.models.columns import state_field
from tracker.models.departments import Department
from tracker.models.people import Person
from tracker.models.tasks import Milestone


class ReportState(StrEnum):
    """`noted` asks for nothing; only a report that asks for completion is reviewed."""

    noted = "noted"
    submitted = "submitted"
    accepted = "accepted"
    returned = "returned"


class Report(SQLModel, table=True):
    """进展反馈: what a department says about a milestone; `percent` of the whole, 0 to 100."""

    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),
        CheckConstraint("(state = 'noted') = (NOT asks_completion)", name="noted_asks_nothing"),
        CheckConstraint("state <> 'returned' OR review_text <> ''", name="returned_says_why"),
        # The form's random key: the same form sent twice is one report.
        UniqueConstraint("person_id", "form_key"),
    )

    id: int = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    department_id: int = Field(foreign_key="department.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    state: ReportState = state_field(ReportState, index=True)
    progress: str = Field(min_length=1, max_length=5000)
    problem: str = Field(default="", max_length=5000)
    next_step: str = Field(default="", max_length=5000)
    percent: int
    asks_completion: bool = Field(default=False)
    form_key: str = Field(max_length=64)
    created_at: datetime
    reviewed_at: datetime | None = Field(default=None)
    reviewed_by_id: int | None = Field(default=None, foreign_key="person.id")
    review_text: str = Field(default="", max_length=5000)

    milestone: Milestone = Relationship()
    department: Department = Relationship()
    person: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Report.person_id"})
    reviewed_by: Person | None = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Report.reviewed_by_id"}
    )
    evidence: list["Evidence"] = Relationship(back_populates="report")


class Evidence(SQLModel, table=True):
    """佐证: one file beside a report; the bytes lie under their hash, the name is text."""

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    filename: str = Field(min_length=1, max_length=255)
    sha256: str = Field(min_length=64, max_length=64)
    size: int = Field(gt=0)

    report: Report = Relationship(back_populates="evidence")
