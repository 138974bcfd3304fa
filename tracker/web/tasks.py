"""The pages of tasks: ledger, task, 签收, reports and their review, evidence."""

import secrets
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange

from tracker import dashboards, reports, tasks
from tracker.clock import Workdays
from tracker.errors import Conflict, InvalidInput
from tracker.models import Assignment, Evidence, Milestone, MilestoneState, Report, Task
from tracker.storage import Storage
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web import ledgers
from tracker.web.access import Visit, requires, shell
from tracker.web.forms import Form
from tracker.web.lists import Page
from tracker.web.protection import DOWNLOAD_POLICY
from tracker.web.tracks import Track

blueprint = Blueprint("tasks", __name__)
LONGEST_TEXT = 5000
BAD_FORM = 400


class ReportForm(Form):
    """进展反馈: what was done, what is in the way, what comes next, how far it is."""

    progress = TextAreaField(
        _("Progress"),
        [
            InputRequired(_("Say what was done, with figures.")),
            Length(max=LONGEST_TEXT, message=_("At most 5000 characters.")),
        ],
    )
    problem = TextAreaField(
        _("Problem"), [Length(max=LONGEST_TEXT, message=_("At most 5000 characters."))]
    )
    next_step = TextAreaField(
        _("Next step"), [Length(max=LONGEST_TEXT, message=_("At most 5000 characters."))]
    )
    percent = IntegerField(_("Percent done"))
    evidence = MultipleFileField(_("Evidence"))
    asks_completion = BooleanField(_("Ask for completion"))
    form_key = HiddenField()

    def validate_next_step(self, field: TextAreaField) -> None:
        """A report that does not end the milestone says what comes next."""
        if not self.asks_completion.data and not (field.data or "").strip():
            raise ValidationError(_("Say the next step and its date, for example: meet by 8-25."))


def workdays() -> Workdays:
    """Return the working-day calendar of this office."""
    return Workdays(timezone=shell().config.timezone)


def storage() -> Storage:
    """Return where evidence lies."""
    return Storage(shell().config.data_dir / "uploads")
