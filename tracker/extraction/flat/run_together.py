"""Reads a table whose cells have run together on one line, where that can be done safely. Pure.

序号工作任务责任单位1…。A、B牵头；C配合2…: the numbers that count on begin the rows, and what
stands behind the last full stop of a row is who answers, if it is that and nothing else. What
cannot be told apart so is said and not read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import HEADINGS, look
from tracker.extraction.flat.grids import FlatTable
from tracker.extraction.headers import columns_of
from tracker.extraction.parties.roles import read_roles
from tracker.extraction.rows import Remark
from tracker.reading.content import Cell, Paragraph
from tracker.texts import gettext as _

NUMBER = "序号"
SHORTEST = 40
HEAD = re.compile(
    r"序\s*号\s*(?P<heads>[\u4e00-\u9fff（）()、\s]{4,48}?)\s*(?P<first>[1-9]\d{0,2})(?=[、.．]?\s*[\u4e00-\u9fff])"
)
# Headings nobody can part, a sum, the first row: 序号项目名称2009年投资牵头部门合计 1200 1某项目.
LOOSE_HEAD = re.compile(
    r"序\s*号\s*(?P<heads>[\u4e00-\u9fff（）()、\s\d]{8,80}?)"
    r"(?:[合总]计[\d\s.,]*|(?<![\d.]))1\s*[、.．]?\s*(?=[\u4e00-\u9fff]{2})"
)
WHO = re.compile(r"单位|部门|领导|责任人|时限|时间")
LEAST_HEADINGS, LEAST_ROWS, MOST_ROWS = 2, 2, 500
# So many signs of the headings may belong to words that we do not know.
MOSTLY = 0.6
# Places where the next number may stand that are looked at.
TRIED = 20
SHOWN = 40
LONGEST_ROW, LONGEST_NAMES = 4000, 400
WHOM = frozenset({Field.RESPONSIBLE, Field.LEAD})


@dataclass(frozen=True, slots=True)
class RunTogether:
    """A paragraph that holds such a table: what stands before it, the table, or a remark."""

    before: str
    table: FlatTable | None
    remark: Remark | None


def read_run_together(paragraph: Paragraph) -> RunTogether | None:
    """Return the table that has run together in a paragraph, None where none begins in it."""
    text = paragraph.text
    if len(text) < SHORTEST or "序" not in text:
        return None
    head = HEAD.search(text)
    words = "".join(head["heads"].split()) if head else ""
    known = HEADINGS.findall(words)
    is_known = len(known) >= LEAST_HEADINGS and WHO.search(words)
    if head is None or not is_known or sum(map(len, known)) < len(words) * MOSTLY:
        return _unparted(paragraph)
    rows = _rows(text, head) if "".join(known) == words else []
    fields = columns_of([NUMBER, *known]).fields
    is_read = len(rows) >= LEAST_ROWS and len(known) == LEAST_HEADINGS and _is_readable(fields)
    before = text[: head.start()].strip()
    if not is_read:
        return RunTogether(before, None, Remark(not_read(NUMBER + words), paragraph.place))
    grid = [tuple(Cell((each,), 0, at) for at, each in enumerate([NUMBER, *known]))]
    for row in rows:
        grid.append(tuple(Cell((each,), len(grid), at) for at, each in enumerate(row)))
    places = (paragraph.place,) * len(grid)
    return RunTogether(before, FlatTable(tuple(grid), paragraph.place, 1, places=places), None)


def _unparted(paragraph: Paragraph) -> RunTogether | None:
    """Return a remark on a table whose headings cannot be parted, None where none begins."""
    head = LOOSE_HEAD.search(paragraph.text)
    words = "".join(head["heads"].split()) if head else ""
    if head is None or len(HEADINGS.findall(words)) < LEAST_HEADINGS or not WHO.search(words):
        return None
    before = paragraph.text[: head.start()].strip()
    return RunTogether(before, None, Remark(not_read(NUMBER + words), paragraph.place))


def _is_readable(fields: dict[Field, tuple[int, ...]]) -> bool:
    """Return whether the columns are a number, what is to be done, and last who answers."""
    last = next((name for name, places in fields.items() if places == (2,)), None)
    return fields.get(Field.CONTENT) == (1,) and last in WHOM


def _rows(text: str, head: re.Match[str]) -> list[Sequence[str]]:
    """Return number, words and who answers of each row; none where one cannot be told apart."""
    rows: list[Sequence[str]] = []
    number, start = int(head["first"]), head.end()
    while len(rows) < MOST_ROWS:
        found = _row(text, number, start)
        if found is None:
            return []
        row, end = found
        rows.append(row)
        if end == len(text):
            return rows
        number, start = number + 1, end + len(str(number + 1))
    return []


def _row(text: str, number: int, start: int) -> tuple[Sequence[str], int] | None:
    """Return the row that begins here, and where the number of the next one stands."""
    for end in _ends(text, str(number + 1), start):
        words, _stop, who = text[start:end].strip().rstrip("。").rpartition("。")
        if words and _names(who.strip()):
            return (str(number), words.lstrip("、.． ") + "。", who.strip()), end
    return None


def _ends(text: str, number: str, start: int) -> Iterator[int]:
    """Return where the row may end: before its next number, or at the end of the text."""
    at = start
    for _try in range(TRIED):
        at = text.find(number, at, start + LONGEST_ROW)
        if at < 0:
            break
        before, behind = text[at - 1 : at], text[at + len(number) :].lstrip("、.． ")[:1]
        if not before.isdigit() and "\u4e00" <= behind <= "\u9fff":
            yield at
        at += len(number)
    if len(text) <= start + LONGEST_ROW:
        yield len(text)


def _names(who: str) -> bool:
    """Return whether words name bodies, with or without what they do, and say nothing else."""
    if len(who) > LONGEST_NAMES:
        return False
    said, is_all = read_roles(who)
    if said is None:
        return look(who).is_bodies
    return is_all and bool(said.leads)


def not_read(words: str) -> str:
    """Return a sentence on a table with these headings whose rows cannot be told apart."""
    return _(
        "A table seems to stand here whose cells have run together (“%(words)s”); its rows cannot"
        " be told apart. Paste the table itself, or save it as .xlsx and upload that file.",
        words=words[:SHOWN],
    )
