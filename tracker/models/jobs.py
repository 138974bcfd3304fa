"""Scans whose text is recognised in the background, and their pages as far as they were read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from tracker.models.columns import listed_field, state_field
from tracker.models.documents import Document
from tracker.models.people import Person


class JobState(StrEnum):
    """`queued` waits for its turn, `running` is leased by one worker; the others are the end."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"


class Job(SQLModel, table=True):
    """识别: a scan on its way to becoming a document; only the holder of `token` works on it.

    `attempts` counts the workers that began; one whose lease ended without a word counts too.
    `holder` is the process of the last one, blank where it cannot be told. `page_numbers` are the
    pages of the file (from 1) that have to be recognised, `pages_total` says how many. The file was
    uploaded as an edition of the document `amends_id`. `reason` says why it failed, in a sentence
    for people.
    """

    __table_args__ = (
        # A file that waits or is read already is not queued a second time.
        Index(
            "uq_job_file",
            "sha256",
            unique=True,
            sqlite_where=text("state IN ('queued', 'running')"),
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
        CheckConstraint("(state = 'running') = (token IS NOT NULL)", name="running_is_held"),
        CheckConstraint("(token IS NULL) = (lease_until IS NULL)", name="held_until"),
        CheckConstraint("(state = 'done') = (document_id IS NOT NULL)", name="done_is_document"),
        CheckConstraint("(state = 'failed') = (reason <> '')", name="failed_says_why"),
        CheckConstraint("pages_done >= 0 AND attempts >= 0", name="counts"),
        CheckConstraint(
            "pages_total IS NULL OR pages_done <= pages_total", name="no_more_than_all"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    sha256: str = Field(min_length=64, max_length=64, index=True)
    filename: str = Field(min_length=1, max_length=255)
    media_type: str = Field(max_length=100)
    size: int = Field(gt=0)
    state: JobState = state_field(JobState, JobState.queued, index=True)
    pages_total: int | None = Field(default=None)
    pages_done: int = Field(default=0)
    page_numbers: list[int] = listed_field()
    attempts: int = Field(default=0)
    token: str | None = Field(default=None, max_length=64)
    lease_until: datetime | None = Field(default=None)
    holder: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=1000)
    created_at: datetime
    created_by_id: int = Field(foreign_key="person.id")
    finished_at: datetime | None = Field(default=None)
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    amends_id: int | None = Field(default=None, foreign_key="document.id")

    created_by: Person = Relationship()
    document: Document | None = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Job.document_id"}
    )
    amends: Document | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Job.amends_id"})
    pages: list["ScannedPage"] = Relationship(
        back_populates="job", sa_relationship_kwargs={"order_by": "ScannedPage.number"}
    )

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being read."""
        return self.state in {JobState.queued, JobState.running}

    @property
    def has_typed_pages(self) -> bool:
        """Whether some pages of the file are known to have text, and are not recognised."""
        return self.page_numbers != list(range(1, len(self.page_numbers) + 1))


class ScannedPage(SQLModel, table=True):
    """One page that was read: its level picture by hash and size in pixels, and what stands on it.

    `blocks` is JSON as `extraction.wire` writes it.
    """

    __table_args__ = (UniqueConstraint("job_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", index=True)
    number: int = Field(gt=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    sha256: str = Field(min_length=64, max_length=64)
    blocks: str

    job: Job = Relationship(back_populates="pages")
