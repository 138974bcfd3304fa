"""Reminders: who is due which on a day, and one digest a person for them."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.make import make_department, make_milestone, make_person, make_task
from tracker import intake
from tracker.clock import Workdays
from tracker.config import Config, shipped
from tracker.database import Database
from tracker.mail import Letterhead
from tracker.models import (
    AssignmentRole,
    Message,
    MessageState,
    MilestoneKind,
    MilestoneState,
    Person,
    Reminder,
    ReminderRule,
    Report,
    ReportState,
    Role,
    Run,
    TaskState,
)
from tracker.reminders import (
    DueReminder,
    Policy,
    Situation,
    digest_preview,
    due_reminders,
    queue_reminders,
    reminders_for,
    to_json,
)
from tracker.reminders.values import Clerk, Party
from tracker.storage import Storage
from tracker.tasks import Standing

WORKDAYS = Workdays()
POLICY = Policy(
    Letterhead("督查室", "ducha@office.example", "http://ledger.example", "Asia/Shanghai"), WORKDAYS
)
ZHOU = Clerk(1, "周联络")
MONDAY = date(2017, 8, 21)


def make_party(**changes: Any) -> Party:
    values: dict[str, Any] = {
        "department_id": 1,
        "name": "教育文体局",
        "role": AssignmentRole.lead,
        "reports_for_all": True,
        "is_signed": True,
        "clerks": (ZHOU,),
    }
    return Party(**{**values, **changes})


def make_situation(**changes: Any) -> Situation:
    values: dict[str, Any] = {
        "milestone_id": 1,
        "task_id": 10,
        "task_no": "10",
        "title": "规范教育培训市场",
        "deadline_text": "2017年8月",
        "deadline_normal": "month:2017-08",
        "deadline_version": 1,
        "issued_on": date(2017, 6, 5),
        "kind": MilestoneKind.deadline,
        "state": MilestoneState.open,
        "normal": "month:2017-08",
        "label": "",
        "due_on": date(2017, 8, 31),
        "opened_on": date(2017, 6, 5),
        "submitted_on": None,
        "standing": Standing.on_time,
        "is_first": True,
        "parties": (make_party(),),
    }
    return Situation(**{**values, **changes})


def days(start: date, end: date) -> Iterable[date]:
    return (start + timedelta(days=number) for number in range((end - start).days + 1))


def all_due(situation: Situation, start: date, end: date) -> list[tuple[str, int, date]]:
    """Every reminder about a situation in a stretch of days."""
    return [
        (each.rule.value, each.offset, each.on)
        for day in days(start, end)
        for each in due_reminders([situation], POLICY, day)
    ]


# Before the deadline


@pytest.mark.parametrize(
    ("normal", "due_on", "expected"),
    [
        ("date:2021-12-31", date(2021, 12, 31), [7, 3, 1]),
        ("tenday:2017-09-early", date(2017, 9, 10), [7, 3, 1]),
        ("month:2017-08", date(2017, 8, 31), [30, 15, 5, 1]),
        ("quarter:2017-Q3", date(2017, 9, 30), [45, 15, 5, 1]),
        ("half:2018-H1", date(2018, 6, 30), [60, 30, 15, 5]),
        ("year:2020", date(2020, 12, 31), [180, 90, 30, 15, 5]),
        ("range:2016/2020", date(2020, 12, 31), [180, 90, 30, 15, 5]),
        ("event:+10wd@会后", date(2017, 8, 31), [7, 3, 1]),
        ("immediate", date(2017, 8, 31), [7, 3, 1]),
        ("recurring:daily", date(2017, 8, 31), []),
        ("recurring:weekly", date(2017, 8, 27), []),
        ("recurring:monthly", date(2017, 8, 31), [15, 5, 1]),
        ("recurring:monthly-28", date(2017, 9, 28), [7, 3, 1]),
        ("recurring:quarterly", date(2017, 9, 30), [45, 15, 5, 1]),
        ("recurring:half-yearly", date(2017, 12, 31), [60, 30, 15, 5]),
        ("recurring:termly", date(2018, 1, 31), [60, 30, 15, 5]),
        ("recurring:yearly", date(2017, 12, 31), [180, 90, 30, 15, 5]),
        ("recurring:yearly-09", date(2017, 9, 30), [30, 15, 5, 1]),
        ("recurring:yearly-Q3", date(2017, 9, 30), [45, 15, 5, 1]),
        ("recurring:yearly-09-15", date(2017, 9, 15), [7, 3, 1]),
    ],
)
def test_lead_days_by_how_exactly_the_time_is_named(
    normal: str, due_on: date, expected: list[int]
) -> None:
    situation = make_situation(normal=normal, due_on=due_on)
    due = all_due(situation, due_on - timedelta(days=200), due_on)
    assert [offset for rule, offset, _on in due if rule == "lead"] == expected
    for _rule, offset, on in due:
        assert on == WORKDAYS.previous_workday(due_on - timedelta(days=offset))


def test_check_points_count_as_quarters() -> None:
    situation = make_situation(
        kind=MilestoneKind.checkpoint, normal="ongoing", due_on=date(2017, 9, 30)
    )
    due = all_due(situation, date(2017, 6, 1), date(2017, 9, 30))
    assert [offset for _rule, offset, _on in due] == [45, 15, 5, 1]


def test_a_lead_day_on_a_rest_day_comes_on_the_working_day_before() -> None:
    # 30 days before 2017-09-25 is Saturday, 26 August.
    situation = make_situation(due_on=date(2017, 9, 25), normal="month:2017-09")
    assert ("lead", 30, date(2017, 8, 25)) in all_due(situation, MONDAY, date(2017, 8, 28))
    [reminder] = due_reminders([situation], POLICY, date(2017, 8, 25))
    assert reminder.why == "距完成时限2017年9月25日还有31天"


def test_lead_days_that_meet_before_a_long_holiday_come_once_with_the_shortest() -> None:
    # The holiday of 2017 ran from 1 to 8 October.
    situation = make_situation(due_on=date(2017, 10, 8), normal="date:2017-10-08")
    due = all_due(situation, date(2017, 9, 25), date(2017, 10, 8))
    assert due == [("lead", 1, date(2017, 9, 30))]


def test_nothing_is_due_on_a_rest_day() -> None:
    saturday = date(2017, 8, 26)
    assert due_reminders([make_situation(due_on=date(2017, 9, 25))], POLICY, saturday) == []


# After the deadline


def test_overdue_reminders_come_on_working_days_1_3_8_13() -> None:
    situation = make_situation(due_on=date(2017, 5, 31))
    due = all_due(situation, date(2017, 6, 1), date(2017, 7, 5))
    assert [(rule, offset) for rule, offset, _on in due] == [
        ("overdue", number) for number in (1, 3, 8, 13, 18, 23)
    ]
    assert due[0][2] == date(2017, 6, 1)
    for _rule, offset, on in due:
        assert WORKDAYS.workdays_between(date(2017, 5, 31), on) == offset


def test_why_says_how_late_it_is() -> None:
    [reminder] = due_reminders([make_situation(due_on=date(2017, 5, 31))], POLICY, date(2017, 6, 5))
    assert reminder.why == "完成时限2017年5月31日已过，逾期5天（第3个工作日）"


def test_a_check_point_that_passed_lags_and_is_never_called_overdue() -> None:
    situation = make_situation(
        kind=MilestoneKind.checkpoint, normal="ongoing", due_on=date(2017, 6, 30)
    )
    [reminder] = due_reminders([situation], POLICY, date(2017, 7, 3))
    assert reminder.rule is ReminderRule.overdue
    assert reminder.why == "检查节点2017年6月30日已过，滞后3天（第1个工作日）"


# Nothing due


@pytest.mark.parametrize(
    "changes",
    [
        {"due_on": None, "normal": "none"},
        {"due_on": None, "normal": "year:2020 or year:2019"},
        {"state": MilestoneState.submitted, "submitted_on": date(2017, 8, 31)},
    ],
    ids=["no date", "two readings", "submitted on the last day"],
)
def test_what_has_no_date_or_was_submitted_in_time_is_left_alone(changes: dict[str, Any]) -> None:
    assert all_due(make_situation(**changes), date(2017, 7, 1), date(2017, 12, 31)) == []


def test_what_was_submitted_late_stays_overdue_until_it_is_accepted() -> None:
    situation = make_situation(state=MilestoneState.submitted, submitted_on=date(2017, 9, 1))
    assert all_due(situation, date(2017, 9, 1), date(2017, 9, 2)) == [
        ("overdue", 1, date(2017, 9, 1))
    ]


@pytest.mark.parametrize(
    ("milestone", "task"),
    [
        ({"state": MilestoneState.closed}, {}),
        ({"state": MilestoneState.missed}, {}),
        ({}, {"state": TaskState.suspended}),
        ({}, {"state": TaskState.cancelled}),
        ({}, {"state": TaskState.completed}),
        ({}, {"state": TaskState.struck_off}),
    ],
)
def test_what_has_ended_or_is_suspended_is_left_alone(
    session: Session, zhou: Person, milestone: dict[str, Any], task: dict[str, Any]
) -> None:
    assert zhou.is_active
    make_milestone(session, make_task(session, state=TaskState.active))
    made = make_task(session, title="别的事项", **{"state": TaskState.active, **task})
    make_milestone(session, made, **milestone)
    due = reminders_for(session, POLICY, date(2017, 8, 1))
    assert [each.situation.title for each in due] == ["规范教育培训市场"]


# 交办


def test_an_unsigned_task_is_listed_on_the_working_day_after_its_issue() -> None:
    # Issued on a Friday.
    situation = make_situation(
        due_on=None, issued_on=date(2017, 8, 18), parties=(make_party(is_signed=False),)
    )
    assert all_due(situation, date(2017, 8, 18), date(2017, 9, 30)) == [("issued", 0, MONDAY)]
    [reminder] = due_reminders([situation], POLICY, MONDAY)
    assert reminder.why == "2017年8月18日交办，尚未签收"


def test_only_who_has_not_signed_is_told_and_only_once_for_a_task() -> None:
    parties = (make_party(), make_party(department_id=2, name="民政局", is_signed=False))
    first = make_situation(due_on=None, issued_on=date(2017, 8, 18), parties=parties)
    second = replace(first, milestone_id=2, is_first=False)
    due = due_reminders([first, second], POLICY, MONDAY)
    assert [(each.party.name, each.situation.milestone_id) for each in due] == [("民政局", 1)]


# To whom


def test_every_clerk_of_every_department_is_told_and_a_department_without_one_too() -> None:
    parties = (
        make_party(clerks=(ZHOU, Clerk(2, "李联络"))),
        make_party(department_id=2, name="民政局", role=AssignmentRole.cooperating, clerks=()),
    )
    due = due_reminders([make_situation(parties=parties)], POLICY, date(2017, 8, 1))
    assert [(each.party.name, each.clerk) for each in due] == [
        ("教育文体局", ZHOU),
        ("教育文体局", Clerk(2, "李联络")),
        ("民政局", None),
    ]


def test_people_who_left_and_other_roles_are_not_told(session: Session, zhou: Person) -> None:
    left = make_person(session, account="left", department_id=zhou.department_id, is_active=False)
    make_person(session, account="boss", role=Role.leader)
    make_milestone(session, make_task(session))
    due = reminders_for(session, POLICY, date(2017, 8, 1))
    assert [each.clerk and each.clerk.id for each in due] == [zhou.id]
    assert left.id != zhou.id


# The document


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "uploads")


def import_document(session: Session, storage: Storage, now: datetime) -> None:
    sample = shipped("data/samples/tianning-2017-68.txt")
    received = intake.read_file(storage, sample.read_bytes(), sample.name)
    by = make_person(session, account="lin", name="林督查", role=Role.coordinator)
    document = intake.receive_document(session, received, by, now)
    drafts = intake.proposed_drafts(document)
    intake.accept_drafts(session, drafts, by, now, WORKDAYS, as_they_are=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "imported_on", [date(2017, 6, 5), date(2017, 8, 1), date(2017, 8, 16), date(2026, 11, 21)]
)
def test_on_1_august_2017_exactly_the_tasks_of_that_month_are_due(
    session: Session, storage: Storage, imported_on: date
) -> None:
    import_document(session, storage, at(imported_on, time(9)))
    due = reminders_for(session, POLICY, date(2017, 8, 1))
    assert {each.situation.task_no for each in due} == {"2", "7", "10"}
    assert {(each.rule, each.offset) for each in due} == {(ReminderRule.lead, 30)}
    assert {each.why for each in due} == {"距完成时限2017年8月31日还有30天"}
    departments = {each.party.name for each in due if each.situation.task_no == "10"}
    assert "地税四分局" in departments
    assert {each.clerk for each in due} == {None}


@pytest.mark.slow
def test_the_day_after_the_import_lists_all_13_tasks_for_signature(
    session: Session, storage: Storage
) -> None:
    import_document(session, storage, at(date(2017, 8, 1), time(15)))
    due = reminders_for(session, POLICY, date(2017, 8, 2))
    assert {each.rule for each in due} == {ReminderRule.issued}
    assert len({each.situation.task_no for each in due}) == 13


def test_json_is_the_documented_shape() -> None:
    parties = (make_party(), make_party(department_id=2, name="镇", clerks=()))
    due = due_reminders([make_situation(parties=parties)], POLICY, date(2017, 8, 1))
    printed = json.loads(to_json(date(2017, 8, 1), due))
    assert printed["on"] == "2017-08-01"
    assert printed["reminders"][0] == {
        "rule": "lead",
        "offset": 30,
        "task_no": "10",
        "title": "规范教育培训市场",
        "department": "教育文体局",
        "person": "周联络",
        "deadline": {"text": "2017年8月", "normal": "month:2017-08", "due_on": "2017-08-31"},
        "why": "距完成时限2017年8月31日还有30天",
    }
    assert printed["reminders"][1]["person"] is None


# Queueing


def at(day: date, hour: time = time(9)) -> datetime:
    """The UTC moment of a local day and time in Shanghai."""
    return datetime.combine(day, hour, ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def messages(session: Session) -> list[Message]:
    return list(session.exec(select(Message).order_by(col(Message.id))).all())


def reminder_rows(session: Session) -> list[Reminder]:
    return list(session.exec(select(Reminder).order_by(col(Reminder.id))).all())


DUE_DAY = date(2017, 8, 16)  # 15 days before 31 August, a Wednesday


@pytest.fixture
def due_task(session: Session, zhou: Person) -> Person:
    """A task of Zhou's that asks for a reminder on 16 August."""
    task = make_task(session, state=TaskState.active)
    task.assignments[0].signed_at = at(date(2017, 6, 6))
    make_milestone(session, task)
    return zhou


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(DUE_DAY, time(8, 29)), 0),
        (at(DUE_DAY, time(8, 30)), 1),
        (at(DUE_DAY, time(23, 59)), 1),
        (at(date(2017, 8, 19)), 0),
        (at(date(2017, 8, 15)), 0),
    ],
    ids=["too early", "at the hour", "late", "rest day", "nothing due"],
)
@pytest.mark.usefixtures("due_task")
def test_digests_go_out_at_their_hour_of_a_working_day_when_something_is_due(
    session: Session, moment: datetime, expected: int
) -> None:
    assert queue_reminders(session, POLICY, moment) == expected
    assert len(messages(session)) == expected


def test_a_day_is_queued_once_however_often_it_is_asked_for(
    session: Session, due_task: Person
) -> None:
    counts = [queue_reminders(session, POLICY, at(DUE_DAY, time(hour))) for hour in (9, 9, 15, 23)]
    assert counts == [1, 0, 0, 0]
    [message] = messages(session)
    assert message.key == f"digest:{due_task.id}:2017-08-16"
    [reminder] = reminder_rows(session)
    assert reminder.message_id == message.id
    assert (reminder.rule, reminder.offset, reminder.on) == (ReminderRule.lead, 15, DUE_DAY)


def test_two_people_of_a_department_get_one_digest_each(session: Session, due_task: Person) -> None:
    make_person(session, account="li", name="李联络", department_id=due_task.department_id)
    assert queue_reminders(session, POLICY, at(DUE_DAY)) == 2
    assert {each.recipient for each in messages(session)} == {
        "zhou@example.invalid",
        "li@example.invalid",
    }


def test_a_limit_leaves_the_rest_for_the_next_call(session: Session, due_task: Person) -> None:
    make_person(session, account="li", name="李联络", department_id=due_task.department_id)
    assert [queue_reminders(session, POLICY, at(DUE_DAY), limit=1) for _each in range(3)] == [
        1,
        1,
        0,
    ]


@pytest.mark.usefixtures("due_task")
def test_after_a_standstill_the_last_reminder_of_each_comes_worded_for_the_true_day(
    session: Session,
) -> None:
    queue_reminders(session, POLICY, at(date(2017, 7, 28)))
    assert messages(session) == []
    # 1, 16, 25 and 30 August all passed while the program was off.
    assert queue_reminders(session, POLICY, at(date(2017, 8, 30))) == 1
    [reminder] = reminder_rows(session)
    assert (reminder.offset, reminder.on) == (1, date(2017, 8, 30))
    assert "还剩1天" in messages(session)[0].text


@pytest.mark.usefixtures("due_task")
def test_a_standstill_is_made_up_for_31_days_at_most(session: Session) -> None:
    session.add(Run(job="reminders", through=date(2017, 6, 1), beat_at=at(date(2017, 6, 1))))
    # 30 days before the deadline is 1 August, 40 days ago.
    milestone = make_milestone(
        session, make_task(session, title="早已到期"), due_on=date(2017, 8, 2)
    )
    queue_reminders(session, POLICY, at(date(2017, 9, 11)))
    planned = [each for each in reminder_rows(session) if each.milestone_id == milestone.id]
    assert all(each.on >= date(2017, 8, 12) for each in planned)


@pytest.mark.usefixtures("due_task")
def test_days_before_a_milestone_was_opened_owe_nothing(session: Session) -> None:
    session.add(Run(job="reminders", through=date(2017, 8, 1), beat_at=at(date(2017, 8, 1))))
    made = make_milestone(session, make_task(session, title="新事项"), opened_on=date(2017, 8, 17))
    queue_reminders(session, POLICY, at(date(2017, 8, 18)))
    assert all(each.milestone_id != made.id for each in reminder_rows(session))


@pytest.mark.usefixtures("due_task")
def test_a_clock_that_ran_ahead_and_was_set_back_sends_nothing_twice_and_goes_on(
    session: Session,
) -> None:
    assert queue_reminders(session, POLICY, at(date(2017, 8, 24))) == 0
    ahead = at(date(2017, 8, 30))
    assert queue_reminders(session, POLICY, ahead) == 1
    for day in days(date(2017, 8, 28), date(2017, 8, 30)):
        assert queue_reminders(session, POLICY, at(day)) == 0
    assert queue_reminders(session, POLICY, at(date(2017, 9, 1))) == 1


def test_who_has_no_address_gets_no_mail_and_the_reminder_waits(
    session: Session, due_task: Person
) -> None:
    due_task.email = None
    assert queue_reminders(session, POLICY, at(DUE_DAY)) == 0
    [reminder] = reminder_rows(session)
    assert (reminder.person_id, reminder.message_id) == (due_task.id, None)
    due_task.email = "zhou@office.example"
    assert queue_reminders(session, POLICY, at(date(2017, 8, 17))) == 1
    assert reminder.message_id == messages(session)[0].id


def test_a_reminder_whose_digest_is_out_already_waits_for_the_next_day(
    session: Session, due_task: Person
) -> None:
    queue_reminders(session, POLICY, at(DUE_DAY))
    [first] = messages(session)
    for reminder in reminder_rows(session):
        reminder.message_id = None
    assert queue_reminders(session, POLICY, at(DUE_DAY, time(10))) == 0
    assert queue_reminders(session, POLICY, at(date(2017, 8, 17))) == 1
    [_first, second] = messages(session)
    assert second.key == f"digest:{due_task.id}:2017-08-17"
    assert [each.message_id for each in reminder_rows(session)] == [second.id]
    assert first.state is MessageState.superseded


@pytest.mark.parametrize("what", ["closed", "submitted", "moved"])
def test_what_was_settled_before_the_digest_asks_for_none(
    session: Session, due_task: Person, what: str
) -> None:
    due_task.email = None
    queue_reminders(session, POLICY, at(DUE_DAY))
    [reminder] = reminder_rows(session)
    if what == "closed":
        reminder.milestone.state = MilestoneState.closed
    elif what == "submitted":
        reminder.milestone.state = MilestoneState.submitted
        reminder.milestone.submitted_on = DUE_DAY
    else:
        reminder.milestone.task.deadline_version = 2
    due_task.email = "zhou@office.example"
    assert queue_reminders(session, POLICY, at(date(2017, 8, 17))) == 0
    assert reminder.message_id is None


def test_a_newer_digest_takes_the_place_of_one_that_could_not_be_sent(
    session: Session, due_task: Person
) -> None:
    queue_reminders(session, POLICY, at(DUE_DAY))
    [first] = messages(session)
    queue_reminders(session, POLICY, at(date(2017, 8, 25)))  # moved from Saturday, 26 August
    [first, second] = messages(session)
    assert (first.state, second.state) == (MessageState.superseded, MessageState.pending)
    assert {each.message_id for each in reminder_rows(session)} == {second.id}
    assert {each.person_id for each in (first, second)} == {due_task.id}


def test_a_digest_of_an_earlier_day_leaves_the_newer_one_waiting(
    session: Session, due_task: Person
) -> None:
    queue_reminders(session, POLICY, at(date(2017, 8, 25)))
    queue_reminders(session, POLICY, at(DUE_DAY))
    newer = next(each for each in messages(session) if each.key.endswith("2017-08-25"))
    assert newer.state is MessageState.pending
    assert newer.person_id == due_task.id


@pytest.mark.usefixtures("lin")
def test_coordinators_learn_whom_no_reminder_reaches(session: Session) -> None:
    make_person(session, account="sun", name="孙督查", role=Role.coordinator)
    task = make_task(session, leads=("教育文体局",), cooperating=("镇", "各街道"))
    make_milestone(session, task)
    made = session.exec(select(Person).where(Person.account == "maker")).one()
    made.is_active = False
    assert queue_reminders(session, POLICY, at(DUE_DAY)) == 2
    found = messages(session)
    assert {each.recipient for each in found} == {"lin@example.invalid", "sun@example.invalid"}
    assert found[0].subject == "【督办】督查室：3个单位无联络员（8月16日）"
    assert "教育文体局、镇、各街道尚无联络员。" in found[0].text
    assert f"http://ledger.example/tasks/{task.id}" in found[0].text
    assert all(each.message_id is not None for each in reminder_rows(session))
    assert queue_reminders(session, POLICY, at(date(2017, 8, 17))) == 0


@pytest.mark.slow
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 23), st.integers(1, 2)), min_size=1, max_size=25
    )
)
def test_any_sequence_of_ticks_queues_each_occasion_once_and_none_before_its_time(
    database: Database, ticks: list[tuple[int, int, int]]
) -> None:
    class Undo(Exception):
        pass

    def play() -> None:
        with database.write() as session:
            department = make_department(session)
            person = make_person(session, department_id=department.id)
            make_milestone(session, make_task(session))
            make_milestone(session, make_task(session, title="已到期"), due_on=date(2017, 7, 31))
            day, said = date(2017, 7, 28), list[date]()
            for step, hour, times in ticks:
                day += timedelta(days=step)
                for _each in range(times):
                    if queue_reminders(session, POLICY, at(day, time(hour))):
                        said.append(day)
            assert len(said) == len(set(said)) == len(messages(session))
            keys = [each.key for each in messages(session)]
            assert keys == [f"digest:{person.id}:{each}" for each in said]
            for each in said:
                assert WORKDAYS.is_workday(each)
            rows = reminder_rows(session)
            occasions = [(each.rule, each.milestone_id, each.offset) for each in rows]
            assert len(occasions) == len(set(occasions))
            assert all(each.on <= day for each in rows)
            assert all(each.message_id is not None for each in rows)
            raise Undo

    with pytest.raises(Undo):
        play()


# What a digest says


def add_report(session: Session, milestone_id: int, person: Person, **changes: Any) -> None:
    values: dict[str, Any] = {
        "milestone_id": milestone_id,
        "department_id": person.department_id,
        "person_id": person.id,
        "state": ReportState.noted,
        "progress": "已召开联席会议。",
        "percent": 35,
        "form_key": f"{milestone_id:032x}",
        "created_at": at(date(2017, 8, 2)),
    }
    session.add(Report(**{**values, **changes}))
    session.flush()


@pytest.fixture
def full_list(session: Session, zhou: Person) -> Person:
    """One item of each kind in Zhou's list; all but one are signed for."""

    def add(title: str, leads: tuple[str, ...] = ("教育文体局",), **milestone: Any) -> int:
        cooperating = tuple({"政府办", "教育文体局"} - set(leads))
        task = make_task(session, leads, cooperating, title=title, state=TaskState.active)
        for each in task.assignments:
            each.signed_at = at(date(2017, 6, 6)) if title != "未签收的" else None
        return make_milestone(session, task, **milestone).id

    add("逾期的", due_on=date(2017, 7, 31))
    returned = add("退回的", due_on=date(2017, 12, 31), normal="year:2017", soon_from=None)
    add_report(
        session,
        returned,
        zhou,
        state=ReportState.returned,
        asks_completion=True,
        reviewed_at=at(DUE_DAY),
        review_text="请附名单。",
    )
    checkpoint: dict[str, Any] = {
        "kind": MilestoneKind.checkpoint,
        "normal": "ongoing",
        "label": "2017年第二季度",
    }
    add("滞后的", due_on=date(2017, 6, 30), **checkpoint)
    add("临期的", leads=("规划分局", "教育文体局"))
    add("未签收的", due_on=None, normal="none", soon_from=None)
    going = add("在办的", due_on=date(2020, 12, 31), normal="year:2020", soon_from=None)
    add_report(session, going, zhou)
    add("配合的", leads=("政府办",), due_on=date(2017, 5, 31), normal="month:2017-05")
    return zhou


def test_a_digest_lists_everything_open_under_its_heading(
    session: Session, full_list: Person
) -> None:
    mail = digest_preview(session, POLICY, full_list, MONDAY)
    subject = "【督办】教育文体局：逾期1项，被退回1项，滞后1项，临期1项，待签收1项（8月21日）"
    assert mail.subject == subject
    headings = re.findall(r"^(\S+ \d+ 项)$", mail.text, re.MULTILINE)
    assert headings == [
        "逾期 1 项",
        "被退回 1 项",
        "滞后 1 项",
        "临期 1 项",
        "待签收 1 项",
        "其他在办 1 项",
        "抄送：配合事项 1 项",
    ]
    assert (
        "截至2017年8月21日（周一），贵单位有 6 件事项需要办理，另抄送 1 件配合事项：" in mail.text
    )
    for said in (
        "逾期的（逾期21天）",
        "退回的（8月16日退回）",
        "理由：请附名单。",
        "滞后的（滞后52天）",
        "2017年第二季度检查节点：6月30日（周五）",
        "临期的（还剩10天）",
        "规划分局牵头，贵单位共同责任。",
        "未签收的（待签收）",
        "尚未签收。",
        "在办的（还剩40个月）",
        "到年底：2020年12月31日止",
        "上次反馈8月2日，进度35%。",
        "配合的（逾期82天）",
        "政府办牵头，贵单位配合。",
        "督查室发出，每个工作日最多一封。",
        "本邮件请勿回复",
    ):
        assert said in mail.text
    assert [*re.findall(r"   (\S+)：http://ledger\.example/tasks/", mail.text)] == [
        "去反馈",
        "去补报",
        "去反馈",
        "去反馈",
        "去签收",
        "去反馈",
        "打开",
    ]


def test_text_and_html_hold_the_same_items_and_name_no_outside_host(
    session: Session, full_list: Person
) -> None:
    mail = digest_preview(session, POLICY, full_list, MONDAY)
    links = set(re.findall(r"http://ledger\.example/tasks/\d+", mail.text))
    assert set(re.findall(r"http://ledger\.example/tasks/\d+", mail.html)) == links
    assert len(links) == 7
    for shown in (mail.text, mail.html):
        assert set(re.findall(r"https?://([^/\"\s]+)", shown)) == {"ledger.example"}
    for word in ("逾期 1 项", "逾期21天", "理由：请附名单。", "打开我的工作台"):
        assert word in mail.html
    assert "<img" not in mail.html
    assert "#ab2a20" in mail.html


def test_what_others_submitted_asks_nothing_of_the_department(
    session: Session, zhou: Person
) -> None:
    task = make_task(session, ("规划分局", "教育文体局"), state=TaskState.submitted)
    for each in task.assignments:
        each.signed_at = at(date(2017, 6, 6))
    state = {"state": MilestoneState.submitted, "submitted_on": date(2017, 8, 18)}
    make_milestone(session, task, **state)
    mail = digest_preview(session, POLICY, zhou, MONDAY)
    assert "规范教育培训市场（待审核）" in mail.text
    assert "规划分局牵头，贵单位共同责任。已申请办结。" in mail.text
    assert "看反馈：" in mail.text
    assert "去反馈：" not in mail.text


def test_a_department_that_only_cooperates_is_not_called_to_report(
    session: Session, zhou: Person
) -> None:
    task = make_task(session, ("政府办",), ("教育文体局",))
    for each in task.assignments:
        each.signed_at = at(date(2017, 6, 6))
    make_milestone(session, task)
    mail = digest_preview(session, POLICY, zhou, MONDAY)
    assert mail.subject == "【督办】教育文体局：配合事项1项（8月21日）"
    assert "贵单位没有牵头事项需要办理，抄送 1 件配合事项。" in mail.text
    assert "去反馈" not in mail.text


def test_the_policy_comes_from_the_settings(session: Session, tmp_path: Path) -> None:
    environ = {
        "TRACKER_DATA_DIR": str(tmp_path),
        "TRACKER_DIGEST_AT": "07:15",
        "TRACKER_TODAY": "2017-08-16",
        "TRACKER_TIMEZONE": "Asia/Urumqi",
    }
    policy = Policy.from_settings(session, Config.from_environment(environ))
    assert policy.digest_at == time(7, 15)
    assert policy.letterhead.is_demo_day
    assert not policy.letterhead.is_sample
    # 07:15 in Urumqi, two hours behind Shanghai.
    assert policy.is_digest_time(datetime(2017, 8, 16, 1, 15, tzinfo=UTC))
    assert not policy.is_digest_time(datetime(2017, 8, 16, 1, 14, tzinfo=UTC))


def test_a_reminder_is_about_one_milestone_one_department_and_one_person() -> None:
    reminder = due_reminders([make_situation()], POLICY, date(2017, 8, 1))[0]
    assert isinstance(reminder, DueReminder)
    assert reminder.subject == (1, 1, 1)
