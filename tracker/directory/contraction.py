"""The rule of contracted names: 经发局 is short for 经济发展局. Pure.

For bodies that no list can know, as zones and towns have them: the words of two characters of the
longer name stand in the shorter one whole, with their first character, or, where they say nothing
of their own, not at all.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from tracker.directory.names import REMEMBERED, cores_of, readings
from tracker.directory.questions import Found, Question, bodies_of, single_bodies
from tracker.directory.rules import form_reason
from tracker.texts import gettext as _

ENDING = re.compile(
    r"(?:分局|局|委|厅|办|中心|大队|支队|中队|队|所|站|部|处|科|院|社|集团|公司|协会|学会|会)$"
)
SAME_ENDINGS = ((re.compile(r"办公[室厅]$"), "办"), (re.compile(r"委员会$"), "委"))
EMPTY_WORDS = frozenset({"管理", "工作", "服务", "综合", "行政", "事务", "联合"})
WORD = 2
LONGEST_STEM = 16


def by_contraction(question: Question) -> Iterable[Found]:
    """A body the shipped list does not know, in fewer characters: 党政办, 经发局, 综治办."""
    kinds = bodies_of(question.name)
    for each in single_bodies(question):
        if (kinds and bodies_of(each.name)) or not are_contracted(question.name, each.name):
            continue
        here = question.is_here(each.name)
        if here is not False:
            reason = _reason(question.name, each.name, here=here is True)
            yield Found(each, is_sure=here is True, reason=reason)


def are_contracted(name: str, known: str) -> bool:
    """Return whether one of two names is a contraction of the other."""
    return any(
        is_short_for(ours, theirs) or is_short_for(theirs, ours)
        for ours in cores_of(name)
        for theirs in cores_of(known)
    )


def _reason(name: str, known: str, *, here: bool) -> str:
    """Say which of two names is short for the other."""
    if here and len(readings(name)[-1].core) > len(readings(known)[-1].core):
        return _("“%(name)s” is the full name of %(known)s", name=name, known=known)
    return form_reason(name, known, is_sure=here, is_near=here)


@lru_cache(REMEMBERED)
def stem_of(core: str) -> tuple[str, str]:
    """Return a name without what kind of body it is, and that: 经济发展局 is 经济发展 and 局."""
    for pattern, word in SAME_ENDINGS:
        core = pattern.sub(word, core)
    ending = ENDING.search(core)
    return (core[: ending.start()], ending[0]) if ending else ("", "")


def is_short_for(short: str, full: str) -> bool:
    """Return whether a name is a contraction of another one, or only ends shorter."""
    (stem, ending), (whole, other) = stem_of(short), stem_of(full)
    if ending != other or len(stem) < WORD or not len(stem) <= len(whole) <= LONGEST_STEM:
        return False
    return stem[0] == whole[0] and holds(stem, whole)


def holds(stem: str, whole: str) -> bool:
    """Return whether a stem is made of the words of the whole, in their order."""
    if not whole:
        return not stem
    word, rest = whole[:WORD], whole[WORD:]
    if stem.startswith(word) and holds(stem[len(word) :], rest):
        return True
    if stem[:1] == word[:1] and holds(stem[1:], rest):
        return True
    return word in EMPTY_WORDS and holds(stem, rest)
