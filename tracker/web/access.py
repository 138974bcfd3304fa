"""Opens one transaction for each request and lets a person do there what POLICY allows."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import update_wrapper
from typing import TypeVar

from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session, SQLModel

from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database
from tracker.directory import find_session, touch_session
from tracker.errors import Busy, ConfigurationError, NotFound, TakenBack, TrackerError
from tracker.models import Document, Person, SignIn
from tracker.permissions import POLICY, may, require
from tracker.storage import Storage
from tracker.texts import gettext as _
from tracker.web import once
from tracker.web.sessions import token_cookie

Row = TypeVar("Row", bound=SQLModel)
View = Callable[..., ResponseReturnValue]

# The only pages without a sign-in; everything else names its action.
PUBLIC = frozenset(
    {
        "static",
        "bootstrap.static",
        "styles.style",
        "people.sign_in",
        "passwords.forgot",
        "passwords.reset",
        "first_run.first_run",
        "invitations.invitation",
        "health.health",
    }
)
SAFE_METHODS = frozenset({"GET", "HEAD"})
FIRST_REFUSAL = 400
LARGEST_KEY = 2**63 - 1


class SignInNeeded(TrackerError):
    """Nobody is signed in, or the session has ended."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What the web is built on; the same for every request."""

    config: Config
    database: Database
    clock: Clock

    @property
    def storage(self) -> Storage:
        """Where uploaded files lie."""
        return Storage(self.config.data_dir / "uploads")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a signed-in person: the open transaction, who, when, and to do what.

    `now` is the UTC moment, `today` the local date; both stand still during the request.
    """

    session: Session
    person: Person
    action: str
    now: datetime
    today: date

    def may(self, action: str, thing: object = None) -> bool:
        """Return whether the person may do `action`; for links and buttons."""
        return may(self.person, action, thing)

    def load(
        self, table: type[Row], key: int, subject: Callable[[Row], object] | None = None
    ) -> Row:
        """Return the row, if the person may do the route's action to it.

        `subject` names what POLICY looks at where it is not the row itself (a milestone's task).

        Raises:
            NotFound: there is no such row, or it is not for this person; both look the same.
            TakenBack: it is a document whose import a colleague took back.
        """
        row = self.session.get(table, key) if key <= LARGEST_KEY else None
        if row is None:
            raise NotFound(f"There is no {table.__name__} {key}.")
        try:
            require(self.person, self.action, subject(row) if subject else row)
        except NotFound as error:
            if not (isinstance(row, Document) and row.withdrawn_at and self.may("document.list")):
                raise
            sentence = _("Its items were withdrawn with it. To go on, import the file again.")
            raise TakenBack(sentence) from error
        return row

    @contextmanager
    def writing(self) -> Iterator["Visit"]:
        """Open the writing transaction of a slow view; the rights are asked for again in it.

        Raises:
            SignInNeeded, NotAllowed: the session or the right ended meanwhile.
            AlreadySent, SentOtherwise: another copy of the form was taken meanwhile.
            CannotShowAgain: the view was only asked for its page.
        """
        if g.get("shown_again") is not None:
            raise CannotShowAgain
        with shell().database.write() as session:
            person = current_sign_in(session, self.now).person
            require(person, self.action)
            key = once.claim(session, person, self.now)
            yield replace(self, session=session, person=person)
            if key is not None:
                g.sent_key = key
        g.has_changed = True


class CannotShowAgain(Exception):
    """A view that was asked for the page of its form (tracker.web.again) began to work instead."""


class Refused(Exception):
    """Carries a page out of a transaction that must be undone."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


class Guarded:
    """A view with the action it needs, called with the Visit and the parts of the URL.

    A GET reads, a POST writes, each in one transaction. A page with a status of 400 or more
    undoes what was written, so a form that is shown again has changed nothing. A `slow` POST
    reads until it says `visit.writing()`: nobody else could write while it works. How large a body
    may be for an `upload`, a `table` or any other form says tracker.web.protection.
    """

    def __init__(self, view: View, action: str, *, upload: bool, slow: bool, table: bool) -> None:
        update_wrapper(self, view)
        self.view = view
        self.action = action
        self.upload = upload
        self.slow = slow
        self.table = table

    def __call__(self, **values: object) -> Response:
        """Answer the request, in a transaction of its own."""
        base = shell()
        now = base.clock.now()
        try:
            with self.open_transaction(base.database) as session:
                sign_in = current_sign_in(session, now)
                today = base.clock.local_date(now)
                visit = Visit(session, sign_in.person, self.action, now, today)
                session.expunge(sign_in)  # it is asked for once more, after the transaction
                response = self.answer(visit, values)
            g.has_changed = g.get("has_changed", False) or not self.reads
        except Refused as refused:
            response = refused.response
        with suppress(Busy):  # the answer stands whether or not the visit could be noted
            touch_session(base.database, sign_in, now)
            if self.slow and "sent_key" in g:
                once.note_later(base.database, sign_in.person_id, g.sent_key, response.location)
        return response

    def open_transaction(self, database: Database) -> AbstractContextManager[Session]:
        """Return a reading transaction for a GET or a slow view, else a writing one."""
        return database.read() if self.reads else database.write()

    @property
    def reads(self) -> bool:
        """Whether the view's own transaction only reads."""
        return self.slow or request.method in SAFE_METHODS

    def answer(self, visit: Visit, values: dict[str, object]) -> Response:
        """Return the view's page.

        Raises:
            NotAllowed: the person's role does not have the action.
            AlreadySent, SentOtherwise: the form was taken before.
            Refused: the page says that something was refused.
        """
        require(visit.person, self.action)
        g.visit = visit
        sender, key = visit.person.id, None
        if self.slow:
            once.check(visit.session, visit.person)
        else:
            key = once.claim(visit.session, visit.person, visit.now)
        response = make_response(self.view(visit, **values))
        if response.status_code >= FIRST_REFUSAL:
            raise Refused(response)
        if key is not None:
            once.note_answer(visit.session, sender, key, response.location)
        return response


def requires(
    action: str, *, upload: bool = False, slow: bool = False, table: bool = False
) -> Callable[[View], Guarded]:
    """Guard a view with a row of POLICY.

    `upload` lets its body be as large as a file may be, `table` lets it hold the fields of a whole
    table; `slow` opens no writing transaction.
    """
    if action not in POLICY:
        raise ConfigurationError(f"POLICY knows no action {action!r}.")
    return lambda view: Guarded(view, action, upload=upload, slow=slow, table=table)


def shell() -> Shell:
    """Return what this app was built on."""
    found: Shell = current_app.extensions["tracker"]
    return found


def current_sign_in(session: Session, now: datetime) -> SignIn:
    """Return the live session of the browser.

    Raises:
        SignInNeeded: there is none.
    """
    token = request.cookies.get(token_cookie(shell().config))
    found = find_session(session, token, now) if token else None
    if found is None:
        raise SignInNeeded("Nobody is signed in.")
    return found


def check_routes(app: Flask) -> None:
    """Refuse to start while a route has neither an action nor a place on the public list.

    Raises:
        ConfigurationError: names the endpoints.
    """
    open_doors = sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in PUBLIC and not isinstance(view, Guarded)
    )
    if open_doors:
        raise ConfigurationError(f"These routes name no action: {', '.join(open_doors)}.")
