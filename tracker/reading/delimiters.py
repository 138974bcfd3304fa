"""Splits text with a sign between the cells of a row: commas, semicolons or tabs."""

import csv
from collections import Counter
from collections.abc import Sequence

from tracker.errors import TooLarge
from tracker.texts import gettext as _

# Of several that would do the first: prose has commas, but no tabs.
DELIMITERS = "\t,;"
SAMPLE = 64 * 1024
# Rows of the usual width among all: a table may have a title and a note without delimiters.
SHARE = 0.8
Records = list[list[str]]


def find_delimiter(text: str) -> str | None:
    """Return the sign that cuts nearly all of the text into rows of one width, None without one.

    In running text the commas of a line vary; in a table that a spreadsheet wrote, they do not.
    """
    sample = text if len(text) <= SAMPLE else text[: text.rfind("\n", 0, SAMPLE) + 1]
    shares = {sign: _share(sample, sign) for sign in DELIMITERS if sign in sample}
    best = max(shares, key=lambda sign: shares[sign], default=None)
    return best if best and shares[best] >= SHARE else None


def _share(sample: str, delimiter: str) -> float:
    """Return the share of rows as wide as most are, 0 when these have one cell or stand alone.

    It is 0 as well when all these begin with the delimiter: an indent, or a table a cell a line.
    """
    try:
        found = records(sample, delimiter)
    except TooLarge:
        return 0
    (width, count), *_others = Counter(map(len, found)).most_common(1) or [(0, 0)]
    begun = any(record[0].strip() for record in found if len(record) == width)
    return count / len(found) if width > 1 and count > 1 and begun else 0


def records(text: str, delimiter: str) -> Records:
    """Return the rows that are not blank; quotes hold line feeds, delimiters and doubled quotes.

    A text whose quotes do not pair is read without them, or its rest would be one cell.

    Raises:
        TooLarge: a cell longer than the csv module takes (131,072 characters).
    """
    is_paired = text.count('"') % 2 == 0
    lines = (line + "\n" for line in text.split("\n"))
    try:
        found = list(
            csv.reader(
                lines,
                delimiter=delimiter,
                quoting=csv.QUOTE_MINIMAL if is_paired else csv.QUOTE_NONE,
            )
        )
    except csv.Error as error:
        raise TooLarge(_("A cell of the table is too long to read.")) from error
    return [record for record in found if any(cell.strip() for cell in record)]


def cell_lines(cell: str) -> Sequence[str]:
    """Return the lines of a cell that are not blank."""
    return [line.strip() for line in cell.split("\n") if line.strip()]
