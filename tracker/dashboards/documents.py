"""The list of documents: each with how far its drafts have come."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from tracker.models import Document, Draft, DraftKind, DraftState, without_extraction


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document, how many of its drafts wait for the coordinator, and how many are tasks."""

    document: Document
    waiting: int
    issued: int


def count_documents(session: Session) -> int:
    """Return how many documents were imported and not withdrawn."""
    return session.exec(select(func.count()).where(kept())).one()


def kept() -> ColumnElement[bool]:
    """Return the condition that an import was not withdrawn."""
    return col(Document.withdrawn_at).is_(None)


def list_documents(session: Session, offset: int, limit: int) -> list[DocumentRow]:
    """Return a part of the list, the latest first."""
    latest = select(Document).where(kept()).order_by(col(Document.id).desc())
    part = latest.offset(offset).limit(limit).options(without_extraction())
    documents = session.exec(part).all()
    counts = draft_counts(session, [document.id for document in documents])
    return [row(document, counts) for document in documents]


Counts = Counter[tuple[int, DraftKind, DraftState]]


def draft_counts(session: Session, documents: list[int]) -> Counts:
    """Return how many drafts each document has, by kind and state."""
    key = (Draft.document_id, Draft.kind, Draft.state)
    found = session.exec(
        select(*key, func.count())
        .where(col(Draft.document_id).in_(documents))
        .group_by(*map(col, key))
    )
    return Counter(
        {
            (document, DraftKind(kind), DraftState(state)): count
            for document, kind, state, count in found
        }
    )


def row(document: Document, counts: Counts) -> DocumentRow:
    """Return one row: measures wait only where the document has no annex rows at all."""

    def total(kind: DraftKind, *states: DraftState) -> int:
        return sum(counts[document.id, kind, state] for state in states)

    kind = DraftKind.annex if total(DraftKind.annex, *DraftState) else DraftKind.measure
    issued = sum(total(each, DraftState.accepted) for each in DraftKind)
    return DocumentRow(document, total(kind, DraftState.open), issued)
