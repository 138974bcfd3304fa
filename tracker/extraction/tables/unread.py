"""Says that lines which are no task table are the cells of another one: names, money, figures.

Headings and cells stand one a line, or a row a line; the numbers 1 and 2 begin its first rows.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tracker.extraction.flat.atoms import look
from tracker.extraction.flat.finding import not_told_apart
from tracker.extraction.headers import columns_of, is_task_table
from tracker.extraction.rows import Remark
from tracker.extraction.tables.others import what_it_is
from tracker.reading.content import Cell, Content, Paragraph

FIRST = frozenset({"序号", "编号"})
LEAST, MOST, LONGEST = 3, 12, 14
# So many times the width of a row its cells may take, broken over lines.
BROKEN = 3


def unread_lists(content: Content, said: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return a remark for each such table, unless `said` has one where it begins."""
    places = {remark.place for remark in said}
    found: list[Remark] = []
    for is_text, group in groupby(content.blocks, lambda block: isinstance(block, Paragraph)):
        lines = [block for block in group if isinstance(block, Paragraph)] if is_text else []
        lines = [line for line in lines if line.text.strip()]
        for at, headings in _begun(lines):
            if lines[at].place not in places:
                found.append(Remark(_what(headings), lines[at].place))
    return tuple(found)


def _what(headings: Sequence[str]) -> str:
    if is_task_table(columns_of(headings)):
        return not_told_apart()
    return what_it_is([tuple(Cell((text,), 0, at) for at, text in enumerate(headings))])


def _begun(lines: Sequence[Paragraph]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Return where the header of such a table stands, and its headings."""
    for at, line in enumerate(lines):
        if line.text.strip()[:2] not in FIRST:
            continue
        words = line.text.split()
        if len(words) == 1 and words[0] in FIRST:
            headings = _one_a_line(lines, at)
        else:
            headings = _one_line(lines, at, words)
        if headings:
            yield at, headings


def _one_a_line(lines: Sequence[Paragraph], at: int) -> tuple[str, ...]:
    """Return the headings that stand one a line before the number 1, none where they do not."""
    texts = ["".join(line.text.split()) for line in lines[at : at + MOST + 1]]
    end = next((count for count, text in enumerate(texts) if look(text).ordinal == 1), 0)
    headings = texts[:end]
    if len(headings) < LEAST or not _are_headings(headings):
        return ()
    below = lines[at + end + 2 : at + end + 1 + BROKEN * end]
    return tuple(headings) if any(look(line.text.strip()).ordinal == 2 for line in below) else ()


def _one_line(lines: Sequence[Paragraph], at: int, words: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of one line with rows in lines below, numbered 1 and 2."""
    if not LEAST <= len(words) <= MOST or words[0] not in FIRST or not _are_headings(words):
        return ()
    rows = [line.text.split() for line in lines[at + 1 : at + 3]]
    numbers = [look(row[0]).ordinal for row in rows if len(row) > 1]
    return tuple(words) if numbers == [1, 2] else ()


def _are_headings(words: Sequence[str]) -> bool:
    return all(len(word) <= LONGEST and not look(word).is_ended for word in words)
