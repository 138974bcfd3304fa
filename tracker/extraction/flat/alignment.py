"""Lays the pieces of a flattened table into rows and columns at the least cost. Pure.

Each piece costs little in a column whose cells look like it and much in others; a cell may take
several pieces, a column may be left out, and what stands before the end of the table must be worth
it. The best of all ways is found piece by piece (Viterbi), in time pieces × columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tracker.extraction.flat.atoms import Atom, look
from tracker.extraction.flat.kinds import MISSING, Kind, costs, more_cost, number_cost, section_cost

AT_LEFT = frozenset({Kind.PARTY, Kind.DEADLINE, Kind.PERSON})
INFINITE = 1e9
NEW_ROW = 0.3
# A state before the first piece.
START = -1
NOISE = 6.0
OUTSIDE = 2.0
OUTSIDE_CHROME = 0.1
AFTER_BAR = 6.0
WITHOUT_BAR = 5.0
# Blank lines between the cells of a table which has none elsewhere, and the other way round.
AGAINST_GAP = 2.0
WITHIN_LINE = 3.0
WITHIN_CELL = 0.8
COUNTS_ON = 8.0
SKIPPED = 0.4
# A piece with a bar behind it below a table of such cells.
CELL = 1.5
AGAINST_FRAME = 3.0
# A merged cell left of the text stands for the rows below: these have none.
MERGED_AT_LEFT = 0.5
# What is left of the cost of a missing cell where the cells of its column are merged.
MERGED = 0.2
# A heading across the table without a number, below another one; a heading with no row below it.
PLAIN, AGAIN = 1.0, 1.5
# An item that counts on from one in a row above is no heading, so near to it.
NO_HEADING, NEAR = 6.0, 6
ITEM = re.compile(r"[（(]?(\d{1,2})[）).．、](?!\d)\s*\S")
# How a piece follows the one before it.
NEW, ON, SAME, LEFT_OUT = range(4)


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a piece came to stand: a column (-1 a section row, -2 nowhere), and in a new row."""

    column: int
    is_new_row: bool = False


SECTION_ROW = Laid(-1, is_new_row=True)
NOWHERE = Laid(-2)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each piece stands: `cost` of all, `inside` of those in the table, and its `end`."""

    laid: tuple[Laid, ...]
    cost: float
    inside: float
    end: int


class Layout:
    """Finds the cheapest way to lay pieces into columns of these kinds."""

    def __init__(
        self,
        kinds: Sequence[Kind],
        atoms: Sequence[Atom],
        *,
        framed: bool = False,
        merged: bool = False,
    ) -> None:
        """Take the kinds of the columns, left to right, and the pieces below the header.

        In a `framed` table a row has a bar at both ends, so that a blank piece may be no cell. In a
        `merged` one who answers and by when often stands once for many rows, wherever its column.
        """
        self.framed = framed
        self.kinds = tuple(kinds)
        self.atoms = atoms
        self.width = len(kinds)
        self.missing = [MISSING[kind] for kind in kinds]
        if Kind.CONTENT not in kinds:
            self.missing = [9.0 if kind is Kind.TITLE else MISSING[kind] for kind in kinds]
        text = self.kinds.index(Kind.CONTENT) if Kind.CONTENT in kinds else 0
        self.missing[:text] = [
            cost * (MERGED_AT_LEFT if kind in AT_LEFT else 1)
            for kind, cost in zip(kinds[:text], self.missing, strict=False)
        ]
        if merged:
            self.missing = [
                cost * (MERGED if kind in AT_LEFT else 1)
                for kind, cost in zip(kinds, self.missing, strict=True)
            ]
        self.lead = [0.0, *accumulate(self.missing)]
        count = max(1, len(atoms))
        self.barred = sum(atom.closed for atom in atoms) * 2 > count
        self.gapped = sum(atom.gap for atom in atoms) * 2 > count
        self.lined = sum(not atom.begins for atom in atoms) * 4 > count
        self.text = text
        self.items = items_counted_on([atom.text for atom in atoms])
        self.tail = [self.lead[-1] - total for total in self.lead[1:]]
        self.moves: list[list[tuple[int, int]]] = []

    def align(self) -> Alignment:
        """Return the cheapest layout of the pieces."""
        if not self.atoms:
            return Alignment((), 0.0, 0.0, 0)
        width = self.width
        now = [INFINITE] * (width + 2)
        numbers: list[int | None] = [None] * (width + 2)
        for at in range(len(self.atoms)):
            now, numbers = self._step(at, now, numbers)
        ends = [now[j] + self.tail[j] for j in range(width)] + [now[width] + AGAIN, now[-1]]
        state = min(range(width + 2), key=ends.__getitem__)
        return self._traced(state, ends[state])

    def _step(
        self, at: int, now: list[float], numbers: list[int | None]
    ) -> tuple[list[float], list[int | None]]:
        """Take one more piece: return the least cost of each state, and the last number there."""
        width, atom = self.width, self.atoms[at]
        row, on, same, unbarred = self._between(at)
        end, last_state = (0.0, START) if at == 0 else self._row_end(now, unbarred)
        row += end
        last = numbers[last_state] if last_state >= 0 else None
        following, held = [INFINITE] * (width + 2), list(numbers)
        moves: list[tuple[int, int]] = [(START, NEW)] * (width + 2)
        own = costs(atom.text)
        before = self.atoms[at - 1].text if at else ""
        skip = SKIPPED if self.lined and not atom.begins else 0.0
        forward, forward_state = INFINITE, START
        for j, kind in enumerate(self.kinds):
            number = numbers[forward_state] if forward_state >= 0 else None
            first, later = self._opening(j, atom.text, own, (last, number))
            opening = row + NEW_ROW + self._unframed(at)
            lead = self.lead[j] * (1 + (at == 0))
            if at in self.items and j == self.text:
                lead = -self.tail[j]
            ways = [(opening + lead + first, (last_state, NEW))]
            ways.append((forward + later + on, (forward_state, ON)))
            if now[j] < INFINITE:
                more = more_cost(kind, before, atom.text) + same
                ways.append((now[j] + more + self._counting(at, numbers[j]), (j, SAME)))
                ways.append((now[j] + self._noise(atom), (j, LEFT_OUT)))
            following[j], moves[j] = min(ways)
            held[j] = self._number(j, atom.text, moves[j], numbers)
            forward += self.missing[j] + skip
            if now[j] <= forward:
                forward, forward_state = now[j], j
        section = section_cost(atom.text) + NO_HEADING * (at in self.items)
        following[width], moves[width] = row + section, (last_state, NEW)
        if last_state == width and section_cost(atom.text) > PLAIN:
            following[width] += AGAIN
        held[width] = last
        ways = [(now[-1], (width + 1, SAME)), (end, (last_state, NEW))]
        cost, moves[-1] = min(ways)
        counted = numbers[moves[-1][0]] if moves[-1][0] >= 0 else None
        held[-1] = counted
        following[-1] = cost + _outside(atom.text, counted) + CELL * (self.barred and atom.closed)
        self.moves.append(moves)
        return following, held

    def _unframed(self, at: int) -> float:
        """Return what it costs in a frame that a row begins where no blank piece parts the rows."""
        if not self.framed or at == 0:
            return 0.0
        return AGAINST_FRAME * bool(self.atoms[at - 1].text)

    def _noise(self, atom: Atom) -> float:
        """Return what it costs to leave a piece out: nothing between two rows in a frame."""
        return 0.0 if self.framed and not atom.text else NOISE

    def _opening(
        self, column: int, text: str, own: Mapping[Kind, float], last: tuple[int | None, int | None]
    ) -> tuple[float, float]:
        """Return what a piece costs that opens a cell in a new row, and in the row it is in."""
        kind = self.kinds[column]
        if kind is Kind.NUMBER:
            return number_cost(text, last[0]), number_cost(text, last[1])
        return own[kind], own[kind]

    def _counting(self, at: int, last: int | None) -> float:
        """Return what it costs that a number which counts on from the row's is more of a cell.

        Before other cells on its line it begins a row, whatever else the line lacks.
        """
        atom = self.atoms[at]
        if last is None or not atom.begins or look(atom.text).ordinal != last + 1:
            return 0.0
        heads = self.lined and at + 1 < len(self.atoms) and not self.atoms[at + 1].begins
        return COUNTS_ON * 2 if heads else COUNTS_ON / 2

    def _number(
        self, column: int, text: str, move: tuple[int, int], numbers: Sequence[int | None]
    ) -> int | None:
        """Return the number of the last numbered row once a piece stands in a column."""
        state, how = move
        if self.kinds[column] is Kind.NUMBER and how in {NEW, ON}:
            return look(text).ordinal
        return numbers[state] if state >= 0 else None

    def _between(self, at: int) -> tuple[float, float, float, float]:
        """Return what bars, blank lines and line ends before a piece add to a new row, on, same.

        The last is what a row costs that ends there without a bar; a section row has none.
        """
        atom = self.atoms[at]
        before = self.atoms[at - 1] if at else None
        row = on = same = unbarred = 0.0
        if before is None:
            return row, on, same, unbarred
        if before.closed:
            same += AFTER_BAR
        elif self.barred and not before.ends:
            unbarred, on = WITHOUT_BAR, on + WITHOUT_BAR
        on += AFTER_BAR * bool(before.over)
        if self.gapped and not atom.gap and atom.begins:
            row, on = row + AGAINST_GAP, on + AGAINST_GAP
        elif atom.gap and not self.gapped:
            same, on = same + AGAINST_GAP, on + AGAINST_GAP / 4
        if self.lined:
            row += WITHIN_LINE * (not atom.begins)
            on += 1.0 * atom.begins
            same += WITHIN_CELL * (not atom.begins)
        return row, on, same, unbarred

    def _row_end(self, now: list[float], unbarred: float) -> tuple[float, int]:
        """Return the least cost of a finished row or a section, and its state."""
        width = self.width
        state = min(range(width), key=lambda j: now[j] + self.tail[j])
        cost = now[state] + self.tail[state] + unbarred
        return (cost, state) if cost <= now[width] else (now[width], width)

    def _traced(self, state: int, cost: float) -> Alignment:
        """Follow the moves back from the last state."""
        width = self.width
        laid: list[Laid] = []
        end = 0
        outside = 0.0
        for at in range(len(self.atoms) - 1, -1, -1):
            before, how = self.moves[at][state]
            if state == width + 1:
                laid.append(NOWHERE)
                outside += _outside(self.atoms[at].text, None)
            elif state == width:
                laid.append(SECTION_ROW)
                end = max(end, at + 1)
            else:
                laid.append(NOWHERE if how == LEFT_OUT else Laid(state, how == NEW))
                end = max(end, at + 1)
            state = before
        return Alignment(tuple(reversed(laid)), cost, cost - outside, end)


def items_counted_on(texts: Sequence[str]) -> frozenset[int]:
    """Return the pieces that count on from an item in the row above, whose cells go on below it.

    1.… / 市教育局 / 6月底 / 2.… / 3.…: who and when stand once, in cells merged over all items.
    """
    found: set[int] = set()
    last: tuple[int, int] | None = None
    answered = -1
    for at, text in enumerate(texts):
        item = ITEM.match(text)
        if item is None:
            answered = at if look(text).is_bodies or look(text).is_time else answered
            continue
        number = int(item[1])
        counts = last is not None and number == last[1] + 1 and at - last[0] <= NEAR
        if last and counts and (last[0] < answered or last[0] in found):
            found.add(at)
        last = (at, number)
    return frozenset(found)


def _outside(text: str, last: int | None) -> float:
    """Return what a piece costs below the table: much where it counts on from the last row."""
    seen = look(text)
    counts_on = last is not None and seen.is_ordinal and seen.ordinal == last + 1
    return OUTSIDE_CHROME if seen.is_chrome else OUTSIDE + COUNTS_ON * counts_on
