"""Amended editions and undone imports: what was done stays, and nothing is taken over unasked."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.amended_samples import FORMATS, amended_extraction
from tests.make import add, make_department, make_milestone, make_person, make_task
from tests.reading_samples import extraction_from, extraction_of
from tracker import dashboards, intake, reports, tasks
from tracker.clock import Workdays
from tracker.dashboards import LedgerFilter, Tab
from tracker.dashboards.documents import count_documents, list_documents
from tracker.errors import Conflict, NotNow
from tracker.extraction import Extraction
from tracker.intake import Caution, Comparison, Item, Kind, Received
from tracker.mail import Letterhead
from tracker.models import (
    AssignmentRole,
    Document,
    DraftState,
    Event,
    Message,
    MessageState,
    MilestoneState,
    Person,
    Reminder,
    Report,
    Task,
    TaskState,
)
from tracker.permissions import may, visible_tasks
from tracker.reminders import Policy, queue_reminders, situations
from tracker.tasks import Aspect

WORKDAYS = Workdays()
POLICY = Policy(Letterhead("督查室", "ducha@office.example", "http://x.example", "Asia/Shanghai"))
HEAD = (
    "常天政发〔2017〕68号\n重点任务分解表\n序号\t重点任务\t主要内容\t完成时间\t责任部门\t配合部门\n"
)
PLAN = "1\t修编规划\t修编义务教育布局规划，报市教育局。\t2017年8月\t规划分局、发改局\t建设局\n"
TEACHERS = "2\t补充教师\t多渠道补充教师，按时落实到位。\t长期\t编办\t财政局\n"
SAFETY = "3\t保障安全\t完善校园安全岗位责任。\t2017年12月\t教育文体局\t——\n"
FIRST = HEAD + PLAN + TEACHERS + SAFETY


@cache
def tianning() -> Extraction:
    return extraction_of("tianning/source.txt")


def receive(session: Session, extraction: Extraction, digest: str, by: Person) -> Document:
    received = Received(digest * 64, 1, f"{digest}.txt", "text/plain", extraction)
    return intake.receive_document(session, received, by, by.created_at)


def issue(session: Session, document: Document, by: Person, now: datetime) -> list[Task]:
    drafts = intake.proposed_drafts(document)
    return intake.accept_drafts(session, drafts, by, now, WORKDAYS, as_they_are=True)


@pytest.fixture
def first(session: Session, lin: Person, now: datetime) -> Document:
    """A small document, its three rows issued."""
    document = receive(session, extraction_from(FIRST), "a", lin)
    issue(session, document, lin, now)
    return document


@pytest.fixture
def amend(
    session: Session, lin: Person, now: datetime, first: Document
) -> Callable[[str], Document]:
    """Return a function that takes a text in as an amended edition of the small document."""

    def take_in(text: str, digest: str = "b") -> Document:
        document = receive(session, extraction_from(text), digest, lin)
        intake.name_edition(session, document, first, lin, now)
        return document

    return take_in


def offers(comparison: Comparison) -> dict[str, Any]:
    return {each.key: each for item in comparison.items for each in item.offers}


def listed(comparison: Comparison) -> list[Item]:
    return [item for item in comparison.items if item.is_listed]


def apply(
    session: Session,
    document: Document,
    by: Person,
    now: datetime,
    ticked: Sequence[str] | None = None,
) -> intake.Applied:
    comparison = intake.compare_editions(session, document)
    if ticked is None:
        ticked = [key for key, each in offers(comparison).items() if each.can_tick]
    return intake.apply_amendment(session, document, comparison.seen, ticked, by, now, WORKDAYS)


def task_named(session: Session, title: str) -> Task:
    return session.exec(select(Task).where(Task.title == title)).one()


def events(session: Session, action: str) -> Sequence[Event]:
    return session.exec(select(Event).where(Event.action == action)).all()


def clerk_of(session: Session, department: str) -> Person:
    unit = make_department(session, department)
    account = f"clerk{unit.id}"
    known = session.exec(select(Person).where(Person.account == account)).first()
    return known or make_person(
        session, account=account, name=f"{department}联络员", department_id=unit.id
    )


def sign(session: Session, task: Task, department: str, now: datetime) -> Person:
    clerk = clerk_of(session, department)
    [part] = [each for each in task.assignments if each.name_as_written == department]
    tasks.sign(session, part, clerk, now)
    return clerk


def report(session: Session, task: Task, department: str, now: datetime, **changes: Any) -> Report:
    clerk = clerk_of(session, department)
    values: dict[str, Any] = {
        "progress": "已完成初稿。",
        "percent": 40,
        "form_key": f"{task.id}-{len(changes)}",
    }
    given = reports.ReportValues(**{**values, **changes})
    node = next(each for each in task.milestones if each.state is MilestoneState.open)
    return reports.submit_report(session, node, given, [], clerk, now, WORKDAYS)


# --- which document a file amends


def test_file_with_the_same_number_looks_amended(
    session: Session, first: Document, lin: Person
) -> None:
    other = receive(session, extraction_from(FIRST.replace("8月", "10月")), "b", lin)
    assert intake.looks_like(session, other) is first
    assert intake.looks_like(session, first) is None


def test_number_is_the_same_in_other_brackets(
    session: Session, first: Document, lin: Person
) -> None:
    text = FIRST.replace("〔2017〕", "[2017]").replace("8月", "10月")
    other = receive(session, extraction_from(text), "b", lin)
    assert other.doc_number != first.doc_number
    assert intake.looks_like(session, other) is first


@pytest.mark.usefixtures("first")
def test_file_with_another_number_is_another_document(session: Session, lin: Person) -> None:
    other = receive(session, extraction_from(FIRST.replace("68号", "69号")), "b", lin)
    assert intake.looks_like(session, other) is None


def test_title_and_issuer_together_say_which_document_it_is(
    session: Session, first: Document, lin: Person
) -> None:
    values: dict[str, Any] = {"media_type": "text/plain", "size": 1, "annexes": [], "remarks": []}
    values |= {"extraction": first.extraction, "received_at": lin.created_at}
    values |= {"title": "实施意见", "issuer": "区政府", "received_by_id": lin.id}
    one = add(session, Document(**values, sha256="c" * 64, filename="一.txt"))
    same = add(session, Document(**values, sha256="d" * 64, filename="二.txt"))
    other = add(
        session, Document(**{**values, "issuer": "市政府"}, sha256="e" * 64, filename="三.txt")
    )
    assert intake.looks_like(session, same) is one
    assert intake.looks_like(session, other) is None


@pytest.mark.usefixtures("first")
def test_person_who_said_it_is_another_document_is_not_asked_again(
    session: Session, lin: Person, now: datetime
) -> None:
    other = receive(session, extraction_from(FIRST.replace("8月", "10月")), "b", lin)
    intake.keep_separate(session, other, lin, now)
    assert intake.looks_like(session, other) is None
    assert [event.document_id for event in events(session, "document.separate")] == [other.id]


def test_document_with_tasks_of_its_own_amends_nothing(
    session: Session, first: Document, lin: Person, now: datetime
) -> None:
    other = receive(session, extraction_from(FIRST.replace("8月", "10月")), "b", lin)
    with pytest.raises(NotNow):
        issue(session, other, lin, now)
    intake.keep_separate(session, other, lin, now)
    issue(session, other, lin, now)
    with pytest.raises(Conflict):
        intake.name_edition(session, other, first, lin, now)


def test_rows_of_an_edition_are_not_issued_before_it_was_compared(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(FIRST.replace("8月", "10月"))
    with pytest.raises(Conflict):
        issue(session, document, lin, now)


# --- what changed


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
def test_amended_annex_is_compared_in_every_format(
    session: Session, lin: Person, now: datetime, kind: str
) -> None:
    base = receive(session, tianning(), "a", lin)
    issue(session, base, lin, now)
    document = receive(session, amended_extraction(kind), "b", lin)
    intake.name_edition(session, document, base, lin, now)
    comparison = intake.compare_editions(session, document)
    counts = {each: comparison.count(each) for each in Kind}
    assert counts == {Kind.added: 1, Kind.removed: 1, Kind.changed: 8, Kind.same: 4}
    applied = apply(session, document, lin, now)
    assert (applied.added, applied.changed, applied.removed, applied.left) == (1, 8, 1, 0)
    alive = session.exec(select(Task).where(Task.state == TaskState.issued)).all()
    by_number = {task.no: task for task in alive}
    assert sorted(by_number, key=lambda no: int(no or 0)) == [str(at) for at in range(1, 14)]
    assert by_number["2"].deadline_due_on == date(2017, 10, 31)
    assert [each.name_as_written for each in by_number["3"].cooperating][-1] == "发改局"
    assert by_number["10"].title == "规范民办学校管理"
    assert by_number["10"].document_id == base.id


def test_file_that_is_only_the_table_borrows_the_year(
    session: Session, amend: Callable[..., Document]
) -> None:
    table = FIRST.partition("\n")[2].replace("2017年8月", "10月底前")
    comparison = intake.compare_editions(session, amend(table))
    [item] = [each for each in listed(comparison) if each.kind is Kind.changed]
    assert item.new is not None
    assert item.new.deadline.due_on == date(2017, 10, 31)


def test_what_a_person_settled_is_no_change_of_the_document(
    session: Session, lin: Person, now: datetime
) -> None:
    document = receive(session, extraction_from(FIRST), "a", lin)
    draft = document.drafts[1]
    values = intake.DraftValues(draft.title, draft.content, "每年9月", ("编办",), ("财政局",))
    intake.edit_draft(session, draft, values, draft.version, lin, now)
    issue(session, document, lin, now)
    other = receive(session, extraction_from(FIRST.replace("2017年8月", "2017年10月")), "b", lin)
    intake.name_edition(session, other, document, lin, now)
    apply(session, other, lin, now)
    task = task_named(session, "补充教师")
    assert (task.deadline_text, task.deadline_version) == ("每年9月", 1)


def test_change_of_a_field_edited_by_hand_waits_for_a_tick(
    session: Session, lin: Person, now: datetime
) -> None:
    document = receive(session, extraction_from(FIRST), "a", lin)
    draft = document.drafts[1]
    values = intake.DraftValues(draft.title, draft.content, "每年9月", ("编办",), ("财政局",))
    intake.edit_draft(session, draft, values, draft.version, lin, now)
    issue(session, document, lin, now)
    other = receive(session, extraction_from(FIRST.replace("长期", "2018年")), "b", lin)
    intake.name_edition(session, other, document, lin, now)
    [only] = offers(intake.compare_editions(session, other)).values()
    assert (only.aspect, only.caution, only.is_ticked) == (Aspect.deadline, Caution.edited, False)
    assert only.can_tick


def test_row_that_names_nobody_cannot_be_ticked(
    session: Session, amend: Callable[..., Document]
) -> None:
    text = FIRST.replace("\t教育文体局\t", "\t\t") + "4\t新增\t新增一项。\t2018年\t——\t——\n"
    document = amend(text)
    cautions = {
        each.key.partition("-")[0]: (each.caution, each.can_tick)
        for each in offers(intake.compare_editions(session, document)).values()
    }
    nobody = (Caution.nobody, False)
    assert cautions == {"change": nobody, "add": nobody}


def test_row_split_by_hand_takes_over_what_is_common_to_its_parts(
    session: Session, lin: Person, now: datetime
) -> None:
    document = receive(session, extraction_from(FIRST), "a", lin)
    draft = document.drafts[0]
    text = draft.content.replace("，", "，\n\n")
    values = intake.DraftValues(
        draft.title, text, draft.deadline_text, tuple(draft.leads), tuple(draft.cooperating)
    )
    intake.split_draft(session, intake.Seen(draft, draft.version), values, None, lin, now)
    issue(session, document, lin, now)
    changed = FIRST.replace("2017年8月", "2017年10月").replace("报市教育局", "报省教育厅")
    other = receive(session, extraction_from(changed), "b", lin)
    intake.name_edition(session, other, document, lin, now)
    comparison = intake.compare_editions(session, other)
    found = {each.aspect: each for each in offers(comparison).values()}
    assert (found[Aspect.content].caution, found[Aspect.content].can_tick) == (
        Caution.divided,
        False,
    )
    apply(session, other, lin, now)
    parts = session.exec(select(Task).where(Task.title == "修编规划")).all()
    assert [part.deadline_text for part in parts] == ["2017年10月"] * 2
    assert [each.state for each in other.drafts].count(DraftState.accepted) == 4


# --- applying it


def test_new_row_becomes_a_task_of_the_first_document(
    session: Session, amend: Callable[..., Document], first: Document, lin: Person, now: datetime
) -> None:
    document = amend(FIRST + "4\t规范招生\t规范招生行为。\t2018年\t教育文体局\t——\n")
    applied = apply(session, document, lin, now)
    task = task_named(session, "规范招生")
    assert (applied.added, applied.changed, applied.removed) == (1, 0, 0)
    assert (task.state, task.document_id) == (TaskState.issued, first.id)
    assert [each.due_on for each in task.milestones] == [date(2018, 12, 31)]
    assert document.amended_at == now


def test_reported_progress_moves_with_the_deadline(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    task = task_named(session, "修编规划")
    sign(session, task, "规划分局", now)
    said = report(session, task, "规划分局", now)
    [node] = task.milestones
    apply(session, amend(FIRST.replace("2017年8月", "2017年10月")), lin, now)
    assert (task.deadline_text, task.deadline_version) == ("2017年10月", 2)
    assert [each.id for each in task.milestones] == [node.id]
    assert (node.due_on, node.normal, node.percent) == (date(2017, 10, 31), "month:2017-10", 40)
    assert said.milestone_id == node.id
    assert task.leads[0].signed_at is not None
    assert task.state is TaskState.active
    [event] = events(session, "task.amended")
    assert event.change["deadline_text"] == ["2017年8月", "2017年10月"]
    assert event.change["deadline_due_on"] == ["2017-08-31", "2017-10-31"]
    [moved] = events(session, "milestone.moved")
    assert moved.change["due_on"] == ["2017-08-31", "2017-10-31"]


def test_request_for_completion_stays_with_the_moved_node(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    task = task_named(session, "修编规划")
    sign(session, task, "规划分局", now)
    asked = report(session, task, "规划分局", now, asks_completion=True, percent=100)
    apply(session, amend(FIRST.replace("2017年8月", "2017年10月")), lin, now)
    reports.accept_report(session, asked, "", lin, now, WORKDAYS)
    assert task.state is TaskState.completed


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("长期", "2017年10月", [("month:2017-10", "open")]),
        ("2017年8月", "长期", [("ongoing", "open")]),
        ("每年9月", "每年10月", [("recurring:yearly-10", "open")]),
        (
            "2017年8月，2018年8月",
            "2017年8月，2018年12月",
            [("month:2017-08", "open"), ("month:2018-12", "open")],
        ),
        (
            "2017年8月，2018年8月",
            "2017年10月",
            [("month:2017-10", "open"), ("month:2018-08", "superseded")],
        ),
        (
            "2017年8月",
            "2017年10月，2018年8月",
            [("month:2017-10", "open"), ("month:2018-08", "open")],
        ),
    ],
)
def test_nodes_follow_the_deadline_one_by_one(
    session: Session,
    lin: Person,
    now: datetime,
    before: str,
    after: str,
    expected: list[tuple[str, str]],
) -> None:
    text = HEAD + PLAN.replace("2017年8月", before)
    base = receive(session, extraction_from(text), "a", lin)
    [task] = issue(session, base, lin, now)
    other = receive(session, extraction_from(HEAD + PLAN.replace("2017年8月", after)), "b", lin)
    intake.name_edition(session, other, base, lin, now)
    apply(session, other, lin, now)
    assert [(each.normal, each.state.value) for each in task.milestones] == expected
    assert task.state is TaskState.issued


def test_no_period_of_a_replaced_deadline_opens_again(
    session: Session, lin: Person, now: datetime
) -> None:
    base = receive(session, extraction_from(HEAD + TEACHERS), "a", lin)
    [task] = issue(session, base, lin, now)
    later = now + timedelta(days=100)
    assert tasks.open_due_milestones(session, later, WORKDAYS) == 1
    text = HEAD + TEACHERS.replace("长期", "2018年")
    other = receive(session, extraction_from(text), "b", lin)
    intake.name_edition(session, other, base, lin, later)
    apply(session, other, lin, later)
    states = [(each.normal, each.state.value) for each in task.milestones]
    assert states == [("ongoing", "superseded"), ("year:2018", "open")]
    assert tasks.open_due_milestones(session, later + timedelta(days=300), WORKDAYS) == 0


def test_completed_task_keeps_its_words_up_to_date_and_its_nodes_as_they_are(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    task = task_named(session, "修编规划")
    sign(session, task, "规划分局", now)
    asked = report(session, task, "规划分局", now, asks_completion=True, percent=100)
    reports.accept_report(session, asked, "", lin, now, WORKDAYS)
    apply(session, amend(FIRST.replace("2017年8月", "2017年10月")), lin, now)
    [node] = task.milestones
    assert (task.state, task.deadline_text) == (TaskState.completed, "2017年10月")
    assert (node.state, node.due_on) == (MilestoneState.closed, date(2017, 8, 31))


def test_departments_come_and_go_and_signatures_stay(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    task = task_named(session, "修编规划")
    sign(session, task, "规划分局", now)
    report(session, task, "规划分局", now)
    text = FIRST.replace("规划分局、发改局\t建设局", "国土分局、建设局\t——")
    apply(session, amend(text), lin, now)
    assert [(each.name_as_written, each.signed_at) for each in task.leads] == [
        ("国土分局", None),
        ("建设局", None),
    ]
    assert [each.reports_for_all for each in task.leads] == [True, False]
    [former] = task.former
    assert (former.name_as_written, former.role) == ("规划分局", AssignmentRole.cooperating)
    assert former.signed_at is not None
    names = [each.name_as_written for each in task.assignments]
    assert "发改局" not in names
    for action in ("assignment.added", "assignment.kept", "assignment.removed"):
        assert len(events(session, action)) == 1, action
    assert not task.cooperating


def test_department_that_signed_and_leads_now_has_begun_the_work(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    task = task_named(session, "修编规划")
    sign(session, task, "建设局", now)
    assert task.state.value == "issued"
    apply(session, amend(FIRST.replace("规划分局、发改局\t建设局", "建设局\t发改局")), lin, now)
    assert [(each.name_as_written, each.signed_at) for each in task.leads] == [("建设局", now)]
    assert task.state.value == "active"


def test_deadline_that_moved_is_reminded_of_anew(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    clerk = clerk_of(session, "规划分局")
    day = now + timedelta(days=9)  # Friday 25 August: five days before the 31st, a working day back
    while queue_reminders(session, POLICY, day):
        pass
    apply(session, amend(FIRST.replace("2017年8月", "2017年9月")), lin, day)
    later = now + timedelta(days=40)  # Monday 25 September: five days before the 30th
    while queue_reminders(session, POLICY, later):
        pass
    wanted = select(Reminder).where(Reminder.person_id == clerk.id)
    versions = {each.deadline_version for each in session.exec(wanted)}
    assert versions == {1, 2}


def test_former_department_still_sees_the_task_and_owes_nothing(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    task = task_named(session, "修编规划")
    clerk = sign(session, task, "规划分局", now)
    apply(session, amend(FIRST.replace("规划分局、", "")), lin, now)
    assert may(clerk, "task.read", task)
    assert not may(clerk, "report.submit", task)
    parties = [
        party.name
        for each in situations(session, POLICY, date(2017, 8, 16))
        for party in each.parties
        if each.task_id == task.id
    ]
    assert parties == ["发改局", "建设局"]


def test_row_left_out_cancels_its_task_and_keeps_what_was_reported(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    task = task_named(session, "保障安全")
    sign(session, task, "教育文体局", now)
    report(session, task, "教育文体局", now)
    document = amend(HEAD + PLAN + TEACHERS)
    [only] = offers(intake.compare_editions(session, document)).values()
    assert (only.caution, only.is_ticked, only.can_tick) == (Caution.reported, False, True)
    apply(session, document, lin, now)
    assert task.state is TaskState.cancelled
    assert session.exec(select(Report)).one().progress == "已完成初稿。"
    [event] = events(session, "task.cancelled")
    assert document.label in event.change["reason"][1]


def test_what_was_not_ticked_stays_and_is_offered_again(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    text = HEAD + PLAN.replace("2017年8月", "2017年10月") + TEACHERS
    text += "4\t规范招生\t规范招生行为。\t2018年\t教育文体局\t——\n"
    document = amend(text)
    applied = apply(session, document, lin, now, ticked=[])
    assert (applied.added, applied.changed, applied.removed, applied.left) == (0, 0, 0, 3)
    assert task_named(session, "修编规划").deadline_text == "2017年8月"
    assert task_named(session, "保障安全").state is TaskState.issued
    assert [draft.title for draft in intake.proposed_drafts(document)] == ["规范招生"]
    again = amend(text.replace("规范招生行为", "规范招生和编班行为"), "c")
    comparison = intake.compare_editions(session, again)
    assert comparison.base is document
    removed = [item for item in comparison.items if item.kind is Kind.removed]
    assert [item.tasks[0].title for item in removed] == ["保障安全"]


def test_row_that_comes_back_is_the_task_it_was(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    apply(session, amend(HEAD + PLAN + TEACHERS), lin, now, ticked=[])
    apply(session, amend(FIRST, "c"), lin, now)
    assert len(session.exec(select(Task)).all()) == 3


def test_next_edition_is_compared_with_the_one_in_force(
    session: Session, amend: Callable[..., Document], first: Document, lin: Person, now: datetime
) -> None:
    second = amend(FIRST.replace("2017年8月", "2017年10月"))
    apply(session, second, lin, now)
    third = amend(FIRST.replace("2017年8月", "2017年11月"), "c")
    comparison = intake.compare_editions(session, third)
    assert comparison.base is second
    [only] = offers(comparison).values()
    assert (only.caution, only.is_ticked) == (None, True)
    apply(session, third, lin, now)
    assert task_named(session, "修编规划").deadline_version == 3
    assert intake.edition_in_force(session, first) is third
    assert intake.first_edition(session, third) is first


def test_comparison_that_is_out_of_date_changes_nothing(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(FIRST.replace("2017年8月", "2017年10月"))
    seen = intake.compare_editions(session, document)
    sign(session, task_named(session, "修编规划"), "规划分局", now)
    with pytest.raises(Conflict):
        intake.apply_amendment(session, document, seen.seen, [], lin, now, WORKDAYS)
    assert document.awaits_comparison


def test_change_that_was_never_offered_is_refused(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(FIRST.replace("2017年8月", "2017年10月"))
    with pytest.raises(Conflict):
        apply(session, document, lin, now, ticked=["remove-1"])


def test_edition_is_applied_once(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    document = amend(FIRST.replace("2017年8月", "2017年10月"))
    apply(session, document, lin, now)
    with pytest.raises(Conflict):
        apply(session, document, lin, now)
    assert task_named(session, "修编规划").deadline_version == 2


def test_draft_still_open_goes_on_in_the_edition_with_what_was_typed(
    session: Session, lin: Person, now: datetime
) -> None:
    document = receive(session, extraction_from(FIRST), "a", lin)
    draft = document.drafts[1]
    values = intake.DraftValues(draft.title, draft.content, "长期", ("编办", "人社局"), ())
    intake.edit_draft(session, draft, values, draft.version, lin, now)
    intake.drop_draft(session, document.drafts[2], lin, now)
    text = FIRST.replace("按时落实到位", "逐年落实到位").replace("岗位责任", "岗位职责")
    other = receive(session, extraction_from(text), "b", lin)
    intake.name_edition(session, other, document, lin, now)
    found = {
        each.aspect: each.caution
        for each in offers(intake.compare_editions(session, other)).values()
    }
    assert found == {Aspect.content: Caution.no_task}
    apply(session, other, lin, now)
    assert [each.state for each in document.drafts] == [
        DraftState.carried,
        DraftState.carried,
        DraftState.dropped,
    ]
    assert [each.state for each in other.drafts] == [
        DraftState.open,
        DraftState.open,
        DraftState.dropped,
    ]
    carried = other.drafts[1]
    assert (carried.leads, carried.content) == (
        ["编办", "人社局"],
        "多渠道补充教师，逐年落实到位。",
    )


# --- taking an import back


def test_undone_import_is_nowhere_and_deletes_nothing(
    session: Session, first: Document, lin: Person, now: datetime
) -> None:
    today = date(2017, 8, 16)
    before = len(session.exec(select(Event)).all())
    found = intake.withdraw_import(session, first, lin, now)
    assert (len(found.tasks), found.departments) == (3, 6)
    assert {task.state for task in found.tasks} == {TaskState.cancelled}
    for tab in (None, *Tab):
        assert dashboards.ledger(session, lin, LedgerFilter(tab=tab), today).total == 0, tab
    seen = dashboards.overview(session, lin, today)
    assert (seen.figures.total.number, seen.figures.paused.number) == (0, 0)
    assert dashboards.workbench(session, lin, today).todo.number == 0
    assert (count_documents(session), list_documents(session, 0, 9)) == (0, [])
    assert situations(session, POLICY, today) == []
    assert not may(lin, "task.read", found.tasks[0])
    assert not may(lin, "document.review", first)
    clerk = clerk_of(session, "规划分局")
    assert not may(clerk, "assignment.sign", found.tasks[0].assignments[0])
    assert session.exec(select(Task).where(visible_tasks(clerk))).all() == []
    assert len(session.exec(select(Task)).all()) == 3
    assert len(session.exec(select(Event)).all()) == before + 4
    [event] = events(session, "document.withdrawn")
    assert (event.document_id, event.change["tasks"]) == (first.id, [3, 0])


def test_file_of_an_undone_import_comes_in_again(
    session: Session, first: Document, lin: Person, now: datetime
) -> None:
    intake.withdraw_import(session, first, lin, now)
    again = receive(session, extraction_from(FIRST), "a", lin)
    assert again.id != first.id
    assert intake.looks_like(session, again) is None
    assert len(issue(session, again, lin, now)) == 3
    assert receive(session, extraction_from(FIRST), "a", lin) is again


@pytest.mark.parametrize("department", ["规划分局", "建设局"])
def test_first_signature_ends_the_time_for_undoing(
    session: Session, first: Document, lin: Person, now: datetime, department: str
) -> None:
    assert intake.undoing(session, first).is_possible
    sign(session, task_named(session, "修编规划"), department, now)
    found = intake.undoing(session, first)
    assert not found.is_possible
    assert [each.name_as_written for each in found.signatures] == [department]
    with pytest.raises(Conflict):
        intake.withdraw_import(session, first, lin, now)
    assert first.withdrawn_at is None


def test_edition_not_yet_applied_is_taken_back_alone(
    session: Session, amend: Callable[..., Document], first: Document, lin: Person, now: datetime
) -> None:
    document = amend(FIRST.replace("2017年8月", "2017年10月"))
    assert not intake.undoing(session, first).is_possible
    intake.withdraw_import(session, document, lin, now)
    assert task_named(session, "修编规划").state is TaskState.issued
    assert intake.undoing(session, first).is_possible


def test_import_under_an_applied_edition_is_not_taken_back(
    session: Session, amend: Callable[..., Document], first: Document, lin: Person, now: datetime
) -> None:
    document = amend(FIRST.replace("2017年8月", "2017年10月"))
    apply(session, document, lin, now)
    assert not intake.undoing(session, first).is_possible
    for each in (document, first):
        with pytest.raises(Conflict):
            intake.withdraw_import(session, each, lin, now)


def test_mail_not_yet_sent_is_taken_back_and_made_anew(
    session: Session, first: Document, lin: Person, now: datetime
) -> None:
    clerk = clerk_of(session, "编办")
    other = make_task(session, ("编办",), document=None, title="另一项", issued_at=now)
    make_milestone(session, other)
    morning = now.replace(hour=1)
    next_day = morning + timedelta(days=1)
    assert queue_reminders(session, POLICY, next_day) > 0
    [digest] = session.exec(select(Message).where(Message.person_id == clerk.id)).all()
    assert "补充教师" in digest.text
    intake.withdraw_import(session, first, lin, next_day)
    session.refresh(digest)
    assert digest.state is MessageState.superseded
    while queue_reminders(session, POLICY, next_day):
        pass
    waiting = select(Message).where(
        Message.person_id == clerk.id, Message.state == MessageState.pending
    )
    [anew] = session.exec(waiting).all()
    assert "另一项" in anew.text
    assert "补充教师" not in anew.text
    owed = session.exec(select(Reminder).where(col(Reminder.message_id) == anew.id)).all()
    assert {each.milestone_id for each in owed} == {other.milestones[0].id}


def test_mail_that_was_sent_stays_as_the_record_it_is(
    session: Session, first: Document, lin: Person, now: datetime
) -> None:
    clerk = clerk_of(session, "编办")
    next_day = now + timedelta(days=1)
    queue_reminders(session, POLICY, next_day)
    [digest] = session.exec(select(Message).where(Message.person_id == clerk.id)).all()
    digest.state = MessageState.sent
    intake.withdraw_import(session, first, lin, next_day)
    session.refresh(digest)
    assert digest.state is MessageState.sent


def test_cancelled_task_is_neither_counted_nor_reminded_of(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    apply(session, amend(HEAD + PLAN + TEACHERS), lin, now)
    task = task_named(session, "保障安全")
    today = date(2018, 1, 16)
    page = dashboards.ledger(session, lin, LedgerFilter(), today)
    assert page.total == 2
    assert page.counts[Tab.overdue].number == 1
    assert task.id not in {each.task_id for each in situations(session, POLICY, today)}
    assert dashboards.overview(session, lin, today).figures.total.number == 2
    assert dashboards.workbench(session, lin, today).coming.milestones == 0
    with pytest.raises(Conflict):
        sign(session, task, "教育文体局", now)


def test_every_step_leaves_its_line(
    session: Session, amend: Callable[..., Document], lin: Person, now: datetime
) -> None:
    text = HEAD + PLAN.replace("规划", "布局规划", 1) + TEACHERS
    apply(session, amend(text + "3\t招生\t规范招生。\t2018年\t编办\t——\n"), lin, now)
    for action in ("document.edition", "document.amended", "task.cancelled"):
        assert [event.person_id for event in events(session, action)] == [lin.id], action
    [event] = events(session, "task.amended")
    assert event.change == {"title": ["修编规划", "修编布局规划"]}
    assert len(events(session, "task.issued")) == 4


def test_new_names_of_an_edition_are_resolved_together(
    session: Session, lin: Person, now: datetime, amend: Callable[[str], Document]
) -> None:
    rows = (
        "4\t帮扶残疾学生\t建立残疾学生台账。\t2017年9月\t区残联\t——\n"
        "5\t发放补助\t发放残疾学生补助。\t2017年10月\t残联\t——\n"
    )
    document = amend(FIRST.replace("编办\t财政局", "区残联\t财政局") + rows)
    apply(session, document, lin, now)
    meant = {
        title: task_named(session, title).leads[0].department_id
        for title in ("补充教师", "帮扶残疾学生", "发放补助")
    }
    assert meant["补充教师"] == meant["帮扶残疾学生"]
    assert meant["发放补助"] != meant["帮扶残疾学生"], "nobody said that they are one"
