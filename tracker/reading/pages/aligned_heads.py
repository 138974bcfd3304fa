"""Reads headings of tables without rules: on two levels, one over several columns; only two.

责任分工 stands above 牵头单位 and 配合单位, where the first begins or in the middle of both.
The other headings stand beside the upper ones, beside the lower ones or between them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.reading.pages.aligned_columns import Column, heading_block, heading_pieces, united
from tracker.reading.pages.lines import Line
from tracker.reading.pages.tables import PageCell

# In font sizes: how far apart the lines of such a heading stand; how near to the left edge, or the
# middle, of those below it one stands over several.
NEAR = 2.4
SAME = 0.6
MOST_LINES = 3
LEAST_COLUMNS = 4
LEAST_BELOW = 2
LONGEST = 8
LONGEST_LINE, MOST_HEADINGS = 200, 80
# Two headings make a table only where bodies stand below the second.
BODIES = re.compile(r"(?:责任|牵头|主办|承办|落实|主责|配合)(?:单位|部门|科室|处室)")


@dataclass(frozen=True, slots=True)
class Over:
    """A heading over several columns: its text, where the first begins and the last ends."""

    line: Line
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Begun:
    """How a table may begin: its columns and the pieces of its first lines.

    `count` of these stand from a line on, `raised` above it; they are headings if it `is_header`.
    `over` are headings over several columns.
    """

    columns: list[Column]
    rows: list[list[Line]]
    count: int
    raised: int = 0
    over: Sequence[Over] = ()
    is_header: bool = True


def is_pair(block: Sequence[Sequence[Line]]) -> bool:
    """Return whether two headings stand in one line, the second over names of bodies."""
    return len(block) == 1 and len(block[0]) > 1 and BODIES.fullmatch(block[0][1].text) is not None


def is_crowded(block: Sequence[Sequence[Line]]) -> bool:
    """Return whether two headings of one line stand below, or above, the same others."""
    columns = united(block)
    return any(sum(map(column.meets, row)) >= LEAST_BELOW for row in block for column in columns)


def two_levels(lines: Sequence[Line], start: int, before: Sequence[Line]) -> Iterator[Begun]:
    """Return the one way to begin with the headings around a line, none if none is over several.

    `before` are the lines above it that stand in no table.
    """
    upper = _near([lines[start], *reversed(before[-1:])])[1:]
    lower = _near(lines[start : start + MOST_LINES])
    while lower and len(heading_pieces(lower[-1])) < LEAST_BELOW:
        lower.pop()
    block = heading_block([*upper, *lower])
    if len(block) < LEAST_BELOW or not lower or sum(map(len, block)) > MOST_HEADINGS:
        return
    over = _found(block)
    gone = {id(one.line) for one in over}
    rows = [[piece for piece in row if id(piece) not in gone] for row in block]
    columns = united(rows)
    if over and len(columns) >= LEAST_COLUMNS:
        yield Begun(columns, [row for row in rows if row], len(lower), len(upper), over)


def _near(lines: Sequence[Line]) -> list[Line]:
    """Return the first lines that are headings, each near the one before."""
    found: list[Line] = []
    for line in lines:
        is_far = found and abs(line.base - found[-1].base) > NEAR * line.size
        if (
            is_far
            or len(line.text) > LONGEST_LINE
            or not all(map(_is_heading, heading_pieces(line)))
        ):
            break
        found.append(line)
    return found


def _is_heading(piece: Line) -> bool:
    return len(piece.text) <= LONGEST and not any(map(str.isdigit, piece.text))


def _found(block: Sequence[Sequence[Line]]) -> list[Over]:
    """Return the headings that stand over several of the lowest line, from the left."""
    *above, lowest = block
    others = [piece for row in above for piece in row]
    found: list[Over] = []
    for one in sorted(others, key=lambda piece: piece.left):
        free = [piece for piece in lowest if not found or piece.left > found[-1].right]
        for left, right in _spans(one, free):
            if not any(
                other.left < right and other.right > left for other in others if other is not one
            ):
                found.append(Over(one, left, right))
                break
    return found


def _spans(upper: Line, lowest: Sequence[Line]) -> Iterator[tuple[float, float]]:
    """Return from where to where those below a heading may reach, the most of them first.

    It begins with the first of them or stands in their middle.
    """
    slack = SAME * upper.size
    for at, first in enumerate(lowest):
        for last in range(len(lowest) - 1, at, -1):
            right = lowest[last].right
            is_middle = abs(first.left + right - upper.left - upper.right) <= 2 * slack
            if is_middle or abs(first.left - upper.left) <= slack:
                yield first.left, right


def with_over(
    cells: Sequence[PageCell], columns: Sequence[Column], over: Sequence[Over]
) -> list[PageCell]:
    """Return the cells of a table, of which the first row holds headings, with those over several.

    The other headings reach over two rows then.
    """
    spans = [_span(columns, one) for one in over]
    under = {at for first, end in spans for at in range(first, end)}
    moved = [
        PageCell(
            cell.row + (cell.row > 0 or cell.column in under),
            cell.column,
            cell.row_span + (cell.row == 0 and cell.column not in under),
            cell.column_span,
            cell.left,
            cell.right,
            cell.lines,
        )
        for cell in cells
    ]
    upper = [
        PageCell(0, first, 1, end - first, columns[first].left, columns[end - 1].right, [one.line])
        for one, (first, end) in zip(over, spans, strict=True)
    ]
    return sorted((*upper, *moved), key=lambda cell: (cell.row, cell.column))


def _span(columns: Sequence[Column], over: Over) -> tuple[int, int]:
    """Return the first column below a heading, and the one behind the last."""
    held = [
        at
        for at, column in enumerate(columns)
        if column.right > over.left and column.left < over.right
    ]
    return held[0], held[-1] + 1
