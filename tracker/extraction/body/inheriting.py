"""Completes the clause of a measure with that of its section: who leads there, who helps here."""

from dataclasses import replace

from tracker.extraction.fields import Field
from tracker.extraction.parties.clauses import Clause
from tracker.extraction.parties.labels import labels
from tracker.extraction.wording import simplified

LEADER = "领导"


def with_section(own: Clause, above: Clause | None) -> Clause:
    """Return the clause of a measure, led by those who lead its section where it names no lead.

    So it is where the measure names only a time or who cooperates, or only 责任单位 below a section
    that names a 牵头单位: who is responsible beside a lead cooperates, as in one clause with both.
    The leaders of the section (分管领导：…) are those of each measure in it.
    """
    if above is None:
        return own
    said, section = own.parties, above.parties
    helps = _fields(above) >= {Field.LEAD} and _fields(own) == {Field.RESPONSIBLE}
    if not section.leads or (said.leads and not helps):
        leaders = [one for one in section.persons if LEADER in one[0]]
        persons = tuple(dict.fromkeys((*leaders, *said.persons)))
        return replace(own, parties=replace(said, persons=persons)) if leaders else own
    named = dict.fromkeys((*said.leads, *said.cooperating))
    return Clause(
        own.start,
        own.end,
        f"{above.text}\n{own.text}",
        replace(
            said,
            leads=section.leads,
            cooperating=tuple(name for name in named if name not in section.leads),
            deadline_text=said.deadline_text or section.deadline_text,
            persons=tuple(dict.fromkeys((*section.persons, *said.persons))),
        ),
    )


def _fields(clause: Clause) -> set[Field | None]:
    """Return what the labels of a clause ask for, those of persons and times left out."""
    found = {field for _start, _begin, field in labels(simplified(clause.text))}
    return found & {Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING}
