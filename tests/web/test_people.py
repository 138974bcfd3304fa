from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from tests.conftest import NOW
from tests.web.conftest import BASE_URL, Browser, StoppedClock, add_person
from tracker.config import Config
from tracker.database import Database
from tracker.directory import token_hash
from tracker.models import Event, Person, SignIn
from tracker.web.access import Shell
from tracker.web.navigation import own_path
from tracker.web.sessions import form_cookie, token_cookie

PASSWORD = "一个够长的口令 7"


def test_sign_in_opens_a_session_and_leads_to_the_start_page(
    stranger: Browser, database: Database, config: Config
) -> None:
    person = add_person(database, "教育文体局", account="zhou", password=PASSWORD)
    page = stranger.post("/sign-in", {"account": " zhou ", "password": PASSWORD})
    assert page.location == "/"
    cookie = stranger.client.get_cookie(token_cookie(config), domain="127.0.0.1")
    assert cookie is not None
    with database.read() as session:
        stored = session.exec(select(SignIn)).one()
    assert stored.person_id == person.id
    assert stored.token_hash == token_hash(cookie.value)


def test_refusal_looks_the_same_for_unknown_wrong_and_locked(
    stranger: Browser, database: Database
) -> None:
    add_person(database, "教育文体局", account="zhou", password=PASSWORD)
    locked_until = NOW + timedelta(minutes=5)
    add_person(database, "民政局", account="wu", password=PASSWORD, locked_until=locked_until)
    tries = [("nobody", PASSWORD), ("zhou", "wrong"), ("wu", PASSWORD)]
    texts = {
        stranger.post("/sign-in", {"account": account, "password": password}, 400).text
        for account, password in tries
    }
    assert len(texts) == 1
    assert "账号或密码不对" in texts.pop()


def test_refused_sign_in_keeps_the_account_and_never_the_password(stranger: Browser) -> None:
    page = stranger.post("/sign-in", {"account": "zhou", "password": "geheim"}, 400)
    assert page.find("//input[@name='account']/@value") == ["zhou"]
    assert "geheim" not in page.response.get_data(as_text=True)


def test_blank_sign_in_names_both_fields(stranger: Browser) -> None:
    page = stranger.post("/sign-in", {"account": "", "password": ""}, 400)
    assert page.find("//div[@role='alert']//a/@href") == ["#account", "#password"]


def test_sign_in_ends_the_session_the_browser_had(
    sign_in: Callable[[Person], Browser], lin: Person, database: Database
) -> None:
    browser = sign_in(lin)
    add_person(database, "教育文体局", account="zhou", password=PASSWORD)
    browser.post("/sign-in", {"account": "zhou", "password": PASSWORD})
    with database.read() as session:
        assert session.exec(select(SignIn)).one().person_id != lin.id


def test_sign_out_makes_the_cookie_worthless(
    sign_in: Callable[[Person], Browser],
    lin: Person,
    config: Config,
    database: Database,
) -> None:
    browser = sign_in(lin)
    cookie = browser.client.get_cookie(token_cookie(config), domain="127.0.0.1")
    assert cookie is not None
    assert browser.post("/sign-out").location == "/sign-in"
    with database.read() as session:
        assert session.exec(select(SignIn)).all() == []
        assert session.exec(select(Event.action)).all() == ["person.signed_out"]
    browser.client.set_cookie(token_cookie(config), cookie.value, domain="127.0.0.1")
    browser.csrf_token = ""
    browser.post("/sign-out", status=401)


@pytest.mark.parametrize(("minutes", "status"), [(29, 303), (30, 401)])
def test_session_ends_after_thirty_idle_minutes(
    app: Flask, sign_in: Callable[[Person], Browser], lin: Person, minutes: int, status: int
) -> None:
    browser = sign_in(lin)
    browser.get("/sign-in")
    base: Shell = app.extensions["tracker"]
    later = StoppedClock(moment=NOW + timedelta(minutes=minutes))
    app.extensions["tracker"] = replace(base, clock=later)
    browser.post("/sign-out", status=status)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://evil.example/sign-in",
        "/no-such-page",
        "/sign-in",
        "",
        None,
    ],
)
def test_next_leads_nowhere_but_to_our_own_pages(app: Flask, target: str | None) -> None:
    with app.test_request_context(base_url=BASE_URL):
        assert own_path(target) == "/"


def test_next_leads_back_to_the_page_asked_for(app: Flask) -> None:
    with app.test_request_context(base_url=BASE_URL):
        assert own_path("/health?x=1") == "/health?x=1"


@pytest.mark.parametrize("token", ["", "0", "ж" * 20, "x" * 10_000])
def test_strange_cookie_is_nobody(app: Flask, config: Config, token: str) -> None:
    client = app.test_client(use_cookies=False)
    cookies = f"{token_cookie(config)}={token}; {form_cookie(config)}={token}"
    response = client.get("/sign-in", base_url=BASE_URL, headers={"Cookie": cookies})
    assert response.status_code == 200
    response = client.post("/sign-out", base_url=BASE_URL, headers={"Cookie": cookies})
    assert response.status_code == 400


def test_health_tells_no_names(stranger: Browser, lin: Person) -> None:
    answer = stranger.get("/health").response
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    assert lin.name not in answer.get_data(as_text=True)
