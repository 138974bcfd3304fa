"""One question of matching: a name, and what is known of the departments it may mean."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.directory.bodies import Body, common_bodies
from tracker.directory.names import (
    is_group_name,
    level_of,
    readings,
    without_place,
)
from tracker.models import Department


@dataclass(frozen=True, slots=True)
class Question:
    """A name, the departments it may mean, the level most of them have, the document's day."""

    name: str
    departments: tuple[Department, ...]
    home: str
    on: date | None

    def is_here(self, name: str) -> bool | None:
        """Return whether a department's name is of the level asked for; None where unsure.

        A name without level means the office's own level, where that is known.
        """
        asked, own = level_of(self.name), level_of(name)
        if asked == own:
            return True
        if asked and own:
            return False
        return True if self.home in {"", asked or own} else None


@dataclass(frozen=True, slots=True)
class Found:
    """A department a rule found: surely or perhaps, and the sentence that says why."""

    department: Department
    is_sure: bool
    reason: str


def home_level(departments: Iterable[Department]) -> str:
    """Return the level more than half of the levelled names have, blank where none has."""
    levels = Counter(level_of(each.name) for each in departments if not each.is_group)
    del levels[""]
    level, count = next(iter(levels.most_common(1)), ("", 0))
    return level if count * 2 > levels.total() else ""


def single_bodies(question: Question) -> Iterable[Department]:
    """Return the departments a name of one body may mean: no groups."""
    if is_group_name(question.name):
        return ()
    return (each for each in question.departments if not each.is_group)


def bodies_of(name: str) -> frozenset[Body]:
    """Return the kinds of body a name may stand for by itself, its place taken out."""
    found: set[Body] = set()
    for reading in readings(name):
        for core in (reading.core, *without_place(reading.core)):
            found.update(common_bodies().called(core))
    return frozenset(found)


def is_same_place(place: str, other: str) -> bool:
    """Return whether two places may be one: 天宁区 is also written 常州市天宁区, or not at all."""
    return place.endswith(other) or other.endswith(place)
