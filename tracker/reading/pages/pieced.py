"""Finds the columns of tables that have lines across only, drawn cell by cell.

A browser prints the lower border of each cell as a line of its own, so the ends of the pieces tell
where the columns meet, line after line at the same places.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tracker.reading.pages.parts import ACROSS, DOWN, Rule, Sign

# In points.
SAME_LINE = 4.5
MEETING = 1.0
# Pieces of a dashed line are shorter.
SHORTEST = 10.0
CLEAR = 0.5
LEAST_COLUMNS = 3
MOST_COLUMNS = 60
LEAST_LINES = 2
# In font sizes.
NEXT = 1.6
ABOVE = 1.4

# The places at which the pieces of a line meet, with both its ends, in whole points.
Joints = tuple[int, ...]


def implied_rules(rules: Sequence[Rule], signs: Sequence[Sign]) -> list[Rule]:
    """Return the lines down, and one above the first row, that such a table leaves out."""
    if any(not rule.is_across and rule.end - rule.start >= SHORTEST for rule in rules):
        return []
    lines = _lines(rules)
    common = Counter(joints for joints in lines.values() if _is_table(joints))
    if not common:
        return []
    joints, count = common.most_common(1)[0]
    if count < LEAST_LINES:
        return []
    heights = [at for at, found in sorted(lines.items()) if set(found) <= set(joints)]
    top = _top(heights[0], joints, signs)
    first = [] if top is None else [top]
    added = [Rule(ACROSS, at, joints[0], joints[-1]) for at in first]
    return [*added, *_downward([*first, *heights], joints, signs)]


def _lines(rules: Sequence[Rule]) -> dict[float, Joints]:
    """Return where the pieces of each line across meet, by the height of the line."""
    groups: list[list[Rule]] = []
    for rule in sorted(rule for rule in rules if rule.is_across):
        if rule.end - rule.start < SHORTEST:
            continue
        if groups and rule.at - groups[-1][0].at <= SAME_LINE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return {group[0].at: _joints(group) for group in groups}


def _joints(pieces: Sequence[Rule]) -> Joints:
    starts = {round(piece.start) for piece in pieces}
    ends = {round(piece.end) for piece in pieces}
    places = sorted(starts | ends)
    near = [two for one, two in pairwise(places) if two - one > MEETING]
    return (places[0], *near)


def _is_table(joints: Joints) -> bool:
    return LEAST_COLUMNS < len(joints) <= MOST_COLUMNS + 1


def _downward(heights: Sequence[float], joints: Joints, signs: Sequence[Sign]) -> Iterator[Rule]:
    """Return the lines between the cells of each row; text that crosses one fills both cells."""
    ordered = sorted(signs, key=_height)
    for top, bottom in pairwise(heights):
        first = bisect_right(ordered, top, key=_height)
        row = ordered[first : bisect_left(ordered, bottom, key=_height)]
        for at in joints:
            if not any(_crosses(sign, at) for sign in row):
                yield Rule(DOWN, at, top, bottom)


def _top(first: float, joints: Joints, signs: Sequence[Sign]) -> float | None:
    """Return where the row above the first line begins, None when text in columns is not there."""
    above = sorted((sign for sign in signs if _height(sign) < first), key=_height, reverse=True)
    row: list[Sign] = []
    base = first
    for sign in above:
        if base - sign.base > NEXT * min(sign.size, row[0].size if row else sign.size):
            break
        row.append(sign)
        base = sign.base
    if any(_crosses(sign, at) for sign in row for at in joints):
        return None
    filled = sum(any(left < sign.left < right for sign in row) for left, right in pairwise(joints))
    return min(sign.base - ABOVE * sign.size for sign in row) if filled >= LEAST_COLUMNS else None


def _height(sign: Sign) -> float:
    return sign.base - sign.size / 3


def _crosses(sign: Sign, at: float) -> bool:
    return sign.left < at + CLEAR and sign.right > at - CLEAR and not sign.text.isspace()
