"""Adds many drafts at once, as a table that was pasted brings them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from tracker.deadlines import parse_deadline
from tracker.directory import Matcher, all_departments
from tracker.errors import Conflict
from tracker.intake.acts import Act
from tracker.intake.interpretation import (
    LONGEST_TITLE,
    department_problems,
    problem,
    reading_problems,
    reference_of,
)
from tracker.intake.pairs import matcher_for
from tracker.intake.reception import extraction_of
from tracker.intake.review import LONGEST_NUMBER, DraftValues, check_values
from tracker.intake.settling import Reference
from tracker.models import Document, Draft, DraftKind, DraftState, Person
from tracker.texts import gettext as _


def add_rows(
    session: Session,
    document: Document,
    above: Draft | None,
    rows: Sequence[DraftValues],
    by: Person,
    now: datetime,
) -> list[Draft]:
    """Put a draft for each row below another one, in their order, and return them.

    Where nothing was read there is none above; they come last then. It is one act: what was pasted
    at once is taken back at once. The departments and the document are read once, so that a
    thousand rows hold the writer's lock for a second or two.

    Raises:
        Conflict: the draft above is no longer open.
        InvalidInput: a row says nothing.
    """
    if above is not None and above.state is not DraftState.open:
        raise Conflict(f"Draft {above.id} is no longer open.")
    reference = reference_of(extraction_of(document).masthead)
    matcher = matcher_for(document, all_departments(session))
    new = [draft_of(document, above, each, reference, matcher) for each in rows]
    at = len(document.drafts) if above is None else document.drafts.index(above) + 1
    act = Act(session, by, now)
    act.add(document, at, new)
    act.write_down("draft.added", above or new[0])
    return act.added


def draft_of(
    document: Document,
    above: Draft | None,
    values: DraftValues,
    reference: Reference,
    matcher: Matcher,
) -> Draft:
    """Return the unsaved draft of a row, with what a person has to settle in it."""
    check_values(values)
    deadline = parse_deadline(values.deadline_text, reference)
    nobody = [] if values.leads else [problem("no_lead", _("No responsible department is named."))]
    names = [*values.leads, *values.cooperating]
    return Draft(
        document_id=document.id,
        position=0,
        kind=above.kind if above else DraftKind.annex,
        no=(values.no or "")[:LONGEST_NUMBER] or None,
        title=values.title[:LONGEST_TITLE],
        content=values.content,
        deadline_text=values.deadline_text,
        deadline_normal=deadline.normal,
        deadline_due_on=deadline.due_on,
        deadline_day=deadline.day,
        leads=list(values.leads),
        cooperating=list(values.cooperating),
        problems=[
            *reading_problems(deadline),
            *nobody,
            *department_problems(names, matcher),
        ],
        source={**(above.source if above else {"block": 0}), "added": True},
    )
