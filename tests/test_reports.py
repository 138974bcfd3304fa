"""Reports: who may report what, and what becomes of the milestone."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.make import make_milestone, make_person, make_task
from tracker import reports, tasks
from tracker.clock import Workdays
from tracker.database import Database
from tracker.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tracker.mail import Letterhead
from tracker.models import (
    Event,
    Evidence,
    Message,
    Milestone,
    MilestoneState,
    Person,
    Report,
    ReportState,
    Role,
    Task,
    TaskState,
)
from tracker.reports import KeptFile, ReportValues, keep_file
from tracker.storage import Storage

WORKDAYS = Workdays()
TODAY = date(2017, 8, 16)
LETTERHEAD = Letterhead("督查室", "du@example.invalid", "http://127.0.0.1:8017", "Asia/Shanghai")


@dataclass
class Situation:
    """教育文体局 sums up, 编办 leads beside it, 人社局 cooperates; all have signed."""

    session: Session
    now: datetime
    task: Task
    milestone: Milestone
    clerks: dict[str, Person]
    lin: Person

    def report(
        self, by: str = "教育文体局", files: tuple[KeptFile, ...] = (), **changes: Any
    ) -> Report:
        values: dict[str, Any] = {
            "progress": "已会签5家。",
            "percent": 55,
            "form_key": f"form {len(self.session.exec(select(Report)).all())}",
        }
        given = ReportValues(**{**values, **changes})
        clerk = self.clerks[by]
        return reports.submit_report(
            self.session, self.milestone, given, files, clerk, self.now, WORKDAYS
        )

    def accept(self, report: Report, by: Person | None = None) -> None:
        reports.accept_report(self.session, report, "同意", by or self.lin, self.now, WORKDAYS)

    def send_back(self, report: Report, reason: str, by: Person | None = None) -> None:
        by = by or self.lin
        reports.return_report(self.session, report, reason, LETTERHEAD, by, self.now)


@pytest.fixture
def office(session: Session, lin: Person, now: datetime) -> Situation:
    task = make_task(session, ("教育文体局", "编办"), ("人社局",))
    milestone = make_milestone(session, task)
    clerks = {
        each.name_as_written: make_person(
            session, account=f"c{each.position}", department_id=each.department_id
        )
        for each in task.assignments
    }
    for each in task.assignments:
        tasks.sign(session, each, clerks[each.name_as_written], now)
    return Situation(session, now, task, milestone, clerks, lin)


def test_report_is_kept_as_it_was_given(office: Situation) -> None:
    report = office.report(problem="待会签。", next_step="8月25日前开会。")
    assert (report.progress, report.problem, report.next_step, report.percent) == (
        "已会签5家。",
        "待会签。",
        "8月25日前开会。",
        55,
    )
    assert (report.state, report.created_at) == (ReportState.noted, office.now)
    clerk = office.clerks["教育文体局"]
    assert (report.person_id, report.department_id) == (clerk.id, clerk.department_id)


def test_report_on_progress_leaves_the_milestone_open(office: Situation) -> None:
    office.report()
    assert (office.milestone.state, office.task.state) == ("open", "active")


def test_report_of_the_department_that_sums_up_counts(office: Situation) -> None:
    office.report(percent=55)
    assert office.milestone.percent == 55


def test_report_of_another_lead_is_kept_but_does_not_count(office: Situation) -> None:
    office.report(by="编办", percent=90)
    assert office.milestone.percent == 0


def test_report_is_written_down(office: Situation) -> None:
    report = office.report(percent=55)
    line = office.session.exec(select(Event).where(Event.report_id == report.id)).one()
    assert (line.action, line.change, line.task_id, line.milestone_id) == (
        "report.submitted",
        {"percent": [0, 55]},
        office.task.id,
        office.milestone.id,
    )


def test_asking_for_completion_puts_milestone_and_task_to_review(office: Situation) -> None:
    report = office.report(asks_completion=True, percent=100)
    assert report.state is ReportState.submitted
    assert (office.milestone.state, office.milestone.submitted_on) == ("submitted", TODAY)
    assert office.task.state is TaskState.submitted


def test_day_of_the_request_is_the_local_day(office: Situation) -> None:
    office.now = datetime.fromisoformat("2017-08-31T23:59:00+08:00")
    office.report(asks_completion=True)
    assert office.milestone.submitted_on == date(2017, 8, 31)


def test_accepting_closes_the_milestone_and_the_task(office: Situation) -> None:
    report = office.report(asks_completion=True)
    office.accept(report)
    assert (report.state, report.review_text, report.reviewed_at, report.reviewed_by_id) == (
        "accepted",
        "同意",
        office.now,
        office.lin.id,
    )
    assert (office.milestone.state, office.milestone.closed_on) == ("closed", TODAY)
    assert office.task.state is TaskState.completed


def test_returning_opens_the_milestone_again_and_says_why(office: Situation) -> None:
    report = office.report(asks_completion=True)
    office.send_back(report, "  请写明会签了哪几家。\n")
    assert (report.state, report.review_text) == ("returned", "请写明会签了哪几家。")
    assert (office.milestone.state, office.milestone.submitted_on) == ("open", None)
    assert office.task.state is TaskState.active


def test_returning_sends_one_mail_at_once(office: Situation) -> None:
    office.send_back(office.report(asks_completion=True), "请写明会签了哪几家。")
    message = office.session.exec(select(Message)).one()
    assert message.recipient == office.clerks["教育文体局"].email
    assert "请写明会签了哪几家。" in message.text


def test_department_reports_again_after_a_return(office: Situation) -> None:
    office.send_back(office.report(asks_completion=True), "请写明会签了哪几家。")
    office.accept(office.report(asks_completion=True))
    assert office.task.state is TaskState.completed


@pytest.mark.parametrize("reason", ["", "  ", "\n\u3000"])
def test_return_needs_its_reason(office: Situation, reason: str) -> None:
    report = office.report(asks_completion=True)
    with pytest.raises(InvalidInput) as refusal:
        office.send_back(report, reason)
    assert (refusal.value.field, report.state) == ("text", ReportState.submitted)


def test_report_is_reviewed_once(office: Situation) -> None:
    report = office.report(asks_completion=True)
    office.accept(report)
    with pytest.raises(Conflict):
        office.accept(report)
    with pytest.raises(Conflict):
        office.send_back(report, "不清楚。")


def test_report_that_asks_nothing_is_not_reviewed(office: Situation) -> None:
    report = office.report()
    with pytest.raises(Conflict):
        office.accept(report)
    with pytest.raises(Conflict):
        office.send_back(report, "不清楚。")


def test_of_two_reviewers_one_succeeds(database: Database, now: datetime) -> None:
    with database.write() as session:
        lin = make_person(session, account="lin", role=Role.coordinator)
        task = make_task(session)
        milestone = make_milestone(session, task)
        clerk = make_person(session, department_id=task.assignments[0].department_id)
        tasks.sign(session, task.assignments[0], clerk, now)
        values = ReportValues("已会签5家。", 100, "form", asks_completion=True)
        made = reports.submit_report(session, milestone, values, [], clerk, now, WORKDAYS)
    with database.read() as reading:
        stale = reading.get_one(Report, made.id)
    with database.write() as session:
        fresh = session.get_one(Report, made.id)
        reports.return_report(session, fresh, "不清楚。", LETTERHEAD, lin, now)
    with database.write() as session:
        session.add(stale)
        with pytest.raises(Conflict):
            reports.accept_report(session, stale, "", lin, now, WORKDAYS)
    with database.read() as reading:
        assert reading.get_one(Milestone, milestone.id).state is MilestoneState.open


def test_clerk_reviews_nothing(office: Situation) -> None:
    report = office.report(asks_completion=True)
    with pytest.raises(NotAllowed):
        office.accept(report, office.clerks["教育文体局"])
    with pytest.raises(NotAllowed):
        office.send_back(report, "不清楚。", office.clerks["教育文体局"])


def test_coordinator_reports_nothing(office: Situation) -> None:
    office.clerks["林"] = office.lin
    with pytest.raises(NotAllowed):
        office.report(by="林")


def test_task_of_another_department_does_not_exist(office: Situation, wu: Person) -> None:
    office.clerks["民政局"] = wu
    with pytest.raises(NotFound):
        office.report(by="民政局")


def test_cooperating_department_is_not_called_to_report(office: Situation) -> None:
    with pytest.raises(NotFound):
        office.report(by="人社局")


def test_department_signs_before_it_reports(office: Situation) -> None:
    office.task.assignments[0].signed_at = None
    office.session.flush()
    with pytest.raises(InvalidInput):
        office.report()


def test_only_the_department_that_sums_up_asks_for_completion(office: Situation) -> None:
    with pytest.raises(InvalidInput) as refusal:
        office.report(by="编办", asks_completion=True)
    assert refusal.value.field == "asks_completion"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"progress": " \n"}, "progress"),
        ({"progress": "好" * 5001}, "progress"),
        ({"percent": -1}, "percent"),
        ({"percent": 101}, "percent"),
        ({"files": (KeptFile("a.txt", "a" * 64, 1),) * 11}, "evidence"),
    ],
)
def test_value_that_cannot_be_is_refused_at_its_field(
    office: Situation, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        office.report(**changes)
    assert refusal.value.field == field
    assert office.session.exec(select(Report)).all() == []


@pytest.mark.parametrize("state", [MilestoneState.closed, MilestoneState.missed])
def test_milestone_that_ended_takes_no_report(office: Situation, state: MilestoneState) -> None:
    office.milestone.state = state
    with pytest.raises(Conflict):
        office.report()


@pytest.mark.parametrize(
    "state", [TaskState.suspended, TaskState.cancelled, TaskState.completed, TaskState.struck_off]
)
def test_task_not_under_way_takes_no_report(office: Situation, state: TaskState) -> None:
    office.task.state = state
    with pytest.raises(Conflict):
        office.report()


def test_milestone_under_review_takes_no_report(office: Situation) -> None:
    office.report(asks_completion=True)
    with pytest.raises(Conflict):
        office.report(by="编办")


def test_same_form_sent_twice_is_one_report(office: Situation) -> None:
    first = office.report(form_key="k", asks_completion=True)
    assert office.report(form_key="k", asks_completion=True) is first
    assert len(office.session.exec(select(Report)).all()) == 1


def test_same_key_in_the_form_of_another_person_is_another_report(office: Situation) -> None:
    assert office.report(form_key="k") is not office.report(by="编办", form_key="k")


def test_form_sent_again_by_somebody_without_the_right_shows_nothing(
    office: Situation, wu: Person
) -> None:
    office.report(form_key="k")
    office.clerks["民政局"] = wu
    with pytest.raises(NotFound):
        office.report(by="民政局", form_key="k")


def test_evidence_stands_beside_its_report(office: Situation, tmp_path: Path) -> None:
    storage = Storage(tmp_path / "uploads")
    files = (keep_file(storage, "照片.png", b"1"), keep_file(storage, "C:\\台账.xlsx", b"22"))
    report = office.report(files=files)
    rows = office.session.exec(select(Evidence).order_by(Evidence.filename)).all()
    assert [(row.report_id, row.filename, row.size) for row in rows] == [
        (report.id, "台账.xlsx", 2),
        (report.id, "照片.png", 1),
    ]
    assert [storage.read(row.sha256) for row in rows] == [b"22", b"1"]


def test_form_sent_twice_keeps_its_evidence_once(office: Situation) -> None:
    files = (KeptFile("a.txt", "a" * 64, 1),)
    office.report(form_key="k", files=files)
    office.report(form_key="k", files=files)
    assert len(office.session.exec(select(Evidence)).all()) == 1


def test_empty_file_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="空白") as refusal:
        keep_file(Storage(tmp_path), "空白.docx", b"")
    assert refusal.value.field == "evidence"
    assert list(tmp_path.iterdir()) == []


def test_report_moves_the_day_of_lagging(office: Situation) -> None:
    office.report(percent=60)
    assert office.milestone.lagging_from == date(2017, 8, 14)
