"""Lays out what was read from a document, so that every place has an anchor. Pure.

Marked are the words a problem is about; the row or paragraph looked at is `here`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.extraction import Extraction
from tracker.models import Draft
from tracker.reading.content import Block, Cell, Paragraph, Table

MOST_BLOCKS = 3000
# The field a column holds decides how wide it is and whether it is centred.
COLUMN_CLASSES = {
    "number": "r-no",
    "title": "r-task",
    "deadline": "r-due",
    "lead": "r-lead",
    "responsible": "r-lead",
    "cooperating": "r-co",
}
CENTRED = frozenset({"r-no", "r-due"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked where a problem is about it."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell with its span over rows and columns."""

    pieces: tuple[Piece, ...]
    row_span: int
    column_span: int
    is_centred: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row; `is_repeated` is a header printed once more at a page break."""

    anchor: str
    cells: tuple[SourceCell, ...]
    is_head: bool
    is_repeated: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A paragraph (no rows) or a table (no pieces)."""

    anchor: str
    pieces: tuple[Piece, ...] = ()
    alignment: str = ""
    is_here: bool = False
    rows: tuple[SourceRow, ...] = ()
    column_classes: tuple[str, ...] = ()


def anchor_of(draft: Draft) -> str:
    """Return the anchor of the place a draft was read from."""
    return anchor(draft.source.get("block", 0), draft.source.get("row"))


def anchor(block: int, row: int | None = None) -> str:
    """Return the anchor of a block, or of a row of it (counted from 1)."""
    return f"source-{block}" if row is None else f"source-{block}-{row}"


def lay_out(extraction: Extraction, drafts: Iterable[Draft], here: str) -> list[SourceBlock]:
    """Return the blocks of the document in order; at most the first 3,000.

    `here` is the anchor looked at; the drafts' problems say which words to mark.
    """
    marks = marked_words(drafts)
    fields = {heading: field for row in extraction.rows for field, heading in row.column_headings}
    rows_of_tables = {
        (row.place.block, row.place.row) for row in extraction.rows if row.place.row is not None
    }
    layout = Layout(marks, fields, frozenset(rows_of_tables), here)
    return [layout.block(block) for block in extraction.content.blocks[:MOST_BLOCKS]]


def marked_words(drafts: Iterable[Draft]) -> dict[str, tuple[str, ...]]:
    """Return for each anchor the words two readings of its time are about."""
    found: dict[str, tuple[str, ...]] = {}
    for draft in drafts:
        readings = [each["reading"] for each in draft.problems if each.get("reading")]
        if readings:
            words = tuple(word for word in (draft.deadline_text, *readings) if word)
            found[anchor_of(draft)] = words
    return found


def split_at(text: str, words: tuple[str, ...]) -> tuple[Piece, ...]:
    """Return the text in pieces, each of the `words` a marked one."""
    if not words:
        return (Piece(text),)
    longest_first = sorted(words, key=len, reverse=True)
    parts = re.split("(" + "|".join(map(re.escape, longest_first)) + ")", text)
    return tuple(Piece(part, part in words) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the blocks of one document are laid out by."""

    marks: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    task_rows: frozenset[tuple[int, int | None]]
    here: str

    def block(self, block: Block) -> SourceBlock:
        """Return a paragraph or a table as it is printed."""
        name = anchor(block.place.block)
        if isinstance(block, Paragraph):
            pieces = split_at(block.full_text, self.marks.get(name, ()))
            return SourceBlock(name, pieces, block.alignment, is_here=name == self.here)
        return SourceBlock(
            name, rows=tuple(self.rows(block)), column_classes=self.column_classes(block)
        )

    def column_classes(self, table: Table) -> tuple[str, ...]:
        """Return the class of each column, by the heading that stands over it."""
        head = next((row for row in table.rows if self.is_heading(row)), ())
        return tuple(
            COLUMN_CLASSES.get(self.fields.get(squeezed(cell.text), ""), "") for cell in head
        )

    def is_heading(self, row: tuple[Cell, ...]) -> bool:
        """Return whether the row holds headings the extraction knew."""
        return any(squeezed(cell.text) in self.fields for cell in row)

    def rows(self, table: Table) -> Iterable[SourceRow]:
        """Yield the rows of a table, headings printed again at a page break as repeated."""
        classes = self.column_classes(table)
        first = next((r for r, row in enumerate(table.rows) if self.is_heading(row)), None)
        for r, row in enumerate(table.rows):
            name = anchor(table.place.block, r + 1)
            is_task = (table.place.block, r + 1) in self.task_rows
            same = first is not None and [each.text for each in row] == [
                each.text for each in table.rows[first]
            ]
            cells = tuple(
                self.cell(cell, classes, self.marks.get(name, ()))
                for cell in dict.fromkeys(row)
                if cell.row == r
            )
            yield SourceRow(
                name,
                cells,
                is_head=not is_task and (same or r < table.header_rows),
                is_repeated=same and r != first,
                is_here=name == self.here,
            )

    def cell(self, cell: Cell, classes: tuple[str, ...], words: tuple[str, ...]) -> SourceCell:
        """Return one cell as it is printed."""
        is_centred = cell.column < len(classes) and classes[cell.column] in CENTRED
        pieces = split_at(cell.text, words)
        return SourceCell(pieces, cell.row_span, cell.column_span, is_centred)


def squeezed(text: str) -> str:
    """Return the text without blanks: headings are often broken over lines."""
    return re.sub(r"\s+", "", text)
