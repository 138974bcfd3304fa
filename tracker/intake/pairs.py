"""New names of one document that seem to be one body: asked about before two are made of it."""

from collections.abc import Iterable, Mapping, Sequence

from tracker.directory import Matcher, Pair, pairs_among
from tracker.intake.interpretation import problem
from tracker.intake.proposing import proposed_drafts
from tracker.models import Department, Document
from tracker.texts import gettext as _


def matcher_for(document: Document, departments: Sequence[Department]) -> Matcher:
    """Return what says what the names of a document mean."""
    return Matcher(departments, document.issued_on, document.issuer)


def pairs_in(document: Document, matcher: Matcher) -> dict[str, Pair]:
    """Return the pairs among the names of the proposed drafts, by the name that is the other's."""
    drafts = proposed_drafts(document)
    names = (name for draft in drafts for name in (*draft.leads, *draft.cooperating))
    return pairs_among(names, matcher)


def with_pairs(
    problems: Sequence[dict[str, str]], names: Iterable[str], pairs: Mapping[str, Pair]
) -> list[dict[str, str]]:
    """Return the problems with one for each name that seems to be another's; it is not just new."""
    asked = [pairs[name] for name in dict.fromkeys(names) if name in pairs]
    others = [
        each
        for each in problems
        if each["kind"] != "department_new" or each.get("name") not in pairs
    ]
    return [*others, *map(pair_problem, asked)]


def pair_problem(pair: Pair) -> dict[str, str]:
    """Return what a person has to decide about a pair; the other name is the candidate."""
    return problem("department_unsure", pair_reason(pair), name=pair.name, candidates=pair.other)


def pair_reason(pair: Pair) -> str:
    """Say which name of the same document seems to mean the same body, and why."""
    return _(
        "“%(name)s” and “%(other)s” in this document seem to be one department: %(reason)s.",
        name=pair.name,
        other=pair.other,
        reason=pair.reason,
    )
