"""Reads who answers from the words of a task, where no column of its table names anybody. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.fields import Field
from tracker.extraction.headers import Columns, Row
from tracker.extraction.parties.clauses import Clause, find_clauses
from tracker.extraction.rows import TaskRow

HELPERS = re.compile(r"(?:配合|协办|协助|参与|协同)(?:责任)?(?:单位|部门)\s*[:：]")
JUDGED_ROWS = 60
LEAST_ROWS = 2


def says_what(columns: Columns) -> bool:
    """Return whether the headings are those of tasks, though none says who answers or when."""
    fields = columns.fields
    return Field.CONTENT in fields and (Field.NUMBER in fields or Field.TITLE in fields)


def clauses_answer(columns: Columns, rows: Sequence[Row]) -> bool:
    """Return whether most rows name who answers in a clause among the words of the task."""
    at = columns.fields[Field.CONTENT][-1]
    texts = [row[at].text for row in rows[:JUDGED_ROWS] if row[at].lines]
    named = sum(any(clause.parties.leads for clause in find_clauses(text)) for text in texts)
    return named >= LEAST_ROWS and named * 2 > len(texts)


def with_clause(row: TaskRow) -> TaskRow:
    """Return the row with the bodies and the time that a clause in its words names.

    Only what its columns leave open: who leads, who cooperates, by when. A clause at the end of the
    words is no part of them.
    """
    if row.leads:
        return _with_helpers(row)
    named = [clause for clause in find_clauses(row.content) if clause.parties.leads]
    if not named:
        return row
    leads = dict.fromkeys(name for clause in named for name in clause.parties.leads)
    others = dict.fromkeys(name for clause in named for name in clause.parties.cooperating)
    times = [time for clause in named if (time := clause.parties.deadline_text)]
    return replace(
        row,
        content=_without(row.content, named),
        clause=named[-1].text if len(named) == 1 else None,
        leads=tuple(leads),
        cooperating=row.cooperating or tuple(name for name in others if name not in leads),
        deadline_text=row.deadline_text or "；".join(times) or row.deadline_text,
        persons=(*row.persons, *(one for clause in named for one in clause.parties.persons)),
    )


def _with_helpers(row: TaskRow) -> TaskRow:
    """Return a row whose columns name only who leads with those whom a label names as helping."""
    if row.cooperating or row.has_cooperating_column or not HELPERS.search(row.content):
        return row
    said = [clause.parties for clause in find_clauses(row.content)]
    others = [name for each in said if not each.leads for name in each.cooperating]
    return replace(row, cooperating=tuple(dict.fromkeys(others)))


def _without(words: str, named: Sequence[Clause]) -> str:
    """Return the words without the only clause, where it closes them and leaves some."""
    clause = named[0]
    closes = len(named) == 1 and not words[clause.end :].strip() and not clause.tells
    return words[: clause.start].strip() or words if closes else words
