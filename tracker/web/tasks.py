"""The pages of tasks: ledger, task, 签收, reports and their review, evidence."""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from tracker import dashboards, filters, reports, settings, supervision, tasks
from tracker.clock import Workdays
from tracker.config import MEGABYTE
from tracker.errors import Conflict, InvalidInput
from tracker.mail import Letterhead
from tracker.models import Assignment, Milestone, MilestoneState, Report, Task
from tracker.texts import gettext as _
from tracker.web import ledgers, timeline
from tracker.web.access import Visit, requires, shell
from tracker.web.forms import Form
from tracker.web.history_words import KIND_WORDS, Kind
from tracker.web.lists import Page, Tab
from tracker.web.tracks import Track

blueprint = Blueprint("tasks", __name__)
LONGEST_TEXT = 5000
LONGEST_KEY = 64
WHOLE = 100
OK, BAD_REQUEST = HTTPStatus.OK, HTTPStatus.BAD_REQUEST


def short_enough() -> Length:
    """Return the check that a text fits its column."""
    return Length(max=LONGEST_TEXT, message=_("At most 5000 characters."))


class PercentField(IntegerField):
    """A whole number from 0 to 100, refused in one sentence that says so."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the number as it was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Give a whole number from 0 to 100.")) from error


class ReportForm(Form):
    """进展反馈: what was done, what is in the way, what comes next, how far it is."""

    progress = TextAreaField(
        _("Progress"), [InputRequired(_("Say what was done, with figures.")), short_enough()]
    )
    problem = TextAreaField(_("Problem"), [short_enough()])
    next_step = TextAreaField(_("Next step"), [short_enough()])
    percent = PercentField(_("Percent done"))
    evidence = MultipleFileField(_("Evidence"))
    asks_completion = BooleanField(_("Ask for completion"))
    form_key = HiddenField()

    def validate_next_step(self, field: TextAreaField) -> None:
        """A report that does not end the milestone says what comes next."""
        if not self.asks_completion.data and not (field.data or "").strip():
            raise ValidationError(_("Say the next step and its date, for example: meet by 8-25."))

    def validate_percent(self, field: IntegerField) -> None:
        """Refuse what is no share of a whole."""
        if field.data is not None and not 0 <= field.data <= WHOLE:
            raise ValidationError(_("Give a whole number from 0 to 100."))

    def values(self) -> reports.ReportValues:
        """Return what was filled in, without blanks around it."""
        return reports.ReportValues(
            progress=(self.progress.data or "").strip(),
            percent=self.percent.data or 0,
            form_key=(self.form_key.data or secrets.token_urlsafe(24))[:LONGEST_KEY],
            problem=(self.problem.data or "").strip(),
            next_step=(self.next_step.data or "").strip(),
            asks_completion=self.asks_completion.data,
        )

    def keep_files(self) -> list[reports.KeptFile]:
        """Store the files that were chosen.

        Raises:
            InvalidInput: one holds nothing.
        """
        chosen = [each for each in self.evidence.data or [] if isinstance(each, FileStorage)]
        return [
            reports.keep_file(shell().storage, each.filename, each.read())
            for each in chosen
            if each.filename
        ]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A review that was refused: of which report, why, and what had been typed."""

    report_id: int
    sentence: str
    text: str


def workdays(session: Session) -> Workdays:
    """Return the working-day calendar of this office."""
    return settings.workdays(session, shell().clock.timezone)


@blueprint.get("/tasks")
@requires("task.list")
def ledger(visit: Visit) -> ResponseReturnValue:
    """Show the ledger, narrowed to what the address says; by default to the person's own choice."""
    first = filters.default_filter(visit.session, visit.person) if not request.args else None
    if first is not None:
        return redirect(ledgers.address(ledgers.read_filter(first.arguments)), 303)
    wanted = ledgers.read_filter(request.args)
    timezone = shell().clock.timezone
    page = dashboards.ledger(visit.session, visit.person, wanted, visit.today, timezone)
    return render_template(
        "tasks/ledger.html",
        ledger=page,
        tabs=ledgers.tabs_of(page),
        page=Page(page.filter.page, page.total),
        sorted_by_left=ledgers.address(ledgers.sorted_otherwise(page.filter)),
        widened=ledgers.address(ledgers.without_need(page.filter)),
        selection=ledgers.words(page.filter, page.documents, page.departments),
        kept=filters.kept_filters(visit.session, visit.person),
        steps=[step for step, action in supervision.ACTIONS.items() if visit.may(action)],
    )


@blueprint.get("/tasks/<int:task_id>")
@requires("task.read")
def task(visit: Visit, task_id: int) -> ResponseReturnValue:
    """Show one task."""
    return task_page(visit, visit.load(Task, task_id))


def task_page(visit: Visit, found: Task, refusal: Refusal | None = None) -> str:
    """Return the page of a task the person may see."""
    page = dashboards.task_page(visit.session, visit.person, found, visit.today)
    line = page.time_line
    track = Track(line.first, line.last, visit.today)
    reminders = timeline.latest_reminders(page.reminded, page.names)
    history = timeline.newest_first([*timeline.lines_of(page.events, page.names), *reminders])
    return render_template(
        "tasks/task.html", page=page, track=track, refusal=refusal, history=history
    )


@blueprint.get("/tasks/<int:task_id>/history")
@requires("task.read")
def history(visit: Visit, task_id: int) -> ResponseReturnValue:
    """Show everything that was recorded of a task, or one kind of it."""
    found = visit.load(Task, task_id)
    whole = dashboards.history_of(visit.session, visit.person, found)
    lines = timeline.lines_of(whole.events, whole.names, whole.reminders, whole.changes)
    kind = ledgers.choice(Kind, request.args.get("kind"))
    return render_template(
        "tasks/history.html",
        task=found,
        lines=[each for each in lines if kind in {None, each.kind}],
        tabs=history_tabs(task_id, lines, kind),
    )


def history_tabs(task_id: int, lines: list[timeline.Line], current: Kind | None) -> list[Tab]:
    """Return 全部 and one tab for each kind that has lines; they add up."""
    address = partial(url_for, "tasks.history", task_id=task_id)
    everything = Tab(_("All"), len(lines), address(), current is None)
    counts = Counter(each.kind for each in lines)
    return [everything] + [
        Tab(word, counts[kind], address(kind=kind.value), kind is current)
        for kind, word in KIND_WORDS.items()
        if counts[kind] or kind is current
    ]


@blueprint.post("/tasks/<int:task_id>/complete")
@requires("task.complete")
def complete(visit: Visit, task_id: int) -> ResponseReturnValue:
    """办结 of a task that never ends by itself."""
    found = visit.load(Task, task_id)
    if not any(tasks.repeats(form) for form in tasks.parts_of(found.deadline_normal)):
        raise Conflict(_("This task ends with its last milestone."))
    tasks.complete_task(visit.session, found, visit.person, visit.now)
    flash(_("Completed."))
    return redirect(url_for("tasks.task", task_id=task_id), 303)


@blueprint.post("/assignments/<int:assignment_id>/sign")
@requires("assignment.sign")
def sign(visit: Visit, assignment_id: int) -> ResponseReturnValue:
    """签收 for the person's own department."""
    assignment = visit.load(Assignment, assignment_id)
    tasks.sign(visit.session, assignment, visit.person, visit.now)
    flash(_("Signed for the task."))
    return redirect(url_for("tasks.task", task_id=assignment.task_id), 303)


@blueprint.route("/milestones/<int:milestone_id>/reports", methods=["GET", "POST"])
@requires("report.submit", upload=True, slow=True)
def report(visit: Visit, milestone_id: int) -> ResponseReturnValue:
    """Show the report form, or take a report."""
    milestone = visit.load(Milestone, milestone_id, task_of)
    form = ReportForm.from_request(percent=milestone.percent, form_key=secrets.token_urlsafe(24))
    if form.is_ready():
        try:
            flash(take_report(visit, milestone_id, form))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect(url_for("tasks.task", task_id=milestone.task_id), 303)
    return report_page(visit, milestone, form)


def task_of(milestone: Milestone) -> Task:
    """Return what POLICY looks at."""
    return milestone.task


def take_report(visit: Visit, milestone_id: int, form: ReportForm) -> str:
    """Keep the files, then write the report; return the sentence that says what comes next."""
    files = form.keep_files()
    with visit.writing() as writing:
        milestone = writing.load(Milestone, milestone_id, task_of)
        values = form.values()
        calendar = workdays(writing.session)
        reports.submit_report(
            writing.session, milestone, values, files, writing.person, visit.now, calendar
        )
    if values.asks_completion:
        return _("Sent; the supervision office will review it.")
    return _("The report is in.")


def report_page(visit: Visit, milestone: Milestone, form: ReportForm) -> ResponseReturnValue:
    """Return the form beside what the task asks for; an unready one keeps what was typed."""
    if milestone.state is not MilestoneState.open:
        raise Conflict(_("This milestone is closed; it takes no more reports."))
    page = dashboards.task_page(visit.session, visit.person, milestone.task, visit.today)
    last = dashboards.last_own_report(visit.session, milestone, visit.person)
    body = render_template(
        "tasks/report.html",
        page=page,
        milestone=milestone,
        span=next(each for each in page.time_line.spans if each.milestone is milestone),
        plan=dashboards.plan_of(milestone, visit.today),
        form=form,
        last=last,
        megabytes=shell().config.upload_limit // MEGABYTE,
    )
    return body, BAD_REQUEST if form.errors else OK


@blueprint.post("/reports/<int:report_id>/review")
@requires("report.review")
def review(visit: Visit, report_id: int) -> ResponseReturnValue:
    """Accept a report, or return it with its reason."""
    found = visit.load(Report, report_id)
    text = request.form.get("text", "").strip()[:LONGEST_TEXT]
    decision = request.form.get("decision")
    try:
        if decision == "accept":
            calendar = workdays(visit.session)
            reports.accept_report(visit.session, found, text, visit.person, visit.now, calendar)
            flash(_("Accepted; the milestone is closed."))
        elif decision == "return":
            letterhead = Letterhead.from_config(shell().config)
            reports.return_report(visit.session, found, text, letterhead, visit.person, visit.now)
            flash(_("Returned; the department will report again."))
        else:
            flash(_("Accept the report, or return it with a reason."))
    except InvalidInput as error:
        refusal = Refusal(report_id, str(error), text)
        return task_page(visit, found.milestone.task, refusal), BAD_REQUEST
    return redirect(url_for("tasks.task", task_id=found.milestone.task_id), 303)


@blueprint.app_template_filter("local_day")
def local_day(moment: datetime) -> date:
    """Return the office's date of a stored moment."""
    return shell().clock.local_date(moment)
