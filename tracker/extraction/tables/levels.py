"""Puts headings below the wider ones that group them where a text lost how far these reach. Pure.

序号 | 任务 | 责任分工 | 备注 | | above 牵头领导 | 牵头单位 | 配合单位 | | |: both rows stand at the
left and end in blanks. How many are grouped follows from their number; which, from the words of the
headings and from what the rows below hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.grids import FlatTable
from tracker.extraction.flat.headers import kinds_of
from tracker.extraction.flat.kinds import Kind, costs
from tracker.extraction.headers import MAX_HEADER_ROW, PERIOD, Row, columns_of, looks_like_header
from tracker.reading.content import Cell, Table

LEAST_HEADINGS, MOST_HEADINGS, MOST_GROUPS, LEAST_PARTS = 3, 16, 3, 2
LONGEST_PART = 14
JUDGED_ROWS = 8
# What a heading saves that is akin to the one above it, and what the best way must save.
AKIN, CLEAR = 1.5, 1.0
WHO = frozenset({Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING, Field.PERSON})
AIMS = frozenset({Field.GOAL, Field.DEADLINE, Field.CONTENT})
# Words of headings that make none akin to another.
COMMON = ("清单", "单位", "部门", "情况", "要求", "名称")


@dataclass(frozen=True, slots=True)
class _Way:
    """Which upper headings group others (index, how many), in order."""

    groups: tuple[tuple[int, int], ...]


def regrouped(table: Table) -> Table:
    """Return the table with its two rows of headings over each other, or as it is."""
    if isinstance(table, FlatTable):
        return table
    for at, row in enumerate(table.rows[:MAX_HEADER_ROW]):
        if not looks_like_header(row):
            continue
        below = table.rows[at + 1] if at + 1 < len(table.rows) else ()
        upper, lower = _leading(row), _leading(below)
        way = _best(upper, lower, table.rows[at + 2 :], table.width)
        return _with_levels(table, at, way) if way else table
    return table


def _leading(row: Row) -> list[str]:
    """Return the filled cells at the left of a row that ends in blanks, none of any other row."""
    texts = ["".join(cell.text.split()) for cell in row]
    filled = next((at for at, text in enumerate(texts) if not text), len(texts))
    spans = any(cell.row_span > 1 or cell.column_span > 1 for cell in row)
    is_led = not spans and filled < len(texts) and not any(texts[filled:])
    return texts[:filled] if is_led else []


def _best(
    upper: Sequence[str], lower: Sequence[str], rows: Sequence[Row], width: int
) -> _Way | None:
    """Return the way to group that clearly fits best, None where these are no such headings."""
    count = len(upper) + len(lower) - width
    known = sum(column_field(text) is not None for text in lower)
    if not LEAST_HEADINGS <= len(upper) <= MOST_HEADINGS or not 0 < count <= MOST_GROUPS:
        return None
    if known * 2 < len(lower) or any(len(text) > LONGEST_PART for text in lower):
        return None
    judged = [row for row in rows[:JUDGED_ROWS] if sum(bool(cell.lines) for cell in row) > 1]
    best: dict[tuple[Kind, ...], tuple[float, _Way]] = {}
    for way in _ways(upper, len(lower), count):
        kinds = _kinds(way, upper, lower)
        cost = _cost(kinds, judged) - AKIN * _akin(way, upper, lower)
        if kinds not in best or cost < best[kinds][0]:
            best[kinds] = cost, way
    ways = sorted(best.values(), key=lambda each: each[0])
    is_clear = len(ways) == 1 or (len(ways) > 1 and ways[1][0] >= ways[0][0] + CLEAR)
    return ways[0][1] if is_clear else None


def _ways(upper: Sequence[str], parts: int, count: int) -> Iterator[_Way]:
    """Return each way to let `count` of the upper headings group all `parts` lower ones."""
    wide = [at for at, text in enumerate(upper) if column_field(text) is not Field.NUMBER]
    for chosen in combinations(wide, count):
        for seams in combinations(range(1, parts), count - 1):
            ends = (0, *seams, parts)
            sizes = [end - start for start, end in pairwise(ends)]
            if min(sizes) >= LEAST_PARTS:
                yield _Way(tuple(zip(chosen, sizes, strict=True)))


def _leaves(way: _Way, upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Return for each column the heading above, and its own ("" where nothing groups it)."""
    sizes, rest = dict(way.groups), list(lower)
    for at, text in enumerate(upper):
        yield from ((text, rest.pop(0)) for _part in range(sizes.get(at, 0)))
        if at not in sizes:
            yield text, ""


def _kinds(way: _Way, upper: Sequence[str], lower: Sequence[str]) -> tuple[Kind, ...]:
    leaves = _leaves(way, upper, lower)
    return kinds_of(
        columns_of([own if own and column_field(own) else above for above, own in leaves])
    )


def _akin(way: _Way, upper: Sequence[str], lower: Sequence[str]) -> int:
    return sum(_are_akin(above, own) for above, own in _leaves(way, upper, lower) if own)


def _cost(kinds: Sequence[Kind], rows: Sequence[Row]) -> float:
    """Return what the cells of a row cost on average in columns of these kinds."""
    cells = sum(
        costs(cell.text)[kind]
        for row in rows
        for kind, cell in zip(kinds, row, strict=True)
        if cell.lines and kind is not Kind.UNKNOWN
    )
    return cells / max(1, len(rows))


def _are_akin(above: str, own: str) -> bool:
    """Return whether two headings are about the same: who, aims by period, two signs shared."""
    fields = column_field(above), column_field(own)
    if set(fields) <= WHO or (fields[0] in AIMS and PERIOD.search(own)):
        return True
    pairs = {above[at : at + 2] for at in range(len(above) - 1)}.difference(COMMON)
    return any(pair in own for pair in pairs)


def _with_levels(table: Table, at: int, way: _Way) -> Table:
    upper, lower = table.rows[at], [cell for cell in table.rows[at + 1] if cell.lines]
    sizes = dict(way.groups)
    above: list[Cell] = []
    below: list[Cell] = []
    for place, cell in enumerate(each for each in upper if each.lines):
        size, column = sizes.get(place, 0), len(above)
        if not size:
            tall = Cell(cell.lines, at, column, 2)
            above.append(tall)
            below.append(tall)
            continue
        wide = Cell(cell.lines, at, column, 1, size)
        above.extend([wide] * size)
        below.extend(replace(lower.pop(0), column=column + part) for part in range(size))
    rows = (*table.rows[:at], tuple(above), tuple(below), *table.rows[at + 2 :])
    return replace(table, rows=rows)
