"""Cuts the text of an item behind each clause, and joins clauses that complete one another."""

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.body.heads import running
from tracker.extraction.body.items import Item, Piece
from tracker.extraction.body.outline import joined
from tracker.extraction.fields import Field
from tracker.extraction.parties.clauses import Clause
from tracker.extraction.parties.labels import labels
from tracker.extraction.parties.names import OPENING
from tracker.extraction.wording import simplified
from tracker.reading.content import Place

BETWEEN = "；;，,。、"
CARD_LINE = re.compile(r"[\u4e00-\u9fff]{2,10}[:：]")
# The only label of the text of a measure says no more than that it is one: 主要任务：….
TASK_LABEL = re.compile(r"(?:主要|具体|重点)?(?:工作)?(?:任务|內容|内容|任務)[:：]\s*")
OTHER_LABEL = re.compile(r"(?:^|[。；;\s])[\u4e00-\u9fff]{2,8}[:：]")

# Words, the clause behind them, and where they stand.
Segment = tuple[str, Clause | None, Place]


def segments(item: Item) -> Iterator[Segment]:
    """Return the text of the item cut behind each clause; a lone clause joins the text before.

    What only opens the items below (具体措施：) is left out behind a clause.
    """
    text = ""
    place = item.place
    for piece in item.pieces if item.level else running(item.pieces):
        place = piece.place if not text else place
        at = 0
        for clause in piece.clauses:
            text += _before(piece.text[at : clause.start], clause)
            at = clause.end
            yield text, clause, place
            text, place = "", piece.place
        text += piece.text[at:].strip().lstrip(BETWEEN)
    named = any(piece.clauses for piece in item.pieces)
    if text and not (named and item.children and CARD_LINE.fullmatch(text)):
        yield text, None, place


def _before(words: str, clause: Clause) -> str:
    """Return the words before a clause, with its own where these tell of the work, too."""
    if clause.tells:
        return words.lstrip().lstrip(BETWEEN) + clause.text
    words = words.strip().lstrip(BETWEEN)
    return words if clause.text[:1] in OPENING else words.rstrip("，,—")


def completed(found: Iterator[Segment], *, is_card: bool) -> Iterator[Segment]:
    """Join clauses that only complete one another: a time, those who help, the lines of a card."""
    held: Segment | None = None
    for segment in found:
        if held is None or held[1] is None or segment[1] is None:
            if held:
                yield held
            held = segment
        elif is_card or _completes(held, segment):
            clause = joined(held[1], segment[1], segment[1].text)
            held = (held[0] + segment[0], clause, held[2])
        else:
            yield held
            held = segment
    if held:
        yield held


def _completes(held: Segment, segment: Segment) -> bool:
    """Return whether one clause says only when, or the one in the heading only who leads."""
    first, second = held[1], segment[1]
    if first is None or second is None:
        return False
    timed = [each.parties.deadline_text is not None for each in (first, second)]
    named = [bool(each.parties.leads or each.parties.cooperating) for each in (first, second)]
    if all(named):
        return not held[0] and _leads_only(first) and not _says_lead(second)
    return (timed[0] and not named[0] and not timed[1]) or (
        timed[1] and not named[1] and not timed[0]
    )


def _leads_only(clause: Clause) -> bool:
    """Return whether a clause names only the lead: （牵头处室：民办教育处）, 省审计厅牵头的工作."""
    fields = {field for _start, _begin, field in labels(simplified(clause.text))}
    return fields == {Field.LEAD} or (not fields and clause.text[:1] not in OPENING)


def _says_lead(clause: Clause) -> bool:
    """Return whether a clause says who leads, or says nothing by labels."""
    fields = {field for _start, _begin, field in labels(simplified(clause.text))}
    return not fields or Field.LEAD in fields


def is_card(item: Item) -> bool:
    """Return whether all lines below the heading begin with labels: 目标任务, 牵头单位."""
    lines = [piece.text for piece in item.pieces if piece.place != item.place]
    return len(lines) > 1 and all(map(CARD_LINE.match, lines))


def only_opens(item: Item, found: Sequence[Segment]) -> bool:
    """Return whether the text of an item is only a label that heads the items under it."""
    text = "".join(words for words, _clause, _place in found)
    return bool(item.children) and CARD_LINE.fullmatch(text) is not None


def unclaused(piece: Piece) -> Iterator[str]:
    """Return the text of a piece without its clauses, if there is any."""
    text = piece.text
    for clause in reversed(piece.clauses):
        text = text if clause.tells else text[: clause.start] + text[clause.end :]
    if text.strip(" \u3000。；;"):
        yield text


def unlabelled(text: str) -> str:
    """Return the text of a measure without the label that says it is one, where it has no other."""
    label = TASK_LABEL.match(text)
    if label is None or OTHER_LABEL.search(text, label.end()):
        return text
    return text[label.end() :]
