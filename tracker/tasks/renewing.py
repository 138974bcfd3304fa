"""Brings the open nodes of a task in line with a deadline that an amended edition changed."""

from datetime import datetime

from sqlmodel import Session

from tracker.clock import Workdays
from tracker.history import record
from tracker.models import Milestone, MilestoneState, Person, Task
from tracker.settings import Lights, lights
from tracker.tasks.forms import kind_of, parts_of
from tracker.tasks.milestones import add_milestone, date_of
from tracker.tasks.standing import OPEN_STATES, lamp_days
from tracker.tasks.states import move_milestone, settle_state

SUPERSEDED = MilestoneState.superseded


def renew_milestones(
    session: Session, task: Task, before: str, by: Person, now: datetime, workdays: Workdays
) -> None:
    """Give the task the nodes of its new deadline; `before` is the normal form of the old one.

    The n-th node of the old deadline becomes the n-th of the new one, so that what was reported
    and asked for stays with it: an open or submitted node moves to the new date; one that was
    closed or missed counts as it was and is not asked for again. A part that both deadlines name
    keeps its node untouched. Of the nodes left over, and of the earlier periods of a repeating
    deadline, an open one is superseded, its reports staying where they are, and a submitted one
    waits for its review. New parts left over open new nodes. The last node left closed completes
    the task, as ever.
    """
    today, rules = workdays.local_date(now), lights(session)
    old, new = list(parts_of(before)), list(parts_of(task.deadline_normal))
    for form in [each for each in old if each in new]:
        old.remove(form)
        new.remove(form)
    latest = [node for form in dict.fromkeys(old) if (node := latest_of(task, form)) is not None]
    for node, form in zip(latest, new, strict=False):
        if node.state in OPEN_STATES:
            move_to(session, node, form, by, now, workdays, rules)
    for form in new[len(latest) :]:
        add_milestone(session, task, form, today, workdays, rules)
    kept = {node.id for node in latest[: len(new)]}
    for node in task.milestones:
        if node.normal in old and node.id not in kept and node.state is MilestoneState.open:
            move_milestone(session, node, MilestoneState.superseded, by, now)
    session.flush()
    settle_state(session, task, by, now)


def latest_of(task: Task, form: str) -> Milestone | None:
    """Return the last node of this form that was opened and not superseded since."""
    living = (each for each in reversed(task.milestones) if each.state is not SUPERSEDED)
    return next((each for each in living if each.normal == form), None)


def move_to(
    session: Session,
    node: Milestone,
    form: str,
    by: Person,
    now: datetime,
    workdays: Workdays,
    rules: Lights,
) -> None:
    """Let an open node stand for another form; its opening day, percent and reports stay."""
    was = (node.normal, node.due_on)
    node.kind, node.normal = kind_of(form), form
    node.due_on, node.label = date_of(node.task, form, workdays.local_date(now))
    node.soon_from, node.lagging_from = lamp_days(node, workdays, rules)
    record(
        session,
        "milestone.moved",
        by,
        now,
        {"normal": (was[0], node.normal), "due_on": (was[1], node.due_on)},
        task_id=node.task_id,
        milestone_id=node.id,
    )
