"""Every line of the history is told in words, whatever recorded it."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

import tracker
from tests.conftest import NOW
from tests.web.conftest import Browser
from tests.web.test_tasks import add_task, send_report
from tracker.database import Database
from tracker.history import record
from tracker.models import (
    Draft,
    DraftKind,
    DraftState,
    Event,
    Message,
    MessageState,
    MilestoneState,
    Person,
    Reminder,
    ReminderRule,
    ReportState,
    Task,
    TaskState,
)
from tracker.permissions import POLICY
from tracker.tasks import Standing
from tracker.web.history_words import FIELDS, VALUES, WORDS, Kind
from tracker.web.timeline import kind_of, line_of

SignIn = Callable[[Person], Browser]
SOURCES = sorted(Path(tracker.__file__).parent.rglob("*.py"))
ACTION = re.compile(r"[a-z]+\.[a-z_]+")
# What an action that is put together from two parts may end with.
ENDINGS: dict[str, type[StrEnum]] = {
    "task": TaskState,
    "milestone": MilestoneState,
    "report": ReportState,
    "draft": DraftState,
}


@cache
def nodes_of(tree: ast.AST) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a function by its bare name."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def constants(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in nodes_of(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def recorded_actions() -> frozenset[str]:
    """Return every action the program records, read from its source."""
    found: set[str] = set()
    for path in SOURCES:
        tree = tree_of(path)
        for call in (*calls(tree, "record"), *calls(tree, "record_report")):
            found |= named_by(call.args[1], path.parent)
        for call in calls(tree, "note_party"):
            found |= actions_in(call)
        for call in calls(tree, "note"):
            endings = [each.value for each in call.args[1:2] if isinstance(each, ast.Constant)]
            found |= {f"department.{ending!s}" for ending in endings}
        found |= {text for text in actions_in(tree) if text.startswith("draft.")}
    return frozenset(each for each in found if each not in POLICY and not each.endswith(".id"))


def named_by(action: ast.expr, package: Path) -> set[str]:
    """Return what the second argument of `record` may be.

    It is a text, or one put together from a subject and an ending, or a name; for a name any text
    of the package with the shape of an action counts.
    """
    if isinstance(action, ast.Constant):
        return {str(action.value)}
    if not isinstance(action, ast.JoinedStr):
        sources = package.glob("*.py") if package.name != "tracker" else ()
        return {text for path in sources for text in actions_in(tree_of(path))}
    first = action.values[0]
    assert isinstance(first, ast.Constant)
    subject = str(first.value).rstrip(".")
    # The endings of a department's are the texts `note` is called with.
    endings = [str(each) for each in ENDINGS.get(subject, ())]
    return {f"{subject}.{ending}" for ending in endings} or {"department.created"}


def actions_in(tree: ast.AST) -> set[str]:
    """Return the texts with the shape of an action."""
    return {text for text in constants(tree) if ACTION.fullmatch(text)}


def test_source_is_read_as_it_is_written() -> None:
    known = {"task.issued", "task.urged", "report.returned", "person.locked", "department.renamed"}
    assert known <= recorded_actions()
    assert len(recorded_actions()) > 50


def test_every_recorded_action_has_its_words() -> None:
    assert recorded_actions() - set(WORDS) == set()


def test_every_state_and_lamp_has_its_word() -> None:
    kinds = (TaskState, MilestoneState, ReportState, DraftState, Standing)
    assert {str(each) for kind in kinds for each in kind} - set(VALUES) == set()


@pytest.mark.parametrize("action", WORDS)
def test_line_reads_as_chinese(action: str) -> None:
    event = Event(at=NOW, action=action, change={}, department_id=1)
    words = line_of(event, {1: "教育文体局"}).words
    assert "%" not in words
    assert not re.search(r"[A-Za-z]{2,}", words.replace("系统", "")), words


def test_fields_read_as_chinese() -> None:
    for word in (*FIELDS.values(), *VALUES.values()):
        assert re.search(r"[\u4e00-\u9fff]", word), word


def test_change_says_from_what_to_what() -> None:
    change = {
        "state": ["issued", "active"],
        "due_on": ["2017-08-31", "2017-09-30"],
        "leads": [["教育局"], ["教育局", "民政局"]],
        "percent": [10, 45],
        "draft": [7, 7],
        "deadline_version": [1, 2],
    }
    line = line_of(Event(at=NOW, action="task.amended", change=change), {})
    assert {(each.field, each.was, each.now) for each in line.changes} == {
        ("状态", "待签收", "办理中"),
        ("最后一日", "2017年8月31日（周四）", "2017年9月30日（周六）"),
        ("责任部门", "教育局", "教育局，民政局"),
        ("进度", "10%", "45%"),
    }


def test_page_tells_the_whole_history_newest_first(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database
) -> None:
    task = add_task(database)
    send_report(sign_in(zhou), task, asks_completion="y", evidence=(BytesIO(b"x"), "a.txt"))
    browser = sign_in(lin)
    browser.get(f"/tasks/{task.id}")
    browser.post("/reports/1/review", {"decision": "return", "text": "请写明数字。"})
    page = browser.get(f"/tasks/{task.id}/history")
    lines = [" ".join(each.text_content().split()) for each in page.find("//ol//li")]
    assert len(lines) >= 4
    assert "状态" in page.text
    assert "办理中 → 待审核" in page.text
    times = page.find("//ol//time/@datetime")
    assert times == sorted(times, reverse=True)
    assert f"/tasks/{task.id}/history" in browser.get(f"/tasks/{task.id}").links()


def test_history_is_narrowed_to_one_kind_and_its_tabs_add_up(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database
) -> None:
    task = add_task(database)
    send_report(sign_in(zhou), task, asks_completion="y")
    browser = sign_in(lin)
    page = browser.get(f"/tasks/{task.id}/history")
    counts = [int(each) for each in page.find("//ul[@class='counts']//b/text()")]
    assert counts[0] == sum(counts[1:]) == len(page.find("//ol//li"))
    for address in page.find("//ul[@class='counts']//a/@href"):
        part = browser.get(address)
        shown = part.find("//a[@aria-current='page']//b/text()")[-1]
        assert int(shown) == len(part.find("//ol[contains(@class, 'timeline')]/li"))
    browser.get(f"/tasks/{task.id}/history?kind=nonsense")


def add_reminder(
    database: Database, task: Task, to: Person, rule: ReminderRule, **changes: Any
) -> None:
    """Add a reminder of the first node, and the digest that carries it."""
    values: dict[str, Any] = {"state": MessageState.sent, "sent_at": NOW, **changes}
    person_id = values.pop("person_id", to.id)
    with database.write() as session:
        name = f"digest:{to.id}:{rule}:{values['state']}"
        message = Message(
            key=name,
            person_id=to.id,
            recipient="to@example.invalid",
            subject="x",
            text="x",
            html="x",
            mime=b"x",
            message_id=f"<{name}@x>",
            next_attempt_at=NOW,
            created_at=NOW,
            **values,
        )
        session.add(message)
        session.flush()
        found = session.get_one(Task, task.id)
        session.add(
            Reminder(
                rule=rule,
                milestone_id=found.milestones[0].id,
                deadline_version=1,
                offset=3,
                department_id=found.assignments[0].department_id,
                person_id=person_id,
                on=NOW.date(),
                message_id=message.id,
            )
        )


def test_reminders_that_went_out_stand_in_the_history(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database
) -> None:
    task = add_task(database)
    add_reminder(database, task, zhou, ReminderRule.overdue)
    add_reminder(database, task, lin, ReminderRule.overdue, person_id=None)
    early = {"sent_at": NOW - timedelta(days=20)}
    add_reminder(database, task, zhou, ReminderRule.issued, **early)
    add_reminder(database, task, lin, ReminderRule.lead, person_id=None, **early)
    waiting = {"state": MessageState.pending, "sent_at": None}
    add_reminder(database, task, zhou, ReminderRule.lead, **waiting)
    for person in (lin, zhou):
        browser = sign_in(person)
        page = browser.get(f"/tasks/{task.id}/history?kind=urging")
        lines = ["".join(each.text_content().split()) for each in page.find("//ol//li")]
        assert len(lines) == 4
        assert any(each.endswith("系统提醒教育文体局周联络事由：已逾期3个工作日") for each in lines)
        assert any(each.endswith("周联络事由：新交办，尚未签收") for each in lines)
        assert any("系统提醒林督查：教育文体局无联络员" in each for each in lines)
        short = browser.get(f"/tasks/{task.id}").text
        assert short.count("系统提醒") == 1
        assert "教育文体局（无联络员）" in short
        assert "已逾期3个工作日" in short


def add_draft_event(session: Session, task_id: int, document_id: int, by: int) -> None:
    draft = Draft(
        document_id=document_id,
        position=1,
        kind=DraftKind.annex,
        leads=[],
        cooperating=[],
        problems=[],
        source={},
        task_id=task_id,
    )
    session.add(draft)
    session.flush()
    person = session.get_one(Person, by)
    change = {"draft": (draft.id, draft.id), "title": ("旧", "新")}
    now = session.exec(select(Person.created_at)).first()
    assert now is not None
    record(session, "draft.edited", person, now, change, document_id=document_id)
    other: dict[str, tuple[object, object]] = {"draft": (999, 999), "title": ("别的", "别的2")}
    record(session, "draft.edited", person, now, other, document_id=document_id)


def test_draft_is_told_to_those_who_read_documents_only(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database
) -> None:
    task = add_task(database)
    with database.write() as session:
        add_draft_event(session, task.id, task.document_id, lin.id)
    page = sign_in(lin).get(f"/tasks/{task.id}/history")
    assert "旧 → 新" in page.text
    assert "别的" not in page.text
    assert "旧" not in sign_in(zhou).get(f"/tasks/{task.id}/history").text


def test_history_of_a_foreign_task_is_not_there(
    sign_in: SignIn, wu: Person, administrator: Person, database: Database
) -> None:
    task = add_task(database)
    browser = sign_in(wu)
    hidden = browser.get(f"/tasks/{task.id}/history", 404)
    assert hidden.text == browser.get("/tasks/999/history", 404).text
    sign_in(administrator).get(f"/tasks/{task.id}/history", 403)


def test_every_action_has_a_kind(app: Flask) -> None:
    assert app.testing
    assert {kind_of(action) for action in WORDS} == set(Kind)
