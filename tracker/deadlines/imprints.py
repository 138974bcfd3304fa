"""Dates that belong to the paper itself: of issue, of a page, below a name, above a title."""

import re
from collections.abc import Callable

from tracker.deadlines.attributes import opens_deed
from tracker.deadlines.places import Place

_ISSUE_DATE = re.compile(  # but 完成时间:, 督查时间: head the time of what is to be done
    r"(?:(?:^|[\n\t|】\]>:;。,]|发布|发文|成文|生成|更新|印发|公开|公布|会议|录入|上传|创建|签发|编辑|修改|发稿|施行|生效|发生|出生"
    r"|通过|报道|浏览|制定|登载|刊登|转载|来源|当前)(?:日期|时间):|会议时间|时间(?:及|和|、)?地点:?|(?:发文|发布|成文|生成|印发|公布|施行)日期[】\]]?)$"
)
# 2018年10日11日 and 2021年8月 日: slips in a date of issue.
_SLIP = re.compile(r"\d{0,2}日")
_BY_LINE = re.compile(r"(?:发布人|发布者|作者|来源|点击|浏览)[^,;。]{0,40}时间:$")
# 编辑: 某某 2018-06-25
_BYLINE_OF_DAY = re.compile(r"(?:编辑|责编|作者|来源|供稿|撰稿|审核|发布人|录入):[^,;。\n]{0,20}$")
_DAY_ALONE = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})")
_OF_A_PAGE = re.compile(
    r"主题词|联系人|联系电话|抄送|抄报|附件|电(?:[(\n题近]|$)|是(?:第|我国|全国|国际|世界)|印(?:[(\n]|$)|(?::\d\d)?(?:来源|作者|浏览|点击|阅读|字号|字体|【)"
)
# 某市人民政府 2017年6月13日 signs; …的通知(2023年4月19日) says when it was issued.
_BELOW_A_NAME = re.compile(
    r"(?:人民政府|办公[室厅]|委员会|[局厅部委院府处站]|中心|公司|集团|(?:联合|商|学|协)会|学校|大学|学院|讲话)$"
    r"|(?:通知|意见|方案|办法|措施|决定|规定|清单|要点|公告|批复|计划|细则|名单|名录|目录|台账|报告|纪要|简报|通报|草案\)|条例|要点)》?\($|[》)]\($"
)
# (四)形成体检报告(2021年10月): a stage with its month, no paper with its day of issue.
_COUNTED = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,3}\)|(?:^|[\n\t])(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、))(?P<what>[^()]{2,20})\($"
)
_IN_CONTENTS = re.compile(r"\)[.·…]{2}")  # …工作要点(2023年6月30日)......12
_CLOSES = re.compile(r"\d{0,2}日?\)")
# 办公室2020年1月27日 ends its line as the foot of a text does; 完成时限2020年1月27日 does not.
_NO_FOOT = re.compile(
    r"(?:[:、;]|(?<!会议),|时间|时限|期限|日期|[至到于自从为在是]|截止|完工|竣工|开工|投产|完成)$|^$|[\n\t|]$"
)
_LINE_END = re.compile(r"\)?(?:$|[\r\n\t|])")
_OPENING = ("(", "\n(")  # (2023年4月13日)各区财政局: below a title, above what it says
_WHOLE_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_DAY_OF_FOOT = re.compile(
    r"[\d一二三四五六七八九零]{4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
_TITLE_BELOW = re.compile(
    r"[^,;:。、前止起]{4,50}?(?:方案|意见|办法|要点|计划|细则|规定|措施|举措|规范|清单|通知|工作安排)(?:\(试行\))?(?P<text>(?=\d{4}年是|为(?:了|深|进|贯|全|认|切|加)|根据|按照|各[县市区乡镇]|一、))?"
    r"(?!\"|[,。;、的])"
)
_GOES_ON = re.compile(r"[,;:。、)前止起]|前|之|以|至|-")


def _ends_text(place: Place) -> bool:
    """Whether a whole day ends its line as the foot of a text does."""
    is_foot = _DAY_OF_FOOT.fullmatch(place.words) and _LINE_END.match(place.after)
    return bool(is_foot) and not _NO_FOOT.search(place.before)


def _heads_a_title(place: Place) -> bool:
    """Whether a whole day that begins a line ran into the title of the paper below it."""
    opens = not place.before or place.before[-1] in "\n\t。)"
    title = _TITLE_BELOW.match(place.after)
    if not (opens and title and _WHOLE_DAY.fullmatch(place.words)):
        return False
    return bool(title["text"]) or not opens_deed(place.after)


def _signs(place: Place) -> bool:
    """Whether a date below a name ends its line, or is a day that runs into what stands below."""
    if place.before in _OPENING and _WHOLE_DAY.fullmatch(place.words) and place.after[:1] == ")":
        return True
    if place.words[-1] in "前底末止" or not _BELOW_A_NAME.search(place.before):
        return False
    is_bracketed = place.before.endswith("(") and _CLOSES.match(place.after)
    deed = _COUNTED.search(place.before) if is_bracketed and "日" not in place.words else None
    if deed and opens_deed(deed["what"]):
        return False
    if is_bracketed or _LINE_END.match(place.after):
        return True
    is_day = _DAY_OF_FOOT.fullmatch(place.words) and not place.before.endswith("(")
    is_paper = _TITLE_BELOW.match(place.after) or not opens_deed(place.after)
    return bool(is_day and is_paper) and not _GOES_ON.match(place.after)


_RULES: tuple[Callable[[Place], object], ...] = (
    lambda place: _ISSUE_DATE.search(place.before) or _BY_LINE.search(place.before),
    lambda place: _DAY_ALONE.fullmatch(place.words) and _BYLINE_OF_DAY.search(place.before),
    lambda place: not place.words.endswith("前") and _OF_A_PAGE.match(place.after),
    lambda place: place.before.endswith("【") or _IN_CONTENTS.match(place.after),
    lambda place: place.words[-1] in "年月" and _SLIP.match(place.after),
    _ends_text,
    _heads_a_title,
    _signs,
)


def is_imprint(place: Place) -> bool:
    """Whether a point of time says when a paper was issued, signed, printed or put on a page."""
    return any(tells(place) for tells in _RULES)
