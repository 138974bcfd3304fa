"""Finds the grids that drawn lines make on a page: which cells there are and how far they span."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.reading.content import MAX_CELLS, MAX_COLUMNS
from tracker.reading.pages.parts import ACROSS, DOWN, THIN, Rule

# In points. No character is so small that a row or column between two lines this near could hold
# it: they are a double line.
SAME = 4.5
# A line drawn as dashes, and lines that just miss each other.
BROKEN = 4.0
TOUCHING = 4.5
SHORTEST = 7.0
OPEN_SIDE = 8.0
LONG = 0.8
# The marks of a dotted line stand exactly in line.
SAME_MARK = 0.8
ENOUGH = 0.6
MOST_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a grid: its origin (from 0) and how far it spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(slots=True)
class Grid:
    """A grid: `rows` and `columns` are where its lines stand, from the top and the left."""

    rows: list[float]
    columns: list[float]
    fields: list[Field]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the grids of more than one cell, from the top."""
    across, down = _tidy(rules)
    if len(across) * len(down) > MOST_PAIRS:
        return []
    found = (_grid(*group) for group in _connected(across, down))
    return sorted((grid for grid in found if grid and len(grid.fields) > 1), key=_by_top)


def long_rules(rules: Sequence[Rule]) -> list[float]:
    """Return the heights of the lines across that are about as long as the longest, in order."""
    across, _down = _tidy(rules)
    longest = max((rule.end - rule.start for rule in across), default=0.0)
    heights = {rule.at for rule in across if rule.end - rule.start >= LONG * longest}
    return sorted(heights)


def _by_top(grid: Grid) -> tuple[float, float]:
    return grid.rows[0], grid.columns[0]


def _tidy(rules: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Return lines across and lines down, pieces of one line joined."""
    sides: tuple[list[Rule], list[Rule]] = ([], [])
    for way in (ACROSS, DOWN):
        own = [rule for rule in rules if rule.is_across == way]
        marks = [rule for rule in own if rule.end - rule.start <= THIN]
        lines = [rule for rule in own if rule.end - rule.start > THIN]
        sides[way == DOWN].extend(_joined(lines + _joined(marks, SAME_MARK), SAME))
    return sides


def _joined(rules: list[Rule], same: float) -> list[Rule]:
    """Return the lines of one direction; those of one place that meet or nearly do are one."""
    found: list[Rule] = []
    for group in _groups(rules, same):
        weight = sum(rule.end - rule.start for rule in group)
        at = sum(rule.at * (rule.end - rule.start) for rule in group) / weight
        start = end = None
        for rule in sorted(group, key=lambda rule: rule.start):
            if end is not None and rule.start - end <= BROKEN:
                end = max(end, rule.end)
                continue
            if start is not None and end is not None:
                found.append(Rule(rule.is_across, at, start, end))
            start, end = rule.start, rule.end
        if start is not None and end is not None:
            found.append(Rule(group[0].is_across, at, start, end))
    return [rule for rule in found if rule.end - rule.start >= SHORTEST]


def _groups(rules: list[Rule], same: float) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if groups and rule.at - groups[-1][0].at <= same:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the lines that touch each other, together."""
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    places = [rule.at for rule in across]
    for number, line in enumerate(down, len(across)):
        first = bisect_left(places, line.start - TOUCHING)
        for other in range(first, len(across)):
            if places[other] > line.end + TOUCHING:
                break
            if across[other].start - TOUCHING <= line.at <= across[other].end + TOUCHING:
                parent[root(other)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate((*across, *down)):
        sides = groups.setdefault(root(number), ([], []))
        sides[number >= len(across)].append(rule)
    return [group for group in groups.values() if group[1] and group[0]]


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    across, down = _closed(across, down)
    rows, columns = _places(across), _places(down)
    height, width = len(rows) - 1, len(columns) - 1
    if height < 1 or width < 1 or width > MAX_COLUMNS or height * width > MAX_CELLS:
        return None
    sides = _drawn(down, columns, rows)
    tops = _drawn(across, rows, columns)
    owners = _owners(height, width, sides, tops)
    return Grid(rows, columns, _fields(owners))


def _places(rules: list[Rule]) -> list[float]:
    return [group[0].at for group in _groups(rules, SAME)]


def _closed(across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Return the lines with those added that a table without outer border leaves out."""
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    first, last = min(rule.at for rule in down), max(rule.at for rule in down)
    upper, lower = min(rule.at for rule in across), max(rule.at for rule in across)
    sides = [left] * (first - left > OPEN_SIDE) + [right] * (right - last > OPEN_SIDE)
    ends = [top] * (upper - top > OPEN_SIDE) + [bottom] * (bottom - lower > OPEN_SIDE)
    more_down = [Rule(DOWN, at, min(top, upper), max(bottom, lower)) for at in sides]
    more_across = [Rule(ACROSS, at, min(left, first), max(right, last)) for at in ends]
    return across + more_across, down + more_down


def _drawn(rules: list[Rule], places: list[float], ends: list[float]) -> list[list[bool]]:
    """Return for each place, and each step between `ends`, whether a line is drawn there."""
    lengths = [[0.0] * (len(ends) - 1) for _place in places]
    for rule in rules:
        at = min(range(len(places)), key=lambda place: abs(places[place] - rule.at))
        for step in range(max(0, bisect_left(ends, rule.start) - 1), len(ends) - 1):
            if ends[step] >= rule.end:
                break
            shared = min(rule.end, ends[step + 1]) - max(rule.start, ends[step])
            lengths[at][step] += max(0.0, shared)
    return [
        [row[step] >= ENOUGH * (ends[step + 1] - ends[step]) for step in range(len(row))]
        for row in lengths
    ]


def _owners(
    height: int, width: int, sides: Sequence[Sequence[bool]], tops: Sequence[Sequence[bool]]
) -> list[list[int]]:
    """Return for each place of the grid the number of the cell that it belongs to."""
    owners = [[-1] * width for _row in range(height)]
    number = 0
    for r in range(height):
        for c in range(width):
            if owners[r][c] < 0:
                _flood(owners, (r, c), number, sides, tops)
                number += 1
    return owners


def _flood(
    owners: list[list[int]],
    start: tuple[int, int],
    number: int,
    sides: Sequence[Sequence[bool]],
    tops: Sequence[Sequence[bool]],
) -> None:
    """Give one number to all places that no drawn line parts from `start`."""
    height, width = len(owners), len(owners[0])
    waiting = [start]
    owners[start[0]][start[1]] = number
    while waiting:
        r, c = waiting.pop()
        near = (
            (r, c + 1, c + 1 < width and not sides[c + 1][r]),
            (r, c - 1, c > 0 and not sides[c][r]),
            (r + 1, c, r + 1 < height and not tops[r + 1][c]),
            (r - 1, c, r > 0 and not tops[r][c]),
        )
        for row, column, is_open in near:
            if is_open and owners[row][column] < 0:
                owners[row][column] = number
                waiting.append((row, column))


def _fields(owners: list[list[int]]) -> list[Field]:
    """Return the cells as rectangles; a place cut out of one becomes a cell of its own."""
    height, width = len(owners), len(owners[0])
    taken = [[False] * width for _row in range(height)]
    fields: list[Field] = []
    for r in range(height):
        for c in range(width):
            if taken[r][c]:
                continue
            owner = owners[r][c]
            right = c
            while right + 1 < width and owners[r][right + 1] == owner and not taken[r][right + 1]:
                right += 1
            bottom = r
            while bottom + 1 < height and all(
                owners[bottom + 1][at] == owner and not taken[bottom + 1][at]
                for at in range(c, right + 1)
            ):
                bottom += 1
            for row in range(r, bottom + 1):
                taken[row][c : right + 1] = [True] * (right + 1 - c)
            fields.append(Field(r, c, bottom + 1 - r, right + 1 - c))
    return fields
