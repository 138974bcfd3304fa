"""Turns lines into paragraphs: which line goes on in the next one, across pages as well."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.reading.content import Paragraph, Place
from tracker.reading.line_wrapping import NEW_ITEM, join
from tracker.reading.pages.lines import Line
from tracker.reading.pages.margins import Margins
from tracker.reading.pages.tables import fits

# In font sizes.
INDENT = 1.2
CENTRED = 0.7
FAR = 2.3
SAME_EDGE = 0.5
AT_RIGHT = 6
# In lines.
STEP = 1.7
APART = 1.25
OTHER_SIZE = 0.12
# The heading of an annex stands alone (GB/T 9704—2012, 7.3.4).
ANNEX = re.compile(r"附\s*[件表录]\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?")
SENTENCE_END = re.compile(r"[。；;！？!?：:.][”’」』）)]*$")
# What stands in brackets behind a task: who is in charge of it.
REMARK_END = re.compile(r"[^（()）]{4}[）)]$")
# The number of an official document has a line of its own (GB/T 9704—2012, 7.2.5).
DOCUMENT_NUMBER = re.compile(r"\w{2,16}[〔\[［（(【]\d{4}[〕\]］）)】]\s*第?\s*\d{1,5}\s*号")


@dataclass(frozen=True, slots=True)
class Steps:
    """Distances between the base lines of a page: the usual one, and by font size that within.

    The one within a paragraph is the least but one of those below a line that is full.
    """

    usual: float
    within: Mapping[int, float]

    def part(self, one: Line, two: Line) -> bool:
        """Return whether two lines stand further apart than those of one paragraph."""
        within = self.within.get(round(one.size), self.usual * STEP / APART)
        return two.base - one.base > min(STEP * self.usual, APART * within)


@dataclass(slots=True)
class Flow:
    """A paragraph while its lines are read: `first` begins it, `last` is the newest one."""

    text: str
    part: str
    first: Line
    last: Line
    margins: Margins
    count: int = 1

    def paragraph(self) -> Paragraph:
        """Return what has been read."""
        alignment = "center" if is_centred(self.first, self.margins) else ""
        return Paragraph(self.text, Place(part=self.part), alignment=alignment)


def is_centred(line: Line, margins: Margins) -> bool:
    """Return whether a line stands in the middle, away from both margins."""
    before, behind = line.left - margins.left, margins.right - line.right
    middle = abs(before - behind) <= 2 * CENTRED * line.size
    return middle and min(before, behind) > FAR * line.size


def extended(flow: Flow | None, line: Line, margins: Margins, steps: Steps | None) -> bool:
    """Add the line to the paragraph if it goes on in it; say whether it does.

    `steps` are the distances between the base lines of its page, None across pages.
    """
    if flow is None or not _goes_on(flow, line, margins, steps):
        return False
    flow.text = join_broken(flow.text, line.text)
    flow.last, flow.margins = line, margins
    flow.count += 1
    return True


def _goes_on(flow: Flow, line: Line, margins: Margins, steps: Steps | None) -> bool:
    last = flow.last
    if abs(last.size - line.size) > OTHER_SIZE * max(last.size, line.size):
        return False
    if steps is not None and (steps.part(last, line) or _is_indented(flow, line)):
        return False
    if _stands_alone(line, margins) or _stands_alone(last, flow.margins) or _is_at_right(flow):
        return False
    if line.left - margins.left > INDENT * line.size and not _is_block(flow, line):
        return False
    if fits(last, line, last.left, flow.margins.right):
        return False
    return not (NEW_ITEM.match(line.text) and _is_ended(flow))


def _is_indented(flow: Flow, line: Line) -> bool:
    """Return whether a line begins behind the one above, which was not the first either."""
    return flow.count > 1 and line.left - flow.last.left > INDENT * line.size


def _is_ended(flow: Flow) -> bool:
    """Return whether the paragraph could end here: with a sentence, or with a remark."""
    return bool(SENTENCE_END.search(flow.last.text) or REMARK_END.search(flow.text))


def _stands_alone(line: Line, margins: Margins) -> bool:
    if ANNEX.fullmatch(line.text) or DOCUMENT_NUMBER.fullmatch(line.text):
        return True
    return is_centred(line, margins)


def _is_at_right(flow: Flow) -> bool:
    """Return whether the line stands at the right, as signatures and dates do."""
    return flow.count == 1 and flow.last.left - flow.margins.left > AT_RIGHT * flow.last.size


def _is_block(flow: Flow, line: Line) -> bool:
    """Return whether the paragraph as a whole is moved in, so that its lines begin inside."""
    if flow.count > 1:
        return abs(line.left - flow.last.left) <= SAME_EDGE * line.size
    return line.left < flow.first.left - SAME_EDGE * line.size


def join_broken(text: str, following: str) -> str:
    """Return two lines as one; a word parted by a hyphen is put together."""
    if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", following):
        return text[:-1] + following
    return join(text.removesuffix("\u00ad"), following)


def steps_of(lines: Sequence[Line], margins: Margins) -> Steps:
    """Return the distances between the base lines of a page."""
    usual: list[float] = []
    within: dict[int, list[float]] = {}
    for one, two in pairwise(lines):
        step = two.base - one.base
        if step <= one.size / 2:
            continue
        usual.append(step)
        if one.left - margins.left < 2 * INDENT * one.size and not fits(
            one, two, one.left, margins.right
        ):
            within.setdefault(round(one.size), []).append(step)
    usual.sort()
    least = {size: sorted(found)[1] for size, found in within.items() if len(found) > 1}
    return Steps(usual[len(usual) // 2] if usual else 0.0, least)
