"""Times within quotes that are the name of something: “2030年前碳达峰行动”."""

import re

from tracker.deadlines.places import Place

_OPENING, _CLOSING = "“「『‘", "”」』’"
# “2030年前碳达峰行动”, “年初建账、年底交账”的制度: words in quotes that are a name.
_QUOTED_NAME = re.compile(r'[^",;。、]{1,16}"(?!的?(?:要求|规定|目标|部署|任务|承诺))')
_QUOTED_RULE = re.compile(
    r'[^"。]{0,24}"的?[^,;。]{0,4}(?:制度|机制|原则|模式|思路|办法|方式|工作法)'
)
_FARTHEST, _LINE = 24, 200  # characters


def is_quoted_name(place: Place, text: str, start: int) -> bool:
    """Whether the quotes around a time name something; it stands at `start` of the text.

    The text says which quotes open and which close; the place has one sign for all.
    """
    if '"' not in place.before or '"' not in place.after or not _is_quoted(text, start):
        return False
    lead = place.before.rpartition('"')[2]
    is_whole = not any(mark in lead for mark in ",;、。")
    is_name = is_whole and _QUOTED_NAME.match(place.after)
    return bool(is_name or _QUOTED_RULE.match(place.after))


def _is_quoted(text: str, start: int) -> bool:
    """Whether the nearest quote before `start` is one that opens."""
    lead = text[max(0, start - 2 * _FARTHEST) : start]
    opened = max(lead.rfind(mark) for mark in _OPENING)
    closed = max(lead.rfind(mark) for mark in _CLOSING)
    line = text[max(0, start - _LINE) : start].rpartition("\n")[2] if opened == closed else ""
    return opened > closed or line.count('"') % 2 == 1
