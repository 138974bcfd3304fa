"""Turns the outline of the body into measures with the parties that their clauses name."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.extraction.body.assigning import assign
from tracker.extraction.body.closing import sets_no_task
from tracker.extraction.body.heads import titled_clause
from tracker.extraction.body.inheriting import with_section
from tracker.extraction.body.items import BOX, LEAD, OWN_NUMBER, Item, split_heading
from tracker.extraction.body.outline import outline
from tracker.extraction.body.referring import refer, with_clause
from tracker.extraction.body.segments import (
    Segment,
    completed,
    is_card,
    only_opens,
    segments,
    unclaused,
    unlabelled,
)
from tracker.extraction.body.starring import starred
from tracker.extraction.body.trailing import trailing
from tracker.extraction.body.unit_heads import headed, with_titles
from tracker.extraction.parties.clauses import Clause, Parties
from tracker.extraction.parties.labels import LABEL
from tracker.extraction.parties.names import OPENING
from tracker.extraction.parties.verbs import REFERS
from tracker.extraction.rows import RowKind, TaskRow
from tracker.extraction.telling import Law, laws
from tracker.extraction.wording import simplified
from tracker.reading.content import Content

# Sections that say why and whither, not what is to be done (corpus label rule "Measures").
AIMS = re.compile(
    r"指导思想|总体要求|基本原则|工作原则|基本思路|总体思路|目标|重[要大]意义|充分认识|总则|适用范围|现状|背景|形势|依据|附则|说明"
)
WORK = re.compile(r"任务|措施|举措|工程|保障|重点工作|分工|落实")
MAX_HEADING = 60
MANY, LONG = 2, 20

# A label that ends its line, as 整改措施：
OPEN_LABEL = re.compile(r"(?:^|[。；;\s])[\u4e00-\u9fff]{2,8}[:：]$")


def read_measures(content: Content, start: int, *, is_only: bool) -> tuple[TaskRow, ...]:
    """Return the measures below block `start`: numbered items, and whatever charges somebody.

    `is_only` says that no table of the document has tasks.
    """
    items = outline(content, start)
    counts = Counter(item.ordinal for item in items if item.level == OWN_NUMBER and _is_work(item))
    is_unique = max(counts.values(), default=0) <= 1
    charged = [(item, list(_measures(item, is_unique=is_unique))) for item in items]
    if found := laws(content):
        charged = [each for each in charged if not _is_of(found, each[0]) or _name_aside(each[1])]
        items = [item for item in items if not _is_of(found, item)]
    rows = [row for _item, each in charged for row in each]
    rows = with_titles(trailing(refer(starred(rows, content))))
    rows = headed(_named_by_title(rows, items[0]), content)
    return assign(rows, content, items, is_only=is_only)


def _is_of(found: Sequence[Law], item: Item) -> bool:
    return item.level > 0 and any(law.holds(item.place.block) for law in found)


def _name_aside(rows: Sequence[TaskRow]) -> bool:
    """Return whether an article of a law names somebody in a clause of its own."""
    return any(row.leads and _is_aside(row.clause or "") for row in rows)


def _named_by_title(rows: list[TaskRow], document: Item) -> list[TaskRow]:
    """Return the measures, those without clause with the one right below the title."""
    clause = titled_clause(document)
    if clause is None:
        return rows
    return [row if row.clause else with_clause(row, clause) for row in rows]


def _is_work(item: Item) -> bool:
    """Return whether neither the item nor one above it is an aim or a principle."""
    return not any(
        AIMS.search(simplified(above.heading))
        and not WORK.search(simplified(above.heading))
        and above.level < OWN_NUMBER
        for above in item.path()
    )


def _measures(item: Item, *, is_unique: bool) -> Iterator[TaskRow]:
    """Return the measures of an item: one, or one for each clause in its text."""
    number = _number(item, is_unique=is_unique)
    if item.covering and not _each_is_own(item):
        yield _covered(item, number)
    elif _is_none(item):
        return
    elif _is_list(item):
        yield _listed(item, number)
    else:
        yield from _told(item, number)


def _is_none(item: Item) -> bool:
    """Return whether an item heads others, stands under one that is for all, or sets no task."""
    return (
        item.covering is not None
        or sets_no_task(item.heading or item.first_words())
        or any(_swallows(above) for above in item.path()[:-1])
        or (not item.level and titled_clause(item) is not None)
    )


def _told(item: Item, number: str | None) -> Iterator[TaskRow]:
    """Return the measures that the text of an item tells, each with its clause."""
    found = [_led(each, item) for each in completed(segments(item), is_card=is_card(item))]
    clauses = sum(clause is not None for _text, clause, _place in found)
    if _only_heads(item, found) or _refers_up(item, found):
        return
    inherited = _inherited(item) if clauses < MANY else None
    if clauses == 0 and (item.level == 0 or not _is_work(item) or (item.children and not found)):
        return
    if clauses < MANY:
        yield _measure(item, number, item.heading, found, inherited)
        return
    own = bool(item.pieces and item.pieces[0].place == item.place)
    parts = [[segment] for segment in found if segment[1] is not None]
    for count, part in enumerate(parts, 1):
        heading = item.heading if own and count == 1 else ""
        yield _measure(item, f"{number or ''}#{count}", heading, part)


def _led(segment: Segment, item: Item) -> Segment:
    """Return the segment, one that only names who helps led by those of a heading above."""
    words, clause, place = segment
    if clause is None or clause.parties.leads or not clause.parties.cooperating:
        return segment
    above = _inherited(item)
    leads = above.parties.leads if above else ()
    others = tuple(name for name in clause.parties.cooperating if name not in leads)
    said = replace(clause.parties, leads=leads, cooperating=others)
    return words, replace(clause, parties=said), place


def _swallows(above: Item) -> bool:
    """Return whether an item stands for all under it, which are then no measures of their own."""
    return (above.covering is not None and not _each_is_own(above)) or _is_list(above)


def _each_is_own(item: Item) -> bool:
    """Return whether the items under one clause are numbered as measures are: 1., 2."""
    return item.children[0].level == OWN_NUMBER


def _only_heads(item: Item, found: Sequence[Segment]) -> bool:
    """Return whether an item only heads those under it and is no measure itself.

    A sentence or a numbered item with a clause is one, where each item under it has its own.
    """
    if not (_is_heading_with_clause(item, found) or only_opens(item, found)):
        return False
    names = bool(found) and found[0][1] is not None
    is_own = item.level >= OWN_NUMBER or (len(item.heading) > LONG and "，" in item.heading)
    return not (names and is_own and all(child.has_clause() for child in item.children))


def _refers_up(item: Item, found: Sequence[Segment]) -> bool:
    """Return whether words above any number name who does a measure that the file lacks."""
    words, clause, _place = found[0] if found else ("", None, item.place)
    is_alone = not item.level and clause is not None and not words and len(found) == 1
    return is_alone and clause is not None and REFERS.match(simplified(clause.text)) is not None


def _is_heading_with_clause(item: Item, found: Sequence[Segment]) -> bool:
    """Return whether the item only heads others and says who is responsible for them."""
    return bool(item.children) and len(found) == 1 and not found[0][0] and bool(item.heading)


def _inherited(item: Item) -> Clause | None:
    """Return the clause in a heading above: "一、强化科技创新（区科技局牵头）"."""
    for above in reversed(item.path()[:-1]):
        found = list(segments(above))
        if _is_heading_with_clause(above, found):
            return found[0][1]
        if found and found[0][1] and not found[0][0]:
            return found[0][1]
    return next((one.covering for one in item.path() if one.covering), None)


def _covered(item: Item, number: str | None) -> TaskRow:
    """Return the one measure of an item whose parts share the clause below them."""
    words = "".join(
        [*(piece.text for piece in item.pieces), *(one.text() for one in item.children)]
    )
    return _measure(item, number, item.heading, [(words, item.covering, item.place)])


def _is_list(item: Item) -> bool:
    """Return whether the item is a card whose last label heads the items below (整改措施：)."""
    below = [piece for piece in item.pieces if piece.place != item.place]
    opens = bool(below) and OPEN_LABEL.search(below[-1].text) is not None
    is_named = any(piece.clauses for piece in below)
    return opens and is_named and bool(item.children) and not _names_some(item.children)


def _names_some(items: Sequence[Item]) -> bool:
    return any(item.has_clause() for item in items)


def _listed(item: Item, number: str | None) -> TaskRow:
    """Return the one measure of a card: goal and measures, with the names and time above them."""
    *_others, last = completed(segments(item), is_card=True)
    clause = next((said for _text, said, _place in [*_others, last] if said), None)
    lines = [
        *(text for piece in item.pieces for text in unclaused(piece)),
        *(child.text() for child in item.children),
    ]
    return _measure(item, number, item.heading, [("\n".join(lines), clause, item.place)])


def _measure(
    item: Item,
    number: str | None,
    heading: str,
    segmented: Sequence[Segment],
    inherited: Clause | None = None,
) -> TaskRow:
    text = unlabelled("".join(words for words, _clause, _place in segmented))
    clause = next((found for _words, found, _place in segmented if found), None)
    clause = with_section(clause, inherited) if clause else inherited
    place = segmented[0][2] if segmented else item.place
    if not heading and text:
        first, rest = split_heading(text)
        heading, text = (first, rest) if rest and len(first) <= MAX_HEADING else ("", text)
    said = clause.parties if clause else Parties()
    above = item.path()[:-1] if item.ordinal else item.path()
    if item.heading and heading != item.heading:
        above = item.path()
    heading = heading.rstrip("，,") if clause else heading
    return TaskRow(
        RowKind.MEASURE,
        no=number or None,
        title=heading or None,
        content=text or heading or _own_sentence(clause),
        deadline_text=said.deadline_text,
        leads=said.leads,
        cooperating=said.cooperating,
        persons=said.persons,
        clause=clause.text if clause else None,
        section=tuple(one.mark + one.heading for one in above),
        place=place,
        has_lead_column=clause is not None,
    )


def _own_sentence(clause: Clause | None) -> str:
    """Return a clause that is the whole measure: "1.由市教育局牵头，7月底前完成排查；"."""
    return "" if clause is None or _is_aside(clause.text) else clause.text


def _is_aside(clause: str) -> bool:
    """Return whether a clause stands in brackets or behind a label."""
    return clause[:1] in OPENING or LABEL.search(simplified(clause)) is not None


def _number(item: Item, *, is_unique: bool) -> str | None:
    """Return the item's own number where such numbers are unique, else with those above it.

    That of an article (第一条) is its own throughout; a bold lead-in is counted under its item.
    """
    if item.level == BOX:
        return item.ordinal
    if item.level == OWN_NUMBER and is_unique:
        return f"{item.ordinal}."
    path = item.path()
    article = next((at for at, above in enumerate(path) if above.is_article), 0)
    number = "".join(above.ordinal for above in path[article:])
    if item.level == LEAD and item.parent:
        leads = [one for one in item.parent.children if one.level == LEAD]
        number += f"#{next(at for at, one in enumerate(leads, 1) if one is item)}"
    return number or None
