"""Builds the outline of the body: numbered items, their headings and the text under each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.extraction.annexes import ANNEX, ANNEX_ITEM
from tracker.extraction.body.closing import asks_all, ends_text, is_foot, is_signature
from tracker.extraction.body.continuing import continued
from tracker.extraction.body.items import (
    BOX,
    LEAD,
    OWN_NUMBER,
    PART,
    STEP,
    STEPS,
    SUB,
    Item,
    Piece,
    decimal,
    ordinal,
    split_heading,
)
from tracker.extraction.body.marking import Mark, covers_sections, marks_of
from tracker.extraction.body.section_heads import heading_clause, labelled_sections, unstacked
from tracker.extraction.body.subjects import Led, led
from tracker.extraction.body.unfolding import lines_of
from tracker.extraction.masthead import DATE, NUMBER
from tracker.extraction.parties.clauses import Clause, Parties, find_clauses, parties
from tracker.extraction.parties.labels import begins_with_label
from tracker.extraction.parties.names import OPENING
from tracker.extraction.wording import simplified
from tracker.reading.content import Block, Content, Paragraph, Place, Table

ARTEFACT = re.compile(r"\[bookmark:[^\]]*\]")
MAX_BARE_HEADING = 40
MAX_CLAUSE = 600
SIGNERS = 6
MAX_LINES = 8
SIGNS = re.compile(r"[:：（(]")
BRACKETED = re.compile(r"^[（(〔\[【]|[）)〕\]】]?。?$")


def outline(content: Content, start: int) -> list[Item]:
    """Return the items from block `start` on, in order; the first is the document itself."""
    items = [Item(0, "", "", Place())]
    listing = is_over = False
    lines, begun = led(list(unstacked(continued(list(_lines(content.blocks[start:]))))))
    marks, covers, heads = marks_of(lines), covers_sections(lines), labelled_sections(lines)
    last = next((at for at in reversed(range(len(lines))) if ordinal(lines[at][0])), len(lines))
    for at, (text, block) in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        listing = ANNEX.match(text) is not None or (listing and ANNEX_ITEM.match(text) is not None)
        if isinstance(block, Table) or listing or ends_text(text):
            is_over = is_over or DATE.fullmatch(re.sub(r"\s", "", text)) is not None
            items.append(Item(0, "", "", block.place))
        elif not is_foot(
            text, _behind_signatures(lines[at + 1 : at + 1 + SIGNERS]), is_over=is_over
        ):
            item = _begun(begun.get(at), block) or _marked(text, block, marks.get(at))
            item = item or _section(text, block, heads.get(at))
            item = item or _item(text, block, following, items[-1])
            if at > last and item is None and asks_all(text) and _are_over(items):
                items.append(Item(0, "", "", block.place))
            _add(items, item or _piece(text, block), covers=covers)
    return items


def _are_over(items: Sequence[Item]) -> bool:
    """Return whether the last item and all others that name somebody end with the clause."""
    named = [item for item in items if item.ordinal and any(one.clauses for one in item.pieces)]
    is_last = len(named) > 1 and named[-1] is items[-1]
    return is_last and all(item.pieces[-1].ends_in_clause for item in named)


Line = tuple[str, Block]


def _lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Return the lines of the paragraphs with their blocks; a table is one line without text."""
    for block in blocks:
        if isinstance(block, Table):
            yield "", block
            continue
        for line in lines_of(ARTEFACT.sub("", block.full_text)):
            yield line.strip(), block


def _behind_signatures(lines: Sequence[Line]) -> str:
    """Return the next line that is no signature, of which several may stand above the date."""
    return next((text for text, _block in lines if not is_signature(text)), "")


def _piece(text: str, block: Paragraph) -> Piece:
    return Piece(text, find_clauses(text), block.place)


def _add(items: list[Item], found: Item | Piece, *, covers: bool) -> None:
    if isinstance(found, Piece):
        _add_piece(items, found, covers=covers)
        return
    first = found.pieces[0] if len(found.pieces) == 1 and not found.heading else None
    if first and _is_labelled(first):
        _add_piece(items, first, covers=covers)
        return
    found.parent = items[-1].above(found.level)
    found.parent.children.append(found)
    items.append(found)


def _is_labelled(piece: Piece) -> bool:
    """Return whether a numbered line only says who: "2.责任单位：市教育局"."""
    return piece.is_clause and begins_with_label(piece.text)


def _add_piece(items: list[Item], piece: Piece, *, covers: bool) -> None:
    """Add a paragraph to the last item; one that is only a clause joins the clause before it.

    Below items of which none names anybody it stands for all of them.
    """
    item = items[-1]
    if not piece.is_clause:
        item.pieces.append(piece)
        return
    before = item.pieces[-1] if item.pieces else None
    siblings = item.parent.children if item.parent and item.ordinal else []
    if item.parent and item.parent.covering and _is_short(item.parent.covering):
        item.parent.covering = joined(item.parent.covering, piece.clauses[0], piece.text)
    elif before and before.ends_in_clause and _is_short(before.clauses[-1]):
        last = joined(before.clauses[-1], piece.clauses[0], piece.text)
        words = before.text[: before.clauses[-1].start] + last.text
        last = replace(last, start=before.clauses[-1].start, end=len(words))
        item.pieces[-1] = replace(before, text=words, clauses=(*before.clauses[:-1], last))
    elif len(siblings) > 1 and item.parent and _covers(siblings, item.parent, covers=covers):
        item.parent.covering = piece.clauses[0]
    else:
        item.pieces.append(piece)


def _is_short(clause: Clause) -> bool:
    """Return whether a clause may still go on in the next line."""
    return len(clause.text) <= MAX_CLAUSE and len(SIGNS.findall(clause.text)) <= MAX_LINES


def _covers(siblings: Sequence[Item], parent: Item, *, covers: bool) -> bool:
    """Return whether a clause below these items is for all: none has one, all are of one kind."""
    is_deep = siblings[-1].level > (PART if covers else OWN_NUMBER)
    return bool(parent.level and is_deep and not any(item.has_clause() for item in siblings))


def joined(first: Clause, second: Clause, printed: str) -> Clause:
    """Return one clause of two that follow each other: 牵头单位：… and 责任单位：… in two lines.

    `printed` is the line of the second one.
    """
    text = f"{first.text}\n{printed}"
    words = "；".join(_unbracketed(each).strip("。") for each in (first.text, printed))
    said = parties(words) or first.parties
    if not set(_names(first.parties)) <= set(_names(said)):
        said = _together(first, second)
    deadline = said.deadline_text or first.parties.deadline_text or second.parties.deadline_text
    return Clause(first.start, first.start + len(text), text, replace(said, deadline_text=deadline))


def _names(said: Parties) -> tuple[str, ...]:
    return said.leads + said.cooperating


def _together(first: Clause, second: Clause) -> Parties:
    """Return the parties of a clause by verbs and one by labels; 责任 beside 牵头 helps."""
    one, other = first.parties, second.parties
    helps = "牵头" in simplified(first.text) and "牵头" not in simplified(second.text)
    leads = one.leads if helps else (*one.leads, *other.leads)
    rest = (*one.cooperating, *(other.leads if helps else ()), *other.cooperating)
    others = tuple(name for name in dict.fromkeys(rest) if name not in leads)
    return replace(one, leads=leads, cooperating=others, persons=one.persons + other.persons)


def _unbracketed(words: str) -> str:
    """Return a clause without the brackets around it, those of its last name kept."""
    is_whole = words[:1] in OPENING
    return BRACKETED.sub("", words) if is_whole else words


def _begun(said: Led | None, block: Paragraph) -> Item | None:
    """Return the item of a line that begins with who is responsible for the work behind."""
    if said is None:
        return None
    item = Item(said.level, said.number, "", block.place, said.mark)
    item.pieces += [Piece("", (said.clause,), block.place), _piece(said.work, block)]
    return item


def _marked(text: str, block: Paragraph, mark: Mark | None) -> Item | None:
    """Return the item that a line without number begins: a step, or one with a bold lead-in."""
    step = STEPS.match(text) if mark is Mark.STEP else None
    if step:
        return _numbered((STEP, step[0], text[step.end() :]), text, block)
    if mark is not Mark.LEAD:
        return None
    lead = block.bold_lead.strip()
    rest = text[len(lead) :].lstrip("。：: ")
    item = Item(LEAD, "", lead.rstrip("。：: "), block.place)
    if rest:
        item.pieces.append(_piece(rest, block))
    return item


def _item(text: str, block: Paragraph, following: Line | None, last: Item) -> Item | None:
    numbered = ordinal(text) or decimal(text, last)
    if numbered:
        in_article = numbered[0] == PART and any(above.is_article for above in last.path())
        if in_article and not numbered[1].endswith("条"):
            numbered = (SUB, *numbered[1:])
        return _headed(numbered, text, block, following) or _numbered(numbered, text, block)
    below = ordinal(following[0]) if following and len(text) <= MAX_BARE_HEADING else None
    if below is None:
        return None
    if headed := _headed((below[0] - 1, "", text), text, block, following):
        return headed
    is_heading = _is_bare_heading(text, following)
    return Item(max(1, below[0] - 1), "", text, block.place) if is_heading else None


def _section(text: str, block: Paragraph, said: Clause | None) -> Item | None:
    """Return the item of a numbered label that stands for the text below it."""
    numbered = ordinal(text) if said else None
    if numbered is None or said is None:
        return None
    level, number, rest = numbered
    item = Item(level, number, "", block.place, text[: len(text) - len(rest)].strip())
    item.pieces.append(Piece("", (said,), block.place))
    return item


def _headed(
    numbered: tuple[int, str, str], text: str, block: Paragraph, following: Line | None
) -> Item | None:
    """Return the item of a heading that says no more than who does what stands below it."""
    level, number, rest = numbered
    said = heading_clause(rest, level if number else 0, following[0] if following else "")
    if said is None:
        return None
    item = Item(max(1, level), number, rest, block.place, text[: len(text) - len(rest)].strip())
    item.pieces.append(Piece("", (said,), block.place))
    return item


def _numbered(numbered: tuple[int, str, str], text: str, block: Paragraph) -> Item:
    level, number, rest = numbered
    heading, content = split_heading(rest)
    mark = text[: len(text) - len(rest)].strip()
    item = Item(level, number, heading, block.place, mark)
    if content:
        item.pieces.append(_piece(content, block))
    return item


def _is_bare_heading(text: str, following: Line | None) -> bool:
    """Return whether a short line without a number is a heading whose number was lost."""
    if len(text) > MAX_BARE_HEADING or re.search(r"[。；：:，、！？）)]$", text):
        return False
    if following is None or isinstance(following[1], Table) or find_clauses(text):
        return False
    if NUMBER.fullmatch(re.sub(r"\s", "", text)):
        return False
    deeper = ordinal(following[0])
    return deeper is not None and 1 < deeper[0] < BOX and bool(text)
