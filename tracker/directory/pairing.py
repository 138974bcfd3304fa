"""Finds new names of one document that seem to be one body: 财政局 and 区财政局. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from tracker.directory.groups import group_key, is_group_name
from tracker.directory.matching import Matcher, Rule
from tracker.directory.names import level_of, readings, without_place
from tracker.directory.questions import bodies_of
from tracker.models import Department

# The rules that say that two names are one body's; a reform makes two of it in one document.
OF_ONE_BODY = frozenset({Rule.same_name, Rule.level, Rule.group, Rule.place, Rule.short_form})
# New names of one document that are compared with each other; each is with all the others.
MOST_COMPARED = 300


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of a document for one new department: `name` becomes the other name of `other`."""

    name: str
    other: str
    reason: str


def pairs_among(names: Iterable[str], matcher: Matcher) -> dict[str, Pair]:
    """Return for each new name the fuller new name of the same document that means its body.

    Only what would surely be matched, were the other a department already, is a pair. Of a document
    with very many new names the first ones are compared.
    """
    new = (name for name in dict.fromkeys(names) if matcher.match(name).rule is Rule.new)
    unknown = list(islice(new, MOST_COMPARED))
    unknown.sort(key=lambda name: (level_of(name) != "", len(name)), reverse=True)
    heads: list[Department] = []
    taken: set[str] = set()
    pairs: dict[str, Pair] = {}
    for name in unknown:
        keys = keys_of(name)
        if not keys & taken:
            taken |= keys
            heads.append(Department(name=name, is_group=is_group_name(name)))
            continue
        match = matcher.with_also(heads).match(name)
        head = next((each for each in heads if each is match.department), None)
        if head is not None and match.rule in OF_ONE_BODY:
            pairs[name] = Pair(name, head.name, match.reason)
        else:
            taken |= keys
            heads.append(Department(name=name, is_group=is_group_name(name)))
    return pairs


def keys_of(name: str) -> set[str]:
    """Return words of which two names of one body have one in common: core, kind of body, group."""
    cores = {reading.core for reading in readings(name)}
    short = {each for core in cores for each in without_place(core)}
    keys = cores | short | {body.name for body in bodies_of(name)}
    return keys | {f"group {group_key(name)}"} if is_group_name(name) else keys
