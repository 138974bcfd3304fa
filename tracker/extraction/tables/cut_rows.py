"""Puts together a row that the end of a page cut in two, as files keep it (修路，改善 | 条件。).

Its lower part has no number, and what stands in it goes on with what stands above.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import look
from tracker.extraction.headers import Columns, Row
from tracker.reading.content import Cell
from tracker.reading.line_wrapping import NEW_ITEM, are_names, join

ENDED = tuple("。；;！!?？)）")
UNFINISHED = tuple("、，,（(")
MOSTLY = 0.5
# 2025年12 | 月底前, 2020年 | 10月.
OPEN_TIME = re.compile(r"(?:\d|年)$")
REST_OF_TIME = re.compile(r"(?:\d{1,2}\s*)?[年月日底末旬]")
PART_OF_MONTH = re.compile(r"(?:底|末|中旬|上旬|下旬)[之以]?前?|[之以]?前")
# 市住房 | 和城乡建设局, 市发 | 改委: how the rest of a name begins, or how long it is.
NAMES = re.compile(r"[、，,；;\s]+")
JOINS, REST_OF_NAME = ("和", "与", "及"), 2
ANSWERING = (Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING)


def put_together(rows: Sequence[Row], start: int, columns: Columns) -> list[tuple[int, Row]]:
    """Return the rows from `start` on with their indices, each cut one as one row."""
    number = columns.first(Field.NUMBER)
    below = rows[start:]
    if number is None:
        return list(enumerate(below, start))
    ends = _sentences(below, columns)
    found: list[tuple[int, Row]] = []
    for at, row in enumerate(below, start):
        if found and _is_rest(found[-1][1], row, columns, number, ends=ends):
            found[-1] = (found[-1][0], joined_rows(found[-1][1], row, columns))
        else:
            found.append((at, row))
    return found


def _sentences(rows: Sequence[Row], columns: Columns) -> bool:
    """Return whether most rows say what is to be done in whole sentences."""
    texts = [text for row in rows if (text := _text(row, columns.fields[Field.CONTENT][0]))]
    return sum(text.endswith(ENDED) for text in texts) > MOSTLY * len(texts)


def _is_rest(above: Row, row: Row, columns: Columns, number: int, *, ends: bool) -> bool:
    content = columns.fields[Field.CONTENT][0]
    is_carried = row[number] is above[number] and _text(above, content).endswith(UNFINISHED)
    if (_text(row, number) and not is_carried) or not _text(above, number):
        return False
    if row[content] is above[content]:
        return False
    own = [at for at, cell in enumerate(row) if cell.lines and cell is not above[at]]
    if not own or not all(_text(above, at) for at in own):
        return False
    words, rest = _text(above, content), _text(row, content)
    if rest and (words.endswith(ENDED) or NEW_ITEM.match(rest)):
        return False
    whens = columns.fields.get(Field.DEADLINE, ())
    named = {at for name in ANSWERING for at in columns.fields.get(name, ())}
    breaks = any(
        _text(above, at).endswith(UNFINISHED)
        or (at in named and _breaks_name(above[at].lines[-1], row[at].lines[0]))
        or (at in whens and _breaks_time(_text(above, at), _text(row, at)))
        for at in own
    )
    return breaks or bool(ends and not is_carried and rest.endswith(ENDED))


def _breaks_time(above: str, below: str) -> bool:
    is_part = above.endswith("月") and PART_OF_MONTH.fullmatch(below)
    return bool(is_part or (OPEN_TIME.search(above) and REST_OF_TIME.match(below)))


def _breaks_name(above: str, below: str) -> bool:
    """Return whether a name ends below that is none by itself: 市住房 | 和城乡建设局."""
    last, rest = NAMES.split(above)[-1], NAMES.split(below)[0]
    is_rest = len(rest) <= REST_OF_NAME or rest.startswith(JOINS)
    return is_rest and not look(last).is_bodies and look(last + rest).is_bodies


def goes_on(above: Row, row: Row, columns: Columns, number: int) -> bool:
    """Return whether a row goes on with the one above it by its words alone."""
    return _is_rest(above, row, columns, number, ends=False)


def joined_rows(above: Row, row: Row, columns: Columns) -> Row:
    """Return both rows as one: the words of each cell go on with those below them."""
    answering = {at for name in ANSWERING for at in columns.fields.get(name, ())}
    return tuple(
        _glued(upper, lower, are_lists=at in answering)
        if lower.lines and lower is not upper
        else upper
        for at, (upper, lower) in enumerate(zip(above, row, strict=True))
    )


def _glued(upper: Cell, lower: Cell, *, are_lists: bool) -> Cell:
    """Return both cells as one; names that are whole stay apart."""
    last, first = upper.lines[-1], lower.lines[0]
    if are_lists and _breaks_name(last, first):
        return replace(upper, lines=(*upper.lines[:-1], last + first, *lower.lines[1:]))
    if are_lists and not last.endswith(UNFINISHED) and are_names(last, first):
        return replace(upper, lines=upper.lines + lower.lines)
    return replace(upper, lines=(*upper.lines[:-1], join(last, first), *lower.lines[1:]))


def _text(row: Row, at: int) -> str:
    return row[at].text.strip() if at < len(row) else ""
