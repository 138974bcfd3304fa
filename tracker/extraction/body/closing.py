"""Says which lines close a document or frame its page, and belong to no item."""

import re

from tracker.extraction.annexes import ANNEX_HEAD
from tracker.extraction.masthead import DATE, is_portal_line
from tracker.extraction.wording import simplified

MAX_FOOT = 120
FOOT = re.compile(
    r"抄送|主办[:：]|[（(]此件|（信息公开|【(?:打印|关闭|字体|返回|发表评论|互动|收藏|推荐|纠错|[大中小](?=[\s】中小]))|扫一扫|分享到|打印本页|关闭窗口|返回顶部|上一[篇条][:：]"
    r"|下一[篇条][:：]|相关(?:链接|文章|阅读|新闻|附件|文件)[:：]?$|版权所有|网站(?:地图|标识码)|责任编辑|编辑[:：]|审核[:：]|浏览"
)
CREDITS = re.compile(
    r"(?:主办|承办|协办|维护|运维|技术支持)(?:单位)?[:：].*(?:备案|版权|ICP|标识码|技术支持|邮编|电话)"
    r"|ICP备|公网安备|网站标识码"
)
# What closes the whole document and belongs to no item.
CLOSING = re.compile(
    r"(?:本|以上)[\u4e00-\u9fff]{2,8}(?:[（(][^（）()]*[）)])?(?:自[^。]{2,30}起?(?:施行|实施|执行|生效)|有效期|由[^。]{2,40}负责解释"
    r"|未尽事宜|解释权|印发之日起)|[^。；;]{0,12}(?:以前|此前)?[^。；;]{0,16}与本[\u4e00-\u9fff]{2,8}不一致的|[（(]?联系(?:人|电话|方式)[^，,。]{0,8}[:：]"
    r"|[（(]?以上[\u4e00-\u9fff]{0,6}[列排]在?(?:名|序)?(?:第一|首|最前)[^。]{0,8}牵头"
    r"|[（(]?(?:注[:：])?[^。；;]{0,6}[★☆▲△*＊●◆](?!\s*[^。，,；;]{0,8}[:：])[^。]{0,8}牵头"
)
# What all are asked for below the last measure: 各单位要于3月底前制定实施方案.
ASKS_ALL = re.compile(
    r"各(?:地|县|市|区|镇|乡|街道|单位|部门|牵头|责任|有关)[^。；;：:]{0,40}?(?:要|应|须|请|务必|于)"
    r"[^。；;：:]{0,40}?(?:制定|制订|报送|上报|报至|报[^。；;，,]{2,20}(?:办|局|委|室))"
)
SIGNATURE = re.compile(r"(?:政府|办公[厅室]|委员会|[局厅部委院会室])$")
# What an article says of the rules themselves and not of anybody's work.
OF_RULES = re.compile(
    r"(?:为了?|根据)[^。]{4,200}制定本[\u4e00-\u9fff]{2,8}[。]?$|本[\u4e00-\u9fff]{2,8}(?:所称|中?的?下列|适用于)"
)
MAX_BARE_HEADING = 40


def ends_text(text: str) -> bool:
    """Return whether the text before is over: the date or an annex begins."""
    closed = DATE.fullmatch(re.sub(r"\s", "", text)) or ANNEX_HEAD.match(text)
    return closed is not None


def sets_no_task(text: str) -> bool:
    """Return whether an item closes the document (本办法自…起施行) or speaks of its rules."""
    plain = simplified(text.strip())
    return CLOSING.match(plain) is not None or OF_RULES.match(plain) is not None


def asks_all(text: str) -> bool:
    """Return whether a paragraph asks all for a plan or a report: it belongs to no measure."""
    return text[:1] == "各" and ASKS_ALL.match(simplified(text)) is not None


def is_foot(text: str, following: str, *, is_over: bool) -> bool:
    """Return whether this is a signature above the date, or a line of the portal.

    `following` is the next line behind it and other signatures.
    """
    plain = simplified(text)
    if len(text) <= MAX_FOOT and (FOOT.match(plain) or is_portal_line(plain)):
        return True
    if CLOSING.match(plain):
        return True
    if CREDITS.search(plain) and (is_over or len(text) <= MAX_FOOT):
        return True
    signed = DATE.fullmatch(re.sub(r"\s", "", following))
    return bool(signed and is_signature(text))


def is_signature(text: str) -> bool:
    """Return whether a line may be the name of a body that signs."""
    short = 0 < len(text) <= MAX_BARE_HEADING and not re.search(r"[：:。，]", text)
    return short and SIGNATURE.search(simplified(text)) is not None
