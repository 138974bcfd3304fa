"""Decides when the jobs run, and nothing else: the tables decide what they do.

APScheduler gives a tick every 15 seconds; nothing of value is in its memory. Planning, sending and
the reading of scans are three jobs, so that a mail server that takes ten minutes to answer, or a
scan of fifty pages, holds up nothing else.
"""

import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import make_url

from tracker.clock import Clock, monotonic
from tracker.config import Config
from tracker.database import Database, open_database
from tracker.errors import Conflict, TrackerError
from tracker.intake import work_jobs
from tracker.mail import Transport, make_transport
from tracker.models import Run
from tracker.outbox import deliver
from tracker.reminders import (
    BATCH,
    Policy,
    plan_reminders,
    prepare_digests,
    store_digests,
    store_plan,
)
from tracker.storage import Storage
from tracker.tasks import open_due_milestones

logger = logging.getLogger(__name__)

INTERVAL = 15
JOB = "tick"
PLANNING, SENDING, RECOGNISING = "planning", "sending", "recognising"
# Seconds without a sign of life after which the process ends: three ticks; or, since one mail may
# take ten minutes and a lease lasts fifteen, twenty minutes. Reading a scan shows life twice a
# second, but for joining what was read, which may wait a minute for its turn.
LIMITS = {PLANNING: 3.0 * INTERVAL, SENDING: 20.0 * 60, RECOGNISING: 5.0 * 60}
# Somebody looks at a page that says "waiting": a scan is begun sooner than a mail is sent.
INTERVALS = {PLANNING: INTERVAL, SENDING: INTERVAL, RECOGNISING: 3}
WATCH_EVERY = 0.5
LOCK_EVERY = 0.5
GRACE = 15.0
BACKLOG = 5000
AT_ONCE = 10


def tick(database: Database, transport: Transport, clock: Clock, policy: Policy) -> int:
    """Do once what the scheduler does every 15 seconds; return how many mails were sent."""
    plan(database, clock, policy)
    return deliver(database, transport, clock)


def unwatched() -> None:
    """Take note of nothing: no watchdog waits for a sign of life."""


def plan(
    database: Database, clock: Clock, policy: Policy, alive: Callable[[], None] = unwatched
) -> int:
    """Open what is due, queue the digests that are owed, and note the heartbeat.

    Every step has its own transaction; `alive` is called between them. Returns how many digests
    were queued.
    """
    now = clock.now()
    open_milestones(database, now, policy)
    queued = queue_digests(database, policy, now, alive) if policy.is_digest_time(now) else 0
    beat(database, clock)
    return queued


def plan_office(
    database: Database, clock: Clock, config: Config, alive: Callable[[], None] = unwatched
) -> int:
    """Plan by the settings as they stand now, so that a change counts from the next tick on."""
    with database.read() as session:
        policy = Policy.from_settings(session, config)
    return plan(database, clock, policy, alive)


def queue_digests(
    database: Database, policy: Policy, now: datetime, alive: Callable[[], None]
) -> int:
    """Plan the day and queue its digests; return how many.

    Reads and composes without the writing lock, and stores a few digests at a time, so that
    nobody at the pages waits for the morning's mail.
    """
    today = policy.local_date(now)
    with database.read() as session:
        rows = plan_reminders(session, policy, today)
    if rows is not None:
        with database.write() as session:
            store_plan(session, rows, today, now)
    queued, is_more = 0, True
    while is_more:
        alive()
        with database.read() as session:
            prepared = prepare_digests(session, policy, today, BATCH)
        for start in range(0, len(prepared), AT_ONCE):
            alive()
            with database.write() as session:
                queued += store_digests(session, prepared[start : start + AT_ONCE], now)
        is_more = len(prepared) >= BATCH
    return queued


def open_milestones(database: Database, now: datetime, policy: Policy) -> None:
    """Open the next periods; a task that cannot be moved on must not hold up the reminders."""
    try:
        with database.write() as session:
            open_due_milestones(session, now, policy.workdays)
    except Conflict as error:
        logger.warning("no period was opened: %s", error)


def beat(database: Database, clock: Clock) -> None:
    """Note that the scheduler is alive; the health page reads it."""
    with database.write() as session:
        session.merge(Run(job=JOB, through=clock.today(), beat_at=clock.now()))


@dataclass(slots=True)
class Keeper:
    """Knows which job is at work and when each last showed life.

    Ends the process when told to, or when a job hangs.
    """

    is_stopping: bool = False
    scheduler: BlockingScheduler | None = None
    busy: set[str] = field(default_factory=set)
    seen: dict[str, float] = field(default_factory=dict)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Ask for the end; only a flag, because a signal may come at any point of any code."""
        self.is_stopping = True

    def alive(self, name: str) -> None:
        """Note a sign of life of a job."""
        self.seen[name] = monotonic()

    def may_go_on(self, name: str) -> bool:
        """Note a sign of life and return whether the job should go on."""
        self.alive(name)
        return not self.is_stopping

    def work(self, name: str, job: Callable[[], object]) -> None:
        """Run one job; what goes wrong is logged, and tried again at the next tick."""
        self.alive(name)
        self.busy.add(name)
        try:
            job()
        except TrackerError as error:
            logger.warning("%s: %s", name, error)
        except Exception:
            logger.exception("%s failed", name)
        finally:
            self.busy.discard(name)
            self.alive(name)

    def hanging(self) -> str | None:
        """Return the name of a job that has shown no life for longer than its limit."""
        now = monotonic()
        late = (name for name, at in self.seen.items() if now - at > LIMITS[name])
        return next(late, None)

    def watch(self) -> None:
        """Look twice a second, as long as the process lives, whether to stop or to give up."""
        pause = threading.Event()
        while not pause.wait(WATCH_EVERY):
            name = self.hanging()
            if name is not None:
                logger.critical("%s hangs; the scheduler ends so that it can be started anew", name)
                os._exit(1)
            if self.is_stopping and self.scheduler is not None and self.scheduler.running:
                self.scheduler.shutdown(wait=False)

    def wait_for_jobs(self) -> bool:
        """Wait until no job is at work, 15 seconds at the most; return whether none is."""
        until = monotonic() + GRACE
        while self.busy and monotonic() < until:
            time.sleep(WATCH_EVERY / 5)
        return not self.busy


@contextmanager
def only_scheduler(url: str, keeper: Keeper) -> Iterator[bool]:
    """Wait until no other scheduler works on this SQLite file; yield False if asked to stop first.

    The kernel gives the lock back however a process dies. On a server any number may run.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database is None:
        yield True
        return
    path = Path(f"{parsed.database}.scheduler").absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        is_first = take_lock(file.fileno())
        if not is_first:
            logger.warning("another scheduler works on this database; waiting for it to end")
        while not is_first and not keeper.is_stopping:
            time.sleep(LOCK_EVERY)
            is_first = take_lock(file.fileno())
        yield is_first


def take_lock(descriptor: int) -> bool:
    """Return whether the lock is ours now."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make_scheduler(
    database: Database, transport: Transport, clock: Clock, config: Config, keeper: Keeper
) -> BlockingScheduler:
    """Return the scheduler with its three jobs, in memory only."""
    scheduler = BlockingScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(len(LIMITS))},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    planning = partial(plan_office, database, clock, config, partial(keeper.alive, PLANNING))
    may_go_on = partial(keeper.may_go_on, SENDING)
    sending = partial(deliver, database, transport, clock, BACKLOG, may_go_on)
    storage = Storage(config.data_dir / "uploads")
    may_read_on = partial(keeper.may_go_on, RECOGNISING)
    recognising = partial(work_jobs, database, storage, clock, may_read_on)
    at_once = Clock("UTC").now()
    for name, job in ((PLANNING, planning), (SENDING, sending), (RECOGNISING, recognising)):
        keeper.alive(name)
        scheduler.add_job(
            keeper.work,
            "interval",
            (name, job),
            id=name,
            seconds=INTERVALS[name],
            next_run_time=at_once,
        )
    return scheduler


def run(config: Config) -> int:
    """Run until SIGINT or SIGTERM and return 0; a job that hangs ends the process with 1."""
    # It warns at every tick that comes while a job is at work, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    keeper = Keeper()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, keeper.stop)
    threading.Thread(target=keeper.watch, name="watchdog", daemon=True).start()
    with only_scheduler(config.database_url, keeper) as is_ours:
        if is_ours:
            run_jobs(config, keeper)
    return 0


def run_jobs(config: Config, keeper: Keeper) -> None:
    """Run the jobs until the keeper stops the scheduler.

    A mail that is under way gets 15 seconds; after that its lease tells the next scheduler. A scan
    is given back at once.
    """
    database = open_database(config.database_url)
    clock = Clock.starting_on(config.today, config.timezone)
    keeper.scheduler = make_scheduler(database, make_transport(config), clock, config, keeper)
    logger.info("scheduler started")
    keeper.scheduler.start()
    if not keeper.wait_for_jobs():
        logger.warning("scheduler stopped while sending; the mail will be settled by its lease")
        os._exit(0)
    database.close()
    logger.info("scheduler stopped")
