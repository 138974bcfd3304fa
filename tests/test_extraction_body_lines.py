"""The body of a document whose lines are not its paragraphs: run together, or broken."""

import re
import textwrap

import pytest

from tests.reading_samples import DOCUMENTS, extraction_from
from tracker.extraction.body.rewrapping import rejoin
from tracker.reading.content import Content, Paragraph

GROUPS = (
    "| [接上页] (一)资金协调组。负责管理。 牵头单位:省财政厅 "
    "配合单位:省监察厅、省审计厅 (二)生产协调组。负责联系。 "
    "牵头单位:省建设厅 配合单位:省发展改革委 (三)运输协调组。负责运输。 牵头单位:省交通厅"
)
PARTIES = [
    (("省财政厅",), ("省监察厅", "省审计厅")),
    (("省建设厅",), ("省发展改革委",)),
    (("省交通厅",), ()),
]


def parties(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(row.leads, row.cooperating) for row in extraction_from(text).measures]


LATER_PAGE = GROUPS.replace("(三)", "(六)").replace("(二)", "(五)").replace("(一)", "(四)")


@pytest.mark.parametrize("text", [GROUPS, GROUPS.replace(" (", "("), LATER_PAGE])
def test_the_heading_behind_the_names_of_a_run_on_paragraph_is_no_name(text: str) -> None:
    assert parties(text) == PARTIES


@pytest.mark.parametrize(
    "text",
    [
        (
            "一、任务(一)公开。推进。责任单位：县政府办(二)力度。推进。责任单位：县财政局"
            "二、保障。重视。责任单位：县委办"
        ),
        (
            "1.公开。推进。责任单位：县政府办 2.力度。推进。责任单位：县财政局"
            "3.保障。重视。责任单位：县委办"
        ),
        (
            "（三）公开。推进。责任单位：县政府办（四）力度。推进。责任单位：县财政局"
            "（五）保障。重视。责任单位：县委办"
        ),
    ],
)
def test_numbers_of_any_kind_end_the_names_before_them(text: str) -> None:
    assert parties(text) == [(("县政府办",), ()), (("县财政局",), ()), (("县委办",), ())]


def test_a_number_inside_a_name_ends_nothing() -> None:
    text = "推进（一）号工程。牵头单位：市教育局。配合单位：市一中（二）校区、市财政局。"
    assert parties(text) == [(("市教育局",), ("市一中（二）校区", "市财政局"))]


def broken(text: str, width: int) -> str:
    lines = (re.sub(r"\s", "", line) for line in text.splitlines() if line.strip())
    return "\n".join("\n".join(textwrap.wrap("　　" + line, width)) for line in lines)


def measures(text: str) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...], str]]:
    return [
        (row.no, row.leads, row.cooperating, re.sub(r"\s", "", row.content))
        for row in extraction_from(text).measures
    ]


SOURCES = ["fuxin/source", "unseen/zhongbu-fengong-2006", "unseen/neijiang-jiuye-2015"]


@pytest.mark.parametrize("width", [34, 36, 40, 44])
@pytest.mark.parametrize("name", SOURCES)
def test_a_document_broken_into_full_lines_reads_like_the_whole_one(name: str, width: int) -> None:
    text = (DOCUMENTS / f"{name}.txt").read_text("utf-8")
    assert measures(broken(text, width)) == measures(text)


def test_a_bracket_goes_on_until_it_closes() -> None:
    text = (
        "方案\n一、任务\n（一）建学校。（责任单位：市教育局、\n市财政局、\n市人社局）\n"
        "（二）修路。（市交通局负责）"
    )
    assert parties(text) == [
        (("市教育局", "市财政局", "市人社局"), ()),
        (("市交通局",), ()),
    ]


def row_lines(*lines: str) -> Content:
    return Content(tuple(map(Paragraph, lines)), "text/plain")


@pytest.mark.parametrize(
    "lines",
    [
        ("关于印发实施方案的通知", "各县人民政府", "现印发给你们"),
        ("（一）建学校（新建10所", "（二）修路（新修10条）"),
        ("1）建学校（新建10所", "2）修路"),
        ("市教育局", "市财政局", "市人社局", "市交通局", "市卫健局"),
        (
            "加快建设学校并且在全市范围内全面推进各项重点工作任务的落实",
            "短行",
            "另一个不长的段落，说的是别的事情，也没有句号",
            (
                "再一个段落比前面所有的段落都要长得多，因为它说了很多很多的事情，而且"
                "也没有用句号来结束，只是停在了这里"
            ),
        ),
    ],
)
def test_lines_that_were_ended_on_purpose_stay_lines(lines: tuple[str, ...]) -> None:
    content = row_lines(*lines)
    assert rejoin(content) is content


def test_the_joined_line_keeps_the_place_of_its_first() -> None:
    extraction = extraction_from("方案\n一、任务\n建学校。（责任单位：市教育局、\n市财政局）")
    (measure,) = extraction.measures
    assert measure.place.line == 3


def test_a_line_that_breaks_off_in_a_time_or_a_sentence_goes_on() -> None:
    found = extraction_from("方案\n各区要落实责任，\n2023\n年底前，建成平台。\n").deadlines
    assert [(one.text, one.sentence) for one in found] == [
        ("2023年底前", "各区要落实责任，2023年底前，建成平台。")
    ]


BROKEN = [
    (
        "1.建校。责任单位：县教育体育\n局、县财政局、县人力资源和社会\n保障局",
        ["县教育体育局", "县财政局", "县人力资源和社会保障局"],
        [],
    ),
    (
        "1.建校。责任单位：县教体局，其中\n县财政局配合。",
        ["县教体局"],
        ["县财政局"],
    ),
    ("1.建校。由县教体局牵头，其\n中，县财政局配合。", ["县教体局"], ["县财政局"]),
    (
        "1.建校。（责任单位：县教体局，各县〔市、\n区〕人民政府）",
        ["县教体局", "各县〔市、区〕人民政府"],
        [],
    ),
    (
        "1.建校。由各乡镇\n（街道）\n、村负责管护。（责任单位：县教体局，各市\n〔州〕教育局）",
        ["县教体局", "各市〔州〕教育局"],
        [],
    ),
    (
        "1.建校。（县教体局等县级有关部门\n（单位）\n、\n各县\n（市）\n人民政府）",
        ["县教体局", "各县（市）人民政府"],
        [],
    ),
]


@pytest.mark.parametrize(("lines", "leads", "cooperating"), BROKEN)
def test_a_clause_whose_names_break_over_lines_is_whole(
    lines: str, leads: list[str], cooperating: list[str]
) -> None:
    (row, *_others) = extraction_from(f"方案\n一、任务\n{lines}\n2.修路。（县交通局）").measures
    assert (row.title, list(row.leads), list(row.cooperating)) == ("建校", leads, cooperating)


def test_the_groups_of_an_annex_on_the_same_line_are_led_as_their_first_sentence_says() -> None:
    text = (
        "某市应急预案　　一、分级。分为两级。　　二、响应。及时响应，控制事态。　　附件1职责　　"
        "一、监测组。由市环保局牵头，市水利局等参加。　　主要职责：协调驻军、民兵力量参与监测。　　"
        "二、救护组。由市卫生局牵头，市红十字会参加。　　主要职责：开展救治。"
    )
    assert parties(text)[-2:] == [
        (("市环保局",), ("市水利局",)),
        (("市卫生局",), ("市红十字会",)),
    ]
