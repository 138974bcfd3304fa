"""Turns comma-separated values (.csv, also with semicolons or tabs) into Content: one table."""

from tracker.errors import TooLarge, UnknownFormat
from tracker.reading.content import Content, Place, check_size, in_order, plain_table
from tracker.reading.decoding import MAX_CHARACTERS, decode, losses
from tracker.reading.delimiters import cell_lines, find_delimiter, records
from tracker.reading.media_types import CSV
from tracker.texts import gettext as _


def read(data: bytes) -> Content:
    """Return the rows that are not blank as one table; quoted line breaks part lines of a cell.

    Raises:
        UnknownFormat: the encoding cannot be told, or no sign parts the cells.
        TooLarge: over the limits of `check_size`, or more characters than a plain text may have.
    """
    text = decode(data)
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(_("The text has more than %(limit)d characters.", limit=MAX_CHARACTERS))
    delimiter = find_delimiter(text)
    if delimiter is None:
        raise UnknownFormat(_("The rows of the table are not cut into the same number of cells."))
    found = records(text, delimiter)
    check_size(len(found), max(map(len, found)))
    rows = [[cell_lines(cell) for cell in record] for record in found]
    return Content(in_order([plain_table(rows, Place(line=1))]), CSV, losses(text))
