"""Gathers what the pages of editions show: facts, questions, the comparison, the two texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from tracker import intake
from tracker.deadlines import explain, from_normal
from tracker.intake import Caution, Comparison, Item, Kind, Line, Offer, Undoing
from tracker.models import Document, Draft
from tracker.tasks import Aspect
from tracker.texts import gettext as _
from tracker.web.access import Visit
from tracker.web.source_tables import TableBar, table_bars
from tracker.web.sources import Piece, SourceBlock, anchor_of, lay_out

# Longer texts are shown whole, without marks: comparing them letter by letter takes too long.
LONGEST_MARKED = 3000
SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class Editions:
    """What the page of a document says about its editions.

    `amends` is the edition it amends, `in_force` a later one that was applied, `waiting` the
    editions not yet compared, `question` the document it seems to amend. `can_undo`: the import can
    still be taken back.
    """

    amends: Document | None
    in_force: Document | None
    waiting: tuple[Document, ...]
    question: Document | None
    undoing: Undoing | None

    @property
    def can_undo(self) -> bool:
        """Whether the import can still be taken back."""
        return self.undoing is not None and self.undoing.is_possible


def editions(visit: Visit, document: Document) -> Editions:
    """Return the editions of a document, and what the person may do about them."""
    session = visit.session
    amends = session.get(Document, document.amends_id) if document.amends_id else None
    last = intake.edition_in_force(session, document)
    later = [each for each in intake.editions_of(session, document) if each.awaits_comparison]
    may_amend = visit.may("document.amend", document)
    return Editions(
        amends=amends,
        in_force=None if last.id == document.id else last,
        waiting=tuple(later),
        question=intake.looks_like(session, document) if may_amend else None,
        undoing=(
            intake.undoing(session, document) if visit.may("document.withdraw", document) else None
        ),
    )


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """One change as it is shown: what field, old and new words with what differs marked.

    `old_means` and `new_means` say how a time is read; `caution` why to look twice.
    """

    offer: Offer
    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    old_means: str
    new_means: str
    caution: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One row of the comparison with the way to both texts."""

    item: Item
    offers: tuple[ShownOffer, ...]
    old_anchor: str
    new_anchor: str

    @property
    def line(self) -> Line:
        """The row as the new edition has it, or the old one where it was left out."""
        return self.item.new or self.item.old or Line("", "", "")

    @property
    def is_renumbered_only(self) -> bool:
        """Whether nothing but the number changed."""
        return self.item.aspects == (Aspect.number,)


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The whole page; the texts carry anchors that begin with `old-` and `new-`.

    `missed` are the tables of the new edition that were not read and whose like a person had read
    in the other one. `ticked` are the keys that were sent in a form that was refused for `refusal`.
    """

    comparison: Comparison
    added: tuple[ShownItem, ...]
    changed: tuple[ShownItem, ...]
    renumbered: tuple[ShownItem, ...]
    removed: tuple[ShownItem, ...]
    same: int
    old_text: tuple[SourceBlock, ...]
    new_text: tuple[SourceBlock, ...]
    bars: Mapping[str, TableBar]
    missed: frozenset[int]
    ticked: frozenset[str] | None = None
    refusal: str = ""

    def is_ticked(self, offer: Offer) -> bool:
        """Return whether the box of a change is ticked."""
        return offer.is_ticked if self.ticked is None else offer.key in self.ticked

    @property
    def is_same(self) -> bool:
        """Whether nothing changed that is a task."""
        return not (self.added or self.changed or self.renumbered or self.removed)


def comparison_page(comparison: Comparison) -> ComparisonPage:
    """Return the page of a comparison: rows that need a decision before those that only moved."""
    listed = [shown(item) for item in comparison.items if item.is_listed]

    def of(kind: Kind) -> Iterator[ShownItem]:
        return (each for each in listed if each.item.kind is kind)

    return ComparisonPage(
        comparison=comparison,
        added=tuple(of(Kind.added)),
        changed=tuple(each for each in of(Kind.changed) if not each.is_renumbered_only),
        renumbered=tuple(each for each in of(Kind.changed) if each.is_renumbered_only),
        removed=tuple(of(Kind.removed)),
        same=comparison.count(Kind.same),
        old_text=text_of(comparison.base, "old", {each.old_anchor for each in listed}),
        new_text=text_of(comparison.document, "new", {each.new_anchor for each in listed}),
        bars=bars_of(comparison.document, "new"),
        missed=intake.missed_tables(comparison.document, comparison.base),
    )


def text_of(document: Document, prefix: str, marked: set[str]) -> tuple[SourceBlock, ...]:
    """Return a document's text, the changed places marked and all anchors with a prefix."""
    blocks = lay_out(intake.extraction_of(document), (), "")
    return tuple(apart(block, prefix, marked) for block in blocks)


def bars_of(document: Document, prefix: str) -> dict[str, TableBar]:
    """Return what can be done with a document's tables, by their anchors with a prefix."""
    bars = table_bars(document, intake.extraction_of(document))
    return {f"{prefix}-{anchor}": bar for anchor, bar in bars.items()}


def apart(block: SourceBlock, prefix: str, marked: set[str]) -> SourceBlock:
    """Return a block whose anchors do not meet those of another document on the page."""
    name = f"{prefix}-{block.anchor}"
    rows = tuple(
        replace(
            row,
            anchor=f"{prefix}-{row.anchor}",
            is_here=f"{prefix}-{row.anchor}" in marked,
        )
        for row in block.rows
    )
    return replace(block, anchor=name, rows=rows, is_here=name in marked)


def shown(item: Item) -> ShownItem:
    """Return one row as the page shows it; rows that only moved are not marked in the texts."""
    is_changed = item.kind is not Kind.same and item.aspects != (Aspect.number,)
    return ShownItem(
        item=item,
        offers=tuple(show_offer(item, each) for each in item.offers),
        old_anchor=place(item.holders[:1], "old") if is_changed else "",
        new_anchor=place([item.draft] if item.draft else [], "new") if is_changed else "",
    )


def place(drafts: Iterable[Draft], prefix: str) -> str:
    """Return the anchor of the first of these drafts, blank where there is none."""
    return next((f"{prefix}-{anchor_of(draft)}" for draft in drafts), "")


def show_offer(item: Item, offer: Offer) -> ShownOffer:
    """Return one change in words."""
    old = words(item.old, offer.aspect) if item.old else ""
    new = words(item.new, offer.aspect) if item.new else ""
    is_time = offer.aspect is Aspect.deadline
    marked = differing(old, new) if offer.aspect else ((Piece(old),), (Piece(new),))
    return ShownOffer(
        offer=offer,
        label=label_of(offer.aspect),
        old=marked[0],
        new=marked[1],
        old_means=means(item.old) if is_time and item.old else "",
        new_means=means(item.new) if is_time and item.new else "",
        caution=caution_words(offer.caution, item) if offer.caution else "",
    )


def words(line: Line, aspect: Aspect | None) -> str:
    """Return one field of a row as it is read aloud; ——, where it is blank."""
    texts = {
        Aspect.number: line.number,
        Aspect.heading: line.heading,
        Aspect.content: line.content,
        Aspect.deadline: line.deadline.text,
        Aspect.leads: SEPARATOR.join(line.leads),
        Aspect.cooperating: SEPARATOR.join(line.cooperating),
    }
    return (texts[aspect] if aspect else line.heading or line.content) or "——"


def means(line: Line) -> str:
    """Return how the row's time is read."""
    time = line.deadline
    return explain(from_normal(time.normal, time.text, day=time.due_on)) if time.text else ""


def differing(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces, marked where they differ."""
    if max(len(old), len(new)) > LONGEST_MARKED:
        return (Piece(old),), (Piece(new),)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, start, end, to, until in matcher.get_opcodes():
        is_marked = tag != "equal"
        before += [Piece(old[start:end], is_marked)] if end > start else []
        after += [Piece(new[to:until], is_marked)] if until > to else []
    return tuple(before), tuple(after)


def label_of(aspect: Aspect | None) -> str:
    """Return what a field is called."""
    names = {
        Aspect.number: _("No."),
        Aspect.heading: _("Key task"),
        Aspect.content: _("Main content"),
        Aspect.deadline: _("Deadline"),
        Aspect.leads: _("Responsible departments"),
        Aspect.cooperating: _("Cooperating departments"),
    }
    return names[aspect] if aspect else ""


def caution_words(caution: Caution, item: Item) -> str:
    """Return why to look twice, and what ticking or not ticking does."""
    return {
        Caution.edited: _("Changed by hand before; ticked, the document's words take its place."),
        Caution.divided: _("The row was split into several tasks by hand; they stay as they are."),
        Caution.no_task: _("The row was made no task before, and stays so."),
        Caution.done: _("The task has ended; only its words change.")
        if item.kind is Kind.changed
        else _("The task has ended and stays on record."),
        Caution.reported: _("Progress was reported; ticked, the task is cancelled, reports stay."),
        Caution.nobody: _("Names no responsible department; add one when checking the item.")
        if item.kind is Kind.added
        else _("Names no responsible department any more; those named so far stay."),
        Caution.unsettled: _("Has something to settle; check it before it is issued."),
    }[caution]
