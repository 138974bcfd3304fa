"""Makes a grid of the pieces of a flattened table once it is known where each stands. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extraction.flat.alignment import NOWHERE, Alignment
from tracker.extraction.flat.atoms import Atom, look
from tracker.extraction.flat.headers import Heading
from tracker.extraction.flat.kinds import CARRIED, Kind
from tracker.extraction.flat.unsure import unsure_rows
from tracker.reading.content import Cell, Place, Table

ASKED = frozenset({Kind.PARTY, Kind.DEADLINE})
HEADING = re.compile(
    r"(?:责任|牵头|配合|主办|协办|承办|参与)(?:单位|部门|人|领导)|主办|协办|(?:完成|办理|整改)时[限间]"
)


@dataclass(frozen=True, slots=True)
class FlatTable(Table):
    """A grid made of paragraphs: each row has a place of its own.

    `carried` are the cells (row and column from 0) which the text leaves out and which were taken
    from the row above although the row has a number of its own. `unsure` are the rows (from 0)
    where the lines do not show which of the bodies lead and which cooperate, `left_out` the words
    among the rows that fit no cell.
    """

    places: tuple[Place, ...] = ()
    unsure: tuple[int, ...] = ()
    carried: frozenset[tuple[int, int]] = frozenset()
    left_out: tuple[str, ...] = ()

    def place_of(self, row: int) -> Place:
        """Return where the first piece of a row (from 0) stands."""
        return self.places[row]


def headed(alignment: Alignment, pieces: Sequence[Atom]) -> bool:
    """Return whether a heading stands in the first row: the header has more cells than were read.

    Two levels of headings, or two tables beside each other, whose lines do not show it.
    """
    first = next(rows_of(alignment), {})
    return any(HEADING.fullmatch(pieces[at].text) for places in first.values() for at in places)


def rows_of(alignment: Alignment) -> Iterator[dict[int, list[int]]]:
    """Return the rows: for each column the pieces in it; a section row is column -1."""
    row: dict[int, list[int]] = {}
    for at, laid in enumerate(alignment.laid[: alignment.end]):
        if laid.is_new_row and row:
            if -1 not in row:
                yield row
            row = {}
        if laid.column >= -1:
            row.setdefault(laid.column, []).append(at)
    if row and -1 not in row:
        yield row


def grid_of(
    first: Atom,
    heading: Heading,
    atoms: Sequence[Atom],
    alignment: Alignment,
    carrying: frozenset[Kind] = CARRIED,
) -> FlatTable:
    """Return the grid: the header, then rows and section rows.

    What a row lacks of the kinds `carrying` is merged with the cell above; of all kinds, surely so.
    """
    width = len(heading.headings)
    grid = [tuple(Cell((words,), 0, column) for column, words in enumerate(heading.headings))]
    places = [first.place]
    carried: set[tuple[int, int]] = set()
    named: list[tuple[int, dict[int, list[int]], set[int]]] = []
    row: dict[int, list[int]] = {}

    def close() -> None:
        if not row:
            return
        places.append(atoms[min(at for pieces in row.values() for at in pieces)].place)
        lines = {
            column: tuple(atoms[at].text for at in pieces if atoms[at].text)
            for column, pieces in row.items()
        }
        if -1 in lines:
            across = Cell(lines[-1], len(grid), 0, column_span=width)
            grid.append((across,) * width)
        else:
            asked = _add_row(grid, lines, heading.kinds, carrying)
            named.append((len(grid) - 1, dict(row), {column for _at, column in asked}))
            carried.update(asked)
        row.clear()

    for at, laid in enumerate(alignment.laid[: alignment.end]):
        if laid.is_new_row:
            close()
        if laid.column >= -1:
            row.setdefault(laid.column, []).append(at)
    close()
    unsure = unsure_rows(named, heading.kinds, atoms)
    return FlatTable(
        tuple(grid),
        first.place,
        1,
        places=tuple(places),
        unsure=unsure,
        carried=frozenset(carried),
        left_out=tuple(_left_out(atoms, alignment)),
    )


def _left_out(atoms: Sequence[Atom], alignment: Alignment) -> Iterator[str]:
    """Return the words between the rows that stand in no column, and are none of a page."""
    for atom, laid in zip(atoms, alignment.laid[: alignment.end], strict=False):
        if laid == NOWHERE and atom.text and not look(atom.text).is_chrome:
            yield atom.text


def _add_row(
    grid: list[tuple[Cell, ...]],
    lines: dict[int, tuple[str, ...]],
    kinds: Sequence[Kind],
    carrying: frozenset[Kind],
) -> list[tuple[int, int]]:
    """Add a row; what it leaves out of columns that carry on is the cell above. Return those."""
    at = len(grid)
    above = next((row for row in reversed(grid[1:]) if len({id(cell) for cell in row}) > 1), None)
    numbered = any(kinds[column] is Kind.NUMBER for column in lines) or Kind.NUMBER not in kinds
    text = kinds.index(Kind.CONTENT) if Kind.CONTENT in kinds else 0
    is_exact = Kind.CONTENT in carrying
    own = {kinds[column] for column in lines}
    if Kind.PARTY in own and not is_exact:
        carrying -= {Kind.HELPER}
    elif own.isdisjoint({*ASKED, Kind.HELPER}):
        carrying |= {Kind.HELPER}
    # A blank cell left of the text is one that was merged with the cell above.
    filled = {column for column, words in lines.items() if words or is_exact or column > text}
    blank = _blank_from_the_first(grid, lines) if not is_exact else set()
    cells: list[Cell] = []
    asked: list[tuple[int, int]] = []
    for column, kind in enumerate(kinds):
        if column in filled or column in blank or above is None or kind not in carrying:
            cells.append(Cell(lines.get(column, ()), at, column))
            continue
        cells.append(above[column])
        if numbered and not is_exact and kind in ASKED and above[column].lines:
            asked.append((at, column))
    grid.append(tuple(cells))
    return asked


def _blank_from_the_first(
    grid: Sequence[tuple[Cell, ...]], lines: dict[int, tuple[str, ...]]
) -> set[int]:
    """Return the columns in which a row has a blank cell and the first row had one as well.

    There a blank is no cell that was merged with the one above: nothing stood above the first.
    """
    first = next((row for row in grid[1:] if len({id(cell) for cell in row}) > 1), ())
    return {
        column for column, words in lines.items() if first and not (words or first[column].lines)
    }
