"""Joins the lines of names that go on below a label: 责任单位：市交通局 and below it 市发改委."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from tracker.extraction.body.items import ordinal
from tracker.extraction.fields import Field
from tracker.extraction.masthead import DATE
from tracker.extraction.parties.bodies import is_body, is_surely_body
from tracker.extraction.parties.labels import LABEL, PLAIN, labels
from tracker.extraction.parties.names import SEPARATORS, is_broken, split_names
from tracker.extraction.parties.times import WHEN
from tracker.extraction.wording import simplified

Block = TypeVar("Block")
Line = tuple[str, Block]

NAMED = frozenset({Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING})
NO_NAMES = re.compile(r"[。：:；;]|^[（(]?(?:\d|[一二三四五六七八九十]+[、）)])")
# A number that begins a new count: the names before it head what follows.
FIRST = re.compile(r"[（(]?(?:1|一)[、．.）)]|①|⑴|⒈")
MAX_LINE, MAX_LABEL, MAX_TIME = 120, 8, 30
# How many lines of names are looked at below a line: no unit list of a clause is longer.
FARTHEST = 100
REMEMBERED = 4096
SHORTEST = 2
STOPS = "。；;：:）)、，,"
SOME_LABEL = re.compile("单位|部门|單位|部門")
LAST = re.compile(rf"[{SEPARATORS}\s（(]")
# A label that is all of its line, without colon: 责任单位 and below it 市金融办.
BARE = re.compile(
    rf"(?P<names>(?:第一|主要)?{PLAIN})|(?:完成|整改|办结|办理)?(?:时限|时间|期限)(?:要求)?"
)
# The same at the end of a line: 新建书屋。 责任单位.
LABEL_END = re.compile(rf"[。；;\s](?P<names>{PLAIN})$")


def continued(lines: Sequence[Line[Block]]) -> list[Line[Block]]:
    """Return the lines, those of only names joined to the label above them.

    Names right above the date are the signature, and left out.
    """
    found: list[Line[Block]] = []
    at = 0
    while at < len(lines):
        text, block = lines[at]
        while at + 1 < len(lines) and _breaks_name(text, lines[at + 1][0]):
            at += 1
            text += lines[at][0]
        if _is_card(lines, at):
            found.append((f"{text}\u3000{lines[at + 1][0]}", block))
            at += 2
            continue
        end = _names_below(lines, at)
        following = lines[end][0] if end < len(lines) else ""
        is_signature = DATE.fullmatch(re.sub(r"\s", "", following)) is not None
        if end > at + 1 and not is_signature and not FIRST.match(following) and _is_open(text):
            text = _joined([text, *(line for line, _block in lines[at + 1 : end])])
            at = end - 1
        elif end > at + 1 and is_signature:
            at = end - 1
        if not (is_signature and _are_names(text)):
            found.append((text, block))
        at += 1
    return found


def _breaks_name(text: str, following: str) -> bool:
    """Return whether the last name behind a label goes on in the next line: 县教育体育 | 局、…."""
    is_short = 0 < len(following) <= MAX_LINE and text[-1:] not in STOPS
    if not is_short or not SOME_LABEL.search(text):
        return False
    plain, below = simplified(text), simplified(following)
    marks = list(labels(plain))
    if not marks or marks[-1][2] not in NAMED or ordinal(following) or LABEL.match(below):
        return False
    last = LAST.split(plain[marks[-1][1] :])[-1].strip()
    first = LAST.split(below, maxsplit=1)[0].strip()
    whole = last + first.rstrip("）)。")
    return len(last) >= SHORTEST and is_broken(last, below) and is_surely_body(whole)


def _is_card(lines: Sequence[Line[Block]], at: int) -> bool:
    """Return whether a line is a bare label and the next one the names or the time it asks for."""
    text = lines[at][0]
    label = BARE.fullmatch(simplified(text)) if len(text) <= MAX_LABEL else LABEL_END.search(text)
    if label is None or at + 1 >= len(lines):
        return False
    below = simplified(lines[at + 1][0])
    if label["names"]:
        return _are_names(below)
    return len(below) <= MAX_TIME and WHEN.fullmatch(below) is not None


def _names_below(lines: Sequence[Line[Block]], at: int) -> int:
    """Return the index behind the lines below `at` that hold only names."""
    end = at + 1
    while end < min(len(lines), at + FARTHEST) and _are_names(lines[end][0]):
        end += 1
    return end


def _is_open(text: str) -> bool:
    """Return whether a line ends with the names of a label, or with the label itself."""
    plain = simplified(text)
    marks = list(labels(plain))
    if not marks or marks[-1][2] not in NAMED:
        return False
    words = plain[marks[-1][1] :].strip()
    return not words or words == "无" or all(map(is_body, split_names([words])))


@lru_cache(REMEMBERED)
def _are_names(text: str) -> bool:
    plain = simplified(text)
    if not 0 < len(plain) <= MAX_LINE or NO_NAMES.search(plain) or LABEL.match(plain):
        return False
    names = split_names([text])
    return bool(names) and all(map(is_surely_body, names))


def _joined(lines: Sequence[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        is_ready = text[-1] in SEPARATORS + "：:"
        text += line if is_ready else f"\u3000{line}"
    return text
