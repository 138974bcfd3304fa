"""Builds the outline of the body: numbered items, their headings and the text under each."""

import re
from dataclasses import dataclass, field

from tracker.extraction.clauses import Clause, find_clauses
from tracker.extraction.masthead import ANNEX, ANNEX_HEAD, ANNEX_ITEM, DATE, META
from tracker.extraction.wording import join_lines
from tracker.reading.content import Content, Paragraph, Place, Table

HAN = "一二三四五六七八九十百"
# Levels of GB/T 9704—2012 7.3.3 (一、 （一） 1. （1）), with the boxes and articles that plans use.
ORDINALS: tuple[tuple[int, str], ...] = (
    (1, rf"(?P<n>[{HAN}]+)\s*[、．.]|第(?P<part>[{HAN}]+)(?:部分|章|篇)[\s:：、]*"),
    (2, rf"[（(](?P<n>[{HAN}]+)[）)]\s*[、．.]?|第(?P<article>[{HAN}]+)条[\s:：、]*"),
    (3, r"(?P<n>\d{1,3})\s*(?:[．.、](?!\d)|[．.](?=(?:19|20)\d\d年)|[．.]\s)"),
    (4, r"[（(](?P<n>\d{1,2})[）)]\s*[、．.]?"),
    (5, r"(?P<n>[①-⑳])"),
    (6, r"(?P<box>(?:项目|专栏|工程|行动|任务)\s*(?:\d{1,2}|[一二三四五六七八九十]+))\s*[:：．.]"),
)
COMPILED = tuple((level, re.compile(pattern)) for level, pattern in ORDINALS)
BOX = 6
ARTEFACT = re.compile(r"\[bookmark:[^\]]*\]")
MAX_BARE_HEADING = 40
FOOT = re.compile(r"抄送|主办[:：]|（此件|\(此件|（信息公开|【")
SIGNATURE = re.compile(r"(?:政府|办公[厅室]|委员会|[局厅部委院会室])$")


@dataclass(slots=True)
class Piece:
    """One paragraph under an item, without its clauses, which follow in order."""

    text: str
    clauses: tuple[Clause, ...]
    place: Place


@dataclass(slots=True)
class Item:
    """One numbered item or heading: its level (0 is the document), number, heading and text.

    `ordinal` is the number as in a path ("三", "（一）", "1"), `mark` the number as printed.
    """

    level: int
    ordinal: str
    heading: str
    place: Place
    mark: str = ""
    parent: "Item | None" = None
    pieces: list[Piece] = field(default_factory=list)
    children: int = 0

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


def outline(content: Content, start: int) -> list[Item]:
    """Return the items from block `start` on, in order; the first is the document itself."""
    root = Item(0, "", "", Place())
    items = [root]
    blocks = content.blocks[start:]
    listing = False
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        text = "" if isinstance(block, Table) else _clean(block)
        listing = ANNEX.match(text) is not None or (listing and ANNEX_ITEM.match(text) is not None)
        if isinstance(block, Table) or listing or _ends_text(text):
            items.append(Item(0, "", "", block.place))
            continue
        if _is_foot(text, following):
            continue
        item = _item(text, block, following)
        if item:
            item.parent = items[-1].above(item.level)
            item.parent.children += 1
            items.append(item)
        else:
            items[-1].pieces.append(Piece(text, find_clauses(text), block.place))
    return items


def _clean(paragraph: Paragraph) -> str:
    text = join_lines(paragraph.full_text.split("\n"))
    return ARTEFACT.sub("", text).strip()


def _ends_text(text: str) -> bool:
    """Return whether the text before is over: the date or an annex begins."""
    closed = DATE.fullmatch(re.sub(r"\s", "", text)) or ANNEX_HEAD.match(text)
    return closed is not None


def _is_foot(text: str, following: object) -> bool:
    """Return whether this is a signature above the date, or a line of the portal."""
    if FOOT.match(text) or META.search(text):
        return True
    signed = isinstance(following, Paragraph) and DATE.fullmatch(re.sub(r"\s", "", following.text))
    return bool(signed and SIGNATURE.search(text) and len(text) <= MAX_BARE_HEADING)


def ordinal(text: str) -> tuple[int, str, str] | None:
    """Return level, number as in a path ("三", "（一）", "1") and the text after the number."""
    for level, pattern in COMPILED:
        found = pattern.match(text)
        if found:
            number = next(group for group in found.groups() if group)
            number = f"（{number}）" if level in {2, 4} else re.sub(r"\s", "", number)
            return level, number, text[found.end() :].strip()
    return None


def _item(text: str, block: Paragraph, following: object) -> Item | None:
    numbered = ordinal(text)
    if numbered:
        level, number, rest = numbered
        heading, content = split_heading(rest)
        mark = text[: len(text) - len(rest)].strip()
        item = Item(level, number, heading, block.place, mark)
        if content:
            item.pieces.append(Piece(content, find_clauses(content), block.place))
        return item
    if _is_bare_heading(text, following):
        next_level = ordinal(_clean(following))[0]  # type: ignore[index,arg-type]
        return Item(max(1, next_level - 1), "", text, block.place)
    return None


def _is_bare_heading(text: str, following: object) -> bool:
    """Return whether a short line without a number is a heading whose number was lost."""
    if len(text) > MAX_BARE_HEADING or re.search(r"[。；：:，、！？）)]$", text):
        return False
    if not isinstance(following, Paragraph):
        return False
    deeper = ordinal(_clean(following))
    return deeper is not None and 1 < deeper[0] < BOX and bool(text)


def split_heading(text: str) -> tuple[str, str]:
    """Return heading and rest of an item: its first sentence and the others, if it has others."""
    clauses = find_clauses(text)
    limit = clauses[0].start if clauses else len(text)
    stop = text.find("。", 0, limit)
    if stop < 0:
        if limit > MAX_BARE_HEADING * 2 or (limit < len(text) and limit > MAX_BARE_HEADING):
            return "", text
        return text[:limit].strip(), text[limit:].strip()
    if stop + 1 >= limit and stop > MAX_BARE_HEADING * 2:
        return "", text
    return text[:stop].strip(), text[stop + 1 :].strip()
