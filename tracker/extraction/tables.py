"""Turns the task tables of a document into task rows, verbatim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tracker.extraction.clauses import parties
from tracker.extraction.fields import Field
from tracker.extraction.headers import Columns, Row, bare, find_header, form, turned
from tracker.extraction.names import split_names
from tracker.extraction.rows import Remark, RowKind, TaskRow
from tracker.extraction.wording import join_lines
from tracker.reading.content import Cell, Content, Paragraph, Place, Table
from tracker.reading.media_types import ODS, XLS, XLSX
from tracker.texts import gettext as _

# Formats whose tables are sheets: none goes on in the next one without a header.
SPREADSHEETS = frozenset({XLSX, XLS, ODS})
ORDINAL = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十百]+)[）)]?[.．、]?$")
TOTAL = re.compile(r"(?:合|总|小)\s*计$|^填表|^注[:：]|^备注[:：]|^说明[:：]")
# A column of names repeats few of them.
REMEMBERED = 4096
# A role in brackets behind a name, as notices write it into a single column: 市教育局（牵头）.
ROLE_BEHIND = re.compile(
    r"\s*[（(](?P<role>牵头|主办|主责|责任|负责|配合|协办|协助|参与)(?:责任)?(?:单位|部门)?[）)]"
)
HELPING = frozenset({"配合", "协办", "协助", "参与"})
Names = tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    """One table while its rows are read."""

    columns: Columns
    table: Table
    rows: list[TaskRow] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    previous: Row | None = None
    repeated: int = 0


def read_tables(content: Content) -> tuple[tuple[TaskRow, ...], tuple[Remark, ...]]:
    """Return the rows of all task tables in order, and remarks on what was left out."""
    rows: list[TaskRow] = []
    remarks: list[Remark] = []
    last: _Reading | None = None
    for block in content.blocks:
        if not isinstance(block, Table):
            last = last if _may_stand_between(block) else None
            continue
        reading = _read_table(block, last)
        if reading is None:
            remarks.append(Remark(_no_task_table(), block.place))
            last = None
            continue
        rows.extend(reading.rows)
        if reading.repeated:
            remarks.append(Remark(_repeated(reading.repeated), block.place))
        last = None if content.media_type in SPREADSHEETS else reading
    return tuple(rows), tuple(remarks)


def _no_task_table() -> str:
    return _("This table has no columns for a task and who is responsible; it was not read.")


def _repeated(count: int) -> str:
    return _(
        "The header row is repeated inside the table; repetitions left out: %(count)d.", count=count
    )


def _may_stand_between(paragraph: Paragraph) -> bool:
    """Return whether a table may go on after this paragraph: a page number or a rule."""
    return re.fullmatch(r"[\s\d\-—–－第页共/（）()续表上接]*", paragraph.text) is not None


def _read_table(table: Table, last: _Reading | None) -> _Reading | None:
    for candidate in (form(table.rows), table.rows, turned(table.rows)):
        header = find_header(candidate) if candidate else None
        if candidate and header:
            at, columns = header
            reading = _Reading(columns, table)
            _read_rows(reading, candidate, at, has_places=candidate is table.rows)
            return reading
    if last is None or table.width != last.columns.width:
        return None
    reading = _Reading(last.columns, table, sections=last.sections, previous=last.previous)
    _read_rows(reading, table.rows, 0, has_places=True)
    return reading


def _read_rows(reading: _Reading, rows: Sequence[Row], start: int, *, has_places: bool) -> None:
    for at in range(start, len(rows)):
        row = rows[at]
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
    if len(filled) != 1 or len(row) < 2:  # noqa: PLR2004 - in one column every row would be one
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
        return
    new = _task_row(reading, row, place, content or title)
    reading.previous = row
    if previous is not None and reading.rows and _shares(row, previous, content_at, columns):
        reading.rows[-1] = _merged(reading.rows[-1], new)
    else:
        reading.rows.append(_inherit(new, reading, title))


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
    leads, cooperating = _parties(row, fields)
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
    )


def _inherit(row: TaskRow, reading: _Reading, title: str) -> TaskRow:
    """Fill a blank unit or task name left of the content from the row above, and say so.

    Files that lost their merged cells look like this (吉市政办发〔2017〕19号 as published).
    """
    if not reading.rows:
        return row
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


def _parties(row: Row, fields: dict[Field, tuple[int, ...]]) -> tuple[Names, Names]:
    """Return leads and cooperating names of a row by the roles of its columns and labels."""
    responsible_leads = Field.COOPERATING in fields or Field.LEAD not in fields
    leads: list[str] = []
    cooperating: list[str] = []
    for name in (Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING):
        for cell in _cells(row, fields.get(name, ())):
            is_lead = name is Field.LEAD or (name is Field.RESPONSIBLE and responsible_leads)
            leading, helping = _named(cell.lines, is_lead=is_lead)
            leads.extend(leading)
            cooperating.extend(helping)
    return tuple(dict.fromkeys(leads)), tuple(dict.fromkeys(cooperating))


@lru_cache(REMEMBERED)
def _named(lines: Names, *, is_lead: bool) -> tuple[Names, Names]:
    """Return who leads and who cooperates by one cell; what it says itself comes first."""
    text = "\n".join(lines)
    if ROLE_BEHIND.search(text):
        return _marked(text, is_lead=is_lead)
    said = parties(text)
    if said is not None:
        return said.leads, said.cooperating
    names = split_names(lines)
    return (names, ()) if is_lead else ((), names)


def _marked(text: str, *, is_lead: bool) -> tuple[Names, Names]:
    """Return leads and cooperating names of a cell that says roles behind names: A（牵头）、B."""
    close = ROLE_BEHIND.sub(lambda mark: mark[0].strip(), text)
    parts: tuple[list[str], list[str]] = ([], [])
    for name in split_names(close.split("\n")):
        mark = ROLE_BEHIND.search(name)
        helps = mark["role"] in HELPING if mark else not is_lead
        parts[helps].append(ROLE_BEHIND.sub("", name))
    return tuple(parts[False]), tuple(parts[True])


def _deadline(row: Row, columns: Columns) -> str | None:
    """Return the words of the deadline column; of several the one that says when to end."""
    found = columns.fields.get(Field.DEADLINE, ())
    if not found:
        return None
    ending = [
        column for column in found if re.search(r"完成|截止|结束|时限", columns.headings[column])
    ]
    return _text(row, (ending or list(found))[-1:])


def _cells(row: Row, columns: Sequence[int]) -> list[Cell]:
    return list({id(row[column]): row[column] for column in columns}.values())


def _text(row: Row, columns: Sequence[int], between: str = "") -> str:
    texts = (join_lines(cell.lines) for cell in _cells(row, columns))
    return between.join(text for text in texts if text)
