"""A cell over several rows that the end of a page cuts goes on over the rows of the next page."""

import pytest

from tests.pages_samples import Drawn, make_pdf
from tests.reading_samples import texts_of
from tracker.reading import Table, read_document
from tracker.reading.line_wrapping import are_names

XS = (60, 100, 220, 340)
HEAD = ("序号", "任务", "配合部门")


def boxed(page: Drawn, ys: list[int]) -> None:
    for y in ys:
        page.line(XS[0], y, XS[-1], y)
    for x in XS:
        page.line(x, ys[0], x, ys[-1])


def grid(upper: list[str], lower: list[str]) -> list[str]:
    """Return the last column of a table whose rows stand on two pages, every cell framed."""
    pages = [Drawn(), Drawn()]
    rows = [HEAD, *((str(at), "修建学校。", text) for at, text in enumerate((*upper, *lower), 1))]
    parts = (rows[: len(upper) + 1], rows[len(upper) + 1 :])
    for page, part in zip(pages, parts, strict=True):
        boxed(page, [100 + 30 * at for at in range(len(part) + 1)])
        for at, row in enumerate(part):
            for x, text in zip(XS, row, strict=False):
                page.text(x + 5, 120 + 30 * at, text)
    content = read_document(make_pdf(pages), "application/pdf")
    (found,) = (block for block in content.blocks if isinstance(block, Table))
    return [row[2] for row in texts_of(found)[1:]]


@pytest.mark.parametrize(
    ("upper", "lower", "meant"),
    [
        (
            ["教育局", "财政局", "税务局", "各部门"],
            ["", "水利局"],
            ["教育局", "财政局", "税务局", "各部门", "各部门", "水利局"],
        ),
        (
            ["教育局", "财政局", "税务局", ""],
            ["各部门", "水利局"],
            ["教育局", "财政局", "税务局", "各部门", "各部门", "水利局"],
        ),
        (
            ["教育局", "税务局", "教育局、"],
            ["财政局", "水利局"],
            ["教育局", "税务局", "教育局、财政局", "教育局、财政局", "水利局"],
        ),
    ],
)
def test_a_merged_cell_cut_by_the_page_covers_the_rows_on_both(
    upper: list[str], lower: list[str], meant: list[str]
) -> None:
    assert [text.replace("\n", "") for text in grid(upper, lower)] == meant


def test_a_blank_under_the_break_stays_blank_where_cells_of_its_column_are() -> None:
    found = grid(["教育局", "", "税务局", "水利局"], ["", "财政局"])
    assert found == ["教育局", "", "税务局", "水利局", "", "财政局"]


def test_two_finished_cells_on_either_side_of_the_break_stay_two() -> None:
    found = grid(["教育局", "财政局", "税务局"], ["各部门", "水利局"])
    assert found == ["教育局", "财政局", "税务局", "各部门", "水利局"]


@pytest.mark.parametrize(
    ("line", "following", "are_two"),
    [
        ("县自然资源局、各乡", "镇人民政府", False),
        ("各镇", "街道办事处", False),
        ("各县", "区人民政府", False),
        ("各县", "市教育局", True),
        ("东关镇", "西关镇", True),
    ],
)
def test_two_kinds_of_places_named_in_one_are_one_name(
    line: str, following: str, are_two: bool
) -> None:
    assert are_names(line, following) == are_two
