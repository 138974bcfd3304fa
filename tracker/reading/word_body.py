"""Walks the body of a Word document: paragraphs, tables, tracked changes, content controls."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from lxml import etree

from tracker.errors import TooLarge, UnreadableFile
from tracker.reading import striking
from tracker.reading.content import Block, Paragraph, lines_of
from tracker.reading.nesting import table_or_inside
from tracker.reading.package import number
from tracker.reading.runs import Runs, parted
from tracker.reading.word_grid import CONTINUES, Grid
from tracker.reading.word_names import (
    ALTERNATIVES,
    MATHEMATICS,
    has,
    is_on,
    shown_branch,
    tag,
    value,
)
from tracker.reading.word_numbering import Numbering
from tracker.reading.word_objects import EMBEDDED, FORMULA, RELATION, unread_file
from tracker.reading.word_signs import drawn, symbol, symbols
from tracker.reading.word_styles import HIDDEN, SWITCHES, Styles, switched
from tracker.texts import gettext as _

# Those in cells and blank ones counted; a thick annex has some ten thousand.
MAX_PARAGRAPHS = 300_000
LONGEST_INSTRUCTION = 400
PARAGRAPH, TABLE, ROW, CELL = tag("p"), tag("tbl"), tag("tr"), tag("tc")
RUN, TEXT, TEXT_BOX = tag("r"), tag("t"), tag("txbxContent")
PROPERTIES, RUN_PROPERTIES = tag("pPr"), tag("rPr")
ROW_PROPERTIES, CELL_PROPERTIES = tag("trPr"), tag("tcPr")
DELETED, MOVED, CELL_DELETED, MERGED = tag("del"), tag("moveFrom"), tag("cellDel"), tag("vMerge")
NUMBERED, BOLD = tag("numPr"), tag("b")
SYMBOL, INSTRUCTION, FIELD = tag("sym"), tag("instrText"), tag("fldChar")
CHUNK = tag("altChunk")
MERGED_ACROSS = tag("hMerge")
MARKS = frozenset({SYMBOL, INSTRUCTION, FIELD, EMBEDDED})
FORMULA_TEXT = f"{{{MATHEMATICS}}}t"
WORDS = frozenset({TEXT, FORMULA_TEXT})
# What a person no longer sees once the changes are accepted, and what only annotates.
GONE = frozenset(
    tag(name)
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sdtPr",
        "rt",
    )
)
SIGNS = {tag("tab"): "\t", tag("br"): "\n", tag("cr"): "\n", tag("noBreakHyphen"): "-"}


def _no_chunk(_relation: str) -> None:
    return None


@dataclass(slots=True)
class Walker:
    """One walk through a body; numbers are counted as it goes, so each part is walked once.

    `chunk` gives the blocks of a file that the document takes in whole, by the id of its relation.
    """

    styles: Styles
    numbering: Numbering
    chunk: Callable[[str], Iterable[Block] | None] = _no_chunk
    warnings: list[str] = field(default_factory=list)
    paragraphs: int = 0
    hides: bool = False
    struck: list[str] = field(default_factory=list)

    def told(self) -> tuple[str, ...]:
        """Return the sentences on what could not be kept or was left out, each once."""
        hidden = [_("Hidden text was left out.")] if self.hides else []
        return tuple(dict.fromkeys([*self.warnings, *hidden, *striking.left_out(self.struck)]))

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """Return the paragraphs and tables inside `container` in order."""
        text = Runs()
        for child in _children(container, (PARAGRAPH, TABLE, CHUNK)):
            if child.tag != PARAGRAPH:
                yield from _left(text)
                text = Runs()
                yield from self._table(child) if child.tag == TABLE else self._chunk(child)
                continue
            properties = child.find(PROPERTIES)
            self._gather(child, text, bold=False, unseen=self._of_style(properties, "pStyle"))
            if not _mark_is_gone(properties):  # else it goes on in the next
                yield from self._paragraph(properties, text)
                text = Runs()
        yield from _left(text)

    def _chunk(self, element: etree._Element) -> Iterable[Block]:
        blocks = self.chunk(str(next(iter(element.values()), "")))
        if blocks is None:
            self.warnings.append(
                _(
                    "A part of the document that is a file of its own was not read; "
                    "open the document, save it again and upload that."
                )
            )
        return blocks or ()

    def _paragraph(self, properties: etree._Element | None, text: Runs) -> Iterator[Block]:
        self.paragraphs += 1
        if self.paragraphs > MAX_PARAGRAPHS:
            raise TooLarge(_("The file has more than %(limit)d paragraphs.", limit=MAX_PARAGRAPHS))
        style = value(properties, "pStyle")
        words = text.text()
        number_text = ""
        if words or not has(properties, "rPr/vanish"):
            number_text = parted(self._number(properties, style), words)
        if text.struck.strip():
            self.struck.append(text.struck)
            number_text = number_text if words else ""
        if words or number_text:
            yield Paragraph(
                words,
                number=number_text,
                bold_lead=text.bold_lead(),
                alignment=value(properties, "jc") or "",
                style=self.styles.name(style),
            )
        for box in text.boxes:
            yield from self.blocks(box)
        for file in text.embedded:
            yield from self._embedded(file)

    def _embedded(self, element: etree._Element) -> Iterable[Block]:
        """Return the blocks of a workbook that the document shows as an object."""
        if element.get("ProgID", "").startswith(FORMULA):
            return ()
        with suppress(UnreadableFile):
            blocks = self.chunk(element.get(RELATION, ""))
            if blocks is not None:
                return blocks
        self.warnings.append(unread_file(element))
        return ()

    def _number(self, properties: etree._Element | None, style: str | None) -> str:
        list_id, level = self.styles.numbering(style)
        own = None if properties is None else properties.find(NUMBERED)
        if own is not None:
            list_id, level = value(own, "numId") or list_id, value(own, "ilvl") or level
        return self.numbering.next(list_id, level, style) if list_id else ""

    def _of_style(self, properties: etree._Element | None, kind: str) -> int:
        """Return why the style of this kind that `properties` name does not show its text."""
        return self.styles.unseen.get(value(properties, kind), 0) if self.styles.unseen else 0

    def _gather(self, element: etree._Element, text: Runs, *, bold: bool, unseen: int) -> None:
        """Add the words below `element`, with a line feed for each forced break."""
        for child in element:
            if child.tag == RUN:
                self._gather_run(child, text, unseen=unseen)
            elif child.tag in WORDS:
                self._say(_words(child, element), text, bold=bold, unseen=unseen)
            elif child.tag in SIGNS:
                self._say(SIGNS[child.tag], text, bold=bold, unseen=unseen)
            elif child.tag == TEXT_BOX:
                text.boxes.append(child)
            elif child.tag == ALTERNATIVES:
                self._gather(shown_branch(child), text, bold=bold, unseen=unseen)
            elif child.tag in MARKS:
                self._say(_marked(child, text), text, bold=bold, unseen=unseen)
            elif child.tag not in GONE:
                self._gather(child, text, bold=bold, unseen=unseen)

    def _gather_run(self, run: etree._Element, text: Runs, *, unseen: int) -> None:
        properties = run.find(RUN_PROPERTIES)
        if properties is None:
            self._gather(run, text, bold=False, unseen=unseen)
            return
        unseen |= self._of_style(properties, "rStyle")
        for switch in properties.iterchildren(*SWITCHES):
            unseen = switched(unseen, switch)
        self._gather(run, text, bold=is_on(properties.find(BOLD)), unseen=unseen)

    def _say(self, words: str, text: Runs, *, bold: bool, unseen: int) -> None:
        if not unseen:
            text.add(words, bold=bold)
        elif unseen & HIDDEN:
            self.hides = self.hides or bool(words.strip())
        else:
            text.struck += words

    def _table(self, element: etree._Element) -> Iterator[Block]:
        grid = Grid()
        inside: list[Block] = []
        for row in _children(element, (ROW,)):
            properties = row.find(ROW_PROPERTIES)
            if has(properties, "hidden"):
                self.hides = True
            elif properties is None or properties.find(DELETED) is None:
                inside.extend(self._row(row, properties, grid))
        yield from table_or_inside(grid.table(), grid.size(), inside, self.warnings)

    def _row(
        self, row: etree._Element, properties: etree._Element | None, grid: Grid
    ) -> list[Block]:
        """Add one row to `grid`, unless all of it is struck through; return the cells' blocks."""
        struck = len(self.struck)
        read = [(of_cell, list(self.blocks(cell))) for of_cell, cell in _cells(row)]
        if len(self.struck) > struck and not any(blocks for _of_cell, blocks in read):
            return []
        skipped = number(value(properties, "gridBefore"), 0)
        grid.start_row(skipped, header=has(properties, "tblHeader"))
        for of_cell, blocks in read:
            span = number(value(of_cell, "gridSpan"), 1)
            if _merge(of_cell, MERGED_ACROSS) == CONTINUES:
                grid.widen(lines_of(blocks), span)
            else:
                grid.add(lines_of(blocks), span, _merge(of_cell, MERGED))
        return [block for _of_cell, blocks in read for block in blocks]


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element | None, etree._Element]]:
    """Return the cells of a row that are not deleted, with what they say of themselves."""
    for cell in _children(row, (CELL,)):
        of_cell = cell.find(CELL_PROPERTIES)
        if of_cell is None or of_cell.find(CELL_DELETED) is None:
            yield of_cell, cell


def _children(container: etree._Element, wanted: tuple[str, ...]) -> Iterator[etree._Element]:
    """Return the wanted elements below `container`, through wrappers but not through each other."""
    for child in container:
        if child.tag in wanted:
            yield child
        elif child.tag == ALTERNATIVES:
            yield from _children(shown_branch(child), wanted)
        elif child.tag not in GONE:
            yield from _children(child, wanted)


def _left(text: Runs) -> Iterator[Block]:
    """Return the words behind which no paragraph came in which they could go on."""
    if text.text():
        yield Paragraph(text.text())


def _mark_is_gone(properties: etree._Element | None) -> bool:
    """Return whether the end of a paragraph is deleted or was moved away."""
    of_mark = None if properties is None else properties.find(RUN_PROPERTIES)
    if of_mark is None:
        return False
    return of_mark.find(DELETED) is not None or of_mark.find(MOVED) is not None


def _merge(properties: etree._Element | None, direction: str) -> str:
    """Return "restart" or "continue" for a merged cell, else nothing."""
    merge = None if properties is None else properties.find(direction)
    return "" if merge is None else merge.get(tag("val"), CONTINUES)


def _words(element: etree._Element, run: etree._Element) -> str:
    """Return the words of a text, the places of signs in a font as signs."""
    words = element.text or ""
    if words.isprintable():
        return words
    return symbols(value(run, "rPr/rFonts", "ascii") or "", words)


def _marked(element: etree._Element, text: Runs) -> str:
    """Return what a symbol or the instruction of a field shows, once the field is known."""
    if element.tag == EMBEDDED:
        text.embedded.append(element)
        return ""
    if element.tag == SYMBOL:
        return symbol(element.get(tag("font"), ""), element.get(tag("char"), ""))
    if element.tag == INSTRUCTION:
        if len(text.instruction) < LONGEST_INSTRUCTION:
            text.instruction += element.text or ""
        return ""
    instruction, text.instruction = text.instruction[:LONGEST_INSTRUCTION], ""
    return drawn(instruction) if instruction else ""
