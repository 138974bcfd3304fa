"""Which points of time are told, not set: in force, issued, said, compared with, named."""

import re
from collections.abc import Callable

from tracker.deadlines.attributes import (
    is_attribute,
    makes_paper,
    names_a_part,
    opens_clause,
    opens_deed,
)
from tracker.deadlines.imprints import is_imprint
from tracker.deadlines.places import Place

# A year that only names a thing (2017年度, 2015年版, 2017年工作要点) or a yardstick (比2015年).
NAMED_AFTER = re.compile(
    r"度(?![底末内])|中(?:任|的)|[以之]?后的|及[以之][前后]|开[年局]|前[一二两三四五六七八九十\d]{1,2}个?月|版|[级届]|第?[一二三四五六七八九十\d]{1,3}[次届号]|以来|修订"
    r"|(?:[^,;。、]{0,12}(?:工作要点|工作计划|行动计划|实施方案|工作报告|重点工作)"
    r"|[^,;。、公编报下审对将把]{0,12}预算(?!内)|远景目标|的?(?:基础上|相比))"
    r"|[^,;。、完制编出印下实开启推落做]{0,6}(?:培训|招生|培养|采购|投资|检查|抽查)计划(?=[,;。、]|$)"
    r'|[^",;。]{0,8}"[^",;。]{1,20}"[^",;。、]{0,8}(?:方案|计划|要点|清单|行动|报告|预算)(?=[,;。、]|$|为)'
    r"|一主题|(?:[、和]\d{1,2}月份?)*(?:应[缴征纳]|已征)|(?:法定)?(?:纳税)?申报(?:纳税)?期|至今|历史|[^,;。、]{0,6}年[会报]|(?:春节|元旦|国庆节?|中秋节?)[以之]?后|攻势|大?会战|战役|(?:的)?(?:基础|水平|标准|基数|同期)|为基"
)
# 较上级2020年初下达值调减, but 较大隐患2020年底前整改; 对2020年底前竣工的项目 says which.
_COMPARED = re.compile(
    r"(?:较(?![大小多少高低好快慢强弱差长短严重为])|(?<![占对成百])比(?![例重较赛如]))[^,;:。、\d]{1,14}$"
)
_FIGURE = re.compile(r"(?:调整|下达|实际)[^,;。]{0,4}[值数]")  # 较2020年年末调整值减少
_OF_ALL = re.compile(r"(?:^|[,;:。、])(?:其中)?(?:对|凡是?|非|除)(?:在|于)?$|对(?:在|于)?$")
_SUCH_AS = re.compile(r"[^,;:。]{1,12}的")
_THOSE_WHO = re.compile(
    r"(?:已经?)?[^,;:。的完达]{1,7}的(?:企业|单位|人员|职工|员工|毕业生|纳税人|农户|农民|移民|贷款|车辆|船舶|用户|个人|学生|考生|党员"
    r"|机构|个体|市场主体|经营主体|存量|建筑|住宅|小区|电梯|锅炉)"
)
# 2024年入驻的按40元补助; 可在3月或9月申请; 年底有考核.
_IN_WHICH_CASE = re.compile(
    r"[^,;:。、]{2,40}的,?(?:按照?|给予|予以|可以?|享受|奖励|补助|不[再予得])(?![时质量期规定要求])"
)
_MAY_THEN = re.compile(r"可以?[在于]?(?:[\d年月日上下半季度旬第一二三四]{2,10}或)?$")
_HAS_ITS = re.compile(r"有[^,;。、]{2}(?:[、,;。]|$)")
_ALLOWS = re.compile(
    r",?(?:均|仍|[^,;。]{1,14})?(?:可以(?![看预])|(?:可|有权)(?:给予|继续|免|减|享受|申请|按|不|凭|自))"
)
# 在2021年完成普查的基础上: what has been reached.
ON_TOP = re.compile(r"[^,;:。]{1,40}(?:基础上|情况下|形势下|背景下|前提下)")
_WITHIN = re.compile(r"在[^,;。]{0,4}$")
_BECAUSE = re.compile(r"(?:由于|因为|鉴于)[^,;。]{0,8}$|(?<!原)因$")
_MADE_TO_APPLY = re.compile(r"(?:^|[,;:。条\n\t])本[^,;:。\d]{2,12}$")
_APPLIES = re.compile(r"(?:正式|试)?(?:实施|执行|试行)(?:[,;。]|$)")
_YARDSTICK = re.compile(
    r"(?:[高低优少多]于|(?<!不)早于|比|较|与|同|经|相比于|以|指(?:全[市省县域])?|按照?|根据|近|过去|前|满|已经?|第|面向|迈向|去|(?:水平|基准)年为)$"
)
IN_FORCE = re.compile(r"(?:正式)?(?:施行|生效|实施的|到期|废止|失效)")
VALID = re.compile(r"有效期(?:限)?(?:为)?$")
_ISSUED = re.compile(
    r"[^,;。]{0,14}(?:公布|发布|颁布|印发|修订|通过|提出)的|(?:印发|成文)(?![之以]?日|[之以]?后)"
    r"|(?:发布|公布)(?:$|[\s|,;。)《、的]|施行|实施|并)|[^,;。]{2,40}(?:发布|公布|批准)(?:$|[\n)])|《[^》]*》(?:第.次)?修[订正]"
)
# What was said or signed that day: 2026年1月26日在…会议上, 2018年11月16日(此件公开发布).
_PAPER_OF = re.compile(r"[^,;。]{0,14}(?:印发|发布|出台|公布)的《")
_SPOKEN = re.compile(
    r"在[^,;。]{2,40}(?:会议|大会|会)上(?:$|[\n,。的)])|在《[^》]*》上(?:作出|的)?批示|\(此件|[^,;。()]{1,25}(?:[员大全委]会|(?:\([^()]{1,6}\))?会议)[^,;。()]{0,6}通过"
    r"|,[^,;。]{0,12}在[^,;。]{2,40}(?:会议|大会|会)上|[^,;。()]{4,45}会议(?:《|(?:审议)?(?:批准|通过|修[订正]))"
)
# A day on which something took place, or on which nobody works: 3月2日上午,市政府召开…会议.
HAPPENED = re.compile(
    r"(?:[上下]午)?(?:[、和及]\d{1,2}[月日][^,;。]{0,12})?(?:放假|上班|调休|休市)"
    r"|(?:[上下]午|,)[^;。]{0,30}?(?:发生|出席|爆炸|死亡)|[^,;。]{0,20}发生|,[^;。]{0,40}?(?:(?:(?:发布|公布|出台)《|印发(?:《|[\n]|$)|批示|视察|调研|来函|致函|复函|来文))|[^,;。]{0,20}(?:来函|致函|复函)|关于|[^,;。]{0,40}令第|,经[^,;。]{2,20}(?:批复|批准|同意|授权|审定)"
)
_AT = re.compile(r"\d[时点:]")  # 9月1日上午9:30: a meeting to be held
# 6月3日,断路器返厂检查: told of a day, unless it is still to come or something is asked.
_IS_NEWS = re.compile(
    r"(?:[上下]午|晚上?)?,(?![^。;]{0,50}(?:将|拟(?!定)|应[当该]|须|请|务必|要(?![求点素闻])|各|报送|上报))"
)
_MEETING = re.compile(r"(?:[上下]午|,)[^;。]{0,30}?(?:召开|举行|主持)")
# 今年毕业生超过千万人，要…: what it is like, and what follows from it; 2010年占比为17.7%.
_RECORD = re.compile(
    r"[^;。]{0,40}?,(?:为|是|再?创)(?:历史|近年|历年|多年)|[^,;。]{0,25}(?:超过|达到?|有)[^,;。]{0,12},(?:要|必须)"
    r"|(?:(?!目标|力争|确保|控制|预期|计划)[^,;:。]){0,45}[^作定成改目标]为\d"
)
# 今年我市发展的主要目标 is a heading, 确保今年各项任务 says which; 2024年,实事项目共10个.
_WHICH_YEAR = re.compile(
    r"[^,;。]{0,24}(?:主要|预期|总体)目标(?:是|为|:|如下|[\n。]|$)|[^,;。完实达]{0,10}各项[^,;。]{0,10}(?:任务|工作|目标)"
    r"|,?[^,;。完建达]{0,20}(?:项目|事项|任务|实事)共(?:计|有|安排)?\d+[项个件]"
)
# 努力实现今年经济增长目标: whose target it is.
_REACHING = re.compile(r"实现$")
_ITS_TARGET = re.compile(r"[^,;。\d]{0,12}(?:目标|任务)(?:[,;。]|有|$)")
_WITHIN_IT = re.compile(r"[^,;。]{2,30}(?<!规划)期间")  # 在今年安全生产月活动期间
# 迎接省里9月下旬对我市的检查: what others will do.
_AWAITED = re.compile(r"迎接[^,;。]{0,10}$")
_THEIRS = re.compile(r"对[^,;。]{1,20}的[^,;。]{0,12}(?:检查|督查|考核|验收|评估|督导)")
# 12月28日下午在某宾馆报到, 29日上午开会: when people meet, not what they are to do.
_GATHER = re.compile(r"(?:[上下]午|全天)?[^,;。]{0,24}?(?:报到|开会|离会|返程)(?:[,;。、)]|$)")
# 印发了, 进行了: but neither 为了 nor 了解.
_AIMED = re.compile(r"(?:力争|确保|争取|目标|预计|实现)$")
# 2020年2月免收房租: what a policy grants. 于7月2日举行了仪式: done, though 于 set its day.
GRANTED = re.compile(
    r"(?:[、和及]\d{1,2}月份?){0,6}[^,;:。\d]{0,14}(?:(?:免收|减免|免缴|免征|减征|免除)[^,;。]|(?:减半|免收|免征)(?:[,;。、]|$))"
    r"|(?:继续)?对[^,;。]{2,30}(?:免[收征缴除]|减[免征半按])|[^,;:。]{0,14},(?:(?!落实|执行|推|出台|办理|开展|完善|要|应(?!纳|缴|税)|将)[^;。]){0,56}?(?:免[收征缴除费]|减[免征半按]|[缓停][缴征]|给予[^,;。]{0,20}(?:补贴|补助|奖励|资助))"
)
_WAS_ON = re.compile(r"(?:(?!将|拟|要)[^,;。]){0,30}?[^为除到罢了]了(?![解然结望却如断])")
# 本通知自发布之日起执行至…: how long a paper holds.
_HOLDS = re.compile(r"(?:印发|发布|公布|下发)之日起?[^,;:。]{0,6},?$")
# 在5月31日省政府专题会议上的讲话, 在2月的座谈会上提出.
_AT_WHICH = re.compile(r"(?<![将拟要应须])在$")
_MEETING_OF = re.compile(r"[^,;。]{2,40}(?:会议?|大会)上的|的[^,;。]{0,20}会议?上")
# 一季度开门红、二季度增长稳: a watchword.
_WATCHWORD = re.compile(r"[^,;。、\d]{1,4}[红稳强好快优足旺](?=[、,;。]|$)")
# 2020年1月申报的报关单: which; 适当支持3月底以后完成改造的企业: who.
OF_WHEN = re.compile(
    r"(?:申报|到期|签订|发生|受理|登记|入库|报关|立案|投运|竣工|建成|开工|投产|印发|出台|召开|举行|生产)的(?!时间|期限)"
)
_AFTER_IT = re.compile(r"(?:\([^()]{1,8}\))?[以之]?后[^,;。]{1,40}(?:,[^;。]{1,30})?的")
_OF_A_SCHEME = re.compile(r"[^,;。、]{0,10}(?:机制|制度)")  # 年底考核机制
_TABLE_OF = re.compile(r"[^,;。、\n]{0,14}(?:统计|汇总|报|指标|一览|明细)表(?=$|[\n,;。、(])")
OVER = re.compile(
    r"(?:[、和及]\d{1,2}[月日])?,?(?:(?!(?<![主重需纪摘])要(?![求点素闻])|将|必须|应[当该]|拟)[^,;:。]){0,56}?[^为除到罢了]了(?![解然结望却如断])"
    r"|(?:(?!力争|确保|目标|预计|计划|争取)[^;。]){0,50}(?:同比|环比)"
    r"|,(?:(?!要|将|力争|确保|目标|计划|必须)[^;。]){0,56}?"
    r"(?:(?:完成|实现|取得|召开|开展|进行|建成|举办|印发|出台|达到)了|已(?:经|基本|全部|全面)*(?:完成|完工|建成|开工|竣工)|未(?:取得|获得|能|下发|核准)|共(?:记录|发生|接到?|收到|查处|排查))"
)
_PASSED = re.compile(r"(?:以来|年度)$")
# 今年已将…纳入, 2021年上半年已联系: done, unless it says which (已建成的).
_DONE = re.compile(
    r",?[^,;:。、对将把]{0,8}已经?(?![^,;。]{1,3}的)"
    r"(?![^,;。]{0,20}(?<![主重需纪摘])(?:要(?![求点素闻])|应[当该]|须))"
)
# How long something lasts: 使用期限自启用之日起至2047年6月30日止.
_LASTING = re.compile(
    r"(?:执行|有效|适用|优惠)期限?$|(?:执行|延续)$|(?:征收|缴费|缴纳|缴款|还款)期限?(?:延长|顺延)$|期限?(?:为|自|从)[^,;。]{0,18}$|可(?:延[长迟期后缓]?|顺延|推迟|展期)$"
)
# 当年应缴的税: of whichever year it is; but 当年完成 binds.
_OF_THAT_TIME = re.compile(r"当(?:年度?|季|月)起?|[次翌]年度?")
_DONE_IN_TIME = re.compile(
    r"[前底末内]|[^,;。]{0,6}(?:完成|实现|建成|开工|投产|投用|见效|启动|出台|兑现)"
)
_WINS = re.compile(r"[^,;。]{0,6}?(?:争取|力争|实现|新增|完成|建成|达到|确保)[^,;。]{0,30}\d")
_SO_FAR = re.compile(
    r"[,:]?(?:以|全[省市县区]|我[省市县区]|[^,;。]{0,14}(?:现有|共有|拥有)|共|已|累计)"
)
# 年末百日攻坚: a campaign.
_HAS = re.compile(r"已经?[^,;。的前底]{0,22}$")  # 已选择甲县于2006年9月先行试点
_NOT_UNTIL = re.compile(r"(?:达|考虑|看|想|提|得|了解|注意|收|接)$")  # 考虑到2021年部分单位…
_RECORDED = re.compile(r"情况:?$")  # 面试情况:2月11日,…组成七个组
# 免除2月、3月两个月租金; 由2月底统一延长至3月底: the day that was.
_GRANTS = re.compile(
    r"(?:免[收除征缴]|减[免收征]|缓缴|给予其?)(?:[\d年月份、和第一二三四季度]{1,14}[、和])?$"
)
_PUT_OFF = re.compile(r"[^,;。]{0,6}(?:延长|推迟|延期|顺延|调整)")
_FREE_UNTIL = re.compile(r",对[^;。]{4,56}?(?:全?免[收征缴除]|全免|减[免征半]|缓[缴征])")
# 8月份暗访发现问题12个: what came to light.
_FOUND = re.compile(
    r"[^,;:。、要应将须]{0,14}(?:督[查导办]|检查|暗访|巡查|抽查|排查|巡察|督察|审计|核查)(?:中|时)?,?共?发现"
)
_TITLE_RUNS_ON = re.compile(
    r"[^,;:。]{4,45}?(?:方案|意见|办法|要点|计划|措施|规定)为(?:了|进|贯|深|全|认|切|加|落)"
)
_IS_VALID = re.compile(r"\)?有效(?:[,;。.]|$)")
_EXPECTED = re.compile(r"预计$")  # 预计今年可产出
_REVIEWED = re.compile(r"(?:评估|检查|调整)")
_LISTED_IN = re.compile(r"[列纳]入$")
_CAMPAIGN = re.compile(r"(?:百日|大干|(?:攻坚|冲刺)(?!完成|收官|实现))")
BEFORE_THIS = re.compile(r"(?:上一?|前一?|去)年度?(?:的)?$")
# 三、2026年工作安排 is a heading; 2026年是“十五五”第一年 tells of the year; 2019年《政府工作报告》
# and 关于印发2023年… name a paper.
_OF_A_HEADING = re.compile(
    r"[^,;:。]{0,30}(?:工作|安排|任务|打算|部署|重点|目标|[表册]|清单|台账|目录|方案|计划|要点|名单)"
    r"(?:\.docx?)?(?:$|[\n\t|(]|序号)"
)
_OPENS_LINE = re.compile(
    r"(?:^|[\n\t])(?:第?[一二三四五六七八九十\d]{1,3}[、.章节]|\([一二三四五六七八九十\d]{1,3}\))?"
    r"[^,;:。\n\t]{0,14}$"
)
_OF_A_PAPER = re.compile(r"[^,;。《]{0,8}《")
_WITHIN_ITS_TITLE = re.compile(r"[^,;。《]{0,40}》")
_IN_A_TITLE = re.compile(r"关于[^,;。]{0,22}$|附[件表]\d{0,2}:[^,;。]{0,12}$|《[^》]{0,23}$")
_YEAR_ALONE = re.compile(r"\d{4}年|今年|本年")
_TOLD_OF = re.compile(
    r",?(?:是|正值|恰逢|适逢|迎来)|[^,;:。]{0,14}与往年|[^,;。]{0,20}任务[繁艰]?重|,?[^,;。]{0,6}将?迎来|工作(?:亮点|思路|成效|总结|打算)|[^,;。]{0,16}(?:总体要求|政策取向|指导思想)|,?[^,;。]{0,14}(?:虽然|尽管|面临|存在|不会|将高达|的因素)|,?[^,;。]{0,15}(?:恰逢|适逢)|的(?![底末])|[^,;。]{0,14}以(?:\"|[^,;。]{2,30}为(?:主题|指导|统领|引领|主线))|为\"|,?[^,;:。]{0,40}工作的?总体|,?[^,;:。]{0,40}工作(?:的?总体要求是?|要|应|将)?,?(?:继续|始终|全面)?"
    r"(?:坚持|坚定|深入贯彻|贯彻|认真贯彻|紧扣|紧紧围绕|围绕|高举|以[^,;。]{2,30}(?:指导|思想|目标|主线|引领))"
)
_THROUGHOUT = re.compile(r"(?<!:)贯穿$")  # but 完成时限:贯穿全年
_WHOLE_YEAR_OF = re.compile(
    r"(?:实际|平均|总|累计|目标|任务|各项|主要|预期|经济|收入|支出|工作(?!日)|运行|共|\d+期|无休|不间断|龄|[^,;。]{0,24}以[^,;。]{1,14}为(?:限|准))"
)
_UNTIL = ("到", "至")
NAMES_DAY = re.compile(r"[前底末止起内]|开始|期间")
_SET_APART = re.compile(r"[到至于从自截]|.*(?:[前底末止起内]|开始|期间|以来|分|时)$")


def _is_named(place: Place) -> bool:
    if NAMES_DAY.search(place.words):
        return False
    is_name = _YEAR_ALONE.fullmatch(place.words) and _is_a_name(place)
    is_named = NAMED_AFTER.match(place.after) and not makes_paper(place.after)
    return bool(is_name or is_named)


def _is_a_name(place: Place) -> bool:
    """Whether a year alone belongs to a heading or a title, or is itself what is told of."""
    is_heading = _OPENS_LINE.search(place.before) and _OF_A_HEADING.match(place.after)
    is_paper = _OF_A_PAPER.match(place.after) and not opens_deed(place.after)
    is_title = _IN_A_TITLE.search(place.before) or _WITHIN_ITS_TITLE.match(place.after)
    return bool(is_heading or is_paper or is_title or _TOLD_OF.match(place.after))


def _sets_aim(place: Place) -> bool:
    """Whether 2023年度 opens a clause that says what is to be won (2023年度争取资金2亿元)."""
    return opens_clause(place.before) and bool(_WINS.match(place.after))


def _has_been(place: Place) -> bool:
    """Whether 已 stands before a bare time; 已制定方案，并于10月实施 goes on to what is to be."""
    if place.words.startswith("于") and place.before.endswith(("并", "拟", "将")):
        return False
    if place.before.endswith(("已在", "已于", "已经在", "已经于", "已")):
        return True
    return bool(_HAS.search(place.before)) and not NAMES_DAY.search(place.words)


_TOLD: tuple[Callable[[Place], object], ...] = (
    is_imprint,
    lambda place: IN_FORCE.match(place.after) or VALID.search(place.before),
    lambda place: _MADE_TO_APPLY.search(place.before) and _APPLIES.match(place.after),
    lambda place: _COMPARED.search(place.before) and not NAMES_DAY.search(place.words),
    lambda place: _COMPARED.search(place.before) and _FIGURE.match(place.after),
    lambda place: _OF_ALL.search(place.before) and _SUCH_AS.match(place.after),
    lambda place: place.words.endswith("前") and _THOSE_WHO.match(place.after),
    lambda place: _IN_WHICH_CASE.match(place.after) or _MAY_THEN.search(place.before),
    lambda place: _HAS_ITS.match(place.after),
    lambda place: place.words.endswith(("起", "年", "前")) and _ALLOWS.match(place.after),
    lambda place: place.words.endswith(("年的", "年度的")) and not place.words.startswith(_UNTIL),
    lambda place: place.words == "全年" and _THROUGHOUT.search(place.before),
    lambda place: names_a_part(place.words, place.before, place.after),
    lambda place: _WITHIN.search(place.before) and ON_TOP.match(place.after),
    lambda place: _BECAUSE.search(place.before) and not NAMES_DAY.search(place.words),
    lambda place: place.words[-1] in "日号)" and _happened(place),
    lambda place: place.words[-1] in "年底末" and _RECORD.match(place.after),
    lambda place: (
        not _SET_APART.match(place.words)
        and OVER.match(place.after)
        and not _AIMED.search(place.before)
    ),
    lambda place: place.words.endswith("中期") and _REVIEWED.match(place.after),
    lambda place: place.words.startswith("到") and _NOT_UNTIL.search(place.before),
    lambda place: place.words.endswith(("底", "末")) and _LISTED_IN.search(place.before),
    lambda place: _PASSED.search(place.words) and not _sets_aim(place),
    lambda place: (
        _SPOKEN.match(place.after)
        or (_AT_WHICH.search(place.before) and _MEETING_OF.match(place.after))
    ),
    lambda place: not NAMES_DAY.search(place.words) and GRANTED.match(place.after),
    lambda place: place.words.startswith("于") and _happened_on(place),
    lambda place: place.words.startswith(_UNTIL) and _HOLDS.search(place.before),
    lambda place: place.words.endswith("季度") and _WATCHWORD.match(place.after),
    lambda place: not NAMES_DAY.search(place.words) and OF_WHEN.match(place.after),
    lambda place: place.words[-1] in "底末年月日" and _AFTER_IT.match(place.after),
    lambda place: _YEAR_ALONE.fullmatch(place.words) and _WHICH_YEAR.match(place.after),
    lambda place: (
        _YEAR_ALONE.fullmatch(place.words)
        and place.before.endswith("在")
        and _WITHIN_IT.match(place.after)
    ),
    lambda place: (
        _YEAR_ALONE.fullmatch(place.words)
        and _REACHING.search(place.before)
        and _ITS_TARGET.match(place.after)
    ),
    lambda place: place.words == "全年" and place.before.endswith("其"),
    lambda place: _AWAITED.search(place.before) and _THEIRS.match(place.after),
    lambda place: not _SET_APART.match(place.words) and _GATHER.match(place.after),
    lambda place: not _SET_APART.match(place.words) and _RECORDED.search(place.before),
    lambda place: not NAMES_DAY.search(place.words) and _GRANTS.search(place.before),
    lambda place: place.before.endswith("由") and _PUT_OFF.match(place.after),
    lambda place: place.words.endswith("前") and _FREE_UNTIL.match(place.after),
    lambda place: _YEAR_ALONE.fullmatch(place.words) and _TITLE_RUNS_ON.match(place.after),
    lambda place: _IS_VALID.match(place.after),
    lambda place: _EXPECTED.search(place.before) and place.after.startswith(("可", "将")),
    lambda place: place.words in ("年底", "年末", "年内") and _OF_A_SCHEME.match(place.after),
    lambda place: place.words[-1] == "年" and _TABLE_OF.match(place.after),
    lambda place: place.words.startswith("年度内") and not opens_clause(place.before),
    lambda place: place.words.startswith(_UNTIL) and _LASTING.search(place.before),
    lambda place: place.words == "全年" and _WHOLE_YEAR_OF.match(place.after),
    lambda place: not place.words.startswith(_UNTIL) and _YARDSTICK.search(place.before),
    lambda place: _OF_THAT_TIME.fullmatch(place.words) and not _DONE_IN_TIME.match(place.after),
    lambda place: BEFORE_THIS.search(place.before),
    lambda place: place.words.startswith(("年", "一月")) and place.before.endswith(("上", "去")),
    _has_been,
    lambda place: (
        not (place.words.startswith(_UNTIL) and place.after.startswith(","))
        and _DONE.match(place.after)
        and not opens_deed(place.after)
    ),
    lambda place: not NAMES_DAY.search(place.words) and _FOUND.match(place.after),
    lambda place: _CAMPAIGN.match(place.after),
    lambda place: not _SET_APART.match(place.words) and _PAPER_OF.match(place.after),
    lambda place: place.words.startswith("截") and _SO_FAR.match(place.after),
    lambda place: (
        not _SET_APART.match(place.words) and is_attribute(place.words, place.before, place.after)
    ),
    _is_named,
)


def _happened(place: Place) -> object:
    is_set = place.words.startswith("于")
    return _ISSUED.match(place.after) or (not is_set and HAPPENED.match(place.after))


def _happened_on(place: Place) -> bool:
    is_day = not NAMES_DAY.search(place.words)
    is_to_be = place.before.endswith(("将", "拟", "应", "须", "要"))
    return is_day and not is_to_be and _WAS_ON.match(place.after) is not None


def is_meeting(place: Place) -> bool:
    """Whether what follows a day says that a meeting is held on it, or was, or tells of the day."""
    is_set = place.words.startswith("于") or _AT.search(place.words)
    is_day = place.words[-1] in "日号" and not _SET_APART.match(place.words)
    is_news = is_day and _IS_NEWS.match(place.after)
    return not is_set and bool(is_news or _MEETING.match(place.after))


def is_told(place: Place) -> bool:
    """Whether a point of time is told of, rather than set for what is to be done."""
    return any(tells(place) for tells in _TOLD)
