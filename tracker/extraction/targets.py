"""Finds quantified aims in prose: metric, comparator, value, unit and by when.

Every target with a number counts; a number that only limits who is meant ("56人以上大班额",
"不足100人的学校"), a date or an eligibility period is none.
"""

import re
from bisect import bisect_right as bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.deadlines import FoundDeadline
from tracker.extraction.rows import Masthead, Target, TaskRow
from tracker.extraction.timing import Reference, deadlines_in, reference_of, running_text
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Place

SENTENCE = re.compile(r"[^。！？]+[。！？]?")
COUNTED = (
    "所|个|人|名|项|家|户|轨|座|处|条|套|台|辆|张|件|次|场|期|门|篇|支|只|批|村|亩|公里|千米"
    "|平方米|平方公里|立方米|吨|册"
)
MEASURED = "学时|课时|小时|分钟|倍|个百分点|百分点|元"
UNIT = rf"%|％|{MEASURED}|{COUNTED}|年"
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
HAN_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "八": 8, "十": 10}
FOUND = re.compile(
    rf"(?<![\d.\-〔（(第])(?P<low>{NUMBER})(?:[%％]?\s*[-—–~～至到]\s*(?P<high>{NUMBER}))?\s*"
    rf"(?P<scale>[万亿]?)(?P<unit>{UNIT})"
)
HAN_FOUND = re.compile(
    rf"(?P<low>[{''.join(HAN_NUMBERS)}])(?P<unit>(?:{COUNTED}|小时|倍)(?=以上)|小时)"
)
ROUND_FOUND = re.compile(r"(?P<low>[百千万])(?P<unit>名|所|家|个|项)")
ROUND = {"百": 100, "千": 1000, "万": 10000}
APART = re.compile(r"《[^《》]*》|〔[^〔〕]*〕")
# Units that end in a longer word are no units.
NO_UNIT = re.compile(
    r"个?(?:人口|月|阶段|方面|环节|层次|岁|性|别|体|部分|级|厅|局|部门|区域|年级|轮|步)"
)
LEAST = re.compile(r"(?:不低于|不少于|不得低于|不得少于|不小于|至少|最低|≥)[^，,；;。]{0,14}$")
MORE = re.compile(r"(?:超过|高于|大于|突破)[^，,；;。]{0,14}$")
MOST = re.compile(
    r"(?:不超过|不得超过|不高于|不多于|不大于|≤|低于|少于|小于|降至|降到|压减到|控制在|控制到)[^，,；;。]{0,14}$"
)
NOT_MOST = re.compile(r"不(?:得)?(?:低|少|小)于[^，,；;。]{0,14}$")
NOT_MORE = re.compile(r"不(?:得)?(?:超过|高于|大于)[^，,；;。]{0,14}$")
BY_RULE = re.compile(r"(?:按照?|依照)[^，,；;。]*$")
RATE = re.compile(
    r"^(?:的?(?:比例|标准))?[^，,；;。]{0,6}(?:安排|拨付|征收|提取|计提|核定|补助|增加|标准|比例)"
)
CONDITION = re.compile(r"(?:不足|未满|未达到|凡|对|每|满|约?占地)$")
ACTION = re.compile(
    r"(?:建成|新建|改扩建|建设|完成|培育|打造|创建|培养|培训|引进|达到|达|实现|新增|增加|提高|建立|建|有|掌握|组织|开展"
    r"|安排|补助|配备|覆盖|保持在|稳定在|力争|确保)[^，,；;。]{0,24}$"
)
# "以上" and "以下" bound an aim at the end of a phrase, and elsewhere say who is meant.
OVER = re.compile(r"及?以上")
UNDER = re.compile(r"及?以[下内]")
UNDER_END = re.compile(r"及?以[下内](?:[，,；;。）)]|$)")
# "“十三五”期间，…。" is also the time of the sentence that follows.
PERIOD = re.compile(r"[“\"]?十[一二三四五六]五[”\"]?(?:期间|时期)")
# 百名校长培养工程 is a name.
NAMED = re.compile(r"[^，,；;。、]{0,16}(?:工程|计划|行动)(?:[，,；;。、]|$)")
COUNTING = frozenset("0123456789一二三四五六七八九十几数")
WHOLE = re.compile(r"(?:全|我)[省市县区国州]$")
PARTS = re.compile(r"(?<=个)(?:设区|地级)?[市县区州乡镇村](?:[（(][^（）()]*[）)])?级")
ASIDE = re.compile(r"[（(][^（）()]*[）)]")
NEAR = 120
FEW = 8
YEARS = re.compile(r"^(?:的)?(?:免费|义务)教育")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in a sentence: its words' place there, its values and unit."""

    start: int
    end: int
    values: tuple[float, ...]
    unit: str
    rough: bool = False


def find_targets(
    content: Content, rows: Sequence[TaskRow], masthead: Masthead
) -> tuple[Target, ...]:
    """Return the targets of the body, then those of the task rows, in order."""
    reference = reference_of(masthead)
    texts = [*running_text(content, masthead), *((row.content, row.place) for row in rows)]
    return tuple(one for text, place in texts for one in _in_text(text, place, reference))


def _in_text(text: str, place: Place, reference: Reference) -> Iterator[Target]:
    period: str | None = None
    for written in SENTENCE.findall(text):
        sentence = simplified(written)
        numbers = list(_numbers(sentence))
        deadlines = deadlines_in(sentence, reference) if numbers or PERIOD.search(sentence) else ()
        ends = [one.end for one in deadlines]
        for number in numbers:
            first = bisect(ends, number.start)
            if first < len(deadlines) and deadlines[first].start < number.end:
                continue
            by = _by(number, deadlines, ends) or (period if not deadlines else None)
            for comparator, value in _compared(sentence, number, dated=by is not None):
                metric = _metric(sentence, number, ends)
                words = written.strip()
                yield Target(metric, comparator, value, number.unit, by, words, place)
        spans = [one.normal for one in deadlines if PERIOD.search(one.text)]
        period = spans[-1] if spans else None


def _numbers(sentence: str) -> Iterator[_Number]:
    """Return the numbers with a unit, outside titles and document numbers, in order."""
    masked = APART.sub(lambda found: "　" * len(found[0]), sentence)
    found: list[_Number] = []
    for match in FOUND.finditer(masked):
        if NO_UNIT.match(masked, match.end("scale")) or _is_whole(masked, match):
            continue
        low = float(match["low"].replace(",", ""))
        high = (float(match["high"].replace(",", "")),) if match["high"] else ()
        unit = match["scale"] + match["unit"].replace("％", "%")
        found.append(_Number(match.start(), match.end(), (low, *high), unit))
    for match in HAN_FOUND.finditer(masked):
        value = float(HAN_NUMBERS[match["low"]])
        found.append(_Number(match.start(), match.end(), (value,), match["unit"]))
    for match in ROUND_FOUND.finditer(masked):
        before = masked[match.start() - 1 : match.start()]
        if before not in COUNTING and not NAMED.match(masked, match.end()):
            value = float(ROUND[match["low"]])
            found.append(_Number(match.start(), match.end(), (value,), match["unit"], rough=True))
    return iter(sorted(found, key=lambda number: number.start))


def _is_whole(sentence: str, match: re.Match[str]) -> bool:
    """Return whether a number only says how many there are: 全省9个市（州）."""
    before = sentence[max(0, match.start() - 3) : match.start()]
    return WHOLE.search(before) is not None and PARTS.match(sentence, match.end()) is not None


def _compared(sentence: str, number: _Number, *, dated: bool) -> Iterator[tuple[str, float]]:
    """Return comparator and value; two for a range, none when the number is no target."""
    before = sentence[max(0, number.start - NEAR) : number.start]
    after = sentence[number.end : number.end + NEAR]
    if len(number.values) > 1:
        low, high = number.values[:2]
        if number.unit != "年" and low < high:
            yield ">=", low
            yield "<=", high
        return
    comparator = _comparator(before, after, number, dated=dated)
    if comparator:
        yield comparator, number.values[0]


def _comparator(before: str, after: str, number: _Number, *, dated: bool) -> str | None:
    """Return how the value bounds the metric, None when it is no target."""
    clause = re.split(r"[，,；;。（）()]", ASIDE.sub("", before))[-1]
    if number.rough or re.match(r"左右|上下", after):
        return "approx"
    return _bounded(clause, after) or _unbounded(clause, after, number, dated=dated)


def _unbounded(clause: str, after: str, number: _Number, *, dated: bool) -> str | None:
    """Return what a number without a bounding word says: an aim, a rate, or who is meant."""
    if number.unit == "年":
        return "==" if YEARS.match(after) else None
    if CONDITION.search(clause) or UNDER.match(after):
        return None
    if OVER.match(after):
        helped = re.search(r"(?:有|达到?|建成|不少于)$", clause) or number.unit in {"%", "倍"}
        return ">=" if helped else None
    if number.unit == "%":
        return _percentage(clause, after, number.values[0])
    return _count(clause, after, number, dated=dated)


def _bounded(clause: str, after: str) -> str | None:
    if MOST.search(clause) and not NOT_MOST.search(clause):
        return "<="
    if re.match(r"[^，,；;。]{0,12}标准班额", after) or UNDER_END.match(after):
        return "<="
    if LEAST.search(clause):
        return ">="
    if MORE.search(clause) and not NOT_MORE.search(clause) and not BY_RULE.search(clause):
        return ">="
    return ">=" if re.match(r"(?:及)?以上[，,；;。）)]", after) else None


def _percentage(clause: str, after: str, value: float) -> str:
    if value == 100 or (BY_RULE.search(clause) and RATE.match(after)):
        return "=="
    return ">="


def _count(clause: str, after: str, number: _Number, *, dated: bool) -> str | None:
    if BY_RULE.search(clause):
        return "==" if RATE.match(after) else None
    if re.match(r"[^，,；;。]{0,12}全部", after) or re.search(r"全部$", clause):
        return "==" if dated or ACTION.search(clause) else None
    if number.unit in {"小时", "学时", "课时"}:
        return ">="
    if ACTION.search(clause):
        return ">="
    if dated and re.match(r"[^，,；;。]{0,24}(?:实现|完成|达到|建成|通过)", after):
        return "==" if re.search(r"全[省市县区国州]", clause) else ">="
    return None


def _by(number: _Number, deadlines: Sequence[FoundDeadline], ends: Sequence[int]) -> str | None:
    """Return the last time before the number in its sentence, else the first one after it.

    A span of years that something must last does not end with what recurs.
    """
    at = bisect(ends, number.start)
    for one in (*reversed(deadlines[max(0, at - FEW) : at]), *deadlines[at : at + FEW]):
        lasts = number.unit == "年" and one.normal.startswith("recurring")
        if one.normal not in {"ongoing", "immediate"} and not lasts:
            return one.normal
    return None


def _metric(sentence: str, number: _Number, ends: Sequence[int]) -> str:
    """Return the words of the number's phrase, without times and without the number itself."""
    low, high = max(0, number.start - NEAR), number.end + NEAR
    signs = (sentence.rfind(sign, low, number.start) for sign in "，,；;。：:（(")
    start = max(*signs, low - 1) + 1
    found = [at for sign in "，,；;。）)" if (at := sentence.find(sign, number.end, high)) >= 0]
    end = min(found, default=min(high, len(sentence)))
    at = bisect(ends, number.start)
    if at:
        start = max(start, ends[at - 1])
    phrase = sentence[start : number.start] + sentence[number.end : end]
    return re.sub(r"^[，,、\s]+|(?:以上|以内|左右|及)", "", phrase).strip() or sentence.strip()
