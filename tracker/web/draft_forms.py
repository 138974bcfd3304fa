"""The form of one draft: what a coordinator may change in it, and what its time may mean."""

from datetime import date, timedelta

from flask import request
from wtforms import (
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from tracker import intake
from tracker.deadlines import Deadline, explain, occurrences, parse_deadline
from tracker.directory import without_unseen
from tracker.intake.settling import DATE, LATER, current
from tracker.models import Draft
from tracker.texts import gettext as _
from tracker.web.dates import short_day_words
from tracker.web.forms import Form, NumberField

LONGEST_TITLE = 500
LONGEST_DEADLINE = 200
LONGEST_CONTENT = 20_000
NAME_SEPARATORS, LINE_ENDS = "、，,；;\t", "\r\n"
OPENING, CLOSING = "（(〔[【", "）)〕]】"
ONE_DAY = timedelta(days=1)
# The day or the year that 今年 means in a document.
Reference = date | int | None


class DraftForm(Form):
    """What a coordinator may change in one draft; names one a line, the leading one first.

    `split_at` is where the cursor stood in the content; `following` names the draft below and its
    version, as it was shown.
    """

    title = StringField(_("Key task"), [Length(max=LONGEST_TITLE)])
    content = TextAreaField(_("Main content"), [Length(max=LONGEST_CONTENT)])
    deadline_text = StringField(_("Deadline"), [Length(max=LONGEST_DEADLINE)])
    reading = RadioField(_("Meaning of the time"), [Optional()], choices=[], validate_choice=False)
    due_on = StringField(_("Date"), [Length(max=LONGEST_DEADLINE)])
    leads = TextAreaField(_("Responsible departments"), [Length(max=LONGEST_CONTENT)])
    cooperating = TextAreaField(_("Cooperating departments"), [Length(max=LONGEST_CONTENT)])
    version = NumberField()
    split_at = NumberField()
    following = HiddenField()
    act = HiddenField()
    day: date | None = None
    today: date | None = None

    def validate_due_on(self, field: StringField) -> None:
        """Read the date, written in any way the grammar of times knows; without a year this one."""
        words = (field.data or "").strip()
        self.day = parse_deadline(words, self.today).due_on if words else None
        if words and self.day is None:
            raise ValidationError(_("Write the date, for example 2017-09-10."))

    @classmethod
    def for_draft(cls, draft: Draft, reference: Reference, today: date) -> "DraftForm":
        """Return the form filled with the draft, or with what was sent for it."""
        form = cls.from_request(
            title=draft.title,
            content=draft.content,
            deadline_text=draft.deadline_text,
            reading="",
            leads="\n".join(draft.leads),
            cooperating="\n".join(draft.cooperating),
            due_on="",
            version=draft.version,
            following="",
        )
        form.today = today
        choices = intake.choices_of(draft, reference)
        form.reading.choices = [(each.key, choice_words(each, today)) for each in choices]
        return form

    def values(self) -> intake.DraftValues:
        """Return what was filled in; a date typed without a choice is the choice of a date."""
        choice = self.reading.data or ""
        if not choice and self.day:
            choice = DATE
        targets = renamed_here()
        return intake.DraftValues(
            title=without_unseen(self.title.data or "").strip(),
            content=without_unseen(self.content.data or "").strip(),
            deadline_text=without_unseen(self.deadline_text.data or "").strip(),
            leads=tuple(targets.get(name, name) for name in names_in(self.leads.data)),
            cooperating=tuple(targets.get(name, name) for name in names_in(self.cooperating.data)),
            choice=choice,
            due_on=self.day,
        )


def asked_names() -> dict[str, str]:
    """Return the department chosen for each unclear name of the form, where one was chosen."""
    pairs = zip(request.form.getlist("asked"), request.form.getlist("target"), strict=False)
    return {name: target for name, target in pairs if target and target != name}


def renamed_here() -> dict[str, str]:
    """Return the names to be rewritten in this draft alone: chosen, and not to be remembered."""
    return {} if request.form.get("remember") else asked_names()


def names_in(text: str | None) -> tuple[str, ...]:
    """Return the names of a field, each once, in order.

    They stand in lines or between commas; a comma in brackets belongs to the name: 各县（市、区）.
    """
    depth, pieces = 0, [""]
    for sign in without_unseen(text or ""):
        depth = max(0, depth + (sign in OPENING) - (sign in CLOSING))
        if sign in LINE_ENDS or (depth == 0 and sign in NAME_SEPARATORS):
            depth = 0
            pieces.append("")
        else:
            pieces[-1] += sign
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def choice_words(choice: intake.Choice, today: date) -> str:
    """Return what a choice says: the words of the document, and what they are taken to mean."""
    if choice.kind == DATE:
        return _("Until a date that I write here")
    if choice.kind == LATER:
        return _("No date for now; it is set while the work goes on")
    meaning = explain(choice.deadline) + next_words(choice.deadline, today)
    if choice.kind == "both":
        return _("Both: %(meaning)s", meaning=meaning)
    if choice.kind == "reading":
        return meaning
    return _("As “%(text)s”: %(meaning)s", text=choice.words, meaning=meaning)


def next_words(deadline: Deadline, today: date) -> str:
    """Return when a time that comes again is due next; nothing for one that does not."""
    repeats = "recurring:" in deadline.normal or "ongoing" in deadline.normal
    if not repeats or " or " in deadline.normal:
        return ""
    coming = occurrences(deadline.normal, today - ONE_DAY, 1, deadline.day)
    days = [each.due_on for each in coming if each.due_on]
    return _(", next %(day)s", day=short_day_words(min(days), today)) if days else ""


def meaning_of(draft: Draft) -> str:
    """Return what the time of a draft is taken to mean now; nothing for a blank."""
    if draft.deadline_normal == "none":
        return ""
    return explain(current(draft))


def read_time(words: str, reference: Reference) -> str:
    """Return what the words of a time are taken to mean; nothing for a blank."""
    return explain(parse_deadline(words, reference)) if words else ""
