"""Lays the photograph of a page flat: by the edges of the sheet, or by its ruling lines.

What stands in the picture still leans after that is refused: the columns of a table that runs
together are read into each other.
"""

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tracker.errors import UnknownFormat
from tracker.reading.ruled_grid import Picture
from tracker.texts import gettext as _

WORKING_SIDE = 1000
# Shares of the picture that a sheet covers; one that fills it was laid on a scanner.
SMALLEST, LARGEST = 0.25, 0.97
# How dark the ground around a sheet is, as a share of its paper, and how straight its sides are.
DARKER = 0.7
STRAIGHT = 0.94
CORNERS = 4
SIMPLIFIED = 0.02
MOST_UNEQUAL = 2.0
# Lines: how long, how far from level, how many at how many places; in shares, degrees, pixels.
SHORTEST = 0.25
LEANING = 15.0
FEWEST = 5
APART = 12.0
# Degrees by which lines lean differently at both ends of the page: less needs no change.
LEVEL = 0.7
CROOKED = 2.5
ASTRAY = 0.5

Quad = NDArray[np.float64]


class Fan(NamedTuple):
    """How lines lean in degrees: at the middle of the page, its change from end to end.

    `astray` is by how much half of them lean otherwise than that says.
    """

    middle: float = 0.0
    change: float = 0.0
    astray: float = 0.0


def laid_flat(picture: Picture) -> Picture:
    """Return the page as if it had been scanned; a flat picture stays as it is.

    Raises:
        UnknownFormat: its lines run apart, and nothing shows how to lay it flat.
    """
    sheet = find_sheet(picture)
    if sheet is not None:
        picture = stretched(picture, sheet)
    fans = find_fans(picture)
    if any(abs(fan.change) > LEVEL for fan in fans):
        picture = stretched(picture, leaning_quad(picture, fans), is_cropped=False)
        fans = find_fans(picture)
    if any(abs(fan.change) > CROOKED or fan.astray > CROOKED for fan in fans):
        raise UnknownFormat(
            _(
                "The page was photographed at an angle or is bent; lay it flat and take it from "
                "straight above with all its edges in the picture, or scan it."
            )
        )
    return picture


def find_sheet(picture: Picture) -> Quad | None:
    """Return the corners of a light sheet on a darker ground, the upper left one first."""
    scale = min(1.0, WORKING_SIDE / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    gray = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (7, 7), 0)
    _level, light = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    contours, _tree = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None:
        return None
    hull = cv2.convexHull(largest)
    quad = cv2.approxPolyDP(hull, SIMPLIFIED * cv2.arcLength(hull, True), True).reshape(-1, 2)
    share = cv2.contourArea(hull) / gray.size
    if len(quad) != CORNERS or not SMALLEST < share < LARGEST:
        return None
    is_straight = cv2.contourArea(quad) > STRAIGHT * cv2.contourArea(hull)
    found = in_order(np.asarray(quad, np.float64))
    if not (is_straight and _stands_out(np.asarray(gray, np.uint8), found) and _is_even(found)):
        return None
    return np.asarray(found / scale)


def _stands_out(gray: Picture, quad: Quad) -> bool:
    """Return whether the ground around the sheet is darker than its paper."""
    inside = np.zeros(gray.shape, np.uint8)
    cv2.fillConvexPoly(inside, quad.round().astype(np.int32), 255)
    ground = cv2.dilate(inside, np.ones((15, 15), np.uint8)) == 0
    return bool(ground.any()) and float(np.median(gray[ground])) < DARKER * float(
        np.median(gray[inside > 0])
    )


def _is_even(quad: Quad) -> bool:
    """Return whether opposite sides are not too different to be those of a sheet."""
    sides = [float(np.hypot(*(two - one))) for one, two in pairwise([*quad, quad[0]])]
    pairs = (sorted((sides[0], sides[2])), sorted((sides[1], sides[3])))
    return all(short > 0 and long <= MOST_UNEQUAL * short for short, long in pairs)


def in_order(quad: Quad) -> Quad:
    """Return four corners from the upper left one clockwise."""
    middle = quad.mean(axis=0)
    around = quad[np.argsort(np.arctan2(*(quad - middle).T[::-1]))]
    return np.asarray(np.roll(around, -int(around.sum(axis=1).argmin()), axis=0))


def stretched(picture: Picture, quad: Quad, *, is_cropped: bool = True) -> Picture:
    """Return the picture in which the corners are those of a rectangle, the whole or a part."""
    left, top, right, bottom = _rectangle(quad)
    height, width = picture.shape[:2]
    if is_cropped:
        width, height, left, top, right, bottom = (
            right - left,
            bottom - top,
            0,
            0,
            *(
                right - left,
                bottom - top,
            ),
        )
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), corners)
    flat = cv2.warpPerspective(
        picture,
        matrix,
        (max(1, round(width)), max(1, round(height))),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    return np.asarray(flat, np.uint8)


def _rectangle(quad: Quad) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the rectangle whose sides are as long as the quad's."""
    one, two, three, four = quad
    width = max(np.hypot(*(two - one)), np.hypot(*(three - four)))
    height = max(np.hypot(*(four - one)), np.hypot(*(three - two)))
    x, y = quad.mean(axis=0)
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def find_fans(picture: Picture) -> tuple[Fan, Fan]:
    """Return how the lines across lean from top to bottom, and those down from left to right."""
    scale = min(1.0, WORKING_SIDE / max(picture.shape[:2]))
    gray = np.asarray(picture.max(axis=2), np.uint8)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12
    )
    height, width = small.shape
    shortest = int(SHORTEST * min(height, width))
    found = cv2.HoughLinesP(ink, 1, np.pi / 1800, shortest, minLineLength=shortest, maxLineGap=4)
    if found is None:
        return Fan(), Fan()
    x0, y0, x1, y1 = np.asarray(found, np.float64).reshape(-1, 4).T
    angles = np.degrees(np.arctan2(y1 - y0, x1 - x0))
    lengths = np.hypot(x1 - x0, y1 - y0)
    across = _fan(angles, (y0 + y1) / 2 / height - 0.5, lengths, height)
    upright = (angles % 180) - 90
    down = _fan(upright, (x0 + x1) / 2 / width - 0.5, lengths, width)
    return across, down


def _fan(
    angles: NDArray[np.float64], at: NDArray[np.float64], lengths: NDArray[np.float64], size: int
) -> Fan:
    """Return how angles change with the place; no change where few lines tell, or they disagree."""
    near = np.abs(angles) < LEANING
    places = np.unique(np.round(at[near] * size / APART))
    if len(places) < FEWEST:
        return Fan()
    slope, middle = np.polyfit(at[near], angles[near], 1, w=np.sqrt(lengths[near]))
    astray = float(np.median(np.abs(angles[near] - middle - slope * at[near])))
    change = abs(float(slope)) * float(np.ptp(at[near]))
    is_fan = astray < ASTRAY and change > LEVEL
    return Fan(float(middle), float(slope)) if is_fan else Fan(astray=astray)


def leaning_quad(picture: Picture, fans: tuple[Fan, Fan]) -> Quad:
    """Return where four lines meet that lean as the outermost lines of the page do."""
    height, width = picture.shape[:2]
    (across, change, _astray), (down, drift, _other) = fans
    levels = [(across + part * change, (width / 2, (0.5 + part) * height)) for part in (-0.4, 0.4)]
    plumbs = [(down + part * drift, ((0.5 + part) * width, height / 2)) for part in (-0.4, 0.4)]
    (top, bottom), (left, right) = levels, plumbs
    return np.array(
        [_meeting(*pair) for pair in ((top, left), (top, right), (bottom, right), (bottom, left))]
    )


def _meeting(
    level: tuple[float, tuple[float, float]], plumb: tuple[float, tuple[float, float]]
) -> tuple[float, float]:
    """Return where a line that leans from level and one that leans from upright meet."""
    (lean, (x0, y0)), (tilt, (x1, y1)) = level, plumb
    slope, drift = np.tan(np.radians(lean)), -np.tan(np.radians(tilt))
    # y = y0 + slope (x - x0) and x = x1 + drift (y - y1)
    y = (y0 + slope * (x1 - drift * y1 - x0)) / (1 - slope * drift)
    return float(x1 + drift * (y - y1)), float(y)
