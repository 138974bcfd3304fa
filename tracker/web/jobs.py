"""The pages of scans that are read in the background, and the pictures of their pages."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import select

from tracker import intake
from tracker.errors import NotFound
from tracker.models import Document, Job, ScannedPage
from tracker.texts import gettext as _
from tracker.web.access import Visit, requires, shell
from tracker.web.job_progress import progress_of
from tracker.web.protection import DOWNLOAD_POLICY

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/jobs/<int:job_id>")
@requires("job.read")
def job(visit: Visit, job_id: int) -> ResponseReturnValue:
    """Show how far the reading is; once it is done, lead to what it became."""
    found = visit.load(Job, job_id)
    if found.document is not None:
        return redirect(ready_url(visit, found.document), 303)
    return render_template("documents/job.html", job=found, progress=progress_of(visit, found))


def ready_url(visit: Visit, document: Document) -> str:
    """Return where a person goes on with a scan that was read.

    One that was uploaded as an edition is compared; one that looks like an edition is asked about.
    Of one whose import was taken back there is the page that says so.
    """
    if document.withdrawn_at is not None:
        return url_for("documents.document", document_id=document.id)
    if document.awaits_comparison:
        return url_for("amendments.comparison", document_id=document.id)
    is_alike = intake.looks_like(visit.session, document) is not None
    target = "amendments.question" if is_alike else "documents.review"
    return url_for(target, document_id=document.id)


@blueprint.post("/jobs/<int:job_id>/cancel")
@requires("job.change")
def cancel(visit: Visit, job_id: int) -> ResponseReturnValue:
    """Stop the reading."""
    intake.cancel_job(visit.session, visit.load(Job, job_id), visit.person, visit.now)
    flash(_("The reading was stopped."))
    return redirect(url_for("jobs.job", job_id=job_id), 303)


@blueprint.post("/jobs/<int:job_id>/retry")
@requires("job.change")
def retry(visit: Visit, job_id: int) -> ResponseReturnValue:
    """Begin the reading again; pages that were read stay read."""
    intake.retry_job(visit.session, visit.load(Job, job_id), visit.person, visit.now)
    return redirect(url_for("jobs.job", job_id=job_id), 303)


@blueprint.get("/documents/<int:document_id>/pages/<int:number>")
@requires("document.read")
def picture(visit: Visit, document_id: int, number: int) -> Response:
    """Hand out the level picture of a page to the review that shows it.

    Raises:
        NotFound: the document is no scan, or has no such page.
    """
    found = intake.job_of(visit.session, visit.load(Document, document_id))
    wanted = select(ScannedPage).where(
        ScannedPage.job_id == (found.id if found else None), ScannedPage.number == number
    )
    page = visit.session.exec(wanted).first()
    if page is None:
        raise NotFound(f"Document {document_id} has no picture of page {number}.")
    data = shell().storage.read(page.sha256)
    response = send_file(BytesIO(data), mimetype="image/jpeg", etag=page.sha256)
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response
