"""Finds quantified aims in prose: metric, comparator, value, unit and by when."""

import re
from bisect import bisect_right as bisect
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.deadlines import FoundDeadline
from tracker.extraction.aims import compared, is_past
from tracker.extraction.quantities import Quantity, find_quantities
from tracker.extraction.rows import Masthead, Target, TaskRow
from tracker.extraction.telling import compares, is_account, tells_facts
from tracker.extraction.timing import deadlines_in, reference_of, running_text
from tracker.extraction.wording import simplified
from tracker.extraction.years import Reference
from tracker.reading.content import Content, Place

SENTENCE = re.compile(r"[^。！？]+[。！？]?")
# "“十三五”期间，…。" is also the time of the sentence that follows.
PERIOD = re.compile(r"[“\"]?十[一二三四五六]五[”\"]?(?:期间|时期)")
# "到2025年，实现以下目标：" is the time of every line of the list.
OPENS_LIST = re.compile(r"[：:]\s*$")
# "到2025年，…。" opens its paragraph and is the time of its later sentences.
OPENING = 16
HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章节条])"
)
BULLET = re.compile(
    r"^(?:[\s—\-–·•●▪*#|]+|\d+[.．、]|[（(]?\d+[）)]|[①-⑳]|[（(]?[一二三四五六七八九十]{1,3}[）)、．])+"
)
TIMED = re.compile(r"[年月季底]|期间|时期")
APART = "，,；;。：:、（(）)和及与"
# What binds the number and belongs to the comparator, not to what is measured: 增速不低于.
BOUND = re.compile(
    r"(?:不(?:得)?(?:低|少|小|高|多|大)于|不(?:得)?超过|超过|高于|大于|低于|少于|小于|突破|至少|最低|最多"
    r"|(?:控制|保持|稳定|限制|维持)(?:在|到)|(?:提[高升]|增[加长]|扩大|下?降低?|减少|压[减缩降]|缩[短减]|上升)[到至为]"
    r"|(?:均|都|要|应|须|力争|确保|基本)*(?<![下表传到直发通抵])达到?|(?<![成作])为|约|(?<!赶)超)"
    r"[ \u3000]*$"
)
CLOSED_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
NEAR = 120
FEW = 8
# Above it a number of years is the name of one.
FIRST_YEAR = 1900


def find_targets(
    content: Content, rows: Sequence[TaskRow], masthead: Masthead
) -> tuple[Target, ...]:
    """Return the targets of the body, then those of the task rows, in order."""
    reference = reference_of(masthead)
    found: list[Target] = []
    carried: str | None = None
    counts = is_account(simplified(masthead.title or ""))
    for text, place in running_text(content, masthead):
        if HEADING.match(text):
            carried = None
        aims = _in_text(text, place, reference, carried)
        found.extend(one for one in aims if not _is_told(one, is_account=counts))
        carried = _of_list(text, reference, carried)
    for row in rows:
        found.extend(_in_text(row.content, row.place, reference, None))
    return tuple(found)


def _is_told(target: Target, *, is_account: bool) -> bool:
    """Return whether the sentence of a target only reports, as accounts compare with last year."""
    sentence = simplified(target.sentence)
    return tells_facts(sentence) or (is_account and compares(sentence))


def _of_list(text: str, reference: Reference, carried: str | None) -> str | None:
    """Return the time that a line ending in a colon sets for the lines below it."""
    if not OPENS_LIST.search(text):
        return carried
    times = [one.normal for one in deadlines_in(text, reference) if _may_carry(one)]
    return times[-1] if times else carried


def _may_carry(one: FoundDeadline) -> bool:
    """Return whether a time is a point: what recurs or lasts is said of its own sentence."""
    return one.normal.startswith(("year", "date", "month", "half", "quarter"))


def _in_text(
    text: str, place: Place, reference: Reference, carried: str | None
) -> Iterator[Target]:
    """Return the targets of a paragraph; `carried` is the time that holds where none is said."""
    held, next_only = carried, None
    for written in SENTENCE.findall(text):
        sentence = simplified(written)
        numbers = find_quantities(sentence)
        is_timed = numbers or TIMED.search(sentence)
        found = deadlines_in(sentence, reference) if is_timed else ()
        deadlines = tuple(one for one in found if one.normal != "none")
        metric = sentence.strip()
        for number in numbers:
            by = _by(number, deadlines) if deadlines else next_only or held
            if _is_time(number, deadlines) or is_past(sentence, by, _year(reference)):
                continue
            for comparator, value in compared(sentence, number, dated=by is not None):
                metric = _metric(sentence, number, numbers, deadlines) or metric
                words = written.strip()
                yield Target(metric, comparator, value, number.unit, by, words, place)
        opening = [one.normal for one in deadlines if one.start <= OPENING and _may_carry(one)]
        spans = [one.normal for one in deadlines if PERIOD.search(one.text)]
        held = opening[-1] if opening else None if deadlines else held
        next_only = spans[-1] if spans else None


def _year(reference: Reference) -> int | None:
    return reference.year if isinstance(reference, date) else reference


def _is_time(number: Quantity, deadlines: Sequence[FoundDeadline]) -> bool:
    """Return whether a number belongs to an expression of time."""
    return any(one.start < number.end and number.start < one.end for one in deadlines)


def _by(number: Quantity, deadlines: Sequence[FoundDeadline]) -> str | None:
    """Return the last time before the number in its sentence, else the first one after it.

    A span of years that something must last does not end with what recurs, and what recurs holds
    only for what stands behind it.
    """
    at = bisect([one.end for one in deadlines], number.start)
    for one in (*reversed(deadlines[max(0, at - FEW) : at]), *deadlines[at : at + FEW]):
        recurs = one.normal.startswith("recurring")
        elsewhere = recurs and (number.unit == "年" or one.start > number.end)
        if one.normal not in {"ongoing", "immediate"} and not elsewhere:
            return one.normal
    return None


def _metric(
    sentence: str,
    number: Quantity,
    numbers: Sequence[Quantity],
    deadlines: Sequence[FoundDeadline],
) -> str:
    """Return the words of the number's phrase, without times, numbers and what bounds them.

    A phrase of several numbers (培训80万人、转移就业125万人) is cut between them; one that only
    goes on with the number before (下降15%、10%) gives "".
    """
    low, high = max(0, number.start - NEAR), number.end + NEAR
    before = CLOSED_ASIDE.sub(_blank, sentence[low : number.start])
    start = low + max(before.rfind(sign) for sign in "，,；;。：:（(") + 1
    found = [at for sign in "，,；;。（(）)" if (at := sentence.find(sign, number.end, high)) >= 0]
    end = min(found, default=min(high, len(sentence)))
    start = max([start, *(one.end for one in deadlines if one.end <= number.start)])
    for other in numbers:
        if other.unit == "年" and other.values[0] > FIRST_YEAR:
            continue
        if start <= other.start and other.end <= number.start:
            start = _cut(sentence, other.end, number.start)
        elif number.end <= other.start < end:
            end = min(end, _cut(sentence, number.end, other.start))
    phrase = BOUND.sub("", BULLET.sub("", sentence[start : number.start]))
    words = BOUND.sub("", phrase + sentence[number.end : end])
    return re.sub(r"^[，,、\s和及与的]+|(?:以上|以内|左右|(?<!以)及)", "", words).strip()


def _blank(aside: re.Match[str]) -> str:
    return " " * len(aside[0])


def _cut(sentence: str, start: int, end: int) -> int:
    """Return where the words between two numbers part: after the first sign, else at the end."""
    return next((at for at in range(start, end) if sentence[at] in APART), end)
