"""Deadlines in running text: which expressions of time bind an obligation, and which do not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.deadlines import forms
from tracker.deadlines.folding import fold
from tracker.deadlines.grammar import parse_deadline
from tracker.deadlines.scanning import scan
from tracker.deadlines.values import Deadline, FoundDeadline

_TITLE = re.compile(r"《[^《》]{1,120}》")
_BOUNDARY = re.compile(r"[。！？!?\n\t]")
_SPACES = " \u3000\u00a0"
_LONGEST_SENTENCE = 120
_FARTHEST = 400  # characters: where the search for the ends of a sentence stops
_NEAR = 25  # characters: how far a start word may stand from the time it belongs to
# A year that only names a thing (2017年度, 2015年版, 2017年工作要点) or a yardstick (比2015年).
_NAMED_AFTER = re.compile(
    r"度(?![底末内])|版|[级届]|第?[一二三四五六七八九十\d]{1,3}[次届号]|以来|修订"
    r"|(?:[^,;。、]{0,12}(?:工作要点|工作计划|行动计划|实施方案|工作报告|重点工作|基础上|相比|预算))"
    r"|(?:的)?(?:基础|水平|标准|基数|同期)|为基"
)
_YARDSTICK = re.compile(r"(?:比|较|与|同|相比于|以|按照?|根据|近|过去|前|满|已|第)$")
_QUALIFYING = re.compile(
    r"(?:有效期限?|试用期|任期|聘期|任教|工作|教龄|服务期?|近|过去|最近|前|满|第|不足|未满)$"
)
_IN_FORCE = re.compile(r"(?:正式)?(?:施行|生效)")
_ISSUE_DATE = re.compile(r"(?:日期|时间):$")
_ISSUED = re.compile(r"(?:印发|发布|成文|公布)(?![之以]?日|[之以]?后)")
_PER_HEAD = re.compile(r"(?:每[生人户校班亩]|[生人]均)$")
_RATE_WEEK = re.compile(r"每个?(?:周|星期)$")
_WEEKLY_DUTY = re.compile(r"[^,;。]{0,8}(?:报|召开|调度|通报|汇总|检查|巡查|督查|会商|更新)")
_STANDING = re.compile(
    r"长期(?:坚持|抓好|推进|开展|实施|执行|落实)"
    r"|常态化(?:地)?(?:开展|推进|监管|管理|巡查|检查|督查|排查|运行|落实|监测|调度)"
)
_MEDIUM_TERM = re.compile(r"中$")
_START_LATER = re.compile(r"[^,;。、]{0,25}?(?:开始|起(?!点|草|来|到))")
_FROM = ("从", "自")
_UNTIL = ("到", "至")
_HEADING = re.compile(r"(?:时限|时间|期限):$")
_NAMES_DAY = re.compile(r"[前底末止起内]|开始|期间")


@dataclass(frozen=True, slots=True)
class _Place:
    """One candidate with the text around it."""

    kind: str
    words: str
    before: str
    after: str
    start: int
    end: int


def find_deadlines(text: str, reference: date | int | None = None) -> list[FoundDeadline]:
    """Every expression in prose that sets a time for an obligation, verbatim and in order.

    Not found, by the label rules of the corpus: dates of issue, years in titles and document
    numbers, five-year plans as part of a name, vague words, eligibility periods, rates without a
    form, and what was over before the reference.
    """
    folded, offsets = _without_spaces(text)
    folded = _TITLE.sub(lambda match: "《" + "·" * (len(match.group()) - 2) + "》", folded)
    found: list[FoundDeadline] = []
    for place in _places(folded):
        if not _binds(place):
            continue
        deadline = _read(place, folded, reference)
        if deadline.normal == forms.NONE or _is_past(deadline, reference):
            continue
        start, end = offsets[place.start], offsets[place.end - 1] + 1
        sentence = _sentence(text, start, end)
        found.append(FoundDeadline(text[start:end], deadline.normal, sentence, start, end))
    return found


def _without_spaces(text: str) -> tuple[str, list[int]]:
    """The folded text without spaces inside lines, and where each of its characters stood."""
    folded = fold(text)
    offsets = [index for index, character in enumerate(folded) if character not in _SPACES]
    return "".join(folded[index] for index in offsets), offsets


def _places(folded: str) -> Iterator[_Place]:
    for match in scan(folded):
        start, end = match.span()
        after = folded[end : end + _NEAR + 5]
        before = folded[max(0, start - 12) : start]
        yield _Place(match.lastgroup or "", match.group(), before, after, start, end)


def _binds(place: _Place) -> bool:
    """Whether the expression sets a time, rather than naming a thing or filling a line alone."""
    if _stands_alone(place):
        return False
    return _RULES[place.kind](place)


def _stands_alone(place: _Place) -> bool:
    """Whether the expression fills its line (a date of issue, a cell) or its brackets (a name)."""
    opens = not place.before or place.before[-1] in "\n\t|"
    closes = not place.after or place.after[0] in "\r\n\t|"
    if opens and closes:
        return True
    is_bracketed = place.before.endswith("(") and place.after.startswith(")")
    return is_bracketed and not _NAMES_DAY.search(place.words) and "月" not in place.words


def _point_binds(place: _Place) -> bool:
    if place.words.startswith(_FROM) and not re.search(r"起$|开始$", place.words):
        return bool(_START_LATER.match(place.after))
    if _IN_FORCE.match(place.after) or re.search(r"有效期(?:限)?(?:为)?$", place.before):
        return False
    if _ISSUE_DATE.search(place.before) or _ISSUED.match(place.after):
        return False
    if re.search(r"以来$|年度$", place.words):
        return False
    if _YARDSTICK.search(place.before) and not place.words.startswith(_UNTIL):
        return False
    is_named = not _NAMES_DAY.search(place.words) and _NAMED_AFTER.match(place.after)
    return not is_named


def _range_binds(place: _Place) -> bool:
    return not _NAMED_AFTER.match(place.after) and not _IN_FORCE.match(place.after)


def _event_binds(place: _Place) -> bool:
    return not _QUALIFYING.search(place.before)


def _recurrence_binds(place: _Place) -> bool:
    if re.match(r"每[日天]|逐|按", place.words) or _PER_HEAD.search(place.before):
        return False
    is_weekly = _RATE_WEEK.match(place.words)
    return not is_weekly or bool(_WEEKLY_DUTY.match(place.after))


def _standing_binds(place: _Place) -> bool:
    if _HEADING.search(place.before):
        return True
    words = place.words + place.after
    return bool(_STANDING.match(words)) and not _MEDIUM_TERM.search(place.before)


def _always(place: _Place) -> bool:
    del place
    return True


_RULES = {
    "point": _point_binds,
    "range": _range_binds,
    "plan": _always,
    "event": _event_binds,
    "recurring": _recurrence_binds,
    "immediate": _always,
    "ongoing": _standing_binds,
}


def _read(place: _Place, folded: str, reference: date | int | None) -> Deadline:
    deadline = parse_deadline(place.words, reference)
    if place.kind == "event" and place.words.startswith(("用", "通过", "经过", "利用")):
        return _anchored(deadline, place, folded)
    return deadline


_OPEN_START = re.compile(r"(?:从|自)?(\d{4}年(?:\d{1,2}月)?)[底末初]?(?:起|开始)")


def _anchored(deadline: Deadline, place: _Place, folded: str) -> Deadline:
    """An effort of some years, counted from the start its own sentence names before it."""
    farthest = max(0, place.start - _FARTHEST)
    marks = _BOUNDARY.finditer(folded, farthest, place.start)
    begin = max((match.end() for match in marks), default=farthest)
    starts = _OPEN_START.findall(folded, begin, place.start)
    if not starts or "@" in deadline.normal:
        return deadline
    return Deadline(deadline.text, f"{deadline.normal}@{starts[-1]}", None)


def _is_past(deadline: Deadline, reference: date | int | None) -> bool:
    """Whether the time was over when the document was issued: a fact, not an obligation."""
    due_on = deadline.due_on or _start_year_end(deadline.normal)
    if reference is None or due_on is None:
        return False
    if isinstance(reference, date):
        return due_on < reference
    return due_on.year < reference


def _start_year_end(normal: str) -> date | None:
    """The last day of the year in which an open range begins."""
    if not (normal.startswith("range:") and normal.endswith(forms.OPEN_END)):
        return None
    return date(forms.read_period(forms.split_range(normal)[0]).start.year, 12, 31)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around text[start:end]; over 120 characters it is cut at ；, else at ，."""
    left, right = _cut(text, max(0, start - _FARTHEST), end + _FARTHEST, (start, end), _BOUNDARY)
    for mark in (re.compile("[；;]"), re.compile("[，,]")):
        if right - left > _LONGEST_SENTENCE:
            left, right = _cut(text, left, right, (start, end), mark)
    return text[left:right].strip()


def _cut(
    text: str, left: int, right: int, span: tuple[int, int], mark: re.Pattern[str]
) -> tuple[int, int]:
    """The bounds of the piece between two marks that holds the span, inside left and right."""
    start, end = span
    for match in mark.finditer(text, left, start):
        left = match.end()
    closing = mark.search(text, end, right)
    return left, closing.end() if closing else min(right, len(text))
