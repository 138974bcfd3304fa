"""Reads the picture of a page: tables by their lines or columns, all other text by its lines.

The way goes from picture to level picture, words, ruling lines, cells; what comes out is the same
Content as from any other format, and every cell and paragraph knows its box in the level picture.
"""

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from tracker.reading.content import Block
from tracker.reading.photograph import laid_flat
from tracker.reading.pictures import page_picture
from tracker.reading.recognition import (
    Word,
    is_sideways,
    is_upside_down,
    read_line,
    read_words,
)
from tracker.reading.ruled_grid import Grid, Picture, Rules, find_grids, find_rules, inked
from tracker.reading.scan_aligned import take_tables
from tracker.reading.scan_cells import Page, fill
from tracker.reading.scan_halves import find_gutter
from tracker.reading.scan_joining import joined_pages
from tracker.reading.scan_paragraphs import paragraphs
from tracker.reading.scans import ReadPage
from tracker.reading.skew import find_angle, turned

# Where a page has no word, the lines of an A4 page are about this part of its longer side.
LINES_A_PAGE = 60
JPEG_QUALITY = 75


def read_page(data: bytes, media_type: str, number: int) -> ReadPage:
    """Return page `number` (from 1) of a scan.

    Raises:
        UnreadableFile: the page cannot be decoded, or is too large.
    """
    picture, words = _upright(page_picture(data, media_type, number))
    blocks = read_picture(picture, words, number)
    height, width = picture.shape[:2]
    return ReadPage(number, tuple(blocks), width, height, as_jpeg(picture))


def read_picture(picture: Picture, words: Sequence[Word], number: int) -> list[Block]:
    """Return the tables and paragraphs of a level page from top to bottom."""
    unit = unit_of(words, picture)
    ink = inked(without_colour(picture), unit)
    rules = find_rules(ink, unit)
    grids = find_grids(rules)
    text_ink = np.where(rules.ink > 0, 0, ink).astype(np.uint8)
    page = Page(number, picture, text_ink, unit, lambda frame: read_line(picture, frame, unit))
    gutter = find_gutter(words, grids, picture.shape[1], unit)
    if gutter is None:
        return _blocks(page, words, grids, rules)
    sides = (
        _blocks(
            page,
            [word for word in words if (word.middle[0] > gutter) is is_right],
            [grid for grid in grids if (grid.frame.left > gutter) is is_right],
            rules,
        )
        for is_right in (False, True)
    )
    return joined_pages(list(sides))


def _blocks(page: Page, words: Sequence[Word], grids: Sequence[Grid], rules: Rules) -> list[Block]:
    """Return the tables and paragraphs that words and ruled tables make, from top to bottom."""
    inside = {id(word): grid for word in words for grid in grids if _stands_in(word, grid)}
    found: list[tuple[int, Block]] = [
        (grid.frame.top, fill(page, grid, [each for each in words if inside.get(id(each)) is grid]))
        for grid in grids
    ]
    frames = [each.frame for each in words] + [grid.frame for grid in grids]
    edges = (
        min((frame.left for frame in frames), default=0),
        max((frame.right for frame in frames), default=0),
    )
    outside = [each for each in words if id(each) not in inside]
    aligned, rest = take_tables(page, outside, rules.across)
    found += [*aligned, *paragraphs(page, rest, edges)]
    return [block for _top, block in sorted(found, key=lambda each: each[0])]


def unit_of(words: Sequence[Word], picture: Picture) -> float:
    """Return the height of a line of text in pixels: that of most characters on the page."""
    heights = [each.frame.height for each in words for _character in each.text]
    return float(median(heights)) * 0.9 if heights else max(picture.shape[:2]) / LINES_A_PAGE


def without_colour(picture: Picture) -> Picture:
    """Return the page in grey with coloured marks faded: a red seal must not hide a line."""
    return np.asarray(picture.max(axis=2), np.uint8)


def as_jpeg(picture: Picture) -> bytes:
    """Return the picture as a page shows it beside what was read."""
    _done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return data.tobytes()


def _upright(picture: Picture) -> tuple[Picture, list[Word]]:
    """Return the page flat, level and the right way up, and its words.

    Raises:
        UnknownFormat: it was photographed at an angle, and cannot be laid flat.
    """
    picture = laid_flat(picture)
    picture = turned(picture, find_angle(without_colour(picture)))
    words = read_words(picture)
    if is_sideways(words):
        picture = np.ascontiguousarray(np.rot90(picture))
        words = read_words(picture)
    if words and is_upside_down(picture, words):
        picture = np.ascontiguousarray(np.rot90(picture, 2))
        words = read_words(picture)  # a line on its head may lose its last character
    return picture, words


def _stands_in(word: Word, grid: Grid) -> bool:
    return grid.frame.holds(*word.middle)
