"""Takes a file in: reads it, keeps it, drafts its rows."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import confined, reading
from tracker.directory import Matcher, all_departments
from tracker.errors import TooLarge, UnknownFormat
from tracker.extraction import Extraction, Remark, TaskRow
from tracker.extraction.wire import from_json, rows_from_plain, to_json
from tracker.history import Change, record
from tracker.intake.doubts import doubts_of
from tracker.intake.interpretation import interpret
from tracker.intake.pairs import matcher_for, pairs_in, with_pairs
from tracker.models import Document, Draft, Person
from tracker.reading import scans
from tracker.reading.content import Place
from tracker.storage import Storage, tidy_name
from tracker.texts import gettext as _

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was read and kept: hash, size in bytes, name, type, and all that was found."""

    sha256: str
    size: int
    filename: str
    media_type: str
    extraction: Extraction


def read_file(storage: Storage, data: bytes, filename: str, limit: int = 20 * MEGABYTE) -> Received:
    """Read an untrusted file in a child process and keep it; no transaction may be open meanwhile.

    Raises:
        ScannedFile: its pages are pictures, to be recognised by a job of their own.
        UnreadableFile: one of 已加密 已损坏 类型不符 过大 无法识别, as a sentence.
    """
    media_type = type_of_file(data, filename, limit)
    if media_type in scans.IMAGES:
        scans.refuse(data)
    extraction = confined.extract_document(data, media_type)
    name = tidy_name(filename, _("document"))
    return Received(storage.put(data), len(data), name, media_type, extraction)


def type_of_file(data: bytes, filename: str, limit: int = 20 * MEGABYTE) -> str:
    """Return the media type of an uploaded file, told by its bytes.

    Raises:
        UnreadableFile: it is empty, too large, or of no type we know.
    """
    if not data:
        raise UnknownFormat(_("The file is empty."))
    if len(data) > limit:
        raise TooLarge(
            _("The file is larger than %(limit)s MB; split it.", limit=limit // MEGABYTE)
        )
    return reading.media_type(data, filename)


def find_document(session: Session, data: bytes) -> Document | None:
    """Return the document whose file has these very bytes, None where it is new."""
    return find_by_hash(session, hashlib.sha256(data).hexdigest())


def find_by_hash(session: Session, digest: str) -> Document | None:
    """Return the document whose file has this hash, None where it is new or was withdrawn."""
    wanted = select(Document).where(Document.sha256 == digest, col(Document.withdrawn_at).is_(None))
    return session.exec(wanted).first()


def receive_document(session: Session, received: Received, by: Person, now: datetime) -> Document:
    """Add a document that was read, with its drafts; the same bytes again give the first one."""
    known = find_by_hash(session, received.sha256)
    if known is not None:
        return known
    masthead = received.extraction.masthead
    document = Document(
        sha256=received.sha256,
        filename=received.filename,
        media_type=received.media_type,
        size=received.size,
        title=masthead.title,
        doc_number=masthead.doc_number,
        issuer=masthead.issuer,
        issued_on=masthead.issued_on,
        annexes=list(masthead.annexes),
        remarks=[remark.text for remark in received.extraction.remarks],
        extraction=json.loads(to_json(received.extraction)),
        received_at=now,
        received_by_id=by.id,
    )
    session.add(document)
    session.flush()
    drafts = draft_tasks(session, document, received.extraction)
    counts: Change = {"drafts": (0, len(drafts))}
    record(session, "document.received", by, now, counts, document_id=document.id)
    return document


def draft_tasks(session: Session, document: Document, extraction: Extraction) -> list[Draft]:
    """Add one draft for each row: annex rows first, then the measures of the body."""
    matcher = matcher_for(document, all_departments(session))
    drafts = drafts_of(extraction, [*extraction.rows, *extraction.measures], matcher)
    for position, draft in enumerate(drafts, start=1):
        draft.document_id, draft.position = document.id, position
        document.drafts.append(draft)
    ask_pairs(document, drafts, matcher)
    session.flush()
    return drafts


def drafts_of(extraction: Extraction, rows: Iterable[TaskRow], matcher: Matcher) -> list[Draft]:
    """Return one unsaved draft for each of these rows of an extraction, with all its problems."""
    drafts = []
    for row in rows:
        draft = interpret(row, extraction.masthead, matcher)
        draft.problems = [*draft.problems, *doubts_of(row, extraction.content)]
        drafts.append(draft)
    return drafts


def ask_pairs(document: Document, drafts: Iterable[Draft], matcher: Matcher) -> None:
    """Ask in these drafts of a document about names that seem to be another one of it."""
    pairs = pairs_in(document, matcher)
    for draft in drafts if pairs else ():
        draft.problems = with_pairs(draft.problems, [*draft.leads, *draft.cooperating], pairs)


def extraction_of(document: Document) -> Extraction:
    """Return what was read from the document's file: when it came in, and by a person since."""
    extraction = from_json(json.dumps(document.extraction))
    if not document.readings:
        return extraction
    latest = {each.block: each for each in document.readings}
    rows = [row for row in extraction.rows if row.place.block not in latest]
    measures = [row for row in extraction.measures if row.place.block not in latest]
    remarks = [each for each in extraction.remarks if each.place.block not in latest]
    for block, latter in latest.items():
        rows += rows_from_plain(latter.rows)
        remarks += [Remark(text, Place(block)) for text in latter.remarks]
    rows.sort(key=lambda row: row.place.block)
    return replace(extraction, rows=tuple(rows), measures=tuple(measures), remarks=tuple(remarks))


def remarks_on(document: Document) -> list[str]:
    """Return the remarks on what was left out of a document, and by its latest readings."""
    if not document.readings:
        return document.remarks
    return [remark.text for remark in extraction_of(document).remarks]
