"""Tasks and milestones: creation, states, standing."""

from tracker.tasks.amending import Aspect, amend_task, cancel_task
from tracker.tasks.creation import create_tasks, departments_in
from tracker.tasks.facts import PLACE, Facts, difference, facts_of
from tracker.tasks.forms import parts_of, repeats
from tracker.tasks.lamps import (
    Effect,
    change_calendar,
    change_lights,
    lamp_effect,
    refresh_lamps,
    reset_calendar,
)
from tracker.tasks.milestones import open_due_milestones, open_milestones, set_percent
from tracker.tasks.restoring import Restoring, restore_task
from tracker.tasks.standing import (
    DONE_STATES,
    OPEN_STATES,
    RANKED,
    WORKING_STATES,
    Standing,
    lamp_days,
    milestone_standing_clause,
    planned_percent,
    standing,
    standing_clause,
    task_standing,
    worst_milestone,
)
from tracker.tasks.states import (
    MILESTONE_TRANSITIONS,
    RETURNS,
    TRANSITIONS,
    change_state,
    close_milestone,
    complete_task,
    reopen_milestone,
    settle_state,
    sign,
    submit_milestone,
)

__all__ = [
    "DONE_STATES",
    "MILESTONE_TRANSITIONS",
    "OPEN_STATES",
    "PLACE",
    "RANKED",
    "RETURNS",
    "TRANSITIONS",
    "WORKING_STATES",
    "Aspect",
    "Effect",
    "Facts",
    "Restoring",
    "Standing",
    "amend_task",
    "cancel_task",
    "change_calendar",
    "change_lights",
    "change_state",
    "close_milestone",
    "complete_task",
    "create_tasks",
    "departments_in",
    "difference",
    "facts_of",
    "lamp_days",
    "lamp_effect",
    "milestone_standing_clause",
    "open_due_milestones",
    "open_milestones",
    "parts_of",
    "planned_percent",
    "refresh_lamps",
    "reopen_milestone",
    "repeats",
    "reset_calendar",
    "restore_task",
    "set_percent",
    "settle_state",
    "sign",
    "standing",
    "standing_clause",
    "submit_milestone",
    "task_standing",
    "worst_milestone",
]
