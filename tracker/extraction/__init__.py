"""Turns Content into rows, verbatim: masthead, task rows, measures, deadlines, targets, remarks."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.annexes import missing_annexes
from tracker.extraction.body.measures import read_measures
from tracker.extraction.body.rewrapping import rejoin
from tracker.extraction.body.tidying import tidied
from tracker.extraction.flat.finding import unflatten
from tracker.extraction.masthead import read_masthead
from tracker.extraction.noticing import nothing_found, notice
from tracker.extraction.parties.ranking import rank
from tracker.extraction.parties.said_once import name_once
from tracker.extraction.rows import (
    DeadlineFound,
    Extraction,
    Masthead,
    Remark,
    RowKind,
    Target,
    TaskRow,
)
from tracker.extraction.tables.task_rows import read_tables
from tracker.extraction.tables.unread import unread_lists
from tracker.extraction.targets import find_targets
from tracker.extraction.timing import (
    deadlines_of_body,
    deadlines_of_others,
    deadlines_of_rows,
    year_remarks,
)
from tracker.extraction.years import with_years
from tracker.reading.content import Content, Paragraph
from tracker.texts import gettext as _

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
    shaped, doubts = unflatten(tidied(content))
    doubts = (*doubts, *unread_lists(shaped, doubts))
    shaped = rejoin(shaped)
    masthead = read_masthead(shaped)
    tables = read_tables(shaped)
    measures = read_measures(_without(shaped, tables.captions), 0, is_only=not tables.rows)
    rows, measures, ranked = rank(shaped, tables.rows, measures)
    rows, measures, once = name_once(shaped, rows, measures)
    body, governing = deadlines_of_body(shaped, masthead)
    rows, measures = (tuple(with_years(some, governing)) for some in (rows, measures))
    in_rows = tuple(deadlines_of_rows(rows, governing.reference))
    missing = missing_annexes(shaped, masthead.annexes)
    seen = (*content.warnings, *map(_annex_missing, missing))
    noticed = notice(shaped, rows, measures, ranked, once)
    told = year_remarks(masthead, body, in_rows)
    remarks = (*tables.remarks, *doubts, *map(Remark, seen), *noticed)
    if not (rows or measures):
        remarks = (*remarks, *nothing_found(shaped, remarks))
    targets = find_targets(shaped, rows, masthead)
    in_others = deadlines_of_others(content, (*rows, *measures), governing.reference)
    times = (*body, *in_rows, *in_others)
    return Extraction(masthead, rows, measures, times, targets, (*remarks, *told), content)


def _without(content: Content, captions: Sequence[Paragraph]) -> Content:
    """Return the content without the lines that the tables below them were read with."""
    left_out = set(map(id, captions))
    blocks = tuple(block for block in content.blocks if id(block) not in left_out)
    return replace(content, blocks=blocks) if captions else content


def _annex_missing(title: str) -> str:
    return _("The annex “%(title)s” is named but its text is not in the file.", title=title)
