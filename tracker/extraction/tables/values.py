"""Reads the fields of one row of a task table by its columns: who, by when, which words."""

import re
from collections.abc import Sequence

from tracker.extraction.fields import Field
from tracker.extraction.flat.atoms import look
from tracker.extraction.headers import Columns, Row, responsible_lead
from tracker.extraction.parties.persons import bracket_persons, of_all
from tracker.extraction.tables.cells import (
    Names,
    is_figure,
    is_person,
    named,
    said_deadline,
)
from tracker.extraction.tables.others import ANSWERING
from tracker.extraction.wording import join_lines
from tracker.reading.content import Cell

Persons = tuple[tuple[str, str], ...]
PERIOD_BEGINS = re.compile(
    r"(?:20\d\d年?|第?[一二三四1-4]季度|第[一二三四五1-5]阶段|[上下]半年|\d{1,2}(?:[-—–~～至]\d{1,2})?月).*$"
)
# Headings of columns which may name persons beside bodies: 责任单位及责任人.
WITH_PERSONS = re.compile(r"人|领导|領導")
# A person whom a label tells from the body before it: 某局（责任人：某某）, 某局 责任人：某某.
LABELLED_PERSON = re.compile(
    r"\s*[（(]\s*(?:责任|负责|联系)人\s*[:：]\s*(?P<inside>[^（）()]{2,12})[）)]"
    r"|(?<=[\u4e00-\u9fff])\s+(?:责任|负责|联系)人\s*[:：]\s*(?P<behind>[\u4e00-\u9fff]{2,4})(?=$|[、，；;])"
)
# A column for both: one name alone in it is that of who answers.
BOTH_ROLES = re.compile(
    r"(?:责任|牵头|主办|承办)(?:单位|部门)?(?:及|和|与|、|/|／)其?(?:配合|协办|协助|参与)"
)
ROLE = re.compile(r"配合|协办|协助|参与|[:：]")
ENDING = re.compile(r"完成|截止|结束|时限")


def parties_of(row: Row, columns: Columns) -> tuple[Names, Names, Persons]:
    """Return leads, cooperating names and persons of a row by the roles of columns and labels.

    What is surely a time or a number is nobody's name, wherever it stands.
    """
    fields = columns.fields
    leads: list[str] = []
    cooperating: list[str] = []
    persons: list[tuple[str, str]] = []
    leading_at = [*fields.get(Field.LEAD, ())]
    helping_at = [*fields.get(Field.COOPERATING, ())]
    (leading_at if responsible_lead(columns) else helping_at).extend(
        fields.get(Field.RESPONSIBLE, ())
    )
    asked = [*_once(row, leading_at), *_once(row, sorted(helping_at))]
    for column in asked:
        heading = columns.headings[column]
        bare = WITH_PERSONS.search(heading) is not None
        lines = row[column].lines
        lines = tuple(map(bracket_persons, lines)) if bare else lines
        lines = tuple(LABELLED_PERSON.sub(_in_brackets, line) for line in lines)
        leading, helping = named(lines, is_lead=column in leading_at)
        if not leading and len(helping) == 1 and _is_of_both(heading, lines):
            leading, helping = helping, ()
        leading, answering = of_all(leading, bare=bare)
        helping, assisting = of_all(helping, bare=bare)
        persons.extend((heading, person) for person in (*answering, *assisting))
        leads.extend(name for name in leading if not is_figure(name))
        cooperating.extend(name for name in helping if not is_figure(name))
    for column in _once(row, fields.get(Field.PERSON, ())):
        bodies, text = _person(row[column])
        persons.extend([(columns.headings[column], text)] if text else [])
        if Field.RESPONSIBLE not in fields and Field.LEAD not in fields:
            leads.extend(bodies)
    return tuple(dict.fromkeys(leads)), tuple(dict.fromkeys(cooperating)), tuple(persons)


def _in_brackets(found: re.Match[str]) -> str:
    return f"（{found['inside'] or found['behind']}）"


def _is_of_both(heading: str, lines: Sequence[str]) -> bool:
    """Return whether a cell under a heading of both roles does not say itself which it names."""
    return BOTH_ROLES.search(heading) is not None and not ROLE.search("".join(lines))


def _person(cell: Cell) -> tuple[Names, str]:
    """Return the bodies that a cell for persons names, and its words where it names persons."""
    names, _helping = named(cell.lines, is_lead=True)
    bodies = tuple(name for name in names if look(name).is_bodies and not is_person(name))
    return (bodies, "") if bodies and bodies == names else ((), "、".join(cell.lines))


def _once(row: Row, columns: Sequence[int]) -> list[int]:
    """Return the columns without those that show the cell of another one."""
    return list({id(row[column]): column for column in reversed(columns)}.values())[::-1]


def deadline_of(row: Row, columns: Columns) -> str | None:
    """Return the words of the deadline column; of several the one that says when to end.

    What is aimed at in periods that have a column each stands before it, each behind its period.
    """
    found = columns.fields.get(Field.DEADLINE, ())
    steps = _milestones(row, columns)
    if not found and Field.MILESTONE in columns.fields:
        return steps
    if not found:
        answering = [at for name in ANSWERING for at in columns.fields.get(name, ())]
        said = (said_deadline(cell.lines) for cell in _cells(row, answering))
        return next((text for text in said if text), None)
    ending = [column for column in found if ENDING.search(columns.headings[column])]
    end = text_of(row, (ending or list(found))[-1:])
    return "；".join(text for text in (steps, end) if text) if steps else end


def _milestones(row: Row, columns: Columns) -> str:
    """Return the cells of columns that each stand for a period, each behind its period."""
    periods = columns.fields.get(Field.MILESTONE, ())
    said = [
        f"{_period(columns.headings[column])}：{text}"
        for column in periods
        if (text := text_of(row, (column,))) and not look(text).is_dash
    ]
    return "；".join(said)


def _period(heading: str) -> str:
    """Return the period that a heading names, without a heading above it: 目标值2021年."""
    found = PERIOD_BEGINS.search(heading)
    return found[0] if found else heading


def _cells(row: Row, columns: Sequence[int]) -> list[Cell]:
    return list({id(row[column]): row[column] for column in columns}.values())


def text_of(row: Row, columns: Sequence[int], between: str = "") -> str:
    """Return the words of these columns, each cell once."""
    texts = (join_lines(cell.lines) for cell in _cells(row, columns))
    return between.join(text for text in texts if text)
