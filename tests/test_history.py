"""History: who did what to which thing when, from what to what."""

from contextlib import suppress
from datetime import date, datetime

from sqlmodel import Session, select

from tests.make import make_task
from tracker.database import Database
from tracker.history import Change, record
from tracker.models import Event, Person, TaskState


def test_line_says_who_when_what_and_from_to(session: Session, lin: Person, now: datetime) -> None:
    task = make_task(session)
    record(session, "task.active", lin, now, {"percent": (40, 85)}, task_id=task.id)
    session.expire_all()
    line = session.exec(select(Event)).one()
    assert (line.person, line.at, line.action) == (lin, now, "task.active")
    assert (line.change, line.task_id) == ({"percent": [40, 85]}, task.id)


def test_scheduler_has_no_name_in_the_history(session: Session, now: datetime) -> None:
    line = record(session, "milestone.opened", None, now)
    session.flush()
    assert (line.person_id, line.change) == (None, {})


def test_values_are_kept_as_json_can_hold_them(session: Session, now: datetime) -> None:
    change: Change = {
        "state": (TaskState.issued, TaskState.active),
        "due_on": (None, date(2017, 8, 31)),
        "leads": (["编办"], ("编办", "财政局")),
        "first_leads": (False, True),
        "problems": ([], [{"kind": "no_lead"}]),
    }
    record(session, "draft.edited", None, now, change)
    session.flush()
    session.expire_all()
    assert session.exec(select(Event)).one().change == {
        "state": ["issued", "active"],
        "due_on": [None, "2017-08-31"],
        "leads": [["编办"], ["编办", "财政局"]],
        "first_leads": [False, True],
        "problems": [[], [{"kind": "no_lead"}]],
    }


def test_line_is_undone_with_the_change_it_tells_of(database: Database, now: datetime) -> None:
    def change_and_fail() -> None:
        with database.write() as session:
            record(session, "task.issued", None, now)
            raise ZeroDivisionError

    with suppress(ZeroDivisionError):
        change_and_fail()
    with database.read() as reading:
        assert reading.exec(select(Event)).all() == []
