"""Turns pages into Content: tables and paragraphs in reading order, each with its page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.reading import striking
from tracker.reading.content import Block, Content, in_order
from tracker.reading.pages.aligned import take_aligned
from tracker.reading.pages.columns import bands, hold_columns
from tracker.reading.pages.joining import is_continued, joined
from tracker.reading.pages.lines import Line, lines_of
from tracker.reading.pages.margins import (
    Margins,
    Sheet,
    drop_page_numbers,
    drop_running_heads,
    find_margins,
)
from tracker.reading.pages.paragraphs import Flow, extended, steps_of
from tracker.reading.pages.parts import Page
from tracker.reading.pages.pieced import implied_rules
from tracker.reading.pages.rules import find_grids, long_rules
from tracker.reading.pages.struck import take_struck
from tracker.reading.pages.tables import PageTable, take_tables, to_table
from tracker.reading.pages.watermarks import without_watermarks
from tracker.texts import gettext as _

MOST_NAMED = 20


@dataclass(slots=True)
class Laid(Sheet):
    """One page: its lines, its ruled tables and where rules cross it."""

    tables: list[PageTable] = field(default_factory=list)
    width: float = 0.0
    across: list[float] = field(default_factory=list)
    bands: list[list[Line]] = field(default_factory=list)
    shape: str = ""


def content_of(
    pages: Iterable[Page],
    media_type: str,
    warnings: Sequence[str] = (),
    recognised: Mapping[int, Sequence[Block]] | None = None,
) -> Content:
    """Return what the pages hold in reading order; tables that go on over a page are one.

    `recognised` are blocks made elsewhere, which stand behind what the page with that number holds;
    a page that is a picture has none unless they are given.

    Raises:
        TooLarge: see `content`.
    """
    pages = list(pages)
    elsewhere = {page.number: () for page in pages if page.is_scan} | dict(recognised or {})
    struck = [passage for page in pages for passage in take_struck(page)]
    for page in pages:
        page.signs = without_watermarks(page.signs)
    sheets = [_laid(page) for page in pages]
    drop_page_numbers(sheets)
    unruled = _find_aligned(sheets)
    drop_running_heads(sheets)
    lost = [sheet.number for sheet in sheets if hold_columns(sheet.lines)]
    for sheet in sheets:
        sheet.bands = bands(sheet.lines)
    blocks = _blocks(sheets, elsewhere)
    told = (*warnings, *_told(unruled, lost), *striking.left_out(struck))
    return Content(in_order(blocks), media_type, told)


def page_name(number: int) -> str:
    """Return what people call a page."""
    return _("Page %(number)d", number=number)


def page_warnings(pages: Sequence[Page]) -> Iterator[str]:
    """Return sentences that name the pages which were not read in full."""
    pictured = _named(page for page in pages if page.has_picture)
    if pictured:
        yield _("A large picture on these pages was not read: %(pages)s.", pages=pictured)
    crowded = _named(page for page in pages if page.is_crowded)
    if crowded:
        yield _(
            "These pages hold so many lines that tables on them were not found: %(pages)s.",
            pages=crowded,
        )


def _named(pages: Iterable[Page]) -> str:
    return names_of(page.number for page in pages)


def names_of(numbers: Iterable[int]) -> str:
    """Return what people call these pages, the first twenty of them."""
    names = [page_name(number) for number in numbers]
    return "、".join(names[:MOST_NAMED]) + "……" * (len(names) > MOST_NAMED)


def _laid(page: Page) -> Laid:
    grids = find_grids([*page.rules, *implied_rules(page.rules, page.signs)])
    tables, rest = take_tables(grids, page.signs, page.number)
    across = long_rules(page.rules)
    sheet = Laid(page.number, lines_of(rest), tables=tables, shape=page.shape, across=across)
    sheet.width = page.width
    _mark_tables(sheet)
    return sheet


def _mark_tables(sheet: Laid) -> None:
    sheet.tables.sort(key=lambda table: table.top)
    sheet.top = min((table.top for table in sheet.tables), default=float("inf"))
    sheet.bottom = max((table.bottom for table in sheet.tables), default=float("-inf"))


def _told(unruled: Sequence[int], lost: Sequence[int]) -> Iterator[str]:
    """Return the sentences on pages with tables that no lines divide, found or not, if any."""
    if unruled:
        yield _(
            "Tables without lines were divided by where their words stand: %(pages)s; "
            "compare their rows with the original.",
            pages=names_of(unruled),
        )
    if lost:
        yield _(
            "Lines on these pages stand in columns as in a table, but no rows could be told: "
            "%(pages)s; compare what was found with the original.",
            pages=names_of(lost),
        )


def _find_aligned(sheets: Sequence[Laid]) -> list[int]:
    """Find tables without rules where their columns show, also those begun on the page before.

    Returns the numbers of the pages that have such tables.
    """
    above: PageTable | None = None
    pages: list[int] = []
    for sheet in sheets:
        found, sheet.lines = take_aligned(sheet.lines, sheet.number, above, sheet.across)
        sheet.tables.extend(found)
        _mark_tables(sheet)
        above = found[-1] if found else _at_its_end(sheet)
        pages.extend([sheet.number] if found else [])
    return pages


def _at_its_end(sheet: Laid) -> PageTable | None:
    """Return the table below which no line stands, None without one.

    Some writers draw the lines of a table on its first page only.
    """
    last = max(sheet.tables, key=lambda table: table.bottom, default=None)
    if last is None or any(line.base > last.bottom for line in sheet.lines):
        return None
    return last


def _blocks(sheets: Sequence[Laid], recognised: Mapping[int, Sequence[Block]]) -> list[Block]:
    margins = _margins(sheets)
    builder = _Builder()
    for sheet in sheets:
        builder.turn_page(sheet.shape)
        for item in _in_order(sheet):
            if isinstance(item, PageTable):
                builder.add_table(item)
            else:
                number, lines = item
                builder.add_lines(lines, margins[sheet.shape, number], page_name(sheet.number))
        if sheet.number in recognised:
            builder.add_blocks(recognised[sheet.number])
    return builder.finished()


Column = tuple[int, list[Line]]


def _in_order(sheet: Laid) -> Iterator[PageTable | Column]:
    """Return the tables and, between them, the columns of text with their numbers."""
    tables = list(sheet.tables)
    for number, band in _numbered(sheet):
        rest = band
        while tables and rest and tables[0].top < rest[-1].base:
            table = tables.pop(0)
            upper = [line for line in rest if line.base < table.top]
            rest = [line for line in rest if line.base >= table.top]
            if upper:
                yield number, upper
            yield table
        if rest:
            yield number, rest
    yield from tables


def _numbered(sheet: Laid) -> Iterator[Column]:
    """Return the bands with 0 for the whole width, 1 and 2 for the two columns."""
    if len(sheet.bands) <= 1:
        for band in sheet.bands:
            yield 0, band
        return
    left = min(line.left for band in sheet.bands for line in band)
    right = max(line.right for band in sheet.bands for line in band)
    for band in sheet.bands:
        if max(line.right for line in band) < left + 0.75 * (right - left):
            yield 1, band
        elif min(line.left for line in band) > left + 0.25 * (right - left):
            yield 2, band
        else:
            yield 0, band


def _margins(sheets: Sequence[Laid]) -> dict[tuple[str, int], Margins]:
    lines: dict[tuple[str, int], list[Line]] = {}
    widths: dict[tuple[str, int], float] = {}
    for sheet in sheets:
        for number, band in _numbered(sheet):
            lines.setdefault((sheet.shape, number), []).extend(band)
            widths[sheet.shape, number] = sheet.width if number == 0 else 0.0
    return {key: find_margins(found, widths[key]) for key, found in lines.items()}


@dataclass(slots=True)
class _Builder:
    """Puts paragraphs and tables one after the other; the last of either may still go on."""

    blocks: list[Block] = field(default_factory=list)
    flow: Flow | None = None
    table: PageTable | None = None
    shape: str = ""

    def turn_page(self, shape: str) -> None:
        """Go to the next page; a paragraph never goes on over pages of two shapes."""
        if shape != self.shape:
            self._end_flow()
        self.shape = shape

    def add_lines(self, lines: Sequence[Line], margins: Margins, part: str) -> None:
        self._end_table()
        steps = steps_of(lines, margins)
        for at, line in enumerate(lines):
            if not extended(self.flow, line, margins, steps if at else None):
                self._end_flow()
                self.flow = Flow(line.text, part, line, line, margins)

    def add_table(self, table: PageTable) -> None:
        self._end_flow()
        if self.table and is_continued(self.table, table):
            self.table = joined(self.table, table)
            return
        self._end_table()
        self.table = table

    def add_blocks(self, blocks: Sequence[Block]) -> None:
        """Add what was made elsewhere; nothing goes on over it."""
        self._end_flow()
        self._end_table()
        self.blocks.extend(blocks)

    def finished(self) -> list[Block]:
        self._end_flow()
        self._end_table()
        return self.blocks

    def _end_flow(self) -> None:
        if self.flow:
            self.blocks.append(self.flow.paragraph())
        self.flow = None

    def _end_table(self) -> None:
        if self.table:
            self.blocks.append(to_table(self.table, page_name))
        self.table = None
