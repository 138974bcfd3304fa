"""Says in words what each line of the history tells: who did what, and from what to what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from tracker.dashboards import Reminded
from tracker.models import Event, ReminderRule
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.dates import full_day_words
from tracker.web.history_words import (
    CODED,
    DRAFT_VALUES,
    FIELDS,
    KINDS,
    STRONG,
    URGING,
    VALUES,
    WORDS,
    Kind,
)

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Longer texts are cut in a line; where they stand now they stand whole.
LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after, in words; nothing before where it is new."""

    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history in words; `at` is a UTC moment."""

    at: datetime
    kind: Kind
    words: str
    changes: tuple[Change, ...]
    is_strong: bool


def kind_of(action: str) -> Kind:
    """Return what a recorded action is about."""
    return Kind.urging if action in URGING else KINDS.get(action.partition(".")[0], Kind.office)


def line_of(
    event: Event, names: Mapping[int, str], change: Mapping[str, Any] | None = None
) -> Line:
    """Return an event in words; `names` maps department ids to names.

    `change` is what to tell of it where that is not all of the event's own.
    """
    return Line(
        at=event.at,
        kind=kind_of(event.action),
        words=words_of(event, names),
        changes=changes_of(event.action, event.change if change is None else change),
        is_strong=event.action in STRONG,
    )


def words_of(event: Event, names: Mapping[int, str]) -> str:
    """Return who did what, in words."""
    who = event.person.name if event.person else _("the system")
    department = names.get(event.department_id or 0, _("the department"))
    return WORDS.get(event.action, event.action) % {"who": who, "department": department}


def lines_of(
    events: Sequence[Event],
    names: Mapping[int, str],
    reminders: Sequence[Reminded] = (),
    changes: Mapping[int, Mapping[str, Any]] = MappingProxyType({}),
) -> list[Line]:
    """Return the events and the reminders in words, newest first; `changes` as in History."""
    lines = [
        *(line_of(event, names, changes.get(event.id)) for event in events),
        *(reminder_line(each, names) for each in reminders),
    ]
    return newest_first(lines)


def newest_first(lines: Iterable[Line]) -> list[Line]:
    """Return the lines by their moment; those of one moment stay in their order."""
    return sorted(lines, key=lambda each: each.at, reverse=True)


def reminder_line(reminded: Reminded, names: Mapping[int, str]) -> Line:
    """Return a reminder that went out in words: who was told, and why."""
    who, department = reminded.name, names.get(reminded.department_id, _("the department"))
    words = _("The system reminded %(department)s, %(who)s", department=department, who=who)
    if reminded.is_in_stead:
        words = _(
            "The system reminded %(who)s: %(department)s has no clerk",
            department=department,
            who=who,
        )
    reason = Change(_("Reason"), "", why(reminded))
    return Line(reminded.at, Kind.urging, words, (reason,), is_strong=False)


def latest_reminders(reminded: Sequence[Reminded], names: Mapping[int, str]) -> list[Line]:
    """Return the latest reminders, which went out together, as one line; none where none did."""
    if not reminded:
        return []
    told = (
        _("%(department)s (no clerk)", department=name) if each.is_in_stead else name
        for each in reminded
        for name in [names.get(each.department_id, _("the department"))]
    )
    words = _("The system reminded %(departments)s", departments="、".join(dict.fromkeys(told)))
    reason = Change(_("Reason"), "", why(reminded[0]))
    return [Line(reminded[0].at, Kind.urging, words, (reason,), is_strong=False)]


def why(reminded: Reminded) -> str:
    """Return why a reminder went out."""
    if reminded.rule is ReminderRule.overdue:
        return ngettext(
            "overdue, %(num)s working day", "overdue, %(num)s working days", reminded.days
        )
    return {
        ReminderRule.lead: _("the deadline comes near"),
        ReminderRule.issued: _("newly issued, not signed yet"),
    }[reminded.rule]


def changes_of(action: str, change: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what changed, in words; what has no word for people (ids, versions) is left out."""
    found = []
    special = DRAFT_VALUES if action.startswith("draft.") else {}
    for field, label in FIELDS.items():
        pair = change.get(field)
        if not isinstance(pair, list) or pair[0] == pair[-1]:
            continue
        was, now = (special.get(str(each)) or value_words(field, each) for each in pair)
        is_first = field == "drafts" and pair[0] == 0  # what was read, not more of it
        found.append(Change(label, "" if is_first else was, now))
    return tuple(found)


def value_words(field: str, value: object) -> str:
    """Return a kept value as people read it."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(map(str, value))
    text = str(value)
    if field == "percent":
        return f"{text}%"
    return VALUES.get(text, text) if field in CODED else plain_words(text)


def plain_words(text: str) -> str:
    """Return a day as officials write it, a long text cut, any other text as it is."""
    if ISO_DAY.fullmatch(text):
        return full_day_words(date.fromisoformat(text))
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
