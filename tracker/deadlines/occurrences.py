"""The dated obligations a deadline stands for: one, several, or one for each period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from tracker.deadlines import forms
from tracker.deadlines.forms import Precision
from tracker.deadlines.wording import name_period, name_range, name_term, name_week

_ONE_DAY = timedelta(days=1)
_TERM_ENDS = ((1, 31), (7, 31))  # the autumn term ends with January, the spring term with July
_QUARTER = 3
_SUNDAY = 7
_YEAR = 12
_MONTHS = {
    Precision.monthly: 1,
    Precision.quarterly: _QUARTER,
    Precision.half_yearly: 6,
    Precision.yearly: _YEAR,
}
_WITHIN_PERIOD = (Precision.quarterly, Precision.half_yearly)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated obligation: its due date, its own form, and the name people give it.

    `due_on` is None until a person gives or chooses a date. A check point belongs to a standing
    deadline: missing it makes the task lag, never overdue.
    """

    label: str
    normal: str
    due_on: date | None
    is_check_point: bool = False


def occurrences(
    normal: str, after: date, limit: int = 1, day: date | None = None
) -> list[Occurrence]:
    """The obligations of a deadline, due dates ascending, at most `limit` for each part.

    A one-off form has one, whatever `after` is, and a multi form one for each one-off part.
    Recurring forms have one for each period that ends after `after`; ongoing and open-ended
    forms have a check point at each quarter's end after `after` and after their start. `day` is
    Deadline.day, which tells the day within the quarter or half year where the form alone does not.

    Raises:
        InvalidInput: `normal` is malformed.
    """
    forms.check(normal)
    if forms.OR in normal:
        return [Occurrence("", normal, None)]
    parts = forms.split_parts(normal)
    found = [one for part in parts for one in islice(_of(part, after, day), max(limit, 0))]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max))


def _of(form: str, after: date, day: date | None) -> Iterator[Occurrence]:
    kind = forms.precision(form)
    if form.startswith("recurring:"):
        return _recurring(forms.read_recurrence(form), after, day)
    if kind is Precision.ongoing:
        return _check_points(after)
    if kind is Precision.range and form.endswith(forms.OPEN_END):
        start = forms.read_period(forms.split_range(form)[0]).start
        return _check_points(max(after, start - _ONE_DAY))
    return iter([_one_off(form, kind, day)])


def _one_off(form: str, kind: Precision, day: date | None) -> Occurrence:
    due_on = forms.due_on(form)
    if due_on is None:
        return Occurrence("", form, None)
    is_range = kind is Precision.range
    label = name_range(form) if is_range else name_period(form.partition(":")[2])
    is_within = day is not None and forms.read_period(_end_value(form, kind)).start <= day <= due_on
    return Occurrence(label, form, day if is_within else due_on)


def _end_value(form: str, kind: Precision) -> str:
    return forms.split_range(form)[1] if kind is Precision.range else form.partition(":")[2]


def _check_points(after: date) -> Iterator[Occurrence]:
    for value, end in _periods(after, _QUARTER):
        yield Occurrence(name_period(value), forms.name_value(value), end, is_check_point=True)


def _recurring(rule: forms.Recurrence, after: date, day: date | None) -> Iterator[Occurrence]:
    match rule.precision:
        case Precision.daily:
            return _days(after)
        case Precision.weekly:
            return _weeks(after, day.isoweekday() if day else _SUNDAY)
        case Precision.termly:
            return _terms(after, is_at_start=day is not None)
        case _:
            return _by_months(rule, after, day)


def _days(after: date) -> Iterator[Occurrence]:
    while after < date.max:
        after += _ONE_DAY
        yield Occurrence(name_period(after.isoformat()), f"date:{after.isoformat()}", after)


def _weeks(after: date, weekday: int) -> Iterator[Occurrence]:
    """Weeks are due on the weekday (1 is Monday) and named by their Sunday."""
    for one in _days(after):
        if one.due_on and one.due_on.isoweekday() == weekday:
            yield Occurrence(name_week(one.due_on, weekday), one.normal, one.due_on)


def _terms(after: date, *, is_at_start: bool) -> Iterator[Occurrence]:
    for year in _years(after):
        for month, last in _TERM_ENDS:
            end = date(year, month, last)
            due_on = _start_of_term(end) if is_at_start else end
            if due_on > after:
                yield Occurrence(name_term(end), f"date:{due_on.isoformat()}", due_on)


def _start_of_term(end: date) -> date:
    """The day on which the term begins that ends on `end`."""
    return date(end.year - 1, 9, 1) if end.month == 1 else date(end.year, 3, 1)


def _by_months(rule: forms.Recurrence, after: date, day: date | None) -> Iterator[Occurrence]:
    if rule.month:
        periods = _each_year(f"{rule.month:02d}", after)
    elif rule.quarter:
        periods = _each_year(f"Q{rule.quarter}", after)
    else:
        periods = _periods(after, _MONTHS[rule.precision])
    for value, end in periods:
        due_on = _day_in(value, end, rule, day)
        if due_on > after:
            form = forms.name_value(value) if due_on == end else f"date:{due_on.isoformat()}"
            yield Occurrence(name_period(value), form, due_on)


def _day_in(value: str, end: date, rule: forms.Recurrence, day: date | None) -> date:
    """The due date in a period: the day the rule names, or its last day."""
    if rule.day:
        return end.replace(day=min(rule.day, end.day))
    if day is None or rule.precision not in _WITHIN_PERIOD:
        return end
    start = forms.read_period(value).start
    month = start.month + (day.month - 1) % _MONTHS[rule.precision]
    return start.replace(month=month, day=min(day.day, forms.end_of_month(start.year, month).day))


def _each_year(part: str, after: date) -> Iterator[tuple[str, date]]:
    """Value and last day of the same month or quarter of each year."""
    for year in _years(after):
        value = f"{year:04d}-{part}"
        yield value, forms.read_period(value).end


def _years(after: date) -> range:
    return range(after.year, date.max.year)


def _periods(after: date, length: int) -> Iterator[tuple[str, date]]:
    """Value and last day of each period of `length` months that ends after `after`."""
    for year in _years(after):
        for number in range(1, _YEAR // length + 1):
            end = forms.end_of_month(year, number * length)
            if end > after:
                yield _value(year, number, length), end


def _value(year: int, number: int, length: int) -> str:
    match length:
        case 1:
            return f"{year:04d}-{number:02d}"
        case 3:
            return f"{year:04d}-Q{number}"
        case 6:
            return f"{year:04d}-H{number}"
        case _:
            return f"{year:04d}"


__all__ = ["Occurrence", "occurrences"]
