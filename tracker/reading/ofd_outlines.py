"""Turns the paths of an OFD page into polygons: text that was drawn as curves, lines of tables."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from tracker.reading.ofd_page import child, commands, filled_colour, is_filled, is_stroked
from tracker.reading.pages.parts import Point
from tracker.reading.pages.turning import Matrix, composed

# A curve of a character is some pixels long, so few straight pieces follow it.
STEPS = 6
LEAST = 3
Contours = list[NDArray[np.int32]]
Colour = tuple[int, int, int]


def outlines(
    paths: Iterable[tuple[etree._Element, Matrix]], to_pixels: Matrix, parts: int
) -> Iterator[tuple[Contours, Colour | None]]:
    """Return the contours of each path in `parts` of a pixel, and the colour that fills them.

    Blue comes first; None for a path that is only drawn along. What lies inside an odd number of
    contours is filled, which suits characters.
    """
    for element, matrix in paths:
        colour = filled_colour(element) if is_filled(element) else None
        least = 2 if colour is None else LEAST
        data = child(element, "AbbreviatedData")
        on_page = composed(matrix, to_pixels)
        contours = [
            np.array([_at(on_page, point, parts) for point in contour], np.int32)
            for contour in _contours(data.text if data is not None else "")
            if len(contour) >= least
        ]
        if contours and (colour is not None or is_stroked(element)):
            yield contours, colour


def _at(matrix: Matrix, point: Point, parts: int) -> tuple[int, int]:
    a, b, c, d, e, f = matrix
    x, y = point
    return round((a * x + c * y + e) * parts), round((b * x + d * y + f) * parts)


def _contours(text: str | None) -> Iterator[list[Point]]:
    """Return the corners of each contour, curves as short straight pieces."""
    points: list[Point] = []
    for sign, numbers in commands(text):
        if sign in "MS":
            yield points
            points = [(numbers[0], numbers[1])]
        elif sign == "C":
            points.extend(points[:1])
        elif points:
            points.extend(_piece(sign, points[-1], numbers))
    yield points


def _piece(sign: str, start: Point, numbers: Sequence[float]) -> list[Point]:
    """Return the points to which one command leads from `start`."""
    if sign not in "QB":
        return [(numbers[-2], numbers[-1])]
    way = [start, *zip(numbers[::2], numbers[1::2], strict=True)]
    return [_along(way, step / STEPS) for step in range(1, STEPS + 1)]


def _along(way: Sequence[Point], part: float) -> Point:
    """Return the point of a Bézier curve at `part` of it (de Casteljau)."""
    while len(way) > 1:
        way = [
            (x + part * (right - x), y + part * (bottom - y))
            for (x, y), (right, bottom) in pairwise(way)
        ]
    return way[0]
