"""Finds the lines that make up a table without rules: its headings, its rows, where it ends."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.reading.pages.aligned_columns import (
    GAP,
    Column,
    Columns,
    Patience,
    by_column,
    heading_block,
    heading_pieces,
    united,
)
from tracker.reading.pages.aligned_heads import Begun, Over, is_crowded, is_pair, two_levels
from tracker.reading.pages.lines import Line, pieces
from tracker.reading.pages.tables import PageTable

# In font sizes: how far apart the lines of a table stand, and those that are whole rows.
FAR = 3.5
FARTHER = 8.0
# How far above the line with the headings the first line of a longer heading may stand.
RAISED = 1.7
OVERLAPPING = 0.95
DESCENT = 0.2
TITLE_APART = 1.8
# In lines.
WIDER = 1.25
LEAST_COLUMNS = 3
LEAST_ROWS = 2
LONGEST_HEADING = 14
LONGEST_PART = 8
LONGEST_SECTION = 40
MOST_RAISED = 3
MOST_BESIDE = 8
MOSTLY = 0.6
AMOUNT = re.compile(r"\d[\d.,]*(?:$|[^\d年月季]{1,3}$)")
ORDINAL = re.compile(r"[（(]?(?:\d{1,4}|[一二三四五六七八九十百]{1,5})[）)]?[.．、]?")
SECTION = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,3}[章节部类])."
)
# What stands below a table rather than in its last row.
AFTER = re.compile(
    r"(?:续\s*表|附\s*[件表录])\s*[\d一二三四五]{0,2}\s*(?:[:：]|$)|(?:注|备\s*注|说\s*明)\s*\d?\s*[:：]"
)
SUM = re.compile(r"[合总小共]\s*计")
NUMBER_HEADING = re.compile(r"序\s*号?")
SENTENCE = re.compile(r"[。；;！？]|[，,：:]$")

Placed = dict[int, Line]


@dataclass(slots=True)
class Region:
    """Lines that stand in columns: for each line its piece in each column.

    `header` counts the lines at its top that hold the headings, `sections` are the numbers of the
    lines that stand across it, `is_continued` if a table stood before it.
    """

    columns: list[Column]
    header: int
    rows: list[Placed]
    sections: set[int] = field(default_factory=set)
    is_continued: bool = False
    over: Sequence[Over] = ()

    @property
    def size(self) -> float:
        """The font size of its first line."""
        return next(iter(self.rows[0].values())).size

    def body(self) -> Iterator[Placed]:
        """Return the lines below the headings that stand in columns."""
        for at, placed in enumerate(self.rows):
            if at >= self.header and at not in self.sections:
                yield placed

    def numbers(self) -> tuple[int, list[Line]]:
        """Return the column that numbers the rows and its numbers; -1 and none without one."""
        body = list(self.body())
        for column in range(min(2, len(self.columns))):
            filled = [placed[column] for placed in body if column in placed]
            counted = [line for line in filled if is_counted(line)]
            if len(counted) >= max(1, MOSTLY * len(filled)):
                return column, counted
        return -1, []


def is_counted(line: Line) -> bool:
    """Return whether a line begins a row of its own: it is a number, or names a sum."""
    return bool(ORDINAL.fullmatch(line.text) or SUM.fullmatch(line.text))


@dataclass(frozen=True, slots=True)
class Found:
    """A table that was found, and the index of the line behind it.

    `raised` are how many of the lines before it belong to its headings.
    """

    region: Region
    end: int
    raised: int


def find_region(
    lines: Sequence[Line],
    start: int,
    before: Sequence[Line],
    above: PageTable | None,
    near: PageTable | None,
    patience: Patience,
) -> Found | None:
    """Return the table that begins at a line, None when none begins there.

    `before` are the lines above it that stand in no table, `above` is a table that may go on here
    with the same columns, `near` one right above it that may go on with other edges.
    """
    for begun in _ways(lines, start, before, above, near) if patience.lines > 0 else ():
        region = _below(lines, start + begun.count, begun, patience)
        if region is not None:
            region.is_continued = above is not None
            end = start + begun.count + len(region.rows) - len(begun.rows)
            return Found(region, end, begun.raised)
    return None


def _below(lines: Sequence[Line], start: int, begun: Begun, patience: Patience) -> Region | None:
    """Return the table that begins so and goes on at `start`; None when it does not."""
    columns = Columns(begun.columns)
    rest, sections = _taken(lines, start, columns)
    patience.lines -= len(rest)
    if (begun.is_header and not rest) or columns.is_doubtful(rest):
        return None
    settled = columns.settled()
    upper = len(begun.rows)
    rows = [by_column(settled, parts) for parts in (*begun.rows, *rest)]
    region = Region(settled, 0, rows, {at + upper for at in sections}, over=begun.over)
    region.header = _header_lines(region, upper) if begun.is_header else 0
    _find_sections(region)
    _level_sections(region)
    _drop_below(region)
    if not _is_table(region):
        return None
    patience.lines += len(rest)
    return region


def _is_table(region: Region) -> bool:
    body = list(region.body())
    if len(region.columns) < LEAST_COLUMNS:
        return all(sum(at in placed for placed in body) >= LEAST_ROWS for at in (0, 1))
    full = sum(len(placed) >= LEAST_COLUMNS for placed in body)
    is_wide = len(region.columns) > LEAST_COLUMNS and any(
        len(placed) == len(region.columns) for placed in body
    )
    return full >= (LEAST_ROWS if region.header and not is_wide else 1)


def _ways(
    lines: Sequence[Line],
    start: int,
    before: Sequence[Line],
    above: PageTable | None,
    near: PageTable | None,
) -> Iterator[Begun]:
    """Return the ways in which a table may begin at a line, the likeliest first."""
    if len(lines[start].signs) < LEAST_ROWS and start + 1 == len(lines):
        return
    block = heading_block(_beside(lines, start))
    columns = united(block)
    is_wide = len(columns) >= LEAST_COLUMNS or is_pair(block)
    if is_wide and all(_is_heading(piece.text) for parts in block for piece in parts):
        if is_crowded(block):
            yield from two_levels(lines, start, before)
        heads = Columns(columns)
        raised = _raised(lines[start], before, heads)
        yield Begun(heads.found, [*raised, *block], len(block), len(raised))
    elif near is not None and len(columns) == len(near.columns) - 1:
        yield Begun(columns, block, len(block), is_header=False)
    elif above is not None and (len(columns) >= LEAST_ROWS or _is_close(lines, start)):
        known = Columns([_inside(above, at) for at in range(len(above.columns) - 1)])
        parts = known.take(lines[start])
        if parts is not None:
            yield Begun(known.found, [parts], 1, is_header=False)
        return
    yield from two_levels(lines, start, before)


def _is_close(lines: Sequence[Line], start: int) -> bool:
    """Return whether the next line stands as near below a line as those of a cell do."""
    step = lines[start + 1].base - lines[start].base if start + 1 < len(lines) else float("inf")
    return step <= RAISED * lines[start].size


def _beside(lines: Sequence[Line], start: int) -> list[Line]:
    """Return the line and those that stand beside it: each begins before the one above ends."""
    found = [lines[start]]
    for line in lines[start + 1 : start + MOST_BESIDE]:
        if line.base - found[-1].base > OVERLAPPING * line.size:
            break
        found.append(line)
    return found


def _inside(table: PageTable, column: int) -> Column:
    left, right = table.columns[column], table.columns[column + 1]
    cells = [cell for cell in table.cells if cell.column == column and cell.column_span == 1]
    return Column(
        min((cell.left for cell in cells), default=left),
        max((cell.right for cell in cells), default=right),
    )


def _is_heading(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and not SENTENCE.search(text) and not AMOUNT.match(text)


def _raised(line: Line, before: Sequence[Line], columns: Columns) -> list[list[Line]]:
    """Return the lines right above the headings that belong to them, as their pieces."""
    raised: list[list[Line]] = []
    for other in reversed(before[-MOST_RAISED:]):
        if line.base - other.base > RAISED * line.size:
            break
        parts = heading_pieces(other)
        if not all(_is_part(part.text) for part in parts):
            break
        apart = [part for part in parts if not any(head.meets(part) for head in columns.found)]
        if apart and line.base - other.base > OVERLAPPING * line.size:
            break
        heads = [*columns.found, *(Column(part.left, part.right) for part in apart)]
        wider = Columns(sorted(heads, key=lambda column: column.left))
        if wider.take(other) is None:
            break
        columns.found = wider.found
        raised.insert(0, parts)
    return raised


def _taken(
    lines: Sequence[Line], start: int, columns: Columns
) -> tuple[list[list[Line]], list[int]]:
    """Return the pieces of the lines that stand in the columns, and which lines stand across."""
    taken: list[list[Line]] = []
    sections: list[int] = []
    for at in range(start, len(lines)):
        line = lines[at]
        if AFTER.match(line.text):
            break
        if at > start and _is_next_heading(line):
            if taken and len(taken[-1]) == 1 and _is_title(lines, at - 1):
                del taken[-1]
            break
        parts = columns.take(line)
        step = line.base - lines[at - 1].base
        if step > (FARTHER if parts and len(parts) >= LEAST_COLUMNS else FAR) * line.size:
            break
        if parts is None:
            if not SECTION.match(line.text) or len(line.text) > LONGEST_SECTION:
                break
            sections.append(len(taken))
            parts = [line]
        taken.append(parts)
    while sections and sections[-1] == len(taken) - 1:
        del taken[-1], sections[-1]
    return taken, sections


def _is_next_heading(line: Line) -> bool:
    """Return whether the headings of another table begin with a line: rows are numbered anew."""
    if not line.text.startswith("序"):
        return False
    first = pieces(line, GAP)
    return len(first) >= LEAST_COLUMNS and NUMBER_HEADING.fullmatch(first[0].text) is not None


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line stands apart from the one above, as the title of a table does."""
    line = lines[at]
    return line.base - lines[at - 1].base > TITLE_APART * line.size


def _header_lines(region: Region, known: int) -> int:
    """Return how many lines hold the headings: those beside the first, or as near as in a cell."""
    steps = [_base(two) - _base(one) for one, two in pairwise(region.rows)]
    smallest = min(steps, default=0.0)
    is_uneven = max(steps, default=0.0) > WIDER * smallest
    first = _base(region.rows[known - 1])
    while known < len(region.rows) and known not in region.sections:
        placed = region.rows[known]
        is_beside = _base(placed) - first <= OVERLAPPING * region.size
        is_near = is_uneven and steps[known - 1] <= WIDER * smallest
        if not (is_beside or is_near) or len(placed) >= len(region.columns):
            break
        if not all(_is_part(line.text) for line in placed.values()):
            break
        known += 1
    return known


def _is_part(text: str) -> bool:
    is_counted_off = ORDINAL.fullmatch(text) or SECTION.match(text)
    return _is_heading(text) and len(text) <= LONGEST_PART and not is_counted_off


def _base(placed: Placed) -> float:
    return min(piece.base for piece in placed.values())


def _find_sections(region: Region) -> None:
    """Add the lines that hold nothing but the heading of a section, in any one column."""
    column, _numbers = region.numbers()
    if column != 0:
        return
    for at in range(max(1, region.header), len(region.rows) - 1):
        placed = region.rows[at]
        (_at, line), *others = placed.items()
        is_heading = not others and SECTION.match(line.text) and not ORDINAL.fullmatch(line.text)
        above, below = region.rows[at - 1].values(), region.rows[at + 1].values()
        bottom = max(piece.base + DESCENT * piece.size for piece in above)
        top = min(piece.top for piece in below)
        if is_heading and bottom < line.top and line.base + DESCENT * line.size < top:
            region.sections.add(at)


def _level_sections(region: Region) -> None:
    """Let the headings of sections begin at the first column, or behind those before the numbers.

    A cell over several rows may stand before them, as the unit whose tasks they part.
    """
    column, _numbers = region.numbers()
    for at in region.sections:
        line = next(iter(region.rows[at].values()))
        first = column if column > 0 and line.left >= region.columns[column - 1].right else 0
        region.rows[at] = {first: line}


def _drop_below(region: Region) -> None:
    """Leave out the last line if its text stands alone where the numbers of the rows stand."""
    column, _numbers = region.numbers()
    last = region.rows[-1]
    if list(last) == [column] and not is_counted(last[column]):
        del region.rows[-1]
