"""Finds between which edges the columns of a table without rules stand, line after line.

Headings come first. What stands below one of them widens its column; what stands below none is kept
loose until a longer text joins it to one, or belongs to the nearest in the end.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tracker.reading.pages.lines import Line, line_of, pieces

# In font sizes: pieces that stand apart by more are two unless that breaks the columns; those that
# stand nearer may be two if only that keeps them.
GAP = 0.8
FINE = 0.4
# The single characters of a heading that is set wide: 任 务 名 称.
WIDE = 2.2
MUCH_WIDER = 1.3
# In lines.
MANY = 2


@dataclass(frozen=True, slots=True)
class Column:
    """Between which x the text of a column stands; it is loose without a heading."""

    left: float
    right: float
    is_loose: bool = False

    def meets(self, piece: Line) -> bool:
        """Return whether some of the piece stands below the column."""
        return piece.left < self.right and piece.right > self.left


@dataclass(slots=True)
class Patience:
    """How many more lines of a page may be tried in vain, so that none takes the square of them."""

    lines: int = 2000


@dataclass(slots=True)
class Columns:
    """The columns of a table while its lines are read, from the left."""

    found: list[Column] = field(default_factory=list)

    def take(self, line: Line) -> list[Line] | None:
        """Widen the columns by the pieces of a line; None, and nothing done, if one crosses two."""
        grown = list(self.found)
        taken: list[Line] = []
        for piece in pieces(line, GAP):
            wider = _widened(grown, piece)
            if wider is not None:
                grown = wider
                taken.append(piece)
                continue
            finer = pieces(piece, FINE)
            if len(finer) == 1:
                return None
            for part in finer:
                wider = _widened(grown, part)
                if wider is None:
                    return None
                grown = wider
                taken.append(part)
        self.found = grown
        return taken

    def is_doubtful(self, lines: Sequence[Sequence[Line]]) -> bool:
        """Return whether text stands in a column without a heading, beside that of its neighbour.

        Some of the headings were not found then; nor were they where such text stands on both sides
        of a heading below which nothing stands.
        """
        heads = [column for column in self.found if not column.is_loose]
        beside: list[Column] = []
        for loose in (column for column in self.found if column.is_loose):
            nearest = min(heads, key=lambda head: _distance(head, loose))
            both = sum(
                any(loose.meets(one) for one in parts) and any(nearest.meets(one) for one in parts)
                for parts in lines
            )
            if both >= MANY and _distance(nearest, loose) > FINE * lines[0][0].size:
                return True
            if nearest in beside and not any(nearest.meets(one) for line in lines for one in line):
                return True
            beside.append(nearest)
        return False

    def settled(self) -> list[Column]:
        """Return the columns with headings, each with the loose ones that are nearest to it."""
        heads = [column for column in self.found if not column.is_loose]
        settled = list(heads)
        for loose in (column for column in self.found if column.is_loose):
            at = min(range(len(heads)), key=lambda at: _distance(heads[at], loose))
            one = settled[at]
            settled[at] = Column(min(one.left, loose.left), max(one.right, loose.right))
        return settled


def _distance(column: Column, other: Column) -> float:
    return max(column.left - other.right, other.left - column.right)


def _widened(columns: Sequence[Column], piece: Line) -> list[Column] | None:
    """Return the columns with the piece in one of them; None when it stands below two headings."""
    met = [column for column in columns if column.meets(piece)]
    if sum(not column.is_loose for column in met) > 1:
        return None
    left = min([piece.left, *(column.left for column in met)])
    right = max([piece.right, *(column.right for column in met)])
    one = Column(left, right, all(column.is_loose for column in met))
    kept = [column for column in columns if column not in met]
    return sorted([*kept, one], key=lambda column: column.left)


def by_column(columns: Sequence[Column], taken: Sequence[Line]) -> dict[int, Line]:
    """Return the pieces of a line by the columns, settled by now, in which they stand."""
    lefts = [column.left for column in columns]
    found: dict[int, list[Line]] = {}
    for piece in taken:
        found.setdefault(max(0, bisect_right(lefts, piece.left) - 1), []).append(piece)
    return {
        at: group[0] if len(group) == 1 else line_of([sign for one in group for sign in one.signs])
        for at, group in found.items()
    }


def united(block: Sequence[Sequence[Line]]) -> list[Column]:
    """Return the columns that the pieces of a few lines make, those that meet as one."""
    columns: list[Column] = []
    for piece in sorted((piece for parts in block for piece in parts), key=lambda one: one.left):
        if columns and columns[-1].meets(piece):
            columns[-1] = Column(columns[-1].left, max(columns[-1].right, piece.right))
        else:
            columns.append(Column(piece.left, piece.right))
    return columns


def heading_pieces(line: Line) -> list[Line]:
    """Return the headings of a line; one whose characters are set wide is put together."""
    return list(_put_together(pieces(line, FINE)))


def heading_block(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the headings of lines that stand beside each other.

    Characters are no word set wide where another of the lines has two pieces above or below them.
    """
    fine = [pieces(line, FINE) for line in lines]
    return [
        [
            part
            for word in _put_together(parts)
            for part in (pieces(word, FINE) if _is_parted(word, at, fine) else [word])
        ]
        for at, parts in enumerate(fine)
    ]


def _is_parted(word: Line, at: int, fine: Sequence[Sequence[Line]]) -> bool:
    over = Column(word.left, word.right)
    return any(
        other != at and sum(over.meets(part) for part in parts) > 1
        for other, parts in enumerate(fine)
    )


def _put_together(parts: Sequence[Line]) -> Iterator[Line]:
    run: list[Line] = []
    for part in parts:
        if len(part.text) == 1:
            run.append(part)
            continue
        yield from _words(run)
        run = []
        yield part
    yield from _words(run)


def _words(run: Sequence[Line]) -> Iterator[Line]:
    """Return single characters in a row as the words that they make."""
    gaps = [two.left - one.right for one, two in pairwise(run)]
    narrowest = min(gaps, default=0.0)
    word: list[Line] = []
    for at, part in enumerate(run):
        if word and not gaps[at - 1] <= min(MUCH_WIDER * narrowest, WIDE * part.size):
            yield _joined(word)
            word = []
        word.append(part)
    if word:
        yield _joined(word)


def _joined(word: Sequence[Line]) -> Line:
    whole = line_of([sign for part in word for sign in part.signs])
    return replace(whole, text="".join(part.text for part in word))
