"""Finds the characters and the drawn lines of one page of a PDF, turned upright."""

from collections.abc import Iterator
from ctypes import addressof, byref, c_double, c_float, c_int, c_uint
from dataclasses import dataclass, field
from itertools import islice
from math import atan2, hypot

import pypdfium2.raw as pdfium

from tracker.reading.pages.parts import (
    MOST_RULES,
    Characters,
    Page,
    Point,
    Rule,
    Stroke,
    rules_of,
)
from tracker.reading.pages.pictured import Pictured, judged
from tracker.reading.pages.spelling import UNKNOWN, is_unknown, spelled
from tracker.reading.pages.turning import (
    IDENTITY,
    QUARTER,
    Matrix,
    Run,
    Turn,
    composed,
    find_turn,
    upright,
)
from tracker.reading.portable_calls import (
    handle_of,
    has_no_meaning,
    loose_box,
    matrix_of,
    object_of,
    object_type,
    unicode_of,
)
from tracker.reading.portable_pictures import pictured

MOST_OBJECTS = 60_000
MOST_DEPTH = 6
LEAST_TURN = 0.05
# In font sizes: how near a character stands that belongs to the same run; in that distance: how
# far above or below. Raised marks stand higher.
NEAR = 0.3
LEVEL = 0.6
FIRST_IDEOGRAPH, LAST_IDEOGRAPH = 0x4E00, 0x9FFF
BREAKS = frozenset({10, 13})
DRAWN = frozenset({pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM})
# A page with more characters has a text layer, whatever pictures lie under it.
FULL = 400
THICK = 8.0
WHITE = 250


def read_page(page: pdfium.FPDF_PAGE, number: int, known: Characters) -> Page:
    """Return the page upright, as most of its text stands; text set aslant is left out."""
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        found = _characters(text_page, known)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    turn = find_turn(found, _box(page), -pdfium.FPDFPage_GetRotation(page))
    signs = upright(turn, found)
    rules = list(islice(_rules(page, turn), MOST_RULES + 1))
    drawn = pictured(page, turn) if len(signs) < FULL else Pictured(turn.width, turn.height)
    upright_page = Page(number, turn.shape, turn.width, signs, rules).without_drawings()
    return judged(upright_page, drawn)


def _characters(text_page: pdfium.FPDF_TEXTPAGE, known: Characters) -> list[Run]:
    """Return the characters in the order of the file.

    The loop goes over each character of a file, so it asks PDFium for as little as will do: one
    right behind the last, at its height, shares its size and its base line.
    """
    box = pdfium.FS_RECTF()
    handle, at_box = handle_of(text_page), addressof(box)
    look = _Look(text_page)
    for at in range(pdfium.FPDFText_CountChars(text_page)):
        code = unicode_of(handle, at)
        if code in BREAKS or not loose_box(handle, at, at_box):
            continue
        left, right, bottom = box.left, box.right, box.bottom
        if left >= right:  # a blank that PDFium made up
            continue
        is_next = look.first < left < look.last and look.lowest < bottom < look.highest
        if not is_next and not look.at(at, box):
            continue
        look.first, look.last = right - look.near, right + look.near
        known.count += 1
        text = spelled(code)
        if is_unknown(code) or (
            not (is_next and FIRST_IDEOGRAPH <= code <= LAST_IDEOGRAPH)
            and has_no_meaning(handle, at) > 0
        ):
            known.unknown += 1
            text = UNKNOWN
        if text:
            look.signs.append((text, left, right) if look.is_level else (text, bottom, box.top))
    return [run for run in look.runs if run.size and run.signs]


@dataclass(slots=True)
class _Look:
    """The runs of characters found, and what the newest of them have in common.

    A character whose left edge lies between `first` and `last`, and its lower one between `lowest`
    and `highest`, goes on in the newest run.
    """

    text_page: pdfium.FPDF_TEXTPAGE
    runs: list[Run] = field(default_factory=list)
    signs: list[tuple[str, float, float]] = field(default_factory=list)
    is_level: bool = True
    near: float = 0.0
    first: float = 0.0
    last: float = 0.0
    lowest: float = 0.0
    highest: float = 0.0
    x: c_double = field(default_factory=c_double)
    y: c_double = field(default_factory=c_double)
    matrix: pdfium.FS_MATRIX = field(default_factory=pdfium.FS_MATRIX)

    def at(self, at: int, box: pdfium.FS_RECTF) -> bool:
        """Begin a run with this character, one of size 0 if it stands aslant; say if it can be."""
        matrix = self.matrix
        if not pdfium.FPDFText_GetMatrix(self.text_page, at, byref(matrix)):
            return False
        angle = atan2(matrix.b, matrix.a)
        quarters = round(angle / QUARTER)
        size = abs(pdfium.FPDFText_GetFontSize(self.text_page, at) * hypot(matrix.c, matrix.d))
        is_straight = abs(angle - quarters * QUARTER) <= LEAST_TURN
        pdfium.FPDFText_GetCharOrigin(self.text_page, at, byref(self.x), byref(self.y))
        self.signs = []
        base = self.x.value, self.y.value
        self.runs.append(Run(size if is_straight else 0.0, -quarters % 4, base, self.signs))
        self.is_level = quarters % 2 == 0
        self.near = NEAR * size if is_straight and quarters == 0 else 0.0
        level = self.near * LEVEL
        self.lowest, self.highest = box.bottom - level, box.bottom + level
        return True


def _box(page: pdfium.FPDF_PAGE) -> tuple[float, float, float, float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, byref(box))
    return box.left, box.bottom, box.right, box.top


def _rules(page: pdfium.FPDF_PAGE, turn: Turn) -> Iterator[Rule]:
    for shape, matrix in _paths(page):
        is_stroked, is_filled = _drawn(shape)
        if is_stroked or is_filled:
            strokes = list(islice(_strokes(shape, matrix, turn), MOST_RULES))
            yield from rules_of(strokes, is_stroked=is_stroked, is_filled=is_filled)


def _paths(page: pdfium.FPDF_PAGE) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    """Return the paths of a page, those in forms as well, with the matrix around each."""
    handle = handle_of(page)
    left = [MOST_OBJECTS]
    for at in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        if object_type(object_of(handle, at)) in DRAWN:
            yield from _inside(pdfium.FPDFPage_GetObject(page, at), IDENTITY, 0, left)


def _inside(
    shape: pdfium.FPDF_PAGEOBJECT, around: Matrix, depth: int, left: list[int]
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    left[0] -= 1
    kind = pdfium.FPDFPageObj_GetType(shape)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield shape, composed(matrix_of(shape), around)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
        matrix = composed(matrix_of(shape), around)
        for at in range(pdfium.FPDFFormObj_CountObjects(shape)):
            if left[0] <= 0:
                return
            inner = pdfium.FPDFFormObj_GetObject(shape, at)
            yield from _inside(inner, matrix, depth + 1, left)


def _drawn(shape: pdfium.FPDF_PAGEOBJECT) -> tuple[bool, bool]:
    """Return whether a path is drawn as a line that could be a rule, and whether it is filled."""
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(shape, byref(fill), byref(stroke))
    width = c_float()
    is_stroked = bool(stroke.value)
    if is_stroked and pdfium.FPDFPageObj_GetStrokeWidth(shape, byref(width)):
        is_stroked = width.value <= THICK
    return is_stroked, bool(fill.value) and not _is_white(shape)


def _is_white(shape: pdfium.FPDF_PAGEOBJECT) -> bool:
    colours = [c_uint() for _channel in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(shape, *map(byref, colours)):
        return False
    *light, alpha = (colour.value for colour in colours)
    return bool(alpha == 0 or min(light) >= WHITE)


def _strokes(shape: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, turn: Turn) -> Iterator[Stroke]:
    """Return the pieces of a path; a curve is left out and goes on from its end."""
    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    points: list[Point] = []
    is_closed = False
    for at in range(min(pdfium.FPDFPath_CountSegments(shape), MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = turn.place(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != pdfium.FPDF_SEGMENT_LINETO and points:
            yield Stroke(tuple(points), is_closed)
            points = []
        is_closed = bool(pdfium.FPDFPathSegment_GetClose(segment))
        points.append(point)
    if points:
        yield Stroke(tuple(points), is_closed)
