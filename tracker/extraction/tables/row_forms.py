"""Says what a row of a task table is: a section heading, a sum, a note, the header again. Pure."""

import re
from collections.abc import Sequence

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import SECTION, look
from tracker.extraction.headers import TEXTS, Columns, Row, bare
from tracker.extraction.quantities import find_quantities
from tracker.extraction.wording import join_lines
from tracker.reading.content import Cell

ORDINAL = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十百]+)[）)]?[.．、]?$")
HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]?$")
SUM = re.compile(r"[合总小共累]计(?:\d+[项条件个])?(?:[（(][^（）()]*[）)])?[:：]?$|总数$")
NOTE = re.compile(r"填表|填报|注[:：]|备注[:：]|说明[:：]")
# What a heading may count: 办好民生实事10件. One that says how much is to be done is a task.
THINGS = frozenset({"项", "件", "条", "类", "年"})
HEADED = THINGS | {"个", "次", "家"}
# A heading of a section is no longer than this where it does not span the table.
LONGEST_HEADING = 30
LONGEST_SENTENCE = 80
JUDGED_ROWS = 60


def own_cells(row: Row, above: Row | None) -> list[Cell]:
    """Return the filled cells that begin in this row, once each, from the left."""
    shared = {id(cell) for cell in above or ()}
    return [
        cell
        for key, cell in {id(cell): cell for cell in row if cell.lines}.items()
        if key not in shared
    ]


def is_header_again(columns: Columns, row: Row) -> bool:
    """Return whether a row says the headings once more, as on each page."""
    filled = 0
    for cell, heading in zip(row, columns.headings, strict=False):
        text = bare(cell)
        if text and not heading.endswith(text):
            return False
        filled += bool(text)
    return filled > 1


def is_sum(row: Row, above: Row | None) -> bool:
    """Return whether a row sums up others: 合计 or 小计 in the first cell that is its own."""
    own = own_cells(row, above)
    return bool(own) and any(SUM.match(bare(cell)) for cell in own[:2])


def note_of(row: Row, above: Row | None) -> str | None:
    """Return the words of a note below the rows, or of a line on who fills the table in."""
    own = own_cells(row, above)
    is_note = bool(own) and NOTE.match(bare(own[0])) is not None
    return " ".join(join_lines(cell.lines) for cell in own) if is_note else None


def has_marked_tasks(columns: Columns, rows: Sequence[Row]) -> bool:
    """Return whether tasks begin as headings do: 一、某事。 beside who answers for it."""
    texts = [at for name in TEXTS for at in columns.fields.get(name, ())]
    return any(
        SECTION.match(bare(row[at])) and len({id(cell) for cell in row if cell.lines}) > 1
        for row in rows[:JUDGED_ROWS]
        for at in texts
    )


def section_of(
    row: Row, above: Row | None, columns: Columns, *, are_marked: bool = False
) -> str | None:
    """Return the heading of a section row, None for any other row.

    Such a row has one cell of its own, or a number and a heading. The cell stands across the table,
    or across what a merged cell beside it leaves free, or it is a short text and nothing else. A
    sentence that begins as headings do is one, unless the tasks of the table do (`are_marked`).
    """
    own = own_cells(row, above)
    first = bare(own[0]) if own else ""
    if len(own) == 2 and len(row) > 2 and HAN_NUMBER.match(first):
        is_left = own[0] is row[0] or own[0] is _leftmost(row, above)
        return first.rstrip("、.．") + "、" + bare(own[1]) if is_left else None
    if len(own) == 2 and _heads_below(row, own):
        return bare(own[1])
    if len(own) != 1 or len(row) < 2 or ORDINAL.match(first):
        return None
    return first if _heads(row, own[0], columns, are_marked=are_marked) else None


def _heads_below(row: Row, own: Sequence[Cell]) -> bool:
    """Return whether a heading stands across all that a cell merged with rows below leaves free."""
    left, wide = own
    rest = row[left.column_span :]
    is_wide = len(rest) > 1 and all(cell is wide for cell in rest)
    return left is row[0] and left.row_span > 1 and is_wide and bool(SECTION.match(bare(wide)))


def _says_how_much(words: str) -> bool:
    """Return whether words say how much is to be done: 新增学位810个; not 实施5大工程."""
    return any(
        each.unit not in HEADED or (each.unit not in THINGS and each.end == len(words))
        for each in find_quantities(words)
    )


def _leftmost(row: Row, above: Row | None) -> Cell | None:
    """Return the first cell of a row that is not merged with the row above."""
    shared = {id(cell) for cell in above or ()}
    return next((cell for cell in row if id(cell) not in shared), None)


def _heads(row: Row, cell: Cell, columns: Columns, *, are_marked: bool) -> bool:
    """Return whether the only cell of a row is a heading and not the words of a task.

    What stands right of it must not be merged with the row above: there a task goes on.
    """
    places = [at for at, each in enumerate(row) if each is cell]
    texts = [at for name in TEXTS for at in columns.fields.get(name, ())]
    first = bare(cell)
    if set(places) - set(texts) and len(places) > 1:
        return True
    if any(each.lines for each in row[places[-1] + 1 :]):
        return False
    seen = look(cell.text)
    if SECTION.match(first) and seen.length <= LONGEST_SENTENCE:
        is_number = places[0] in columns.fields.get(Field.NUMBER, ())
        return is_number or not (seen.is_ended and are_marked)
    if seen.does and _says_how_much(first):
        return False
    is_task = seen.is_ended or seen.does or seen.length > LONGEST_HEADING
    return places[0] == 0 and not (is_task and places[0] in texts)
