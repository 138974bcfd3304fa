"""What belongs to all drafts of a document: their names, who leads, one table, taking back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import intake
from tracker.directory import without_unseen
from tracker.errors import InvalidInput
from tracker.models import Document
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import Visit, requires
from tracker.web.forms import whole_number
from tracker.web.grids import (
    ROWS_A_PAGE,
    GridForm,
    GridRow,
    Saved,
    blank_row,
    grid_drafts,
    grid_rows,
    save_grid,
    typed_rows,
)
from tracker.web.lists import Page
from tracker.web.protection import MOST_ROWS
from tracker.web.review_tabs import Show, check_settled_first, settled_first
from tracker.web.reviewing import Asked, gather

blueprint = Blueprint("reviews", __name__)
REFUSED = HTTPStatus.BAD_REQUEST


@blueprint.get("/documents/<int:document_id>/names")
@requires("document.review")
def names(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show the names of the document beside the source: what each means, and why."""
    document = visit.load(Document, document_id)
    if elsewhere := settled_first(visit.session, document):
        return redirect(elsewhere, 303)
    return names_page(visit, document)


def to_change(visit: Visit, document_id: int) -> Document:
    """Return a document whose rows may be changed; one that has to be settled first is refused."""
    document = visit.load(Document, document_id)
    check_settled_first(visit.session, document)
    return document


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form of the names holds: ticked names and their one name, the others one by one."""

    ticked: tuple[str, ...] = ()
    same: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls) -> "Filled":
        """Return what was sent."""
        pairs = zip(request.form.getlist("asked"), request.form.getlist("target"), strict=False)
        return cls(
            tuple(request.form.getlist("chosen")),
            without_unseen(request.form.get("same", "")).strip(),
            {name: target for name, target in pairs if target},
        )

    @property
    def left(self) -> "Filled":
        """What of it the button that was pressed did not ask for."""
        if request.form.get("act") == "pairs":
            return self
        if not asks_for_same():
            return Filled(self.ticked, self.same)
        others = {name: at for name, at in self.targets.items() if name not in self.ticked}
        return Filled(targets=others)


def names_page(
    visit: Visit, document: Document, refusal: str = "", filled: Filled | None = None
) -> str:
    """Return the page of the names, with what was refused of them and what is filled in."""
    page = gather(visit, document, Asked(Show.names, refusal=refusal))
    return render_template(
        "documents/names.html", page=page, filled=filled or Filled(), most_asked=intake.MOST_NAMES
    )


@blueprint.post("/documents/<int:document_id>/names")
@requires("document.review", table=True)
def settle_names(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Let names mean a department: one by one as chosen, or all ticked ones the same.

    What was filled in and belongs to the other button stays on the page.
    """
    document = to_change(visit, document_id)
    filled = Filled.sent()
    settle = SETTLING.get(request.form.get("act", ""), chosen_names)
    try:
        count = settle(visit, document, filled)
    except InvalidInput as refusal:
        return names_page(visit, document, str(refusal), filled), REFUSED
    flash(ngettext("%(num)s name settled.", "%(num)s names settled.", count))
    if filled.left != Filled():
        return names_page(visit, document, filled=filled.left)
    return redirect(url_for("reviews.names", document_id=document_id), 303)


def joined_pairs(visit: Visit, document: Document, _filled: Filled) -> int:
    """Let the ticked pairs of new names be one department each.

    Raises:
        InvalidInput: none is ticked, or one is no longer a pair.
    """
    names = request.form.getlist("pair")
    return intake.join_pairs(visit.session, document, names, visit.person, visit.now)


def asks_for_same() -> bool:
    """Return whether the form says that the ticked names are one department."""
    return request.form.get("act") in {"same", "rewrite"}


def same_names(visit: Visit, document: Document, filled: Filled) -> int:
    """Let the ticked names mean one department: remembered, or rewritten in the drafts.

    Raises:
        InvalidInput: no name was ticked, or the department cannot be used.
    """
    chosen, target = filled.ticked, filled.same
    if not chosen:
        raise InvalidInput(_("Tick at least one name."))
    if request.form.get("act") == "rewrite":
        intake.rename_in_drafts(
            visit.session, document, chosen, target, shown_versions(), visit.person, visit.now
        )
    else:
        intake.remember_names(visit.session, document, chosen, target, visit.person, visit.now)
    return len(chosen)


def shown_versions() -> dict[int, int]:
    """Return the version each draft had when the page was made, by its id."""
    shown = (text.partition("-") for text in request.form.get("shown", "").split())
    pairs = ((whole_number(number), whole_number(version)) for number, _dash, version in shown)
    return {
        number: version for number, version in pairs if number is not None and version is not None
    }


def chosen_names(visit: Visit, document: Document, filled: Filled) -> int:
    """Remember for each name the department that was chosen for it; return how many.

    Raises:
        InvalidInput: nothing was chosen, or a department cannot be used.
    """
    if not filled.targets:
        raise InvalidInput(_("Choose a department for at least one name."))
    for name, target in filled.targets.items():
        intake.remember_names(visit.session, document, [name], target, visit.person, visit.now)
    return len(filled.targets)


SETTLING = {"same": same_names, "rewrite": same_names, "pairs": joined_pairs}


@blueprint.post("/documents/<int:document_id>/first-leads")
@requires("document.review")
def first_leads(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Say for the whole document who leads."""
    document = to_change(visit, document_id)
    wanted = request.form.get("first_leads") == "1"
    intake.let_first_lead(visit.session, document, visit.person, visit.now, first_leads=wanted)
    return redirect(url_for("documents.review", document_id=document_id), 303)


@blueprint.post("/documents/<int:document_id>/undo")
@requires("document.review")
def undo(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Take the latest act of this person on the drafts back."""
    document = visit.load(Document, document_id)
    check_settled_first(visit.session, document, to_compare=True)
    event_id = request.form.get("event", 0, type=int)
    intake.undo(visit.session, document, event_id, visit.person, visit.now)
    flash(_("Taken back."))
    return redirect(url_for("documents.review", document_id=document_id), 303)


@blueprint.get("/documents/<int:document_id>/grid")
@requires("document.review")
def grid(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show the proposed drafts as one table of fields."""
    document = visit.load(Document, document_id)
    if elsewhere := settled_first(visit.session, document):
        return redirect(elsewhere, 303)
    return grid_page(document)


def grid_page(document: Document, typed: Iterable[GridRow] = (), saved: Saved | None = None) -> str:
    """Return the table, with the rows that were not saved as they were typed."""
    page = Page.asked_for(len(grid_drafts(document)), ROWS_A_PAGE)
    return render_template(
        "documents/grid.html",
        document=document,
        page=page,
        rows=grid_rows(document, page, typed),
        blank=blank_row(),
        saved=saved,
        most_rows=MOST_ROWS,
    )


@blueprint.post("/documents/<int:document_id>/grid")
@requires("document.review", table=True)
def save(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Save the rows that were changed; those that could not be are shown again as typed."""
    document = to_change(visit, document_id)
    if not GridForm.from_request().is_ready():
        return grid_page(document, typed_rows(document)), REFUSED
    saved = save_grid(visit, document)
    if saved.refused:
        visit.session.flush()
        return grid_page(document, saved.refused, saved), HTTPStatus.OK if saved.count else REFUSED
    flash(ngettext("%(num)s row saved.", "%(num)s rows saved.", saved.count))
    page = whole_number(request.args.get("page")) or 1
    page_asked = page if page > 1 else None
    return redirect(url_for("reviews.grid", document_id=document_id, page=page_asked), 303)
