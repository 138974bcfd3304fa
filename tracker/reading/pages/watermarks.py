"""Leaves out words in large type that lie over or under the text of a page: a watermark."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from tracker.reading.pages.parts import Sign

# In the usual size of a page: how large such words are at least. In their own size: how large what
# they lie over is at most, and how high they reach.
LARGE = 1.8
COVERED = 0.6
HIGH = 0.8
# No sign of a text is drawn over another; a mark of a note may touch a title.
LEAST_COVERED = 2
# A page with more lines in large type is a poster, and each is compared with all others.
MOST_LINES = 40
BY_BASE = attrgetter("base")


def without_watermarks(signs: Sequence[Sign]) -> list[Sign]:
    """Return the characters of a page without words that lie over others."""
    sizes = sorted([sign.size for sign in signs])
    least = LARGE * sizes[len(sizes) // 2] if sizes else 0.0
    if not sizes or sizes[-1] < least:
        return list(signs)
    lines: dict[tuple[float, float], list[Sign]] = {}
    for sign in signs:
        if sign.size >= least and not sign.text.isspace():
            lines.setdefault((round(sign.base), round(sign.size)), []).append(sign)
    if len(lines) > MOST_LINES:
        return list(signs)
    ordered = sorted(signs, key=BY_BASE)
    gone = {id(sign) for line in lines.values() if _lies_over(line, ordered) for sign in line}
    return [sign for sign in signs if id(sign) not in gone] if gone else list(signs)


def _lies_over(line: Sequence[Sign], ordered: Sequence[Sign]) -> bool:
    """Return whether smaller characters stand inside those of a line."""
    base, size = line[0].base, line[0].size
    first = bisect_left(ordered, base - HIGH * size, key=BY_BASE)
    end = bisect_right(ordered, base, key=BY_BASE)
    small = sorted(
        (sign.left + sign.right) / 2 for sign in ordered[first:end] if sign.size <= COVERED * size
    )
    covered = sum(
        bisect_right(small, large.right) - bisect_left(small, large.left) for large in line
    )
    return covered >= LEAST_COVERED
