"""Tasks: what opens when, what each lamp means, and no way around the table of states."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise, product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlmodel import Session, col, select

from tests.make import make_department, make_document, make_milestone, make_person, make_task
from tracker import reports, tasks
from tracker.clock import Workdays
from tracker.database import Database
from tracker.errors import Conflict, TrackerError
from tracker.mail import Letterhead
from tracker.models import (
    Assignment,
    Department,
    Draft,
    DraftKind,
    Event,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Person,
    Report,
    ReportState,
    Role,
    Task,
    TaskState,
)
from tracker.tasks.forms import parts_of, repeats
from tracker.tasks.standing import Standing, lagging_from, soon_from

WORKDAYS = Workdays()
TODAY = date(2017, 8, 16)
ACCEPTED = date(2017, 6, 5)
DAY = timedelta(days=1)
LETTERHEAD = Letterhead("督查室", "du@example.invalid", "http://127.0.0.1:8017", "Asia/Shanghai")


def at(day: date) -> datetime:
    """Return ten in the morning in Shanghai."""
    return datetime.fromisoformat(f"{day}T10:00:00+08:00")


# --- the table of states


def test_every_state_has_its_row() -> None:
    assert set(tasks.TRANSITIONS) == set(TaskState)
    assert set(tasks.MILESTONE_TRANSITIONS) == set(MilestoneState)


@pytest.mark.parametrize("state", [TaskState.struck_off, TaskState.cancelled])
def test_end_of_a_task_is_its_end(state: TaskState) -> None:
    assert tasks.TRANSITIONS[state] == frozenset()


def test_every_step_outside_the_table_is_a_conflict(
    session: Session, lin: Person, now: datetime
) -> None:
    for position, (old, new) in enumerate(product(TaskState, TaskState)):
        task = make_task(session, position=position, state=old)
        if new in tasks.TRANSITIONS[old]:
            tasks.change_state(session, task, new, lin, now)
            assert task.state is new
        else:
            with pytest.raises(Conflict):
                tasks.change_state(session, task, new, lin, now)
            assert task.state is old


def test_step_is_one_line_of_history(session: Session, lin: Person, now: datetime) -> None:
    task = make_task(session)
    tasks.change_state(session, task, TaskState.suspended, lin, now)
    line = session.exec(select(Event)).one()
    assert (line.action, line.task_id, line.person_id, line.at) == (
        "task.suspended",
        task.id,
        lin.id,
        now,
    )
    assert line.change == {"state": ["issued", "suspended"]}


def test_moment_of_completion_is_kept_while_it_holds(
    session: Session, lin: Person, now: datetime
) -> None:
    task = make_task(session, state=TaskState.active)
    tasks.change_state(session, task, TaskState.completed, lin, now)
    assert task.completed_at == now
    tasks.change_state(session, task, TaskState.struck_off, lin, now + DAY)
    assert task.completed_at == now


def test_task_taken_up_again_is_not_completed_any_more(
    session: Session, lin: Person, now: datetime
) -> None:
    task = make_task(session, state=TaskState.active)
    tasks.change_state(session, task, TaskState.completed, lin, now)
    tasks.change_state(session, task, TaskState.active, lin, now + DAY)
    assert task.completed_at is None


def as_seen_before(database: Database, row: Any) -> Any:
    """Return the row as somebody else's page showed it a moment ago."""
    with database.read() as reading:
        return reading.get_one(type(row), row.id)


def test_of_two_people_who_move_a_task_one_succeeds(database: Database, now: datetime) -> None:
    with database.write() as session:
        lin = make_person(session, account="lin", role=Role.coordinator)
        task = make_task(session)
    stale = as_seen_before(database, task)
    with database.write() as session:
        tasks.change_state(session, session.get_one(Task, task.id), TaskState.suspended, lin, now)
    with database.write() as session:
        session.add(stale)
        with pytest.raises(Conflict):
            tasks.change_state(session, stale, TaskState.active, lin, now)
    assert as_seen_before(database, task).state is TaskState.suspended


def test_of_two_people_who_sign_one_succeeds(database: Database, now: datetime) -> None:
    with database.write() as session:
        task = make_task(session)
        zhou = make_person(session, department_id=task.assignments[0].department_id)
        make_milestone(session, task)
        signed = task.assignments[0]
    stale = as_seen_before(database, signed)
    with database.write() as session:
        tasks.sign(session, session.get_one(Assignment, signed.id), zhou, now)
    with database.write() as session:
        session.add(stale)
        with pytest.raises(Conflict):
            tasks.sign(session, stale, zhou, now + DAY)
    assert as_seen_before(database, signed).signed_at == now


def test_of_two_requests_for_completion_one_succeeds(database: Database, now: datetime) -> None:
    with database.write() as session:
        task = make_task(session, state=TaskState.active)
        zhou = make_person(session, department_id=task.assignments[0].department_id)
        milestone = make_milestone(session, task)
    stale = as_seen_before(database, milestone)
    with database.write() as session:
        fresh = session.get_one(Milestone, milestone.id)
        tasks.submit_milestone(session, fresh, zhou, now, TODAY)
    with database.write() as session:
        session.add(stale)
        with pytest.raises(Conflict):
            tasks.submit_milestone(session, stale, zhou, now, TODAY)


# --- signatures


def test_signature_of_the_first_lead_starts_the_work(session: Session, now: datetime) -> None:
    task = make_task(session, ("编办", "财政局"), ("人社局",))
    by = make_person(session, department_id=task.assignments[0].department_id)
    make_milestone(session, task)
    tasks.sign(session, task.assignments[1], by, now)
    assert (task.state, task.assignments[1].signed_at) == (TaskState.active, now)


def test_signature_of_a_cooperating_department_starts_nothing(
    session: Session, now: datetime
) -> None:
    task = make_task(session, ("编办",), ("人社局",))
    by = make_person(session, department_id=task.assignments[1].department_id)
    make_milestone(session, task)
    tasks.sign(session, task.assignments[1], by, now)
    assert task.state is TaskState.issued


# --- what opens: one table for the forms of DESIGN 3


def opened(
    session: Session, normal: str, until: date = ACCEPTED, **changes: Any
) -> list[tuple[MilestoneKind, date | None]]:
    task = make_task(session, deadline_normal=normal, **changes)
    made = tasks.open_milestones(session, task, until, WORKDAYS)
    assert made == task.milestones
    assert all(each.opened_on == until for each in made)
    assert [each.position for each in made] == list(range(1, len(made) + 1))
    return [(each.kind, each.due_on) for each in made]


DEADLINE, RECURRING = MilestoneKind.deadline, MilestoneKind.recurring
CHECKPOINT = MilestoneKind.checkpoint


@pytest.mark.parametrize(
    ("normal", "due_on"),
    [
        ("date:2021-12-31", date(2021, 12, 31)),
        ("month:2017-08", date(2017, 8, 31)),
        ("month:2017-05", date(2017, 5, 31)),
        ("tenday:2017-09-early", date(2017, 9, 10)),
        ("quarter:2017-Q3", date(2017, 9, 30)),
        ("half:2018-H1", date(2018, 6, 30)),
        ("year:2020", date(2020, 12, 31)),
        ("range:2016/2020", date(2020, 12, 31)),
        ("event:+10wd@印发", date(2017, 6, 19)),
    ],
)
def test_one_date_is_one_milestone(session: Session, normal: str, due_on: date) -> None:
    assert opened(session, normal, deadline_due_on=due_on) == [(DEADLINE, due_on)]


def test_day_the_words_name_goes_before_the_end_of_the_period(session: Session) -> None:
    day = date(2017, 8, 20)
    assert opened(session, "month:2017-08", deadline_due_on=day) == [(DEADLINE, day)]


@pytest.mark.parametrize("normal", ["none", "immediate", "event:+10wd", "year:2020 or year:2019"])
def test_what_has_no_date_is_one_milestone_without(session: Session, normal: str) -> None:
    assert opened(session, normal) == [(DEADLINE, None)]


def test_several_dates_are_as_many_milestones(session: Session) -> None:
    assert opened(session, "multi:month:2017-05;year:2018") == [
        (DEADLINE, date(2017, 5, 31)),
        (DEADLINE, date(2018, 12, 31)),
    ]


def test_date_and_period_together_are_a_milestone_each(session: Session) -> None:
    assert opened(session, "multi:month:2017-08;recurring:quarterly") == [
        (DEADLINE, date(2017, 8, 31)),
        (RECURRING, date(2017, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("normal", "until", "due_on"),
    [
        ("recurring:yearly-09", date(2017, 6, 5), date(2017, 9, 30)),
        ("recurring:yearly-09", date(2017, 9, 30), date(2017, 9, 30)),
        ("recurring:yearly-09", date(2017, 10, 1), date(2018, 9, 30)),
        ("recurring:yearly", date(2017, 6, 5), date(2017, 12, 31)),
        ("recurring:yearly-03-15", date(2017, 6, 5), date(2018, 3, 15)),
        ("recurring:monthly-28", date(2017, 6, 28), date(2017, 6, 28)),
        ("recurring:monthly-28", date(2017, 6, 29), date(2017, 7, 28)),
        ("recurring:monthly-31", date(2017, 2, 1), date(2017, 2, 28)),
        ("recurring:monthly", date(2017, 6, 30), date(2017, 6, 30)),
        ("recurring:quarterly", date(2017, 7, 1), date(2017, 9, 30)),
        ("recurring:half-yearly", date(2017, 6, 5), date(2017, 6, 30)),
        ("recurring:termly", date(2017, 6, 5), date(2017, 7, 31)),
        ("recurring:weekly", date(2017, 6, 5), date(2017, 6, 11)),
        ("recurring:daily", date(2017, 6, 5), date(2017, 6, 5)),
    ],
)
def test_recurring_begins_with_the_first_period_that_ends_from_acceptance_on(
    session: Session, normal: str, until: date, due_on: date
) -> None:
    assert opened(session, normal, until) == [(RECURRING, due_on)]


@pytest.mark.parametrize(
    ("normal", "until", "due_on"),
    [
        ("ongoing", date(2017, 6, 5), date(2017, 6, 30)),
        ("ongoing", date(2017, 6, 30), date(2017, 6, 30)),
        ("ongoing", date(2017, 7, 1), date(2017, 9, 30)),
        ("range:2016/..", date(2017, 6, 5), date(2017, 6, 30)),
        ("range:2018/..", date(2017, 6, 5), date(2018, 3, 31)),
    ],
)
def test_standing_task_is_checked_at_quarter_ends_never_back_dated(
    session: Session, normal: str, until: date, due_on: date
) -> None:
    assert opened(session, normal, until) == [(CHECKPOINT, due_on)]


def test_quarterly_on_the_twentieth_stays_on_the_twentieth(session: Session) -> None:
    task = make_task(session, deadline_normal="recurring:quarterly", deadline_day=date(2017, 6, 20))
    tasks.open_milestones(session, task, ACCEPTED, WORKDAYS)
    tick(session, date(2017, 6, 21))
    assert [each.due_on for each in task.milestones] == [date(2017, 6, 20), date(2017, 9, 20)]


def test_period_has_the_name_people_give_it(session: Session) -> None:
    task = make_task(session, deadline_normal="ongoing")
    [milestone] = tasks.open_milestones(session, task, ACCEPTED, WORKDAYS)
    assert "2017" in milestone.label


@pytest.mark.parametrize(
    ("normal", "parts"),
    [
        ("month:2017-08", ("month:2017-08",)),
        ("multi:month:2017-08;year:2018", ("month:2017-08", "year:2018")),
        ("year:2020 or year:2019", ("year:2020 or year:2019",)),
        ("none", ("none",)),
    ],
)
def test_parts_of_a_form(normal: str, parts: tuple[str, ...]) -> None:
    assert parts_of(normal) == parts


@pytest.mark.parametrize(
    ("form", "again"),
    [
        ("recurring:yearly-09", True),
        ("ongoing", True),
        ("range:2017/..", True),
        ("range:2016/2020", False),
        ("year:2020", False),
        ("none", False),
        ("immediate", False),
    ],
)
def test_form_that_asks_again_and_again(form: str, *, again: bool) -> None:
    assert repeats(form) is again


# --- creation


def make_draft(session: Session, leads: list[str], others: list[str], **changes: Any) -> Draft:
    document = make_document(session, first_leads=changes.pop("first_leads", False))
    values: dict[str, Any] = {
        "document_id": document.id,
        "position": 3,
        "kind": DraftKind.annex,
        "no": "3",
        "title": "规范教师职业行为",
        "content": "今年8月底前集中整治。",
        "deadline_text": "2017年8月",
        "deadline_normal": "month:2017-08",
        "deadline_due_on": date(2017, 8, 31),
        "leads": leads,
        "cooperating": others,
        "problems": [{"kind": "deadline_conflict", "text": "…"}],
        "source": {"kind": "annex", "row": 4},
    }
    draft = Draft(**{**values, **changes})
    document.drafts.append(draft)
    session.flush()
    return draft


def issue(session: Session, draft: Draft, by: Person, now: datetime) -> Task:
    return tasks.create_tasks(session, [draft], by, now, WORKDAYS)[0]


def roles(task: Task) -> list[tuple[str, str, bool]]:
    return [(each.name_as_written, each.role, each.reports_for_all) for each in task.assignments]


def test_task_keeps_what_the_draft_says(session: Session, lin: Person) -> None:
    draft = make_draft(session, ["教育文体局"], [])
    task = issue(session, draft, lin, at(ACCEPTED))
    kept = ("document_id", "position", "no", "title", "content", "deadline_text", "problems")
    assert [getattr(task, name) for name in kept] == [getattr(draft, name) for name in kept]
    assert (task.state, task.issued_at) == (TaskState.issued, at(ACCEPTED))
    assert (task.deadline_normal, task.deadline_due_on) == ("month:2017-08", date(2017, 8, 31))
    assert [each.due_on for each in task.milestones] == [date(2017, 8, 31)]


def test_task_is_opened_on_the_local_day_not_the_utc_day(session: Session, lin: Person) -> None:
    midnight = datetime.fromisoformat("2017-06-05T00:30:00+08:00")
    task = issue(session, make_draft(session, ["编办"], []), lin, midnight)
    assert task.milestones[0].opened_on == ACCEPTED


def test_task_without_a_title_goes_by_the_start_of_its_content(
    session: Session, lin: Person
) -> None:
    draft = make_draft(session, ["编办"], [], title="", content="整" * 100)
    assert issue(session, draft, lin, at(ACCEPTED)).title == "整" * 60


def test_all_responsible_lead_and_the_first_sums_up(session: Session, lin: Person) -> None:
    draft = make_draft(session, ["编办", "财政局"], ["人社局"])
    assert roles(issue(session, draft, lin, at(ACCEPTED))) == [
        ("编办", "lead", True),
        ("财政局", "lead", False),
        ("人社局", "cooperating", False),
    ]


def test_group_never_sums_up_while_a_single_body_leads(session: Session, lin: Person) -> None:
    draft = make_draft(session, ["镇", "各街道", "教育文体局", "财政局"], [])
    assert roles(issue(session, draft, lin, at(ACCEPTED))) == [
        ("镇", "lead", False),
        ("各街道", "lead", False),
        ("教育文体局", "lead", True),
        ("财政局", "lead", False),
    ]


def test_group_alone_sums_up(session: Session, lin: Person) -> None:
    draft = make_draft(session, ["各街道"], [])
    task = issue(session, draft, lin, at(ACCEPTED))
    assert roles(task) == [("各街道", "lead", True)]


def test_switch_lets_the_first_lead_and_the_others_cooperate(session: Session, lin: Person) -> None:
    draft = make_draft(session, ["编办", "财政局"], ["人社局"], first_leads=True)
    assert roles(issue(session, draft, lin, at(ACCEPTED))) == [
        ("编办", "lead", True),
        ("财政局", "cooperating", False),
        ("人社局", "cooperating", False),
    ]


def test_department_named_twice_takes_part_once_and_leads(session: Session, lin: Person) -> None:
    draft = make_draft(session, ["编办"], ["编办", "财政局"])
    assert roles(issue(session, draft, lin, at(ACCEPTED))) == [
        ("编办", "lead", True),
        ("财政局", "cooperating", False),
    ]


def test_issuing_is_written_down(session: Session, lin: Person) -> None:
    task = issue(session, make_draft(session, ["编办"], []), lin, at(ACCEPTED))
    line = session.exec(select(Event).where(Event.action == "task.issued")).one()
    assert (line.task_id, line.document_id, line.person_id) == (task.id, task.document_id, lin.id)


# --- periods that pass


def tick(session: Session, today: date) -> int:
    return tasks.open_due_milestones(session, at(today), WORKDAYS)


def make_repeating(session: Session, normal: str = "ongoing", **changes: Any) -> Task:
    task = make_task(session, deadline_normal=normal, **changes)
    tasks.open_milestones(session, task, ACCEPTED, WORKDAYS)
    return task


def states(task: Task) -> list[tuple[date | None, str]]:
    return [(each.due_on, each.state) for each in task.milestones]


def test_next_period_opens_the_day_after_the_last_one_ended(session: Session) -> None:
    task = make_repeating(session)
    assert tick(session, date(2017, 6, 30)) == 0
    assert tick(session, date(2017, 7, 1)) == 1
    assert states(task) == [(date(2017, 6, 30), "open"), (date(2017, 9, 30), "open")]


def test_ticking_again_opens_nothing_again(session: Session) -> None:
    task = make_repeating(session)
    assert [tick(session, date(2017, 7, 1)) for _time in range(3)] == [1, 0, 0]
    assert len(task.milestones) == 2


def test_period_is_missed_when_the_one_after_the_next_opens(session: Session) -> None:
    task = make_repeating(session)
    tick(session, date(2017, 7, 1))
    tick(session, date(2017, 10, 1))
    assert states(task) == [
        (date(2017, 6, 30), "missed"),
        (date(2017, 9, 30), "open"),
        (date(2017, 12, 31), "open"),
    ]


def test_after_a_year_off_one_period_opens(session: Session) -> None:
    task = make_repeating(session)
    assert tick(session, date(2018, 8, 1)) == 1
    assert states(task) == [(date(2017, 6, 30), "open"), (date(2018, 9, 30), "open")]
    assert tick(session, date(2018, 8, 1)) == 0


def test_period_under_review_is_never_missed(session: Session, lin: Person, now: datetime) -> None:
    task = make_repeating(session, state=TaskState.active)
    tasks.submit_milestone(session, task.milestones[0], lin, now, date(2017, 6, 29))
    tick(session, date(2017, 7, 1))
    tick(session, date(2017, 10, 1))
    assert task.milestones[0].state is MilestoneState.submitted


def test_new_period_takes_a_task_out_of_review(
    session: Session, lin: Person, now: datetime
) -> None:
    task = make_repeating(session, state=TaskState.active)
    tasks.sign(session, task.assignments[0], lin, now)
    tasks.submit_milestone(session, task.milestones[0], lin, now, date(2017, 6, 29))
    assert (task.state, len(task.milestones)) == (TaskState.submitted, 1)
    tick(session, date(2017, 7, 1))
    assert task.state is TaskState.active


@pytest.mark.parametrize(
    "state",
    [TaskState.completed, TaskState.struck_off, TaskState.suspended, TaskState.cancelled],
)
def test_task_not_under_way_opens_no_period(session: Session, state: TaskState) -> None:
    make_repeating(session, state=state)
    assert tick(session, date(2018, 1, 1)) == 0


def test_one_off_deadline_that_passed_opens_nothing(session: Session) -> None:
    make_milestone(session, make_task(session))
    assert tick(session, date(2019, 1, 1)) == 0


def test_each_repeating_part_of_a_task_goes_its_own_way(session: Session) -> None:
    task = make_repeating(session, "multi:recurring:monthly;recurring:quarterly")
    assert tick(session, date(2017, 7, 1)) == 2
    assert tick(session, date(2017, 8, 1)) == 1
    assert [each.due_on for each in task.milestones if each.normal == "recurring:monthly"] == [
        date(2017, 6, 30),
        date(2017, 7, 31),
        date(2017, 8, 31),
    ]


def test_opening_a_period_is_written_down_as_the_scheduler(session: Session) -> None:
    task = make_repeating(session)
    tick(session, date(2017, 7, 1))
    line = session.exec(select(Event).where(Event.action == "milestone.opened")).one()
    assert (line.person_id, line.milestone_id) == (None, task.milestones[1].id)


# --- how tasks end


def close(session: Session, milestone: Milestone, by: Person, now: datetime) -> None:
    tasks.submit_milestone(session, milestone, by, now, TODAY)
    tasks.close_milestone(session, milestone, by, now, TODAY)


def make_signed(session: Session, by: Person, now: datetime, **changes: Any) -> Task:
    task = make_task(session, **changes)
    tasks.open_milestones(session, task, ACCEPTED, WORKDAYS)
    tasks.sign(session, task.assignments[0], by, now)
    return task


def test_task_under_review_is_submitted_and_return_makes_it_active(
    session: Session, lin: Person, now: datetime
) -> None:
    task = make_signed(session, lin, now)
    tasks.submit_milestone(session, task.milestones[0], lin, now, TODAY)
    assert (task.state, task.milestones[0].submitted_on) == (TaskState.submitted, TODAY)
    tasks.reopen_milestone(session, task.milestones[0], lin, now)
    assert (task.state, task.milestones[0].submitted_on) == (TaskState.active, None)


def test_last_milestone_completes_the_task(session: Session, lin: Person, now: datetime) -> None:
    task = make_signed(session, lin, now, deadline_normal="multi:month:2017-08;year:2018")
    close(session, task.milestones[0], lin, now)
    assert task.state is TaskState.active
    close(session, task.milestones[1], lin, now)
    assert (task.state, task.completed_at) == (TaskState.completed, now)
    assert [(each.percent, each.closed_on) for each in task.milestones] == [(100, TODAY)] * 2


@pytest.mark.parametrize("normal", ["ongoing", "recurring:quarterly", "range:2017/.."])
def test_task_that_repeats_goes_on_after_its_milestone(
    session: Session, lin: Person, now: datetime, normal: str
) -> None:
    task = make_signed(session, lin, now, deadline_normal=normal)
    close(session, task.milestones[0], lin, now)
    assert task.state is TaskState.active


@pytest.mark.parametrize("normal", ["ongoing", "recurring:quarterly", "range:2017/.."])
def test_task_that_repeats_ends_when_somebody_completes_it(
    session: Session, lin: Person, now: datetime, normal: str
) -> None:
    task = make_signed(session, lin, now, deadline_normal=normal)
    tasks.complete_task(session, task, lin, now)
    assert (task.state, task.milestones[0].state) == (TaskState.completed, MilestoneState.missed)
    assert tick(session, date(2018, 1, 1)) == 0


def test_task_that_waits_for_review_is_not_completed_over_it(
    session: Session, lin: Person, now: datetime
) -> None:
    task = make_signed(session, lin, now, deadline_normal="ongoing")
    tasks.submit_milestone(session, task.milestones[0], lin, now, TODAY)
    with pytest.raises(Conflict):
        tasks.complete_task(session, task, lin, now)


@pytest.mark.parametrize("state", [TaskState.issued, TaskState.suspended, TaskState.completed])
def test_task_not_under_way_is_not_completed(
    session: Session, lin: Person, now: datetime, state: TaskState
) -> None:
    task = make_repeating(session, state=state)
    with pytest.raises(Conflict):
        tasks.complete_task(session, task, lin, now)


# --- lamps


@pytest.mark.parametrize(
    ("opened_on", "due_on", "soon"),
    [
        (date(2017, 6, 5), date(2017, 8, 31), date(2017, 8, 16)),
        (date(2017, 8, 1), date(2017, 8, 31), date(2017, 8, 16)),  # 30 days: not short
        (date(2017, 8, 2), date(2017, 8, 31), date(2017, 8, 28)),  # three working days
        (date(2017, 9, 20), date(2017, 10, 9), date(2017, 9, 28)),  # over the National Day
        (date(2017, 6, 5), date(2017, 5, 31), date(2017, 5, 25)),  # past when it was opened
    ],
)
def test_first_day_due_soon(opened_on: date, due_on: date, soon: date) -> None:
    assert soon_from(opened_on, due_on, WORKDAYS) == soon


@pytest.mark.parametrize(
    ("days", "percent", "after"),
    [
        (100, 0, 20),
        (100, 50, 70),
        (100, 79, 99),
        (100, 80, 100),
        (100, 81, None),
        (100, 100, None),
        (87, 0, 18),
        (30, 0, 6),
        (29, 0, None),
        (-5, 0, None),
    ],
)
def test_first_day_of_lagging(days: int, percent: int, after: int | None) -> None:
    first = lagging_from(ACCEPTED, ACCEPTED + timedelta(days), percent)
    assert first == (None if after is None else ACCEPTED + timedelta(after))


@given(days=st.integers(30, 1500), percent=st.integers(0, 100))
def test_lagging_is_twenty_points_behind_the_days_that_passed(days: int, percent: int) -> None:
    behind = (
        ACCEPTED + timedelta(passed)
        for passed in range(days + 1)
        if Fraction(100 * passed, days) - percent >= 20
    )
    assert lagging_from(ACCEPTED, ACCEPTED + timedelta(days), percent) == next(behind, None)


def lamp(today: date, **changes: Any) -> Standing:
    values: dict[str, Any] = {
        "kind": DEADLINE,
        "state": MilestoneState.open,
        "due_on": date(2017, 8, 31),
        "soon_from": date(2017, 8, 16),
        "lagging_from": None,
        "submitted_on": None,
    }
    return tasks.standing(Milestone(**{**values, **changes}), today)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2017, 8, 15), Standing.on_time),
        (date(2017, 8, 16), Standing.soon),
        (date(2017, 8, 31), Standing.soon),
        (date(2017, 9, 1), Standing.overdue),
    ],
)
def test_overdue_begins_the_day_after_the_due_day(today: date, expected: Standing) -> None:
    assert lamp(today) is expected


def test_lagging_goes_before_due_soon() -> None:
    assert lamp(date(2017, 8, 20), lagging_from=date(2017, 8, 20)) is Standing.lagging
    assert lamp(date(2017, 8, 19), lagging_from=date(2017, 8, 20)) is Standing.soon


def test_check_point_that_passed_lags_and_is_never_overdue() -> None:
    assert lamp(date(2017, 9, 1), kind=CHECKPOINT) is Standing.lagging
    assert lamp(date(2027, 9, 1), kind=CHECKPOINT) is Standing.lagging


def test_period_that_passed_is_overdue() -> None:
    assert lamp(date(2017, 9, 1), kind=RECURRING) is Standing.overdue


@pytest.mark.parametrize(
    ("submitted_on", "expected"),
    [
        (date(2017, 8, 30), Standing.on_time),
        (date(2017, 8, 31), Standing.on_time),
        (date(2017, 9, 1), Standing.overdue),
    ],
)
def test_completion_asked_for_in_time_stops_the_clock(
    submitted_on: date, expected: Standing
) -> None:
    state = MilestoneState.submitted
    assert lamp(date(2017, 9, 5), state=state, submitted_on=submitted_on) is expected


@pytest.mark.parametrize("state", [MilestoneState.closed, MilestoneState.missed])
def test_milestone_that_ended_is_done(state: MilestoneState) -> None:
    assert lamp(date(2018, 1, 1), state=state) is Standing.done


def test_milestone_without_a_date_is_on_time() -> None:
    assert lamp(date(2018, 1, 1), due_on=None, soon_from=None) is Standing.on_time


def test_progress_moves_the_day_of_lagging(session: Session) -> None:
    task = make_task(session, deadline_due_on=date(2017, 9, 13))
    [milestone] = tasks.open_milestones(session, task, ACCEPTED, WORKDAYS)
    assert milestone.lagging_from == date(2017, 6, 25)
    tasks.set_percent(session, milestone, 50, WORKDAYS)
    assert milestone.lagging_from == date(2017, 8, 14)
    tasks.set_percent(session, milestone, 90, WORKDAYS)
    assert milestone.lagging_from is None


def test_progress_of_a_period_never_makes_it_lag(session: Session) -> None:
    task = make_repeating(session, "recurring:yearly")
    tasks.set_percent(session, task.milestones[0], 1, WORKDAYS)
    assert task.milestones[0].lagging_from is None


def make_span(due_on: date | None) -> Milestone:
    return Milestone(
        task_id=1, position=1, kind=DEADLINE, normal="", opened_on=ACCEPTED, due_on=due_on
    )


@pytest.mark.parametrize(
    ("today", "percent"),
    [(ACCEPTED - DAY, 0), (ACCEPTED, 0), (date(2017, 7, 25), 50), (date(2018, 1, 1), 100)],
)
def test_planned_percent_is_the_share_of_days_that_passed(today: date, percent: int) -> None:
    assert tasks.planned_percent(make_span(date(2017, 9, 13)), today) == percent


@pytest.mark.parametrize("due_on", [None, ACCEPTED, ACCEPTED - DAY])
def test_no_days_no_planned_percent(due_on: date | None) -> None:
    assert tasks.planned_percent(make_span(due_on), TODAY) is None


def test_worst_milestone_gives_the_task_its_lamp(session: Session) -> None:
    task = make_task(session)
    make_milestone(session, task, due_on=date(2017, 12, 31), soon_from=None)
    worst = make_milestone(session, task, due_on=date(2017, 8, 15))
    make_milestone(session, task, due_on=date(2017, 8, 1), state=MilestoneState.closed)
    assert tasks.worst_milestone(task, TODAY) is worst
    assert tasks.task_standing(task, TODAY) is Standing.overdue


def test_of_equally_bad_milestones_the_earliest_counts(session: Session) -> None:
    task = make_task(session)
    make_milestone(session, task, due_on=date(2017, 8, 10))
    earliest = make_milestone(session, task, due_on=date(2017, 8, 1))
    assert tasks.worst_milestone(task, TODAY) is earliest


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (TaskState.issued, Standing.overdue),
        (TaskState.active, Standing.overdue),
        (TaskState.submitted, Standing.overdue),
        (TaskState.completed, Standing.done),
        (TaskState.struck_off, Standing.done),
        (TaskState.suspended, Standing.paused),
        (TaskState.cancelled, Standing.paused),
    ],
)
def test_state_of_the_task_goes_before_its_milestones(
    session: Session, state: TaskState, expected: Standing
) -> None:
    task = make_task(session, state=state)
    make_milestone(session, task, due_on=date(2017, 8, 1))
    assert tasks.task_standing(task, TODAY) is expected


# --- the same lamps in SQL


def near(*offsets: int) -> list[date | None]:
    return [None, *(TODAY + timedelta(offset) for offset in offsets)]


@pytest.mark.slow
def test_sql_gives_every_milestone_the_lamp_python_gives(session: Session) -> None:
    task = make_task(session)
    shared = {
        "task_id": task.id,
        "label": "",
        "normal": "none",
        "opened_on": ACCEPTED,
        "percent": 0,
    }
    cases = product(
        MilestoneKind, MilestoneState, near(-1, 0, 1), near(0, 1), near(0, 1), near(-2, -1, 0, 1)
    )
    names = ("kind", "state", "due_on", "soon_from", "lagging_from", "submitted_on")
    rows = [
        {**shared, "position": position, **dict(zip(names, case, strict=True))}
        for position, case in enumerate(cases)
    ]
    session.connection().execute(insert(Milestone), rows)
    found = session.exec(select(Milestone, tasks.milestone_standing_clause(TODAY))).all()
    assert len(found) == 2700
    for milestone, shown in found:
        assert shown == tasks.standing(milestone, TODAY), milestone


@pytest.mark.parametrize("seed", range(3))
def test_sql_gives_every_task_the_lamp_python_gives(session: Session, seed: int) -> None:
    chance = Random(seed)
    for position in range(30):
        task = make_task(session, (), position=position, state=chance.choice(list(TaskState)))
        for _number in range(chance.randint(0, 3)):
            make_milestone(
                session,
                task,
                kind=chance.choice(list(MilestoneKind)),
                state=chance.choice(list(MilestoneState)),
                due_on=chance.choice(near(-40, -1, 0, 1, 40)),
                soon_from=chance.choice(near(-1, 0, 1)),
                lagging_from=chance.choice(near(-1, 0, 1)),
                submitted_on=chance.choice(near(-41, -1, 0)),
            )
    for today in (TODAY - DAY, TODAY, TODAY + DAY):
        shown = session.exec(select(Task, tasks.standing_clause(today))).all()
        assert [lamp for _task, lamp in shown] == [
            tasks.task_standing(task, today) for task, _lamp in shown
        ]


# --- no sequence of actions leaves the table

ACTIONS = st.one_of(
    st.tuples(st.just("sign"), st.integers(0, 2)),
    st.tuples(st.just("report"), st.integers(0, 1)),
    st.tuples(st.just("review"), st.integers(0, 1)),
    st.tuples(st.just("wait"), st.sampled_from((1, 40, 400))),
    st.tuples(
        st.sampled_from(("complete", "suspend", "resume", "cancel", "strike off")), st.just(0)
    ),
)
NORMALS = ("month:2017-08", "multi:month:2017-08;year:2018", "ongoing", "recurring:monthly", "none")


class Office:
    """One task, its people, and what they may try on it."""

    def __init__(self, session: Session, normal: str) -> None:
        self.session, self.today = session, ACCEPTED
        self.lin = make_person(session, account="lin", role=Role.coordinator)
        self.task = make_task(session, ("编办", "财政局"), ("人社局",), deadline_normal=normal)
        self.clerks = [
            make_person(session, account=f"c{each.id}", department_id=each.department_id)
            for each in self.task.assignments
        ]
        tasks.open_milestones(session, self.task, self.today, WORKDAYS)

    def act(self, action: str, number: int) -> None:
        """Try one thing; what is refused is undone whole, as an entry point would."""
        refusals = () if action == "wait" else (TrackerError,)  # nobody could answer the tick
        with suppress(*refusals), self.session.begin_nested():
            getattr(self, action.replace(" ", "_"))(number)

    def sign(self, number: int) -> None:
        by = self.clerks[number]
        tasks.sign(self.session, self.task.assignments[number], by, at(self.today))

    def report(self, asks: int) -> None:
        written = len(self.session.exec(select(Report.id)).all())
        values = reports.ReportValues(
            "已会签5家。", 50 + 50 * asks, f"form {written}", asks_completion=bool(asks)
        )
        milestone = self.task.milestones[-1]
        reports.submit_report(
            self.session, milestone, values, [], self.clerks[0], at(self.today), WORKDAYS
        )

    def review(self, accepts: int) -> None:
        waiting = select(Report).where(Report.state == ReportState.submitted)
        for report in self.session.exec(waiting).all():
            if accepts:
                reports.accept_report(self.session, report, "", self.lin, at(self.today), WORKDAYS)
            else:
                reports.return_report(
                    self.session, report, "请写明数字。", LETTERHEAD, self.lin, at(self.today)
                )

    def wait(self, days: int) -> None:
        self.today += timedelta(days)
        tick(self.session, self.today)

    def complete(self, _number: int) -> None:
        tasks.complete_task(self.session, self.task, self.lin, at(self.today))

    def change(self, to: TaskState) -> None:
        tasks.change_state(self.session, self.task, to, self.lin, at(self.today))

    def suspend(self, _number: int) -> None:
        self.change(TaskState.suspended)

    def resume(self, _number: int) -> None:
        self.change(TaskState.active)

    def cancel(self, _number: int) -> None:
        self.change(TaskState.cancelled)

    def strike_off(self, _number: int) -> None:
        self.change(TaskState.struck_off)


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """Open a transaction of which nothing stays."""
    with Session(database.writer, expire_on_commit=False) as session:
        session.begin()
        yield session
        session.rollback()


def steps(session: Session, kind: str, **subject: int) -> list[str]:
    """Return the states a thing went through, as the history tells."""
    told = select(Event).filter_by(**subject).order_by(col(Event.id))
    changes = [
        line.change["state"]
        for line in session.exec(told).all()
        if line.action.startswith(kind) and "state" in line.change
    ]
    for (_old, new), (old, _new) in pairwise(changes):
        assert new == old, "a change is missing in the history"
    return [changes[0][0], *(new for _old, new in changes)] if changes else []


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(normal=st.sampled_from(NORMALS), actions=st.lists(ACTIONS, min_size=3, max_size=14))
def test_no_sequence_of_actions_leaves_the_table(
    database: Database, normal: str, actions: list[tuple[str, int]]
) -> None:
    with undone(database) as session:
        office = Office(session, normal)
        for action, number in actions:
            office.act(action, number)
        session.expire_all()
        task = office.task
        walked = steps(session, "task.", task_id=task.id) or ["issued"]
        assert walked[-1] == task.state
        for old, new in pairwise(walked):
            assert new in tasks.TRANSITIONS[TaskState(old)]
        for milestone in task.milestones:
            walked = steps(session, "milestone.", milestone_id=milestone.id) or ["open"]
            assert walked[-1] == milestone.state
            for old, new in pairwise(walked):
                assert new in tasks.MILESTONE_TRANSITIONS[MilestoneState(old)]
        check_sense(task)


def check_sense(task: Task) -> None:
    """Check what must hold of a task whatever happened to it."""
    still_open = [each.state for each in task.milestones if each.state in tasks.OPEN_STATES]
    if task.state in tasks.DONE_STATES:
        assert not still_open
        assert task.completed_at is not None
    else:
        assert task.completed_at is None
    if task.state is TaskState.submitted:
        assert set(still_open) == {MilestoneState.submitted}
    for milestone in task.milestones:
        assert (milestone.closed_on is not None) == (milestone.state is MilestoneState.closed)
        ended_after_request = {MilestoneState.submitted, MilestoneState.closed}
        assert (milestone.submitted_on is not None) == (milestone.state in ended_after_request)


def test_departments_of_a_task_are_made_from_its_words(session: Session, lin: Person) -> None:
    make_department(session, "编办")
    draft = make_draft(session, ["编办", "各街道"], [])
    issue(session, draft, lin, at(ACCEPTED))
    found = session.exec(select(Department.name, Department.is_group)).all()
    assert sorted(found) == [("各街道", True), ("编办", False)]
