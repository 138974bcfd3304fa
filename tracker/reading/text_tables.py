"""Finds tables typed into a plain text: a cell a line, a row a line, or bars between cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.reading.content import MAX_COLUMNS, Place, Table, plain_table
from tracker.reading.delimiters import cell_lines, records
from tracker.reading.drawn_tables import begins_drawing, find_drawing
from tracker.reading.spaced_tables import begins_spaced, find_spaced

MAX_HEADING = 25
SENTENCE_ENDS = ("。", "；", "！", "？", ";")
# What stands below a table rather than in its last cell: the next annex, a note, a date, a heading.
AFTER_TABLE = re.compile(
    r"附\s*件|附\s*表|注\s*[:：]|备注\s*[:：]|说明\s*[:：]|（此件|抄送|主送|第[一二三四五六七八九十]+[章条]"
    r"|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{4}年\d{1,2}月\d{1,2}日\s*$"
)
# The heading of a section among the rows may be a sentence.
SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]+部分")
LONGEST_SECTION = 80
JUDGED_LINES = 50
# The share of rows as wide as the header in a grid that has lost no cell.
EVEN = 0.8
# Of more rows than this one may be odd.
ODD_ROWS = 3
# The header of a file that a spreadsheet wrote, below a title: 序号,工作任务,责任单位.
COMMA_HEADER = re.compile(r'"?(?:序号|编号)"?,[^,。；]{1,25},[^。；]+$')
RULE_LINE = re.compile(r"[\s|:+\-=—─━]+$")

# A row that counts on is none to begin with: the header stands above it, in lines judged already.
LATER_ROW = re.compile(r"(?:[2-9]|[1-9]\d{1,2})[.．、]?")
# Nor is a line of a numbered list: 1、某路口<tab>某区.
ITEM = re.compile(r"\d{1,3}\s*[.．、]\s*[^\d\s].")

BAR = re.compile(r"(?<!\\)\|")

Row = list[list[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A table and the index of the first line after it."""

    table: Table
    end: int


def last_tabbed_line(lines: Sequence[str]) -> int:
    """Return the index of the last line that begins with a tab, -1 when there is none."""
    return max((at for at, line in enumerate(lines) if line.startswith("\t")), default=-1)


def find_table(lines: Sequence[str], start: int, last_tabbed: int) -> Found | None:
    """Return the table whose first line is `lines[start]`, None when none begins there.

    `last_tabbed` is what `last_tabbed_line` says of the same lines.
    """
    line = lines[start]
    if begins_drawing(line):
        drawing = find_drawing(lines, start)
        return Found(drawing.table, drawing.end) if drawing else None
    if line.startswith("\t") and "\t" not in line.strip():
        return _cell_a_line(lines, start, last_tabbed) or _tabbed(lines, start)
    if "\t" in line:
        return _tabbed(lines, start)
    if COMMA_HEADER.match(line):
        return _comma_separated(lines, start)
    if begins_spaced(line):
        spaced = find_spaced(lines, start)
        return Found(spaced.table, spaced.end) if spaced else None
    return _barred(lines, start) if line.count("|") > 1 else None


def _cell_a_line(lines: Sequence[str], start: int, last: int) -> Found | None:
    """A tab begins each cell, further lines of the cell have none, a blank line parts the rows.

    This is what Word writes when a table is saved as text by some office portals (the layout of
    常天政发〔2017〕68号 and 吉市政办发〔2017〕19号 as published).
    """
    run = lines[start : start + MAX_COLUMNS + 1]
    if len(run) > MAX_COLUMNS and all(line.startswith("\t") for line in run):
        return None
    rows: list[Row] = []
    at, blank = start, True
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            if blank or not rows:
                if len(rows) == 1 and not _is_header(rows[0]):
                    return None
                rows.append([])
            rows[-1].append([line.strip()] if line.strip() else [])
            if len(rows[-1]) > MAX_COLUMNS:
                return None
        elif line.strip():
            if _leaves(rows, line, blank=blank, is_last=at > last):
                break
            rows[-1][-1].append(line.strip())
        blank = not line.strip() and not line.startswith("\t")
        at += 1
    if not _is_grid(rows):
        return None
    return Found(plain_table(rows, Place(line=start + 1)), at)


def _leaves(rows: list[Row], line: str, *, blank: bool, is_last: bool) -> bool:
    """Return whether a line without a tab stands below the table and not in its last cell."""
    if len(rows[-1]) < len(rows[0]) or (len(rows) == 1 and not is_last):
        return False
    follows = AFTER_TABLE.match(line.strip()) is not None
    return (blank and follows) or (is_last and len(line.strip()) > MAX_HEADING * 2)


def _is_grid(rows: list[Row]) -> bool:
    """Return whether the rows are a table and not merely paragraphs that begin with a tab.

    The first row must read like headings, and at least half of the others must be as wide.
    """
    if len(rows) < 2 or not _is_header(rows[0]):
        return False
    return sum(len(row) == len(rows[0]) for row in rows) * 2 >= len(rows)


def _is_even(rows: list[Row]) -> bool:
    """Return whether rows typed a row a line are a grid: nearly all as wide as the first.

    Rows of one cell are headings of a section. Where many rows are short, merged cells were lost
    and only the words can say what stands in which column.
    """
    if not _is_grid(rows):
        return False
    wide = [len(row) for row in rows if sum(map(bool, row)) > 1]
    odd = len(wide) - wide.count(len(rows[0]))
    return odd <= max(len(wide) > ODD_ROWS, len(wide) * (1 - EVEN))


def _is_header(row: Row) -> bool:
    return 1 < len(row) <= MAX_COLUMNS and all(_is_heading("".join(cell)) for cell in row)


def _counts_on(row: Row) -> bool:
    first = "".join(row[0])
    return LATER_ROW.fullmatch(first) is not None or ITEM.match(first) is not None


def _is_heading(text: str) -> bool:
    return len(text) <= MAX_HEADING and not text.endswith(SENTENCE_ENDS)


def _tabbed(lines: Sequence[str], start: int) -> Found | None:
    """A row a line, tabs between the cells; as spreadsheets paste it, quotes hold line breaks.

    A few lines are judged before all are read, so that a text of thousands of indented lines is not
    read to its end from each of them.
    """
    head = _tabbed_rows(lines[start : _tabbed_end(lines, start, start + 1)])
    if not head or not _is_header(head[0]) or _counts_on(head[0]):
        return None
    rows: list[Row] = []
    end = start
    for most in (JUDGED_LINES, len(lines)):
        end = _tabbed_end(lines, start, start + most)
        rows = _tabbed_rows(lines[start:end])
        if not _is_even(rows):
            return None
    return Found(plain_table(rows, Place(line=start + 1)), end)


def _tabbed_end(lines: Sequence[str], start: int, limit: int) -> int:
    """Return the index behind the last line of the rows, `start` when a quote is not closed."""
    end = start
    opened: int | None = None
    while end < len(lines) and (opened is not None or (end < limit and _goes_on(lines, end))):
        if lines[end].count('"') % 2:
            opened = end if opened is None else None
        if opened is not None and end - opened > JUDGED_LINES:
            return start
        end += 1
    return end if opened is None else start


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Return whether a line has cells, or is a heading above a line that has."""
    if "\t" in lines[at]:
        return True
    line = lines[at].strip()
    following = next((each for each in lines[at + 1 : at + 3] if "\t" in each), None)
    is_heading = _is_heading(line) or (len(line) <= LONGEST_SECTION and SECTION.match(line))
    return bool(line and is_heading) and following is not None


def _tabbed_rows(lines: Sequence[str]) -> list[Row]:
    found = records("\n".join(lines), "\t")
    if all(not record[0].strip() for record in found):
        found = [record[1:] for record in found]
    return [[_cell_lines(cell) for cell in record] for record in found]


def _comma_separated(lines: Sequence[str], start: int) -> Found | None:
    """A row a line, commas between the cells, each row as wide as the header.

    The lines go on to a blank one, to one without a comma outside quotes, or to the next header.
    """
    end, is_open = start + 1, False
    while end < len(lines) and (
        is_open or ("," in lines[end] and not COMMA_HEADER.match(lines[end]))
    ):
        is_open ^= lines[end].count('"') % 2 == 1
        end += 1
    rows = [
        [_cell_lines(cell) for cell in row] for row in records("\n".join(lines[start:end]), ",")
    ]
    is_whole = len(rows) > 1 and not is_open and {len(row) for row in rows} == {len(rows[0])}
    return Found(plain_table(rows, Place(line=start + 1)), end) if is_whole else None


def _barred(lines: Sequence[str], start: int) -> Found | None:
    """Bars between the cells, as in Markdown; lines that only draw a rule are left out.

    A line below another one with as many bars begins no table: that one was judged with all its
    lines. Below other bars a table may begin: pages put 索引号 | … | 发布单位 | … before it.
    """
    if start and lines[start - 1].count("|") == lines[start].count("|"):
        return None
    head = _barred_rows(lines[start : start + 2])
    if not head or not _is_header(head[0]) or _counts_on(head[0]):
        return None
    rows: list[Row] = []
    end = start
    for most in (JUDGED_LINES, len(lines)):
        end = start
        while end < min(len(lines), start + most) and _is_barred(lines, end):
            end += 1
        rows = _barred_rows(lines[start:end])
        if not _is_even(rows):
            return None
    return Found(plain_table(rows, Place(line=start + 1)), end)


def _is_barred(lines: Sequence[str], at: int) -> bool:
    """Return whether a line has bars, or is a heading above a line that has."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    line = lines[at].strip()
    return "|" in line or (bool(line) and _is_heading(line) and below.count("|") > 1)


def _barred_rows(lines: Sequence[str]) -> list[Row]:
    drawn = [line.strip().removeprefix("|") for line in lines if not RULE_LINE.match(line)]
    return [[_cell_lines(cell) for cell in _at_bars(line)] for line in drawn]


def _at_bars(line: str) -> list[str]:
    """Return what stands between the bars; one behind a backslash is text (GitHub tables)."""
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.replace("\\|", "|") for cell in BAR.split(line)]


def _cell_lines(cell: str) -> list[str]:
    return list(cell_lines(re.sub(r"<br\s*/?>", "\n", cell)))
