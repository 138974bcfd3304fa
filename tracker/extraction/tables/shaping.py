"""Brings a table into the shape in which its rows are read: one header above, each row whole."""

from tracker.extraction.tables.blanks import undittoed
from tracker.extraction.tables.levels import regrouped
from tracker.extraction.tables.side_by_side import stacked
from tracker.extraction.tables.ticked import Roles, unticked
from tracker.reading.content import Table


def shaped(table: Table, legend: Roles) -> Table:
    """Return a table without dittos, ticks for bodies, and parts beside each other.

    `legend` is what the text says that its ticks stand for.
    """
    return unticked(regrouped(stacked(undittoed(table))), legend)
