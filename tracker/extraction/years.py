"""Which year governs months that name none: that of a line or heading above, else the nearest."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.extraction.rows import DeadlineFound, TaskRow
from tracker.numerals import OrdinalKind, clause_ordinal

Reference = date | int | None
LONGEST_HEADING = 40
LONGEST_LONE = 16
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*年)")
# 2014年, 二、2015年度： alone on a line or in a row across the table.
LONE = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?((?:19|20)\d\d)\s*年度?\s*[:：。|]?"
)
FINE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年\s*(?:\d{1,2}\s*月|[上下]半年|第?[一二三四]季)")
LOOKS_BACK = re.compile(r"以来|情况|总结|回顾|完成|成效|基础|现状")
NAMED = re.compile(r"(?:month|date|tenday|quarter|half):((?:19|20)\d\d)-.*")
RANGED = re.compile(r"range:[\d-]+\w*/((?:19|20)\d\d)-.*")
ANY_LEVEL = 99
LEVELS = {kind: level for level, kind in enumerate(OrdinalKind)}


@dataclass(slots=True)
class Governing:
    """The year in force while a text is read from its first line to its last.

    `reference` is what the document itself says; a line that is a year and nothing else governs
    what stands below it whatever that is. Without a reference so does a heading that names one
    year, until the next of its level; else the year of the last stage, whose heading holds its
    months, or the one year that the times above name.
    """

    reference: Reference
    year: int | None = None
    level: int = ANY_LEVEL
    staged: int | None = None
    named: set[int] = field(default_factory=set)
    blocks: list[int] = field(default_factory=list)
    years: list[int | None] = field(default_factory=list)

    def at(self, text: str, block: int) -> int | None:
        """Return the year over a line of that block of the content, None where it is its own."""
        if len(text) <= LONGEST_HEADING:
            self._head(text.strip())
        own = self.reference.year if isinstance(self.reference, date) else self.reference
        if own is None:
            self._stage(text)
        year = self.year or (None if own else self.staged or self._only())
        self.blocks.append(block)
        self.years.append(year if year != own else None)
        return self.years[-1]

    def _head(self, line: str) -> None:
        lone = LONE.fullmatch(line) if len(line) <= LONGEST_LONE else None
        ordinal = clause_ordinal(line)
        level = LEVELS[ordinal.kind] if ordinal else ANY_LEVEL
        if lone:
            self.year, self.level = int(lone[1]), level
        elif ordinal and "。" not in line.rstrip("。"):
            named = None if self.reference else year_of_heading(line)
            if named:
                self.year, self.level = named, level
            elif level <= self.level:
                self.year, self.level = None, ANY_LEVEL

    def _stage(self, text: str) -> None:
        heading = text[:LONGEST_HEADING].partition("。")[0]
        if (named := FINE.findall(heading)) and clause_ordinal(heading):
            self.staged = int(named[-1])

    def _only(self) -> int | None:
        return next(iter(self.named)) if len(self.named) == 1 else None

    def note(self, found: Iterable[DeadlineFound]) -> None:
        """Note the years that times of the text have named."""
        for one in found:
            is_dated = YEAR.search(one.text) and not one.text.startswith("到")
            named = is_dated and (NAMED.fullmatch(one.normal) or RANGED.fullmatch(one.normal))
            self.named |= {int(named[1])} if named else set()

    def over(self, block: int) -> int | None:
        """Return the year in force at that block, None where it is the document's own."""
        at = bisect_right(self.blocks, block)
        return self.years[at - 1] if at else None


def year_of_heading(line: str) -> int | None:
    """Return the one year that a heading names, unless it looks back."""
    years = set(YEAR.findall(line))
    return int(years.pop()) if len(years) == 1 and not LOOKS_BACK.search(line) else None


def with_years(rows: Iterable[TaskRow], governing: Governing) -> Iterator[TaskRow]:
    """Return the rows, each with the year that governs it where that is not the document's own.

    That is the year of a section of its own, of a time in a row above it, or of the text above.
    """
    table, nearest = None, None
    for row in rows:
        nearest = nearest if row.place.table == table else None
        table = row.place.table
        year = _of_section(row) or nearest or governing.over(row.place.block)
        yield replace(row, year=year) if year else row
        named = FINE.findall(row.deadline_text or "")
        if named and governing.reference is None:
            nearest = int(named[-1])


def _of_section(row: TaskRow) -> int | None:
    lone = (LONE.fullmatch(text.strip()) for text in reversed(row.section))
    return next((int(found[1]) for found in lone if found), None)
