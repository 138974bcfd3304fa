"""The pages of scans that are read in the background, and the pictures of their pages."""

from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import select

from tracker import intake
from tracker.errors import NotFound
from tracker.models import Document, Job, JobState, ScannedPage
from tracker.texts import gettext as _
from tracker.web.access import Visit, requires, shell
from tracker.web.protection import DOWNLOAD_POLICY

blueprint = Blueprint("jobs", __name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come, in words and in percent of its pages."""

    word: str
    percent: int


def progress_of(job: Job) -> Progress:
    """Return how far the job has come; reading a page counts when the page is kept."""
    total = job.pages_total or 0
    percent = 100 * job.pages_done // total if total else 0
    if job.state is JobState.running and total:
        return Progress(
            _("%(done)s of %(total)s pages read", done=job.pages_done, total=total), percent
        )
    words = {
        JobState.queued: _("Waiting to be read"),
        JobState.running: _("Being opened"),
        JobState.done: _("Recognised"),
        JobState.failed: _("Cannot be read"),
        JobState.cancelled: _("Stopped"),
    }
    return Progress(words[job.state], percent)


@blueprint.get("/jobs/<int:job_id>")
@requires("job.read")
def job(visit: Visit, job_id: int) -> ResponseReturnValue:
    """Show how far the reading is; once it is done, lead to the review."""
    found = visit.load(Job, job_id)
    if found.document_id is not None:
        return redirect(url_for("documents.review", document_id=found.document_id), 303)
    return render_template("documents/job.html", job=found, progress=progress_of(found))


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
