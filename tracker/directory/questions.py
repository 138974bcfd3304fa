"""One question of matching: a name, and what is known of the departments it may mean."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.directory.bodies import Body, common_bodies
from tracker.directory.groups import is_group_name
from tracker.directory.names import (
    ABOVE_COUNTY,
    REMEMBERED,
    STATE,
    is_branch,
    level_of,
    local_office,
    own_place,
    readings,
    town_of,
    without_place,
)
from tracker.models import Department


@dataclass(frozen=True, slots=True)
class Question:
    """A name, the departments it may mean, the office's level and places, the document's day.

    `issued_at` is the level of the body that issued the document, blank where it is not known;
    `singles` are the departments that are no groups.
    """

    name: str
    departments: tuple[Department, ...]
    home: str
    places: frozenset[tuple[str, str]]
    on: date | None
    issued_at: str = ""
    singles: tuple[Department, ...] = ()

    def is_here(self, name: str) -> bool | None:
        """Return whether a department's name is of the level and place asked for; None if unsure.

        A name without level means the office's own level, where that is known; a name with a place
        the office's own, where that place is known to be its own.
        """
        asked, own = level_of(self.name), level_of(name)
        if self.is_same_town(name):
            return True
        if self.is_elsewhere(name):
            return False
        place = own_place(self.name) or own_place(name)
        if own_place(self.name) != own_place(name) and not self.is_home(place, asked or own):
            return None
        if asked == "" and self.home and self.issued_at not in {"", self.home}:
            return None  # 教育局 in a document of the city is not surely the county's
        if asked == own or STATE in {asked, own}:
            return True
        level = asked or own
        at_home = level not in ABOVE_COUNTY if self.home == "" else level == self.home
        return True if at_home else None

    def is_same_town(self, name: str) -> bool:
        """Return whether both are branches in one place: 市公安局天宁分局, 天宁公安分局."""
        return town_of(self.name) == town_of(name) != ""

    def is_elsewhere(self, name: str) -> bool:
        """Return whether a department is of another level or place than the one asked for."""
        asked, own = level_of(self.name), level_of(name)
        bare = "" in {asked, own} and (self.home == STATE or STATE not in {asked, own})
        if asked != own and not bare:
            return True
        town = town_of(self.name)
        return (town != "" and not self.is_own(town)) or self.is_head_and_branch(name)

    def is_own(self, town: str) -> bool:
        """Return whether the place of a branch may be the office's own, as far as that is known."""
        known = {place for level, place in self.places if not self.home or level in {"", self.home}}
        return not known or town in known

    def is_named(self, place: str) -> bool:
        """Return whether a place is known to be the office's own: it has a name of its level."""
        return any(name == place and level in {"", self.home} for level, name in self.places)

    def is_head_and_branch(self, name: str) -> bool:
        """Return whether one of the two is plainly a branch of the other: 市公安局天宁分局."""
        head, branch = sorted((self.name, name), key=len)
        return level_of(head) != "" and is_branch(branch, head)

    def is_home(self, place: str, level: str) -> bool:
        """Return whether a place is the office's own: in its branches, or alone of its level."""
        if ("", place) in self.places:
            return True
        alike = {each for each in self.places if each[0] == level}
        return self.home in {"", level} and alike == {(level, place)}


@dataclass(frozen=True, slots=True)
class Found:
    """A department a rule found: surely or perhaps, and the sentence that says why."""

    department: Department
    is_sure: bool
    reason: str


def home_level(departments: Iterable[Department]) -> str:
    """Return the level more than half of the levelled names have, blank where none has.

    A recorded name says it for a department whose own name does not.
    """
    levels = Counter(stated_level(each) for each in departments if not each.is_group)
    del levels[""]
    level, count = next(iter(levels.most_common(1)), ("", 0))
    return level if count * 2 > levels.total() else ""


def stated_level(department: Department) -> str:
    """Return the level of a department's name, else that of a name recorded for it."""
    names = (department.name, *(alias.name for alias in department.aliases))
    return next(filter(None, map(level_of, names)), "")


def home_places(
    departments: Iterable[Department], issuer: str | None
) -> frozenset[tuple[str, str]]:
    """Return the places named with their levels: by departments, by the issuer of a document.

    A place in the name of a branch (规划天宁分局) has no level.
    """
    names = [issuer or ""]
    town = local_office(issuer or "")
    for each in departments:
        if not each.is_group:
            names += [each.name, *(alias.name for alias in each.aliases)]
    levelled = {(level_of(name), own_place(name)) for name in names}
    if town and town["place"]:
        levelled.add(("", town["place"]))
    return frozenset(pair for pair in levelled | {("", town_of(name)) for name in names} if pair[1])


def single_bodies(question: Question) -> Iterable[Department]:
    """Return the departments a name of one body may mean: no groups."""
    if is_group_name(question.name):
        return ()
    return question.singles


@lru_cache(REMEMBERED)
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
