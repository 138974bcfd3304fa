"""Says of a table that holds no tasks what it is: money, names, marks, figures, an agenda."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tracker.extraction.fields import PLACES, Field
from tracker.extraction.flat.atoms import look
from tracker.extraction.headers import TEXTS, Columns, Row, bare, persons_answer
from tracker.extraction.tables import registers
from tracker.texts import gettext as _

MONEY = re.compile(r"预算|决算|金额|万元|亿元|资金|经费|支出|收入|投资|造价|补助|預算|金額")
BUDGET = re.compile(r"预算|决算|預算|決算|经费")
PEOPLE = re.compile(r"姓名|性别|职务|职称|学历|出生|电话|手机|身份证|民族|籍贯")
MARKS = re.compile(r"分值|得分|扣分|评分|计分|加分|赋分")
GUIDE = re.compile(
    r"(?:办理|办事|工作)程序|办事指南|受理条件|申请材料|收费标准|(?:设定|实施|许可)依据|行使层级"
)
AGENDA = re.compile(
    r"地点|主持|参会|参加人员|议程|议题|日程|行程|场次|发言|汇报|列席|嘉宾|授课|主讲|讲师|课程|节次|考场|考点|监考"
)
# Headings which only a programme or a timetable has.
PROGRAMME = re.compile(
    r"(?:会议|活动|培训)?(?:议程|日程|行程)(?:安排|内容)?|主持(?:人|领导|单位)?|(?:发言|汇报|列席|主讲|授课)(?:人员?|单位|部门|嘉宾|教师|老师)"
    r"|主讲|讲师|(?:课程|授课|培训)(?:名称|内容)|节次|考场|考点|监考(?:人员?|教师)?|场次"
)
CLOCK = re.compile(r"[01]?\d\s*[:：时点]\s*[0-5]\d|2[0-4]\s*[:：时点]|[上下]午")
DAY = re.compile(r"[年月日号周底]|\d[./]\d")
YEAR = re.compile(r"(?:19|20)\d{2}年?")
YEAR_ALONE = re.compile(r"(?:19|20)\d{2}年?度?(?:目标|指标|计划|实际|完成|基数|预期|现状)?值?")
# Headings that name a body without saying that it answers for anything.
WEAK = re.compile(
    r"^(?:单位|部门|单位名称|部门名称|(?:项目|建设|实施|申报|承担|主管|预算|执行|填报|业主|代建|用款|资金使用)(?:单位|部门|主体|机构|法人)"
    r"|(?:项目)?业主(?:单位)?"
    rf"|{PLACES}(?:名称)?"
    r"|departments?)$"
)
# Names of things, which do not say what is to be done, and what is due with a project.
THING = re.compile(
    r"^(?!.*(?:任务|工作|事项|措施|举措|行动|实事|改革))(?:[\u4e00-\u9fff]{0,6}"
    r"(?:项目|指标|工程|资金|科目|设备|物资|产品|课题|单位|品目|用途)(?:名称|类别|内容)?"
    r"|名称|内容|建设(?:内容|规模|性质|地点)(?:[及与和、][\u4e00-\u9fff]{2,6})*|目标值?|数量)$"
)
INVESTED = re.compile(r"总?投资|资金|概算|造价|投资额")
INDICATOR = re.compile(r"指标|数据|品种")
TERM = re.compile(r"开工|竣工|建成|起止|启止|年限|工期|建设(?:时间|周期|期限)|立项")
# What is said of a document: GB/T 33482 and the catalogues of open government information.
PARTICULAR = re.compile(
    r"(?:信息)?索引号|(?:主题|信息|体裁|组配|公文)?(?:分类|种类)|(?:发文|发布|制发|公开)(?:机关|机构|单位|主体)"
    r"|(?:成文|发文|发布|公开|生成|生效|失效|废止|实施|印发|有效)(?:日期|时间|期限?)"
    r"|(?:文件|信息)?(?:标题|名称)|(?:发文字|文件编|统一登记|统一编|文)号|(?:主题|关键)词"
    r"|(?:有效|时效)性|(?:效力|文件)状态|(?:公开|发布)(?:方式|范围|时限|属性|类别|形式)|内容概述|公文时效"
)
JUDGED_PARTICULARS, FEW_PARTICULARS = 12, 3
LEADING = (Field.LEAD, Field.RESPONSIBLE)
ANSWERING = frozenset({*LEADING, Field.COOPERATING})
HEAD_ROWS = 8
# Rows of cells among which the headings are, and how long a heading is at most.
MOST_HEADED, LONGEST_HEADING = 2, 16
JUDGED_ROWS = 60
HALF = 0.5


def are_particulars(rows: Sequence[Row]) -> bool:
    """Return whether a table is what pages of governments say of the document above its text.

    索引号 | … | 主题分类 | … in one row, 发文机关 | … | 成文日期 | … in the next: labels, each with
    what it labels beside it, and not the headings of a list of documents.
    """
    if len(rows) > JUDGED_PARTICULARS:
        return False
    labelled = [
        (at, label)
        for at, row in enumerate(rows)
        for label, beside in pairwise(dict.fromkeys(bare(cell).strip("：:") for cell in row))
        if PARTICULAR.fullmatch(label) and not PARTICULAR.fullmatch(beside)
    ]
    return len({at for at, _label in labelled}) > 1 and len(set(labelled)) >= FEW_PARTICULARS


def what_it_is(rows: Sequence[Row]) -> str:
    """Return a sentence on a table that is not read, by the words of its first rows."""
    listed = registers.what_is_listed(rows)
    if listed:
        return listed
    head = " ".join(_head_words(rows))
    cells = [bare(cell) for row in rows[:HEAD_ROWS] for cell in row]
    are_years = sum(YEAR_ALONE.fullmatch(text) is not None for text in cells) > 1
    figures = _("This table holds figures, no tasks; it was not read.")
    told = (
        (
            any(map(PROGRAMME.fullmatch, cells)),
            _("This table is a programme or a timetable, not one of tasks; it was not read."),
        ),
        (PEOPLE.search(head), registers.persons()),
        (MARKS.search(head), registers.marks()),
        (are_years and not BUDGET.search(head), figures),
        (
            MONEY.search(head),
            _("This table is about money (a budget or a list of projects); it was not read."),
        ),
        (_figures(rows) > HALF, figures),
    )
    unknown = _("This table has no columns for a task and who is responsible; it was not read.")
    return next((words for is_such, words in told if is_such), unknown)


def _head_words(rows: Sequence[Row]) -> Iterator[str]:
    """Return what stands in the title and the headings; what the rows below say is not judged."""
    headed = 0
    for row in rows[:HEAD_ROWS]:
        words = list(dict.fromkeys(text for cell in row if (text := bare(cell))))
        yield from (text for text in words if len(words) == 1 or len(text) <= LONGEST_HEADING)
        headed += len(words) > 1
        if headed == MOST_HEADED:
            break


def _figures(rows: Sequence[Row]) -> float:
    """Return the share of filled cells that are figures."""
    cells = [cell for row in rows[:JUDGED_ROWS] for cell in row if cell.lines]
    return sum(look(cell.text).is_measure for cell in cells) / max(1, len(cells))


def holds_tasks(columns: Columns, rows: Sequence[Row]) -> bool:
    """Return whether a table with the columns of a task table holds tasks indeed.

    A column 单位 alone may be a unit of measure, and a list of projects, money, figures, marks or
    persons names bodies as well; the headings as a whole and the cells of the columns decide.
    """
    answering = [at for name in ANSWERING for at in columns.fields.get(name, ())]
    headings = " ".join(columns.headings)
    others = (_are_figures, _is_ledger)
    if GUIDE.search(headings) or any(is_other(columns, rows) for is_other in others):
        return False
    if columns.first(*LEADING) is None and not persons_answer(columns):
        return AGENDA.search(headings) is None
    if not answering or any(not WEAK.match(columns.headings[at]) for at in answering):
        return True
    if Field.DEADLINE not in columns.fields and any(
        sign.search(headings) for sign in (MONEY, PEOPLE, MARKS)
    ):
        return False
    if sum(bool(YEAR.search(heading)) for heading in columns.headings) > 1:
        return False
    texts = [row[at].text for row in rows[:JUDGED_ROWS] for at in answering if row[at].lines]
    bodies = sum(look(text).is_bodies or look(text).has_role for text in texts)
    measures = sum(look(text).is_measure for text in texts)
    return measures <= bodies


def _are_figures(columns: Columns, rows: Sequence[Row]) -> bool:
    """Return whether figures stand where the task should: 乡镇 | 任务数（亩） | 完成时限."""
    texts = [at for name in TEXTS for at in columns.fields.get(name, ())]
    return _share_of_figures(rows, texts) > HALF


def _is_ledger(columns: Columns, rows: Sequence[Row]) -> bool:
    """Return whether things are listed with money or figures, though bodies answer for them.

    项目名称 | 责任单位 | 预算金额 is a budget; 项目名称 | 总投资 | 开工时间 a list of projects;
    指标 | 2020年 | 2025年 | 责任单位 are figures of a plan. A word for a task, or a day to be done
    by, says otherwise.
    """
    texts = [columns.headings[at] for name in TEXTS for at in columns.fields.get(name, ())]
    if not texts or not all(THING.match(heading) for heading in texts):
        return False
    periods = columns.fields.get(Field.MILESTONE, ())
    if periods:
        are_figures = _share_of_figures(rows, periods) > HALF
        return are_figures and any(INDICATOR.search(heading) for heading in texts)
    money = any(INVESTED.search(each) or BUDGET.search(each) for each in columns.headings)
    times = [columns.headings[at] for at in columns.fields.get(Field.DEADLINE, ())]
    return money and all(TERM.search(each) for each in times)


def are_hours(times: Sequence[str]) -> bool:
    """Return whether most times of a table are hours of a day, as those of a programme are."""
    hours = [text for text in times if CLOCK.search(text) and not DAY.search(text)]
    return len(hours) > 1 and len(hours) > len(times) * HALF


def _share_of_figures(rows: Sequence[Row], places: Sequence[int]) -> float:
    """Return the share of the filled cells of these columns that are figures."""
    texts = [bare(row[at]) for row in rows[:JUDGED_ROWS] for at in places if row[at].lines]
    return sum(look(text).is_measure for text in texts) / max(1, len(texts))


def aims_left_out(columns: Columns) -> tuple[str, ...]:
    """Return the headings of the columns of aims that are no part of the tasks."""
    return tuple(columns.headings[at] for at in columns.fields.get(Field.GOAL, ()))


def unknown_headings(columns: Columns) -> tuple[str, ...]:
    """Return the headings of a task table that hold no field that we know."""
    known = {at for places in columns.fields.values() for at in places}
    return tuple(
        dict.fromkeys(
            heading for at, heading in enumerate(columns.headings) if heading and at not in known
        )
    )
