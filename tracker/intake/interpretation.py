"""Says what a row means: values, and problems for a person. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from itertools import islice

from tracker.deadlines import Deadline, explain, find_deadlines, parse_deadline
from tracker.deadlines.forms import OR, split_parts
from tracker.directory import Match, Matcher, Rule, fault_of
from tracker.extraction import Masthead, RowKind, TaskRow
from tracker.extraction.body.sentences import charged_part
from tracker.extraction.parties.bodies import is_body
from tracker.extraction.parties.clauses import partners_in_prose
from tracker.extraction.timing import year_of_title
from tracker.intake.splitting import duties_of
from tracker.models import Draft, DraftKind
from tracker.texts import gettext as _

LONGEST_TITLE = 500
# Names in one field; a cell with more was not read as it is meant.
MOST_NAMES = 300
SAYS = re.compile(r"[，,；;]")
# Names that say no body of their own, whatever departments there are.
ASKED_ANYWAY = frozenset({Rule.function, Rule.whoever, Rule.attached})
NUMBER_YEAR = re.compile(r"[〔\[［（(【]\s*(\d{4})\s*[〕\]］）)】]")


def reference_of(masthead: Masthead) -> date | int | None:
    """Return the day or year that 今年 means: the date of issue, else the year that names it.

    That is the year of the 发文字号, else the one year in the title of a plan, else the one that
    the times of the text name.
    """
    named = year_of_number(masthead.doc_number) or year_of_title(masthead)
    return masthead.issued_on or named or masthead.year


def year_of_number(doc_number: str | None) -> int | None:
    """Return the year of a number like 常天政发〔2017〕68号."""
    match = NUMBER_YEAR.search(doc_number or "")
    return int(match[1]) if match else None


def interpret(row: TaskRow, masthead: Masthead, matcher: Matcher | None) -> Draft:
    """Say what a row means, as an unsaved draft: values, problems, and its place.

    With `matcher` None no name is matched (a file read without a database).
    """
    reference = row.year or reference_of(masthead)
    text = row.deadline_text
    if text is None:
        text = first_expression(prose_of(row), reference)
    deadline = parse_deadline(text, reference)
    taken = year_problems(deadline, row.year or taken_year(masthead))
    problems = [*deadline_problems(row, deadline, reference), *taken, *role_problems(row)]
    problems += duty_problems(row.content) if row.kind is RowKind.ANNEX else []
    cooperating = cooperating_of(row)
    if matcher is not None:
        problems += department_problems([*row.leads, *cooperating], matcher)
    problems += number_problems(row.leads, cooperating)
    return Draft(
        document_id=0,
        position=0,
        kind=DraftKind(row.kind.value),
        no=row.no,
        title=(row.title or "")[:LONGEST_TITLE],
        content=row.content,
        clause=row.clause,
        deadline_text=text,
        deadline_written=text,
        deadline_normal=deadline.normal,
        deadline_due_on=deadline.due_on,
        deadline_day=deadline.day,
        leads=list(row.leads),
        cooperating=cooperating,
        persons=[list(person) for person in row.persons],
        problems=problems,
        source={"kind": row.kind.value, **asdict(row.place)},
    )


def cooperating_of(row: TaskRow) -> list[str]:
    """Return the 配合 names: the column's, or without one those its words name (会同, 配合)."""
    if row.kind is RowKind.MEASURE or row.has_cooperating_column or row.cooperating:
        return list(row.cooperating)
    return [name for name in partners_in_prose(row.content) if name not in row.leads]


def prose_of(row: TaskRow) -> str:
    """Return the words of a row in which a time may stand: those of a measure from its first on.

    Its heading is its first sentence, where that says something: "下调税额，自2019年1月1日起执行。"
    """
    heading = row.title or ""
    if row.kind is not RowKind.MEASURE or not SAYS.search(heading) or heading in row.content:
        return row.content
    return f"{heading}。{row.content}"


def first_expression(content: str, reference: date | int | None) -> str:
    """Return the first time the row's own words bind it to; blank where there is none.

    A time alone is a date of issue in running text; as all a task's cell says (每月5日前) it binds.
    """
    if found := find_deadlines(content, reference):
        return found[0].text
    words = content.strip()
    alone = find_deadlines(f"{words}完成", reference)
    return words if [one.text for one in alone] == [words] else ""


def deadline_problems(
    row: TaskRow, deadline: Deadline, reference: date | int | None
) -> list[dict[str, str]]:
    """Return what a person has to decide about the time: unread, two readings, two sources."""
    problems = list(reading_problems(deadline))
    if row.deadline_text == "" or deadline.normal == "none":
        return problems
    seen = {deadline.normal, "none", *split_parts(deadline.normal)}
    for found in find_deadlines(row.content, reference):
        if found.normal in seen:
            continue
        seen.add(found.normal)
        sentence = _two_times(deadline.text, found.text, in_column=bool(row.deadline_text))
        problems.append(problem("deadline_conflict", sentence, reading=found.text))
    return problems


def _two_times(first: str, other: str, *, in_column: bool) -> str:
    if in_column:
        return _(
            "The column says “%(column)s”, the content says “%(prose)s”; choose one.",
            column=first,
            prose=other,
        )
    return _("The content says “%(first)s” and “%(other)s”; choose.", first=first, other=other)


def reading_problems(deadline: Deadline) -> Iterable[dict[str, str]]:
    """Yield what is wrong with the words of one deadline by itself."""
    if deadline.is_undated:
        sentence = _(
            "“%(text)s” names no year or no day of our calendar; set the date.", text=deadline.text
        )
        yield problem("deadline_unread", sentence)
    elif deadline.unreadable:
        yield problem(
            "deadline_unread", _("“%(text)s” is no time we can read.", text=deadline.text)
        )
    elif OR in deadline.normal:
        yield problem("deadline_ambiguous", explain(deadline))
    elif deadline.due_on is None and deadline.normal.startswith(("event:", "immediate")):
        yield problem(
            "deadline_undated", _("“%(text)s” has no date of its own; set one.", text=deadline.text)
        )


def taken_year(masthead: Masthead) -> int | None:
    """Return the year that only the times of the text name, where nothing else says it."""
    return masthead.year if reference_of(masthead) is masthead.year else None


def year_problems(deadline: Deadline, year: int | None) -> Iterable[dict[str, str]]:
    """Yield that the year of a time was taken from elsewhere in the text: a person checks it."""
    is_read = not (deadline.unreadable or deadline.is_undated)
    if year and is_read and parse_deadline(deadline.text, None).is_undated:
        sentence = _(
            "“%(text)s” names no year; %(year)s stands nearest to it in the text, please check.",
            text=deadline.text,
            year=year,
        )
        yield problem("deadline_year", sentence)


def role_problems(row: TaskRow) -> list[dict[str, str]]:
    """Return what is unsure about who answers: nobody named, or a blank cell filled from above."""
    is_measure = row.kind is RowKind.MEASURE
    part = charged_part(row.content, named=bool(row.leads)) if is_measure else ""
    if not row.leads:
        return [no_lead(part)]
    if part and part in (row.clause or ""):
        sentence = _(
            "Only “%(words)s” names them; are they responsible for all of this?", words=part
        )
        return [problem("lead_in_part", sentence)]
    if "leads" in row.inherited:
        sentence = _("The cell is blank; “%(names)s” stands above it.", names="、".join(row.leads))
        return [problem("lead_inherited", sentence)]
    return []


def no_lead(part: str = "") -> dict[str, str]:
    """Return the problem that nobody is named; `part` are words that charge somebody in part."""
    if not part:
        return problem("no_lead", _("No responsible department is named."))
    sentence = _("Nobody is named for all of this; one sentence says “%(words)s”.", words=part)
    return problem("no_lead", sentence)


def number_problems(*fields: Sequence[str]) -> list[dict[str, str]]:
    """Return the problem of a field with more names than anybody could be meant by."""
    most = max(map(len, fields))
    return [] if most <= MOST_NAMES else [problem("many_names", too_many_names(most))]


def too_many_names(count: int) -> str:
    """Say that there are too many names in one field."""
    return _(
        "%(count)s names stand in one field; write at most %(limit)s.",
        count=count,
        limit=MOST_NAMES,
    )


def duty_problems(content: str) -> list[dict[str, str]]:
    """Return the problem of a row whose words give several bodies a duty each: split it, or not."""
    duties = duties_of(content)
    if not duties:
        return []
    words = "、".join(f"“{each}”" for each in duties)
    return [
        problem("duties_split", _("The content names separate duties: %(words)s.", words=words))
    ]


def department_problems(names: Iterable[str], matcher: Matcher) -> list[dict[str, str]]:
    """Return one problem for each name that is surely no one known department.

    The first document fills an empty directory, so there a plain name is no problem; one that does
    not end as those of bodies do is asked about. Of very many names the first ones are.
    """
    return [
        department_problem(match)
        for match in map(matcher.match, islice(names, MOST_NAMES))
        if match.department is None
        and (matcher.departments or match.rule in ASKED_ANYWAY or not is_body(match.name))
    ]


def department_problem(match: Match) -> dict[str, str]:
    """Return what a person has to decide about a name, with the `candidates`, one a line.

    department_unclear: it names a function, nobody in particular or an office that sits somewhere,
    or may be no body;
    department_unsure: one of the candidates may be
    meant; department_new: nobody bears it yet.
    """
    values = {"name": match.name}
    if fault := fault_of(match.name):
        return problem("department_unclear", fault, **values)
    if match.candidates:
        values["candidates"] = "\n".join(each.name for each in match.candidates)
    if match.rule in ASKED_ANYWAY:
        return problem("department_unclear", match.reason, **values)
    if match.candidates:
        return problem("department_unsure", match.reason, **values)
    if not is_body(match.name):
        odd = _(
            "“%(name)s” does not end as names of departments do; check that it is one.",
            name=match.name,
        )
        return problem("department_unclear", odd, **values)
    sentence = _("“%(name)s” is not known yet; accepting adds it.", name=match.name)
    return problem("department_new", sentence, **values)


def problem(kind: str, text: str, **values: str) -> dict[str, str]:
    """Return one problem as a draft keeps it."""
    return {"kind": kind, "text": text, **values}
