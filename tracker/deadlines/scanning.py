"""Where expressions of time stand in a text: candidates, longest first, not yet understood."""

import re
from collections.abc import Iterator

from tracker.deadlines.events import COMING, EFFORT, NUMBER, OCCASIONS, SPAN, UNIT
from tracker.deadlines.points import ANY_POINT, DAY, LUNAR, MONTH, PLAN, RELATIVE_YEAR, YEAR
from tracker.deadlines.recurring import ANY_RECURRENCE

_START = rf"(?:{ANY_POINT}|{YEAR}年?|(?:{YEAR}年)?\d{{1,2}}(?=[-至到]))"
_SUFFIX = (
    r"(?:[之以]?前(?!提|期|后|述|景|沿|列|[一二两三四五六七八九十\d]{1,2}个?[月季])"
    r"|为?止|期间|[以之]内)"
)
_SINCE = r"(?:起|开始|以来|启动(?=[,;。)]|$))"
_CLOCK = (
    r"(?:(?:上午|下午|中午|晚上?)?(?:\d{1,2}|零)(?:时|点整?|:\d\d)(?:\d{1,2}分)?"
    r"|[上下]班(?=[之以]?前))"
)
# 9月26日至30日: the month of the second day is that of the first.
_DAYS = (
    rf"(?:(?:{YEAR}年|{RELATIVE_YEAR})?{MONTH}月"
    rf"(?:{DAY}[日号]?(?:-|至|到){DAY}[日号]|[上中]旬(?:-|至|到)[中下]旬)(?:[之以]?前|止|期间)?)"
)
# 整改方案印发后, 《…》印发后: another paper's issue, whose name stands before it.
_ITS_OWN = r"(?<![\u4e00-\u9fff》\"])|(?<=[在于自从并且应须将起待按])"
_PAPER = r"(?:方案|文件?|通知|意见|办法|规划|要点|措施|清单|规定|细则)"
_ISSUE = (
    rf"(?:(?:本{_PAPER}|(?:{_ITS_OWN}){_PAPER}?)(?:印发|发布|下发)"
    r"|开学|收到[^,;。、@\s]{0,12}|会|会议|检查|验收)"
)
# 自收到申请之日起…, 在主体工程建成后…: what introduces the event says where its name begins.
_AFTER = (
    r"(?:自|从|在|于)[^,;:。、\s自从在于]{1,30}?"
    r"(?:(?:之[日时]|次日|期满)[以之]?[起后]|[以之]?后|起)的?"
)
_ON = r"(?<![早迟晚高低关基鉴由属对优等少])于"
# 于会议召开前一周, 在选举日的20日以前: so long before an event.
_AHEAD = (
    rf"(?:{_ON}|在)[^,;:。、\s\d年月于在]{{2,24}}?"
    rf"(?:前{NUMBER}个?{UNIT}(?<!年)(?:[以之]?内)?|的?{NUMBER}个?{UNIT}[以之]?前)"
)
# 6、12月底前, 3月、6月和9月10日前; 3、6月底前 at the head of a line may be the third item.
_OPEN_LIST = r"\d{1,2}月?(?:[、和及]\d{1,2}月?){0,10}?[、和及]\d{1,2}月"
_MONTHS = (
    rf"(?:(?:{YEAR}年|{RELATIVE_YEAR})(?:的)?{_OPEN_LIST}|(?<=[^\n\t。;、\d]){_OPEN_LIST}"
    rf"|(?<!\d)\d{{1,2}}月(?:[、和及]\d{{1,2}}月){{1,11}})(?:[底末]|{DAY}[日号])[之以]?前"
)
# 6/30前
_SLASHED = (
    r"(?<![\d./-])(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])日?(?=[之以]?前(?![提期后述景沿列]))"
)
# 2021-2022学年第一学期完成, but not what its 期末考试 was.
_SCHOOL_YEAR = (
    rf"{YEAR}年?-{YEAR}学年度?(?:第?[一二12]学期)?"
    r"(?=[以之]?[前内底末]|完成|实现|建成|启动|开展|开始|全面|实施|推行)"
)
_LISTED_DAYS = (
    rf"(?:{YEAR}年|{RELATIVE_YEAR})?\d{{1,2}}月\d{{1,2}}[日号]?(?:[、和及]\d{{1,2}}[日号]?){{0,6}}?"
    r"[、和及]\d{1,2}[日号](?:[之以]?前)?(?!\d)"
)
# 2022年五、六月: months in Chinese figures; the year keeps 一、 of a numbering out.
_CHINESE_MONTHS = (
    rf"(?:{YEAR}年|{RELATIVE_YEAR})[一二三四五六七八九十]{{1,2}}"
    r"(?:[、和及][一二三四五六七八九十]{1,2}){1,3}月份?[底末]?"
)
# 第2年10月: of a term of some years, which a person has to date.
_YEAR_OF_TERM = r"(?:第[二三四五2-5]年的?(?=\d{1,2}月))?"
# Every candidate begins with one of these; the rest of a text is passed over at once.
_BEGINNINGS = (
    r"\d零一二三四五六七八九十百半两\"第每逐按到至于从自截在今未本当明次翌后年全月这下上立即长常持用通经利"
    r"收会检验方文意办规印发布新学开放主汛入供采春秋暑寒元清端中国农阴旧夏正冬腊"
)
_EACH = r'每逐按各历今以\d一二十九八七六五四三"本当明次翌后下'
_POINTS = r'\d一二三四五六七八九十零第今本当明次翌后下上全年这月"Qq自从截到至于即方文通意办印'
SCAN = re.compile(
    rf"(?=[{_BEGINNINGS}])(?:(?=[{_EACH}])(?P<recurring>{ANY_RECURRENCE}(?:{_CLOCK}(?:[之以]?前|止))?)"
    rf"|(?=[{_POINTS}])(?P<range>今明[两二三]年|{_SCHOOL_YEAR}|(?:自|从|{_ON})?{_DAYS}|(?:自|从|{_ON})?(?:{_START}|即日|本?(?:方案|文件?|通知|意见|办法)?印发之日){_SINCE}?"
    rf"(?:-{{1,4}}|至|到)(?!{YEAR}年以){ANY_POINT}{_CLOCK}?{_SUFFIX}?)"
    rf"|(?P<plan>(?:\"?{PLAN}\"?[和、与及至到-]|\"{PLAN}\"(?=\"))?\"?{PLAN}\"?(?:规划)?(?:(?:期间|时期)?的?(?:[前头]|最?后)[一两二三四1-4]年(?!级)|期间|时期|期末|期内|末|期|内))"
    rf"|(?P<event>于?{LUNAR}(?:[之以]?前|止|起|期间)?|{_AFTER}{SPAN}|(?:(?:自|从|在|于)?{_ISSUE}(?:之日|次日|之)?(?:后|起),?|{_ON})?{SPAN}|{_AHEAD}"
    rf"|{COMING}|{EFFORT}(?:\({YEAR}年?[-至到]{YEAR}年\))?|(?<![迟晚])于?(?:(?:{YEAR}年|{RELATIVE_YEAR})?(?:[春秋]季)?){OCCASIONS}(?:之|以)?前(?:{NUMBER}个?{UNIT})?(?!提|期|后|述|景|沿|列))"
    rf"|(?=[{_POINTS}])(?P<point>(?:截至|截止到?|到|至|(?<![早迟晚高低关基鉴由属])于|从|自)?{_YEAR_OF_TERM}(?:{_CHINESE_MONTHS}|{_MONTHS}|{_LISTED_DAYS}|{_SLASHED}|{ANY_POINT}){_CLOCK}?(?:{_SINCE}|{_SUFFIX})?)"
    r"|(?P<immediate>立即|即日起|立行立改|即知即改)"
    r"|(?P<ongoing>长期|常态化?|持续))"
)


# What each candidate holds at least one of, in either script; most lines hold none.
_MARK = re.compile(
    r"[年月日号號周週季旬期末底天前内內]|\d\s?[-./．／－–—]\s?\d|\d\s?[Qq]|[Qq]\s?\d|\d{8}"
    r"|立[即行]|即[日知]|常[态態]|持[续續]"
)


def may_hold(text: str) -> bool:
    """Return whether a text, folded or not, can hold a candidate at all: a cheap look."""
    return _MARK.search(text) is not None


def scan(folded: str) -> Iterator[re.Match[str]]:
    """Every candidate in a folded text, from left to right; its group names the kind."""
    return SCAN.finditer(folded)
