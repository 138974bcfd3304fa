"""Finds tables whose columns are kept apart by blanks alone in a plain text.

A cell that takes several lines shows only by where its words stand: below those of its column. The
numbers at the left say where a row begins.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tracker.reading.content import MAX_COLUMNS, Cell, Place, Table, expand
from tracker.reading.line_wrapping import GOES_ON, Line, are_names, ems, joined

LEAST_COLUMNS = 3
LONGEST_HEADING = 12
MOST_LINES = 20_000
NUMBERED = re.compile(r"\s*(?:序\s?号|编\s?号|[Nn][Oo]\.?)(?:\s{2,}|\u3000)")
NUMBER = re.compile(r"\d{1,4}[.．、]?")
SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]\s*\S")
DIGITS = re.compile(r"\d+")
# Words with no more than one narrow blank between them stand in one cell.
PIECE = re.compile(r"[^\s]+(?: [^\s]+)*")
# How far words may stand beside their column, in the units of either measure, and how much nearer
# to it than to any other.
FAR, NEARER = 4, 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one cell on one line, and where they begin and end."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spaced:
    """The table that was read, and the index of the first line after it."""

    table: Table
    end: int


def begins_spaced(line: str) -> bool:
    """Return whether a line may be the header of such a table."""
    return NUMBERED.match(line) is not None and "\t" not in line


def find_spaced(lines: Sequence[str], start: int) -> Spaced | None:
    """Return the table whose header is `lines[start]`, None where its lines make none.

    Where each row is one line there is nothing that only the blanks tell: that is none either.
    """
    for measure in (_width, len):
        sheet = _Sheet(measure)
        end = sheet.read(lines, start)
        if end and sheet.goes_on:
            return Spaced(sheet.table(Place(line=start + 1)), end)
    return None


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else int(2 * ems(text))


@dataclass(slots=True)
class _Sheet:
    """The lines of a table by one measure of where words stand.

    `starts` are where the cells of each column begin, `taken` the rows, a heading among them one
    piece; `merged` says in how many columns from the left a row shares the cells of the one above.
    """

    measure: Callable[[str], int]
    starts: list[set[int]] = field(default_factory=list)
    taken: list[list[list[_Piece]]] = field(default_factory=list)
    merged: dict[int, int] = field(default_factory=dict)
    goes_on: bool = False

    def read(self, lines: Sequence[str], start: int) -> int:
        """Take the rows in, and return where they end; 0 where a line fits no column."""
        head = self._pieces(lines[start])
        if not LEAST_COLUMNS <= len(head) <= MAX_COLUMNS or not all(map(_is_heading, head)):
            return 0
        self.starts = [{piece.start} for piece in head]
        self.taken = [[[piece] for piece in head]]
        end = start + 1
        for at in range(start + 1, min(len(lines), start + MOST_LINES)):
            pieces = self._pieces(lines[at])
            if pieces and not self._take(pieces):
                is_end = len(pieces) == 1 or begins_spaced(lines[at])
                return end if is_end and not NUMBER.fullmatch(pieces[0].text) else 0
            end = at + 1 if pieces else end
        return end

    def table(self, place: Place) -> Table:
        """Return the rows; in a cell those lines are joined that its edge broke."""
        width = len(self.starts)
        whole = [row for row in self.taken if len(row) == width]
        edges = [max(each.end for row in whole for each in row[at]) for at in range(width)]
        cells: list[Cell] = []
        latest: dict[int, int] = {}
        for at, row in enumerate(self.taken):
            for column, pieces in enumerate(row):
                if column < self.merged.get(at, 0):
                    above = cells[latest[column]]
                    cells[latest[column]] = replace(above, row_span=at - above.row + 1)
                    continue
                lines = [Line(each.text, each.start, each.end) for each in pieces]
                words = joined(lines, min(self.starts[column]), edges[column])
                latest[column] = len(cells)
                cells.append(Cell(words, at, column))
        return Table(expand(cells, len(self.taken), width), place)

    def _pieces(self, line: str) -> list[_Piece]:
        if "\t" in line:
            return []
        pieces: list[_Piece] = []
        last = at = 0
        for one in PIECE.finditer(line):
            start = at + self.measure(line[last : one.start()])
            last, at = one.end(), start + self.measure(one[0])
            pieces.append(_Piece(one[0], start, at))
        return pieces

    def _take(self, pieces: list[_Piece]) -> bool:
        """Add a line to the rows: a whole one, a heading among them, or more of the last one."""
        is_numbered = NUMBER.fullmatch(pieces[0].text) is not None
        if is_numbered and len(pieces) == len(self.starts):
            self._widen(pieces)
            self.taken.append([[piece] for piece in pieces])
            return True
        is_left = len(pieces) == 1 and pieces[0].start < min(self.starts[1])
        if is_left and SECTION.match(pieces[0].text):
            self.taken.append([[pieces[0]]])
            return True
        columns = self._columns(pieces)
        if columns is None or (columns[0] == 0) != is_numbered:
            return False
        if not is_numbered and (len(self.taken) == 1 or len(self.taken[-1]) == 1):
            return False
        is_row = not is_numbered and self._is_row(columns, pieces)
        if is_row:
            self.merged[len(self.taken)] = columns[0]
        if is_numbered or is_row:
            self.taken.append([[] for _starts in self.starts])
        for column, piece in zip(columns, pieces, strict=True):
            self.taken[-1][column].append(piece)
        self.goes_on |= not is_numbered
        return True

    def _widen(self, pieces: Sequence[_Piece]) -> None:
        """Take the places of a whole row for those of the columns, where they are near these."""
        for piece, starts in zip(pieces, self.starts, strict=True):
            if abs(piece.start - min(starts)) <= FAR:
                starts.add(piece.start)

    def _is_row(self, columns: Sequence[int], pieces: Sequence[_Piece]) -> bool:
        """Return whether a line without a number is a row: what it lacks is merged with the above.

        It has every cell from the first of its own on; each but the first, whose words may go on,
        names other bodies than the one above or is of its shape: 2024年6月, 2024年9月.
        """
        if len(columns) < LEAST_COLUMNS or columns != list(range(columns[0], len(self.starts))):
            return False
        above = [self.taken[-1][column] for column in columns]
        if not all(above) or above[0][-1].text[-1] in GOES_ON:
            return False
        pairs = [(cell[-1].text, piece.text) for cell, piece in zip(above, pieces, strict=True)]
        return all(are_names(*pair) or _shape(pair[0]) == _shape(pair[1]) for pair in pairs[1:])

    def _columns(self, pieces: Sequence[_Piece]) -> list[int] | None:
        """Return the column of each piece, None where one stands in none or between two."""
        columns = [self._column(piece.start) for piece in pieces]
        is_clear = -1 not in columns and columns == sorted(set(columns))
        return columns if is_clear else None

    def _column(self, start: int) -> int:
        """Return the column in which words stand that begin here, -1 where that is not clear."""
        near = sorted(
            (min(abs(start - each) for each in starts), at) for at, starts in enumerate(self.starts)
        )
        is_clear = near[0][0] <= FAR and near[0][0] * NEARER <= near[1][0] and near[1][0]
        return near[0][1] if is_clear else -1


def _is_heading(piece: _Piece) -> bool:
    return len(piece.text) <= LONGEST_HEADING


def _shape(text: str) -> str:
    return DIGITS.sub("0", text)
