"""Keeps selections of the ledger under the names people give them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from tracker.errors import InvalidInput
from tracker.history import record
from tracker.models import Person, SavedFilter
from tracker.permissions import require
from tracker.texts import gettext as _

LONGEST_NAME = 30
MOST = 20


def kept_filters(session: Session, person: Person) -> Sequence[SavedFilter]:
    """Return what the person keeps, the oldest first."""
    mine = select(SavedFilter).where(SavedFilter.person_id == person.id)
    return session.exec(mine.order_by(col(SavedFilter.id))).all()


def default_filter(session: Session, person: Person) -> SavedFilter | None:
    """Return what opens when the person asks for the ledger and names nothing."""
    mine = select(SavedFilter).where(
        SavedFilter.person_id == person.id, col(SavedFilter.is_default)
    )
    return session.exec(mine).first()


def keep_filter(
    session: Session, name: str, arguments: Mapping[str, str], by: Person, now: datetime
) -> SavedFilter:
    """Keep the address `arguments` give under `name`.

    Raises:
        NotAllowed: the person opens no ledger.
        InvalidInput: the name is blank, too long or taken, or the person keeps enough already.
    """
    require(by, "filter.keep")
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidInput(_("Give a name of 1 to 30 characters."), "name")
    mine = select(func.count()).where(SavedFilter.person_id == by.id)
    if session.exec(mine.where(SavedFilter.name == name)).one():
        raise InvalidInput(_("You keep a filter of this name already."), "name")
    if session.exec(mine).one() >= MOST:
        raise InvalidInput(_("You keep 20 filters already; delete one first."), "name")
    kept = SavedFilter(person_id=by.id, name=name, arguments=dict(arguments), created_at=now)
    session.add(kept)
    session.flush()
    record(session, "filter.kept", by, now, {"name": (None, name)})
    return kept


def drop_filter(session: Session, kept: SavedFilter, by: Person, now: datetime) -> None:
    """Forget a kept filter.

    Raises:
        NotFound: it is another person's.
    """
    require(by, "filter.keep", kept)
    session.delete(kept)
    record(session, "filter.dropped", by, now, {"name": (kept.name, None)})
    session.flush()


def open_first(session: Session, kept: SavedFilter, by: Person, now: datetime) -> None:
    """Make it the person's default; where it is, take that back. There is one at the most.

    Raises:
        NotFound: it is another person's.
    """
    require(by, "filter.keep", kept)
    was = default_filter(session, by)
    now_default = None if was is not None and was.id == kept.id else kept
    mine = update(SavedFilter).where(col(SavedFilter.person_id) == by.id)
    session.execute(mine.values(is_default=False))
    session.flush()
    kept.is_default = now_default is kept
    session.flush()
    names = (was.name if was else None, now_default.name if now_default else None)
    record(session, "filter.default", by, now, {"name": names})
