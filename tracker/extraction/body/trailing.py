"""Names measures by bodies that stand bare at their end: …1家。市工信局, …规划（市发改委）."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.parties.bodies import is_surely_body
from tracker.extraction.parties.clauses import Clause, Parties
from tracker.extraction.parties.names import split_names
from tracker.extraction.rows import TaskRow
from tracker.extraction.wording import simplified

# Words behind the last full stop, with the brackets of groups: 各县（市、区）政府.
BEHIND = re.compile(
    r"(?<=[。！；\t])\s*(?P<names>(?:[^。！；;：:（）()]|[（(][^（）()]{1,30}[）)]){2,200})$"
)
# One name in a bracket behind the words of a heading; one alone could explain the word before it.
BRACKETED = re.compile(r"[（(](?P<names>[^（）()。；;：:]{3,40})[）)]\s*[。；;]?$")
# Kinds of bodies and places, which a bracket may hold to explain: （济南市）, （领导小组）.
EXPLAINS = re.compile(
    r"^(?!各).*(?:[市县区镇乡州旗省村]|单位|部门|机构|小组|专班|企业|学校|机关|高校|园区|社区)$"
)
FEW = 2


def trailing(rows: Sequence[TaskRow]) -> list[TaskRow]:
    """Return the measures, those that end with bare names led by them.

    Only where two or more do; behind a stop also more than have a clause, for one may be a
    signature.
    """
    bracketed = [_bracketed(row) for row in rows]
    if sum(row is not None for row in bracketed) >= FEW:
        rows = [found or row for found, row in zip(bracketed, rows, strict=True)]
    found = [None if row.clause or row.leads else _names(row.content) for row in rows]
    count = sum(each is not None for each in found)
    told = sum(bool(row.clause) for row in rows)
    if count < FEW or count <= told:
        return list(rows)
    return [
        _named(row, each, row.content[: each.start].strip()) if each else row
        for row, each in zip(rows, found, strict=True)
    ]


def _bracketed(row: TaskRow) -> TaskRow | None:
    """Return a measure led by the one office in the bracket that ends it or its heading."""
    title = row.title or ""
    for text in (row.content, title) if not (row.clause or row.leads) else ():
        bracket = BRACKETED.search(text)
        name = bracket["names"] if bracket else ""
        if bracket is None or not is_surely_body(name) or EXPLAINS.search(simplified(name)):
            continue
        clause = Clause(bracket.start(), len(text), bracket[0].strip(), Parties((name,)))
        before = text[: bracket.start()].strip()
        if text != row.content:
            return replace(_named(row, clause, row.content), title=before)
        is_heading = title == text
        heading = before if is_heading else row.title
        return replace(_named(row, clause, before or title), title=heading)
    return None


def _names(text: str) -> Clause | None:
    """Return the bare names at the end of a text, None where anything else stands there."""
    behind = BEHIND.search(text)
    names = split_names([behind["names"]]) if behind else ()
    if behind is None or not names or not all(map(is_surely_body, names)):
        return None
    start = behind.start("names")
    return Clause(start, len(text), text[start:].strip(), Parties(names))


def _named(row: TaskRow, clause: Clause, content: str) -> TaskRow:
    return replace(
        row,
        content=content or row.content,
        leads=clause.parties.leads,
        clause=clause.text,
        has_lead_column=True,
    )
