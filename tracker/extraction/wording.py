"""Small rules of Chinese typing: joining broken lines, brackets, white space."""

import re
from collections.abc import Iterator, Sequence

OPENING = "（(〔[【"
CLOSING = "）)〕]】"


def join_lines(lines: Sequence[str]) -> str:
    """Join lines broken for want of room; a space stays only between two Latin words."""
    if len(lines) == 1:
        return lines[0].strip()
    text = ""
    for line in lines:
        latin = re.search(r"[A-Za-z0-9]$", text) and re.match(r"[A-Za-z]", line)
        text += (" " if latin else "") + line
    return text.strip()


def close_up(text: str) -> str:
    """Take out the white space that stands beside a Chinese character."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text).strip()


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Return start and end of each outermost pair of brackets; an open one without end is none."""
    depth = start = 0
    for at, sign in enumerate(text):
        if sign in OPENING:
            start = at if depth == 0 else start
            depth += 1
        elif sign in CLOSING and depth:
            depth -= 1
            if depth == 0:
                yield start, at + 1
