"""Reads a table by the columns that a person names, where its header did not say them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from tracker.extraction.body.tidying import tidied
from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.atoms import look
from tracker.extraction.headers import (
    MAX_DEPTH,
    MAX_HEADER_ROW,
    PERIOD,
    Columns,
    Fields,
    Row,
    bare,
    columns_of,
    find_header,
)
from tracker.extraction.parties.ranking import rank
from tracker.extraction.parties.said_once import name_once
from tracker.extraction.rows import Extraction, Remark, TaskRow
from tracker.extraction.tables.finer import Test, share
from tracker.extraction.tables.judging import JUDGED_ROWS, by_cells
from tracker.extraction.tables.shaping import shaped
from tracker.extraction.tables.task_rows import read_by
from tracker.extraction.tables.ticked import legend_of
from tracker.extraction.timing import deadlines_of_body
from tracker.extraction.years import with_years
from tracker.reading.content import Cell, Content, Table
from tracker.texts import gettext as _

# What a person may say of a column; of every other column nothing is read.
CHOICES = (
    Field.NUMBER,
    Field.TITLE,
    Field.CONTENT,
    Field.DEADLINE,
    Field.LEAD,
    Field.RESPONSIBLE,
    Field.COOPERATING,
    Field.PERSON,
)
# Of these a task has one.
ONCE = (Field.NUMBER, Field.TITLE)
SHORTEST_TASK = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person says of a table: the field of each column, and how many rows are its header.

    A column whose field is None is not read.
    """

    fields: tuple[Field | None, ...]
    header_rows: int

    @classmethod
    def of(cls, names: Iterable[str], header_rows: int) -> "Chosen":
        """Return a choice by the names of the fields; any other name is a column not read."""
        known = {str(each): each for each in CHOICES}
        return cls(tuple(known.get(name) for name in names), header_rows)

    @property
    def names(self) -> list[str]:
        """The names of the fields, blank for a column that is not read."""
        return [name or "" for name in self.fields]

    @property
    def says_what_to_do(self) -> bool:
        """Whether a column holds the tasks, without which no row is one."""
        return Field.TITLE in self.fields or Field.CONTENT in self.fields

    @property
    def names_one_twice(self) -> bool:
        """Whether two columns are the number or the name of a task, which has one of each."""
        return any(self.fields.count(name) > 1 for name in ONCE)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The rows of one table, and remarks on what was left out of them."""

    table: Table
    chosen: Chosen
    rows: tuple[TaskRow, ...]
    remarks: tuple[Remark, ...]


def grids_of(content: Content, tables: Sequence[Table]) -> list[Table]:
    """Return tables as their columns are chosen: in the shape in which their rows are read."""
    legend = legend_of(content)
    return [shaped(table, legend) for table in tables]


def suggest(table: Table) -> Chosen:
    """Return what the words of the header, and the cells below it, say each column holds."""
    header = find_header(table.rows)
    start = header[0] if header else _header_rows(table)
    columns = header[1] if header else columns_of(headings_of(table, start))
    columns = by_cells(columns, table.rows[start:])
    fields: list[Field | None] = [None] * table.width
    for name, places in columns.fields.items():
        for at in places[:1] if name in ONCE else places:
            fields[at] = Field.DEADLINE if name is Field.MILESTONE else name
    unknown = [at for at, words in enumerate(columns.headings) if not _is_known(words)]
    _fill(fields, unknown, [row for row in table.rows[start:][:JUDGED_ROWS] if _is_plain(row)])
    return Chosen(tuple(name if name in CHOICES else None for name in fields), start)


def read_chosen(
    extraction: Extraction, asked: Sequence[tuple[Table, Chosen]]
) -> tuple[ReadTable, ...]:
    """Return what tables give by what a person says of each.

    They are the rows that `extract` would have read under a header that says the same. The tables
    are `grids_of` the extraction's content, or the first rows of one.

    Raises:
        ValueError: in one of them no column says what is to be done.
    """
    if not all(chosen.says_what_to_do for _table, chosen in asked):
        raise ValueError("No column says what is to be done.")
    content = tidied(extraction.content)
    found = [
        read_by(content, table, _columns(table, chosen), chosen.header_rows)
        for table, chosen in asked
    ]
    ranked, _measures, _count = rank(content, [row for each in found for row in each.rows], ())
    ranked, _measures, _once = name_once(content, ranked, ())
    _body, governing = deadlines_of_body(content, extraction.masthead)
    rows = iter(tuple(with_years(ranked, governing)))
    return tuple(
        ReadTable(table, chosen, tuple(islice(rows, len(each.rows))), each.remarks)
        for (table, chosen), each in zip(asked, found, strict=True)
    )


def _columns(table: Table, chosen: Chosen) -> Columns:
    headings = tuple(
        words or _("column %(number)s", number=at)
        for at, words in enumerate(headings_of(table, chosen.header_rows), start=1)
    )
    fields: Fields = {}
    for at, name in enumerate(name or Field.OTHER for name in chosen.fields):
        fields[name] = (*fields.get(name, ()), at)
    if Field.CONTENT not in fields:
        fields[Field.CONTENT] = fields.pop(Field.TITLE)
    fields = _with_periods(fields, headings)
    pairs = tuple((name.value, headings[at]) for name in fields for at in fields[name])
    return Columns(fields, headings, table.width, pairs)


def _with_periods(fields: Fields, headings: Sequence[str]) -> Fields:
    """Let columns for when that each stand for a period be what is aimed at in it."""
    times = fields.get(Field.DEADLINE, ())
    periods = tuple(at for at in times if PERIOD.search(headings[at]))
    if len(periods) <= 1:
        return fields
    rest = tuple(at for at in times if at not in periods)
    found = {**fields, Field.DEADLINE: rest, Field.MILESTONE: periods}
    return {name: places for name, places in found.items() if places}


def headings_of(table: Table, count: int) -> list[str]:
    """Return the words over each column in the first rows, without what stands over all of them."""
    head = [row for row in table.rows[:count] if len({id(cell) for cell in row}) > 1]
    columns = zip(*head, strict=True) if head else ((),) * table.width
    return ["".join(dict.fromkeys(map(bare, column))) for column in columns]


def _header_rows(table: Table) -> int:
    """Return how many rows seem to be the header of a table whose headings are not known."""
    if table.header_rows:
        return table.header_rows
    for at, row in enumerate(table.rows[:MAX_HEADER_ROW]):
        if not _is_plain(row):
            continue
        depth = max(cell.row + cell.row_span for cell in row) - at
        is_header = depth <= MAX_DEPTH and not any(map(_is_value, row))
        return at + depth if is_header else 0
    return 0


def _is_plain(row: Row) -> bool:
    """Return whether a row has more than one filled cell, as headings and tasks have."""
    return len({id(cell) for cell in row if cell.lines}) > 1


def _is_value(cell: Cell) -> bool:
    """Return whether a cell holds what no heading is; 项 alone may be one."""
    seen = look(cell.text)
    is_figure = seen.is_measure and any(map(str.isdigit, cell.text))
    return seen.is_ordinal or is_figure or seen.is_time or seen.is_ended


def _is_known(heading: str) -> bool:
    return column_field(heading) is not None or PERIOD.search(heading) is not None


def _fill(fields: list[Field | None], unknown: Sequence[int], rows: Sequence[Row]) -> None:
    """Say of the columns under unknown headings what most of their cells show."""
    for name, rivals, shows in SHOWN:
        free = [at for at in unknown if fields[at] is None]
        if rivals.isdisjoint(fields):
            at = next((at for at in free if share(rows, at, shows)), None)
            if at is not None:
                fields[at] = name
    free = [at for at in unknown if fields[at] is None]
    longest = max(free, key=lambda at: _mean_length(rows, at), default=None)
    if longest is not None and _mean_length(rows, longest) >= SHORTEST_TASK:
        _take_as_content(fields, longest, rows)
    _fill_title(fields, unknown, rows)


def _fill_title(fields: list[Field | None], unknown: Sequence[int], rows: Sequence[Row]) -> None:
    """Let a column of words left of the content name its tasks, where no other one does."""
    if Field.TITLE in fields or Field.CONTENT not in fields:
        return
    left = [at for at in unknown if fields[at] is None and at < fields.index(Field.CONTENT)]
    words = [at for at in left if share(rows, at, _are_words)]
    if words:
        fields[words[-1]] = Field.TITLE


def _are_times(text: str) -> bool:
    return look(text).is_time and not look(text).is_bodies


def _are_bodies(text: str) -> bool:
    return look(text).is_bodies or look(text).is_clause


def _is_person(text: str) -> bool:
    return look(text).is_person


def _is_number(text: str) -> bool:
    return look(text).is_ordinal


def _are_words(text: str) -> bool:
    seen = look(text)
    return len(text) > 1 and not (seen.is_measure or seen.is_ordinal or seen.is_dash)


# What the cells of a column under an unknown heading show, unless another column is one of these.
SHOWN: tuple[tuple[Field, frozenset[Field], Test], ...] = (
    (Field.NUMBER, frozenset({Field.NUMBER}), _is_number),
    (Field.DEADLINE, frozenset({Field.DEADLINE}), _are_times),
    (Field.RESPONSIBLE, frozenset({Field.LEAD, Field.RESPONSIBLE}), _are_bodies),
    (Field.COOPERATING, frozenset({Field.COOPERATING}), _are_bodies),
    (Field.PERSON, frozenset({Field.PERSON}), _is_person),
)


def _take_as_content(fields: list[Field | None], at: int, rows: Sequence[Row]) -> None:
    """Let a column be the content unless another one says more; what stands left of it is named."""
    told = [place for place, name in enumerate(fields) if name is Field.CONTENT]
    if any(_mean_length(rows, place) >= _mean_length(rows, at) for place in told):
        return
    fields[at] = Field.CONTENT
    for place in told:
        fields[place] = Field.TITLE if Field.TITLE not in fields else None


def _mean_length(rows: Sequence[Row], at: int) -> float:
    return sum(len(bare(row[at])) for row in rows) / max(1, len(rows))
