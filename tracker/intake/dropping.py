"""整表剔除: all rows that were read from a table are no tasks."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from tracker.errors import NotFound, NotNow
from tracker.intake.acts import Act
from tracker.intake.reception import extraction_of
from tracker.intake.tables import drafts_at, flat_tables, stands_for_row
from tracker.models import Document, Draft, DraftState, Person
from tracker.texts import gettext as _


def seen_rows(drafts: Iterable[Draft]) -> str:
    """Return a short hash of the open ones of these drafts as they are, to tell a later change."""
    rows = sorted((each.id, each.version) for each in drafts if each.state is DraftState.open)
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def drop_table(
    session: Session,
    document: Document,
    block: int,
    by: Person,
    now: datetime,
    *,
    seen: str | None = None,
) -> list[Draft]:
    """Drop all open drafts that were read from a table, in one act, and return them.

    It may lie flat in the text; `block` is then that of its first row. `seen` is what `seen_rows`
    said of its rows when a person saw them.

    Raises:
        NotFound: no row was read there.
        NotNow: none of them is open any more, one of them was changed since it was seen, or the
            document is to be compared first.
    """
    if document.awaits_comparison:
        raise NotNow(_("This is an amended edition; say in the comparison which rows are taken."))
    flat = flat_tables(extraction_of(document))
    found = drafts_at(document, {block, *(at for at, first in flat.items() if first == block)})
    if not found:
        raise NotFound(f"No row was read at block {block}.")
    drafts = [each for each in filter(stands_for_row, found) if each.state is DraftState.open]
    if not drafts:
        raise NotNow(_("No item of this table is open any more."))
    if seen not in {None, seen_rows(drafts)}:
        raise NotNow(_("Somebody changed items of this table meanwhile; look at them first."))
    act = Act(session, by, now)
    act.change_all(drafts, state=DraftState.dropped)
    act.write_down("draft.table_dropped", drafts[0])
    return drafts
