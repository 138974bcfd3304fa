"""The pages of editions: is this one, how it differs, and taking an import back."""

from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from tracker import intake, settings
from tracker.errors import Conflict, NotNow, ScannedFile, UnreadableFile
from tracker.intake import Applied
from tracker.models import Document
from tracker.reading import READERS, media_types
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import Visit, requires, shell
from tracker.web.documents import UploadForm, queue_scan
from tracker.web.editions import ComparisonPage, comparison_page
from tracker.web.forms import Form
from tracker.web.withdrawals import withdrawal_page

blueprint = Blueprint("amendments", __name__)
REFUSED = HTTPStatus.BAD_REQUEST


class ComparisonForm(Form):
    """What was ticked in a comparison, and which one it was."""

    seen = HiddenField()

    def ticked(self) -> list[str]:
        """Return the keys of the ticked changes."""
        return request.form.getlist("change")


@blueprint.get("/documents/<int:document_id>/edition")
@requires("document.amend")
def question(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Ask whether a new file amends the document it looks like."""
    found = visit.load(Document, document_id)
    base = intake.looks_like(visit.session, found)
    if base is None:
        return redirect(place_of(found), 303)
    return render_template("amendments/question.html", document=found, base=base)


@blueprint.post("/documents/<int:document_id>/edition")
@requires("document.amend")
def answer(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Note the answer: compare it with that document, or keep it as one of its own."""
    found = visit.load(Document, document_id)
    if request.form.get("act") == "separate":
        intake.keep_separate(visit.session, found, visit.person, visit.now)
        flash(_("Kept as a document of its own."))
        return redirect(url_for("documents.review", document_id=document_id), 303)
    base = intake.looks_like(visit.session, found)
    if base is None:
        raise Conflict(f"Document {document_id} looks like no other.")
    intake.name_edition(visit.session, found, base, visit.person, visit.now)
    return redirect(url_for("amendments.comparison", document_id=document_id), 303)


@blueprint.get("/documents/<int:document_id>/amended-edition")
@requires("document.amend")
def new_edition(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show the form that takes an amended edition of this document in."""
    return upload_page(visit, visit.load(Document, document_id), UploadForm())


@blueprint.post("/documents/<int:document_id>/amended-edition")
@requires("document.amend", upload=True, slow=True)
def upload(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Read the file in a child process, keep it as an edition, and lead to the comparison."""
    found = visit.load(Document, document_id)
    form = UploadForm.from_request()
    if not form.is_ready():
        return upload_page(visit, found, form), REFUSED
    data, filename = form.upload(visit.now)
    known = intake.find_document(visit.session, data)
    if known is not None:
        flash(same_file_words(known, found))
        return redirect(place_of(known), 303)
    try:
        received = intake.read_file(shell().storage, data, filename, shell().config.upload_limit)
    except ScannedFile:
        return take_scan(visit, found, form)
    except UnreadableFile as refusal:
        return refused_upload(visit, found, form, refusal)
    with visit.writing() as later:
        base = later.session.get_one(Document, document_id)
        base = intake.edition_in_force(later.session, base)
        document = intake.receive_document(later.session, received, later.person, later.now)
        intake.name_edition(later.session, document, base, later.person, later.now)
        target = place_of(document)
    return redirect(target, 303)


def take_scan(visit: Visit, document: Document, form: UploadForm) -> ResponseReturnValue:
    """Queue the reading of a scan that is to become an edition of this document."""
    try:
        job = queue_scan(visit, form, document.id)
    except UnreadableFile as refusal:
        return refused_upload(visit, document, form, refusal)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


def refused_upload(
    visit: Visit, document: Document, form: UploadForm, refusal: UnreadableFile
) -> ResponseReturnValue:
    """Return the form with the reason why the file was not taken."""
    form.refuse_unread(refusal)
    return upload_page(visit, document, form), HTTPStatus.UNPROCESSABLE_ENTITY


def upload_page(visit: Visit, document: Document, form: UploadForm) -> str:
    """Return the page with the form of an amended edition."""
    return render_template(
        "amendments/new_edition.html",
        document=document,
        in_force=intake.edition_in_force(visit.session, document),
        form=form,
        formats=[media_types.LABELS[known] for known in READERS],
    )


def same_file_words(known: Document, wanted: Document) -> str:
    """Return the notice that these very bytes are here already."""
    if known.id == wanted.id:
        return _("This is the very file of this document; there is nothing to compare.")
    return _("This file was imported before; here is what became of it.")


def place_of(document: Document) -> str:
    """Return where a person goes on with a document: its comparison, else its page."""
    name = "amendments.comparison" if document.awaits_comparison else "documents.document"
    return url_for(name, document_id=document.id)


@blueprint.get("/documents/<int:document_id>/comparison")
@requires("document.amend")
def comparison(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show how an amended edition differs from the one in force."""
    found = visit.load(Document, document_id)
    if not found.awaits_comparison:
        return redirect(place_of(found), 303)
    return shown_comparison(visit, comparison_page(intake.compare_editions(visit.session, found)))


def shown_comparison(visit: Visit, page: ComparisonPage) -> str:
    """Return the page of a comparison, with the last act that can be taken back."""
    undo = intake.last_act(visit.session, page.comparison.document, visit.person)
    return render_template("amendments/comparison.html", page=page, undo=undo)


@blueprint.post("/documents/<int:document_id>/comparison")
@requires("document.amend", table=True)
def apply(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Take over the ticked changes, all or none; what is out of date is shown again, ticked."""
    found = visit.load(Document, document_id)
    if not found.awaits_comparison:
        raise NotNow(_("Somebody else has put this edition in force meanwhile."))
    form = ComparisonForm.from_request()
    if not form.is_ready():
        return comparison_again(visit, found, form), REFUSED
    try:
        applied = take_over(visit, found, form)
    except Conflict:
        if not found.awaits_comparison:
            raise
        sentence = _("The tasks changed meanwhile; look at the comparison again.")
        return comparison_again(visit, found, form, sentence), HTTPStatus.CONFLICT
    flash(
        _(
            "Taken over: %(added)s added, %(changed)s changed, %(removed)s cancelled.",
            added=applied.added,
            changed=applied.changed,
            removed=applied.removed,
        )
    )
    if applied.left:
        flash(ngettext("%(num)s change left alone.", "%(num)s changes left alone.", applied.left))
    target = "documents.review" if intake.proposed_drafts(found) else "documents.document"
    return redirect(url_for(target, document_id=document_id), 303)


def take_over(visit: Visit, document: Document, form: ComparisonForm) -> Applied:
    """Take over what was ticked in the comparison that was seen."""
    return intake.apply_amendment(
        visit.session,
        document,
        form.seen.data or "",
        form.ticked(),
        visit.person,
        visit.now,
        settings.workdays(visit.session, shell().clock.timezone),
    )


def comparison_again(
    visit: Visit, document: Document, form: ComparisonForm, refusal: str = ""
) -> str:
    """Return the comparison as it stands now, with the ticks that were sent."""
    page = comparison_page(intake.compare_editions(visit.session, document))
    page = replace(page, ticked=frozenset(form.ticked()), refusal=refusal)
    return shown_comparison(visit, page)


@blueprint.get("/documents/<int:document_id>/withdrawal")
@requires("document.withdraw")
def withdrawal(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show what undoing the import does, or who signed when and what to do instead."""
    found = visit.load(Document, document_id)
    page = withdrawal_page(intake.undoing(visit.session, found))
    return render_template("amendments/withdrawal.html", page=page)


@blueprint.post("/documents/<int:document_id>/withdrawal")
@requires("document.withdraw")
def withdraw(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Undo the import; of an edition that was applied, also what it changed."""
    found = visit.load(Document, document_id)
    if found.amended_at is not None:
        return withdraw_applied(visit, found)
    undone = intake.withdraw_import(visit.session, found, visit.person, visit.now)
    flash(
        _(
            "The import of %(document)s was undone; %(count)s tasks withdrawn. "
            "The file may be imported again.",
            document=found.label,
            count=len(undone.tasks),
        )
    )
    return redirect(url_for("documents.documents"), 303)


def withdraw_applied(visit: Visit, document: Document) -> ResponseReturnValue:
    """Take an applied edition back, and lead to the one that is in force again."""
    workdays = settings.workdays(visit.session, shell().clock.timezone)
    undone = intake.withdraw_edition(visit.session, document, visit.person, visit.now, workdays)
    flash(
        _(
            "The amended edition was taken back: %(added)s withdrawn, %(changed)s as before, "
            "%(removed)s taken up again. The file may be imported again.",
            added=len(undone.tasks),
            changed=len(undone.changed),
            removed=len(undone.removed),
        )
    )
    return redirect(url_for("documents.document", document_id=document.amends_id), 303)
