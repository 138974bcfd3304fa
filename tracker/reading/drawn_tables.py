"""Finds tables drawn with characters in a plain text: ┌─┬─┐ and +---+---+.

Every line is as wide as the others when its Chinese characters count two columns of a terminal. A
rule below all columns ends a row; one below some of them leaves the others to cover several rows.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.reading.content import MAX_COLUMNS, Cell, Place, Table, expand
from tracker.reading.line_wrapping import Line, ems, joined

CORNERS = frozenset("+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯╞╪╡╤╧╟╫╢┠┨┯┷┿╂")
UPRIGHTS = frozenset("|│┃║")
LEVELS = frozenset("-=─━═—")
DRAWN = CORNERS | UPRIGHTS | LEVELS
LOWER = frozenset("└┗╚╰")
RULE = re.compile(f"[{re.escape(''.join(CORNERS | LEVELS))}]+")
MOST_LINES = 20_000
# How many columns of a terminal a drawn character takes, by the font it was drawn in.
MARKS = (1, 2)
LEAST_EDGES = 3
MOSTLY = 0.8
# A table of records has rules above, below its header and at its end only.
RECORD_RULES = 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """The table that was read, and the index of the first line after it."""

    table: Table
    end: int


def begins_drawing(line: str) -> bool:
    """Return whether a line is the upper edge of a drawn table."""
    text = line.strip()
    return text[:1] in CORNERS and len(text) > LEAST_EDGES and set(text) <= DRAWN


def find_drawing(lines: Sequence[str], start: int) -> Drawing | None:
    """Return the table whose upper edge is `lines[start]`, None where the lines make none."""
    above = lines[start - 1].strip()[:1] if start else ""
    if above and above in DRAWN and above not in LOWER:
        return None  # those lines were judged with their first one
    end = start
    while end < min(len(lines), start + MOST_LINES) and lines[end].strip()[:1] in DRAWN:
        end += 1
        if end - start > 1 and _is_lower_edge(lines, end):
            break
    drawn = [line.rstrip() for line in lines[start:end]]
    sheets = [sheet for sheet in map(_Sheet, MARKS) if sheet.read(drawn)]
    if not sheets:
        return None
    sheet = max(sheets, key=lambda each: each.on_edge)
    rows = expand(sheet.cells(), sheet.height, len(sheet.edges) - 1)
    return Drawing(Table(rows, Place(line=start + 1)), end)


def _is_lower_edge(lines: Sequence[str], end: int) -> bool:
    """Return whether the line before `end` ends the table: another begins, or none goes on."""
    last = lines[end - 1].strip()
    return set(last) <= DRAWN and (
        last[0] in LOWER or (end < len(lines) and begins_drawing(lines[end]))
    )


def _is_ruled_in_part(line: str) -> bool:
    """Return whether a rule goes over some columns of a line: then rules end the rows."""
    return any(set(rule) & CORNERS and set(rule) & LEVELS for rule in RULE.findall(line))


def _written(text: str) -> int:
    """Return how many characters of a text are no part of a drawing."""
    return sum(sign not in DRAWN and not sign.isspace() for sign in text)


@dataclass(slots=True)
class _Open:
    """A cell while its lines are read."""

    row: int
    column: int
    span: int
    last: int
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Sheet:
    """The lines of a drawn table; `mark` is how many columns a drawn character is wide.

    `on_edge` is how many of the bars between cells stand where the rules have their edges, `begun`
    the row in which the cell below the last rule of each column begins.
    """

    mark: int
    on_edge: int = 0
    edges: list[float] = field(default_factory=list)
    height: int = 0
    found: list[_Open] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)

    def read(self, lines: Sequence[str]) -> bool:
        """Find the cells; say whether the lines stand on the edges that the rules give."""
        rules = [line for line in lines if set(line.strip()) <= DRAWN and set(line) & LEVELS]
        self.edges = sorted(
            {at for line in rules for at, sign in self._places(line) if sign in CORNERS}
        )
        if not LEAST_EDGES <= len(self.edges) <= MAX_COLUMNS + 1 or len(rules) < 2:
            return False
        texts = [line for line in lines if not set(line.strip()) <= DRAWN]
        known = set(self.edges)
        places = [at for line in texts for at, sign in self._places(line) if sign in UPRIGHTS]
        even = sum(self._bars(line) == len(self.edges) for line in texts)
        self.on_edge = sum(at in known for at in places)
        if even < MOSTLY * len(texts) and self.on_edge < MOSTLY * len(places):
            return False
        are_records = len(rules) == RECORD_RULES and len(texts) > LEAST_EDGES - 1
        self._take(lines, are_records=are_records and not any(map(_is_ruled_in_part, texts)))
        kept = sum(map(_written, (line.text for one in self.found for line in one.lines)))
        return kept == sum(map(_written, lines))

    def cells(self) -> Iterator[Cell]:
        """Return the cells with the lines that were broken by their edges joined."""
        for one in self.found:
            left, right = self.edges[one.column], self.edges[one.column + one.span]
            room = right - left - self.mark
            # writers leave a blank before and behind the text where the edges are narrow
            edge = 1 if self.mark == 1 else 0
            texts = joined(one.lines, edge / 2, (room - edge) / 2)
            yield Cell(texts, one.row, one.column, one.last + 1 - one.row, one.span)

    def _bars(self, line: str) -> int:
        """Return how many edges a line crosses: its bars, and the corners of rules within it."""
        ruled = (sign for rule in RULE.findall(line) if set(rule) & LEVELS for sign in rule)
        return sum(sign in CORNERS for sign in ruled) + sum(sign in UPRIGHTS for sign in line)

    def _places(self, line: str) -> Iterator[tuple[float, str]]:
        at = 0.0
        for sign in line:
            yield at, sign
            at += self._width(sign)

    def _width(self, sign: str) -> int:
        if sign in DRAWN and not sign.isascii() and sign != "—":
            return self.mark
        return 2 if unicodedata.east_asian_width(sign) in "WFA" else 1

    def _take(self, lines: Sequence[str], *, are_records: bool) -> None:
        width = len(self.edges) - 1
        owners: list[_Open | None] = [None] * width
        self.begun = [0] * width
        ruled_before = 0
        for line in lines:
            signs = self._seated(list(self._places(line)))
            ruled = [self._is_ruled(signs, at) for at in range(width)]
            if any(ruled):
                ruled_before += 1
                self.height += bool(any(owners))
                for column in (at for at, is_ruled in enumerate(ruled) if is_ruled):
                    owners[column], self.begun[column] = None, self.height
                if all(ruled):
                    continue
            elif are_records and ruled_before > 1 and owners[0] and self._text(signs, 0, 1):
                self.height += 1
                owners, self.begun = [None] * width, [self.height] * width
            self._fill(signs, ruled, owners)
        self.height = max((one.last for one in self.found), default=-1) + 1

    def _seated(self, signs: list[tuple[float, str]]) -> list[tuple[float, str]]:
        """Return the signs of a line typed a little beside the edges moved between its own ones."""
        bars = [at for at, sign in signs if sign in UPRIGHTS or sign in CORNERS]
        if len(bars) != len(self.edges) or bars == self.edges:
            return signs
        seated = []
        for at, sign in signs:
            column = max(0, bisect_right(bars, at) - 1)
            moved = self.edges[column] + at - bars[column]
            last = self.edges[min(column + 1, len(self.edges) - 1)] - 0.5
            seated.append((moved if at == bars[column] else min(moved, last), sign))
        return seated

    def _is_ruled(self, signs: Sequence[tuple[float, str]], column: int) -> bool:
        left, right = self.edges[column], self.edges[column + 1]
        inside = [sign for at, sign in signs if left < at < right]
        return bool(inside) and all(sign in LEVELS or sign in CORNERS for sign in inside)

    def _fill(
        self, signs: Sequence[tuple[float, str]], ruled: Sequence[bool], owners: list[_Open | None]
    ) -> None:
        """Add what stands in the columns that are not ruled here to their cells."""
        bars = {at for at, sign in signs if sign in UPRIGHTS or sign in CORNERS}
        parts = [at for at, edge in enumerate(self.edges) if edge in bars]
        for one, two in pairwise(parts):
            if ruled[one]:
                continue
            begun = max(self.begun[one:two])
            owner = owners[one] or _Open(begun, one, two - one, self.height)
            if owners[one] is None:
                self.found.append(owner)
                owners[one:two] = [owner] * (two - one)
            owner.last = self.height
            text = self._text(signs, one, two)
            if text:
                owner.lines.append(self._line(signs, one, text))

    def _text(self, signs: Sequence[tuple[float, str]], one: int, two: int) -> str:
        left, right = self.edges[one], self.edges[two]
        return "".join(sign for at, sign in signs if left < at < right).strip()

    def _line(self, signs: Sequence[tuple[float, str]], column: int, text: str) -> Line:
        start = self.edges[column]
        first = next(at for at, sign in signs if at > start and not sign.isspace())
        left = (first - start - self.mark) / 2
        return Line(text, left, left + ems(text))
