"""Lays the boxes of what was recognised over the pictures of a scan's pages. Pure but for a query.

Every row and paragraph has its anchor here, as it has in the text of other documents; what was read
without being sure is framed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlmodel import Session

from tracker import intake
from tracker.models import Document
from tracker.reading.content import Block, Box, Cell, Content, Table
from tracker.web.sources import SourceBlock, anchor


@dataclass(frozen=True, slots=True)
class Overlay:
    """A rectangle over a picture, in its pixels; the anchor is blank for a doubtful cell."""

    x: int
    y: int
    width: int
    height: int
    anchor: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of one page, where it is fetched, its size in pixels, and what lies over it."""

    number: int
    url: str
    width: int
    height: int
    rows: tuple[Overlay, ...]
    doubts: tuple[Overlay, ...]


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A run of what was read: typed text, or what was recognised and the pictures of its pages."""

    blocks: tuple[SourceBlock, ...]
    pictures: tuple[PagePicture, ...] = ()


def source_parts(
    content: Content, source: Sequence[SourceBlock], pictures: Sequence[PagePicture]
) -> tuple[SourcePart, ...]:
    """Return the source in runs, so that pictures stand beside what was recognised alone.

    A picture on which nothing was recognised stands behind those of the pages before.
    """
    runs: list[tuple[int, list[SourceBlock]]] = []
    for block, shown in zip(content.blocks, source, strict=False):
        page = first_page(block)
        if runs and bool(runs[-1][0]) == bool(page):
            runs[-1][1].append(shown)
        else:
            runs.append((page, [shown]))
    firsts = [page for page, _shown in runs if page]
    if pictures and not firsts:
        runs.append((1, []))
        firsts = [1]
    return tuple(
        SourcePart(
            tuple(shown),
            tuple(each for each in pictures if page and owner(each.number, firsts) == page),
        )
        for page, shown in runs
    )


def owner(number: int, firsts: Sequence[int]) -> int:
    """Return the page that begins the run to which a page belongs; the first where none does."""
    return max((page for page in firsts if page <= number), default=firsts[0])


def first_page(block: Block) -> int:
    """Return the page on whose picture a block begins, 0 for typed text."""
    return min((box.page for box in boxes_of_block(block)), default=0)


def pictures_of(
    session: Session, document: Document, content: Content, here: str
) -> tuple[PagePicture, ...]:
    """Return the pages of a scan in order, none for another document.

    `here` is the anchor of the row or paragraph looked at.
    """
    job = intake.job_of(session, document)
    if job is None:
        return ()
    rows = dict(overlays(content, here))
    doubts = [box for box in all_boxes(content) if not box.is_sure]
    return tuple(
        PagePicture(
            page.number,
            url_for("jobs.picture", document_id=document.id, number=page.number),
            page.width,
            page.height,
            tuple(each for (number, _name), each in rows.items() if number == page.number),
            tuple(
                Overlay(box.x, box.y, box.width, box.height)
                for box in doubts
                if box.page == page.number
            ),
        )
        for page in job.pages
    )


def overlays(content: Content, here: str) -> Iterator[tuple[tuple[int, str], Overlay]]:
    """Yield page, anchor and rectangle of every row and paragraph that has one.

    A row that a page break cuts has one on both pages; the anchor is on the first.
    """
    for block in content.blocks:
        if not isinstance(block, Table):
            name = anchor(block.place.block)
            yield from on_pages(block.boxes, name, here)
            continue
        for r, row in enumerate(block.rows):
            name = anchor(block.place.block, r + 1)
            yield from on_pages(boxes_of_row(row, r), name, here)


def boxes_of_row(row: Iterable[Cell], index: int) -> list[Box]:
    """Return the boxes of the cells of one row; merged ones only where no other says how high."""
    cells = list(dict.fromkeys(row))
    own = [cell for cell in cells if cell.row == index and cell.row_span == 1]
    return [box for cell in own or cells for box in cell.boxes]


def on_pages(
    boxes: Iterable[Box], name: str, here: str
) -> Iterator[tuple[tuple[int, str], Overlay]]:
    """Yield one rectangle for each page the boxes stand on, around them all."""
    by_page: dict[int, list[Box]] = {}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    for index, (number, found) in enumerate(sorted(by_page.items())):
        x, y = min(box.x for box in found), min(box.y for box in found)
        right = max(box.x + box.width for box in found)
        bottom = max(box.y + box.height for box in found)
        shown = "" if index else name
        yield (number, name), Overlay(x, y, right - x, bottom - y, shown, is_here=name == here)


def all_boxes(content: Content) -> Iterator[Box]:
    """Yield the boxes of all cells and paragraphs."""
    for block in content.blocks:
        yield from boxes_of_block(block)


def boxes_of_block(block: Block) -> Iterator[Box]:
    """Yield the boxes of a paragraph, or of the cells of a table."""
    if isinstance(block, Table):
        for cell in block.origins():
            yield from cell.boxes
    else:
        yield from block.boxes
