"""Says whether a sentence only reports what is so, and which part of a text is a law. Pure."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Paragraph

# "据了解，…", "会议指出，…": what comes behind them has been, unless it says what is to be.
REPORTED = re.compile(
    r"[\s一二三四五六七八九十、（()）\d.．]*"
    r"(?:据(?:了解|悉|统计|介绍|测算|初步统计)|截至(?:目前|日前)|会议(?:指出|认为|听取|通报|介绍))"
)
WILL = re.compile(
    r"(?<![主重需纪摘])要(?![求点素闻])|应当?|必须|须|力争|确保|争取|将|计划|目标|预计|努力|拟|不[低少高多]于|不超过|以上|以内|[年月]底前"
)
# An account of what was spent or counted compares it with the year before.
ACCOUNT = re.compile(r"预算.{0,6}(?:说明|公开)|决算|统计公报|财政收支|经济运行情况")
COMPARED = re.compile(r"[比较](?:上年|去年|同期|上月)|同比|环比")
# Laws are passed by a congress or decreed, have articles, and say what follows a breach.
ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百]{1,5}条")
OF_LAW = re.compile(r"(?:法|条例|规定|办法|细则|规则|决定)$")
PASSED = re.compile(
    r"[（(].{0,60}(?:人民代表大会|人大).{0,60}(?:通过|批准|修订|修正).{0,200}|.{2,20}令\s*第?\s*[\d一二三四五六七八九十百]+\s*号"
)
BREACH = re.compile(
    r"违反(?:本|前款)?(?:法|条例|规定|办法|细则|规则)?.{0,40}(?:罚款|处罚|处分|责令|拘留)"
)
FIRST_ARTICLE = re.compile(r"\s*第一条")
# With what another paper begins: its title or number, a heading counted as no law counts.
PAPER = re.compile(
    r"^[^。；，]{4,}(?:通知|意见|方案|计划|要点|清单|分工|通报|纪要|公告|批复|函)(?:[（(][^（）()]*[）)])?$"
    r"|^[\u4e00-\u9fff]{2,16}[〔\[［（(](?:19|20)\d{2}[〕\]］）)]第?\d+号$|^[一二三四五六七八九十]{1,3}、"
)
FEW, HEAD, FARTHEST, LONGEST, TAIL = 3, 12, 40, 80, 6


def tells_facts(sentence: str) -> bool:
    """Return whether a sentence says that it reports, and nothing of what is to be."""
    return REPORTED.match(sentence) is not None and WILL.search(sentence) is None


def is_account(title: str) -> bool:
    """Return whether a title is that of an account of money or numbers: 部门预算编制说明."""
    return ACCOUNT.search(title) is not None


def compares(sentence: str) -> bool:
    """Return whether a sentence compares with the year before and says nothing of what is to be."""
    return COMPARED.search(sentence) is not None and WILL.search(sentence) is None


@dataclass(frozen=True, slots=True)
class Law:
    """A law or decree in a file: its title and the first and last block it stands in."""

    title: str
    first: int
    last: int

    def holds(self, block: int) -> bool:
        """Return whether a block of the text is of the law."""
        return self.first <= block <= self.last


def laws(content: Content) -> tuple[Law, ...]:
    """Return the laws and decrees in a text, whose articles charge for good and set no task.

    A law ends where another paper begins: its title or number, or a heading counted 一、.
    """
    lines = [one for one in content.blocks if isinstance(one, Paragraph)]
    articles = [at for at, line in enumerate(lines) if ARTICLE.match(line.text)]
    if len(articles) < FEW:
        return ()
    starts = [at for at in articles if FIRST_ARTICLE.match(lines[at].text)] or articles[:1]
    found: list[Law] = []
    above = 0
    for start, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        last = articles[bisect_left(articles, following) - 1]
        end = next((at for at in range(last + 1, following) if _begins(lines[at].text)), following)
        law = _law(lines, above, start, end)
        counted = bisect_left(articles, end) - bisect_left(articles, start)
        found += [law] if law and counted >= FEW else []
        above = end
    return tuple(found)


def _law(lines: Sequence[Paragraph], above: int, start: int, end: int) -> Law | None:
    """Return the law whose articles are the lines from `start` to `end`, None if it is none.

    Its title stands below the line `above`; one that a notice forwards is no law of its own.
    """
    head = [_plain(line.text) for line in lines[above:start]][-FARTHEST:]
    title = next((at for at in reversed(range(len(head))) if OF_LAW.search(head[at])), None)
    if title is None or any(map(_is_notice, head[title:])):
        return None
    before = head[max(0, title - HEAD) : title]
    if any(map(_is_notice, before)) and head[title][-TAIL:] in "".join(before):
        return None
    first = start - len(head) + title
    passed = any(PASSED.match(line.text) for line in lines[max(above, first - FEW) : start])
    breached = any(BREACH.search(simplified(line.text)) for line in lines[start:end])
    if not (passed or breached):
        return None
    return Law(lines[first].text.strip(), lines[first].place.block, lines[end - 1].place.block)


def _plain(line: str) -> str:
    return re.sub(r"\s", "", simplified(line[:LONGEST]))


def _is_notice(line: str) -> bool:
    """Return whether a line is that of a notice which forwards a paper, or its addressee."""
    return line.endswith(("：", ":", "的通知"))


def _begins(line: str) -> bool:
    """Return whether another paper begins with a line."""
    return len(line) <= LONGEST and PAPER.search(_plain(line)) is not None
