"""The scheduler: its tick does the work, one at a time, and it ends when told or when it hangs."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.make import make_milestone, make_person, make_task
from tests.smtp_server import SILENCE, ScriptedServer
from tracker.clock import Clock, monotonic
from tracker.config import Config
from tracker.database import Database, open_database
from tracker.errors import Busy
from tracker.mail import Address, Email, FileTransport, Letterhead
from tracker.models import (
    Message,
    MessageState,
    Milestone,
    MilestoneKind,
    Person,
    Reminder,
    Role,
    Run,
    TaskState,
)
from tracker.outbox import enqueue
from tracker.reminders import BATCH, Policy
from tracker.scheduler import (
    LIMITS,
    PLANNING,
    RECOGNISING,
    SENDING,
    Keeper,
    make_scheduler,
    only_scheduler,
    plan,
    plan_office,
    tick,
)
from tracker.settings import ReminderRules, save_reminders

MORNING = datetime(2017, 8, 16, 2, 0, tzinfo=UTC)
POLICY = Policy(Letterhead("督查室", "ducha@office.example", "http://x.example", "Asia/Shanghai"))
# What one process runs; the settings come from its environment, shorter limits from the test.
PROGRAM = """
import logging, sys, threading
from tracker import scheduler
from tracker.config import Config
logging.basicConfig(level="INFO", stream=sys.stderr)
{changes}
sys.exit(scheduler.run(Config.from_environment()))
"""


def clock_at(moment: datetime) -> Clock:
    return Clock(shift=moment - datetime.now(UTC))


@pytest.fixture
def due(database: Database) -> Database:
    """A database with one task that asks for a reminder on 16 August 2017."""
    with database.write() as session:
        task = make_task(session, state=TaskState.active)
        make_person(session, department_id=task.assignments[0].department_id)
        make_milestone(session, task)
    return database


def test_a_tick_plans_queues_sends_and_notes_that_it_lives(due: Database, tmp_path: Path) -> None:
    transport = FileTransport(tmp_path / "outbox")
    assert tick(due, transport, clock_at(MORNING), POLICY) == 1
    assert tick(due, transport, clock_at(MORNING + timedelta(seconds=15)), POLICY) == 0
    [file] = (tmp_path / "outbox").iterdir()
    assert file.name.endswith("-2017-08-16.eml")
    with due.read() as session:
        assert session.exec(select(Message.state)).one() == MessageState.sent
        run = session.get_one(Run, "tick")
        assert run.through == date(2017, 8, 16)
        assert timedelta(seconds=14) < run.beat_at - MORNING < timedelta(minutes=1)


def test_a_tick_opens_the_next_period(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        task = make_task(session, deadline_normal="recurring:monthly", state=TaskState.active)
        task.assignments[0].signed_at = MORNING
        make_milestone(
            session,
            task,
            kind=MilestoneKind.recurring,
            normal="recurring:monthly",
            due_on=date(2017, 7, 31),
        )
    tick(database, FileTransport(tmp_path), clock_at(MORNING), POLICY)
    with database.read() as session:
        dates = [each.due_on for each in session.exec(select(Milestone)).all()]
    assert dates == [date(2017, 7, 31), date(2017, 8, 31)]


@pytest.mark.slow
def test_planning_goes_on_batch_by_batch_and_shows_life(due: Database) -> None:
    with due.write() as session:
        clerk = session.exec(select(Person).where(Person.account == "zhou")).one()
        for number in range(BATCH + 3):
            make_person(session, account=f"c{number}", department_id=clerk.department_id)
    signs: list[bool] = []
    assert plan(due, clock_at(MORNING), POLICY, lambda: signs.append(True)) == BATCH + 4
    assert len(signs) > (BATCH + 4) / 10
    assert plan(due, clock_at(MORNING), POLICY) == 0
    with due.read() as session:
        assert len(session.exec(select(Message)).all()) == BATCH + 4
        waiting = select(Reminder).where(col(Reminder.message_id).is_(None))
        assert session.exec(waiting).all() == []


@pytest.mark.slow
def test_two_schedulers_at_once_queue_each_digest_once(due: Database) -> None:
    with ThreadPoolExecutor(3) as pool:
        works = [pool.submit(plan, due, clock_at(MORNING), POLICY) for _each in range(3)]
    assert sum(each.result() for each in works) == 1
    with due.read() as session:
        assert len(session.exec(select(Message)).all()) == 1
        assert len(session.exec(select(Reminder)).all()) == 1


def test_a_task_in_an_odd_state_holds_up_no_reminder(due: Database, tmp_path: Path) -> None:
    with due.write() as session:
        # Under way though nobody signed: nothing our code makes, but a restored file may hold it.
        task = make_task(session, deadline_normal="recurring:monthly", state=TaskState.active)
        period = {"kind": MilestoneKind.recurring, "normal": "recurring:monthly"}
        make_milestone(session, task, due_on=date(2017, 7, 31), **period)
    assert tick(due, FileTransport(tmp_path), clock_at(MORNING), POLICY) == 1


# The keeper


@pytest.mark.parametrize("error", [Busy("locked"), RuntimeError("unforeseen")])
def test_a_job_that_fails_is_logged_and_does_not_stop_the_next(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise error

    keeper, done = Keeper(), list[bool]()
    keeper.work(PLANNING, fail)
    keeper.work(PLANNING, lambda: done.append(True))
    assert done == [True]
    assert len(caplog.records) == 1
    assert not keeper.busy


def test_a_job_hangs_when_it_shows_no_life_for_its_limit() -> None:
    keeper = Keeper()
    for name, limit in LIMITS.items():
        keeper.seen = {PLANNING: monotonic(), SENDING: monotonic()}
        assert keeper.hanging() is None
        keeper.seen[name] = monotonic() - limit - 1
        assert keeper.hanging() == name


def test_sending_may_take_longer_than_a_lease_and_planning_three_ticks() -> None:
    assert LIMITS == {PLANNING: 45.0, SENDING: 1200.0, RECOGNISING: 300.0}


def test_the_scheduler_keeps_nothing_and_skips_no_tick(due: Database, tmp_path: Path) -> None:
    keeper = Keeper()
    transport = FileTransport(tmp_path)
    config = Config.from_environment({"TRACKER_DATA_DIR": str(tmp_path)})
    scheduler = make_scheduler(due, transport, clock_at(MORNING), config, keeper)
    jobs = {each.id: each for each in scheduler.get_jobs()}
    assert set(jobs) == {PLANNING, SENDING, RECOGNISING}
    seconds = {name: each.trigger.interval.seconds for name, each in jobs.items()}
    assert seconds == {PLANNING: 15, SENDING: 15, RECOGNISING: 3}


def test_a_changed_setting_counts_from_the_next_tick(due: Database, tmp_path: Path) -> None:
    config = Config.from_environment({"TRACKER_DATA_DIR": str(tmp_path)})
    silent = ReminderRules(sends_digests=False)
    with due.write() as session:
        by = make_person(session, account="lin", role=Role.coordinator)
        save_reminders(session, silent, ReminderRules(), 0, by, MORNING)
    assert plan_office(due, clock_at(MORNING), config) == 0
    with due.write() as session:
        save_reminders(session, ReminderRules(), silent, 1, by, MORNING)
    assert plan_office(due, clock_at(MORNING), config) == 1


def test_on_a_server_any_number_of_schedulers_may_run() -> None:
    url = "postgresql+psycopg://office@host/tracker"
    with only_scheduler(url, Keeper()) as first, only_scheduler(url, Keeper()) as second:
        assert first
        assert second


# Real processes


@pytest.fixture
def office(migrated_file: Path, tmp_path: Path) -> Path:
    """A data folder with a migrated database."""
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copy(migrated_file, folder / "tracker.db")
    return folder


@contextlib.contextmanager
def process(office: Path, changes: str = "", **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run a scheduler as a process of its own, and end it whatever happens."""
    inherited = {name: value for name, value in os.environ.items() if name[:8] != "TRACKER_"}
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(changes=changes)],
        env={**inherited, "TRACKER_DATA_DIR": str(office), **settings},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.communicate(timeout=10)


def wait_for(started: subprocess.Popen[str], words: str) -> None:
    """Read the log until a line holds these words."""
    assert started.stderr is not None
    for line in started.stderr:
        if words in line:
            return
    pytest.fail(f"the process ended without saying {words!r}")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_scheduler_with_0(office: Path, number: signal.Signals) -> None:
    with process(office) as started:
        wait_for(started, "scheduler started")
        started.send_signal(number)
        assert started.wait(10) == 0


@pytest.mark.slow
def test_a_second_scheduler_waits_and_takes_over_when_the_first_is_killed(office: Path) -> None:
    with process(office) as first:
        wait_for(first, "scheduler started")
        with process(office) as second:
            wait_for(second, "another scheduler works on this database")
            first.kill()
            killed_at = monotonic()
            wait_for(second, "scheduler started")
            assert monotonic() - killed_at < 5
            second.terminate()
            assert second.wait(10) == 0


@pytest.mark.slow
def test_a_scheduler_that_waits_ends_with_0_too(office: Path) -> None:
    with process(office) as first:
        wait_for(first, "scheduler started")
        with process(office) as second:
            wait_for(second, "another scheduler works on this database")
            second.terminate()
            assert second.wait(10) == 0


@pytest.mark.slow
def test_a_job_that_hangs_ends_the_process_with_1(office: Path) -> None:
    changes = (
        "scheduler.LIMITS[scheduler.PLANNING] = 1.0\n"
        "scheduler.plan = lambda *_: threading.Event().wait()"
    )
    with process(office, changes) as started:
        wait_for(started, "planning hangs")
        assert started.wait(10) == 1


@pytest.mark.slow
def test_told_to_end_while_a_server_is_silent_it_ends_and_the_lease_tells_the_next(
    office: Path,
) -> None:
    database = open_database(f"sqlite:///{office}/tracker.db")
    with database.write() as session:
        recipient = Address("zhou@office.example")
        email = Email(Address("ducha@office.example"), recipient, "督办", "正文", "<p>正文</p>")
        enqueue(session, "digest:1:2017-08-16", email, None, MORNING)
    with ScriptedServer({"dot": SILENCE}) as server:
        settings = {"TRACKER_SMTP_URL": server.url, "TRACKER_MAIL_FROM": "ducha@office.example"}
        with process(office, "scheduler.GRACE = 0.5", **settings) as started:
            wait_for(started, "scheduler started")
            assert server.took.wait(10)
            started.terminate()
            assert started.wait(10) == 0
    with database.read() as session:
        message = session.exec(select(Message)).one()
    database.close()
    assert message.state is MessageState.sending
    assert message.lease_until is not None
    assert len(server.stored) == 1
