"""Cuts title, number, signature and date off a document whose text stands on one line."""

import re
from collections.abc import Iterator

SHORTEST = 60
NUMBER = r"[\u4e00-\u9fff]{1,10}[〔\[［（(](?:19|20)\d{2}[〕\]］）)]\s*第?\s*\d+号"
HEAD = re.compile(
    rf"(?:(?P<red>[\u4e00-\u9fff]{{4,80}}?文件)\s*(?P<above>{NUMBER}))?\s*"
    r"(?P<title>[^。：:；;\s]{2,60}?关于[^。：:；;\s]{4,80}?的(?:通知|意见|决定|通报|方案|批复|函|公告|通告))"
    rf"\s*(?P<below>{NUMBER})?"
)
DATE = r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日"
FOOT = re.compile(
    r"(?<=[。）)])\s*(?P<signed>[\u4e00-\u9fff]{2,24}?(?:政府|办公[厅室]|委员会|[局厅委]))?"
    rf"\s*(?P<dated>{DATE})(?=\s*(?:$|[（(]此件))"
)


def cut_head(line: str) -> Iterator[str]:
    """Return the parts of the head of a document on one line, and the text behind them."""
    found = HEAD.match(line) if len(line) > SHORTEST else None
    numbered = found and (found["above"] or found["below"])
    if not found or not numbered or found.end() == len(line):
        yield line
        return
    yield from (part for part in found.groups() if part)
    yield from cut_foot(line[found.end() :].strip())


def cut_foot(line: str) -> Iterator[str]:
    """Return a line, the signature and date run into it each on its own."""
    found = FOOT.search(line) if len(line) > SHORTEST else None
    if found is None:
        yield line
        return
    yield line[: found.start()]
    yield from (part for part in found.groups() if part)
    if line[found.end() :].strip():
        yield line[found.end() :].strip()
