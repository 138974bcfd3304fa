"""Finds the editions of a document: what a new file looks like, which edition counts now."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.database import compare_and_set
from tracker.errors import Conflict
from tracker.extraction import Masthead
from tracker.history import record
from tracker.intake.difference import fold
from tracker.intake.interpretation import interpret
from tracker.intake.reception import extraction_of
from tracker.models import Document, Draft, DraftState, Person, without_extraction
from tracker.texts import gettext as _


def looks_like(session: Session, document: Document) -> Document | None:
    """Return the edition in force that a new document seems to amend, None where it looks new.

    It bears the 发文字号 of an earlier document, or has its title and issuer. A document that a
    person has placed already (as an edition, as one of its own, as tasks) is not asked about.
    """
    is_placed = document.amends_id is not None or document.is_separate
    if is_placed or any(each.state is DraftState.accepted for each in document.drafts):
        return None
    earlier = select(Document).where(
        Document.id < document.id,
        col(Document.withdrawn_at).is_(None),
        col(Document.amends_id).is_(None),
    )
    latest_first = earlier.order_by(col(Document.id).desc()).options(without_extraction())
    for each in session.exec(latest_first).all():
        if is_alike(document, each):
            return edition_in_force(session, each)
    return None


def is_alike(one: Document, other: Document) -> bool:
    """Return whether two mastheads name the same document."""
    if one.doc_number and other.doc_number:
        return fold_number(one.doc_number) == fold_number(other.doc_number)
    titles = (fold(one.title or ""), fold(one.issuer or ""))
    return all(titles) and titles == (fold(other.title or ""), fold(other.issuer or ""))


def fold_number(number: str) -> str:
    """Return a 发文字号 as numbers are compared: 〔2017〕 and [2017] are the same year."""
    return fold(number).translate(str.maketrans("〔〕【】[]", "()()()"))


def first_edition(session: Session, document: Document) -> Document:
    """Return the edition that the tasks of a document belong to."""
    while document.amends_id is not None:
        document = session.get_one(Document, document.amends_id)
    return document


def edition_in_force(session: Session, document: Document) -> Document:
    """Return the last edition whose changes were applied, from `document` on."""
    while (later := next_edition(session, document)) is not None:
        document = later
    return document


def next_edition(session: Session, document: Document) -> Document | None:
    """Return the edition that was applied upon this one."""
    wanted = select(Document).where(
        Document.amends_id == document.id, col(Document.amended_at).is_not(None)
    )
    return session.exec(wanted).first()


def editions_of(session: Session, document: Document) -> Sequence[Document]:
    """Return the editions that name this one as what they amend and were not withdrawn."""
    wanted = select(Document).where(
        Document.amends_id == document.id, col(Document.withdrawn_at).is_(None)
    )
    in_order = wanted.order_by(col(Document.id)).options(without_extraction())
    return session.exec(in_order).all()


def name_edition(
    session: Session, document: Document, base: Document, by: Person, now: datetime
) -> None:
    """Say that `document` is an amended edition of `base`; nothing is changed by it yet.

    Raises:
        Conflict: it has tasks of its own, was placed or withdrawn meanwhile, or is the base.
    """
    if document.id == base.id or base.withdrawn_at is not None or base.awaits_comparison:
        raise Conflict(f"Document {document.id} cannot amend document {base.id}.")
    if any(each.state is DraftState.accepted for each in document.drafts):
        raise Conflict(_("Tasks of this document were issued already; it is one of its own."))
    compare_and_set(
        session,
        document,
        {"amends_id": None, "withdrawn_at": None},
        amends_id=base.id,
        is_separate=False,
    )
    record(
        session,
        "document.edition",
        by,
        now,
        {"amends": (None, base.id)},
        document_id=document.id,
    )
    read_times_again(session, document, extraction_of(first_edition(session, base)).masthead)


def masthead_of(document: Document, fallback: Masthead) -> Masthead:
    """Return the masthead by which the times of an edition are read.

    A file that is only the table takes 今年 from the `fallback`, that of the first edition.
    """
    own = extraction_of(document).masthead
    if own.issued_on is not None or own.doc_number is not None:
        return own
    return replace(own, issued_on=fallback.issued_on, doc_number=fallback.doc_number)


def read_times_again(session: Session, document: Document, fallback: Masthead) -> None:
    """Read the times of untouched drafts by the first edition's masthead, where it has none."""
    masthead = masthead_of(document, fallback)
    extraction = extraction_of(document)
    if masthead == extraction.masthead:
        return
    rows = [*extraction.rows, *extraction.measures]
    for draft, row in zip(document.drafts, rows, strict=False):
        again = interpret(row, masthead, None)
        if draft.version == 1 and place_of(draft) == place_of(again):
            draft.deadline_normal = again.deadline_normal
            draft.deadline_due_on, draft.deadline_day = again.deadline_due_on, again.deadline_day
            times = [each for each in again.problems if each["kind"].startswith("deadline")]
            others = [each for each in draft.problems if not each["kind"].startswith("deadline")]
            draft.problems = [*times, *others]
    session.flush()


def place_of(draft: Draft) -> str:
    """Return where in its document a draft stands; its parts, if it was split, stand there too."""
    return json.dumps([draft.source, draft.clause], sort_keys=True)


def keep_separate(session: Session, document: Document, by: Person, now: datetime) -> None:
    """Say that `document` is one of its own, whatever it looks like.

    Raises:
        Conflict: its changes were applied already, or it was withdrawn.
    """
    was = document.amends_id
    compare_and_set(
        session,
        document,
        {"amended_at": None, "withdrawn_at": None},
        amends_id=None,
        is_separate=True,
    )
    record(session, "document.separate", by, now, {"amends": (was, None)}, document_id=document.id)
