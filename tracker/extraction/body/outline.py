"""Builds the outline of the body: numbered items, their headings and the text under each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.extraction.body.continuing import continued
from tracker.extraction.body.unfolding import lines_of
from tracker.extraction.masthead import ANNEX, ANNEX_HEAD, ANNEX_ITEM, DATE, is_portal_line
from tracker.extraction.parties.clauses import Clause, find_clauses, parties
from tracker.extraction.parties.names import OPENING
from tracker.extraction.parties.roles import LABEL
from tracker.extraction.wording import simplified
from tracker.reading.content import Block, Content, Paragraph, Place, Table

HAN = "一二三四五六七八九十百"
# Levels of GB/T 9704—2012 7.3.3 (一、 （一） 1. （1）), with the boxes and articles that plans use.
ORDINALS: tuple[tuple[int, str], ...] = (
    (1, rf"(?P<n>[{HAN}]+)\s*[、．.]|第(?P<part>[{HAN}]+)(?:部分|章|篇|节)[\s:：、]*"),
    (
        2,
        rf"[（(](?P<n>[{HAN}]+)[）)]\s*[、．.]?|第(?P<article>[{HAN}]+)条[\s:：、]*|(?P<sign>[㈠-㈩])",
    ),
    (3, r"(?P<n>\d{1,3})\s*(?:[．.、](?!\d)|[．.](?=(?:19|20)\d\d年)|[．.]\s)|(?P<dot>[⒈-⒛])"),
    (4, r"[（(](?P<n>\d{1,2})[）)]\s*[、．.]?|(?P<half>\d{1,2})[)）]|(?P<sign>[⑴-⒇])"),
    (5, r"(?P<n>[①-⑳])"),
    (6, r"(?P<box>(?:项目|专栏|工程|行动|任务)\s*(?:\d{1,2}|[一二三四五六七八九十]+))\s*[:：．.]"),
)
COMPILED = tuple((level, re.compile(pattern)) for level, pattern in ORDINALS)
BOX = 6
OWN_NUMBER = 3
DECIMAL = re.compile(
    r"(?P<n>(?P<above>\d{1,2})[.．]\d{1,2}(?:[.．]\d{1,2})?)(?=[\s\u4e00-\u9fff])[ \t\u3000]*"
)
UNITS = "亿万千百个倍元年月日米公亩吨级%"
ARTEFACT = re.compile(r"\[bookmark:[^\]]*\]")
MAX_BARE_HEADING = 40
MAX_FOOT = 120
MAX_CLAUSE = 600
MAX_LINES = 8
SIGNS = re.compile(r"[:：（(]")
FOOT = re.compile(
    r"抄送|主办[:：]|[（(]此件|（信息公开|【(?:打印|关闭|字体|返回|大|中|小)|扫一扫|分享到|打印本页|关闭窗口|返回顶部|上一[篇条][:：]"
    r"|下一[篇条][:：]|相关(?:链接|文章|阅读|新闻|附件|文件)[:：]?$|版权所有|网站(?:地图|标识码)|责任编辑|编辑[:：]|审核[:：]|浏览"
)
CREDITS = re.compile(
    r"(?:主办|承办|协办|维护|运维|技术支持)(?:单位)?[:：].*(?:备案|版权|ICP|标识码|技术支持|邮编|电话)"
    r"|ICP备|公网安备|网站标识码"
)
# What closes the whole document and belongs to no item.
CLOSING = re.compile(
    r"本[\u4e00-\u9fff]{2,8}自[^。]{2,30}起?(?:施行|实施|执行|生效)|[（(]?联系(?:人|电话|方式)[^，,。]{0,8}[:：]"
    r"|[（(]?以上[\u4e00-\u9fff]{0,6}[列排]在?(?:名|序)?(?:第一|首|最前)[^。]{0,8}牵头"
)
SIGNATURE = re.compile(r"(?:政府|办公[厅室]|委员会|[局厅部委院会室])$")
BRACKETED = re.compile(r"^[（(〔\[【]|[）)〕\]】]?。?$")


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
        return bool(first) and not self.text[: first[0].start].strip() and self._ends(last[0])

    @property
    def ends_in_clause(self) -> bool:
        """Whether nothing stands behind the last clause."""
        return bool(self.clauses) and self._ends(self.clauses[-1])

    def _ends(self, clause: Clause) -> bool:
        return not self.text[clause.end :].strip(" 。；;")


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

    def has_clause(self) -> bool:
        """Return whether the item or one under it names somebody."""
        own = any(piece.clauses for piece in self.pieces)
        return own or any(child.has_clause() for child in self.children)

    def text(self) -> str:
        """Return number, heading and text, and those of the items under it."""
        heading = f"{self.mark}{self.heading}" + ("。" if self.heading and self.pieces else "")
        words = [piece.text for piece in self.pieces]
        return "".join([heading, *words, *(child.text() for child in self.children)])


def outline(content: Content, start: int) -> list[Item]:
    """Return the items from block `start` on, in order; the first is the document itself."""
    items = [Item(0, "", "", Place())]
    listing = is_over = False
    lines = continued(list(_lines(content.blocks[start:])))
    for at, (text, block) in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        listing = ANNEX.match(text) is not None or (listing and ANNEX_ITEM.match(text) is not None)
        if isinstance(block, Table) or listing or _ends_text(text):
            is_over = is_over or DATE.fullmatch(re.sub(r"\s", "", text)) is not None
            items.append(Item(0, "", "", block.place))
        elif not _is_foot(text, following, is_over=is_over):
            _add(items, text, block, following)
    return items


Line = tuple[str, Block]


def _lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Return the lines of the paragraphs with their blocks; a table is one line without text."""
    for block in blocks:
        if isinstance(block, Table):
            yield "", block
            continue
        for line in lines_of(ARTEFACT.sub("", block.full_text)):
            yield line.strip(), block


def _add(items: list[Item], text: str, block: Paragraph, following: Line | None) -> None:
    item = _item(text, block, following, items[-1])
    if item is None:
        _add_piece(items, Piece(text, find_clauses(text), block.place, block.bold_lead))
        return
    if not item.heading and len(item.pieces) == 1 and _is_labelled(item.pieces[0]):
        _add_piece(items, item.pieces[0])
        return
    item.parent = items[-1].above(item.level)
    item.parent.children.append(item)
    items.append(item)


def _is_labelled(piece: Piece) -> bool:
    """Return whether a numbered line only says who: "2.责任单位：市教育局"."""
    return piece.is_clause and LABEL.match(simplified(piece.text)) is not None


def _add_piece(items: list[Item], piece: Piece) -> None:
    """Add a paragraph to the last item; one that is only a clause joins the clause before it.

    Below items of which none names anybody it stands for all of them.
    """
    item = items[-1]
    if not piece.is_clause:
        item.pieces.append(piece)
        return
    before = item.pieces[-1] if item.pieces else None
    siblings = item.parent.children if item.parent and item.ordinal else []
    if item.parent and item.parent.covering and _is_short(item.parent.covering):
        item.parent.covering = joined(item.parent.covering, piece.clauses[0], piece.text)
    elif before and before.ends_in_clause and _is_short(before.clauses[-1]):
        last = joined(before.clauses[-1], piece.clauses[0], piece.text)
        words = before.text[: before.clauses[-1].start] + last.text
        last = replace(last, start=before.clauses[-1].start, end=len(words))
        item.pieces[-1] = replace(before, text=words, clauses=(*before.clauses[:-1], last))
    elif len(siblings) > 1 and item.parent and item.parent.level and _covers(siblings):
        item.parent.covering = piece.clauses[0]
    else:
        item.pieces.append(piece)


def _is_short(clause: Clause) -> bool:
    """Return whether a clause may still go on in the next line."""
    return len(clause.text) <= MAX_CLAUSE and len(SIGNS.findall(clause.text)) <= MAX_LINES


def _covers(siblings: Sequence[Item]) -> bool:
    """Return whether a clause below these items is for all: none has one, all are of one kind."""
    return siblings[-1].level > OWN_NUMBER and not any(item.has_clause() for item in siblings)


def joined(first: Clause, second: Clause, printed: str) -> Clause:
    """Return one clause of two that follow each other: 牵头单位：… and 责任单位：… in two lines.

    `printed` is the line of the second one.
    """
    text = first.text + printed
    words = "；".join(_unbracketed(each).strip("。") for each in (first.text, printed))
    said = parties(words) or first.parties
    deadline = said.deadline_text or first.parties.deadline_text or second.parties.deadline_text
    return Clause(first.start, first.start + len(text), text, replace(said, deadline_text=deadline))


def _unbracketed(words: str) -> str:
    """Return a clause without the brackets around it, those of its last name kept."""
    is_whole = words[:1] in OPENING
    return BRACKETED.sub("", words) if is_whole else words


def _ends_text(text: str) -> bool:
    """Return whether the text before is over: the date or an annex begins."""
    closed = DATE.fullmatch(re.sub(r"\s", "", text)) or ANNEX_HEAD.match(text)
    return closed is not None


def _is_foot(text: str, following: Line | None, *, is_over: bool) -> bool:
    """Return whether this is a signature above the date, or a line of the portal."""
    plain = simplified(text)
    if len(text) <= MAX_FOOT and (FOOT.match(plain) or is_portal_line(plain)):
        return True
    if CLOSING.match(plain):
        return True
    if CREDITS.search(plain) and (is_over or len(text) <= MAX_FOOT):
        return True
    signed = following and DATE.fullmatch(re.sub(r"\s", "", following[0]))
    return bool(signed and SIGNATURE.search(plain) and len(text) <= MAX_BARE_HEADING)


def ordinal(text: str) -> tuple[int, str, str] | None:
    """Return level, number as in a path ("三", "（一）", "1") and the text after the number."""
    for level, pattern in COMPILED:
        found = pattern.match(text)
        if found:
            number = next(group for group in found.groups() if group)
            number = f"（{number}）" if level in {2, 4} else re.sub(r"\s", "", number)
            return level, number, text[found.end() :].strip()
    return None


def _item(text: str, block: Paragraph, following: Line | None, last: Item) -> Item | None:
    numbered = ordinal(text) or _decimal(text, last)
    if numbered:
        level, number, rest = numbered
        heading, content = split_heading(rest)
        mark = text[: len(text) - len(rest)].strip()
        item = Item(level, number, heading, block.place, mark)
        if content:
            item.pieces.append(Piece(content, find_clauses(content), block.place))
        return item
    if _is_bare_heading(text, following):
        next_level = ordinal(following[0])[0]  # type: ignore[index]
        return Item(max(1, next_level - 1), "", text, block.place)
    return None


def _decimal(text: str, last: Item) -> tuple[int, str, str] | None:
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


def _is_bare_heading(text: str, following: Line | None) -> bool:
    """Return whether a short line without a number is a heading whose number was lost."""
    if len(text) > MAX_BARE_HEADING or re.search(r"[。；：:，、！？）)]$", text):
        return False
    if following is None or isinstance(following[1], Table) or find_clauses(text):
        return False
    deeper = ordinal(following[0])
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
