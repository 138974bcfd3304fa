"""Says whether a sentence only reports what is so, and whether a text is a law. Pure."""

import re
from collections.abc import Sequence

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
FEW, HEAD = 3, 12


def tells_facts(sentence: str) -> bool:
    """Return whether a sentence says that it reports, and nothing of what is to be."""
    return REPORTED.match(sentence) is not None and WILL.search(sentence) is None


def is_account(title: str) -> bool:
    """Return whether a title is that of an account of money or numbers: 部门预算编制说明."""
    return ACCOUNT.search(title) is not None


def compares(sentence: str) -> bool:
    """Return whether a sentence compares with the year before and says nothing of what is to be."""
    return COMPARED.search(sentence) is not None and WILL.search(sentence) is None


def is_law(content: Content) -> bool:
    """Return whether a text is a law or decree, whose articles charge for good and set no task."""
    lines = [one.text for one in content.blocks if isinstance(one, Paragraph)]
    if sum(ARTICLE.match(line) is not None for line in lines) < FEW:
        return False
    says_so = any(map(PASSED.match, lines[:HEAD]))
    return _is_headed(lines[:HEAD]) and (
        says_so or any(BREACH.search(simplified(line)) for line in lines)
    )


def _is_headed(head: Sequence[str]) -> bool:
    """Return whether the first lines name a law, and no notice that forwards a paper."""
    plain = [re.sub(r"\s", "", simplified(line)) for line in head]
    above = plain[: next((at for at, line in enumerate(plain) if ARTICLE.match(line)), len(plain))]
    is_notice = any(line.endswith(("：", ":", "的通知")) for line in above)
    return not is_notice and any(map(OF_LAW.search, above))
