"""Issued policy documents and the drafts read from them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import QueryableAttribute, defer
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Field, Relationship, SQLModel

from tracker.models.columns import json_field, listed_field, state_field


class DraftKind(StrEnum):
    """Where a draft stands in its document: a row of the annex, or a measure of the body."""

    annex = "annex"
    measure = "measure"


class DraftState(StrEnum):
    """`open` awaits the coordinator; `dropped` is no task; `carried` goes on in a later edition."""

    open = "open"
    accepted = "accepted"
    dropped = "dropped"
    carried = "carried"


class Document(SQLModel, table=True):
    """来文: the facts of its masthead as written, and the original file by its hash.

    An amended edition 修订稿 names in `amends_id` the edition it was compared with; `amended_at` is
    the moment its changes were applied, none once they were taken back. `is_separate`: a person
    said that it is no edition of the document it looks like. A withdrawn import stays for the
    history alone: nothing lists, counts or reminds of its tasks, and its file may be imported
    again.
    """

    __table_args__ = (
        Index(
            "uq_document_file",
            "sha256",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("amends_id <> id", name="amends_another"),
        CheckConstraint("amended_at IS NULL OR amends_id IS NOT NULL", name="amended_names_base"),
        CheckConstraint(
            "amended_at IS NULL OR withdrawn_at IS NULL", name="applied_is_not_withdrawn"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    sha256: str = Field(min_length=64, max_length=64)
    filename: str = Field(min_length=1, max_length=255)
    media_type: str = Field(max_length=100)
    size: int = Field(gt=0)
    title: str | None = Field(default=None, max_length=500)
    doc_number: str | None = Field(default=None, max_length=100, index=True)
    issuer: str | None = Field(default=None, max_length=200)
    issued_on: date | None = Field(default=None)
    annexes: list[str] = json_field()
    remarks: list[str] = json_field()
    # Everything read from the file (`extraction.wire`), so that the review page shows the source
    # without reading the file again.
    extraction: dict[str, Any] = json_field()
    first_leads: bool = Field(default=False)
    received_at: datetime
    received_by_id: int = Field(foreign_key="person.id")
    amends_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    amended_at: datetime | None = Field(default=None)
    is_separate: bool = Field(default=False)
    withdrawn_at: datetime | None = Field(default=None, index=True)

    drafts: list["Draft"] = Relationship(
        back_populates="document", sa_relationship_kwargs={"order_by": "Draft.position"}
    )
    readings: list["TableReading"] = Relationship(
        back_populates="document", sa_relationship_kwargs={"order_by": "TableReading.number"}
    )

    @property
    def label(self) -> str:
        """The shortest name people know it by: the number, else the title, else the file."""
        return self.doc_number or self.title or self.filename

    @property
    def awaits_comparison(self) -> bool:
        """Whether this is an amended edition whose changes were not applied yet."""
        return self.amends_id is not None and self.amended_at is None


def without_extraction() -> ExecutableOption:
    """Return the option of a query for many documents that leaves unread what was read from them.

    That is most of a document, often more than 100 kB of JSON; who asks for it later gets it.
    """
    return defer(cast("QueryableAttribute[dict[str, Any]]", Document.extraction))


class Draft(SQLModel, table=True):
    """拟办: an interpreted row that the coordinator still has to confirm.

    `leads` and `cooperating` are names as written, in order. `problems` are {"kind", "text"}.
    `source` is the place in the document. Each edition has a draft of its own for the same task.
    """

    __table_args__ = (UniqueConstraint("document_id", "task_id"),)

    id: int = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    position: int
    kind: DraftKind = state_field(DraftKind)
    state: DraftState = state_field(DraftState, DraftState.open)
    version: int = Field(default=1)
    is_checked: bool = Field(default=False)
    no: str | None = Field(default=None, max_length=50)
    title: str = Field(default="", max_length=500)
    content: str = Field(default="")
    clause: str | None = Field(default=None)
    deadline_text: str = Field(default="", max_length=500)
    # What the document says, whatever a person typed in its place; blank where it says nothing.
    deadline_written: str = Field(default="", max_length=500)
    deadline_normal: str = Field(default="none", max_length=500)
    deadline_due_on: date | None = Field(default=None)
    # The day the words name where the normal form is coarser (每季末月20日前).
    deadline_day: date | None = Field(default=None)
    leads: list[str] = json_field()
    cooperating: list[str] = json_field()
    # Heading and words of each column that names persons: [["分管领导", "张三"]].
    persons: list[list[str]] = listed_field()
    problems: list[dict[str, str]] = json_field()
    source: dict[str, Any] = json_field()
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)

    document: Document = Relationship(back_populates="drafts")


class TableReading(SQLModel, table=True):
    """按任务表读入: a table of the original that a person had read as tasks, and its rows.

    `block` is its place in the document, `number` counts the readings of the same table from 1; the
    last one counts. `columns` says what each column was taken for, `rows` are extraction rows as
    `extraction.wire` writes them, `remarks` what was left out of them.
    """

    __table_args__ = (UniqueConstraint("document_id", "block", "number"),)

    id: int = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    block: int = Field(ge=0)
    number: int = Field(ge=1)
    columns: list[str] = json_field()
    header_rows: int = Field(ge=0)
    rows: list[dict[str, Any]] = json_field()
    remarks: list[str] = json_field()
    read_at: datetime
    read_by_id: int = Field(foreign_key="person.id")

    document: Document = Relationship(back_populates="readings")
