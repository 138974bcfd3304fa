"""Parts a row whose cell holds numbered items, where its neighbours say when or who, item by item.

1.… 2.… beside 6月底 and 12月底, a line each, are two tasks; beside one time they are steps of one.
Behind a unit, and nothing else, they are its tasks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import CIRCLED, look
from tracker.extraction.headers import PARTIES, Columns, Row
from tracker.extraction.parties.clauses import find_clauses
from tracker.reading.content import Cell

MARK = re.compile(
    rf"(?:^|(?<=[。；;\n]))\s*(?:[（(](?P<bracketed>\d{{1,2}})[）)]|(?P<plain>\d{{1,2}})[.、．)）](?!\d)"
    rf"|(?P<circled>[{CIRCLED}]))\s*"
)
MOST = 40
# What a table of tasks says of each of them, and one of units does not.
OF_TASKS = frozenset({Field.TITLE, Field.GOAL, Field.DEADLINE, Field.MILESTONE})


@dataclass(frozen=True, slots=True)
class Itemised:
    """The rows that a row is parted into (one: itself), and whether it holds items at all."""

    rows: tuple[Row, ...]
    has_items: bool = False


def itemised(row: Row, columns: Columns) -> Itemised:
    """Return one row for each numbered item when a neighbour names a time or bodies for each."""
    content_at = columns.fields[Field.CONTENT][-1]
    items = _items(row[content_at].text)
    if not items:
        return Itemised((row,))
    parts = dict(_parts(row, columns, len(items)))
    if not (parts or _are_of_unit(columns) or _answer_each(row, columns, items)):
        return Itemised((row,), has_items=True)
    parts[content_at] = items
    return Itemised(
        tuple(
            tuple(
                Cell((parts[at][count],), cell.row, at) if at in parts else cell
                for at, cell in enumerate(row)
            )
            for count in range(len(items))
        ),
        has_items=True,
    )


def _parts(row: Row, columns: Columns, count: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Return the columns whose cell says something for each item, and what it says."""
    for at in columns.fields.get(Field.DEADLINE, ()):
        said = _items(row[at].text, is_kept=False) or row[at].lines
        if len(said) == count and all(look(text).is_time for text in said):
            yield at, said
    for name in PARTIES:
        for at in columns.fields.get(name, ()):
            said = _items(row[at].text, is_kept=False)
            if len(said) == count:
                yield at, said


def _are_of_unit(columns: Columns) -> bool:
    """Return whether a row is nothing but a unit and, behind it, what is charged to it."""
    unit, fields = columns.first(Field.LEAD, Field.RESPONSIBLE), columns.fields
    is_before = unit is not None and unit < fields[Field.CONTENT][0]
    return is_before and fields.keys().isdisjoint(OF_TASKS)


def _answer_each(row: Row, columns: Columns, items: Sequence[str]) -> bool:
    """Return whether each item names who answers in a clause, and no column names anybody."""
    if any(row[at].lines for name in PARTIES for at in columns.fields.get(name, ())):
        return False
    return all(any(clause.parties.leads for clause in find_clauses(item)) for item in items)


def _items(text: str, *, is_kept: bool = True) -> tuple[str, ...]:
    """Return the items numbered from 1 on, none where the numbers do not count on.

    With `is_kept` each keeps its number.
    """
    marks = list(MARK.finditer(text))[:MOST]
    numbers = [_number(mark) for mark in marks]
    if len(marks) < 2 or marks[0].start() or numbers != list(range(1, len(marks) + 1)):
        return ()
    if len({mark.lastgroup for mark in marks}) > 1:
        return ()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    begins = [mark.start() if is_kept else mark.end() for mark in marks]
    return tuple(
        "".join(text[start:end].split("\n")).strip()
        for start, end in zip(begins, ends, strict=True)
    )


def _number(mark: re.Match[str]) -> int:
    return (
        CIRCLED.index(mark["circled"]) + 1
        if mark["circled"]
        else int(mark["bracketed"] or mark["plain"])
    )
