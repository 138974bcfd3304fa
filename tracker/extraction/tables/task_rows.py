"""Turns the task tables of a document into task rows, verbatim."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import look
from tracker.extraction.flat.finding import FlatTable
from tracker.extraction.flat.headers import kinds_of
from tracker.extraction.flat.kinds import Kind
from tracker.extraction.headers import (
    Columns,
    Row,
    bare,
    find_header,
    form,
    responsible_lead,
    turned,
)
from tracker.extraction.rows import Remark, RowKind, TaskRow
from tracker.extraction.tables import remarks
from tracker.extraction.tables.cells import Names, is_person, named, said_deadline, without_persons
from tracker.extraction.tables.others import ANSWERING, holds_tasks, unknown_headings, what_it_is
from tracker.extraction.tables.shifted import put_back
from tracker.extraction.wording import join_lines
from tracker.reading.content import Cell, Content, Paragraph, Place, Table
from tracker.reading.media_types import ODS, XLS, XLSX

# Formats whose tables are sheets: none goes on in the next one without a header.
SPREADSHEETS = frozenset({XLSX, XLS, ODS})
ORDINAL = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十百]+)[）)]?[.．、]?$")
PERIOD_BEGINS = re.compile(r"(?:20\d\d年?|第?[一二三四1-4]季度|[上下]半年|\d{1,2}月).*$")
HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]?$")
TOTAL = re.compile(r"(?:合|总|小)\s*计$|^填表|^注[:：]|^备注[:：]|^说明[:：]")
# Headings of columns which may name persons beside bodies: 责任单位及责任人.
WITH_PERSONS = re.compile(r"人|领导|領導")


@dataclass(slots=True)
class _Reading:
    """One table while its rows are read."""

    columns: Columns
    table: Table
    rows: list[TaskRow] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    previous: Row | None = None
    repeated: int = 0
    kinds: tuple[Kind, ...] = ()
    at: int = 0


def read_tables(content: Content) -> tuple[tuple[TaskRow, ...], tuple[Remark, ...]]:
    """Return the rows of all task tables in order, and remarks on what was left out."""
    rows: list[TaskRow] = []
    told: list[Remark] = []
    last: _Reading | None = None
    for block in content.blocks:
        if not isinstance(block, Table):
            last = last if _may_stand_between(block) else None
            continue
        reading = _read_table(block, last)
        if reading is None:
            told.append(Remark(what_it_is(block.rows), block.place))
            last = None
            continue
        rows.extend(reading.rows)
        told.extend(_remarks(reading, block.place))
        last = None if content.media_type in SPREADSHEETS else reading
    return tuple(rows), tuple(told)


def _remarks(reading: _Reading, place: Place) -> Iterator[Remark]:
    """Return what a person should know about a table that was read."""
    if reading.repeated:
        yield Remark(remarks.repeated(reading.repeated), place)
    if isinstance(reading.table, FlatTable) and reading.table.unsure:
        yield Remark(remarks.unsure(len(reading.table.unsure)), place)
    taken = [row.no or row.content for row in reading.rows if "deadline_text" in row.inherited]
    if taken:
        yield Remark(remarks.deadline_taken(taken), place)
    unknown = unknown_headings(reading.columns)
    if unknown and reading.rows:
        yield Remark(remarks.unknown(unknown), place)


def _may_stand_between(paragraph: Paragraph) -> bool:
    """Return whether a table may go on after this paragraph: a page number or a rule."""
    return re.fullmatch(r"[\s\d\-—–－第页共/（）()续表上接]*", paragraph.text) is not None


def _read_table(table: Table, last: _Reading | None) -> _Reading | None:
    for candidate in (form(table.rows), table.rows, turned(table.rows)):
        header = find_header(candidate) if candidate else None
        if candidate and header:
            at, columns = header
            if not holds_tasks(columns, candidate[at:]):
                return None
            reading = _Reading(columns, table, kinds=kinds_of(columns))
            _read_rows(reading, candidate, at, has_places=candidate is table.rows)
            return reading
    if last is None or table.width != last.columns.width:
        return None
    reading = _Reading(
        last.columns, table, sections=last.sections, previous=last.previous, kinds=last.kinds
    )
    _read_rows(reading, table.rows, 0, has_places=True)
    return reading


def _read_rows(reading: _Reading, rows: Sequence[Row], start: int, *, has_places: bool) -> None:
    for at in range(start, len(rows)):
        row = put_back(rows[at], reading.previous, reading.kinds)
        reading.at = at
        if _is_header_again(reading.columns, row):
            reading.repeated += 1
        elif (section := _section(row)) is not None:
            reading.sections[:] = [section]
        elif any(cell.lines for cell in row) and not TOTAL.match(row[0].text.strip()):
            place = reading.table.place_of(at) if has_places else reading.table.place
            _read_row(reading, row, place)


def _is_header_again(columns: Columns, row: Row) -> bool:
    filled = 0
    for cell, heading in zip(row, columns.headings, strict=False):
        text = bare(cell)
        if text and not heading.endswith(text):
            return False
        filled += bool(text)
    return filled > 1


def _section(row: Row) -> str | None:
    """Return the heading of a section row: one cell across, or one text and nothing else."""
    filled = {id(cell): cell for cell in row if cell.lines}
    if len(filled) == 2 and len(row) > 2 and row[0].lines and HAN_NUMBER.match(bare(row[0])):
        number, heading = (bare(cell) for cell in filled.values())
        return number.rstrip("、.．") + "、" + heading
    if len(filled) != 1 or len(row) < 2:
        return None
    text = bare(next(iter(filled.values())))
    wide = len({id(cell) for cell in row}) == 1
    at_left = bool(row[0].lines)
    return text if (wide or at_left) and not ORDINAL.match(text) and not TOTAL.match(text) else None


def _read_row(reading: _Reading, row: Row, place: Place) -> None:
    """Add one data row, or its parties to the row above when both share one content cell."""
    columns, previous = reading.columns, reading.previous
    content_at = columns.fields[Field.CONTENT][0]
    content = _text(row, columns.fields[Field.CONTENT], "\n")
    title = _text(row, columns.fields.get(Field.TITLE, ()))
    if not content and not title:
        _go_on(reading, row, place)
        return
    new = _task_row(reading, row, place, content or title)
    reading.previous = row
    if previous is not None and reading.rows and _shares(row, previous, content_at, columns):
        reading.rows[-1] = _merged(reading.rows[-1], new)
    else:
        reading.rows.append(_inherit(new, reading, title))


def _go_on(reading: _Reading, row: Row, place: Place) -> None:
    """Add the parties and the time of a row without words of its own to the row above.

    The words of a cell that was merged over both rows are lost with its border.
    """
    if not reading.rows:
        return
    above = reading.rows[-1]
    new = _task_row(reading, row, place, above.content)
    if not (new.leads or new.cooperating or new.deadline_text):
        return
    if new.no and new.no != above.no:
        reading.rows.append(replace(new, title=above.title, inherited=("content",)))
    else:
        reading.rows[-1] = _merged(above, new)


def _shares(row: Row, previous: Row, content_at: int, columns: Columns) -> bool:
    """Return whether two rows are one task whose content is merged over both."""
    number = columns.first(Field.NUMBER)
    same_number = number is None or row[number] is previous[number]
    return row[content_at] is previous[content_at] and same_number


def _merged(above: TaskRow, below: TaskRow) -> TaskRow:
    texts = dict.fromkeys(text for text in (above.deadline_text, below.deadline_text) if text)
    return replace(
        above,
        leads=tuple(dict.fromkeys(above.leads + below.leads)),
        cooperating=tuple(dict.fromkeys(above.cooperating + below.cooperating)),
        deadline_text="；".join(texts) or above.deadline_text,
    )


def _task_row(reading: _Reading, row: Row, place: Place, content: str) -> TaskRow:
    fields = reading.columns.fields
    leads, cooperating, persons = _parties(row, reading.columns)
    section = [_text(row, (column,)) for column in fields.get(Field.SECTION, ())]
    return TaskRow(
        RowKind.ANNEX,
        no=_text(row, fields.get(Field.NUMBER, ())[:1]) or None,
        title=_text(row, fields.get(Field.TITLE, ())) or None,
        content=content,
        deadline_text=_deadline(row, reading.columns),
        leads=leads,
        cooperating=cooperating,
        section=tuple(text for text in (*reading.sections, *section) if text),
        place=place,
        has_lead_column=Field.LEAD in fields or Field.RESPONSIBLE in fields,
        has_cooperating_column=Field.COOPERATING in fields,
        has_deadline_column=Field.DEADLINE in fields,
        column_headings=reading.columns.pairs,
        persons=persons,
    )


def _inherit(row: TaskRow, reading: _Reading, title: str) -> TaskRow:
    """Fill a blank unit or task name left of the content from the row above, and say so.

    Files that lost their merged cells look like this (吉市政办发〔2017〕19号 as published).
    """
    if not reading.rows:
        return row
    if isinstance(reading.table, FlatTable):
        return _carried(row, reading, reading.table)
    above, fields = reading.rows[-1], reading.columns.fields
    content_at = fields[Field.CONTENT][0]
    inherited: list[str] = []
    leads_at = reading.columns.first(Field.LEAD, Field.RESPONSIBLE)
    if not row.leads and leads_at is not None and leads_at < content_at and above.leads:
        inherited.append("leads")
        row = replace(row, leads=above.leads)
    if Field.TITLE in fields and fields[Field.TITLE][0] < content_at and not title and above.title:
        inherited.append("title")
        row = replace(row, title=above.title)
    return replace(row, inherited=tuple(inherited))


Persons = tuple[tuple[str, str], ...]


def _carried(row: TaskRow, reading: _Reading, table: FlatTable) -> TaskRow:
    """Say of a row of a flattened table what the text leaves out and the row above fills in."""
    kinds = {reading.kinds[column] for at, column in table.carried if at == reading.at}
    names = {Kind.PARTY: "leads", Kind.DEADLINE: "deadline_text"}
    return replace(row, inherited=tuple(names[kind] for kind in names if kind in kinds))


def _parties(row: Row, columns: Columns) -> tuple[Names, Names, Persons]:
    """Return leads, cooperating names and persons of a row by the roles of columns and labels."""
    fields = columns.fields
    leads: list[str] = []
    cooperating: list[str] = []
    persons: list[tuple[str, str]] = []
    leading_at = [*fields.get(Field.LEAD, ())]
    helping_at = [*fields.get(Field.COOPERATING, ())]
    (leading_at if responsible_lead(columns) else helping_at).extend(
        fields.get(Field.RESPONSIBLE, ())
    )
    asked = [*_once(row, leading_at), *_once(row, sorted(helping_at))]
    for column in asked:
        heading = columns.headings[column]
        leading, helping = named(row[column].lines, is_lead=column in leading_at)
        if WITH_PERSONS.search(heading):
            leading, others = without_persons(leading)
            persons.extend((heading, person) for person in others)
        leads.extend(leading)
        cooperating.extend(helping)
    for column in _once(row, fields.get(Field.PERSON, ())):
        bodies, text = _person(row[column])
        persons.extend([(columns.headings[column], text)] if text else [])
        if Field.RESPONSIBLE not in fields and Field.LEAD not in fields:
            leads.extend(bodies)
    return tuple(dict.fromkeys(leads)), tuple(dict.fromkeys(cooperating)), tuple(persons)


def _person(cell: Cell) -> tuple[Names, str]:
    """Return the bodies that a cell for persons names, and its words where it names persons."""
    names, _helping = named(cell.lines, is_lead=True)
    bodies = tuple(name for name in names if look(name).is_bodies and not is_person(name))
    return (bodies, "") if bodies and bodies == names else ((), "、".join(cell.lines))


def _once(row: Row, columns: Sequence[int]) -> list[int]:
    """Return the columns without those that show the cell of another one."""
    return list({id(row[column]): column for column in reversed(columns)}.values())[::-1]


def _deadline(row: Row, columns: Columns) -> str | None:
    """Return the words of the deadline column; of several the one that says when to end."""
    found = columns.fields.get(Field.DEADLINE, ())
    if not found and Field.MILESTONE in columns.fields:
        return _milestones(row, columns)
    if not found:
        answering = [at for name in ANSWERING for at in columns.fields.get(name, ())]
        said = (said_deadline(cell.lines) for cell in _cells(row, answering))
        return next((text for text in said if text), None)
    ending = [
        column for column in found if re.search(r"完成|截止|结束|时限", columns.headings[column])
    ]
    return _text(row, (ending or list(found))[-1:])


def _milestones(row: Row, columns: Columns) -> str:
    """Return the cells of columns that each stand for a period, each behind its period."""
    periods = columns.fields.get(Field.MILESTONE, ())
    said = [
        f"{_period(columns.headings[column])}：{text}"
        for column in periods
        if (text := _text(row, (column,))) and not look(text).is_dash
    ]
    return "；".join(said)


def _period(heading: str) -> str:
    """Return the period that a heading names, without a heading above it: 目标值2021年."""
    found = PERIOD_BEGINS.search(heading)
    return found[0] if found else heading


def _cells(row: Row, columns: Sequence[int]) -> list[Cell]:
    return list({id(row[column]): row[column] for column in columns}.values())


def _text(row: Row, columns: Sequence[int], between: str = "") -> str:
    texts = (join_lines(cell.lines) for cell in _cells(row, columns))
    return between.join(text for text in texts if text)
