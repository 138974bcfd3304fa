"""Turns a person's open list into the values of one digest mail. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.mail import Letterhead, say_full_day, say_short_day
from tracker.models import AssignmentRole
from tracker.reminders import wording
from tracker.reminders.values import LastReport, LastReports, Party, Situation
from tracker.tasks import Standing
from tracker.texts import gettext as _
from tracker.texts import ngettext

PREVIEWED = 3


class Kind(StrEnum):
    """The sections of a digest, in this order; an item stands in one of them."""

    overdue = "overdue"
    returned = "returned"
    lagging = "lagging"
    soon = "soon"
    issued = "issued"
    other = "other"
    cooperating = "cooperating"
    unmanned = "unmanned"


class Tone(StrEnum):
    """The colour of a section: red is overdue and nothing else."""

    overdue = "overdue"
    soon = "soon"
    plain = "plain"


TONES = {
    Kind.overdue: Tone.overdue,
    Kind.returned: Tone.soon,
    Kind.lagging: Tone.soon,
    Kind.soon: Tone.soon,
}
LAMP_TONES = {
    Standing.overdue: Tone.overdue,
    Standing.lagging: Tone.soon,
    Standing.soon: Tone.soon,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One milestone as a digest lists it; `when` is how late it is, `meaning` its last day."""

    title: str
    url: str
    when: str
    tone: Tone
    deadline: str
    meaning: str
    note: str
    action: str


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one kind, under `heading`; `word` names the kind."""

    kind: Kind
    word: str
    heading: str
    tone: Tone
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one digest says.

    `summary` and `day` go into the subject, `counted` into the opening words, `promise` into the
    foot: what stops the reminders.
    """

    who: str
    day: str
    greeting: str
    opening: str
    summary: str
    preview: str
    counted: tuple[Section, ...]
    sections: tuple[Section, ...]
    promise: str


def name_kind(kind: Kind) -> str:
    """Return the word people know the kind by."""
    names = {
        Kind.overdue: _("Overdue"),
        Kind.returned: _("Returned to you"),
        Kind.lagging: _("Lagging"),
        Kind.soon: _("Due soon"),
        Kind.issued: _("To be signed"),
        Kind.other: _("Others under way"),
        Kind.cooperating: _("Items to cooperate in"),
        Kind.unmanned: _("Departments without a contact"),
    }
    return names[kind]


def kind_of(situation: Situation, party: Party, report: LastReport | None) -> Kind:
    """Return the one section an item stands in: the most pressing that fits."""
    if party.role is AssignmentRole.cooperating:
        return Kind.cooperating
    if situation.standing is Standing.overdue:
        return Kind.overdue
    if wording.is_returned(situation, report):
        return Kind.returned
    if situation.standing in {Standing.lagging, Standing.soon}:
        return Kind(situation.standing.value)
    return Kind.other if party.is_signed else Kind.issued


def make_sections(listed: Iterable[tuple[Kind, Item]]) -> tuple[Section, ...]:
    """Return the items under their headings, sections without items left out."""
    grouped: defaultdict[Kind, list[Item]] = defaultdict(list)
    for kind, item in listed:
        grouped[kind].append(item)
    return tuple(make_section(kind, grouped[kind]) for kind in Kind if grouped[kind])


def make_section(kind: Kind, items: Sequence[Item]) -> Section:
    """Return one section: 逾期 2 项."""
    word = name_kind(kind)
    shown = _("For information: %(word)s", word=word) if kind is Kind.cooperating else word
    heading = ngettext("%(word)s: %(num)s item", "%(word)s: %(num)s items", len(items), word=shown)
    return Section(kind, word, heading, TONES.get(kind, Tone.plain), tuple(items))


def clerk_digest(
    letterhead: Letterhead,
    department: tuple[Collection[int], str],
    person: str,
    situations: Iterable[Situation],
    reports: LastReports,
    today: date,
) -> Digest:
    """Return the digest of one clerk: the whole open list of the department.

    `department` is its name, and the ids of what the clerk acts for: itself and its groups.
    """
    own, name = department
    listed = [
        list_item(
            letterhead, each, party, reports.get((each.milestone_id, party.department_id)), today
        )
        for each in situations
        for party in each.parties
        if party.department_id in own
    ]
    sections = make_sections(listed)
    answered = tuple(each for each in sections if each.kind is not Kind.cooperating)
    return Digest(
        who=name,
        day=say_short_day(today),
        greeting=_("%(department)s %(person)s:", department=name, person=person),
        opening=say_opening(sections, answered, today),
        summary=_(", ").join(count(each) for each in summarised(answered) or sections),
        preview=preview(sections),
        counted=answered,
        sections=sections,
        promise=_("What is dealt with is not reminded of from tomorrow on."),
    )


def list_item(
    letterhead: Letterhead,
    situation: Situation,
    party: Party,
    report: LastReport | None,
    today: date,
) -> tuple[Kind, Item]:
    """Return one milestone as the digest of one department lists it, with its section."""
    kind = kind_of(situation, party, report)
    when = wording.say_left(situation, today)
    if kind is Kind.returned and report:
        when = wording.say_returned(report)
    elif kind is Kind.issued:
        when = _("to be signed")
    tone = TONES.get(kind) or LAMP_TONES.get(situation.standing, Tone.plain)
    part = wording.say_part(situation, party)
    progress = wording.say_progress(situation, party, report, letterhead.office, today)
    action = wording.say_action(situation, party, report)
    return kind, make_item(letterhead, situation, when, tone, part + progress, action, today)


def make_item(
    letterhead: Letterhead,
    situation: Situation,
    when: str,
    tone: Tone,
    note: str,
    action: str,
    today: date,
) -> Item:
    """Return the item with what every item has: title, link, the deadline as written."""
    return Item(
        title=" ".join(situation.title.split()),
        url=letterhead.task_url(situation.task_id),
        when=when,
        tone=tone,
        deadline=situation.deadline_text or "——",
        meaning=wording.say_meaning(situation, today),
        note=note,
        action=action,
    )


def summarised(own: Sequence[Section]) -> list[Section]:
    """Return the sections the subject names: everything that presses."""
    return [each for each in own if each.kind is not Kind.other]


def count(section: Section) -> str:
    """Return a kind with its number for the subject: 逾期2项."""
    number = len(section.items)
    return ngettext("%(word)s %(num)s", "%(word)s %(num)s", number, word=section.word)


def say_opening(sections: Sequence[Section], own: Sequence[Section], today: date) -> str:
    """Return the first sentence: how many items there are to do, and how many to know of."""
    day = say_full_day(today)
    number = sum(len(each.items) for each in own)
    known = sum(len(each.items) for each in sections) - number
    if not number:
        return ngettext(
            "As of %(day)s your department cooperates in %(num)s item and leads in none of these:",
            "As of %(day)s your department cooperates in %(num)s items and leads in none of these:",
            known,
            day=day,
        )
    if not known:
        return ngettext(
            "As of %(day)s your department has %(num)s item to deal with:",
            "As of %(day)s your department has %(num)s items to deal with:",
            number,
            day=day,
        )
    return ngettext(
        "As of %(day)s your department has %(num)s item to deal with, and %(known)s to know of:",
        "As of %(day)s your department has %(num)s items to deal with, and %(known)s to know of:",
        number,
        day=day,
        known=known,
    )


def preview(sections: Sequence[Section]) -> str:
    """Return what a mail program shows beside the subject: the first items of the first section."""
    if not sections:
        return ""
    first = sections[0]
    named = [
        _("%(title)s (%(when)s)", title=each.title, when=each.when) if each.when else each.title
        for each in first.items[:PREVIEWED]
    ]
    return _("%(word)s: %(titles)s", word=first.word, titles=_("; ").join(named))


def coordinator_digest(
    letterhead: Letterhead,
    person: str,
    unmanned: Sequence[tuple[Situation, Sequence[str]]],
    today: date,
) -> Digest:
    """Return what coordinators are told: reminders that found no clerk, with the departments."""
    listed = [
        (Kind.unmanned, unmanned_item(letterhead, situation, names, today))
        for situation, names in unmanned
    ]
    departments = {name for _situation, names in unmanned for name in names}
    opening = ngettext(
        "As of %(day)s reminders are due that reach nobody: %(num)s department has no contact. "
        "Please add one under departments and contacts.",
        "As of %(day)s reminders are due that reach nobody: %(num)s departments have no contact. "
        "Please add them under departments and contacts.",
        len(departments),
        day=say_full_day(today),
    )
    sections = make_sections(listed)
    return Digest(
        who=letterhead.office,
        day=say_short_day(today),
        greeting=_("%(person)s:", person=person),
        opening=opening,
        summary=ngettext(
            "%(num)s department without a contact",
            "%(num)s departments without a contact",
            len(departments),
        ),
        preview=preview(sections),
        counted=(),
        sections=sections,
        promise=_("Once a contact is added, reminders go to the contact."),
    )


def unmanned_item(
    letterhead: Letterhead, situation: Situation, names: Sequence[str], today: date
) -> Item:
    """Return one milestone whose reminder reached nobody in these departments."""
    note = ngettext(
        "%(names)s has no contact.",
        "%(names)s have no contact.",
        len(names),
        names="、".join(names),
    )
    tone = LAMP_TONES.get(situation.standing, Tone.plain)
    left = wording.say_left(situation, today)
    return make_item(letterhead, situation, left, tone, note, _("Open the item"), today)
