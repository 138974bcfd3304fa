"""The mail that invites the clerk of a department to make an account."""

from datetime import date, datetime

from sqlmodel import Session

from tracker.mail import TOKEN_PLACE, Address, Letterhead, compose, say_date
from tracker.outbox.queue import enqueue


def queue_invitation(
    session: Session,
    letterhead: Letterhead,
    name: str,
    department: str,
    address: str,
    until: date,
    now: datetime,
) -> bool:
    """Queue an invitation to an address; `name` is that of a mail that carries a link.

    The link itself is put in while the mail is sent, so the outbox never holds it.

    Raises:
        InvalidInput: this is no mail address.
    """
    email = compose(
        "invitation",
        letterhead,
        Address(address),
        letterhead.local_date(now),
        department=department,
        until=say_date(until),
        url=f"{letterhead.base_url}/invitations/{TOKEN_PLACE}",
    )
    return enqueue(session, name, email, None, now)
