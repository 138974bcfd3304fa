"""Finds the clauses that say who is responsible: in brackets, behind a label, alone on a line.

Known forms: "（责任单位：…）", "牵头单位：…；配合单位：…", "〔教育部牵头，财政部配合〕",
"（市教育局、市财政局）".
"""

import re
from bisect import bisect_right as bisect
from collections.abc import Iterator
from functools import lru_cache

from tracker.extraction.fields import Field
from tracker.extraction.parties.bodies import is_body
from tracker.extraction.parties.labels import (
    ITEM_STARTS,
    MAYBE,
    SIGNS,
    STRONG,
    Mark,
    begins_item,
    is_of_name,
    labels,
    other_labels,
)
from tracker.extraction.parties.last_words import Clause, last_words
from tracker.extraction.parties.listed import (
    MAX_NAMES,
    are_bodies,
    are_trades,
    lone_names,
    only_names,
    without_shared_kind,
)
from tracker.extraction.parties.names import CLOSING, OPENING
from tracker.extraction.parties.names import NOBODY as NO_NAMES
from tracker.extraction.parties.partners import partners_in_prose
from tracker.extraction.parties.roles import Parties, parties, read_roles
from tracker.extraction.parties.times import ONLY_TIME, WHEN
from tracker.extraction.wording import paired, simplified

__all__ = ["Clause", "Parties", "find_clauses", "parties", "partners_in_prose"]

# What may stand before a label that opens a clause without brackets, and what must stand there.
BEFORE_LABEL = f" \u3000\t—-–（(〔[【{SIGNS}"
OPENS = "。；;！\n）)〕"
PLAIN_LABEL = re.compile(STRONG)
PERSON = re.compile(r"责任|牵头|包保|分管|包联")
TIME_ONLY = re.compile(r"[完办整达销][成理改结标号]|时限|期限|节点|进度")
# Labels that head a time as often as something else: what stands behind them must be a time.
MAYBE_TIME = re.compile(r"[\u4e00-\u9fff]{4}")
# Who belongs to a body that is set up is charged with nothing by that alone: 成员单位：….
MEMBERS = re.compile(r"(?:副组长|成员)")
# A label behind which nobody stands: "配合单位：无".
NOBODY = re.compile(
    rf"^[\s（(]*[^：:，,。；;]{{0,4}}(?:单位|部门)\s*[:：]\s*+{NO_NAMES}++[）)。；;]*$"
)
REMEMBERED = 4096
FEW = 8
LONGEST_TIME = 40


@lru_cache(REMEMBERED)
def find_clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a paragraph in order, brackets and full stop included."""
    if not MAYBE.search(text):
        return ()
    plain = simplified(text)
    found = sorted(_bracketed(text, plain), key=lambda clause: clause.start)
    found.extend(_bare(text, plain, found))
    at = min((clause.start for clause in found), default=len(text))
    if at and not any(clause.parties.leads or clause.parties.cooperating for clause in found):
        found += filter(None, [last_words(text[:at], plain[:at])])
    return tuple(_together(text, sorted(found, key=lambda clause: clause.start)))


def _together(text: str, found: list[Clause]) -> Iterator[Clause]:
    """Join clauses between which nothing stands: （牵头单位：A）（配合单位：B）."""
    held: Clause | None = None
    for clause in found:
        if held is None or text[held.end : clause.start].strip(" ；;，,") or _is_long(held):
            if held:
                yield held
            held = clause
        else:
            words = f"{_inner(held.text)}；{_inner(clause.text)}"
            said = parties(words) or clause.parties
            held = _clause(text, held.start, clause.end, said)
    if held:
        yield held


def _is_long(clause: Clause) -> bool:
    return clause.end - clause.start > MAX_NAMES


def _inner(words: str) -> str:
    return words.strip("。 ").strip("（）()〔〕[]【】")


def _bracketed(text: str, plain: str) -> Iterator[Clause]:
    pairs, lost = paired(text)
    lone = lone_names(text, plain, pairs) if len(pairs) > 1 else {}
    for at, (start, end) in enumerate(pairs):
        if is_of_name(plain, start):
            continue
        said = _in_brackets(text, plain, start, end) or lone.get(start)
        if said is None:
            said = _time_beside(plain, pairs, at)
        if said is not None:
            yield _clause(text, start, end + (text[end : end + 1] == "。"), said)
    if lost is not None and not any(start <= lost < end for start, end in pairs):
        known = {begin for begin, _end, _field in labels(plain)}
        end = _bare_end(plain, lost + 1, len(plain), known)
        said = _in_brackets(text[:end], plain[:end], lost, end + 1)
        if said is not None:
            yield _clause(text, lost, end, said)


def _time_beside(plain: str, pairs: list[tuple[int, int]], at: int) -> Parties | None:
    """Return the time of a bracket that holds nothing else beside one that may be a clause."""
    start, end = pairs[at]
    beside = [
        pair
        for pair in (*pairs[max(0, at - 1) : at], *pairs[at + 1 : at + 2])
        if pair[1] == start or pair[0] == end
    ]
    when = ONLY_TIME.fullmatch(plain[start + 1 : end - 1]) if beside else None
    named = when and any(_in_brackets(plain, plain, *pair) for pair in beside)
    return Parties(deadline_text=when["when"]) if when and named else None


def _clause(text: str, start: int, end: int, said: Parties) -> Clause:
    return Clause(start, end, text[start:end].strip(), said)


def _in_brackets(text: str, plain: str, start: int, end: int) -> Parties | None:
    """Return the parties of a bracket, None when it explains or limits something else.

    A label is enough. A verb must close the bracket behind names of bodies. Names without either
    count only behind a sentence, and only names that can be nothing else.
    """
    inside, words = text[start + 1 : end - 1], plain[start + 1 : end - 1]
    marks = list(labels(words))
    if marks:
        return _labelled(inside, words, marks)
    said, is_whole = read_roles(without_shared_kind(inside))
    if said is None:
        return only_names(text, plain, start, end)
    names = said.leads + said.cooperating
    fit = are_bodies(names, inside) or are_trades(names, inside)
    return said if is_whole and fit else None


def _labelled(inside: str, words: str, marks: list[Mark]) -> Parties | None:
    """Return the parties behind labels, None when the labels are of something else."""
    said = parties(inside)
    if said is None or said.leads or NOBODY.search(words):
        return said
    if said.cooperating:
        return None if all(MEMBERS.match(words, mark[0]) for mark in marks) else said
    fields = {field for _start, _end, field in marks}
    named = " ".join(words[start:end] for start, end, _field in marks)
    is_person = Field.OTHER in fields and PERSON.search(named)
    return said if is_person or _is_time(said.deadline_text or "", named) else None


def _is_time(words: str, named: str) -> bool:
    """Return whether the label is of a time by itself, or of one because a time follows it.

    "实施时间:2011年1月-12月" is one, "工作时间：周一至周五" and the "时间：" of a meeting are none.
    """
    if not words:
        return False
    is_short = len(words) <= LONGEST_TIME
    says_when = is_short and MAYBE_TIME.search(named) and WHEN.match(words)
    return bool(TIME_ONLY.search(named) or says_when)


def _bare(text: str, plain: str, found: list[Clause]) -> Iterator[Clause]:
    """Return the clauses behind labels that stand in no bracket."""
    starts = [clause.start for clause in found]
    seen = list(labels(plain))
    marks = [begin for begin, _end, _field in seen]
    known = set(marks)
    others = [start for start, _end in other_labels(plain, seen)]
    at = 0
    for mark in marks:
        above = bisect(starts, mark)
        if mark < at or (above and found[above - 1].end > mark):
            continue
        start = _opening(plain, mark)
        if start is None:
            continue
        limit = starts[above] if above < len(starts) else len(plain)
        limit = min(limit, next((other for other in others if other > mark), limit))
        at = _bare_end(plain, start, limit, known)
        words = plain[start:at]
        said = _labelled(text[start:at], words, list(labels(words)))
        if said is not None and _is_plausible(words, said):
            yield _clause(text, start, at, said)


def _opening(plain: str, mark: int) -> int | None:
    """Return where the clause of a label begins: behind a stop, or at a label that is plain."""
    start = mark
    while start > max(0, mark - FEW) and plain[start - 1] in BEFORE_LABEL:
        start -= 1
    if start == 0 or plain[start - 1] in OPENS:
        return start
    return mark if PLAIN_LABEL.match(plain, mark) else None


def _bare_end(plain: str, start: int, limit: int, marks: set[int]) -> int:
    """Return where the words of the labels end: at the stop behind which no label follows.

    In a text on one line that may be the blank before the next item: 责任单位：市财政局 2.建校。
    """
    depth = 0
    for at in range(start, limit):
        sign = plain[at]
        if sign in ITEM_STARTS and not depth and begins_item(plain, at):
            return at
        depth = max(0, depth + (sign in OPENING) - (sign in CLOSING))
        if sign == "。" and depth <= 1:
            following = at + 1
            while following < limit and plain[following] in " \u3000\n\t）)":
                following += 1
            if following not in marks:
                return following
    return limit


def _is_plausible(words: str, said: Parties) -> bool:
    """Return whether a label without brackets is followed by names and not by a sentence.

    Behind one that says less than 责任单位 (实施主体：) a name must end as those of bodies do.
    """
    names = said.leads + said.cooperating
    if not names:
        return True
    if not PLAIN_LABEL.search(words) and not any(map(is_body, names)):
        return False
    return len(words) <= sum(map(len, names)) * 2 + 80
