"""Keeps what applying an amended edition changed, as the history tells it, and reads it again."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.intake.comparing import Comparison
from tracker.intake.difference import Kind
from tracker.models import Document, DraftState, Event, TaskState
from tracker.tasks import PLACE, Facts, difference, facts_of


@dataclass(frozen=True, slots=True)
class Before:
    """What the tasks and the drafts of a comparison were before it was applied, by their ids."""

    tasks: Mapping[int, Facts]
    drafts: Mapping[int, DraftState]


@dataclass(frozen=True, slots=True)
class Step:
    """What the application did to one task; `was` is empty where it issued it."""

    was: Facts
    left: Facts

    @property
    def is_added(self) -> bool:
        """Whether the task was issued by the edition."""
        return not self.was

    @property
    def is_removed(self) -> bool:
        """Whether the edition cancelled the task."""
        return bool(self.was) and self.left.get("state") == TaskState.cancelled

    @property
    def is_changed(self) -> bool:
        """Whether the edition changed the task; one that only moved in its document is not."""
        return bool(self.was) and not self.is_removed and not self.was.keys() <= PLACE


@dataclass(frozen=True, slots=True)
class Application:
    """One application: the Event that keeps it, its steps by task, each draft's states by id."""

    event_id: int
    steps: Mapping[int, Step]
    drafts: Mapping[int, tuple[DraftState, DraftState]]


def before_applying(session: Session, comparison: Comparison) -> Before:
    """Return what everything the comparison concerns is now."""
    tasks = (task.id for item in comparison.items for task in item.tasks)
    holders = (draft for item in comparison.items for draft in item.holders)
    return Before(facts_of(session, tasks), {each.id: each.state for each in holders})


def kept_facts(
    session: Session, before: Before, comparison: Comparison
) -> tuple[dict[str, Facts], dict[str, Facts]]:
    """Return what the application changed, before and after, for its line of the history."""
    after = facts_of(session, before.tasks)
    new = [item.draft for item in comparison.items if item.kind is Kind.added and item.draft]
    added = [draft.task_id for draft in new if draft.task_id is not None]
    tasks = {key: difference(was, after[key]) for key, was in before.tasks.items()}
    holders = {each.id: each for item in comparison.items for each in item.holders}
    moved = [key for key, state in before.drafts.items() if holders[key].state is not state]
    return (
        {
            "tasks": {str(key): was for key, (was, _left) in tasks.items() if was},
            "drafts": {str(key): str(before.drafts[key]) for key in moved},
        },
        {
            "tasks": {str(key): left for key, (_was, left) in tasks.items() if left}
            | {str(key): {"state": str(TaskState.issued)} for key in added},
            "drafts": {str(key): str(holders[key].state) for key in moved},
        },
    )


def application_of(session: Session, document: Document) -> Application:
    """Return what applying this edition did, from the history."""
    wanted = select(Event).where(
        Event.document_id == document.id, Event.action == "document.amended"
    )
    event = session.exec(wanted.order_by(col(Event.id).desc()).limit(1)).one()
    was, left = event.change["facts"]
    steps = {
        int(key): Step(was["tasks"].get(key, {}), facts) for key, facts in left["tasks"].items()
    }
    drafts = {
        int(key): (DraftState(was["drafts"][key]), DraftState(state))
        for key, state in left["drafts"].items()
    }
    return Application(event.id, steps, drafts)
