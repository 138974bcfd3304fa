"""What stands above each table of the original: how many items it gave, and what can be done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from tracker import intake
from tracker.extraction import Extraction
from tracker.models import Document, Draft, DraftState
from tracker.reading.content import Table
from tracker.web.sources import anchor


@dataclass(frozen=True, slots=True)
class TableBar:
    """One table: the items read from it, those of them still open, and where to read or drop it.

    `url` is blank where the table cannot be read as tasks, `drop_url` where nothing can be dropped;
    `seen` tells a later change of its items.
    """

    count: int
    url: str
    drop_url: str
    seen: str


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """A remark on the document; `url` leads to the table that was not read, if it is about one."""

    text: str
    url: str
    number: int | None


def table_bars(document: Document, extraction: Extraction) -> dict[str, TableBar]:
    """Return what is said of each table, by its anchor; of one that lies flat, by its first row's.

    Nothing is said of a table of one row or one column. The rows of an edition that waits to be
    compared are not dropped: what is left out is not ticked.
    """
    flat = intake.flat_tables(extraction)
    read = [each for each in document.drafts if intake.stands_for_row(each)]
    blocks = [(each, each.source.get("block", 0)) for each in read]
    items: defaultdict[int, list[Draft]] = defaultdict(list)
    for each, at in blocks:
        items[flat.get(at, at)].append(each)
    waits = document.awaits_comparison
    closed = intake.is_finished(document)
    tables = [
        each.place.block
        for each in extraction.content.blocks
        if isinstance(each, Table) and min(len(each.rows), each.width) > 1
    ]
    return {
        anchor(at): TableBar(
            len(items[at]),
            "" if closed or items[at] or at in flat else table_url("tables.table", document, at),
            table_url("tables.drop", document, at) if is_open(items[at]) and not waits else "",
            intake.seen_rows(items[at]),
        )
        for at in (*tables, *flat.values())
    }


def is_open(drafts: Iterable[Draft]) -> bool:
    """Return whether one of these drafts is still open."""
    return any(each.state is DraftState.open for each in drafts)


def table_url(endpoint: str, document: Document, block: int) -> str:
    """Return the address of a page or an act about a table."""
    return url_for(endpoint, document_id=document.id, block=block)


def shown_remarks(extraction: Extraction, bars: dict[str, TableBar]) -> tuple[ShownRemark, ...]:
    """Return the remarks on a document, those on a table that was not read with the way to it."""
    return tuple(
        ShownRemark(each.text, bars[name].url if name in bars else "", each.place.table)
        for each in extraction.remarks
        for name in [anchor(each.place.block)]
    )
