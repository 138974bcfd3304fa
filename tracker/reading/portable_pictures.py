"""Finds where pictures lie on a page of a PDF, and how much of it is drawn as paths."""

from ctypes import byref, c_float

import pypdfium2.raw as pdfium

from tracker.reading.pages.pictured import Pictured
from tracker.reading.pages.turning import IDENTITY, Matrix, Turn, composed
from tracker.reading.portable_calls import matrix_of

MOST_OBJECTS = 20_000
MOST_DEPTH = 6


def pictured(page: pdfium.FPDF_PAGE, turn: Turn) -> Pictured:
    """Return the pictures of the upright page, those in forms as well, and its paths."""
    drawn = Pictured(turn.width, turn.height)
    left = [MOST_OBJECTS]
    for at in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        _add(drawn, pdfium.FPDFPage_GetObject(page, at), IDENTITY, turn, 0, left)
    return drawn


def _add(
    drawn: Pictured,
    shape: pdfium.FPDF_PAGEOBJECT,
    around: Matrix,
    turn: Turn,
    depth: int,
    left: list[int],
) -> None:
    """Add what one object draws; at most so many as are `left` are looked at."""
    left[0] -= 1
    kind = pdfium.FPDFPageObj_GetType(shape)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        drawn.add(_corners(shape, around, turn))
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        drawn.pieces += max(0, pdfium.FPDFPath_CountSegments(shape))
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
        matrix = composed(matrix_of(shape), around)
        for at in range(pdfium.FPDFFormObj_CountObjects(shape)):
            if left[0] <= 0:
                return
            inner = pdfium.FPDFFormObj_GetObject(shape, at)
            _add(drawn, inner, matrix, turn, depth + 1, left)


def _corners(
    shape: pdfium.FPDF_PAGEOBJECT, around: Matrix, turn: Turn
) -> list[tuple[float, float]]:
    """Return the corners of a picture on the upright page."""
    edges = [c_float() for _edge in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(shape, *map(byref, edges)):
        return [(0.0, 0.0)]
    west, south, east, north = (edge.value for edge in edges)
    a, b, c, d, e, f = around
    corners = ((west, south), (east, south), (east, north), (west, north))
    return [turn.place(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
