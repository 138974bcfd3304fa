"""What stands above each table of the original: how many items it gave, and what can be done."""

from collections import Counter
from dataclasses import dataclass

from flask import url_for

from tracker import intake
from tracker.extraction import Extraction
from tracker.models import Document, DraftState
from tracker.reading.content import Table
from tracker.web.sources import anchor


@dataclass(frozen=True, slots=True)
class TableBar:
    """One table: the items read from it, those of them still open, and where to read or drop it.

    `url` is blank where the table cannot be read as tasks, `drop_url` where nothing can be dropped.
    """

    count: int
    url: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """A remark on the document; `url` leads to the table that was not read, if it is about one."""

    text: str
    url: str
    number: int | None


def table_bars(document: Document, extraction: Extraction) -> dict[str, TableBar]:
    """Return what is said of each table with rows and columns, by its anchor."""
    read = [each for each in document.drafts if intake.stands_for_row(each)]
    counts = Counter(each.source.get("block") for each in read)
    open_ones = Counter(each.source.get("block") for each in read if each.state is DraftState.open)
    closed = document.awaits_comparison or intake.is_finished(document)
    bars = {}
    for block in extraction.content.blocks:
        if not isinstance(block, Table) or min(len(block.rows), block.width) <= 1:
            continue
        at = block.place.block
        bars[anchor(at)] = TableBar(
            counts[at],
            ""
            if closed or counts[at]
            else url_for("tables.table", document_id=document.id, block=at),
            url_for("tables.drop", document_id=document.id, block=at) if open_ones[at] else "",
        )
    return bars


def shown_remarks(extraction: Extraction, bars: dict[str, TableBar]) -> tuple[ShownRemark, ...]:
    """Return the remarks on a document, those on a table that was not read with the way to it."""
    return tuple(
        ShownRemark(each.text, bars[name].url if name in bars else "", each.place.table)
        for each in extraction.remarks
        for name in [anchor(each.place.block)]
    )
