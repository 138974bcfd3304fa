"""Decides who is due which reminder on one local day. Pure: plain values in, reminders out."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from tracker.clock import Workdays
from tracker.deadlines import Precision, precision
from tracker.deadlines.forms import Recurrence, read_recurrence
from tracker.mail import say_date
from tracker.models import MilestoneKind, ReminderRule
from tracker.reminders.values import DueReminder, Policy, Situation
from tracker.texts import gettext as _
from tracker.texts import ngettext

RECURRING = "recurring:"
# What a repeating form that names no day, month or quarter is precise to.
WHOLE = {
    Precision.monthly: Precision.month,
    Precision.quarterly: Precision.quarter,
    Precision.half_yearly: Precision.half,
    Precision.termly: Precision.half,
    Precision.yearly: Precision.year,
}
PERIOD_DAYS = {
    Precision.monthly: 30,
    Precision.quarterly: 91,
    Precision.half_yearly: 182,
    Precision.termly: 182,
    Precision.yearly: 365,
}
# The rule, its offset, and the sentence that says why.
Cause = tuple[ReminderRule, int, str]


def due_reminders(situations: Iterable[Situation], policy: Policy, on: date) -> list[DueReminder]:
    """Return every reminder that is due on exactly the local day `on`; none on a rest day.

    The situations are the open state now, whatever day `on` is.
    """
    if not policy.workdays.is_workday(on):
        return []
    owed = list(situations)
    passed = workdays_passed(owed, policy.workdays, on)
    found = []
    for situation in owed:
        dated = dated_cause(situation, policy, on, passed)
        issued = issued_cause(situation, policy, on)
        for party in situation.parties:
            causes = (None if party.is_signed else issued, dated)
            found += [
                DueReminder(rule, offset, on, situation, party, clerk, why)
                for rule, offset, why in filter(None, causes)
                for clerk in party.clerks or (None,)
            ]
    return found


def workdays_passed(
    situations: Sequence[Situation], workdays: Workdays, on: date
) -> Mapping[date, int]:
    """Return for each due date before `on` how many working days lie after it, up to `on`."""
    dates = {each.due_on for each in situations if each.due_on is not None and each.due_on < on}
    if not dates:
        return {}
    first = min(dates)
    after = (first + timedelta(days=number) for number in range(1, (on - first).days + 1))
    counted = [day for day in after if workdays.is_workday(day)]
    return {day: len(counted) - bisect_right(counted, day) for day in dates}


def dated_cause(
    situation: Situation, policy: Policy, on: date, passed: Mapping[date, int]
) -> Cause | None:
    """Return why the milestone's date asks for a reminder on `on`, or None."""
    due = situation.due_on
    if due is None or situation.was_submitted_in_time:
        return None
    if due < on:
        number = passed[due]
        if not policy.is_overdue_step(number):
            return None
        return ReminderRule.overdue, number, say_overdue(situation, due, on, number)
    offset = lead_offset(lead_days(situation, policy), policy.workdays, due, on)
    if offset is None:
        return None
    return ReminderRule.lead, offset, say_lead(situation, due, on)


def lead_offset(days: Iterable[int], workdays: Workdays, due: date, on: date) -> int | None:
    """Return the shortest lead time whose day is `on`, None if there is none.

    A day that falls on a rest day is moved to the working day before; several may meet there.
    """
    meeting = [
        number for number in days if workdays.previous_workday(due - timedelta(days=number)) == on
    ]
    return min(meeting, default=None)


def lead_days(situation: Situation, policy: Policy) -> tuple[int, ...]:
    """Return the lead times of a milestone, by how exactly its time was named.

    Check points of 长期 count as quarters. A repeating time counts as what it names (每年9月: a
    month, 每月28日: a day, 每季度: a quarter), never more than half its period.
    """
    if situation.kind is MilestoneKind.checkpoint:
        return policy.lead_days[Precision.quarter]
    if not situation.normal.startswith(RECURRING):
        exactness = precision(situation.normal)
        return policy.lead_days.get(exactness, policy.lead_days[Precision.day])
    rule = read_recurrence(situation.normal)
    if rule.precision not in PERIOD_DAYS:
        return ()
    longest = PERIOD_DAYS[rule.precision] // 2
    return tuple(n for n in policy.lead_days[named_precision(rule)] if n <= longest)


def named_precision(rule: Recurrence) -> Precision:
    """Return how exactly a repeating time names its day."""
    if rule.day is not None:
        return Precision.day
    if rule.month is not None:
        return Precision.month
    return Precision.quarter if rule.quarter is not None else WHOLE[rule.precision]


def issued_cause(situation: Situation, policy: Policy, on: date) -> Cause | None:
    """Return why a newly 交办 task asks for signatures on `on`: the working day after, once."""
    if not situation.is_first or policy.workdays.add_workdays(situation.issued_on, 1) != on:
        return None
    day = say_date(situation.issued_on)
    return ReminderRule.issued, 0, _("issued on %(day)s, not signed", day=day)


def say_lead(situation: Situation, due: date, on: date) -> str:
    """Say how long is left: 距完成时限2017年8月31日还有30天."""
    number = (due - on).days
    values = {"day": say_date(due)}
    if situation.kind is MilestoneKind.checkpoint:
        return ngettext(
            "%(num)s day to the check point %(day)s",
            "%(num)s days to the check point %(day)s",
            number,
            **values,
        )
    return ngettext(
        "%(num)s day to the deadline %(day)s",
        "%(num)s days to the deadline %(day)s",
        number,
        **values,
    )


def say_overdue(situation: Situation, due: date, on: date, number: int) -> str:
    """Say how long ago the date passed; a check point lags (滞后), it is never 逾期."""
    days = (on - due).days
    values = {"day": say_date(due), "workday": number}
    if situation.kind is MilestoneKind.checkpoint:
        return ngettext(
            "check point %(day)s passed, lagging %(num)s day (working day %(workday)s)",
            "check point %(day)s passed, lagging %(num)s days (working day %(workday)s)",
            days,
            **values,
        )
    return ngettext(
        "deadline %(day)s passed, overdue %(num)s day (working day %(workday)s)",
        "deadline %(day)s passed, overdue %(num)s days (working day %(workday)s)",
        days,
        **values,
    )
