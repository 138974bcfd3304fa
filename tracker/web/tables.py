"""按任务表读入: the page where a person says what each column of a table of the original holds."""

from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from tracker import intake
from tracker.errors import InvalidInput, NotFound
from tracker.extraction import Extraction
from tracker.extraction.choosing import CHOICES, Chosen
from tracker.extraction.fields import Field
from tracker.models import Document, Draft, DraftState
from tracker.reading.content import Table
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import Visit, requires
from tracker.web.forms import Form
from tracker.web.review_tabs import check_settled_first, draft_url, settled_first

blueprint = Blueprint("tables", __name__)
REFUSED = HTTPStatus.BAD_REQUEST
MOST_HEADER_ROWS = 8
# Rows of the original, and drafts made of them, that the page shows; the rest is read all the same.
SHOWN_ROWS, SHOWN_DRAFTS = 8, 8
PREVIEWED_ROWS = 200
ALIKE = "alike"


class ColumnsForm(Form):
    """The columns as a form: there is one field a column, so they are read here by their name."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of the original with its span over the rows and columns that are shown."""

    text: str
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the original."""

    cells: tuple[ShownCell, ...]
    is_head: bool


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table of the original, what its columns are taken for, and what becomes of its rows.

    `drafts` are what its first rows would become, `wanting` says why they become none. `closed`
    says why the table cannot be read, `refusal` why it was not; `read` are the drafts that stand
    for its rows already. `alike_count` tables have the same headings, `with_alike` reads them too.
    """

    document: Document
    table: Table
    chosen: Chosen
    rows: tuple[ShownRow, ...]
    drafts: tuple[Draft, ...]
    wanting: str
    closed: str
    refusal: str
    read: tuple[Draft, ...]
    alike_count: int
    with_alike: bool

    @property
    def can_be_dropped(self) -> bool:
        """Whether an item that was read from it is still open."""
        is_open = any(each.state is DraftState.open for each in self.read)
        return is_open and not self.document.awaits_comparison

    @property
    def was_issued(self) -> bool:
        """Whether an item that was read from it became a task: its import can be undone."""
        return any(each.state is DraftState.accepted for each in self.read)

    @property
    def seen(self) -> str:
        """What tells a later change of the items that were read from it."""
        return intake.seen_rows(self.read)

    @property
    def shown(self) -> tuple[Draft, ...]:
        """The first of what its rows would become."""
        return self.drafts[:SHOWN_DRAFTS]

    @property
    def header_choices(self) -> range:
        """How many rows the header may have."""
        most = max(MOST_HEADER_ROWS, self.chosen.header_rows)
        return range(min(most, len(self.table.rows) - 1) + 1)

    @property
    def is_whole(self) -> bool:
        """Whether all rows were looked at."""
        return len(self.table.rows) <= PREVIEWED_ROWS


def field_words() -> dict[Field, str]:
    """Return what each field of a column is called, in the order of the choices."""
    words = {
        Field.NUMBER: _("No."),
        Field.TITLE: _("Task"),
        Field.CONTENT: _("Content, measures"),
        Field.DEADLINE: _("Time of completion"),
        Field.LEAD: _("Leading departments"),
        Field.RESPONSIBLE: _("Responsible departments"),
        Field.COOPERATING: _("Cooperating departments"),
        Field.PERSON: _("Persons, leaders"),
    }
    return {each: words[each] for each in CHOICES}


@blueprint.get("/documents/<int:document_id>/tables/<int:block>")
@requires("document.review")
def table(visit: Visit, document_id: int, block: int) -> ResponseReturnValue:
    """Show a table with what each column seems to hold, and what its rows would become."""
    document = visit.load(Document, document_id)
    elsewhere = settled_first(visit.session, document)
    if elsewhere and not document.awaits_comparison:
        return redirect(elsewhere, 303)
    return table_page(visit, document, block)


@blueprint.post("/documents/<int:document_id>/tables/<int:block>")
@requires("document.review", slow=True)
def read(visit: Visit, document_id: int, block: int) -> ResponseReturnValue:
    """Read the table by what was said of its columns, or only show what it would give."""
    document = visit.load(Document, document_id)
    check_settled_first(visit.session, document, to_compare=True)
    if not ColumnsForm.from_request().is_ready():
        return table_page(visit, document, block), REFUSED
    extraction = intake.extraction_of(document)
    table = intake.table_at(extraction, block)
    known = intake.columns_for(visit.session, document, extraction, table)
    chosen = chosen_in(request.form, known)
    if (act := request.form.get("act", "show")) == "show":
        return redirect(page_url(document_id, block, chosen), 303)
    if act != "read":
        raise NotFound(f"There is no act {act!r}.")
    asked = {block: chosen}
    if ALIKE in request.form:
        others = intake.alike_tables(document, extraction, table, chosen)
        asked.update(dict.fromkeys(others, chosen))
    try:
        drafted = intake.draft_tables(visit.session, document, asked)
    except InvalidInput as refusal:
        return table_page(visit, document, block, str(refusal)), REFUSED
    with visit.writing() as later:
        document = later.load(Document, document_id)
        check_settled_first(later.session, document, to_compare=True)
        drafts = intake.read_tables(later.session, document, drafted, later.person, later.now)
    flash(
        ngettext(
            "%(num)s item read from the table.", "%(num)s items read from the table.", len(drafts)
        )
    )
    return redirect(draft_url(drafts[0]), 303)


@blueprint.post("/documents/<int:document_id>/tables/<int:block>/drop")
@requires("document.review")
def drop(visit: Visit, document_id: int, block: int) -> ResponseReturnValue:
    """Drop all open drafts that were read from the table."""
    document = visit.load(Document, document_id)
    check_settled_first(visit.session, document, to_compare=True)
    seen = request.form.get("seen", "")
    drafts = intake.drop_table(visit.session, document, block, visit.person, visit.now, seen=seen)
    flash(
        ngettext(
            "%(num)s item of the table is no task.",
            "%(num)s items of the table are no tasks.",
            len(drafts),
        )
    )
    return redirect(url_for("documents.review", document_id=document_id), 303)


def page_url(document_id: int, block: int, chosen: Chosen) -> str:
    """Return the address of the page with these columns."""
    return url_for(
        "tables.table",
        document_id=document_id,
        block=block,
        header_rows=chosen.header_rows,
        column=chosen.names,
        alike=request.form.get(ALIKE),
        _anchor="preview",
    )


def chosen_in(sent: MultiDict[str, str], known: Chosen) -> Chosen:
    """Return what was said of the columns; what is known of them where nothing fitting was."""
    columns = sent.getlist("column")
    if len(columns) != len(known.fields):
        return known
    count = sent.get("header_rows", known.header_rows, type=int)
    most = max(MOST_HEADER_ROWS, known.header_rows)
    return Chosen.of(columns, min(max(count, 0), most))


def table_page(visit: Visit, document: Document, block: int, refusal: str = "") -> str:
    """Return the page of a table, with the reason why it was not read."""
    extraction = intake.extraction_of(document)
    table = intake.table_at(extraction, block)
    closed = intake.reading_refused(document, block)
    chosen = intake.columns_for(visit.session, document, extraction, table)
    if not closed:
        chosen = chosen_in(request.values, chosen)
    drafts, wanting = ((), "") if closed else previewed(extraction, table, chosen)
    page = TablePage(
        document,
        table,
        chosen,
        shown_rows(table, chosen.header_rows),
        drafts,
        wanting,
        closed,
        refusal,
        tuple(intake.drafts_of_table(document, block)),
        len(intake.alike_tables(document, extraction, table, chosen)),
        ALIKE in request.values,
    )
    return render_template("documents/table.html", page=page, words=field_words())


def previewed(
    extraction: Extraction, table: Table, chosen: Chosen
) -> tuple[tuple[Draft, ...], str]:
    """Return the drafts that the first rows of a table give, or why they give none."""
    try:
        [read] = intake.rows_by(extraction, [(intake.first_rows(table, PREVIEWED_ROWS), chosen)])
    except InvalidInput as refusal:
        return (), str(refusal)
    return tuple(intake.interpret(row, extraction.masthead, None) for row in read.rows), ""


def shown_rows(table: Table, header_rows: int) -> tuple[ShownRow, ...]:
    """Return the header and the first rows below it as they are printed, merged cells once."""
    rows = table.rows[: header_rows + SHOWN_ROWS]
    shown = []
    for r, row in enumerate(rows):
        cells = []
        at = 0
        for _key, run in groupby(row, key=id):
            width = len(list(run))
            cell = row[at]
            if not r or rows[r - 1][at] is not cell:
                height = sum(below[at] is cell for below in rows[r:])
                cells.append(ShownCell(cell.text, height, width))
            at += width
        shown.append(ShownRow(tuple(cells), is_head=r < header_rows))
    return tuple(shown)
