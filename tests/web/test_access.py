"""One transaction for each request, opened after the rights are known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from tests.conftest import NOW
from tests.make import make_department, make_task
from tests.web.conftest import Browser, StoppedClock, make_app
from tracker.config import Config
from tracker.database import Database
from tracker.errors import InvalidInput
from tracker.models import Department, Person, SignIn, Task
from tracker.web.access import Guarded, Shell, Visit, requires

PLAIN = {"Content-Type": "text/plain"}


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    """An app of its own, for a test that adds routes."""
    return make_app(config, database)


@pytest.fixture
def browser(sign_in: Callable[[Person], Browser], zhou: Person) -> Browser:
    return sign_in(zhou)


@requires("home.open")
def answers(visit: Visit) -> ResponseReturnValue:
    make_department(visit.session, "新单位")
    return "", 303, PLAIN


@requires("home.open")
def refuses(visit: Visit) -> ResponseReturnValue:
    make_department(visit.session, "新单位")
    return "", 400, PLAIN


@requires("home.open")
def raises(visit: Visit) -> ResponseReturnValue:
    make_department(visit.session, "新单位")
    raise InvalidInput("no")


@requires("person.manage")
def not_for_clerks(visit: Visit) -> ResponseReturnValue:
    make_department(visit.session, "新单位")
    return "", 303, PLAIN


@requires("home.open", slow=True)
def writes_at_the_end(visit: Visit) -> ResponseReturnValue:
    with visit.writing() as later:
        make_department(later.session, "新单位")
    return "", 303, PLAIN


@requires("home.open", slow=True)
def writes_while_reading(visit: Visit) -> ResponseReturnValue:
    make_department(visit.session, "新单位")
    return "", 303, PLAIN


@pytest.mark.parametrize(
    ("view", "status", "is_kept"),
    [
        (answers, 303, True),
        (refuses, 400, False),
        (raises, 400, False),
        (not_for_clerks, 403, False),
        (writes_at_the_end, 303, True),
    ],
)
def test_only_an_answer_is_kept(
    app: Flask, browser: Browser, database: Database, view: Guarded, status: int, is_kept: bool
) -> None:
    app.add_url_rule("/try", "try", view, methods=["POST"])
    browser.post("/try", status=status)
    with database.read() as session:
        found = session.exec(select(Department).where(Department.name == "新单位")).first()
    assert (found is not None) is is_kept


@pytest.mark.parametrize(("view", "method"), [(answers, "GET"), (writes_while_reading, "POST")])
def test_reading_transaction_cannot_write(
    app: Flask, browser: Browser, view: Guarded, method: str
) -> None:
    app.add_url_rule("/try", "try", view, methods=[method])
    browser.get("/sign-in")
    form = {"csrf_token": browser.csrf_token} if method == "POST" else None
    with pytest.raises(OperationalError):
        browser.client.open("/try", method=method, data=form, base_url="http://127.0.0.1:8017")


def test_visit_is_noted_even_when_the_form_is_refused(
    app: Flask, browser: Browser, database: Database
) -> None:
    app.add_url_rule("/try", "try", refuses, methods=["POST"])
    base: Shell = app.extensions["tracker"]
    later = NOW + timedelta(minutes=20)
    app.extensions["tracker"] = replace(base, clock=StoppedClock(moment=later))
    browser.post("/try", status=400)
    with database.read() as session:
        assert session.exec(select(SignIn.last_seen_at)).one() == later


def test_deactivated_person_is_nobody_at_the_next_request(
    browser: Browser, database: Database, zhou: Person
) -> None:
    browser.get("/sign-in")
    with database.write() as session:
        session.get_one(Person, zhou.id).is_active = False
    browser.post("/sign-out", status=401)


@requires("task.read")
def shows_task(visit: Visit, task_id: int) -> ResponseReturnValue:
    return visit.load(Task, task_id).title, 200, PLAIN


def test_foreign_and_missing_rows_look_the_same(
    app: Flask, browser: Browser, database: Database
) -> None:
    app.add_url_rule("/try/<int:task_id>", "try", shows_task)
    with database.write() as session:
        own = make_task(session).id
        foreign = make_task(session, leads=("民政局",), position=2).id
    assert browser.get(f"/try/{own}").response.text == "规范教育培训市场"
    pages = [browser.get(f"/try/{number}", 404).response.data for number in (foreign, 999)]
    assert pages[0] == pages[1]
    assert browser.get(f"/try/{2**63}", 404).response.data == pages[0]
