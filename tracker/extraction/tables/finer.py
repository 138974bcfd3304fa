"""Says which column holds the tasks where the cells show it: the finer text, the day. Pure.

The cells of one text may be merged over rows in which another text stands for each row: the first
heads them (项目内容 over 措施细化). Of two columns for when one may hold the day and one the hour.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.atoms import look
from tracker.extraction.headers import TEXTS, Columns, Fields, Row, bare

MOSTLY = 0.6
# So few rows under merged cells may have no finer text of their own.
SELDOM = 0.2
FEW_SIGNS = 4
LATEST_FIELDS = frozenset({Field.DEADLINE, Field.MILESTONE})
HOURS = re.compile(
    r"(?:[上下中]午|晚上?|早上?|凌晨)?(?:\d{1,2}[:：]\d{2}|\d{1,2}[点时](?:\d{1,2}分|半)?)"
)
DAY = re.compile(r"\d月\s*\d|\d{1,2}[.．/]\d{1,2}|\d[日号]")
WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]?")
Test = Callable[[str], bool]


def with_finer_text(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Return the columns with the finer of two texts as the content."""
    places = {at: name for name in TEXTS for at in columns.fields.get(name, ())}
    coarse = [at for at in columns.fields.get(Field.CONTENT, ()) if _merged(rows, at)]
    if not coarse:
        return columns
    fine = [at for at in places if at > coarse[0] and _parts(rows, coarse[0], at)]
    contents = [at for at in fine if places[at] is Field.CONTENT] or fine[-1:]
    if not contents:
        return columns
    moved: Fields = {name: at for name, at in columns.fields.items() if name not in TEXTS}
    rest = [at for at in places if at not in (*coarse, *contents)]
    titles = tuple(at for at in rest if places[at] is Field.TITLE) or tuple(coarse[-1:])
    heads = sorted({*moved.get(Field.SECTION, ()), *coarse} - {*titles})
    found = {
        **moved,
        Field.SECTION: tuple(heads),
        Field.TITLE: titles,
        Field.CONTENT: tuple(contents),
        Field.GOAL: tuple(at for at in rest if places[at] is Field.GOAL),
    }
    return with_fields(columns, {name: at for name, at in found.items() if at})


def _merged(rows: Sequence[Row], at: int) -> list[tuple[Row, Row]]:
    """Return each two rows that share a filled cell of this column."""
    return [
        (above, below)
        for above, below in pairwise(rows)
        if above[at] is below[at] and below[at].lines
    ]


def _parts(rows: Sequence[Row], coarse: int, fine: int) -> bool:
    """Return whether words of their own stand in a column where another one's cells are merged."""
    pairs = _merged(rows, coarse)
    lacking = sum(
        above[fine] is below[fine] or not (_says(bare(above[fine])) and _says(bare(below[fine])))
        for above, below in pairs
    )
    return lacking <= len(pairs) * SELDOM


def _says(text: str) -> bool:
    seen = look(text)
    is_value = seen.is_measure or seen.is_ordinal or seen.is_time or seen.is_dash
    return len(text) > FEW_SIGNS and not is_value


def with_day(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Return the columns with one that says the day, not the hour; its heading may be unknown."""
    times = columns.fields.get(Field.DEADLINE, ())
    days = [at for at in times if share(rows, at, _is_day)]
    if len(times) > 1 and days and len(days) < len(times):
        others = [at for at in times if at not in days]
        if all(share(rows, at, _is_hour_or_weekday) for at in others):
            return with_fields(columns, {**columns.fields, Field.DEADLINE: tuple(days)})
    if times or LATEST_FIELDS & columns.fields.keys():
        return columns
    unknown = [
        at
        for at, heading in enumerate(columns.headings)
        if heading and column_field(heading) is None and share(rows, at, _is_day)
    ]
    fields = {**columns.fields, Field.DEADLINE: tuple(unknown[:1])} if unknown else columns.fields
    return with_fields(columns, fields) if unknown else columns


def _is_day(text: str) -> bool:
    return DAY.search(text) is not None and look(WEEKDAY.sub("", text)).is_time


def _is_hour_or_weekday(text: str) -> bool:
    return HOURS.match(text) is not None or WEEKDAY.fullmatch(text) is not None


def share(rows: Sequence[Row], at: int, is_such: Test) -> bool:
    """Return whether most filled cells of a column are such."""
    cells = [bare(row[at]) for row in rows if row[at].lines]
    return bool(cells) and sum(map(is_such, cells)) >= len(cells) * MOSTLY


def with_fields(columns: Columns, fields: Fields) -> Columns:
    """Return the columns with these fields, and the pairs of field and heading that follow."""
    pairs = tuple((name.value, columns.headings[at]) for name in fields for at in fields[name])
    return replace(columns, fields=fields, pairs=pairs)
