"""Finds what begins a measure though it has no number, and clauses that stand for a section."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from tracker.extraction.body.items import OWN_NUMBER, STEPS, Piece, ordinal
from tracker.extraction.parties.clauses import find_clauses
from tracker.extraction.parties.labels import begins_with_label
from tracker.reading.content import Block, Paragraph

MANY = 2
MAX_LEAD = 40
LEAD_END = re.compile(r"[。：:]$")
# A label of a card, which names a part of a measure: 工作目标：, 整改措施：.
PART_OF_CARD = re.compile(
    r".{0,6}(?:目标|措施|内容|要求|时限|时间|期限|进展|标准|任务|单位|部门|问题|情况|领导|责任人"
    r"|来源|依据|附件|说明|注|备注|节点|进度|成效|事项|电话|地点|联系人)[:：]"
)
COUNT = "一二三四五六七八九十"


class Mark(Enum):
    """What a line without number begins: a step (一是…), or a measure with a bold lead-in."""

    STEP = "step"
    LEAD = "lead"


Line = tuple[str, Block]


def marks_of(lines: Sequence[Line]) -> dict[int, Mark]:
    """Return by line what begins there: steps that name somebody each, bold words that lead in."""
    found = dict.fromkeys(_steps(lines), Mark.STEP)
    found.update(dict.fromkeys(_leads(lines), Mark.LEAD))
    return found


def _steps(lines: Sequence[Line]) -> Iterator[int]:
    """Return the lines that count 一是, 二是 … of which two or more name somebody."""
    run: list[int] = []
    for at, (text, _block) in enumerate([*lines, ("", Paragraph(""))]):
        step = STEPS.match(text)
        goes_on = step is not None and COUNT[len(run) : len(run) + 1] == step["n"]
        if goes_on:
            run.append(at)
        elif run and not _is_clause(text):
            if _named(lines, run) >= MANY:
                yield from run
            run = [at] if step and step["n"] == COUNT[0] else []


def _named(lines: Sequence[Line], run: Sequence[int]) -> int:
    """Return how many of the lines name somebody, themselves or in a line of its own below."""
    below = (lines[at + 1][0] if at + 1 < len(lines) else "" for at in run)
    return sum(
        bool(find_clauses(lines[at][0])) or _is_clause(following)
        for at, following in zip(run, below, strict=True)
    )


def _leads(lines: Sequence[Line]) -> Iterator[int]:
    """Return the lines that begin with bold words like a heading, two or more under one number."""
    run: list[int] = []
    for at, (text, block) in enumerate(lines):
        if ordinal(text) or not isinstance(block, Paragraph):
            if len(run) >= MANY:
                yield from run
            run = []
        elif _has_lead(text, block):
            run.append(at)
    if len(run) >= MANY:
        yield from run


def _has_lead(text: str, block: Paragraph) -> bool:
    lead = block.bold_lead.strip()
    is_heading = 1 < len(lead) <= MAX_LEAD and text.startswith(lead)
    if not is_heading or begins_with_label(text) or PART_OF_CARD.fullmatch(lead):
        return False
    return LEAD_END.search(lead) is not None or text[len(lead) : len(lead) + 1] in "。：:"


def _is_clause(text: str) -> bool:
    return bool(text) and Piece(text, find_clauses(text), Paragraph("").place).is_clause


def covers_sections(lines: Sequence[Line]) -> bool:
    """Return whether clauses on lines of their own stand for all the items above them.

    So they do where each stands below the last item of its section, in two or more of which one
    has several items, and no item before the last one has a clause.
    """
    below_last = sections = items = 0
    is_below = False
    for text, _block in lines:
        numbered = ordinal(text)
        if numbered:
            if is_below and numbered[0] >= OWN_NUMBER:
                return False
            if numbered[0] == OWN_NUMBER and find_clauses(text):
                return False
            is_below = False
            items = items + 1 if numbered[0] == OWN_NUMBER else items * (numbered[0] > OWN_NUMBER)
        elif items and _is_clause(text):
            below_last += items >= MANY
            sections += 1
            items, is_below = 0, True
        elif items and find_clauses(text):
            return False
    return below_last > 0 and sections >= MANY
