"""Says which department a name as written means, and why; unsure means None with candidates. Pure.

The rules are tried in the order of RULES; the first that knows decides. A rule that finds two, or
one of another level than the office's, only adds candidates for a person to choose from.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.directory import rules
from tracker.directory.questions import Found, Question, home_level
from tracker.directory.renames import by_rename
from tracker.models import Department
from tracker.texts import gettext as _


class Rule(StrEnum):
    """By which rule a name was matched, or why it was not."""

    same_name = "same_name"
    alias = "alias"
    level = "level"
    group = "group"
    place = "place"
    short_form = "short_form"
    function = "function"
    rename = "rename"
    unsure = "unsure"
    new = "new"


@dataclass(frozen=True, slots=True)
class Match:
    """What a name as written stands for: a department, or None where nobody can say; and why.

    `candidates` are the departments a person may choose from where `department` is None.
    """

    name: str
    department: Department | None
    reason: str
    candidates: tuple[Department, ...] = ()
    rule: Rule = Rule.new


def match_department(name: str, departments: Sequence[Department], on: date | None = None) -> Match:
    """Return what `name` means among `departments` in a document of the local date `on`.

    Renames count by that date; without one every name that was ever valid does. Several equally
    possible departments, a function name or an ambiguous name give None with the candidates.
    """
    living = tuple(each for each in departments if each.merged_into_id is None)
    question = Question(name, living, home_level(living), on)
    unsure: dict[int, Found] = {}
    for rule, find in RULES:
        found = list(find(question))
        sure = [each for each in found if each.is_sure]
        if len(sure) == 1 and not unsure:
            return Match(name, sure[0].department, sure[0].reason, rule=rule)
        for each in found:
            unsure.setdefault(id(each.department), each)
        if rule is Rule.function and rules.is_function(name):
            return ask(name, [each.department for each in unsure.values()], Rule.function)
    if unsure:
        return ask_unsure(name, list(unsure.values()))
    return Match(name, None, _("new department"))


def ask(name: str, candidates: Iterable[Department], rule: Rule) -> Match:
    """Return the answer for the name of a function: a person says which body is meant."""
    possible = tuple(candidates)
    names = "、".join(each.name for each in possible)
    if possible:
        reason = _("“%(name)s” names a function; perhaps %(names)s.", name=name, names=names)
    else:
        reason = _("“%(name)s” names a function, not one department.", name=name)
    return Match(name, None, reason, possible, rule)


def ask_unsure(name: str, found: Sequence[Found]) -> Match:
    """Return the answer where one department may be meant, or several equally."""
    possible = tuple(each.department for each in found)
    if len(found) == 1:
        reason = found[0].reason
    else:
        names = "、".join(each.name for each in possible)
        reason = _("“%(name)s” may be: %(names)s.", name=name, names=names)
    return Match(name, None, reason, possible, Rule.unsure)


RULES: tuple[tuple[Rule, Callable[[Question], Iterable[Found]]], ...] = (
    (Rule.same_name, rules.same_name),
    (Rule.alias, rules.recorded_alias),
    (Rule.level, rules.other_level),
    (Rule.group, rules.same_group),
    (Rule.place, rules.without_town),
    (Rule.short_form, rules.other_form),
    (Rule.function, rules.by_function),
    (Rule.rename, by_rename),
)
