"""Names those under whose heading a measure stands: 区教育局（3项） above 1., 2. and 3."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.extraction.body.items import ordinal
from tracker.extraction.parties.bodies import is_surely_body
from tracker.extraction.parties.names import split_names
from tracker.extraction.rows import TaskRow
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Paragraph

ORDINAL = r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?\s*[、．.]?|\d{1,3}\s*[、．.])"
# Bodies alone on their line, with a number before them and how many things they have to do behind.
HEAD = re.compile(
    rf"(?:{ORDINAL}\s*)?(?P<who>[^，,。；;：:]{{2,36}}?)\s*"
    r"(?P<count>[（(]共?\d{1,3}[项件条个][）)])?\s*[:：]?"
)
# The numbers begin again right below it.
FIRST = re.compile(r"\s*(?:1\s*[、．.](?!\d)|[（(][1一][）)]|①)\s*\S{4}")
# Groups and kinds of bodies: alone they are whom a document is addressed to, or head a part.
GROUP = re.compile(r"^(?:各|有关|相关)|[市县区省州]直|(?:部门|单位)$")
NO_HEAD = re.compile(r"^(?:责任|牵头|配合|成员)")
# What is reported on a task that the heading names: 领办项目：…。工作进展：….
REPORT = re.compile(r"(?:工作|目前|当前|推进|完成|办理|落实)?(?:进展|进度|情况)(?:情况)?\s*[:：]")
NAMED = re.compile(r"(?:领办|认领|承诺|办理|民生|实事)?(?:项目|事项|实事|任务)(?:名称)?\s*[:：]\s*")
# Who leads or answers, in a line of its own between a heading and what it heads.
PERSON = re.compile(
    r"[（(]?(?:分管|责任|牵头|包保|联系|主管|挂点|包联)(?:[县市区州]?领导|负责人|责任人|同志|人)[:：]"
)
ENDED = re.compile(r"[。；;，,！]$")
# What a body does, right behind its name as a heading.
DOES = re.compile(r"(?:主要|具体|牵头|统筹)?(?:负责|牵头|承担|落实|履行)")
FEW, LONGEST = 2, 40


@dataclass(frozen=True, slots=True)
class Head:
    """A line that heads measures: the bodies it names, its text, whether it counts the measures.

    `level` is that of its number, 0 without one, and `below` that of the line under it. One that
    names nobody only ends what the head above it stands for.
    """

    names: tuple[str, ...]
    text: str
    block: int
    level: int
    below: int
    counts: bool = False

    @property
    def is_group(self) -> bool:
        """Whether it names only groups or kinds of bodies: 各乡镇、街道."""
        return all(GROUP.search(simplified(name)) for name in self.names)


def headed(rows: Sequence[TaskRow], content: Content) -> list[TaskRow]:
    """Return the measures, those under the names of bodies with these as their leads.

    Only in a document that names nobody else who leads: one heading that counts what is below it,
    or two of them.
    """
    lines = [one for one in content.blocks if isinstance(one, Paragraph) and not _is_person(one)]
    heads = [head for pair in pairwise(lines) if (head := _head(*pair))]
    sure = {one.names for one in heads if not one.is_group}
    if not (len(sure) >= FEW or (sure and any(one.counts for one in heads))):
        return list(rows)
    texts = {one.text for one in heads}
    if any(row.leads and row.clause not in texts for row in rows):
        return list(rows)
    blocks = {one.block for one in heads}
    others = (_border(*pair) for pair in pairwise(lines) if pair[0].place.block not in blocks)
    borders = [border for border in others if border]
    marks = sorted([*heads, *borders], key=lambda one: one.block)
    held = _held(marks)
    return [_under(row, _above(row.place.block, marks, held), heads) for row in rows]


def with_titles(rows: Sequence[TaskRow]) -> list[TaskRow]:
    """Return the measures, those headed by one body and told what it does led by that.

    "（一）市住建局。负责供热。": only where two or more are, for one may head a part.
    """
    titled = [_titled(row) for row in rows]
    if sum(row is not None for row in titled) < FEW:
        return list(rows)
    return [found or row for found, row in zip(titled, rows, strict=True)]


def _titled(row: TaskRow) -> TaskRow | None:
    title = row.title or ""
    if row.leads or row.clause or len(title) > LONGEST or not DOES.match(simplified(row.content)):
        return None
    names = split_names([title]) if title else ()
    if len(names) != 1 or not is_surely_body(names[0]):
        return None
    return replace(row, leads=names, clause=title, has_lead_column=True)


def _is_person(line: Paragraph) -> bool:
    """Return whether a line below a heading only says which leader it is for: 分管领导：…."""
    return len(line.text) <= LONGEST and PERSON.match(simplified(line.text.strip())) is not None


def _head(line: Paragraph, below: Paragraph) -> Head | None:
    """Return the head that a line is, None where it names nobody or no count begins below."""
    text = line.text.strip()
    if len(text) > LONGEST or ENDED.search(text):
        return None
    if not (FIRST.match(below.full_text) or (_level(line) and _is_text(below))):
        return None
    found = HEAD.fullmatch(simplified(text))
    names = _names(text, found) if found else ()
    if not found or not names:
        return None
    counts = found["count"] is not None
    return Head(names, text, line.place.block, _level(line), _level(below), counts=counts)


def _is_text(line: Paragraph) -> bool:
    """Return whether a line is a sentence without a number, as below a heading without items."""
    return not _level(line) and line.text.rstrip().endswith("。")


def _border(line: Paragraph, below: Paragraph) -> Head | None:
    """Return what a line ends that names nobody: a numbered one, or one where a count begins."""
    text, level = line.text.strip(), _level(line)
    begins = len(text) <= LONGEST and not ENDED.search(text) and FIRST.match(below.full_text)
    return Head((), text, line.place.block, level, _level(below)) if level or begins else None


def _level(line: Paragraph) -> int:
    numbered = ordinal(line.full_text.strip()[:LONGEST])
    return numbered[0] if numbered else 0


def _names(text: str, found: re.Match[str]) -> tuple[str, ...]:
    """Return the bodies of a heading, none unless all of its words are names."""
    who = text[found.start("who") : found.end("who")]
    names = () if NO_HEAD.search(found["who"]) else split_names([who])
    return names if all(map(is_surely_body, names)) else ()


def _under(row: TaskRow, head: Head | None, heads: Sequence[Head]) -> TaskRow:
    """Return a measure with the bodies that head it, without the next heading at its end."""
    if head is None:
        return row
    at = bisect_left(heads, row.place.block, key=lambda one: one.block)
    ends = [one.text for one in heads[at : at + FEW] if row.content.endswith(one.text)]
    text = row.content.removesuffix(ends[0]).strip() if ends else row.content
    title = row.title or ""
    if title and (not text or REPORT.match(text)):
        text = NAMED.sub("", title, count=1) or title
    helping = tuple(name for name in row.cooperating if name not in head.names)
    clause = f"{head.text}\n{row.clause}" if row.clause and not row.leads else head.text
    return replace(row, content=text, leads=head.names, cooperating=helping, clause=clause)


def _held(marks: Sequence[Head]) -> list[Head | None]:
    """Return for each line that heads or ends something the head that stands behind it."""
    found: list[Head | None] = []
    held: Head | None = None
    for one in marks:
        if one.names:
            held = one
        elif held and _ends(one, held):
            held = None
        found.append(held)
    return found


def _above(at: int, marks: Sequence[Head], held: Sequence[Head | None]) -> Head | None:
    """Return the head for what stands in a block, None where another heading stands between.

    A line without number does not end what it stands under itself.
    """
    last = bisect_right(marks, at, key=lambda one: one.block) - 1
    if last >= 0 and marks[last].block == at and (marks[last].names or not marks[last].level):
        last -= 1
    return held[last] if last >= 0 else None


def _ends(one: Head, held: Head) -> bool:
    """Return whether a line ends what a head stands for: one of its rank, or above its items."""
    if one.level:
        return one.level <= held.level if held.level else one.level < held.below
    return not held.level and one.below == held.below
