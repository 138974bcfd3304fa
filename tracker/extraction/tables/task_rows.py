"""Turns the task tables of a document into task rows, verbatim."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.extraction.fields import Field
from tracker.extraction.flat.grids import FlatTable
from tracker.extraction.flat.headers import kinds_of
from tracker.extraction.forms import form
from tracker.extraction.headers import (
    Columns,
    Row,
    find_header,
    looks_like_header,
    turned,
)
from tracker.extraction.rows import Remark, TaskRow
from tracker.extraction.tables import remarks
from tracker.extraction.tables.blanks import continued_columns
from tracker.extraction.tables.captions import caption_of
from tracker.extraction.tables.clause_cells import clauses_answer, says_what
from tracker.extraction.tables.cut_rows import put_together
from tracker.extraction.tables.following import fits, is_title, may_stand_between, rows_above
from tracker.extraction.tables.inheriting import inherit, is_rest
from tracker.extraction.tables.items import itemised
from tracker.extraction.tables.judging import by_cells
from tracker.extraction.tables.one_row import merged, task_row
from tracker.extraction.tables.others import (
    aims_left_out,
    are_hours,
    are_particulars,
    holds_tasks,
    unknown_headings,
    what_it_is,
)
from tracker.extraction.tables.registers import what_is_listed
from tracker.extraction.tables.resuming import takes_rest
from tracker.extraction.tables.row_forms import (
    has_marked_tasks,
    is_header_again,
    is_sum,
    note_of,
    section_of,
)
from tracker.extraction.tables.shaping import shaped
from tracker.extraction.tables.shifted import Habits, put_back
from tracker.extraction.tables.state import Reading, Told
from tracker.extraction.tables.surplus import joined, surplus_of
from tracker.extraction.tables.ticked import legend_of
from tracker.extraction.tables.values import text_of
from tracker.extraction.wording import join_lines
from tracker.reading.content import Content, Paragraph, Place, Table
from tracker.reading.media_types import ODS, XLS, XLSX

# Formats whose tables are sheets: none goes on in the next one without a header.
SPREADSHEETS = frozenset({XLSX, XLS, ODS})
# A heading one level below another one: （一） below 一、.
OUTER, INNER = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
)


@dataclass(frozen=True, slots=True)
class TablesRead:
    """The rows of all task tables in order, remarks, and the lines above tables read with them."""

    rows: tuple[TaskRow, ...]
    remarks: tuple[Remark, ...]
    captions: tuple[Paragraph, ...]


def read_tables(content: Content) -> TablesRead:
    """Return the rows of all task tables, and remarks on what was left out."""
    readings: list[Reading] = []
    told: list[Remark] = []
    captions: list[Paragraph] = []
    last: Reading | None = None
    title: Paragraph | None = None
    legend = legend_of(content)
    for at, block in enumerate(content.blocks):
        if isinstance(block, Table) and are_particulars(block.rows):
            continue
        if not isinstance(block, Table):
            if not may_stand_between(block):
                last = last if title is None and is_title(block) else None
                title = block if last else None
            continue
        caption = caption_of(content.blocks, at)
        if last and title:
            below = replace(last, sections=[title.text], previous=None)
            last = below if fits(block, last.columns) else None
        title = None
        reading = _read_table(shaped(block, legend), last, caption)
        if reading is None:
            told.append(Remark(what_it_is(block.rows), block.place))
            last = None
            continue
        readings.append(reading)
        told.extend(_remarks(reading, block.place))
        if caption and caption is reading.caption:
            captions.append(caption)
        last = None if content.media_type in SPREADSHEETS else reading
    rows = tuple(row for reading in readings for row in reading.rows)
    return TablesRead(rows, tuple(told), tuple(captions))


def read_by(content: Content, table: Table, columns: Columns, start: int) -> TablesRead:
    """Return the rows of one table from row `start` (from 0) on by these columns, with remarks."""
    reading = _begin(columns, table, table.rows[start:])
    _open_caption(reading, caption_of(content.blocks, _index_of(content, table)))
    _read_rows(reading, table.rows, start, has_places=True)
    return TablesRead(tuple(reading.rows), tuple(_remarks(reading, table.place)), ())


def _index_of(content: Content, table: Table) -> int:
    """Return where among the blocks a table stands; 0 where it is none of them."""
    places = (at for at, each in enumerate(content.blocks) if each.place == table.place)
    return next(places, 0)


def _remarks(reading: Reading, place: Place) -> Iterator[Remark]:
    """Return what a person should know about a table that was read."""
    if reading.repeated:
        yield Remark(remarks.repeated(reading.repeated), place)
    if isinstance(reading.table, FlatTable):
        yield from (Remark(words, place) for words in remarks.of_lines(reading.table))
    if are_hours([row.deadline_text for row in reading.rows if row.deadline_text]):
        yield Remark(remarks.hours(), place)
    taken = [row.no or row.content for row in reading.rows if "deadline_text" in row.inherited]
    if taken:
        yield Remark(remarks.deadline_taken(taken), place)
    told = reading.told
    for rows, say in (
        (told.doubtful, remarks.doubtful),
        (told.joined, remarks.joined),
        (told.left_out, remarks.left_out),
        (told.parted, remarks.parted),
        (told.whole, remarks.whole),
    ):
        if rows:
            yield Remark(say(rows), place)
    yield from (Remark(remarks.note(words), place) for words in told.notes)
    for headings, say_of in (
        (unknown_headings(reading.columns), remarks.unknown),
        (aims_left_out(reading.columns), remarks.aims),
    ):
        if headings and reading.rows:
            yield Remark(say_of(headings), place)


def _read_table(table: Table, last: Reading | None, caption: Paragraph | None) -> Reading | None:
    if what_is_listed(table.rows):
        return None
    goes_on = last is not None and fits(table, last.columns)
    for candidate in (form(table.rows), table.rows, () if goes_on else turned(table.rows)):
        header = find_header(candidate) if candidate else None
        if candidate and header:
            at, columns = header
            if last and candidate is table.rows and _begins_below(last, columns, table):
                break
            return _begun(table, candidate, (at, columns), last, caption)
    told = find_header(table.rows, says_what)
    if told and clauses_answer(told[1], table.rows[told[0] :]):
        return _begun(table, table.rows, told, last, caption)
    if last is None or table.width != last.columns.width:
        return None
    return _gone_on(table, last)


def _begun(
    table: Table,
    rows: Sequence[Row],
    header: tuple[int, Columns],
    last: Reading | None,
    caption: Paragraph | None,
) -> Reading | None:
    """Read a table below its header, None where it holds no tasks."""
    at, columns = header
    columns = by_cells(columns, rows[at:])
    if not holds_tasks(columns, rows[at:]):
        return None
    reading = _begin(columns, table, rows[at:])
    _open_caption(reading, caption)
    above, others = rows_above(rows[:at], columns)
    reading.told.left_out.extend(others)
    _read_rows(reading, rows[: above.stop], above.start, has_places=rows is table.rows)
    at += last is not None and takes_rest(last, columns, rows[at:])
    _read_rows(reading, rows, at, has_places=rows is table.rows)
    return reading


def _begins_below(last: Reading, columns: Columns, table: Table) -> bool:
    """Return whether rows that go on from the table before stand above the header typed again."""
    filled = sum(bool(cell.lines) for cell in table.rows[0])
    same = columns.headings == last.columns.headings
    return same and filled > 1 and not looks_like_header(table.rows[0])


def _gone_on(table: Table, last: Reading) -> Reading:
    """Read a table that goes on from the one before; it may say the header again, even below."""
    reading = replace(last, table=table, rows=[], repeated=0, told=Told())
    start = int(takes_rest(last, last.columns, table.rows))
    _read_rows(reading, table.rows, start, has_places=True)
    return reading


def _begin(columns: Columns, table: Table, rows: Sequence[Row]) -> Reading:
    habits = Habits(kinds_of(columns), rows)
    continued, marked = continued_columns(columns, rows), has_marked_tasks(columns, rows)
    return Reading(columns, table, habits, continued, marked)


def _read_rows(reading: Reading, rows: Sequence[Row], start: int, *, has_places: bool) -> None:
    for at, row in put_together(rows, start, reading.columns):
        above = rows[at - 1] if at else None
        reading.at = at
        if not any(cell.lines for cell in row):
            continue
        if is_header_again(reading.columns, row):
            reading.repeated += 1
        elif (note := note_of(row, above)) is not None:
            reading.told.notes.append(note)
        elif (section := _section(reading, row, above)) is not None:
            _open_section(reading, section)
        elif not is_sum(row, above):
            place = reading.table.place_of(at) if has_places else reading.table.place
            lacking = dict(reading.table.lacking).get(at, 0) if has_places else 0
            _read_row(reading, row, place, lacking)


def _section(reading: Reading, row: Row, above: Row | None) -> str | None:
    return section_of(row, above, reading.columns, are_marked=reading.are_marked)


def _open_caption(reading: Reading, caption: Paragraph | None) -> None:
    """Take the line above a table that has no column for who leads as the heading of its rows."""
    if caption and reading.columns.first(Field.LEAD, Field.RESPONSIBLE) is None:
        reading.caption = caption
        reading.sections[:] = [caption.text.strip()]


def _open_section(reading: Reading, section: str) -> None:
    """Take a heading as that of the rows below, inside the one that stands above it by its form."""
    outer = reading.sections[:1]
    is_inner = INNER.match(section) and outer and OUTER.match(outer[0])
    reading.sections[:] = [*outer, section] if is_inner else [section]


def _read_row(reading: Reading, row: Row, place: Place, lacking: int) -> None:
    """Add what one row of the table says, its cells put under their headings first."""
    row = _without_surplus(reading, row)
    put = put_back(row, reading.previous, reading.habits, lacking)
    parts = itemised(put.row, reading.columns)
    before = len(reading.rows)
    for part in parts.rows:
        _read_part(reading, part, put.carried, place)
    told, label = reading.told, _label(reading, put.row)
    if put.is_doubtful:
        told.doubtful.append(label)
    if len(parts.rows) > 1:
        told.parted.append(label)
    elif parts.has_items and len(reading.rows) > before:
        told.whole.append(label)


def _without_surplus(reading: Reading, row: Row) -> Row:
    """Return the row with no more cells than the table has headings, or as it is."""
    known = _known(reading.columns)
    if not surplus_of(row, known):
        return row
    fitting = joined(row, known, reading.habits)
    if fitting is not None:
        reading.told.joined.append(_label(reading, fitting))
        return fitting
    words = "；".join(" ".join(cell.lines) for cell in row[known:] if cell.lines)
    reading.told.left_out.append(f"{_label(reading, row)}：{words}")
    return row


def _known(columns: Columns) -> int:
    """Return how many columns there are up to the last one with a heading."""
    return max(at for at, heading in enumerate(columns.headings) if heading) + 1


def _label(reading: Reading, row: Row) -> str:
    """Return by what a person finds a row: its number, or how its words begin."""
    fields = reading.columns.fields
    places = (fields.get(Field.NUMBER, ())[:1], fields[Field.CONTENT], range(len(row)))
    return next((text for at in places if (text := text_of(row, at))), "")


def _read_part(reading: Reading, row: Row, carried: Sequence[int], place: Place) -> None:
    """Add one data row, or its parties to the row above when both share one content cell."""
    columns, previous = reading.columns, reading.previous
    content_at = columns.fields[Field.CONTENT][0]
    content = text_of(row, columns.fields[Field.CONTENT], "\n")
    title = text_of(row, columns.fields.get(Field.TITLE, ()))
    if not content and not title:
        _go_on(reading, row, place)
        return
    new = task_row(reading, row, place, content or title)
    if reading.rows and is_rest(new, reading.rows[-1], reading):
        above = reading.rows[-1]
        reading.rows[-1] = replace(above, content=join_lines((above.content, new.content)))
        return
    reading.previous = row
    if previous is not None and reading.rows and _shares(row, previous, content_at, columns):
        reading.rows[-1] = merged(reading.rows[-1], new)
    else:
        reading.rows.append(inherit(new, reading, title, carried))


def _go_on(reading: Reading, row: Row, place: Place) -> None:
    """Add the parties and the time of a row without words of its own to the row above.

    The words of a cell that was merged over both rows are lost with its border.
    """
    if not reading.rows:
        reading.told.doubtful.append(_label(reading, row))
        return
    above = reading.rows[-1]
    new = task_row(reading, row, place, above.content)
    is_named = bool(new.leads or new.cooperating)
    if not (is_named or (new.deadline_text and not _is_empty_day(reading))):
        return
    if new.no and new.no != above.no:
        reading.rows.append(replace(new, title=above.title, inherited=("content",)))
    else:
        reading.rows[-1] = merged(above, new)


def _is_empty_day(reading: Reading) -> bool:
    """Return whether a time without anything else is a day on which nothing is done.

    In a calendar the days stand left of the words.
    """
    when, number = reading.columns.first(Field.DEADLINE), reading.columns.first(Field.NUMBER)
    return number is None and when is not None and when < reading.columns.fields[Field.CONTENT][0]


def _shares(row: Row, previous: Row, content_at: int, columns: Columns) -> bool:
    """Return whether two rows are one task whose content is merged over both."""
    number = columns.first(Field.NUMBER)
    same_number = number is None or row[number] is previous[number]
    return row[content_at] is previous[content_at] and same_number
