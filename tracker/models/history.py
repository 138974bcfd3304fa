"""The append-only history."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Relationship, SQLModel

from tracker.models.columns import json_field
from tracker.models.people import Person


class Event(SQLModel, table=True):
    """留痕: who did what to which thing when; `change` maps a field to [before, after]."""

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    action: str = Field(max_length=50, index=True)
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    report_id: int | None = Field(default=None, foreign_key="report.id")
    department_id: int | None = Field(default=None, foreign_key="department.id")
    change: dict[str, Any] = json_field()

    person: Person | None = Relationship()
