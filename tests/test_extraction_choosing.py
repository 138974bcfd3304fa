"""A table is read by the columns a person names; what they seem to hold is proposed."""

import pytest

from tracker.extraction import Extraction, Remark, TaskRow, extract
from tracker.extraction.choosing import Chosen, grids_of, read_chosen, suggest
from tracker.extraction.wire import plain_rows, rows_from_plain
from tracker.reading.content import Content, Place, Table, in_order, plain_table
from tracker.reading.media_types import HTML

HEADLESS = (
    ("1", "修路", "修通城东道路，完成管网同步改造。", "县交通局、县住建局", "2023年9月", "晴"),
    ("2", "治水", "清理城区河道三条，落实管护责任。", "县水利局", "2023年10月", "雨"),
    ("3", "停车", "新增公共停车位五百个，缓解停车难。", "县城管局", "长期", "晴"),
)


def table_of(*rows: tuple[str, ...]) -> tuple[Extraction, Table]:
    cells = [[tuple(filter(None, text.split("|"))) for text in row] for row in rows]
    blocks = in_order([plain_table(cells, Place())])
    extraction = extract(Content(blocks, HTML))
    [table] = [each for each in extraction.content.blocks if isinstance(each, Table)]
    return extraction, grids_of(extraction.content, [table])[0]


def read(
    extraction: Extraction, table: Table, chosen: Chosen
) -> tuple[tuple[TaskRow, ...], tuple[Remark, ...]]:
    [found] = read_chosen(extraction, [(table, chosen)])
    return found.rows, found.remarks


@pytest.mark.parametrize(
    ("rows", "header_rows", "names"),
    [
        (HEADLESS, 0, ["number", "title", "content", "responsible", "deadline", ""]),
        (
            (("号", "干啥", "怎么干", "谁来干", "啥时候", "天气"), *HEADLESS),
            1,
            ["number", "title", "content", "responsible", "deadline", ""],
        ),
        # A list of projects with money is no table of tasks, but its headings are known.
        (
            (("序号", "项目名称", "责任单位", "预算金额"), ("1", "修路", "县交通局", "100万元")),
            1,
            ["number", "content", "responsible", ""],
        ),
        # Two columns of bodies: those right of the others help.
        (
            (
                ("项", "谁来干", "谁帮忙"),
                ("完成城东道路建设", "县交通局", "县财政局"),
                ("清理城区河道三条", "县水利局", "县住建局"),
            ),
            1,
            ["content", "responsible", "cooperating"],
        ),
    ],
)
def test_columns_are_proposed_by_headings_and_cells(
    rows: tuple[tuple[str, ...], ...], header_rows: int, names: list[str]
) -> None:
    _extraction, table = table_of(*rows)
    assert (suggest(table).header_rows, suggest(table).names) == (header_rows, names)


def test_rows_are_read_verbatim_at_their_places() -> None:
    extraction, table = table_of(*HEADLESS)
    rows, remarks = read(extraction, table, suggest(table))
    assert [(row.no, row.title, row.place.row) for row in rows] == [
        ("1", "修路", 1),
        ("2", "治水", 2),
        ("3", "停车", 3),
    ]
    assert rows[0].leads == ("县交通局", "县住建局")
    assert remarks == ()
    assert rows_from_plain(plain_rows(rows)) == rows


def test_columns_that_are_periods_say_what_is_due_in_each() -> None:
    header = ("事", "一季度", "二季度", "谁")
    extraction, table = table_of(header, ("修通城东道路", "完成设计", "开工建设", "县交通局"))
    chosen = Chosen.of(("content", "deadline", "deadline", "lead"), 1)
    [row], _remarks = read(extraction, table, chosen)
    assert row.deadline_text == "一季度：完成设计；二季度：开工建设"
    assert row.leads == ("县交通局",)


def test_cells_of_columns_that_are_not_used_go_nowhere() -> None:
    extraction, table = table_of(*HEADLESS)
    rows, remarks = read(extraction, table, Chosen.of(("", "", "content", "", "", ""), 0))
    assert [(row.no, row.leads, row.deadline_text) for row in rows] == [(None, (), None)] * 3
    assert remarks == ()


def test_table_without_a_column_of_tasks_is_none() -> None:
    extraction, table = table_of(*HEADLESS)
    with pytest.raises(ValueError, match="what is to be done"):
        read(extraction, table, Chosen.of(("number", "", "", "lead", "", ""), 0))
