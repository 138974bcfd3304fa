"""Finds who is made responsible in the sentences of measures that have no clause of their own.

A sentence inside a measure tells of a part of it (corpus label rules), so it speaks for the whole
only in documents that divide work: minutes, those whose title says it, those in which most
measures have such a sentence; and where a text is one chain of duties.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.body.dividing import SENTENCE, by_pieces, by_sentences, is_chain, named
from tracker.extraction.body.heads import running
from tracker.extraction.body.items import Item
from tracker.extraction.body.sentences import Charge, charges, open_pieces, whom
from tracker.extraction.parties.bodies import is_body
from tracker.extraction.parties.clauses import Parties, parties
from tracker.extraction.parties.labels import LABEL
from tracker.extraction.parties.names import OPENING
from tracker.extraction.rows import RowKind, TaskRow
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Paragraph

HEAD = 40
MAX_HEADING = 60
DIVISION = re.compile(r"分工(?:方案|的?通知|的?意见)$|关于.{2,50}分工的")
# What minutes and notices that follow up call themselves, and how their sentences begin.
MINUTES = re.compile(
    r"(?:纪要|议定事项|决定事项|督办(?:单|通知|事项)|交办(?:单|通知|事项)|督查通知)[〔（(\[\d]*|内容纪要如下"
)
# The number of minutes at the head of a text that was run together into one line.
NUMBERED_MINUTES = re.compile(r"纪要[〔（(\[]\d{4}[〕）)\]]")
MEETS = re.compile(r"会议(?:明确|决定|议定|要求|原则同意|同意|听取|审议|研究|指出|强调|认为)")
# The sentence at the end, with any verb, as in 国办函〔2014〕31号:
# "…的问题，由国土资源部会同农业部等部门负责落实。"
CLOSING = re.compile(
    r"(?:^|[，,；;。])由(?P<who>[^。；;由]{2,200}?)(?:等部门)?"
    r"(?:负责|牵头|研究提出|提出|制定|组织|落实|实施|办理)"
    r"[^。；;由]{0,24}[。；;]?$"
)
# The time by which a paragraph without number has something done.
BOUND = re.compile(r"[年月日底末内]之?前|[年月]底|[天日周月]之?内")
# At least so many measures, and this part of those that have no clause.
FEW, MOST = 2, 0.6
# A group of an emergency plan, as a heading.
GROUP = re.compile(r"[\u4e00-\u9fff]{2}(?:组|专班|分队)$")
# So many bodies with their duties, one below the other, are a list of them.
SEVERAL = 3


def assign(
    rows: Sequence[TaskRow], content: Content, items: Sequence[Item], *, is_only: bool
) -> tuple[TaskRow, ...]:
    """Return the measures, in documents that divide work with the bodies their sentences name.

    `items` is the outline, whose paragraphs without number are measures where they charge somebody;
    `is_only` says that no table of the document has tasks.
    """
    closed = [_closed(row) for row in rows] if _says_so(content) else list(map(_whole, rows))
    is_minutes = _is_minutes(content)
    open_rows = sum(not row.clause or row.clause == row.content for row in closed)
    found = [_charges(row, asked=is_minutes) for row in closed]
    if sum(bool(each) and each[0].heads for each in found) >= FEW or _lists_duties(closed):
        found = [
            each or _charges(row, asked=is_minutes, listed=True)
            for row, each in zip(closed, found, strict=True)
        ]
    own = sum(
        bool(each) or (bool(row.clause) and row.clause == row.content)
        for row, each in zip(closed, found, strict=True)
    )
    by_clause = len(closed) - open_rows >= max(1, open_rows)
    speaks = is_minutes or (own >= FEW and own >= MOST * open_rows and not by_clause)
    told = [
        one
        for row, each in zip(closed, found, strict=True)
        for one in _spoken(
            row, each, speaks=speaks or _all(row, each, by_clause=by_clause), is_minutes=is_minutes
        )
    ]
    if not (is_only or is_minutes):
        return tuple(told)
    return (*_unnumbered(items, told, is_minutes=is_minutes), *told)


def _lists_duties(rows: Sequence[TaskRow]) -> bool:
    """Return whether several measures in a row begin with a body and a colon: 市民政局：发放….

    What they say behind it need not hold a verb of charging then.
    """
    listed = [_charges(row, asked=False, listed=True) for row in rows]
    heads = [bool(each) and each[0].heads and each[0].start == 0 for each in listed]
    return any(all(heads[at : at + SEVERAL]) for at in range(len(heads) - SEVERAL + 1))


def _all(row: TaskRow, found: Sequence[Charge], *, by_clause: bool) -> bool:
    """Return whether a measure says nothing but whom it charges and with what: 市卫生局：负责….

    Beside measures that have clauses one sentence alone is not enough. What a group is for stands
    behind who leads it: 医学救援组。由甲委牵头，乙部参加。主要职责：….
    """
    if found and GROUP.search(simplified(row.title or "")) and not found[0].named_from:
        return True
    if not found or found[0].heads:
        return bool(found)
    return len(found) > by_clause and not open_pieces(row.content, found)


def _whole(row: TaskRow) -> TaskRow:
    """Return a measure whose clause is its last sentence with those that the others charge too.

    "由A、B、C等部门负责。由A牵头实施。" is read as one where there is nothing else.
    """
    clause = row.clause or ""
    if clause and clause == row.content:
        return _by_heading(row)
    if not clause or clause[0] in OPENING or LABEL.search(simplified(clause)):
        return row
    before = charges(row.content)
    if not before or open_pieces(row.content, before):
        return row
    text = row.content if clause in row.content else row.content + clause
    return named(row, whom(charges(text)), text)


def _by_heading(row: TaskRow) -> TaskRow:
    """Return a measure of one sentence with those of its heading where this names more."""
    said = whom(charges(row.title or ""))
    more = set(row.leads) < set(said.leads)
    return named(row, said, row.title or "") if more else row


def _is_minutes(content: Content) -> bool:
    """Return whether the document says what a meeting decided, or follows up such decisions."""
    texts = [simplified(one.text) for one in content.blocks if isinstance(one, Paragraph)]
    called = any(len(text) <= MAX_HEADING and MINUTES.search(text) for text in texts[:HEAD])
    called = called or any(NUMBERED_MINUTES.search(text[: 2 * MAX_HEADING]) for text in texts[:1])
    return called or len(MEETS.findall("".join(texts))) > FEW


def _charges(row: TaskRow, *, asked: bool, listed: bool = False) -> list[Charge]:
    """Return what the sentences of an open measure charge.

    Those of its heading if there are no others, or if these name only some of the same bodies.
    """
    if row.clause:
        return []
    own = charges(row.content, asked=asked, listed=listed)
    heading = charges(row.title or "", asked=asked, listed=listed)
    names_more = set(whom(own).leads) < set(whom(heading).leads)
    return heading if heading and (names_more or not own) else own


def _spoken(
    row: TaskRow, found: Sequence[Charge], *, speaks: bool, is_minutes: bool
) -> list[TaskRow]:
    """Return a measure with the names that its sentences give it, or the parts it falls into."""
    if found and is_chain(row.content, found):
        return by_pieces(row, found)
    if not found or not speaks:
        return [row]
    divided = by_sentences(row, asked=True) if is_minutes else [row]
    return divided if len(divided) > 1 else [_named(row, found)]


def _named(row: TaskRow, found: Sequence[Charge]) -> TaskRow:
    text = row.content if row.content.find(found[0].words) >= 0 else row.title or ""
    said = whom(found)
    return named(row, said, text[found[0].named_from : found[-1].named_to]) if said.leads else row


def _unnumbered(
    items: Sequence[Item], rows: Sequence[TaskRow], *, is_minutes: bool
) -> Iterator[TaskRow]:
    """Return the paragraphs without number that charge somebody.

    In minutes all of them, elsewhere only their sentences that also say by when, and only in a
    document whose measures name nobody.
    """
    if not is_minutes and any(row.leads or row.cooperating for row in rows):
        return
    for item in items:
        if item.level or any(piece.clauses for piece in item.pieces):
            continue
        for piece in running(item.pieces):
            whole = [piece.text] if is_minutes else _bound_sentences(piece.text)
            for text in whole:
                row = TaskRow(RowKind.MEASURE, None, None, text, place=piece.place)
                found = charges(text, asked=is_minutes)
                if found:
                    yield from _spoken(row, found, speaks=True, is_minutes=is_minutes)


def _bound_sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph that say by when something is to be done."""
    sentences = (found[0].strip() for found in SENTENCE.finditer(text))
    return [sentence for sentence in sentences if BOUND.search(sentence)]


def _says_so(content: Content) -> bool:
    """Return whether the title says that the document divides work: 有关政策措施分工的通知."""
    head = [block.text for block in content.blocks[:HEAD] if isinstance(block, Paragraph)]
    titles = [simplified(text) for text in head if len(text) <= MAX_HEADING and "。" not in text]
    return any(DIVISION.search(title) for title in titles)


def _closed(row: TaskRow) -> TaskRow:
    """Return the measure with the bodies that its last words assign it to."""
    if row.clause:
        return row
    for text in dict.fromkeys([row.content, row.title or ""]):
        closing = CLOSING.search(simplified(text))
        said = (
            parties(text[closing.start("who") : closing.end("who")] + "负责") if closing else None
        )
        if closing and said and said.leads and _are_bodies(said):
            return named(row, said, text[closing.start() :])
    return row


def _are_bodies(said: Parties) -> bool:
    names = (*said.leads, *said.cooperating)
    return bool(names) and all(map(is_body, names))
