"""Says whether a number in a sentence is an aim, and how it bounds what it measures. Pure.

Every number that is to be reached counts. A number that only says who is meant (56人以上大班额,
不足100人的学校), how many there are (全省9个市, 所列12项任务), what a fine is, or where money
comes from is none.
"""

import re
from collections.abc import Iterator

from tracker.extraction.quantities import Quantity

NEAR = 120
PHRASE_END = "，,；;。"
# The words that bind a number stand in its own phrase, not far before it.
CLOSE = rf"[^{PHRASE_END}]{{0,14}}$"
LEAST = re.compile(rf"(?:不低于|不少于|不得低于|不得少于|不小于|至少|最低|≥|>=){CLOSE}")
MORE = re.compile(rf"(?:超过|高于|大于|突破|超){CLOSE}")
MOST = re.compile(
    r"(?:不超过|不得超过|不高于|不多于|不大于|≤|<=|低于|少于|小于|[降减][至到为]|下降到|压[减缩降][至到]|缩[短减][至到]"
    rf"|控制在|控制到|限制在){CLOSE}"
)
NOT_MOST = re.compile(rf"不(?:得)?(?:低|少|小)于{CLOSE}")
NOT_MORE = re.compile(rf"不(?:得)?(?:超过|高于|大于){CLOSE}")
BY_RULE = re.compile(rf"(?:按照?|依照)[^{PHRASE_END}]*$")
RATE = re.compile(
    rf"^(?:的?(?:比例|标准))?[^{PHRASE_END}]{{0,6}}(?:安排|拨付|征收|提取|计提|核定|补助|增加|标准|比例)"
)
CONDITION = re.compile(
    r"(?:不足|未满|未达到|凡|对|每|满|约?占地|列入|纳入|上述|以上|所列|现有|原有|涉及)$"
)
ACTIONS = (
    "建成|新建|扩建|改建|建设|完成|培育|打造|创建|培养|培训|引进|达到?|实现|新增|增加|提高|建立|建|有|掌握|组织|开展"
    "|安排|补助|配备|覆盖|保持在|稳定在|力争|确保|新辟|开辟|接待|新开|开工|推进|实施|改造|认定|打通|开设|举办|举行|安装|设置"
    "|设立|投放|发放|招引|签约|转移|解决|扶持|支持|资助|治理|整治|绿化|营造|造林|种植|修复|恢复|清理|淘汰|关停|关闭|拆除"
    "|压减|减少|下降|降低|节约|增长|扩大|提升|推广|创作|演出|出版|制定|修订|编制|发布|申报|争取|筹集|筹措|投入|新改建|迁建"
    "|建造|更新|购置|添置|选派|选树|选拔|评选|招聘|招收|救助|帮扶|脱贫|化解|盘活|出让|供应|筹建|启动|投运|投产|通车|贯通"
    "|开通|硬化|铺设|维修|加固|查处|侦破|办理|检查|抽查|排查|抽检|收储|招录|落地|孵化|发展|设有|配有|吸引|集聚|聚集|推动|引育"
)
ACTION = re.compile(rf"(?:{ACTIONS})[^{PHRASE_END}]{{0,24}}$")
MEASURED = re.compile(
    r"(?:收入|产值|产量|总量|规模|面积|里程|投资|人数|数量|总数|能力|装机|保有量|存栏|出栏|销售额|交易额|进出口|储量"
    r"|就业|总值|税收|贷款|余额|指标|学位|床位|户数|次数|浓度|天数|时间|年限|寿命|强度|消费量|用水量)(?:为|约)?$"
)
# "以上" and "以下" bound an aim at the end of a phrase, and elsewhere say who is meant.
OVER = re.compile(r"[（(]含[）)]以上|及?以上")
UNDER = re.compile(r"[（(]含[）)]以[下内]|及?以[下内]")
OVER_END = re.compile(rf"(?:{OVER.pattern})(?:[{PHRASE_END}）)]|$)")
UNDER_END = re.compile(rf"(?:{UNDER.pattern})(?:[{PHRASE_END}）)]|$)")
# 引育5家以上企业、10家以上机构: the verb stands right before its number, or before the one above.
COUNTED_OVER = re.compile(rf"(?:{ACTIONS})(?:[^{PHRASE_END}]*以上[^{PHRASE_END}]*、)?$")
WHOLE = re.compile(r"(?:全|我)[省市县区国州]$")
PARTS = re.compile(r"(?:设区|地级)?[市县区州乡镇村](?:[（(][^（）()]*[）)])?级")
ASIDE = re.compile(r"[（(][^（）()]*[）)]")
YEARS = re.compile(r"^(?:的)?(?:免费|义务)教育")
# 33项民生工程, 90条措施: what the document itself lists.
OWN_LIST = re.compile(
    r"(?:重点|具体|主要|目标|惠民|民生|政策|工作|改革)*(?:任务|措施|举措|实事|民生工程|政策|制度|要求|指标|行动)"
)
LISTED_UNITS = frozenset("项条件类")
# A span inside which each case must be dealt with measures no aim: 投诉24小时内办结.
WITHIN = re.compile(r"之?内(?!外)|以内(?=[办完送到反响处答回])")
SPANS = frozenset({"小时", "分钟", "天", "工作日", "个工作日"})
OPENING_YEAR = re.compile(r"\s*(?:截至|截止|到|至)?(\d{4})年")
FINED = re.compile(r"罚款|罚金|处罚|违法所得|资金来源|注册资本|总投资|概算|估算")
REACHED = re.compile(rf"[^{PHRASE_END}]{{0,24}}(?:实现|完成|达到|建成|通过)")
LESSONS = frozenset({"学时", "课时"})
ENDS_HERE = re.compile(rf"[{PHRASE_END}）)]|$")
# 超过100人的企业 says which; 每5年修订1次 how often; 可返还50% what is allowed; 禁止 what is not.
WHICH = re.compile(r"的(?:企业|单位|学校|项目|地区|家庭|人员|个人|县|市|区|乡镇|村|部分)")
ALLOWED = re.compile(
    rf"(?:可以?|准予|允许)(?:按|返还|申请|享受|减|免|给予|获得|放宽|延长)|禁止|严禁|每[\d一二三四五六十两]+年[^{PHRASE_END}]{{0,6}}$"
)


def is_past(sentence: str, by: str | None, year: int | None) -> bool:
    """Return whether a sentence tells of a year before the `year` of the document: a fact, no aim.

    It opens with that year (2021年处理率达到42%), or the time of its number lies there.
    """
    opening = OPENING_YEAR.match(sentence)
    ends = re.findall(r"\d{4}", by or "") or ([opening[1]] if opening else [])
    is_open = (by or "").endswith("..")
    return bool(ends) and year is not None and int(ends[-1]) < year and not is_open


def compared(sentence: str, number: Quantity, *, dated: bool) -> Iterator[tuple[str, float]]:
    """Return comparator and value; two for a range, none when the number is no aim.

    `dated` says that a time is set for it.
    """
    before = sentence[max(0, number.start - NEAR) : number.start]
    after = sentence[number.end : number.end + NEAR]
    clause = re.split(rf"[{PHRASE_END}：:（）()]", ASIDE.sub("", before))[-1]
    if _is_no_aim(clause, after, number, before):
        return
    if len(number.values) > 1:
        low, high = number.values[:2]
        if number.unit != "年" and low < high:
            yield ">=", low
            yield "<=", high
        return
    comparator = _comparator(clause, after, number, dated=dated)
    if comparator:
        yield comparator, number.values[0]


def _is_no_aim(clause: str, after: str, number: Quantity, before: str) -> bool:
    """Return whether a number says how many there are, what is fined, or within what to act."""
    whole = WHOLE.search(clause[-3:]) and number.unit == "个" and PARTS.match(after)
    within = number.unit in SPANS and WITHIN.match(after)
    listed = number.unit in LISTED_UNITS and OWN_LIST.match(after)
    fined = FINED.search(re.split(r"[；;。]", before)[-1]) or re.match(r"(?:以[上下])?的?罚", after)
    limited = ALLOWED.search(clause) or (MORE.search(clause) and WHICH.match(after))
    return bool(whole or within or listed or fined or limited)


def _comparator(clause: str, after: str, number: Quantity, *, dated: bool) -> str | None:
    """Return how the value bounds the metric, None when it is no target."""
    if number.odd:
        return ">=" if ACTION.search(clause) else None
    if number.rough or re.match(r"左右|上下", after):
        return "approx"
    return _bounded(clause, after) or _unbounded(clause, after, number, dated=dated)


def _unbounded(clause: str, after: str, number: Quantity, *, dated: bool) -> str | None:
    """Return what a number without a bounding word says: an aim, a rate, or who is meant."""
    if number.unit == "年":
        return "==" if YEARS.match(after) else None
    if number.unit == "岁":
        return ">=" if re.search(r"寿命", clause) else None
    if CONDITION.search(clause) or UNDER.match(after):
        return None
    if OVER.match(after):
        is_share = number.unit in {"%", "倍"}
        return ">=" if is_share or COUNTED_OVER.search(clause) else None
    if number.unit in {"%", "‰"}:
        return _percentage(clause, after, number.values[0])
    return _count(clause, after, number, dated=dated)


def _bounded(clause: str, after: str) -> str | None:
    if MOST.search(clause) and not NOT_MOST.search(clause):
        return "<="
    if re.match(rf"[^{PHRASE_END}]{{0,12}}标准班额", after) or UNDER_END.match(after):
        return "<="
    if LEAST.search(clause):
        return ">="
    if MORE.search(clause) and not NOT_MORE.search(clause) and not BY_RULE.search(clause):
        return ">="
    return ">=" if OVER_END.match(after) else None


def _percentage(clause: str, after: str, value: float) -> str:
    if value == 100 or (BY_RULE.search(clause) and RATE.match(after)):
        return "=="
    return ">="


def _count(clause: str, after: str, number: Quantity, *, dated: bool) -> str | None:
    if BY_RULE.search(clause):
        return "==" if RATE.match(after) else None
    if re.match(rf"[^{PHRASE_END}]{{0,12}}全部", after) or re.search(r"全部$", clause):
        return "==" if dated or ACTION.search(clause) else None
    lasts = number.unit == "小时" and ENDS_HERE.match(after)
    if number.unit in LESSONS or lasts or ACTION.search(clause) or MEASURED.search(clause):
        return ">="
    if dated and REACHED.match(after):
        return "==" if re.search(r"全[省市县区国州]", clause) else ">="
    return None
