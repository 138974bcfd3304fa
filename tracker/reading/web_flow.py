"""Walks a web page: paragraphs, lists, tables within tables, and what a reader does not see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from tracker.reading.content import Block, Paragraph, Table, lines_of
from tracker.reading.counting import written
from tracker.reading.package import number
from tracker.reading.web_grid import Grid
from tracker.texts import gettext as _

BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details"}
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre"}
    | {"section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
# What may hold a whole page and is no menu.
WHOLE = frozenset({"html", "body", "form", "main", "article"})
DROPPED = frozenset(
    {"applet", "aside", "audio", "base", "button", "canvas", "datalist", "del", "dialog"}
    | {"embed", "footer", "frame", "frameset", "head", "iframe", "input", "link", "map"}
    | {"math", "meta", "nav", "noframes", "noscript", "object", "option", "rp", "rt"}
    | {"script", "select", "style", "svg", "template", "textarea", "title", "video", "xml"}
)
STRUCK = frozenset({"s", "strike"})
# What a page hides, and what Word writes around the text: heads, feet, notes and remarks on it.
HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|mso-(?:foot|end)note-id"
    r"|mso-element\s*:\s*(?:header|footer|(?:comment|footnote|endnote)(?!\w))"
)
NOTE_MARKS = frozenset({"msocommentreference", "msocomanchor"})
# The number of an item as Word prints it, or the sign before it.
ITEM_NUMBER = re.compile(r"mso-list\s*:\s*ignore")
FRAMES = frozenset({"frame", "iframe"})
NO_SIZE = frozenset({"0", "1", "0px", "1px"})
# Menus are links and hardly anything else; a list of annexes may be links as well.
MENU_LINKS = 3
MENU_SHARE = 0.8
MENU_WORDS = 12
BETWEEN_LINKS = re.compile(r"[\s|｜>＞»›·/、]+")
ANNEX = "附件"
# A table that holds the page together has few cells, and one of them holds the text.
LAYOUT_CELLS = 6
LAYOUT_BLOCKS = 20
# A column of links beside the text has no more words.
BESIDE_WORDS = 60
BLANK = re.compile(r"\s+")
BREAK = "\v"
BEGINNING = re.compile(
    r"[ \n]*(?:\u3000|\xa0[ \xa0]|\d{1,2}[.．、](?!\d)|[（(]?[一二三四五六七八九十]{1,3}[、）)])"
)
WHITE = re.compile(r"[ \t\r\n\f\xa0]+")
# A break behind these ends a paragraph; elsewhere it is a line of one, as in a long title.
STOPS = ("。", "；", "：", "！", "？", ";", ":", "!", "?")
LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
CHINESE_LIST = re.compile(r"cjk-ideographic|chinese-(?:in)?formal|cjk-decimal")
ALIGNED = re.compile(r"text-align\s*:\s*(left|right|center)")
SECTIONS = {"thead": 0, "tfoot": 2}
PLAIN = Paragraph("")


@dataclass(slots=True)
class _Flow:
    """The blocks of one container while they are gathered, and the paragraph that is open."""

    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    look: Paragraph = PLAIN
    number: str = ""
    is_kept: bool = False

    def close(self) -> None:
        """End the open paragraph, or the several that only line breaks part."""
        raw, self.words = "".join(self.words), []
        for lines in _paragraphs(raw.replace("\n", BREAK) if self.is_kept else raw):
            self._add("\n".join(lines))

    def _add(self, text: str) -> None:
        self.blocks.append(replace(self.look, text=text, number=self.number))
        self.number = ""

    def end_item(self) -> None:
        """End an item of a list; of one without words the number alone stays."""
        self.close()
        if self.number:
            self.number = self.number.rstrip(".、")
            self._add("")


@dataclass(slots=True)
class Walker:
    """One walk through a page; `warnings` are sentences on what could not be kept."""

    warnings: list[str] = field(default_factory=list)
    menus: set[etree._Element] = field(default_factory=set)
    struck: list[str] = field(default_factory=list)

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        """Return the paragraphs and tables below `root` in order."""
        self.menus = _menus(root)
        if any(map(self._is_shown_frame, root.iter(*FRAMES))):
            self.warnings.append(
                _(
                    "The page shows another page inside it, which the file does not hold; "
                    "if the text is there, open that page, save it and upload it."
                )
            )
        yield from self._inside(root)

    def _inside(self, element: etree._Element) -> list[Block]:
        flow = _Flow()
        self._walk(element, flow)
        flow.close()
        return flow.blocks

    def _walk(self, element: etree._Element, flow: _Flow) -> None:
        """Add the words and blocks inside `element` to the flow."""
        flow.words.append(element.text or "")
        count = number(element.get("start"), 1) if element.tag == "ol" else 0
        for child in element:
            if not self._is_unseen(child):
                if child.tag == "li" and element.tag == "ol":
                    count = number(child.get("value"), count)
                    self._item(child, flow, _list_number(element, count))
                    count += 1
                else:
                    self._child(child, flow)
            flow.words.append(child.tail or "")

    def _child(self, child: etree._Element, flow: _Flow) -> None:
        if child.tag == "br":
            flow.words.append(BREAK)
        elif child.tag == "table":
            flow.close()
            flow.blocks.extend(self._table(child))
        elif child.tag in BLOCKS:
            self._block(child, flow)
        elif ITEM_NUMBER.search(child.get("style", "").lower()):
            printed = str(child.xpath("string()")).strip()
            is_bullet = len(printed) == 1 and not printed.isnumeric()
            flow.words.append("" if is_bullet else printed)
        else:
            self._walk(child, flow)

    def _block(self, child: etree._Element, flow: _Flow) -> None:
        flow.close()
        look, is_kept = flow.look, flow.is_kept
        flow.look = _look(child, look)
        flow.is_kept = is_kept or child.tag == "pre"
        self._walk(child, flow)
        flow.close()
        flow.look, flow.is_kept = look, is_kept

    def _item(self, child: etree._Element, flow: _Flow, marker: str) -> None:
        flow.close()
        flow.number = marker
        self._walk(child, flow)
        flow.end_item()

    def _is_unseen(self, element: etree._Element) -> bool:
        if element.tag in DROPPED or element in self.menus or element.get("hidden") is not None:
            return True
        if element.get("class", "").lower() in NOTE_MARKS:
            return True
        style = element.get("style", "").lower()
        if element.tag in STRUCK or "line-through" in style:
            self.struck.append(str(element.xpath("string()")))
            return True
        return HIDDEN.search(style) is not None

    def _is_shown_frame(self, element: etree._Element) -> bool:
        """Return whether a frame shows a page: those that count visitors have no size."""
        if NO_SIZE & {element.get("width", ""), element.get("height", "")}:
            return False
        around = (element, *element.iterancestors())
        return not any(
            each.tag in DROPPED - FRAMES or HIDDEN.search(each.get("style", "").lower())
            for each in around
            if each.tag != "frameset"
        )

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = [
            [cell for cell in _below(row, ("td", "th")) if not self._is_unseen(cell)]
            for row in sorted(_below(table, ("tr",)), key=_section)
            if not self._is_unseen(row)
        ]
        grid = Grid(len(rows), header_rows=_header_rows(table))
        cells: dict[etree._Element, list[Block]] = {}
        for row in rows:
            grid.start_row()
            for cell in row:
                cells[cell] = self._inside(cell)
                spans = number(cell.get("rowspan"), 1), number(cell.get("colspan"), 1)
                grid.add(lines_of(cells[cell]), *spans)
        for caption in table.iterchildren("caption"):
            yield from self._inside(caption)
        yield from self._table_or_its_inside(table, grid, cells)

    def _table_or_its_inside(
        self, element: etree._Element, grid: Grid, cells: dict[etree._Element, list[Block]]
    ) -> Iterator[Block]:
        inside = [block for blocks in cells.values() for block in blocks]
        tables = [block for block in inside if isinstance(block, Table)]
        is_larger_inside = any(sum(1 for _cell in one.origins()) > grid.size for one in tables)
        longest = max(map(len, cells.values()), default=0)
        holds_the_text = grid.size <= LAYOUT_CELLS and longest > LAYOUT_BLOCKS
        if is_larger_inside or holds_the_text:
            for cell, blocks in cells.items():
                yield from () if _is_beside(cell, blocks) else blocks
        elif grid.size == 1 or element.get("role") == "presentation":
            yield from inside
        elif inside:
            if tables:
                self.warnings.append(
                    _("A table inside a table cell was read as lines of the cell.")
                )
            yield grid.table()


def _menus(root: etree._Element) -> set[etree._Element]:
    """Return the elements that are menus: several links and hardly a word beside them."""
    found: set[etree._Element] = set()
    counted: dict[etree._Element, tuple[int, int, int]] = {}
    for element in reversed(list(root.iter())):
        links = linked = 0
        words = len(BETWEEN_LINKS.sub("", element.text or "")) * (element.tag not in DROPPED)
        for child in element:
            more = counted.pop(child, (0, 0, 0))
            links, linked, words = links + more[0], linked + more[1], words + more[2]
            words += len(BETWEEN_LINKS.sub("", child.tail or ""))
        if element.tag == "a":
            links, linked = 1, words
        counted[element] = links, linked, words
        few_words = words - linked <= min(MENU_WORDS, words * (1 - MENU_SHARE))
        if element.tag in BLOCKS - WHOLE and links >= MENU_LINKS and few_words:
            found.add(element)
    return {element for element in found if ANNEX not in str(element.xpath("string()"))}


def _is_beside(cell: etree._Element, blocks: list[Block]) -> bool:
    """Return whether a cell beside the text holds only links, as the column of a menu does."""
    words = "".join(block.text if isinstance(block, Paragraph) else ANNEX for block in blocks)
    if ANNEX in words or len(words) > BESIDE_WORDS:
        return False
    linked = "".join(str(link.xpath("string()")) for link in cell.iter("a"))
    return bool(linked) and BLANK.sub("", linked) == BLANK.sub("", words)


def _below(element: etree._Element, wanted: tuple[str, ...]) -> Iterator[etree._Element]:
    """Return the wanted elements below `element`, through wrappers but not into a table inside."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag != "table":
            yield from _below(child, wanted)


def _section(row: etree._Element) -> int:
    """Return the place of a row's section: the foot of a table is shown last, its head first."""
    parent = row.getparent()
    return SECTIONS.get(parent.tag, 1) if parent is not None else 1


def _header_rows(table: etree._Element) -> int:
    return sum(1 for head in table.iterchildren("thead") for _row in head.iterchildren("tr"))


def _look(element: etree._Element, around: Paragraph) -> Paragraph:
    """Return how the paragraphs of an element look: as those around it but for what it says."""
    aligned = ALIGNED.search(element.get("style", "").lower())
    alignment = aligned[1] if aligned else element.get("align", "").lower()
    if element.tag == "center" or alignment in {"left", "right", "center"}:
        around = replace(around, alignment=alignment or "center")
    if re.fullmatch(r"h[1-6]", element.tag):
        around = replace(around, style=f"heading {element.tag[1]}")
    return around


def _list_number(element: etree._Element, count: int) -> str:
    """Return the number of an item as a browser prints it."""
    if CHINESE_LIST.search(element.get("style", "").lower()):
        return written(count, "chineseCounting") + "、"
    return written(count, LIST_FORMS.get(element.get("type", ""), "decimal")) + "."


def _paragraphs(raw: str) -> Iterator[list[str]]:
    """Return the paragraphs of a run of text, each as its lines.

    A break is a line of one paragraph, but behind a stop, before an indent or a number and doubled
    it parts two: many portals write a whole document so.
    """
    lines: list[str] = []
    parted = False
    for piece in raw.split(BREAK):
        line = _tidy(piece)
        if lines and (parted or not line or BEGINNING.match(piece) or lines[-1].endswith(STOPS)):
            yield lines
            lines = []
        parted = False
        if line:
            lines.append(line)
    if lines:
        yield lines


def _tidy(piece: str) -> str:
    """Return a line with white space as a browser shows it.

    A line feed in the source between two Chinese characters is nothing, else it is a space.
    """

    def shown(found: re.Match[str]) -> str:
        around = piece[found.start() - 1], piece[found.end() : found.end() + 1]
        is_chinese = not any(sign.isascii() for sign in around)
        return "" if "\n" in found[0] and found.start() and is_chinese else " "

    return WHITE.sub(shown, piece).strip()
