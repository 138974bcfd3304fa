"""Cuts text that was run together back into lines: soft breaks, a document on one line."""

import re
from bisect import bisect_left as bisect
from collections.abc import Iterator

from tracker.errors import InvalidInput
from tracker.extraction.one_line import cut_foot
from tracker.extraction.parties.clauses import find_clauses
from tracker.extraction.parties.labels import LABEL
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
    r"|(?<![\d.])(?P<item>\d{1,2})[.．、](?!\d)"
)
SECOND = ("二、", "2.", "2．", "2、", "二）", "二)", "三）", "三)", "四）", "四)")
# What a page that goes on begins with: "| [接上页] (三)…".
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
# The heading of a section and the text behind it, with no more than a blank between.
RUN_ON = re.compile(
    r"(?P<heading>(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
    r"[^\s。；;：:，,]{2,30})\s+(?P<rest>\S.{3,})",
    re.DOTALL,
)
# What stands before the first section of a document on one line: the end of its title.
TITLE = re.compile(r"[^。；;]{4}(?:方案|意见|通知|措施|要点|清单|计划|办法|分工)$")
LEVELS = ("section", "part", "item")
BEHIND = STOPS + "）)〕]】：:”"
MAX_HEADING = 24
LONGEST_NAMES = 220
MANY = 2


def lines_of(text: str) -> Iterator[str]:
    """Return the lines a paragraph stands for: soft breaks that end a line, items run together."""
    for line in _soft(text.split("\n")):
        for part in cut_foot(line):
            yield from _unfold(part)


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
    cuts = list(_counted(line)) if any(sign in line for sign in SECOND) else []
    sections = sum(level == LEVELS[0] for _at, level in cuts)
    starts = [at for at, _level in cuts]
    if sections < MANY:
        starts = starts if len(starts) >= MANY and _named(line, starts) >= MANY else []
    return [at for at in starts if at > 0]


def _named(line: str, starts: list[int]) -> int:
    """Return behind how many of the numbers a clause stands before the next one."""
    clauses = [clause.start for clause in find_clauses(line)]
    ends = [*starts[1:], len(line)]
    return sum(
        bisect(clauses, end) > bisect(clauses, start)
        for start, end in zip(starts, ends, strict=True)
    )


def _counted(line: str) -> Iterator[tuple[int, str]]:
    """Return where numbers stand that count 1, 2, 3 … behind a stop or behind a short heading."""
    expected, going = dict.fromkeys(LEVELS, 1), dict.fromkeys(LEVELS, 0)
    last, last_level = 0, ""
    for match in INNER.finditer(line):
        level = match.lastgroup or ""
        at, number = match.start(), _number(match[level])
        before = line[max(0, at - MAX_HEADING - 1) : at].rstrip()
        is_first = (
            number == 1 and level in LEVELS[LEVELS.index(last_level) + 1 if last_level else 0 :]
        )
        is_first = is_first or (at < MAX_HEADING and GOES_ON.match(line[:at]) is not None)
        behind = not before or before[-1] in BEHIND or _behind_names(line, last, at)
        behind = behind or (level == LEVELS[0] and TITLE.search(before) is not None)
        heads = (
            last_level in LEVELS[: LEVELS.index(level)]
            and at - last <= MAX_HEADING
            and not any(sign in line[last:at] for sign in STOPS)
        )
        goes_on = number == going[level] + 1 and expected[level] == 1
        if (number == expected[level] or is_first or goes_on) and (behind or heads):
            yield at, level
            expected[level], going[level] = number + 1, number
            for deeper in LEVELS[LEVELS.index(level) + 1 :]:
                expected[deeper] = 1
            last, last_level = at, level


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
