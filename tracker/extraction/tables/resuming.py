"""Puts the rest of a row that the end of a page cut to the row itself, in the table before. Pure.

Each page has a table of its own then, the header typed again above it or not.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.fields import Field
from tracker.extraction.headers import PARTIES, Columns, Row
from tracker.extraction.tables.cut_rows import ENDED, goes_on, joined_rows
from tracker.extraction.tables.one_row import task_row
from tracker.extraction.tables.row_forms import note_of
from tracker.extraction.tables.state import Reading
from tracker.extraction.tables.values import text_of
from tracker.reading.line_wrapping import NEW_ITEM


def takes_rest(last: Reading, columns: Columns, rows: Sequence[Row]) -> bool:
    """Return whether the first of `rows` is the rest of the last row read, which then has it.

    `columns` are those of the table in which it stands: the headings must be the same.
    """
    above, number = last.previous, columns.first(Field.NUMBER)
    if not rows or not last.rows or above is None or number is None:
        return False
    same = columns.headings == last.columns.headings and len(above) == len(rows[0])
    contents = columns.fields[Field.CONTENT]
    is_whole = same and text_of(above, contents, "\n") == last.rows[-1].content
    if not is_whole or not _is_rest(above, rows[0], columns, number):
        return False
    row = joined_rows(above, rows[0], columns)
    known = last.rows[-1]
    new = task_row(last, row, known.place, text_of(row, contents, "\n"))
    last.rows[-1] = replace(new, no=known.no, title=new.title or known.title, section=known.section)
    return True


def _is_rest(above: Row, row: Row, columns: Columns, number: int) -> bool:
    """Return whether a row without number only says more of what the row above says."""
    told = {at for at, cell in enumerate(row) if cell.lines}
    if number in told or not above[number].lines or not told:
        return False
    contents = set(columns.fields[Field.CONTENT])
    named = {at for name in PARTIES for at in columns.fields.get(name, ())}
    if told <= named:
        return True
    rest = text_of(row, columns.fields[Field.CONTENT])
    is_other = NEW_ITEM.match(rest) or note_of(row, None) is not None
    is_open = not is_other and not text_of(above, columns.fields[Field.CONTENT]).endswith(ENDED)
    return (told <= contents and is_open) or goes_on(above, row, columns, number)
