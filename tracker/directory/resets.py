"""Links to choose a new password: good once, for half an hour, known by the hash of their token."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from tracker.database import compare_and_set
from tracker.directory.passwords import change_password, close_resets
from tracker.directory.sessions import token_hash
from tracker.errors import Conflict, InvalidInput
from tracker.history import record
from tracker.models import Event, PasswordReset, Person
from tracker.texts import gettext as _

RESET_LIFE = timedelta(minutes=30)
# A person who forgot is mailed one link in this time, however often somebody asks for it.
RESET_PAUSE = timedelta(minutes=2)


def open_reset(
    session: Session, person: Person, token: str, by: Person | None, now: datetime
) -> PasswordReset:
    """Start a reset; links that were open become worthless. `by` is None for the person itself."""
    close_resets(session, person, now)
    reset = PasswordReset(
        token_hash=token_hash(token), person_id=person.id, created_at=now, ends_at=now + RESET_LIFE
    )
    session.add(reset)
    session.flush()
    record(session, "person.reset_started", by, now, {"account": (None, person.account)})
    return reset


def find_reset(session: Session, token: str, now: datetime) -> PasswordReset:
    """Return the open reset of this token.

    Raises:
        InvalidInput: unknown, used, too old, or of a person who left; all say the same.
    """
    found = session.exec(
        select(PasswordReset).where(PasswordReset.token_hash == token_hash(token))
    ).first()
    if found is None or not is_open(found, now):
        raise dead_link()
    return found


def is_open(reset: PasswordReset, now: datetime) -> bool:
    """Return whether the link may still be used."""
    return reset.closed_at is None and now < reset.ends_at and reset.person.is_active


def dead_link() -> InvalidInput:
    """Return the one sentence for every link that cannot be used."""
    return InvalidInput(_("This link can no longer be used. Ask for a new one."))


def use_reset(
    session: Session, token: str, password_hash: str, now: datetime
) -> tuple[Person, Event]:
    """Give the token's person the new password; return both the person and the line of history.

    Raises:
        InvalidInput: the link can no longer be used; of two uses at once only one succeeds.
    """
    reset = find_reset(session, token, now)
    person = reset.person
    try:
        compare_and_set(session, reset, {"closed_at": None}, closed_at=now)
        return person, change_password(session, person, person.password_hash, password_hash, now)
    except Conflict as error:
        raise dead_link() from error


def may_mail_again(session: Session, person: Person, now: datetime) -> bool:
    """Return whether the person's last link is old enough for the next one."""
    latest = session.exec(
        select(PasswordReset.created_at)
        .where(PasswordReset.person_id == person.id)
        .order_by(col(PasswordReset.created_at).desc())
    ).first()
    return latest is None or now - latest >= RESET_PAUSE
