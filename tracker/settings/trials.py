"""Keeps the trials of the mail server: at most one a minute, each with what became of it."""

import math
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from tracker.errors import InvalidInput
from tracker.history import record
from tracker.models import MailTest, Person
from tracker.texts import gettext as _

PAUSE = timedelta(minutes=1)
LONGEST_ANSWER = 1000


def latest_mail_test(session: Session) -> MailTest | None:
    """Return the latest trial, if there ever was one."""
    return session.exec(select(MailTest).order_by(col(MailTest.id).desc()).limit(1)).first()


def begin_mail_test(session: Session, recipient: str, by: Person, now: datetime) -> MailTest:
    """Note that a trial begins; commit this before the mail is sent.

    Raises:
        InvalidInput: the last one was less than a minute ago.
    """
    last = latest_mail_test(session)
    if last is not None and timedelta(0) <= now - last.at < PAUSE:
        left = math.ceil((PAUSE - (now - last.at)).total_seconds())
        raise InvalidInput(_("One trial a minute; wait %(left)s seconds.", left=left), "recipient")
    test = MailTest(at=now, person_id=by.id, recipient=recipient)
    session.add(test)
    session.flush()
    record(session, "settings.mail_tested", by, now, {"mail_test": (None, test.id)})
    return test


def end_mail_test(session: Session, test_id: int, outcome: str, answer: str) -> None:
    """Note what became of a trial, in the server's own words."""
    test = session.get_one(MailTest, test_id)
    test.outcome, test.answer = outcome, answer[:LONGEST_ANSWER]
    session.flush()
