"""Finds the expressions of time in the body and in the task rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from tracker.deadlines import (
    Deadline,
    FoundDeadline,
    begins_on,
    find_deadlines,
    parse_deadline,
)
from tracker.extraction.annexes import ANNEX, ANNEX_HEAD
from tracker.extraction.masthead import DATE, NUMBER, is_portal_line
from tracker.extraction.one_line import cut_foot, cut_head
from tracker.extraction.rows import DeadlineFound, Masthead, Remark, TaskRow
from tracker.extraction.telling import WILL, tells_facts
from tracker.extraction.wording import simplified
from tracker.extraction.years import Governing, Reference
from tracker.reading.content import Content, Paragraph, Place, Table
from tracker.texts import gettext as _
from tracker.texts import ngettext

REMEMBERED = 50_000
# Every year in a title, both ends of a span too.
TITLE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?=\s*年|\s*[-—–－~至]+\s*20\d{2}年)")
PLANS = re.compile(r"计划|要点|方案|分解|任务|安排|清单|目标|分工|实事|责任|措施|行动|目录")
# 五、整改时限 above the line of the time itself.
TIME_HEADS = ("时限", "期限", "完成时间", "整改时间", "时间要求")
LONGEST_TIME, LONGEST_CELL, SHORTEST_SENTENCE = 24, 60, 12
# A line of a span of months or of 前 alone is no date of issue: 2005.1—4, 5月21日前.
LONE = re.compile(
    r"(?=\s*\d{1,4}\s*[.．/年月日])[\d.．/年月日号至到,，、\s—–－~～-]{4,22}(?:[上中下]旬|[底末]?[之以]?前|为?止)?"
)
# （三）检查阶段（2010年3月-7月）, the first line of an excerpt, is no title.
STAGE = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、")
# 2016年6月  日: the day of issue is filled in by hand.
LEFT_OPEN = re.compile(r"\d{4}年\d{0,2}月日")
SPAN_OF_MONTHS = re.compile(r"(?:multi:)?range:\d{4}-")
ANY_YEAR = re.compile(r"\d{4}|[一二][零〇○九]|十[一二三四五六]?五")
DATED = re.compile(r"(?:year|half|quarter|month|tenday|date|range):")
LOOKS_BACK = re.compile(r"情况|通报|总结|进展|完成|进度|考核|评估|结果")
# 督查情况的通报, 整改落实情况的报告: in them 今年 and 9月 tell, where they do not ask.
REPORT = re.compile(
    r"(?:情况|问题|结果|督查|督办|检查|考核|整改|排名)的?(?:通报|报告|汇报|总结|公示|函)$"
    r"|(?:进展|完成|落实|整改|推进|办理|执行)情况(?:表|汇总表?)?$|工作总结$|督查通报"
)
PLANNED = re.compile(r"草案|计划|安排|打算|要点|方案|分解|任务|清单|制度|办法")
DUE = ("前", "止", "内", "起", "底", "末", "前）", "前)")


def reference_of(masthead: Masthead) -> Reference:
    """Return what relative times refer to: the date of issue, else a year.

    That is the year of the number, of the title, or the one that the times of the text name.
    """
    year = re.search(r"(?:19|20)\d{2}", masthead.doc_number or "")
    named = int(year[0]) if year else year_of_title(masthead)
    return masthead.issued_on or named or masthead.year


def year_of_title(masthead: Masthead) -> int | None:
    """Return the one year that the title of a plan names (2024年度抽查工作计划), else None.

    The title of a report names the year it looks back on.
    """
    title = simplified(f"{masthead.title or ''} {masthead.embedded_title or ''}")
    years = set(TITLE_YEAR.findall(title))
    if len(years) != 1 or LOOKS_BACK.search(title) or not PLANS.search(title):
        return None
    return int(years.pop())


def year_remarks(
    masthead: Masthead, body: Sequence[DeadlineFound], rows: Iterable[DeadlineFound]
) -> Iterator[Remark]:
    """Return where the year of times without one comes from, or how many wait for theirs.

    Only those of the body are said to wait: a row asks for its own.
    """
    times = [one for one in (*body, *rows) if not ANY_YEAR.search(one.text)]
    undated = sum(one.normal == "none" for one in body)
    if undated:
        yield Remark(
            ngettext(
                "%(num)s time names no year, nor does the document say which; set its date.",
                "%(num)s times name no year, nor does the document say which; set their dates.",
                undated,
            )
        )
    if masthead.issued_on or masthead.doc_number or not any(map(_is_of_a_year, times)):
        return
    if year := year_of_title(masthead):
        yield Remark(
            _(
                "The document has no date of issue: times without a year are of %(year)s, the year "
                "of its title.",
                year=year,
            )
        )
    elif masthead.year:
        yield Remark(
            _(
                "The document has no date of issue: times without a year are of %(year)s, the year "
                "that its text names.",
                year=masthead.year,
            )
        )


def _is_of_a_year(one: DeadlineFound) -> bool:
    return DATED.match(one.normal) is not None


def deadlines_of_body(
    content: Content, masthead: Masthead
) -> tuple[tuple[DeadlineFound, ...], Governing]:
    """Return every expression of the body that sets a time, and the years that stand over it."""
    reference = reference_of(masthead)
    governing = Governing(reference)
    found: list[DeadlineFound] = []
    is_below, recounts = False, _recounts(masthead)
    for text, place in running_text(content, masthead):
        before, words = len(found), text.strip("。| \u3000")
        year = governing.at(text, place.block)
        base = year or reference
        normal = _alone(words, base, is_below=is_below) if len(words) <= LONGEST_TIME else None
        here = [DeadlineFound(words, normal, words, place)] if normal else []
        others = () if here else _in(text, place, reference, year)
        found.extend(here or (one for one in others if not (recounts and _is_past(one, reference))))
        governing.note(found[before:])
        is_below = len(words) <= LONGEST_TIME and words.rstrip("：:").endswith(TIME_HEADS)
    return tuple(found), governing


def _recounts(masthead: Masthead) -> bool:
    """Return whether the title is that of a report on what was done."""
    title = _bare(simplified(masthead.embedded_title or masthead.title or ""))
    return REPORT.search(title) is not None and PLANNED.search(title) is None


def _is_past(one: DeadlineFound, reference: Reference) -> bool:
    """Return whether a time had begun when the report was made, and nothing is asked by it."""
    start = None if one.text.endswith(DUE) else begins_on(one.normal)
    if start is None or reference is None or WILL.search(one.sentence):
        return False
    return start <= reference if isinstance(reference, date) else start.year <= reference


def deadlines_of_rows(rows: Sequence[TaskRow], reference: Reference) -> Iterator[DeadlineFound]:
    """Return every expression of the task rows that sets a time, row by row.

    A filled deadline cell is one expression, its own sentence, also where a person has to date it;
    so is one that holds for several rows. What is aimed at in each of several periods is prose.
    """
    for row in rows:
        yield from _in(row.content, row.place, reference, row.year)
        if row.shares_time or "deadline_text" in row.inherited:
            continue
        if len(row.deadline_text or "") > LONGEST_CELL:
            yield from _in(row.deadline_text or "", row.place, reference, row.year)
            continue
        cell = _cell(row.deadline_text or "", row.year or reference)
        if cell.normal != "none" or cell.is_undated:
            yield DeadlineFound(cell.text, cell.normal, cell.text, row.place)


def deadlines_of_others(
    content: Content, rows: Sequence[TaskRow], reference: Reference
) -> Iterator[DeadlineFound]:
    """Return every expression in the sentences of tables that gave no row: they bind as well."""
    read = {row.place.block for row in rows}
    for block in content.blocks:
        if isinstance(block, Table) and block.place.block not in read:
            cells = {id(cell): cell for row in block.rows for cell in row}.values()
            for cell in cells:
                if len(cell.text) >= SHORTEST_SENTENCE:
                    yield from _in(cell.text, block.place, reference, None)


def _alone(words: str, reference: Reference, *, is_below: bool) -> str | None:
    """Return the form of a line that is a time to act and nothing else, else None.

    `is_below` says that it stands below a heading that announces a time.
    """
    if not is_below and LONE.fullmatch(words) is None:
        return None
    normal = _cell(words, reference).normal
    is_due = is_below or words.endswith(("前", "止")) or SPAN_OF_MONTHS.match(normal)
    return normal if is_due and normal != "none" else None


def running_text(content: Content, masthead: Masthead) -> Iterator[tuple[str, Place]]:
    """Return the paragraphs that may oblige: not titles, numbers, dates or portal lines."""
    named = (masthead.title, masthead.embedded_title)
    titles = [_bare(text) for text in named if text and STAGE.match(text) is None]
    for block in content.blocks:
        if not isinstance(block, Paragraph):
            continue
        parts = [part for head in cut_head(block.full_text) for part in cut_foot(head)]
        for text in parts if len(parts) > 1 else [block.full_text]:
            if _obliges(_bare(text if len(parts) > 1 else block.text), titles):
                yield text, block.place


def _obliges(bare: str, titles: list[str]) -> bool:
    """Return whether words without white space are none of those that set no task."""
    if any(bare in title for title in titles) or any(
        p.fullmatch(bare) for p in (DATE, LEFT_OPEN, NUMBER)
    ):
        return False
    return not (is_portal_line(bare) or ANNEX.match(bare) or ANNEX_HEAD.match(bare))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@lru_cache(REMEMBERED)
def deadlines_in(
    text: str, reference: Reference, year: int | None = None
) -> tuple[FoundDeadline, ...]:
    """Return what `find_deadlines` finds; remembered, for targets ask about the same sentences."""
    plain = simplified(text)
    found = find_deadlines(plain, reference, year=year)
    if plain == text:
        return tuple(found)
    return tuple(
        replace(one, text=text[one.start : one.end], sentence=_written(one.sentence, text, plain))
        for one in found
    )


def _written(words: str, text: str, plain: str) -> str:
    at = plain.find(words)
    return text[at : at + len(words)] if at >= 0 else words


@lru_cache(REMEMBERED)
def _cell(text: str, reference: Reference) -> Deadline:
    """Return what a cell says, in its own words; a column repeats few of them."""
    return replace(parse_deadline(simplified(text), reference), text=text)


def _in(text: str, place: Place, reference: Reference, year: int | None) -> Iterator[DeadlineFound]:
    for one in deadlines_in(text, reference, year):
        if one.text.endswith(("前", "止", "内")) or not tells_facts(one.sentence):
            yield DeadlineFound(one.text, one.normal, one.sentence, place)
