"""Acts on all rows of a large table ask the database a few times, not row by row."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from tests.conftest import NOW
from tracker import intake
from tracker.clock import Workdays
from tracker.database import Database, compare_and_set_all
from tracker.errors import Conflict
from tracker.extraction import extract
from tracker.intake import DraftValues, Received
from tracker.models import Document, DraftState, Event, Person, TaskState
from tracker.reading import read_document

ROWS = 40
MOST_STATEMENTS = 15
HEAD = "序号\t任务\t内容\t责任部门\t完成时限\n"


@pytest.fixture
def document(session: Session, lin: Person) -> Document:
    rows = (
        f"{at}\t任务{at}\t清理第{at}条河。\t水利局\t2017年12月底\n" for at in range(1, ROWS + 1)
    )
    content = read_document((HEAD + "".join(rows)).encode(), "text/plain")
    received = Received("0" * 64, 1, "分解表.txt", "text/plain", extract(content))
    return intake.receive_document(session, received, lin, NOW)


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """Note each statement but those that add a task: SQLite gives its number row by row."""
    said: list[str] = []

    def note(*values: object) -> None:
        if not str(values[2]).startswith("INSERT INTO task "):
            said.append(str(values[2]))

    event.listen(database.writer, "before_cursor_execute", note)
    yield said
    event.remove(database.writer, "before_cursor_execute", note)


def test_whole_table_is_dropped_taken_back_issued_and_withdrawn_in_a_few_statements(
    database: Database, session: Session, lin: Person, document: Document
) -> None:
    with counting(database) as dropping:
        intake.drop_table(session, document, 0, lin, NOW)
    assert {each.state for each in document.drafts} == {DraftState.dropped}
    act = intake.last_act(session, document, lin)
    assert act is not None
    with counting(database) as undoing:
        intake.undo(session, document, act.id, lin, NOW)
    assert {(each.state, each.version) for each in document.drafts} == {(DraftState.open, 3)}
    drafts = list(document.drafts)
    with counting(database) as issuing:
        made = intake.accept_drafts(session, drafts, lin, NOW, Workdays())
    assert max(map(len, (dropping, undoing, issuing))) < MOST_STATEMENTS
    session.expire_all()
    assert [(each.state, each.version, each.task_id) for each in document.drafts] == [
        (DraftState.accepted, 4, task.id) for task in made
    ]
    assert [(len(each.assignments), len(each.milestones)) for each in made] == [(1, 1)] * ROWS
    lines = session.exec(select(Event.task_id).where(Event.action == "task.issued")).all()
    assert list(lines) == [task.id for task in made]
    with counting(database) as withdrawing:
        intake.withdraw_import(session, document, lin, NOW)
    assert len(withdrawing) < MOST_STATEMENTS
    session.expire_all()
    assert {each.state for each in made} == {TaskState.cancelled}
    told = select(Event.task_id).where(Event.action == "task.cancelled")
    assert list(session.exec(told).all()) == [task.id for task in made]


def test_rows_added_at_once_are_taken_back_in_a_few_statements(
    database: Database, session: Session, lin: Person, document: Document
) -> None:
    values = DraftValues("巡河", "每周巡河一次。", "长期", ("水利局",), ())
    intake.add_rows(session, document, document.drafts[0], [values] * ROWS, lin, NOW)
    assert len(document.drafts) == 2 * ROWS
    act = intake.last_act(session, document, lin)
    assert act is not None
    with counting(database) as undoing:
        intake.undo(session, document, act.id, lin, NOW)
    assert len(undoing) < MOST_STATEMENTS
    session.expire_all()
    assert [each.title for each in document.drafts] == [f"任务{at}" for at in range(1, ROWS + 1)]


def test_none_is_changed_where_one_is_no_longer_as_it_was(
    session: Session, document: Document
) -> None:
    first, *others = document.drafts
    compare_and_set_all(session, [first], {"version": 1}, version=2)
    with pytest.raises(Conflict):
        compare_and_set_all(session, [*others, first], {"version": 1}, version=2)
    assert {each.version for each in others} == {1}
