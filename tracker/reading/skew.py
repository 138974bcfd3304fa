"""Turns the picture of a page so that its lines run level."""

import cv2
import numpy as np

from tracker.reading.ruled_grid import Picture

WORKING_WIDTH = 900
COARSE, FINE = 0.5, 0.1
MOST = 6.0
LEVEL = 0.1
SHORTEST_RULE = 0.12
FEWEST_RULES = 3


def find_angle(gray: Picture) -> float:
    """Return by how many degrees to turn the page, counter-clockwise positive; 0 where unclear.

    The ruling lines tell it (Hough); on a page without them the lines of text do: turned right,
    their rows of pixels are darkest and the rows between them whitest.
    """
    scale = min(1.0, WORKING_WIDTH / gray.shape[1])
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12
    )
    ruled = _angle_of_rules(np.asarray(ink, np.uint8))
    return _angle_of_text(np.asarray(ink, np.uint8)) if ruled is None else ruled


def turned(picture: Picture, angle: float) -> Picture:
    """Return the picture turned by `angle` degrees about its middle, its corners filled white."""
    if abs(angle) < LEVEL:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(
            picture,
            matrix,
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255, 255, 255),
        ),
        np.uint8,
    )


def _angle_of_rules(ink: Picture) -> float | None:
    """Return the angle of the long straight lines, weighed by length; None where there are few."""
    shortest = int(SHORTEST_RULE * ink.shape[1])
    lines = cv2.HoughLinesP(
        ink, 1, np.pi / 1800, threshold=shortest, minLineLength=shortest, maxLineGap=4
    )
    if lines is None:
        return None
    x0, y0, x1, y1 = np.asarray(lines, np.float64).reshape(-1, 4).T
    angles = np.degrees(np.arctan2(y1 - y0, x1 - x0))
    angles = (angles + 45) % 90 - 45  # lines down tell the same as lines across
    lengths = np.hypot(x1 - x0, y1 - y0)
    near = np.abs(angles) <= MOST
    if near.sum() < FEWEST_RULES:
        return None
    order = np.argsort(angles[near])
    weight = np.cumsum(lengths[near][order])
    return float(angles[near][order][np.searchsorted(weight, weight[-1] / 2)])


def _angle_of_text(ink: Picture) -> float:
    """Return the angle at which the rows of pixels differ most from each other."""
    if not ink.any():
        return 0.0
    coarse = max(np.arange(-MOST, MOST + COARSE, COARSE), key=lambda each: _contrast(ink, each))
    near = np.arange(coarse - COARSE, coarse + COARSE, FINE)
    return float(max(near, key=lambda each: _contrast(ink, each)))


def _contrast(ink: Picture, angle: float) -> float:
    """Return how much neighbouring rows of pixels differ once the page is turned."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1)
    return float(np.square(np.diff(rows.astype(np.float64))).sum())
