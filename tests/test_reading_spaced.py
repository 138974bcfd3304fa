"""Tables whose columns only blanks keep apart: what stands below what tells the cells."""

import time

import pytest

from tests.reading_samples import extraction_from, texts_of
from tracker.reading import Table, read_document

HEAD = "序号  工作任务          牵头单位    配合单位    完成时限"
FIRST = "1     建设妇幼保健院    市卫健委    市财政局    12月底"
LAST = "2     推广婚前检查      市民政局    市司法局    6月底"


def roles(*lines: str) -> list[tuple[tuple[str, ...], tuple[str, ...], str | None]]:
    rows = extraction_from("\n".join((HEAD, *lines))).rows
    return [(row.leads, row.cooperating, row.deadline_text) for row in rows]


@pytest.mark.parametrize(
    ("below", "leads", "cooperating"),
    [
        (" " * 24 + "市发改委", ("市卫健委", "市发改委"), ("市财政局",)),
        (" " * 36 + "市发改委", ("市卫健委",), ("市财政局", "市发改委")),
        (" " * 34 + "市发改委", ("市卫健委",), ("市财政局", "市发改委")),
        (" " * 24 + "市妇联      市医保局", ("市卫健委", "市妇联"), ("市财政局", "市医保局")),
    ],
    ids=["a lead", "a helper", "a helper a little astray", "both"],
)
def test_a_name_on_its_own_line_is_of_the_column_it_stands_below(
    below: str, leads: tuple[str, ...], cooperating: tuple[str, ...]
) -> None:
    assert roles(FIRST, below, LAST)[0] == (leads, cooperating, "12月底")


def test_cells_broken_by_their_edge_are_whole_again() -> None:
    lines = (
        "1     推进一批重点项    市住房和    市财政局、  2024年",
        "      目建设。          城乡建设局  市司法局    12月底",
        LAST,
    )
    assert roles(*lines)[0] == (("市住房和城乡建设局",), ("市财政局", "市司法局"), "2024年12月底")


def test_a_row_that_lacks_its_number_goes_on_below_the_merged_cells() -> None:
    lines = (
        "序号  任务      措施            责任单位    时限",
        "1     妇幼健康  建设保健院      市卫健委    12月底",
        "                改造产科病房    市发改委    10月底",
        "2     婚育      推广婚检        市民政局    6月底",
        "                                市妇联",
    )
    rows = extraction_from("\n".join(lines)).rows
    assert [(row.no, row.title, row.content) for row in rows] == [
        ("1", "妇幼健康", "建设保健院"),
        ("1", "妇幼健康", "改造产科病房"),
        ("2", "婚育", "推广婚检"),
    ]
    assert [row.leads for row in rows] == [("市卫健委",), ("市发改委",), ("市民政局", "市妇联")]


def test_signs_may_be_counted_instead_of_measured() -> None:
    wide = "　序号　　任务　　　　　责任单位　　　　　　完成时限"
    first = "　1　　推广节水灌溉　　盟水利局　　　　　　10月"
    below = "　" * 12 + "盟农牧业局"
    (table,) = read_document(f"{wide}\n{first}\n{below}".encode(), "text/plain").blocks
    assert isinstance(table, Table)
    assert texts_of(table)[1] == ["1", "推广节水灌溉", "盟水利局\n盟农牧业局", "10月"]


@pytest.mark.parametrize(
    "lines",
    [(HEAD, FIRST, LAST), (HEAD, FIRST, " " * 30 + "市发改委", LAST), (HEAD, "各有关单位：")],
    ids=["each row one line", "between two columns", "no rows"],
)
def test_lines_that_no_column_tells_stay_lines(lines: tuple[str, ...]) -> None:
    blocks = read_document("\n".join(lines).encode(), "text/plain").blocks
    assert len(blocks) == len(lines)


def test_headers_without_end_take_no_time() -> None:
    begun = time.process_time()
    text = "\n".join([HEAD, FIRST, " " * 24 + "市发改委"] * 200 + [HEAD] * 1_000)
    read_document(text.encode(), "text/plain")
    assert time.process_time() - begun < 2


def test_commas_below_a_title_part_the_cells_of_a_table() -> None:
    lines = (
        "2022年工作要点",
        "序号,工作任务,责任单位,完成时限",
        '1,围栏建设,"州林草局,州财政局",6月底',
        '2,"清淤,护岸",州水利局,9月底',
        "",
        "请认真落实,按期完成。",
    )
    rows = extraction_from("\n".join(lines)).rows
    assert [(row.content, row.leads) for row in rows] == [
        ("围栏建设", ("州林草局", "州财政局")),
        ("清淤,护岸", ("州水利局",)),
    ]
    uneven = "序号,任务,责任单位\n1,围栏建设,清淤,护岸,州林草局"
    assert len(read_document(uneven.encode(), "text/plain").blocks) == 2
