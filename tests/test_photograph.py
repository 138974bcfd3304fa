"""Photographs of pages: laid flat by the sheet or by ruling lines, refused where neither tells."""

import cv2
import numpy as np
import pytest

from tracker.errors import UnknownFormat
from tracker.reading.photograph import find_fans, find_sheet, laid_flat
from tracker.reading.recognition import Word
from tracker.reading.ruled_grid import Frame, Picture
from tracker.reading.scan_halves import find_gutter

WIDTH, HEIGHT = 1000, 1400
DARK, LIGHT = (60, 75, 90), (236, 238, 240)


def sheet() -> Picture:
    """Return a sheet with a ruled table, straight as a scanner sees it."""
    paper = np.full((HEIGHT, WIDTH, 3), 245, np.uint8)
    for y in range(300, 1201, 100):
        cv2.line(paper, (100, y), (900, y), (40, 40, 40), 3)
    for x in (100, 200, 400, 550, 700, 800, 900):
        cv2.line(paper, (x, 300), (x, 1200), (40, 40, 40), 3)
    return paper


def photographed(paper: Picture, ground: tuple[int, int, int]) -> Picture:
    """Return the sheet on a table, seen from below and from the left."""
    height, width = paper.shape[:2]
    size = int(1.3 * width), int(1.2 * height)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(0.18, 0.1), (0.84, 0.06), (0.93, 0.93), (0.07, 0.9)], np.float32) * size
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    page = cv2.warpPerspective(paper, matrix, size)
    mask = cv2.warpPerspective(np.full(paper.shape[:2], 255, np.uint8), matrix, size)
    return np.where(mask[:, :, None] > 0, page, np.array(ground, np.uint8)).astype(np.uint8)


def change(picture: Picture) -> float:
    """Return by how many degrees lines lean differently at the ends of the page."""
    return max(abs(fan.change) for fan in find_fans(picture))


@pytest.mark.slow
def test_a_sheet_on_a_dark_table_is_cut_out_and_laid_flat() -> None:
    picture = photographed(sheet(), DARK)
    assert change(picture) > 10
    found = find_sheet(picture)
    assert found is not None
    expected = np.array([(0.18, 0.1), (0.84, 0.06), (0.93, 0.93), (0.07, 0.9)]) * (1300, 1680)
    assert np.abs(found - expected).max() < 12
    flat = laid_flat(picture)
    assert change(flat) == 0
    assert flat.mean() > 200, "no table is left around it"


@pytest.mark.slow
def test_a_sheet_whose_edges_do_not_show_is_laid_flat_by_its_lines() -> None:
    picture = photographed(sheet(), LIGHT)
    assert find_sheet(picture) is None
    assert change(picture) > 10
    assert change(laid_flat(picture)) < 1


def shaded(paper: Picture) -> Picture:
    shade = np.linspace(0.55, 1.0, paper.shape[1])[None, :, None]
    return np.asarray((paper * shade).clip(0, 255), np.uint8)


def turned(paper: Picture) -> Picture:
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 3.0, 1.0)
    return np.asarray(cv2.warpAffine(paper, matrix, (WIDTH, HEIGHT), borderValue=LIGHT), np.uint8)


@pytest.mark.parametrize(
    "picture",
    [sheet(), shaded(sheet()), turned(sheet()), np.full((HEIGHT, WIDTH, 3), 255, np.uint8)],
    ids=["straight", "under a shade", "askew", "blank"],
)
def test_a_scan_stays_as_it_is(picture: Picture) -> None:
    assert laid_flat(picture) is picture


def folded(paper: Picture) -> Picture:
    """Return the sheet as one sees an open book: both halves lean towards the fold."""
    across, down = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    lean = np.tan(np.radians(6.0)) * np.abs(across - WIDTH / 2)
    where = across.astype(np.float32), (down + lean).astype(np.float32)
    return np.asarray(cv2.remap(paper, *where, cv2.INTER_LINEAR, borderValue=LIGHT), np.uint8)


def test_a_page_with_a_fold_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnknownFormat, match="正上方"):
        laid_flat(folded(sheet()))


def lines_at(left: int, length: int, count: int = 8) -> list[Word]:
    """Return lines of running text, the last one shorter."""
    return [
        Word("文", Frame(left, 200 + 60 * at, left + length // (1 + (at == count - 1)), 236), 1.0)
        for at in range(count)
    ]


def test_two_pages_on_one_picture_are_told_by_the_blank_between_them() -> None:
    pages = [*moved(lines_at(100, 900)), *moved(lines_at(1250, 900))]
    gutter = find_gutter(pages, [], 2300, 36.0)
    assert gutter is not None
    assert 1000 < gutter < 1250
    title = Word("标题", Frame(900, 100, 1400, 150), 1.0)
    assert find_gutter([title, *pages], [], 2300, 36.0) is None, "a title over both columns"


def test_the_columns_of_a_table_are_no_pages() -> None:
    cells = [*moved(lines_at(100, 100)), *moved(lines_at(260, 700)), *moved(lines_at(1250, 200))]
    assert find_gutter([*cells, *moved(lines_at(1600, 300))], [], 2300, 36.0) is None
    assert find_gutter(moved(lines_at(100, 2000)), [], 2300, 36.0) is None


def moved(words: list[Word]) -> list[Word]:
    """Return the words with the height of a line each."""
    return [
        Word(
            each.text,
            Frame(each.frame.left, each.frame.top, each.frame.right, each.frame.top + 36),
            1.0,
        )
        for each in words
    ]
