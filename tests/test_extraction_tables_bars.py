"""Tables in bars whose merged cells were lost: rows moved left, and headings of two levels."""

import pytest

from tests.reading_samples import extraction_from
from tests.test_extraction_tables_rows import cells, page, told
from tracker.extraction.tables.remarks import aims, unknown


def test_a_row_under_merged_cells_is_put_back_by_its_item_and_what_its_cells_say() -> None:
    found = extraction_from(
        "年度工作 | 分解任务 | 本季目标 | 包抓领导 | 责任单位 | 推进情况 | 是否完成 | 备注 |\n"
        "12.推进海绵城市建设,完善排水系统。 | ①新建雨水泵站2座。 | 完成招标。 | 李明 | 住建局"
        " | 泵站完成基坑支护。 | 是 | |\n"
        "②改造易涝点9处。 | 完成5处。 | 已改造4处,其余正在办理手续。 | 否 | ||||\n"
        "③清淤管网60公里。 | 清淤30公里。 | 清淤28公里,雨季影响进度 | 否 | 雨季影响。 | |||\n"
        "13.加强扬尘治理。 | 抽查工地40家。 | 李明 | 城管局 | 抽查工地42家。 | 是 | ||\n"
    )
    assert [(row.title, row.content, row.leads) for row in found.rows] == [
        ("12.推进海绵城市建设,完善排水系统。", "①新建雨水泵站2座。", ("住建局",)),
        ("12.推进海绵城市建设,完善排水系统。", "②改造易涝点9处。", ("住建局",)),
        ("12.推进海绵城市建设,完善排水系统。", "③清淤管网60公里。", ("住建局",)),
        ("13.加强扬尘治理。", "抽查工地40家。", ("城管局",)),
    ]
    assert found.rows[1].inherited == ("leads", "title")
    assert aims(["本季目标"]) in {remark.text for remark in found.remarks}


@pytest.mark.parametrize(
    ("words", "is_task"),
    [
        ("新增停车泊位600个", True),
        ("新建公厕12座", True),
        ("新增停车泊位", False),
        ("办好民生实事10件", False),
        ("实施五大工程", False),
        ("打造10个品牌", False),
    ],
)
def test_a_line_that_says_how_much_is_a_task_and_another_one_a_heading(
    words: str, is_task: bool
) -> None:
    rows = extraction_from(
        "序号 | 工作任务 | 责任单位 | 一季度目标 | 完成情况 |\n"
        "1 | 改造农贸市场3家 | 市场监管局 | 方案确定 | 顺利推进 |\n"
        f"{words} | ||||\n"
        "2 | 建设老年食堂9家 | 民政局 | 完成选址 | 顺利推进 |\n"
    ).rows
    second = rows[1]
    if is_task:
        assert (second.no, second.content, second.leads) == ("1", words, ("市场监管局",))
        assert second.inherited == ("leads",)
    else:
        assert (second.content, second.section) == ("建设老年食堂9家", (words,))


LEVELS = {
    "who": (
        "序号 | 整改事项 | 责任分工 | 完成时限 | 备注 | |",
        "牵头单位 | 配合单位 | | | | |",
        "1 | 拆除违建12处 | 区城管局 | 各街道、区规划局 | 6月底前 | 已启动 |",
    ),
    "two": (
        "序号 | 重点任务 | 年度目标 | 责任落实 | | | |",
        "一季度 | 二季度 | 牵头领导 | 牵头单位 | 配合单位 | | |",
        "1 | 拆除违建12处 | 完成摸排 | 全部拆除 | 张伟 | 区城管局 | 各街道、区规划局 |",
    ),
    "unknown": (
        "序号 | 任务内容 | 责任分工 | 措施要求 | | | |",
        "分管领导 | 责任科室 | 协办科室 | 受众 | 工作方式 | | |",
        "1 | 拆除违建12处 | 张伟 | 区城管局 | 各街道、区规划局 | 沿街商户 | 上门宣讲 |",
    ),
}


@pytest.mark.parametrize("name", LEVELS)
def test_headings_stand_below_the_wider_ones_that_group_them(name: str) -> None:
    (row,) = extraction_from("\n".join(LEVELS[name])).rows
    assert row.content.startswith("拆除违建12处")
    assert (row.leads, row.cooperating) == (("区城管局",), ("各街道", "区规划局"))
    deadlines = {"who": "6月底前", "two": "一季度：完成摸排；二季度：全部拆除"}
    assert row.deadline_text == deadlines.get(name)


def test_a_heading_that_nobody_knows_stands_below_a_wider_one() -> None:
    found = page(
        "<td rowspan=2>序号</td><td rowspan=2>任务</td><td colspan=3>责任分工</td>",
        cells("牵头单位", "配合单位", "挂点人"),
        cells("1", "修路", "县交通局", "县财政局", "甲"),
    )
    assert [told(row) for row in found.rows] == [("1", "修路", None, ("县交通局",))]
    assert unknown(["挂点人"]) not in {remark.text for remark in found.remarks}


LONG = "一、深入实施创新驱动发展战略，加快建设具有区域竞争力的先进制造业基地，推动全域高质量发展"


@pytest.mark.parametrize("tabs", [0, 2, 3])
@pytest.mark.parametrize("section", ["一、基础设施", "一、推进基础设施建设。", LONG, "经济发展"])
@pytest.mark.parametrize("number", [[], ["序号"]])
def test_a_section_among_pasted_rows_may_be_a_sentence_with_tabs_behind_it(
    number: list[str], section: str, tabs: int
) -> None:
    head = [*number, "工作任务", "责任单位", "完成时限"]
    first = [*(["1"] if number else []), "修建村道8公里", "县交通局", "6月底"]
    second = [*(["2"] if number else []), "安装路灯", "县供电公司", "9月底"]
    lines = [head, [section, *[""] * tabs], first, second]
    rows = extraction_from("\n".join(map("\t".join, lines))).rows
    assert [(row.content, row.section) for row in rows] == [
        ("修建村道8公里", (section,)),
        ("安装路灯", (section,)),
    ]


def test_a_sentence_is_a_task_without_a_unit_where_tasks_begin_as_headings_do() -> None:
    rows = extraction_from(
        "工作任务\t责任单位\n一、修建村道8公里。\t县交通局\n二、安装路灯。\t\n三、清淤。\t县水利局\n"
    ).rows
    assert [(row.content, row.leads) for row in rows] == [
        ("一、修建村道8公里。", ("县交通局",)),
        ("二、安装路灯。", ()),
        ("三、清淤。", ("县水利局",)),
    ]


@pytest.mark.parametrize(
    "third", ["改造乡镇卫生院4家 | 完成80% ||||", "||| 改造乡镇卫生院4家 || 完成80% |"]
)
def test_a_row_under_a_merged_name_says_what_and_how_far_and_is_no_rest_of_the_one_above(
    third: str,
) -> None:
    rows = extraction_from(
        "序号 | 项目名称 | 项目内容 | 责任单位 | 进展情况 |\n"
        "1 | 学位提升 | 新增公办学位3000个 | 市教育局 | 已完成 |\n"
        f"2 | 健康守护 | 新建卫生服务站6个 | 市卫健委 | 进展顺利 |\n{third}\n"
    ).rows
    assert [(row.content, row.leads) for row in rows][1:] == [
        ("新建卫生服务站6个", ("市卫健委",)),
        ("改造乡镇卫生院4家", ("市卫健委",)),
    ]


@pytest.mark.parametrize("heading", ["工作标准", "预期成效", "工作成果"])
def test_what_comes_of_a_task_is_said_to_be_left_out(heading: str) -> None:
    found = extraction_from(
        f"任务名称\t责任主体\t{heading}\t截止时间\n秸秆禁烧巡查\t各镇人民政府\t零火点\t11月30日\n"
    )
    assert [row.content for row in found.rows] == ["秸秆禁烧巡查"]
    assert aims([heading]) in {remark.text for remark in found.remarks}


def test_words_of_doing_that_end_as_a_body_does_are_a_task() -> None:
    (row,) = extraction_from(
        "序号\n重点任务\n具体措施\n牵头单位\n完成时限\n"
        "1\n优化营商环境\n推行一件事一次办\n市行政审批局\n6月底前\n"
    ).rows
    assert (row.content, row.leads) == ("推行一件事一次办", ("市行政审批局",))
