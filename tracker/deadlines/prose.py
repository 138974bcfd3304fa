"""Deadlines in running text: every expression that sets a time, with its sentence."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tracker.deadlines import forms
from tracker.deadlines.binding import binds
from tracker.deadlines.extents import widened
from tracker.deadlines.folding import fold
from tracker.deadlines.grammar import parse_deadline
from tracker.deadlines.places import Place, places
from tracker.deadlines.quoting import is_quoted_name
from tracker.deadlines.scanning import may_hold
from tracker.deadlines.told import is_meeting
from tracker.deadlines.values import Deadline, FoundDeadline

_TITLE = re.compile(r"《[^《》]{1,120}》")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_BOUNDARY = re.compile(r"[。！？!?\n\t]")
_LESSER_BOUNDARIES = (re.compile("[；;]"), re.compile("[，,]"))
_SPACES = " \u3000\u00a0\u2002\u2003\u2009"
_LONGEST_SENTENCE = 120
_FARTHEST = 400  # characters: where the search for the ends of a sentence stops
# How many readings are kept: a table says the same few hundred times over and over.
_REMEMBERED = 10_000
_LABEL = re.compile(r"(?:时限|时间|期限):$")
_VALUE = re.compile(r"[^。;()\[\]〔〕\n\t|]{1,30}")
_YEARLESS = re.compile(
    r"(?:到|至|于)?(?:\d{1,2}月|[一二三四五六七八九十]{1,2}月|年[底末]|第?[一二三四1-4]季度|[上下]半年)"
)
_MONTH_ON = re.compile(r"\d{4}-[\dQH-]+/\.\.")  # 2021年4月启动
_EACH_YEAR = re.compile(r"recurring:yearly-\d\d(?:-\d\d)?")
_OF_MONTHS = ("month", "date")
_FINE = ("date", "tenday", "month", "quarter", "half")


def find_deadlines(
    text: str, reference: date | int | None = None, *, year: int | None = None
) -> list[FoundDeadline]:
    """Every expression in prose that sets a time for an obligation, verbatim and in order.

    Not found, by the label rules of the corpus: dates of issue, years in titles and document
    numbers, five-year plans as part of a name, vague words, eligibility periods, rates without a
    form, and what was over before the reference. A time that only a person can date (7月15日前
    without a reference) is found with the form none. `year` is that of a heading above, where
    months below name none; the reference still says what is over.
    """
    if not may_hold(text):
        return []
    plain, offsets = _without_spaces(text)
    folded = _TITLE.sub(lambda match: "《" + "·" * (len(match.group()) - 2) + "》", plain)
    folded = _ADDRESS.sub(lambda match: "·" * len(match.group()), folded)
    found: list[FoundDeadline] = []
    base = year or reference
    context = _Context(base)
    done = 0
    for candidate in places(folded):
        if candidate.start < done or not binds(candidate):
            continue
        if is_quoted_name(candidate, text, offsets[candidate.start]):
            continue
        place = widened(candidate, folded)
        if place is not candidate and not binds(place):  # 允许延期至疫情解除后三个月内
            continue
        place = _whole(place, folded, base)
        done = place.end
        if "·" in place.words:  # a title within the name of an event
            place = replace(place, words=plain[place.start : place.end])
        deadline = context.each_year(_read(place, folded, context.at(place, folded)), place)
        context.remember(deadline, place)
        is_read = deadline.normal != forms.NONE or deadline.is_undated
        words = place.words.removeprefix("截止") if _heads_stage(place) else place.words
        if not is_read or _is_past(deadline, reference, words):
            continue
        if is_meeting(place) and not _is_to_come(deadline, reference):
            continue
        begin = place.start + place.words.startswith("在")
        start, end = offsets[begin], offsets[place.end - 1 - place.words.endswith("的")] + 1
        sentence = _sentence(text, start, end)
        found.append(FoundDeadline(text[start:end], deadline.normal, sentence, start, end))
    return found


@dataclass(slots=True)
class _Context:
    """The year a sentence has named last, for times that leave it out.

    2021年6月底前制定政策，12月底前实现结算: the second is a month of 2021 too. A year alone does
    not carry over (到2020年，…；9月底前…), nor does one before the reference. Behind a month of
    each year (每年2月底前…，3月底前…) the months are of each year too.
    """

    reference: date | int | None
    year: int = 0
    is_yearly: bool = False
    end: int = 0

    def at(self, place: Place, folded: str) -> date | int | None:
        """The reference for an expression: the year named before it, where that is later."""
        if _BOUNDARY.search(folded, self.end, place.start):
            self.year, self.is_yearly = 0, False
        self.end = place.start
        base = self.reference
        own = base.year if isinstance(base, date) else base or 0
        return self.year if self.year > own and _YEARLESS.match(place.words) else base

    def each_year(self, deadline: Deadline, place: Place) -> Deadline:
        """The deadline, of each year where the month named before it is."""
        kind, _colon, value = deadline.normal.partition(":")
        if not (self.is_yearly and kind in _OF_MONTHS and _YEARLESS.match(place.words)):
            return deadline
        return Deadline(deadline.text, f"recurring:yearly-{value[5:]}", None)

    def remember(self, deadline: Deadline, place: Place) -> None:
        """Note the year of a dated expression that is finer than a year."""
        kind, _colon, value = deadline.normal.partition(":")
        is_start = kind == "range" and _MONTH_ON.fullmatch(value)
        if is_start or (kind in _FINE and forms.OR not in value):
            self.year = int(value[:4])
        self.is_yearly = self.is_yearly or bool(_EACH_YEAR.fullmatch(deadline.normal))
        self.end = place.end


def _without_spaces(text: str) -> tuple[str, list[int]]:
    """The folded text without spaces inside lines, and where each of its characters stood."""
    folded = fold(text)
    offsets = [index for index, character in enumerate(folded) if character not in _SPACES]
    return "".join(folded[index] for index in offsets), offsets


@lru_cache(maxsize=_REMEMBERED)
def _parse(words: str, reference: date | int | None) -> Deadline:
    return parse_deadline(words, reference)


def _read(place: Place, folded: str, reference: date | int | None) -> Deadline:
    deadline = _parse(place.words, reference)
    if place.kind == "event" and place.words.startswith(("用", "通过", "经过", "利用")):
        return _anchored(deadline, place, folded)
    return deadline


def _whole(place: Place, folded: str, reference: date | int | None) -> Place:
    """The place, or all that follows the label of a time where part of it goes on and on.

    完成时限:2023年6月底前并长期坚持 is one expression, as in a cell.
    """
    if not place.before.endswith(":") or not _LABEL.search(place.before):
        return place
    value = _VALUE.match(folded, place.start)
    words = value.group() if value else place.words
    if words == place.words or not _parse(words, reference).normal.endswith(forms.ONGOING):
        return place
    return replace(place, words=words, end=place.start + len(words))


_OPEN_START = re.compile(r"(?:从|自)?(\d{4}年(?:\d{1,2}月)?)[底末初]?(?:起|开始)")


def _anchored(deadline: Deadline, place: Place, folded: str) -> Deadline:
    """An effort of some years, counted from the start its own sentence names before it."""
    farthest = max(0, place.start - _FARTHEST)
    marks = _BOUNDARY.finditer(folded, farthest, place.start)
    begin = max((match.end() for match in marks), default=farthest)
    starts = _OPEN_START.findall(folded, begin, place.start)
    if not starts or "@" in deadline.normal:
        return deadline
    return Deadline(deadline.text, f"{deadline.normal}@{starts[-1]}", None)


def _is_past(deadline: Deadline, reference: date | int | None, words: str) -> bool:
    """Whether the time was over when the document was issued: a fact, not an obligation.

    Of a document of which only the year is known 截至5月底 tells how far things are.
    """
    last = deadline.readings[0]
    due_on = deadline.due_on or _start_year_end(last)
    if due_on is None and forms.OR in deadline.normal:
        due_on = forms.due_on(last)
    if reference is None or due_on is None:
        return False
    if isinstance(reference, date):
        return due_on < reference
    tells = words.startswith("截") and not words.endswith(("前", "止"))
    return due_on.year < reference or (tells and due_on.year == reference)


def _heads_stage(place: Place) -> bool:
    """Whether a time stands in the bracket behind a stage: 动员部署阶段(截止6月5日)."""
    return place.before.endswith("阶段(") and place.after.startswith(")")


def _is_to_come(deadline: Deadline, reference: date | int | None) -> bool:
    """Whether a day lies behind that of issue: a meeting then is one to be held."""
    if not (deadline.normal.startswith("date:") or deadline.is_undated):
        return True
    due_on = deadline.due_on
    return isinstance(reference, date) and due_on is not None and due_on > reference


def _start_year_end(normal: str) -> date | None:
    """The last day of the year in which an open range begins."""
    if not (normal.startswith("range:") and normal.endswith(forms.OPEN_END)):
        return None
    return date(forms.read_period(forms.split_range(normal)[0]).start.year, 12, 31)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around text[start:end]; over 120 characters it is cut at ；, else at ，."""
    left, right = _cut(text, max(0, start - _FARTHEST), end + _FARTHEST, (start, end), _BOUNDARY)
    for mark in _LESSER_BOUNDARIES:
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
