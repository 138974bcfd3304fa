"""The demo office served from this process, with a browser session for each role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from playwright.sync_api import BrowserContext
from sqlmodel import Session, col, select
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.test_serving import free_port
from tests.web.conftest import make_config
from tracker import demo
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import migrate, open_database
from tracker.directory import open_session
from tracker.models import (
    Department,
    Document,
    Draft,
    Evidence,
    Message,
    Milestone,
    Person,
    Report,
    Role,
    SavedFilter,
    Task,
)
from tracker.storage import Storage
from tracker.web import create_app
from tracker.web.sessions import token_cookie

ROLES = (Role.coordinator, Role.clerk, Role.leader, Role.administrator)


@dataclass
class Site:
    """Where the demo office is served, its settings, the tokens of each role, ids of things."""

    url: str
    config: Config
    tokens: dict[Role, str]
    things: dict[str, int]

    def sign_in(self, context: BrowserContext, role: Role) -> None:
        """Let the browser carry a session of this role."""
        name = token_cookie(self.config)
        context.add_cookies([{"name": name, "value": self.tokens[role], "url": self.url}])


class QuietHandler(WSGIRequestHandler):
    """Logs no request: a test says by itself what it asked for."""

    def log_request(self, *_parts: object) -> None:
        """Say nothing."""


@contextmanager
def open_site(folder: Path) -> Iterator[Site]:
    """Load the demo office and serve it."""
    port = free_port()
    address = {
        "TRACKER_LISTEN": f"127.0.0.1:{port}",
        "TRACKER_BASE_URL": f"http://127.0.0.1:{port}",
    }
    config = make_config(folder, TRACKER_TODAY=demo.TODAY.isoformat(), **address)
    database = open_database(f"sqlite:///{folder / 'demo.db'}", synchronous="OFF")
    migrate(database)
    demo.load(config, database, "for tests only")
    clock = Clock.starting_on(config.today, config.timezone)
    with database.write() as session:
        site = Site(config.base_url, config, open_sessions(session, clock), things(session, config))
    app = create_app(config, database, clock)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietHandler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.close()


def open_sessions(session: Session, clock: Clock) -> dict[Role, str]:
    """Return a token for one person of each role; the clerk is the demo's own."""
    own = select(Department.id).where(Department.name == demo.OWN_DEPARTMENT)
    tokens = {}
    for role in ROLES:
        wanted = select(Person).where(Person.role == role)
        if role is Role.clerk:
            wanted = wanted.where(col(Person.department_id).in_(own))
        person = session.exec(wanted.order_by(col(Person.id))).first()
        assert person is not None
        tokens[role] = open_session(session, person, clock.now(), None, None)
    return tokens


def things(session: Session, config: Config) -> dict[str, int]:
    """Return the id of one thing of each kind; the report of the demo's own department."""
    department = session.exec(
        select(Department).where(Department.name == demo.OWN_DEPARTMENT)
    ).one()
    report = session.exec(
        select(Report).where(Report.department_id == department.id).order_by(col(Report.id))
    ).first()
    coordinator = session.exec(select(Person).where(Person.role == Role.coordinator)).first()
    assert report is not None
    assert coordinator is not None
    text = "联席会议制度（会签稿）\n一、会签单位：民政局、编办。".encode()
    digest = Storage(config.data_dir / "uploads").put(text)
    evidence = Evidence(report_id=report.id, filename="会签稿.txt", sha256=digest, size=len(text))
    kept = SavedFilter(
        person_id=coordinator.id,
        name="逾期的",
        arguments={"tab": "overdue"},
        created_at=report.created_at,
    )
    session.add_all([evidence, kept])
    session.flush()
    return {
        "task_id": report.milestone.task_id,
        "milestone_id": open_milestone(session, department).id,
        "report_id": report.id,
        "evidence_id": evidence.id,
        "filter_id": kept.id,
        "department_id": department.id,
        "person_id": report.person_id,
        "document_id": first(session, Document),
        "draft_id": first(session, Draft),
        "message_id": first(session, Message),
        "year": 2017,
    }


def open_milestone(session: Session, department: Department) -> Milestone:
    """Return a milestone that the department may report on."""
    for task in session.exec(select(Task).order_by(col(Task.id))):
        leads = [each.department_id for each in task.leads]
        still_open = [each for each in task.milestones if each.state == "open"]
        if department.id in leads and still_open:
            return still_open[0]
    raise AssertionError("the demo has no task to report on")


def first(session: Session, table: type[Document | Draft | Message]) -> int:
    """Return the first id of a table."""
    found = session.exec(select(table.id).order_by(col(table.id))).first()
    assert found is not None
    return found
