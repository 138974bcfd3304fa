"""Says in which rows of a flattened table the lines do not show whose cell a name is in. Pure."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from tracker.extraction.flat.atoms import Atom, look
from tracker.extraction.flat.kinds import Kind

BOTH = {Kind.PARTY, Kind.HELPER}
PAIR = 2
Pieces = Mapping[int, Sequence[int]]
# A row of the grid, the pieces of each of its columns, and the columns taken from the row above.
Named = tuple[int, Pieces, set[int]]


def unsure_rows(
    rows: Sequence[Named], kinds: Sequence[Kind], atoms: Sequence[Atom]
) -> tuple[int, ...]:
    """Return the rows (from 0) in which it does not show which of the bodies lead.

    Where rows leave a cell of names out, one name may stand in either cell, and so may the second
    of two.
    """
    if not set(kinds) >= BOTH:
        return ()
    alone = {at for at, row, _carried in rows if _is_alone(row, kinds)}
    cut = {at for at, row, _carried in rows if at in alone and _is_cut(row, kinds, atoms)}
    dashed = any(_has_dash(row, kinds, atoms) for _at, row, _carried in rows)
    is_merged = dashed or any(_takes_name(carried, kinds) for _at, _row, carried in rows)
    found = {at for at, row, carried in rows if _is_unsure(row, kinds, atoms, bool(alone))} | cut
    if is_merged:
        found |= alone
    return tuple(sorted(found))


def _is_alone(row: Pieces, kinds: Sequence[Kind]) -> bool:
    """Return whether only one of the two cells of names is in the row."""
    return len({kinds[column] for column in row if column >= 0} & BOTH) == 1


def _is_cut(row: Pieces, kinds: Sequence[Kind], atoms: Sequence[Atom]) -> bool:
    """Return whether a row lacks the number that others have, in cells that blanks part."""
    has_number = Kind.NUMBER not in kinds or any(kinds[column] is Kind.NUMBER for column in row)
    pieces = [at for column in row for at in row[column]]
    is_lined = any(not atoms[at].begins for at in pieces)
    return is_lined and not has_number and not any(atoms[at].closed for at in pieces)


def _has_dash(row: Pieces, kinds: Sequence[Kind], atoms: Sequence[Atom]) -> bool:
    return any(
        kinds[column] in BOTH and look(atoms[pieces[0]].text).is_dash
        for column, pieces in row.items()
        if column >= 0
    )


def _takes_name(carried: set[int], kinds: Sequence[Kind]) -> bool:
    return any(kinds[column] in BOTH for column in carried)


def _is_unsure(
    row: Pieces, kinds: Sequence[Kind], atoms: Sequence[Atom], is_left_out: bool
) -> bool:
    """Return whether leads and helpers stand one a line with nothing between the two cells."""
    columns = sorted(column for column in row if column >= 0)
    if any(kinds[column] in BOTH and _goes_on_below(row[column], atoms) for column in columns):
        return True
    for column, following in pairwise(columns):
        if {kinds[column], kinds[following]} != BOTH:
            continue
        pieces, helpers = row[column], row[following]
        last, first = atoms[pieces[-1]], atoms[helpers[0]]
        dash = look(first.text).is_dash or look(last.text).is_dash
        parted = last.closed or last.ends or not first.begins or dash
        if len(pieces) + len(helpers) > PAIR - is_left_out and not parted:
            return True
    return any(_lacks_partner(column, row, kinds, atoms) for column in columns)


def _goes_on_below(pieces: Sequence[int], atoms: Sequence[Atom]) -> bool:
    """Return whether a cell that blanks part from others on its line goes on in a line below.

    Without the indent that line may go on in another cell as well.
    """
    first = atoms[pieces[0]]
    is_lined = not first.begins and not first.closed
    return is_lined and any(atoms[at - 1].begins or atoms[at].begins for at in pieces[1:])


def _lacks_partner(column: int, row: Pieces, kinds: Sequence[Kind], atoms: Sequence[Atom]) -> bool:
    """Return whether lines of names stand in one cell though a column beside it has none.

    The last line may then be that of the other cell.
    """
    partner = {Kind.PARTY: Kind.HELPER, Kind.HELPER: Kind.PARTY}.get(kinds[column])
    beside = [at for at in (column - 1, column + 1) if 0 <= at < len(kinds) and at not in row]
    pieces = row[column]
    loose = [at for at in pieces[1:] if atoms[at].begins and not atoms[at - 1].closed]
    return bool(loose) and any(kinds[at] is partner for at in beside)
