"""Draws a page of an OFD file (GB/T 33190—2016) whose text is a picture: its images, its paths."""

from collections.abc import Iterator

import cv2
import numpy as np
from lxml import etree

from tracker.errors import DamagedFile
from tracker.reading.archive import open_archive
from tracker.reading.images import DPI, LONGEST_SIDE, check_pixels, image_picture
from tracker.reading.ofd import Drawn, Package, drawn_pages
from tracker.reading.ofd_outlines import outlines
from tracker.reading.ofd_page import boundary, child, children, picture_matrix
from tracker.reading.pages.turning import Matrix
from tracker.reading.ruled_grid import Picture
from tracker.texts import gettext as _

INCH = 25.4
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# In pixels: how thick a line is drawn, whatever it says.
STROKE = 2
MOST_PICTURES = 400
# Parts of a pixel in which the corners of outlines are given: 1 / 2 ** SHIFT.
SHIFT = 4


def page_picture(data: bytes, number: int) -> Picture:
    """Return page `number` (from 1) at 200 dpi, rows × columns × 3 colours, blue first.

    Raises:
        UnreadableFile: the file does not open, or a picture of the page cannot be decoded.
    """
    with open_archive(data) as archive:
        package = Package.of(archive)
        for drawn in drawn_pages(package):
            if drawn.number == number:
                return _painted(package, drawn)
    raise DamagedFile(_("The file holds no page."))


def _painted(package: Package, drawn: Drawn) -> Picture:
    left, top, width, height = drawn.box
    scale = min(DPI / INCH, LONGEST_SIDE / max(width, height, 1.0))
    across, down = round(width * scale), round(height * scale)
    check_pixels(across, down)
    paper = np.full((down, across, 3), 255, np.uint8)
    to_pixels = (scale, 0.0, 0.0, scale, -left * scale, -top * scale)
    files = dict(_files(package, drawn))
    for element, around in drawn.drawing.pictures[:MOST_PICTURES]:
        data = files.get(element.get("ResourceID", "").strip())
        if data:
            _paint(paper, image_picture(data), element, around, to_pixels)
    for contours, colour in outlines(drawn.drawing.paths, to_pixels, 1 << SHIFT):
        if colour is None:
            cv2.polylines(paper, contours, False, BLACK, STROKE, cv2.LINE_AA, SHIFT)
        else:
            cv2.fillPoly(paper, contours, colour, cv2.LINE_AA, SHIFT)
    return paper


def _files(package: Package, drawn: Drawn) -> Iterator[tuple[str, bytes]]:
    """Return the image files that the page may use by their ids, its own last so that they win."""
    wanted = {element.get("ResourceID", "").strip() for element, _m in drawn.drawing.pictures}
    for base, location in reversed(drawn.resources):
        found = package.part(base, location)
        holder = child(found[1], "MultiMedias") if found else None
        for medium in children(holder, "MultiMedia"):
            name = medium.get("ID", "").strip()
            data = _bytes_of(package, found, medium) if found and name in wanted else None
            if data is not None:
                yield name, data


def _bytes_of(
    package: Package, listed: tuple[str, etree._Element], medium: etree._Element
) -> bytes | None:
    """Return the bytes of one image: below the base of its list, or where it says itself."""
    name, root = listed
    file = child(medium, "MediaFile")
    location = ((file.text if file is not None else medium.text) or "").strip()
    folder = (root.get("BaseLoc") or "").strip().rstrip("/")
    inside = f"{folder}/{location}" if folder and not location.startswith("/") else location
    return package.raw(name, inside) or package.raw(name, location)


def _paint(
    paper: Picture, image: Picture, element: etree._Element, around: Matrix, to_pixels: Matrix
) -> None:
    """Put an image where the page shows it, and nothing outside its box."""
    a, b, c, d, e, f = _on(picture_matrix(element, around), to_pixels)
    height, width = image.shape[:2]
    matrix = np.array([[a / width, c / height, e], [b / width, d / height, f]])
    if abs(np.linalg.det(matrix[:, :2])) < np.finfo(np.float32).eps:
        return  # it has no area
    size = paper.shape[1], paper.shape[0]
    if max(abs(a), abs(b)) < width:  # made smaller: every pixel of the image counts
        shrunk = cv2.resize(
            image, _reduced(a, b, c, d, width, height), interpolation=cv2.INTER_AREA
        )
        matrix[:, 0] *= width / shrunk.shape[1]
        matrix[:, 1] *= height / shrunk.shape[0]
        image = np.asarray(shrunk, np.uint8)
    laid = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=WHITE)
    mask = np.zeros(paper.shape[:2], np.uint8)
    corners = [_at(to_pixels, *corner) for corner in boundary(element, around)]
    cv2.fillConvexPoly(mask, np.array(corners, np.float64).round().astype(np.int32), 255)
    paper[mask > 0] = laid[mask > 0]


def _reduced(a: float, b: float, c: float, d: float, width: int, height: int) -> tuple[int, int]:
    """Return the size in pixels in which an image of this size will show, never a larger one."""
    return (
        max(1, min(width, round(float(np.hypot(a, b))))),
        max(1, min(height, round(float(np.hypot(c, d))))),
    )


def _on(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    scale, _b, _c, _d, x, y = outer
    return a * scale, b * scale, c * scale, d * scale, e * scale + x, f * scale + y


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
