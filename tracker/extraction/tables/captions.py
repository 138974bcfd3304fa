"""Finds who answers for a whole table: the heading right above it names the unit of its rows."""

from collections.abc import Sequence

from tracker.extraction.tables.inheriting import headed_by
from tracker.reading.content import Block, Paragraph

LONGEST = 80
ENDED = ("。", "；", ";")


def caption_of(blocks: Sequence[Block], at: int) -> Paragraph | None:
    """Return the line right above the table at block `at` that names its unit, None without one."""
    above = blocks[at - 1] if at else None
    if not isinstance(above, Paragraph) or len(above.text) > LONGEST:
        return None
    is_heading = not above.text.endswith(ENDED)
    return above if is_heading and headed_by(above.text.strip())[0] else None
