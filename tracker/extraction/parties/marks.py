"""Reads what stands beside the names of a clause: 由甲局, 甲局（牵头）, 前者, 其中甲局."""

import re
from collections.abc import Sequence

from tracker.extraction.fields import Field
from tracker.extraction.parties.names import split_names

LEAD_IN = re.compile(
    r"^(?:均|都)?(?:分别|主要|原则上|共同|联合|具体)*"
    r"(?:由|请(?=[省市县区州镇乡各国教财发])|责成|以(?=[省市县区州各国]))"
)
# One of two names that stand before.
EITHER = {"前者": 0, "后者": -1}
ROLE_BEHIND = re.compile(
    r"\s*[（(〔\[【](?P<role>牵头|主办|主责|责任|负责|配合|协办|协助|参与)(?:责任)?(?:单位|部门)?[）)〕\]】]$"
)
# What a body is, before its name: 包片单位县气象局.
ROLE_AHEAD = re.compile(
    r"^[^、，,]{0,10}?(?:包[片保联抓]|挂[包联钩]|联系|帮扶|责任|主管|承办)(?:责任)?(?:单位|部门)"
    r"(?=[省市县区州镇乡国])(?!县级|市级|区级|省级|[省市县区]直)"
)
BEHIND = {
    "牵头": Field.LEAD,
    "主办": Field.LEAD,
    "主责": Field.LEAD,
    "责任": Field.RESPONSIBLE,
    "负责": Field.RESPONSIBLE,
}


def among(words: str, held: Sequence[str]) -> str:
    """Return the name that 前者 or 后者 stands for, other words as they are."""
    named = split_names(["，".join(held)]) if held and words in EITHER else ()
    return named[EITHER[words]] if named else words


def are_among(words: str, held: Sequence[str]) -> bool:
    """Return whether these are some of the names before: 市教育局、市财政局，市教育局牵头."""
    named = set(split_names([LEAD_IN.sub("", words)])) if words else set()
    return bool(named) and named < set(split_names(["，".join(held)]))
