"""Turns Content into rows, verbatim: masthead, task rows, measures, deadlines, targets, remarks."""

from tracker.extraction.masthead import read_masthead
from tracker.extraction.measures import read_measures
from tracker.extraction.rows import (
    DeadlineFound,
    Extraction,
    Masthead,
    Remark,
    RowKind,
    Target,
    TaskRow,
)
from tracker.extraction.tables import read_tables
from tracker.extraction.timing import find_all_deadlines
from tracker.reading.content import Content

__all__ = [
    "DeadlineFound",
    "Extraction",
    "Masthead",
    "Remark",
    "RowKind",
    "Target",
    "TaskRow",
    "extract",
]


def extract(content: Content) -> Extraction:
    """Return everything found in `content`, as it stands there; interpretation is not done here."""
    masthead = read_masthead(content)
    rows, remarks = read_tables(content)
    measures = read_measures(content, 0)
    deadlines = find_all_deadlines(content, rows, masthead)
    return Extraction(masthead, rows, measures, deadlines, (), remarks, content)
