"""Lays an amended edition beside the one in force: what changed, whom it concerns, what to tick."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from tracker.extraction import Masthead
from tracker.intake.difference import READ, Kind, Line, When, changed, compare
from tracker.intake.editions import edition_in_force, first_edition, masthead_of, place_of
from tracker.intake.interpretation import interpret
from tracker.intake.reception import extraction_of
from tracker.intake.review import unsettled
from tracker.models import (
    Document,
    Draft,
    DraftKind,
    DraftState,
    Milestone,
    Report,
    Task,
    TaskState,
)
from tracker.tasks import DONE_STATES, Aspect

ENDED_STATES = (*DONE_STATES, TaskState.cancelled)


class Caution(StrEnum):
    """Why a person should look twice before ticking; some changes cannot be ticked at all."""

    edited = "edited"  # a person had changed this by hand
    divided = "divided"  # the row was split into several items
    no_task = "no_task"  # a person had said that the row is no task
    done = "done"  # the task is 已办结 or 撤销
    reported = "reported"  # progress was reported
    nobody = "nobody"  # the row names nobody
    unsettled = "unsettled"  # the new row has something to settle first


# With these the change cannot be ticked.
BARRED = frozenset({Caution.divided, Caution.no_task, Caution.nobody})


@dataclass(frozen=True, slots=True)
class Offer:
    """One change to tick: the whole row (`aspect` None), or one field of it."""

    key: str
    aspect: Aspect | None
    caution: Caution | None
    can_tick: bool
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the comparison.

    `holders` are the drafts that hold the old row in the edition in force, `draft` the new row's;
    `aspects` are the fields in which the two rows differ. `is_listed` is false for rows of the body
    that are nobody's task; there is nothing to tick in them.
    """

    kind: Kind
    old: Line | None
    new: Line | None
    holders: tuple[Draft, ...]
    draft: Draft | None
    tasks: tuple[Task, ...]
    aspects: tuple[Aspect, ...]
    offers: tuple[Offer, ...]
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole difference; `seen` changes when anything it was made from does."""

    document: Document
    base: Document
    items: tuple[Item, ...]
    seen: str

    def count(self, kind: Kind) -> int:
        """Return how many listed rows are of this kind."""
        return sum(item.kind is kind and item.is_listed for item in self.items)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read from a file, and the place it was read from."""

    line: Line
    kind: DraftKind
    place: Hashable


def compare_editions(session: Session, document: Document) -> Comparison:
    """Return how `document` differs from the edition it amends, the one in force by now."""
    base = edition_in_force(session, first_edition(session, document))
    fallback = extraction_of(first_edition(session, document)).masthead
    drafts = holders_by_place(base)
    old, new = rows_of(base, fallback), rows_of(document, fallback)
    old += lingering(session, base, drafts, fallback)
    fresh = holders_by_place(document)
    tasks = tasks_of(session, drafts)
    scene = Scene(tasks, reported(session, tasks), has_annex(old), has_annex(new))
    items = []
    for pair in compare([row.line for row in old], [row.line for row in new]):
        before = old[pair.old] if pair.old is not None else None
        after = new[pair.new] if pair.new is not None else None
        held = drafts[before.place] if before else []
        draft = next(iter(standing(fresh[after.place])), None) if after else None
        items.append(scene.item(pair.kind, before, after, held, draft, pair.aspects))
    return Comparison(document, base, tuple(items), fingerprint(base, document, items))


def rows_of(document: Document, fallback: Masthead) -> list[Row]:
    """Return the rows of a document as they were read, whatever a person made of them since."""
    extraction, masthead = extraction_of(document), masthead_of(document, fallback)
    drafts = [interpret(row, masthead, None) for row in (*extraction.rows, *extraction.measures)]
    return [Row(line_of(each), each.kind, place_of(each)) for each in drafts]


def line_of(draft: Draft) -> Line:
    """Return what a draft says, as editions are compared."""
    return Line(
        number=draft.no or "",
        heading=draft.title,
        content=draft.content,
        deadline=When(
            draft.deadline_text,
            draft.deadline_normal,
            draft.deadline_due_on,
            draft.deadline_day,
        ),
        leads=tuple(draft.leads),
        cooperating=tuple(draft.cooperating),
    )


def holders_by_place(document: Document) -> defaultdict[Hashable, list[Draft]]:
    """Return the drafts of a document by their place; those added by hand have a place apart."""
    found: defaultdict[Hashable, list[Draft]] = defaultdict(list)
    for draft in document.drafts:
        found[place_of(draft)].append(draft)
    return found


def standing(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts of one place, those first that were not dropped: a table may be read anew."""
    return sorted(drafts, key=lambda each: each.state is DraftState.dropped)


def lingering(
    session: Session,
    base: Document,
    drafts: defaultdict[Hashable, list[Draft]],
    fallback: Masthead,
) -> list[Row]:
    """Return the rows that only earlier editions had, of tasks that are still alive.

    A removal that was not ticked leaves such a task. `drafts` learns who holds them.
    """
    held = {draft.task_id for draft in base.drafts if draft.task_id is not None}
    found = []
    edition = base
    while edition.amends_id is not None:
        edition = session.get_one(Document, edition.amends_id)
        rows = {row.place: row for row in rows_of(edition, fallback)}
        for draft in edition.drafts:
            task = session.get(Task, draft.task_id) if draft.task_id else None
            if task is None or task.id in held or task.state in ENDED_STATES:
                continue
            row = rows.get(place_of(draft))
            if row is not None:
                held.add(task.id)
                place = (edition.id, row.place)
                drafts[place].append(draft)
                found.append(replace(row, place=place))
    return found


def tasks_of(session: Session, drafts: defaultdict[Hashable, list[Draft]]) -> dict[int, Task]:
    """Return the tasks of these drafts by their ids."""
    ids = [each.task_id for held in drafts.values() for each in held if each.task_id is not None]
    return {task.id: task for task in session.exec(select(Task).where(col(Task.id).in_(ids)))}


def reported(session: Session, tasks: Iterable[int]) -> frozenset[int]:
    """Return which of these tasks were reported on."""
    statement = (
        select(Milestone.task_id)
        .join(Report, col(Report.milestone_id) == Milestone.id)
        .where(col(Milestone.task_id).in_(list(tasks)))
    )
    return frozenset(session.exec(statement).all())


def has_annex(rows: Sequence[Row]) -> bool:
    """Return whether an edition has a table of tasks, beside which its body only says it again."""
    return any(row.kind is DraftKind.annex for row in rows)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the offers of one comparison depend on."""

    tasks: dict[int, Task]
    reported: frozenset[int]
    old_has_annex: bool
    new_has_annex: bool

    def item(
        self,
        kind: Kind,
        before: Row | None,
        after: Row | None,
        held: Sequence[Draft],
        draft: Draft | None,
        aspects: tuple[Aspect, ...],
    ) -> Item:
        """Return one row of the comparison with what can be ticked in it."""
        holders = tuple(
            each for each in held if each.state in {DraftState.open, DraftState.accepted}
        )
        tasks = tuple(self.tasks[each.task_id] for each in holders if each.task_id in self.tasks)
        old = before.line if before else None
        new = after.line if after else None
        is_listed = self.is_listed(before, after, tasks)
        item = Item(kind, old, new, holders, draft, tasks, aspects, (), is_listed)
        return replace(item, offers=tuple(self.offers(item))) if is_listed else item

    def offers(self, item: Item) -> Iterator[Offer]:
        """Yield what can be ticked in a listed row."""
        if item.kind is Kind.removed and item.holders:
            yield self.removed(item)
        elif item.kind is Kind.added and item.draft is not None:
            yield self.added(item.draft)
        elif item.kind is Kind.changed and item.draft is not None and item.old is not None:
            for aspect in item.aspects:
                yield self.change(item, item.draft, item.old, aspect)

    def is_listed(self, before: Row | None, after: Row | None, tasks: tuple[Task, ...]) -> bool:
        """Return whether a row is a task, or is meant to be one."""
        if tasks:
            return True
        if before is not None and before.kind is DraftKind.measure and self.old_has_annex:
            return False
        return not (
            before is None
            and after is not None
            and after.kind is DraftKind.measure
            and self.new_has_annex
        )

    def added(self, draft: Draft) -> Offer:
        """Return the offer to issue a new row as a task."""
        caution = None
        if not draft.leads:
            caution = Caution.nobody
        elif unsettled(draft):
            caution = Caution.unsettled
        return offer(f"add-{draft.id}", None, caution)

    def removed(self, item: Item) -> Offer:
        """Return the offer to cancel what the new edition leaves out."""
        caution = None
        if any(task.id in self.reported for task in item.tasks):
            caution = Caution.reported
        found = offer(f"remove-{item.holders[0].id}", None, caution)
        if item.tasks and all(task.state in ENDED_STATES for task in item.tasks):
            return replace(found, caution=Caution.done, can_tick=False, is_ticked=False)
        return found

    def change(self, item: Item, draft: Draft, old: Line, aspect: Aspect) -> Offer:
        """Return the offer to take over one field."""
        caution = None
        own = [line_of(each) for each in item.holders]
        kept = [line for line in own if READ[aspect](line) == READ[aspect](old)]
        if not own:
            caution = Caution.no_task
        elif aspect is Aspect.leads and not draft.leads:
            caution = Caution.nobody
        elif not kept:
            caution = Caution.edited if len(own) == 1 else Caution.divided
        elif item.tasks and all(task.state in ENDED_STATES for task in item.tasks):
            caution = Caution.done
        found = offer(f"change-{draft.id}-{aspect}", aspect, caution)
        return replace(found, is_ticked=found.can_tick and caution in {None, Caution.done})


def offer(key: str, aspect: Aspect | None, caution: Caution | None) -> Offer:
    """Return an offer, ticked from the start where nothing speaks against it."""
    return Offer(key, aspect, caution, caution not in BARRED, is_ticked=caution is None)


def edited_by_hand(holder: Draft, old: Line) -> frozenset[Aspect]:
    """Return the fields in which a person made something else of the row."""
    return frozenset(changed(old, line_of(holder)))


def fingerprint(base: Document, document: Document, items: Iterable[Item]) -> str:
    """Return a short text that changes when anything the comparison was made from does."""
    facts: list[Any] = [base.id, document.id, document.amends_id, document.first_leads]
    for item in items:
        drafts = [*item.holders, *([item.draft] if item.draft else [])]
        facts.append([[each.id, each.version, each.state, each.task_id] for each in drafts])
        facts.append([[each.id, each.state, each.deadline_version] for each in item.tasks])
        facts.append([[*asdict(each).values()] for each in item.offers])
    text = json.dumps(facts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
