"""Finds tasks written as cards, a label with its value in each line, and makes a table of them.

任务名称：… / 责任单位：… / 完成时限：…, again and again, a number or 任务1 above each or none.
A card under a heading that names its task is read with the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.atoms import SECTION, look
from tracker.extraction.flat.ends import DATE, SIGNS
from tracker.extraction.flat.labelled import Labelled
from tracker.extraction.wording import simplified
from tracker.reading.content import Cell, Paragraph

LONGEST_HEADING, MOST_SIGNS, MOST_LINES = 40, 16, 40
LEAST_CARDS, LEAST_ALONE = 2, 3
LABEL = re.compile(r"\s*(?P<label>[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,11}?)\s*[:：]\s*")
MARK = re.compile(r"\s*[（(]?(?P<no>\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.、．]?\s*")
NUMBER = re.compile(
    r"(?:序号|编号|任务编号|任务序号)\s*[:：]\s*(?P<no>[\d.\-]{1,8}|[一二三四五六七八九十]{1,3})"
    r"|(?:任务|事项|项目)\s*(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})\s*[:：]?"
)
# What a card begins with; alone only where it names its task.
NAMES = re.compile(r"(?:工作|重点|任务|事项|项目|工程|实事){1,2}名称")
BEGINS = re.compile(
    r"(?:工作|重点|主要|目标|具体|年度){0,2}任务(?:内容)?|(?:工作|重点|办理|具体)?事项|工作内容"
)
# A further label in the same line: 责任单位：某局  完成时限：6月底.
FURTHER = re.compile(r"[\s；;，,。]+(?=[\u4e00-\u9fff]{2,8}[:：])")
UNFINISHED = ("、", "，", ",", "（", "(")
ANSWERING = frozenset({Field.LEAD, Field.RESPONSIBLE})
WORDS = frozenset({Field.CONTENT, Field.GOAL})


@dataclass(slots=True)
class Card:
    """One task: its paragraphs from `start` to before `end`, its number, its words by label."""

    start: int
    end: int
    no: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    section: str = ""

    @property
    def is_task(self) -> bool:
        """Whether it says what is to be done and who answers."""
        told = [label for label, lines in self.values.items() if any(lines)]
        return len(told) > 1 and any(column_field(label) in ANSWERING for label in told)


def find_cards(paragraphs: Sequence[Paragraph]) -> Iterator[Labelled]:
    """Return the tables that cards make, with the paragraphs they take."""
    at = 0
    while at < len(paragraphs):
        cards = list(_cards(paragraphs, at))
        first = next(iter(cards[0].values)) if cards else ""
        is_alone = NAMES.fullmatch(first) and len(cards[0].values) >= LEAST_ALONE if cards else None
        if len(cards) >= LEAST_CARDS or is_alone:
            yield _table(cards, paragraphs)
        at = cards[-1].end if cards else at + 1


def _cards(paragraphs: Sequence[Paragraph], at: int) -> Iterator[Card]:
    """Return the cards that follow one another from here, all with the same first label."""
    first, section = "", ""
    while at < len(paragraphs):
        card = _card(paragraphs, at)
        if card is None:
            heading = paragraphs[at].text.strip()
            if not first or not NAMES.fullmatch(first) or not _is_heading(heading):
                return
            section, at = heading, at + 1
            continue
        label = next(iter(card.values))
        if not card.is_task or (first and label != first):
            return
        card.section = section
        yield card
        first, section, at = label, "", card.end


def _is_heading(text: str) -> bool:
    return not text or (len(text) <= LONGEST_HEADING and SECTION.match(text) is not None)


def _card(paragraphs: Sequence[Paragraph], start: int) -> Card | None:
    """Return the card that begins here, None where none does."""
    text = paragraphs[start].text.strip()
    numbered = NUMBER.fullmatch(text) if len(text) <= MOST_SIGNS else None
    card = Card(start, start, (numbered["no"] or numbered["count"]) if numbered else "")
    at = start + (numbered is not None)
    while numbered and at < len(paragraphs) and not paragraphs[at].text.strip():
        at += 1
    begun = _begun(paragraphs[at].text) if at < len(paragraphs) else None
    if begun is None:
        return None
    no, first, words = begun
    card.no = card.no or no
    _read(card, paragraphs, at, (first, words))
    return card


def _begun(text: str) -> tuple[str, str, str] | None:
    """Return number, label and words of a line that begins a card, None for any other line."""
    if "：" not in text[:24] and ":" not in text[:24]:
        return None
    mark = MARK.match(text)
    found = _labelled(text[mark.end() :] if mark else text)
    if found is None or not (NAMES.fullmatch(found[0]) or BEGINS.fullmatch(found[0])):
        return None
    return (mark["no"] if mark else ""), *found


def _labelled(text: str) -> tuple[str, str] | None:
    """Return the label and the words of a line that begins with a heading that we know."""
    found = LABEL.match(text)
    label = simplified("".join(found["label"].split())) if found else ""
    return (label, text[found.end() :].strip()) if found and column_field(label) else None


def _read(card: Card, paragraphs: Sequence[Paragraph], at: int, first: tuple[str, str]) -> None:
    """Take the lines of a card that begins at `at`: up to the next one, or to other words."""
    label, words = first
    for place in range(at, min(len(paragraphs), at + MOST_LINES)):
        text = paragraphs[place].full_text.strip()
        found = first if place == at else _labelled(text)
        if place > at and NUMBER.fullmatch(text[:MOST_SIGNS]):
            return
        if found is None:
            if not text:
                continue
            if not _goes_on(card, label, text, is_next=card.end == place):
                return
            card.values[label].append(text)
        elif found[0] in card.values:
            return
        else:
            for label, words in _apart(*found):
                card.values.setdefault(label, []).extend(words.splitlines())
        card.end = place + 1


def _apart(label: str, words: str) -> Iterator[tuple[str, str]]:
    """Return words by label: further labels may stand in the same line."""
    kept = ""
    for piece in FURTHER.split(words):
        found = _labelled(piece) if kept else None
        if found and column_field(label) not in WORDS:
            yield label, kept
            label, kept = found
        else:
            kept = f"{kept} {piece}".strip() if found is None and kept else piece
    yield label, kept


def _goes_on(card: Card, label: str, text: str, *, is_next: bool) -> bool:
    """Return whether a line without a label goes on with the words of the label above it."""
    said = card.values[label]
    if said and said[-1].endswith(UNFINISHED):
        return True
    bare = "".join(text.split())
    is_below = DATE.fullmatch(bare) or SIGNS.fullmatch(bare) or look(bare).is_chrome
    is_heading = len(text) <= LONGEST_HEADING and SECTION.match(text)
    return is_next and not (is_below or is_heading) and column_field(label) in WORDS


def _table(cards: Sequence[Card], paragraphs: Sequence[Paragraph]) -> Labelled:
    """Return cards as rows below a header, those with a heading above them behind its row."""
    labels = list(dict.fromkeys(label for card in cards for label in card.values))
    headings = ("序号", *labels) if any(card.no for card in cards) else tuple(labels)
    rows = [tuple(Cell((each,), 0, at) for at, each in enumerate(headings))]
    places = [paragraphs[cards[0].start].place]
    for card in cards:
        place = paragraphs[card.start].place
        if card.section:
            wide = Cell((card.section,), len(rows), 0, 1, len(headings))
            rows.append((wide,) * len(headings))
            places.append(place)
        known = {"序号": [card.no], **card.values}
        lines = (tuple(line for line in known.get(each, ()) if line) for each in headings)
        rows.append(tuple(Cell(each, len(rows), at) for at, each in enumerate(lines)))
        places.append(place)
    return Labelled(tuple(rows), tuple(places), cards[0].start, cards[-1].end)
