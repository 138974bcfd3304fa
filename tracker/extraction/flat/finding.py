"""Finds the tables which a page or an editor flattened to lines, and makes grids of them again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.alignment import Alignment, Layout
from tracker.extraction.flat.atoms import Atom, atoms_of, close_words, look
from tracker.extraction.flat.cards import find_cards
from tracker.extraction.flat.counted import (
    by_bars,
    by_lines,
    by_repeats,
    is_one_line,
    with_names_below,
    with_rows_from_reports,
)
from tracker.extraction.flat.ends import NUMBER, ended, is_framed, with_whole_names, without_repeats
from tracker.extraction.flat.events import find_events
from tracker.extraction.flat.grids import FlatTable, grid_of, headed, rows_of
from tracker.extraction.flat.headers import (
    LEAST_COLUMNS,
    YEARS,
    Heading,
    find_headers,
    header_at_end,
    is_spaced_header,
)
from tracker.extraction.flat.kinds import CARRIED, Kind
from tracker.extraction.flat.labelled import find_labelled
from tracker.extraction.flat.listed import find_lists
from tracker.extraction.flat.run_together import read_run_together
from tracker.extraction.rows import Remark
from tracker.reading.content import Block, Content, Paragraph, Table
from tracker.texts import gettext as _

# Pieces that decide between the ways to read a header, and pieces that are read at all.
JUDGED = 160
MOST_PIECES = 40_000
# What a piece may cost on average in a table that is one.
CONVINCING = 1.35
MOST_TOLD = 0.75
LEAST_SHARE = 0.5
# A heading of who or when at the end of a line or a piece; a text without one has no table.
ANSWER = re.compile(
    r"(?:单位|部门|[科处股委]室|机构|主体|时[限间]|期限|节点|日期|进度|分工|安排|要求|区域|單位|部門|時[限間]|departments?|deadline)"
    r"\s*(?:[（(][^（）()\n]*[）)])?\s*(?:[|｜\s]|<br|$)",
    re.IGNORECASE,
)
LOOKED_AT = 4
# What the rows must save when cells of who answers or by when are taken to be merged.
MERGED_CELLS = 12.0
# What a piece costs where no other way to read the rows is looked for.
CHEAP = 0.5
HIDDEN_NUMBER, GROUPED, TWO_LEVELS = 3.0, -4.0, 1.0
# A heading over two or three others, and these.
GROUP = re.compile(
    r"(?:责任|任务|职责|工作)?分工|责任(?:单位|部门|主体)?|責任(?:分工|單位)|组织实施|责任落实|落实单位"
)
AIMS = re.compile(r"(?:[分各]?年度|阶段)?(?:工作)?(?:目标|任务|计划|指标|安排)(?:任务|要求|值)?")
PART = re.compile(r"单位|部门|單位|部門|科室|处室|领导|责任人|主体|机构|牵头|配合|协办|主办")
ANSWERS = frozenset({Kind.PARTY, Kind.HELPER, Kind.DEADLINE})


def unflatten(content: Content) -> tuple[Content, tuple[Remark, ...]]:
    """Return the content with its flattened tables as tables, and remarks on what is doubtful.

    The places of all blocks stay those of `content`.
    """
    blocks: list[Block] = []
    remarks: list[Remark] = []
    for is_text, group in groupby(content.blocks, lambda block: isinstance(block, Paragraph)):
        run = list(group)
        if not is_text:
            blocks.extend(run)
            continue
        paragraphs = [block for block in run if isinstance(block, Paragraph)]
        for part in _parted(paragraphs, remarks):
            made, said = ([part], []) if isinstance(part, Table) else _rebuilt(part)
            blocks.extend(made)
            remarks.extend(said)
    return replace(content, blocks=tuple(blocks)), tuple(remarks)


def _parted(
    paragraphs: list[Paragraph], remarks: list[Remark]
) -> Iterator[list[Paragraph] | FlatTable]:
    """Return the runs of paragraphs between tables of other forms, and these; add what is said."""
    done = 0
    for at, paragraph in enumerate(paragraphs):
        tail = header_at_end(paragraph.text)
        if tail:
            above = replace(paragraph, text=paragraph.text[:-tail])
            yield from _with_labels([*paragraphs[done:at], above])
            paragraphs[at] = replace(paragraph, text=paragraph.text[-tail:])
            done = at
            continue
        found = read_run_together(paragraph)
        if found and found.remark:
            remarks.append(found.remark)
        if found is None or found.table is None:
            continue
        before = [replace(paragraph, text=found.before)] if found.before else []
        yield from _with_labels([*paragraphs[done:at], *before])
        yield found.table
        done = at + 1
    yield from _with_labels(paragraphs[done:])


def _with_labels(paragraphs: list[Paragraph]) -> Iterator[list[Paragraph] | FlatTable]:
    """Return the runs of paragraphs between tasks of labels and values, and these as tables."""
    done = 0
    ways = (find_labelled, find_events, find_cards, find_lists)
    every = [each for find in ways for each in find(paragraphs)]
    for found in sorted(every, key=lambda each: each.start):
        if found.start < done:
            continue
        if found.start > done:
            yield paragraphs[done : found.start]
        yield FlatTable(found.rows, found.places[0], 1, places=found.places)
        done = found.end
    if done < len(paragraphs):
        yield paragraphs[done:]


def _rebuilt(paragraphs: Sequence[Paragraph]) -> tuple[list[Block], list[Remark]]:
    """Return a run of paragraphs with the tables in it put together."""
    if not any(ANSWER.search(close_words(paragraph.text)) for paragraph in paragraphs):
        return list(paragraphs), []
    atoms = atoms_of(paragraphs, single=any(is_spaced_header(each.text) for each in paragraphs))
    if len(atoms) > MOST_PIECES:
        begun = next(find_headers(atoms), None)
        return list(paragraphs), [Remark(_too_long(), atoms[begun[0]].place)] if begun else []
    first = paragraphs[0].place.block
    blocks: list[Block] = []
    remarks: list[Remark] = []
    done = 0
    for start, table, end in _tables(atoms):
        if table is None:
            remarks.append(Remark(not_told_apart(), atoms[start].place))
            continue
        begin = atoms[start].block - first
        if begin < done:
            continue
        blocks.extend(paragraphs[done:begin])
        blocks.append(table)
        done = atoms[end - 1].block - first + 1
    blocks.extend(paragraphs[done:])
    return blocks, remarks


def _too_long() -> str:
    return _(
        "Lines that read like the header of a table stand here, but the text has more than"
        " %(limit)d lines; upload the file with the table.",
        limit=MOST_PIECES,
    )


def not_told_apart() -> str:
    """Return a sentence on a header whose rows are not read."""
    return _(
        "Lines that read like the header of a table stand here, but its rows cannot be told apart;"
        " upload the file with the table, or enter the rows by hand."
    )


def _tables(atoms: Sequence[Atom]) -> Iterator[tuple[int, FlatTable | None, int]]:
    """Return first piece, table and end of each flattened table; no table for one in doubt."""
    found = list(find_headers(atoms))
    last = 0
    for at, (start, headings) in enumerate(found):
        if start < last:
            continue
        limit = _limit(atoms, found, at)
        counted = _counted(atoms, headings, limit)
        if counted:
            last = end = counted[-1]
            yield start, counted[0], end
            continue
        best = _best(atoms, headings, limit)
        laid = _laid(atoms, best, limit)
        if not laid.is_convincing and _may_be_merged(laid):
            laid = _laid(atoms, replace(best, is_merged=True), limit)
        if laid.is_convincing:
            last = laid.end
            yield best.start, laid.table(atoms), laid.end
            continue
        last = limit
        if laid.alignment.end:
            yield start, None, best.end


@dataclass(frozen=True, slots=True)
class _Laid:
    """The pieces below a header, each with its place among all, and where they stand."""

    heading: Heading
    pieces: Sequence[Atom]
    places: Sequence[int]
    layout: Layout
    alignment: Alignment

    @property
    def is_convincing(self) -> bool:
        """Whether the rows are those of a table."""
        laid = self.alignment
        return _is_convincing(laid, self.heading) and not headed(laid, self.pieces)

    @property
    def end(self) -> int:
        """Where among all pieces the table ends."""
        return self.places[self.alignment.end - 1] + 1

    def table(self, atoms: Sequence[Atom]) -> FlatTable:
        """Return the grid."""
        # A blank cell has a bar where the others have one.
        carried = CARRIED | {Kind.HELPER} if self.layout.barred else CARRIED
        first, heading = atoms[self.heading.start], self.heading
        named = with_names_below(heading.kinds, self.pieces, self.alignment)
        parted = with_rows_from_reports(heading.kinds, self.pieces, named)
        laid = by_repeats(heading.kinds, self.pieces, parted)
        return grid_of(first, heading, self.pieces, laid, carried)


def _laid(atoms: Sequence[Atom], heading: Heading, limit: int) -> _Laid:
    kept = without_repeats(atoms, heading, ended(atoms, heading, limit))
    pieces, places = with_whole_names(*kept, heading.kinds)
    framed = is_framed(atoms, heading)
    layout = Layout(heading.kinds, pieces, framed=framed, merged=heading.is_merged)
    return _Laid(heading, pieces, places, layout, layout.align())


def _may_be_merged(laid: _Laid) -> bool:
    """Return whether cells of who answers may be merged over numbered rows: the first has one."""
    kinds = laid.heading.kinds
    first = next(rows_of(laid.alignment), {})
    named = [at for column in first if kinds[column] is Kind.PARTY for at in first[column]]
    is_named = bool(named) and all(look(laid.pieces[at].text).is_bodies for at in named)
    return kinds[0] is Kind.NUMBER and is_named


def _counted(
    atoms: Sequence[Atom], headings: Sequence[Heading], limit: int
) -> tuple[FlatTable, int] | None:
    """Return a table whose bars or lines show its rows, and its end; None for any other."""
    for way in headings:
        if any(atom.over for atom in atoms[way.end : limit]):
            align = by_bars
        elif is_one_line(atoms, way):
            align = by_lines
        else:
            continue
        kept, places = without_repeats(atoms, way, ended(atoms, way, limit))
        alignment, is_exact = align(way.kinds, kept), align is by_bars
        merged = replace(way, is_merged=way.is_merged or is_exact)
        if alignment and _is_convincing(alignment, merged):
            carried = frozenset(Kind) if is_exact else CARRIED | {Kind.HELPER}
            table = grid_of(atoms[way.start], way, kept, alignment, carried)
            return table, places[-1] + 1
    return None


def _limit(atoms: Sequence[Atom], found: Sequence[tuple[int, tuple[Heading, ...]]], at: int) -> int:
    """Return where the pieces of a table must end: at the next header that is another one."""
    own = {heading.headings for heading in found[at][1]}
    for start, headings in found[at + 1 :]:
        if not own & {heading.headings for heading in headings}:
            return start
    return len(atoms)


def _best(atoms: Sequence[Atom], headings: Sequence[Heading], limit: int) -> Heading:
    """Return the way to read the header with which the pieces below cost least."""
    ways = [way for heading in headings for way in _ways(heading, atoms)]
    begin = min(way.end for way in ways)

    def cost(way: Heading) -> float:
        framed = is_framed(atoms, way)
        judged = atoms[way.end + framed : min(limit, begin + JUDGED)]
        judged, _places = with_whole_names(judged, range(len(judged)), way.kinds)
        layout = Layout(way.kinds, judged, framed=framed, merged=way.is_merged)
        return layout.align().cost + way.cost

    best = min(ways, key=cost)
    if cost(best) - best.cost < min(limit - begin, JUDGED) * CHEAP:
        return best
    numbered = [way for way in ways if way.kinds[0] is Kind.NUMBER]
    merged = [replace(way, cost=way.cost + MERGED_CELLS, is_merged=True) for way in numbered]
    return min([best, *merged], key=cost)


def _ways(heading: Heading, atoms: Sequence[Atom]) -> Iterator[Heading]:
    """Return the header as it reads, and as it reads with what the lines do not show.

    That is a column of numbers without a heading, and the order of a header in two rows, whose
    lower headings stand behind all upper ones.
    """
    for headings, cost in _orders(heading.headings):
        way = replace(heading, headings=headings, cost=heading.cost + cost)
        yield way
        begin = atoms[heading.end : heading.end + LOOKED_AT]
        if Kind.NUMBER not in way.kinds and any(look(atom.text).ordinal == 1 for atom in begin):
            for at in (0, 1):
                numbered = (*headings[:at], NUMBER, *headings[at:])
                yield replace(way, headings=numbered, cost=way.cost + HIDDEN_NUMBER)


def _orders(headings: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Return the headings, and for each that may group others its parts in its place."""
    yield headings, 0.0
    years = next((at for at, each in enumerate(headings) if YEARS.fullmatch(each)), len(headings))
    for at, heading in enumerate(headings):
        if AIMS.fullmatch(heading) and at < years < len(headings):
            yield (*headings[:at], *headings[years:], *headings[at + 1 : years]), GROUPED
        if not GROUP.fullmatch(heading):
            continue
        rest = headings[at + 1 :]
        if len(rest) > 1 and _are_parts(rest[:2]):
            yield (*headings[:at], *rest), GROUPED
        for count in (2, 3):
            parts, between = rest[len(rest) - count :], rest[: len(rest) - count]
            if between and len(parts) == count and _are_parts(parts):
                yield (*headings[:at], *parts, *between), TWO_LEVELS


def _are_parts(headings: Sequence[str]) -> bool:
    """Return whether headings may share one above them: all say who, and one says who leads."""
    leading = {Field.LEAD, Field.RESPONSIBLE} & {column_field(heading) for heading in headings}
    return bool(leading) and all(PART.search(heading) for heading in headings)


def _is_convincing(alignment: Alignment, heading: Heading) -> bool:
    """Return whether the rows are those of a table: cheap, and most with text and who or when."""
    if not alignment.end or alignment.inside / alignment.end > CONVINCING:
        return False
    rows = list(rows_of(alignment))
    kinds = heading.kinds
    text = next((kind for kind in (Kind.CONTENT, Kind.TITLE) if kind in kinds), None)
    if text is None:
        return False
    told = sum(any(kinds[column] is text for column in row) for row in rows)
    named = sum(any(kinds[column] in ANSWERS for column in row) for row in rows)
    first = next(at for at, kind in enumerate(kinds) if kind in ANSWERS)
    merged = named > 0 and (heading.is_merged or first < kinds.index(text))
    if len(kinds) < LEAST_COLUMNS:
        return len(rows) > 1 and told == named == len(rows)
    return told > len(rows) * MOST_TOLD and (merged or named >= len(rows) * LEAST_SHARE)
