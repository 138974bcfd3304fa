"""The drafts of a document as a table of fields: reads what was sent, saves it row by row."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import request

from tracker import intake
from tracker.directory import without_unseen
from tracker.errors import Conflict, InvalidInput
from tracker.intake import DraftValues
from tracker.models import Document, Draft, DraftState
from tracker.texts import gettext as _
from tracker.web.access import Visit
from tracker.web.draft_forms import (
    LONGEST_CONTENT,
    LONGEST_DEADLINE,
    LONGEST_TITLE,
    names_in,
)
from tracker.web.forms import Form, whole_number
from tracker.web.lists import Page

COLUMNS = ("no", "title", "content", "deadline_text", "leads", "cooperating")
LONGEST = {
    "no": 50,
    "title": LONGEST_TITLE,
    "deadline_text": LONGEST_DEADLINE,
    "content": LONGEST_CONTENT,
    "leads": LONGEST_CONTENT,
    "cooperating": LONGEST_CONTENT,
}
NEW = "new"
ROWS_A_PAGE = 100


class GridForm(Form):
    """The table as a form: each row saves by itself, so its fields are read here by their names."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its name in the form, its text, and the stored text where that differs."""

    name: str
    column: str
    text: str
    stored: str

    @property
    def lines(self) -> int:
        """How many lines the field shows without a script."""
        return max(1, len(self.text.splitlines()))

    @property
    def differs(self) -> bool:
        """Whether it holds something else than the database."""
        return self.text != self.stored


@dataclass(frozen=True, slots=True)
class GridRow:
    """One draft in the table; `error` says why it was not saved, `key` names its fields."""

    key: str
    draft: Draft | None
    version: int
    cells: tuple[Cell, ...]
    error: str = ""

    @property
    def digest(self) -> str:
        """What the page says of the stored texts, to tell a row that nobody touched."""
        return digest({cell.column: cell.stored for cell in self.cells})


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a table that was sent: how many rows were saved, and those that were not."""

    count: int
    refused: tuple[GridRow, ...]


def texts_of(draft: Draft) -> dict[str, str]:
    """Return what the fields of a draft hold, names one a line."""
    return {
        "no": draft.no or "",
        "title": draft.title,
        "content": draft.content,
        "deadline_text": draft.deadline_text,
        "leads": "\n".join(draft.leads),
        "cooperating": "\n".join(draft.cooperating),
    }


def grid_drafts(document: Document) -> list[Draft]:
    """Return the drafts the table holds: the proposed ones, in the document's order."""
    return sorted(intake.proposed_drafts(document), key=lambda draft: draft.position)


def grid_rows(document: Document, page: Page, refused: Iterable[GridRow] = ()) -> list[GridRow]:
    """Return the rows of one page; one that was refused holds what was typed."""
    kept = {row.key: row for row in refused}
    drafts = grid_drafts(document)[page.offset : page.offset + page.size]
    rows = [kept.get(str(draft.id), row_of(draft)) for draft in drafts]
    shown = {row.key for row in rows}
    return [*rows, *(row for row in kept.values() if row.key not in shown)]


def row_of(draft: Draft) -> GridRow:
    """Return the row of a draft as it is stored."""
    stored = texts_of(draft)
    return GridRow(str(draft.id), draft, draft.version, cells(str(draft.id), stored, stored))


def cells(key: str, texts: dict[str, str], stored: dict[str, str]) -> tuple[Cell, ...]:
    """Return the fields of a row."""
    return tuple(
        Cell(f"{key}-{column}", column, texts[column], stored[column]) for column in COLUMNS
    )


def blank_row(key: str = NEW) -> GridRow:
    """Return a row for an item that is not there yet."""
    blank = dict.fromkeys(COLUMNS, "")
    return GridRow(key, None, 0, cells(key, blank, blank))


def save_grid(visit: Visit, document: Document) -> Saved:
    """Save every row that was changed and every new one; a row that cannot be is handed back.

    Each row stands by itself: one that somebody changed meanwhile stops no other.
    """
    drafts = {str(draft.id): draft for draft in document.drafts}
    last = next(iter(grid_drafts(document)[-1:]), None)
    refused: list[GridRow] = []
    new: list[DraftValues] = []
    count, can_add = 0, not intake.is_finished(document)
    for key in request.form.getlist("row"):
        draft, sent = drafts.get(key), sent_texts(key)
        if not is_filled_in(draft, key):
            continue
        try:
            check_row(draft, key, sent, can_add=can_add)
            if draft is None:
                new.append(new_values(sent))
            else:
                save_row(visit, draft, key, sent)
                count += 1
        except (InvalidInput, Conflict) as error:
            refused.append(refused_row(draft, key, sent, error))
    if new:
        intake.add_rows(visit.session, document, last, new, visit.person, visit.now)
    return Saved(count + len(new), tuple(refused))


def typed_rows(document: Document) -> tuple[GridRow, ...]:
    """Return the rows that were filled in otherwise than they are stored, as they were sent."""
    drafts = {str(draft.id): draft for draft in document.drafts}
    return tuple(
        typed_row(drafts.get(key), key, sent_texts(key))
        for key in request.form.getlist("row")
        if is_filled_in(drafts.get(key), key)
    )


def is_filled_in(draft: Draft | None, key: str) -> bool:
    """Return whether there is anything in a row that would be saved."""
    sent = sent_texts(key)
    return not is_untouched(key, sent) and (draft is not None or any(sent.values()))


def typed_row(draft: Draft | None, key: str, sent: dict[str, str]) -> GridRow:
    """Return a row as it was sent, upon the version of its page."""
    stored = texts_of(draft) if draft else dict.fromkeys(COLUMNS, "")
    return GridRow(key, draft, version_sent(key), cells(key, sent, stored))


def version_sent(key: str) -> int:
    """Return the version of the draft on the page a row was sent from."""
    return whole_number(request.form.get(f"{key}-version")) or 0


def check_row(draft: Draft | None, key: str, sent: Mapping[str, str], *, can_add: bool) -> None:
    """Refuse a row that cannot be saved.

    Raises:
        Conflict: its draft is gone.
        InvalidInput: a new row says nothing, names what is no department or comes too late, or one
            of the fields is too long.
    """
    if draft is None and not key.startswith(NEW):
        raise Conflict(f"Draft {key} is gone.")
    if draft is None and not can_add:
        raise InvalidInput(_("The items of this document were all issued; none can be added."))
    too_long = next((name for name in COLUMNS if len(sent[name]) > LONGEST[name]), None)
    if too_long is not None:
        raise InvalidInput(_("The text is too long."), too_long)
    if draft is None:
        intake.check_values(new_values(sent))


def save_row(visit: Visit, draft: Draft, key: str, sent: dict[str, str]) -> None:
    """Save the row of a draft.

    Raises:
        Conflict: somebody changed the draft since the page was made, or it is no longer open.
        InvalidInput: the row says nothing any more.
    """
    values = grid_values(draft, sent)
    version = version_sent(key)
    intake.edit_draft(visit.session, draft, values, version, visit.person, visit.now)


def is_untouched(key: str, sent: Mapping[str, str]) -> bool:
    """Return whether the fields of a row are as they were when the page was made."""
    return request.form.get(f"{key}-was") == digest(sent)


def digest(texts: Mapping[str, str]) -> str:
    """Return a short hash of the texts of a row."""
    joined = "\0".join(tidy(texts[column]) for column in COLUMNS)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def sent_texts(key: str) -> dict[str, str]:
    """Return what the fields of a row hold now."""
    return {column: tidy(request.form.get(f"{key}-{column}", "")) for column in COLUMNS}


def tidy(text: str) -> str:
    """Return a text with plain line ends, without blanks around it or characters nobody sees."""
    return without_unseen(text).strip()


def grid_values(draft: Draft, sent: dict[str, str]) -> DraftValues:
    """Return the values a row asks for; cells that were not touched stay as they are."""
    stored = texts_of(draft)
    touched = {name for name in COLUMNS if sent[name] != tidy(stored[name])}
    taken = {name: sent[name] if name in touched else stored[name] for name in COLUMNS}
    return DraftValues(
        no=taken["no"],
        title="".join(taken["title"].split("\n")),
        content=taken["content"],
        deadline_text="".join(taken["deadline_text"].split("\n")),
        leads=names_in(sent["leads"]) if "leads" in touched else tuple(draft.leads),
        cooperating=(
            names_in(sent["cooperating"]) if "cooperating" in touched else tuple(draft.cooperating)
        ),
    )


def new_values(sent: Mapping[str, str]) -> DraftValues:
    """Return the values of a row that is not there yet."""
    return DraftValues(
        no=sent["no"],
        title="".join(sent["title"].split("\n")),
        content=sent["content"],
        deadline_text="".join(sent["deadline_text"].split("\n")),
        leads=names_in(sent["leads"]),
        cooperating=names_in(sent["cooperating"]),
    )


def refused_row(
    draft: Draft | None, key: str, sent: dict[str, str], error: InvalidInput | Conflict
) -> GridRow:
    """Return a row as it was typed, with the reason and the version that is stored now."""
    if draft is None or draft.state is not DraftState.open:
        reason = (
            str(error) if isinstance(error, InvalidInput) else _("This item is no longer open.")
        )
        return GridRow(key, None, 0, cells(key, sent, dict.fromkeys(COLUMNS, "")), reason)
    reason = (
        str(error)
        if isinstance(error, InvalidInput)
        else _("Somebody changed this row meanwhile. What is stored stands below yours.")
    )
    return replace(row_of(draft), cells=cells(key, sent, texts_of(draft)), error=reason)
