"""Works off the queued scans: claim and commit, read page by page, settle.

No transaction is open while a page is read. What a crash leaves behind is found by its lease, or
sooner where its process is known to have ended: the job is claimed again, three times at the most,
and goes on after the last page that was kept.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from tracker import confined
from tracker.clock import Clock, monotonic
from tracker.database import Database, compare_and_set
from tracker.errors import Busy, Conflict, NotFound, UnreadableFile
from tracker.extraction.wire import blocks_to_json
from tracker.intake.editions import edition_in_force, name_edition
from tracker.intake.holders import is_gone, this_process
from tracker.intake.jobs import change_state, note_change, still_holds
from tracker.intake.reception import Received, receive_document
from tracker.models import Document, Job, JobState, Person, ScannedPage
from tracker.reading.scans import ReadPage
from tracker.storage import Storage
from tracker.texts import gettext as _

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
# A page that reaches its limits takes three minutes; a file of such pages is given up.
MOST_REFUSED = 3
# A worker renews its lease while a page is read, so a short one tells soon that it died.
LEASE = timedelta(seconds=90)
RENEW_EVERY = 20.0
LOOK_EVERY = 2.0


def always() -> bool:
    """Say yes: nothing asks the worker to stop."""
    return True


def nobody(_done: int, _total: int) -> None:
    """Tell nobody how far the reading is."""


@dataclass(slots=True)
class Worker:
    """One reading of one job: what it reads, its token, and how it learns that it must stop."""

    database: Database
    storage: Storage
    clock: Clock
    job_id: int
    token: str
    may_go_on: Callable[[], bool] = always
    tell: Callable[[int, int], None] = nobody
    looked_at: float = field(default_factory=monotonic)
    renewed_at: float = field(default_factory=monotonic)

    def is_ours(self) -> bool:
        """Return whether to go on: nobody asks us to stop, cancelled the job or took it over."""
        if not self.may_go_on():
            return False
        now = monotonic()
        if now - self.looked_at < LOOK_EVERY:
            return True
        self.looked_at = now
        try:
            if now - self.renewed_at >= RENEW_EVERY:
                self.change(lease_until=self.clock.now() + LEASE)
                self.renewed_at = now
                return True
            with self.database.read() as session:
                return still_holds(session, self.job_id, self.token)
        except Conflict:
            return False
        except Busy:
            return True  # asked again in two seconds; the lease is longer

    def change(self, **values: object) -> None:
        """Write values to the job.

        Raises:
            Conflict: it is no longer ours.
        """
        with self.database.write() as session:
            self.apply(session, **values)

    def apply(self, session: Session, **values: object) -> Job:
        """Write values to the job in an open transaction, if it is still ours."""
        job = session.get_one(Job, self.job_id)
        held: dict[str, object] = {"state": JobState.running, "token": self.token}
        compare_and_set(session, job, held, **values)
        return job


def work_jobs(
    database: Database, storage: Storage, clock: Clock, may_go_on: Callable[[], bool] = always
) -> int:
    """Read every job that is due, one after the other, and return how many became documents."""
    done = 0
    while may_go_on():
        worker = claim_next(database, storage, clock)
        if worker is None:
            break
        worker.may_go_on = may_go_on
        done += work(worker) is not None
    return done


def claim_next(database: Database, storage: Storage, clock: Clock) -> Worker | None:
    """Claim the job that has waited longest and commit; None where nothing is due.

    One that three workers left without a word is failed on the way.
    """
    now = clock.now()
    with database.read() as session:
        left = left_jobs(session)
        if session.exec(due_jobs(now, left)).first() is None:
            return None
    with database.write() as session:
        while job := session.exec(due_jobs(now, left).with_for_update(skip_locked=True)).first():
            if job.attempts < MOST_ATTEMPTS:
                return claim(session, job, database, storage, clock)
            fail(session, job, _("Reading broke off three times."), now)
    return None


def due_jobs(now: datetime, left: Sequence[str] = ()) -> SelectOfScalar[Job]:
    """Return the query for jobs that wait, or that their worker left, oldest first.

    Its lease has ended, or its token is among those that are known to be `left`.
    """
    is_over = or_(col(Job.lease_until) <= now, col(Job.token).in_(left))
    is_left = and_(col(Job.state) == JobState.running, is_over)
    due = or_(col(Job.state) == JobState.queued, is_left)
    return select(Job).where(due).order_by(col(Job.id)).limit(1)


def left_jobs(session: Session) -> list[str]:
    """Return the tokens of running jobs whose process ran on this machine and has ended.

    So a scheduler that is started anew need not wait for the lease of the one before; what another
    machine or container works on is left alone.
    """
    running = session.exec(select(Job).where(Job.state == JobState.running)).all()
    return [job.token for job in running if job.token and is_gone(job.holder)]


def claim(session: Session, job: Job, database: Database, storage: Storage, clock: Clock) -> Worker:
    """Mark the job as ours until the lease ends, and count the attempt.

    Raises:
        Conflict: another worker was faster.
    """
    token = secrets.token_hex(16)
    change_state(
        session,
        job,
        JobState.running,
        token=token,
        holder=this_process(),
        lease_until=clock.now() + LEASE,
        attempts=job.attempts + 1,
    )
    logger.info("job %s: attempt %s", job.id, job.attempts)
    return Worker(database, storage, clock, job.id, token)


def work(worker: Worker) -> int | None:
    """Read what is missing of the job, and return the id of the document it became, if it did.

    A refusal of the file fails the job; asked to stop, the worker gives the job back.
    """
    try:
        return read_all(worker)
    except Conflict:
        give_back(worker)
    except (UnreadableFile, NotFound) as refusal:
        settle_failure(worker, str(refusal))
    return None


def read_all(worker: Worker) -> int:
    """Read the missing pages, keep each at once, and make the document.

    Raises:
        Conflict: the job is no longer ours, or we were asked to stop.
        UnreadableFile: what was read as a whole is refused, or every page, or more than a few.
    """
    with worker.database.read() as session:
        job = session.get_one(Job, worker.job_id)
        known = {page.number for page in job.pages}
    data = worker.storage.read(job.sha256)
    numbers = job.page_numbers or confined.picture_pages(data, job.media_type)
    total = len(numbers)
    worker.change(pages_total=total, pages_done=len(known), page_numbers=list(numbers))
    refused: dict[int, UnreadableFile] = {}
    for done, number in enumerate(numbers):
        worker.tell(done, total)
        if number not in known:
            read_one(worker, job, data, number, refused)
    worker.tell(total, total)
    if total == len(refused):
        raise next(iter(refused.values()))
    return settle(worker, data, refused)


def read_one(
    worker: Worker, job: Job, data: bytes, number: int, refused: dict[int, UnreadableFile]
) -> None:
    """Read one page and keep it, or note why it is refused: the others are worth having.

    Raises:
        Conflict: the job is no longer ours, or we were asked to stop.
        UnreadableFile: too many pages are refused.
    """
    try:
        page = confined.read_page(data, job.media_type, number, worker.is_ours)
    except UnreadableFile as refusal:
        refused[number] = refusal
        logger.warning("job %s: page %s is refused", job.id, number)
        if len(refused) >= MOST_REFUSED:
            raise
        return
    keep_page(worker, page)


def keep_page(worker: Worker, page: ReadPage) -> None:
    """Keep one page and its picture.

    Raises:
        Conflict: the job is no longer ours.
    """
    digest = worker.storage.put(page.picture)
    with worker.database.write() as session:
        job = session.get_one(Job, worker.job_id)
        lease = worker.clock.now() + LEASE
        worker.apply(session, pages_done=job.pages_done + 1, lease_until=lease)
        session.add(
            ScannedPage(
                job_id=job.id,
                number=page.number,
                width=page.width,
                height=page.height,
                sha256=digest,
                blocks=blocks_to_json(page.blocks),
            )
        )
    worker.renewed_at = monotonic()


def settle(worker: Worker, data: bytes, refused: Mapping[int, UnreadableFile]) -> int:
    """Make the document of the pages that were read and return its id.

    A file that was uploaded as an edition of a document becomes one.

    Raises:
        Conflict: the job is no longer ours.
        UnreadableFile: no page holds any text.
    """
    with worker.database.read() as session:
        job = session.get_one(Job, worker.job_id)
        pages = {page.number: page.blocks for page in job.pages}
    warnings = [
        _("Page %(number)s was not read: %(why)s", number=number, why=why)
        for number, why in refused.items()
    ]
    extraction = confined.extract_pages(pages, data, job.media_type, warnings)
    received = Received(job.sha256, len(data), job.filename, job.media_type, extraction)
    with worker.database.write() as session:
        now = worker.clock.now()
        by = session.get_one(Person, job.created_by_id)
        document = receive_document(session, received, by, now)
        finish(worker, session, document, now)
        name_as_wanted(session, job, document, by, now)
        return document.id


def name_as_wanted(
    session: Session, job: Job, document: Document, by: Person, now: datetime
) -> None:
    """Name the document an edition of the one it was uploaded for, if that is still there."""
    if job.amends_id is None:
        return
    base = edition_in_force(session, session.get_one(Document, job.amends_id))
    try:
        name_edition(session, document, base, by, now)
    except Conflict as refusal:
        logger.warning("job %s: no edition of document %s: %s", job.id, base.id, refusal)


def finish(worker: Worker, session: Session, document: Document, now: datetime) -> None:
    """Note that the job became this document."""
    job = worker.apply(
        session,
        state=JobState.done,
        document_id=document.id,
        token=None,
        lease_until=None,
        finished_at=now,
    )
    note_change(session, job, "job.done", None, now)


def settle_failure(worker: Worker, reason: str) -> None:
    """Note why the file cannot be read, if the job is still ours."""
    try:
        with worker.database.write() as session:
            job = session.get_one(Job, worker.job_id)
            if job.token == worker.token:
                fail(session, job, reason, worker.clock.now())
    except Conflict:
        logger.warning("job %s: the lease was lost", worker.job_id)


def fail(session: Session, job: Job, reason: str, now: datetime) -> None:
    """End a job with the reason why its file is no document.

    Raises:
        Conflict: it changed meanwhile.
    """
    change_state(
        session, job, JobState.failed, reason=reason, token=None, lease_until=None, finished_at=now
    )
    note_change(session, job, "job.failed", None, now, reason=reason)


def give_back(worker: Worker) -> None:
    """Queue the job again, if it is still ours, without counting this attempt."""
    try:
        with worker.database.write() as session:
            job = session.get_one(Job, worker.job_id)
            worker.apply(
                session,
                state=JobState.queued,
                token=None,
                lease_until=None,
                attempts=job.attempts - 1,
            )
    except Conflict:
        logger.info("job %s: cancelled, or taken over by another worker", worker.job_id)
