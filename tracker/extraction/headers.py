"""Finds the header of a task table: which rows it takes and which column holds which field."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from tracker.extraction.fields import Field, column_field
from tracker.reading.content import Cell

# Rows with text above which the header must stand; titles and notes on who fills it in come first.
MAX_HEADER_ROW = 8
MAX_DEPTH = 3
LONGEST_UNKNOWN = 10
LEAST_HEADINGS = 4
PARTIES = frozenset({Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING})
ANSWERING = PARTIES | {Field.PERSON}
TEXTS = (Field.TITLE, Field.CONTENT, Field.GOAL)
NUMBERED = re.compile(r"\d{1,3}[.、．]?")
UNITS = frozenset({"单位", "计量单位", "單位", "科室", "股室", "处室", "业务科室", "业务股室"})
# Persons who answer for a task; others are only named.
ANSWERS = re.compile(r"责任|牵头|负责|分管|包[保抓]|責任")
# Who watches, asks or reports answers where a table names nobody else.
WATCHES = re.compile(
    r"(?:监管|监督|督导|督办|督查|检查|执法|报送|填报|申报|审核|验收|报批)[\u4e00-\u9fff]{0,4}"
    r"(?:单位|部门|机构|主体|处室|科室|股室|机关)$"
)
# Who guides answers where a table names nobody else (国办发〔2018〕126号: 指导部门, 推广范围).
GUIDES = re.compile(r"指导[\u4e00-\u9fff]{1,3}$|指導[\u4e00-\u9fff]{1,3}$")
PROBLEM = re.compile(r"问题|問題")
# Who builds or carries out, and where: neither leads beside a column for those who answer.
BUILDS = re.compile(
    r"^(?:项目|工程|具体|组织)?(?:建设|项目|业主|施工|法人|实施|执行|承建|代建|申报)(?:责任)?(?:单位|部门|主体|业主)?$"
)
WHERE = re.compile(r"区域$|區域$")
# What makes sure of a task is none itself, where another column says what is to be done.
SAFEGUARD = re.compile(r"^(?:工作|组织)?保障(?:措施|举措|机制)?$")
# A heading that is a period, with the row's aim for it below: 2021年目标, 第一季度, 6月底前.
PERIOD = re.compile(
    r"(?:^|目标|计划|安排|进度|节点)(?:到?20\d\d(?:[-—–－~～至]20\d\d)?年?(?:[上下]半年|第?[一二三四1-4]季度|\d{1,2}月)?"
    r"|第?[一二三四1-4]季度|第[一二三四五1-5]阶段|[上下]半年|(?:\d{1,2}月?[-—–－~～至])?\d{1,2}月)"
    r"[份底末]?(?:[之以]?前)?(?:年度|工作|主要|阶段|计划|推进)*(?:目标值?|任务|计划|安排|进度|内容|要求|节点|完成情况|举措)?(?:[（(][^（）()]*[）)])?$"
)
OUTCOME = re.compile(r"(?:标准|成效|成果|效果)(?:要求)?$|^预期|標準|成效")
Row = tuple[Cell, ...]
Fields = dict[Field, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table holds which field, from the left.

    `pairs` are field and heading of each column that holds a field.
    """

    fields: dict[Field, tuple[int, ...]]
    headings: tuple[str, ...]
    width: int
    pairs: tuple[tuple[str, str], ...] = ()

    def first(self, *wanted: Field) -> int | None:
        """Return the first column of the first of these fields that the table has."""
        return next((self.fields[name][0] for name in wanted if name in self.fields), None)


def find_header(
    rows: Sequence[Row], is_such: Callable[[Columns], bool] | None = None
) -> tuple[int, Columns] | None:
    """Return the index of the first row below the header and the columns, None without a header.

    A header names at least two fields, among them who is responsible or by when, and what is to be
    done (or is one by `is_such`). It may take two rows, the upper one grouping columns of the lower
    one.
    """
    is_header = is_such or is_task_table
    filled = 0
    for at, row in enumerate(rows):
        if filled == MAX_HEADER_ROW:
            break
        # A title, or the words of a whole notice above the table of a sheet, fills a row alone.
        filled += len({(cell.row, cell.column) for cell in row if cell.lines}) > 1
        if not looks_like_header(row):
            continue
        depth = _header_depth(rows, at)
        columns = _columns(rows[at : at + depth])
        if is_header(columns):
            return at + depth, columns
    return None


def looks_like_header(row: Row) -> bool:
    """Return whether at least half of a row's cells are headings or periods, and two headings.

    A row that a number begins is none: 3 | 第三项任务 | 省发展改革委.
    """
    cells = {id(cell): cell for cell in row if cell.text.strip()}.values()
    if any(NUMBERED.fullmatch(bare(cell)) for cell in islice(cells, 1)):
        return False
    known = [cell for cell in cells if column_field(cell.text)]
    periods = [cell for cell in cells if cell not in known and PERIOD.search(bare(cell))]
    return len(known) > 1 and (len(known) + len(periods)) * 2 >= len(cells)


def _header_depth(rows: Sequence[Row], at: int) -> int:
    """Return how many rows the header takes.

    More than one when its cells reach down, or when the next row holds only headings below a wider
    one.
    """
    depth = 1
    while at + depth < len(rows) and depth < MAX_DEPTH:
        above, below = rows[at + depth - 1], rows[at + depth]
        own = [cell for cell in below if cell.text.strip() and cell.row == at + depth]
        if not own or not _are_headings(own, above):
            break
        shared = any(cell.row <= at for cell in below)
        grouped = any(cell.column_span > 1 for cell in above) or any(not c.text for c in below)
        if not (shared or grouped) or _same_text(above, below):
            break
        depth += 1
    return depth


def _are_headings(cells: Sequence[Cell], above: Row) -> bool:
    """Return whether cells are headings; some below a wider one may be such as nobody knows."""
    others = [cell for cell in cells if not _is_heading(cell)]
    return len(others) * 2 < len(cells) and all(
        above[cell.column].column_span > 1 and len(bare(cell)) <= LONGEST_UNKNOWN for cell in others
    )


def _is_heading(cell: Cell) -> bool:
    return column_field(cell.text) is not None or PERIOD.search(bare(cell)) is not None


def columns_of(headings: Sequence[str]) -> Columns:
    """Return the columns of a header in one row with these headings."""
    return _columns([tuple(Cell((text,), 0, at) for at, text in enumerate(headings))])


def _columns(header: Sequence[Row]) -> Columns:
    """Return the columns of a header; of several rows the lowest known heading decides."""
    fields: dict[Field, tuple[int, ...]] = {}
    headings: list[str] = []
    for column in range(len(header[0])):
        texts = list(dict.fromkeys(bare(row[column]) for row in header))
        found = next((name for name in map(column_field, reversed(texts)) if name), None)
        headings.append("".join(texts))
        if found:
            fields[found] = (*fields.get(found, ()), column)
    periods = tuple(at for at, cell in enumerate(header[-1]) if PERIOD.search(bare(cell)))
    if len(periods) > 1:
        fields = {name: tuple(set(places) - set(periods)) for name, places in fields.items()}
        fields = {name: tuple(sorted(places)) for name, places in fields.items() if places}
        fields[Field.MILESTONE] = periods
    settled = _settle(fields, headings)
    pairs = ((name.value, headings[column]) for name in settled for column in settled[name])
    return Columns(settled, tuple(headings), len(headings), tuple(pairs))


def _settle(found: dict[Field, tuple[int, ...]], headings: Sequence[str]) -> Fields:
    """Let the columns say together what one heading leaves open: which text is the content."""
    settled = _sorted_out(_without_builders(_with_watchers(found, headings), headings), headings)
    if Field.CONTENT in settled and Field.GOAL in settled and Field.TITLE not in settled:
        settled[Field.TITLE] = settled.pop(Field.GOAL)
    if Field.CONTENT not in settled:
        titles = settled.get(Field.TITLE, ())
        if len(titles) > 1:
            settled[Field.TITLE], settled[Field.CONTENT] = titles[:1], titles[1:]
        elif titles and all(_is_outcome(headings[at]) for at in settled.get(Field.GOAL, ())):
            # What comes of a task, or in one period, is none: 工作任务 | 工作标准, 一季度目标.
            settled[Field.CONTENT] = settled.pop(Field.TITLE)
        elif Field.GOAL in settled and titles:
            # The wider stands at the left: 指标 | 工作任务.
            is_wider = settled[Field.GOAL][-1] < titles[0]
            goals = settled.pop(Field.GOAL)
            settled[Field.CONTENT] = titles if is_wider else goals
            settled[Field.TITLE] = goals if is_wider else titles
        elif len(settled.get(Field.GOAL, ())) > 1:
            goals = settled.pop(Field.GOAL)
            settled[Field.TITLE], settled[Field.CONTENT] = goals[:1], goals[1:]
        elif Field.GOAL in settled:
            settled[Field.CONTENT] = settled.pop(Field.GOAL)
        elif Field.SECTION in settled:
            settled[Field.CONTENT] = settled.pop(Field.SECTION)
    titles = settled.get(Field.TITLE, ())
    if len(titles) > 1:
        settled[Field.SECTION] = (*settled.get(Field.SECTION, ()), *titles[:-1])
        settled[Field.TITLE] = titles[-1:]
    return settled


def _is_outcome(heading: str) -> bool:
    return PERIOD.search(heading) is not None or OUTCOME.search(heading) is not None


def _with_watchers(found: Fields, headings: Sequence[str]) -> Fields:
    """Let those answer who watch or report, where no column names who is responsible."""
    if found.keys() & ANSWERING == {Field.COOPERATING}:
        return _with_guides(found, headings)
    if found.keys() & ANSWERING or Field.OTHER not in found:
        return found
    others = found[Field.OTHER]
    watching = tuple(at for at in others if WATCHES.search(headings[at]))
    if not watching:
        return found
    rest = tuple(at for at in others if at not in watching)
    fields = {**found, Field.RESPONSIBLE: watching[:1], Field.OTHER: (*rest, *watching[1:])}
    return {name: places for name, places in fields.items() if places}


def _without_builders(found: Fields, headings: Sequence[str]) -> Fields:
    """Let those cooperate who build, beside who answers; where it is done is said of nobody."""
    answering = found.get(Field.RESPONSIBLE, ())
    where = tuple(at for at in answering if WHERE.search(headings[at]))
    # Beside a column 牵头单位 and no 配合单位 all of them help already.
    is_said = Field.LEAD not in found or Field.COOPERATING in found
    builds = tuple(at for at in answering if is_said and BUILDS.match(headings[at]))
    if len({*where, *builds}) == len(answering) and Field.LEAD not in found:
        # Somebody must answer: who builds, before the place where.
        where, builds = (where if builds else ()), ()
    rest = tuple(at for at in answering if at not in where and at not in builds)
    if not (where or builds):
        return found
    helping = tuple(sorted((*found.get(Field.COOPERATING, ()), *builds)))
    others = (*found.get(Field.OTHER, ()), *where)
    moved = {Field.RESPONSIBLE: rest, Field.COOPERATING: helping, Field.OTHER: others}
    return {name: places for name, places in {**found, **moved}.items() if places}


def _with_guides(found: Fields, headings: Sequence[str]) -> Fields:
    """Let those answer who guide, where all that a table names otherwise is what is to be done."""
    helping = found[Field.COOPERATING]
    if not GUIDES.search(headings[helping[0]]):
        return found
    fields = {**found, Field.RESPONSIBLE: helping[:1], Field.COOPERATING: helping[1:]}
    return {name: places for name, places in fields.items() if places}


def _sorted_out(found: Fields, headings: Sequence[str]) -> Fields:
    """Take columns away from fields that their neighbours rule out.

    单位 beside another column for who is responsible is a unit of measure, 股室 a part of who is, a
    problem or a safeguard beside a task is a remark, a kind right of the text is none that the text
    stands under.
    """
    texts = [at for name in TEXTS for at in found.get(name, ())]
    parties = [at for name in PARTIES for at in found.get(name, ())]
    plain = [at for at in parties if headings[at] in UNITS]
    aside = set(plain) if len(plain) < len(parties) else set()
    problems = [at for at in texts if PROBLEM.search(headings[at])]
    aside.update(at for at in problems if any(other < at for other in [*texts, *parties]))
    safeguards = {at for at in texts if SAFEGUARD.match(headings[at])}
    aside |= safeguards if safeguards < set(texts) else set()
    firm = set(texts) - aside
    aside.update(at for at in found.get(Field.SECTION, ()) if firm and at > max(firm))
    settled: Fields = {}
    for name, places in found.items():
        kept = tuple(at for at in places if at not in aside)
        if kept:
            settled[name] = kept
    if aside:
        settled[Field.OTHER] = tuple(sorted({*settled.get(Field.OTHER, ()), *aside}))
    return settled


def responsible_lead(columns: Columns) -> bool:
    """Return whether the bodies of a column 责任单位 lead: not beside a column for those who do.

    Between 牵头单位 and 配合单位 they lead as well; right of both they carry out what others lead.
    """
    fields = columns.fields
    if Field.LEAD not in fields or Field.RESPONSIBLE not in fields:
        return True
    helping = fields.get(Field.COOPERATING, ())
    return bool(helping) and fields[Field.RESPONSIBLE][0] < helping[0]


def is_task_table(columns: Columns) -> bool:
    """Return whether the columns say what is to be done, and who is responsible or by when."""
    answers = any(name in columns.fields for name in (*PARTIES, Field.DEADLINE))
    return Field.CONTENT in columns.fields and (answers or persons_answer(columns))


def persons_answer(columns: Columns) -> bool:
    """Return whether a column names the persons who answer for a task."""
    persons = columns.fields.get(Field.PERSON, ())
    return any(ANSWERS.search(columns.headings[at]) for at in persons)


def turned(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the grid with rows and columns exchanged: the headings may stand at the left.

    Nothing is returned where they surely stand above: a number and nothing but headings.
    """
    if any(map(_is_numbered_header, rows[:MAX_HEADER_ROW])):
        return ()
    return tuple(
        tuple(
            Cell(cell.lines, cell.column, cell.row, cell.column_span, cell.row_span)
            for cell in column
        )
        for column in zip(*rows, strict=True)
    )


def _is_numbered_header(row: Row) -> bool:
    texts = list(dict.fromkeys(bare(cell) for cell in row if cell.lines))
    fields = [column_field(text) for text in texts]
    return len(texts) >= LEAST_HEADINGS and Field.NUMBER in fields and None not in fields


def _same_text(above: Row, below: Row) -> bool:
    return [cell.text for cell in above] == [cell.text for cell in below]


def bare(cell: Cell) -> str:
    """Return the text of a cell without white space."""
    return "".join(cell.text.split())
