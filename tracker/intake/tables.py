"""按任务表读入: a table of the original is read as tasks as a person says, or all its rows go."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tracker.directory import all_departments
from tracker.errors import Conflict, InvalidInput, NotFound, NotNow
from tracker.extraction import Extraction
from tracker.extraction.choosing import (
    Chosen,
    ReadTable,
    grids_of,
    headings_of,
    read_chosen,
    suggest,
)
from tracker.extraction.wire import plain_rows
from tracker.history import Change
from tracker.intake.acts import Act
from tracker.intake.editions import first_edition, masthead_of
from tracker.intake.pairs import matcher_for
from tracker.intake.proposing import proposed_drafts
from tracker.intake.reception import ask_pairs, drafts_of, extraction_of
from tracker.models import Document, Draft, DraftKind, DraftState, Person, TableReading
from tracker.reading.content import Table
from tracker.texts import gettext as _

# The writer's lock is held for about a second while so many rows are drafted.
MOST_ROWS = 2000


def table_at(extraction: Extraction, block: int) -> Table:
    """Return a table of the original as its columns are chosen.

    Raises:
        NotFound: no table stands there.
    """
    return tables_at(extraction, [block])[0]


def tables_at(extraction: Extraction, blocks: Collection[int]) -> list[Table]:
    """Return tables of the original as their columns are chosen.

    Raises:
        NotFound: no table stands at one of these blocks.
    """
    known = {
        each.place.block: each for each in extraction.content.blocks if isinstance(each, Table)
    }
    missing = [each for each in blocks if each not in known]
    if missing:
        raise NotFound(f"No table stands at block {missing[0]}.")
    return grids_of(extraction.content, [known[each] for each in blocks])


def stands_for_row(draft: Draft) -> bool:
    """Return whether a draft was read from the file, not added by hand, and is not dropped."""
    return draft.state is not DraftState.dropped and not draft.source.get("added")


def drafts_of_table(document: Document, block: int) -> list[Draft]:
    """Return the drafts that stand for the rows of a table."""
    return list(filter(stands_for_row, drafts_at(document, {block})))


def drafts_at(document: Document, blocks: Collection[int]) -> list[Draft]:
    """Return the drafts of all states that were read from these blocks or added there."""
    return [each for each in document.drafts if each.source.get("block") in blocks]


def flat_tables(extraction: Extraction) -> dict[int, int]:
    """Return for the block of each row of a flattened table at which block the first one stands.

    Rows under the same headings that follow each other are one table.
    """
    begun: dict[int, int] = {}
    first, headings = 0, None
    for row in extraction.rows:
        at = row.place.block
        if row.place.table is not None:
            headings = None
            continue
        if row.column_headings != headings:
            first, headings = at, row.column_headings
        begun.setdefault(at, first)
    return begun


def reading_refused(document: Document, block: int) -> str:
    """Return why a table cannot be read as tasks now, as a sentence; blank where it can."""
    states = {each.state for each in drafts_of_table(document, block)}
    if states - {DraftState.open}:
        return _(
            "Items of this table were issued already; it cannot be read again with other columns. "
            "As long as nobody has signed, undo the import and import the file once more. After "
            "that, correct the items still to be checked one by one, and the issued ones by an "
            "amended edition."
        )
    if states:
        return _(
            "This table was read already; say first that it is no table of tasks, then read it "
            "again with other columns."
        )
    if is_finished(document):
        return _(
            "The items of this document were all issued; no more can be added to it. Paste this "
            "table as a document of its own."
        )
    return ""


def is_finished(document: Document) -> bool:
    """Return whether items of a document were issued and none is left to check."""
    was_issued = any(
        each.state in {DraftState.accepted, DraftState.carried} for each in document.drafts
    )
    return was_issued and not proposed_drafts(document)


def columns_for(
    session: Session, document: Document, extraction: Extraction, table: Table
) -> Chosen:
    """Return what the columns of a table hold, as far as can be told before a person says it.

    The latest reading of the table itself, or of one with the same headings, says it; so does one
    as wide for a table that goes on without a header. Else the edition before says it so, or the
    table's own words.
    """
    own = suggest(table)
    for said in document.readings[::-1]:
        if said.block == table.place.block:
            return Chosen.of(said.columns, said.header_rows)
    found = said_alike(document, extraction, table, own)
    if found is None and document.amends_id is not None:
        base = session.get_one(Document, document.amends_id)
        found = said_alike(base, extraction_of(base), table, own)
    return own if found is None else found


def said_alike(
    document: Document, extraction: Extraction, table: Table, own: Chosen
) -> Chosen | None:
    """Return what a person said of a table of the document that is like this one."""
    headings = headings_of(table, own.header_rows)
    for said in document.readings[::-1]:
        if len(said.columns) != table.width:
            continue
        other = headings_of(table_at(extraction, said.block), said.header_rows)
        if not own.header_rows or headings == other:
            return Chosen.of(said.columns, own.header_rows)
    return None


def alike_tables(
    document: Document, extraction: Extraction, table: Table, chosen: Chosen
) -> tuple[int, ...]:
    """Return the blocks of the other tables under the same headings that were not read."""
    found = unread_under(document, extraction, table, chosen)
    return tuple(block for block in found if block != table.place.block)


def missed_tables(document: Document, base: Document) -> frozenset[int]:
    """Return the blocks of tables that were not read and whose like a person read in `base`."""
    if not base.readings:
        return frozenset()
    extraction, before = extraction_of(document), extraction_of(base)
    return frozenset(
        block
        for said in base.readings
        for block in unread_under(
            document,
            extraction,
            table_at(before, said.block),
            Chosen.of(said.columns, said.header_rows),
        )
    )


def unread_under(
    document: Document, extraction: Extraction, table: Table, chosen: Chosen
) -> Iterator[int]:
    """Yield the blocks of a document's unread tables under the headings of a table."""
    known = {each.source.get("block") for each in document.drafts if stands_for_row(each)}
    headings = headings_of(table, chosen.header_rows)
    for each in extraction.content.blocks:
        if not isinstance(each, Table) or each.place.block in known or not chosen.header_rows:
            continue
        fits = each.width == table.width and len(each.rows) > chosen.header_rows
        if fits and headings_of(each, chosen.header_rows) == headings:
            yield each.place.block


def rows_by(extraction: Extraction, asked: Sequence[tuple[Table, Chosen]]) -> tuple[ReadTable, ...]:
    """Return what tables give with these columns; for a preview the first rows of one.

    Raises:
        InvalidInput: no column says what is to be done, or two are the same, nothing stands below
            the header, or there are too many rows.
    """
    for table, chosen in asked:
        if not chosen.says_what_to_do:
            raise InvalidInput(_("Say which column holds the task or its content."), "column")
        if chosen.names_one_twice:
            sentence = _("Only one column can be the number, and only one the task; choose again.")
            raise InvalidInput(sentence, "column")
        if chosen.header_rows >= len(table.rows):
            raise InvalidInput(_("No row is left below the header."), "header_rows")
    if sum(len(table.rows) - chosen.header_rows for table, chosen in asked) > MOST_ROWS:
        sentence = _("These are more than %(limit)s rows; split the file.", limit=MOST_ROWS)
        raise InvalidInput(sentence, "column")
    read = tuple(each for each in read_chosen(extraction, asked) if each.rows)
    if not read:
        raise InvalidInput(_("With these columns no row says what is to be done."), "column")
    return read


Drafted = tuple[tuple[ReadTable, list[Draft]], ...]


def draft_tables(session: Session, document: Document, asked: Mapping[int, Chosen]) -> Drafted:
    """Return these tables (by block) with an unsaved draft for each row; reads only.

    It takes most of the time of a reading, so no writer should wait for it.

    Raises:
        InvalidInput: these columns give no tasks, or there are too many rows.
        NotFound: no table stands there.
        NotNow: a table was read already, or nothing can be added to the document any more.
    """
    extraction = read_as_edition(session, document)
    tables = tables_at(extraction, asked)
    check_unread(document, asked)
    read = rows_by(extraction, list(zip(tables, asked.values(), strict=True)))
    matcher = matcher_for(document, all_departments(session))
    return tuple((each, drafts_of(extraction, each.rows, matcher)) for each in read)


def check_unread(document: Document, blocks: Iterable[int]) -> None:
    """Refuse tables that cannot be read now.

    Raises:
        NotNow: one was read already, or nothing can be added to the document any more.
    """
    if refusal := next(filter(None, (reading_refused(document, each) for each in blocks)), ""):
        raise NotNow(refusal)


def read_tables(
    session: Session, document: Document, drafted: Drafted, by: Person, now: datetime
) -> list[Draft]:
    """Put the drafts of `draft_tables` among the others of the document, and return them.

    It is one act: what was read at once is taken back at once.

    Raises:
        Conflict: somebody read one of the tables at the same moment.
        NotNow: a table was read already, or nothing can be added to the document any more.
    """
    check_unread(document, [each.table.place.block for each, _drafts in drafted])
    act = Act(session, by, now)
    readings = []
    for each, drafts in drafted:
        readings.append(keep(act, document, each))
        act.add(document, place_among(document.drafts, each.table.place.block), drafts)
    ask_pairs(document, act.added, matcher_for(document, all_departments(session)))
    more: Change = {
        "reading": ([], [each.id for each in readings]),
        "columns": ([], readings[0].columns),
    }
    act.write_down("draft.read", act.added[0], more)
    return act.added


def read_as_edition(session: Session, document: Document) -> Extraction:
    """Return what was read from a document, with the masthead by which its times are read."""
    extraction = extraction_of(document)
    if document.amends_id is None:
        return extraction
    first = extraction_of(first_edition(session, document)).masthead
    return replace(extraction, masthead=masthead_of(document, first))


def keep(act: Act, document: Document, read: ReadTable) -> TableReading:
    """Keep what a person said of a table, and its rows; of several readings the latest counts.

    Raises:
        Conflict: somebody read the table at the same moment.
    """
    block = read.table.place.block
    reading = TableReading(
        document_id=document.id,
        block=block,
        number=1 + sum(each.block == block for each in document.readings),
        columns=read.chosen.names,
        header_rows=read.chosen.header_rows,
        rows=plain_rows(read.rows),
        remarks=[remark.text for remark in read.remarks],
        read_at=act.now,
        read_by_id=act.by.id,
    )
    document.readings.append(reading)
    try:
        act.session.flush()
    except IntegrityError as error:  # on a server
        raise Conflict(f"Table {block} was read meanwhile.") from error
    return reading


def place_among(drafts: Sequence[Draft], block: int) -> int:
    """Return before which of a document's drafts those of a table stand (from 0).

    The rows of tables stand in the order of the text, above the measures of the body.
    """
    above = (
        at
        for at, each in enumerate(drafts, start=1)
        if each.kind is DraftKind.annex and each.source.get("block", 0) <= block
    )
    return max(above, default=0)


def first_rows(table: Table, count: int) -> Table:
    """Return the first rows of a table, for a preview of them alone."""
    return replace(table, rows=table.rows[:count])
