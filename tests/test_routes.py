"""Every route as a whole: who may ask, what a form must carry."""

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.web.conftest import BASE_URL, Browser, make_app, make_config
from tracker.database import Database
from tracker.errors import ConfigurationError
from tracker.permissions import POLICY
from tracker.web.access import PUBLIC, Guarded, check_routes, requires


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    return make_app(make_config(tmp_path / "data"), database)


def rules(app: Flask, method: str) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC and method in (rule.methods or ())
    ]


def address(rule: Rule) -> str:
    """Return an address of the rule, every part of it a 1."""
    return re.sub(r"<[^>]+>", "1", rule.rule)


def test_every_route_names_an_action_or_is_public(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        assert endpoint in PUBLIC or (isinstance(view, Guarded) and view.action in POLICY)


def test_public_list_names_only_routes_that_exist(app: Flask) -> None:
    assert set(app.view_functions) >= PUBLIC


def test_start_is_refused_while_a_route_names_no_action(app: Flask) -> None:
    app.view_functions["tasks.forgotten"] = lambda: "open to all"
    with pytest.raises(ConfigurationError, match=r"tasks\.forgotten"):
        check_routes(app)


def test_action_outside_the_policy_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"task\.destroy"):
        requires("task.destroy")


def test_stranger_is_led_to_the_sign_in_page_and_back(app: Flask) -> None:
    for rule in rules(app, "GET"):
        page = Browser(app).get(address(rule), 302)
        assert page.location == f"/sign-in?next={address(rule)}"


def test_form_without_its_token_is_refused(app: Flask, database: Database) -> None:
    for rule in [*rules(app, "POST"), *app.url_map.iter_rules("people.sign_in")]:
        with database.read() as session:
            before = session.connection().exec_driver_sql("PRAGMA data_version").scalar_one()
            response = app.test_client().post(address(rule), base_url=BASE_URL)
            after = session.connection().exec_driver_sql("PRAGMA data_version").scalar_one()
        assert response.status_code == 400, rule
        assert before == after, rule


def test_form_with_the_token_of_another_browser_is_refused(app: Flask) -> None:
    other = Browser(app)
    other.get("/sign-in")
    for rule in rules(app, "POST"):
        browser = Browser(app)
        browser.get("/sign-in")
        browser.csrf_token = other.csrf_token
        browser.post(address(rule), status=400)


def test_no_route_answers_an_unlisted_method(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for method in {"OPTIONS", "PUT", "PATCH", "DELETE"} - (rule.methods or set()):
            client = app.test_client()
            response = client.open(address(rule), method=method, base_url=BASE_URL)
            assert response.status_code == 405, (method, rule)
