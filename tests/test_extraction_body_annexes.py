"""The annexes that a document names, and those it does not hold."""

import pytest

from tests.reading_samples import extraction_from

TABLE = "序号\t任务\t责任单位\n1\t建学校\t市教育局\n2\t修路\t市交通局"
SIGNED = "某市人民政府\n2020年1月1日"
LISTS = [
    ("附件：任务分解表", ("任务分解表",)),
    ("附件：1.任务分解表 2.进度月报表", ("任务分解表", "进度月报表")),
    ("附件：1．任务分解表\n2．进度月报表", ("任务分解表", "进度月报表")),
    ("附件1：任务分解表\n附件2：进度月报表\n附件3：联系表", ("任务分解表", "进度月报表", "联系表")),
    ("附件：1.2018年任务表\n2.2019年任务表", ("2018年任务表", "2019年任务表")),
    ("附：任务分解表", ("任务分解表",)),
]


@pytest.mark.parametrize(("lines", "titles"), LISTS)
def test_every_annex_of_a_list_is_named_and_missed(lines: str, titles: tuple[str, ...]) -> None:
    extraction = extraction_from(f"关于印发方案的通知\n现印发给你们。\n{lines}\n{SIGNED}")
    assert extraction.masthead.annexes == titles
    missed = [remark.text for remark in extraction.remarks if "附件" in remark.text]
    assert [title in text for title, text in zip(titles, missed, strict=True)] == [True] * len(
        titles
    )


@pytest.mark.parametrize(
    "lines",
    [
        f"附件：任务分解表\n{TABLE}",
        f"附件：任务分解表\n{SIGNED}\n{TABLE}",
        f"附件1：任务分解表\n{TABLE}\n附件2：月报表\n{TABLE}",
        f"附件：1.任务分解表\n2.月报表\n{SIGNED}\n附件1\n任务分解表\n{TABLE}\n附件2\n月报表\n{TABLE}",
    ],
)
def test_an_annex_whose_table_stands_below_its_title_is_not_missed(lines: str) -> None:
    extraction = extraction_from(f"关于印发方案的通知\n现印发给你们。\n{lines}")
    assert not [remark.text for remark in extraction.remarks if "任务分解表" in remark.text]
    assert not [remark.text for remark in extraction.remarks if "月报表" in remark.text]


def test_only_the_annex_that_is_not_there_is_missed() -> None:
    extraction = extraction_from(
        f"关于印发方案的通知\n附件：1.任务分解表\n2.月报表\n{SIGNED}\n任务分解表\n{TABLE}"
    )
    missed = [remark.text for remark in extraction.remarks if "附件" in remark.text]
    assert len(missed) == 1
    assert "月报表" in missed[0]
