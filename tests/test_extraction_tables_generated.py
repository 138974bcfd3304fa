"""True task tables made at random come back as they are, however an office writes them down.

Of a table whose merged cells were lost, or that lost its borders, some rows cannot be told: those
are said to be in doubt, and no task is invented.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pytest

from tests.task_tables import (
    Expected,
    TaskTable,
    as_bars,
    as_html,
    as_lines,
    as_short_rows,
    as_tabs,
    make_table,
)
from tracker.extraction import Extraction, extract
from tracker.reading import read_document

TABLES = 60
MORE_TABLES = range(1000, 1200)
Render = Callable[[TaskTable], str]


def read_back(text: str) -> Extraction:
    kind = "text/html" if text.startswith("<") else "text/plain"
    return extract(read_document(text.encode(), kind))


def told(extraction: Extraction) -> list[Expected]:
    return [
        Expected(row.no, row.title, row.content, row.deadline_text, row.leads, row.cooperating)
        for row in extraction.rows
    ]


@dataclass
class Rate:
    """Rows that were there, that were read, that were right, and wrong ones nothing was said of."""

    there: int = 0
    read: int = 0
    right: int = 0
    silent: int = 0

    def add(self, table: TaskTable, extraction: Extraction) -> None:
        rows = told(extraction)
        wrong = [row for row in rows if row not in table.expected]
        self.there += len(table.expected)
        self.read += len(rows)
        self.right += len(rows) - len(wrong)
        self.silent += 0 if extraction.remarks else len(wrong)


def rate_of(render: Render, seeds: range) -> Rate:
    rate = Rate()
    for seed in seeds:
        table = make_table(Random(seed))
        rate.add(table, read_back(render(table)))
    return rate


@pytest.mark.parametrize("render", [as_html, as_bars, as_tabs])
@pytest.mark.parametrize("first", range(0, TABLES, 20))
def test_every_row_of_a_table_comes_back(render: Render, first: int) -> None:
    for seed in range(first, first + 20):
        table = make_table(Random(seed))
        assert told(read_back(render(table))) == table.expected, seed


@pytest.mark.slow
@pytest.mark.parametrize("render", [as_html, as_bars, as_tabs])
def test_every_row_of_many_tables_comes_back(render: Render) -> None:
    rate = rate_of(render, MORE_TABLES)
    assert rate.right == rate.read == rate.there, rate


@pytest.mark.slow
def test_rows_that_lost_merged_cells_come_back_or_are_in_doubt() -> None:
    rate = rate_of(as_short_rows, MORE_TABLES)
    assert rate.right >= rate.there * 0.94, rate
    assert rate.silent <= rate.there * 0.005, rate


@pytest.mark.slow
def test_rows_that_lost_their_borders_come_back_or_are_in_doubt() -> None:
    rate = rate_of(as_lines, MORE_TABLES)
    assert rate.right >= rate.there * 0.93, rate
    assert rate.silent <= rate.there * 0.01, rate


def test_no_task_is_invented_where_borders_were_lost() -> None:
    for seed in range(TABLES):
        table = make_table(Random(seed))
        words = {row.content for row in table.expected}
        read = [row.content for row in read_back(as_lines(table)).rows]
        invented = [one for one in read if not any(one in each or each in one for each in words)]
        assert invented == [], seed
