"""What a person is told about a table that was read."""

from collections.abc import Sequence

from tracker.texts import gettext as _

MOST_WORDS = 12


def repeated(count: int) -> str:
    """Say how many rows repeat the header."""
    return _(
        "The header row is repeated inside the table; repetitions left out: %(count)d.", count=count
    )


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
