"""Mails about a person's own account: a link to set the password, and that it was changed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from tracker.mail import TOKEN_PLACE, Address, Email, Letterhead, compose, is_address, say_short_day
from tracker.models import Event, Person
from tracker.outbox.queue import enqueue
from tracker.texts import gettext as _


def say_moment(letterhead: Letterhead, moment: datetime) -> str:
    """Return the office's day and time of a moment: 8月16日 10:30."""
    local = moment.astimezone(ZoneInfo(letterhead.timezone))
    return _("%(day)s %(time)s", day=say_short_day(local.date()), time=f"{local:%H:%M}")


def compose_reset(
    letterhead: Letterhead, account: str, name: str, address: str, now: datetime, ends_at: datetime
) -> Email:
    """Return the mail with a link to set a password; the link itself is not in it yet."""
    return compose(
        "reset",
        letterhead,
        Address(address, name),
        letterhead.local_date(now),
        account=account,
        until=say_moment(letterhead, ends_at),
        url=f"{letterhead.base_url}/reset-password/{TOKEN_PLACE}",
    )


def queue_password_changed(
    session: Session, letterhead: Letterhead, person: Person, event: Event, now: datetime
) -> bool:
    """Tell the person that the password was changed; False where there is no address to tell."""
    if not is_address(person.email):
        return False
    email = compose(
        "password_changed",
        letterhead,
        Address(person.email or "", person.name),
        letterhead.local_date(now),
        account=person.account,
        at=say_moment(letterhead, now),
    )
    return enqueue(session, f"event:{event.id}:{person.id}", email, person.id, now)
