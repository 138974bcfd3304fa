"""What belongs to all drafts of a document: their names, who leads, one table, taking back."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import intake
from tracker.errors import InvalidInput
from tracker.models import Document
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import Visit, requires
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
from tracker.web.review_tabs import Show
from tracker.web.reviewing import Asked, gather

blueprint = Blueprint("reviews", __name__)
REFUSED = HTTPStatus.BAD_REQUEST


@blueprint.get("/documents/<int:document_id>/names")
@requires("document.review")
def names(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show the names of the document beside the source: what each means, and why."""
    return names_page(visit, visit.load(Document, document_id))


def names_page(visit: Visit, document: Document, refusal: str = "") -> str:
    """Return the page of the names, with what was refused of them."""
    page = gather(visit, document, Asked(Show.names, refusal=refusal))
    chosen, target = request.form.getlist("chosen"), request.form.get("same", "")
    return render_template("documents/names.html", page=page, chosen=chosen, target=target)


@blueprint.post("/documents/<int:document_id>/names")
@requires("document.review")
def settle_names(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Let names mean a department: one by one as chosen, or all ticked ones the same."""
    document = visit.load(Document, document_id)
    try:
        count = same_names(visit, document) if asks_for_same() else chosen_names(visit, document)
    except InvalidInput as refusal:
        return names_page(visit, document, str(refusal)), REFUSED
    flash(ngettext("%(num)s name settled.", "%(num)s names settled.", count))
    return redirect(url_for("reviews.names", document_id=document_id), 303)


def asks_for_same() -> bool:
    """Return whether the form says that the ticked names are one department."""
    return request.form.get("act") in {"same", "rewrite"}


def same_names(visit: Visit, document: Document) -> int:
    """Let the ticked names mean one department: remembered, or rewritten in the drafts.

    Raises:
        InvalidInput: no name was ticked, or the department cannot be used.
    """
    chosen = request.form.getlist("chosen")
    target = request.form.get("same", "").strip()
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
    pairs = (text.partition("-") for text in request.form.getlist("shown"))
    return {
        int(number): int(version)
        for number, _dash, version in pairs
        if number.isdecimal() and version.isdecimal()
    }


def chosen_names(visit: Visit, document: Document) -> int:
    """Remember for each name the department that was chosen for it; return how many.

    Raises:
        InvalidInput: nothing was chosen, or a department cannot be used.
    """
    pairs = zip(request.form.getlist("asked"), request.form.getlist("target"), strict=False)
    wanted = [(name, target) for name, target in pairs if target]
    if not wanted:
        raise InvalidInput(_("Choose a department for at least one name."))
    for name, target in wanted:
        intake.remember_names(visit.session, document, [name], target, visit.person, visit.now)
    return len(wanted)


@blueprint.post("/documents/<int:document_id>/first-leads")
@requires("document.review")
def first_leads(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Say for the whole document who leads."""
    document = visit.load(Document, document_id)
    wanted = request.form.get("first_leads") == "1"
    intake.let_first_lead(visit.session, document, visit.person, visit.now, first_leads=wanted)
    return redirect(url_for("documents.review", document_id=document_id), 303)


@blueprint.post("/documents/<int:document_id>/undo")
@requires("document.review")
def undo(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Take the latest act of this person on the drafts back."""
    document = visit.load(Document, document_id)
    event_id = request.form.get("event", 0, type=int)
    intake.undo(visit.session, document, event_id, visit.person, visit.now)
    flash(_("Taken back."))
    return redirect(url_for("documents.review", document_id=document_id), 303)


@blueprint.get("/documents/<int:document_id>/grid")
@requires("document.review")
def grid(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show the proposed drafts as one table of fields."""
    return grid_page(visit.load(Document, document_id))


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
    document = visit.load(Document, document_id)
    if not GridForm.from_request().is_ready():
        return grid_page(document, typed_rows(document)), REFUSED
    saved = save_grid(visit, document)
    if saved.refused:
        visit.session.flush()
        return grid_page(document, saved.refused, saved), HTTPStatus.OK if saved.count else REFUSED
    flash(ngettext("%(num)s row saved.", "%(num)s rows saved.", saved.count))
    return redirect(url_for("reviews.grid", document_id=document_id), 303)
