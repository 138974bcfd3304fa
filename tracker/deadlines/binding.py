"""Which expressions of time bind an obligation, and which only name, measure or tell something."""

import re
from collections.abc import Callable

from tracker.deadlines.attributes import is_reported
from tracker.deadlines.places import Place
from tracker.deadlines.told import (
    BEFORE_THIS,
    GRANTED,
    HAPPENED,
    IN_FORCE,
    NAMED_AFTER,
    NAMES_DAY,
    OF_WHEN,
    ON_TOP,
    OVER,
    is_told,
)

# 每季度末(分别在6月、9月和12月底): the bracket details what stands before it.
_DETAILED = re.compile(r"\((?:分别|即)[^()]*$")
_PUBLIC = re.compile(r"公[示告](?:期限?|时间)(?:为|:|自|从)?$")  # when people may object
# A right, a ban or a condition that lasts so long, not a time by which to act.
_LASTS = re.compile(
    r",?(?:可以|可(?:免|减|不|随时|申请|提出)|免|减[征免半按]|不[得能再予准受可许允]|禁止|暂停|只能|或一次性|无[法人]|未|没有|(?:\([^()]{1,12}\))?有效(?=[,;。.]|$)|允许|获得过|新招用|仍|就|曾|已经?"
    r"|有(?!效率|序|关|条件|计划|步骤|组织)|(?:仍?是|将?处于|面临|机遇|主要目标|目标任务|发展|工作)|(?:受到|发生|存在|出现|累计|连续|有下列|因|[^,;。]{1,8}可由|与[^,;。]{2,12}存在)|(?:可|能够?)(?:基本)?恢复|的?(?:有效)?(?:核酸|抗原|体检|检测)|(?:应当?|须|要)?(?:早晚|每[日天]|居家|隔离))"
)
# 居委会前 is a place, 工会前 no meeting; 离校5年内高校毕业生 and 成立3年内的企业 say who is meant.
_A_BODY = re.compile(r"[委工学协社机商]$")
_WHO = re.compile(r"(?:\([^()]{1,4}\))?的(?!时间|期限|努力)|办结的")
_AIMED = re.compile(r"(?:力争|争取|确保)$")  # 力争5年内有两家获评
_MAY = re.compile(r"(?:(?<![许认])可以?|有权|允许[^,;。]{0,8})在?$")
_QUALIFYING = re.compile(
    r"展望$|(?:(?:压[缩减]|缩[短减小]|减少|控制|提速|精简|保持|稳定|限定|缩减|压降|降低|降|缩|减)[到至在为](?:[\d.]+个?(?:工作日|[天日]|小时)?[、/])*|有效期限?|试用期|任期|聘期|任教|工作|教龄|服务期?|以|近|过去|最近|前|满|第|不足|未满)$"
)
# 春节前能整改的, 会前如有发热: of which, and when.
_IF = re.compile(r"(?:(?:能够?|可以|可|未|不能|无法|尚未)[^,;:。]{1,10}的|如|若|因[^,;。]{1,20}的)")
_EXTENDED = re.compile(
    r"结转至?以后$|(?:延长|顺延|延期|展期)(?:至|到|为)?(?:最[长多])?$"
    r"|(?:允许|可以?|准予)[^,;。]{0,6}(?:推迟|延后|延缓|缓缴|补办)(?:至|到)$"
)
# 能立即整改的, 暂时不能立即整改的: which those are.
_CANNOT = re.compile(r"(?:不能够?|无法|难以|未能?|没有|不是|并非|不)$")
_CAN = re.compile(r"(?:能够?|可以?|需要?)$")
_THAT = re.compile(r"[^,;:。、]{1,10}的(?:[,;。、要应须]|问题|隐患|事项|$)")
# 离校2年内的高校毕业生, 登记注册3年内的个体工商户; but 成立10日内印发方案 binds.
_SINCE_WHEN = re.compile(r"(?:离校|毕业|登记|注册|成立|退役|刑满释放)$")
_SUCH = re.compile(
    r"[的、(]|[^,;。]{0,8}(?:毕业生|企业|人员|个体|学生|创业者|主体|军人|职工|青年|机构)"
)
# “十五五”时期是关键时期: told of the plan, not asked within it.
_PLAN_NAMED = re.compile(
    r"(?:\([^()]{1,14}\),?)?(?:是|承[前上]启[后下]|[^,;。]{0,14}(?:之年|第一年|一年)|,是|为|的(?!重)|主要|总体|发展|奋斗|目标|工作|[^,;。完实达]{0,8}发展[^,;。完实达]{0,4}(?:目标|任务|规划|工作)|[^,;。]{0,16}开局|[^,;。]{0,20}的主要(?:目标|任务)|[^,;。编制定完出启实]{2,24}规划(?:[的》(,]|$)|,[^,;。]{0,30}(?:进入|面临|处于|迎来|仍然)|(?:\n|$)|回顾|面临|基本|在[^,;。]{0,20}具有|规划|以来|,为(?:深入|认真|全面)?贯彻)"
)
_PLAN_TOLD = re.compile(
    r"(?:[列纳]入|(?:落实|用好|执行)好?|了|开展|总结|评估|考核|基于|立足|结合|围绕|(?<!目标)(?<!要求)是)\"?$"
)
# How long a rule holds, not when something is done.
_IN_USE = re.compile(
    r"(?:(?:执行|适用|享受|优惠)(?:期限?|时间)|实施期限|有效期限?)(?:为|:|自|从)?$|(?:规划期限?|免费[^,;。]{0,10}(?:时间|时段))为$|(?:日期|时间)在$"
)
_DAY_OF = re.compile(
    r"(?:的?(?:所在|当)(?:的?[日周月]|星期)|的?第[一二三四五]个?(?:周|星期)[一二三四五六日天末]?)"
    r"(?:定?为|是|确定为|设为)"
)
_IS = re.compile(r"定?为|是|确定为|设为")
_NAMES_DAY_OF_YEAR = re.compile(r".*(?:\d|[一二三四五六七八九十])")  # 每年5月为…月
# 每年申报次数, 每年申报时间: what is listed.
_LISTED = re.compile(r"[^,;。、]{2,6}(?:次数|时间|数量|金额|人数|比例)(?:[、,;。等]|近|$)")
_NOT = re.compile(r"(?:未|不|指)$")  # 未按月报告的: what is punished
_OF_LATE = re.compile(
    r"(?:近年来|近[几两三五十]年[来间]?|平均|历年来?)[^,;。]{0,4}$|以来,?[^,;。]{0,12}$"
)
_COUNTED_UP = re.compile(r",(?:近|已|累计|共有?)\d")  # 2021年至2022年6月,近150家企业上市
# 颁布实施2011-2020年扶贫开发纲要: a plan of those years.
_CARRIED_OUT = re.compile(r"(?:谋划|起草|修订|颁布|实施|落实|编制|制定|印发|执行|出台)$")
_PLAN_OF = re.compile(r"[^,;:。]{2,30}?(?:纲要|规划|计划|方案)(?:[,;。、]|$)")
# 根据每年汛期预报, 防火期为每年11月: what is gone by, and when something is.
_GONE_BY = re.compile(r"(?:根据|依据)[^,;。]{0,10}$")
_SEASON_IS = re.compile(r"(?<![日限])期[^,;。]{0,8},?为$")
_NO_PERIOD = (_NOT, _OF_LATE, _GONE_BY, _SEASON_IS)
_HEREBY = re.compile(r"现[就将][^,;:。]{0,10}$")  # 现将1至8月份实施进度通报如下
_OF_THE_YEARS = re.compile(r"\d{4}年?-\d{4}年的(?!时间)")  # 对2006—2020年的发展作出部署
# 三年内达到上限的，给予奖励: which case it is.
_CASE = re.compile(r",?[^,;:。(]{2,30}[^目]的(?:[,;。]|$|也?可|给予|予以|由|视为|按照?)")
_EACH_DAY = re.compile(r"每[日天]|逐|按")
# 按季度开展评价 is due each quarter; 按月计算 only counts by months.
_BY_PERIOD = re.compile(r"按(?:月|季度?|半年|年度?)|逐(?:月|季度?)")
_REPORTED = re.compile(
    r"(?:组织|集中|定期|及时|统一|向[^,;。]{1,14}?)?(?:开展|公开|公布|发布|报送|上报|报告|通报|调度|召开|汇总|更新|交纳|缴纳"
    r"|发放|拨付|形成|分析|研判|会商|督查|督导|检查|巡查|考核|评估|评价|梳理|编制|制定|排出|填报|提交|反馈|推送|总结|述职|排查|清理|核查|抽查|盘点|对账|测评|评比|排名|晾晒)"
    r"(?!价)|[将把向对][^,;。]{2,30}?(?:进行|开展|告知|报送|上报|报告|公开|公布|公示|通报|推送|反馈)"
)
_PER_HEAD = re.compile(r"(?:每[生人户校班亩]|[生人]均)$")
# but 每人每年培训不少于30学时 is a duty.
_HOURS = re.compile(r"[^,;。]{0,12}(?:不得?少于|至少|不低于)\d+个?(?:学时|课时|小时|次|天)")
# 每家企业每年最高补助100万元 is what one gets; 每个乡镇每月召开一次会议 a duty.
_PER_UNIT = re.compile(r"(?:每[家名村镇件台]|每[个家名][^,;。、每]{1,6})$")
_BENEFIT = re.compile(r"[^,;。]{0,12}(?:最高|补助|补贴|奖励|奖补|资助|\d[\d.]*万?元)")
# 每年最高不超过15万元, 每年享受支持…; 每季有调度、年底有考核
_AT_MOST = re.compile(
    r"[^,;。]{0,4}(?:最高|享受)[^,;。]{0,24}\d[\d.]*[万亿]?元|(?:每[个家][^,;。\d]{1,6})?不[超高]过?于?\d[\d.]*[万亿]?元|只[能可]|[最至]多|(?:累计)?不超过[^,;。]{1,6}日的|起?(?:开始)?享受|[^,;。]{0,24}以[^,;。]{1,14}为(?:限|准)|因[^,;。]{2,40}的"
    r"|\d[\d.]*[万亿]?元|[^,;。]{0,16}(?:资助|补助|补贴|奖励|奖补|给予)[^,;。]{0,8}(?:不超过|最高)|有[^,;。、]{2}(?:[、,;。]|$)"
)
_YIELDS = re.compile(
    r"惠及|减轻|可(?:实现|节约?|减少|增加|新增|生产|处理|创造|形成)"
)  # 每年可节水3万吨
_RATE_WEEK = re.compile(r"每个?(?:周|星期)$")
_WEEKLY_DUTY = re.compile(
    r"[^,;。\d]{0,8}(?:报|召开|调度|通报|汇总|检查|巡查|督查|会商|更新|统计|开展|组织|梳理|分析|研判|清理|排查|督导|抽查"
    r"|推送|发布|公布|公示|反馈|填写|研究|听取)"
)
_STANDING = re.compile(
    r"长期(?:坚持|抓好|推进|开展|实施|执行|落实)(?!的)"
    r"|常态化(?:地)?(?:开展|推进|监管|管理|巡查|检查|督查|排查|运行|落实|监测|调度)(?!报告|(?:机制|体系|制度|模式|平台)(?:[,;。、]|建设|$))"
)
# 关于加强基金使用常态化监管的实施意见
_ABOUT = re.compile(r"关于[^,;。]{2,22}$")
_ITS_PAPER = re.compile(r"[^,;。]{2,10}的(?:实施|指导|若干)?(?:意见|办法|方案|通知|措施)")
_MEDIUM_TERM = re.compile(r"[中未]$")
_START = re.compile(r"(?:起|开始)$")
_START_LATER = re.compile(r"[^,;。、]{0,25}?(?:开始|起(?!点|草|来|到))")
_OF_GRANT = re.compile(r"的,")  # 缴款期限为2月3日至9日期间的，可顺延
_GOVERNED = re.compile(r"(?:发现|根据|按照|依照|参照)$")
_AT_A_RATE = re.compile(r"(?:扩大|增加|提高|达|控制在?|按)[至到]?$")
_INSTRUCTED = re.compile(r"作出[^,;。]{0,4}[批指]示")
_AMOUNT = re.compile(r"[^,;。\d]{0,6}\d[\d.]*[万亿]?(?:名|人|家|元|个|场|户)")
_STRENGTHENED = re.compile(r"(?:加强|强化|完善|健全)$")
_REVIEW = re.compile(r"审[核查]|准备(?:会|工作)")
_FROM = ("从", "自")
_HEADING = re.compile(r"(?:时限|时间|期限):$")
_LINE_OF_BRACKETS = re.compile(r"[\n\t|]?\(")  # (二〇一九年二月二十八日) below a title
_BULLET = re.compile(r"(?:^|[\n\t|])[•·●▪*]$")
_SECONDS = re.compile(r":\d\d(?:[\r\n\t|]|$)")
_LINE_ENDS = ("", "\r", "\n", "\t", "|")


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
    if is_bracketed and place.kind == "event" and place.before[-2:-1] == "日":
        return True  # 2月17日(正月初八)
    if not is_bracketed or NAMES_DAY.search(place.words):
        return False
    is_dated = "日" in place.words and bool(_LINE_OF_BRACKETS.fullmatch(place.before[-2:]))
    return "月" not in place.words or (is_dated and place.after[1:2] in _LINE_ENDS)


def _point_binds(place: Place) -> bool:
    if place.words.endswith("以来"):
        return False
    if place.words.startswith(_FROM) and not _START.search(place.words):
        return bool(_START_LATER.match(place.after))
    return not is_told(place)


def _range_binds(place: Place) -> bool:
    if (
        _IN_USE.search(place.before)
        or BEFORE_THIS.search(place.before)
        or _PUBLIC.search(place.before)
    ):
        return False
    if _GOVERNED.search(place.before) or OF_WHEN.match(place.after) or _is_granted(place):
        return False
    if _CARRIED_OUT.search(place.before) and _PLAN_OF.match(place.after):
        return False
    if (
        HAPPENED.match(place.after)
        or _COUNTED_UP.match(place.after)
        or OVER.match(place.after)
        or _HEREBY.search(place.before)
        or is_reported(place.after)
    ):
        return False
    if _CASE.match(place.after) or _OF_THE_YEARS.match(place.words + place.after):
        return False
    return not NAMED_AFTER.match(place.after) and not IN_FORCE.match(place.after)


def _is_granted(place: Place) -> bool:
    """Whether a span is that of a grant (3—4月房租减半), or says who may have one."""
    is_which = place.words.endswith("期间") and _OF_GRANT.match(place.after)
    return bool(is_which or GRANTED.match(place.after))


def _event_binds(place: Place) -> bool:
    if _MAY.search(place.before) or (
        place.words == "会前" and (_A_BODY.search(place.before) or _REVIEW.match(place.after))
    ):
        return False
    if place.words.endswith("前") and _IF.match(place.after):
        return False
    if _EXTENDED.search(place.before) or place.before.endswith("对") or _CASE.match(place.after):
        return False
    is_span = not place.words.endswith("前") and not _AIMED.search(place.before)
    if is_span and (_LASTS.match(place.after) or _WHO.match(place.after)):
        return False
    if _SINCE_WHEN.search(place.before) and _SUCH.match(place.after):
        return False
    return not _QUALIFYING.search(place.before)


def _plan_binds(place: Place) -> bool:
    return not _PLAN_NAMED.match(place.after) and not _PLAN_TOLD.search(place.before)


def _is_rate(place: Place) -> bool:
    """Whether what recurs is what somebody or something gets or yields each time."""
    if _PER_UNIT.search(place.before) and _BENEFIT.match(place.after):
        return True
    if _AT_A_RATE.search(place.before) and _AMOUNT.match(place.after):
        return True
    is_each = _PER_HEAD.search(place.before) and not _HOURS.match(place.after)
    is_per_head = is_each or place.before.endswith("对")
    return bool(is_per_head or _YIELDS.match(place.after))


def _recurrence_binds(place: Place) -> bool:
    if _is_rate(place) or any(one.search(place.before) for one in _NO_PERIOD):
        return False
    if _EACH_DAY.match(place.words):
        return bool(_BY_PERIOD.fullmatch(place.words) and _REPORTED.match(place.after))
    if any(one.match(place.after) for one in (_DAY_OF, ON_TOP, _LISTED, _AT_MOST)):
        return False
    if _IS.match(place.after) and _NAMES_DAY_OF_YEAR.match(place.words):
        return False
    return not _RATE_WEEK.match(place.words) or bool(_WEEKLY_DUTY.match(place.after))


def _standing_binds(place: Place) -> bool:
    if _HEADING.search(place.before):
        return True
    words = place.words + place.after
    is_title = _ABOUT.search(place.before) and _ITS_PAPER.match(place.after)
    is_named = is_title or _MEDIUM_TERM.search(place.before) or _STRENGTHENED.search(place.before)
    return bool(_STANDING.match(words)) and not is_named


def _at_once_binds(place: Place) -> bool:
    if _INSTRUCTED.match(place.after):
        return False
    is_which = _CAN.search(place.before) and _THAT.match(place.after)
    return not is_which and not _CANNOT.search(place.before)


_RULES: dict[str, Callable[[Place], bool]] = {
    "point": _point_binds,
    "range": _range_binds,
    "plan": _plan_binds,
    "event": _event_binds,
    "recurring": _recurrence_binds,
    "immediate": _at_once_binds,
    "ongoing": _standing_binds,
}
