"""What a person may choose where the words of a time leave more than one reading. Pure.

The words of the document stay as they are; the choice is the normal form and the date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.deadlines import Deadline, due_on, find_deadlines, from_normal, parse_deadline
from tracker.deadlines.forms import AND, MULTI, OR, split_parts, split_readings
from tracker.errors import InvalidInput
from tracker.models import Draft
from tracker.texts import gettext as _

# The choices that are no reading of the words: a date the person names, and none for now.
DATE = "date"
LATER = "later"
Reference = date | int | None
Problems = Sequence[dict[str, str]]
# Words that name no day; an event may still be given one, and keeps its normal form then.
NO_DAY = frozenset({"deadline_undated", "deadline_unread"})
# Where a person may give a day of their own: also for one whose year stands elsewhere in the text.
ASKS_DAY = NO_DAY | {"deadline_year"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing the time may mean: `key` names it in a form, `words` are the document's.

    `kind` is column, prose, both, reading, date or later.
    """

    key: str
    kind: str
    words: str
    deadline: Deadline


def choices_of(draft: Draft, reference: Reference) -> list[Choice]:
    """Return what a person may choose for the time of a draft; none where nothing is open.

    First the column's own words, then those of the content, then all of them together; for words
    without a day a date of the person's own.
    """
    return open_choices(draft, draft.problems, reference)


def open_choices(draft: Draft, problems: Problems, reference: Reference) -> list[Choice]:
    """Return the choices for these problems of the draft."""
    kinds = {each["kind"] for each in problems if each["kind"].startswith("deadline")}
    if not kinds:
        return []
    own = list(own_choices(draft))
    prose = list(prose_choices(draft, problems, reference))
    found = [*own, *prose, *together([*own, *prose])] if prose else own
    if len(found) == 1 and kinds <= NO_DAY:
        found = []
    is_open = kinds & NO_DAY or any(is_undated(each.deadline) for each in found)
    if is_open or kinds & ASKS_DAY:
        found.append(Choice(DATE, DATE, draft.deadline_text, nothing(draft)))
    if is_open:
        found.append(Choice(LATER, LATER, draft.deadline_text, current(draft)))
    return found


def current(draft: Draft) -> Deadline:
    """Return the time as the draft holds it."""
    return Deadline(
        draft.deadline_text, draft.deadline_normal, draft.deadline_due_on, draft.deadline_day
    )


def nothing(draft: Draft) -> Deadline:
    """Return no time at all, with the words of the draft."""
    return Deadline(draft.deadline_text, "none", None)


def own_choices(draft: Draft) -> Iterator[Choice]:
    """Yield the readings of the words that stand where times stand."""
    if OR not in draft.deadline_normal:
        yield Choice("column", "column", draft.deadline_text, current(draft))
        return
    for number, form in enumerate(split_readings(draft.deadline_normal)):
        yield Choice(
            f"reading-{number}",
            "reading",
            draft.deadline_text,
            from_normal(form, draft.deadline_text),
        )


def prose_choices(draft: Draft, problems: Problems, reference: Reference) -> Iterator[Choice]:
    """Yield the times that the content names."""
    words = [each["reading"] for each in problems if each.get("reading")]
    for number, text in enumerate(words):
        yield Choice(f"prose-{number}", "prose", text, read_prose(draft, text, reference))


def read_prose(draft: Draft, words: str, reference: Reference) -> Deadline:
    """Return what words of the content mean: in their sentence, else by themselves."""
    for found in find_deadlines(draft.content, reference):
        if found.text == words and found.normal != "none":
            return from_normal(found.normal, words)
    return parse_deadline(words, reference)


def together(choices: Sequence[Choice]) -> Iterator[Choice]:
    """Yield the choice of all times at once, where each is sure and none waits for a day."""
    forms = [part for each in choices for part in split_parts(each.deadline.normal)]
    distinct = tuple(dict.fromkeys(forms))
    unsure = any(OR in form or form == "none" for form in distinct)
    if len(distinct) == 1 or unsure or any(is_undated(each.deadline) for each in choices):
        return
    normal = MULTI + AND.join(distinct)
    words = [each.words for each in choices]
    yield Choice("both", "both", "；".join(words), Deadline(words[0], normal, due_on(normal)))


def is_undated(deadline: Deadline) -> bool:
    """Return whether a time counts from an event whose day nobody has named."""
    return deadline.due_on is None and deadline.normal.startswith(("event:", "immediate"))


def chosen(choices: Sequence[Choice], key: str, day: date | None) -> Deadline:
    """Return the time a person chose; `day` is the date typed beside it.

    Raises:
        InvalidInput: there is no such choice, or it needs a date.
    """
    choice = next((each for each in choices if each.key == key), None)
    if choice is None:
        raise InvalidInput(_("Choose one of the times."), "reading")
    deadline = choice.deadline
    if choice.kind == LATER:
        return deadline
    if choice.kind == DATE:
        return dated(choice, choices, day)
    if is_undated(deadline) and day is not None:
        return on_day(deadline, day)
    return deadline


def dated(choice: Choice, choices: Sequence[Choice], day: date | None) -> Deadline:
    """Return the time that ends on the day a person named."""
    if day is None:
        raise InvalidInput(_("Write the date, for example 2017-09-10."), "due_on")
    held = next((each.deadline for each in choices if each.kind == LATER), choice.deadline)
    return on_day(held, day)


def on_day(deadline: Deadline, day: date) -> Deadline:
    """Return a time that ends on `day`; one that counts from an event keeps its form."""
    if deadline.normal.startswith("event:"):
        return Deadline(deadline.text, deadline.normal, day, day)
    return Deadline(deadline.text, f"date:{day.isoformat()}", day, day)
