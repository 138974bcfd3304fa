"""Deadlines counted from an event (印发后10个工作日内, 3个月内, 开学前), and their due dates."""

import calendar
import re
from datetime import date, timedelta

from tracker.clock import Workdays
from tracker.deadlines import forms
from tracker.deadlines.feasts import FEAST, day_of_feast
from tracker.deadlines.points import Reference, Unreadable
from tracker.errors import InvalidInput
from tracker.numerals import to_int

NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,5})"
UNIT = r"(?:个?小时|个?工作日|个?自然日|[日天]|个?(?:周|星期)(?!年)|个?(?:月|季度)|周?年)"
_UP_TO = rf"(?:{NUMBER}(?:{UNIT})?[-至到])?"
_LENGTH = rf"{_UP_TO}(?P<number>{NUMBER})(?P<unit>{UNIT})"
_WITHIN = r"(?:[以之]?内|期限内)"
_ANCHOR = r"(?P<anchor>[^,;。、@]{1,40}?|[^,;。@\d月年]{1,40}?)"
_SINCE = r"(?:(?:之[日时]|次日|当日|之)?(?:[以之]?后|起)(?:的|计算)?)"
_MONTH_NAME = r"\d{1,2}月(?![以之]?内|期)"  # 2021年4月起,11月: November, not eleven months
_NOT_OF_A_DATE = r"(?<![\d年月日号底末初度旬周每第])(?<![一二三四1-4每]季)"
SPAN = (
    rf"(?:(?:{NUMBER}[-至到])?{NUMBER}{UNIT}(?:[以之]内|内(?!蒙古))|半(?:个月|年)(?:[以之]内|内))"
)
EFFORT = rf"(?:用|通过|经过|利用)(?:{NUMBER}[-至到])?{NUMBER}年(?:左右)?的?(?:时间|努力)"
_COMING = rf"(?:{NUMBER}[-至到])?{NUMBER}(?:个月|年)"
COMING = rf"(?:今后{_COMING}(?:[以之]?内|时间|期间)?|未来{_COMING}(?:[以之]?内|时间|期间))"
OCCASIONS = (
    r"(?:(?:新)?学期(?:开学|结束)|开学|学年结束|放假|暑[假期]|寒假"
    r"|(?:(?:主)?汛期|雨季|供暖期|采暖期)(?:来临|到来|开始|结束)?|入汛|供暖|入冬|[中高]考"
    rf"|春节|清明节?|端午节?|中秋节?|{FEAST}|两会|年会|会)"
)
STARTS = (
    r"(?:收到|接到|接报|开学|放假|验收|批准|印发|发布|下发|下达|签订|竣工|发现|受理|作出"
    r"|公布|交办|通过)"
)
# but neither 自治区 nor 从事
_FROM = r"(?:自(?![治主行查然愿动建身筹有己评来])|从(?!事)|在|于)"
_BODIES = (
    rf"(?:今后|未来){_LENGTH}(?:[以之]?内|期间|时间)?",
    rf"{_FROM}?(?P<anchor>[^;@]{{1,40}}?)(?:开始|起)(?:计算)?{_LENGTH}{_WITHIN}",
    rf"{_FROM}?{_ANCHOR}{_SINCE},?(?!{_MONTH_NAME}){_LENGTH}{_WITHIN}?",
    rf"{_FROM}?{_ANCHOR}[以之]?后的?第(?P<number>{NUMBER})(?P<unit>{UNIT})[以之]?[内前]?",
    rf"(?P<anchor>{STARTS}[^,;。、@\d一两二三四五六七八九十百半]{{0,12}}?){_LENGTH}[以之]?内",
    rf"(?P<anchor>[^,;。@]{{0,12}}?{STARTS}[^,;。@\d一两二三四五六七八九十百半]{{0,12}}?)的{_LENGTH}[以之]?内",
    rf"(?P<anchor>开学|放假)第(?P<number>{NUMBER})(?P<unit>{UNIT})[以之]?[内前]?",
    rf"(?:在|于|力争|用)?{_LENGTH}[以之]?内",
    rf"不(?:得|能)?超过{_LENGTH}",
    r"(?:在|于)?(?P<half>半)(?P<unit>年|个月)[以之]?内",
    rf"(?:在|于)?(?P<number>{NUMBER})(?P<unit>年半|个半月)[以之]?内",
    rf"(?:用|通过|经过|利用){_LENGTH}(?:左右)?的?(?:时间|努力)?",
    rf"(?:在|于)?(?P<anchor>[^,;。、@]{{1,30}}前(?:至少|的)?{_UP_TO}{NUMBER}{UNIT})(?:[以之]?[内前])?",
    rf"(?:自|在|于)(?P<anchor>[^,;。@\d]{{2,40}}?)的?{_LENGTH}[以之]?内",
    (
        rf"(?:在|于)?(?P<anchor>[^,;。、@]{{1,40}}?[^,;。、@一二两三四五六七八九十百]{_NOT_OF_A_DATE}的?"
        rf"{NUMBER}{UNIT}[以之]?前)"
    ),
    (
        rf"(?:在|于)?+(?!{NUMBER}{UNIT}[以之]?前){_ANCHOR}(?<![\d年月日号底末初度旬每以之])"
        r"(?<![一二三四1-4每]季)[之以]?前"
    ),
)
# What only a cell may say: 三个月, 3至5年, 10个工作日 count from a start that is not named.
_FEW = r"(?:[1-9一二两三四五六七八九]|10|十)"
_ALONE = (
    rf"(?:为期|约)?{_UP_TO}(?P<number>{NUMBER})(?P<unit>个?(?:工作日|周|星期|季度)|个月|天)(?:左右|时间)?",
    rf"(?P<number>{NUMBER})(?P<unit>年半|个半月)",
    rf"(?:为期|约)?(?:{_FEW}年?[-至到])?(?P<number>{_FEW})(?P<unit>年)(?:左右|时间)?",
)
# 两三年: the two figures stand for a guess between them, as in 2至3年.
_ABOUT = re.compile(r"[一二两三四五六七八]([二三四五六七八九])")
_PATTERNS = tuple(map(re.compile, (*_BODIES, *_ALONE)))
_MODAL = re.compile(
    r"^(?:并|且|应当?|须|必须|可以?|要|请|[最至]迟|最晚|至少|一般|原则上)+(?=自|从|在|于|提前)"
)
_INTRODUCED = re.compile(rf"^{_FROM}")
_CLOSED = re.compile(r"(?:之[日时]|当日|的?次日|之|的)$")
_UNITS = {"工": "wd", "自": "d", "日": "d", "天": "d", "周": "w", "星": "w", "月": "m", "年": "y"}
_QUARTER_MONTHS = 3
_AND_A_HALF = {"年半": (12, 6, "m"), "个半月": (30, 15, "d")}
_HALVES = {"年": (6, "m"), "个月": (15, "d")}
_HOURS_A_DAY = 24
_HOUR = re.compile(
    r"(?:每[天日])?(?:凌晨|[早晚]上?|[上中下]午)?\d{1,2}(?:点半?|时|:)(?:\d{1,2}分?)?"
)
_ISSUED = re.compile(
    r"(?:本?(?:方案|文件?|通知|意见|办法|规定|细则|规划))?(?:正式)?(?:印发|发文|发布|下发)"
)
_THIS_DOCUMENT = re.compile(
    r"^本(?:工作)?(?:方案|文件?|通知|意见|办法|规定|细则|规划|计划|决定|要点|措施|清单)(?=(?:正式)?(?:印发|发文|发布|下发)$)"
)
_MONTHS = {"m": 1, "y": 12}
_LAST_YEAR = date.max.year


def read_event(text: str, reference: Reference) -> str | None:
    """The event form named by the whole of `text` (folded, squeezed), or None."""
    del reference
    words = _MODAL.sub("", text)
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(words):
            return _form(match.groupdict())
    return None


def _form(groups: dict[str, str | None]) -> str:
    anchor = _anchor(groups.get("anchor") or "")
    if _HOUR.fullmatch(anchor):
        raise Unreadable(anchor)
    number, unit = _length(groups)
    form = f"event:+{number}{unit}" + (f"@{anchor}" if anchor else "")
    try:
        forms.read_offset(form)
    except InvalidInput as error:
        raise Unreadable(anchor) from error
    return form


def _length(groups: dict[str, str | None]) -> tuple[int, str]:
    unit = groups.get("unit")
    if unit is None:
        return 0, "d"
    if groups.get("half"):
        return _HALVES[unit]
    if unit in _AND_A_HALF:  # 一年半, 一个半月
        whole, half, name = _AND_A_HALF[unit]
        return to_int(groups["number"] or "") * whole + half, name
    short = unit.removeprefix("个").replace("周年", "年")[0]
    number = _number(groups["number"] or "")
    if short == "季":
        return number * _QUARTER_MONTHS, "m"
    if short != "小":
        return number, _UNITS[short]
    days, rest = divmod(number, _HOURS_A_DAY)
    if rest:
        raise Unreadable("hours that make no whole days")
    return days, "d"


def _number(words: str) -> int:
    """The number of a length; of two figures that name a guess (两三年) the larger."""
    about = _ABOUT.fullmatch(words)
    return to_int(about[1] if about else words)


def _anchor(words: str) -> str:
    """The event alone: 本意见印发之日 is 印发, for it is this document that says so."""
    core = _INTRODUCED.sub("", words)
    core = _CLOSED.sub("", core) if core != "次日" else core
    return _THIS_DOCUMENT.sub("", core)


def due_after(form: str, reference: Reference, workdays: Workdays) -> date | None:
    """The due date of an event form: of the document's issue, or before a feast; else None.

    The day of issue itself does not count (Civil Code, article 201).
    """
    offset = forms.read_offset(form)
    if not offset.number and (day := day_of_feast(offset.anchor, reference)):
        return day
    if reference.day is None or not _ISSUED.fullmatch(offset.anchor):
        return None
    return add(reference.day, offset, workdays)


def add(day: date, offset: forms.Offset, workdays: Workdays) -> date | None:
    """The day that lies `offset` after `day`; None beyond the calendar."""
    try:
        if offset.unit == "wd":
            return workdays.add_workdays(day, offset.number) if offset.number else day
        if offset.unit in _MONTHS:
            return _add_months(day, offset.number * _MONTHS[offset.unit])
        return day + timedelta(days=offset.number * (7 if offset.unit == "w" else 1))
    except OverflowError:
        return None


def _add_months(day: date, number: int) -> date | None:
    """The same day of the month `number` months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if year > _LAST_YEAR:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
