"""The rules for bodies that share work: 教文体局 and 教育局, 林业局 and 自然资源局."""

from collections.abc import Iterable
from functools import lru_cache

from tracker.directory.bodies import Body, common_bodies
from tracker.directory.fields import fields_of
from tracker.directory.names import (
    PLACE_LENGTHS,
    REMEMBERED,
    fold_plain,
    level_of,
    readings,
    town_of,
)
from tracker.directory.questions import Found, Question, bodies_of, is_same_place, single_bodies
from tracker.models import Department
from tracker.texts import gettext as _

# Said of so many bodies that it joins none: 经信局 and 经合局.
WEAK = frozenset({"经济", "发展", "城市", "工业", "贸易"})


@lru_cache(REMEMBERED)
def fields_in(name: str) -> frozenset[str]:
    """Return the fields of work a name says, none where a word of it is unknown."""
    return fields_of(readings(name)[-1].core)


def is_same_area(name: str, known: str) -> bool:
    """Return whether nothing in two names says that they are of different places."""
    towns = {town_of(name), town_of(known)} - {""}
    return len(towns) <= 1 and is_same_place(readings(name)[-1].place, readings(known)[-1].place)


def by_fields(question: Question) -> Iterable[Found]:
    """A body that does a part of the same work; the very same work is the same body."""
    ours = fields_in(question.name)
    for each in kin_of(question, ours):
        theirs = fields_in(each.name)
        shared = "、".join(sorted(ours & theirs))
        sure = ours == theirs and len(ours) > 1 and question.is_here(each.name) is True
        reason = _(
            "“%(name)s” and %(known)s both have to do with %(fields)s.",
            name=question.name,
            known=each.name,
            fields=shared,
        )
        yield Found(each, is_sure=sure and not has_rival(question, each), reason=reason)


def kin_of(question: Question, ours: frozenset[str]) -> list[Department]:
    """Return the single bodies here that share a field of work with these."""
    if not ours - WEAK:
        return []
    return [
        each
        for each in single_bodies(question)
        if (ours & fields_in(each.name)) - WEAK
        and question.is_here(each.name) is not False
        and is_same_area(question.name, each.name)
    ]


def has_rival(question: Question, department: Department) -> bool:
    """Return whether another body does a part of the work asked for, and none does just that."""
    ours = fields_in(question.name)
    if ours == fields_in(department.name):
        return False
    others = [each for each in kin_of(question, ours) if each is not department]
    return any(question.is_here(each.name) is True for each in others)


def near_by(question: Question) -> Iterable[Found]:
    """A body that is the same one in some places, by the shipped list: 林业局, 自然资源局."""
    ours = bodies_of(question.name)
    for each in single_bodies(question) if ours else ():
        if not is_near(ours, bodies_of(each.name)):
            continue
        if question.is_here(each.name) is not False and is_same_area(question.name, each.name):
            reason = _(
                "“%(name)s” is one body with %(known)s in some places; is it here?",
                name=question.name,
                known=each.name,
            )
            yield Found(each, is_sure=False, reason=reason)


def with_bare_place(question: Question) -> Iterable[Found]:
    """A body whose name begins with that of a place without its kind: 宁波电业局, 常州财政局."""
    ours, bare = bodies_of(question.name), placed_kinds(question.name)
    for each in single_bodies(question) if ours or bare else ():
        places = {place for place, kind in bare if kind in bodies_of(each.name)}
        if places or any(kind in ours for _place, kind in placed_kinds(each.name)):
            sure = any(map(question.is_named, places)) and question.is_here(each.name) is True
            reason = (
                _("“%(name)s” is %(known)s: name of the place", name=question.name, known=each.name)
                if sure
                else place_doubt(question.name, each.name)
            )
            yield Found(each, is_sure=sure, reason=reason)


@lru_cache(REMEMBERED)
def placed_kinds(name: str) -> tuple[tuple[str, Body], ...]:
    """Return the places without a kind a name may begin with, and what kinds of body follow."""
    if level_of(name) or bodies_of(name):
        return ()
    text = fold_plain(name)
    called = common_bodies().called
    return tuple((text[:n], kind) for n in PLACE_LENGTHS for kind in called(text[n:]))


def place_doubt(name: str, known: str) -> str:
    """Ask whether a name with that of a place is the body of the office."""
    return _(
        "“%(name)s” looks like %(known)s with the name of a place; is it the one here?",
        name=name,
        known=known,
    )


def is_near(ours: Iterable[Body], theirs: Iterable[Body]) -> bool:
    """Return whether one of these bodies is named near one of those."""
    return any(
        mine.name in other.near or other.name in mine.near for mine in ours for other in theirs
    )
