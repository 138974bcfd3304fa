"""Flattened tables whose bars or lines show how far each row goes: what it lacks is merged."""

import re

import pytest

from tests.reading_samples import extraction_from
from tracker.extraction import TaskRow
from tracker.extraction.flat.run_together import not_read
from tracker.texts import gettext as _

NOTHING = _("No task was found in this document.")
HEAD = "序号 |\n检查领域 |\n检查事项 |\n检查对象 |\n检查比例 |\n牵头部门 |\n配合部门 |\n层级 |\n"


def said(row: TaskRow) -> tuple[object, ...]:
    return row.no, row.content, row.leads, row.cooperating


def test_the_bars_behind_a_row_count_the_cells_merged_with_those_above() -> None:
    text = (
        "1 |\n浴场检查 |\n1.水质达标的检查 |\n各类浴场 |\n5% |\n卫健部门 |\n公安部门 |\n市级 |\n"
        "2.救生员持证的检查 |\n泳池 |\n20-30家 |\n市级 | ||||\n"
        "3.收费公示的检查 |\n泳池 |\n8% |\n市监部门 |\n文旅部门 |\n县级 | ||\n"
        "小学、幼儿园 |\n9% | ||||||\n"
        "4.锅炉使用的检查 | |||||||\n"
        "2 |\n书店检查 |\n5.进货台账的检查 |\n书店 |\n3% |\n新闻出版部门 |\n公安部门 |\n市级 |\n"
    )
    found = extraction_from(HEAD + text)
    first = (("卫健部门",), ("公安部门",))
    other = (("市监部门",), ("文旅部门",))
    assert [said(row) for row in found.rows] == [
        ("1", "1.水质达标的检查", *first),
        ("1", "2.救生员持证的检查", *first),
        ("1", "3.收费公示的检查", *other),
        ("1", "4.锅炉使用的检查", *other),
        ("2", "5.进货台账的检查", ("新闻出版部门",), ("公安部门",)),
    ]
    assert [row.section for row in found.rows] == [("浴场检查",)] * 4 + [("书店检查",)]
    assert not any(row.inherited for row in found.rows)


def test_a_line_that_is_a_row_lacks_the_columns_its_cells_do_not_fit() -> None:
    text = """序号 检查领域 检查事项 检查对象 牵头部门 配合部门 层级
1 剧院检查 对剧院演出内容的检查 剧院、影院 文旅部门 公安部门 县级
2 网吧检查 对网吧上网登记的检查 网吧
3 食堂检查 对食堂留样记录的检查 中学 教育部门 市监部门 市级
校外托管机构的收费和场地的检查 校外托管机构 县级
食堂从业人员健康证的检查 各类学校 市监部门 教育、卫健部门 县级"""
    found = extraction_from(text)
    assert [said(row) for row in found.rows] == [
        ("1", "对剧院演出内容的检查", ("文旅部门",), ("公安部门",)),
        ("2", "对网吧上网登记的检查", ("文旅部门",), ("公安部门",)),
        ("3", "对食堂留样记录的检查", ("教育部门",), ("市监部门",)),
        ("3", "校外托管机构的收费和场地的检查", ("教育部门",), ("市监部门",)),
        ("3", "食堂从业人员健康证的检查", ("市监部门",), ("教育", "卫健部门")),
    ]
    assert found.rows[1].inherited == ("leads",)


def test_aims_in_rows_of_their_own_share_the_units_beside_the_first() -> None:
    text = """牵头单位
| 目标任务
| 责任单位
|
县府
办公
室
| 改进公文办理，压减会议和文件
| 各乡镇
|
市
发
改
委
| 粮食产量增长3%
| 统计局、各区县
|
服务业投资增长12%
|
单位产值用水下降4%
|"""
    assert [said(row) for row in extraction_from(text).rows][1:] == [
        (None, words, ("市发改委",), ("统计局", "各区县"))
        for words in ("粮食产量增长3%", "服务业投资增长12%", "单位产值用水下降4%")
    ]


def test_an_item_below_names_and_times_counts_on_in_the_cell_above() -> None:
    text = """序号
项目
内容
责任部门
完成时间
1
印发活动通知
明确活动主题，确定活动安排
县科协
3月5日前
2
举办科普讲座
1.食品安全的科普讲座
各乡镇科协
4月20日
2.防震减灾的科普讲座
3.青少年眼健康的科普讲座
3
总结活动情况
梳理活动成效，形成书面总结
县科协
5月底"""
    rows = extraction_from(text).rows
    assert [(row.no, row.leads, row.deadline_text) for row in rows] == [
        ("1", ("县科协",), "3月5日前"),
        *[("2", ("各乡镇科协",), "4月20日")] * 3,
        ("3", ("县科协",), "5月底"),
    ]
    assert {row.section for row in rows} == {()}


def test_a_body_without_its_last_word_in_a_long_list_of_names_is_no_task() -> None:
    names = ["省教育厅", "省新闻出版", "省总工会", "省妇联", "省科协", "省残联", "省文联"]
    first = ["主要目标", "牵头单位", "责任单位", "提高城乡居民心理健康知识知晓率。", "省卫生厅"]
    below = ["增加经常参加体育锻炼的人数。", "省体育局", "省教育厅", "省总工会"]
    text = "\n".join([*first, *names, *below])
    rows = extraction_from(text).rows
    assert [(row.leads, row.cooperating) for row in rows] == [
        (("省卫生厅",), tuple(names)),
        (("省体育局",), ("省教育厅", "省总工会")),
    ]


RUN_TOGETHER = (
    "序号工作任务责任单位7办好学前教育。新建幼儿园8所，增加学位。市教育局、市财政局牵头；"
    "市住建局配合；各县区政府落实8改造老旧小区12个。市住建局牵头；市财政局配合"
    "9推进医养结合。市卫健委、市民政局"
)


def test_rows_that_have_run_together_are_read_where_all_of_them_can_be() -> None:
    found = extraction_from(f"工作分工清单\n{RUN_TOGETHER}\n说明")
    assert [said(row) for row in found.rows] == [
        (
            "7",
            "办好学前教育。新建幼儿园8所，增加学位。",
            ("市教育局", "市财政局"),
            ("市住建局", "各县区政府"),
        ),
        ("8", "改造老旧小区12个。", ("市住建局",), ("市财政局",)),
        ("9", "推进医养结合。", ("市卫健委", "市民政局"), ()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        RUN_TOGETHER.replace("推进医养结合。", "推进医养结合"),
        RUN_TOGETHER.replace("工作任务", "项目名称主要内容"),
        (
            "序号项目名称主要内容牵头单位配合单位1增加学位新建学校3所。教育局经开区各街道"
            "2促进就业新增就业5000人。人社局各街道"
        ),
    ],
)
def test_rows_that_cannot_be_told_apart_are_said_and_not_read(text: str) -> None:
    found = extraction_from(text)
    assert not found.rows
    heads = re.match(r"[^\d]+", text)
    assert heads
    assert not_read(heads[0]) in {each.text for each in found.remarks}


def test_a_sentence_about_numbers_is_no_table_that_ran_together() -> None:
    text = "序号按责任单位和完成时限排列，1号文件中的各项任务由市政府办公室汇总后报送市委。"
    assert [one.text for one in extraction_from(text).remarks] == [NOTHING]


NAMES = [
    "序号",
    "姓名",
    "单位",
    "职务",
    "1",
    "王建国",
    "市教育局",
    "局长",
    "2",
    "李小红",
    "市财政局",
]
FIGURES = [
    "序号",
    "县区",
    "2021年",
    "2022年",
    "1",
    "东山县",
    "120",
    "130",
    "2",
    "西河县",
    "98",
    "101",
]
WORK = ["序号", "县区", "面积", "1", "东山县", "12亩", "其中水田8亩"]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["联络员名单", *NAMES], 1),
        (["产量表", *FIGURES], 1),
        (["序号 姓名 单位 职务", "1 王建国 市教育局 局长", "2 李小红 市财政局 科长"], 1),
        (WORK, 0),
        (["序号", "姓名不详的，按下列办法登记，并报县公安局备案。", "1"], 0),
    ],
)
def test_a_list_that_lost_its_borders_is_said_and_not_read(lines: list[str], count: int) -> None:
    found = extraction_from("\n".join(lines))
    told = [one for one in found.remarks if one.text != NOTHING]
    assert (len(found.rows), len(told)) == (0, count)


def test_bars_that_fell_on_a_line_of_their_own_end_the_row_above() -> None:
    found = extraction_from(
        "序号 | 抽查领域 | 抽查事项 | 检查对象 | 发起部门 | 配合部门 |\n"
        "1 | 培训机构 | 培训收费的检查 | 各类培训机构 | 市教育局 | 市市场监督管理局 |\n"
        "消防设施的检查 | 市教育局 | 市公安局、市应急管理局 |\n|||\n"
        "2 | 宾馆 | 宾馆治安的检查 | 各类宾馆 | 市公安局 | 市消防救援支队 |\n"
        "宾馆卫生的检查 | 市公安局 | 市市场监督管理局 ||||\n"
    )
    assert [(row.no, row.content, row.leads, row.cooperating) for row in found.rows] == [
        ("1", "培训收费的检查", ("市教育局",), ("市市场监督管理局",)),
        ("1", "消防设施的检查", ("市教育局",), ("市公安局", "市应急管理局")),
        ("2", "宾馆治安的检查", ("市公安局",), ("市消防救援支队",)),
        ("2", "宾馆卫生的检查", ("市公安局",), ("市市场监督管理局",)),
    ]


def test_headings_that_nobody_can_part_are_said_to_be_those_of_a_table() -> None:
    heads = "序号项目名称建设阶段总投资2011年计划投资项目业主牵头协调部门牵头区领导"
    text = f"附件2011年重点项目情况表单位:万元{heads}合计 7089 7875001东湖公园项目加快建设4300"
    assert not_read(heads) in {each.text for each in extraction_from(text).remarks}
    prose = "各单位按序号填报项目名称和责任单位，附表1另发。"
    assert not_read(heads) not in {each.text for each in extraction_from(prose).remarks}


REPORTED = ["序号", "项目名称", "年度目标任务", "责任单位", "进展情况"]
REPORTED += ["1", "教育工程", "新建中学2所。", "市教育局", "已开工1所。"]
OTHERS = ["2", "健康工程", "新建医院1所。", "市卫健委", "主体封顶。"]
OTHERS += ["3", "交通工程", "修建道路20公里。", "市交通局", "完成12公里。"]


@pytest.mark.parametrize(
    ("below", "contents"),
    [
        (["改造小学3所。", "完成招标。"], ["新建中学2所。", "改造小学3所。"]),
        (["其余1所完成立项。", "正在招标。"], ["新建中学2所。"]),
    ],
    ids=["a task and its report", "two more reports"],
)
def test_a_task_between_two_reports_is_a_row_below_merged_cells(
    below: list[str], contents: list[str]
) -> None:
    rows = extraction_from("\n".join([*REPORTED, *below, *OTHERS])).rows
    assert [row.content for row in rows[:-2]] == contents
    assert {(row.no, row.leads) for row in rows[:-2]} == {("1", ("市教育局",))}
