"""Says whether a table without header goes on with the columns of the one before it. Pure."""

import re
from collections.abc import Sequence

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import look
from tracker.extraction.headers import Columns, bare
from tracker.extraction.tables.others import ANSWERING
from tracker.reading.content import Paragraph, Table

BETWEEN = re.compile(r"[\s\d\-—–－第页共/（）()续表上接]*")
# The title of a part: 表2 民生类, 二、民生类.
TITLE = re.compile(
    r"(?:附?表\s*[\d一二三四五六七八九十]{1,3}|[（(]?[一二三四五六七八九十]{1,3}[）)、.．])"
    r"[^。；;：:]{0,30}"
)
MOSTLY = 0.6


def may_stand_between(paragraph: Paragraph) -> bool:
    """Return whether a table may go on after this paragraph: a page number or a rule."""
    return BETWEEN.fullmatch(paragraph.text) is not None


def is_title(paragraph: Paragraph) -> bool:
    """Return whether a paragraph may be the title of a further part of a table."""
    return TITLE.fullmatch(paragraph.text.strip()) is not None


def fits(table: Table, columns: Columns) -> bool:
    """Return whether numbers and bodies stand in a table where its columns would have them."""
    if table.width != columns.width:
        return False
    answering = [at for name in ANSWERING for at in columns.fields.get(name, ())]
    bodies = [text for at in answering for text in _cells(table, (at,))]
    numbers = _cells(table, columns.fields.get(Field.NUMBER, ()))
    are_bodies = sum(look(text).is_bodies for text in bodies) >= max(1, len(bodies) * MOSTLY)
    return are_bodies and sum(map(str.isdigit, numbers)) >= len(numbers) * MOSTLY


def _cells(table: Table, places: Sequence[int]) -> list[str]:
    return [text for row in table.rows for at in places if (text := bare(row[at]))]
