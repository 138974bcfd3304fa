"""Finds what repeats on pages: the margins of the text, page numbers, running heads and feet."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.reading.pages.lines import Line

PAGE_NUMBER = re.compile(
    r"[\s—–―‐\-－─·•.~～]*(?:第\s*)?(?P<number>\d{1,4}|[ivxIVX]{1,6})\s*(?:页|頁)?"
    r"(?:[\s,，/／]*(?:共\s*)?\d{1,4}\s*(?:页|頁)?)?[\s—–―‐\-－─·•.~～]*"
)
# A page number whose dashes a writer set over it: 1— 5 —.
SHUFFLED = re.compile(r"(?=.*\d)(?=.*[—–―－].*[—–―－])[\d\s—–―－]{3,9}")
DRESSED = re.compile(r"[—–―‐\-－─·•~～页頁/／]")
# What begins an annex may stand at the top of several pages.
HEADING = re.compile(r"附\s*[件表录]|续\s*表")
OUTERMOST = 2
# In points.
SAME_HEIGHT = 4.0
REPEATED = 3
# Text in a larger type than the body is a title, which is kept once.
LARGER = 1.15
WIDE = 0.6
HALF = 0.5
# The lines of an official document fill 156 of 210 mm (GB/T 9704—2012, 5.2.1).
OFFICIAL = 0.72
ALONE = 1
SEVERAL = 2
COMMON = 5
ENOUGH = 0.25
# Writers of Chinese may set these behind the margin rather than begin a line with them.
HANGING = "、，。；：,.;:"


@dataclass(frozen=True, slots=True)
class Margins:
    """Between which x the text stands."""

    left: float
    right: float


def find_margins(lines: Sequence[Line], width: float = 0.0) -> Margins:
    """Return where most of the long lines begin, and where they end or the longest one does.

    On a page of this `width` without any long line, the right margin is taken to be the left one;
    also where a single line ends at it, unless that is as long as lines are.
    """
    widest = max((line.width for line in lines), default=0.0)
    wide = [line for line in lines if line.width >= WIDE * widest]
    if not wide:
        return Margins(0.0, 0.0)
    left = min(line.left for line in wide)
    starts = Counter(round(line.left) for line in wide)
    common = [at for at, count in starts.items() if count >= ENOUGH * len(wide)]
    left = min(common, default=left)
    if len(wide) == 1:  # which may be a title in the middle above short lines
        left = _shared_start(lines, left)
    ends = Counter(round(line.right) for line in wide)
    right: float
    right, count = max(ends.items(), key=lambda item: (item[1], item[0]))
    if count < max(2, ENOUGH * len(wide)):
        right = max(_held_end(line) for line in wide)
    is_short = right - left < HALF * width and count < COMMON
    if is_short or (right - left < OFFICIAL * width and _ending_at(right, lines) == ALONE):
        right = max(right, width - left)
    return Margins(left, right)


def _held_end(line: Line) -> float:
    """Return where a line ends without the sign that writers let hang over the margin."""
    return line.signs[-1].left if line.text[-1] in HANGING else line.right


def _shared_start(lines: Sequence[Line], left: float) -> float:
    """Return where most lines begin, if several do so left of `left`, which else it stays."""
    starts = Counter(round(line.left) for line in lines)
    start, count = max(starts.items(), key=lambda item: (item[1], -item[0]))
    return min(left, start) if count >= SEVERAL else left


def _ending_at(right: float, lines: Sequence[Line]) -> int:
    """Return how many lines end within a character of this x."""
    return sum(abs(line.right - right) <= line.size for line in lines)


@dataclass(slots=True)
class Sheet:
    """The lines of a page outside its tables, with the heights between which tables stand."""

    number: int
    lines: list[Line]
    top: float = float("inf")
    bottom: float = float("-inf")


def drop_page_numbers(sheets: Sequence[Sheet]) -> None:
    """Take out page numbers; tables are not looked at."""
    edges = {sheet.number: _edges(sheet) for sheet in sheets}
    offsets = Counter(
        int(found["number"]) - sheet.number
        for sheet in sheets
        for line in edges[sheet.number]
        if (found := PAGE_NUMBER.fullmatch(line.text)) and found["number"].isdecimal()
    )
    for sheet in sheets:
        numbers = [line for line in edges[sheet.number] if _is_page_number(line, sheet, offsets)]
        _drop(sheet, numbers)


def drop_running_heads(sheets: Sequence[Sheet]) -> None:
    """Take out heads and feet that repeat; a title in a larger type is kept once."""
    edges = {sheet.number: _edges(sheet) for sheet in sheets}
    seen = Counter(
        key for sheet in sheets for key in {_key(line, sheet) for line in edges[sheet.number]}
    )
    large = LARGER * _body_size(sheets)
    kept: set[tuple[str, int]] = set()
    for sheet in sheets:
        gone = []
        for line in edges[sheet.number]:
            key = _key(line, sheet)
            if HEADING.match(line.text) or not _repeats(key, seen, len(sheets)):
                continue
            if line.size >= large and key not in kept:
                kept.add(key)
            else:
                gone.append(line)
        _drop(sheet, gone)


def _drop(sheet: Sheet, gone: Sequence[Line]) -> None:
    known = {id(line) for line in gone}
    sheet.lines = [line for line in sheet.lines if id(line) not in known]


def _edges(sheet: Sheet) -> list[Line]:
    """Return the outermost lines of a page that stand above or below everything else."""
    ordered = sorted(sheet.lines, key=lambda line: line.base)
    upper = [line for line in ordered[:OUTERMOST] if line.base < sheet.top]
    lower = [line for line in ordered[-OUTERMOST:] if line.base > sheet.bottom]
    return list({id(line): line for line in (*upper, *lower)}.values())


def _key(line: Line, sheet: Sheet) -> tuple[str, int]:
    text = re.sub(rf"(?<!\d){sheet.number}(?!\d)", "#", "".join(line.text.split()))
    return text, round(line.base / SAME_HEIGHT)


def _is_page_number(line: Line, sheet: Sheet, offsets: Counter[int]) -> bool:
    if any(_is_beside(line, other) for other in sheet.lines):
        return False
    found = PAGE_NUMBER.fullmatch(line.text)
    if not found:
        return SHUFFLED.fullmatch(line.text) is not None
    if DRESSED.search(line.text):
        return True
    if not found["number"].isdecimal():
        return False
    offset = int(found["number"]) - sheet.number
    return offset == 0 or offsets[offset] > 1


def _is_beside(line: Line, other: Line) -> bool:
    """Return whether another line stands so near that both are of one row of a table."""
    return line is not other and abs(line.base - other.base) < line.size


def _repeats(key: tuple[str, int], seen: Counter[tuple[str, int]], pages: int) -> bool:
    text, height = key
    count = sum(seen[text, near] for near in (height - 1, height, height + 1))
    return count >= max(REPEATED, pages / 4) and any(sign.isalnum() for sign in text)


def _body_size(sheets: Iterable[Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
