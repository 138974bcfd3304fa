"""Carries out what a person asks of one draft; what is typed in its form is saved with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import request

from tracker import intake
from tracker.errors import Conflict, NotFound
from tracker.intake import DraftValues, Seen
from tracker.models import Draft, DraftState
from tracker.web.access import Visit
from tracker.web.draft_forms import DraftForm, asked_names
from tracker.web.forms import whole_number


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of a draft, and what was typed into its form."""

    visit: Visit
    draft: Draft
    form: DraftForm

    @property
    def seen(self) -> Seen:
        """The draft with the version the page showed."""
        return Seen(self.draft, self.form.version.data or 0)

    def edit(self, values: DraftValues) -> Draft:
        """Save these values."""
        visit = self.visit
        version = self.seen.version
        intake.edit_draft(visit.session, self.draft, values, version, visit.person, visit.now)
        return self.draft


def carry_out(asked: Request, act: str) -> Draft | None:
    """Do what was asked; return the draft to look at next, None for the next problem.

    `act` is one word of ACTS, or of NAME_ACTS with the name it is about: "part 财政局 发改局".

    Raises:
        Conflict: the draft was changed since it was shown.
        InvalidInput: something of it cannot be used; the field is named.
        NotFound: there is no such act.
    """
    visit = asked.visit
    if asked_names() and request.form.get("remember"):
        for name, target in asked_names().items():
            document = asked.draft.document
            intake.remember_names(visit.session, document, [name], target, visit.person, visit.now)
    word, _blank, name = act.partition(" ")
    if word in ACTS:
        return ACTS[word](asked)
    if word in NAME_ACTS:
        return asked.edit(NAME_ACTS[word](asked.form.values(), name))
    raise NotFound(f"There is no act {act!r}.")


def save(asked: Request) -> Draft | None:
    """Save what was typed and stay with the draft."""
    return asked.edit(asked.form.values())


def check(asked: Request) -> Draft | None:
    """Save what was typed, mark the draft as checked, and go on."""
    visit, seen = asked.visit, asked.seen
    values = asked.form.values()
    intake.check_draft(visit.session, seen.draft, values, seen.version, visit.person, visit.now)
    return None


def drop(asked: Request) -> Draft | None:
    """Make the row no task, and go on."""
    visit, seen = asked.visit, asked.seen
    intake.drop_draft(visit.session, seen.draft, visit.person, visit.now, seen.version)
    return None


def restore(asked: Request) -> Draft | None:
    """Take a dropped row back."""
    intake.restore_draft(asked.visit.session, asked.draft, asked.visit.person, asked.visit.now)
    return asked.draft


def split(asked: Request) -> Draft | None:
    """Split the draft, and look at its first part."""
    visit, at = asked.visit, asked.form.split_at.data
    values = asked.form.values()
    intake.split_draft(visit.session, asked.seen, values, at, visit.person, visit.now)
    return asked.draft


def merge(asked: Request) -> Draft | None:
    """Join the draft below to this one.

    Raises:
        Conflict: the draft below is no longer the one that was shown.
    """
    visit = asked.visit
    following = seen_below(asked)
    values = asked.form.values()
    return intake.merge_drafts(
        visit.session, asked.seen, values, following, visit.person, visit.now
    )


def seen_below(asked: Request) -> Seen:
    """Return the draft below as the page showed it."""
    number, _dash, shown = (asked.form.following.data or "").partition("-")
    version = whole_number(shown)
    for each in asked.draft.document.drafts:
        if str(each.id) == number and version is not None and each.state is DraftState.open:
            return Seen(each, version)
    raise Conflict(f"Draft {number} is no longer below draft {asked.draft.id}.")


def add(asked: Request) -> Draft | None:
    """Save what was typed if anything was changed, and put a blank draft below."""
    values = asked.form.values()
    if values != unchanged(asked.draft, values):
        asked.edit(values)
    visit = asked.visit
    return intake.add_draft(visit.session, asked.draft, visit.person, visit.now)


def unchanged(draft: Draft, values: DraftValues) -> DraftValues:
    """Return the values the form would hold had nothing been typed."""
    return replace(
        values,
        title=draft.title.strip(),
        content=draft.content.strip(),
        deadline_text=draft.deadline_text.strip(),
        leads=tuple(draft.leads),
        cooperating=tuple(draft.cooperating),
        choice="",
        due_on=None,
    )


def revert(asked: Request) -> Draft | None:
    """Let the draft say again what stands in the document."""
    return intake.revert_draft(asked.visit.session, asked.seen, asked.visit.person, asked.visit.now)


def move_up(values: DraftValues, name: str) -> DraftValues:
    """Put a name before the one above it; the first of those responsible leads."""
    return replace(
        values, leads=moved_up(values.leads, name), cooperating=moved_up(values.cooperating, name)
    )


def moved_up(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the names with one of them a place further up, where it has one."""
    at = names.index(name) if name in names else 0
    return names if at == 0 else (*names[: at - 1], name, names[at - 1], *names[at + 1 :])


def change_side(values: DraftValues, name: str) -> DraftValues:
    """Make a responsible department a cooperating one, or the other way round."""
    if name in values.leads:
        leads = tuple(each for each in values.leads if each != name)
        return replace(values, leads=leads, cooperating=(*values.cooperating, name))
    cooperating = tuple(each for each in values.cooperating if each != name)
    return replace(values, leads=(*values.leads, name), cooperating=cooperating)


def take_apart(values: DraftValues, name: str) -> DraftValues:
    """Write the names that were read as one each by itself."""

    def apart(names: tuple[str, ...]) -> tuple[str, ...]:
        pieces = [
            piece
            for each in names
            for piece in (intake.parts_of_name(each) if each == name else [each])
        ]
        return tuple(dict.fromkeys(pieces))

    return replace(values, leads=apart(values.leads), cooperating=apart(values.cooperating))


ACTS: Mapping[str, Callable[[Request], Draft | None]] = MappingProxyType(
    {
        "save": save,
        "check": check,
        "drop": drop,
        "restore": restore,
        "split": split,
        "merge": merge,
        "add": add,
        "revert": revert,
    }
)
NAME_ACTS: Mapping[str, Callable[[DraftValues, str], DraftValues]] = MappingProxyType(
    {"up": move_up, "side": change_side, "part": take_apart}
)
# These ask nothing of what was typed, and save nothing of it.
WITHOUT_FORM = frozenset({"drop", "restore"})
