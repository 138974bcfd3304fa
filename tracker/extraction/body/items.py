"""What the body is made of: numbered items, their headings, and the paragraphs under them."""

import re
from dataclasses import dataclass, field

from tracker.extraction.parties.clauses import Clause, find_clauses
from tracker.reading.content import Place

HAN = "一二三四五六七八九十百"
# Levels of GB/T 9704—2012 7.3.3 (一、 （一） 1. （1）), with the boxes and articles that plans use.
ORDINALS: tuple[tuple[int, str], ...] = (
    (1, rf"(?P<n>[{HAN}]+)\s*[、．.]|第(?P<part>[{HAN}]+)(?:部分|章|篇|节)[\s:：、]*"),
    (
        2,
        rf"[（(](?P<n>[{HAN}]+)[）)]\s*[、．.]?|(?P<article>第[{HAN}]+条)[\s:：、]*|(?P<sign>[㈠-㈩])",
    ),
    (
        3,
        r"(?P<n>\d{1,3})\s*(?:[．.、](?!\d)|[．.、](?=(?:19|20)\d\d年|\d{1,2}月)|[．.]\s)|(?P<dot>[⒈-⒛])",
    ),
    (4, r"[（(](?P<n>\d{1,2})[）)]\s*[、．.]?|(?P<half>\d{1,2})[)）]|(?P<sign>[⑴-⒇])"),
    (5, r"(?P<n>[①-⑳])"),
    (6, r"(?P<box>(?:项目|专栏|工程|行动|任务)\s*(?:\d{1,2}|[一二三四五六七八九十]+))\s*[:：．.]"),
)
COMPILED = tuple((level, re.compile(pattern)) for level, pattern in ORDINALS)
PART, OWN_NUMBER, SUB, STEP, BOX, LEAD = 2, 3, 4, 5, 6, 7
# 一是…, 二是…: the steps of a measure, or measures of their own where each names somebody.
STEPS = re.compile(rf"(?P<n>[{HAN}]{{1,2}})(?:是|要)[，,]?")
DECIMAL = re.compile(
    r"(?P<n>(?P<above>\d{1,2})[.．]\d{1,2}(?:[.．]\d{1,2})?)(?=[\s\u4e00-\u9fff])[ \t\u3000]*"
)
# A short heading with the first of its parts right behind: 完善体系 (1)加强检测.
PARTS = re.compile(r"(?P<heading>[^。；;：:，,\s]{4,30})[ \u3000]*(?=[（(]1[）)]|①|⑴)")
UNITS = "亿万千百个倍元年月日米公亩吨级%"
MAX_BARE_HEADING = 40


@dataclass(slots=True)
class Piece:
    """One paragraph under an item, without its clauses, which follow in order.

    `lead` are the bold words it begins with.
    """

    text: str
    clauses: tuple[Clause, ...]
    place: Place
    lead: str = ""

    @property
    def is_clause(self) -> bool:
        """Whether the paragraph says nothing but who is responsible."""
        first, last = self.clauses[:1], self.clauses[-1:]
        is_first = bool(first) and not self.text[: first[0].start].strip()
        return is_first and self._ends(last[0])

    @property
    def ends_in_clause(self) -> bool:
        """Whether nothing stands behind the last clause."""
        return bool(self.clauses) and self._ends(self.clauses[-1])

    def _ends(self, clause: Clause) -> bool:
        return not clause.tells and not self.text[clause.end :].strip(" 。；;")


@dataclass(slots=True)
class Item:
    """One numbered item or heading: its level (0 is the document), number, heading and text.

    `ordinal` is the number as in a path ("三", "（一）", "1"), `mark` the number as printed.
    `covering` is the clause below the items under this one that is for all of them.
    """

    level: int
    ordinal: str
    heading: str
    place: Place
    mark: str = ""
    parent: "Item | None" = None
    pieces: list[Piece] = field(default_factory=list)
    children: "list[Item]" = field(default_factory=list)
    covering: Clause | None = None

    @property
    def is_article(self) -> bool:
        """Whether the item is an article (第一条), whose number is its own throughout."""
        return self.ordinal.endswith("条")

    def above(self, level: int) -> "Item":
        """Return this item, or the first one above it, that may hold items of `level`."""
        item = self
        while item.parent and item.level >= level:
            item = item.parent
        return item

    def path(self) -> list["Item"]:
        """Return the items above this one, outermost first, and itself."""
        above = self.parent.path() if self.parent else []
        return [*above, self] if self.level else above

    def root(self) -> "Item":
        """Return the document that the item belongs to."""
        return self.parent.root() if self.parent else self

    def first_words(self) -> str:
        """Return the text of the first paragraph, "" where there is none."""
        return self.pieces[0].text if self.pieces else ""

    def has_clause(self) -> bool:
        """Return whether the item or one under it names somebody."""
        own = any(piece.clauses for piece in self.pieces)
        return own or any(child.has_clause() for child in self.children)

    def text(self) -> str:
        """Return number, heading and text, and those of the items under it."""
        heading = f"{self.mark}{self.heading}" + ("。" if self.heading and self.pieces else "")
        words = [piece.text for piece in self.pieces]
        return "".join([heading, *words, *(child.text() for child in self.children)])


def ordinal(text: str) -> tuple[int, str, str] | None:
    """Return level, number as in a path ("三", "（一）", "1") and the text after the number."""
    for level, pattern in COMPILED:
        found = pattern.match(text)
        if found:
            number = next(group for group in found.groups() if group)
            counted = level in {PART, SUB} and not number.endswith("条")
            number = f"（{number}）" if counted else re.sub(r"\s", "", number)
            return level, number, text[found.end() :].strip()
    return None


def decimal(text: str, last: Item) -> tuple[int, str, str] | None:
    """Return level, number and rest of "1.2 …" below item 1, as emergency plans number."""
    found = DECIMAL.match(text)
    if not found or text[found.end() : found.end() + 1] in UNITS:
        return None
    above = next((item for item in reversed(last.path()) if item.level == OWN_NUMBER), None)
    if above is None or above.ordinal != found["above"]:
        return None
    return (
        OWN_NUMBER + found["n"].count(".") + found["n"].count("．"),
        found["n"],
        text[found.end() :],
    )


def split_heading(text: str) -> tuple[str, str]:
    """Return heading and rest of an item: its first sentence and the others, if it has others."""
    clauses = find_clauses(text)
    limit = clauses[0].start if clauses else len(text)
    parts = PARTS.match(text, 0, limit)
    if parts:
        return parts["heading"], text[parts.end() :].strip()
    stop = text.find("。", 0, limit)
    if stop < 0:
        if limit > MAX_BARE_HEADING * 2 or (limit < len(text) and limit > MAX_BARE_HEADING):
            return "", text
        return text[:limit].strip(), text[limit:].strip()
    if stop + 1 >= limit and stop > MAX_BARE_HEADING * 2:
        return "", text
    return text[:stop].strip(), text[stop + 1 :].strip()
