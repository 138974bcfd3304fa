"""Joins the lines of a text that was broken for want of room, as copied from a PDF or a mail."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.extraction.body.unfolding import BEGINS
from tracker.extraction.parties.bodies import is_body, is_surely_body
from tracker.extraction.parties.labels import LABEL
from tracker.extraction.wording import join_lines, paired, simplified
from tracker.reading.content import Block, Content, Paragraph

STOPS = "。；;！!？?：:"
CLOSES = "）)〕]】”"
PAUSES = tuple("，,、")
PARTS_OF_TIMES = tuple("年月日")
ENDS_OF_TIMES = tuple("年月日度底末旬")
GOES_ON = re.compile(r"[底末]?前(?![期提后述景沿列往])|[底末](?=[前，,完实建])")
# The name at the end of a line in a bracket, and that at the head of the next: 市司法局 | 市财政局.
LEVEL = "[省市县区州盟旗镇乡各]"
LAST_NAME = re.compile(rf"(?:^|(?<=[、，,；;：:（(])){LEVEL}[^、，,；;：:（(。\s]{{2,14}}$")
FIRST_NAME = re.compile(
    rf"{LEVEL}[^、，,；;：:（）()。\s]{{1,14}}?(?:[局委办厅院会]|政府)"
    r"(?=[、，,；;）)]|负责|牵头|配合|按照?职责|分工|共同|$)"
)
# What stands in brackets within a name, at the head of a line that broke there: 各县 | （市、区）.
PART_OF_NAME = re.compile(
    r"[（(〔](?![一二三四五六七八九十\d]+[）)〕])[^（）()〔〕。：:]{1,8}[）)〕]"
)
# In squares: a Chinese character one, a Latin one half.
NARROWEST, WIDEST = 24.0, 90.0
RAGGED = 5.0
SHORT = 15.0
FEW = 3
# Of the lines that are no short ones, how many are full, and how many may be longer than full.
MOSTLY, HARDLY = 0.4, 0.05
FARTHEST = 24
LABELLED, LONGEST = 5, 80
# A label in which a line breaks off, and a label of bodies with what stands behind it in a line.
SEAM_LABEL = re.compile(
    "(?:(?:责任|牵头|配合|主办|协办|承办|参与)(?:单位|部门)|完成(?:时限|时间))[:：]"
)
BODY_LABEL = re.compile("(?:单位|部门)[:：](?P<names>[^。；;：:（）()]*)$")
ENTRY = re.compile("[、，,；;。]")
# With what no second part of a name begins: a level, an indent.
NO_PART = "省市县区州盟旗镇乡各国中\u3000 "
# Letters and figures before the Chinese ones, and the space.
HALF = re.compile(r"[^\W_\u2e80-\U0010ffff]| ")


def rejoin(content: Content) -> Content:
    """Return the content with the lines made one that were one; each keeps its first place.

    A bracket goes on until it closes. Other lines go on where the text is one of full lines, of
    nearly one width, and neither the end of one nor the beginning of the next tells otherwise.
    """
    full = _full_width(content.blocks)
    blocks = tuple(_joined(content.blocks, full))
    return content if len(blocks) == len(content.blocks) else replace(content, blocks=blocks)


def _joined(blocks: Sequence[Block], full: float | None) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if isinstance(block, Paragraph):
            lines = [block.text]
            while taken := _following(lines, blocks, end, full):
                lines.extend(taken)
                end += len(taken)
            block = replace(block, text=_one(lines)) if len(lines) > 1 else block
        yield block
        at = end


def _one(lines: Sequence[str]) -> str:
    """Return lines as one; a label or a name that began a line stays apart from the name before."""
    apart = [lines[0]]
    for before, line in pairwise(lines):
        apart.append(f"\u3000{line}" if _labelled(line) or _are_names(before, line) else line)
    return join_lines(apart)


def _are_names(before: str, line: str) -> bool:
    """Return whether a line ends with a name and the next begins with another of its level."""
    last = LAST_NAME.search(before)
    first = FIRST_NAME.match(line) if last else None
    return bool(
        last
        and first
        and last[0][0] == first[0][0]
        and all(map(is_surely_body, (last[0], first[0])))
    )


def _following(
    lines: Sequence[str], blocks: Sequence[Block], end: int, full: float | None
) -> list[str]:
    """Return the lines of the blocks from `end` on that go on with the last of the lines."""
    is_open = _is_open(lines[-1])
    plain = _plain_lines(blocks[end : end + (FARTHEST if is_open else 1)])
    if not plain:
        return []
    closing = _closing(lines[-1], plain) if is_open else 0
    if closing:
        return plain[:closing]
    first = plain[0].lstrip()
    if _is_in_list(lines[-1], first) or _breaks_label(lines[-1], plain[0]):
        return plain[:1]
    is_full = full is not None and _width(lines[-1]) >= full - RAGGED
    goes_on = is_full or _is_cut(lines[-1], plain[0])
    ended = lines[-1][-1:] in STOPS + CLOSES or _begins(plain[0])
    return plain[:1] if goes_on and not ended else []


def _is_in_list(line: str, following: str) -> bool:
    """Return whether a line breaks off in a list: 各乡镇 | （街道） | 、村."""
    if following[:1] == "、":
        return True
    return line[-1:] in "乡镇县区市州" and PART_OF_NAME.fullmatch(following) is not None


def _breaks_label(line: str, following: str) -> bool:
    """Return whether a line breaks off in a label, or in a name behind one: 责 | 任单位：."""
    if any(sign in following[:LABELLED] for sign in "：:"):
        words = simplified(line[-LABELLED:] + following[:LABELLED])
        seam = min(len(line), LABELLED)
        label = SEAM_LABEL.search(words)
        return label is not None and label.start() < seam < label.end() - 1
    labelled = BODY_LABEL.search(line[-LONGEST:])
    if labelled is None or following[:1] in NO_PART or BEGINS.match(following):
        return False
    last, first = ENTRY.split(labelled["names"])[-1].strip(), ENTRY.split(following, 1)[0]
    is_part = bool(last) and not is_body(last) and _width(line) > SHORT
    return is_part and len(first) <= SHORT and is_surely_body(last + first)


def _is_cut(line: str, following: str) -> bool:
    """Return whether a line breaks off in a sentence or in a time.

    So do …，|, 2023 | 年底, 6月 | 前 and 其 | 中.
    """
    first = following.lstrip()
    in_time = line[-1:].isdigit() and first[:1] in PARTS_OF_TIMES
    in_time = in_time or (line[-1:] in ENDS_OF_TIMES and GOES_ON.match(first) is not None)
    in_word = line.endswith("其中") or (line[-1:] == "其" and first[:1] == "中")
    return line[-1:] in PAUSES or in_time or in_word


def _plain_lines(blocks: Sequence[Block]) -> list[str]:
    """Return the texts of the first blocks, up to one that is no line of plain text."""
    lines: list[str] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or block.number or "\n" in block.text:
            break
        lines.append(block.text)
    return lines


def _closing(text: str, following: Sequence[str]) -> int:
    """Return how many lines follow up to that in which the bracket of a line closes."""
    for count, line in enumerate(following, 1):
        if BEGINS.match(line) and not PART_OF_NAME.match(line):
            return 0
        text += line
        if not _is_open(text):
            return count
    return 0


def _is_open(line: str) -> bool:
    """Return whether a bracket of a line opens that does not close in it."""
    return paired(line)[1] is not None


def _begins(line: str) -> bool:
    return BEGINS.match(line) is not None or _labelled(line)


def _labelled(line: str) -> bool:
    return LABEL.match(simplified(line)) is not None


def _full_width(blocks: Sequence[Block]) -> float | None:
    """Return the width of the full lines of a text that was broken into such, None of another."""
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    widths = [*map(_width, lines)]
    ranked = sorted(width for width in widths if width > SHORT)
    if not ranked:
        return None
    full = ranked[-1 - int(len(ranked) * HARDLY)]
    unended = sum(
        full - RAGGED <= width <= full and line[-1:] not in STOPS + CLOSES
        for line, width in zip(lines, widths, strict=True)
    )
    is_broken = unended >= FEW and unended >= MOSTLY * len(ranked)
    return full if is_broken and NARROWEST <= full <= WIDEST else None


def _width(line: str) -> float:
    """Return how many squares a line fills; marks count as those of Chinese type."""
    return len(line) - len(HALF.findall(line)) / 2
