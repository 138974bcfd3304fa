"""Splits the names of departments in a cell or clause, in order and as written."""

import re
from collections.abc import Iterable

OPENING = "（(〔[【"
CLOSING = "）)〕]】"
SEPARATORS = "、，,；;／/\n"
DASHES = re.compile(r"[\s\-—–－―─_/\\无]*$")
ENDS = "局委办部厅院会司府道镇乡区县市队所站处科室组团联行校馆场园库门位构关协企业台报盟中心署"
STARTS = re.compile(r"各|市|区|县|省|镇|乡|国|中|团|政|相|有|其|[^和及与]{1,8}(?:局|委|办)")
REST = re.compile(r"(?<=.)等(?:有关|相关|各|市级|区级|省级)*(?:部门|单位|部门和单位|部门单位)?$")
EDGES = " \t\u3000。．.：:"


def split_names(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the names in the lines of a cell; none for a cell that is blank or only a dash."""
    text = _join_broken([line.strip() for line in lines if line.strip()])
    if DASHES.match(text):
        return ()
    names: list[str] = []
    for piece in _pieces(text):
        name = REST.sub("", piece.strip(EDGES)).strip(EDGES)
        if name and not DASHES.match(name) and name not in names:
            names.append(name)
    return tuple(names)


def _pieces(text: str) -> list[str]:
    """Split at separators and spaces that stand in no bracket."""
    pieces, depth, current = [], 0, ""
    for sign in text:
        depth = max(0, depth + (sign in OPENING) - (sign in CLOSING))
        if depth == 0 and (sign in SEPARATORS or sign.isspace()):
            pieces.append(current)
            current = ""
        else:
            current += sign
    return [*pieces, current]


def _join_broken(lines: list[str]) -> str:
    """Join lines, a line feed between two names and nothing inside a name that was broken."""
    text = ""
    for line in lines:
        text += ("" if not text or _is_broken(text, line) else "\n") + line
    return text


def _is_broken(text: str, following: str) -> bool:
    """Return whether the name at the end of `text` goes on in the line that follows."""
    last = re.split(rf"[{SEPARATORS}]", text)[-1]
    opened = sum((sign in OPENING) - (sign in CLOSING) for sign in text)
    if opened > 0 or following[0] in CLOSING or last.endswith(("和", "与", "及")):
        return True
    if not last or last[-1] in ENDS + CLOSING or last[-1] in SEPARATORS:
        return False
    if re.search(r"[和与及]", last):
        return True
    first = re.split(rf"[{SEPARATORS}]", following)[0]
    return STARTS.match(first) is None and first[-1:] in ENDS
