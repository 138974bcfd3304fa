"""Lays the pieces of a flattened table into rows where bars or lines show how far each row goes.

A page that lost its merged cells may keep a bar for each: behind the last cell of a row stand as
many more as it lacks cells. Elsewhere each line is a row. What is left open then is only which
columns a row lacks. Pure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.extraction.flat.alignment import NOWHERE as NOWHERE_LAID
from tracker.extraction.flat.alignment import SECTION_ROW, Alignment, Laid
from tracker.extraction.flat.atoms import CIRCLED, DOES, Atom, look
from tracker.extraction.flat.grids import rows_of
from tracker.extraction.flat.headers import Heading
from tracker.extraction.flat.kinds import NAMES, Kind, costs, number_cost, section_cost

# What a run of columns costs that a row lacks; most rows lack one or two.
LACKS = 0.8
# What it saves that a cell looks like one above: the same words, an item that counts on, its end.
SAME, COUNTS_ON, ALIKE = 1.5, 3.0, 0.4
# A body that is no office stands among those who are looked at, where a column names these.
NO_OFFICE = 2.0
# An office is seldom what is looked at; a row seldom lacks what is to be done.
OFFICE_LOOKED_AT, LACKS_CONTENT = 2.0, 1.2
OFFICE = re.compile(r"(?:[局委办厅府署]|部|部门|单位|中心|法院|检察院)$")
# Words so long do not stand in two columns by chance, and what it costs that they do.
REPEATED, ELSEWHERE = 5, 8.0
NOWHERE: Mapping[str, int] = {}
# Who leads here may help there.
SHARED = NAMES | {Kind.PERSON, Kind.DEADLINE}
# Who stands in the heads of pages.
ISSUER = re.compile(r"(?:政府|委员会|办公[室厅]|文件)$")
ENDING = 2
BEGINNING = 3
INFINITE = 1e9
DIGITS = re.compile(r"\d+")
# How what is reported begins, and no task.
REPORTS = re.compile(
    r"已|正|目前|完成|截至|截止|基本|[未尚]|累计|全部|顺利|按|开工|竣工|主体|投入|年度|进展|进度|前期|预计|\d{1,2}月"
)
ITEM = re.compile(rf"[（(]?(\d{{1,2}})[）).．、](?!\d)|([{CIRCLED}])")
Way = tuple[float, tuple[int, ...]]


@dataclass(slots=True)
class _Seen:
    """What the cells of a column were like: their shapes, beginnings and endings, the last item."""

    shapes: set[str] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)
    item: int | None = None
    number: int | None = None

    def add(self, text: str) -> None:
        """Remember one more cell."""
        self.shapes.add(_shape(text))
        self.signs.update(_signs(text))
        self.item = item_of(text)
        self.number = look(text).ordinal

    def saves(self, text: str, kind: Kind) -> float:
        """Return what it saves to put these words below the cells that were seen."""
        item = item_of(text)
        counts = item is not None and self.item is not None and item == self.item + 1
        alike = len(self.signs.intersection(_signs(text))) if kind in NAMES else 0
        return SAME * (_shape(text) in self.shapes) + COUNTS_ON * counts + ALIKE * alike


def _shape(text: str) -> str:
    return DIGITS.sub("0", text)


def _signs(text: str) -> tuple[str, str]:
    return "^" + text[:BEGINNING], text[-ENDING:] + "$"


def item_of(text: str) -> int | None:
    """Return the number of the item that words begin with, None where they begin with none."""
    found = ITEM.match(text)
    if found is None:
        return None
    return int(found[1]) if found[1] else CIRCLED.index(found[2]) + 1


def is_one_line(atoms: Sequence[Atom], heading: Heading) -> bool:
    """Return whether the headings stand on one line, and as many cells on the line below."""
    width, end = len(heading.headings), heading.end
    first = atoms[end : end + width]
    both = (atoms[heading.start : end], first)
    lined = all(each.begins == (at == 0) for line in both for at, each in enumerate(line))
    return lined and len(first) == width == end - heading.start


def by_bars(kinds: Sequence[Kind], atoms: Sequence[Atom]) -> Alignment | None:
    """Return where the pieces stand by the bars that end the rows, None where these do not count.

    Each row must have as many cells as there are columns, those counted that only have a bar.
    """
    rows: list[list[list[int]]] = []
    row: list[list[int]] = [[]]
    for at, atom in enumerate(atoms):
        row[-1].append(at)
        if not atom.closed:
            continue
        if len(row) + atom.over > len(kinds):
            return None
        if atom.over and len(row) + atom.over < len(kinds):
            return None
        is_whole = len(row) + atom.over == len(kinds)
        rows.extend([row] if is_whole else [])
        row = [[]] if is_whole else [*row, []]
    is_left = len(row) > 1
    return None if is_left or not rows or len(rows[0]) < len(kinds) else _laid(kinds, atoms, rows)


def by_lines(kinds: Sequence[Kind], atoms: Sequence[Atom]) -> Alignment | None:
    """Return where the pieces stand if each line is a row, None where one cannot be.

    A line of one piece may be the rest of a cell; the first row is whole, and no cell has a bar.
    """
    rows: list[list[list[int]]] = []
    for at, atom in enumerate(atoms):
        if atom.closed:
            return None
        if atom.begins:
            rows.append([])
        rows[-1].append([at])
    if not rows or len(rows[0]) < len(kinds):
        return None
    counts = {len(row) for row in rows}
    is_such = min(counts) > 1 and max(counts) == len(kinds) > min(counts)
    return _laid(kinds, atoms, rows) if is_such else None


def by_repeats(kinds: Sequence[Kind], atoms: Sequence[Atom], alignment: Alignment) -> Alignment:
    """Return the alignment with a row that lacks cells laid by what it repeats from rows above.

    The same words stand in the same column: what is looked at, how often it is looked at.
    """
    seen = [_Seen() for _kind in kinds]
    stood: dict[str, int] = {}
    laid = list(alignment.laid)
    for row in rows_of(alignment):
        places = sorted(column for column in row if column >= 0)
        texts = ["".join(atoms[at].text for at in row[column]) for column in places]
        columns = tuple(places)
        if any(
            stood.get(text, column) != column for text, column in zip(texts, places, strict=True)
        ):
            columns = _columns(kinds, texts, seen, stood)[1]
            for before, column in zip(places, columns, strict=True):
                for at in row[before]:
                    laid[at] = replace(laid[at], column=column)
        for column, text in zip(columns, texts, strict=True):
            seen[column].add(text)
            if len(text) >= REPEATED and kinds[column] not in SHARED:
                stood.setdefault(text, column)
    return replace(alignment, laid=tuple(laid))


def with_names_below(
    kinds: Sequence[Kind], atoms: Sequence[Atom], alignment: Alignment
) -> Alignment:
    """Return the alignment with a body alone on its line, below a row, in the cell of who answers.

    Cells that blanks align go on in the lines below; where two columns name bodies it stays out.
    """
    if kinds.count(Kind.PARTY) != 1 or Kind.HELPER in kinds:
        return alignment
    column, laid = kinds.index(Kind.PARTY), list(alignment.laid)
    for at in range(1, alignment.end - 1):
        is_alone = atoms[at].begins and atoms[at + 1].begins and not atoms[at - 1].begins
        is_out = laid[at] == NOWHERE_LAID and laid[at - 1].column >= column
        text = atoms[at].text
        if is_alone and is_out and look(text).is_bodies and not ISSUER.search(text):
            laid[at] = Laid(column)
    return replace(alignment, laid=tuple(laid))


def with_rows_from_reports(
    kinds: Sequence[Kind], atoms: Sequence[Atom], alignment: Alignment
) -> Alignment:
    """Return the alignment with rows of their own for what a column of reports took in.

    Below merged cells a row is only its task and its report: 改造小学3所。 / 完成招标。 behind the
    report of the row above, where other rows have one report.
    """
    if kinds.count(Kind.REPORT) != 1 or Kind.CONTENT not in kinds:
        return alignment
    column, text = kinds.index(Kind.REPORT), kinds.index(Kind.CONTENT)
    reports = [row[column] for row in rows_of(alignment) if column in row]
    if text > column or sum(len(pieces) == 1 for pieces in reports) * 2 <= len(reports):
        return alignment
    laid = list(alignment.laid)
    for pieces in reports:
        tasks = pieces[1::2]
        if len(pieces) % 2 and all(_is_between_reports(atoms, at) for at in tasks):
            for at in tasks:
                laid[at] = Laid(text, is_new_row=True)
    return replace(alignment, laid=tuple(laid))


def _is_between_reports(atoms: Sequence[Atom], at: int) -> bool:
    """Return whether a piece sets a task between what is reported of two."""
    told, task, report = (atoms[each].text for each in (at - 1, at, at + 1))
    is_task = DOES.match(task) is not None and REPORTS.match(task) is None
    return is_task and look(told).is_ended and REPORTS.match(report) is not None


def _laid(
    kinds: Sequence[Kind], atoms: Sequence[Atom], rows: Sequence[Sequence[Sequence[int]]]
) -> Alignment:
    seen = [_Seen() for _kind in kinds]
    laid: list[Laid] = []
    total = 0.0
    for row in rows:
        texts = ["".join(atoms[at].text for at in cell) for cell in row]
        cost, columns = _columns(kinds, texts, seen)
        if len(texts) == 1 and section_cost(texts[0]) < cost:
            laid.extend([SECTION_ROW] * len(row[0]))
            total += section_cost(texts[0])
            continue
        total += cost
        for column, cell, text in zip(columns, row, texts, strict=True):
            seen[column].add(text)
            begins = cell is row[0]
            laid.extend(Laid(column, begins and at == cell[0]) for at in cell)
    return Alignment(tuple(laid), total, total, len(laid))


def _columns(
    kinds: Sequence[Kind],
    texts: Sequence[str],
    seen: Sequence[_Seen],
    stood: Mapping[str, int] = NOWHERE,
) -> Way:
    """Return the columns in which the cells of a row stand at the least cost, and this cost.

    Words that `stood` in a column of another row stand there again.
    """
    if len(texts) == len(kinds):
        return _cost(kinds, texts, seen), tuple(range(len(kinds)))
    # For each number of cells that stand already: the best way with and without the last column.
    ways: list[tuple[Way, Way]] = [((INFINITE, ()), (INFINITE, ()))] * (len(texts) + 1)
    ways[0] = ((0.0, ()), (INFINITE, ()))
    objects = Kind.OBJECT in kinds
    for at, kind in enumerate(kinds):
        following = []
        for count in range(len(texts) + 1):
            filled, lacking = ways[count]
            lacks = min((filled[0] + LACKS, filled[1]), lacking)
            lacks = (lacks[0] + LACKS_CONTENT * (kind is Kind.CONTENT), lacks[1])
            takes: Way = (INFINITE, ())
            if count:
                text, before = texts[count - 1], min(ways[count - 1])
                own = _own(kind, text, seen[at])
                own += NO_OFFICE * (kind in NAMES and objects and not OFFICE.search(text))
                own += OFFICE_LOOKED_AT * (kind is Kind.OBJECT and _is_office(text))
                own = own if text not in stood else ELSEWHERE * (stood[text] != at)
                takes = (before[0] + own, (*before[1], at))
            following.append((takes, lacks))
        ways = following
    return min(ways[-1])


def _is_office(text: str) -> bool:
    return bool(OFFICE.search(text)) and not text.endswith("单位") and look(text).is_bodies


def _cost(kinds: Sequence[Kind], texts: Sequence[str], seen: Sequence[_Seen]) -> float:
    return sum(map(_own, kinds, texts, seen))


def _own(kind: Kind, text: str, seen: _Seen) -> float:
    """Return what the words of a cell cost in a column."""
    own = number_cost(text, seen.number) if kind is Kind.NUMBER else costs(text)[kind]
    return own - seen.saves(text, kind)
