"""How far an expression of time reaches to the left of where it was found."""

import re
from dataclasses import replace

from tracker.deadlines.events import SPAN, STARTS, read_event
from tracker.deadlines.places import BACK, Place
from tracker.deadlines.points import Reference, Unreadable

_FARTHEST = 40  # characters
_BARE = re.compile(rf"于?{SPAN}")
# 系统上线后1个月内, 收到建议、提案之日起3个月内, 合同签订的1个工作日内
_SINCE = re.compile(
    rf"(?:(?:之[日时]|次日|当日)起?|(?:[以之]?后|起)的?|{STARTS}(?:[^,;:。的]{{0,12}}的)?|(?:收到|接到)[^,;:。的\d]{{1,12}}),?$"
)
_CLAUSE = re.compile(r'[^,;:。!?()"\n\t|]*,?$')
# The event is named behind what obliges, introduces or does.
_BEFORE_NAME = re.compile(
    r".*(?:(?:延[期长]|顺延|推迟|展期|结转)[至到]|(?<![供适响对反相效])应(?!急|用|付|缴|收)当?|必须|务必|须|原则上|(?<![主重需纪摘])要(?![求点素闻])|需要?|(?<![许认])可以?|并且?|(?<![申提邀聘])请(?!求|示|假)"
    r"|[在将按]|(?=[于从]|自(?![治主行查然愿动建身筹有己评来]))"
    r"|(?:^|,)字(?=[^,;。]{2,20}之日)"  # a slip for 自
    rf"|(?:单位|部门|机关|企业|机构|公司|政府|[局厅院委人者方])(?={STARTS}))"
)
_BROKEN = re.compile(r"[^。;；:：\n\t|]\n$")  # the line above goes on in this one
_COUNTED = re.compile(r"^(?:\d{1,3}[.、]|第[一二三四五六七八九十百]{1,5}条)")
_NO_EVENT = re.compile(
    r"[于自从]?(?:[今此之以其然最前先事日近]|.?)(?:之[日时]起?|次日起?|[以之]?后|起|的)?,?"
)
_ON = re.compile(r"(?<![迟晚高低关基鉴由属对至少多小大优等终])于$")


# 于考核期第2年10月底前: the term whose year it is.
_TERM = re.compile(
    r"(?:(?<![迟晚高低关基鉴由属])于|在)?(?:每个?)?[考评任聘建规]?[核价期设划]?期的?$"
)


def widened(place: Place, folded: str) -> Place:
    """The place with 于 before what recurs, and with the event from which a span counts."""
    if place.kind == "point" and place.words.startswith("第") and "年" in place.words:
        term = _TERM.search(place.before)
        return _from(place.start - len(term.group()), place, folded) if term else place
    if place.kind == "recurring" and _ON.search(place.before):
        return _from(place.start - 1, place, folded)
    if place.kind != "event" or not _BARE.fullmatch(place.words):
        return place
    start = _start_of_event(place, folded)
    if start is None or not _counts_from_event(folded[start : place.end]):
        return place
    return _from(start, place, folded)


def _from(start: int, place: Place, folded: str) -> Place:
    before = folded[max(0, start - BACK) : start]
    return replace(place, start=start, words=folded[start : place.end], before=before)


def _start_of_event(place: Place, folded: str) -> int | None:
    """Where the name of the event before a span begins, if one stands there."""
    before = folded[max(0, place.start - _FARTHEST) : place.start]
    if _SINCE.search(before) is None:
        return None
    clause = _CLAUSE.search(before)
    words = clause.group() if clause else ""
    if _BROKEN.search(before[: len(before) - len(words)]):
        return None
    words = _COUNTED.sub("", words)
    introduced = _BEFORE_NAME.match(words)
    name = words[introduced.end() :] if introduced else words
    if len(words) == _FARTHEST or _NO_EVENT.fullmatch(name):
        return None
    return place.start - len(name)


def _counts_from_event(words: str) -> bool:
    try:
        form = read_event(words, Reference(None))
    except Unreadable:
        return False
    return form is not None and "@" in form
