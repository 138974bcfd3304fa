"""Finds tables in the picture of a page by their ruling lines: cells with spans and boxes.

A cell is the union of the fields of the grid between which no line was drawn, so a merged cell
comes out as one with its span. Lengths are measured in `unit`, the height of a line of text in
pixels: so the same rules hold for 100 and for 300 dpi.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

# All in units. A line across is longer than a dash 破折号 is wide; a line down is longer than any
# stroke of a character is high.
SHORTEST_ACROSS = 2.4
SHORTEST_DOWN = 1.5
GAP = 0.4
NEAR = 0.35
TOUCHING = 0.7
NARROWEST_TABLE = 4.0
# The share of the side between two fields that must be inked to part them.
ENOUGH = 0.5
MOST_LINES = 400
# A line of a table has two ends.
ENDS = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle in pixels; the right and the lower edge lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Return whether the point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Field:
    """One cell: its origin in the grid (from 0), how far it spans, and where it is drawn."""

    row: int
    column: int
    row_span: int
    column_span: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table, rows × columns, and where it is drawn."""

    fields: tuple[Field, ...]
    height: int
    width: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Rules:
    """The ruling lines of a page as two pictures, and the unit they were found with."""

    across: Picture
    down: Picture
    unit: float

    @property
    def ink(self) -> Picture:
        """Both together, a little thicker than drawn."""
        both = cv2.bitwise_or(self.across, self.down)
        return _picture(cv2.dilate(both, np.ones((5, 5), np.uint8)))


def inked(gray: Picture, unit: float) -> Picture:
    """Return a picture in which ink is 255 and paper 0, whatever shade lies over the page."""
    smooth = cv2.GaussianBlur(gray, (3, 3), 0)
    block = max(15, int(2 * unit) | 1)
    method, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    return _picture(cv2.adaptiveThreshold(smooth, 255, method, kind, block, 12))


def find_rules(ink: Picture, unit: float) -> Rules:
    """Return the ruling lines of a page: long runs of ink, small gaps in them closed."""
    across = _runs(ink, unit, (1, 0))
    down = _runs(ink, unit, (0, 1))
    return Rules(across, down, unit)


def find_grids(rules: Rules) -> list[Grid]:
    """Return the ruled tables of a page from top to bottom.

    A frame or a single column of them is none: what stands in it reads as text.
    """
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(rules.ink, connectivity=8)
    found = []
    for label, (x, y, width, height, _area) in enumerate(stats.tolist()):
        is_large = width >= NARROWEST_TABLE * rules.unit and height >= rules.unit
        if label and is_large:
            grid = _grid(rules, np.asarray(labels) == label, Frame(x, y, x + width, y + height))
            if grid is not None and grid.width > 1:
                found.append(grid)
    outer = [each for each in found if not any(_lies_in(each.frame, other) for other in found)]
    return sorted(outer, key=lambda grid: (grid.frame.top, grid.frame.left))


def _lies_in(frame: Frame, other: Grid) -> bool:
    """Return whether the frame lies inside another table's."""
    around = other.frame
    return frame != around and (
        around.left <= frame.left
        and around.top <= frame.top
        and frame.right <= around.right
        and frame.bottom <= around.bottom
    )


def _picture(matrix: object) -> Picture:
    return np.asarray(matrix, dtype=np.uint8)


def _runs(ink: Picture, unit: float, way: tuple[int, int]) -> Picture:
    """Return the runs of ink along `way` (columns, rows) that are long enough for a rule.

    A thin rule that is not quite level goes over from one line of pixels to the next, so the ink
    is thickened by a pixel to each side first.
    """
    x, y = way
    shortest = max(3, int((SHORTEST_ACROSS if x else SHORTEST_DOWN) * unit))
    gap = max(3, int(GAP * unit))
    thick = cv2.dilate(ink, np.ones((1 + 2 * x, 1 + 2 * y), np.uint8))
    runs = cv2.morphologyEx(
        thick, cv2.MORPH_OPEN, np.ones((1 + y * shortest, 1 + x * shortest), np.uint8)
    )
    closing = np.ones((1 + y * gap, 1 + x * gap), np.uint8)
    return _picture(cv2.morphologyEx(runs, cv2.MORPH_CLOSE, closing))


def _connected(ink: Picture) -> list[Frame]:
    """Return the frames of what hangs together."""
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return [Frame(x, y, x + width, y + height) for x, y, width, height, _area in stats[1:].tolist()]


def _grid(rules: Rules, own: NDArray[np.bool_], frame: Frame) -> Grid | None:
    """Return the table that the lines at the places `own` make, None where they are too few."""
    part = np.s_[frame.top : frame.bottom, frame.left : frame.right]
    across = np.where(own[part], rules.across[part], 0).astype(np.uint8)
    down = np.where(own[part], rules.down[part], 0).astype(np.uint8)
    rows = _places(_connected(across), rules.unit, is_across=True)
    standing = _standing(down, across, rules.unit)
    columns = _places(standing, rules.unit, is_across=False)
    rows = _closed(rows, _only(down, standing), 1, rules.unit)
    columns = _closed(columns, across, 0, rules.unit)
    if not (1 < len(rows) <= MOST_LINES and 1 < len(columns) <= MOST_LINES):
        return None
    owners = _owners(down, across, rows, columns, rules.unit)
    fields = _fields(owners, rows, columns, frame)
    return Grid(tuple(fields), *_extent(fields), frame)


def _only(picture: Picture, frames: Iterable[Frame]) -> Picture:
    """Return the picture with nothing left but what stands in the frames."""
    kept = np.zeros_like(picture)
    for frame in frames:
        part = np.s_[frame.top : frame.bottom, frame.left : frame.right]
        kept[part] = picture[part]
    return kept


def _extent(fields: Iterable[Field]) -> tuple[int, int]:
    """Return rows × columns of the grid that the fields fill."""
    ends = [(each.row + each.row_span, each.column + each.column_span) for each in fields]
    return max(row for row, _column in ends), max(column for _row, column in ends)


def _standing(down: Picture, across: Picture, unit: float) -> list[Frame]:
    """Return the lines down that meet two lines across, as those of a table do.

    A chain of strokes in a text stands between two of them in white paper.
    """
    reach = max(1, int(TOUCHING * unit))
    near = _picture(cv2.dilate(across, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)))
    return [
        each for each in _connected(down) if each.height > unit and _meetings(near, each) >= ENDS
    ]


def _meetings(near: Picture, line: Frame) -> int:
    """Return at how many places a line down comes near a line across; 2 where it ends at both."""
    x = (line.left + line.right) // 2
    met = near[line.top : line.bottom, x] > 0
    if met.all():
        return ENDS
    return int(met[0]) + int(np.count_nonzero(met[1:] & ~met[:-1]))


def _places(lines: Iterable[Frame], unit: float, *, is_across: bool) -> list[int]:
    """Return where lines stand, in order; those nearer than a third of a unit are one."""
    weighed = sorted(
        ((each.top + each.bottom) / 2, each.width)
        if is_across
        else ((each.left + each.right) / 2, each.height)
        for each in lines
    )
    groups: list[list[tuple[float, int]]] = []
    for place, length in weighed:
        if groups and place - groups[-1][-1][0] <= NEAR * unit:
            groups[-1].append((place, length))
        else:
            groups.append([(place, length)])
    return [
        round(sum(place * length for place, length in group) / sum(length for _p, length in group))
        for group in groups
    ]


def _closed(places: Sequence[int], ink: Picture, axis: int, unit: float) -> list[int]:
    """Return the places with the ends of the lines between them, where no line closes the table."""
    inked_at = np.flatnonzero(ink.any(axis=axis))
    if not places or not len(inked_at):
        return list(places)
    first, last = int(inked_at[0]), int(inked_at[-1])
    before = [first] if places[0] - first > unit else []
    behind = [last] if last - places[-1] > unit else []
    return [*before, *places, *behind]


def _owners(
    down: Picture, across: Picture, rows: Sequence[int], columns: Sequence[int], unit: float
) -> NDArray[np.int64]:
    """Return for each field of the grid the first field of the cell that it belongs to."""
    reach = max(2, int(NEAR * unit))
    height, width = len(rows) - 1, len(columns) - 1
    owners = np.arange(height * width).reshape(height, width)
    for r in range(height):
        for c in range(width):
            side = down[rows[r] : rows[r + 1], _around(columns[c], reach)]
            if c and not _is_drawn(side, 1):
                _join(owners, owners[r, c], owners[r, c - 1])
            side = across[_around(rows[r], reach), columns[c] : columns[c + 1]]
            if r and not _is_drawn(side, 0):
                _join(owners, owners[r, c], owners[r - 1, c])
    return _made_rectangular(owners)


def _around(place: int, reach: int) -> slice:
    return slice(max(0, place - reach), place + reach + 1)


def _is_drawn(side: Picture, axis: int) -> bool:
    """Return whether the strip between two fields is inked over most of its length."""
    inked_at = np.asarray(side.any(axis=axis))
    return inked_at.size == 0 or bool(inked_at.mean() >= ENOUGH)


def _join(owners: NDArray[np.int64], one: np.int64, other: np.int64) -> None:
    """Make two cells one, under the smaller number."""
    owners[owners == max(one, other)] = min(one, other)


def _made_rectangular(owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the owners with every cell grown to the rectangle around it."""
    is_changed = True
    while is_changed:
        is_changed = False
        for owner in np.unique(owners):
            places = np.argwhere(owners == owner)
            if not len(places):
                continue
            (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0)
            inside = owners[top : bottom + 1, left : right + 1]
            for other in np.unique(inside[inside != owner]):
                _join(owners, owner, other)
                is_changed = True
            if is_changed:
                break
    return owners


def _fields(
    owners: NDArray[np.int64], rows: Sequence[int], columns: Sequence[int], frame: Frame
) -> list[Field]:
    """Return the cells; a line that no cell begins at is no row or column of its own."""
    corners = []
    for owner in np.unique(owners):
        places = np.argwhere(owners == owner)
        (top, left), (bottom, right) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        corners.append((top, left, bottom + 1, right + 1))
    starts = sorted({top for top, _l, _b, _r in corners})
    sides = sorted({left for _t, left, _b, _r in corners})
    fields = []
    for top, left, bottom, right in sorted(corners):
        row, column = starts.index(top), sides.index(left)
        row_span = sum(top <= each < bottom for each in starts)
        column_span = sum(left <= each < right for each in sides)
        drawn = Frame(
            frame.left + columns[left],
            frame.top + rows[top],
            frame.left + columns[right],
            frame.top + rows[bottom],
        )
        fields.append(Field(row, column, row_span, column_span, drawn))
    return fields
