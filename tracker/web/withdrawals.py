"""Gathers what the page shows before an import, or an amended edition in force, is taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.intake import Line, Undoing, When, changed
from tracker.models import AssignmentRole, Task
from tracker.tasks import Aspect
from tracker.web.editions import differing, label_of, means, words
from tracker.web.sources import Piece


@dataclass(frozen=True, slots=True)
class FieldBack:
    """One field of a task as it is and as it will be again, what differs marked."""

    label: str
    now: tuple[Piece, ...]
    again: tuple[Piece, ...]
    now_means: str
    again_means: str


@dataclass(frozen=True, slots=True)
class TaskBack:
    """One task that goes back to what it was before the edition."""

    task: Task
    fields: tuple[FieldBack, ...]
    is_renumbered_only: bool


@dataclass(frozen=True, slots=True)
class WithdrawalPage:
    """The whole page; `changed` and `renumbered` tasks go back to what they were."""

    undoing: Undoing
    changed: tuple[TaskBack, ...]
    renumbered: tuple[TaskBack, ...]

    @property
    def is_applied(self) -> bool:
        """Whether an edition in force is taken back, not only an import."""
        return self.undoing.application is not None


def withdrawal_page(undoing: Undoing) -> WithdrawalPage:
    """Return the page of an import that somebody wants to take back."""
    steps = undoing.application.steps if undoing.application else {}
    rows = [going_back(task, steps[task.id].was) for task in undoing.changed]
    return WithdrawalPage(
        undoing,
        changed=tuple(each for each in rows if not each.is_renumbered_only),
        renumbered=tuple(each for each in rows if each.is_renumbered_only),
    )


def going_back(task: Task, was: Mapping[str, Any]) -> TaskBack:
    """Return a task with the fields that change when it becomes again what it `was`."""
    now, again = line_now(task), line_again(task, was)
    fields = []
    aspects = changed(now, again)
    for aspect in aspects:
        marked = differing(words(now, aspect), words(again, aspect))
        said = (means(now), means(again)) if aspect is Aspect.deadline else ("", "")
        fields.append(FieldBack(label_of(aspect), *marked, *said))
    return TaskBack(task, tuple(fields), aspects == (Aspect.number,))


def line_now(task: Task) -> Line:
    """Return what a task says now, as editions are compared."""
    time = When(task.deadline_text, task.deadline_normal, task.deadline_due_on, task.deadline_day)
    return Line(
        number=task.no or "",
        heading=task.title,
        content=task.content,
        deadline=time,
        leads=tuple(each.name_as_written for each in task.leads),
        cooperating=tuple(each.name_as_written for each in task.cooperating),
    )


def line_again(task: Task, was: Mapping[str, Any]) -> Line:
    """Return what a task will say; `was` holds what differs (`tasks.facts`)."""
    now = line_now(task)
    parts = was.get("parts")
    return Line(
        number=was.get("no", task.no) or "",
        heading=was.get("title", task.title),
        content=was.get("content", task.content),
        deadline=When(
            was.get("deadline_text", task.deadline_text),
            was.get("deadline_normal", task.deadline_normal),
            day_of(was, "deadline_due_on", task.deadline_due_on),
            day_of(was, "deadline_day", task.deadline_day),
        ),
        leads=now.leads if parts is None else names_in(parts, AssignmentRole.lead),
        cooperating=(
            now.cooperating if parts is None else names_in(parts, AssignmentRole.cooperating)
        ),
    )


def day_of(was: Mapping[str, Any], field: str, now: date | None) -> date | None:
    """Return a day as it was, else as it is now."""
    if field not in was:
        return now
    return date.fromisoformat(was[field]) if was[field] else None


def names_in(parts: Mapping[str, Any], role: AssignmentRole) -> tuple[str, ...]:
    """Return the names in one role, in order, without those that were former ones."""
    ordered = sorted(parts.values(), key=lambda each: int(each["position"]))
    return tuple(
        each["name_as_written"]
        for each in ordered
        if each["role"] == role and not each["is_former"]
    )
