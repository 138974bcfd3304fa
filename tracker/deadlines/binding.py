"""Which expressions of time bind an obligation, and which only name, measure or tell something."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tracker.deadlines.attributes import is_attribute, is_reported, makes_paper, opens_deed
from tracker.deadlines.scanning import scan

_BACK = 24  # characters: how far before an expression its words of condition may stand
_NEAR = 60  # characters: how far behind it
# A year that only names a thing (2017年度, 2015年版, 2017年工作要点) or a yardstick (比2015年).
_NAMED_AFTER = re.compile(
    r"度(?![底末内])|版|[级届]|第?[一二三四五六七八九十\d]{1,3}[次届号]|以来|修订"
    r"|(?:[^,;。、]{0,12}(?:工作要点|工作计划|行动计划|实施方案|工作报告|重点工作)"
    r"|[^,;。、公编报下审对将把]{0,12}预算|的?(?:基础上|相比))"
    r'|"[^",;。]{1,20}"[^",;。、]{0,8}(?:方案|计划|要点|清单|行动|报告|预算)(?=[,;。、]|$)'
    r"|一主题|攻势|大?会战|战役|(?:的)?(?:基础|水平|标准|基数|同期)|为基"
)
_YARDSTICK = re.compile(
    r"(?:比|较|与|同|相比于|以|按照?|根据|近|过去|前|满|已经?|第|面向|迈向|去)$"
)
_IN_FORCE = re.compile(r"(?:正式)?(?:施行|生效)")
_VALID = re.compile(r"有效期(?:限)?(?:为)?$")
_ISSUE_DATE = re.compile(  # but 完成时间: heads the time by which to act
    r"(?<!完成|办结|整改|落实|推进|报送|上报|提交|实施|启动|截止|截至|进度|验收|竣工|开工)"
    r"(?<!销号|到位|交付|达标|建成|完工|要求|节点)(?:日期|时间):$|(?:发文|发布|成文|生成|印发|公布|施行)日期】?$"
)
_ISSUED = re.compile(r"(?:印发|发布|成文|公布)(?![之以]?日|[之以]?后)")
# What was said or signed that day: 2026年1月26日在…会议上, 2018年11月16日(此件公开发布).
_SPOKEN = re.compile(
    r"在[^,;。]{2,40}(?:会议|大会|会)上(?:$|[\n,。的)])|\(此件|[^,;。()]{2,25}(?:\([^()]{1,6}\))?会议?[^,;。()]{0,6}通过"
)
# A day on which something took place, or on which nobody works: 3月2日上午,市政府召开…会议.
_HAPPENED = re.compile(
    r"(?:[上下]午)?(?:[、和及]\d{1,2}[月日][^,;。]{0,12})?(?:放假|上班|调休|休市)"
    r"|(?:[上下]午|,)[^;。]{0,30}?(?:发生|出席)|[^,;。]{0,20}发生|,[^;。]{0,40}?(?:(?:发布|公布)《|批示|视察|调研)"
)
_MEETING = re.compile(r"(?:[上下]午|,)[^;。]{0,30}?(?:召开|举行|主持)")
_OF_A_PAGE = re.compile(r"(?::\d\d)?(?:来源|作者|浏览|点击|阅读|字号|字体|【)")
_PASSED = re.compile(r"(?:以来|年度)$")
# 今年已将…纳入, 2021年上半年已联系: done, unless it says which (已建成的).
_DONE = re.compile(r",?[^,;:。、对将把]{0,8}已经?(?![^,;。]{0,12}的)")
# How long something lasts: 使用期限自启用之日起至2047年6月30日止.
_LASTING = re.compile(r"期限?(?:为|自|从)[^,;。]{0,18}$|可(?:延长?|顺延|延期|展期)$")
# 每季度末(分别在6月、9月和12月底): the bracket details what stands before it.
_DETAILED = re.compile(r"\((?:分别|即)[^()]*$")
# 当年应缴的税: of whichever year it is; but 当年完成 binds.
_OF_THAT_TIME = re.compile(r"当(?:年度?|季|月)")
_DONE_IN_TIME = re.compile(
    r"[前底末内]|[^,;。]{0,6}(?:完成|实现|建成|开工|投产|投用|见效|启动|出台|兑现)"
)
# 某市人民政府 2017年6月13日 signs; …的通知(2023年4月19日) says when it was issued.
_BELOW_A_NAME = re.compile(
    r"(?:人民政府|办公[室厅]|委员会|[局厅部委院府处站]|中心|公司|集团|协会|学校|大学|学院)$"
    r"|(?:通知|意见|方案|办法|措施|决定|规定|清单|要点|公告|批复|计划|细则|名单|名录|目录|台账|报告|纪要|简报|通报)\($"
)
_LINE_END = re.compile(r"\)?(?:$|[\r\n\t|])")
_WHOLE_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
# (略)二零一零年九月一日, 某省财政2021年2月25日: the foot of the text.
_FOOT = re.compile(r"[)。]$|(?:^|[\n\t。])[^\n\t,;:。(]{1,8}[省市县区州旗][^\n\t,;:。(]{1,10}$")
_DAY_OF_FOOT = re.compile(
    r"[\d一二三四五六七八九零]{4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
_GOES_ON = re.compile(r"[,;:。、)前止起]|前|之|以|至|-")
_SO_FAR = re.compile(r"[,:]?(?:以|全[省市县区]|我[省市县区]|共|已|累计)")
# 年末百日攻坚: a campaign.
_HAS = re.compile(r"已经?[^,;。的前底]{0,22}$")  # 已选择甲县于2006年9月先行试点
_PUBLIC = re.compile(r"公[示告](?:期限?|时间)(?:为|:|自|从)?$")  # when people may object
_REVIEWED = re.compile(r"(?:评估|检查|调整)")
_LISTED_IN = re.compile(r"[列纳]入$")
_CAMPAIGN = re.compile(r"(?:百日|大干|(?:攻坚|冲刺)(?!完成|收官|实现))")
_BEFORE_THIS = re.compile(r"(?:上一?|前一?|去)年度?(?:的)?$")
# 三、2026年工作安排 is a heading; 2026年是“十五五”第一年 tells of the year; 2019年《政府工作报告》
# and 关于印发2023年… name a paper.
_OF_A_HEADING = re.compile(
    r"[^,;:。]{0,30}(?:工作|安排|任务|打算|部署|重点|目标|[表册]|清单|台账|目录|方案|计划|要点|名单)"
    r"(?:\.docx?)?(?:$|[\n\t|]|序号)"
)
_OPENS_LINE = re.compile(
    r"(?:^|[\n\t])(?:第?[一二三四五六七八九十\d]{1,3}[、.章节]|\([一二三四五六七八九十\d]{1,3}\))?"
    r"[^,;:。\n\t]{0,14}$"
)
_OF_A_PAPER = re.compile(r"[^,;。《]{0,8}《")
_WITHIN_ITS_TITLE = re.compile(r"[^,;。《]{0,40}》")
_IN_A_TITLE = re.compile(r"关于[^,;。]{0,22}$|附[件表]\d{0,2}:$|《[^》]{0,23}$")
_YEAR_ALONE = re.compile(r"\d{4}年|今年|本年")
_TOLD_OF = re.compile(
    r",?(?:是|正值|恰逢|适逢)|为\"|[^,;:。]{0,40}工作的?总体|,?[^,;:。]{0,40}工作(?:的?总体要求是?|要|应|将)?,?(?:继续|始终|全面)?"
    r"(?:坚持|深入贯彻|贯彻|认真贯彻|紧扣|紧紧围绕|围绕|高举|以[^,;。]{2,30}(?:指导|思想|目标|主线|引领))"
)
_WHOLE_YEAR_OF = re.compile(
    r"(?:实际|平均|总|累计|目标|任务|各项|主要|预期|经济|收入|支出|工作(?!日)|运行|共|无休|不间断)"
)
# A right, a ban or a condition that lasts so long, not a time by which to act.
_LASTS = re.compile(
    r",?(?:可以?(?:免|减|不)|免|减[征免半按]|不[得能再予准受可许]|禁止|暂停|无[法人]|未|没有|仍|就|曾|已经?"
    r"|(?:受到|发生|存在|出现|累计|连续|有下列|因))"
)
# 居委会前 is a place, 工会前 no meeting; 离校5年内高校毕业生 and 成立3年内的企业 say who is meant.
_A_BODY = re.compile(r"[委工学协社机商]$")
_WHO = re.compile(r"(?:\([^()]{1,4}\))?的(?!时间|期限|努力)")
_MAY = re.compile(r"(?:可以?|有权)$")
_QUALIFYING = re.compile(
    r"(?:(?:压[缩减]|缩[短减小]|减少|控制|提速|精简)[到至在为](?:[\d.]+个?(?:工作日|[天日]|小时)?[、/])*|有效期限?|试用期|任期|聘期|任教|工作|教龄|服务期?|近|过去|最近|前|满|第|不足|未满)$"
)
# 离校2年内的高校毕业生, 登记注册3年内的个体工商户; but 成立10日内印发方案 binds.
_SINCE_WHEN = re.compile(r"(?:离校|毕业|登记|注册|成立|退役|刑满释放)$")
_SUCH = re.compile(r"[的、(]|[^,;。]{0,8}(?:毕业生|企业|人员|个体|主体|军人|职工|青年|机构)")
# “十五五”时期是关键时期: told of the plan, not asked within it.
_PLAN_NAMED = re.compile(
    r"(?:是|为|的(?!重)|主要|总体|发展|奋斗|目标|工作|回顾|面临|基本|在[^,;。]{0,20}具有|规划|以来|,为(?:深入|认真|全面)?贯彻)"
)
_PLAN_TOLD = re.compile(r"(?:[列纳]入|了|开展|总结|评估|考核)\"?$")
_DAY_OF = re.compile(r"(?:的?(?:所在|当)(?:的?[日周月]|星期))?(?:定?为|是|确定为|设为)")
_EACH_DAY = re.compile(r"每[日天]|逐|按")
# 按季度开展评价 is due each quarter; 按月计算 only counts by months.
_BY_PERIOD = re.compile(r"按(?:月|季度?|半年|年度?)")
_REPORTED = re.compile(
    r"(?:组织|集中|定期)?(?:开展|公开|公布|发布|报送|上报|报告|通报|调度|召开|汇总|更新|交纳|缴纳|发放|拨付)"
)
_PER_HEAD = re.compile(r"(?:每[生人户校班亩]|[生人]均)$")
# 每家企业每年最高补助100万元 is what one gets; 每个乡镇每月召开一次会议 a duty.
_PER_UNIT = re.compile(r"(?:每[家名村镇件台]|每[个家名][^,;。、每]{1,6})$")
_BENEFIT = re.compile(r"[^,;。]{0,12}(?:最高|补助|补贴|奖励|奖补|资助|\d[\d.]*万?元)")
_YIELDS = re.compile(r"可(?:实现|节约?|减少|增加|新增|生产|处理|创造|形成)")  # 每年可节水3万吨
_RATE_WEEK = re.compile(r"每个?(?:周|星期)$")
_WEEKLY_DUTY = re.compile(r"[^,;。]{0,8}(?:报|召开|调度|通报|汇总|检查|巡查|督查|会商|更新)")
_STANDING = re.compile(
    r"长期(?:坚持|抓好|推进|开展|实施|执行|落实)"
    r"|常态化(?:地)?(?:开展|推进|监管|管理|巡查|检查|督查|排查|运行|落实|监测|调度)(?!(?:机制|体系|制度|模式|平台)(?:[,;。、]|建设|$))"
)
_MEDIUM_TERM = re.compile(r"中$")
_START = re.compile(r"(?:起|开始)$")
_START_LATER = re.compile(r"[^,;。、]{0,25}?(?:开始|起(?!点|草|来|到))")
_FROM = ("从", "自")
_UNTIL = ("到", "至")
_HEADING = re.compile(r"(?:时限|时间|期限):$")
_LINE_OF_BRACKETS = re.compile(r"[\n\t|]?\(")  # (二〇一九年二月二十八日) below a title
_BULLET = re.compile(r"(?:^|[\n\t|])[•·●▪*]$")
_SECONDS = re.compile(r":\d\d(?:[\r\n\t|]|$)")
_LINE_ENDS = ("", "\r", "\n", "\t", "|")
_NAMES_DAY = re.compile(r"[前底末止起内]|开始|期间")
_SET_APART = re.compile(r"[到至于从自截]|.*(?:[前底末止起内]|开始|期间|以来|分|时)$")


@dataclass(frozen=True, slots=True)
class Place:
    """One candidate with the folded text around it; `start` and `end` are offsets into it."""

    kind: str
    words: str
    before: str
    after: str
    start: int
    end: int


def places(folded: str) -> Iterator[Place]:
    """Every candidate of a folded text without spaces, from left to right."""
    for match in scan(folded):
        start, end = match.span()
        after = folded[end : end + _NEAR]
        before = folded[max(0, start - _BACK) : start]
        yield Place(match.lastgroup or "", match.group(), before, after, start, end)


def binds(place: Place) -> bool:
    """Whether the expression sets a time, rather than naming a thing or filling a line alone."""
    if _stands_alone(place) or _DETAILED.search(place.before):
        return False
    return _RULES[place.kind](place)


def _stands_alone(place: Place) -> bool:
    """Whether the expression fills its line (a date of issue, a cell) or its brackets (a name)."""
    opens = not place.before or place.before[-1] in "\n\t|" or _BULLET.search(place.before)
    closes = not place.after or place.after[0] in "\r\n\t|" or _SECONDS.match(place.after)
    if opens and closes:
        return True
    is_bracketed = place.before.endswith("(") and place.after.startswith(")")
    if not is_bracketed or _NAMES_DAY.search(place.words):
        return False
    is_dated = "日" in place.words and bool(_LINE_OF_BRACKETS.fullmatch(place.before[-2:]))
    return "月" not in place.words or (is_dated and place.after[1:2] in _LINE_ENDS)


def _point_binds(place: Place) -> bool:
    if place.words.startswith(_FROM) and not _START.search(place.words):
        return bool(_START_LATER.match(place.after))
    return not any(is_told(place) for is_told in _TOLD)


def _is_named(place: Place) -> bool:
    if _NAMES_DAY.search(place.words):
        return False
    is_name = _YEAR_ALONE.fullmatch(place.words) and _is_a_name(place)
    is_named = _NAMED_AFTER.match(place.after) and not makes_paper(place.after)
    return bool(is_name or is_named)


def _is_a_name(place: Place) -> bool:
    """Whether a year alone belongs to a heading or a title, or is itself what is told of."""
    is_heading = _OPENS_LINE.search(place.before) and _OF_A_HEADING.match(place.after)
    is_paper = _OF_A_PAPER.match(place.after) and not opens_deed(place.after)
    is_title = _IN_A_TITLE.search(place.before) or _WITHIN_ITS_TITLE.match(place.after)
    return bool(is_heading or is_paper or is_title or _TOLD_OF.match(place.after))


def _ends_text(place: Place) -> bool:
    """Whether a whole day ends its line behind a bracket or the name of a place (山东省财政)."""
    is_foot = _FOOT.search(place.before) and _LINE_END.match(place.after)
    return bool(is_foot and _DAY_OF_FOOT.fullmatch(place.words))


# A point of time that is told, not set: in force, issued, said, valid until, compared with, named.
_TOLD: tuple[Callable[[Place], object], ...] = (
    lambda place: _IN_FORCE.match(place.after) or _VALID.search(place.before),
    lambda place: _ISSUE_DATE.search(place.before),
    lambda place: place.words[-1] in "日号)" and _happened(place),
    lambda place: _OF_A_PAGE.match(place.after) or place.before.endswith("【"),
    lambda place: place.words.endswith("中期") and _REVIEWED.match(place.after),
    lambda place: place.words.startswith("到") and place.before.endswith("达"),
    lambda place: place.words.endswith(("底", "末")) and _LISTED_IN.search(place.before),
    lambda place: _HAS.search(place.before) and not _NAMES_DAY.search(place.words),
    lambda place: _PASSED.search(place.words) or _SPOKEN.match(place.after),
    lambda place: place.words.startswith(_UNTIL) and _LASTING.search(place.before),
    lambda place: place.words == "全年" and _WHOLE_YEAR_OF.match(place.after),
    lambda place: not place.words.startswith(_UNTIL) and _YARDSTICK.search(place.before),
    lambda place: _OF_THAT_TIME.fullmatch(place.words) and not _DONE_IN_TIME.match(place.after),
    lambda place: _BEFORE_THIS.search(place.before),
    lambda place: _BELOW_A_NAME.search(place.before) and _signs(place),
    _ends_text,
    lambda place: _DONE.match(place.after) or _CAMPAIGN.match(place.after),
    lambda place: place.words.startswith("截") and _SO_FAR.match(place.after),
    lambda place: (
        not _SET_APART.match(place.words) and is_attribute(place.words, place.before, place.after)
    ),
    _is_named,
)


def _happened(place: Place) -> object:
    is_set = place.words.startswith("于")
    return _ISSUED.match(place.after) or (not is_set and _HAPPENED.match(place.after))


def is_meeting(place: Place) -> bool:
    """Whether what follows a day says that a meeting is held on it, or was."""
    return not place.words.startswith("于") and _MEETING.match(place.after) is not None


def _signs(place: Place) -> bool:
    """Whether a date below a name ends its line, or is a day that runs into what stands below."""
    if _LINE_END.match(place.after):
        return True
    is_day = _WHOLE_DAY.fullmatch(place.words) and not place.before.endswith("(")
    return bool(is_day) and not _GOES_ON.match(place.after) and not opens_deed(place.after)


def _range_binds(place: Place) -> bool:
    if _BEFORE_THIS.search(place.before) or _PUBLIC.search(place.before):
        return False
    if _HAPPENED.match(place.after) or is_reported(place.after):
        return False
    return not _NAMED_AFTER.match(place.after) and not _IN_FORCE.match(place.after)


def _event_binds(place: Place) -> bool:
    if _MAY.search(place.before) or (place.words == "会前" and _A_BODY.search(place.before)):
        return False
    is_span = not place.words.endswith("前")
    if is_span and (_LASTS.match(place.after) or _WHO.match(place.after)):
        return False
    if _SINCE_WHEN.search(place.before) and _SUCH.match(place.after):
        return False
    return not _QUALIFYING.search(place.before)


def _plan_binds(place: Place) -> bool:
    return not _PLAN_NAMED.match(place.after) and not _PLAN_TOLD.search(place.before)


def _recurrence_binds(place: Place) -> bool:
    if _PER_UNIT.search(place.before) and _BENEFIT.match(place.after):
        return False
    if _PER_HEAD.search(place.before) or place.before.endswith("对") or _YIELDS.match(place.after):
        return False
    if _EACH_DAY.match(place.words):
        return bool(_BY_PERIOD.fullmatch(place.words) and _REPORTED.match(place.after))
    if _DAY_OF.match(place.after):
        return False
    return not _RATE_WEEK.match(place.words) or bool(_WEEKLY_DUTY.match(place.after))


def _standing_binds(place: Place) -> bool:
    if _HEADING.search(place.before):
        return True
    words = place.words + place.after
    return bool(_STANDING.match(words)) and not _MEDIUM_TERM.search(place.before)


def _always(place: Place) -> bool:
    del place
    return True


_RULES: dict[str, Callable[[Place], bool]] = {
    "point": _point_binds,
    "range": _range_binds,
    "plan": _plan_binds,
    "event": _event_binds,
    "recurring": _recurrence_binds,
    "immediate": _always,
    "ongoing": _standing_binds,
}
