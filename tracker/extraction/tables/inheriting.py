"""Fills what a row leaves blank from the row above it or from the heading of its section."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import DOES, look
from tracker.extraction.flat.grids import FlatTable
from tracker.extraction.flat.kinds import Kind
from tracker.extraction.parties.clauses import find_clauses
from tracker.extraction.quantities import find_quantities
from tracker.extraction.rows import TaskRow
from tracker.extraction.tables.cells import Names, named
from tracker.extraction.tables.state import Reading

# A section heads many rows.
REMEMBERED = 256
SENTENCE_ENDS = "。；;！!？?.．：:）)"
HALF_SENTENCE = 6
# What begins an item or a sentence of its own.
BEGINS = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[、.．）)]|[①-⑳]")
# What stands around the unit in a section row: 一、市教育局（5项）.
AROUND_UNIT = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]+)|[（(][^（）()]*[项条件个][^（）()]*[）)]$"
)


def inherit(row: TaskRow, reading: Reading, title: str, carried: Sequence[int]) -> TaskRow:
    """Fill a blank unit or task name left of the content from the row above, and say so.

    Only where the table shows that a blank there goes on; a section may be the unit of its rows.
    """
    flat = reading.table if isinstance(reading.table, FlatTable) else None
    if flat:
        carried = [*carried, *(column for at, column in flat.carried if at == reading.at)]
    row = _carried(row, reading, carried)
    if flat or not reading.rows:
        return _by_section(row, reading)
    above, fields = reading.rows[-1], reading.columns.fields
    inherited = [*row.inherited]
    leads_at = reading.columns.first(Field.LEAD, Field.RESPONSIBLE)
    goes_on = leads_at in reading.continued or _is_part(row, above, reading)
    if not row.leads and goes_on and above.leads:
        inherited.append("leads")
        row = replace(row, leads=above.leads)
    title_at = fields.get(Field.TITLE, (None,))[0]
    if title_at in reading.continued and not title and above.title:
        inherited.append("title")
        row = replace(row, title=above.title)
    return _by_section(replace(row, inherited=tuple(dict.fromkeys(inherited))), reading)


def is_rest(row: TaskRow, above: TaskRow, reading: Reading) -> bool:
    """Return whether a row is the rest of a sentence that breaks off in the row above it.

    So a row looks that was typed in two for want of room on a page.
    """
    said = (row.no, row.title, row.deadline_text, row.leads, row.cooperating, row.persons)
    has_number = above.no and Field.NUMBER in reading.columns.fields
    breaks_off = above.content[-1:] not in SENTENCE_ENDS and len(above.content) >= HALF_SENTENCE
    if not has_number or not breaks_off or any(said) or BEGINS.match(row.content):
        return False
    # 新建卫生站6个 / 改造卫生院4家: how much stands at the end of a task.
    counts = [each.end for each in find_quantities(above.content)]
    return not (DOES.match(row.content) and counts and counts[-1] == len(above.content))


def _is_part(row: TaskRow, above: TaskRow, reading: Reading) -> bool:
    """Return whether a row without number and names is a part of the numbered one above it."""
    if row.no or row.leads or row.cooperating or Field.NUMBER not in reading.columns.fields:
        return False
    return bool(above.no) or "leads" in above.inherited


def _by_section(row: TaskRow, reading: Reading) -> TaskRow:
    """Let the unit that heads the section lead, where the row names nobody who does.

    Below 牵头单位：A those of a column 责任单位 cooperate, as beside a column 牵头单位.
    """
    heading = reading.sections[-1] if reading.sections else ""
    leads, cooperating = headed_by(heading) if heading else ((), ())
    is_over = "牵头" in heading and Field.LEAD not in reading.columns.fields
    if not leads or (row.leads and not is_over):
        return row
    others = (*row.leads, *(row.cooperating or cooperating))
    return replace(
        row,
        leads=leads,
        cooperating=tuple(name for name in dict.fromkeys(others) if name not in leads),
        inherited=(*row.inherited, "leads"),
    )


@lru_cache(REMEMBERED)
def headed_by(heading: str) -> tuple[Names, Names]:
    """Return who leads and who cooperates by a heading: 市教育局（5项）, 牵头单位：县工信局."""
    unit = AROUND_UNIT.sub("", AROUND_UNIT.sub("", heading))
    if look(unit).is_bodies:
        return named((unit,), is_lead=True)
    said = find_clauses(heading)
    return (said[-1].parties.leads, said[-1].parties.cooperating) if said else ((), ())


def _carried(row: TaskRow, reading: Reading, carried: Sequence[int]) -> TaskRow:
    """Say of a row what the text leaves out and the row above fills in."""
    kinds = {reading.kinds[column] for column in carried}
    names = {Kind.PARTY: "leads", Kind.DEADLINE: "deadline_text", Kind.TITLE: "title"}
    return replace(row, inherited=tuple(names[kind] for kind in names if kind in kinds))
