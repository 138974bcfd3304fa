"""What an administrator has to see to: accounts that are shut out, mails that stand still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from tracker.models import Person, Role
from tracker.outbox import OutboxSummary, summary

# A mail leaves within a minute; one that waits for longer has been tried in vain.
LONG_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Administration:
    """The accounts concerned, by account, and the state of the outbox.

    `locked` by failed attempts, `without_password` cannot sign in yet, `without_address` are clerks
    whom no mail reaches.
    """

    locked: tuple[Person, ...]
    without_password: tuple[Person, ...]
    without_address: tuple[Person, ...]
    outbox: OutboxSummary
    mails_are_late: bool

    @property
    def is_calm(self) -> bool:
        """Whether neither an account nor the outbox needs anybody."""
        accounts = self.locked or self.without_password or self.without_address
        outbox = self.outbox
        return not (accounts or outbox.paused_because or outbox.held or outbox.failed) and (
            not self.mails_are_late
        )


def administration(session: Session, now: datetime) -> Administration:
    """Return what needs an administrator at the UTC moment `now`."""
    mails = summary(session)
    oldest = mails.oldest_pending_at
    return Administration(
        locked=tuple(active(session, col(Person.locked_until) > now)),
        without_password=tuple(active(session, col(Person.password_hash).is_(None))),
        without_address=tuple(
            active(
                session,
                col(Person.role) == Role.clerk,
                or_(col(Person.email).is_(None), col(Person.email) == ""),
            )
        ),
        outbox=mails,
        mails_are_late=oldest is not None and now - oldest > LONG_WAIT,
    )


def active(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Person]:
    """Return the active people who fit, by account; the command line's is nobody."""
    statement = select(Person).where(col(Person.is_active), col(Person.role) != Role.operator)
    return session.exec(statement.where(*conditions).order_by(col(Person.account))).all()
