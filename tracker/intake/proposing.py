"""Says which drafts of a document are proposed as tasks."""

from tracker.models import Document, Draft, DraftKind, DraftState


def proposed_drafts(document: Document) -> list[Draft]:
    """Return the open drafts that are ticked from the start.

    The rows of the annex; without an annex the measures that name somebody. The measures beside an
    annex say the same again and only show what it covers. An annex of which a person dropped every
    row is none.
    """
    still_open = [each for each in document.drafts if each.state is DraftState.open]
    has_annex = any(
        each.kind is DraftKind.annex and each.state is not DraftState.dropped
        for each in document.drafts
    )
    if has_annex:
        return [each for each in still_open if each.kind is DraftKind.annex]
    return [each for each in still_open if each.leads]
