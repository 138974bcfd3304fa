"""Finds tables without rules by the edges at which their columns stand.

Some writers of OFD, and tables that were set with blanks, draw no line. A row of short headings
begins such a table; it goes on as long as every piece of text stands below one of them.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.reading.pages.lines import Line, line_of, pieces
from tracker.reading.pages.tables import PageCell, PageTable

# In font sizes.
GAP = 0.8
NEAR = 1.5
FAR = 3.5
SLACK = 2.0
# The longest line of a column reaches its edge, or stops a little before.
REACHED = 0.2
DESCENT = 0.2
EQUAL = 0.92
# In lines.
WIDER = 1.25
LEAST_COLUMNS = 3
LEAST_ROWS = 2
LONGEST_HEADING = 14
ORDINAL = re.compile(r"[（(]?(?:\d{1,4}|[一二三四五六七八九十百]{1,5})[）)]?[.．、]?")
SENTENCE = re.compile(r"[。；;！？]|[，,：:]$")
MOSTLY = 0.6


@dataclass(slots=True)
class Column:
    """Between which x the text of a column stands."""

    left: float
    right: float

    def meets(self, piece: Line) -> bool:
        """Return whether some of the piece stands below the column."""
        return piece.left < self.right and piece.right > self.left

    def distance(self, piece: Line) -> float:
        """Return how far the piece stands beside the column."""
        return max(self.left - piece.right, piece.left - self.right, 0.0)


@dataclass(slots=True)
class Region:
    """Lines that stand in columns: for each line its piece in each column.

    `header` is 1 if the first line holds the headings, `is_continued` if a table stood at the end
    of the page before.
    """

    columns: list[Column]
    header: int
    is_continued: bool = False
    rows: list[dict[int, Line]] = field(default_factory=list)

    @property
    def size(self) -> float:
        """The font size of its first line."""
        return next(iter(self.rows[0].values())).size


def take_aligned(
    lines: Sequence[Line], page: int, above: PageTable | None, rules: Sequence[float] = ()
) -> tuple[list[PageTable], list[Line]]:
    """Return the tables of a page that no rules mark, and the lines that stand in none of them.

    `rules` are the heights of long lines drawn across, which may part rows.
    `above` is such a table at the end of the page before, which may go on without a heading.
    """
    tables: list[PageTable] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        region = _region(lines, at, above if not tables and not rest else None)
        if region is None:
            rest.append(lines[at])
            at += 1
            continue
        tables.append(_table(region, page, rules))
        at += len(region.rows)
    return tables, rest


def _region(lines: Sequence[Line], start: int, above: PageTable | None) -> Region | None:
    """Return the table that begins at a line, None when none begins there."""
    region = _begun(lines[start], above)
    if region is None:
        return None
    last: Line | None = None
    for line in lines[start:]:
        if last is not None and line.base - last.base > FAR * line.size:
            break
        placed = _placed(region.columns, pieces(line, GAP))
        if placed is None:
            break
        region.rows.append(placed)
        last = line
    body = region.rows[region.header :]
    full = sum(len(row) >= LEAST_COLUMNS for row in body)
    is_wide = len(region.columns) > LEAST_COLUMNS and any(
        len(row) == len(region.columns) for row in body
    )
    return region if full >= (LEAST_ROWS if region.header and not is_wide else 1) else None


def _begun(line: Line, above: PageTable | None) -> Region | None:
    parts = pieces(line, GAP)
    if len(parts) >= LEAST_COLUMNS and all(_is_heading(part.text) for part in parts):
        columns = [Column(part.left, part.right) for part in parts]
        return Region(columns, 1, is_continued=above is not None)
    if above is not None and len(parts) >= LEAST_ROWS:
        edges = above.columns
        columns = [Column(*_inside(above, at)) for at in range(len(edges) - 1)]
        if _placed(columns, parts) is not None:
            return Region(columns, 0, is_continued=True)
    return None


def _inside(table: PageTable, column: int) -> tuple[float, float]:
    cells = [cell for cell in table.cells if cell.column == column]
    return min(cell.left for cell in cells), max(cell.right for cell in cells)


def _is_heading(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and not SENTENCE.search(text) and not text.isdecimal()


def _placed(columns: list[Column], parts: Sequence[Line]) -> dict[int, Line] | None:
    """Return the pieces of a line by their columns, which grow; None when one crosses two."""
    found: dict[int, list[Line]] = {}
    for part in parts:
        below = [at for at, column in enumerate(columns) if column.meets(part)]
        if not below:
            nearest = min(range(len(columns)), key=lambda at: columns[at].distance(part))
            below = [nearest] if columns[nearest].distance(part) <= NEAR * part.size else []
        if len(below) != 1:
            return None
        found.setdefault(below[0], []).append(part)
    placed = {
        at: line_of([sign for part in group for sign in part.signs]) for at, group in found.items()
    }
    grown = list(columns)
    for at, piece in placed.items():
        grown[at] = Column(min(columns[at].left, piece.left), max(columns[at].right, piece.right))
    if any(one.right > two.left for one, two in pairwise(grown)):
        return None
    columns[:] = grown
    return placed


def _table(region: Region, page: int, rules: Sequence[float]) -> PageTable:
    bounds = _bounds(region, rules)
    size = region.size
    cells = {
        (row, at): PageCell(row, at, 1, 1, column.left, column.right + REACHED * size)
        for row in range(len(bounds) + 1)
        for at, column in enumerate(region.columns)
    }
    standing = [(at, piece) for placed in region.rows for at, piece in placed.items()]
    for at, piece in standing:
        cells[bisect_right(bounds, _middle(piece)), at].lines.append(piece)
    return PageTable(
        page,
        min(piece.top for _at, piece in standing),
        max(piece.base for _at, piece in standing),
        [*(column.left for column in region.columns), region.columns[-1].right],
        len(bounds) + 1,
        list(cells.values()),
        slack=SLACK * size,
    )


def _middle(piece: Line) -> float:
    return piece.base - piece.size / 3


def _bounds(region: Region, rules: Sequence[float]) -> list[float]:
    """Return the heights between the rows.

    Lines drawn across part the rows where there are several; else numbers tell how many rows there
    are; else wider steps do, or what stands in the first column.
    """
    first, last = _base(region.rows[0]), _base(region.rows[-1])
    inside = [rule for rule in rules if first < rule < last - region.size]
    if len(inside) >= LEAST_ROWS:
        return inside
    body = range(region.header, len(region.rows))
    numbers = [at for at in body if 0 in region.rows[at]]
    counted = [at for at in numbers if ORDINAL.fullmatch(region.rows[at][0].text)]
    if len(counted) >= max(1, MOSTLY * len(numbers)):
        return _around_numbers(region, counted)
    starts = _by_steps(region, body) or [at for at in numbers if at > body[0]]
    return [_above(region, at) for at in (*body[: region.header], *starts)]


def _around_numbers(region: Region, numbers: Sequence[int]) -> list[float]:
    """Return the heights between the rows whose numbers stand at these lines.

    A number stands in the first line of its row or in the middle of it, so a row begins at the
    widest blank stripe before its number, of equal ones at the last.
    """
    stripes = _stripes(region)
    bounds: list[float] = []
    for one, two in pairwise([*range(region.header), *numbers]):
        above, below = _base(region.rows[one]), _base(region.rows[two])
        between = [stripe for stripe in stripes if above < stripe[1] and stripe[0] < below]
        widest = max((end - start for start, end in between), default=0.0)
        wide = [stripe for stripe in between if stripe[1] - stripe[0] >= EQUAL * widest]
        bounds.append(sum(wide[-1]) / 2 if wide else _above(region, two))
    if region.header and region.is_continued and bounds[0] > _base(region.rows[1]):
        bounds.insert(0, _above(region, 1))  # the rest of a row that the page cut
    return bounds


def _stripes(region: Region) -> list[tuple[float, float]]:
    """Return the stripes across the region in which nothing stands, from the top."""
    taken = sorted(
        (piece.top, piece.base + DESCENT * piece.size)
        for placed in region.rows
        for piece in placed.values()
    )
    stripes = []
    end = taken[0][1]
    for top, bottom in taken[1:]:
        if top > end:
            stripes.append((end, top))
        end = max(end, bottom)
    return stripes


def _by_steps(region: Region, body: range) -> list[int]:
    """Return the lines before which there is more room than between the lines of a cell."""
    steps = {at: _base(region.rows[at]) - _base(region.rows[at - 1]) for at in body[1:]}
    if not steps or max(steps.values()) <= WIDER * min(steps.values()):
        return []
    return [at for at, step in steps.items() if step > WIDER * min(steps.values())]


def _above(region: Region, at: int) -> float:
    """Return the height between a line and the one before."""
    return (_base(region.rows[at - 1]) + _base(region.rows[at])) / 2 - region.size / 3


def _base(placed: dict[int, Line]) -> float:
    return min(piece.base for piece in placed.values())
