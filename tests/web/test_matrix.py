"""Every route, asked by everybody: who is let in, who is refused, from whom a thing is hidden.

RELIABILITY Z1, Z2, C1 and C2 as one generated table. A route without a row here fails.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from tests.web.conftest import BASE_URL
from tests.web.matrix_office import COLUMNS, Office, open_office
from tracker.database import open_database
from tracker.models import Role
from tracker.permissions import POLICY
from tracker.web.access import PUBLIC, Guarded

# One word for each of COLUMNS, written by hand: `in` is led to sign in, `ok` reaches the page (the
# page may still refuse an empty form), `no` is told that the role may not, `404` is told nothing.
# The thing asked for is a task of the own clerk's department, or something the coordinator keeps.
ROWS = {
    "GET /": "in ok ok ok ok ok",
    "GET /account": "in ok ok ok ok ok",
    "GET /account/password": "in ok ok ok ok ok",
    "POST /account/password": "in ok ok ok ok ok",
    "POST /account/sessions/<int:session_id>/end": "in ok 404 404 404 404",
    "POST /account/sessions/end-others": "in ok ok ok ok ok",
    "GET /accounts": "in no no no no ok",
    "GET /accounts/<int:person_id>": "in no no no no ok",
    "POST /accounts/<int:person_id>": "in no no no no ok",
    "POST /accounts/<int:person_id>/deactivate": "in no no no no ok",
    "POST /accounts/<int:person_id>/reactivate": "in no no no no ok",
    "POST /accounts/<int:person_id>/reset": "in no no no no ok",
    "GET /accounts/new": "in no no no no ok",
    "POST /accounts/new": "in no no no no ok",
    "POST /assignments/<int:assignment_id>/sign": "in no ok 404 no no",
    "GET /departments": "in ok no no no ok",
    "GET /departments/<int:department_id>": "in ok no no no ok",
    "POST /departments/<int:department_id>/aliases": "in ok no no no ok",
    "POST /departments/<int:department_id>/aliases/<int:alias_id>/remove": "in ok no no no ok",
    "POST /departments/<int:department_id>/invitations": "in ok no no no ok",
    "POST /departments/<int:department_id>/invitations/<int:invitation_id>/revoke": (
        "in ok no no no ok"
    ),
    "POST /departments/<int:department_id>/kind": "in ok no no no ok",
    "POST /departments/<int:department_id>/members": "in ok no no no ok",
    "POST /departments/<int:department_id>/members/<int:member_id>/remove": "in ok no no no ok",
    "GET /departments/<int:department_id>/merge": "in ok no no no ok",
    "POST /departments/<int:department_id>/merge": "in ok no no no ok",
    "POST /departments/<int:department_id>/rename": "in ok no no no ok",
    "GET /documents": "in ok no no ok no",
    "POST /documents": "in ok no no no no",
    "GET /documents/<int:document_id>": "in ok no no ok no",
    "GET /documents/<int:document_id>/amended-edition": "in ok no no no no",
    "POST /documents/<int:document_id>/amended-edition": "in ok no no no no",
    "GET /documents/<int:document_id>/comparison": "in ok no no no no",
    "POST /documents/<int:document_id>/comparison": "in ok no no no no",
    "GET /documents/<int:document_id>/edition": "in ok no no no no",
    "POST /documents/<int:document_id>/edition": "in ok no no no no",
    "GET /documents/<int:document_id>/withdrawal": "in ok no no no no",
    "POST /documents/<int:document_id>/withdrawal": "in ok no no no no",
    "POST /documents/<int:document_id>/drafts/<int:draft_id>": "in ok no no no no",
    "GET /documents/<int:document_id>/file": "in ok no no ok no",
    "POST /documents/<int:document_id>/first-leads": "in ok no no no no",
    "GET /documents/<int:document_id>/grid": "in ok no no no no",
    "POST /documents/<int:document_id>/grid": "in ok no no no no",
    "GET /documents/<int:document_id>/history": "in ok no no ok no",
    "GET /documents/<int:document_id>/names": "in ok no no no no",
    "POST /documents/<int:document_id>/names": "in ok no no no no",
    "GET /documents/<int:document_id>/review": "in ok no no no no",
    "POST /documents/<int:document_id>/review": "in ok no no no no",
    "GET /documents/<int:document_id>/pages/<int:number>": "in ok no no ok no",
    "GET /documents/<int:document_id>/tables/<int:block>": "in ok no no no no",
    "POST /documents/<int:document_id>/tables/<int:block>": "in ok no no no no",
    "POST /documents/<int:document_id>/tables/<int:block>/drop": "in ok no no no no",
    "POST /documents/<int:document_id>/undo": "in ok no no no no",
    "GET /evidence/<int:evidence_id>": "in ok ok 404 ok no",
    "GET /evidence/<int:evidence_id>/file": "in ok ok 404 ok no",
    "GET /evidence/<int:evidence_id>/image": "in ok ok 404 ok no",
    "GET /filters": "in ok ok ok ok no",
    "POST /filters": "in ok ok ok ok no",
    "POST /filters/<int:filter_id>/default": "in ok 404 404 404 no",
    "POST /filters/<int:filter_id>/delete": "in ok 404 404 404 no",
    "GET /jobs/<int:job_id>": "in ok no no no no",
    "POST /jobs/<int:job_id>/cancel": "in ok no no no no",
    "POST /jobs/<int:job_id>/retry": "in ok no no no no",
    "GET /kept-forms/<int:kept_id>": "in ok 404 404 404 404",
    "POST /kept-forms/<int:kept_id>": "in ok 404 404 404 404",
    "GET /messages": "in ok no no no ok",
    "GET /messages/<int:message_id>": "in ok no no no ok",
    "GET /messages/<int:message_id>/html": "in ok no no no no",
    "POST /messages/<int:message_id>/release": "in ok no no no ok",
    "GET /milestones/<int:milestone_id>/reports": "in no ok 404 no no",
    "POST /milestones/<int:milestone_id>/reports": "in no ok 404 no no",
    "GET /overview": "in ok no no ok no",
    "POST /reports/<int:report_id>/review": "in ok no no no no",
    "GET /settings/calendar": "in ok no no no ok",
    "POST /settings/calendar/<int:year>": "in no no no no ok",
    "GET /settings/lights": "in ok no no no ok",
    "POST /settings/lights": "in ok no no no ok",
    "GET /settings/mail": "in no no no no ok",
    "POST /settings/mail": "in no no no no ok",
    "GET /settings/reminders": "in ok no no no ok",
    "POST /settings/reminders": "in ok no no no ok",
    "GET /settings/system": "in no no no no ok",
    "POST /sign-out": "in ok ok ok ok ok",
    "GET /tasks": "in ok ok ok ok no",
    "GET /tasks/<int:task_id>": "in ok ok 404 ok no",
    "POST /tasks/<int:task_id>/complete": "in ok no no no no",
    "GET /tasks/<int:task_id>/history": "in ok ok 404 ok no",
    "GET /tasks/complete": "in ok no no no no",
    "POST /tasks/complete": "in ok no no no no",
    "GET /tasks/press": "in ok no no no no",
    "POST /tasks/press": "in ok no no no no",
    "GET /tasks/sign": "in no ok 404 no no",
    "POST /tasks/sign": "in no ok 404 no no",
    "GET /tasks/urge": "in ok no no no no",
    "POST /tasks/urge": "in ok no no no no",
}
# Open to everybody: what a page is made of, the ways in, and links that carry their own secret.
OPEN = frozenset(
    {
        "GET /bootstrap/static/<path:filename>",
        "GET /first-run",
        "POST /first-run",
        "GET /forgot-password",
        "POST /forgot-password",
        "GET /health",
        "GET /invitations/<token>",
        "POST /invitations/<token>",
        "GET /reset-password/<token>",
        "POST /reset-password/<token>",
        "GET /sign-in",
        "POST /sign-in",
        "GET /static/<path:filename>",
        "GET /style.css",
    }
)
ROLES = {
    "coordinator": Role.coordinator,
    "own clerk": Role.clerk,
    "other clerk": Role.clerk,
    "leader": Role.leader,
    "administrator": Role.administrator,
}


@pytest.fixture(scope="module")
def office(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("matrix")
    path = folder / "tracker.db"
    path.write_bytes(migrated_file.read_bytes())
    database = open_database(f"sqlite:///{path}", synchronous="OFF")
    with open_office(database, folder / "data") as opened:
        yield opened
    database.close()


def rules(office: Office) -> dict[str, Rule]:
    """Return every rule of the program under its method and path, as in the table."""
    return {
        f"{method} {rule.rule}": rule
        for rule in office.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def word_of(response: Response) -> str:
    """Return what an answer is called in the table."""
    status = response.status_code
    assert status < 500, response.get_data(as_text=True)
    if status == 302 and response.headers["Location"].startswith("/sign-in?"):
        return "in"
    return {401: "in", 403: "no", 404: "404"}.get(status, "ok")


def test_every_route_and_method_has_its_row(office: Office) -> None:
    assert set(rules(office)) == set(ROWS) | OPEN


def test_open_routes_are_those_without_an_action(office: Office) -> None:
    endpoints = {rules(office)[row].endpoint for row in OPEN}
    assert endpoints == PUBLIC


@pytest.mark.parametrize("row", ROWS)
def test_everybody_is_answered_as_the_table_says(office: Office, row: str) -> None:
    method, rule = row.split(maxsplit=1)[0], rules(office)[row]
    address = office.address(rule)
    found = []
    for column in COLUMNS:
        with office.ask(method, address, column) as response:
            found.append(word_of(response))
        if method != "GET":
            office.restore()
    assert dict(zip(COLUMNS, found, strict=True)) == dict(
        zip(COLUMNS, ROWS[row].split(), strict=True)
    )


@pytest.mark.parametrize("row", sorted(OPEN))
def test_open_route_asks_nobody_to_sign_in(office: Office, row: str) -> None:
    method = row.split(maxsplit=1)[0]
    with office.ask(method, office.address(rules(office)[row]), "anonymous") as response:
        assert word_of(response) in {"ok", "404"}
    office.restore()


@pytest.mark.parametrize("row", ROWS)
def test_table_gives_a_role_what_the_policy_gives_it(office: Office, row: str) -> None:
    view = office.app.view_functions[rules(office)[row].endpoint]
    assert isinstance(view, Guarded)
    words = dict(zip(COLUMNS, ROWS[row].split(), strict=True))
    assert words.pop("anonymous") == "in"
    for column, word in words.items():
        assert (word == "no") == (ROLES[column] not in POLICY[view.action].roles), column


def with_things(row: str) -> bool:
    """Return whether the address names a thing by its number."""
    return "_id>" in row or row.split()[1] in {f"/tasks/{step}" for step in STEPS}


STEPS = ("press", "urge", "complete", "sign")


@pytest.mark.parametrize("row", [row for row in ROWS if with_things(row)])
def test_thing_of_others_looks_like_one_that_is_not_there(office: Office, row: str) -> None:
    method, rule = row.split(maxsplit=1)[0], rules(office)[row]
    words = dict(zip(COLUMNS, ROWS[row].split(), strict=True))
    bodies = set()
    for column in [each for each in COLUMNS if words[each] in {"ok", "404"}]:
        with office.ask(method, office.address(rule, missing=True), column) as missing:
            assert missing.status_code == 404, column
            bodies.add(missing.get_data())
        if words[column] == "404":
            with office.ask(method, office.address(rule), column) as hidden:
                bodies.add(hidden.get_data())
    office.restore()
    assert len(bodies) == 1


@pytest.mark.parametrize("row", [row for row in ROWS if row.startswith("POST")])
def test_form_without_its_token_changes_nothing(office: Office, row: str) -> None:
    before = office.content()
    for column in COLUMNS:
        browser = office.browser(column)
        address = office.address(rules(office)[row])
        answer = browser.client.post(address, base_url=BASE_URL, data={"text": "x"})
        assert answer.status_code == 400, column
    assert office.content() == before


@pytest.mark.slow
def test_no_page_changes_the_database_by_being_looked_at(office: Office) -> None:
    before = office.content()
    asked = 0
    for row, rule in rules(office).items():
        if row.startswith("GET"):
            for column in COLUMNS:
                with office.ask("GET", office.address(rule), column):
                    asked += 1
    assert office.content() == before
    assert asked > 200


@pytest.mark.slow
def test_refused_form_changes_nothing(office: Office) -> None:
    before = office.content()
    for row, words in ROWS.items():
        if row.startswith("POST"):
            for column, word in zip(COLUMNS, words.split(), strict=True):
                if word in {"no", "404"}:
                    with office.ask("POST", office.address(rules(office)[row]), column):
                        pass
    assert office.content() == before
