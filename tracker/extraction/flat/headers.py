"""Finds the header of a flattened table: a run of short lines that are headings of columns.

A heading may be broken over lines, and the first cell below may read like one more heading; so each
place gives several headers, the best first, and the rows below decide.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.extraction.fields import HEADING_END, PERIOD, Field, column_field
from tracker.extraction.flat.atoms import GAPS, REMEMBERED, Atom, close_words, look
from tracker.extraction.flat.kinds import Kind
from tracker.extraction.headers import Columns, columns_of, is_task_table, responsible_lead
from tracker.extraction.wording import simplified

LONGEST_PIECE = 14
LONGEST_HEADING = 16
# A heading that names what it is by its last word may have many before it.
LONGEST_NAMED = 22
MOST_PIECES = 3
WINDOW = 60
MOST_COLUMNS = 24
LONGEST_TAIL = 120
LEAST_COLUMNS = 3
PAIR = 2
BEAM = 6
TRIED = 8
# Places in one document that begin like a header and are none.
MOST_FAILURES = 500
KNOWN, JOINED, UNKNOWN, HALF = 2.0, 0.2, 1.0, 0.6
NO_HEADING = re.compile(r"[。；;，,：:！？《》“”\"]|^\d|^[—\-…]+$|^附\s*件|^第.+[章条]|月\d|\d日")
SAYS_ITS_KIND = re.compile(r"(?:单位|部门|时间|时限|期限|日期|节点|名称)$")
# A heading that is a year; a table has several of them.
YEARS = re.compile(r"20\d\d年度?(?:(?:工作|年度)?(?:目标|任务|计划|安排|指标)值?)?")
# What goes on from the heading above: 责任股室 and (单位).
IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# How a page says a sign is read: 活動(dòng)內(nèi)容.
PINYIN = re.compile(r"[（(][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}[）)]")
# Headings that are no part of a longer one.
WHOLE = re.compile(
    r"序号|编号|备注|責任單位|(?:责任|牵头|配合|主办|协办|承办|参与|牵头责任)(?:单位|部门)|(?:完成|办理|整改)(?:时限|时间)"
    r"|(?:完成|落实|进展|办理|整改)情况"
)
# A title above the header may read like a heading: so many pieces later it may begin as well.
LATEST, LATER = 2, 0.6
TITLE_END = re.compile(r"(?:表|方案|通知|计划|目录)$")
TASKS = frozenset({Field.TITLE, Field.CONTENT, Field.GOAL})
WHO = frozenset({Field.LEAD, Field.RESPONSIBLE})
WHO_SAID = re.compile(r"责任|牵头|负责|承办|主办|落实|責任")
# Headings that end as titles do.
PLAN = re.compile(r"(?:年度|项目)?(?:投资|资金|推进|进度|实施|工作)(?:安排)?计划")
SPOKEN = frozenset({Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING, Field.DEADLINE})
SIGNS = {
    Kind.VALUE: re.compile(
        r"^单位$|比例|户数|数量|规模|投资|资金|金额|分值|权重|得分|目标值|计量|经费|预算|\d{4}"
    ),
    Kind.OBJECT: re.compile(r"对象|范围"),
    Kind.REPORT: re.compile(r"(?:进展|情况|成效)(?:[（(][^（）()]*[）)])?$"),
    Kind.REMARK: re.compile(r"备注|说明$"),
    Kind.BODIES: re.compile(r"(?:单位|部门|机构|主体|科室|处室|区域)$"),
}
KINDS = {
    Field.NUMBER: Kind.NUMBER,
    Field.SECTION: Kind.SECTION,
    Field.TITLE: Kind.TITLE,
    Field.CONTENT: Kind.CONTENT,
    Field.GOAL: Kind.GOAL,
    Field.DEADLINE: Kind.DEADLINE,
    Field.LEAD: Kind.PARTY,
    Field.RESPONSIBLE: Kind.PARTY,
    Field.COOPERATING: Kind.HELPER,
    Field.PERSON: Kind.PERSON,
    Field.MILESTONE: Kind.GOAL,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """One way to read a header: its headings, its first piece, the one after it, its cost."""

    headings: tuple[str, ...]
    start: int
    end: int
    cost: float
    is_merged: bool = False

    @property
    def columns(self) -> Columns:
        """Which column holds which field."""
        return columns_of(self.headings)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What the cells of each column hold."""
        return kinds_of(self.columns)


def kinds_of(columns: Columns) -> tuple[Kind, ...]:
    """Return what the cells of each column hold, by its field and the words of its heading."""
    kinds = [_kind_of(heading) for heading in columns.headings]
    for field, places in columns.fields.items():
        for place in places:
            kinds[place] = KINDS.get(field, kinds[place])
    if not responsible_lead(columns):
        for place in columns.fields.get(Field.RESPONSIBLE, ()):
            kinds[place] = Kind.HELPER
    return tuple(kinds)


def _kind_of(heading: str) -> Kind:
    found = next((kind for kind, sign in SIGNS.items() if sign.search(heading)), None)
    return found or (Kind.OTHER if column_field(heading) else Kind.UNKNOWN)


def find_headers(atoms: Sequence[Atom]) -> Iterator[tuple[int, tuple[Heading, ...]]]:
    """Return each place where a header begins, with the ways to read it, the likeliest first."""
    at = failures = 0
    pieces = [_piece(atom.text) for atom in atoms]
    closed = [atom.closed for atom in atoms]
    following = _next_role(pieces)
    while at < len(atoms) and failures < MOST_FAILURES:
        if not pieces[at] or following[at] - at > WINDOW or not _begins(pieces, at):
            at += 1
            continue
        starts = [at, *(each for each in range(at + 1, at + LATEST + 1) if _begins(pieces, each))]
        found = tuple(
            way for each in starts for way in _headers_at(pieces, closed, each, each - at)
        )
        if found:
            yield at, found
            at = max(heading.end for heading in found)
        else:
            failures += 1
            at += 1


@lru_cache(REMEMBERED)
def _piece(text: str) -> str:
    """Return the words of a piece that may be a heading or a part of one, else nothing."""
    bare = PINYIN.sub("", re.sub(r"[\s*＊]", "", text))
    if YEARS.fullmatch(bare):
        return bare
    if (
        (TITLE_END.search(bare) and not PLAN.fullmatch(bare))
        or not 0 < len(bare) <= (LONGEST_NAMED if SAYS_ITS_KIND.search(bare) else LONGEST_PIECE)
        or NO_HEADING.search(PERIOD.sub("", re.sub(r"[（(].*?[）)]", "", bare)))
    ):
        return ""
    return bare


def _next_role(pieces: Sequence[str]) -> list[int]:
    """Return for each piece where the next one stands that says who or by when."""
    following = [10 * len(pieces) + WINDOW] * (len(pieces) + 1)
    for at in range(len(pieces) - 1, -1, -1):
        joined = pieces[at] + (pieces[at + 1] if at + 1 < len(pieces) else "")
        speaks = bool(pieces[at]) and (_field(pieces[at]) in SPOKEN or _field(joined) in SPOKEN)
        following[at] = at if speaks else following[at + 1]
    return following


def _begins(pieces: Sequence[str], at: int) -> bool:
    """Return whether a heading we know begins here, and more that may be headings follow."""
    if at + LEAST_COLUMNS > len(pieces) or not all(pieces[at : at + PAIR]):
        return False
    if not pieces[at + PAIR]:
        return _is_pair(pieces[at : at + PAIR])
    return any(
        _field("".join(pieces[at : at + count])) is not None for count in range(1, MOST_PIECES + 1)
    )


def _is_pair(headings: Sequence[str]) -> bool:
    """Return whether two headings are a table of their own: what is to be done, and by whom."""
    if len(headings) != PAIR or not WHO_SAID.search(headings[-1]):
        return False
    return _field(headings[0]) in TASKS and _field(headings[-1]) in WHO


@lru_cache(REMEMBERED)
def _field(words: str) -> Field | None:
    """Return the field of a whole heading, None for a part of one."""
    words = simplified(words)
    if not words or len(words) > LONGEST_HEADING or not HEADING_END.search(_plain(words)):
        return None
    return column_field(words) if not look(words).is_bodies or _is_role(words) else None


def _is_known(words: str) -> bool:
    return _field(words) is not None or YEARS.fullmatch(words) is not None


def _plain(words: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]$", "", words)


def _is_role(words: str) -> bool:
    """Return whether words that end like the name of a body are a heading, as 责任单位 is."""
    return re.match(r"各|有关|相关|其他", words) is None and HEADING_END.search(words) is not None


Path = tuple[float, tuple[str, ...], int]


def is_spaced_header(text: str) -> bool:
    """Return whether a line holds headings with one blank between them: 序号 任务 责任单位."""
    closed = close_words(text.strip())
    words = closed.split()
    if closed == text.strip() and GAPS.search(closed):
        return False
    if _is_pair(words):
        return True
    if not LEAST_COLUMNS <= len(words) <= MOST_COLUMNS or not all(_piece(word) for word in words):
        return False
    fields = {_field(word) for word in words} - {None}
    return len(fields) > 1 and len(fields) * 2 >= len(words)


def header_at_end(text: str) -> int:
    """Return how many signs at the end of a line are a header that ran on from the words above."""
    if " 序号 " not in text or "|" in text or "｜" in text:
        return 0
    begin = text.rfind(" 序号 ", -LONGEST_TAIL) + 1
    return len(text) - begin if begin and is_spaced_header(text[begin:]) else 0


def _headers_at(
    pieces: Sequence[str], closed: Sequence[bool], start: int, later: int
) -> tuple[Heading, ...]:
    """Return the ways to read the pieces from `start` as headings, the likeliest first.

    A piece with a bar behind it (`closed`) is no part of the heading that follows.
    """
    limit = start
    while limit < len(pieces) and limit < start + WINDOW and pieces[limit]:
        limit += 1
    paths: list[list[Path]] = [[] for _at in range(limit - start + 1)]
    paths[0] = [(0.0, (), 0)]
    found: list[Heading] = []
    for at in range(limit - start):
        for score, headings, unknown in paths[at]:
            for count in range(1, MOST_PIECES + 1):
                ends = start + at + count
                if ends > limit or any(closed[start + at : ends - 1]):
                    break
                parts = pieces[start + at : ends]
                path = _extended((score, headings, unknown), parts)
                if path is None:
                    continue
                goal = paths[at + count]
                goal.append(path)
                goal.sort(key=lambda each: -each[0])
                del goal[BEAM:]
    for at, ways in enumerate(paths):
        for score, headings, _unknown in ways:
            if _is_header(headings):
                found.append(Heading(headings, start, start + at, later * LATER - score))
    return tuple(sorted(found, key=lambda heading: heading.cost)[:TRIED])


def _extended(path: Path, parts: Sequence[str]) -> Path | None:
    """Return the reading with one heading more, None for one that cannot be."""
    score, headings, unknown = path
    words, count = "".join(parts), len(parts)
    longest = LONGEST_NAMED if SAYS_ITS_KIND.search(words) else LONGEST_HEADING
    if len(words) > longest or len(headings) >= MOST_COLUMNS or words in headings:
        return None
    known = _is_known(words)
    if IN_BRACKETS.fullmatch(parts[0]):
        return None
    if not known and (count == MOST_PIECES or not headings or unknown > len(headings)):
        return None
    if count > 1 and any(WHOLE.fullmatch(part) for part in parts):
        return None
    worth = KNOWN if known else -UNKNOWN - HALF * (HEADING_END.search(words) is None)
    return score + worth - JOINED * (count - 1), (*headings, words), unknown + (not known)


def _is_header(headings: tuple[str, ...]) -> bool:
    if _is_pair(headings):
        return True
    if len(headings) < LEAST_COLUMNS or not _is_known(headings[-1]):
        return False
    years = sum(YEARS.fullmatch(heading) is not None for heading in headings)
    known = sum(map(_is_known, headings)) if years != 1 else 0
    return known * 2 > len(headings) and is_task_table(columns_of(headings))
