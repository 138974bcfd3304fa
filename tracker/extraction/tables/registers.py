"""Knows the tables that list what there is, and charge nobody: powers, documents, measurements.

Each is told by headings that stand together in such a list; a time for the task to be done, or a
heading that says task or measure, says otherwise.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.fields import Field
from tracker.extraction.headers import TEXTS, Columns, Row, bare, find_header
from tracker.texts import gettext as _

# A heading under which tasks stand, whatever the others say.
WORK = re.compile(r"任务|措施|举措|整改|工作(?!日)|交办")
INSPECTED = re.compile(r"抽查|检查")
PARTIES = (Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING)

# 权责清单, 执法主体名单: what an authority may do by law.
LAW = re.compile(r"(?:法律|法定|实施|设定|职权|权力|执法)(?:法规)?依据")
POWER = re.compile(
    r"(?:实施|行使|审批|职权|执法)(?:机关|主体|部门)|(?:权力|职权|许可|处罚)(?:类型|类别)|追责"
)
POWERS = re.compile(r"追责|(?:职权|权力)(?:名称|类型|类别|事项|编码)")
# 公共服务事项目录, 公开目录: what is granted or told to whoever asks.
SERVED = re.compile(r"办理(?:地点|窗口)|受理(?:地点|窗口)|^公开(?:事项|内容|主体|渠道|依据|时限)")
# 规范性文件目录, 清理结果: documents there are, by number and day.
DOCUMENT = re.compile(r"^(?:规范性|政策)?文件(?:名称|标题)|^(?:政策|法规|规章)(?:文件)?名称")
OF_DOCUMENT = re.compile(r"文号|发文字号|清理(?:意见|结果|结论)|效力")
PUBLISHED = re.compile(r"公布|发布|颁布|印发|成文|施行|生效|失效|有效")
# 水质监测结果: what was measured, and when.
MEASURED = re.compile(r"(?:监测|检测|采样|抽样)(?:时间|日期|结果|值|结论)|水质类别|检[测验]结论")
MEASURED_WHEN = re.compile(r"监测|检测|采样|抽样")
# 检查标准: how whoever inspects gives marks.
MARKS = re.compile(r"(?:扣分|评分|计分|加分|赋分)(?:标准|办法|细则|依据)?|得分")
INSPECTS = re.compile(r"(?:检查|考核|评[价分]|督查|监管|验收)(?:单位|部门|主体|机关)$")
# 采购清单.
BOUGHT = re.compile(r"采购(?:项目|内容|品目|单位|人|方式|时间|预算|需求)")
BOUGHT_WHEN = re.compile(r"采购")
# 责任人名单: a place or a thing, and the persons who answer for it.
NAMED = re.compile(r"名称$|^(?:河段|水库|点位|路段)$")
# 审批流程: how long an authority takes, counted from the day it is asked.
TAKES = re.compile(r"(?:办理|承诺|法定|审批|流程|办结)[\u4e00-\u9fff]{0,2}(?:时限|期限|时间)")
SPAN = re.compile(
    r"\d{1,3}个?(?:工作日|自然日|日|天|小时)(?:内|以内)?|即办|当[场日]办结|即时(?:办结)?"
)
ANSWERS = re.compile(r"责任|牵头|主办|承办|负责")
TOGETHER = 2


def what_is_listed(rows: Sequence[Row]) -> str:
    """Return a sentence on a table that is such a list, "" where it is none."""
    header = find_header(rows, _is_any)
    if header is None or any(map(WORK.search, header[1].headings)):
        return ""
    at, columns = header
    return next(_told(columns, rows[at:]), "")


def marks() -> str:
    """Say that a table is about marks."""
    return _(
        "This table says how marks are given; it was not read. If what it marks are tasks,"
        " read the table as tasks."
    )


def persons() -> str:
    """Say that a table lists persons."""
    return _("This table is a list of persons, not of tasks; it was not read.")


def _is_any(_columns: Columns) -> bool:
    return True


def _told(columns: Columns, rows: Sequence[Row]) -> Iterator[str]:
    headings, whole = columns.headings, " ".join(columns.headings)
    times = [headings[at] for at in columns.fields.get(Field.DEADLINE, ())]
    named = [headings[at] for name in PARTIES for at in columns.fields.get(name, ())]
    by_law = LAW.search(whole) and not times and not INSPECTED.search(whole)
    if POWER.search(whole) and (by_law or POWERS.search(whole)):
        yield _("This table lists powers of authorities, no tasks; it was not read.")
    if sum(SERVED.search(each) is not None for each in headings) > TOGETHER or (
        not times and re.search(r"服务对象", whole) and SERVED.search(whole)
    ):
        yield _("This table lists services or what is made public, no tasks; it was not read.")
    if _are_spans(columns, rows) and not any(map(ANSWERS.search, named)):
        yield _("This table says how long procedures take, it holds no tasks; it was not read.")
    is_document = any(map(DOCUMENT.search, headings)) and OF_DOCUMENT.search(whole)
    if is_document and all(map(PUBLISHED.search, times)):
        yield _("This table lists documents, no tasks; it was not read.")
    if MEASURED.search(whole) and times and all(map(MEASURED_WHEN.search, times)):
        yield _("This table holds results of measurements, no tasks; it was not read.")
    if MARKS.search(whole) and not times and named and all(map(INSPECTS.search, named)):
        yield marks()
    bought = sum(BOUGHT.search(each) is not None for each in headings)
    if bought > TOGETHER and all(map(BOUGHT_WHEN.search, times)):
        yield _("This table lists what is to be bought, no tasks; it was not read.")
    who = columns.fields.get(Field.PERSON, ())
    texts = [headings[at] for name in TEXTS for at in columns.fields.get(name, ())]
    if len(who) >= TOGETHER and not times and not named and all(map(NAMED.search, texts)):
        yield persons()


def _are_spans(columns: Columns, rows: Sequence[Row]) -> bool:
    """Return whether all that stands under the times is how many days a procedure takes."""
    places = columns.fields.get(Field.DEADLINE, ())
    if not places or not all(TAKES.search(columns.headings[at]) for at in places):
        return False
    told = [text for row in rows for at in places if (text := bare(row[at]))]
    return len(told) > 1 and all(map(SPAN.fullmatch, told))
