"""Whether a time without 前, 底 or 起 belongs to a thing named behind it (2007年科技活动周).

A time that binds stands where its sentence says what is to be done: it opens the clause, or a
subject stands before it, and a comma or a predicate follows. A time behind a verb or a preposition
of its own clause belongs to what that word governs (落实2023年任务, 将本季度情况上报); so does one
that opens a clause in which nothing is done (2023年全市公开工作以…为指导).
"""

import re

_CLAUSE = re.compile(r"[^,;:。!?、()\t|]*")
_ASIDE = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"(?:\d{4}|今|本|明)年")
# What governs the words behind it: a preposition, a completed verb, a verb that takes an object.
_VERBS = (
    "落实|完成|制定|制订|印发|下发|下达|公布|公开|发布|报送|上报|呈报|汇报|通报|报告|介绍|宣传|开展|召开|举办|组织|部署|研究|审议"
    "|讨论|通过|听取|纳入|列入|转入|编制|拟定|拟订|起草|修订|修改|明确|确定|提出|出台|形成|签订|发放|拨付|安排|保障|推进|推动"
    "|实施|执行|组建|成立|筹备|策划|参加|参与|汇总|反映|涉及|包括|分解|考核|评选|表彰|强化|巩固|支付|缴纳|享受|总结|回顾"
    "|做|抓|超额完成|承办|迎接|准备|筹办|申报|梳理|更新|调整|统计|核定|兑现|抄送|测算|预测|核算|分析|掌握|摸清|评估|验收|检查|督查|督办|收集"
)
_GOVERNED = re.compile(
    rf"(?:{_VERBS}|[了好着的对把将]|(?<![一二三四五六七八九十])是|关于|按照?|根据|依据|结合|围绕|针对|鉴于|属于|作为|参照|贯彻|以)"
    r"(?:我|全|本|各)?[省市县区州国]?$"
    r"|(?:制定|制订|印发|编制|出台|发布)[^,;:。的了]{2,6}[省市县区州旗盟]$"
)
# 明确2024年完成搬迁: what is settled is that it be done by then.
_SAYS = re.compile(r"(?:明确|确定|提出)$")
# 保障2024年6月全线通车: what is driven on is to be reached by then.
_DRIVES = re.compile(r"(?:推动|推进|保障|促进|加快|安排|支持)$")
_MANNER = (
    "(?:(?:我|全|本|各|市|省|县|区)[省市县区州国级地直]*+|全面|基本|初步|分别|继续|计划|力争|争取|确保|预计|率先|如期|重点|集中|统一|均"
    "|都|也|陆续|逐步|逐年|稳步|至少|大力|加快|切实|认真|着力|同步|进一步|积极|有序|不断|持续|深入|扎实|全力|拟|再|需|要|应当?"
    "|须|将|由|在|对|为|把|以|按|累计|实际|当)*"
)
_DEEDS = (
    "实现|完成|达到?|建成|新增|新建|扩建|改建|迁建|建设|建立|构建|打造|培育|培养|培训|引进|引育|启动|开始|开工|竣工|投产|投用"
    "|投入|通车|贯通|上线|运行|组织|开展|推进|推动|推行|推广|推出|实施|落实|落地|制定|制订|出台|印发|发布|公布|公开|编制|修订"
    "|完善|健全|优化|深化|提高|提升|提前|增加|增长|减少|下降|降低|压减|消除|取消|淘汰|关停|改造|整治|治理|修复|新辟|开辟|举办"
    "|举行|召开|选派|选拔|选树|评选|招聘|招引|引导|扶持|支持|安排|筹集|争取|投资|争创|创建|认定|验收|评估|考核|检查|督查|抽查"
    "|排查|清理|报|形成|取得|突破|超|控制|保持|稳定|覆盖|配备|配置|配齐|设立|成立|组建|试点|试行|试运|收官|攻克|解决|办理|办结"
    "|发展|抓好?|做好|办好|实行|推开|铺开|承办|迎接|申报|着手|选取|接待|加强|强化|巩固|扩大|拓展|盘活|签约|销号|整改|交付|动工|摘牌|转移|新开|增设|接入|签订|投运|纳入|迁入|迁出|延续|继续|使|让"
)
_MAKES = re.compile(
    rf"{_MANNER}(?:制定|制订|研究|印发|下发|出台|编制|发布|公布|修订|完善|报送|上报|形成|提出|起草|拟定|拟订|部署|完成|启动|落实)"
)
_DOES = re.compile(rf"{_MANNER}(?:{_DEEDS})")
_DEED = re.compile(_DEEDS)  # in 今年就业压力加大 nothing is done
# What shows in the midst of a clause that something is to be reached or done.
_REACHES = re.compile(
    r"(?<!稳)增长(?!点|极)|达到?(?!标)|实现|完成|建成|新增|下降|降低|降至|[高升少][到至]|超过|突破|[制定持]在|[高低优快多少大小]于|不超过"
    r"|投产|投用|投入使用|竣工|通车|面市|上市|覆盖|消除|取得|形成|建立|全部|力争|确保|目标[是为]?$|\d%|左右|\d[万亿]{0,2}(?:元|人|件|户|家|亩|吨|公里|公顷|场|所|座|台|套|千瓦|平方)"
    r"|(?:实施|开展|推行)(?!方案|计划|细则|意见|办法|情况)|(?<![主重需纪摘提])要(?![求点素闻])|应当|必须|将"
)
# What stands before a time that opens its clause.
_OPENS = re.compile(
    r"(?:^|[,;:。!?、(\n\t|]|(?<!\d)\d{1,2}[.)]|\))"
    r"(?:[一二三四五六七八九十]是|其中|同时|并|且|力争|确保|争取|计划|拟|预计|以及)?$"
)
_ADVERBIAL = re.compile(r"[由对向在从把将按与]|通过|依托|围绕")
_ABOUT = re.compile(r"共有|工作以.{2,40}为|很|十分|非常|分解为|如下|意义重大|不变")
_MANNER_ALONE = re.compile(rf"{_MANNER}|初")
_THING = re.compile(
    r"(?:[后中周表册单]|(?<!小)时|期间|以来|情况|台账|目录|方案|计划|要点|会议|大会|活动|任务|目标|工作|事项|项目|报告|总结|决算|预算|通知|意见|总体|公告|通告|公示|启事|竞赛|比赛|论坛|[节赛展]|目录|清单|名单|资金|指标|数据|值)$"
)
# 一季度工作进展情况, 10月份月度例会, 一季度"开门红": what is reported or held for a period.
_OF_A_PERIOD = re.compile(
    r"(?:份|度|的)?[^,;:。、()\n对将把]{0,10}?(?:情况|例会|会议纪要|报表|数据|总结)|(?:的)?\"[^\",;。]{1,12}\"工作"
)
_LISTED = re.compile(
    r"(?:(?:\d{4}年|第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?)(?:\([^()]{1,8}\))?[、和及与]){1,4}$"
)
# 一季度二季度三季度: the heads of columns.
_ONE_OF_HEADS = re.compile(r"第?[一二三四1-4]季度?")
# 今年改造的20家菜市场: which they are.
_WHICH = re.compile(rf"{_MANNER}(?:{_DEEDS}|牵头|承担|负责|下达){{1,2}}的")
# 2023年全市…大会精神; 现就口岸2023年…提出如下措施
_SPIRIT = re.compile(r"[^,;。]{2,40}(?:会议?|大会|讲话)精神")
_HEREBY = re.compile(r"现[就将][^,;:。]{0,16}$")
_ENDS_DONE = re.compile(
    r"(?:全线|全面|全部|如期|按期|正式|顺利|基本)+[^,;。]{0,6}?(?:建成|通车|贯通|投产|投用|投入|竣工|完工|开工|运行|运营|上线|到位|完成)"
    r"|(?:建成|通车|贯通|投产|投用|投入使用|竣工|完工|开工|上线)"
)
# 年末指标, 第三季度信息价, 全年效益
_PART = re.compile(r"(?:\d{4}年|今年)?(?:第?[一二三四1-4]季度|[上下]半年|全年|年[末底中初])")
_OF_THE_PART = re.compile(
    r"[^,;:。、向报将对]{0,10}?(?:指标|信息价|价格?|效益|收益|预算|决算|计划|数据|目标|任务|情况|工作|评价|考核|成绩|总量|水平|盘点|收口|分红|结算|账目?)"
)
_WINDOW = 60


def is_attribute(words: str, before: str, after: str) -> bool:
    """Whether a bare time belongs to the thing that is named behind it.

    `before` and `after` are the folded text around it, a window each; where the clause goes on
    beyond it, nothing is decided against the time.
    """
    clause = _CLAUSE.match(_ASIDE.sub("", after.replace("\n", "")))
    told = clause.group() if clause else ""
    if _is_governed(before):
        is_said = _SAYS.search(before) and _DOES.match(told)
        return not (is_said or (_DRIVES.search(before) and _ENDS_DONE.match(told)))
    if not _YEAR.fullmatch(words):
        is_head = _ONE_OF_HEADS.match(told) or before.endswith("季度")
        return bool(is_head or is_reported(told) or names_a_part(words, before, after))
    if _WHICH.match(told) or _SPIRIT.match(told) or _HEREBY.search(before):
        return True
    if not told or len(told) >= _WINDOW or _DOES.match(told) or _REACHES.search(told):
        return False
    if not _OPENS.search(before):
        return True
    return not _ADVERBIAL.match(told) and (_names(told) or not _DEED.search(told))


def names_a_part(words: str, before: str, after: str) -> bool:
    """Whether a part of a year in the midst of a clause belongs to what it names (全年效益)."""
    clause = _CLAUSE.match(after) if _PART.fullmatch(words) and not _OPENS.search(before) else None
    told = clause.group() if clause else ""
    return bool(_OF_THE_PART.match(told)) and not (_DOES.match(told) or _REACHES.search(told))


def _names(told: str) -> bool:
    """Whether the clause that a year opens only names a thing or a time in which it was."""
    is_thing = _THING.search(told) or _MANNER_ALONE.fullmatch(told)
    return bool(is_thing or _ABOUT.search(told))


def is_reported(after: str) -> bool:
    """Whether what follows a period is what is told of it: 1-6月份进展情况."""
    return bool(_OF_A_PERIOD.match(after)) and not _DOES.match(after)


def opens_clause(before: str) -> bool:
    """Whether what stands before a time ends a clause."""
    return bool(_OPENS.search(before))


def opens_deed(after: str) -> bool:
    """Whether words open with what is done (全面完成…), a manner or a place before it aside."""
    return bool(_DOES.match(after))


def makes_paper(after: str) -> bool:
    """Whether words open with the making of a paper: 制定实施方案, not 深化改革实施方案."""
    return bool(_MAKES.match(after))


def _is_governed(before: str) -> bool:
    """Whether the clause before a time ends in a word that takes what follows as its object."""
    return bool(_GOVERNED.search(_LISTED.sub("", before)))
