"""An applied edition that is taken back leaves everything as it was before it was applied."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, col, select

from tests.amended_samples import amended_extraction
from tests.conftest import NOW
from tests.make import make_department, make_person
from tests.reading_samples import extraction_from
from tests.test_amendment import (
    FIRST,
    HEAD,
    PLAN,
    POLICY,
    TEACHERS,
    WORKDAYS,
    apply,
    clerk_of,
    events,
    issue,
    offers,
    receive,
    report,
    sign,
    task_named,
    tianning,
)
from tracker import dashboards, directory, intake, reports, tasks
from tracker.clock import Workdays
from tracker.dashboards import LedgerFilter
from tracker.database import Database
from tracker.errors import Conflict, InvalidInput, NotNow
from tracker.models import (
    Assignment,
    Document,
    DraftState,
    Message,
    MessageState,
    MilestoneState,
    Person,
    Reminder,
    Report,
    ReportState,
    Role,
    Task,
    TaskState,
)
from tracker.permissions import may, visible_tasks
from tracker.reminders import queue_reminders
from tracker.settings import Lights

NEW = "4\t规范招生\t规范招生行为。\t2018年\t教育文体局\t——\n"
CHANGED = (
    HEAD
    + "1\t修编布局规划\t修编义务教育布局规划，报省教育厅。\t2017年10月\t国土分局、建设局\t——\n"
    + TEACHERS
    + NEW.replace("4", "3", 1)
)


@pytest.fixture
def first(session: Session, lin: Person, now: datetime) -> Document:
    """A small document, its three rows issued."""
    document = receive(session, extraction_from(FIRST), "a", lin)
    issue(session, document, lin, now)
    return document


@pytest.fixture
def amend(session: Session, lin: Person, now: datetime, first: Document) -> Callable[..., Document]:
    """Return a function that takes a text in as an amended edition of the small document."""

    def take_in(text: str, digest: str = "b") -> Document:
        document = receive(session, extraction_from(text), digest, lin)
        base = intake.edition_in_force(session, first)
        intake.name_edition(session, document, base, lin, now)
        return document

    return take_in


def withdraw(session: Session, document: Document, by: Person, now: datetime) -> intake.Undoing:
    return intake.withdraw_edition(session, document, by, now, WORKDAYS)


def values(row: SQLModel, *without: str) -> dict[str, Any]:
    return row.model_dump(exclude=set(without))


def snapshot(session: Session, base: Document) -> dict[str, Any]:
    """Return what a document's tasks, their parts and nodes, and its drafts are.

    Left out: versions, the ids of parts, and the nodes that have lost their deadline.
    """
    session.flush()
    session.expire_all()
    issued = session.exec(select(Task).where(Task.document_id == base.id)).all()
    return {
        "base": values(base),
        "drafts": [values(each, "version") for each in base.drafts],
        "tasks": {
            task.id: (
                values(task, "deadline_version"),
                {each.department_id: values(each, "id") for each in task.assignments},
                [
                    values(node)
                    for node in task.milestones
                    if node.state is not MilestoneState.superseded
                ],
            )
            for task in issued
        },
    }


# --- the property


ROWS = ("修编规划", "补充教师", "保障安全", "规范招生")
WORDS = ("修编布局规划，报市教育局。", "修编布局规划，报省教育厅。", "按时落实到位。")
TIMES = ("2017年8月", "2017年10月", "长期", "每年9月", "每季度", "2017年8月，2018年8月", "——")
NAMES = ("规划分局", "发改局", "建设局", "各街道", "财政局")


@st.composite
def editions(draw: st.DrawFn) -> str:
    """Return a small table; two of them differ in any row and field."""
    lines: list[str] = []
    for title in draw(st.permutations(ROWS))[: draw(st.integers(1, len(ROWS)))]:
        names = draw(st.permutations(NAMES))
        leads = draw(st.integers(1, 2))
        others = "、".join(names[leads : leads + draw(st.integers(0, 2))]) or "——"
        cells = [
            str(len(lines) + 1),
            title,
            draw(st.sampled_from(WORDS)),
            draw(st.sampled_from(TIMES)),
            "、".join(names[:leads]),
            others,
        ]
        lines.append("\t".join(cells) + "\n")
    return HEAD + "".join(lines)


class Work:
    """Does what may be done on tasks before an edition is applied."""

    def __init__(self, session: Session, by: Person, now: datetime) -> None:
        self.session, self.by, self.now, self.forms = session, by, now, 0

    def do(self, kind: str, task: Task) -> None:
        """Do one thing, if it can be done now."""
        steps = {
            "lead signs": lambda: self.sign(task.leads[0]),
            "other signs": lambda: self.sign(task.assignments[-1]),
            "reports": lambda: self.report(task, asks=False),
            "asks": lambda: self.report(task, asks=True),
            "accept": lambda: self.accept(task),
            "suspend": lambda: self.suspend(task),
        }
        steps[kind]()
        self.session.flush()

    def sign(self, part: Assignment) -> None:
        if part.signed_at is None and part.task.state in tasks.WORKING_STATES:
            tasks.sign(self.session, part, clerk_of(self.session, part.department.name), self.now)

    def report(self, task: Task, *, asks: bool) -> None:
        node = next((each for each in task.milestones if each.state is MilestoneState.open), None)
        if node is None or task.state not in tasks.WORKING_STATES:
            return
        self.sign(task.leads[0])
        self.forms += 1
        percent = 100 if asks else 40
        said = reports.ReportValues("已办。", percent, str(self.forms), asks_completion=asks)
        clerk = clerk_of(self.session, task.leads[0].department.name)
        with suppress(InvalidInput, NotNow):
            reports.submit_report(self.session, node, said, [], clerk, self.now, WORKDAYS)

    def accept(self, task: Task) -> None:
        nodes = [each.id for each in task.milestones]
        wanted = select(Report).where(
            Report.state == ReportState.submitted, col(Report.milestone_id).in_(nodes)
        )
        for each in self.session.exec(wanted).all():
            reports.accept_report(self.session, each, "", self.by, self.now, WORKDAYS)

    def suspend(self, task: Task) -> None:
        if TaskState.suspended in tasks.TRANSITIONS[task.state]:
            tasks.change_state(self.session, task, TaskState.suspended, self.by, self.now)


ACTS = ("lead signs", "other signs", "reports", "asks", "accept", "suspend")
MANY = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def begin(session: Session, text: str, data: st.DataObject, by: Person, now: datetime) -> Document:
    """Take a document in, issue some of its rows and let some work on them be done."""
    base = receive(session, extraction_from(text), "a", by)
    for draft in list(base.drafts):
        fate = data.draw(st.sampled_from(["issue", "issue", "issue", "leave", "drop"]))
        if fate == "issue":
            intake.accept_drafts(session, [draft], by, now, WORKDAYS, as_they_are=True)
        elif fate == "drop":
            intake.drop_draft(session, draft, by, now)
    work = Work(session, by, now)
    issued = session.exec(select(Task).order_by(col(Task.id))).all()
    acts = st.tuples(st.sampled_from(ACTS), st.integers(0, max(len(issued) - 1, 0)))
    for kind, at in data.draw(st.lists(acts, max_size=8)) if issued else []:
        work.do(kind, issued[at])
    return base


def apply_some(
    session: Session, document: Document, data: st.DataObject, by: Person, now: datetime
) -> None:
    """Apply an edition with any of its changes ticked."""
    comparison = intake.compare_editions(session, document)
    can = sorted(key for key, each in offers(comparison).items() if each.can_tick)
    ticked = data.draw(st.sets(st.sampled_from(can))) if can else set()
    intake.apply_amendment(session, document, comparison.seen, ticked, by, now, WORKDAYS)


class UndoneError(Exception):
    """Ends an example, so that nothing of it stays."""


@pytest.mark.slow
@MANY
@given(first=editions(), second=editions(), third=editions(), data=st.data())
def test_whatever_was_ticked_goes_back_edition_by_edition(
    database: Database, now: datetime, first: str, second: str, third: str, data: st.DataObject
) -> None:
    with suppress(UndoneError), database.write() as session:
        lin = make_person(session, account="lin", role=Role.coordinator)
        base = begin(session, first, data, lin, now)
        stack: list[tuple[Document, dict[str, Any]]] = []
        for digest, text in (("b", second), ("c", third)):
            document = receive(session, extraction_from(text), digest, lin)
            intake.name_edition(session, document, intake.edition_in_force(session, base), lin, now)
            stack.append((document, snapshot(session, base)))
            apply_some(session, document, data, lin, now)
        for document, before in reversed(stack):
            assert intake.undoing(session, document).is_possible
            withdraw(session, document, lin, now)
            assert snapshot(session, base) == before
        assert intake.edition_in_force(session, base) is base
        raise UndoneError


@pytest.mark.slow
@settings(MANY, max_examples=15)
@given(data=st.data())
def test_amended_tianning_annex_is_taken_back_whatever_was_ticked(
    database: Database, now: datetime, data: st.DataObject
) -> None:
    with suppress(UndoneError), database.write() as session:
        lin = make_person(session, account="lin", role=Role.coordinator)
        base = receive(session, tianning(), "a", lin)
        issue(session, base, lin, now)
        before = snapshot(session, base)
        document = receive(session, amended_extraction("csv"), "b", lin)
        intake.name_edition(session, document, base, lin, now)
        apply_some(session, document, data, lin, now)
        withdraw(session, document, lin, now)
        assert snapshot(session, base) == before
        raise UndoneError


# --- what taking it back does


def test_edition_taken_back_hides_what_it_added_and_restores_the_rest(
    session: Session, amend: Callable[..., Document], first: Document, lin: Person, now: datetime
) -> None:
    before = snapshot(session, first)
    document = amend(CHANGED)
    apply(session, document, lin, now)
    added = task_named(session, "规范招生")
    found = withdraw(session, document, lin, now)
    assert [len(each) for each in (found.tasks, found.changed, found.removed)] == [1, 1, 1]
    assert snapshot(session, first) == before
    assert added.state is TaskState.cancelled
    assert not may(lin, "task.read", added)
    assert added not in session.exec(select(Task).where(visible_tasks(lin))).all()
    assert (document.withdrawn_at, document.amended_at) == (now, None)
    assert dashboards.ledger(session, lin, LedgerFilter(), date(2017, 8, 16)).total == 3
    assert intake.edition_in_force(session, first) is first


def test_every_step_back_leaves_its_line(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(CHANGED)
    apply(session, document, lin, now)
    withdraw(session, document, lin, now)
    [line] = events(session, "document.withdrawn")
    assert line.document_id == document.id
    assert (line.change["edition"], line.change["tasks"]) == ([2, 1], [1, 0])
    changed, removed = events(session, "task.restored")
    assert changed.change["title"] == ["修编布局规划", "修编规划"]
    assert changed.change["deadline_due_on"] == ["2017-10-31", "2017-08-31"]
    assert changed.change["leads"] == [["国土分局", "建设局"], ["规划分局", "发改局"]]
    assert removed.change == {
        "state": ["cancelled", "issued"],
        "reason": [None, "修订稿已撤回。"],
    }
    moved = events(session, "milestone.moved")[-1]
    assert moved.change["due_on"] == ["2017-10-31", "2017-08-31"]


def test_base_of_an_edition_taken_back_is_taken_back_as_any_import(
    session: Session, amend: Callable[..., Document], first: Document, lin: Person, now: datetime
) -> None:
    document = amend(CHANGED)
    apply(session, document, lin, now)
    assert not intake.undoing(session, first).is_possible
    withdraw(session, document, lin, now)
    found = intake.withdraw_import(session, first, lin, now)
    assert len(found.tasks) == 3
    assert session.exec(select(Task).where(visible_tasks(lin))).all() == []


def test_file_of_an_edition_taken_back_is_applied_again(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(CHANGED)
    applied = apply(session, document, lin, now)
    withdraw(session, document, lin, now)
    again = amend(CHANGED)
    assert again.id != document.id
    assert apply(session, again, lin, now) == applied
    assert task_named(session, "修编布局规划").deadline_version == 4


def test_signature_from_before_the_edition_does_not_bind_and_stays(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    for title, department in (("修编规划", "规划分局"), ("保障安全", "教育文体局")):
        sign(session, task_named(session, title), department, now)
        report(session, task_named(session, title), department, now)
    document = amend(CHANGED)
    apply(session, document, lin, now)
    withdraw(session, document, lin, now)
    for title in ("修编规划", "保障安全"):
        task = task_named(session, title)
        assert (task.state, task.leads[0].signed_at) == (TaskState.active, now)
        assert [node.percent for node in task.milestones] == [40]
    parts = {each.name_as_written: each for each in task_named(session, "修编规划").assignments}
    assert not parts["规划分局"].is_former
    assert parts["发改局"].signed_at is None


@pytest.mark.parametrize(
    ("title", "department"),
    [("修编布局规划", "国土分局"), ("修编布局规划", "建设局"), ("规范招生", "教育文体局")],
)
def test_signature_on_what_the_edition_added_or_changed_binds_it(
    session: Session,
    amend: Callable[..., Document],
    lin: Person,
    now: datetime,
    title: str,
    department: str,
) -> None:
    document = amend(CHANGED)
    apply(session, document, lin, now)
    sign(session, task_named(session, title), department, now)
    found = intake.undoing(session, document)
    assert [each.name_as_written for each in found.signatures] == [department]
    with pytest.raises(Conflict):
        withdraw(session, document, lin, now)
    assert document.amended_at == now


def test_signature_on_a_task_the_edition_left_alone_does_not_bind(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(CHANGED)
    apply(session, document, lin, now)
    task = task_named(session, "补充教师")
    sign(session, task, "编办", now)
    assert intake.undoing(session, document).is_possible
    withdraw(session, document, lin, now)
    assert (task.state, task.leads[0].signed_at) == (TaskState.active, now)
    assert "edition" not in task.source


@pytest.mark.parametrize("asks", [False, True])
def test_report_since_binds_the_edition(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime, asks: bool
) -> None:
    task = task_named(session, "修编规划")
    sign(session, task, "规划分局", now)
    document = amend(FIRST.replace("2017年8月", "2017年10月"))
    apply(session, document, lin, now)
    said = report(session, task, "规划分局", now, asks_completion=asks)
    assert intake.undoing(session, document).reports == (said,)
    with pytest.raises(Conflict):
        withdraw(session, document, lin, now)


def test_review_since_binds_the_edition(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    task = task_named(session, "修编规划")
    sign(session, task, "规划分局", now)
    said = report(session, task, "规划分局", now, asks_completion=True)
    document = amend(FIRST.replace("2017年8月", "2017年10月"))
    apply(session, document, lin, now)
    assert intake.undoing(session, document).is_possible
    reports.accept_report(session, said, "", lin, now, WORKDAYS)
    assert not intake.undoing(session, document).is_possible


def test_task_moved_on_by_hand_binds_the_edition(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(CHANGED)
    apply(session, document, lin, now)
    task = task_named(session, "修编布局规划")
    tasks.change_state(session, task, TaskState.suspended, lin, now)
    assert intake.undoing(session, document).moved == (task,)
    with pytest.raises(Conflict):
        withdraw(session, document, lin, now)


def test_later_edition_in_force_binds_the_one_before(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    second = amend(CHANGED)
    apply(session, second, lin, now)
    third = amend(FIRST, "c")
    assert intake.undoing(session, second).is_possible
    apply(session, third, lin, now)
    assert intake.undoing(session, second).editions == (third,)
    with pytest.raises(Conflict):
        withdraw(session, second, lin, now)


def test_edition_not_yet_compared_waits_for_the_one_in_force_again(
    session: Session, amend: Callable[..., Document], first: Document, lin: Person, now: datetime
) -> None:
    second = amend(CHANGED)
    apply(session, second, lin, now)
    third = amend(FIRST.replace("2017年8月", "2017年11月"), "c")
    withdraw(session, second, lin, now)
    assert third.amends_id == first.id
    comparison = intake.compare_editions(session, third)
    assert comparison.base is first
    assert len(offers(comparison)) == 1


def test_rows_issued_from_the_edition_later_go_with_it(
    session: Session, amend: Callable[..., Document], first: Document, lin: Person, now: datetime
) -> None:
    before = snapshot(session, first)
    document = amend(CHANGED)
    apply(session, document, lin, now, ticked=[])
    [late] = issue(session, document, lin, now)
    assert intake.undoing(session, document).tasks == (late,)
    withdraw(session, document, lin, now)
    assert (late.state, may(lin, "task.read", late)) == (TaskState.cancelled, False)
    assert snapshot(session, first) == before


def test_draft_carried_into_the_edition_is_to_be_checked_in_the_one_before(
    session: Session, lin: Person, now: datetime
) -> None:
    base = receive(session, extraction_from(FIRST), "a", lin)
    document = receive(session, extraction_from(CHANGED), "b", lin)
    intake.name_edition(session, document, base, lin, now)
    apply(session, document, lin, now)
    carried, dropped = DraftState.carried, DraftState.dropped
    assert [each.state for each in base.drafts] == [carried, carried, dropped]
    withdraw(session, document, lin, now)
    assert {each.state for each in base.drafts} == {DraftState.open}
    assert intake.last_act(session, base, lin) is None
    assert len(issue(session, base, lin, now)) == 3


def test_next_period_that_opened_since_does_not_bind_and_goes(
    session: Session, lin: Person, now: datetime
) -> None:
    base = receive(session, extraction_from(HEAD + TEACHERS), "a", lin)
    [task] = issue(session, base, lin, now)
    due_on = task.milestones[0].due_on
    document = receive(session, extraction_from(HEAD + TEACHERS.replace("长期", "每月")), "b", lin)
    intake.name_edition(session, document, base, lin, now)
    apply(session, document, lin, now)
    later = now + timedelta(days=80)
    while tasks.open_due_milestones(session, later, WORKDAYS):
        pass
    withdraw(session, document, lin, later)
    states = [(each.normal, each.state.value) for each in task.milestones]
    assert states[0] == ("ongoing", "open")
    assert {state for _normal, state in states[1:]} <= {"superseded", "missed"}
    assert task.milestones[0].due_on == due_on


def test_period_of_a_task_whose_words_changed_stays_as_it_went_on(
    session: Session, lin: Person, now: datetime
) -> None:
    base = receive(session, extraction_from(HEAD + TEACHERS), "a", lin)
    [task] = issue(session, base, lin, now)
    text = HEAD + TEACHERS.replace("多渠道", "多途径")
    document = receive(session, extraction_from(text), "b", lin)
    intake.name_edition(session, document, base, lin, now)
    apply(session, document, lin, now)
    later = now + timedelta(days=100)
    assert tasks.open_due_milestones(session, later, WORKDAYS) == 1
    withdraw(session, document, lin, later)
    assert [each.state.value for each in task.milestones] == ["open", "open"]
    assert task.content.startswith("多渠道")
    assert task.deadline_version == 1


def test_node_of_a_deadline_taken_back_is_not_taken_for_a_living_one(
    session: Session, lin: Person, now: datetime
) -> None:
    def edition(time: str, digest: str) -> Document:
        text = HEAD + PLAN.replace("2017年8月", time)
        document = receive(session, extraction_from(text), digest, lin)
        intake.name_edition(session, document, base, lin, now)
        apply(session, document, lin, now)
        return document

    base = receive(session, extraction_from(HEAD + PLAN), "a", lin)
    [task] = issue(session, base, lin, now)
    withdraw(session, edition("2017年10月，长期", "b"), lin, now)
    edition("长期", "c")
    edition("2018年", "d")
    opened = [each.normal for each in task.milestones if each.state is MilestoneState.open]
    assert opened == ["year:2018"]
    assert task.milestones[0].normal == "year:2018"


def test_lamps_of_nodes_taken_back_follow_the_rules_of_today(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(HEAD + PLAN.replace("2017年8月", "2018年8月") + TEACHERS)
    apply(session, document, lin, now)
    tasks.refresh_lamps(session, WORKDAYS, Lights(soon_workdays=1, soon_days=3), lin, now)
    week = Workdays(rest=frozenset({date(2017, 8, 30)}), entered=frozenset({2017}))
    intake.withdraw_edition(session, document, lin, now, week)
    [node] = task_named(session, "修编规划").milestones
    assert (node.soon_from, node.lagging_from) == tasks.lamp_days(node, week, Lights())
    assert node.due_on == date(2017, 8, 31)


def test_department_merged_since_comes_back_as_the_one_it_is(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(FIRST.replace("规划分局、发改局\t建设局", "国土分局\t——"))
    apply(session, document, lin, now)
    target = make_department(session, "自然资源局")
    for name in ("规划分局", "国土分局"):
        directory.merge_departments(session, make_department(session, name), target, lin, now)
    withdraw(session, document, lin, now)
    parts = task_named(session, "修编规划").assignments
    assert [(each.department.name, each.role.value, each.reports_for_all) for each in parts] == [
        ("自然资源局", "lead", True),
        ("发改局", "lead", False),
        ("建设局", "cooperating", False),
    ]


def test_deadline_taken_back_is_reminded_of_anew(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    clerk = clerk_of(session, "规划分局")
    document = amend(FIRST.replace("2017年8月", "2017年8月30日"))
    apply(session, document, lin, now)
    day = now + timedelta(days=9)  # Friday 25 August: five days before the 30th
    while queue_reminders(session, POLICY, day):
        pass
    told = session.exec(select(Message).where(Message.person_id == clerk.id)).one()
    withdraw(session, document, lin, day)
    session.refresh(told)
    assert told.state is MessageState.superseded
    later = day + timedelta(days=10)  # Monday 4 September: past the 31st
    while queue_reminders(session, POLICY, later):
        pass
    wanted = select(Reminder.deadline_version).where(Reminder.person_id == clerk.id)
    assert list(session.exec(wanted.order_by(col(Reminder.id)))) == [2, 3]


# --- at once


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(4))
def test_of_a_signature_and_the_step_back_one_is_a_conflict(
    database: Database, attempt: int
) -> None:
    with database.write() as session:
        lin = make_person(session, account="lin", role=Role.coordinator)
        base = receive(session, extraction_from(FIRST), "a", lin)
        issue(session, base, lin, NOW)
        document = receive(session, extraction_from(FIRST + NEW), "b", lin)
        intake.name_edition(session, document, base, lin, NOW)
        apply(session, document, lin, NOW)
        task = task_named(session, "规范招生").id
        clerk_of(session, "教育文体局")
        edition = document.id
    start = Barrier(2)

    def signs() -> None:
        with database.write() as session:
            sign(session, session.get_one(Task, task), "教育文体局", NOW)

    def takes_back() -> None:
        with database.write() as session:
            by = session.exec(select(Person).where(Person.account == "lin")).one()
            withdraw(session, session.get_one(Document, edition), by, NOW)

    def at_once(act: Callable[[], None]) -> bool:
        start.wait()
        try:
            act()
        except Conflict:
            return False
        return True

    acts = (signs, takes_back) if attempt % 2 else (takes_back, signs)
    with ThreadPoolExecutor(2) as pool:
        done = dict(zip((each.__name__ for each in acts), pool.map(at_once, acts), strict=True))
    assert sorted(done.values()) == [False, True]
    with database.read() as session:
        signed = session.exec(
            select(Assignment).where(col(Assignment.signed_at).is_not(None))
        ).all()
        assert bool(signed) is done["signs"]
        withdrawn = session.get_one(Document, edition).withdrawn_at is not None
        assert withdrawn is done["takes_back"]


def test_step_back_by_somebody_who_saw_an_older_state_is_a_conflict(
    database: Database,
) -> None:
    with database.write() as session:
        lin = make_person(session, account="lin", role=Role.coordinator)
        base = receive(session, extraction_from(FIRST), "a", lin)
        issue(session, base, lin, NOW)
        document = receive(session, extraction_from(CHANGED), "b", lin)
        intake.name_edition(session, document, base, lin, NOW)
        apply(session, document, lin, NOW)
    with database.read() as session:
        stale = session.get_one(Document, document.id)
        session.expunge(stale)
    with database.write() as session:
        withdraw(session, session.get_one(Document, document.id), lin, NOW)
    with database.write() as session, pytest.raises(Conflict):
        withdraw(session, session.merge(stale, load=False), lin, NOW)


def test_persons_come_with_the_departments_of_an_edition_and_go_with_it(
    session: Session, lin: Person, now: datetime
) -> None:
    head = "序号\t重点任务\t主要内容\t分管领导\t责任部门\t完成时间\n"
    row = "1\t修编规划\t修编义务教育布局规划，报市教育局。\t{}\t{}\t2017年8月\n"
    base = receive(session, extraction_from(head + row.format("张伟", "发改局")), "c", lin)
    (task,) = issue(session, base, lin, now)
    edition = receive(session, extraction_from(head + row.format("张建国", "财政局")), "d", lin)
    intake.name_edition(session, edition, base, lin, now)
    apply(session, edition, lin, now)
    assert task.persons == [["分管领导", "张建国"]]
    withdraw(session, edition, lin, now)
    assert task.persons == [["分管领导", "张伟"]]
