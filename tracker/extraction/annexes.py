"""Finds the annexes that a document names, and those of them whose text it does not hold."""

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.wording import close_up
from tracker.reading.content import Block, Content, Paragraph, Table

MAX_TITLE_LINE = 60
MAX_TITLE_LINES = 4
KINDS = (
    "意见|通知|方案|办法|决定|规划|计划|通报|公告|通告|报告|批复|函|纲要|细则|规定|措施|要点|分工|清单|决议|命令|条例|规则"
    "|安排|目标|制度|举措|分解表|任务表|一览表|台账|表|若干政策|政策|行动|指引|指南|讲话|纪要|说明|倡议书|责任书"
)
KIND_END = re.compile(rf"(?:{KINDS})(?:[（(《][^（）()]*[）)》])*$")
ANNEX = re.compile(r"^附(?:\s*件)?\s*(?P<number>\d*)\s*[:：]\s*(?P<first>\S.*)$")
ANNEX_ITEM = re.compile(
    r"^(?:附\s*件\s*\d{1,2}\s*[.．、:：]?|\d{1,2}\s*[.．、:：])\s*(?P<title>\S.*)$"
)
ANNEX_HEAD = re.compile(r"^附\s*(?:件|表)\s*[\d一二三四五六七八九十]*\s*[:：]?$")
NEAR = 3


def annexes(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the titles after 附件：, one, a numbered list, or a line of its own for each."""
    for at, line in enumerate(lines):
        first = ANNEX.match(line)
        if not first:
            continue
        item = ANNEX_ITEM.match(first["first"])
        found = list(_counted(first["first"])) if item else [first["first"]]
        if item:
            found.extend(_listed(lines[at + 1 :]))
        elif first["number"]:
            found.extend(_headed(lines[at + 1 :], int(first["number"])))
        return tuple(title.rstrip("。；; ") for title in found)
    return ()


def _listed(lines: Sequence[str]) -> Iterator[str]:
    """Return the titles of the numbered lines that follow at once."""
    for line in lines:
        more = ANNEX_ITEM.match(line)
        if not more:
            return
        yield more["title"]


def _headed(lines: Sequence[str], number: int) -> Iterator[str]:
    """Return the titles of the lines 附件2：, 附件3： that count on, what stands between or not."""
    for line in lines:
        more = ANNEX.match(line)
        if more and more["number"] == str(number + 1):
            number += 1
            yield more["first"]


def _counted(text: str) -> Iterator[str]:
    """Return the titles of a list on one line: 1.任务分解表2.进度月报表."""
    number = 1
    while text:
        own = ANNEX_ITEM.match(text)
        words = own["title"] if own else text
        number += 1
        following = re.search(rf"(?<=[^\d\s]){number}\s*[.．、](?!\d)", words)
        yield words[: following.start()] if following else words
        text = words[following.start() :] if following else ""


def headed_annexes(content: Content) -> tuple[str, ...]:
    """Return the titles below the headings 附件, for a document that does not list its annexes."""
    return tuple(
        title
        for at, block in enumerate(content.blocks)
        if isinstance(block, Paragraph) and ANNEX_HEAD.match(block.text)
        if (title := _title_below(content.blocks[at + 1 : at + 1 + MAX_TITLE_LINES]))
    )


def _title_below(blocks: Sequence[Block]) -> str:
    """Return the short lines below a heading up to a kind of document or a table, joined."""
    title = ""
    for block in blocks:
        if not isinstance(block, Paragraph) or "。" in block.text:
            break
        title += close_up(block.full_text)
        if len(title) > MAX_TITLE_LINE * 2:
            return ""
        if KIND_END.search(title):
            break
    return title


def missing_annexes(content: Content, named: Sequence[str]) -> tuple[str, ...]:
    """Return the annexes that are named but whose text the document does not hold.

    The text is there when the title stands again as a heading of its own or right above a table,
    when there are as many headings 附件 as annexes, or when a table follows the only one named.
    """
    told = (text for block in content.blocks for text in _texts(block))
    lines = [re.sub(r"\s+", "", text) for text in told if not ANNEX.match(text)]
    heads = sum(ANNEX_HEAD.match(line) is not None for line in lines)
    text = "".join(
        line for line in lines if len(line) <= MAX_TITLE_LINE and not ANNEX_ITEM.match(line)
    )
    if heads >= len(named) or (len(named) == 1 and _has_table_below(content.blocks)):
        return ()
    above = "".join(_above_tables(content.blocks))
    return tuple(title for title in named if re.sub(r"\s+", "", title) not in text + above)


def _texts(block: Block) -> Iterator[str]:
    """Return the text of a paragraph, and those rows of a table that are a line of their own."""
    if isinstance(block, Paragraph):
        yield block.text
        return
    for row in block.rows:
        filled = {id(cell): cell.text for cell in row if cell.lines}
        if len(filled) == 1:
            yield from filled.values()


def _has_table_below(blocks: Sequence[Block]) -> bool:
    """Return whether a table follows the line that names the annex."""
    at = next(
        (
            at
            for at, block in enumerate(blocks)
            if isinstance(block, Paragraph) and ANNEX.match(block.text)
        ),
        len(blocks),
    )
    return any(isinstance(block, Table) for block in blocks[at + 1 :])


def _above_tables(blocks: Sequence[Block]) -> Iterator[str]:
    """Return the lines right above the tables, without white space."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Table):
            continue
        for above in reversed(blocks[max(0, at - NEAR) : at]):
            if isinstance(above, Table):
                break
            yield re.sub(r"\s+", "", above.text)
