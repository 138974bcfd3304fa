"""Says which words of a row were recognised without being sure, so that a person compares them."""

from collections.abc import Iterator

from tracker.extraction import TaskRow
from tracker.intake.interpretation import problem
from tracker.reading.content import Box, Content, Table
from tracker.texts import gettext as _

MOST_NAMED = 3
LONGEST = 30


def doubts_of(row: TaskRow, content: Content) -> list[dict[str, str]]:
    """Return a problem for each doubtful cell or paragraph a row was read from, three at most."""
    texts = list(dict.fromkeys(doubtful_texts(row, content)))[:MOST_NAMED]
    return [
        problem(
            "reading_unsure",
            _(
                "Recognition is unsure of “%(text)s”; compare it with the picture of the page.",
                text=text if len(text) <= LONGEST else text[:LONGEST] + "…",
            ),
        )
        for text in texts
    ]


def doubtful_texts(row: TaskRow, content: Content) -> Iterator[str]:
    """Yield the doubtful texts at the place of a row."""
    place = row.place
    if place.block >= len(content.blocks):
        return
    block = content.blocks[place.block]
    if not isinstance(block, Table):
        if is_doubtful(block.boxes):
            yield block.full_text
    elif place.row is not None and place.row <= len(block.rows):
        for cell in dict.fromkeys(block.rows[place.row - 1]):
            if is_doubtful(cell.boxes) and cell.lines:
                yield "".join(cell.lines)


def is_doubtful(boxes: tuple[Box, ...]) -> bool:
    """Return whether something in one of the boxes was recognised without being sure."""
    return not all(box.is_sure for box in boxes)
