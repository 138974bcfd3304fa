"""The rule of renames: a name from before or after a reform, by the shipped list."""

from collections.abc import Iterable

from tracker.directory.bodies import Successor, path
from tracker.directory.kinship import has_rival
from tracker.directory.names import branch_of, is_provincial
from tracker.directory.questions import Found, Question, bodies_of, single_bodies
from tracker.models import Department
from tracker.texts import gettext as _

# The reform of 2018 was carried out in counties until the spring of 2019.
YEARS_OF_GRACE = 1


def by_rename(question: Question) -> Iterable[Found]:
    """A name from before or after a reform: 卫计局 became 卫健局 in 2018."""
    kinds = bodies_of(question.name)
    if len(kinds) != 1:
        return
    [kind] = kinds
    for each in single_bodies(question):
        ways = [(path(kind, theirs), path(theirs, kind)) for theirs in bodies_of(each.name)]
        at_home = question.is_here(each.name) if any(map(any, ways)) else False
        if at_home is False:
            continue
        here = at_home is True and is_provincial(question.name) == is_provincial(each.name)
        here = here and not has_rival(question, each)
        for later, earlier in ways:
            if later:
                yield renamed(question, each, later, here=here)
            elif earlier:
                yield named_before(question, each, earlier, here=here)


def renamed(
    question: Question, department: Department, steps: tuple[Successor, ...], *, here: bool
) -> Found:
    """The document uses an old name; it is too young for it a year after the reform."""
    sure = here and all(step.how != "abolished" for step in steps)
    is_plain = sure or (here and _is_as_branched(question.name, department.name))
    reason = _say(question.name, department.name, steps, is_plain=is_plain)
    if question.on is not None and question.on.year > steps[0].year + YEARS_OF_GRACE:
        reason += _("; the document is younger")
        return Found(department, is_sure=False, reason=reason)
    return Found(department, is_sure=sure, reason=reason)


def named_before(
    question: Question, department: Department, steps: tuple[Successor, ...], *, here: bool
) -> Found:
    """The document uses the new name of a department that is known by its old one."""
    sure = here and all(step.how == "renamed" for step in steps)
    is_plain = sure or (here and _is_as_branched(question.name, department.name))
    reason = _say(department.name, question.name, steps, is_plain=is_plain)
    if question.on is not None and question.on.year < steps[-1].year:
        reason += _("; the document is older")
        return Found(department, is_sure=False, reason=reason)
    return Found(department, is_sure=sure, reason=reason)


def _is_as_branched(name: str, known: str) -> bool:
    """Return whether two names are both of branches, or both of bodies of their own."""
    return branch_of(name) == branch_of(known)


def _say(old: str, new: str, steps: tuple[Successor, ...], *, is_plain: bool) -> str:
    """Say what became of a body, or of one that may be of another place that it may be so."""
    if is_plain:
        return say_steps(old, new, steps)
    year = steps[-1].year
    return _(
        "%(old)s may have become %(new)s in %(year)s; is it the one here?",
        old=old,
        new=new,
        year=year,
    )


def say_steps(old: str, new: str, steps: tuple[Successor, ...]) -> str:
    """Say what became of a body, step by step: 卫计局2018年改为卫健局."""
    names = [old, *(step.name for step in steps[:-1]), new]
    said = [
        say_step(before, after, step)
        for before, after, step in zip(names, names[1:], steps, strict=False)
    ]
    return _("; ").join(said)


def say_step(old: str, new: str, step: Successor) -> str:
    """Say what became of a body in one reform."""
    values = {"old": old, "new": new, "year": step.year}
    if step.how == "merged":
        return _("%(old)s was merged into %(new)s in %(year)s", **values)
    if step.how == "abolished":
        return _("%(old)s was abolished in %(year)s, its work went to %(new)s", **values)
    return _("%(old)s became %(new)s in %(year)s", **values)
