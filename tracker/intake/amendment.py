"""Applies an amended edition 修订稿: the ticked changes become changes of tasks, the rest stays."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker.clock import Workdays
from tracker.database import compare_and_set
from tracker.directory import departments_called
from tracker.errors import Conflict
from tracker.history import Change, record
from tracker.intake.accepting import accept_drafts
from tracker.intake.application import Before, before_applying, kept_facts
from tracker.intake.comparing import (
    ENDED_STATES,
    Comparison,
    Item,
    compare_editions,
    edited_by_hand,
)
from tracker.intake.difference import Kind
from tracker.intake.editions import first_edition
from tracker.intake.review import move_draft
from tracker.models import Department, Document, Draft, DraftState, Person, Task
from tracker.outbox import retire_digests
from tracker.tasks import Aspect, amend_task, cancel_task
from tracker.texts import gettext as _

# The columns of a draft that say one field of a row.
COLUMNS: dict[Aspect, tuple[str, ...]] = {
    Aspect.number: ("no",),
    Aspect.heading: ("title",),
    Aspect.content: ("content",),
    Aspect.deadline: (
        "deadline_text",
        "deadline_written",
        "deadline_normal",
        "deadline_due_on",
        "deadline_day",
    ),
    Aspect.leads: ("leads",),
    Aspect.cooperating: ("cooperating",),
}


@dataclass(frozen=True, slots=True)
class Applied:
    """How many rows were taken over, by kind, and how many changes were left alone."""

    added: int
    changed: int
    removed: int
    left: int


@dataclass(frozen=True, slots=True)
class Applying:
    """One application: who ticked what, when; `departments` says what each name means."""

    session: Session
    document: Document
    ticked: frozenset[str]
    by: Person
    now: datetime
    workdays: Workdays
    departments: dict[str, Department] = field(default_factory=dict)

    def aspects(self, item: Item) -> frozenset[Aspect]:
        """Return the fields of a row that were ticked; all, where there is nothing to tick."""
        if not item.is_listed:
            return frozenset(item.aspects)
        return frozenset(
            each.aspect for each in item.offers if each.aspect and each.key in self.ticked
        )

    def is_ticked(self, item: Item) -> bool:
        """Return whether the row as a whole was ticked."""
        return any(each.aspect is None and each.key in self.ticked for each in item.offers)

    def aspects_of(self, item: Item, holder: Draft) -> frozenset[Aspect]:
        """Return the ticked fields of one holder of a row, without what a person wrote there."""
        aspects = self.aspects(item)
        if item.old is not None and (len(item.holders) > 1 or not item.is_listed):
            aspects -= edited_by_hand(holder, item.old)
        return aspects


def apply_amendment(
    session: Session,
    document: Document,
    seen: str,
    ticked: Collection[str],
    by: Person,
    now: datetime,
    workdays: Workdays,
) -> Applied:
    """Take over the ticked changes of an amended edition, all or none.

    `seen` is the comparison the person looked at, `ticked` the keys of its offers. A new row
    becomes a task 待签收, a changed field changes its task (`tasks.amend_task`), a row left out
    cancels its task. What was not ticked stays: new rows as drafts to check, the others as they
    were. The edition is in force from now on, and the next one is compared with it.

    Raises:
        Conflict: something changed since the comparison was shown, or it was applied already.
    """
    if not document.awaits_comparison:
        raise Conflict(f"Document {document.id} has no comparison to apply.")
    comparison = compare_editions(session, document)
    wanted = frozenset(ticked)
    allowed = {each.key for item in comparison.items for each in item.offers if each.can_tick}
    if seen != comparison.seen or not wanted <= allowed:
        raise Conflict(_("The tasks changed meanwhile; look at the comparison again."))
    before = before_applying(session, comparison)
    bring_into_force(session, comparison, now)
    applying = Applying(session, document, wanted, by, now, workdays)
    applying.departments.update(called_in(applying, comparison))
    counts: Counter[Kind] = Counter()
    touched: set[int] = set()
    for item in comparison.items:
        tasks = STEPS[item.kind](applying, item)
        if item.is_listed and (applying.aspects(item) or applying.is_ticked(item)):
            counts[item.kind] += 1
        touched |= {task.id for task in tasks}
    applied = Applied(
        counts[Kind.added], counts[Kind.changed], counts[Kind.removed], len(allowed - wanted)
    )
    note(applying, comparison, applied, before)
    retire_digests(session, touched)
    return applied


def called_in(applying: Applying, comparison: Comparison) -> dict[str, Department]:
    """Return what the names that are taken over mean, looked up at once; new ones are added.

    Row by row a name would mean a department that another row of the same edition has just added.
    """
    names = [name for item in comparison.items for name in names_taken_over(applying, item)]
    document = comparison.document
    return departments_called(
        applying.session, names, applying.by, applying.now, document.issued_on, document.issuer
    )


def names_taken_over(applying: Applying, item: Item) -> Iterator[str]:
    """Yield the names that a task is given by what was ticked of a row."""
    draft = item.draft
    if draft is None:
        return
    if item.kind is Kind.added and applying.is_ticked(item):
        yield from (*draft.leads, *draft.cooperating)
    for holder in item.holders:
        aspects = applying.aspects_of(item, holder)
        if holder.state is not DraftState.open and aspects & {Aspect.leads, Aspect.cooperating}:
            yield from (draft if Aspect.leads in aspects else holder).leads
            yield from (draft if Aspect.cooperating in aspects else holder).cooperating


def bring_into_force(session: Session, comparison: Comparison, now: datetime) -> None:
    """Mark the edition as applied upon the one that was in force.

    Raises:
        Conflict: it was applied or withdrawn meanwhile.
    """
    document, base = comparison.document, comparison.base
    compare_and_set(
        session,
        document,
        {"amended_at": None, "withdrawn_at": None, "amends_id": document.amends_id},
        amended_at=now,
        amends_id=base.id,
        first_leads=base.first_leads,
    )


def note(applying: Applying, comparison: Comparison, applied: Applied, before: Before) -> None:
    """Write the history line of the whole edition; it keeps enough to take everything back."""
    change: Change = {
        "edition": (comparison.base.id, comparison.document.id),
        "added": (0, applied.added),
        "changed": (0, applied.changed),
        "removed": (0, applied.removed),
        "left": (0, applied.left),
        "facts": kept_facts(applying.session, before, comparison),
    }
    record(
        applying.session,
        "document.amended",
        applying.by,
        applying.now,
        change,
        document_id=comparison.document.id,
    )


def add(applying: Applying, item: Item) -> list[Task]:
    """Issue a new row, if it was ticked; else it stays a draft."""
    if item.draft is None or not applying.is_ticked(item):
        return []
    session, root = applying.session, first_edition(applying.session, applying.document)
    tasks = accept_drafts(
        session,
        [item.draft],
        applying.by,
        applying.now,
        applying.workdays,
        as_they_are=True,
        departments=applying.departments,
    )
    for task in tasks:
        # One ledger for all editions; the place is one in this file.
        task.document_id, task.source = root.id, place_in(item.draft)
    session.flush()
    return tasks


def remove(applying: Applying, item: Item) -> list[Task]:
    """Cancel what the new edition leaves out, if it was ticked; else it goes on."""
    if not applying.is_ticked(item):
        return []
    session, by, now = applying.session, applying.by, applying.now
    reason = _("%(document)s no longer has this row.", document=applying.document.label)
    for holder in item.holders:
        if holder.state is DraftState.open:
            move_draft(session, holder, DraftState.dropped, by, now)
    living = [task for task in item.tasks if task.state not in ENDED_STATES]
    for task in living:
        cancel_task(session, task, reason, by, now)
    return living


def carry(applying: Applying, item: Item) -> list[Task]:
    """Let every item of an old row go on in the new edition, with the ticked fields new.

    What a person typed or chose stays where the document did not change it. A row that is no
    task stays none.
    """
    draft = item.draft
    if draft is None or item.old is None:
        return []
    session = applying.session
    if not item.holders:
        move_draft(session, draft, DraftState.dropped, applying.by, applying.now)
        return []
    parts = [draft, *(part_of(session, draft) for _more in item.holders[1:])]
    fresh = {column: getattr(draft, column) for each in COLUMNS.values() for column in each}
    problems = list(draft.problems)
    touched = []
    for holder, part in zip(item.holders, parts, strict=True):
        aspects = applying.aspects_of(item, holder)
        merge(part, holder, fresh, problems, aspects)
        touched += go_on(applying, holder, part, aspects)
    return touched


def part_of(session: Session, draft: Draft) -> Draft:
    """Add one more draft at the place of another, for a row that was split."""
    values = draft.model_dump(exclude={"id", "task_id"})
    part = Draft(**values)
    draft.document.drafts.append(part)
    session.add(part)
    return part


def merge(
    part: Draft,
    holder: Draft,
    fresh: dict[str, object],
    problems: list[dict[str, str]],
    aspects: frozenset[Aspect],
) -> None:
    """Let a draft say what its holder said, but in these fields what the new edition says."""
    for aspect, columns in COLUMNS.items():
        for column in columns:
            value = fresh[column] if aspect in aspects else getattr(holder, column)
            setattr(part, column, value)
    times = problems if Aspect.deadline in aspects else holder.problems
    others = problems if aspects & {Aspect.leads, Aspect.cooperating} else holder.problems
    part.problems = [
        *(each for each in times if each["kind"].startswith("deadline")),
        *(each for each in others if not each["kind"].startswith("deadline")),
    ]
    part.is_checked = holder.is_checked and not aspects
    part.version += 1


def go_on(applying: Applying, holder: Draft, part: Draft, aspects: frozenset[Aspect]) -> list[Task]:
    """Let the new draft stand for what the old one stood for: a task, or a row to check."""
    session, by, now = applying.session, applying.by, applying.now
    if holder.state is DraftState.open:
        move_draft(session, holder, DraftState.carried, by, now)
        return []
    part.state, part.task_id = DraftState.accepted, holder.task_id
    task = session.get_one(Task, holder.task_id)
    task.position, task.source = part.position, place_in(part)
    if not aspects:
        return []
    task.problems = part.problems
    amend_task(
        session, task, part, aspects, by, now, applying.workdays, departments=applying.departments
    )
    return [task]


def place_in(draft: Draft) -> dict[str, Any]:
    """Return the place of a task in the edition it was last read from."""
    return {**draft.source, "edition": draft.document_id}


STEPS = {Kind.added: add, Kind.removed: remove, Kind.changed: carry, Kind.same: carry}
