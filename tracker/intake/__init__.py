"""Turns a document into drafts, and confirmed drafts into tasks."""

from tracker.intake.acts import last_act, undo
from tracker.intake.interpretation import interpret, reference_of
from tracker.intake.naming import (
    NameUsed,
    names_used,
    remember_names,
    rename_in_drafts,
)
from tracker.intake.rearranging import (
    Seen,
    add_draft,
    merge_drafts,
    revert_draft,
    split_draft,
)
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
    check_draft,
    drop_draft,
    edit_draft,
    let_first_lead,
    proposed_drafts,
    restore_draft,
    unsettled,
)
from tracker.intake.settling import Choice, choices_of

__all__ = [
    "Choice",
    "DraftValues",
    "NameUsed",
    "Received",
    "Seen",
    "accept_drafts",
    "add_draft",
    "all_documents",
    "check_draft",
    "choices_of",
    "draft_tasks",
    "drop_draft",
    "edit_draft",
    "extraction_of",
    "find_document",
    "interpret",
    "last_act",
    "let_first_lead",
    "merge_drafts",
    "names_used",
    "proposed_drafts",
    "read_file",
    "receive_document",
    "reference_of",
    "remember_names",
    "rename_in_drafts",
    "restore_draft",
    "revert_draft",
    "split_draft",
    "undo",
    "unsettled",
]
