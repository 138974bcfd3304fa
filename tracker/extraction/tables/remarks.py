"""What a person is told about a table that was read."""

from collections.abc import Iterator, Sequence

from tracker.extraction.flat.grids import FlatTable
from tracker.texts import gettext as _

MOST_WORDS = 12
MOST_ROWS = 20


def repeated(count: int) -> str:
    """Say how many rows repeat the header."""
    return _(
        "The header row is repeated inside the table; repetitions left out: %(count)d.", count=count
    )


def of_lines(table: FlatTable) -> Iterator[str]:
    """Say what the lines of a table without borders do not show."""
    if table.unsure:
        yield unsure(len(table.unsure))
    if table.left_out:
        yield left_out(table.left_out[:MOST_ROWS])


def unsure(count: int) -> str:
    """Say in how many rows lines lost which department leads."""
    return _(
        "The text lost the borders of a table; in %(count)d of its rows it does not show which"
        " departments lead and which cooperate. Compare them with the original.",
        count=count,
    )


def deadline_taken(rows: Sequence[str]) -> str:
    """Say which rows took the time of the row above."""
    return _(
        "Rows without a time of their own took that of the row above: %(rows)s.",
        rows="、".join(row[:MOST_WORDS] for row in rows),
    )


def unknown(headings: Sequence[str]) -> str:
    """Say which headings are not known."""
    return _(
        "Columns with a heading that is not known were left out: %(headings)s.",
        headings="、".join(headings),
    )


def aims(headings: Sequence[str]) -> str:
    """Say which columns of aims are no part of the tasks."""
    return _(
        "Columns that say what is aimed at were not taken into the tasks: %(headings)s.",
        headings="、".join(headings),
    )


def _rows(rows: Sequence[str]) -> str:
    """Return rows by number or beginning; of many only the first."""
    shown = "、".join(row[:MOST_WORDS] for row in rows[:MOST_ROWS])
    return shown + ("……" if len(rows) > MOST_ROWS else "")


def doubtful(rows: Sequence[str]) -> str:
    """Say which rows hold words that do not fit their headings."""
    return _(
        "In some rows the words do not fit the headings they stand under; compare them with the"
        " original: %(rows)s.",
        rows=_rows(rows),
    )


def joined(rows: Sequence[str]) -> str:
    """Say which rows had more cells than headings and were put together."""
    return _(
        "Rows with more cells than the header has headings: cells that belong together were"
        " joined. Compare them with the original: %(rows)s.",
        rows=_rows(rows),
    )


def left_out(rows: Sequence[str]) -> str:
    """Say which cells stand under no heading."""
    return _("Cells without a heading were left out: %(cells)s.", cells=" | ".join(rows))


def parted(rows: Sequence[str]) -> str:
    """Say which rows became one row an item."""
    return _(
        "Rows whose numbered items are tasks of their own became one row an item: %(rows)s.",
        rows=_rows(rows),
    )


def whole(rows: Sequence[str]) -> str:
    """Say which rows hold numbered items and stay one row."""
    return _(
        "Rows that hold several numbered items were kept whole; split a row if each item is a"
        " task of its own: %(rows)s.",
        rows=_rows(rows),
    )


def hours() -> str:
    """Say that a table may be a programme."""
    return _(
        "The times of this table are hours of a day, as in the programme of a meeting; if its rows"
        " are no tasks, drop the whole table."
    )


def note(words: str) -> str:
    """Pass on a note that stands in the table."""
    return _("A note in the table: “%(words)s”.", words=words)
