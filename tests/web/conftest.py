"""A browser that inspects every page it gets, and three people whose sessions are open."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from lxml import html
from werkzeug.test import TestResponse

from tests.conftest import NOW
from tests.make import make_department, make_person
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database, open_database
from tracker.directory import open_session
from tracker.models import Person, Role
from tracker.web import create_app
from tracker.web.access import Shell
from tracker.web.protection import CONTENT_SECURITY_POLICY
from tracker.web.sessions import token_cookie

BASE_URL = "http://127.0.0.1:8017"


class CompiledTemplates(BytecodeCache):
    """Compiled templates by name and content, so that only the first app of a run compiles them."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


@dataclass(frozen=True, slots=True)
class StoppedClock(Clock):
    """A clock that shows one moment until a test moves it."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@dataclass(frozen=True, slots=True)
class Page:
    """One answer; `document` is there when it is a page."""

    response: TestResponse
    document: html.HtmlElement | None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """The words a person reads, runs of blanks as one."""
        assert self.document is not None
        return re.sub(r"\s+", " ", str(self.document.text_content()))

    @property
    def location(self) -> str:
        return self.response.headers["Location"]

    def find(self, xpath: str) -> list[Any]:
        assert self.document is not None
        return list(self.document.xpath(xpath))

    def links(self) -> list[str]:
        return [str(address) for address in self.find("//a/@href")]


class Browser:
    """Sends requests as a browser on our own site would, and looks at every page it gets."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.csrf_token = ""
        self.keys: dict[str, str] = {}

    def get(self, path: str, status: int = 200, **options: Any) -> Page:
        return self.take(self.client.get(path, base_url=BASE_URL, **options), status)

    def post(self, path: str, data: Any = None, status: int = 303, **options: Any) -> Page:
        """Send a form with the CSRF token of the page seen last, and its key if it was on it.

        A key goes with the first sending only; a test that sends twice what is sent once says so.
        """
        if not self.csrf_token:
            self.get("/sign-in")
        key = self.keys.pop(path.partition("?")[0], None)
        values = {"csrf_token": self.csrf_token, **({"once": key} if key else {}), **(data or {})}
        return self.take(self.client.post(path, data=values, base_url=BASE_URL, **options), status)

    def take(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, response.get_data(as_text=True)
        if response.mimetype != "text/html" or not 200 <= status < 600 or status // 100 == 3:
            return Page(response, None)
        document = html.document_fromstring(response.get_data(as_text=True))
        if response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY:
            inspect(document)
        page = Page(response, document)
        for token in page.find("//input[@name='csrf_token']/@value"):
            self.csrf_token = str(token)
        for form in page.find("//form[.//input[@name='once']]"):
            [key] = form.xpath(".//input[@name='once']/@value")
            self.keys[(form.get("action") or response.request.path).partition("?")[0]] = str(key)
        return page


def inspect(document: html.HtmlElement) -> None:
    """Check what holds for every page we send."""
    assert document.get("lang") == "zh-Hans"
    assert document.findtext("head/title"), "a page needs a title"
    assert len(document.xpath("//h1")) == 1
    assert len(document.xpath("//main[@id='main']")) == 1
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids)), sorted(ids)
    assert not document.xpath("//style | //script[not(@src)] | //@style"), "inline code or style"
    assert not [each for each in document.xpath("//@*") if each.attrname.startswith("on")]
    for address in document.xpath("//@href | //@src | //@action"):
        parts = urlsplit(address)
        assert not parts.netloc, f"{address} leads elsewhere"
        assert parts.scheme in {"", "mailto"}, address
    for form in document.xpath("//form[@method='post']"):
        assert form.xpath(".//input[@name='csrf_token']"), "a form without its token"
    assert not unlabelled(document)


def unlabelled(document: html.HtmlElement) -> list[str]:
    """Return the fields nobody named."""
    fields = document.xpath(
        "//input[not(@type='hidden') and not(@type='submit')] | //select | //textarea"
    )
    return [
        html.tostring(field, encoding="unicode")
        for field in fields
        if not field.get("aria-label")
        and not document.xpath("//label[@for=$id]", id=field.get("id", ""))
    ]


def make_config(data_dir: Path, **changes: str) -> Config:
    environment = {
        "TRACKER_DATA_DIR": str(data_dir),
        "TRACKER_SECRET_KEY": "a key for tests only",
        "TRACKER_BASE_URL": BASE_URL,
    }
    return Config.from_environment({**environment, **changes})


def make_app(config: Config, database: Database, moment: datetime = NOW) -> Flask:
    made = create_app(config, database, StoppedClock(moment=moment))
    made.testing = True
    made.jinja_env.bytecode_cache = COMPILED
    return made


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return make_config(tmp_path / "data")


@pytest.fixture(scope="session")
def built_app(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app for all tests that only send requests: building one takes 40 ms."""
    database = open_database(f"sqlite:///{migrated_file}")
    yield make_app(make_config(tmp_path_factory.mktemp("built")), database)
    database.close()


@pytest.fixture
def app(built_app: Flask, config: Config, database: Database) -> Flask:
    """The one app upon this test's database; a test that adds routes makes its own."""
    built_app.extensions["tracker"] = Shell(config, database, StoppedClock())
    return built_app


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser nobody signed in with."""
    return Browser(app)


@pytest.fixture
def sign_in(app: Flask, database: Database, config: Config) -> Callable[[Person], Browser]:
    """Return a function that opens a browser with a session of `person`."""

    def open_browser(person: Person) -> Browser:
        with database.write() as session:
            token = open_session(session, person, NOW, None, None)
        browser = Browser(app)
        browser.client.set_cookie(token_cookie(config), token, domain="127.0.0.1")
        return browser

    return open_browser


# The fixtures of tests/conftest.py hold one writing transaction for the whole test; a page writes
# in its own, so the people of these tests are committed before it.
def add_person(database: Database, department: str | None = None, **values: Any) -> Person:
    with database.write() as session:
        if department:
            values["department_id"] = make_department(session, department).id
        return make_person(session, **values)


@pytest.fixture
def lin(database: Database) -> Person:
    return add_person(database, account="lin", name="林督查", role=Role.coordinator)


@pytest.fixture
def zhou(database: Database) -> Person:
    return add_person(database, "教育文体局", account="zhou", name="周联络")


@pytest.fixture
def wu(database: Database) -> Person:
    return add_person(database, "民政局", account="wu", name="吴联络")


@pytest.fixture
def leader(database: Database) -> Person:
    return add_person(database, account="gu", name="顾区长", role=Role.leader)


@pytest.fixture
def administrator(database: Database) -> Person:
    return add_person(database, account="guan", name="管理员", role=Role.administrator)


@pytest.fixture
def browser(sign_in: Callable[[Person], Browser], lin: Person) -> Browser:
    """Return the coordinator's; a module of another role has its own."""
    return sign_in(lin)
