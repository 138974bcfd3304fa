"""Joins the lines of names that go on below a label: 责任单位：市交通局 and below it 市发改委."""

import re
from collections.abc import Sequence
from typing import TypeVar

from tracker.extraction.fields import Field
from tracker.extraction.masthead import DATE
from tracker.extraction.parties.bodies import is_body, is_surely_body
from tracker.extraction.parties.labels import LABEL, labels
from tracker.extraction.parties.names import SEPARATORS, split_names
from tracker.extraction.wording import simplified

Block = TypeVar("Block")
Line = tuple[str, Block]

NAMED = frozenset({Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING})
NO_NAMES = re.compile(r"[。：:；;]|^[（(]?(?:\d|[一二三四五六七八九十]+[、）)])")
# A number that begins a new count: the names before it head what follows.
FIRST = re.compile(r"[（(]?(?:1|一)[、．.）)]|①|⑴|⒈")
MAX_LINE = 120


def continued(lines: Sequence[Line[Block]]) -> list[Line[Block]]:
    """Return the lines, those of only names joined to the label above them.

    Names right above the date are the signature, and left out.
    """
    found: list[Line[Block]] = []
    at = 0
    while at < len(lines):
        text, block = lines[at]
        end = _names_below(lines, at)
        following = lines[end][0] if end < len(lines) else ""
        is_signature = DATE.fullmatch(re.sub(r"\s", "", following)) is not None
        if end > at + 1 and not is_signature and not FIRST.match(following) and _is_open(text):
            text = _joined([line for line, _block in lines[at:end]])
            at = end - 1
        elif end > at + 1 and is_signature:
            at = end - 1
        if not (is_signature and _are_names(text)):
            found.append((text, block))
        at += 1
    return found


def _names_below(lines: Sequence[Line[Block]], at: int) -> int:
    """Return the index behind the lines below `at` that hold only names."""
    end = at + 1
    while end < len(lines) and _are_names(lines[end][0]):
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
