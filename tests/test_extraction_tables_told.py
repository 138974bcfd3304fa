"""What is said of a table that holds no tasks, or that may hold none."""

import pytest

from tests.reading_samples import extraction_from
from tracker.extraction import Extraction
from tracker.extraction.flat.finding import not_told_apart
from tracker.extraction.tables import remarks
from tracker.texts import gettext as _

PROGRAMME = "This table is a programme or a timetable, not one of tasks; it was not read."


def of_table(*lines: str) -> Extraction:
    return extraction_from("\n".join(lines))


@pytest.mark.parametrize(
    "lines",
    [
        ("时间\t议程\t主持人\t地点", "9:00-9:30\t致辞\t张三\t会议厅", "9:30\t讨论\t李四\t二楼"),
        ("序号\t时间\t议题\t汇报单位\t参加单位", "1\t9:00\t预算草案\t市财政局\t市审计局"),
        ("日期\t时间\t科目\t考场", "6月7日\t9:00-11:30\t语文\t一中"),
    ],
    ids=["who speaks", "who attends", "where one sits"],
)
def test_a_programme_names_nobody_who_answers_and_is_said_to_be_one(lines: tuple[str, ...]) -> None:
    found = of_table(*lines)
    assert found.rows == ()
    assert _(PROGRAMME) in [one.text for one in found.remarks]


def test_hours_of_a_day_beside_who_answers_are_rows_that_may_be_none() -> None:
    line = "\t{}\t会议室\t市政府办公室"
    head = "时间\t内容\t地点\t负责单位"
    found = of_table(head, "9:00-9:30" + line.format("签到"), "9:30-11:00" + line.format("讨论"))
    assert len(found.rows) == 2
    assert remarks.hours() in [one.text for one in found.remarks]
    dated = of_table(head, "4月20日9:00" + line.format("开幕"), "4月23日" + line.format("朗读"))
    assert remarks.hours() not in [one.text for one in dated.remarks]


def test_a_person_who_answers_makes_a_task_of_what_is_due_somewhere() -> None:
    found = of_table("序号\t任务\t地点\t责任人\t完成时限", "1\t修建泵站\t城东\t张三\t10月底")
    assert [row.content for row in found.rows] == ["修建泵站"]


HEAD = "序号  工作任务  牵头单位  配合单位  完成时限"
FIRST = "1  建设妇幼保健院  市卫健委  市财政局  12月底"


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("市发改委", remarks.left_out(["市发改委"])),
        ("市妇联  市医保局", remarks.unsure(1)),
        ("改造产科病房  市发改委  12月", remarks.unsure(1)),
    ],
    ids=["a name", "two names", "words and a name"],
)
def test_what_stands_below_a_row_without_its_indent_is_told(below: str, told: str) -> None:
    found = of_table(HEAD, FIRST, below, "2  推广婚检  市民政局  市司法局  6月底")
    assert told in [one.text for one in found.remarks]


def test_of_marks_is_said_that_what_they_are_given_for_can_be_read() -> None:
    found = of_table("序号\t考核指标\t分值\t评分标准", "1\t完成率\t20\t每少1%扣1分")
    told = (
        "This table says how marks are given; it was not read. If what it marks are tasks, read the"
        " table as tasks."
    )
    assert (found.rows, _(told) in [one.text for one in found.remarks]) == ((), True)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            (
                "职权名称\t职权类型\t行使主体\t承办机构\t责任事项\t追责情形",
                "渡口审批\t许可\t县交通局\t航务股\t受理\t超期的",
            ),
            "This table lists powers of authorities, no tasks; it was not read.",
        ),
        (
            (
                "序号\t事项名称\t服务对象\t承办单位\t办理地点",
                "1\t殡葬补贴申领\t居民\t县民政局\t一楼大厅",
            ),
            "This table lists services or what is made public, no tasks; it was not read.",
        ),
        (
            (
                "事项名称\t审批部门\t承诺时限",
                "渡口审批\t县交通局\t7个工作日",
                "演出许可\t县文旅局\t3个工作日",
            ),
            "This table says how long procedures take, it holds no tasks; it was not read.",
        ),
        (
            (
                "文件名称\t文号\t起草部门\t印发日期",
                "关于禁渔的通告\t某政发〔2017〕8号\t县农业局\t2017年2月6日",
            ),
            "This table lists documents, no tasks; it was not read.",
        ),
        (
            ("点位名称\t责任县区\t采样时间\t水质类别", "石桥\t甲县\t2022年4月\tⅡ类"),
            "This table holds results of measurements, no tasks; it was not read.",
        ),
        (
            ("采购内容\t采购单位\t采购方式\t采购时间", "打印机\t县档案局\t询价\t2022年4月"),
            "This table lists what is to be bought, no tasks; it was not read.",
        ),
    ],
    ids=["powers", "services", "procedures", "documents", "measurements", "purchases"],
)
def test_a_list_of_what_there_is_holds_no_tasks_and_is_named(
    lines: tuple[str, ...], told: str
) -> None:
    found = of_table(*lines)
    assert (found.rows, [one.text for one in found.remarks]) == ((), [_(told)])


@pytest.mark.parametrize(
    "lines",
    [
        (
            "文件名称\t文号\t责任部门\t修订时限",
            "关于禁渔的通告\t某政发〔2017〕8号\t县农业局\t2022年6月底",
        ),
        ("责任部门\t工作任务\t资金", "县农业局\t拨付禁渔补助资金\t县财政"),
        (
            "事项名称\t责任单位\t办理时限",
            "补发工资\t县人社局\t7个工作日",
            "修复路灯\t县城管局\t3个工作日",
        ),
    ],
    ids=["documents to be amended", "a task about money", "what was complained of"],
)
def test_what_somebody_is_charged_with_is_a_task(lines: tuple[str, ...]) -> None:
    assert len(of_table(*lines).rows) == len(lines) - 1


def test_money_in_a_task_makes_no_table_of_money() -> None:
    found = of_table("科目\t要点", "市财政局\t盘活存量资金，严控一般性支出，不得新设专项资金")
    assert "资金表" not in "".join(one.text for one in found.remarks)


def test_where_a_task_is_done_leads_nobody_though_the_lines_lost_their_table() -> None:
    head, *rows = (
        ("序号", "任务", "责任区域", "实施单位", "完成时间"),
        ("1", "建设茶叶加工产业园一期", "石桥区", "市城投集团", "2023年6月"),
        ("2", "建设油茶基地3万亩", "清水县、白沙县", "市林业局", "2023年12月"),
    )
    found = of_table(*head, *(text for row in rows for text in row))
    assert [row.leads for row in found.rows] == [("市城投集团",), ("市林业局",)]


def test_headings_that_stand_below_the_first_ones_make_no_row() -> None:
    found = of_table(
        *("序号", "目标任务", "责任单位", "名称", "内容", "主办", "协办"),
        *("1", "禁毒工作", "新增吸毒人员为零", "区公安分局", "区司法局"),
        *("2", "征兵工作", "送兵120名", "区人武部", "各街道"),
        *("3", "双拥工作", "走访慰问3次", "区民政局", "各街道"),
    )
    assert found.rows == ()
    assert not_told_apart() in [one.text for one in found.remarks]
