"""Every refusal has its status, its page, and keeps what was typed."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue

from tests.web.conftest import Browser, make_app
from tracker import errors
from tracker.config import Config
from tracker.database import Database
from tracker.models import Person
from tracker.web.access import Guarded, Visit, requires

CASES = [
    (errors.NotFound("x"), 404, "没有这个页面"),
    (errors.NotAllowed("x"), 403, "您的账号没有这项权限"),
    (errors.Conflict("x"), 409, "目前的状态不能这样办理"),
    (errors.NotNow("请等待审核。"), 409, "请等待审核。"),
    (errors.InvalidInput("日期不对。"), 400, "日期不对。"),
    (errors.EncryptedFile("文件已加密。"), 422, "文件已加密。"),
    (errors.Busy("x"), 503, "系统正忙"),
    (errors.ConfigurationError("x"), 500, "系统出错"),
    (ZeroDivisionError("x"), 500, "系统出错"),
]


def failing(refusal: Exception) -> Guarded:
    @requires("home.open")
    def view(_visit: Visit) -> ResponseReturnValue:
        raise refusal

    return view


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    """An app of its own, for a test that adds routes."""
    return make_app(config, database)


@pytest.fixture
def refusing(app: Flask) -> Flask:
    """The app with one page for each refusal."""
    app.testing = False
    for number, (refusal, _status, _sentence) in enumerate(CASES):
        app.add_url_rule(f"/fail/{number}", f"fail{number}", failing(refusal), methods=["POST"])
    return app


@pytest.mark.parametrize("number", range(len(CASES)))
@pytest.mark.usefixtures("refusing")
def test_refusal_keeps_what_was_typed(
    sign_in: Callable[[Person], Browser], lin: Person, number: int
) -> None:
    _refusal, status, sentence = CASES[number]
    browser = sign_in(lin)
    browser.get("/sign-in")
    form = {"progress": "已会签5家。", "password": "geheim", "blank": " "}
    page = browser.post(f"/fail/{number}", form, status)
    assert sentence in page.text
    assert [field.text.strip() for field in page.find("//textarea")] == ["已会签5家。"]
    assert (page.response.headers.get("Retry-After") == "5") == (status == 503)


def test_form_sent_after_the_session_ended_is_not_lost(stranger: Browser) -> None:
    headers = {"Referer": "http://127.0.0.1:8017/documents/3"}
    form = {"text": "写了很久的进展"}
    page = stranger.post("/documents/3/review", form, 401, headers=headers)
    assert "写了很久的进展" in page.text
    assert page.find("//main//form/@action") == ["/sign-in?next=/documents/3"]


def test_page_of_a_refusal_shows_text_as_text(stranger: Browser) -> None:
    page = stranger.post("/sign-out", {"text": "</textarea><script>alert(1)</script>"}, 401)
    assert not page.find("//script[not(@src)]")
    assert "<script>alert(1)</script>" in page.text


def test_unknown_address_has_its_page(stranger: Browser) -> None:
    assert "没有这个页面" in stranger.get("/no-such-page", 404).text


@pytest.mark.parametrize(
    ("referrer", "way"),
    [
        ("http://127.0.0.1:8017/documents?page=2", "/documents"),
        ("http://127.0.0.1:8017/sign-out", "/"),
        ("https://evil.example//evil.example/x", "/"),
        ("", "/"),
    ],
)
def test_refused_form_leads_back_to_its_page(
    sign_in: Callable[[Person], Browser], lin: Person, referrer: str, way: str
) -> None:
    browser = sign_in(lin)
    browser.get("/documents")
    headers = {"Referer": referrer} if referrer else {}
    page = browser.post("/documents/999/review", {"act": "all"}, 404, headers=headers)
    assert page.find("//main//a/@href") == [way]


@pytest.mark.parametrize(
    ("begins", "sentence"), [(False, "没有任何改动"), (True, "已办理了一部分")]
)
def test_page_says_that_nothing_was_changed_only_where_that_is_so(
    app: Flask, sign_in: Callable[[Person], Browser], lin: Person, begins: bool, sentence: str
) -> None:
    @requires("home.open", slow=True)
    def view(visit: Visit) -> ResponseReturnValue:
        if begins:
            with visit.writing():
                pass
        raise ZeroDivisionError

    app.testing = False
    app.add_url_rule("/begin", "begin", view, methods=["POST"])
    browser = sign_in(lin)
    browser.get("/documents")
    page = browser.post("/begin", {}, 500)
    assert sentence in page.text
    assert ("没有任何改动" in page.text) is not begins
