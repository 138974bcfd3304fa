from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from tests.conftest import NOW
from tests.make import add, make_person
from tests.web.conftest import Browser
from tracker.database import Database
from tracker.models import Event, HoldReason, Message, MessageState, Person, Role


def add_message(database: Database, number: int = 1, **changes: Any) -> int:
    values: dict[str, Any] = {
        "key": f"digest:{number}",
        "recipient": "zhou@example.invalid",
        "subject": "教育文体局：3项任务临近完成时间",
        "text": "贵单位有3项任务……\n请于8月25日前反馈。",
        "html": "<!doctype html><html><body style='color: red'><p>贵单位</p></body></html>",
        "mime": b"",
        "message_id": f"<{number}@tracker.invalid>",
        "next_attempt_at": NOW,
        "created_at": NOW,
    }
    with database.write() as session:
        return add(session, Message(**{**values, **changes})).id


@pytest.fixture
def chief(database: Database) -> Person:
    with database.write() as session:
        return make_person(session, account="chief", name="管理员", role=Role.administrator)


def test_empty_record_says_when_mails_go_out(browser: Browser) -> None:
    assert "还没有邮件" in browser.get("/messages").text


def test_tabs_add_up(browser: Browser, database: Database) -> None:
    add_message(database, 1, state=MessageState.sent)
    add_message(database, 2, state=MessageState.sent)
    add_message(database, 3, state=MessageState.failed, answer="550 no such user")
    page = browser.get("/messages")
    assert page.find("//ul[@class='counts']//b/text()") == ["3", "2", "1"]
    failed = browser.get("/messages?state=failed")
    assert "550 no such user" in failed.text
    assert len(failed.find("//tbody/tr")) == 1
    browser.get("/messages?state=lost", 404)


def test_long_record_has_pages(browser: Browser, database: Database) -> None:
    for number in range(51):
        add_message(database, number)
    page = browser.get("/messages?state=pending")
    assert "共 51 项，第 1 页，共 2 页" in page.text
    second = browser.get("/messages?state=pending&page=2")
    assert len(second.find("//tbody/tr")) == 1
    assert "/messages?state=pending&page=1" in second.links()
    assert "第 2 页" in browser.get("/messages?page=99").text


def test_message_is_shown_as_text_and_in_a_sandbox(browser: Browser, database: Database) -> None:
    number = add_message(database)
    page = browser.get(f"/messages/{number}")
    assert "请于8月25日前反馈。" in page.text
    frame = page.find("//iframe")[0]
    assert frame.get("sandbox") == ""
    assert frame.get("src") == f"/messages/{number}/html"


def test_mail_in_the_frame_has_a_policy_of_its_own(browser: Browser, database: Database) -> None:
    number = add_message(database, html="<script>alert(1)</script><p>x</p>")
    policy = browser.get(f"/messages/{number}/html").response.headers["Content-Security-Policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["sandbox"] == ""
    assert directives["default-src"] == "'none'"
    assert "script-src" not in directives
    assert directives["frame-ancestors"] == "'self'"


def test_held_message_can_be_sent_again(browser: Browser, database: Database, lin: Person) -> None:
    number = add_message(database, state=MessageState.held, held_for=HoldReason.uncertain)
    browser.get(f"/messages/{number}")
    browser.post(f"/messages/{number}/release")
    with database.read() as session:
        assert session.get_one(Message, number).state is MessageState.pending
        event = session.exec(select(Event)).one()
    assert (event.action, event.person_id) == ("message.released", lin.id)
    assert not browser.get(f"/messages/{number}").find("//form[contains(@action, 'release')]")
    browser.post(f"/messages/{number}/release", status=409)


def test_clerk_and_leader_read_no_mail_of_others(
    sign_in: Callable[[Person], Browser], zhou: Person, leader: Person, database: Database
) -> None:
    number = add_message(database)
    for person in (zhou, leader):
        browser = sign_in(person)
        for path in ("/messages", f"/messages/{number}", f"/messages/{number}/html"):
            browser.get(path, 403)


def test_held_and_failed_mails_are_sent_again_from_the_list(
    browser: Browser, database: Database
) -> None:
    add_message(database, 1, state=MessageState.failed)
    add_message(database, 2, state=MessageState.held, held_for=HoldReason.uncertain)
    add_message(database, 3, state=MessageState.sent)
    page = browser.get("/messages")
    actions = page.find("//td[@class='act']//form/@action")
    assert actions == ["/messages/2/release", "/messages/1/release"]
    for action in actions:
        browser.post(str(action))
    assert not browser.get("/messages").find("//td[@class='act']//form")


def test_administrator_sees_what_became_of_a_mail_and_nothing_of_the_task(
    sign_in: Callable[[Person], Browser], chief: Person, database: Database
) -> None:
    number = add_message(database, 1, state=MessageState.failed, answer="550 no such user")
    browser = sign_in(chief)
    listed, page = browser.get("/messages"), browser.get(f"/messages/{number}")
    for each in (listed, page):
        assert "550 no such user" in each.text
        assert "3项任务" not in each.text
        assert "贵单位" not in each.text
    assert not page.find("//iframe")
    browser.get(f"/messages/{number}/html", 403)
