"""Tables in shapes that print or a web page gives them: what each row says is kept."""

import pytest

from tests.reading_samples import extraction_from, make_html, read
from tracker.extraction import TaskRow, extract

HEAD = ("序号", "任务", "责任单位")
Said = tuple[str | None, str, tuple[str, ...], tuple[str, ...], str | None]


def said(row: TaskRow) -> Said:
    """Return what a row says: number, words, bodies and time."""
    return row.no, row.content, row.leads, row.cooperating, row.deadline_text


@pytest.mark.parametrize(
    "rows",
    [
        [
            (*HEAD, *HEAD),
            ("1", "铺路", "县交通局", "3", "架桥", "县住建局"),
            ("2", "治水", "县水利局", "4", "护林", "县林业局"),
        ],
        [
            (*HEAD, "", *HEAD),
            ("1", "铺路", "县交通局", "", "4", "护林", "县林业局"),
            ("2", "治水", "县水利局", "", "", "", ""),
            ("3", "架桥", "县住建局", "", "", "", ""),
        ],
    ],
)
def test_parts_of_a_table_beside_each_other_are_read_one_by_one(
    rows: list[tuple[str, ...]],
) -> None:
    found = extract(read(make_html(rows))).rows
    assert [said(row)[:3] for row in found] == [
        ("1", "铺路", ("县交通局",)),
        ("2", "治水", ("县水利局",)),
        ("3", "架桥", ("县住建局",)),
        ("4", "护林", ("县林业局",)),
    ]


def test_numbers_begin_anew_with_each_unit_and_words_of_a_page_are_no_words_of_a_task() -> None:
    lines = ["单位", "序号", "任务", "县应急局", "1", "打印台账", "2", "组织演练"]
    lines += ["县能源局", "1", "关闭煤窑", "2", "淘汰产能"]
    found = extraction_from("\n".join(lines)).rows
    assert [said(row)[:3] for row in found] == [
        ("1", "打印台账", ("县应急局",)),
        ("2", "组织演练", ("县应急局",)),
        ("1", "关闭煤窑", ("县能源局",)),
        ("2", "淘汰产能", ("县能源局",)),
    ]
