"""Says in words what happened to a document and its items, an act on many of them in one line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from tracker.dashboards import DocumentHistory, drafts_touched
from tracker.dashboards.history import UNDONE
from tracker.models import Draft, Event
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.review_tabs import number_of
from tracker.web.timeline import Change, Line, line_of, plain_words, words_of

MOST_NAMED = 12  # items, in one line
# Acts whose first change tells all of them: the same names, rewritten wherever they stand.
TOLD_ONCE = frozenset({"draft.renamed"})
# What an edition, or taking it or an import back, did to how many tasks.
COUNTS = {
    "added": _("added"),
    "changed": _("changed"),
    "removed": _("left out"),
    "tasks": _("tasks withdrawn"),
}


def document_lines(history: DocumentHistory, drafts: Sequence[Draft]) -> list[Line]:
    """Return the history of a document of these drafts, newest first."""
    known: dict[int | None, Draft] = {draft.id: draft for draft in drafts}
    acts = {event.id: event for event in history.events}
    return [
        line_of_acts(history, [*group], known, acts)
        for _key, group in groupby(history.events, key=same_act)
    ]


def same_act(event: Event) -> tuple[object, ...]:
    """Return what the lines of one act on many drafts have in common."""
    is_shared = event.action.startswith("draft.") and event.action != UNDONE
    return (event.at, event.person_id, event.action, None if is_shared else event.id)


def line_of_acts(
    history: DocumentHistory,
    events: Sequence[Event],
    known: Mapping[int | None, Draft],
    acts: Mapping[int, Event],
) -> Line:
    """Return the line of an act, with the items it was done to and what it changed."""
    line = line_of(events[0], history.names)
    if events[0].action == UNDONE:
        return replace(line, changes=tuple(taken_back(history, events[0], known, acts)))
    touched = [key for each in reversed(events) for key in drafts_touched(history, each)]
    is_told = events[0].action in TOLD_ONCE or len(touched) <= 1
    changes = [
        *items_named(touched, known),
        *(line.changes if is_told else ()),
        *document_changes(history, events[0]),
    ]
    return replace(line, changes=tuple(changes))


def items_named(
    touched: Sequence[int | None], known: Mapping[int | None, Draft]
) -> Iterator[Change]:
    """Yield which items an act was done to, in the order of the document."""
    drafts = sorted((known[key] for key in touched if key in known), key=lambda each: each.position)
    if drafts:
        yield Change(_("Items concerned"), "", names_of(drafts, len(touched)))
    elif touched:
        gone = ngettext("%(num)s item, gone since", "%(num)s items, gone since", len(touched))
        yield Change(_("Items concerned"), "", gone)


def names_of(drafts: Sequence[Draft], count: int) -> str:
    """Return what people call these items of `count`, a single one with its title."""
    if count == 1:
        return f"{number_of(drafts[0])}　{plain_words(drafts[0].title or drafts[0].content)}"
    names = [number_of(draft) for draft in drafts[:MOST_NAMED]]
    words = "、".join(names)
    if count == len(names):
        return words
    return ngettext("%(names)s …, %(num)s item", "%(names)s …, %(num)s items", count, names=words)


def taken_back(
    history: DocumentHistory,
    event: Event,
    known: Mapping[int | None, Draft],
    acts: Mapping[int, Event],
) -> Iterator[Change]:
    """Yield which step was taken back, and of which items."""
    step = acts.get(event.change["event"][0])
    if step is not None:
        yield Change(_("Step taken back"), "", words_of(step, history.names))
        yield from items_named(drafts_touched(history, step), known)


def document_changes(history: DocumentHistory, event: Event) -> Iterator[Change]:
    """Yield what an act on the document itself says of editions and of how many tasks."""
    if event.action.startswith("draft."):
        return
    pair = event.change.get("amends", (None, None))
    was, now = (history.documents.get(each or 0, "") for each in pair)
    if was or now:
        yield Change(_("Amended document"), was, now)
    for field, label in COUNTS.items():
        if count := max(event.change.get(field, (0, 0))):
            yield Change(label, "", ngettext("%(num)s item", "%(num)s items", count))
