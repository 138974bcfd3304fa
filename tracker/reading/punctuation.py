"""Writes the marks between Chinese characters full width, as they were printed. Pure.

Recognition gives “(” for “（” and “,” for “，”; next to Chinese characters only the wide form is
right (GB/T 15834—2011), between digits and letters the narrow one stays.
"""

import re

WIDE = str.maketrans("(),;:?!", "（），；：？！")
CHINESE = r"[\u3400-\u9fff\u3000-\u303f“”‘’（）《》，。；：]"
AFTER_CHINESE = re.compile(rf"(?<={CHINESE})[,;:?!]")
BEFORE_CHINESE = re.compile(rf"[,;:?!](?={CHINESE})")
BRACKETS = re.compile(r"[（(]([^（()）]*)[)）]")
LONE_OPENING = re.compile(rf"\((?={CHINESE})|(?<={CHINESE})\(")
LONE_CLOSING = re.compile(rf"\)(?={CHINESE})|(?<={CHINESE})\)")
HAS_CHINESE = re.compile(r"[\u3400-\u9fff]")
# A full stop is a small ring, which recognition takes for a letter.
RING = re.compile(r"(?<=[\u3400-\u9fff”）])[oO](?=$|[\u3400-\u9fff”’）])")
BLANKS = re.compile(rf"(?<={CHINESE}) +| +(?={CHINESE})")


def widened(text: str) -> str:
    """Return the text with its marks as wide as what stands beside them asks for.

    A pair of brackets is wide in a text that has Chinese characters: in or around them.
    """
    if not HAS_CHINESE.search(text):
        return text
    text = RING.sub("。", BLANKS.sub("", text))
    text = BRACKETS.sub(r"（\1）", text)
    text = LONE_OPENING.sub("（", LONE_CLOSING.sub("）", text))
    return BEFORE_CHINESE.sub(_wide, AFTER_CHINESE.sub(_wide, text))


def _wide(found: re.Match[str]) -> str:
    return found[0].translate(WIDE)
