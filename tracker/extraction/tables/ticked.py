"""Reads a matrix of responsibilities: a column for each body, a mark where it takes part. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.atoms import look
from tracker.extraction.flat.grids import FlatTable
from tracker.extraction.headers import Row, bare
from tracker.extraction.wording import simplified
from tracker.reading.content import Cell, Content, Paragraph, Table

SIGNS = "★☆▲△●○◎◆◇■□√✓✔*＊"
MARK = re.compile(rf"[{re.escape(SIGNS)}]|牵头|主办|主责|主|负责|责任|配合|协办|参与|辅")
SIGNED = re.compile(f"[{re.escape(SIGNS)}]")
# "★为牵头单位，△为配合单位", "注：●牵头；○配合".
LEGEND = re.compile(
    rf"(?P<mark>[{re.escape(SIGNS)}])[”\"]?号?[的者]?(?:为|是|表示|代表|[：:—-])?"
    r"(?P<role>牵头|主办|主责|负责|责任|配合|协办|参与)"
)
ROLES: Mapping[str, Field] = {
    **dict.fromkeys(("牵头", "主办", "主责", "主"), Field.LEAD),
    **dict.fromkeys(("负责", "责任"), Field.RESPONSIBLE),
    **dict.fromkeys(("配合", "协办", "参与", "辅"), Field.COOPERATING),
}
HEADINGS = {
    Field.LEAD: "牵头单位",
    Field.RESPONSIBLE: "责任单位",
    Field.COOPERATING: "配合单位",
}
LEAST_BODIES = 2
HEAD_ROWS = 3
Roles = Mapping[str, Field]


def legend_of(content: Content) -> Roles:
    """Return what each mark means by the words of the document."""
    said: dict[str, Field] = {}
    for text in filter(SIGNED.search, _texts(content)):
        for found in LEGEND.finditer(simplified(text)):
            said.setdefault(found["mark"], ROLES[found["role"]])
    return said


def unticked(table: Table, legend: Roles) -> Table:
    """Return the table with a column for each role in place of those for the bodies.

    A table whose marks nothing explains stays as it is, unless there is but one mark.
    """
    head = () if isinstance(table, FlatTable) else table.rows[:HEAD_ROWS]
    for at, row in enumerate(head):
        places = [column for column, cell in enumerate(row) if _is_body(cell)]
        if len(places) >= LEAST_BODIES:
            roles = _roles(table.rows[at + 1 :], places, legend)
            return _with_roles(table, at, places, roles) if roles else table
    return table


def _texts(content: Content) -> Iterator[str]:
    for block in content.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.origins())


def _is_body(cell: Cell) -> bool:
    return column_field(cell.text) is None and look(bare(cell)).is_bodies


def _roles(rows: Sequence[Row], places: Sequence[int], legend: Roles) -> Roles:
    """Return the role of each mark in these columns, none where one is no mark or unexplained."""
    own = [row for row in rows if len({id(cell) for cell in row}) > 1]
    marks = {text for row in own for at in places if (text := bare(row[at]))}
    if not marks or not all(map(MARK.fullmatch, marks)):
        return {}
    known = {mark: role for mark in marks if (role := legend.get(mark) or ROLES.get(mark))}
    if known.keys() == marks:
        return known
    return dict.fromkeys(marks, Field.RESPONSIBLE) if len(marks) == 1 else {}


def _with_roles(table: Table, head: int, places: Sequence[int], roles: Roles) -> Table:
    asked = [role for role in HEADINGS if role in roles.values()]
    names = {at: bare(table.rows[head][at]) for at in places}
    first = places[0]
    rows = []
    for number, row in enumerate(table.rows):
        is_across = len({id(cell) for cell in row}) == 1
        ticks = roles if number > head else {}
        said = [
            [name for at, name in names.items() if ticks.get(bare(row[at])) is r] for r in asked
        ]
        lines = [[HEADINGS[role]] for role in asked] if number == head else said
        cells = [Cell(tuple(each), row[first].row, first + at) for at, each in enumerate(lines)]
        added = [row[0]] * len(asked) if is_across else cells
        rows.append((*row[:first], *added, *_others(row[first:], places)))
    return replace(table, rows=tuple(rows))


def _others(row: Row, places: Sequence[int]) -> Row:
    """Return the cells right of the first body that stand in no column of a body."""
    return tuple(cell for at, cell in enumerate(row, places[0]) if at not in places)
