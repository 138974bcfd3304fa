"""Tables that somebody drew with characters in a plain text, and bars that are text."""

import time

from tests.reading_samples import texts_of
from tracker.reading import Content, Paragraph, Table, read_document

BOXED = """\
附件
┌──┬──────────┬────────┬──────┐
│序号│   工作内容         │  责任单位      │完成时间  │
├──┼──────────┼────────┼──────┤
│ 1  │建设新城            │市经信局、      │2023年底  │
│    │                    │某区政府        │          │
├──┼──────────┼────────┼──────┤
│ 2  │引进企业10家        │市经合局        │2022年12月│
└──┴──────────┴────────┴──────┘
"""
GRID = """\
+------+----------+--------------+
| 序号 | 主要任务 | 责任单位     |
+======+==========+==============+
| 1    | 修建农村 | 市农业农村局 |
|      | 公路     | 市财政局     |
+------+----------+--------------+
| 一、民生                       |
+------+----------+--------------+
| 2    | 治水     | 市水利局     |
+------+----------+              |
| 3    | 2-3月植树|              |
+------+----------+--------------+
以下是正文。
"""
RECORDS = """\
+------+--------+----------+
| 序号 | 任务   | 责任单位 |
+------+--------+----------+
| 1    | 修订   | 市应急局 |
| 2    | 演练   | 市消防队 |
+------+--------+----------+
"""
# Blanks run together, as a web page shows them; rules over some of the columns end cells there.
IN_PART = """\
┌────────────┬───┬──────┬────┐
│ 主 要 任 务 │分管领│责任单位│完成时限│
│ │ 导 │ │ │
├────────────┼───┼──────┼────┤
│修复水毁堤防 │周健民│各县(市、区)│汛前全部│
├────────────┤ │政府,市水务局│ 完成 │
│加固病险水库12座,清除河 ├───┤ │ │
│道障碍 │吴敏 ├──────┤ │
│储备抢险物资 │ │市商务局 │ │
├────────────┤ │ │ │
│开展应急演练 │ │ │ │
└────────────┴───┴──────┴────┘
"""


def read(text: str) -> Content:
    return read_document(text.encode(), "text/plain")


def table(text: str) -> list[list[str]]:
    (found,) = (block for block in read(text).blocks if isinstance(block, Table))
    return texts_of(found)


def test_a_table_drawn_with_boxes_has_its_cells_though_a_line_is_a_little_short() -> None:
    assert table(BOXED) == [
        ["序号", "工作内容", "责任单位", "完成时间"],
        ["1", "建设新城", "市经信局、某区政府", "2023年底"],
        ["2", "引进企业10家", "市经合局", "2022年12月"],
    ]


def test_a_cell_without_a_rule_below_covers_the_rows_and_a_line_without_bars_the_columns() -> None:
    assert table(GRID) == [
        ["序号", "主要任务", "责任单位"],
        ["1", "修建农村公路", "市农业农村局\n市财政局"],
        ["一、民生"] * 3,
        ["2", "治水", "市水利局"],
        ["3", "2-3月植树", "市水利局"],
    ]
    assert [block.text for block in read(GRID).blocks if isinstance(block, Paragraph)] == [
        "以下是正文。"
    ]


def test_a_rule_over_some_columns_ends_the_cells_of_these_alone() -> None:
    task, other = "加固病险水库12座,清除河道障碍\n储备抢险物资", "各县(市、区)政府,市水务局"
    assert table(IN_PART) == [
        ["主 要 任 务", "分管领导", "责任单位", "完成时限"],
        ["修复水毁堤防", "周健民", other, "汛前全部完成"],
        [task, "周健民", other, "汛前全部完成"],
        [task, "吴敏", other, "汛前全部完成"],
        [task, "吴敏", "市商务局", "汛前全部完成"],
        ["开展应急演练", "吴敏", "市商务局", "汛前全部完成"],
    ]


def test_records_between_three_rules_are_a_row_each() -> None:
    assert [row[0] for row in table(RECORDS)] == ["序号", "1", "2"]


def test_a_drawing_that_would_lose_a_word_stays_text() -> None:
    text = "+-+\n| 修路 | 市交通局 | 六月 |\n+---+---+\n"
    found = [block.text for block in read(text).blocks if isinstance(block, Paragraph)]
    assert found == text.split("\n")[:3]


def test_a_bar_behind_a_backslash_is_text_and_br_ends_a_line() -> None:
    text = "| 序号 | 任务 | 单位 |\n|---|---|---|\n| 1 | 甲\\|乙 | 县发改局<br>县财政局 |\n"
    assert table(text)[1] == ["1", "甲|乙", "县发改局\n县财政局"]


def test_thousands_of_edges_are_judged_once() -> None:
    started = time.perf_counter()
    read("+-+-\n" * 20_000)
    assert time.perf_counter() - started < 2
