"""Names measures by bodies that stand bare behind the last sentence: …1家。市工信局."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.parties.bodies import is_surely_body
from tracker.extraction.parties.clauses import Clause, Parties
from tracker.extraction.parties.names import split_names
from tracker.extraction.rows import TaskRow

# Words behind the last full stop, with the brackets of groups: 各县（市、区）政府.
BEHIND = re.compile(
    r"(?<=[。！；])\s*(?P<names>(?:[^。！；;：:（）()]|[（(][^（）()]{1,30}[）)]){2,200})$"
)
FEW = 2


def trailing(rows: Sequence[TaskRow]) -> list[TaskRow]:
    """Return the measures, those that end with bare names led by them.

    Only where two or more do, and more than have a clause: one alone may be a signature.
    """
    found = [None if row.clause or row.leads else _names(row.content) for row in rows]
    count = sum(each is not None for each in found)
    told = sum(bool(row.clause) for row in rows)
    if count < FEW or count <= told:
        return list(rows)
    return [_named(row, each) if each else row for row, each in zip(rows, found, strict=True)]


def _names(text: str) -> Clause | None:
    """Return the bare names at the end of a text, None where anything else stands there."""
    behind = BEHIND.search(text)
    names = split_names([behind["names"]]) if behind else ()
    if behind is None or not names or not all(map(is_surely_body, names)):
        return None
    start = behind.start("names")
    return Clause(start, len(text), text[start:].strip(), Parties(names))


def _named(row: TaskRow, clause: Clause) -> TaskRow:
    return replace(
        row,
        content=row.content[: clause.start].strip() or row.content,
        leads=clause.parties.leads,
        clause=clause.text,
        has_lead_column=True,
    )
