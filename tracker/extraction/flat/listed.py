"""Finds numbered lines that end with who answers, below a line that names such a column.

隐患单位 督改责任单位 / 1、某大厦 东区人民政府 / 2、某商场　西区人民政府 …: each line is a row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.atoms import look
from tracker.extraction.flat.labelled import Labelled
from tracker.extraction.wording import simplified
from tracker.reading.content import Cell, Paragraph

NUMBER, TASK = "序号", "事项"
LEAST_ROWS, LEAST_LOOSE, MOST_ROWS = 2, 3, 500
PARTS = 2
LONGEST_HEAD, LONGEST_LINE, LONGEST_NAMES = 60, 300, 60
# How a line ends that names the column: its end alone is looked at.
ENDING = 20
WHO = re.compile(
    r"(?P<who>[\u4e00-\u9fff]?[\u4e00-\u9fff]?(?:责任|牵头|承办|主办|落实|负责|整改|實施|实施)(?:责任)?(?:单位|部门))"
    r"(?:名单|一览表|清单|表)?\s*[:：]?$"
)
JOINED = re.compile(r"[及和与]$")
ITEM = re.compile(r"\s*(?P<no>\d{1,3})(?:\s*[、.．)）]\s*|\s+)(?P<words>\S.*)", re.DOTALL)
# Between words and bodies: a tab, two blanks, a wide one; a single one may stand in the words.
GAP = re.compile(r"\t\s*|\s{2,}|\u3000\s*")
ENDED = ("。", "；", ";", "！", "？")
TEXTS = frozenset({Field.TITLE, Field.CONTENT})


@dataclass(frozen=True, slots=True)
class _Row:
    words: str
    names: str
    end: int
    is_loose: bool


def find_lists(paragraphs: Sequence[Paragraph]) -> Iterator[Labelled]:
    """Return the tables that such lines make, with the paragraphs they take."""
    at = 0
    while at < len(paragraphs) - LEAST_ROWS:
        head = _head(paragraphs[at].text)
        rows = _rows(paragraphs, at + 1) if head else []
        loose = any(row.is_loose for row in rows)
        if head and len(rows) >= (LEAST_LOOSE if loose else LEAST_ROWS):
            yield _table(head, rows, paragraphs, at)
            at = rows[-1].end
        else:
            at += 1


def _head(text: str) -> tuple[str, str] | None:
    """Return the headings of words and names that a line says, None where it says none."""
    line = simplified(text.strip())
    found = WHO.search(line[-ENDING:]) if len(line) <= LONGEST_HEAD else None
    if found is None or ITEM.match(line):
        return None
    what = "".join(JOINED.sub("", line[: len(line) - len(found[0])].strip()).split())
    is_known = column_field(what) in TEXTS
    return (what if is_known else TASK), found["who"]


def _rows(paragraphs: Sequence[Paragraph], start: int) -> list[_Row]:
    """Return the lines that count on from 1, none where one of them names nobody at its end."""
    rows: list[_Row] = []
    at = start
    while at < len(paragraphs) and len(rows) < MOST_ROWS:
        item = ITEM.match(paragraphs[at].text[:LONGEST_LINE])
        if item is None or int(item["no"]) != len(rows) + 1:
            break
        row = _row(item["words"], paragraphs, at)
        if row is None:
            return []
        rows.append(row)
        at = row.end
    return rows


def _row(words: str, paragraphs: Sequence[Paragraph], at: int) -> _Row | None:
    """Return the row that begins with these words; they may go on in the line below."""
    found = _parted(words)
    if found:
        return _Row(*found[:2], at + 1, found[2])
    below = paragraphs[at + 1].text[:LONGEST_LINE] if at + 1 < len(paragraphs) else ""
    rest = None if ITEM.match(below) else _parted(below.strip())
    return _Row(words.strip() + rest[0], rest[1], at + 2, rest[2]) if rest else None


def _parted(text: str) -> tuple[str, str, bool] | None:
    """Return words and names of a line, and whether a single blank parts them; None for others."""
    parts = GAP.split(text.strip())
    is_loose = len(parts) == 1
    if is_loose:
        parts = text.strip().rsplit(None, 1)
    if len(parts) != PARTS:
        return None
    names = parts[1]
    if len(names) > LONGEST_NAMES or parts[0].endswith(ENDED):
        return None
    return (parts[0].strip(), names, is_loose) if look(names).is_bodies else None


def _table(
    head: tuple[str, str], rows: Sequence[_Row], paragraphs: Sequence[Paragraph], at: int
) -> Labelled:
    texts = [(NUMBER, *head)]
    texts.extend((str(no), row.words, row.names) for no, row in enumerate(rows, 1))
    grid = tuple(
        tuple(Cell((text,), number, column) for column, text in enumerate(line))
        for number, line in enumerate(texts)
    )
    starts = [at, at + 1, *(row.end for row in rows[:-1])]
    return Labelled(grid, tuple(paragraphs[each].place for each in starts), at, rows[-1].end)
