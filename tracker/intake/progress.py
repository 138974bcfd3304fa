"""Tells where a job stands, truthfully: behind whom, at which page, or left by its process."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, func, select

from tracker.intake.holders import is_gone
from tracker.intake.recognising import LEASE, MOST_ATTEMPTS
from tracker.models import Job, JobState, Run

# The lease is renewed every twenty seconds while a page is read.
QUIET_FOR = timedelta(seconds=45)
# The scheduler notes a sign of life every fifteen seconds.
SILENT_FOR = timedelta(seconds=60)
TICK = "tick"


class Phase(StrEnum):
    """What is going on with a job."""

    waiting = "waiting"
    opening = "opening"
    reading = "reading"
    joining = "joining"
    broken_off = "broken_off"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a job stands.

    `ahead` counts the jobs before one that waits. Being read is the page `page` of the file, the
    `number`th of `total` to be recognised. `attempt` is the one at work, or the next. After a job
    broke off, `again_at` says when it is taken up again (UTC); None where that is known to be a
    matter of seconds. Nothing begins while the scheduler `is_silent`, heard last at `heard_at`.
    """

    phase: Phase
    ahead: int = 0
    page: int = 0
    number: int = 0
    total: int = 0
    attempt: int = 1
    again_at: datetime | None = None
    is_silent: bool = False
    heard_at: datetime | None = None

    @property
    def is_last(self) -> bool:
        """Whether no attempt is left after the job broke off."""
        return self.phase is Phase.broken_off and self.attempt > MOST_ATTEMPTS


def situation(session: Session, job: Job, now: datetime) -> Situation:
    """Return where the job stands at the UTC moment `now`."""
    if not job.is_open:
        return Situation(Phase.ended)
    run = session.get(Run, TICK)
    heard_at = run.beat_at if run else None
    is_silent = heard_at is None or now - heard_at > SILENT_FOR
    if job.state is JobState.queued:
        ahead = jobs_before(session, job)
        attempt = job.attempts + 1
        return Situation(
            Phase.waiting, ahead, attempt=attempt, is_silent=is_silent, heard_at=heard_at
        )
    if has_broken_off(job, now):
        return Situation(
            Phase.broken_off,
            attempt=job.attempts + 1,
            again_at=None if is_gone(job.holder) and not is_silent else job.lease_until,
            is_silent=is_silent,
            heard_at=heard_at,
        )
    return at_work(job)


def jobs_before(session: Session, job: Job) -> int:
    """Return how many jobs are read, or wait, before this one."""
    live = col(Job.state).in_([JobState.queued, JobState.running])
    return session.exec(select(func.count()).where(Job.id < job.id, live)).one()


def has_broken_off(job: Job, now: datetime) -> bool:
    """Return whether the process that read the job gives no more sign of life.

    While the file is opened and while its rows are put together, none is expected before the end
    of the lease.
    """
    if job.lease_until is None or is_gone(job.holder):
        return True
    is_reading = job.pages_total is not None and job.pages_done < job.pages_total
    return now > job.lease_until - (LEASE - QUIET_FOR if is_reading else timedelta(0))


def at_work(job: Job) -> Situation:
    """Return how far the reading of a job is, whose pages are read in their order."""
    if job.pages_total is None:
        return Situation(Phase.opening, attempt=job.attempts)
    known = {page.number for page in job.pages}
    missing = [number for number in job.page_numbers if number not in known]
    if not missing or job.pages_done >= job.pages_total:
        return Situation(Phase.joining, total=job.pages_total, attempt=job.attempts)
    return Situation(
        Phase.reading,
        page=missing[0],
        number=job.page_numbers.index(missing[0]) + 1,
        total=job.pages_total,
        attempt=job.attempts,
    )
