"""Says whether a table without header goes on with the columns of the one before it. Pure."""

import re
from collections.abc import Sequence

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import look
from tracker.extraction.headers import Columns, Row, bare
from tracker.extraction.tables.others import ANSWERING
from tracker.reading.content import Paragraph, Table

BETWEEN = re.compile(r"[\s\d\-—–－第页共/（）()续表上接]*")
# The title of a part: 表2 民生类, 二、民生类.
TITLE = re.compile(
    r"(?:附?表\s*[\d一二三四五六七八九十]{1,3}|[（(]?[一二三四五六七八九十]{1,3}[）)、.．])"
    r"[^。；;：:]{0,30}"
)
MOSTLY = 0.6
# So many cells a row of a title has, at most: 1 | 总则.
TITLED = 2


def may_stand_between(paragraph: Paragraph) -> bool:
    """Return whether a table may go on after this paragraph: a page number or a rule."""
    return BETWEEN.fullmatch(paragraph.text) is not None


def is_title(paragraph: Paragraph) -> bool:
    """Return whether a paragraph may be the title of a further part of a table."""
    return TITLE.fullmatch(paragraph.text.strip()) is not None


def rows_above(rows: Sequence[Row], columns: Columns) -> tuple[range, tuple[str, ...]]:
    """Return which rows above its header are rows of a table, and the words of those that are not.

    `rows` are those down to the header; a page that a table was begun on leaves such, numbered.
    """
    number = columns.first(Field.NUMBER)
    found = [at for at, row in enumerate(rows) if number is not None and _is_row(row, number)]
    if not found:
        return range(0), ()
    if fit([rows[at] for at in found], columns):
        return range(found[0], found[-1] + 1), ()
    return range(0), tuple(" ".join(cell.text for cell in rows[at] if cell.lines) for at in found)


def _is_row(row: Row, number: int) -> bool:
    return bare(row[number]).isdigit() and len({id(cell) for cell in row if cell.lines}) > TITLED


def fits(table: Table, columns: Columns) -> bool:
    """Return whether numbers and bodies stand in a table where its columns would have them."""
    return table.width == columns.width and fit(table.rows, columns)


def fit(rows: Sequence[Row], columns: Columns) -> bool:
    """Return whether numbers and bodies stand in rows where these columns would have them."""
    answering = [at for name in ANSWERING for at in columns.fields.get(name, ())]
    bodies = [text for at in answering for text in _cells(rows, (at,))]
    numbers = _cells(rows, columns.fields.get(Field.NUMBER, ()))
    are_bodies = sum(look(text).is_bodies for text in bodies) >= max(1, len(bodies) * MOSTLY)
    return are_bodies and sum(map(str.isdigit, numbers)) >= len(numbers) * MOSTLY


def _cells(rows: Sequence[Row], places: Sequence[int]) -> list[str]:
    return [text for row in rows for at in places if (text := bare(row[at]))]
