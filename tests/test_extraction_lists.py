"""Numbered lines that end with who answers, below a line that names such a column."""

import pytest

from tests.reading_samples import extraction_from

HEADS = [
    "事故多发路口整治责任单位",
    "事故多发路口　　牵头单位",
    "重点督办路口及承办单位名单",
    "督辦路口責任單位",
]
GAPS = ["  ", "\t", "\u3000", " "]
WORDS = ["中山路与建设街交叉口", "北环路铁路道口", "迎宾大道辅路出口"]
NAMES = ["东湖区人民政府", "市交通局、市公安局", "红谷滩区管委会"]


def listed(gap: str) -> list[str]:
    pairs = zip(WORDS, NAMES, strict=True)
    return [f"{no}、{word}{gap}{name}" for no, (word, name) in enumerate(pairs, 1)]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("gap", GAPS)
def test_a_line_of_a_list_is_a_row_of_words_and_who_answers(head: str, gap: str) -> None:
    found = extraction_from("\n".join(["各有关单位：", "", head, *listed(gap), "2016年5月3日"]))
    assert [(row.no, row.content) for row in found.rows] == list(zip("123", WORDS, strict=True))
    assert [row.leads for row in found.rows] == [
        ("东湖区人民政府",),
        ("市交通局", "市公安局"),
        ("红谷滩区管委会",),
    ]


def test_a_line_of_a_list_that_goes_on_below_is_one_row() -> None:
    lines = [*listed(" "), "4、昌南客运站出口", "     广州路东段 市公安交管局"]
    rows = extraction_from("\n".join(["路口整治责任单位", *lines])).rows
    assert (rows[3].content, rows[3].leads) == ("昌南客运站出口广州路东段", ("市公安交管局",))


@pytest.mark.parametrize(
    "lines",
    [
        ["参会单位", *listed(" ")],
        ["路口整治责任单位", *listed(" ")[:2]],
        ["路口整治责任单位", *(line.split(" ")[0] for line in listed(" "))],
        ["请报送责任单位", "1、各单位要 高度重视", "2、各单位要 按时报送", "3、落实到人 做好工作"],
        ["路口整治责任单位", *listed(" "), "4、请各单位认真落实"],
    ],
)
def test_other_lists_make_no_rows(lines: list[str]) -> None:
    assert extraction_from("\n".join(lines)).rows == ()
