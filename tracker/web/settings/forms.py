"""The forms of the settings: numbers and lists of days, each refused at its field."""

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from wtforms import BooleanField, Field, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, StopValidation
from wtforms.widgets import TextInput

from tracker import settings
from tracker.mail import is_address
from tracker.settings import LIMITS, Lights, ReminderRules, YearText
from tracker.settings.rules import (
    DIGEST_HOURS,
    LONGEST_LEAD,
    LONGEST_OVERDUE,
    MOST_DAYS,
)
from tracker.texts import gettext as _
from tracker.web.forms import Form

SEPARATORS = re.compile(r"[\s,，、;；/]+")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
Limits = tuple[int, int]


def say_days(days: Iterable[int]) -> str:
    """Return 7、3、1."""
    return "、".join(map(str, days))


class WholeNumberField(IntegerField):
    """A whole number within limits, refused in one sentence that names them."""

    def __init__(self, label: str, limits: Limits, **options: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(label, **options)
        self.limits = limits

    def sentence(self) -> str:
        """Return what to fill in."""
        lowest, highest = self.limits
        return _(
            "Give a whole number from %(lowest)s to %(highest)s.", lowest=lowest, highest=highest
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the number as it was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(self.sentence()) from error

    def pre_validate(self, _form: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Refuse a number outside the limits, or none."""
        lowest, highest = self.limits
        if not self.process_errors and (self.data is None or not lowest <= self.data <= highest):
            raise StopValidation(self.sentence())


class DaysField(Field):
    """A list of days like 7、3、1, kept largest first; blank where none is wanted."""

    widget = TextInput()

    def __init__(self, label: str, longest: int, **options: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(label, **options)
        self.longest = longest

    def _value(self) -> str:
        """Return what the field shows: what was typed, else the list."""
        if self.raw_data:
            return str(self.raw_data[0])
        return say_days(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the numbers, whatever stands between them."""
        texts = [text for text in SEPARATORS.split(valuelist[0] if valuelist else "") if text]
        if any(not (text.isascii() and text.isdigit() and len(text) < 4) for text in texts):
            raise ValueError(_("Write whole numbers with 、 between them, for example 30、15、5."))
        self.data = tuple(sorted({int(text) for text in texts}, reverse=True))
        if len(self.data) > MOST_DAYS:
            raise ValueError(_("At most %(number)s days.", number=MOST_DAYS))
        if any(not 1 <= each <= self.longest for each in self.data):
            raise ValueError(
                _("Each day is a whole number from 1 to %(longest)s.", longest=self.longest)
            )


class TimeOfDayField(Field):
    """A time like 08:30."""

    widget = TextInput()

    def _value(self) -> str:
        """Return what the field shows."""
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read hours and minutes."""
        match = CLOCK.fullmatch(valuelist[0].strip() if valuelist else "")
        self.data = time(int(match[1]), int(match[2])) if match else None
        if self.data is None or not DIGEST_HOURS[0] <= self.data <= DIGEST_HOURS[1]:
            raise ValueError(_("Give a time from 06:00 to 20:00."))


class LightsForm(Form):
    """When a lamp turns yellow."""

    soon_days = WholeNumberField(_("Due soon"), LIMITS["soon_days"])
    soon_workdays = WholeNumberField(_("Due soon, short items"), LIMITS["soon_workdays"])
    behind = WholeNumberField(_("Lagging"), LIMITS["behind"])

    def values(self) -> Lights:
        """Return what was filled in, once it is good."""
        return Lights(self.soon_days.data or 0, self.soon_workdays.data or 0, self.behind.data or 0)


class RemindersForm(Form):
    """When the office reminds."""

    sends_digests = BooleanField(_("Digests"))
    digest_at = TimeOfDayField(_("Sent at"))
    day = DaysField(_("A day, or ten days"), LONGEST_LEAD)
    month = DaysField(_("A month"), LONGEST_LEAD)
    quarter = DaysField(_("A quarter"), LONGEST_LEAD)
    half = DaysField(_("A half-year"), LONGEST_LEAD)
    year = DaysField(_("A year, or several"), LONGEST_LEAD)
    overdue_days = DaysField(_("Overdue"), LONGEST_OVERDUE)
    overdue_every = WholeNumberField(_("Then every"), (1, LONGEST_OVERDUE))

    def validate_overdue_days(self, field: DaysField) -> None:
        """What is overdue is said at least once."""
        if not field.errors and not field.data:
            raise ValidationError(_("Give at least one day, for example 1."))

    def values(self) -> ReminderRules:
        """Return what was filled in, once it is good."""
        return ReminderRules(
            sends_digests=self.sends_digests.data,
            digest_at=self.digest_at.data,
            day=self.day.data,
            month=self.month.data,
            quarter=self.quarter.data,
            half=self.half.data,
            year=self.year.data,
            overdue_days=tuple(sorted(self.overdue_days.data)),
            overdue_every=self.overdue_every.data or 1,
        )


class CalendarForm(Form):
    """One year's holiday notice."""

    source = StringField(
        _("Source of the calendar"), [Length(max=200, message=_("At most 200 characters."))]
    )
    rest = TextAreaField(_("Notice or days off"))
    work = TextAreaField(_("Make-up working days"))

    def values(self) -> YearText:
        """Return what was filled in."""
        rest, work = self.rest.data or "", self.work.data or ""
        source = (self.source.data or "").strip() or settings.source_of(rest)
        return YearText(source, rest.strip(), work.strip())


class MailTestForm(Form):
    """Where a trial mail goes."""

    recipient = StringField(_("Send to"), [InputRequired(_("Fill in a mail address."))])

    def validate_recipient(self, field: StringField) -> None:
        """Refuse what no mail can be sent to."""
        if not is_address((field.data or "").strip()):
            raise ValidationError(_("This is no mail address."))
