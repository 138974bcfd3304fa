"""Tells the rows of a table without rules whose cells are set in the middle of their height.

Each cell stands around the middle of the rows it covers. A column that numbers the rows, or the one
with the most cells, gives the rows; a cell at the middle of none of them covers several.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.reading.pages.lines import Line

# In font sizes: lines further apart than this are two cells; how near two middles are the same.
FARTHEST = 1.65
APART = 2.1
SAME_MIDDLE = 0.3
SAME_BASE = 0.15
NEAR_MIDDLE = 0.6
DESCENT = 0.2
# In the smallest step between lines.
WIDER = 1.12
# In the smallest step between numbers.
SMALLER = 0.8
# In the distance between header and first row.
KEPT = 0.75
MOST_PAIRS = 1_000_000
MOST_FREE = 60


@dataclass(slots=True)
class Stack:
    """The lines of one cell, one below the other."""

    column: int
    lines: list[Line]

    @property
    def top(self) -> float:
        """Where its first line begins."""
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        """Where its last line ends."""
        return self.lines[-1].base + DESCENT * self.lines[-1].size

    @property
    def middle(self) -> float:
        """The height halfway."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Row:
    """One row: its number or first cell, and from where to where its cells reach."""

    anchor: Stack
    is_section: bool = False
    top: float = 0.0
    bottom: float = 0.0

    def __post_init__(self) -> None:
        self.top, self.bottom = self.anchor.top, self.anchor.bottom

    def has(self, stack: Stack) -> bool:
        """Return whether a cell stands in the middle of the row."""
        return abs(stack.middle - self.anchor.middle) <= SAME_MIDDLE * stack.lines[0].size


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell: its column, its rows (from 0), its lines; `is_across` when it fills its row."""

    column: int
    row: int
    row_span: int
    lines: Sequence[Line]
    is_across: bool = False


@dataclass(slots=True)
class Middles:
    """The rows, and the cells that must be given to them."""

    rows: list[Row]
    edges: list[float] = field(default_factory=list)

    def row_of(self, stack: Stack) -> int | None:
        """Return the row in whose middle the cell stands."""
        return next((at for at, row in enumerate(self.rows) if row.has(stack)), None)

    def covers(self, first: int, last: int, stack: Stack) -> float:
        """Return by how much the cell misses the middle of these rows, in font sizes."""
        middle = (self.edges[first] + self.edges[last + 1]) / 2
        return abs(middle - stack.middle) / stack.lines[0].size


def placed_by_middle(
    body: Sequence[dict[int, Line]],
    sections: Sequence[tuple[int, Line]],
    numbers: tuple[int, Sequence[Line]],
    header: float | None = None,
) -> tuple[int, list[Placed]] | None:
    """Return how many rows there are and their cells; None where cells do not tell by their middle.

    `body` are the lines by columns, `sections` those across the table with the column where they
    begin, `numbers` the column that numbers the rows, with its numbers (-1 and none without one),
    `header` is where the header ends.
    """
    reach = _reach(body, numbers[1])
    if reach is None:
        return None
    stacks = list(_stacks(body, numbers, reach))
    column, anchors = _anchors(stacks, numbers[0])
    if not anchors or len(stacks) * len(anchors) > MOST_PAIRS or not _are_centred(stacks, anchors):
        return None
    rows = [Row(stack) for stack in anchors]
    rows += [Row(Stack(at, [line]), is_section=True) for at, line in sections]
    rows.sort(key=lambda row: row.anchor.middle)
    middles = Middles(rows)
    _measure(rows, stacks)
    rows.extend(_unnumbered(rows, stacks, header))
    rows.sort(key=lambda row: row.anchor.middle)
    _measure(rows, stacks)
    if not _parted_rows(middles):
        return None
    placed = [
        Placed(row.anchor.column, at, 1, row.anchor.lines, is_across=True)
        for at, row in enumerate(rows)
        if row.is_section
    ]
    for at in sorted({stack.column for stack in stacks}):
        own = [stack for stack in stacks if stack.column == at]
        found = _placed_column(middles, own, is_group=at < column)
        if found is None:
            return None
        placed.extend(found)
    return len(rows), placed


def _stacks(
    body: Sequence[dict[int, Line]], numbers: tuple[int, Sequence[Line]], reach: float
) -> Iterator[Stack]:
    """Return the cells: lines of a column that stand as near as lines of one text do.

    Each number is one, and what stands among the numbers, as the name of a sum does, is another.
    """
    for at, lines in _columns(body).items():
        alone = {id(line) for line in numbers[1]} if at == numbers[0] else set()
        stack: list[Line] = []
        for line in sorted(lines, key=lambda line: line.base):
            is_parted = stack and (id(line) in alone or id(stack[-1]) in alone)
            if stack and (is_parted or line.base - stack[-1].base > reach):
                yield Stack(at, stack)
                stack = []
            stack.append(line)
        yield Stack(at, stack)


def _columns(body: Sequence[dict[int, Line]]) -> dict[int, list[Line]]:
    columns: dict[int, list[Line]] = {}
    for placed in body:
        for at, piece in placed.items():
            columns.setdefault(at, []).append(piece)
    return columns


def _reach(body: Sequence[dict[int, Line]], numbers: Sequence[Line]) -> float | None:
    """Return how far apart the lines of one cell may stand, 0 when cells have a line each.

    None when lines stand as far apart as the lines of one cell may, and as rows of one line may.
    """
    columns = _columns(body).values()
    size = max((line.size for lines in columns for line in lines), default=1.0)
    steps = [step for lines in columns for step in _steps(lines) if step > SAME_MIDDLE * size]
    smallest = min(steps, default=0.0)
    apart = min(APART * size, SMALLER * min(_steps(numbers), default=0.0))
    if smallest <= max(FARTHEST * size, apart):
        return WIDER * smallest
    return None if smallest <= APART * size and not numbers else 0.0


def _steps(lines: Sequence[Line]) -> Iterator[float]:
    for one, two in pairwise(sorted(line.base for line in lines)):
        yield two - one


def _anchors(stacks: Sequence[Stack], numbers: int) -> tuple[int, list[Stack]]:
    counts: dict[int, int] = {}
    for stack in stacks:
        counts[stack.column] = counts.get(stack.column, 0) + 1
    most = max(counts, key=lambda at: counts[at], default=-1)
    column = numbers if numbers in counts else most
    return column, [stack for stack in stacks if stack.column == column]


def _are_centred(stacks: Iterable[Stack], anchors: Sequence[Stack]) -> bool:
    """Return whether cells rather share their middle with a row than the base of its first line."""
    centred = at_top = 0
    for stack in stacks:
        size = stack.lines[0].size
        base = min(abs(stack.lines[0].base - anchor.lines[0].base) for anchor in anchors)
        middle = min(abs(stack.middle - anchor.middle) for anchor in anchors)
        is_at_top = base <= SAME_BASE * size
        at_top += is_at_top and middle > SAME_MIDDLE * size
        centred += not is_at_top
    return centred > at_top


def _measure(rows: Sequence[Row], stacks: Iterable[Stack]) -> None:
    """Let each row reach as far as the cells in its middle."""
    for stack in stacks:
        row = next((row for row in rows if row.has(stack)), None)
        if row is not None:
            row.top = min(row.top, stack.top)
            row.bottom = max(row.bottom, stack.bottom)


def _unnumbered(rows: Sequence[Row], stacks: Iterable[Stack], header: float | None) -> list[Row]:
    """Return the rows without a number: their cells keep the distance that the header keeps.

    `header` is where the header ends, None on a page without one.
    """
    if header is None:
        return []
    gap = KEPT * (min(row.top for row in rows) - header)
    found: list[Row] = []
    for stack in stacks:
        near = [row for row in (*rows, *found) if not row.has(stack)]
        if len(near) < len(rows) + len(found):
            continue
        if all(row.bottom + gap < stack.top or stack.bottom + gap < row.top for row in near):
            found.append(Row(stack))
    return found


def _parted_rows(middles: Middles) -> bool:
    """Find the edges between the rows; say whether none reaches into the next."""
    rows = middles.rows
    gaps = [two.top - one.bottom for one, two in pairwise(rows)]
    if any(gap < 0 for gap in gaps):
        return False
    margin = min(gaps, default=0.0) / 2
    inner = [(one.bottom + two.top) / 2 for one, two in pairwise(rows)]
    middles.edges = [rows[0].top - margin, *inner, rows[-1].bottom + margin]
    return True


def _placed_column(
    middles: Middles, stacks: Sequence[Stack], *, is_group: bool
) -> list[Placed] | None:
    """Return the cells of one column with their rows; None when one belongs to no rows."""
    placed: list[Placed] = []
    for first, last in _runs(middles.rows, stacks[0].column):
        low, high = middles.edges[first], middles.edges[last + 1]
        own = [stack for stack in stacks if low <= stack.middle < high]
        spans = _parted(middles, own, first, last)
        if spans is None or not (is_group or _is_merged(middles, own, spans)):
            spans = _single(middles, own, first, last)
        if spans is None:
            return None
        placed.extend(
            Placed(stack.column, one, two + 1 - one, stack.lines)
            for stack, (one, two) in zip(own, spans, strict=True)
        )
    return placed if len(placed) == len(stacks) else None


def _runs(rows: Sequence[Row], column: int) -> Iterator[tuple[int, int]]:
    """Return the first and the last of rows between which no section crosses the column."""
    first: int | None = None
    for at, row in enumerate(rows):
        if row.is_section and row.anchor.column <= column:
            if first is not None:
                yield first, at - 1
            first = None
        elif first is None:
            first = at
    if first is not None:
        yield first, len(rows) - 1


Spans = list[tuple[int, int]]


def _parted(middles: Middles, stacks: Sequence[Stack], first: int, last: int) -> Spans | None:
    """Return rows for each cell so that they cover all rows; None when they cannot."""
    spans: Spans = []
    at = first
    for stack in stacks:
        choices = range(at, last + 1)
        best = min(choices, key=lambda end: middles.covers(at, end, stack), default=None)
        if best is None or middles.covers(at, best, stack) > NEAR_MIDDLE:
            return None
        spans.append((at, best))
        at = best + 1
    return spans if stacks and at == last + 1 else None


def _is_merged(middles: Middles, stacks: Sequence[Stack], spans: Spans) -> bool:
    """Return whether a cell stands where only one over several rows can: in the middle of none."""
    return any(
        two > one and middles.row_of(stack) is None
        for stack, (one, two) in zip(stacks, spans, strict=True)
    )


def _single(middles: Middles, stacks: Sequence[Stack], first: int, last: int) -> Spans | None:
    """Return the row of each cell; one in the middle of none covers several that are free."""
    known = [middles.row_of(stack) for stack in stacks]
    spans: Spans = []
    for number, (stack, row) in enumerate(zip(stacks, known, strict=True)):
        if row is not None:
            spans.append((row, row))
            continue
        after = next((at for at in known[number + 1 :] if at is not None), last + 1)
        start = spans[-1][1] + 1 if spans else first
        if after - start > MOST_FREE:
            return None
        choices = [(one, two) for one in range(start, after) for two in range(one + 1, after)]
        best = min(choices, key=lambda each: middles.covers(each[0], each[1], stack), default=None)
        if best is None or middles.covers(best[0], best[1], stack) > NEAR_MIDDLE:
            return None
        spans.append(best)
    return spans
