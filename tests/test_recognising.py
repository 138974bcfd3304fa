"""Scans are read in the background: claimed once, page by page, taken over when a worker dies."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.conftest import NOW
from tests.make import make_person
from tracker import confined, intake
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database, open_database
from tracker.errors import Conflict, DamagedFile, NotNow, UnknownFormat
from tracker.intake import recognising
from tracker.intake.holders import began_at, is_gone, this_process, this_world
from tracker.mail import FileTransport
from tracker.models import Document, Draft, Event, Job, JobState, Person, Role, Run, ScannedPage
from tracker.reading import plain_text, scans
from tracker.scheduler import RECOGNISING, Keeper, make_scheduler
from tracker.storage import Storage

HEADER = "序号\t重点任务\t主要内容\t完成时间\t责任部门\n"
FIRST = "1\t修编规划\t报市教育局。\t2017年8月\t市规划局\n2\t补充教师\t招聘到位。\t长期\t市编办\n"
SECOND = "3\t保障安全\t完善责任。\t长期\t市教育局\n4\t规范市场\t整治。\t长期\t市监局\n"
PNG = b"\x89PNG\r\n\x1a\n"
PAGES = (f"重点任务分解表\n{HEADER}{FIRST}", f"{HEADER}{SECOND}", "附则\n")


@pytest.fixture
def clock() -> Clock:
    return Clock(shift=NOW - datetime.now(UTC))


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    folder = tmp_path / "uploads"
    folder.mkdir()
    return Storage(folder)


@pytest.fixture
def by(database: Database) -> Person:
    with database.write() as session:
        return make_person(session, account="lin", name="林督查", role=Role.coordinator)


@pytest.fixture
def job(database: Database, storage: Storage, by: Person) -> int:
    return queue(database, storage, by, b"scan")


def queue(database: Database, storage: Storage, by: Person, data: bytes) -> int:
    scan = intake.keep_scan(storage, PNG + data, "扫描件.png")
    with database.write() as session:
        return intake.queue_job(session, scan, by, NOW).id


class Reader:
    """Stands in for the child process: three pages of text, each noted; `before` may interfere."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.before: Callable[[int], None] = lambda _number: None

    def __call__(
        self,
        _data: bytes,
        _media_type: str,
        number: int,
        may_go_on: Callable[[], bool] = confined.always,
    ) -> scans.ReadPage:
        self.before(number)
        if not may_go_on():
            raise Conflict("stopped")
        self.read.append(number)
        content = plain_text.read(PAGES[number - 1].encode())
        return scans.ReadPage(number, content.blocks, 100, 140, b"picture %d" % number)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Recognition takes ten seconds a page; what is tested here is everything around it."""
    stand_in = Reader()
    monkeypatch.setattr(confined, "read_page", stand_in)
    monkeypatch.setattr(confined, "picture_pages", lambda _data, _kind: (1, 2, 3))
    monkeypatch.setattr(recognising, "LOOK_EVERY", 0.0)
    return stand_in


def found(database: Database, job_id: int) -> Job:
    with database.read() as session:
        return session.get_one(Job, job_id)


def actions(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(Event.action).order_by("id")).all())


def work(database: Database, storage: Storage, clock: Clock) -> int:
    return intake.work_jobs(database, storage, clock)


@pytest.mark.slow
@pytest.mark.usefixtures("reader")
def test_a_scan_becomes_a_document_with_its_drafts_and_pages(
    database: Database, storage: Storage, clock: Clock, job: int
) -> None:
    assert work(database, storage, clock) == 1
    with database.read() as session:
        done = session.get_one(Job, job)
        assert (done.state, done.pages_done, done.pages_total) == (JobState.done, 3, 3)
        document = session.exec(select(Document)).one()
        assert done.document_id == document.id
        assert [page.number for page in done.pages] == [1, 2, 3]
        assert storage.read(done.pages[1].sha256) == b"picture 2"
        assert session.exec(select(Draft.title).order_by("position")).all() == [
            "修编规划",
            "补充教师",
            "保障安全",
            "规范市场",
        ]
        assert intake.job_of(session, document) == done
    assert actions(database) == ["job.queued", "document.received", "job.done"]
    assert work(database, storage, clock) == 0


def test_of_two_workers_one_gets_the_job(
    database: Database, storage: Storage, clock: Clock, job: int
) -> None:
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(intake.claim_next, database, storage, clock) for _each in range(2)]
    assert [each.result() is None for each in tries].count(False) == 1
    assert found(database, job).attempts == 1


def test_a_job_whose_worker_died_is_taken_over_and_goes_on_where_it_stopped(
    database: Database, storage: Storage, clock: Clock, job: int, reader: Reader
) -> None:
    dead = intake.claim_next(database, storage, clock)
    assert dead is not None
    dead.change(pages_total=3)
    page = reader(b"", "", 1)
    recognising.keep_page(dead, page)
    assert work(database, storage, clock) == 0, "its lease holds"
    later = clock_later(clock, recognising.LEASE + timedelta(seconds=1))
    reader.before = lambda number: stop_at(number, 3)
    with pytest.raises(RuntimeError):
        work(database, storage, later)
    assert reader.read == [1, 2]
    assert found(database, job).pages_done == 2
    assert not dead.is_ours()
    with pytest.raises(Conflict):
        recognising.keep_page(dead, page)


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """Return another process of this machine that can be killed."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as running:
        yield running
        running.kill()


def held_by(database: Database, job_id: int, holder: str) -> None:
    """Say that another process works on the job."""
    with database.write() as session:
        session.get_one(Job, job_id).holder = holder


def test_a_job_is_taken_over_at_once_where_its_process_is_known_to_have_ended(
    database: Database,
    storage: Storage,
    clock: Clock,
    job: int,
    process: subprocess.Popen[bytes],
) -> None:
    first = intake.claim_next(database, storage, clock)
    assert first is not None
    assert found(database, job).holder == this_process()
    assert intake.claim_next(database, storage, clock) is None, "we are alive ourselves"
    world, began = this_world(), began_at(process.pid)
    held_by(database, job, f"{world} {process.pid} {began}")
    assert intake.claim_next(database, storage, clock) is None, "a second scheduler is alive"
    process.kill()
    process.wait()
    for elsewhere in ("", f"another boot {process.pid} {began}"):
        held_by(database, job, elsewhere)
        assert intake.claim_next(database, storage, clock) is None, "nobody knows"
    held_by(database, job, f"{world} {process.pid} {began}")
    second = intake.claim_next(database, storage, clock)
    assert second is not None
    assert found(database, job).attempts == 2
    with pytest.raises(Conflict):
        first.change(pages_total=3)


def test_a_number_given_to_another_process_and_a_zombie_are_no_sign_of_life(
    process: subprocess.Popen[bytes],
) -> None:
    holder = f"{this_world()} {process.pid} {began_at(process.pid)}"
    assert not is_gone(holder)
    assert is_gone(f"{this_world()} {process.pid} 1")
    os.kill(process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_gone(holder), "killed, though nobody has asked for its end yet"


SCHEDULER = """
import sys, time
from tracker import confined, scheduler
from tracker.config import Config
confined.picture_pages = lambda _data, _kind: (1, 2)
def read_page(*_asked):
    print("reading", flush=True)
    time.sleep(60)
confined.read_page = read_page
sys.exit(scheduler.run(Config.from_environment()))
"""


@pytest.mark.slow
def test_a_killed_scheduler_s_job_goes_on_with_the_next_one(
    migrated_file: Path, tmp_path: Path
) -> None:
    database_file = tmp_path / "tracker.db"
    shutil.copy(migrated_file, database_file)
    database = open_database(f"sqlite:///{database_file}")
    folder = tmp_path / "uploads"
    folder.mkdir()
    with database.write() as session:
        by = make_person(session, account="lin", name="林督查", role=Role.coordinator)
    job_id = queue(database, Storage(folder), by, b"scan")
    for attempt in (1, 2):
        with running_scheduler(tmp_path) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "reading\n"
            assert found(database, job_id).attempts == attempt
            assert found(database, job_id).holder.split()[-2] == str(process.pid)
            process.kill()
    database.close()


@contextmanager
def running_scheduler(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a scheduler on the data folder in a process of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(confined.HOME)),
        "TRACKER_DATA_DIR": str(folder),
    }
    with subprocess.Popen(
        [sys.executable, "-c", SCHEDULER], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def clock_later(clock: Clock, by: timedelta) -> Clock:
    return Clock(shift=clock.now() - datetime.now(UTC) + by)


def stop_at(number: int, last: int) -> None:
    if number == last:
        raise RuntimeError("the machine fell over")


def test_a_job_that_broke_off_three_times_is_failed_and_can_be_tried_again(
    database: Database, storage: Storage, clock: Clock, job: int, reader: Reader, by: Person
) -> None:
    reader.before = lambda number: stop_at(number, 1)
    for _attempt in range(3):
        with pytest.raises(RuntimeError):
            work(database, storage, clock)
        clock = clock_later(clock, recognising.LEASE + timedelta(seconds=1))
    assert work(database, storage, clock) == 0
    failed = found(database, job)
    assert (failed.state, failed.attempts) == (JobState.failed, 3)
    assert failed.reason
    with database.write() as session:
        intake.retry_job(session, session.get_one(Job, job), by, NOW)
    assert found(database, job).state == JobState.queued
    assert actions(database) == ["job.queued", "job.failed", "job.retried"]


def test_a_refused_file_fails_at_once_with_its_sentence(
    database: Database, storage: Storage, clock: Clock, job: int, reader: Reader
) -> None:
    def refuse(_number: int) -> None:
        raise DamagedFile("The image is damaged.")

    reader.before = refuse
    assert work(database, storage, clock) == 0
    failed = found(database, job)
    assert (failed.state, failed.reason) == (JobState.failed, "The image is damaged.")
    assert failed.attempts == 1


@pytest.mark.slow
def test_a_page_that_is_refused_is_named_and_the_others_are_kept(
    database: Database, storage: Storage, clock: Clock, job: int, reader: Reader
) -> None:
    def refuse(number: int) -> None:
        if number == 3:
            raise DamagedFile("The image is damaged.")

    reader.before = refuse
    assert work(database, storage, clock) == 1
    assert found(database, job).state is JobState.done
    with database.read() as session:
        document = session.exec(select(Document)).one()
        assert len(document.drafts) == 4
        assert "第 3 页没有读取：The image is damaged." in document.remarks


@pytest.mark.slow
def test_a_scan_taken_in_for_another_document_becomes_an_edition_of_it(
    database: Database, storage: Storage, clock: Clock, reader: Reader, by: Person
) -> None:
    queue(database, storage, by, b"first edition")
    assert work(database, storage, clock) == 1
    with database.write() as session:
        base = session.exec(select(Document)).one()
        scan = intake.keep_scan(storage, PNG + b"second edition", "修订.png")
        intake.queue_job(session, scan, by, NOW, base)
    assert work(database, storage, clock) == 1
    assert reader.read == [1, 2, 3] * 2
    with database.read() as session:
        edition = session.exec(select(Document).where(Document.id != base.id)).one()
        assert edition.amends_id == base.id
        assert edition.awaits_comparison
    assert actions(database)[-3:] == ["document.received", "job.done", "document.edition"]


@pytest.mark.slow
def test_an_edition_of_a_document_that_was_withdrawn_meanwhile_is_one_of_its_own(
    database: Database, storage: Storage, clock: Clock, by: Person, reader: Reader
) -> None:
    queue(database, storage, by, b"first edition")
    assert work(database, storage, clock) == 1
    with database.write() as session:
        base = session.exec(select(Document)).one()
        scan = intake.keep_scan(storage, PNG + b"second edition", "修订.png")
        job_id = intake.queue_job(session, scan, by, NOW, base).id
        intake.withdraw_import(session, base, by, NOW)
    assert work(database, storage, clock) == 1
    assert found(database, job_id).state is JobState.done
    with database.read() as session:
        edition = session.exec(select(Document).where(Document.id != base.id)).one()
        assert edition.amends_id is None
    assert reader.read == [1, 2, 3] * 2


def test_cancelling_stops_the_worker_and_keeps_nothing_but_the_pages_read(
    database: Database, storage: Storage, clock: Clock, job: int, reader: Reader, by: Person
) -> None:
    def cancel(number: int) -> None:
        if number == 2:
            with database.write() as session:
                intake.cancel_job(session, session.get_one(Job, job), by, NOW)

    reader.before = cancel
    assert work(database, storage, clock) == 0
    assert reader.read == [1]
    assert found(database, job).state == JobState.cancelled
    with database.read() as session:
        assert session.exec(select(Document)).first() is None
        assert len(session.exec(select(ScannedPage)).all()) == 1
    assert actions(database) == ["job.queued", "job.cancelled"]
    with database.write() as session, pytest.raises(NotNow):
        intake.cancel_job(session, session.get_one(Job, job), by, NOW)


def test_a_scheduler_that_ends_gives_the_job_back_without_counting_the_attempt(
    database: Database, storage: Storage, clock: Clock, job: int, reader: Reader
) -> None:
    keeper = Keeper()
    reader.before = lambda number: keeper.stop(15, None) if number == 2 else None

    def may_go_on() -> bool:
        return keeper.may_go_on(RECOGNISING)

    assert intake.work_jobs(database, storage, clock, may_go_on) == 0
    given_back = found(database, job)
    assert (given_back.state, given_back.attempts) == (JobState.queued, 0)
    assert given_back.pages_done == 1


def test_the_same_scan_is_queued_once(
    database: Database, storage: Storage, job: int, by: Person
) -> None:
    assert queue(database, storage, by, b"scan") == job
    assert queue(database, storage, by, b"another") != job


def test_a_scan_is_refused_where_nothing_can_read_it(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "PACKAGES", ("no_such_package_anywhere",))
    with pytest.raises(UnknownFormat, match=r"\[ocr\]"):
        intake.keep_scan(storage, b"scan", "扫描件.png")


@pytest.mark.slow
def test_mails_and_reminders_go_on_while_a_scan_is_read(
    database: Database, clock: Clock, job: int, reader: Reader, tmp_path: Path
) -> None:
    is_reading, may_end = threading.Event(), threading.Event()

    def hold(_number: int) -> None:
        is_reading.set()
        may_end.wait(10)

    reader.before = hold
    config = Config.from_environment({"TRACKER_DATA_DIR": str(tmp_path)})
    keeper = Keeper()
    keeper.scheduler = make_scheduler(
        database, FileTransport(tmp_path / "outbox"), clock, config, keeper
    )
    thread = threading.Thread(target=keeper.scheduler.start)
    thread.start()
    try:
        assert is_reading.wait(10)
        assert beats_again(database), "planning went on while the page was read"
    finally:
        keeper.is_stopping = True
        may_end.set()
        keeper.scheduler.shutdown(wait=True)
        thread.join(10)
    assert found(database, job).state in {JobState.queued, JobState.done}


def beats_again(database: Database) -> bool:
    for _attempt in range(100):
        with database.read() as session:
            if session.get(Run, "tick") is not None:
                return True
        time.sleep(0.05)
    return False
