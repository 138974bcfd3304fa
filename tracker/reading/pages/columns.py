"""Finds pages set in two columns of text, which are read one after the other, and lost tables."""

from collections.abc import Sequence

from tracker.reading.pages.lines import Line, pieces

GUTTER = 1.2
LEAST_LINES = 5
FULL = 0.85
MOSTLY = 0.5
MIDDLE = (0.3, 0.7)
WIDEST = 0.85
LEAST_WIDTH = 10
# How many lines in a row, of how many pieces, are left of a table whose rows were not found; how
# far apart they may stand, in font sizes.
LEFT_LINES = 3
LEFT_PIECES = 3
FAR = 3.5


def bands(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines in reading order, in groups each of which is one column of text."""
    parts = [piece for line in lines for piece in pieces(line, GUTTER)]
    gutter = _gutter(parts) if len(parts) > len(lines) + LEAST_LINES - 1 else None
    if gutter is None:
        return [list(lines)]
    groups: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        halves = pieces(line, GUTTER)
        if any(half.left < gutter < half.right for half in halves):
            groups.extend((left, right, [line]))
            left, right = [], []
            continue
        for half in halves:
            (left if half.right <= gutter else right).append(half)
    groups.extend((left, right))
    return _merged([group for group in groups if group])


def hold_columns(lines: Sequence[Line]) -> bool:
    """Return whether lines that stand in no table look like rows of one."""
    run = 0
    base = 0.0
    for line in lines:
        parts = len(pieces(line, GUTTER))
        if parts == 1 or line.base - base > FAR * line.size:
            run = 0
        run += parts >= LEFT_PIECES
        base = line.base
        if run == LEFT_LINES:
            return True
    return False


def _merged(groups: list[list[Line]]) -> list[list[Line]]:
    """Return the groups; lines across the page that follow each other are one."""
    merged: list[list[Line]] = []
    for group in groups:
        is_next = merged and len(group) == 1 and len(merged[-1]) == 1
        if is_next:
            merged[-1].extend(group)
        else:
            merged.append(group)
    return merged


def _gutter(parts: Sequence[Line]) -> float | None:
    """Return an x that parts two columns of running text, None when there is none."""
    left, right = min(part.left for part in parts), max(part.right for part in parts)
    width = right - left
    lowest, highest = (left + share * width for share in MIDDLE)
    starts = sorted({round(part.left, 1) for part in parts if lowest < part.left < highest})
    for start in starts:
        at = start - 1.0
        before = [part for part in parts if part.right <= at]
        behind = [part for part in parts if part.left >= at]
        crossing = len(parts) - len(before) - len(behind)
        if min(len(before), len(behind)) < LEAST_LINES or crossing > len(parts) // 4:
            continue
        if _is_prose(before) and _is_prose(behind):
            return at
    return None


def _is_prose(parts: Sequence[Line]) -> bool:
    """Return whether most lines fill their column, as running text does and cells do not."""
    width = max(part.right for part in parts) - min(part.left for part in parts)
    size = sorted(part.size for part in parts)[len(parts) // 2]
    full = sum(part.width >= FULL * width for part in parts)
    return width >= LEAST_WIDTH * size and full >= MOSTLY * len(parts)
