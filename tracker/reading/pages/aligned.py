"""Finds tables without rules by the edges at which their columns stand.

Some writers of OFD, and tables that were set with blanks, draw no line. A row of short headings
begins such a table; it goes on as long as every piece of text stands below one of them. Where the
lines do not fall into rows, they are left to be paragraphs.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from tracker.reading.pages.aligned_columns import Patience
from tracker.reading.pages.aligned_heads import with_over
from tracker.reading.pages.aligned_region import Region, find_region, is_counted
from tracker.reading.pages.aligned_rows import Placed, placed_by_middle
from tracker.reading.pages.lines import Line
from tracker.reading.pages.tables import PageCell, PageTable

# In font sizes.
SLACK = 2.0
# The longest line of a column reaches its edge, or stops a little before.
REACHED = 0.2
DESCENT = 0.2
EQUAL = 0.92
# The room between lines that stand as near as those of one cell.
TIGHT = 0.4
# How much of a character on either side of an edge of a row says that it is no edge.
CUT = 0.4
# In lines.
WIDER = 1.25
LEAST_ROWS = 2
# How many lines may stand above a table that goes on: a running head.
MOST_HEADS = 2


def take_aligned(
    lines: Sequence[Line], page: int, above: PageTable | None, rules: Sequence[float] = ()
) -> tuple[list[PageTable], list[Line]]:
    """Return the tables of a page that no rules mark, and the lines that stand in none of them.

    `rules` are the heights of long lines drawn across, which may part rows.
    `above` is such a table at the end of the page before, which may go on without a heading.
    """
    tables: list[PageTable] = []
    rest: list[Line] = []
    at = end = 0
    patience = Patience()
    while at < len(lines):
        near = tables[-1] if tables and at == end else None
        is_first = not tables and len(rest) <= MOST_HEADS
        found = find_region(lines, at, rest, above if is_first else None, near, patience)
        table = _table(found.region, page, rules) if found else None
        if found is None or table is None:
            patience.lines -= len(found.region.rows) if found else 0
            rest.append(lines[at])
            at += 1
            continue
        del rest[len(rest) - found.raised :]
        tables.append(table)
        at = end = found.end
    return tables, rest


def _table(region: Region, page: int, rules: Sequence[float]) -> PageTable | None:
    """Return the table with its rows; None when its lines do not fall into rows."""
    laid = _laid(region, rules)
    if laid is None:
        return None
    height, placed = laid
    cells = _cells(region, height, placed)
    if region.over:
        height, cells = height + 1, with_over(cells, region.columns, region.over)
    standing = [line for cell in cells for line in cell.lines]
    return PageTable(
        page,
        min(piece.top for piece in standing),
        max(piece.base for piece in standing),
        [*(column.left for column in region.columns), region.columns[-1].right],
        height,
        cells,
        slack=SLACK * region.size,
    )


def _cells(region: Region, height: int, placed: Sequence[Placed]) -> list[PageCell]:
    """Return the cells in order, blank ones where nothing stands."""
    reached = REACHED * region.size
    owned = {(row, one.column) for one in placed for row in range(one.row, one.row + one.row_span)}
    blank = [
        Placed(at, row, 1, ())
        for row in range(height)
        for at in range(len(region.columns))
        if (row, at) not in owned
    ]
    across = {one.row: one.column for one in placed if one.is_across}
    cells = []
    for one in sorted((*placed, *blank), key=lambda one: (one.row, one.column)):
        if one.column >= across.get(one.row, len(region.columns)) and not one.is_across:
            continue
        span = len(region.columns) - one.column if one.is_across else 1
        left, right = region.columns[one.column].left, region.columns[one.column + span - 1].right
        lines = list(one.lines)
        cells.append(
            PageCell(one.row, one.column, one.row_span, span, left, right + reached, lines)
        )
    return cells


def _laid(region: Region, rules: Sequence[float]) -> tuple[int, list[Placed]] | None:
    """Return how many rows there are, the header as one, and the cells that hold text."""
    first, last = _base(region.rows[0]), _base(region.rows[-1])
    inside = [rule for rule in rules if first < rule < last - region.size]
    if len(inside) < LEAST_ROWS:
        sections = [item for at in sorted(region.sections) for item in region.rows[at].items()]
        found = placed_by_middle(list(region.body()), sections, region.numbers(), _end(region))
        if found is not None:
            return _below_header(region, *found)
    bounds = inside if len(inside) >= LEAST_ROWS else _bounds(region)
    if any(_is_cut(piece, bounds) for row in region.rows for piece in row.values()):
        return None
    cells: dict[tuple[int, int], list[Line]] = {}
    across = {id(line) for at in region.sections for line in region.rows[at].values()}
    for placed in region.rows:
        for at, piece in placed.items():
            cells.setdefault((bisect_right(bounds, _middle(piece)), at), []).append(piece)
    found_cells = [
        Placed(at, row, 1, lines, is_across=id(lines[0]) in across)
        for (row, at), lines in cells.items()
    ]
    return len(bounds) + 1, found_cells


def _end(region: Region) -> float | None:
    """Return where the header ends."""
    lines = [line for placed in region.rows[: region.header] for line in placed.values()]
    return max((line.base + DESCENT * line.size for line in lines), default=None)


def _below_header(
    region: Region, height: int, placed: Sequence[Placed]
) -> tuple[int, list[Placed]]:
    """Return the cells with those of the header above them."""
    if not region.header:
        return height, list(placed)
    heads: dict[int, list[Line]] = {}
    for row in region.rows[: region.header]:
        for at, piece in row.items():
            heads.setdefault(at, []).append(piece)
    header = [Placed(at, 0, 1, lines) for at, lines in heads.items()]
    moved = [
        Placed(one.column, one.row + 1, one.row_span, one.lines, is_across=one.is_across)
        for one in placed
    ]
    return height + 1, [*header, *moved]


def _is_cut(piece: Line, bounds: Sequence[float]) -> bool:
    """Return whether an edge between rows goes through the middle of a line."""
    top, bottom = piece.top + CUT * piece.size, piece.base - CUT * piece.size / 2
    return bisect_right(bounds, top) != bisect_right(bounds, bottom)


def _middle(piece: Line) -> float:
    return piece.base - piece.size / 3


def _bounds(region: Region) -> list[float]:
    """Return the heights between the rows.

    Numbers tell how many rows there are; else wider steps do, or what stands in the first column.
    """
    body = range(region.header, len(region.rows))
    column, _numbers = region.numbers()
    counted = [
        at
        for at in body
        if at in region.sections
        or (column in region.rows[at] and is_counted(region.rows[at][column]))
    ]
    if column >= 0:
        return _above_numbers(region, counted) or _around_numbers(region, counted)
    first = [at for at in body if 0 in region.rows[at] and at > body[0]]
    starts = {*(_by_steps(region, body) or first), *region.sections}
    starts |= {at + 1 for at in region.sections if at + 1 < len(region.rows)}
    starts |= {body[0]} if region.header else set()
    return [_above(region, at) for at in sorted(starts) if at > 0]


def _above_numbers(region: Region, numbers: Sequence[int]) -> list[float]:
    """Return the heights right above the numbers where no room parts rows; none where some may.

    Each number stands in the first line of its row then: in all columns that the row fills.
    """
    widest = max((end - start for start, end in _stripes(region)), default=0.0)
    if numbers[0] != (region.header or numbers[0]) or widest > TIGHT * region.size:
        return []
    for one, two in pairwise([*numbers, len(region.rows)]):
        below = {column for placed in region.rows[one + 1 : two] for column in placed}
        if one not in region.sections and below - set(region.rows[one]):
            return []
    return [_above(region, at) for at in numbers if at]


def _around_numbers(region: Region, numbers: Sequence[int]) -> list[float]:
    """Return the heights between the rows whose numbers stand at these lines.

    A number stands in the first line of its row or in the middle of it, so a row begins at the
    widest blank stripe before its number, of equal ones at the last.
    """
    stripes = _stripes(region)
    bounds: list[float] = []
    for one, two in pairwise([*([region.header - 1] if region.header else []), *numbers]):
        if one in region.sections or two in region.sections:
            bounds.append(_above(region, two if two in region.sections else one + 1))
            continue
        above, below = _base(region.rows[one]), _base(region.rows[two])
        between = [stripe for stripe in stripes if above < stripe[1] and stripe[0] < below]
        widest = max((end - start for start, end in between), default=0.0)
        wide = [stripe for stripe in between if stripe[1] - stripe[0] >= EQUAL * widest]
        bounds.append(sum(wide[-1]) / 2 if wide else _above(region, two))
    if region.header and region.is_continued and bounds[0] > _base(region.rows[region.header]):
        bounds.insert(0, _above(region, region.header))  # the rest of a row that the page cut
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
