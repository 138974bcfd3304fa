"""Finds tables of a scanned page that have no lines down, by the edges at which words stand.

The engine is that of PDF and OFD (`pages.aligned`): words become characters with places. Where the
columns are not convincing, their words are left to be paragraphs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from tracker.reading.content import NOWHERE, Table, expand
from tracker.reading.line_wrapping import ems
from tracker.reading.pages.aligned import take_aligned
from tracker.reading.pages.lines import lines_of
from tracker.reading.pages.parts import Sign
from tracker.reading.pages.tables import PageCell, PageTable, to_table
from tracker.reading.punctuation import widened
from tracker.reading.recognition import Word
from tracker.reading.ruled_grid import Frame, Picture
from tracker.reading.scan_cells import Page, box_of, lines_of_words, tightened
from tracker.reading.scan_paragraphs import is_page_number

# The engine counts in points; a line of text is given the usual size of a document's.
SIZE = 12.0
# Shares of the height of a line.
DESCENT = 0.12
GLYPH = 0.9
# In units: a blank inside a word that may part it, and how long a line across is.
PARTED = 0.7
LONG_RULE = 12.0

Found = tuple[list[tuple[int, Table]], list[Word]]


def take_tables(page: Page, words: Sequence[Word], across: Picture) -> Found:
    """Return the tables and the pixel each begins at, and the words that stand in none.

    `across` shows the ruling lines across the page, which part rows.
    """
    whole = [tightened(page, part) for word in words for part in parted(page, word)]
    lines = lines_of_words(whole, page.unit)
    numbers = {id(word) for line in lines if is_page_number(page, line) for word in line}
    scale = SIZE / page.unit
    signs = {
        sign: word for word in whole if id(word) not in numbers for sign in signs_of(word, scale)
    }
    rules = [at * scale for at in heights(across, page.unit)]
    tables, _rest = take_aligned(lines_of(signs), page.number, None, rules)
    if not tables:
        return [], list(words)
    found = [(int(table.top / scale), as_table(page, table, signs, scale)) for table in tables]
    taken = {id(signs[sign]) for table in tables for sign in signs_in(table.cells) if sign in signs}
    return found, [word for word in whole if id(word) not in taken]


def parted(page: Page, word: Word) -> list[Word]:
    """Return the parts of a word that was recognised across a blank, each read alone.

    Beside a mark a blank is part of the mark. What reads otherwise in parts is left whole.
    """
    frame = tightened(page, word).frame
    ink = page.ink[frame.top : frame.bottom, frame.left : frame.right].any(axis=0)
    inked_at = np.flatnonzero(ink).tolist()
    gaps = [(one, two) for one, two in pairwise(inked_at) if two - one > PARTED * page.unit]
    if not gaps:
        return [word]
    edges = [0, *(each for gap in gaps for each in gap), frame.width - 1]
    pieces = [
        page.read_alone(replace(frame, left=frame.left + one, right=frame.left + two + 1))
        for one, two in zip(edges[::2], edges[1::2], strict=True)
    ]
    words = [each for each in pieces if each is not None]
    is_parted = "".join(each.text for each in words) == word.text.replace(" ", "")
    return words if is_parted and not any(map(is_marked, words, words[1:])) else [word]


def is_marked(before: Word, behind: Word) -> bool:
    """Return whether a mark stands beside the blank between two words."""
    return not (before.text[-1:].isalnum() and behind.text[:1].isalnum())


def signs_of(word: Word, scale: float) -> list[Sign]:
    """Return the characters of a word where they must about stand."""
    frame, size = word.frame, GLYPH * word.frame.height * scale
    base = (frame.bottom - DESCENT * frame.height) * scale
    square = frame.width / max(0.5, ems(word.text)) * scale
    signs, left = [], frame.left * scale
    for character in word.text:
        right = left + ems(character) * square
        signs.append(Sign(character, left, right, base, size))
        left = right
    return signs


def heights(across: Picture, unit: float) -> list[float]:
    """Return at which heights long lines run across the page, from the top."""
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(across, connectivity=8)
    return sorted(y + h / 2 for _x, y, w, h, _area in stats[1:].tolist() if w >= LONG_RULE * unit)


def signs_in(cells: Iterable[PageCell]) -> Iterable[Sign]:
    """Return the characters that stand in the cells."""
    return (sign for cell in cells for line in cell.lines for sign in line.signs)


def as_table(page: Page, table: PageTable, signs: Mapping[Sign, Word], scale: float) -> Table:
    """Return the table with the boxes of its cells, which lie side by side as if ruled."""
    plain = to_table(table, str)
    edges = row_edges(table)
    cells = []
    for cell, drawn in zip(plain.origins(), sorted(table.cells, key=_place), strict=True):
        frame = Frame(
            int(table.columns[drawn.column] / scale),
            int(edges[drawn.row] / scale),
            int(table.columns[drawn.column + drawn.column_span] / scale),
            int(edges[drawn.row + drawn.row_span] / scale),
        )
        words = {id(signs[sign]): signs[sign] for sign in signs_in([drawn]) if sign in signs}
        lines = tuple(map(widened, cell.lines))
        boxes = (box_of(page, frame, words.values()),)
        cells.append(replace(cell, lines=lines, boxes=boxes))
    rows = expand(cells, len(plain.rows), plain.width)
    return Table(rows, replace(NOWHERE, part=str(page.number)))


def row_edges(table: PageTable) -> list[float]:
    """Return the heights between which the rows of a table stand: above their highest line."""
    tops = [table.top] * table.height + [table.bottom + SIZE / 4]
    for row in range(1, table.height):
        begun = [line.top for cell in table.cells if cell.row == row for line in cell.lines[:1]]
        tops[row] = max(tops[row - 1], min(begun, default=tops[row - 1]))
    return tops


def _place(cell: PageCell) -> tuple[int, int]:
    return cell.row, cell.column
