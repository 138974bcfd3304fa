"""The pages of documents: the list and the upload, the review of drafts, the original file."""

from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import FileField, TextAreaField, ValidationError

from tracker import intake, settings
from tracker.dashboards import document_history
from tracker.dashboards.documents import count_documents, list_documents
from tracker.errors import InvalidInput, NotFound, NotNow, ScannedFile, UnreadableFile
from tracker.models import Document, Draft, Job
from tracker.reading import readable
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import Visit, requires, shell
from tracker.web.document_timeline import document_lines
from tracker.web.downloads import download
from tracker.web.draft_forms import DraftForm
from tracker.web.drafting import WITHOUT_FORM, Request, carry_out
from tracker.web.editions import editions
from tracker.web.forms import Form, whole_number
from tracker.web.job_progress import progress_of
from tracker.web.lists import Page
from tracker.web.review_tabs import (
    Show,
    check_settled_first,
    draft_url,
    first_tab,
    next_url,
    number_of,
    parts_of,
    settled_first,
    tab_url,
)
from tracker.web.reviewing import Asked, gather
from tracker.web.timeline import Line

blueprint = Blueprint("documents", __name__)
REFUSED = HTTPStatus.BAD_REQUEST


class UploadForm(Form):
    """A file, or the text of a table pasted."""

    file = FileField(_("File"))
    pasted = TextAreaField(_("Pasted table"))

    def validate_file(self, _field: FileField) -> None:
        """Refuse a form that holds neither, or both: one would be dropped without a word."""
        is_pasted = bool((self.pasted.data or "").strip())
        if self.is_chosen and is_pasted:
            raise ValidationError(
                _(
                    "Both a file and a pasted table were given; send only one. The table is still "
                    "here; for the file, clear it and choose the file again."
                )
            )
        if not (self.is_chosen or is_pasted):
            raise ValidationError(_("Choose a file, or paste a table."))

    @property
    def is_chosen(self) -> bool:
        """Whether a file was chosen, be it empty."""
        return isinstance(self.file.data, FileStorage) and bool(self.file.data.filename)

    def refuse_unread(self, refusal: UnreadableFile) -> None:
        """Say at the file, or at the table pasted in its place, why it was not taken."""
        self.refuse(InvalidInput(str(refusal), "file" if self.is_chosen else "pasted"))

    def upload(self, now: datetime) -> tuple[bytes, str]:
        """Return the bytes and the name of the file, else of the text pasted `now`."""
        file = self.file.data
        if isinstance(file, FileStorage) and file.filename:
            data = file.read()
            file.seek(0)
            return data, file.filename
        return (self.pasted.data or "").strip().encode(), pasted_name(now)


def pasted_name(now: datetime) -> str:
    """Return what a table pasted at the UTC moment `now` is called: it has no file's name."""
    when = now.astimezone(ZoneInfo(shell().clock.timezone))
    return _("pasted table %(when)s.txt", when=f"{when:%Y-%m-%d %H.%M}")


@blueprint.get("/documents")
@requires("document.list")
def documents(visit: Visit) -> ResponseReturnValue:
    """Show the documents, the latest first, and the form that takes a new one in."""
    return list_page(visit, UploadForm())


def list_page(visit: Visit, form: UploadForm) -> str:
    """Return the list with this upload form beside it."""
    page = Page.asked_for(count_documents(visit.session))
    rows = list_documents(visit.session, page.offset, page.size)
    return render_template(
        "documents/documents.html",
        form=form,
        page=page,
        rows=rows,
        formats=readable(),
        jobs=[(each, progress_of(visit, each)) for each in intake.unfinished_jobs(visit.session)],
    )


@blueprint.post("/documents")
@requires("document.import", upload=True, slow=True)
def upload(visit: Visit) -> ResponseReturnValue:
    """Read a file in a child process, keep it, and lead to its review."""
    form = UploadForm.from_request()
    if not form.is_ready():
        return list_page(visit, form), REFUSED
    data, filename = form.upload(visit.now)
    known = intake.find_document(visit.session, data)
    if known is not None:
        flash(_("This file was imported before; here is what became of it."))
        return redirect(url_for("documents.review", document_id=known.id), 303)
    try:
        received = intake.read_file(shell().storage, data, filename, shell().config.upload_limit)
    except ScannedFile:
        return take_scan(visit, form)
    except UnreadableFile as refusal:
        return refused_upload(visit, form, refusal)
    with visit.writing() as later:
        document = intake.receive_document(later.session, received, later.person, later.now)
        is_alike = intake.looks_like(later.session, document) is not None
    target = "amendments.question" if is_alike else "documents.review"
    return redirect(url_for(target, document_id=document.id), 303)


def refused_upload(visit: Visit, form: UploadForm, refusal: UnreadableFile) -> ResponseReturnValue:
    """Return the list with the reason why the file was not taken."""
    form.refuse_unread(refusal)
    return list_page(visit, form), HTTPStatus.UNPROCESSABLE_ENTITY


def take_scan(visit: Visit, form: UploadForm) -> ResponseReturnValue:
    """Keep a scan and queue its reading, which takes longer than a request may."""
    try:
        job = queue_scan(visit, form)
    except UnreadableFile as refusal:
        return refused_upload(visit, form, refusal)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


def queue_scan(visit: Visit, form: UploadForm, amends_id: int | None = None) -> Job:
    """Keep a scan and return the job that reads it; it may be an edition of another document.

    Raises:
        UnreadableFile: nothing is installed that could read it.
    """
    data, filename = form.upload(visit.now)
    scan = intake.keep_scan(shell().storage, data, filename)
    with visit.writing() as later:
        base = later.session.get_one(Document, amends_id) if amends_id is not None else None
        return intake.queue_job(later.session, scan, later.person, later.now, base)


@blueprint.get("/documents/<int:document_id>")
@requires("document.read")
def document(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show what is known of one document, and what became of its rows."""
    found = visit.load(Document, document_id)
    return render_template(
        "documents/document.html",
        document=found,
        remarks=intake.remarks_on(found),
        parts=parts_of(found),
        editions=editions(visit, found),
        lines=lines_of(visit, found),
    )


def lines_of(visit: Visit, document: Document) -> list[Line]:
    """Return the history of a document in words, newest first."""
    return document_lines(document_history(visit.session, document), document.drafts)


@blueprint.get("/documents/<int:document_id>/history")
@requires("document.read")
def history(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show everything that was recorded of a document and its items."""
    found = visit.load(Document, document_id)
    lines = lines_of(visit, found)
    page = Page.asked_for(len(lines))
    return render_template(
        "documents/history.html",
        document=found,
        lines=lines[page.offset : page.offset + page.size],
        page=page,
    )


@blueprint.get("/documents/<int:document_id>/file")
@requires("document.read")
def original(visit: Visit, document_id: int) -> Response:
    """Hand out the file as it was received."""
    found = visit.load(Document, document_id)
    return download(shell().storage.read(found.sha256), found.filename, found.media_type)


@blueprint.get("/documents/<int:document_id>/review")
@requires("document.review")
def review(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Show the drafts beside the source they were read from."""
    found = visit.load(Document, document_id)
    if elsewhere := settled_first(visit.session, found):
        return redirect(elsewhere, 303)
    wanted = request.args.get("draft", type=int)
    is_asked = "show" in request.args or wanted is not None
    show = asked_tab() if is_asked else first_tab(parts_of(found))
    return review_page(visit, found, Asked(show, wanted))


@blueprint.post("/documents/<int:document_id>/review")
@requires("document.review", table=True)
def accept(visit: Visit, document_id: int) -> ResponseReturnValue:
    """Turn the chosen drafts, or all proposed ones, into tasks."""
    found = visit.load(Document, document_id)
    drafts = chosen_drafts(found)
    try:
        count = issue(visit, drafts)
    except InvalidInput as refusal:
        chosen = frozenset(draft.id for draft in drafts)
        asked = Asked(asked_tab(), chosen=chosen, refusal=str(refusal))
        return review_page(visit, found, asked), REFUSED
    flash(ngettext("%(num)s task issued.", "%(num)s tasks issued.", count))
    still_open = parts_of(found)[Show.proposed]
    target = "documents.review" if still_open else "documents.document"
    return redirect(url_for(target, document_id=document_id), 303)


@blueprint.post("/documents/<int:document_id>/drafts/<int:draft_id>")
@requires("document.review")
def change_draft(visit: Visit, document_id: int, draft_id: int) -> ResponseReturnValue:
    """Do what was asked of one draft, then lead to the one to look at next."""
    found = visit.load(Document, document_id)
    draft = draft_of(found, draft_id)
    check_settled_first(visit.session, found)
    act = request.form.get("act") or "save"
    reference = intake.reference_of(intake.extraction_of(found).masthead)
    form = DraftForm.for_draft(draft, reference, visit.today)
    asked = Asked(asked_tab(), draft_id, form)
    if act not in WITHOUT_FORM and not form.is_ready():
        return review_page(visit, found, asked), REFUSED
    try:
        following = carry_out(Request(visit, draft, form), act)
    except InvalidInput as refusal:
        form.refuse(refusal)
        return review_page(visit, found, asked), REFUSED
    here = tab_url(found, asked.show)
    if following is not None:
        return redirect(draft_url(following, asked.show), 303)
    return redirect(next_url(parts_of(found), draft) or here, 303)


def issue(visit: Visit, drafts: list[Draft]) -> int:
    """Turn the drafts into tasks, and return how many they are.

    Raises:
        InvalidInput: there is none, or one of them names nobody.
    """
    if not drafts:
        raise InvalidInput(_("Tick at least one item."))
    workdays = settings.workdays(visit.session, shell().clock.timezone)
    return len(intake.accept_drafts(visit.session, drafts, visit.person, visit.now, workdays))


def review_page(visit: Visit, document: Document, asked: Asked) -> str:
    """Return the review page of a document."""
    return render_template("documents/review.html", page=gather(visit, document, asked))


def asked_tab() -> Show:
    """Return the tab the address names.

    Raises:
        NotFound: there is no such tab.
    """
    try:
        return Show(request.args.get("show", Show.proposed))
    except ValueError as error:
        raise NotFound("There is no such tab.") from error


def chosen_drafts(document: Document) -> list[Draft]:
    """Return the drafts that were ticked, or every proposed one that asks for nothing.

    Raises:
        NotNow: one was edited since the page with its tick was made, or none is left.
    """
    if request.form.get("act") == "all":
        proposed = parts_of(document)[Show.proposed]
        drafts = [draft for draft in proposed if not intake.unsettled(draft)]
        if not drafts:
            raise NotNow(_("Somebody else has issued or changed these items meanwhile."))
        return drafts
    ticked = request.form.getlist("draft", type=read_tick)
    drafts = [draft_of(document, draft_id) for draft_id, _version in ticked]
    for draft, (_draft_id, version) in zip(drafts, ticked, strict=True):
        if draft.version != version:
            sentence = _(
                "Somebody else has issued or changed item %(no)s meanwhile.", no=number_of(draft)
            )
            raise NotNow(sentence)
    return drafts


def read_tick(text: str) -> tuple[int, int]:
    """Return id and version of a tick like 12-1; a ValueError drops what is none."""
    draft_id, version = map(whole_number, text.split("-"))
    if draft_id is None or version is None:
        raise ValueError(text)
    return draft_id, version


def draft_of(document: Document, draft_id: int) -> Draft:
    """Return a draft of this document.

    Raises:
        NotFound: it belongs to another one, or to none.
    """
    for draft in document.drafts:
        if draft.id == draft_id:
            return draft
    raise NotFound(f"Document {document.id} has no draft {draft_id}.")
