"""One document all the way: file, drafts, tasks, signatures, reports, reminders, numbers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.make import make_person
from tracker import dashboards, intake, reminders, reports, tasks
from tracker.clock import Workdays
from tracker.database import Database
from tracker.directory import all_departments
from tracker.mail import Letterhead
from tracker.models import Message, Milestone, MilestoneState, Person, Report, Role, Task, TaskState
from tracker.reminders import Policy
from tracker.storage import Storage

FILES = sorted((Path(__file__).parent / "documents" / "tianning").glob("*.[dt][ox][ct]*"))
WORKDAYS = Workdays()
LETTERHEAD = Letterhead("督查室", "tracker@example.invalid", "http://127.0.0.1", "Asia/Shanghai")
POLICY = Policy(LETTERHEAD, WORKDAYS)


def moment(month: int, day: int) -> datetime:
    return datetime(2017, month, day, 2, 0, tzinfo=UTC)


def take_in(database: Database, folder: Path, file: Path, by: Person) -> None:
    received = intake.read_file(Storage(folder), file.read_bytes(), file.name)
    with database.write() as session:
        document = intake.receive_document(session, received, by, moment(6, 5))
        drafts = intake.proposed_drafts(document)
        intake.accept_drafts(session, drafts, by, moment(6, 5), WORKDAYS, as_they_are=True)


def clerk_of(session: Session, name: str) -> Person:
    department = next(each for each in all_departments(session) if each.name == name)
    return make_person(
        session, account=f"clerk{department.id}", name="周联络", department_id=department.id
    )


def report_on(session: Session, milestone: Milestone, clerk: Person, day: datetime) -> int:
    values = reports.ReportValues("查处2起。", 100, f"key-{day}", asks_completion=True)
    return reports.submit_report(session, milestone, values, [], clerk, day, WORKDAYS).id


def state_of(task: Task) -> TaskState:
    return task.state


def due_on(session: Session, day: date) -> set[str | None]:
    due = reminders.reminders_for(session, POLICY, day)
    return {each.situation.task_no for each in due if each.rule != "issued"}


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_walk(database: Database, tmp_path: Path, file: Path) -> None:
    with database.write() as session:
        lin = make_person(session, account="lin", name="林督查", role=Role.coordinator)
    take_in(database, tmp_path, file, lin)

    with database.write() as session:
        every = session.exec(select(Task)).all()
        assert [task.no for task in every] == [str(number) for number in range(1, 14)]
        assert due_on(session, date(2017, 8, 1)) == {"2", "7", "10"}
        clerk = clerk_of(session, "教育文体局")
        task = next(each for each in every if each.no == "7")
        tasks.sign(session, task.assignments[0], clerk, moment(6, 6))
        assert state_of(task) is TaskState.active
        [milestone] = task.milestones
        first = report_on(session, milestone, clerk, moment(7, 25))
        assert state_of(task) is TaskState.submitted

        report = session.get_one(Report, first)
        reports.return_report(session, report, "请写明数字。", LETTERHEAD, lin, moment(7, 26))
        assert state_of(task) is TaskState.active
        assert [mail.person_id for mail in session.exec(select(Message)).all()] == [clerk.id]

        assert reminders.queue_reminders(session, POLICY, moment(8, 1)) == 2
        assert reminders.queue_reminders(session, POLICY, moment(8, 1)) == 0
        second = report_on(session, milestone, clerk, moment(8, 10))
        report = session.get_one(Report, second)
        reports.accept_report(session, report, "", lin, moment(8, 11), WORKDAYS)
        assert (milestone.state, task.state) == (MilestoneState.closed, TaskState.completed)
        assert due_on(session, date(2017, 8, 16)) >= {"2", "10"}

    with database.read() as session:
        figures = dashboards.overview(session, lin, date(2017, 8, 16)).figures
        counted = (
            figures.overdue.number,
            figures.near.number,
            figures.on_time.number,
            figures.completed.number,
        )
        assert figures.total.number == sum(counted) == 13
        assert figures.completed.number == 1


def test_there_is_a_file_of_every_format_to_walk_with() -> None:
    assert {file.suffix for file in FILES} >= {".txt", ".docx"}
