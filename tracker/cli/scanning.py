"""Reads a scan in the foreground, page by page, with the progress on standard error."""

from tracker import confined, directory, intake
from tracker.cli.output import note
from tracker.clock import Clock
from tracker.database import Database
from tracker.errors import NotNow, ScannedFile, UnreadableFile
from tracker.extraction import Extraction
from tracker.extraction.wire import blocks_to_json
from tracker.models import Job
from tracker.reading import media_type, scans
from tracker.storage import Storage
from tracker.texts import gettext as _


def extracted(data: bytes, filename: str) -> Extraction:
    """Return what a file holds; a scan is recognised, which takes about ten seconds a page.

    Raises:
        UnreadableFile: see `confined`; or nothing is installed that reads scans.
    """
    kind = media_type(data, filename)
    if kind not in scans.IMAGES:
        try:
            return confined.extract_document(data, kind)
        except ScannedFile:
            pass  # a PDF or OFD file with pages that are pictures
    scans.require_installed()
    numbers = confined.picture_pages(data, kind)
    pages = {}
    for done, number in enumerate(numbers):
        tell(done, len(numbers))
        pages[number] = blocks_to_json(confined.read_page(data, kind, number).blocks)
    return confined.extract_pages(pages, data, kind)


def import_scan(
    database: Database, storage: Storage, clock: Clock, data: bytes, filename: str
) -> int:
    """Queue a scan, read it at once, and return the id of the document it became.

    Raises:
        UnreadableFile: why it cannot be read.
        NotNow: another process reads the same file.
    """
    scan = intake.keep_scan(storage, data, filename)
    with database.write() as session:
        now = clock.now()
        by = directory.operator(session, now)
        if intake.open_job(session, scan.sha256) is not None:
            raise NotNow(_("The same file is being read already."))
        job = intake.queue_job(session, scan, by, now)
        worker = intake.claim(session, job, database, storage, clock)
    worker.tell = tell
    done = intake.work(worker)
    if done is None:
        with database.read() as session:
            raise UnreadableFile(session.get_one(Job, worker.job_id).reason)
    return done


def tell(done: int, total: int) -> None:
    """Say which page is read now."""
    if done < total:
        note(_("Reading page %(number)s of %(total)s …", number=done + 1, total=total))
