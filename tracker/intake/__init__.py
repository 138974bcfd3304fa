"""Turns a document into drafts, and confirmed drafts into tasks."""

from tracker.intake.interpretation import interpret, reference_of
from tracker.intake.reception import (
    Received,
    all_documents,
    draft_tasks,
    extraction_of,
    find_document,
    read_file,
    receive_document,
)
from tracker.intake.review import (
    DraftValues,
    accept_drafts,
    drop_draft,
    edit_draft,
    proposed_drafts,
    restore_draft,
)

__all__ = [
    "DraftValues",
    "Received",
    "accept_drafts",
    "all_documents",
    "draft_tasks",
    "drop_draft",
    "edit_draft",
    "extraction_of",
    "find_document",
    "interpret",
    "proposed_drafts",
    "read_file",
    "receive_document",
    "reference_of",
    "restore_draft",
]
