"""Parts a picture that shows two pages side by side, or text in two columns. Pure."""

from collections.abc import Sequence

from tracker.reading.recognition import Word
from tracker.reading.ruled_grid import Frame, Grid
from tracker.reading.scan_cells import lines_of_words

# Where in the width of the picture two pages meet.
MIDDLE = (0.38, 0.62)
# In units: how wide the blank between them is, and how wide a column of text.
GUTTER = 1.5
LEAST_WIDTH = 10.0
FEWEST_LINES = 4
FULL = 0.7
MOSTLY = 0.5


def find_gutter(
    words: Sequence[Word], grids: Sequence[Grid], width: int, unit: float
) -> float | None:
    """Return the x between two pages, None where the picture shows one.

    Nothing may cross it, and both sides must hold running text or a ruled table: the columns of a
    table without lines are no pages.
    """
    frames = [*(each.frame for each in words), *(grid.frame for grid in grids)]
    blank = _widest_blank(frames, width)
    if blank is None or blank[1] - blank[0] < GUTTER * unit:
        return None
    at = (blank[0] + blank[1]) / 2
    sides = ([word for word in words if (word.middle[0] > at) is side] for side in (False, True))
    tables = ([grid for grid in grids if (grid.frame.left > at) is side] for side in (False, True))
    is_parted = all(
        found or is_running(side, unit) for side, found in zip(sides, tables, strict=True)
    )
    return at if is_parted else None


def _widest_blank(frames: Sequence[Frame], width: int) -> tuple[float, float] | None:
    """Return the widest stripe down the middle of the picture in which nothing stands."""
    lowest, highest = (share * width for share in MIDDLE)
    reach = lowest
    found: list[tuple[float, float]] = []
    for frame in sorted(frames, key=lambda each: each.left):
        if frame.left > reach:
            found.append((reach, min(float(frame.left), highest)))
        reach = max(reach, frame.right)
        if reach >= highest:
            break
    return max(found, key=lambda each: each[1] - each[0], default=None)


def is_running(words: Sequence[Word], unit: float) -> bool:
    """Return whether most lines of a side fill it, as running text does and cells do not."""
    lines = lines_of_words(words, unit)
    if len(lines) < FEWEST_LINES:
        return False
    left = min(line[0].frame.left for line in lines)
    extent = max(line[-1].frame.right for line in lines) - left
    full = sum(max(word.frame.width for word in line) >= FULL * extent for line in lines)
    return extent >= LEAST_WIDTH * unit and full >= MOSTLY * len(lines)
