"""Sessions: opened at sign-in, found by the hash of their token, ended by either side."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete
from sqlmodel import Session, col, select

from tracker.database import Database
from tracker.errors import NotFound
from tracker.history import record
from tracker.models import Person, SignIn

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


def token_hash(token: str) -> str:
    """Return what is stored of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    session: Session, person: Person, now: datetime, address: str | None, browser: str | None
) -> str:
    """Start a session and return its token, which only the cookie keeps.

    The person's sessions that are over are swept out.
    """
    session.exec(delete(SignIn).where(col(SignIn.person_id) == person.id, ~is_alive(now)))
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person.id,
            created_at=now,
            last_seen_at=now,
            address=address,
            browser=browser[:200] if browser else None,
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime) -> SignIn | None:
    """Return the session of `token` if it is alive: 30 minutes idle, 12 hours at the most."""
    found = session.exec(select(SignIn).where(SignIn.token_hash == token_hash(token))).first()
    if found is None or not found.person.is_active:
        return None
    if now - found.last_seen_at >= IDLE_LIMIT or now - found.created_at >= ABSOLUTE_LIMIT:
        return None
    return found


def touch_session(database: Database, sign_in: SignIn, now: datetime) -> None:
    """Note that the session is in use, at most once a minute, in a transaction of its own."""
    if now - sign_in.last_seen_at < SEEN_EVERY:
        return
    with database.write() as session:
        fresh = session.get(SignIn, sign_in.id)
        if fresh is not None:
            fresh.last_seen_at = now


def close_session(session: Session, token: str, by: Person, now: datetime) -> None:
    """End the session of `token`; a copied cookie is worthless from now on."""
    session.exec(delete(SignIn).where(col(SignIn.token_hash) == token_hash(token)))
    record(session, "person.signed_out", by, now)


def is_alive(now: datetime) -> ColumnElement[bool]:
    """Return the condition for a session that may still be used; see `find_session`."""
    idle, old = now - IDLE_LIMIT, now - ABSOLUTE_LIMIT
    return and_(col(SignIn.last_seen_at) > idle, col(SignIn.created_at) > old)


def list_sessions(session: Session, person: Person, now: datetime) -> Sequence[SignIn]:
    """Return the person's live sessions, the one used last first."""
    mine = select(SignIn).where(SignIn.person_id == person.id, is_alive(now))
    return session.exec(mine.order_by(col(SignIn.last_seen_at).desc(), col(SignIn.id).desc())).all()


def end_session(session: Session, person: Person, sign_in_id: int, now: datetime) -> None:
    """End one session of the person.

    Raises:
        NotFound: it has ended already, or is not this person's; both look the same.
    """
    found = session.get(SignIn, sign_in_id)
    if found is None or found.person_id != person.id:
        raise NotFound("There is no such session.")
    session.delete(found)
    record(session, "person.session_ended", person, now)


def end_other_sessions(session: Session, person: Person, token: str, now: datetime) -> int:
    """End every session of the person but that of `token`; return how many there were."""
    alive, kept = list_sessions(session, person, now), token_hash(token)
    others = [each for each in alive if each.token_hash != kept]
    end_sessions(session, person, but=token)
    record(session, "person.session_ended", person, now, {"count": (len(others), 0)})
    return len(others)


def end_sessions(session: Session, person: Person, but: str | None = None) -> None:
    """End every session of the person, but for the one with the token `but`."""
    mine = delete(SignIn).where(col(SignIn.person_id) == person.id)
    if but is not None:
        mine = mine.where(col(SignIn.token_hash) != token_hash(but))
    session.flush()
    session.exec(mine.execution_options(synchronize_session="fetch"))
