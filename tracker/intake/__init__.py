"""Turns a document into drafts, and confirmed drafts into tasks."""

from tracker.intake.accepting import accept_drafts
from tracker.intake.acts import last_act, undo
from tracker.intake.adding import add_rows
from tracker.intake.amendment import Applied, apply_amendment
from tracker.intake.comparing import Caution, Comparison, Item, Offer, compare_editions
from tracker.intake.difference import Kind, Line, When, changed
from tracker.intake.editions import (
    edition_in_force,
    editions_of,
    first_edition,
    keep_separate,
    looks_like,
    name_edition,
)
from tracker.intake.interpretation import interpret, reference_of
from tracker.intake.jobs import (
    KeptScan,
    cancel_job,
    job_of,
    keep_scan,
    open_job,
    queue_job,
    retry_job,
    unfinished_jobs,
)
from tracker.intake.naming import (
    NameUsed,
    join_pairs,
    names_used,
    remember_names,
    rename_in_drafts,
)
from tracker.intake.pairs import pair_reason
from tracker.intake.progress import Phase, Situation, situation
from tracker.intake.proposing import proposed_drafts
from tracker.intake.rearranging import (
    Seen,
    add_draft,
    merge_drafts,
    revert_draft,
    split_draft,
)
from tracker.intake.reception import (
    Received,
    draft_tasks,
    extraction_of,
    find_document,
    read_file,
    receive_document,
    remarks_on,
)
from tracker.intake.recognising import (
    MOST_ATTEMPTS,
    Worker,
    claim,
    claim_next,
    work,
    work_jobs,
)
from tracker.intake.reverting import withdraw_edition
from tracker.intake.review import (
    DraftValues,
    check_draft,
    drop_draft,
    edit_draft,
    let_first_lead,
    restore_draft,
    unsettled,
)
from tracker.intake.settling import Choice, choices_of
from tracker.intake.splitting import parts_of_name
from tracker.intake.tables import (
    alike_tables,
    columns_for,
    drafts_of_table,
    drop_table,
    first_rows,
    flat_tables,
    is_finished,
    missed_tables,
    read_tables,
    reading_refused,
    rows_by,
    stands_for_row,
    table_at,
)
from tracker.intake.undoing import Undoing, undoing, withdraw_import

__all__ = [
    "MOST_ATTEMPTS",
    "Applied",
    "Caution",
    "Choice",
    "Comparison",
    "DraftValues",
    "Item",
    "KeptScan",
    "Kind",
    "Line",
    "NameUsed",
    "Offer",
    "Phase",
    "Received",
    "Seen",
    "Situation",
    "Undoing",
    "When",
    "Worker",
    "accept_drafts",
    "add_draft",
    "add_rows",
    "alike_tables",
    "apply_amendment",
    "cancel_job",
    "changed",
    "check_draft",
    "choices_of",
    "claim",
    "claim_next",
    "columns_for",
    "compare_editions",
    "draft_tasks",
    "drafts_of_table",
    "drop_draft",
    "drop_table",
    "edit_draft",
    "edition_in_force",
    "editions_of",
    "extraction_of",
    "find_document",
    "first_edition",
    "first_rows",
    "flat_tables",
    "interpret",
    "is_finished",
    "job_of",
    "join_pairs",
    "keep_scan",
    "keep_separate",
    "last_act",
    "let_first_lead",
    "looks_like",
    "merge_drafts",
    "missed_tables",
    "name_edition",
    "names_used",
    "open_job",
    "pair_reason",
    "parts_of_name",
    "proposed_drafts",
    "queue_job",
    "read_file",
    "read_tables",
    "reading_refused",
    "receive_document",
    "reference_of",
    "remarks_on",
    "remember_names",
    "rename_in_drafts",
    "restore_draft",
    "retry_job",
    "revert_draft",
    "rows_by",
    "situation",
    "split_draft",
    "stands_for_row",
    "table_at",
    "undo",
    "undoing",
    "unfinished_jobs",
    "unsettled",
    "withdraw_edition",
    "withdraw_import",
    "work",
    "work_jobs",
]
