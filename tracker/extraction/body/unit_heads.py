"""Names those under whose heading a measure stands: 区教育局（3项） above 1., 2. and 3."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.extraction.parties.bodies import is_surely_body
from tracker.extraction.rows import TaskRow
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Paragraph

ORDINAL = r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?\s*[、．.]?|\d{1,3}\s*[、．.])"
# A body alone on its line, with its number before it and how many things it has to do behind it.
HEAD = re.compile(
    rf"(?:{ORDINAL}\s*)?(?P<who>[^，,。；;：:、（()）]{{2,20}}?)\s*"
    r"(?P<count>[（(]共?\d{1,3}[项件条个][）)])?\s*[:：]?"
)
# The numbers begin again right below it.
FIRST = re.compile(r"\s*(?:1\s*[、．.](?!\d)|[（(][1一][）)]|①)\s*\S{4}")
# Whom a document is addressed to, and kinds of bodies that head a part.
NO_HEAD = re.compile(r"^(?:各|有关|相关)|[市县区省州]直|^(?:责任|牵头|配合|成员)|(?:部门|单位)$")
# What is reported on a task that the heading names: 领办项目：…。工作进展：….
REPORT = re.compile(r"(?:工作|目前|当前|推进|完成|办理|落实)?(?:进展|进度|情况)(?:情况)?\s*[:：]")
NAMED = re.compile(r"(?:领办|认领|承诺|办理|民生|实事)?(?:项目|事项|实事|任务)(?:名称)?\s*[:：]\s*")
FEW, LONGEST = 2, 40


@dataclass(frozen=True, slots=True)
class Head:
    """A body that heads measures: its name, the text of its line, whether it counts them."""

    who: str
    text: str
    block: int
    counts: bool


def headed(rows: Sequence[TaskRow], content: Content) -> list[TaskRow]:
    """Return the measures, those under the name of a body with it as their lead.

    Only in a document that names nobody in another way: one heading that counts what is below it,
    or two of them.
    """
    heads = list(_heads(content))
    lines = {one.text for one in heads}
    told = any((row.clause or row.leads) and row.clause not in lines for row in rows)
    if told or not (len({one.who for one in heads}) >= FEW or any(one.counts for one in heads)):
        return list(rows)
    return [_under(row, heads) for row in rows]


def _heads(content: Content) -> Iterator[Head]:
    lines = [block for block in content.blocks if isinstance(block, Paragraph)]
    for line, below in pairwise(lines):
        text = simplified(line.text.strip())
        found = HEAD.fullmatch(text) if len(text) <= LONGEST else None
        if found is None or NO_HEAD.search(found["who"]) or not FIRST.match(below.full_text):
            continue
        if is_surely_body(found["who"]):
            who = line.text.strip()[found.start("who") : found.end("who")]
            yield Head(who, line.text.strip(), line.place.block, found["count"] is not None)


def _under(row: TaskRow, heads: Sequence[Head]) -> TaskRow:
    """Return a measure with the last body above it, without the next heading at its end."""
    at = row.place.block
    above = [one for one in heads if one.block < at]
    if not above:
        return row
    ends = [one.text for one in heads if one.block >= at and row.content.endswith(one.text)]
    text = row.content.removesuffix(ends[0]).strip() if ends else row.content
    head, title = above[-1], row.title or ""
    if title and (not text or REPORT.match(text)):
        text = NAMED.sub("", title, count=1) or title
    return replace(row, content=text, leads=(head.who,), clause=head.text)
