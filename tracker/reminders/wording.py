"""Says one situation as a digest does: how late, what the deadline means, what to do. Pure."""

from datetime import date

from tracker.deadlines import Precision, precision
from tracker.deadlines.forms import due_on
from tracker.mail import say_date, say_day, say_short_day
from tracker.models import AssignmentRole, MilestoneKind, MilestoneState
from tracker.reminders.values import LastReport, Party, Situation
from tracker.tasks import Standing
from tracker.texts import gettext as _
from tracker.texts import ngettext

# "还剩100天" says little; from here on whole months do.
DAYS_WORTH_COUNTING = 100
MONTHS = 12
LONGEST_REASON = 200


def say_left(situation: Situation, today: date) -> str:
    """Say how much time is left or over: 逾期21天, 滞后5天, 还剩10天; nothing without a date."""
    due = situation.due_on
    if due is None:
        return ""
    if situation.was_submitted_in_time:
        return _("waits for review")
    days = (due - today).days
    if days < 0:
        return say_over(situation.standing, -days)
    if days == 0:
        return _("due today")
    if days < DAYS_WORTH_COUNTING:
        return ngettext("%(num)s day left", "%(num)s days left", days)
    months = (due.year - today.year) * MONTHS + due.month - today.month - (due.day < today.day)
    return ngettext("%(num)s month left", "%(num)s months left", months)


def say_over(standing: Standing, days: int) -> str:
    """Say by how much a date has passed; a check point lags, it is never overdue."""
    if standing is Standing.lagging:
        return ngettext("lagging %(num)s day", "lagging %(num)s days", days)
    return ngettext("overdue %(num)s day", "overdue %(num)s days", days)


def say_meaning(situation: Situation, today: date) -> str:
    """Say which day the milestone ends on: 到月底：8月31日（周四）止."""
    if situation.due_on is None:
        return _("no date yet")
    day = say_day(situation.due_on, today)
    if situation.kind is MilestoneKind.checkpoint:
        return _("check point of %(label)s: %(day)s", label=situation.label, day=day)
    if situation.kind is MilestoneKind.recurring:
        return _("this period, %(label)s: until %(day)s", label=situation.label, day=day)
    if situation.label:
        return _("milestone: %(label)s, until %(day)s", label=situation.label, day=day)
    if due_on(situation.normal) != situation.due_on:
        return _("until %(day)s", day=day)
    return say_period_end(precision(situation.normal), day)


def say_period_end(exactness: Precision, day: str) -> str:
    """Say that a coarse time ends with its last day."""
    match exactness:
        case Precision.tenday:
            return _("to the end of the ten days: until %(day)s", day=day)
        case Precision.month:
            return _("to the end of the month: until %(day)s", day=day)
        case Precision.quarter:
            return _("to the end of the quarter: until %(day)s", day=day)
        case Precision.half:
            return _("to the end of the half year: until %(day)s", day=day)
        case Precision.year | Precision.range:
            return _("to the end of the year: until %(day)s", day=day)
        case _:
            return _("until %(day)s", day=day)


def say_returned(report: LastReport) -> str:
    """Say when a report was returned: 8月16日退回."""
    return _("returned on %(day)s", day=say_short_day(report.reviewed_on or report.reported_on))


def say_part(situation: Situation, party: Party) -> str:
    """Say which part the department has: 规划分局牵头，贵单位共同责任."""
    leads = [each for each in situation.parties if each.role is AssignmentRole.lead]
    first = next((each for each in leads if each.reports_for_all), leads[0] if leads else party)
    if first.department_id == party.department_id:
        return _("Your department leads.")
    if party.role is AssignmentRole.lead:
        return _("%(name)s leads, your department shares the responsibility.", name=first.name)
    return _("%(name)s leads, your department cooperates.", name=first.name)


def say_progress(
    situation: Situation, party: Party, report: LastReport | None, office: str, today: date
) -> str:
    """Say what was last reported and what is missing; nothing where nothing was."""
    said = []
    if is_returned(situation, report) and report:
        said.append(_("Reason: %(reason)s", reason=shorten(report.reason)))
    elif situation.state is MilestoneState.submitted:
        said.append(say_submitted(report, office, today))
    elif report:
        values = {"day": say_report_day(report.reported_on, today), "percent": report.percent}
        said.append(_("Last report on %(day)s, progress %(percent)s%%.", **values))
    if not party.is_signed:
        said.append(_("Not signed yet."))
    return "".join(said)


def say_submitted(report: LastReport | None, office: str, today: date) -> str:
    """Say that completion was asked for, by this department or by the one that sums up."""
    if report is None:
        return _("Completion was asked for.")
    day = say_report_day(report.reported_on, today)
    return _("Last report on %(day)s, waits for review by %(office)s.", day=day, office=office)


def say_report_day(day: date, today: date) -> str:
    """Return the day of a report, short within this year."""
    return say_short_day(day) if day.year == today.year else say_date(day)


def say_action(situation: Situation, party: Party, report: LastReport | None) -> str:
    """Name what the department does next behind the link."""
    if not party.is_signed:
        return _("Go and sign")
    if party.role is AssignmentRole.cooperating:
        return _("Open the item")
    if situation.state is MilestoneState.submitted:
        return _("See the report")
    return _("Go and report again") if is_returned(situation, report) else _("Go and report")


def is_returned(situation: Situation, report: LastReport | None) -> bool:
    """Return whether the department's last report was returned and waits for a better one."""
    return report is not None and report.is_returned and situation.state is MilestoneState.open


def shorten(text: str) -> str:
    """Return text on one line, cut where it is long; the task's page has it whole."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_REASON else line[:LONGEST_REASON] + "…"
