"""The pages of 常用筛选: selections of the ledger a person keeps under names of their own."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from tracker import dashboards, filters
from tracker.dashboards import LedgerFilter
from tracker.errors import InvalidInput
from tracker.models import SavedFilter
from tracker.texts import gettext as _
from tracker.web import ledgers
from tracker.web.access import Visit, requires
from tracker.web.forms import Form

blueprint = Blueprint("kept_filters", __name__)


class FilterForm(Form):
    """The name of the selection that the address gives."""

    name = StringField(
        _("Name"),
        [
            InputRequired(_("Give a name of 1 to 30 characters.")),
            Length(max=filters.LONGEST_NAME, message=_("Give a name of 1 to 30 characters.")),
        ],
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept filter: what it selects in words, and where it opens."""

    row: SavedFilter
    words: str
    url: str


@blueprint.route("/filters", methods=["GET", "POST"])
@requires("filter.keep")
def filters_page(visit: Visit) -> ResponseReturnValue:
    """Show what the person keeps, beside the form that keeps the selection of the address."""
    wanted = ledgers.read_filter(request.args)
    form = FilterForm.from_request()
    if form.is_ready():
        try:
            filters.keep_filter(
                visit.session, form.name.data or "", wanted.arguments, visit.person, visit.now
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(_("Kept."))
            return redirect(ledgers.address(wanted), 303)
    body = render_template(
        "tasks/filters.html",
        form=form,
        wanted=wanted,
        words=words_of(visit, wanted),
        kept=kept_of(visit),
        back=ledgers.address(wanted),
    )
    return body, HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK


@blueprint.post("/filters/<int:filter_id>/delete")
@requires("filter.keep")
def delete(visit: Visit, filter_id: int) -> ResponseReturnValue:
    """Forget one."""
    filters.drop_filter(visit.session, visit.load(SavedFilter, filter_id), visit.person, visit.now)
    flash(_("Deleted."))
    return redirect(url_for("kept_filters.filters_page"), 303)


@blueprint.post("/filters/<int:filter_id>/default")
@requires("filter.keep")
def default(visit: Visit, filter_id: int) -> ResponseReturnValue:
    """Let one open with the ledger, or no longer."""
    kept = visit.load(SavedFilter, filter_id)
    filters.open_first(visit.session, kept, visit.person, visit.now)
    flash(_("It opens with the ledger now.") if kept.is_default else _("The whole ledger opens."))
    return redirect(url_for("kept_filters.filters_page"), 303)


def kept_of(visit: Visit) -> list[Kept]:
    """Return what the person keeps; what an address no longer means is left out of it."""
    found = []
    for row in filters.kept_filters(visit.session, visit.person):
        wanted = ledgers.read_filter(row.arguments)
        found.append(Kept(row, words_of(visit, wanted), ledgers.address(wanted)))
    return found


def words_of(visit: Visit, wanted: LedgerFilter) -> str:
    """Return what a filter selects, in words; of what the person may not see no name is told."""
    documents = dashboards.document_choices(visit.session, visit.person)
    departments = dashboards.department_choices(visit.session, visit.person)
    return ledgers.words(wanted, documents, departments)
