"""Progress reports and their evidence: submit, accept, return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from tracker.clock import Workdays
from tracker.database import compare_and_set
from tracker.errors import InvalidInput, NotNow
from tracker.history import Change, record
from tracker.mail import Letterhead
from tracker.models import (
    Assignment,
    Event,
    Evidence,
    Milestone,
    MilestoneState,
    Person,
    Report,
    ReportState,
)
from tracker.outbox import queue_returned
from tracker.permissions import departments_acted_for, require
from tracker.storage import Storage, tidy_name
from tracker.tasks import (
    WORKING_STATES,
    close_milestone,
    reopen_milestone,
    set_percent,
    submit_milestone,
)
from tracker.texts import gettext as _

TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.noted: frozenset(),
    ReportState.submitted: frozenset({ReportState.accepted, ReportState.returned}),
    ReportState.accepted: frozenset(),
    ReportState.returned: frozenset(),
}
FILES_ALLOWED = 10
LONGEST_TEXT = 5000
WHOLE = 100


@dataclass(frozen=True, slots=True)
class ReportValues:
    """What the form holds; `percent` of the whole milestone, `form_key` the form's random key."""

    progress: str
    percent: int
    form_key: str
    problem: str = ""
    next_step: str = ""
    asks_completion: bool = False


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file beside the form, already stored: its name as text, hash, size in bytes."""

    filename: str
    sha256: str
    size: int


def keep_file(storage: Storage, filename: str, data: bytes) -> KeptFile:
    """Store one file before the transaction begins; without a report nothing points to it.

    Raises:
        InvalidInput: it holds nothing.
    """
    name = tidy_name(filename, _("evidence"))
    if not data:
        raise InvalidInput(_("The file %(name)s is empty.", name=name), "evidence")
    return KeptFile(name, storage.put(data), len(data))


def submit_report(
    session: Session,
    milestone: Milestone,
    values: ReportValues,
    files: Sequence[KeptFile],
    by: Person,
    now: datetime,
    workdays: Workdays,
) -> Report:
    """Add a report of the clerk's department; asking for completion puts the milestone to review.

    The same form sent twice gives the first report again.

    Raises:
        NotAllowed, NotFound: the department does not lead in the task.
        Conflict: the milestone is closed, waits for review, or its task is not under way.
        InvalidInput: the department has not signed, only the 牵头（汇总） one asks for completion,
            or a value is out of range.
    """
    require(by, "report.submit", milestone.task)
    known = find_by_form(session, by, values.form_key)
    if known is not None:
        return known
    assignment = own_lead_of(milestone, by)
    check_report(milestone, assignment, values, files)
    report = Report(
        milestone_id=milestone.id,
        department_id=assignment.department_id,
        person_id=by.id,
        state=ReportState.submitted if values.asks_completion else ReportState.noted,
        progress=values.progress,
        problem=values.problem,
        next_step=values.next_step,
        percent=values.percent,
        asks_completion=values.asks_completion,
        form_key=values.form_key,
        created_at=now,
    )
    session.add(report)
    session.flush()
    report.evidence = [
        Evidence(report_id=report.id, filename=file.filename, sha256=file.sha256, size=file.size)
        for file in files
    ]
    record_report(
        session,
        "report.submitted",
        report,
        by,
        now,
        {"percent": (milestone.percent, values.percent)},
    )
    if assignment.reports_for_all:
        set_percent(session, milestone, values.percent, workdays)
    if values.asks_completion:
        submit_milestone(session, milestone, by, now, workdays.local_date(now))
    return report


def own_lead_of(milestone: Milestone, by: Person) -> Assignment:
    """Return the part the clerk reports on: the own department's, else that of its group."""
    own = departments_acted_for(by)
    leads = [each for each in milestone.task.leads if each.department_id in own]
    return next((each for each in leads if each.department_id == by.department_id), leads[0])


def find_by_form(session: Session, by: Person, form_key: str) -> Report | None:
    """Return the report that this very form already made, None where it is new."""
    wanted = select(Report).where(Report.person_id == by.id, Report.form_key == form_key)
    return session.exec(wanted).first()


def check_report(
    milestone: Milestone,
    assignment: Assignment,
    values: ReportValues,
    files: Sequence[KeptFile],
) -> None:
    """Refuse a report that cannot stand; see `submit_report`."""
    if milestone.state is MilestoneState.submitted:
        raise NotNow(_("Completion was asked for; wait for the review."))
    if milestone.state is not MilestoneState.open or milestone.task.state not in WORKING_STATES:
        raise NotNow(_("This milestone is closed; it takes no more reports."))
    if assignment.signed_at is None:
        raise InvalidInput(_("Sign for the task first, then report."))
    if values.asks_completion and not assignment.reports_for_all:
        raise InvalidInput(
            _("Only the department that sums up for all asks for completion."), "asks_completion"
        )
    if not values.progress.strip():
        raise InvalidInput(_("Say what was done, with figures."), "progress")
    if max(map(len, (values.progress, values.problem, values.next_step))) > LONGEST_TEXT:
        raise InvalidInput(_("At most 5000 characters."), "progress")
    if not 0 <= values.percent <= WHOLE:
        raise InvalidInput(_("Give a whole number from 0 to 100."), "percent")
    if len(files) > FILES_ALLOWED:
        raise InvalidInput(_("At most %(count)s files a report.", count=FILES_ALLOWED), "evidence")


def accept_report(
    session: Session, report: Report, text: str, by: Person, now: datetime, workdays: Workdays
) -> None:
    """通过: the milestone closes, and with the last one the task is 已办结.

    Raises:
        NotAllowed: the person does not review.
        Conflict: somebody reviewed it already.
    """
    require(by, "report.review", report)
    review(session, report, ReportState.accepted, text, by, now)
    close_milestone(session, report.milestone, by, now, workdays.local_date(now))


def return_report(
    session: Session,
    report: Report,
    reason: str,
    letterhead: Letterhead,
    by: Person,
    now: datetime,
) -> None:
    """退回: the milestone is open again, and the department is told why by a mail at once.

    Raises:
        NotAllowed: the person does not review.
        InvalidInput: no reason is given.
        Conflict: somebody reviewed it already.
    """
    require(by, "report.review", report)
    if not reason.strip():
        raise InvalidInput(_("Say what is missing; a return needs its reason."), "text")
    event = review(session, report, ReportState.returned, reason.strip(), by, now)
    reopen_milestone(session, report.milestone, by, now)
    queue_returned(session, letterhead, report, event, now)


def review(
    session: Session, report: Report, to: ReportState, text: str, by: Person, now: datetime
) -> Event:
    """Move the report to `to` with the reviewer's words."""
    was = report.state
    if to not in TRANSITIONS[was]:
        raise NotNow(_("This report was reviewed already."))
    compare_and_set(
        session,
        report,
        {"state": was},
        state=to,
        review_text=text,
        reviewed_at=now,
        reviewed_by_id=by.id,
    )
    return record_report(session, f"report.{to}", report, by, now, {"state": (was, to)})


def record_report(
    session: Session, action: str, report: Report, by: Person, now: datetime, change: Change
) -> Event:
    """Write the history line of a report."""
    event = record(
        session,
        action,
        by,
        now,
        change,
        task_id=report.milestone.task_id,
        milestone_id=report.milestone_id,
        report_id=report.id,
        department_id=report.department_id,
    )
    session.flush()
    return event
