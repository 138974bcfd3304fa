"""Reads headings that say who does what stands below them, and numbers that open two levels."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from tracker.extraction.body.items import Piece, ordinal
from tracker.extraction.parties.bodies import is_surely_body
from tracker.extraction.parties.clauses import Clause, find_clauses, parties
from tracker.extraction.parties.labels import begins_with_label
from tracker.extraction.parties.names import split_names
from tracker.extraction.parties.roles import read_roles
from tracker.extraction.wording import simplified
from tracker.reading.content import Paragraph

Block = TypeVar("Block")
HINT = re.compile(
    r"单位|單位|部门|部門|牵|牽|负责|負責|[承主协協][担擔办辦助]|[办辦]理|落实|落實|实施|實施|配合|参与|參與"
)
LABELLED = re.compile(
    r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、．.]+\s*(?:责任|牵头|主办|承办|负责|主责)(?:单位|部门)"
)
LONGEST, FAR, SHORT = 60, 12, 2
STOP = re.compile(r"[。；;]$")
# "县财政局牵头的工作任务（3项）", "由县发改局牵头负责的工作", "各乡镇、各部门共同承担的工作".
CHARGED = re.compile(
    r"(?:由|需要?由|应由)?(?P<who>[^。；;：:由]{2,40}?)(?:共同|分别|单独|独立|具体|主要){0,2}"
    r"(?P<role>牵头|负责|承担|主办|承办|落实|实施|办理|配合|协助|参与|协办)"
    r"(?:负责|组织|落实|实施|推进|办理|完成|承担|抓好){0,2}的?(?:重点|主要|具体|相关|目标|各项){0,2}"
    r"(?:工作任务|任务清单|工作清单|工作事项|工作|任务|事项|项目|内容|清单|措施)"
    r"(?:[（(]共?[\d一二三四五六七八九十]{1,3}[项条件个][）)])?[:：]?"
)
# "县城管局牵头，县公安局配合完成以下任务：".
FOLLOWING = re.compile(
    r"(?:由)?(?P<said>.{4,80}?)(?:完成|做好|抓好|承担|落实|推进|组织实施)?(?:以下|下列|如下)"
    r"(?:\d{1,2}项|各项|几项|重点|主要|具体)*(?:工作|任务|事项|内容)[:：]?"
)
ROLES = {"承担": "负责", "办理": "负责"}
# The first number of a deeper level behind a number: 1.（1）…, 二、（一）….
STACKED = re.compile(
    r"(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、．.]+|[⒈-⒛])\s*(?:[（(][1一][）)]|[①⑴]|1[.．、](?!\d))"
)
SECOND = {"（一）": "（二）", "（1）": "（2）", "①": "②", "1": "2", "⑴": "⑵"}


def heading_clause(text: str, level: int, following: str) -> Clause | None:
    """Return the clause of a heading that says no more than who does what stands below it.

    Such are 责任单位：县发改局 behind a number and 县财政局牵头的工作任务; `following` is the line
    below, which must be numbered one level deeper, or a sentence under a number. A level of 0 is
    that of a line without number.
    """
    if len(text) > LONGEST * 2 or not HINT.search(text):
        return None
    below = ordinal(following)
    if level and below is None and STOP.search(following) and not find_clauses(following):
        return _charged(text)
    if below is None or below[0] <= level:
        return None
    said = _charged(text)
    if said is not None or not level:
        return said
    clauses = find_clauses(text)
    is_label = begins_with_label(text) and Piece(text, clauses, Paragraph("").place).is_clause
    return Clause(0, 0, text, clauses[0].parties) if is_label and len(clauses) == 1 else None


def labelled_sections(lines: Sequence[tuple[str, Block]]) -> dict[int, Clause]:
    """Return by line the labels that head the text below them: （一）责任单位：…, twice or more.

    Between two of them stands text without a number; then neither belongs to what is above it.
    """
    at = [place for place, (text, _block) in enumerate(lines) if LABELLED.match(text)]
    found: dict[int, Clause] = {}
    for one, other in pairwise(at):
        between = lines[one + 1 : other]
        if not between or any(ordinal(text) or find_clauses(text) for text, _block in between):
            continue
        numbered = [ordinal(lines[place][0]) or (0, "", "") for place in (one, other)]
        if numbered[0][0] != numbered[1][0] or numbered[0][1] == numbered[1][1]:
            continue
        for place, (_level, _number, rest) in zip((one, other), numbered, strict=True):
            clauses = find_clauses(rest)
            if len(clauses) == 1 and begins_with_label(rest) and other + 1 < len(lines):
                found[place] = Clause(0, 0, rest, clauses[0].parties)
    return found


def _charged(text: str) -> Clause | None:
    """Return the clause of a heading like 县财政局牵头的工作任务, None for any other line."""
    if len(text) > LONGEST:
        return None
    below = FOLLOWING.fullmatch(simplified(text))
    if below is not None:
        said, is_whole = read_roles(text[: below.end("said")])
        names = (*said.leads, *said.cooperating) if said else ()
        are_named = is_whole and bool(names) and all(map(_is_named, names))
        return Clause(0, 0, text, said) if said and are_named else None
    found = CHARGED.fullmatch(simplified(text))
    if found is None:
        return None
    who = text[found.start("who") : found.end("who")]
    names = split_names([who])
    if not names or not all(map(_is_named, names)):
        return None
    said = parties(who + ROLES.get(found["role"], found["role"]))
    return Clause(0, 0, text, said) if said else None


def _is_named(name: str) -> bool:
    """Return whether a name is that of a body and not only of a kind: 企业, 部门."""
    return is_surely_body(name) and (len(name) > SHORT or name.startswith("各"))


def unstacked(lines: Sequence[tuple[str, Block]]) -> Iterator[tuple[str, Block]]:
    """Return the lines, those cut in two that open an item and the first of its parts.

    So "1.（1）新增…" is where a line below begins with "（2）".
    """
    for at, (text, block) in enumerate(lines):
        numbered = ordinal(text) if STACKED.match(text) else None
        inner = ordinal(numbered[2]) if numbered else None
        if numbered and inner and inner[0] > numbered[0] and _goes_on(lines, at, inner[1]):
            yield text[: len(text) - len(numbered[2])].strip(), block
            yield numbered[2], block
        else:
            yield text, block


def _goes_on(lines: Sequence[tuple[str, Block]], at: int, first: str) -> bool:
    """Return whether the next line with a number counts on from `first`."""
    below = (ordinal(text) for text, _block in lines[at + 1 : at + FAR])
    following = next((numbered for numbered in below if numbered), None)
    return following is not None and following[1] == SECOND.get(first)
