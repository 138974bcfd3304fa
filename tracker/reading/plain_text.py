"""Turns a plain text into Content; tables typed with tabs or bars become tables."""

from tracker.errors import TooLarge
from tracker.reading.content import Block, Content, Paragraph, Place, in_order
from tracker.reading.decoding import MAX_CHARACTERS, decode, losses
from tracker.reading.media_types import TEXT
from tracker.reading.text_tables import find_table, last_tabbed_line
from tracker.texts import gettext as _


def read(data: bytes) -> Content:
    """Return a paragraph for each line that is not blank, and each typed table as one Table.

    Raises:
        UnknownFormat: the encoding cannot be told.
        TooLarge: more than three million characters, some three thousand pages.
    """
    text = decode(data)
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(_("The text has more than %(limit)d characters.", limit=MAX_CHARACTERS))
    lines = text.split("\n")
    last_tabbed = last_tabbed_line(lines)
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        found = find_table(lines, at, last_tabbed)
        if found:
            blocks.append(found.table)
            at = found.end
            continue
        if lines[at].strip():
            blocks.append(Paragraph(lines[at].strip(), Place(line=at + 1)))
        at += 1
    return Content(in_order(blocks), TEXT, losses(text))
