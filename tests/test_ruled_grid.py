"""Ruled tables are found in drawn pages: spans, gaps, skew, stamps, open sides."""

import cv2
import numpy as np
import pytest

from tracker.reading.ruled_grid import Grid, Picture, find_grids, find_rules, inked
from tracker.reading.skew import find_angle, turned

UNIT = 36.0
LEFT, TOP = 150, 200
COLUMNS = (0, 90, 350, 900, 1150)
ROWS = (0, 60, 180, 300, 420)


def page(height: int = 900, width: int = 1500) -> Picture:
    return np.full((height, width), 245, np.uint8)


def across(picture: Picture, row: int, first: int = 0, last: int = -1) -> None:
    start, end = (LEFT + COLUMNS[first], TOP + ROWS[row]), (LEFT + COLUMNS[last], TOP + ROWS[row])
    cv2.line(picture, start, end, 40, 2)


def down(picture: Picture, column: int, first: int = 0, last: int = -1) -> None:
    x = LEFT + COLUMNS[column]
    cv2.line(picture, (x, TOP + ROWS[first]), (x, TOP + ROWS[last]), 40, 2)


def table() -> Picture:
    picture = page()
    for row in range(len(ROWS)):
        across(picture, row)
    for column in range(len(COLUMNS)):
        down(picture, column)
    return picture


def grids(picture: Picture) -> list[Grid]:
    return find_grids(find_rules(inked(picture, UNIT), UNIT))


def spans(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (each.row, each.column): (each.row_span, each.column_span)
        for each in grid.fields
        if each.row_span > 1 or each.column_span > 1
    }


def test_every_field_between_lines_is_a_cell_with_its_frame() -> None:
    [grid] = grids(table())
    assert (grid.height, grid.width, len(grid.fields)) == (4, 4, 16)
    first = grid.fields[0].frame
    assert abs(first.left - LEFT) <= 3
    assert abs(first.right - LEFT - COLUMNS[1]) <= 3
    assert abs(first.bottom - TOP - ROWS[1]) <= 3


def test_cells_between_which_no_line_is_drawn_are_one() -> None:
    picture = page()
    for row in (0, 1, 4):
        across(picture, row)
    across(picture, 2, first=1)
    across(picture, 3, first=1)
    for column in (0, 4):
        down(picture, column)
    down(picture, 1)
    down(picture, 2, first=1)
    down(picture, 3, first=1)
    [grid] = grids(picture)
    assert spans(grid) == {(0, 1): (1, 3), (1, 0): (3, 1)}


def test_a_table_without_lines_at_its_sides_keeps_the_outer_columns() -> None:
    picture = page()
    for row in range(len(ROWS)):
        across(picture, row)
    for column in (1, 2, 3):
        down(picture, column)
    [grid] = grids(picture)
    assert grid.width == 4


def test_a_table_that_the_page_cuts_off_keeps_its_last_row() -> None:
    picture = table()[: TOP + ROWS[4] - 20]
    [grid] = grids(np.ascontiguousarray(picture))
    assert (grid.height, grid.width) == (4, 4)


def test_broken_lines_and_specks_change_nothing() -> None:
    picture = table()
    chance = np.random.default_rng(5)
    for x in range(LEFT, LEFT + COLUMNS[-1], 130):
        picture[:, x : x + 7] = 245
    specks = chance.random(picture.shape) < 0.0005
    picture[specks] = 60
    [grid] = grids(picture)
    assert (grid.height, grid.width, len(grid.fields)) == (4, 4, 16)


def test_strokes_of_text_are_no_lines() -> None:
    picture = table()
    for y in range(TOP + 190, TOP + 300, 44):
        for x in range(LEFT + 380, LEFT + 880, 40):
            cv2.line(picture, (x, y), (x, y + 32), 30, 3)
            cv2.line(picture, (x - 14, y + 16), (x + 14, y + 16), 30, 3)
    cv2.line(picture, (LEFT + 1000, TOP + 240), (LEFT + 1060, TOP + 240), 30, 3)
    [grid] = grids(picture)
    assert (grid.height, grid.width, len(grid.fields)) == (4, 4, 16)


def test_shade_over_the_page_hides_no_line() -> None:
    shade = np.linspace(1.0, 0.55, 1500)[None, :]
    [grid] = grids((table() * shade).astype(np.uint8))
    assert (grid.height, grid.width) == (4, 4)


def test_a_double_line_is_one() -> None:
    picture = table()
    cv2.rectangle(picture, (LEFT - 7, TOP - 7), (LEFT + COLUMNS[-1] + 7, TOP + ROWS[-1] + 7), 40, 2)
    [grid] = grids(picture)
    assert (grid.height, grid.width) == (4, 4)


def test_a_frame_around_the_page_or_a_line_under_a_heading_is_no_table() -> None:
    picture = page()
    cv2.rectangle(picture, (40, 40), (1460, 860), 40, 3)
    cv2.line(picture, (100, 150), (1400, 150), 40, 3)
    assert grids(picture) == []
    assert grids(np.zeros((900, 1500), np.uint8)) == []


@pytest.mark.slow
@pytest.mark.parametrize("angle", [-4.0, -1.5, 0.0, 0.6, 3.0])
def test_a_page_that_lies_askew_is_turned_level(angle: float) -> None:
    picture = turned(cv2.cvtColor(table(), cv2.COLOR_GRAY2BGR).astype(np.uint8), angle)
    gray = np.ascontiguousarray(picture[:, :, 0])
    assert abs(find_angle(gray) + angle) < 0.25
    level = turned(gray, find_angle(gray))
    [grid] = grids(level)
    assert (grid.height, grid.width, len(grid.fields)) == (4, 4, 16)


@pytest.mark.slow
def test_a_page_of_text_alone_tells_its_angle_too() -> None:
    picture = page()
    for y in range(100, 800, 60):
        for x in range(150, 1350, 46):
            cv2.rectangle(picture, (x, y), (x + 30, y + 28), 40, 3)
    askew = turned(picture, 2.0)
    assert abs(find_angle(askew) + 2.0) < 0.4
    assert find_angle(page()) == 0.0
