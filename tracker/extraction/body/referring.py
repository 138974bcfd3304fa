"""Gives measures that point to others their names: （同上）, 同第3项, （以上责任单位：…）."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.errors import InvalidInput
from tracker.extraction.parties.clauses import Clause
from tracker.extraction.rows import TaskRow
from tracker.extraction.wording import simplified
from tracker.numerals import to_int

SAME = re.compile(
    r"[（(〔\[]?(?:(?:责任|牵头|配合|主办|承办)?(?:单位|部门)[ \u3000]*[:：]?[ \u3000]*)?"
    r"同(?:上|前|第[ \u3000]*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})[ \u3000]*[项条])"
    r"[）)〕\]]?[。；;]?$"
)
COUNT = r"(?:(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})[个大]?(?:项|条|款|方面))?"
ABOVE = re.compile(
    rf"^[（(〔\[]?(?:以上|上述){COUNT}(?:各项|几项|重点|具体|任务|工作|措施|事项|内容)*[，,]?"
    r"(?:的|均|都)?(?:责任|牵头|主办|由)"
)
# What names the items that it is for, by their numbers: 责任单位：1、2项由市教育局牵头.
OF_ITEMS = re.compile(
    r"^[（(〔\[]?(?:责任|牵头)(?:单位|部门)[:：][ \u3000]*"
    r"第?(?P<items>\d{1,3}(?:[、，,和及]\d{1,3}){1,12})项(?:工作|任务|措施)*[，,]?(?:均|都)?由"
)
# What stands for a whole section, at its end: （本部分责任单位：…）.
OF_SECTION = re.compile(
    r"^[（(〔\[]?本(?:部分|章|节|类|方面|板块)(?:各项|工作|任务|措施)*(?:的|均|都)?"
    r"(?:责任|牵头|主办|由)"
)
RESPONSIBLE = re.compile(r"责任(?:单位|部门)")
LEAD = re.compile(r"牵头")
NUMBER = re.compile(r"[.．、]$")


def with_clause(row: TaskRow, clause: Clause) -> TaskRow:
    """Return a measure with the names and the time of a clause that stands elsewhere."""
    said = clause.parties
    return replace(
        row,
        leads=said.leads,
        cooperating=said.cooperating,
        persons=said.persons,
        deadline_text=row.deadline_text or said.deadline_text,
        clause=clause.text,
        has_lead_column=True,
    )


def refer(rows: Sequence[TaskRow]) -> list[TaskRow]:
    """Return the measures, those that point to another with its names."""
    found: list[TaskRow] = []
    for row in rows:
        found.append(_referred(row, found))
        clause = simplified(row.clause or "")
        above = ABOVE.match(clause)
        if above:
            _cover(found, _count(above["count"]))
        elif OF_SECTION.match(clause):
            _cover_section(found)
        elif items := OF_ITEMS.match(clause):
            _cover_items(found, frozenset(re.findall(r"\d+", items["items"])))
    return found


def _referred(row: TaskRow, above: Sequence[TaskRow]) -> TaskRow:
    said = SAME.search(simplified(row.clause or row.content))
    if said is None or (row.clause and not _names_none(row)):
        return row
    source = _source(above, said["number"])
    if source is None:
        return row
    words = row.clause or row.content
    content = row.content if row.clause else row.content[: said.start()].strip()
    leads, cooperating = _same(words[said.start() :], source)
    return replace(
        row,
        content=content or row.title or row.content,
        title=SAME.sub("", row.title).strip() or None if row.title else None,
        leads=leads,
        cooperating=cooperating,
        clause=words[said.start() :],
        has_lead_column=True,
    )


def _same(pointer: str, source: TaskRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that a pointer means: 责任单位同上 not those that lead beside them."""
    plain, clause = simplified(pointer), simplified(source.clause or "")
    only = RESPONSIBLE.search(plain) and RESPONSIBLE.search(clause) and LEAD.search(clause)
    return (source.cooperating, ()) if only else (source.leads, source.cooperating)


def _names_none(row: TaskRow) -> bool:
    """Return whether what stands in the place of the names only points elsewhere."""
    return not row.leads or SAME.fullmatch(simplified(row.leads[0])) is not None


def _source(above: Sequence[TaskRow], number: str | None) -> TaskRow | None:
    """Return the last measure that names somebody, or the one of this number."""
    named = [row for row in above if row.leads or row.cooperating]
    if number:
        named = [row for row in named if NUMBER.sub("", row.no or "") == number]
    return named[-1] if named else None


def _count(words: str | None) -> int | None:
    """Return how many measures are referred to (以上两项), None where no number says it."""
    try:
        return to_int(words) if words else None
    except InvalidInput:
        return None


def _cover(rows: list[TaskRow], count: int | None) -> None:
    """Give the names of the last measure to those right above it that have none.

    With a `count` it is one of so many.
    """
    last = rows[-1]
    first = max(0, len(rows) - count) if count else 0
    for at in range(len(rows) - 2, first - 1, -1):
        if rows[at].clause or rows[at].section != last.section:
            return
        rows[at] = _covered(rows[at], last)


def _cover_items(rows: list[TaskRow], numbers: frozenset[str]) -> None:
    """Give the names of the last measure to those of these numbers right above it."""
    last = rows[-1]
    if NUMBER.sub("", last.no or "") not in numbers:
        return
    for at in range(len(rows) - 2, -1, -1):
        if rows[at].clause or NUMBER.sub("", rows[at].no or "") not in numbers:
            return
        rows[at] = _covered(rows[at], last)


def _cover_section(rows: list[TaskRow]) -> None:
    """Give the names of the last measure to all of its outermost section that have none."""
    last = rows[-1]
    for at in range(len(rows) - 2, -1, -1):
        if rows[at].section[:1] != last.section[:1]:
            return
        if not rows[at].clause:
            rows[at] = _covered(rows[at], last)


def _covered(row: TaskRow, last: TaskRow) -> TaskRow:
    return replace(
        row,
        leads=last.leads,
        cooperating=last.cooperating,
        persons=last.persons,
        deadline_text=row.deadline_text or last.deadline_text,
        clause=last.clause,
        has_lead_column=True,
    )
