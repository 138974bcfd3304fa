"""Cuts text that was run together back into lines: soft breaks, a document on one line."""

import re
from bisect import bisect_left as bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from tracker.errors import InvalidInput
from tracker.extraction.one_line import cut_foot
from tracker.extraction.parties.clauses import find_clauses
from tracker.extraction.parties.labels import LABEL, STRONG
from tracker.extraction.wording import close_labels, join_lines, simplified
from tracker.numerals import to_int

# How a numbered item begins, within a line.
BEGINS = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,4}|\d{1,3})[）)、．.]|第[一二三四五六七八九十百]{1,4}[条章节]|[①-⑳㈠-㈩⑴-⒇⒈-⒛]"
    r"|[（(〔\[【]"
)
STOPS = "。；;！!？?"
# Numbers that may begin an item inside a line, by level: "一、", "（一）", "1.".
INNER = re.compile(
    r"(?P<section>[一二三四五六七八九十]{1,3})、|[（(](?P<part>[一二三四五六七八九十]{1,3})[）)]"
    r"|(?<![\d.])(?P<item>\d{1,2})[.．、](?:(?!\d)|(?=(?:19|20)\d\d年))"
)
# A line that goes on with the page before it counts from any number: "…。 5、…".
FARTHER = re.compile(
    r"[。；;！）)：:|\]】\s](?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十]{1,3}[）)])"
)
SECOND = ("二、", "2.", "2．", "2、", "二）", "二)", "三）", "三)", "四）", "四)")
# What a page that goes on begins with: "[接上页] (三)…".
PAGE = re.compile(r"[\[【（(](?:接|续|上接)上?页[\]】）)]\s*")
GOES_ON = re.compile(r"[\s|]*(?:[\[【（(]?(?:接|续|上接)上?页?[\]】）)]?)?\s*$")
# Names of bodies behind a label, up to here: "配合单位:市民政局 (二)生产协调组".
NAMES = re.compile(
    r"(?:单位|部门|机构|主体)[ \u3000]?[:：][^。；;:：]{2,200}"
    r"[局委办部厅院会司处室站府队所心区县市镇乡]$"
)
# A label of any kind with little behind it, up to here: "责任人:某某 2.建立台账",
# "整改措施:1.清理". The number must stand apart or follow the label at once.
VALUE = re.compile(
    r"(?:责任人|责任领导|牵头领导|分管领导|负责人|时限|期限|时间|节点|措施|目标|内容|事项|情况|进展)"
    r"[ \u3000]?[:：](?P<value>[^。；;：:]{0,60}?)(?P<gap>\s*)$"
)
# A time behind its label, whose end a number cannot go on: 完成时限：2018年底2.建设学校.
DATED = re.compile(r"(?:时限|时间|期限)[:：][^。；;：:]{0,12}(?:年底|月底|日前|月前|底前|年末)$")
# The heading of a section and the text behind it, with no more than a blank between.
RUN_ON = re.compile(
    r"(?P<heading>(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
    r"[^\s。；;：:，,]{2,30}|\d{1,2}[.．、][^\s。；;：:，,\d]{4,30}(?=\s+[\u4e00-\u9fff]{2}))\s+(?P<rest>\S.{3,})",
    re.DOTALL,
)
# What stands before the first section of a document on one line: the end of its title.
TITLE = re.compile(r"[^。；;]{4}(?:方案|预案|意见|通知|措施|要点|清单|计划|规划|办法|分工)$")
# Where an annex begins, whose numbers begin anew.
ANNEX = re.compile(
    r"(?<=[。；;！）)\s])附件?\s*[\d一二三四五六七八九十]{0,2}[\s:：]*(?=[\u4e00-\u9fff])"
)
STRONG_LABEL = re.compile(STRONG)
# A label of a card, below which numbers count what is to be done: 主要任务:1、…;2、….
OPENS_LIST = re.compile(r"(?:任务|内容|措施|要求|目标|事项|做法)\s*[:：]\s*$")
LEVELS = ("section", "part", "item")
BEHIND = STOPS + "）)〕]】：:”|"
MAX_HEADING, LONGEST_HEADING, SHORTEST = 24, 60, 40
LONGEST_NAMES = 220
MANY = 2


def lines_of(text: str) -> Iterator[str]:
    """Return the lines a paragraph stands for: soft breaks that end a line, items run together."""
    for line in _soft(text.split("\n")):
        for part in cut_foot(_unframed(line)):
            yield from _unfold(part)


def _unframed(line: str) -> str:
    """Return a line without a bar on either side and the words that a page goes on."""
    bare = line.strip("| \t\u3000") if 0 < line.count("|") <= MANY else line
    goes_on = PAGE.match(bare)
    return bare[goes_on.end() :] if goes_on else bare


def _soft(lines: list[str]) -> Iterator[str]:
    """Join lines that were broken for want of room; keep those that begin something."""
    held: list[str] = []
    for line in (close_labels(line.strip()) for line in lines):
        if held and line and _begins(line, held[-1]):
            yield join_lines(held)
            held = []
        held.append(line)
    if held:
        yield join_lines(held)


def _begins(line: str, before: str) -> bool:
    ended = before[-1:] in STOPS + "）)〕]】"
    label = LABEL.match(simplified(line))
    return label is not None or (ended and BEGINS.match(line) is not None)


def _unfold(line: str) -> Iterator[str]:
    """Cut a line at the numbers that count up in it, when it holds the headings of a document.

    "一、" and "二、" in one line are headings; "1." and "2." are items when a clause stands
    behind each, else they are an enumeration within a sentence.
    """
    cuts = _cuts(line)
    if not cuts:
        yield line
        return
    for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True):
        part = line[start:end].strip()
        heading = RUN_ON.fullmatch(part)
        if heading:
            yield heading["heading"]
            yield heading["rest"]
        elif part:
            yield part


def _cuts(line: str) -> list[int]:
    """Return where to cut: at all numbers of a line with sections, else at items with clauses."""
    counts = any(sign in line for sign in SECOND)
    counts = counts or (len(line) > SHORTEST and FARTHER.search(line) is not None)
    cuts = list(_counted(line)) if counts else []
    sections = sum(level == LEVELS[0] for _at, level in cuts)
    starts = [at for at, _level in cuts]
    if sections < MANY:
        starts = starts if len(starts) >= MANY and _named(line, starts) >= MANY else []
    return [at for at in starts if at > 0]


def _named(line: str, starts: list[int]) -> int:
    """Return behind how many of the numbers a clause stands before the next one."""
    ends = [*starts[1:], len(line)]
    clauses = [clause.start for clause in find_clauses(line)]
    found = sum(
        bisect(clauses, end) > bisect(clauses, start)
        for start, end in zip(starts, ends, strict=True)
    )
    if found >= MANY:
        return found
    parts = (line[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return sum(bool(find_clauses(part)) for part in parts)


@dataclass(slots=True)
class _Count:
    """How far the numbers of a line were counted, by level, and where the last one was cut."""

    expected: dict[str, int]
    going: dict[str, int]
    last: int = 0
    level: str = ""
    listed: int = -1

    def take(self, level: str, number: int, at: int) -> None:
        """Count a number on; those of deeper levels begin again below it."""
        self.expected[level], self.going[level] = number + 1, number
        for deeper in LEVELS[LEVELS.index(level) + 1 :]:
            self.expected[deeper] = 1
        self.last, self.level = at, level


def _counted(line: str) -> Iterator[tuple[int, str]]:
    """Return where numbers stand that count on behind a stop or behind a short heading.

    They begin with 1; in a line that goes on with another page with any number that has the next
    one, or the first of a deeper level, behind it.
    """
    count = _Count(dict.fromkeys(LEVELS, 1), dict.fromkeys(LEVELS, 0))
    numbers = [
        (match.start(), match.lastgroup or "", _number(match[match.lastgroup or ""]))
        for match in INNER.finditer(line)
    ]
    farthest = {(level, number): at for at, level, number in numbers}
    for (at, level, number), following in zip_longest(numbers, numbers[1:]):
        if _is_listed(line, count, level, at):
            continue
        if (level, number) == (LEVELS[0], 1) and count.last and ANNEX.search(line, count.last, at):
            count = _Count(dict.fromkeys(LEVELS, 1), dict.fromkeys(LEVELS, 0))
        goes_on = number == count.going[level] + 1 and count.expected[level] == 1
        counts = goes_on or number == count.expected[level]
        counts = counts or _is_first(line, count, level, number, at)
        if not counts and count.going[level] == 0:
            is_far = farthest.get((level, number + 1), -1) > at
            counts = is_far or _heads(line, at, level, following)
        if counts and _stands_apart(line, count, level, number, at):
            yield at, level
            count.take(level, number, at)


def _is_listed(line: str, count: _Count, level: str, at: int) -> bool:
    """Return whether a number counts what a label of the card above it opens: 主要任务:1、…."""
    if level != LEVELS[-1]:
        return False
    if count.listed != count.last or not count.level:
        opens = OPENS_LIST.search(line, max(0, at - MAX_HEADING), at)
        is_card = opens and count.level in LEVELS[:-1] and STRONG_LABEL.search(line, count.last, at)
        count.listed = count.last if is_card else -1
    return count.listed == count.last


def _is_first(line: str, count: _Count, level: str, number: int, at: int) -> bool:
    """Return whether a number begins a level: 1 below a higher one, any at the head of a page."""
    deeper = LEVELS[LEVELS.index(count.level) + 1 if count.level else 0 :]
    return (number == 1 and level in deeper) or (
        at < MAX_HEADING and GOES_ON.match(line[:at]) is not None
    )


def _heads(line: str, at: int, level: str, following: tuple[int, str, int] | None) -> bool:
    """Return whether the next number is the first of a deeper level behind a short heading."""
    if following is None:
        return False
    end, deeper, number = following
    is_first = number == 1 and deeper in LEVELS[LEVELS.index(level) + 1 :]
    return is_first and end - at <= MAX_HEADING and not any(sign in line[at:end] for sign in STOPS)


def _stands_apart(line: str, count: _Count, level: str, number: int, at: int) -> bool:
    """Return whether a number stands behind a stop, the names of a label, a title or a heading."""
    before = line[max(0, at - MAX_HEADING - 1) : at].rstrip()
    if not before or before[-1] in BEHIND or _behind_names(line, count.last, at):
        return True
    is_first = line[at - 1] in " \u3000" and (level == LEVELS[0] and not count.last)
    if is_first or (level == LEVELS[0] and TITLE.search(before)) or DATED.search(before):
        return True
    if at <= MAX_HEADING and line[at - 1] in " \u3000":
        return True
    longest = LONGEST_HEADING if number == 1 else MAX_HEADING
    is_below = count.level in LEVELS[: LEVELS.index(level)] and at - count.last <= longest
    return is_below and not any(sign in line[count.last : at] for sign in STOPS)


def _behind_names(line: str, last: int, at: int) -> bool:
    """Return whether what stands behind a label reaches up to `at`, the last number at `last`."""
    words = line[max(last, at - LONGEST_NAMES) : at]
    value = VALUE.search(words)
    stands_apart = value is not None and (value["gap"] != "" or value["value"] == "")
    return stands_apart or NAMES.search(words.rstrip()) is not None


def _number(numeral: str) -> int:
    try:
        return to_int(numeral)
    except InvalidInput:
        return 0
