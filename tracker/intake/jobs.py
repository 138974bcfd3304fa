"""Queues scans whose text must be recognised; what a person does to such a job."""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.database import compare_and_set
from tracker.errors import NotNow
from tracker.history import Change, record
from tracker.intake.reception import find_by_hash
from tracker.models import Document, Job, JobState, Person
from tracker.reading import media_type, scans
from tracker.storage import Storage, tidy_name
from tracker.texts import gettext as _

logger = logging.getLogger(__name__)

TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.queued: frozenset({JobState.running, JobState.cancelled}),
    # To itself: another worker takes a job over whose lease has ended.
    JobState.running: frozenset(JobState),
    JobState.failed: frozenset({JobState.queued}),
    JobState.cancelled: frozenset({JobState.queued}),
    JobState.done: frozenset(),
}


@dataclass(frozen=True, slots=True)
class KeptScan:
    """A scan whose bytes are kept: their hash and number, the name and type of the file."""

    sha256: str
    size: int
    filename: str
    media_type: str


def keep_scan(storage: Storage, data: bytes, filename: str) -> KeptScan:
    """Keep the bytes of a scan; no transaction may be open meanwhile.

    Raises:
        UnknownFormat: nothing is installed that could read it.
    """
    scans.require_installed()
    kind = media_type(data, filename)
    return KeptScan(storage.put(data), len(data), tidy_name(filename, _("document")), kind)


def queue_job(
    session: Session, scan: KeptScan, by: Person, now: datetime, amends: Document | None = None
) -> Job:
    """Add a job for a kept scan; while one for the same bytes waits or runs, return that.

    What it becomes is an edition of the document that it `amends`.
    """
    known = open_job(session, scan.sha256)
    if known is not None:
        known.amends_id = known.amends_id or (amends.id if amends else None)
        return known
    job = Job(
        **asdict(scan),
        created_at=now,
        created_by_id=by.id,
        amends_id=amends.id if amends else None,
    )
    session.add(job)
    session.flush()
    record(session, "job.queued", by, now, {"name": (None, job.filename), "job": (None, job.id)})
    return job


def open_job(session: Session, digest: str) -> Job | None:
    """Return the job that waits or runs for the file with this hash."""
    live = col(Job.state).in_([JobState.queued, JobState.running])
    return session.exec(select(Job).where(Job.sha256 == digest, live)).first()


def job_of(session: Session, document: Document) -> Job | None:
    """Return the job that read this document's pages; None where it is no scan."""
    latest = select(Job).where(Job.document_id == document.id).order_by(col(Job.id).desc())
    return session.exec(latest).first()


def unfinished_jobs(session: Session) -> list[Job]:
    """Return the jobs that are no document yet, the latest first; cancelled ones are left out."""
    shown = col(Job.state).in_([JobState.queued, JobState.running, JobState.failed])
    return list(session.exec(select(Job).where(shown).order_by(col(Job.id).desc())).all())


def cancel_job(session: Session, job: Job, by: Person, now: datetime) -> None:
    """End a job that waits or runs; its worker stops within seconds, the pages read stay.

    Raises:
        NotNow: it has ended already.
    """
    change_state(session, job, JobState.cancelled, token=None, lease_until=None, finished_at=now)
    note_change(session, job, "job.cancelled", by, now)


def retry_job(session: Session, job: Job, by: Person, now: datetime) -> None:
    """Queue a failed or cancelled job once more, with all its attempts; pages read are kept.

    Raises:
        NotNow: it waits, runs or is done, or the same file is read by another job.
    """
    if job.state is not JobState.queued and open_job(session, job.sha256) is not None:
        raise NotNow(_("The same file is being read already."))
    if find_by_hash(session, job.sha256) is not None:
        raise NotNow(_("The same file was imported meanwhile."))
    change_state(session, job, JobState.queued, attempts=0, reason="", finished_at=None)
    note_change(session, job, "job.retried", by, now)


def change_state(session: Session, job: Job, state: JobState, **values: object) -> None:
    """Bring the job from the state it was loaded in to `state`, with other values.

    Raises:
        NotNow: that state leads nowhere near.
        Conflict: another transaction changed the job meanwhile.
    """
    if state not in TRANSITIONS[job.state]:
        raise NotNow(_("The reading of this file has ended already."))
    expected: dict[str, object] = {"state": job.state, "token": job.token}
    compare_and_set(session, job, expected, state=state, **values)


def note_change(
    session: Session, job: Job, action: str, by: Person | None, now: datetime, **more: object
) -> None:
    """Add the Event of a change to a job."""
    change: Change = {"name": (job.filename, None), "job": (job.id, None)}
    change |= {name: (None, value) for name, value in more.items()}
    record(session, action, by, now, change, document_id=job.document_id)
    logger.info("job %s: %s", job.id, action)


def still_holds(session: Session, job_id: int, token: str) -> bool:
    """Return whether the job still runs under this token: nobody cancelled or took it over."""
    held = select(Job.id).where(Job.id == job_id, Job.token == token)
    return session.exec(held).first() is not None
