"""Every number equals the list it opens, in plain Python and in plain SQL."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from tests.make import add, make_department, make_document, make_milestone, make_person, make_task
from tracker.dashboards import (
    Action,
    Counted,
    LedgerFilter,
    Left,
    LeftKind,
    Need,
    NoteKind,
    Part,
    Sort,
    Tab,
    ledger,
    overview,
    task_page,
    workbench,
)
from tracker.dashboards.conditions import Scope
from tracker.dashboards.ledger import find_ids
from tracker.dashboards.left import left, note, time_left
from tracker.dashboards.spans import time_line
from tracker.dashboards.trend import month_ends
from tracker.history import record
from tracker.models import (
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
from tracker.tasks import Standing, task_standing

TODAY = date(2017, 8, 16)
NAMES = ("教育文体局", "民政局", "规划分局", "编办", "财政局")
AT = datetime(2017, 8, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def leader(session: Session) -> Person:
    return make_person(session, account="wang", name="王区长", role=Role.leader)


def make_report(session: Session, milestone: Milestone, by: Person, **changes: Any) -> Report:
    values: dict[str, Any] = {
        "milestone_id": milestone.id,
        "department_id": by.department_id or milestone.task.assignments[0].department_id,
        "person_id": by.id,
        "state": ReportState.noted,
        "progress": "已会签5家。",
        "percent": 40,
        "form_key": f"{milestone.id}-{changes.get('created_at', AT)}-{len(changes)}",
        "created_at": AT,
    }
    return add(session, Report(**{**values, **changes}))


def make_random_tasks(session: Session, by: Person, seed: int, count: int = 40) -> list[Task]:
    """Make tasks in every state whose dates hold together, as the stages would leave them."""
    chance = Random(seed)
    documents = [make_document(session, doc_number=f"常政〔2017〕{n}号") for n in range(3)]
    made = []
    for position in range(count):
        state = chance.choice(list(TaskState))
        leads = tuple(chance.sample(NAMES, chance.randint(1, 3)))
        rest = [name for name in NAMES if name not in leads]
        issued = datetime(2016, 9, 1, 17, tzinfo=UTC) + timedelta(days=chance.randint(0, 340))
        task = make_task(
            session,
            leads,
            tuple(rest[: chance.randint(0, 2)]),
            document=chance.choice(documents),
            position=position,
            state=state,
            issued_at=issued,
        )
        for each in task.assignments:
            each.signed_at = AT if chance.random() < 0.7 else None
        fill_milestones(session, task, by, chance)
        made.append(task)
    session.flush()
    return made


def fill_milestones(session: Session, task: Task, by: Person, chance: Random) -> None:
    done = task.state in {TaskState.completed, TaskState.struck_off}
    if done:
        task.completed_at = task.issued_at + timedelta(days=chance.randint(0, 340))
        task.completed_at = min(task.completed_at, AT)
    for _ in range(chance.randint(1, 3)):
        due = chance.choice([None, TODAY + timedelta(days=chance.randint(-300, 200))])
        state = MilestoneState.closed if done else chance.choice(list(MilestoneState))
        asked = None
        if due and state in {MilestoneState.submitted, MilestoneState.closed}:
            asked = due + timedelta(days=chance.randint(-9, 9))
        milestone = make_milestone(
            session,
            task,
            kind=chance.choice(list(MilestoneKind)),
            state=state,
            due_on=due,
            soon_from=due and due - timedelta(days=15),
            lagging_from=due and chance.choice([None, due - timedelta(days=30)]),
            submitted_on=asked,
            closed_on=asked if state is MilestoneState.closed else None,
        )
        if state is MilestoneState.missed:
            missed = record(session, "milestone.missed", None, AT, task_id=task.id)
            missed.milestone_id = milestone.id
        if chance.random() < 0.5:
            reported = chance.choice([ReportState.noted, ReportState.returned])
            asks = reported is ReportState.returned
            words = "请写明数字。" if asks else ""
            values = {"state": reported, "asks_completion": asks, "review_text": words}
            make_report(session, milestone, by, **values)


def all_counted(thing: object) -> Iterator[Counted]:
    """Yield every number on a page, however deep it lies."""
    if isinstance(thing, Counted):
        yield thing
    elif isinstance(thing, dict):
        for each in thing.values():
            yield from all_counted(each)
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from all_counted(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from all_counted(getattr(thing, field.name))


def listed(session: Session, person: Person, wanted: LedgerFilter) -> list[int]:
    """Return the ids of the list a number opens, whatever its length."""
    return list(find_ids(session, wanted, Scope(person, TODAY), limit=1000))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_every_number_equals_the_list_it_opens(
    session: Session, lin: Person, zhou: Person, leader: Person, seed: int
) -> None:
    make_random_tasks(session, zhou, seed)
    shown = {
        lin.id: [overview(session, lin, TODAY), workbench(session, lin, TODAY)],
        leader.id: [overview(session, leader, TODAY)],
        zhou.id: [workbench(session, zhou, TODAY)],
    }
    checked = set()
    for person in (lin, leader, zhou):
        for counted in all_counted(shown[person.id]):
            if (person.id, counted.filter) in checked:
                continue
            checked.add((person.id, counted.filter))
            ids = listed(session, person, counted.filter)
            assert len(ids) == counted.number, counted.filter
            assert len(set(ids)) == len(ids)
    assert len(checked) > 100


def test_the_five_figures_add_up_and_agree_with_plain_python(
    session: Session, zhou: Person, leader: Person
) -> None:
    tasks = make_random_tasks(session, zhou, 3)
    figures = overview(session, leader, TODAY).figures
    lamps = [task_standing(task, TODAY) for task in tasks]
    assert figures.overdue.number == lamps.count(Standing.overdue)
    assert figures.near.number == lamps.count(Standing.soon) + lamps.count(Standing.lagging)
    assert figures.on_time.number == lamps.count(Standing.on_time)
    assert figures.completed.number == lamps.count(Standing.done)
    assert figures.paused.number == lamps.count(Standing.paused)
    parts = (figures.overdue, figures.near, figures.on_time, figures.completed)
    assert figures.total.number == sum(each.number for each in parts)
    assert figures.total.number == len(tasks) - figures.paused.number


def test_figures_agree_with_plain_sql(session: Session, zhou: Person, leader: Person) -> None:
    make_random_tasks(session, zhou, 4)
    shown = overview(session, leader, TODAY)
    overdue = """
        SELECT count(DISTINCT task.id) FROM task JOIN milestone ON milestone.task_id = task.id
        WHERE task.state IN ('issued', 'active', 'submitted')
        AND milestone.state IN ('open', 'submitted') AND milestone.kind <> 'checkpoint'
        AND milestone.due_on < :today
        AND (submitted_on IS NULL OR submitted_on > due_on)"""
    done = "SELECT count(*) FROM task WHERE state IN ('completed', 'struck_off')"
    working = "SELECT count(*) FROM task WHERE state IN ('issued', 'active', 'submitted')"
    coming = """
        SELECT count(*) FROM task JOIN milestone ON milestone.task_id = task.id
        WHERE task.state IN ('issued', 'active', 'submitted')
        AND milestone.state IN ('open', 'submitted')
        AND milestone.due_on BETWEEN '2017-08-16' AND '2017-09-15'"""

    def number(statement: str) -> int:
        values = {"today": TODAY.isoformat()} if ":today" in statement else {}
        return int(session.connection().execute(text(statement), values).scalar_one())

    assert shown.figures.overdue.number == number(overdue)
    assert shown.figures.completed.number == number(done)
    assert shown.figures.unfinished.number == number(working)
    assert shown.coming.milestones == number(coming)


def test_department_table_sums_to_the_figures(
    session: Session, zhou: Person, leader: Person
) -> None:
    make_random_tasks(session, zhou, 5)
    shown = overview(session, leader, TODAY)
    columns = zip(*(line.cells for line in shown.departments), strict=True)
    sums = [sum(each.number for each in column) for column in columns]
    assert sums == [each.number for each in shown.totals]
    assert shown.totals[0] == shown.figures.total


def test_a_task_nobody_sums_up_for_is_in_the_table_too(session: Session, leader: Person) -> None:
    task = make_task(session)
    task.assignments[0].reports_for_all = False
    session.flush()
    shown = overview(session, leader, TODAY)
    assert shown.departments[0].name == ""
    assert shown.departments[0].cells[0].number == shown.totals[0].number == 1
    assert listed(session, leader, shown.departments[0].cells[0].filter) == [task.id]


def test_tabs_add_up_under_any_filter(session: Session, lin: Person, zhou: Person) -> None:
    make_random_tasks(session, zhou, 6)
    department = make_department(session, NAMES[1])
    for wanted in (
        LedgerFilter(),
        LedgerFilter(department=department.id, part=Part.lead),
        LedgerFilter(q="常政"),
        LedgerFilter(need=Need.unsigned),
    ):
        counts = ledger(session, lin, wanted, TODAY).counts
        number = {tab: each.number for tab, each in counts.items()}
        states = (Tab.issued, Tab.active, Tab.submitted, Tab.completed)
        lamps = (Tab.overdue, Tab.lagging, Tab.soon, Tab.on_time, Tab.completed)
        assert number[None] == sum(number[tab] for tab in states)
        assert number[None] == sum(number[tab] for tab in lamps)


def test_chart_ends_with_the_figures_of_today(
    session: Session, zhou: Person, leader: Person
) -> None:
    make_random_tasks(session, zhou, 7)
    shown = overview(session, leader, TODAY)
    assert len(shown.months) == 12
    assert shown.months[-1].day == TODAY
    assert shown.months[-1].unfinished.number == shown.figures.unfinished.number
    assert shown.months[-1].overdue.number == shown.figures.overdue.number
    assert all(each.overdue.number <= each.unfinished.number for each in shown.months)


def test_chart_looks_back_with_the_dates_of_tasks(session: Session, leader: Person) -> None:
    task = make_task(
        session,
        state=TaskState.completed,
        issued_at=datetime(2017, 3, 31, 16, 30, tzinfo=UTC),
        completed_at=datetime(2017, 6, 30, 15, 30, tzinfo=UTC),
    )
    make_milestone(
        session,
        task,
        due_on=date(2017, 5, 30),
        state=MilestoneState.closed,
        submitted_on=date(2017, 6, 30),
        closed_on=date(2017, 6, 30),
    )
    months = overview(session, leader, TODAY).months
    unfinished = {each.day.month: each.unfinished.number for each in months}
    overdue = {each.day.month: each.overdue.number for each in months}
    assert [unfinished[month] for month in (3, 4, 5, 6)] == [0, 1, 1, 0]
    assert [overdue[month] for month in (3, 4, 5, 6)] == [0, 0, 1, 0]


def test_month_ends_are_the_last_twelve() -> None:
    days = month_ends(date(2017, 3, 31))
    assert days[0] == date(2016, 4, 30)
    assert days[-2:] == [date(2017, 2, 28), date(2017, 3, 31)]


def test_department_never_sees_what_is_foreign(session: Session, zhou: Person, wu: Person) -> None:
    make_task(session, ("教育文体局",), title="规范教育培训市场")
    own = make_task(session, ("民政局",), ("财政局",), title="养老服务")
    page = ledger(session, wu, LedgerFilter(), TODAY)
    assert [row.task.id for row in page.rows] == [own.id]
    assert page.counts[None].number == 1
    assert [choice.label for choice in page.departments] == ["民政局", "财政局"]
    assert len(page.documents) == 1
    assert ledger(session, wu, LedgerFilter(q="培训"), TODAY).total == 0
    department = zhou.department_id
    assert ledger(session, wu, LedgerFilter(department=department), TODAY).total == 0
    assert workbench(session, wu, TODAY).counts[None].number == 1


def test_administrator_sees_no_task(session: Session) -> None:
    admin = make_person(session, account="root", role=Role.administrator)
    make_task(session)
    assert ledger(session, admin, LedgerFilter(), TODAY).total == 0
    assert workbench(session, admin, TODAY).groups == ()


def test_overdue_list_is_longest_first_with_the_last_report(
    session: Session, lin: Person, zhou: Person
) -> None:
    late = make_task(session, no="2", position=2)
    make_milestone(session, late, due_on=date(2017, 8, 11))
    later = make_task(session, no="1", position=1)
    milestone = make_milestone(session, later, due_on=date(2017, 5, 31))
    make_report(session, milestone, zhou, progress="实施意见已印发。")
    rows = overview(session, lin, TODAY).overdue
    assert [row.task.id for row in rows] == [later.id, late.id]
    assert [row.left for row in rows] == [Left(LeftKind.overdue, 77), Left(LeftKind.overdue, 5)]
    assert rows[0].latest is not None
    assert rows[0].latest.progress == "实施意见已印发。"
    assert rows[1].latest is None


def test_search_takes_wildcards_as_letters(session: Session, lin: Person) -> None:
    make_task(session, title="完成100%")
    make_task(session, title="完成1000")
    assert ledger(session, lin, LedgerFilter(q="100%"), TODAY).total == 1
    assert ledger(session, lin, LedgerFilter(q="_"), TODAY).total == 0
    assert ledger(session, lin, LedgerFilter(q="完成 68号"), TODAY).total == 2


def test_pages_hold_fifty_and_a_page_too_far_is_the_last(session: Session, lin: Person) -> None:
    document = make_document(session)
    for position in range(51):
        make_task(session, document=document, position=position, no=str(position))
    first = ledger(session, lin, LedgerFilter(), TODAY)
    last = ledger(session, lin, LedgerFilter(page=99), TODAY)
    assert (len(first.rows), first.pages, first.total) == (50, 2, 51)
    assert [row.task.no for row in last.rows] == ["50"]
    assert last.filter.page == 2


def test_a_list_costs_a_fixed_number_of_queries(session: Session, lin: Person) -> None:
    document = make_document(session)
    for position in range(3):
        make_milestone(session, make_task(session, document=document, position=position))
    few = queries_of(session, lin)
    for position in range(3, 30):
        make_milestone(session, make_task(session, document=document, position=position))
    assert queries_of(session, lin) == few


def queries_of(session: Session, person: Person) -> int:
    seen: list[str] = []
    session.flush()
    session.expire_all()
    engine = session.get_bind()

    def note_statement(*values: Any) -> None:
        seen.append(values[2])

    event.listen(engine, "before_cursor_execute", note_statement)
    for row in ledger(session, person, LedgerFilter(sort=Sort.left), TODAY).rows:
        assert row.task.assignments
        assert row.task.document.label
        assert row.summary
    event.remove(engine, "before_cursor_execute", note_statement)
    return len(seen)


def test_clerk_sees_what_to_sign_to_report_and_what_was_returned(
    session: Session, zhou: Person
) -> None:
    to_sign = make_task(session, no="1")
    make_milestone(session, to_sign, due_on=date(2017, 5, 31))
    returned = make_task(session, no="2", state=TaskState.active)
    make_report(
        session,
        make_milestone(session, returned),
        zhou,
        state=ReportState.returned,
        asks_completion=True,
        review_text="没有数字。",
    )
    pressing = make_task(session, no="3", state=TaskState.active)
    make_milestone(session, pressing, due_on=date(2017, 7, 31))
    calm = make_task(session, no="4", state=TaskState.active)
    make_milestone(session, calm, due_on=date(2017, 12, 31), soon_from=date(2017, 12, 16))
    for task in (returned, pressing, calm):
        task.assignments[0].signed_at = AT
    session.flush()
    bench = workbench(session, zhou, TODAY)
    found = {group.need: [row.task.no for row in group.rows] for group in bench.groups}
    assert found == {
        Need.sign: ["1"],
        Need.returned: ["2"],
        Need.report: ["3"],
    }
    assert bench.todo.number == 3
    assert bench.others is not None
    assert bench.others.number == 1
    actions = [row.action for group in bench.groups for row in group.rows]
    assert actions == [Action.sign, Action.report, Action.report]


def test_coordinator_sees_what_to_urge_to_review_and_who_has_no_clerk(
    session: Session, lin: Person, zhou: Person
) -> None:
    overdue = make_task(session, ("规划分局",), no="1")
    make_milestone(session, overdue, due_on=date(2017, 5, 31))
    asked = make_task(session, no="2", state=TaskState.submitted)
    milestone = make_milestone(
        session,
        asked,
        due_on=date(2017, 5, 31),
        state=MilestoneState.submitted,
        submitted_on=TODAY,
    )
    asking = {"state": ReportState.submitted, "asks_completion": True}
    report = make_report(session, milestone, zhou, **asking)
    bench = workbench(session, lin, TODAY)
    found = {group.need: [row.task.no for row in group.rows] for group in bench.groups}
    assert found == {Need.urge: ["1"], Need.review: ["2"], Need.unsigned: ["2", "1"]}
    assert bench.todo.number == 2
    assert [each.name for each in bench.without_clerk] == ["规划分局"]
    row = bench.groups[1].rows[0]
    assert row.action is Action.review
    assert row.waiting is not None
    assert row.waiting.id == report.id


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2017, 8, 16), Left(LeftKind.today)),
        (date(2017, 8, 17), Left(LeftKind.days, 1)),
        (date(2017, 11, 23), Left(LeftKind.days, 99)),
        (date(2017, 11, 24), Left(LeftKind.months, 3)),
        (date(2018, 3, 15), Left(LeftKind.months, 6)),
        (date(2018, 3, 16), Left(LeftKind.months, 7)),
        (date(2020, 12, 31), Left(LeftKind.months, 40)),
    ],
)
def test_far_dates_are_told_in_whole_months(due: date, expected: Left) -> None:
    assert time_left(TODAY, due) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"due_on": date(2017, 8, 15)}, Left(LeftKind.overdue, 1)),
        (
            {"due_on": date(2017, 8, 15), "kind": MilestoneKind.checkpoint},
            Left(LeftKind.passed, 1),
        ),
        ({"due_on": None}, Left(LeftKind.undated)),
        (
            {"state": MilestoneState.submitted, "submitted_on": date(2017, 8, 1)},
            Left(LeftKind.asked),
        ),
        (
            {"state": MilestoneState.closed, "submitted_on": date(2017, 8, 18)},
            Left(LeftKind.early, 13),
        ),
        (
            {"state": MilestoneState.closed, "submitted_on": date(2017, 9, 3)},
            Left(LeftKind.late, 3),
        ),
        (
            {"state": MilestoneState.closed, "submitted_on": date(2017, 8, 31)},
            Left(LeftKind.in_time),
        ),
        ({"state": MilestoneState.missed}, Left(LeftKind.missed)),
    ],
)
def test_days_left_and_over(session: Session, changes: dict[str, Any], expected: Left) -> None:
    milestone = make_milestone(session, make_task(session), **changes)
    assert left(milestone, TODAY) == expected


def test_note_below_the_deadline_says_what_the_date_is(session: Session) -> None:
    plain = make_task(session)
    make_milestone(session, plain)
    ongoing = make_task(session, deadline_text="长期", deadline_normal="ongoing")
    make_milestone(session, ongoing, kind=MilestoneKind.checkpoint, normal="ongoing")
    several = make_task(session, deadline_normal="multi:month:2017-08;month:2018-08")
    make_milestone(session, several)
    undated = make_task(session, deadline_normal="immediate")
    kinds = [note(task, TODAY) for task in (plain, ongoing, several)]
    assert [each and each.kind for each in kinds] == [
        NoteKind.until,
        NoteKind.check,
        NoteKind.node,
    ]
    assert note(undated, TODAY) is None


def test_a_month_is_drawn_as_a_span(session: Session) -> None:
    task = make_task(session)
    make_milestone(session, task)
    make_milestone(session, task, normal="date:2017-08-25", due_on=date(2017, 8, 25))
    make_milestone(session, task, normal="range:2016/2020", due_on=date(2020, 12, 31))
    line = time_line(task.milestones, TODAY)
    starts = [each.start for each in line.spans]
    assert starts == [date(2017, 8, 1), date(2017, 6, 5), date(2016, 1, 1)]
    assert (line.first, line.last) == (date(2016, 1, 1), date(2020, 12, 31))


def test_of_many_periods_the_last_that_ended_are_drawn(session: Session) -> None:
    task = make_task(session)
    for _ in range(6):
        make_milestone(session, task, state=MilestoneState.missed)
    make_milestone(session, task)
    line = time_line(task.milestones, TODAY)
    assert [each.milestone.position for each in line.spans] == [3, 4, 5, 6, 7]
    assert line.hidden == 2


def test_task_page_holds_reports_and_history_newest_first(
    session: Session, lin: Person, zhou: Person, now: datetime
) -> None:
    task = make_task(session)
    milestone = make_milestone(session, task)
    record(session, "task.issued", lin, AT, task_id=task.id)
    record(session, "milestone.submitted", zhou, now, task_id=task.id)
    record(session, "report.submitted", zhou, now, task_id=task.id)
    make_report(session, milestone, zhou, progress="第一次")
    make_report(session, milestone, zhou, progress="第二次", created_at=now)
    session.flush()
    page = task_page(session, lin, task, TODAY)
    assert [report.progress for report in page.reports] == ["第二次", "第一次"]
    assert [event.action for event in page.events] == ["report.submitted", "task.issued"]
    assert page.explained == "2017年8月（至8月31日止）"
    assert page.has_summary_clerk


def test_filters_survive_the_address_bar() -> None:
    wanted = LedgerFilter(tab=Tab.near, on=TODAY, was_overdue=True, department=0)
    assert wanted.arguments == {
        "tab": "near",
        "department": "0",
        "on": "2017-08-16",
        "was_overdue": "1",
    }
