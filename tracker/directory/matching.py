"""Says which department a name as written means, and why; unsure means None with candidates. Pure.

The rules are tried in the order of RULES; the first that knows decides. A rule that finds two, or
one of another level than the office's, only adds candidates for a person to choose from.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.directory import attached, kinship, rules
from tracker.directory.contraction import by_contraction
from tracker.directory.groups import is_whoever
from tracker.directory.names import inside, level_of
from tracker.directory.plates import by_plate
from tracker.directory.questions import Found, Question, home_level, home_places
from tracker.directory.renames import by_rename
from tracker.models import Department
from tracker.texts import gettext as _


class Rule(StrEnum):
    """By which rule a name was matched, or why it was not."""

    same_name = "same_name"
    alias = "alias"
    level = "level"
    group = "group"
    whoever = "whoever"
    place = "place"
    short_form = "short_form"
    plate = "plate"
    attached = "attached"
    function = "function"
    rename = "rename"
    fields = "fields"
    near = "near"
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


class Matcher:
    """Says what names mean among `departments` in a document of the local date `on` by `issuer`.

    Renames count by that date; without one every name that was ever valid does. The place of the
    `issuer` is taken for the office's own. What belongs to no name is found once, and what a name
    means is kept: a document names the same bodies row by row.
    """

    def __init__(
        self,
        departments: Sequence[Department],
        on: date | None = None,
        issuer: str | None = None,
    ) -> None:
        """Take the departments as they are now."""
        living = tuple(each for each in departments if each.merged_into_id is None)
        self.departments = departments
        self.issuer = issuer
        home, places = home_level(living), home_places(living, issuer)
        singles = tuple(each for each in living if not each.is_group)
        self.question = Question("", living, home, places, on, level_of(issuer or ""), singles)
        self.known: dict[str, Match] = {}

    def with_also(self, departments: Iterable[Department]) -> "Matcher":
        """Return what says the same among these departments as well."""
        return Matcher([*self.departments, *departments], self.question.on, self.issuer)

    def match(self, name: str) -> Match:
        """Return what `name` means.

        Several equally possible departments, a function name or an ambiguous name give None with
        the candidates.
        """
        if name not in self.known:
            self.known[name] = self.first_match(name)
        return self.known[name]

    def first_match(self, name: str) -> Match:
        """Return what a name means that was not asked for before: 镇财政所 in a town is 财政所."""
        found = answer(replace(self.question, name=name))
        within = "" if found.department else inside(name, self.issuer or "")
        again = answer(replace(self.question, name=within)) if within else found
        is_better = again.department is not None or not found.candidates
        return replace(again, name=name) if is_better else found


def match_department(
    name: str,
    departments: Sequence[Department],
    on: date | None = None,
    issuer: str | None = None,
) -> Match:
    """Return what one name means among `departments`; of several ask one Matcher."""
    return Matcher(departments, on, issuer).match(name)


def answer(question: Question) -> Match:
    """Return what the rules say of the name asked for; the first that knows decides."""
    name = question.name
    unsure: dict[int, Found] = {}
    for rule, find in RULES:
        found = [] if unsure and rule is Rule.near else list(find(question))
        sure = [each for each in found if each.is_sure]
        if len(sure) == 1 and not unsure and (len(found) == 1 or rule not in SINGLE):
            return Match(name, sure[0].department, sure[0].reason, rule=rule)
        for each in found:
            unsure.setdefault(id(each.department), each)
        if rule in ASKED and ASKED[rule](name):
            return ask(name, [each.department for each in unsure.values()], rule)
    if unsure:
        return ask_unsure(name, list(unsure.values()))
    return Match(name, None, _("new department"))


def ask(name: str, candidates: Iterable[Department], rule: Rule) -> Match:
    """Return the answer for a name that is not one body's own: a person says which is meant."""
    possible = tuple(candidates)
    names = "、".join(each.name for each in possible)
    reason = asked_reason(name, rule)
    if possible:
        reason = _("%(reason)s; perhaps %(names)s.", reason=reason, names=names)
    else:
        reason = _("%(reason)s; say which department is meant.", reason=reason)
    return Match(name, None, reason, possible, rule)


def asked_reason(name: str, rule: Rule) -> str:
    """Say why a name is no department's own."""
    if rule is Rule.whoever:
        return _("“%(name)s” names nobody in particular", name=name)
    if rule is Rule.attached:
        return _("“%(name)s” is an office that sits in a department", name=name)
    return _("“%(name)s” names a function", name=name)


def ask_unsure(name: str, found: Sequence[Found]) -> Match:
    """Return the answer where one department may be meant, or several equally."""
    possible = tuple(each.department for each in found)
    if len(found) == 1:
        reason = found[0].reason
    else:
        names = "、".join(each.name for each in possible)
        reason = _("“%(name)s” may be: %(names)s.", name=name, names=names)
    return Match(name, None, reason, possible, Rule.unsure)


# The rules that must find one department only to be sure of it.
SINGLE = frozenset({Rule.level, Rule.rename})
# Names that a person has to explain whatever is found for them by the rule or before it.
ASKED: dict[Rule, Callable[[str], bool]] = {
    Rule.whoever: is_whoever,
    Rule.attached: attached.is_attached,
    Rule.function: rules.is_function,
}
RULES: tuple[tuple[Rule, Callable[[Question], Iterable[Found]]], ...] = (
    (Rule.same_name, rules.same_name),
    (Rule.alias, rules.recorded_alias),
    (Rule.level, rules.other_level),
    (Rule.group, rules.same_group),
    (Rule.whoever, lambda _question: ()),
    (Rule.place, rules.without_town),
    (Rule.short_form, rules.other_form),
    (Rule.plate, by_plate),
    (Rule.short_form, by_contraction),
    (Rule.attached, attached.by_seat),
    (Rule.function, rules.by_function),
    (Rule.rename, by_rename),
    (Rule.fields, kinship.by_fields),
    (Rule.near, kinship.near_by),
    (Rule.place, kinship.with_bare_place),
)
