"""Puts the words of a scanned page into the cells of its ruled tables."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tracker.reading.content import NOWHERE, Box, Cell, Table, expand
from tracker.reading.line_wrapping import Line, joined
from tracker.reading.punctuation import widened
from tracker.reading.recognition import Word
from tracker.reading.ruled_grid import Field, Frame, Grid, Picture

DASH = "——"
SURE = 0.9
# All in units, the height of a line of text.
CROSSING = 0.6
BORDER = 0.12
SPECK = 0.18
STROKE_HEIGHT = 0.3
SHORTEST_STROKE = 0.3
DASH_WIDTH = 1.25
LOWEST_TEXT = 0.35
WIDEST_PADDING = 0.45
SAME_LINE = 0.5
LEAST_LINE = 0.55
BESIDE = 0.5
# So many overlooked lines of a cell are read; a cell with more of them holds a picture.
MOST_LINES = 4
NUMERALS = re.compile(r"[一二三四五六七八九十]{1,3}")
STROKES = re.compile(r"[-—–_一~～ー=]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page made level: its picture, its ink without ruling lines, the height of a line of text.

    `read_alone` reads a part of the picture as a single line.
    """

    number: int
    picture: Picture
    ink: Picture
    unit: float
    read_alone: Callable[[Frame], Word | None]


def fill(page: Page, grid: Grid, words: Sequence[Word]) -> Table:
    """Return the table with the words that stand in its cells, their broken lines joined.

    A word recognised across a ruling line is read again in parts, and ink in a cell in which no
    word was found is read alone: recognition of whole pages overlooks single characters, and short
    lines of a cell.
    """
    placed = _placed(page, grid, words)
    numerals = {
        field.column
        for field, found in placed.items()
        if len(found) == 1 and NUMERALS.fullmatch(found[0].text) and found[0].text != "一"
    }
    for field, found in placed.items():
        if len(found) == 1 and STROKES.fullmatch(found[0].text) and field.column not in numerals:
            found[0] = replace(found[0], text=DASH)
        if not found:
            found.extend(_overlooked(page, field, may_be_one=field.column in numerals))
        else:
            found.extend(_lines_overlooked(page, field, found))
    for found in placed.values():
        found[:] = [tightened(page, each) for each in found]
    padding = _padding(page, placed)
    cells = [_cell(page, field, found, padding) for field, found in placed.items()]
    return Table(expand(cells, grid.height, grid.width), replace(NOWHERE, part=str(page.number)))


def box_of(page: Page, frame: Frame, words: Iterable[Word]) -> Box:
    """Return the box of a cell or paragraph, unsure where one of its words is."""
    is_sure = all(each.score >= SURE for each in words)
    return Box(page.number, frame.left, frame.top, frame.width, frame.height, is_sure)


def lines_of_words(words: Iterable[Word], unit: float) -> list[list[Word]]:
    """Return the words by lines from top to bottom, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: each.middle[1]):
        if lines and word.middle[1] - _height_of(lines[-1]) <= SAME_LINE * unit:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda each: each.frame.left) for line in lines]


def tightened(page: Page, word: Word) -> Word:
    """Return the word with a frame no wider than its ink: recognition leaves a margin."""
    frame = word.frame
    part = page.ink[frame.top : frame.bottom, frame.left : frame.right]
    inked_at = np.flatnonzero(part.any(axis=0))
    if not len(inked_at):
        return word
    left, right = frame.left + int(inked_at[0]), frame.left + int(inked_at[-1]) + 1
    return replace(word, frame=Frame(left, frame.top, right, frame.bottom))


def _height_of(line: Sequence[Word]) -> float:
    return sum(each.middle[1] for each in line) / len(line)


def _placed(page: Page, grid: Grid, words: Sequence[Word]) -> dict[Field, list[Word]]:
    """Return the words of each cell."""
    placed: dict[Field, list[Word]] = {field: [] for field in grid.fields}
    for word in words:
        crossed = [field for field in grid.fields if _crosses(word, field, page.unit)]
        if len(crossed) > 1:
            for field in crossed:
                part = page.read_alone(_overlap(word.frame, field.frame))
                if part is not None:
                    placed[field].append(part)
            continue
        home = next((field for field in grid.fields if field.frame.holds(*word.middle)), None)
        if home is not None:
            placed[home].append(word)
    return placed


def _overlap(one: Frame, other: Frame) -> Frame:
    return Frame(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    )


def _crosses(word: Word, field: Field, unit: float) -> bool:
    """Return whether a good part of the word lies in the cell."""
    shared = _overlap(word.frame, field.frame)
    is_wide = shared.width >= min(CROSSING * unit, word.frame.width)
    return is_wide and shared.height > word.frame.height / 2


def _overlooked(page: Page, field: Field, *, may_be_one: bool) -> list[Word]:
    """Return what stands in a cell in which no word was found: a dash, a character, or nothing."""
    inked = _ink_in(page, _inside(field.frame, page.unit))
    if inked is None:
        return []
    if inked.height <= STROKE_HEIGHT * page.unit:
        return _stroke(page, inked, may_be_one=may_be_one)
    found = page.read_alone(inked) if inked.height >= LOWEST_TEXT * page.unit else None
    return [found] if found else []


def _lines_overlooked(page: Page, field: Field, words: Sequence[Word]) -> list[Word]:
    """Return the lines of a cell that are not among its words; one that cannot be read is empty."""
    inside = _inside(field.frame, page.unit)
    if inside.width <= 0 or inside.height <= 0:
        return []
    left = page.ink[inside.top : inside.bottom, inside.left : inside.right].copy()
    beside = int(BESIDE * page.unit)
    for frame in (word.frame for word in words):
        left[
            max(0, frame.top - inside.top) : max(0, frame.bottom - inside.top),
            max(0, frame.left - inside.left - beside) : max(0, frame.right - inside.left + beside),
        ] = 0
    found: list[Word] = []
    for top, bottom in _bands(np.asarray(left.any(axis=1)), LEAST_LINE * page.unit):
        at = np.flatnonzero(left[top:bottom].any(axis=0))
        frame = Frame(
            inside.left + int(at[0]),
            inside.top + top,
            inside.left + int(at[-1]) + 1,
            inside.top + bottom,
        )
        if frame.width >= LEAST_LINE * page.unit:
            may_be_read = len(found) < MOST_LINES
            again = page.read_alone(frame) if may_be_read else None
            found.append(again or Word("", frame, 0.0))
    return found


def _bands(inked: NDArray[np.bool_], least: float) -> Iterator[tuple[int, int]]:
    """Return where rows with ink begin and end, of those stretches that are `least` high."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    for top, bottom in edges.reshape(-1, 2).tolist():
        if bottom - top >= least:
            yield top, bottom


def _stroke(page: Page, frame: Frame, *, may_be_one: bool) -> list[Word]:
    """Return what a lone level stroke means: a dash that says "none", or 一 among numerals."""
    if frame.width < SHORTEST_STROKE * page.unit:
        return []
    if may_be_one and frame.width < DASH_WIDTH * page.unit:
        return [Word("一", frame, 0.0)]
    return [Word(DASH, frame, 1.0)]


def _inside(frame: Frame, unit: float) -> Frame:
    border = max(2, int(BORDER * unit))
    return Frame(
        frame.left + border, frame.top + border, frame.right - border, frame.bottom - border
    )


def _ink_in(page: Page, frame: Frame) -> Frame | None:
    """Return the frame around the ink in a part of the page, specks left out; None where blank."""
    if frame.width <= 0 or frame.height <= 0:
        return None
    part = np.ascontiguousarray(page.ink[frame.top : frame.bottom, frame.left : frame.right])
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(part, connectivity=8)
    least = SPECK * page.unit
    kept = [each for each in stats[1:].tolist() if max(each[2], each[3]) >= least]
    if not kept:
        return None
    return Frame(
        frame.left + min(x for x, _y, _w, _h, _area in kept),
        frame.top + min(y for _x, y, _w, _h, _area in kept),
        frame.left + max(x + w for x, _y, w, _h, _area in kept),
        frame.top + max(y + h for _x, y, _w, h, _area in kept),
    )


def _padding(page: Page, placed: dict[Field, list[Word]]) -> float:
    """Return how far the text of a table stays from the edges of its cells.

    A tenth of the words may come nearer: a mark that hangs over, a speck.
    """
    gaps = sorted(
        min(word.frame.left - field.frame.left, field.frame.right - word.frame.right)
        for field, words in placed.items()
        for word in words
    )
    usual = gaps[len(gaps) // 10] if gaps else 0.0
    return max(0.0, min(usual, WIDEST_PADDING * page.unit))


def _cell(page: Page, field: Field, words: Sequence[Word], padding: float) -> Cell:
    """Return one cell with its lines as they were meant; `padding` is kept free at its edges."""
    lines = [
        Line(
            widened("".join(each.text.strip() for each in line)),
            line[0].frame.left,
            line[-1].frame.right,
        )
        for line in lines_of_words(words, page.unit)
    ]
    left, right = field.frame.left + padding, field.frame.right - padding
    texts = joined([line for line in lines if line.text], left, right)
    return Cell(
        tuple(map(widened, texts)),
        field.row,
        field.column,
        field.row_span,
        field.column_span,
        (box_of(page, field.frame, words),),
    )
