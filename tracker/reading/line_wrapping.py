"""Tells whether a line of text goes on in the next one or was ended on purpose. Pure.

A line was broken by the edge of its cell when the beginning of the next one would not have fitted
into what was left of it. Only then the two are one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# GB/T 15834—2011, 5.1: what may not begin a line goes over with the character before it.
NEVER_FIRST = "，。、；：？！）》〉」』】〕”’…·,.;:?!)]}%％"
NEVER_LAST = "（《〈「『【〔“‘([{"
# Quotation marks hold on to both neighbours in the programs that break lines (UAX 14, class QU).
QUOTES = "“”‘’"
GOES_ON = "、，；,（《“和与及或"
NEW_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,3}[）)、.．]|[（(]?\d{1,2}(?:[）)、．]|\.(?!\d))|[①-⑳]|第[一二三四五六七八九十]+[条章]"
)
SENTENCE_END = "。；！？"
# How the name of a body ends, and how that of another one may begin.
BODY_END = re.compile(
    r"(?:局|委|办|部|院|厅|处|室|队|中心|公司|集团|街道|政府|办公室|法院|联合会|联|会|单位|部门|社|署|台|站|所|馆|乡|镇|区|县|等)$"
)
# A name may end here, but more often the part of one: 市住房和城乡 / 建设局.
PLACE_END = re.compile(r"[乡镇区县]$")
BODY_START = re.compile(r"(?:市|区|县|省|州|各|镇|乡|街道)")
# Two kinds of places that are named in one: 各乡 / 镇人民政府, 各县 / 区.
PAIRED = re.compile(r"各(?:乡\n镇|镇\n(?:乡|街道|办)|县\n区|区\n县)")
# What no body is called by itself: the end of the name above.
NAME_REST = re.compile(r"[支大总]队|分局|管委会|(?:管理)?委员会|领导小组|机构|部门")
OFFICE_OF = re.compile(r"(?:政府|委|委员会|人大|政协|领导小组|指挥部)$")
LONGEST_NAME = 20
WORD = re.compile(r"[A-Za-z0-9.%％]+")
# In squares: the gap that writers leave between a Chinese and a Latin character, and the error of
# a measured length.
MIXED = 0.25
TOLERANCE = 0.1
CENTRED = 0.5
CJK = 0x2E80


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and where it begins and ends, in any unit of length."""

    text: str
    left: float
    right: float

    @property
    def width(self) -> float:
        """How long it is drawn."""
        return self.right - self.left


def ems(text: str) -> float:
    """Return how many squares a text fills: a Chinese character one, a Latin one half."""
    return sum(0.5 if ord(each) < CJK and each not in "…—" else 1.0 for each in text)


def first_unit(text: str) -> str:
    """Return the shortest beginning of a line that could have stood at the end of the last one.

    Words and numbers stay whole, also behind an opening bracket (〔2019〕).
    """
    end = _word_end(text, 0)
    while end < len(text) and (
        text[end] in NEVER_FIRST + QUOTES or text[end - 1] in NEVER_LAST + QUOTES
    ):
        end = _word_end(text, end)
    return text[:end]


def _word_end(text: str, start: int) -> int:
    """Return where the word or the character that begins at `start` ends."""
    word = WORD.match(text, start)
    return word.end() if word else start + 1


def goes_on(line: Line, following: Line, room: float) -> bool:
    """Return whether `following` continues `line`, which had `room` left in its cell."""
    if NEW_ITEM.match(following.text) and line.text[-1] in SENTENCE_END:
        return False
    if line.text[-1] in GOES_ON or following.text[0] in NEVER_FIRST:
        return True
    if NAME_REST.fullmatch(following.text):
        return True
    return not _fits(line, following, room) and not are_names(line.text, following.text)


def _fits(line: Line, following: Line, room: float) -> bool:
    """Return whether the beginning of the next line would have fitted behind this one."""
    square = max(line.width / ems(line.text), following.width / ems(following.text))
    is_mixed = (ord(line.text[-1]) < CJK) != (ord(following.text[0]) < CJK)
    needed = ems(first_unit(following.text)) + MIXED * is_mixed
    return room > (needed + TOLERANCE) * square


def _is_centred(lines: Sequence[Line], left: float, right: float) -> bool:
    """Return whether the lines share their middle rather than their beginning."""
    lefts = [line.left for line in lines]
    middles = [(line.left + line.right) / 2 for line in lines]
    astray = max(lefts) - min(lefts), max(middles) - min(middles)
    square = lines[0].width / ems(lines[0].text)
    if max(astray) < CENTRED * square:
        before, behind = lines[0].left - left, right - lines[0].right
        return before > CENTRED * square and abs(before - behind) < CENTRED * square
    return astray[1] < astray[0]


def are_names(one: str, other: str) -> bool:
    """Return whether two lines are names of two bodies, one below the other."""
    if max(len(one), len(other)) > LONGEST_NAME or not BODY_END.search(one):
        return False
    if other == "办公室" and OFFICE_OF.search(one):
        return False
    if PAIRED.search(f"{one[-2:]}\n{other[:2]}"):
        return False
    if PLACE_END.search(one) and not (BODY_START.match(other) or PLACE_END.search(other)):
        return False
    return bool(BODY_START.match(other) or (len(other) > 2 and BODY_END.search(other)))


def joined(lines: Sequence[Line], left: float, right: float) -> tuple[str, ...]:
    """Return the lines as they were meant, those broken by the edges of the text joined.

    A line in the middle of its cell has room left on both its sides.
    """
    if not lines:
        return ()
    is_centred = _is_centred(lines, left, right)
    texts = [lines[0].text]
    for line, following in pairwise(lines):
        room = right - line.right + (line.left - left) * is_centred
        if goes_on(line, following, room):
            texts[-1] = join(texts[-1], following.text)
        else:
            texts.append(following.text)
    return tuple(texts)


def join(one: str, other: str) -> str:
    """Return two pieces of a text as one, with a blank between two words in Latin letters."""
    both_latin = one[-1:].isascii() and one[-1:].isalpha() and other[:1].isascii()
    return f"{one} {other}" if both_latin and other[:1].isalpha() else one + other
