"""Parts the paragraphs above any number: title and introduction, text, a clause for all."""

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.annexes import KINDS
from tracker.extraction.body.items import Item, Piece
from tracker.extraction.parties.clauses import Clause

TITLE = re.compile(rf"(?:{KINDS})(?:[（(][^（）()]*[）)])*$")
ENDED = re.compile(r"[。；;！!][”\"』」）)]*$")
INTRODUCES = re.compile(
    r"[印转]发给你们|通知如下|提出(?:如下|以下)|(?:遵照|贯彻|认真)执行。$|组织实施。$"
)


def titled_clause(document: Item) -> Clause | None:
    """Return the clause right below the title of a document, which is for all of it."""
    pieces = document.pieces
    at = next((at for at, piece in enumerate(pieces) if piece.clauses), None)
    if not at or not pieces[at].is_clause or not document.children:
        return None
    above = [piece.text for piece in pieces[:at]]
    is_title = TITLE.search(above[0]) is not None and not any("。" in text for text in above)
    return pieces[at].clauses[0] if is_title else None


def running(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Return the paragraphs above any number without titles, addressees and introduction.

    A line without stop counts only right above a clause on a line of its own.
    """
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        heads = following is not None and following.is_clause and not TITLE.search(piece.text)
        is_text = ENDED.search(piece.text) is not None and not INTRODUCES.search(piece.text)
        if piece.clauses or heads or is_text:
            yield piece
