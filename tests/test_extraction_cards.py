"""Tasks written as cards: a label with its value in each line, again and again."""

import pytest

from tests.reading_samples import extraction_from, make_html, read
from tracker.extraction import extract

HEAD = "某市2026年重点工作\n\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "任务名称：铺设燃气管网\n责任单位：市住建局\n\n任务名称：扩建图书馆\n责任单位：市文旅局",
            [(None, None, "铺设燃气管网", "市住建局"), (None, None, "扩建图书馆", "市文旅局")],
        ),
        (
            (
                "1.任务名称：铺设管网\n责任单位：市住建局\n完成时限：6月底\n"
                "2.任务名称：扩建书馆\n责任单位：市文旅局\n完成时限：9月底"
            ),
            [("1", None, "铺设管网", "市住建局"), ("2", None, "扩建书馆", "市文旅局")],
        ),
        (
            "工作任务：铺设管网\n责任单位：市住建局\n工作任务：扩建书馆\n责任单位：市文旅局",
            [(None, None, "铺设管网", "市住建局"), (None, None, "扩建书馆", "市文旅局")],
        ),
        (
            (
                "序号：1\n重点任务：铺设管网\n责任单位：市住建局\n"
                "序号：2\n重点任务：扩建书馆\n责任单位：市文旅局"
            ),
            [("1", None, "铺设管网", "市住建局"), ("2", None, "扩建书馆", "市文旅局")],
        ),
        (
            (
                "任务1\n任务名称：管网\n工作内容：铺设管网。\n设计先行。\n牵头单位：市住建局\n"
                "任务2\n任务名称：书馆\n工作内容：扩建书馆。\n牵头单位：市文旅局"
            ),
            [
                ("1", "管网", "铺设管网。设计先行。", "市住建局"),
                ("2", "书馆", "扩建书馆。", "市文旅局"),
            ],
        ),
        (
            (
                "任务名称：铺设管网\n责任单位：市住建局  完成时限：6月底\n"
                "任务名称：扩建书馆\n责任单位：市文旅局  完成时限：9月底"
            ),
            [(None, None, "铺设管网", "市住建局"), (None, None, "扩建书馆", "市文旅局")],
        ),
    ],
)
def test_each_card_is_a_task_with_its_own_name(
    lines: str, expected: list[tuple[str | None, ...]]
) -> None:
    rows = extraction_from(f"{HEAD}{lines}\n\n某市人民政府\n2026年3月5日").rows
    assert [(row.no, row.title, row.content, *row.leads) for row in rows] == expected


def test_a_heading_between_named_cards_is_their_section() -> None:
    card = "任务名称：{}\n责任单位：市住建局\n"
    text = f"一、建设\n{card.format('铺路')}二、治理\n{card.format('清河')}{card.format('护岸')}"
    rows = extraction_from(HEAD + text).rows
    assert [(row.content, row.section) for row in rows][1:] == [
        ("清河", ("二、治理",)),
        ("护岸", ("二、治理",)),
    ]


def test_a_card_below_a_heading_that_names_it_is_read_with_the_text() -> None:
    text = "（一）铺设管网\n工作任务：铺设燃气管网十公里。\n责任单位：市住建局\n"
    text += "（二）扩建书馆\n工作任务：扩建县级图书馆两座。\n责任单位：市文旅局"
    found = extraction_from(HEAD + text)
    assert found.rows == ()
    assert [row.leads for row in found.measures] == [("市住建局",), ("市文旅局",)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [
                ("序号", "1", "任务名称", "建设标准化泵站"),
                ("牵头单位", "市水利局", "完成时限", "6月底"),
                ("序号", "2", "任务名称", "改造旱厕"),
                ("牵头单位", "市住建局", "完成时限", "9月底"),
            ],
            [("1", "建设标准化泵站", "市水利局"), ("2", "改造旱厕", "市住建局")],
        ),
        (
            [
                ("一、民生", "", ""),
                ("任务：改造旱厕", "责任单位：市住建局", "完成时限：9月底"),
                ("任务：建设泵站", "责任单位：市水利局", "完成时限：6月底"),
            ],
            [(None, "改造旱厕", "市住建局"), (None, "建设泵站", "市水利局")],
        ),
    ],
)
def test_cards_in_the_rows_of_a_table_are_tasks(
    rows: list[tuple[str, ...]], expected: list[tuple[str | None, ...]]
) -> None:
    found = extract(read(make_html(rows))).rows
    assert [(row.no, row.content, *row.leads) for row in found] == expected
