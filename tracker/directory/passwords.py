"""Passwords: hashed, checked in the same time whoever is asked for, changed."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import Session, col, update

from tracker.database import compare_and_set
from tracker.directory.sessions import end_sessions
from tracker.errors import Busy, InvalidInput
from tracker.history import record
from tracker.models import Event, PasswordReset, Person
from tracker.texts import gettext as _

# OWASP's second profile: 19 MiB, two passes. The library's default costs ten times the time.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# As many hashes at once as there are cores; a login flood must not starve the other pages.
HASHING = threading.BoundedSemaphore(2)
# Those who hash and those who wait for it: fewer than the server has threads, so that the rest of
# them answer other pages. Nobody else waits.
SEATS = threading.BoundedSemaphore(5)
LONGEST_PASSWORD = 128
SHORTEST_PASSWORD = 8


@contextmanager
def hashing_seat() -> Iterator[None]:
    """Keep a place in the short queue for hashing.

    Raises:
        Busy: the queue is full; whoever comes again in a moment will find a place.
    """
    if not SEATS.acquire(blocking=False):
        raise Busy(_("Many people are signing in just now; please try again in a moment."))
    try:
        yield
    finally:
        SEATS.release()


def has_hashing_seat() -> bool:
    """Return whether the short queue for hashing has a place just now."""
    if not SEATS.acquire(blocking=False):
        return False
    SEATS.release()
    return True


def hash_password(password: str) -> str:
    """Return the argon2id hash. Never call it inside a writing transaction: it takes 30 ms.

    Raises:
        InvalidInput: fewer than 8 or more than 128 characters.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInput(_("A password has 8 to 128 characters."), "password")
    with HASHING:
        return HASHER.hash(password)


@cache
def dummy_hash() -> str:
    """Return a hash that no password fits, so that an unknown account costs the same time."""
    return HASHER.hash(secrets.token_urlsafe(32))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Return whether the password fits; an unknown account costs the same time."""
    with HASHING:
        try:
            HASHER.verify(password_hash or dummy_hash(), password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return password_hash is not None


def change_password(
    session: Session, person: Person, was: str | None, password_hash: str, now: datetime
) -> Event:
    """Give the person a new password where the hash still is `was`; a lock on the account ends.

    Every session ends, in this browser too, and every open link to set a password is worthless.

    Raises:
        Conflict: the password was changed meanwhile.
    """
    values = {"password_hash": password_hash, "failed_sign_ins": 0, "locked_until": None}
    compare_and_set(session, person, {"password_hash": was, "is_active": True}, **values)
    close_resets(session, person, now)
    end_sessions(session, person)
    account = (person.account, person.account)
    event = record(session, "person.password_changed", person, now, {"account": account})
    session.flush()
    return event


def close_resets(session: Session, person: Person, now: datetime) -> None:
    """Make every open link of the person worthless."""
    mine = col(PasswordReset.person_id) == person.id
    still_open = col(PasswordReset.closed_at).is_(None)
    session.exec(update(PasswordReset).where(mine, still_open).values(closed_at=now))
