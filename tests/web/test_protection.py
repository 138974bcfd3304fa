"""What every answer carries, and what no page of ours sends."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import BASE_URL, Browser, make_app, make_config
from tracker.database import Database
from tracker.models import Person
from tracker.web.protection import CONTENT_SECURITY_POLICY
from tracker.web.sessions import token_cookie

FORM = {"account": "zhou", "password": "wrong"}


@pytest.mark.parametrize("path", ["/sign-in", "/documents", "/no-such-page"])
def test_page_carries_the_safety_headers(browser: Browser, path: str) -> None:
    response = browser.client.get(path, base_url=BASE_URL)
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Vary"] == "Cookie"


def test_policy_allows_nothing_from_elsewhere() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_static_file_is_kept_for_long_under_the_hash_of_its_content(stranger: Browser) -> None:
    page = stranger.get("/sign-in")
    for address in page.find("//link[@rel='stylesheet']/@href | //script/@src"):
        response = stranger.client.get(address, base_url=BASE_URL)
        assert response.status_code == 200, address
        assert response.headers["Cache-Control"] == "public, max-age=31536000", address
        response.close()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a b", ""])
def test_forged_host_is_refused(stranger: Browser, host: str) -> None:
    response = stranger.client.get("/sign-in", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.get_data(as_text=True)


@pytest.mark.parametrize("host", ["127.0.0.1:8017", "localhost:8017"])
def test_every_name_of_this_machine_is_answered(stranger: Browser, host: str) -> None:
    assert stranger.client.get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_form_of_another_site_is_refused_even_with_a_token(
    stranger: Browser, headers: dict[str, str]
) -> None:
    stranger.post("/sign-in", FORM, 400)
    page = stranger.post("/sign-in", FORM, 400, headers=headers)
    assert "这次提交未能受理" in page.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": BASE_URL}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}],
)
def test_form_of_our_own_site_is_read(stranger: Browser, headers: dict[str, str]) -> None:
    page = stranger.post("/sign-in", FORM, 400, headers=headers)
    assert "账号或密码不对" in page.text


def test_token_of_an_ended_session_is_worthless(
    sign_in: Callable[[Person], Browser], lin: Person
) -> None:
    old = sign_in(lin)
    old.get("/documents")
    new = sign_in(lin)
    new.get("/documents")
    assert new.csrf_token != old.csrf_token
    new.csrf_token = old.csrf_token
    new.post("/sign-out", status=400)


def test_nul_is_refused_everywhere(browser: Browser) -> None:
    browser.get("/messages?state=%00", 400)
    browser.get("/documents")
    browser.post("/documents", {"pasted": "a\0b"}, 400)


def test_thousands_of_fields_are_refused(browser: Browser) -> None:
    browser.get("/documents")
    browser.post("/documents/1/undo", {f"a{number}": "" for number in range(2001)}, 413)


def test_cookies_of_an_https_site_are_bound_to_it(database: Database, tmp_path: Path) -> None:
    config = make_config(tmp_path / "data", TRACKER_BASE_URL="https://duban.example")
    app = make_app(config, database)
    client = app.test_client()
    response = client.get("/sign-in", base_url="https://duban.example")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-form=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie.split("; ")
    assert "Domain" not in cookie
    assert token_cookie(config) == "__Host-session"


def test_signed_in_browser_gets_no_second_cookie(browser: Browser) -> None:
    assert "Set-Cookie" not in browser.get("/documents").response.headers


def test_methods_that_nobody_listed_are_refused(app: Flask) -> None:
    response = app.test_client().open("/sign-in", method="TRACE", base_url=BASE_URL)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
