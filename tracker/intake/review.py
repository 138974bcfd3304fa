"""What a coordinator does with drafts: edit, drop, accept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from tracker.database import compare_and_set
from tracker.deadlines import Deadline, parse_deadline
from tracker.directory import all_departments, fault_of, says_something
from tracker.errors import Conflict, InvalidInput, NotNow
from tracker.history import Change, record, record_all
from tracker.intake.acts import Act
from tracker.intake.interpretation import (
    LONGEST_TITLE,
    MOST_NAMES,
    department_problems,
    duty_problems,
    problem,
    reading_problems,
    reference_of,
    too_many_names,
)
from tracker.intake.pairs import matcher_for, pairs_in, with_pairs
from tracker.intake.reception import extraction_of
from tracker.intake.settling import LATER, Reference, choices_of, chosen, current
from tracker.models import Document, Draft, DraftState, Event, Person
from tracker.texts import gettext as _

LONGEST_NUMBER = 50
# Problems that only tell something; every other one is for a person to settle.
NOTES = frozenset({"department_new"})
# Questions about the leads that stay until the leads change or a person confirms them.
LEADS_ASKED = frozenset({"lead_inherited", "lead_in_part"})


@dataclass(frozen=True, slots=True)
class DraftValues:
    """What a coordinator may change in a draft.

    `choice` is the key of one of settling.choices_of, blank where nothing was chosen; `due_on` the
    local date typed beside it. `no` None leaves the number as it is.
    """

    title: str
    content: str
    deadline_text: str
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]
    choice: str = ""
    due_on: date | None = None
    no: str | None = None


def edit_draft(
    session: Session, draft: Draft, values: DraftValues, version: int, by: Person, now: datetime
) -> None:
    """Change an open draft and read its words again.

    A new deadline text is the person's choice, so a conflict with the prose is settled by it. The
    same text keeps what was chosen for it; `values.choice` chooses now, and the words stay.

    Raises:
        Conflict: the draft is no longer open, or was edited since `version` was shown.
        InvalidInput: title and content are both blank, or the choice is none of those offered.
    """
    new, _asked = edited(session, draft, values)
    keep = draft.is_checked and not settled_by_hand(new["problems"])
    act = Act(session, by, now)
    act.change(draft, version, **new, is_checked=keep)
    act.write_down("draft.edited", draft)


def check_draft(
    session: Session, draft: Draft, values: DraftValues, version: int, by: Person, now: datetime
) -> None:
    """确认: change the draft as the person says, and mark it checked (已核对). It is no task yet.

    What a person has looked at and left as it is counts as settled; a time with several readings
    has to be chosen, and somebody has to be responsible.

    Raises:
        Conflict: the draft is no longer open, or was edited since `version` was shown.
        InvalidInput: something is left that only a person can say; the field is named.
    """
    new, open_times = edited(session, draft, values)
    if not values.leads:
        raise InvalidInput(_("Name at least one responsible department."), "leads")
    if open_times and values.choice != LATER:
        field = "reading" if values.deadline_text == draft.deadline_text else "deadline_text"
        raise InvalidInput(open_times[0]["text"], field)
    act = Act(session, by, now)
    act.change(draft, version, **{**new, "problems": open_times}, is_checked=True)
    act.write_down("draft.checked", draft)


def edited(
    session: Session, draft: Draft, values: DraftValues
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return the new values of a draft's columns, and the problems of its time that stay open."""
    check_values(values)
    masthead = extraction_of(draft.document).masthead
    deadline, times = deadline_after(draft, values, reference_of(masthead))
    columns = {
        "title": values.title[:LONGEST_TITLE],
        "content": values.content,
        "deadline_text": values.deadline_text,
        "deadline_normal": deadline.normal,
        "deadline_due_on": deadline.due_on,
        "deadline_day": deadline.day,
        "leads": list(values.leads),
        "cooperating": list(values.cooperating),
        "problems": [*times, *other_problems(session, draft, values)],
    }
    if values.no is not None:
        columns["no"] = values.no[:LONGEST_NUMBER] or None
    return columns, times


def check_values(values: DraftValues) -> None:
    """Refuse values that no draft can hold.

    Raises:
        InvalidInput: they say nothing, or name what is no department; the field is named.
    """
    check_words(values.title, values.content)
    check_names(values.leads, values.cooperating)


def check_words(title: str, content: str) -> None:
    """Refuse a row that says nothing.

    Raises:
        InvalidInput: title and content are both blank.
    """
    if not (says_something(title) or says_something(content)):
        raise InvalidInput(_("A task needs a title or a content."), "title")


def check_names(leads: Sequence[str], cooperating: Sequence[str]) -> None:
    """Refuse a field with more names than a person could look through, or with what is no name.

    Raises:
        InvalidInput: it has; the field is named.
    """
    for field, names in (("leads", leads), ("cooperating", cooperating)):
        if len(names) > MOST_NAMES:
            raise InvalidInput(too_many_names(len(names)), field)
        if fault := next(filter(None, map(fault_of, names)), ""):
            raise InvalidInput(fault, field)


def deadline_after(
    draft: Draft, values: DraftValues, reference: Reference
) -> tuple[Deadline, list[dict[str, str]]]:
    """Return the time a draft has once it holds `values`, and what is still open about it."""
    if values.deadline_text != draft.deadline_text:
        deadline = parse_deadline(values.deadline_text, reference)
        return deadline, list(reading_problems(deadline))
    times = [each for each in draft.problems if each["kind"].startswith("deadline")]
    times = [each for each in times if still_said(each, values, draft)]
    if not values.choice:
        return current(draft), times
    deadline = chosen(choices_of(draft, reference), values.choice, values.due_on)
    if values.choice == LATER:
        return deadline, times
    return deadline, list(reading_problems(deadline))


def still_said(problem: dict[str, str], values: DraftValues, draft: Draft) -> bool:
    """Return whether the words a problem is about still stand in the content, if they ever did."""
    words = problem.get("reading", "")
    return words not in draft.content or words in values.content


def other_problems(session: Session, draft: Draft, values: DraftValues) -> list[dict[str, str]]:
    """Return what is open about the departments and duties of a draft once it holds `values`."""
    nobody = [] if values.leads else [problem("no_lead", _("No responsible department is named."))]
    names = [*values.leads, *values.cooperating]
    matcher = matcher_for(draft.document, all_departments(session))
    found = department_problems(names, matcher)
    found = with_pairs(found, names, pairs_in(draft.document, matcher))
    before = {each["kind"] for each in draft.problems}
    duties = duty_problems(values.content) if "duties_split" in before else []
    inherited = [each for each in draft.problems if each["kind"] in LEADS_ASKED]
    kept = inherited if list(values.leads) == draft.leads else []
    if draft.is_checked:
        known = {each["name"] for each in find_names(draft)}
        found = [each for each in found if each["name"] not in known]
    return [*nobody, *kept, *duties, *found]


def find_names(draft: Draft) -> list[dict[str, str]]:
    """Return the names of a draft as problems name them."""
    return [{"name": name} for name in (*draft.leads, *draft.cooperating)]


def settled_by_hand(problems: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return the problems that a person has to settle; the others only tell something."""
    return [each for each in problems if each["kind"] not in NOTES]


def unsettled(draft: Draft) -> list[dict[str, str]]:
    """Return what of a draft a person still has to settle; nothing once it was confirmed."""
    return [] if draft.is_checked else settled_by_hand(draft.problems)


def drop_draft(
    session: Session, draft: Draft, by: Person, now: datetime, version: int | None = None
) -> None:
    """The row is no task; it stays in the history of its document.

    Raises:
        Conflict: it is no longer open, or was edited since `version` was shown.
    """
    if version not in {None, draft.version}:
        raise Conflict(f"Draft {draft.id} was changed since.")
    move_draft(session, draft, DraftState.dropped, by, now)


def restore_draft(session: Session, draft: Draft, by: Person, now: datetime) -> None:
    """Take a dropped row back among the drafts.

    Raises:
        Conflict: it was not dropped.
        NotNow: its table was read again since, and gave the row once more.
    """
    added = added_by_reading(session, draft)
    stands = any(
        each.id in added and each.state is not DraftState.dropped for each in draft.document.drafts
    )
    if stands:
        raise NotNow(_("Its table was read again since; the row is among the items already."))
    move_draft(session, draft, DraftState.open, by, now, was=DraftState.dropped)


def added_by_reading(session: Session, draft: Draft) -> frozenset[int]:
    """Return the drafts that a later reading of this one's table by a person gave, if any did.

    Those are younger than it is; what is younger than they are was split off or added since.
    """
    block = draft.source.get("block")
    latest = [each.id for each in draft.document.readings if each.block == block][-1:]
    wanted = select(Event).where(
        Event.document_id == draft.document_id, Event.action == "draft.read"
    )
    for event in session.exec(wanted).all() if latest else ():
        added = event.change["added"][1]
        if latest[0] in event.change["reading"][1] and draft.id < min(added):
            return frozenset(added)
    return frozenset()


def move_draft(
    session: Session,
    draft: Draft,
    to: DraftState,
    by: Person,
    now: datetime,
    was: DraftState = DraftState.open,
) -> None:
    """Move a draft from state `was` to `to`."""
    compare_and_set(session, draft, {"state": was}, state=to, version=draft.version + 1)
    change: Change = {"state": (was, to), "draft": (draft.id, draft.id)}
    record(session, f"draft.{to}", by, now, change, document_id=draft.document_id)


def move_drafts(
    session: Session, drafts: Sequence[Draft], to: DraftState, by: Person, now: datetime
) -> None:
    """Move open drafts to a state, each with a line of the history.

    Raises:
        Conflict: one of them is no longer open.
    """
    Act(session, by, now).change_all(drafts, state=to)
    lines: list[tuple[Change, dict[str, int]]] = [
        (
            {"state": (DraftState.open, to), "draft": (draft.id, draft.id)},
            {"document_id": draft.document_id},
        )
        for draft in drafts
    ]
    record_all(session, f"draft.{to}", by, now, lines)


def let_first_lead(
    session: Session, document: Document, by: Person, now: datetime, *, first_leads: bool
) -> None:
    """Say for the whole document who leads: all responsible departments, or the first of them.

    Raises:
        Conflict: somebody has switched it meanwhile.
    """
    compare_and_set(session, document, {"first_leads": not first_leads}, first_leads=first_leads)
    change: Change = {"first_leads": (not first_leads, first_leads)}
    record(session, "document.first_leads", by, now, change, document_id=document.id)
