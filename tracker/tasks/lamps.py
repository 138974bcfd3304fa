"""Changes when lamps turn yellow: the stored days of every open milestone follow, or none does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from tracker.clock import Workdays
from tracker.database import eager
from tracker.history import record
from tracker.models import Milestone, Person
from tracker.settings import Lights, YearText, lights, remove_year, save_lights, save_year, workdays
from tracker.tasks.standing import (
    OPEN_STATES,
    RANKED,
    WORKING_STATES,
    Standing,
    lamp_days,
    standing,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What other days would do to the lamps of the tasks under way on one local date.

    `moves` counts the tasks of each (lamp before, lamp after) that differ, worst first;
    `milestones` are those whose stored days change.
    """

    tasks: int
    milestones: int
    moves: tuple[tuple[Standing, Standing, int], ...]

    @property
    def lamps(self) -> int:
        """How many tasks get another lamp."""
        return sum(number for _before, _after, number in self.moves)


def open_rows(session: Session) -> Sequence[Milestone]:
    """Return every open milestone with its task."""
    query = (
        select(Milestone)
        .where(col(Milestone.state).in_(OPEN_STATES))
        .order_by(col(Milestone.id))
        .options(joinedload(eager(Milestone.task)))
    )
    return session.exec(query).all()


def lamp_effect(session: Session, today: date, calendar: Workdays, rules: Lights) -> Effect:
    """Return what this calendar and these lights would change today. Nothing is written."""
    before: dict[int, Standing] = {}
    after: dict[int, Standing] = {}
    changed = 0
    for milestone in open_rows(session):
        soon, lagging = lamp_days(milestone, calendar, rules)
        changed += (soon, lagging) != (milestone.soon_from, milestone.lagging_from)
        if milestone.task.state in WORKING_STATES:
            values = {**milestone.model_dump(), "soon_from": soon, "lagging_from": lagging}
            keep_worst(before, milestone.task_id, standing(milestone, today))
            keep_worst(after, milestone.task_id, standing(Milestone(**values), today))
    counted = Counter((before[key], after[key]) for key in before if before[key] != after[key])
    moves = sorted(counted.items(), key=lambda each: [RANKED.index(lamp) for lamp in each[0]])
    return Effect(len(before), changed, tuple((*lamps, number) for lamps, number in moves))


def keep_worst(lamps: dict[int, Standing], task_id: int, lamp: Standing) -> None:
    """Note the worst lamp of a task's milestones, which is the task's own."""
    lamps[task_id] = min(lamps.get(task_id, lamp), lamp, key=RANKED.index)


def refresh_lamps(
    session: Session, calendar: Workdays, rules: Lights, by: Person | None, now: datetime
) -> int:
    """Bring the stored days of every open milestone in line; return how many changed."""
    changed = 0
    for milestone in open_rows(session):
        days = lamp_days(milestone, calendar, rules)
        if days != (milestone.soon_from, milestone.lagging_from):
            milestone.soon_from, milestone.lagging_from = days
            changed += 1
    session.flush()
    record(session, "milestones.relit", by, now, {"milestones": (None, changed)})
    return changed


def change_lights(
    session: Session, rules: Lights, version: int, timezone: str, by: Person, now: datetime
) -> int:
    """Keep new lights and move the lamps with them; return how many milestones changed.

    Raises:
        Conflict: somebody saved since the person saw `version`.
    """
    save_lights(session, rules, version, by, now)
    return refresh_lamps(session, workdays(session, timezone), rules, by, now)


def change_calendar(
    session: Session,
    year: int,
    text: YearText,
    version: int,
    timezone: str,
    by: Person,
    now: datetime,
) -> int:
    """Keep a year's notice and move the lamps that are counted in working days; return how many.

    Raises:
        InvalidInput: the notice is to be mended.
        Conflict: somebody saved since the person saw `version`.
    """
    save_year(session, year, text, version, by, now)
    return refresh_lamps(session, workdays(session, timezone), lights(session), by, now)


def reset_calendar(
    session: Session, year: int, version: int, timezone: str, by: Person, now: datetime
) -> int:
    """Remove a year's notice and move the lamps back; return how many milestones changed.

    Raises:
        Conflict: somebody saved or removed it since the person saw `version`.
    """
    remove_year(session, year, version, by, now)
    return refresh_lamps(session, workdays(session, timezone), lights(session), by, now)
