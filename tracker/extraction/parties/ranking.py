"""Lets those lead who lead by a rule said once: 列第一位的, 逗号前的, 标★的为牵头单位."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.extraction.fields import Field
from tracker.extraction.parties.names import CLOSING, OPENING
from tracker.extraction.parties.notes import FIRST_PLACE
from tracker.extraction.rows import RowKind, TaskRow
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Paragraph, Place, Table

INSIDE = "[^，,。；;）)〕]"
IS_LEAD = (
    rf"(?:{INSIDE}{{0,12}}(?:为|是|作){INSIDE}{{0,6}}(?:牵头|主办|主责){INSIDE}{{0,8}}"
    r"|的?(?:责任)?(?:单位|部门)?(?:负责)?(?:牵头|负总责)(?!单位|部门)(?:负责)?)"
)
# "列第一位者为牵头单位" (国发〔2018〕42号), "第一责任单位为牵头单位".
FIRST = re.compile(
    rf"(?:{FIRST_PLACE}"
    r"|第一(?:责任)?(?:单位|部门)|(?:第[一1]|首)(?:位|个|家)(?=[的为是者责单部])|前者(?=[为是]))"
    rf"{IS_LEAD}"
)
# "逗号前为牵头单位", "分号前为牵头单位": those behind the sign help.
COMMA = re.compile(rf"(?P<sign>[逗分])号(?:之|以)?前(?:面)?{IS_LEAD}")
STOPS = {"逗": "，,", "分": "；;"}
# "标★的为牵头单位", "★表示牵头单位".
MARKED = re.compile(
    r"(?:[标带加打有注][注有]?)?[“\"]?(?P<mark>[★☆▲△●◆◎※*＊])[”\"]?号?[的者]?"
    rf"(?:单位|部门)?(?:为|是|表示|代表){INSIDE}{{0,6}}(?:牵头|主办|主责){INSIDE}{{0,8}}"
)
# Without one of these no text says such a rule; nearly all are told so quickly.
LEADING = re.compile("牵头|牽頭|主办|主辦|主责|主責|负总责|負總責")
MAY_RANK = re.compile("首|第[一1]|最前|靠前|前[面者]|[逗分][号號]|[★☆▲△●◆◎※*＊]")
ONWARD = re.compile(r"下同|以下")
# What a clause says of roles by itself.
TELLS = re.compile(r"牵头|主办|主责|配合|协助|协办|参与|参加|会同")
# A bracket that holds no other; one around the whole clause holds the names too.
ASIDE = re.compile(r"(?<=.)[（(][^（）()]*[）)]")
AROUND = f"{OPENING}{CLOSING}。 "
NOTE_END = "。；;）)〕】]"
MANY = 2


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule, its words, where it is said, and whether it holds from there on.

    `stops` are the signs before which those stand who lead, where it is not the first of a list.
    """

    words: str
    place: Place
    stops: str
    goes_on: bool
    mark: str = ""


def rank(
    content: Content, rows: Sequence[TaskRow], measures: Sequence[TaskRow]
) -> tuple[tuple[TaskRow, ...], tuple[TaskRow, ...], int]:
    """Return the rows and measures by the rules said once, and how many of them that changed.

    Clauses and columns that tell leads from cooperating keep theirs.
    """
    ranked_rows, ranked_measures = list(rows), list(measures)
    for rule in _rules(content):
        for each in (ranked_rows, ranked_measures):
            each[:] = _ranked(each, rule, content)
    pairs = zip((*rows, *measures), (*ranked_rows, *ranked_measures), strict=True)
    changed = sum(before.leads != after.leads for before, after in pairs)
    return tuple(ranked_rows), tuple(ranked_measures), changed


def _rules(content: Content) -> Iterator[_Rule]:
    for text, place in texts_of(content, _may_rank):
        plain = simplified(text)
        for sign in (FIRST, COMMA, MARKED):
            for said in sign.finditer(plain):
                words = text[said.start() : said.end()]
                goes_on = ONWARD.search(_sentence(plain, said.start(), said.end())) is not None
                mark = said["mark"] if sign is MARKED else ""
                stops = STOPS[said["sign"]] if sign is COMMA else ""
                yield _Rule(words, place, stops, goes_on, mark)


def _sentence(plain: str, start: int, end: int) -> str:
    """Return the sentence or bracket that holds a rule."""
    first = max(plain.rfind(sign, 0, start) for sign in f"。；;{OPENING}") + 1
    ends = [at for sign in NOTE_END if (at := plain.find(sign, end)) >= 0]
    return plain[first : min(ends, default=len(plain))]


def texts_of(content: Content, may_hold: Callable[[str], bool]) -> Iterator[tuple[str, Place]]:
    """Return the texts that may hold a rule: paragraphs, and cells by their row."""
    for block in content.blocks:
        if isinstance(block, Paragraph):
            if may_hold(block.text):
                yield block.text, block.place
            continue
        for cell in block.origins():
            if may_hold(text := "".join(cell.lines)):
                yield text, block.place_of(cell.row)


def _may_rank(text: str) -> bool:
    return LEADING.search(text) is not None and MAY_RANK.search(text) is not None


def _ranked(rows: Sequence[TaskRow], rule: _Rule, content: Content) -> Iterator[TaskRow]:
    """Return the rows that a rule covers by it: its own, those from it on, or all."""
    holder = next((at for at, row in enumerate(rows) if rule.words in (row.clause or "")), None)
    for at, row in enumerate(rows):
        if rule.goes_on:
            holds = (
                at >= holder if holder is not None else order_of(row.place) >= order_of(rule.place)
            )
        else:
            holds = holder is None or rule.words in (row.clause or "")
        if rule.mark:
            yield _by_mark(row, rule.mark)
        else:
            is_plain = _is_plain(row, content) or _is_headed(row, rule)
            yield _by_rule(row, rule) if holds and is_plain else row


def _is_headed(row: TaskRow, rule: _Rule) -> bool:
    """Return whether the heading of a column says the rule: 牵头单位（排第一位的为牵头单位）."""
    words = "".join(rule.words.split())
    return len(row.leads) >= MANY and any(words in heading for _, heading in row.column_headings)


def _by_mark(row: TaskRow, mark: str) -> TaskRow:
    """Return a row in which the names with the mark lead, the mark taken off them."""
    marked = tuple(name for name in (*row.leads, *row.cooperating) if mark in name)
    if not marked:
        return row
    others = tuple(name for name in (*row.leads, *row.cooperating) if mark not in name)
    sign = re.compile(rf"\s*[（(\[]?{re.escape(mark)}[）)\]]?\s*")
    return replace(row, leads=tuple(sign.sub("", name) for name in marked), cooperating=others)


def order_of(place: Place) -> tuple[int, int]:
    """Return by what places follow one another."""
    return place.block, place.row or 0


def _is_plain(row: TaskRow, content: Content) -> bool:
    """Return whether a row names several leads and nothing there tells one from the others."""
    if len(row.leads) < MANY:
        return False
    if row.kind is RowKind.ANNEX and row.clause is None:
        has_lead = any(name == Field.LEAD for name, _heading in row.column_headings)
        return not has_lead and not _cell_tells(row, content)
    words = row.clause or ""
    is_aside = bool(words) and words not in row.content
    return is_aside and not row.cooperating and not TELLS.search(_without_rules(words))


def _without_rules(words: str) -> str:
    """Return words without the brackets and phrases that are such a rule."""
    plain = ASIDE.sub(_other_aside, simplified(words))
    return COMMA.sub("", FIRST.sub("", plain))


def _other_aside(aside: re.Match[str]) -> str:
    return "" if FIRST.search(aside[0]) or COMMA.search(aside[0]) else aside[0]


def _cell_tells(row: TaskRow, content: Content) -> bool:
    """Return whether the cell that names the leads says by a verb who leads: "甲局、乙局牵头"."""
    texts = (
        "".join(cell.lines)
        for block in content.blocks
        if isinstance(block, Table)
        for at, cells in enumerate(block.rows)
        if block.place_of(at) == row.place
        for cell in cells
    )
    named = (text for text in texts if all(name in text for name in row.leads))
    return any(TELLS.search(_without_rules(text)) for text in named)


def _by_rule(row: TaskRow, rule: _Rule) -> TaskRow:
    """Return a row whose first name leads, or those before the comma of its clause."""
    count = _before_stop(row, rule.stops) if rule.stops else 1
    others = (*row.leads[count:], *row.cooperating)
    return replace(row, leads=row.leads[:count], cooperating=others)


def _before_stop(row: TaskRow, stops: str) -> int:
    """Return how many names of a clause stand before its first such sign outside of brackets."""
    words = (row.clause or "").strip(AROUND)
    depth = 0
    for at, sign in enumerate(words):
        depth += (sign in OPENING) - (sign in CLOSING)
        if sign in stops and depth <= 0:
            return sum(name in words[:at] for name in row.leads)
    return len(row.leads)
