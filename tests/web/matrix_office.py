"""One office with a thing of every kind, and a browser for each person; the matrix asks it all."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlmodel import Session, select
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from tests.conftest import NOW
from tests.make import (
    add,
    make_department,
    make_document,
    make_milestone,
    make_person,
    make_task,
)
from tests.web.conftest import BASE_URL, Browser, make_app, make_config
from tracker.database import Database
from tracker.directory import open_session
from tracker.extraction import extract
from tracker.extraction.wire import to_json
from tracker.models import (
    DepartmentAlias,
    Document,
    Draft,
    DraftKind,
    Evidence,
    Invitation,
    Job,
    JobState,
    KeptForm,
    Message,
    MessageState,
    Person,
    Report,
    ReportState,
    Role,
    SavedFilter,
    ScannedPage,
    SignIn,
    TaskState,
    metadata,
)
from tracker.reading import web_page
from tracker.storage import Storage
from tracker.web.sessions import token_cookie

SOURCE = (
    "<html><p>关于规范教育培训市场的通知</p>"
    "<table><tr><td>场地</td><td>席位</td></tr><tr><td>一楼</td><td>20</td></tr></table></html>"
).encode()
BLOCK_OF_TABLE = 1
PNG = b"\x89PNG\r\n\x1a\n"
# Nobody, the coordinator, the clerk whose task it is, a clerk of another department, and so on.
COLUMNS = ("anonymous", "coordinator", "own clerk", "other clerk", "leader", "administrator")
MISSING = 99_999
# Names of files that are there, and tokens of links nobody was given.
TEXTS = {
    "static.filename": "icon.svg",
    "bootstrap.static.filename": "css/bootstrap.min.css",
    "token": "no-token",
}
# Steps on many tasks take the ids beside the path.
WITH_TASK = ("bulk.press", "bulk.urge", "bulk.complete", "bulk.sign")


@dataclass
class Office:
    """The app, its database as it was at first, who is signed in, and the ids of the things."""

    app: Flask
    database: Database
    pristine: Any
    tokens: dict[str, str]
    things: dict[str, int]

    def browser(self, column: str) -> Browser:
        """Return a browser in which the person of this column is signed in."""
        browser = Browser(self.app)
        if column in self.tokens:
            name = token_cookie(self.app.extensions["tracker"].config)
            browser.client.set_cookie(name, self.tokens[column], domain="127.0.0.1")
        return browser

    def restore(self) -> None:
        """Bring the database back to what it was."""
        with self.database.writer.connect() as connection:
            self.pristine.backup(connection.connection.driver_connection)

    def address(self, rule: Rule, *, missing: bool = False) -> str:
        """Return an address of the rule: of a thing that exists, or of none."""
        path = rule.rule
        for name in rule.arguments:
            text = TEXTS.get(f"{rule.endpoint}.{name}", TEXTS.get(name))
            path = re.sub(rf"<(\w+:)?{name}>", text or str(self.value(rule, name, missing)), path)
        if rule.endpoint in WITH_TASK:
            path += f"?task={MISSING if missing else self.things['task_id']}"
        return path

    def value(self, rule: Rule, name: str, missing: bool) -> int:
        """Return what stands for a part of the address."""
        if missing and name != "year":
            return MISSING
        return self.things.get(f"{rule.endpoint}.{name}") or self.things[name]

    def ask(self, method: str, address: str, column: str, **form: str) -> Response:
        """Send a request as the person of this column, with a good form token where it posts."""
        browser = self.browser(column)
        if method == "GET":
            return browser.client.get(address, base_url=BASE_URL)
        browser.get("/sign-in")
        data = {"csrf_token": browser.csrf_token, **form}
        return browser.client.post(address, base_url=BASE_URL, data=data)

    def content(self) -> dict[str, list[str]]:
        """Return every row of every table."""
        with self.database.reader.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(table.select())))
                for table in metadata.sorted_tables
            }


@contextmanager
def open_office(database: Database, folder: Path) -> Iterator[Office]:
    """Return an office in which every kind of thing is there once."""
    config = make_config(folder)
    app = make_app(config, database)
    with database.write() as session:
        people = make_people(session)
        things = make_things(session, people, config.data_dir)
        tokens = {
            column: open_session(session, person, NOW, None, None)
            for column, person in people.items()
        }
        lin = people["coordinator"].id
        mine = select(SignIn.id).where(SignIn.person_id == lin)
        things["session_id"] = session.exec(mine).one()
    raw: Any = database.writer.raw_connection()
    pristine = type(raw.driver_connection)(":memory:")
    raw.driver_connection.backup(pristine)
    raw.close()
    yield Office(app, database, pristine, tokens, things)
    pristine.close()


def make_people(session: Session) -> dict[str, Person]:
    """Add one person for each column."""
    own, other = make_department(session, "教育文体局"), make_department(session, "民政局")
    lin = make_person(session, account="lin", name="林督查", role=Role.coordinator)
    return {
        "coordinator": lin,
        "own clerk": make_person(session, account="zhou", department_id=own.id),
        "other clerk": make_person(session, account="wu", department_id=other.id),
        "leader": make_person(session, account="gu", name="顾区长", role=Role.leader),
        "administrator": make_person(session, account="guan", role=Role.administrator),
    }


def make_things(session: Session, people: dict[str, Person], folder: Path) -> dict[str, int]:
    """Add one thing of each kind; personal ones are the coordinator's."""
    lin, zhou = people["coordinator"], people["own clerk"]
    storage = Storage(folder / "uploads")
    document = make_document(
        session,
        sha256=storage.put(SOURCE),
        extraction=json.loads(to_json(extract(web_page.read(SOURCE)))),
    )
    task = make_task(session, ("教育文体局",), document=document, state=TaskState.issued)
    milestone = make_milestone(session, task)
    report = add(session, report_on(milestone.id, zhou))
    evidence = Evidence(
        report_id=report.id, filename="图.png", sha256=storage.put(PNG), size=len(PNG)
    )
    group = make_department(session, "各街道", is_group=True)
    member = make_department(session, "兰陵街道")
    group.members.append(member)
    alias = DepartmentAlias(name="教文体局", department_id=task.assignments[0].department_id)
    kept = KeptForm(person_id=lin.id, path="/account", fields=[], created_at=NOW)
    mine = SavedFilter(person_id=lin.id, name="逾期的", arguments={}, created_at=NOW)
    draft = draft_of(task.document_id)
    add(session, a_read_scan(document, lin, storage.put(PNG)))
    return {
        "job_id": add(session, a_job(lin)).id,
        "number": 1,
        "block": BLOCK_OF_TABLE,
        "task_id": task.id,
        "milestone_id": milestone.id,
        "assignment_id": task.assignments[0].id,
        "report_id": report.id,
        "evidence_id": add(session, evidence).id,
        "document_id": task.document_id,
        "draft_id": add(session, draft).id,
        "message_id": add(session, a_message(lin)).id,
        "person_id": zhou.id,
        "department_id": task.assignments[0].department_id,
        "alias_id": add(session, alias).id,
        "departments.remove_member.department_id": group.id,
        "member_id": member.id,
        "invitation_id": add(session, an_invitation(alias.department_id, lin)).id,
        "filter_id": add(session, mine).id,
        "kept_id": add(session, kept).id,
        "year": 2017,
    }


def report_on(milestone_id: int, by: Person) -> Report:
    """Return a report that waits for nobody."""
    assert by.department_id
    return Report(
        milestone_id=milestone_id,
        department_id=by.department_id,
        person_id=by.id,
        state=ReportState.noted,
        progress="已会签5家。",
        percent=40,
        form_key="matrix",
        created_at=NOW,
    )


def draft_of(document_id: int) -> Draft:
    """Return an open draft."""
    return Draft(
        document_id=document_id,
        position=1,
        kind=DraftKind.annex,
        title="规范",
        leads=["教育文体局"],
        cooperating=[],
        problems=[],
        source={"block": BLOCK_OF_TABLE},
    )


def a_message(to: Person) -> Message:
    """Return a mail that was sent."""
    return Message(
        key="matrix",
        person_id=to.id,
        recipient="lin@example.invalid",
        subject="x",
        text="x",
        html="<p>x</p>",
        mime=b"x",
        message_id="<x@x>",
        state=MessageState.sent,
        next_attempt_at=NOW,
        created_at=NOW,
    )


def a_job(by: Person) -> Job:
    """Return a scan that waits to be read."""
    return Job(
        sha256="a" * 64,
        filename="扫描件.png",
        media_type="image/png",
        size=1,
        created_at=NOW,
        created_by_id=by.id,
    )


def a_read_scan(document: Document, by: Person, picture: str) -> Job:
    """Return a scan that became this document, with one page."""
    job = a_job(by)
    page = ScannedPage(job_id=job.id, number=1, width=100, height=140, sha256=picture, blocks="[]")
    job.sha256, job.state, job.document_id = document.sha256, JobState.done, document.id
    job.pages = [page]
    return job


def an_invitation(department_id: int, by: Person) -> Invitation:
    """Return an invitation whose link nobody knows."""
    return Invitation(
        department_id=department_id,
        token_hash=hashlib.sha256(secrets.token_bytes(8)).hexdigest(),
        created_at=NOW,
        created_by_id=by.id,
        ends_at=NOW.replace(year=2018),
    )
