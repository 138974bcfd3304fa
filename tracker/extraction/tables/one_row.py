"""Makes a task row of one row of a table by its columns. Pure."""

from dataclasses import replace

from tracker.extraction.fields import Field
from tracker.extraction.headers import Row
from tracker.extraction.rows import RowKind, TaskRow
from tracker.extraction.tables.clause_cells import with_clause
from tracker.extraction.tables.state import Reading
from tracker.extraction.tables.values import deadline_of, parties_of, text_of
from tracker.reading.content import Place


def merged(above: TaskRow, below: TaskRow) -> TaskRow:
    """Return the row above with the bodies and the time of the one below besides its own."""
    texts = dict.fromkeys(text for text in (above.deadline_text, below.deadline_text) if text)
    return replace(
        above,
        leads=tuple(dict.fromkeys(above.leads + below.leads)),
        cooperating=tuple(dict.fromkeys(above.cooperating + below.cooperating)),
        deadline_text="；".join(texts) or above.deadline_text,
    )


def task_row(reading: Reading, row: Row, place: Place, content: str) -> TaskRow:
    """Return what a row says under the headings of its table, and these."""
    fields = reading.columns.fields
    leads, cooperating, persons = parties_of(row, reading.columns)
    section = [text_of(row, (column,)) for column in fields.get(Field.SECTION, ())]
    above, times = reading.previous, fields.get(Field.DEADLINE, ())
    is_shared = above is not None and all(row[at] is above[at] for at in times)
    new = TaskRow(
        RowKind.ANNEX,
        no=text_of(row, fields.get(Field.NUMBER, ())[:1]) or None,
        title=text_of(row, fields.get(Field.TITLE, ())) or None,
        content=content,
        deadline_text=deadline_of(row, reading.columns),
        leads=leads,
        cooperating=cooperating,
        section=tuple(text for text in (*reading.sections, *section) if text),
        place=place,
        has_lead_column=Field.LEAD in fields or Field.RESPONSIBLE in fields,
        has_cooperating_column=Field.COOPERATING in fields,
        has_deadline_column=Field.DEADLINE in fields,
        column_headings=reading.columns.pairs,
        persons=persons,
        shares_time=is_shared and bool(times),
    )
    # A blank that stands for the unit above names it.
    goes_on = reading.columns.first(Field.LEAD, Field.RESPONSIBLE) in reading.continued
    return new if goes_on and not leads else with_clause(new)
