"""Splits, joins and adds drafts, and takes one back to the words of the document."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker.directory import all_departments
from tracker.errors import Conflict, InvalidInput
from tracker.extraction import RowKind, TaskRow
from tracker.intake.acts import Act
from tracker.intake.interpretation import (
    first_expression,
    interpret,
    problem,
    prose_of,
    reference_of,
)
from tracker.intake.pairs import matcher_for
from tracker.intake.reception import extraction_of
from tracker.intake.review import DraftValues, check_names, check_words
from tracker.intake.splitting import part_number, share_names, split_content
from tracker.models import Draft, DraftState, Person
from tracker.texts import gettext as _

# What of a draft comes from the words of its row.
WORDS = (
    "no",
    "title",
    "content",
    "clause",
    "deadline_text",
    "deadline_written",
    "deadline_normal",
    "deadline_due_on",
    "deadline_day",
    "leads",
    "cooperating",
    "persons",
    "problems",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft as a page showed it: with the version it had then."""

    draft: Draft
    version: int


def split_draft(
    session: Session, seen: Seen, values: DraftValues, at: int | None, by: Person, now: datetime
) -> list[Draft]:
    """Make several drafts of one, which follow each other and read their own words again.

    It is split at the place `at` of its content, else at blank lines, else by the clauses that
    name who does what.

    Raises:
        Conflict: the draft is no longer open, or was changed since it was seen.
        InvalidInput: nothing says where to split.
    """
    draft = seen.draft
    parts = split_content(values.content, at)
    if len(parts) == 1:
        sentence = _("Leave a blank line in the content where it is to be split.")
        raise InvalidInput(sentence, "content")
    row = row_from(draft, values)
    rows = [
        replace(row, no=part_number(draft.no, number), content=part, leads=leads)
        for number, (part, leads) in enumerate(
            zip(parts, share_names(values.leads, parts), strict=True), start=1
        )
    ]
    made = [read_again(session, draft, each) for each in rows]
    keep_choice(draft, values, made)
    act = Act(session, by, now)
    act.change(draft, seen.version, **words_of(made[0]), is_checked=False)
    for new in reversed(made[1:]):
        act.add_after(draft, new)
    act.added.reverse()
    act.write_down("draft.split", draft)
    return [draft, *act.added]


def merge_drafts(
    session: Session, seen: Seen, values: DraftValues, following: Seen, by: Person, now: datetime
) -> Draft:
    """Take the words and departments of the draft below into this one; that one is dropped.

    Two different times are a problem for a person; nothing of either text is lost.

    Raises:
        Conflict: one of them is no longer open, or was changed since it was seen.
    """
    first, second = seen.draft, following.draft
    leads = united(values.leads, second.leads)
    row = replace(
        row_from(first, values),
        no=number_joined(first, second),
        title=joined(values.title, second.title, "；"),
        content=joined(values.content, second.content, "\n"),
        leads=leads,
        cooperating=tuple(
            name for name in united(values.cooperating, second.cooperating) if name not in leads
        ),
    )
    made = read_again(session, first, row)
    keep_choice(first, values, [made])
    if second.deadline_text not in {"", made.deadline_text}:
        made.problems = [*made.problems, two_times(made, second)]
    act = Act(session, by, now)
    act.change(first, seen.version, **words_of(made), is_checked=False)
    act.change(second, following.version, state=DraftState.dropped)
    act.write_down("draft.merged", first)
    return first


def number_joined(first: Draft, second: Draft) -> str | None:
    """Return the number of two joined drafts: the row's own once its last parts are joined."""
    row = row_of(first)
    if row is None or not (is_part(first, row, first) and is_part(second, row, first)):
        return first.no
    joined_ones = {first.id, second.id}
    left = [
        each
        for each in first.document.drafts
        if each.state is DraftState.open
        and each.id not in joined_ones
        and is_part(each, row, first)
    ]
    return first.no if left else row.no


def add_draft(session: Session, above: Draft, by: Person, now: datetime) -> Draft:
    """Put a blank draft below another one, for what the reader did not see.

    Raises:
        Conflict: the draft above is no longer open.
    """
    if above.state is not DraftState.open:
        raise Conflict(f"Draft {above.id} is no longer open.")
    sentence = _("No responsible department is named.")
    new = Draft(
        document_id=above.document_id,
        position=above.position + 1,
        kind=above.kind,
        problems=[problem("no_lead", sentence)],
        source={**above.source, "added": True},
        leads=[],
        cooperating=[],
    )
    act = Act(session, by, now)
    act.add_after(above, new)
    act.write_down("draft.added", above)
    return new


def revert_draft(session: Session, seen: Seen, by: Person, now: datetime) -> Draft:
    """改回原文: let the draft say again what stands in the document; the other parts of it go.

    Raises:
        Conflict: the draft is no longer open, or was changed since it was seen.
        InvalidInput: the draft was added by hand.
    """
    draft = seen.draft
    row = row_of(draft)
    if row is None:
        raise InvalidInput(_("This item was added by hand; the document has no words for it."))
    act = Act(session, by, now)
    act.change(draft, seen.version, **words_of(read_again(session, draft, row)), is_checked=False)
    for part in draft.document.drafts:
        if part.id != draft.id and part.state is DraftState.open and is_part(part, row, draft):
            act.change(part, part.version, state=DraftState.dropped)
    act.write_down("draft.reverted", draft)
    return draft


def row_of(draft: Draft) -> TaskRow | None:
    """Return the row of the document a draft was read from; None where a person added it."""
    extraction = extraction_of(draft.document)
    rows = [
        row
        for row in (*extraction.rows, *extraction.measures)
        if same_place(source_of(row), draft.source)
    ]
    own = [row for row in rows if is_number(draft.no, row.no) and row.clause == draft.clause]
    return next(iter(own or rows), None)


def source_of(row: TaskRow) -> dict[str, Any]:
    """Return the place of a row as a draft keeps it."""
    return {"kind": row.kind.value, **asdict(row.place)}


def same_place(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether two places are the same once they were stored."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def is_number(no: str | None, row_no: str | None) -> bool:
    """Return whether a draft bears the number of a row, or of a part of it."""
    return no == row_no or bool(row_no and no and no.startswith(f"{row_no}-"))


def is_part(part: Draft, row: TaskRow, of: Draft) -> bool:
    """Return whether a draft is another part of the row that `of` was read from."""
    numbered = bool(part.no and row.no and part.no.startswith(f"{row.no}-"))
    return same_place(part.source, of.source) and (
        numbered or (row.no is None and part.no is None and part.content in row.content)
    )


def row_from(draft: Draft, values: DraftValues) -> TaskRow:
    """Return the row a draft would be if the document said what the person wrote.

    A time that the content itself named stays one: each part then reads its own.
    """
    original = row_of(draft)
    reference = reference_of(extraction_of(draft.document).masthead)
    in_prose = (
        original is not None
        and original.deadline_text is None
        and first_expression(prose_of(original), reference) == values.deadline_text
    )
    return TaskRow(
        kind=RowKind(draft.kind.value),
        no=draft.no,
        title=values.title,
        content=values.content,
        deadline_text=None if in_prose else values.deadline_text,
        leads=values.leads,
        cooperating=values.cooperating,
        clause=draft.clause,
        has_cooperating_column=True,
        persons=tuple((heading, words) for heading, words in draft.persons),
    )


def read_again(session: Session, draft: Draft, row: TaskRow) -> Draft:
    """Return a new draft for a row of the draft's document, not yet in the database."""
    check_words(row.title or "", row.content)
    check_names(row.leads, row.cooperating)
    masthead = extraction_of(draft.document).masthead
    new = interpret(row, masthead, matcher_for(draft.document, all_departments(session)))
    new.source = draft.source
    if row.deadline_text is not None:  # typed by a person, or the document's own words unchanged
        new.deadline_written = draft.deadline_written
    return new


def keep_choice(draft: Draft, values: DraftValues, made: Sequence[Draft]) -> None:
    """Keep the time a person has chosen for the same words; it is not asked for again."""
    open_times = any(each["kind"].startswith("deadline") for each in draft.problems)
    if open_times or values.deadline_text != draft.deadline_text:
        return
    for new in made:
        if new.deadline_text != draft.deadline_text:
            continue
        new.deadline_normal = draft.deadline_normal
        new.deadline_due_on, new.deadline_day = draft.deadline_due_on, draft.deadline_day
        new.problems = [each for each in new.problems if not each["kind"].startswith("deadline")]


def words_of(draft: Draft) -> dict[str, Any]:
    """Return what of a draft comes from the words of its row."""
    return {name: getattr(draft, name) for name in WORDS}


def two_times(first: Draft, second: Draft) -> dict[str, str]:
    """Return the problem of two joined rows that name two times."""
    sentence = _(
        "The two rows say “%(first)s” and “%(second)s”; choose one.",
        first=first.deadline_text,
        second=second.deadline_text,
    )
    return problem("deadline_conflict", sentence, reading=second.deadline_text)


def united(names: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Return the names of both, each once, in order."""
    return tuple(dict.fromkeys([*names, *more]))


def joined(one: str, other: str, between: str) -> str:
    """Return two texts as one; the same text, or a blank one, is not repeated."""
    if not other or other == one:
        return one
    return f"{one}{between}{other}" if one else other
