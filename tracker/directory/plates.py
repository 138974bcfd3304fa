"""The rule of second plates: 市委组织部（市公务员局） is the 市公务员局 as well."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from tracker.directory.names import PLATES, REMEMBERED, fold
from tracker.directory.questions import Found, Question, single_bodies
from tracker.directory.rules import other_form, other_level, same_name
from tracker.models import Department
from tracker.texts import gettext as _

SHORTEST_PLATE = 3


@lru_cache(REMEMBERED)
def plates_of(name: str) -> tuple[str, ...]:
    """Return the other bodies whose plates hang on the same door, by the brackets of a name."""
    found = PLATES.search(fold(name))
    parts = re.split(r"[、/]", found[0].strip("()")) if found else ()
    return tuple(each for each in parts if len(each) >= SHORTEST_PLATE)


def by_plate(question: Question) -> Iterable[Found]:
    """A body that is named in the brackets of a department's name, there or in other words."""
    doors = {plate: each for each in single_bodies(question) for plate in plates_of(each.name)}
    plates = tuple(map(stand_in, doors))
    asked = replace(question, departments=plates, singles=plates)
    for rule in (same_name, other_level, other_form) if doors else ():
        found = list(rule(asked))
        for each in found:
            known = doors[each.department.name]
            yield Found(known, is_sure=each.is_sure, reason=plate_reason(question.name, known.name))
        if found:
            return


@lru_cache(REMEMBERED)
def stand_in(plate: str) -> Department:
    """Return a department of this name to ask the other rules about; it is never stored."""
    return Department(name=plate)


def plate_reason(name: str, known: str) -> str:
    """Say that a name is one of those in the brackets of a department's."""
    return _("“%(name)s” is named in the brackets of %(known)s", name=name, known=known)
