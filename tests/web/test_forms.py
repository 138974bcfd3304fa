"""Forms never lose what was typed: ended sessions, double posts, two people at one thing."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import event
from sqlmodel import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.conftest import NOW
from tests.make import make_document, make_milestone, make_task
from tests.web.conftest import BASE_URL, Browser, Page, StoppedClock, add_person, make_app
from tests.web.test_documents import receive
from tracker.config import MEGABYTE, Config
from tracker.database import Database
from tracker.directory import open_session
from tracker.models import (
    Document,
    Draft,
    KeptForm,
    Milestone,
    Person,
    Report,
    Role,
    SentForm,
    SignIn,
    TaskState,
)
from tracker.storage import Storage
from tracker.web import keeping, once
from tracker.web.access import Visit, requires
from tracker.web.sessions import token_cookie

PASSWORD = "一个够长的口令 7"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
TYPED = {
    "progress": "已会签5家单位，\r\n完成40%。",
    "problem": "两家未反馈。",
    "next_step": "8月25日前召开联席会议。",
    "percent": "40",
}
TABLE = (
    "重点任务分解表\n序号\t重点任务\t主要内容\t完成时间\t责任部门\t配合部门\n"
    "1\t修编规划\t修编布局规划，报市教育局。\t2017年8月\t规划分局\t建设局\n"
)
SignInAs = Callable[[Person], Browser]


@pytest.fixture
def zhou(database: Database) -> Person:
    return add_person(database, "教育文体局", account="zhou", name="周联络", password_hash=HASH)


@pytest.fixture
def wu(database: Database) -> Person:
    return add_person(database, "民政局", account="wu", name="吴联络", password_hash=HASH)


@pytest.fixture
def chief(database: Database) -> Person:
    return add_person(database, account="chief", name="管理员", role=Role.administrator)


@pytest.fixture
def milestone(database: Database, zhou: Person) -> Milestone:
    assert zhou.department_id is not None
    with database.write() as session:
        task = make_task(session, state=TaskState.active)
        task.assignments[0].signed_at = NOW
        return make_milestone(session, task)


@pytest.fixture
def path(milestone: Milestone) -> str:
    return f"/milestones/{milestone.id}/reports"


def form_of(page: Page, field: str) -> dict[str, str]:
    """Return what the browser would send of the form that holds `field`, nothing changed in it."""
    [form] = page.find(f"//form[.//*[@name='{field}']]")
    values = {}
    for each in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        if each.tag == "textarea":
            values[each.get("name")] = (each.text or "").removeprefix("\r\n")
        elif each.tag == "select":
            chosen = each.xpath("./option[@selected]/@value") or each.xpath("./option/@value")
            values[each.get("name")] = str(chosen[0])
        elif each.get("type") not in {"checkbox", "radio", "file"}:
            values[each.get("name")] = each.get("value", "")
    return values


def target_of(page: Page, field: str, path: str) -> str:
    [form] = page.find(f"//form[.//*[@name='{field}']]")
    return str(form.get("action") or path)


def same(first: str, second: str) -> bool:
    return first.split() == second.split()


def reports(database: Database) -> list[Report]:
    with database.read() as session:
        return list(session.exec(select(Report)).all())


def end_sessions(database: Database) -> None:
    with database.write() as session:
        for row in session.exec(select(SignIn)).all():
            session.delete(row)


def sign_in_with(browser: Browser, page: Page, account: str, status: int = 303) -> Page:
    """Fill the sign-in form of `page` in and send it as it stands."""
    values = {**form_of(page, "account"), "account": account, "password": PASSWORD}
    return browser.post(target_of(page, "account", "/sign-in"), values, status)


# ---- the session has ended


def test_report_sent_after_the_session_ended_comes_back_filled_and_is_sent_on_purpose(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    end_sessions(database)
    page = browser.post(path, values, 401)
    assert "没有丢失" in page.text
    assert "两家未反馈。" in page.text
    answer = sign_in_with(browser, page, "zhou")
    assert answer.location.startswith("/kept-forms/")
    shown = browser.get(answer.location)
    assert reports(database) == [], "nothing is ever sent by itself"
    assert "登录曾过期" in shown.text
    back = form_of(shown, "progress")
    assert all(same(back[name], text) for name, text in TYPED.items())
    shown = browser.get(answer.location)  # as often as one likes
    sent = browser.post(answer.location, form_of(shown, "progress"), 307)
    assert sent.location == path
    taken = browser.post(sent.location, form_of(shown, "progress"))
    assert taken.location.startswith("/tasks/")
    [report] = reports(database)
    assert same(report.progress, TYPED["progress"])
    browser.get(answer.location, 404)
    with database.read() as session:
        assert session.exec(select(KeptForm)).all() == []


def test_columns_chosen_when_the_session_ended_come_back(
    sign_in: SignInAs, config: Config, database: Database
) -> None:
    lin = add_person(database, account="lin", role=Role.coordinator, password_hash=HASH)
    storage = Storage(config.data_dir / "uploads")
    text = "<html><table><tr><td>甲<td>乙</tr><tr><td>修路<td>城管局</tr></table>"
    path = f"/documents/{receive(database, storage, lin, text.encode(), '表.html')}/tables/0"
    browser = sign_in(lin)
    values = form_of(browser.get(path), "header_rows")
    chosen = ["title", "responsible"]
    end_sessions(database)
    page = browser.post(path, {**values, "column": chosen, "act": "show"}, 401)
    assert "没有丢失" in page.text
    shown = browser.get(sign_in_with(browser, page, "lin").location)
    assert "登录曾过期" in shown.text
    assert shown.find("//select[@name='column']/option[@selected]/@value") == chosen


def test_wrong_password_at_that_moment_loses_nothing(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    end_sessions(database)
    page = browser.post(path, values, 401)
    wrong = {**form_of(page, "account"), "account": "zhou", "password": "falsch"}
    page = browser.post(target_of(page, "account", "/sign-in"), wrong, 400)
    answer = sign_in_with(browser, page, "zhou")
    assert same(form_of(browser.get(answer.location), "progress")["problem"], TYPED["problem"])


def test_browser_that_was_closed_loses_nothing_either(
    app: Flask, sign_in: SignInAs, zhou: Person, path: str
) -> None:
    """Both cookies are gone, so not even the token of the form can be checked."""
    values = {**form_of(sign_in(zhou).get(path), "progress"), **TYPED}
    other = Browser(app)
    other.csrf_token = values["csrf_token"]
    page = other.post(path, values, 401)
    answer = sign_in_with(other, page, "zhou")
    assert same(form_of(other.get(answer.location), "progress")["problem"], TYPED["problem"])


def test_form_of_another_person_is_not_taken_over(
    sign_in: SignInAs, zhou: Person, wu: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    end_sessions(database)
    page = browser.post(path, values, 401)
    answer = sign_in_with(browser, page, wu.account)
    assert not answer.location.startswith("/kept-forms/")
    assert "另一账号" in browser.get("/tasks").text
    with database.read() as session:
        assert session.exec(select(KeptForm)).all() == []


def test_kept_form_of_another_person_looks_like_none(
    sign_in: SignInAs, zhou: Person, wu: Person, database: Database, path: str
) -> None:
    with database.write() as session:
        packed = keeping.Packed(zhou.id, path, [["progress", "x"]], left_out=False)
        kept = keeping.keep(session, packed, NOW)
    browser = sign_in(wu)
    browser.get(f"/kept-forms/{kept.id}", 404)
    browser.get("/tasks")
    browser.post(f"/kept-forms/{kept.id}", {"progress": "x"}, 404)
    sign_in(zhou).get(f"/kept-forms/{kept.id}")


def test_kept_form_that_was_tampered_with_is_none(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    end_sessions(database)
    page = browser.post(path, values, 401)
    form = {**form_of(page, "account"), "account": "zhou", "password": PASSWORD}
    form["kept"] = form["kept"][:-2] + "xx"
    answer = browser.post(target_of(page, "account", "/sign-in"), form)
    assert not answer.location.startswith("/kept-forms/")


@pytest.mark.parametrize("address", ["//evil.example/x", "https://evil.example/", "/\\evil"])
def test_referrer_of_elsewhere_leads_home_after_signing_in(
    sign_in: SignInAs, zhou: Person, database: Database, path: str, address: str
) -> None:
    browser = sign_in(zhou)
    browser.get(path)
    end_sessions(database)
    page = browser.post("/assignments/1/sign", {}, 401, headers={"Referer": address})
    assert sign_in_with(browser, page, "zhou").location == "/"


def test_form_too_large_to_be_kept_is_shown_to_be_copied(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), "progress": "进" * 100_001}
    end_sessions(database)
    page = browser.post(path, values, 401)
    assert "kept" not in form_of(page, "account")
    assert page.find("//textarea")[0].text.strip() == "进" * 100_001


def test_files_are_not_kept_and_it_is_said(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    end_sessions(database)
    files = {"evidence": (io.BytesIO(b"scan"), "签报.pdf")}
    page = browser.post(path, {**values, **files}, 401)
    assert "请重新选择" in page.text
    shown = browser.get(sign_in_with(browser, page, "zhou").location)
    assert "请重新选择" in shown.text


@pytest.mark.usefixtures("app")
def test_kept_form_is_kept_for_a_day(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    with database.write() as session:
        packed = keeping.Packed(zhou.id, path, [["progress", "x"]], left_out=False)
        kept = keeping.keep(session, packed, NOW - timedelta(days=1))
    sign_in(zhou).get(f"/kept-forms/{kept.id}", 404)


def test_page_that_is_gone_meanwhile_gives_the_texts_to_copy(
    sign_in: SignInAs, zhou: Person, database: Database
) -> None:
    with database.write() as session:
        packed = keeping.Packed(zhou.id, "/milestones/999/reports", [["a", "文字"]], left_out=False)
        kept = keeping.keep(session, packed, NOW)
    page = sign_in(zhou).get(f"/kept-forms/{kept.id}")
    assert [each.text.strip() for each in page.find("//textarea")] == ["文字"]


@requires("home.open")
def plain(visit: Visit) -> ResponseReturnValue:
    """Write without a Form, as some views do."""
    make_document(visit.session, title="写下的")
    return "", 303, {"Location": "/"}


def test_form_of_a_view_without_a_form_class_comes_back_too(
    config: Config, zhou: Person, database: Database
) -> None:
    app = make_app(config, database)
    app.add_url_rule("/plain", "plain", plain, methods=["POST"])
    browser = Browser(app)
    sign_in_with(browser, browser.get("/sign-in"), "zhou")
    with app.test_request_context():
        key = once.new_key(zhou)
    end_sessions(database)
    form = {"once": key, "text": "退回的理由", "decision": "return"}
    page = browser.post("/plain", form, 401)
    shown = browser.get(sign_in_with(browser, page, "zhou").location)
    back = form_of(shown, "decision")
    assert (same(back["text"], "退回的理由"), back["decision"]) == (True, "return")
    assert target_of(shown, "decision", "") == "/plain"
    with database.read() as session:
        assert session.exec(select(Document).where(Document.title == "写下的")).first() is None
    browser.post("/plain", back)
    with database.read() as session:
        assert session.exec(select(Document).where(Document.title == "写下的")).first() is not None


# ---- the page was too old


def test_stale_page_of_the_same_person_comes_back_filled(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    values = {**form_of(sign_in(zhou).get(path), "progress"), **TYPED}
    browser = sign_in(zhou)  # signed in anew in another tab: another session, another token
    browser.get("/tasks")
    page = browser.post(path, values, 400)
    assert "页面停留过久" in page.text
    back = form_of(page, "progress")
    assert all(same(back[name], text) for name, text in TYPED.items())
    assert reports(database) == []
    browser.post(path, back)
    assert len(reports(database)) == 1


@pytest.mark.parametrize("key", ["", "1.x.y", "9.abc.def", "forged"])
def test_form_somebody_else_made_up_shows_nothing_of_its_page(
    sign_in: SignInAs, zhou: Person, path: str, key: str
) -> None:
    browser = sign_in(zhou)
    browser.get(path)
    page = browser.post(path, {**TYPED, "csrf_token": "x", "once": key}, 400)
    assert not page.find("//form")


def test_key_of_another_person_shows_nothing_of_the_page(
    app: Flask, sign_in: SignInAs, zhou: Person, wu: Person, path: str
) -> None:
    with app.test_request_context():
        foreign = once.new_key(wu)
        assert once.owner_of(foreign) == wu.id
    browser = sign_in(zhou)
    browser.get(path)
    assert not browser.post(path, {**TYPED, "csrf_token": "x", "once": foreign}, 400).find("//form")


def test_stale_sign_in_page_keeps_the_account(stranger: Browser) -> None:
    page = stranger.post("/sign-in", {"csrf_token": "x", "account": "zhou", "password": "x"}, 400)
    assert page.find("//input[@name='account']/@value") == ["zhou"]
    assert "页面停留过久" in page.text


# ---- sent twice


def test_double_post_makes_one_report_and_gets_the_same_answer(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    del values["form_key"]
    first, second = browser.post(path, values), browser.post(path, values)
    assert first.location == second.location
    assert "没有重复提交" in browser.get(second.location).text
    assert len(reports(database)) == 1


def test_same_key_with_other_content_is_a_conflict_that_keeps_the_text(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    browser.post(path, values)
    page = browser.post(path, {**values, "progress": "后来又写的"}, 409)
    assert "此前已提交过" in page.text
    back = form_of(page, "progress")
    assert same(back["progress"], "后来又写的")
    assert back["once"] != values["once"]
    assert len(reports(database)) == 1


def test_same_key_at_another_address_is_a_conflict(
    sign_in: SignInAs, zhou: Person, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    browser.post(path, values)
    browser.post("/account/sessions/end-others", {"once": values["once"]}, 409)


def test_refused_form_can_be_sent_again_with_its_key(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = form_of(browser.get(path), "progress")
    browser.post(path, values, 400)
    browser.post(path, {**values, **TYPED})
    assert len(reports(database)) == 1


def test_form_without_a_key_is_taken(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    browser.get(path)
    browser.post(path, {**TYPED, "once": ""})
    with database.read() as session:
        assert session.exec(select(SentForm)).all() == []


def test_file_of_the_same_name_with_other_bytes_is_other_content(
    sign_in: SignInAs, zhou: Person, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    for data, status in ((b"one", 303), (b"one", 303), (b"two", 409)):
        files = {"evidence": (io.BytesIO(data), "a.pdf")}
        browser.post(path, {**values, **files}, status)


def test_copies_sent_at_once_make_one_account(
    app: Flask, sign_in: SignInAs, chief: Person, database: Database
) -> None:
    browser = sign_in(chief)
    form = form_of(browser.get("/accounts/new"), "account")
    values = {**form, "account": "sun", "name": "孙", "role": "leader"}
    together = Barrier(6)

    def send(_number: int) -> tuple[int, str]:
        client = app.test_client()
        token = browser.client.get_cookie("tracker-session", domain="127.0.0.1")
        assert token is not None
        client.set_cookie("tracker-session", token.value, domain="127.0.0.1")
        together.wait()
        response = client.post("/accounts/new", data=values, base_url=BASE_URL)
        return response.status_code, response.headers.get("Location", "")

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(send, range(6)))
    with database.read() as session:
        made = session.exec(select(Person).where(Person.account == "sun")).one()
    assert answers == {(303, f"/accounts/{made.id}")}


def test_copies_of_a_report_sent_at_once_make_one(
    app: Flask, sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    """A view that opens its own transaction claims the key in it."""
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    del values["form_key"]
    token = browser.client.get_cookie("tracker-session", domain="127.0.0.1")
    assert token is not None
    together = Barrier(4)

    def send(_number: int) -> int:
        client = app.test_client()
        client.set_cookie("tracker-session", token.value, domain="127.0.0.1")
        together.wait()
        return client.post(path, data=values, base_url=BASE_URL).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, range(4))) == {303}
    assert len(reports(database)) == 1


def test_sent_forms_are_remembered_for_seven_days(
    app: Flask, sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    browser.post(path, {**form_of(browser.get(path), "progress"), **TYPED})
    base = app.extensions["tracker"]
    for days, remembered in ((7, 2), (8, 1)):
        later = NOW + timedelta(days=days)
        app.extensions["tracker"] = replace(base, clock=StoppedClock(moment=later))
        with database.write() as session:
            token = open_session(session, zhou, later, None, None)
        other = Browser(app)
        other.client.set_cookie(token_cookie(base.config), token, domain="127.0.0.1")
        other.post(path, {**form_of(other.get(path), "progress"), **TYPED})
        with database.read() as session:
            rows = session.exec(select(SentForm)).all()
        assert min(row.created_at for row in rows) >= later - timedelta(days=7)
        assert len(rows) >= remembered
    app.extensions["tracker"] = base


@pytest.mark.usefixtures("zhou")
def test_secrets_leave_no_trace_in_the_table(app: Flask) -> None:
    def hashed(password: str) -> str:
        with app.test_request_context(
            "/account/password", method="POST", data={"old_password": password, "a": "b"}
        ):
            return once.body_hash()

    assert hashed("one") == hashed("two")


# ---- two people, one thing


def test_account_edited_by_two_shows_both_texts_and_sends_on_top(
    sign_in: SignInAs, chief: Person, wu: Person, database: Database
) -> None:
    first, second = sign_in(chief), sign_in(chief)
    path = f"/accounts/{wu.id}"
    mine = form_of(first.get(path), "email")
    theirs = form_of(second.get(path), "email")
    second.post(path, {**theirs, "name": "吴主任", "email": "wu@new.invalid"})
    page = first.post(path, {**mine, "name": "吴科长"}, 409)
    assert "吴主任" in page.text
    assert "wu@new.invalid" in page.text
    back = form_of(page, "email")
    assert (back["name"], back["email"], back["version"]) == ("吴科长", "wu@example.invalid", "2")
    assert target_of(page, "email", "") == path
    first.post(path, back)
    with database.read() as session:
        person = session.get_one(Person, wu.id)
    assert (person.name, person.email, person.version) == ("吴科长", "wu@example.invalid", 3)


def test_third_person_in_between_is_told_again(
    sign_in: SignInAs, chief: Person, wu: Person
) -> None:
    browser, path = sign_in(chief), f"/accounts/{wu.id}"
    mine = form_of(browser.get(path), "email")
    browser.post(path, {**form_of(browser.get(path), "email"), "name": "甲"})
    page = browser.post(path, {**mine, "name": "我"}, 409)
    browser.post(path, {**form_of(browser.get(path), "email"), "name": "乙"})
    again = browser.post(path, form_of(page, "email"), 409)
    assert "乙" in again.text
    assert form_of(again, "email")["name"] == "我"


def test_draft_edited_by_two_shows_both_texts(
    sign_in: SignInAs, lin: Person, database: Database, config: Config
) -> None:
    storage = Storage(config.data_dir / "uploads")
    document_id = receive(database, storage, lin, TABLE.encode(), "分解表.txt")
    page_path = f"/documents/{document_id}/review"
    first, second = sign_in(lin), sign_in(lin)
    page = first.get(f"{page_path}?draft=1")
    mine, path = form_of(page, "content"), target_of(page, "content", page_path)
    theirs = form_of(second.get(f"{page_path}?draft=1"), "content")
    second.post(path, {**theirs, "act": "save", "title": "修编布局规划"})
    page = first.post(path, {**mine, "act": "save", "title": "修编专项规划"}, 409)
    assert "修编布局规划" in page.text
    assert "内容不同" in page.text
    assert "Split" not in page.text
    back = form_of(page, "content")
    assert (back["title"], back["act"]) == ("修编专项规划", "save")
    first.post(target_of(page, "content", ""), back)
    with database.read() as session:
        assert session.get_one(Draft, 1).title == "修编专项规划"


# ---- busy, too large


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Hold the writer's lock, and let others wait for it only a moment."""

    def impatient(connection: object, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")  # type: ignore[attr-defined] # a driver's connection

    with database.write() as session:
        session.connection()
        event.listen(database.writer, "checkout", impatient)
        try:
            yield
        finally:
            event.remove(database.writer, "checkout", impatient)


def test_busy_database_gives_the_form_back(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    with locked(database):
        page = browser.post(path, values, 503)
    assert page.response.headers["Retry-After"] == "5"
    assert "系统正忙" in page.text
    back = form_of(page, "progress")
    assert all(same(back[name], text) for name, text in TYPED.items())
    browser.post(path, back)
    assert len(reports(database)) == 1


def test_files_too_large_give_the_texts_back(
    sign_in: SignInAs, zhou: Person, database: Database, path: str
) -> None:
    browser = sign_in(zhou)
    values = {**form_of(browser.get(path), "progress"), **TYPED}
    files = {"evidence": FileStorage(io.BytesIO(b"x" * (22 * MEGABYTE)), "大.pdf")}
    form = {"csrf_token": browser.csrf_token, **values, **files}
    boundary, body = encode_multipart(form)  # the client itself would leave a temporary file open
    kind = f"multipart/form-data; boundary={boundary}"
    response = browser.client.post(path, data=body, content_type=kind, base_url=BASE_URL)
    page = browser.take(response, 413)
    assert "附件过大" in page.text
    back = form_of(page, "progress")
    assert all(same(back[name], text) for name, text in TYPED.items())
    assert reports(database) == []
