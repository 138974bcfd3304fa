"""Which drafts each tab of the review page holds, and the addresses of tabs and drafts."""

import re
from enum import StrEnum

from flask import url_for
from sqlmodel import Session

from tracker import intake
from tracker.errors import NotNow
from tracker.models import Document, Draft, DraftState
from tracker.texts import gettext as _
from tracker.web.lists import Tab

# 6, 6-1, 1.2.3, 十二, (三): what stands between 第 and 项.
PLAIN_NUMBER = re.compile(r"[0-9A-Za-z.\-－—（）()、一二三四五六七八九十百〇零\s]+")


class Show(StrEnum):
    """The tabs of the review page; `names` has a page of its own."""

    proposed = "proposed"
    unsettled = "unsettled"
    names = "names"
    measures = "measures"
    accepted = "accepted"
    dropped = "dropped"


def parts_of(document: Document) -> dict[Show, list[Draft]]:
    """Return the drafts of each tab but that of the names, in the document's order."""
    proposed = intake.proposed_drafts(document)
    listed = {draft.id for draft in proposed}
    ordered = sorted(document.drafts, key=lambda draft: draft.position)

    def having(state: DraftState) -> list[Draft]:
        return [draft for draft in ordered if draft.state is state]

    return {
        Show.proposed: proposed,
        Show.unsettled: [draft for draft in proposed if intake.unsettled(draft)],
        Show.measures: [each for each in having(DraftState.open) if each.id not in listed],
        Show.accepted: having(DraftState.accepted),
        Show.dropped: having(DraftState.dropped),
    }


def has_begun(parts: dict[Show, list[Draft]]) -> bool:
    """Return whether anything is proposed, or was done with a draft already."""
    return any(parts[show] for show in (Show.proposed, Show.accepted, Show.dropped))


def first_tab(parts: dict[Show, list[Draft]]) -> Show:
    """Return the tab to open with: the measures to pick from where nothing could be proposed."""
    return Show.measures if parts[Show.measures] and not has_begun(parts) else Show.proposed


def next_url(
    parts: dict[Show, list[Draft]], after: Draft | None, *, backwards: bool = False
) -> str:
    """Return the address of the next draft to settle, round to the first again after the last."""
    waiting = [each for each in parts[Show.unsettled] if after is None or each.id != after.id]
    if backwards:
        waiting.reverse()
    if not waiting:
        return ""
    if after is None:
        return draft_url(waiting[0])
    later = [each for each in waiting if (each.position > after.position) is not backwards]
    return draft_url((later or waiting)[0])


def draft_url(draft: Draft, show: Show = Show.proposed) -> str:
    """Return the address that opens a draft on the review page."""
    return url_for(
        "documents.review",
        document_id=draft.document_id,
        show=None if show is Show.proposed else show,
        draft=draft.id,
        _anchor=f"draft-{draft.id}",
    )


def number_of(draft: Draft) -> str:
    """Return what people call an item: its number, else its place in the list.

    One that a person added and gave no number is new.
    """
    return draft.no or (_("new") if is_added(draft) else str(draft.position))


def plain_number_of(draft: Draft) -> str:
    """Return the number 第…项 can be said of; blank for a new item and for 第1件事."""
    number = "" if is_added(draft) and not draft.no else number_of(draft)
    return number.rstrip(".") if PLAIN_NUMBER.fullmatch(number) else ""


def is_added(draft: Draft) -> bool:
    """Return whether a person added a draft, which has no number or words of the document."""
    return bool(draft.source.get("added"))


def tabs_of(
    document: Document, parts: dict[Show, list[Draft]], name_count: int, current: Show
) -> tuple[Tab, ...]:
    """Return the tabs of the page."""
    counts = {part: name_count if part is Show.names else len(parts[part]) for part in Show}
    return tuple(tab(document, part, count, current) for part, count in counts.items())


def tab(document: Document, part: Show, count: int, current: Show) -> Tab:
    """Return one tab of the page."""
    label = {
        Show.proposed: _("Proposed items"),
        Show.unsettled: _("To be settled"),
        Show.names: _("Departments named"),
        Show.measures: _("Measures of the body"),
        Show.accepted: _("Issued"),
        Show.dropped: _("No task"),
    }[part]
    return Tab(
        label, count, tab_url(document, part), part is current, starts_group=part is Show.accepted
    )


def tab_url(document: Document, part: Show) -> str:
    """Return the address of a tab."""
    if part is Show.names:
        return url_for("reviews.names", document_id=document.id)
    show = None if part is Show.proposed else part
    return url_for("documents.review", document_id=document.id, show=show)


def settled_first(session: Session, document: Document) -> str:
    """Return the page on which to say what an edition is, before its rows are checked; or blank."""
    if document.awaits_comparison:
        return url_for("amendments.comparison", document_id=document.id)
    if intake.looks_like(session, document) is not None:
        return url_for("amendments.question", document_id=document.id)
    return ""


def check_settled_first(session: Session, document: Document, *, to_compare: bool = False) -> None:
    """Refuse to change rows of a document of which it was not said yet what it is.

    `to_compare` allows what is done for the comparison of an amended edition: reading its tables.

    Raises:
        NotNow: it may be an edition of another one, or is one that was not compared.
    """
    if to_compare and document.awaits_comparison:
        return
    if settled_first(session, document):
        raise NotNow(
            _(
                "%(label)s may be an amended edition, or has not been compared yet; settle that "
                "first, then check its rows. Nothing was changed.",
                label=document.label,
            )
        )
