"""Tables that a page or an editor flattened to lines: the rows of the grid come back."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from tests.reading_samples import (
    content_of,
    extraction_from,
    extraction_of,
    read,
    squeeze,
    tables_of,
)
from tracker.extraction import Extraction, TaskRow, extract
from tracker.extraction.flat.atoms import look
from tracker.extraction.tables.remarks import unsure
from tracker.reading import Table

SOURCES = ["tianning/source.docx", "tianning/twolevel.docx", "jilin-city/source.docx"]
Cells = list[list[str]]


def grid_rows(table: Table, *, keep_blank: bool, joined: bool) -> Iterator[Cells]:
    """Return the cells of each row, each as its lines; a merged one only where it begins."""
    for r, row in enumerate(table.rows):
        cells = [
            list(cell.lines) for c, cell in enumerate(row) if (cell.row, cell.column) == (r, c)
        ]
        kept = (
            [cell for cell in cells if cell] if not keep_blank else [cell or [""] for cell in cells]
        )
        yield [[_joined(cell)] for cell in kept] if joined else kept


def _joined(lines: Sequence[str]) -> str:
    """Return a cell on one line: names of bodies with 、 between them, other words run on."""
    names = all(look(line).is_bodies for line in lines)
    return ("、" if names else "").join(lines)


LAYOUTS: dict[str, Callable[[Cells], list[str]]] = {
    "a cell a line": lambda cells: [line for cell in cells for line in cell],
    "blank lines between": lambda cells: [
        part for cell in cells for line in cell for part in (line, "")
    ],
    "a bar on a line of its own": lambda cells: [part for cell in cells for part in (*cell, "|")],
    "a bar behind each cell": lambda cells: [
        part for cell in cells for part in (*cell[:-1], cell[-1] + " |")
    ],
    "two blanks": lambda cells: ["  ".join(" ".join(cell) for cell in cells)],
    "full-width blanks": lambda cells: ["\u3000".join(map(_joined, cells))],
    "tabs": lambda cells: ["\t".join(" ".join(cell) for cell in cells)],
    "bars": lambda cells: [" | ".join(map(_joined, cells))],
    "bars around": lambda cells: ["| " + " | ".join("<br>".join(cell) for cell in cells) + " |"],
}
# Where leads and helpers stand one a line, nothing shows where the ones end.
LOSES_ROLES = {"a cell a line", "blank lines between"}


def said(row: TaskRow) -> list[object]:
    words = [squeeze(text) for text in (row.no, row.title, row.content, row.deadline_text)]
    return [*words, list(row.leads), list(row.cooperating)]


@pytest.mark.parametrize("keep_blank", [False, True])
@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("source", SOURCES)
def test_a_flattened_table_gives_the_rows_of_its_grid(
    source: str, layout: str, joined: bool, keep_blank: bool
) -> None:
    lines = [
        line
        for table in tables_of(content_of(source))
        for cells in grid_rows(table, keep_blank=keep_blank, joined=joined)
        for line in LAYOUTS[layout](cells)
    ]
    found = extraction_from("\n".join(["重点任务分解表", "", *lines]))
    expected = [said(row) for row in extraction_of(source).rows]
    loses = layout in LOSES_ROLES and not joined and not source.startswith("jilin")
    if loses:
        said_unsure = {unsure(count) for count in range(1, len(expected) + 1)}
        assert said_unsure & {remark.text for remark in found.remarks}
        assert [_united(said(row)) for row in found.rows] == [_united(row) for row in expected]
    else:
        assert [said(row) for row in found.rows] == expected


def _united(row: list[Any]) -> list[Any]:
    """Return the row with leads and helpers in one list."""
    *words, leads, helping = row
    return [*words, [*leads, *helping]]


LEADERS = """附件
2023年重点工作任务分解表
序号
牵头领导
重点任务
具体举措
牵头单位
责任单位
完成
时限
一、产业发展
1
张伟
培育龙头企业
新增规上工业企业20家以上，高新技术企业10家。
区工信局
区科技局、各街道
12月底
2
推进招商引资
引进亿元以上项目15个。
区商务局
区发改局、区自然资源局
10月底
3
建成标准厂房10万平方米。
开发区管委会
区住建局
二、民生保障
4
李明华
改造老旧小区
完成老旧小区改造12个，惠及居民3000户。
区住建局
区财政局
全年
- 2 -
5
新建公办幼儿园
新建公办幼儿园3所。
区教育局
区财政局
9月底前
分享到：
"""


def test_leaders_are_persons_and_merged_cells_go_on() -> None:
    rows = extraction_from(LEADERS).rows
    assert [row.no for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row.persons for row in rows] == [
        (("牵头领导", name),) for name in ["张伟"] * 3 + ["李明华"] * 2
    ]
    assert [row.title for row in rows][1:3] == ["推进招商引资"] * 2
    assert rows[2].deadline_text == "10月底"
    assert rows[2].inherited == ("deadline_text",)
    assert rows[0].cooperating == ("区科技局", "各街道")
    assert {row.section for row in rows} == {("一、产业发展",), ("二、民生保障",)}


def test_a_row_of_a_flattened_table_stands_where_its_first_line_stands() -> None:
    found = extraction_from(LEADERS)
    assert [row.place.line for row in found.rows] == [12, 19, 25, 30, 38]
    assert [row.place.row for row in found.rows] == [None] * 5
    assert len(found.content.blocks) == len([line for line in LEADERS.split("\n") if line])
    assert not any("区" in (measure.title or "") for measure in found.measures)


CASES: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "no numbers": (
        (
            "工作任务\n工作措施\n责任科室\n责任人\n时间要求\n加强组织领导\n"
            "成立工作专班，定期召开会议。\n办公室\n王芳\n3月底前\n制定年度工作计划。\n综合科\n"
            "赵强\n4月底前\n强化宣传引导\n每月发布信息不少于2条。\n宣教科\n刘洋\n全年"
        ),
        [
            ("加强组织领导", "成立工作专班，定期召开会议。", ("办公室",), "3月底前"),
            ("加强组织领导", "制定年度工作计划。", ("综合科",), "4月底前"),
            ("强化宣传引导", "每月发布信息不少于2条。", ("宣教科",), "全年"),
        ],
    ),
    "single blanks, a cell broken over lines": (
        (
            "序号 任务名称 主要内容 责任单位 完成时限\n一、基础设施\n"
            "1 道路改造 改造城区主干道3条 市住建局 市交通局 2022年12月底\n"
            "2 污水处理 新建污水处理厂1座，日处理\n能力2万吨 市水务局 2022年10月\n"
            "二、公共服务\n3 学校建设 新建小学2所 市教育局 2022年8月"
        ),
        [
            ("道路改造", "改造城区主干道3条", ("市住建局", "市交通局"), "2022年12月底"),
            ("污水处理", "新建污水处理厂1座，日处理能力2万吨", ("市水务局",), "2022年10月"),
            ("学校建设", "新建小学2所", ("市教育局",), "2022年8月"),
        ],
    ),
    "problems and their mending": (
        (
            "序号\n问题清单\n整改措施\n整改时限\n整改责任单位\n整改责任人\n1\n"
            "河道垃圾清理不及时。\n（1）立即组织清理；（2）建立制度。\n立行立改\n"
            "各乡镇人民政府\n陈刚\n2\n保护区标识不清。\n对标识牌进行全面排查更换。\n"
            "2021年6月30日前\n市生态环境局\n市水利局\n周涛"
        ),
        [
            (
                "河道垃圾清理不及时。",
                "（1）立即组织清理；（2）建立制度。",
                ("各乡镇人民政府",),
                "立行立改",
            ),
            (
                "保护区标识不清。",
                "对标识牌进行全面排查更换。",
                ("市生态环境局", "市水利局"),
                "2021年6月30日前",
            ),
        ],
    ),
    "older characters": (
        (
            "序號\n工作任務\n責任單位\n完成時限\n1\n完善公共交通服務，增加巴士班次。\n"
            "交通事務局\n2023年第四季度\n2\n推進舊區重整。\n土地工務局\n2023年12月"
        ),
        [
            (None, "完善公共交通服務，增加巴士班次。", ("交通事務局",), "2023年第四季度"),
            (None, "推進舊區重整。", ("土地工務局",), "2023年12月"),
        ],
    ),
    "a number without a heading": (
        (
            "工作任务\n|\n具体要求\n|\n责任科室\n|\n时限要求\n|\n深化政策解读\n|\n1\n|\n"
            "做好解读工作，丰富解读形式。\n|\n各科室\n|\n持续推进\n|\n2\n|\n"
            "按年编制报告，接受监督。\n|\n办公室\n|\n年底前\n|"
        ),
        [
            ("深化政策解读", "做好解读工作，丰富解读形式。", ("各科室",), "持续推进"),
            ("深化政策解读", "按年编制报告，接受监督。", ("办公室",), "年底前"),
        ],
    ),
    "shifted cells between bars": (
        (
            "任务 | 具体要求 | 责任部门 |\n"
            "一、信息公开 | 1.公开预算、决算及报表。 | 财务科 |\n"
            "2.及时反馈网民的意见。 | 各科室 | |\n"
            "3.更新公众号信息。 | 办公室牵头,各科室配合 | |"
        ),
        [
            ("一、信息公开", "1.公开预算、决算及报表。", ("财务科",), None),
            ("一、信息公开", "2.及时反馈网民的意见。", ("各科室",), None),
            ("一、信息公开", "3.更新公众号信息。", ("办公室",), None),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_lines_become_rows(case: str) -> None:
    text, expected = CASES[case]
    rows = extraction_from(text).rows
    assert [(row.title, row.content, row.leads, row.deadline_text) for row in rows] == expected


NO_TASKS = [
    "序号\n姓名\n工作单位\n职务\n1\n张三\n市教育局\n局长\n2\n李四\n市财政局\n副局长",
    "指标\n单位\n2019年\n2020年\n地区生产总值\n亿元\n120\n130\n财政收入\n亿元\n12\n13",
    "项目\n预算单位\n金额（万元）\n备注\n办公经费\n市教育局\n20\n培训费\n市财政局\n10",
    "目录\n一、总体要求\n二、重点任务\n三、责任分工\n四、保障措施\n五、附则",
    "为做好工作，现就任务、\n责任单位\n完成时限\n通知如下：各单位要加强领导，认真落实。",
]


@pytest.mark.parametrize("text", NO_TASKS)
def test_lists_of_names_figures_and_headings_are_no_task_tables(text: str) -> None:
    assert extraction_from(text).rows == ()


@pytest.mark.parametrize("name", ["fuxin", "jinzhong", "jilin-province"])
def test_a_text_without_a_table_gives_no_rows(name: str) -> None:
    assert extraction_of(f"{name}/source.txt").rows == ()


def test_a_header_whose_rows_make_no_sense_is_said_and_not_read() -> None:
    junk = "\n".join(["市教育局", "市财政局", "12月底", "市水务局", "3月底"] * 4)
    found = extraction_from(f"序号\n任务\n责任单位\n完成时限\n{junk}")
    assert found.rows == ()


HEADER = "序号\n任务\n责任单位\n完成时限\n"
HOSTILE = {
    "one character a line": "字\n" * 90_000,
    "numbers": "\n".join(map(str, range(90_000))),
    "numbers under a header": HEADER + "\n".join(map(str, range(39_000))),
    "headers": HEADER * 9_000,
    "headings": "责任单位\n任务\n" * 30_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_endless_lines_are_read_within_seconds(name: str) -> None:
    content = read(HOSTILE[name].encode())
    begun = time.process_time()
    assert extract(content).rows == ()
    assert time.process_time() - begun < 15


@pytest.mark.slow
def test_a_table_of_more_lines_than_are_read_is_said() -> None:
    rows = "\n".join(f"{number}\n建学校。\n教育局\n12月底" for number in range(1, 11_000))
    found: Extraction = extraction_from(HEADER + rows)
    assert found.rows == ()
    assert [remark.place.line for remark in found.remarks] == [1]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("序号\n任务\n责任单位\n2023年\n2024年", "{}\n{}\n市住建局\n1000个\n2000个"),
        ("序号\n任务\n年度目标\n责任单位\n2023年\n2024年", "{}\n{}\n1000个\n2000个\n市住建局"),
    ],
    ids=["years behind who answers", "years below a wider heading"],
)
def test_years_one_a_line_are_columns_of_what_is_aimed_at(head: str, row: str) -> None:
    lines = [head, row.format(1, "新增停车位"), row.format(2, "改造小区"), row.format(3, "绿化")]
    rows = extraction_from("\n".join(lines)).rows
    assert {(each.leads, each.deadline_text) for each in rows} == {
        (("市住建局",), "2023年：1000个；2024年：2000个")
    }
    assert [each.content for each in rows] == ["新增停车位", "改造小区", "绿化"]


def test_columns_of_years_and_a_body_without_a_task_are_told() -> None:
    cells = ["任务", "2012年目标", "2013年目标", "牵头部门", "参保率", "95%", "97%", "省人社厅"]
    found = extraction_from("\n".join([*cells, "补助标准", "每人240元", "每人280元", "省卫生厅"]))
    assert not found.rows
    assert found.remarks
