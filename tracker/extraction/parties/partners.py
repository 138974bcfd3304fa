"""Reads whom running text names as partners: 会同市教育局, 配合市财政局等部门."""

import re

from tracker.extraction.parties.names import split_names

BODY_END = r"(?:委员会|管理局|部门|中心|政府|公司|大队|街道|[局委办部厅院])"
PARTNERS = re.compile(
    rf"(?:会同|配合|协助|会商)(?!(?:责任)?(?:单位|部门)\s*[:：])(?:(?P<listed>[^，,。；;]{{1,60}}?)等(?:有关|相关)?(?:部门|单位)"
    rf"|(?P<named>[^，,。；;、]{{1,14}}?{BODY_END}(?:[、和及与][^，,。；;、]{{1,14}}?{BODY_END})*))"
)
VAGUE = re.compile(r"(?:有关|相关|各)(?:部门|单位)|^部门$|^有关|^相关")


def partners_in_prose(text: str) -> tuple[str, ...]:
    """Return the bodies that running text names behind 会同, 配合 or 协助, as written.

    For tables without a column for them. Bodies that are not named (有关部门) are left out.
    """
    found: list[str] = []
    for match in PARTNERS.finditer(text):
        names = split_names([match["listed"] or match["named"]])
        found.extend(name for name in names if not VAGUE.search(name))
    return tuple(dict.fromkeys(found))
