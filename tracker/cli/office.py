"""Commands that change the office's data, in the name of the built-in account `operator`."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass

from tracker import directory, intake, settings
from tracker.cli.input import read_within
from tracker.cli.output import note, say
from tracker.cli.scanning import import_scan
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database, migrate, open_database
from tracker.errors import InvalidInput, ScannedFile
from tracker.mail import Address
from tracker.models import Document, Draft, DraftKind, Person, Role
from tracker.storage import Storage
from tracker.texts import gettext as _
from tracker.texts import ngettext


@contextmanager
def opened(config: Config) -> Iterator[Database]:
    """Open the office's database, brought up to date."""
    database = open_database(config.database_url)
    try:
        migrate(database)
        yield database
    finally:
        database.close()


def import_document(options: argparse.Namespace) -> int:
    """Take a document in; with --accept make every proposed row a task."""
    config = Config.from_environment()
    clock = Clock.starting_on(config.today, config.timezone)
    data = read_within(options.file, config.upload_limit)
    with opened(config) as database:
        document_id = receive(database, config, clock, data, options.file.name)
        place(database, document_id, clock, separate=options.separate)
        if options.accept:
            accept(database, document_id, clock)
    return 0


def receive(database: Database, config: Config, clock: Clock, data: bytes, filename: str) -> int:
    """Keep the document and its drafts and return its id; the same bytes again change nothing."""
    with database.read() as session:
        known = intake.find_document(session, data)
        if known is not None:
            say(_("This very file was imported already: %(label)s.", label=known.label))
            return known.id
    storage = Storage(config.data_dir / "uploads")
    document_id = take_in(database, storage, clock, data, filename, config.upload_limit)
    with database.read() as session:
        document = session.get_one(Document, document_id)
        annex, measures = count_drafts(document.drafts)
        say(
            _(
                "%(label)s: %(annex)s rows in the annex, %(measures)s measures in the body.",
                label=document.label,
                annex=annex,
                measures=measures,
            )
        )
        tell_problems(document.drafts)
        for remark in document.remarks:
            note(remark)
    return document_id


def take_in(
    database: Database, storage: Storage, clock: Clock, data: bytes, filename: str, limit: int
) -> int:
    """Read a file, a scan page by page, and return the id of the document it became."""
    try:
        received = intake.read_file(storage, data, filename, limit)
    except ScannedFile:
        return import_scan(database, storage, clock, data, filename)
    with database.write() as session:
        by = directory.operator(session, clock.now())
        return intake.receive_document(session, received, by, clock.now()).id


def place(database: Database, document_id: int, clock: Clock, *, separate: bool) -> None:
    """Say that a new document seems to amend another; with `separate` keep it as one of its own."""
    with database.write() as session:
        document = session.get_one(Document, document_id)
        if intake.looks_like(session, document) is None:
            return
        if separate:
            by = directory.operator(session, clock.now())
            intake.keep_separate(session, document, by, clock.now())
            return
        note(
            _(
                "Compare the two editions at %(page)s, or import with --separate.",
                page=f"/documents/{document.id}/edition",
            )
        )


def accept(database: Database, document_id: int, clock: Clock) -> None:
    """Make every proposed row of the document a task; their problems stay with the tasks."""
    with database.write() as session:
        workdays = settings.workdays(session, clock.timezone)
        by = directory.operator(session, clock.now())
        document = session.get_one(Document, document_id)
        drafts = intake.proposed_drafts(document)
        tasks = intake.accept_drafts(session, drafts, by, clock.now(), workdays, as_they_are=True)
        count = len(tasks)
        say(ngettext("%(num)s task issued.", "%(num)s tasks issued.", count))


def count_drafts(drafts: list[Draft]) -> tuple[int, int]:
    """Return how many drafts are rows of an annex, and how many measures of the body."""
    annex = sum(each.kind is DraftKind.annex for each in drafts)
    return annex, len(drafts) - annex


def tell_problems(drafts: list[Draft]) -> None:
    """Write each problem of the rows of the annex on a line of standard error."""
    for draft in drafts:
        if draft.kind is DraftKind.annex:
            for problem in draft.problems:
                note(_("Row %(no)s: %(problem)s", no=draft.no or "?", problem=problem["text"]))


def create_user(options: argparse.Namespace) -> int:
    """Add an account; its password is asked for on a screen, else read from standard input."""
    if options.email is not None:
        Address(options.email, options.name)  # refuses what no mail can be sent to
    config = Config.from_environment()
    now = Clock.starting_on(config.today, config.timezone).now()
    password = getpass(_("Password: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    password_hash = directory.hash_password(password)
    with opened(config) as database, database.write() as session:
        by = directory.operator(session, now)
        person = Person(
            account=options.account,
            name=options.name,
            role=Role(options.role),
            email=options.email,
            password_hash=password_hash,
            created_at=now,
        )
        if (person.role is Role.clerk) != bool(options.department):
            raise InvalidInput(_("A clerk has a department, and nobody else has one."))
        if options.department:
            known = {each.name for each in directory.all_departments(session)}
            department = directory.find_or_create_department(session, options.department, by, now)
            person.department_id = department.id
            if department.name not in known:
                note(_("The department %(name)s is new and was added.", name=department.name))
        directory.create_person(session, person, None, by, now)
    say(_("Account %(account)s added.", account=options.account))
    return 0


def migrate_database(_options: argparse.Namespace) -> int:
    """Bring the schema up to date."""
    with opened(Config.from_environment()):
        say(_("The database is up to date."))
    return 0
