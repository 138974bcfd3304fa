"""Says which departments the names of one document mean, and lets a person say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from tracker.directory import Match, Pair, all_departments, create_department, fault_of
from tracker.errors import Conflict, InvalidInput
from tracker.history import record
from tracker.intake.acts import Act
from tracker.intake.interpretation import department_problems
from tracker.intake.pairs import matcher_for, pairs_in, with_pairs
from tracker.models import Department, DepartmentAlias, Document, Draft, DraftState, Person
from tracker.texts import gettext as _

LONGEST_SHOWN = 20


@dataclass(slots=True)
class NameUsed:
    """One name of a document as written: what it means, and the drafts that bear it.

    `pair` is the fuller new name of the document that seems to mean the same new department.
    """

    match: Match
    pair: Pair | None = None
    drafts: list[Draft] = field(default_factory=list)


def names_used(drafts: Iterable[Draft], document: Document, session: Session) -> list[NameUsed]:
    """Return every name of these drafts once, in order, each with what it means and where it is."""
    matcher = matcher_for(document, all_departments(session))
    pairs = pairs_in(document, matcher)
    found: dict[str, NameUsed] = {}
    for draft in drafts:
        for name in dict.fromkeys([*draft.leads, *draft.cooperating]):
            if name not in found:
                found[name] = NameUsed(matcher.match(name), pairs.get(name))
            found[name].drafts.append(draft)
    return list(found.values())


def remember_names(
    session: Session,
    document: Document,
    names: Sequence[str],
    target: str,
    by: Person,
    now: datetime,
) -> Department:
    """记住别名: let these names mean the department called `target`, made where it is new.

    The names in the drafts stay as written; the drafts of the document are matched again.

    Raises:
        InvalidInput: a name is a department of its own, already means another one, or is none of
            the document's.
    """
    check_names_of(document, names)
    department = department_called(session, target, by, now)
    known = {each.name: each for each in all_departments(session)}
    for name in names:
        if name == department.name:
            continue
        if name in known:
            sentence = _("“%(name)s” is a department of its own.", name=name)
            raise InvalidInput(sentence, "target")
        add_alias(session, department, name, document, by, now)
    match_again(session, document)
    return department


def join_pairs(
    session: Session, document: Document, names: Sequence[str], by: Person, now: datetime
) -> int:
    """Let each of these new names be another name of the one it seems to mean; return how many.

    Raises:
        InvalidInput: none was chosen, or one of them is no longer half of a pair.
    """
    pairs = pairs_in(document, matcher_for(document, all_departments(session)))
    if not names or not set(names) <= pairs.keys():
        raise InvalidInput(_("Tick at least one pair."))
    for name in names:
        remember_names(session, document, [name], pairs[name].other, by, now)
    return len(names)


def department_called(session: Session, name: str, by: Person, now: datetime) -> Department:
    """Return the department of this very name, made where there is none.

    Raises:
        InvalidInput: no name was given, or one too long.
    """
    check_target(name)
    known = (each for each in all_departments(session) if each.name == name)
    return next(known, None) or create_department(session, name, by, now)


def add_alias(
    session: Session,
    department: Department,
    name: str,
    document: Document,
    by: Person,
    now: datetime,
) -> None:
    """Record that documents call the department by another name.

    Raises:
        InvalidInput: the name already means another department.
    """
    held = session.exec(select(DepartmentAlias).where(DepartmentAlias.name == name)).first()
    if held is not None and held.department_id == department.id:
        return
    if held is not None:
        other = held.department.name
        sentence = _("“%(name)s” is already known as %(other)s.", name=name, other=other)
        raise InvalidInput(sentence, "target")
    department.aliases.append(DepartmentAlias(name=name, department_id=department.id))
    session.flush()
    record(
        session,
        "department.alias_added",
        by,
        now,
        {"alias": (None, name)},
        department_id=department.id,
        document_id=document.id,
    )


def rename_in_drafts(
    session: Session,
    document: Document,
    names: Sequence[str],
    target: str,
    versions: Mapping[int, int],
    by: Person,
    now: datetime,
) -> int:
    """Write `target` in place of these names in every open draft; return how many changed.

    `versions` holds for each draft the version that was shown.

    Raises:
        Conflict: one of the drafts was changed since it was shown.
        InvalidInput: no name was given, or one too long, or no open draft bears one of the names.
    """
    check_target(target)
    check_names_of(document, names)
    replaced = set(names)
    act = Act(session, by, now)
    changed = [each for each in open_drafts(document) if replaced & set(names_of(each))]
    for draft in changed:
        if draft.id not in versions:
            raise Conflict(f"Draft {draft.id} was not shown.")
        leads = renamed(draft.leads, replaced, target)
        others = [
            name for name in renamed(draft.cooperating, replaced, target) if name not in leads
        ]
        act.change(draft, versions[draft.id], leads=leads, cooperating=others)
    if not changed:
        raise InvalidInput(_("No item that is still to be checked bears these names."), "target")
    act.write_down("draft.renamed", changed[0])
    match_again(session, document)
    return len(changed)


def check_target(name: str) -> None:
    """Refuse what cannot be the name of a department.

    Raises:
        InvalidInput: no name was given, or one that says nothing or is too long.
    """
    if not name:
        raise InvalidInput(_("Choose a department, or write its name."), "target")
    if fault := fault_of(name):
        raise InvalidInput(fault, "target")


def check_names_of(document: Document, names: Iterable[str]) -> None:
    """Refuse names that no row of the document bears, or that are too long for a name.

    Raises:
        InvalidInput: one of them does not, or is.
    """
    borne = {name for draft in document.drafts for name in names_of(draft)}
    for name in names:
        if name not in borne or fault_of(name):
            shown = name if len(name) <= LONGEST_SHOWN else name[:LONGEST_SHOWN] + "…"
            sentence = _("“%(name)s” is no name that stands in this document.", name=shown)
            raise InvalidInput(sentence, "target")


def renamed(names: Sequence[str], replaced: set[str], target: str) -> list[str]:
    """Return the names with `target` for each replaced one, every name once."""
    return list(dict.fromkeys(target if name in replaced else name for name in names))


def names_of(draft: Draft) -> list[str]:
    """Return all names of a draft, those responsible first."""
    return [*draft.leads, *draft.cooperating]


def open_drafts(document: Document) -> list[Draft]:
    """Return the drafts of a document that still await a person."""
    return [each for each in document.drafts if each.state is DraftState.open]


def match_again(session: Session, document: Document) -> None:
    """Look at the names of all open drafts once more; what was settled is no problem any longer.

    This changes what the page says about a draft and none of its words, so its version stays.
    """
    matcher = matcher_for(document, all_departments(session))
    pairs = pairs_in(document, matcher)
    for draft in open_drafts(document):
        others = [each for each in draft.problems if not is_about_name(each)]
        found = department_problems(names_of(draft), matcher)
        found = with_pairs(found, names_of(draft), pairs)
        asked = {each["name"] for each in draft.problems if is_about_name(each)}
        if draft.is_checked:
            found = [each for each in found if each["name"] in asked]
        draft.problems = [*others, *found]
    session.flush()


def is_about_name(problem: Mapping[str, str]) -> bool:
    """Return whether a problem is about what a name means."""
    return problem["kind"].startswith("department")
