"""The rules by which a name may mean a department; each says what it found, how surely and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from tracker.directory.bodies import FUNCTION_WORD, Body, common_bodies, path
from tracker.directory.groups import families, group_key, is_group_name
from tracker.directory.kinship import fields_in, has_rival, is_same_area, place_doubt
from tracker.directory.names import (
    REMEMBERED,
    branch_of,
    cores_of,
    fold_plain,
    is_provincial,
    level_of,
    readings,
    tidy,
    without_place,
)
from tracker.directory.questions import Found, Question, bodies_of, is_same_place, single_bodies
from tracker.models import Department
from tracker.texts import gettext as _

PREFECTURE = frozenset("州盟")


def same_name(question: Question) -> Iterable[Found]:
    """The department's own name, written with or without wide brackets and blanks."""
    exact = [each for each in question.departments if each.name == question.name]
    wanted = tidy(question.name)
    alike = [each for each in question.departments if tidy(each.name) == wanted]
    for each in exact or alike:
        yield Found(each, is_sure=True, reason=_("same name"))


def recorded_alias(question: Question) -> Iterable[Found]:
    """A name somebody recorded; an old one counts in documents from before the rename."""
    wanted = tidy(question.name)
    for each in question.departments:
        for alias in each.aliases:
            if tidy(alias.name) == wanted:
                yield by_alias(question, each, alias.renamed_on)


def by_alias(question: Question, department: Department, renamed_on: date | None) -> Found:
    """Return what a recorded name says on the document's day."""
    if renamed_on is None:
        return Found(department, is_sure=True, reason=_("recorded alias"))
    reason = _(
        "“%(name)s” was renamed %(new)s on %(day)s",
        name=question.name,
        new=department.name,
        day=renamed_on.isoformat(),
    )
    if question.on is None or question.on < renamed_on:
        return Found(department, is_sure=True, reason=reason)
    reason += _("; the document is younger")
    return Found(department, is_sure=False, reason=reason)


def other_level(question: Question) -> Iterable[Found]:
    """The same name, or a recorded one, with 区, 市, 县 or 省 added or dropped."""
    rivals = several_of_kind(question)
    for each in single_bodies(question):
        known = [each.name, *(alias.name for alias in each.aliases)]
        name = next((name for name in known if shares_core(question.name, name)), None)
        if name is not None and not question.is_elsewhere(name):
            yield by_level(question, each, name, rivals=rivals)


def by_level(question: Question, department: Department, name: str, *, rivals: bool) -> Found:
    """Return what a department is that has a name which differs by its level at the most."""
    # 政府 and 教育部门 without a level are of whichever level the sentence speaks of.
    names = (question.name, name)
    relative = level_of(names[0]) != level_of(names[1]) and any(map(is_relative, names))
    if not question.is_here(name) or relative or rivals:
        return Found(department, is_sure=False, reason=level_doubt(question.name, name))
    if name == department.name:
        return Found(department, is_sure=True, reason=level_reason(question.name, name))
    alias = next(each for each in department.aliases if each.name == name)
    recorded = by_alias(question, department, alias.renamed_on)
    return replace(
        recorded,
        reason=_(
            "%(level)s; %(recorded)s",
            level=level_reason(question.name, name),
            recorded=recorded.reason,
        ),
    )


def several_of_kind(question: Question) -> bool:
    """Return whether a name that two kinds of body bear (编办) may mean two departments here."""
    kinds = bodies_of(question.name)
    if len(kinds) <= 1:
        return False
    found = [each for each in single_bodies(question) if kinds & bodies_of(each.name)]
    return len(found) > 1


def is_relative(name: str) -> bool:
    """Return whether a name means another body on each level: 政府, 教育部门."""
    return fold_plain(name) == "政府" or FUNCTION_WORD.search(name) is not None


def level_reason(name: str, known: str) -> str:
    """Say which prefix makes the difference between two names."""
    level = level_of(name) or level_of(known)
    if fold_plain(name) == fold_plain(known):
        return _("“%(name)s” is %(known)s in other words", name=name, known=known)
    if level_of(name) and level_of(known):
        return _("“%(name)s” is %(known)s: name of the place", name=name, known=known)
    return _("“%(name)s” is %(known)s: prefix %(level)s", name=name, known=known, level=level)


def level_doubt(name: str, known: str) -> str:
    """Say that two names may be of different levels."""
    return _("“%(name)s” and %(known)s may be of different levels.", name=name, known=known)


def shares_core(name: str, known: str) -> bool:
    """Return whether two names differ by their level or place at the most."""
    return not cores_of(name).isdisjoint(cores_of(known)) and any(
        ours.core == theirs.core
        and not (ours.level and theirs.level and ours.level != theirs.level)
        and is_same_place(ours.place, theirs.place)
        for ours in readings(name)
        for theirs in readings(known)
    )


def same_group(question: Question) -> Iterable[Found]:
    """The same group in other words: 各县（市）区政府, 县（市、区）人民政府; else one like it."""
    if not is_group_name(question.name):
        return
    key = group_key(question.name)
    groups = [each for each in question.departments if each.is_group]
    same = [each for each in groups if group_key(each.name) == key]
    for each in same:
        reason = _("“%(name)s” is the group %(known)s", name=question.name, known=each.name)
        yield Found(each, is_sure=True, reason=reason)
    for each in groups if not same else ():
        if is_like_group(question.name, each.name):
            reason = _(
                "“%(name)s” and the group %(known)s may differ by a kind of body.",
                name=question.name,
                known=each.name,
            )
            yield Found(each, is_sure=False, reason=reason)


def is_like_group(name: str, known: str) -> bool:
    """Return whether two names are of groups that have a kind of body in common."""
    both = families(name) & families(known)
    if not both:
        return False
    letters = [set(group_key(each).replace("级", "县市区旗")) for each in (name, known)]
    if bool(letters[0] & PREFECTURE) != bool(letters[1] & PREFECTURE):
        return False
    return bool(both & {"部门", "园区"}) or bool(letters[0] & letters[1])


def without_town(question: Question) -> Iterable[Found]:
    """A branch with the name of its place in it or without: 规划天宁分局, 规划分局."""
    ours, ours_placed = cores_of(question.name), placed(question.name)
    for each in single_bodies(question):
        theirs, theirs_placed = cores_of(each.name), placed(each.name)
        longer = theirs & ours_placed.keys()
        shorter = ours & theirs_placed.keys()
        same_place = ours_placed.items() & theirs_placed.items()
        if same_place and is_same_area(question.name, each.name):
            reason = level_reason(question.name, each.name)
            yield Found(each, is_sure=question.is_here(each.name) is True, reason=reason)
        elif longer or shorter:
            with_place, short = question.name, each.name
            if shorter:
                with_place, short = short, with_place
            reason = _("“%(name)s” without its place is %(short)s", name=with_place, short=short)
            taken = {ours_placed[core] for core in longer}
            here = question.is_here(each.name) is True and all(map(question.is_own, taken))
            reason = reason if here else place_doubt(question.name, each.name)
            yield Found(each, is_sure=here, reason=reason)


@lru_cache(REMEMBERED)
def placed(name: str) -> dict[str, str]:
    """Return what a branch may be called without its place, whatever its level, and that place."""
    return {
        short: place
        for reading in readings(name)
        for short, place in without_place(reading.core).items()
    }


def other_form(question: Question) -> Iterable[Found]:
    """The short form of a full name or the other way round: 发改局, 区发展和改革局."""
    kinds = bodies_of(question.name)
    for each in single_bodies(question) if kinds else ():
        if not kinds & bodies_of(each.name) or question.is_here(each.name) is False:
            continue
        if not is_same_area(question.name, each.name):
            continue
        is_certain = is_one_kind(kinds) and branch_of(question.name) == branch_of(each.name)
        here = question.is_here(each.name)
        bare_known = bool(level_of(question.name)) and not level_of(each.name)
        sure = is_certain and here is True and not (bare_known and not question.home)
        sure = sure and is_provincial(question.name) == is_provincial(each.name)
        sure = sure and not has_rival(question, each)
        is_near = here is True and is_provincial(question.name) == is_provincial(each.name)
        reason = form_reason(question.name, each.name, is_sure=sure, is_near=is_near)
        if fields_in(each.name) and fields_in(question.name) - fields_in(each.name):
            sure, reason = False, wider_reason(question.name, each.name)
        yield Found(each, is_sure=sure, reason=reason)


@lru_cache(REMEMBERED)
def is_one_kind(kinds: frozenset[Body]) -> bool:
    """Return whether these kinds are one body in the course of time: 消防大队 before and after."""
    return len(kinds) == 1 or any(
        all(other is last or path(other, last) for other in kinds) for last in kinds
    )


def form_reason(name: str, known: str, *, is_sure: bool, is_near: bool) -> str:
    """Say that one name is the short or the full form of another, or that it may be.

    `is_near` says that both are of the office's own place and level.
    """
    if not is_near:
        return _(
            "“%(name)s” and %(known)s may be of different places or levels; are they the same?",
            name=name,
            known=known,
        )
    if not is_sure:
        return _("“%(name)s” may be another name of %(known)s; is it?", name=name, known=known)
    ours, theirs = (len(readings(each)[-1].core) for each in (name, known))
    if ours < theirs:
        return _("“%(name)s” is short for %(known)s", name=name, known=known)
    return _("“%(name)s” is another name of %(known)s", name=name, known=known)


def wider_reason(name: str, known: str) -> str:
    """Say that a name speaks of more work than a department's own."""
    more = "、".join(sorted(fields_in(name) - fields_in(known)))
    return _(
        "“%(name)s” also has %(more)s, which %(known)s does not name.",
        name=name,
        known=known,
        more=more,
    )


def is_function(name: str) -> bool:
    """Return whether a name says what a body does (教育部门, 卫计), not which body it is."""
    if is_group_name(name):
        return False
    core = readings(name)[-1].core
    if common_bodies().called(core):
        return False
    return bool(FUNCTION_WORD.search(core) or common_bodies().doing(core))


def by_function(question: Question) -> Iterable[Found]:
    """A function name: for a person to say, unless its level or the directory leaves one body."""
    if not is_function(question.name):
        return
    core = readings(question.name)[-1].core
    wanted = frozenset(common_bodies().doing(core))
    known = [
        each
        for each in single_bodies(question)
        if question.is_here(each.name) is not False and does(each.name, wanted, core)
    ]
    for each in known:
        levels = level_of(question.name), level_of(each.name)
        one_level = levels[0] != "" and levels[0] == levels[1]
        of_office = levels[0] in {levels[1], question.home}
        # 人社部门 and 人力资源社会保障部门: a directory that knows functions only.
        same_function = len(known) == 1 and bool(
            FUNCTION_WORD.search(each.name) and FUNCTION_WORD.search(question.name)
        )
        reason = _("“%(name)s” is what %(known)s does", name=question.name, known=each.name)
        yield Found(each, is_sure=one_level or (same_function and of_office), reason=reason)


def does(name: str, wanted: frozenset[Body], core: str) -> bool:
    """Return whether a department has the function `core`, by its kind or by its very name."""
    own = readings(name)[-1].core
    stem = FUNCTION_WORD.sub("", core)
    kinds = bodies_of(name)
    if not kinds and is_function(name):
        kinds = frozenset(common_bodies().doing(own))
    return bool(wanted & kinds) or (len(stem) > 1 and own.startswith(stem))
