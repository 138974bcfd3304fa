"""Lets the cells below a header say what its headings leave open. Pure."""

import re
from collections.abc import Sequence

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import TIME_TOKEN
from tracker.extraction.headers import Columns, Fields, Row
from tracker.extraction.tables.finer import share, with_day, with_fields, with_finer_text
from tracker.extraction.wording import simplified

JUDGED_ROWS = 60
# Headings of a column that may hold what is done or when: 推进计划, 阶段目标, 实施步骤.
STEPS = re.compile(r"^(?!.*(?:举措|措施|内容|任务|要求)).*(?:计划|安排|步骤|阶段|进度|路径)")
# So far at the beginning of a step its time stands.
NEAR = 12
BARE_FIGURE = re.compile(r"[≥≤＞＜><=±约\d.,，%％‰\-—–~～/]+")
TEXTS = (Field.TITLE, Field.CONTENT, Field.GOAL)


def by_cells(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Return the columns with their fields as the cells below show them.

    A plan whose steps each have their time is when a task is done, if another column says what;
    a column of figures alone does not say what is to be done.
    """
    judged = [row for row in rows[:JUDGED_ROWS] if len({id(cell) for cell in row}) > 1]
    told = _with_figures_told(_with_steps_timed(columns, judged), judged)
    return with_day(with_finer_text(told, judged), judged)


def _with_steps_timed(columns: Columns, rows: Sequence[Row]) -> Columns:
    fields = columns.fields
    if Field.DEADLINE in fields or Field.MILESTONE in fields:
        return columns
    texts = {at: name for name in TEXTS for at in fields.get(name, ())}
    steps = [
        at for at in texts if STEPS.search(columns.headings[at]) and share(rows, at, _says_when)
    ]
    if not steps or len(steps) == len(texts):
        return columns
    moved: dict[Field, tuple[int, ...]] = {Field.DEADLINE: (steps[-1],)}
    for name, places in fields.items():
        kept = tuple(at for at in places if at != steps[-1])
        if kept:
            moved[name] = kept
    return _with_content(columns, moved)


def _with_figures_told(columns: Columns, rows: Sequence[Row]) -> Columns:
    fields = columns.fields
    titles, contents = fields.get(Field.TITLE, ()), fields.get(Field.CONTENT, ())
    if not titles or not contents:
        return columns
    if not all(share(rows, at, _is_figure) for at in contents):
        return columns
    rest: Fields = {name: places for name, places in fields.items() if name is not Field.TITLE}
    rest[Field.CONTENT] = (*titles, *contents)
    return with_fields(columns, rest)


def _with_content(columns: Columns, found: Fields) -> Columns:
    """Return the columns with a content; what is left of the words is it."""
    fields = dict(found)
    if Field.CONTENT not in fields:
        other = Field.TITLE if Field.TITLE in fields else Field.GOAL
        fields[Field.CONTENT] = fields.pop(other)
    return with_fields(columns, fields)


def _says_when(text: str) -> bool:
    return TIME_TOKEN.search(simplified(text[:NEAR])) is not None


def _is_figure(text: str) -> bool:
    return BARE_FIGURE.fullmatch(text) is not None
