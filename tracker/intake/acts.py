"""Changes drafts so that every act leaves one Event, from which it can be taken back."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from tracker.database import compare_and_delete_all, compare_and_set, compare_and_set_all
from tracker.errors import Conflict
from tracker.history import Change, plain, record
from tracker.models import Document, Draft, DraftState, Event, Person, TableReading

# What an act may change in a draft, and how a value comes back from the history.
FIELDS: Mapping[str, Callable[[object], object]] = {
    "state": lambda kept: DraftState(str(kept)),
    "deadline_due_on": lambda kept: date.fromisoformat(str(kept)) if kept else None,
    "deadline_day": lambda kept: date.fromisoformat(str(kept)) if kept else None,
}
UNDOABLE = frozenset(
    {
        "draft.edited",
        "draft.checked",
        "draft.dropped",
        "draft.open",
        "draft.split",
        "draft.merged",
        "draft.added",
        "draft.renamed",
        "draft.reverted",
        "draft.read",
        "draft.table_dropped",
    }
)
UNDONE = "draft.undone"
MOST_LINES = 500


@dataclass(slots=True)
class Act:
    """One act of a person on the drafts of one document, until it is written down."""

    session: Session
    by: Person
    now: datetime
    changed: dict[int, Change] = field(default_factory=dict)
    added: list[Draft] = field(default_factory=list)

    def change(self, draft: Draft, version: int, **values: object) -> None:
        """Change an open draft that still has this version.

        Raises:
            Conflict: it is no longer open, or was changed since `version` was shown.
        """
        difference: Change = {
            name: (getattr(draft, name), value)
            for name, value in values.items()
            if getattr(draft, name) != value
        }
        expected = {"version": version, "state": DraftState.open}
        compare_and_set(self.session, draft, expected, version=version + 1, **values)
        self.changed[draft.id] = difference

    def change_all(self, drafts: Iterable[Draft], **values: object) -> None:
        """Change open drafts alike, as they are now.

        Raises:
            Conflict: one of them is no longer open, or was changed at the same moment.
        """
        alike = defaultdict(list)
        for draft in drafts:
            alike[draft.version].append(draft)
            self.changed[draft.id] = {
                name: (getattr(draft, name), value) for name, value in values.items()
            }
        for version, each in alike.items():
            expected = {"version": version, "state": DraftState.open}
            compare_and_set_all(self.session, each, expected, version=version + 1, **values)

    def add_after(self, draft: Draft, *new: Draft) -> None:
        """Put new drafts right below another one of the same document, in their order."""
        self.add(draft.document, draft.document.drafts.index(draft) + 1, new)

    def add(self, document: Document, at: int, new: Sequence[Draft]) -> None:
        """Put new drafts before the one at `at` (from 0) of the document's, in their order."""
        drafts = document.drafts
        before = drafts[at - 1].position if at else 0
        for each in drafts[at:]:
            each.position += len(new)
        for place, each in enumerate(new, start=1):
            each.document_id, each.position = document.id, before + place
        drafts[at:at] = new
        self.session.flush()
        self.added += new

    def write_down(self, action: str, draft: Draft, more: Change | None = None) -> Event:
        """Write the one Event of this act; `draft` is the one it began with, be it a new one."""
        change: Change = {**self.changed.get(draft.id, {}), **(more or {})}
        if draft not in self.added:
            change["draft"] = (draft.id, draft.id)
        others = {str(key): each for key, each in self.changed.items() if key != draft.id}
        if others:
            change["others"] = sides(others)
        if self.added:
            change["added"] = ([], [each.id for each in self.added])
        return record(
            self.session, action, self.by, self.now, change, document_id=draft.document_id
        )


def sides(changes: Mapping[str, Change]) -> tuple[object, object]:
    """Return what several drafts were, and what they are, each by its id."""
    was, now = (
        {key: {name: plain(pair[side]) for name, pair in each.items()} for key, each in items}
        for side, items in ((0, changes.items()), (1, changes.items()))
    )
    return was, now


def last_act(session: Session, document: Document, by: Person) -> Event | None:
    """Return the act on the document's drafts that `by` could take back now, if there is one.

    Only the latest counts, and none of another person; what was issued is never taken back here.
    """
    wanted = (
        select(Event)
        .where(Event.document_id == document.id, col(Event.action).startswith("draft."))
        .order_by(col(Event.id).desc())
        .limit(MOST_LINES)
    )
    undone: set[object] = set()
    for event in session.exec(wanted):
        if event.action == UNDONE:
            undone.add(event.change["event"][0])
        elif event.id not in undone:
            mine = event.action in UNDOABLE and event.person_id == by.id
            return event if mine else None
    return None


def undo(session: Session, document: Document, event_id: int, by: Person, now: datetime) -> Event:
    """Take the latest act on the drafts of a document back, and return its Event.

    Raises:
        Conflict: it is no longer the latest one, or what it left was changed since.
    """
    event = last_act(session, document, by)
    if event is None or event.id != event_id:
        raise Conflict(f"Event {event_id} is not the latest act any more.")
    drafts = {draft.id: draft for draft in document.drafts}
    remove_added(session, document, [drafts[key] for key in added_by(event) if key in drafts])
    remove_readings(session, event)
    alike: defaultdict[str, list[tuple[Draft, Mapping[str, object]]]] = defaultdict(list)
    for key, (was, left) in touched_by(event).items():
        if key not in drafts:
            raise Conflict(f"Draft {key} is gone.")
        draft = drafts[key]
        check_unchanged(draft, left)
        alike[f"{draft.version} {draft.state} {was}"].append((draft, was))
    for group in alike.values():
        put_back(session, [draft for draft, _was in group], group[0][1])
    record(session, UNDONE, by, now, {"event": (event.id, None)}, document_id=document.id)
    return event


def added_by(event: Event) -> list[int]:
    """Return the ids of the drafts an act added."""
    return [int(key) for key in event.change.get("added", [[], []])[1]]


def touched_by(event: Event) -> dict[int, tuple[dict[str, object], dict[str, object]]]:
    """Return for each draft an act changed what its fields were, and what they became."""
    names = set(Draft.model_fields)
    own = {name: pair for name, pair in event.change.items() if name in names}
    touched: dict[int, tuple[dict[str, object], dict[str, object]]] = {}
    if "draft" in event.change:
        touched[int(event.change["draft"][0])] = (
            {name: pair[0] for name, pair in own.items()},
            {name: pair[1] for name, pair in own.items()},
        )
    was, left = event.change.get("others", [{}, {}])
    for key in was:
        touched[int(key)] = (was[key], left[key])
    return touched


def remove_readings(session: Session, event: Event) -> None:
    """Delete the readings of tables that an act made, if it made any."""
    for made in event.change.get("reading", [[], []])[1]:
        session.delete(session.get_one(TableReading, made))


def check_unchanged(draft: Draft, left: Mapping[str, object]) -> None:
    """Refuse a draft that no longer holds what the act left.

    Raises:
        Conflict: somebody changed it since.
    """
    if any(plain(getattr(draft, name)) != value for name, value in left.items()):
        raise Conflict(f"Draft {draft.id} was changed since.")


def put_back(session: Session, drafts: Sequence[Draft], was: Mapping[str, object]) -> None:
    """Give drafts of one version and state their old values, which are the same.

    Raises:
        Conflict: somebody changed one of them at the same moment.
    """
    values = {name: FIELDS.get(name, same)(value) for name, value in was.items()}
    version, state = drafts[0].version, drafts[0].state
    expected = {"version": version, "state": state}
    compare_and_set_all(session, drafts, expected, version=version + 1, **values)


def same(kept: object) -> object:
    """Return a value that the history keeps as it is."""
    return kept


def remove_added(session: Session, document: Document, added: Sequence[Draft]) -> None:
    """Delete the drafts an act added; they were never more than a proposal.

    What was done to them since, `last_act` has seen taken back.

    Raises:
        Conflict: one of them is no longer open.
    """
    compare_and_delete_all(session, added, {"state": DraftState.open})
    gone = {draft.id for draft in added}
    left = [each for each in document.drafts if each.id not in gone]
    set_committed_value(document, "drafts", left)
