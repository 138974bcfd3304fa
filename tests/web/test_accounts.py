"""The pages of accounts: the own one, all of them, forgotten passwords, the first run."""

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from statistics import median

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlmodel import col, select

from tests.conftest import NOW
from tests.web.conftest import (
    BASE_URL,
    Browser,
    Page,
    StoppedClock,
    add_person,
    make_app,
    make_config,
)
from tracker import directory, mail, outbox
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database
from tracker.models import Event, Message, PasswordReset, Person, Role, SignIn, SignInAttempt
from tracker.web import first_run
from tracker.web.browsers import browser_words
from tracker.web.sessions import token_cookie

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD, NEW = "一个够长的口令 7", "另一个够长的口令 8"
HASH = CHEAP.hash(PASSWORD)
MINUTE = timedelta(minutes=1)
SignInAs = Callable[[Person], Browser]


@pytest.fixture
def zhou(database: Database) -> Person:
    return add_person(database, "教育文体局", account="zhou", name="周联络", password_hash=HASH)


@pytest.fixture
def chief(database: Database) -> Person:
    return add_person(
        database, account="chief", name="管理员", role=Role.administrator, password_hash=HASH
    )


def come_in(browser: Browser, account: str = "zhou", password: str = PASSWORD) -> Page:
    return browser.post("/sign-in", {"account": account, "password": password})


def token_of(browser: Browser, config: Config) -> str:
    cookie = browser.client.get_cookie(token_cookie(config), domain="127.0.0.1")
    assert cookie is not None
    return cookie.value


def set_clock(app: Flask, after: timedelta) -> None:
    app.extensions["tracker"] = replace(
        app.extensions["tracker"], clock=StoppedClock(moment=NOW + after)
    )


def rows(database: Database, table: type[SignIn] | type[Message] | type[PasswordReset]) -> int:
    with database.read() as session:
        return len(session.exec(select(table)).all())


def person_of(database: Database, account: str) -> Person:
    with database.read() as session:
        return session.exec(select(Person).where(Person.account == account)).one()


# ---- signing in


@pytest.mark.usefixtures("database")
def test_limit_of_an_address_is_429_with_the_seconds_to_wait(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.directory.passwords.dummy_hash", lambda: HASH)
    answers = [
        stranger.client.post(
            "/sign-in",
            data={**csrf(stranger), "account": f"nobody{number}", "password": PASSWORD},
            base_url=BASE_URL,
        )
        for number in range(31)
    ]
    assert [each.status_code for each in answers] == [400] * 29 + [429] * 2
    assert answers[-1].headers["Retry-After"] == "900"
    assert "请15分钟后再试" in answers[-1].get_data(as_text=True)


def csrf(browser: Browser) -> dict[str, str]:
    if not browser.csrf_token:
        browser.get("/sign-in")
    return {"csrf_token": browser.csrf_token}


@pytest.mark.usefixtures("zhou")
def test_spoofed_forwarding_header_is_no_other_address(
    stranger: Browser, database: Database
) -> None:
    headers = {"X-Forwarded-For": "10.9.9.9", "X-Remote-User": "zhou"}
    stranger.post("/sign-in", {"account": "zhou", "password": PASSWORD}, headers=headers)
    with database.read() as session:
        assert session.exec(select(SignIn)).one().address == "127.0.0.1"
    Browser(stranger.app).get("/account", 302, headers=headers)


@pytest.mark.usefixtures("zhou", "database")
def test_full_queue_for_the_hash_is_503_and_keeps_the_account(stranger: Browser) -> None:
    form = {"account": "zhou", "password": PASSWORD}
    with ExitStack() as seats:
        for _seat in range(5):
            seats.enter_context(directory.hashing_seat())
        page = stranger.post("/sign-in", form, 503)
        assert stranger.get("/health").status == 200
    assert page.response.headers["Retry-After"] == "5"
    assert page.find("//input[@name='account']/@value") == ["zhou"]
    assert come_in(stranger).location == "/"


@pytest.mark.parametrize(
    "password", ["密" * 128, "p" * 64, "😀" * 8, "ｆｕｌｌｗｉｄｔｈ", " blanks  "]
)
def test_password_is_taken_as_it_is(
    sign_in: SignInAs, zhou: Person, stranger: Browser, password: str
) -> None:
    page = sign_in(zhou).post(
        "/account/password",
        {"old_password": PASSWORD, "new_password": password, "same_password": password},
    )
    assert page.location == "/account"
    come_in(stranger, password=password)
    Browser(stranger.app).post("/sign-in", {"account": "zhou", "password": password[:-1]}, 400)


@pytest.mark.parametrize(("password", "status"), [("a\0bcdefgh", 400), ("p" * 1_100_000, 413)])
@pytest.mark.usefixtures("zhou")
def test_password_no_form_can_hold_is_refused(
    stranger: Browser, password: str, status: int
) -> None:
    stranger.post("/sign-in", {"account": "zhou", "password": password}, status)


@pytest.mark.slow
def test_known_and_unknown_account_take_the_same_time_and_give_the_same_answer(
    app: Flask, database: Database
) -> None:
    """RELIABILITY A1, over HTTP with real hashes; each account once, so that nothing is locked."""
    good = directory.hash_password(PASSWORD)
    directory.dummy_hash()
    for number in range(20):
        add_person(database, account=f"real{number}", role=Role.leader, password_hash=good)
    times: dict[str, list[float]] = {"real": [], "none": []}
    answers = set()
    for number in range(20):
        for kind, taken in times.items():
            browser = Browser(app)
            browser.get("/sign-in")
            begun = time.perf_counter()
            page = browser.post(
                "/sign-in",
                {"account": f"{kind}{number}", "password": "wrong password"},
                400,
                environ_overrides={"REMOTE_ADDR": f"10.0.{number}.1"},
            )
            taken.append(time.perf_counter() - begun)
            headers = page.response.headers
            answers.add((page.text, str(sorted(headers.keys()))))
    assert len(answers) == 1
    assert 0.8 < median(times["real"]) / median(times["none"]) < 1.25


# ---- sessions


@pytest.mark.usefixtures("zhou")
def test_session_gets_a_new_name_at_signing_in_and_at_a_new_password(
    app: Flask, config: Config
) -> None:
    browser = Browser(app)
    browser.client.set_cookie(token_cookie(config), "chosen-by-an-attacker", domain="127.0.0.1")
    come_in(browser)
    first = token_of(browser, config)
    assert first != "chosen-by-an-attacker"
    browser.get("/account/password")
    browser.post(
        "/account/password",
        {"old_password": PASSWORD, "new_password": NEW, "same_password": NEW},
    )
    assert token_of(browser, config) != first
    browser.get("/account")


@pytest.mark.usefixtures("zhou")
def test_copied_cookie_is_worthless_after_signing_out(app: Flask, config: Config) -> None:
    browser, thief = Browser(app), Browser(app)
    come_in(browser)
    thief.client.set_cookie(token_cookie(config), token_of(browser, config), domain="127.0.0.1")
    thief.get("/account")
    browser.get("/account")
    browser.post("/sign-out")
    assert thief.get("/account", 302).location.startswith("/sign-in")


@pytest.mark.parametrize("wrong", ["", "x", "a" * 10_000, "';--", "%00"])
@pytest.mark.filterwarnings("ignore:The '.*' cookie is too large")
@pytest.mark.usefixtures("zhou")
def test_cookie_that_is_none_of_ours_is_nobody(app: Flask, config: Config, wrong: str) -> None:
    browser = Browser(app)
    come_in(browser)
    token = token_of(browser, config)
    flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
    for value in (wrong, flipped):
        browser.client.set_cookie(token_cookie(config), value, domain="127.0.0.1")
        browser.get("/account", 302)


def test_session_ends_idle_after_30_minutes_and_in_use_after_12_hours(
    app: Flask, sign_in: SignInAs, zhou: Person
) -> None:
    original = app.extensions["tracker"]
    second = timedelta(seconds=1)
    browser = sign_in(zhou)
    set_clock(app, 30 * MINUTE)
    browser.get("/account", 302)
    app.extensions["tracker"] = original
    browser = sign_in(zhou)
    for number in range(1, 26):
        set_clock(app, min(number * 29 * MINUTE, timedelta(hours=12) - second))
        browser.get("/account")
    set_clock(app, timedelta(hours=12))
    browser.get("/account", 302)
    app.extensions["tracker"] = original


def test_new_password_signs_every_other_browser_out_and_is_mailed(
    sign_in: SignInAs, zhou: Person, database: Database
) -> None:
    here, there = sign_in(zhou), sign_in(zhou)
    there.get("/account")
    here.get("/account/password")
    page = here.post(
        "/account/password",
        {"old_password": PASSWORD, "new_password": NEW, "same_password": NEW},
    )
    assert "密码已修改" in here.get(page.location).text
    there.get("/account", 302)
    with database.read() as session:
        message = session.exec(select(Message)).one()
    assert message.recipient == "zhou@example.invalid"
    assert "8月16日 10:00" in message.text
    come_in(Browser(here.app), password=NEW)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"old_password": "falsch", "new_password": NEW, "same_password": NEW}, "原密码不对"),
        ({"old_password": PASSWORD, "new_password": "kurz", "same_password": "kurz"}, "8至128"),
        ({"old_password": PASSWORD, "new_password": NEW, "same_password": NEW + "!"}, "不一致"),
        ({"old_password": "", "new_password": NEW, "same_password": NEW}, "请填写原密码"),
    ],
)
def test_new_password_that_cannot_be_taken_says_why_at_its_field(
    sign_in: SignInAs, zhou: Person, form: dict[str, str], sentence: str
) -> None:
    browser = sign_in(zhou)
    browser.get("/account/password")
    page = browser.post("/account/password", form, 400)
    assert sentence in page.text
    assert NEW not in page.response.get_data(as_text=True)
    come_in(Browser(browser.app))


def test_guessing_the_password_in_an_open_browser_locks(
    sign_in: SignInAs, zhou: Person, database: Database
) -> None:
    browser = sign_in(zhou)
    browser.get("/account/password")
    form = {"old_password": "falsch", "new_password": NEW, "same_password": NEW}
    for _number in range(5):
        browser.post("/account/password", form, 400)
    assert person_of(database, "zhou").locked_until == NOW + 15 * MINUTE
    browser.post("/account/password", {**form, "old_password": PASSWORD}, 400)


@pytest.mark.usefixtures("database")
def test_own_sessions_are_listed_and_can_be_ended(
    app: Flask, sign_in: SignInAs, zhou: Person
) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/86.0.4240.198 Safari/537.36"
    other = Browser(app)
    other.get("/sign-in")
    other.post("/sign-in", {"account": "zhou", "password": PASSWORD}, headers={"User-Agent": agent})
    browser = sign_in(zhou)
    page = browser.get("/account")
    assert "Chrome 86" in page.text
    assert "本浏览器" in page.text
    [address] = page.find("//form[contains(@action, '/account/sessions/')]/@action")[1:]
    browser.post(str(address))
    other.get("/account", 302)
    browser.get("/account")
    browser.post(str(address), status=404)


def test_all_other_sessions_can_be_ended_at_once(sign_in: SignInAs, zhou: Person) -> None:
    others = [sign_in(zhou), sign_in(zhou)]
    browser = sign_in(zhou)
    browser.get("/account")
    browser.post("/account/sessions/end-others")
    assert "已退出 2 处登录" in browser.get("/account").text
    for other in others:
        other.get("/account", 302)


def test_session_of_somebody_else_looks_like_none(
    sign_in: SignInAs, zhou: Person, wu: Person, database: Database
) -> None:
    browser, foreign = sign_in(zhou), sign_in(wu)
    with database.read() as session:
        row = session.exec(select(SignIn).where(SignIn.person_id == wu.id)).one()
    browser.get("/account")
    browser.post(f"/account/sessions/{row.id}/end", status=404)
    foreign.get("/account")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537 Edg/120.0", "Edge 120，Windows"),
        ("Mozilla/5.0 (X11; UOS x86_64) Chrome/86.0 Safari/537", "Chrome 86，UOS"),
        ("Mozilla/5.0 (X11; Linux aarch64; rv:115.0) Firefox/115.0", "Firefox 115，Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/17.1 Safari/605", "Safari 17，macOS"),
        ("curl/8", "未知浏览器"),
        (None, "未知浏览器"),
    ],
)
def test_browser_is_called_what_people_call_it(agent: str | None, words: str) -> None:
    assert browser_words(agent) == words


# ---- forgotten passwords


def ask_for_link(browser: Browser, account: str) -> Page:
    browser.get("/forgot-password")
    page = browser.post("/forgot-password", {"account": account})
    return browser.get(page.location)


def delivered_link(database: Database, config: Config) -> str:
    """Send what waits and return the path of the link in the mail that came last."""
    outbox.deliver(database, mail.make_transport(config), Clock())
    files = (config.data_dir / "outbox").glob("reset-*.eml")
    newest = max(files, key=lambda each: each.stat().st_mtime_ns)
    text = message_from_bytes(newest.read_bytes())
    part = next(each for each in text.walk() if each.get_content_type() == "text/plain")
    found = re.search(r"(/reset-password/\S+)", bytes(part.get_payload(decode=True)).decode())
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("zhou")
def test_forgotten_password_is_set_through_the_mailed_link(
    app: Flask, config: Config, database: Database
) -> None:
    browser = Browser(app)
    ask_for_link(browser, "zhou")
    link = delivered_link(database, config)
    assert "账号 zhou" in browser.get(link).text
    form = {"new_password": NEW, "same_password": NEW}
    foreign = {"account": "wu", "person_id": "1", "username": "wu"}
    assert browser.post(link, {**form, **foreign}).location == "/sign-in"
    assert "密码已设置" in browser.get("/sign-in").text
    gone = {browser.get(link, 400).text, browser.post(link, form, 400).text}
    gone.add(browser.get("/reset-password/unknown", 400).text)
    come_in(Browser(app), password=NEW)
    assert len(gone) == 1
    assert "此链接已不能使用" in gone.pop()


@pytest.mark.usefixtures("zhou", "wu")
def test_answer_is_the_same_whoever_forgot(app: Flask, database: Database) -> None:
    add_person(database, account="bare", role=Role.leader, email=None, password_hash=HASH)
    add_person(database, account="gone", role=Role.leader, is_active=False, password_hash=HASH)
    accounts = ("zhou", "wu", "bare", "gone", "nobody", "operator", "' OR 1=1--")
    assert len({ask_for_link(Browser(app), account).text for account in accounts}) == 1
    with database.read() as session:
        sent = session.exec(select(Message.recipient).order_by(col(Message.id))).all()
    assert sent == ["zhou@example.invalid", "wu@example.invalid"]


@pytest.mark.slow
def test_asking_takes_the_same_time_for_known_and_unknown(app: Flask, database: Database) -> None:
    for number in range(25):
        add_person(database, account=f"real{number}", role=Role.leader, password_hash=HASH)
    times: dict[str, list[float]] = {"real": [], "none": []}
    for number in range(25):
        for kind, taken in times.items():
            browser = Browser(app)
            browser.get("/forgot-password")
            begun = time.perf_counter()
            browser.post(
                "/forgot-password",
                {"account": f"{kind}{number}"},
                environ_overrides={"REMOTE_ADDR": f"10.0.{number}.1"},
            )
            taken.append(time.perf_counter() - begun)
    assert 0.5 < median(times["real"]) / median(times["none"]) < 2


@pytest.mark.usefixtures("zhou")
def test_nobody_is_flooded_with_links(app: Flask, database: Database) -> None:
    for _number in range(3):
        ask_for_link(Browser(app), "zhou")
    assert rows(database, Message) == 1
    original = app.extensions["tracker"]
    set_clock(app, 2 * MINUTE)
    ask_for_link(Browser(app), "zhou")
    app.extensions["tracker"] = original
    assert rows(database, Message) == 2


@pytest.mark.usefixtures("zhou")
def test_asking_without_end_is_refused(stranger: Browser) -> None:
    stranger.get("/forgot-password")
    for _number in range(29):
        stranger.post("/forgot-password", {"account": "nobody"})
    page = stranger.post("/forgot-password", {"account": "zhou"}, 429)
    assert page.response.headers["Retry-After"] == "900"


@pytest.mark.usefixtures("zhou")
def test_blank_and_different_new_passwords_are_told_at_the_field(
    app: Flask, config: Config, database: Database
) -> None:
    browser = Browser(app)
    ask_for_link(browser, "zhou")
    link = delivered_link(database, config)
    assert "请填写新密码" in browser.post(link, {}, 400).text
    assert "不一致" in browser.post(link, {"new_password": NEW, "same_password": "x"}, 400).text
    short = {"new_password": "kurz", "same_password": "kurz"}
    assert "8至128" in browser.post(link, short, 400).text
    browser.post(link, {"new_password": NEW, "same_password": NEW})


# ---- the administrator's page


def add_form(**changes: str) -> dict[str, str]:
    form = {"account": "sun", "name": "孙局长", "role": "leader", "department": "", "email": ""}
    return {**form, **changes}


def test_administrator_adds_an_account_whose_person_sets_the_password(
    sign_in: SignInAs, chief: Person, database: Database
) -> None:
    browser = sign_in(chief)
    browser.get("/accounts/new")
    page = browser.post("/accounts/new", add_form(email="sun@example.invalid"))
    shown = browser.get(page.location)
    [link] = shown.find("//textarea[@id='link']/text()")
    assert str(link).strip().startswith(f"{BASE_URL}/reset-password/")
    assert not browser.get(page.location).find("//textarea[@id='link']"), "shown once"
    path = str(link).strip().removeprefix(BASE_URL)
    other = Browser(browser.app)
    other.get(path)
    other.post(path, {"new_password": NEW, "same_password": NEW})
    come_in(other, "sun", NEW)
    with database.read() as session:
        assert session.exec(select(Message.recipient)).first() == "sun@example.invalid"
        made = session.exec(select(Event).where(Event.action == "person.created")).one()
    assert made.person_id == chief.id


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"account": "ZHOU"}, "已存在"),
        ({"account": "su n"}, "账号"),
        ({"name": " "}, "姓名"),
        ({"role": "clerk"}, "单位"),
        ({"email": "no address"}, "邮箱格式不对"),
        ({"email": "a@b>\r\nRCPT TO:<x"}, "邮箱格式不对"),
        ({"role": "operator"}, "角色"),
        ({"department": "999"}, "单位"),
    ],
)
@pytest.mark.usefixtures("zhou")
def test_account_that_cannot_be_added_is_told_why_and_nothing_is_lost(
    sign_in: SignInAs, chief: Person, changes: dict[str, str], sentence: str
) -> None:
    browser = sign_in(chief)
    browser.get("/accounts/new")
    page = browser.post("/accounts/new", add_form(**{"name": "孙局长", **changes}), 400)
    assert sentence in page.text
    if "account" not in changes:
        assert page.find("//input[@name='account']/@value") == ["sun"]


@pytest.mark.usefixtures("zhou")
def test_list_finds_pages_and_tabs_that_add_up(
    sign_in: SignInAs, chief: Person, database: Database
) -> None:
    add_person(database, account="gone", role=Role.leader, is_active=False)
    browser = sign_in(chief)
    page = browser.get("/accounts")
    assert [int(each) for each in page.find("//ul[@class='counts']//b/text()")] == [3, 2, 1]
    assert "zhou" in browser.get("/accounts?q=教育").text
    assert "没有符合条件的账号" in browser.get("/accounts?q=%25&show=inactive").text
    browser.get("/accounts?show=other", 404)


def test_accounts_are_for_administrators(
    sign_in: SignInAs, zhou: Person, lin: Person, chief: Person
) -> None:
    for person in (zhou, lin):
        browser = sign_in(person)
        for path in ("/accounts", "/accounts/new", f"/accounts/{chief.id}"):
            browser.get(path, 403)
        browser.get("/account")
        for act in ("", "/deactivate", "/reactivate", "/reset"):
            browser.post(f"/accounts/{chief.id}{act}", status=403)


def test_account_of_the_command_line_has_no_page(
    sign_in: SignInAs, chief: Person, database: Database
) -> None:
    with database.write() as session:
        operator = directory.operator(session, NOW)
    browser = sign_in(chief)
    assert "operator" not in browser.get("/accounts").text
    browser.get(f"/accounts/{operator.id}", 404)


def test_disabled_account_is_out_at_the_next_request(
    sign_in: SignInAs, chief: Person, zhou: Person, database: Database
) -> None:
    victim, browser = sign_in(zhou), sign_in(chief)
    victim.get("/account")
    browser.get(f"/accounts/{zhou.id}")
    page = browser.post(f"/accounts/{zhou.id}/deactivate")
    assert "停用" in browser.get(page.location).text
    with database.read() as session:
        assert not session.exec(select(SignIn).where(SignIn.person_id == zhou.id)).all()
    victim.post("/sign-out", status=401)
    victim.get("/account", 302)
    Browser(browser.app).post("/sign-in", {"account": "zhou", "password": PASSWORD}, 400)
    browser.post(f"/accounts/{zhou.id}/reactivate")
    come_in(Browser(browser.app))


def test_role_taken_during_a_session_is_gone_at_the_next_request(
    sign_in: SignInAs, chief: Person, database: Database
) -> None:
    lin = add_person(database, account="lin", role=Role.coordinator, password_hash=HASH)
    victim, browser = sign_in(lin), sign_in(chief)
    victim.get("/documents")
    browser.get(f"/accounts/{lin.id}")
    form = {"name": "林", "role": "leader", "department": "", "email": "", "version": "1"}
    browser.post(f"/accounts/{lin.id}", form)
    victim.get("/documents", 302)
    come_in(victim, "lin")
    victim.get("/overview")
    victim.post("/documents", {"pasted": "x"}, 403)


def test_role_taken_in_the_database_counts_at_once(
    sign_in: SignInAs, lin: Person, database: Database
) -> None:
    browser = sign_in(lin)
    browser.get("/documents")
    with database.write() as session:
        session.get_one(Person, lin.id).role = Role.leader
    browser.post("/documents", {"pasted": "x"}, 403)


def test_last_administrator_cannot_leave(
    sign_in: SignInAs, chief: Person, database: Database
) -> None:
    browser = sign_in(chief)
    browser.get(f"/accounts/{chief.id}")
    assert "最后一名管理员" in browser.post(f"/accounts/{chief.id}/deactivate", status=400).text
    form = {"name": "管理员", "role": "leader", "department": "", "email": "", "version": "1"}
    assert "最后一名管理员" in browser.post(f"/accounts/{chief.id}", form, 400).text
    assert person_of(database, "chief").role is Role.administrator


def test_fields_nobody_offered_change_nothing(
    sign_in: SignInAs, chief: Person, zhou: Person, database: Database
) -> None:
    browser = sign_in(chief)
    browser.get(f"/accounts/{zhou.id}")
    department = str(zhou.department_id)
    form = {"name": "周", "role": "clerk", "department": department, "email": "", "version": "1"}
    hidden = {"id": "1", "password_hash": "x", "is_active": "", "account": "root"}
    browser.post(f"/accounts/{zhou.id}", {**form, **hidden})
    after = person_of(database, "zhou")
    assert (after.name, after.is_active, after.password_hash) == ("周", True, HASH)


def test_administrator_never_sets_a_password(
    sign_in: SignInAs, chief: Person, zhou: Person, database: Database, config: Config
) -> None:
    browser = sign_in(chief)
    assert not browser.get(f"/accounts/{zhou.id}").find("//input[@type='password']")
    assert not browser.get("/accounts/new").find("//input[@type='password']")
    page = browser.post(f"/accounts/{zhou.id}/reset")
    assert person_of(database, "zhou").password_hash == HASH
    assert browser.get(page.location).find("//textarea[@id='link']")
    assert delivered_link(database, config).startswith("/reset-password/")
    with database.read() as session:
        kept = session.exec(select(Message)).one()
    assert mail.TOKEN_PLACE in kept.text, "the record of the mail holds no link"
    browser.get(f"/accounts/{zhou.id}")
    browser.post(f"/accounts/{zhou.id}/deactivate")
    browser.post(f"/accounts/{zhou.id}/reset", status=400)


# ---- the first run


@pytest.fixture
def token(config: Config, database: Database) -> str:
    found = first_run.offer(config, database)
    assert found is not None
    return found


def first_form(secret: str, **changes: str) -> dict[str, str]:
    form = {"token": secret, "account": "admin", "name": "管理员"}
    return {**form, "password": PASSWORD, "same_password": PASSWORD, **changes}


COORDINATOR = {
    "coordinator_account": "lin",
    "coordinator_name": "林督查",
    "coordinator_password": NEW,
    "coordinator_same_password": NEW,
}


def test_token_makes_the_first_accounts_and_the_page_is_gone(
    stranger: Browser, config: Config, database: Database, token: str
) -> None:
    path = first_run.token_path(config)
    assert path.stat().st_mode & 0o777 == 0o600
    assert first_run.offer(config, database) == token, "a restart shows the same"
    assert stranger.get("/sign-in").find("//a[@href='/first-run']")
    stranger.get("/first-run")
    page = stranger.post("/first-run", first_form(token, **COORDINATOR))
    assert "首批账号已建立" in stranger.get(page.location).text
    assert not path.exists()
    stranger.get("/first-run", 404)
    stranger.post("/first-run", first_form(token), 404)
    assert not stranger.get("/sign-in").find("//a[@href='/first-run']")
    assert first_run.offer(config, database) is None
    come_in(stranger, "admin")
    come_in(Browser(stranger.app), "lin", NEW)
    assert person_of(database, "admin").role is Role.administrator
    assert person_of(database, "lin").role is Role.coordinator


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"token": "wrong"}, "口令不符"),
        ({"token": ""}, "请填写口令"),
        ({"account": "a b"}, "账号"),
        ({"same_password": "other"}, "不一致"),
        ({"password": "kurz", "same_password": "kurz"}, "8至128"),
        ({**COORDINATOR, "coordinator_account": "ADMIN"}, "已存在"),
        ({**COORDINATOR, "coordinator_name": ""}, "姓名"),
        ({**COORDINATOR, "coordinator_password": "", "coordinator_same_password": ""}, "8至128"),
    ],
)
def test_first_run_refused_makes_no_account_and_keeps_what_was_typed(
    stranger: Browser, database: Database, token: str, changes: dict[str, str], sentence: str
) -> None:
    stranger.get("/first-run")
    page = stranger.post("/first-run", first_form(token, **changes), 400)
    assert sentence in page.text
    assert page.find("//input[@name='name']/@value") == ["管理员"]
    with database.read() as session:
        assert session.exec(select(Person)).all() == []


def test_new_office_knows_no_password(stranger: Browser, database: Database) -> None:
    for account in ("admin", "administrator", "root", "operator", ""):
        for password in ("", "admin", "password"):
            stranger.get("/sign-in")
            stranger.post("/sign-in", {"account": account, "password": password}, 400)
    with database.read() as session:
        assert session.exec(select(Person)).all() == []


@pytest.mark.usefixtures("zhou")
def test_page_of_the_first_run_never_was_where_there_are_accounts(
    stranger: Browser, config: Config, database: Database
) -> None:
    assert first_run.offer(config, database) is None
    stranger.get("/first-run", 404)


# ---- behind a proxy


def app_of(tmp_path: Path, database: Database, **settings: str) -> Browser:
    changes = {"TRACKER_BASE_URL": "https://duban.example", **settings}
    return Browser(make_app(make_config(tmp_path / "other", **changes), database))


@pytest.mark.parametrize(
    ("settings", "address", "counted"),
    [
        ({}, "127.0.0.1", 0),  # a proxy nobody named: it stands for the whole office
        ({}, "10.0.0.7", 1),
        ({"TRACKER_TRUSTED_PROXY": "127.0.0.1"}, "10.0.0.7", 1),
        ({"TRACKER_TRUSTED_PROXY": "127.0.0.1"}, "127.0.0.1", 1),
    ],
)
def test_failures_are_counted_by_address_only_where_it_is_the_visitors(
    tmp_path: Path, database: Database, settings: dict[str, str], address: str, counted: int
) -> None:
    browser = app_of(tmp_path, database, **settings)
    base, where = "https://duban.example", {"REMOTE_ADDR": address}
    page = browser.take(browser.client.get("/sign-in", base_url=base), 200)
    form = {"csrf_token": browser.csrf_token, "account": "nobody", "password": PASSWORD}
    browser.client.post("/sign-in", data=form, base_url=base, environ_overrides=where)
    assert page.status == 200
    with database.read() as session:
        assert len(session.exec(select(SignInAttempt)).all()) == counted


def test_cookies_of_an_https_office_are_bound_to_it(
    tmp_path: Path, database: Database, zhou: Person
) -> None:
    browser = app_of(tmp_path, database)
    base = "https://duban.example"
    browser.take(browser.client.get("/sign-in", base_url=base), 200)
    form = {"csrf_token": browser.csrf_token, "account": zhou.account, "password": PASSWORD}
    response = browser.client.post("/sign-in", data=form, base_url=base)
    [cookie] = [
        each
        for each in response.headers.getlist("Set-Cookie")
        if each.startswith("__Host-session=")
    ]
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
