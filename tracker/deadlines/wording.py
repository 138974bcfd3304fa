"""Deadlines in words: what was understood, in a sentence that parse_deadline reads back."""

from collections.abc import Callable
from datetime import date, timedelta

from tracker.deadlines import forms
from tracker.deadlines.forms import Precision
from tracker.deadlines.values import Deadline
from tracker.numerals import to_chinese
from tracker.texts import gettext as _

_AUTUMN_ENDS_IN = 1
_QUARTER, _HALF_YEAR = 3, 6


def name_period(value: str) -> str:
    """The name of a period value: 2017-Q3 is 2017年第三季度."""
    period = forms.read_period(value)
    year, month = period.start.year, period.start.month
    match period.precision:
        case Precision.day:
            return _name_day(period.start)
        case Precision.tenday:
            return _name_tenday(period)
        case Precision.month:
            return _("%(year)s-%(month)s", year=year, month=month)
        case Precision.quarter:
            return _("quarter %(quarter)s of %(year)s", year=year, quarter=_quarter(value[-1]))
        case Precision.half:
            return _name_half(year, is_first=value.endswith("1"))
        case _:
            return _("year %(year)s", year=year)


def _name_half(year: int, *, is_first: bool) -> str:
    if is_first:
        return _("first half of %(year)s", year=year)
    return _("second half of %(year)s", year=year)


def _quarter(number: str) -> str:
    return to_chinese(int(number))


def _name_day(day: date) -> str:
    return _("%(year)s-%(month)s-%(day)s", year=day.year, month=day.month, day=day.day)


def _name_tenday(period: forms.Period) -> str:
    values = {"year": period.start.year, "month": period.start.month}
    match period.start.day:
        case 1:
            return _("first ten days of %(year)s-%(month)s", **values)
        case 11:
            return _("middle ten days of %(year)s-%(month)s", **values)
        case _:
            return _("last ten days of %(year)s-%(month)s", **values)


def name_range(form: str) -> str:
    """The name of a range: range:2016/2020 is 2016年至2020年, range:2017/.. is 2017年起."""
    start, end = forms.split_range(form)
    if end == forms.OPEN_END:
        return _("from %(start)s on", start=name_period(start))
    return _("%(start)s to %(end)s", start=name_period(start), end=name_period(end))


def name_week(day: date, weekday: int = 7) -> str:
    """The name of the week in which `day` is that weekday: 2017年8月14日至2017年8月20日."""
    monday = day - timedelta(days=weekday - 1)
    sunday = monday + timedelta(days=6)
    return _("%(start)s to %(end)s", start=_name_day(monday), end=_name_day(sunday))


def name_term(end: date) -> str:
    """The name of the school term that ends on `end`: 2017年春季学期."""
    if end.month == _AUTUMN_ENDS_IN:
        return _("autumn term of %(year)s", year=end.year - 1)
    return _("spring term of %(year)s", year=end.year)


def explain(deadline: Deadline) -> str:
    """What was understood, in a sentence; what needs a person says so."""
    if deadline.is_undated and deadline.unreadable:
        return _("“%(text)s” names no year or no day of our calendar", text=deadline.text)
    if deadline.unreadable:
        return _("Not understood: %(text)s", text=deadline.text)
    if (exact := _explain_exactly(deadline)) is not None:
        return exact
    readings = [_explain_reading(reading) for reading in deadline.readings]
    if len(readings) == 1:
        return readings[0]
    choices = _(" or ").join(readings)
    return _("%(choices)s; please choose", choices=choices)


def _explain_exactly(deadline: Deadline) -> str | None:
    """The sentence where the deadline knows a day that its form alone does not; else None."""
    if deadline.normal.startswith("event:") and deadline.due_on:
        words, day = _event_words(forms.read_offset(deadline.normal)), _name_day(deadline.due_on)
        return _("%(name)s (until %(day)s)", name=words, day=day)
    if deadline.day and deadline.normal == "recurring:quarterly":
        return _explain_quarterly_day(deadline.day)
    if deadline.day and deadline.normal == "recurring:half-yearly":
        month = (deadline.day.month - 1) % _HALF_YEAR + 1
        return _(
            "each half year until day %(day)s of its month %(month)s",
            day=deadline.day.day,
            month=month,
        )
    if deadline.day and deadline.normal == "recurring:termly":
        return _("each school term until its start")
    if deadline.day and deadline.normal == "recurring:weekly":
        return _explain_weekday(deadline.day)
    return None


def _explain_weekday(day: date) -> str:
    texts = (
        _("each week until Monday"),
        _("each week until Tuesday"),
        _("each week until Wednesday"),
        _("each week until Thursday"),
        _("each week until Friday"),
        _("each week until Saturday"),
    )
    return texts[day.weekday()]


def _explain_quarterly_day(day: date) -> str:
    match day.month % _QUARTER:
        case 1:
            return _("each quarter until day %(day)s of its first month", day=day.day)
        case 2:
            return _("each quarter until day %(day)s of its second month", day=day.day)
        case _:
            return _("each quarter until day %(day)s of its last month", day=day.day)


def _explain_reading(reading: str) -> str:
    return _("; ").join(_explain_form(form) for form in forms.split_parts(reading))


def _explain_form(form: str) -> str:
    kind = form.partition(":")[0]
    explainer = _KINDS.get(kind)
    return explainer(form) if explainer else _explain_dated(form)


def _explain_dated(form: str) -> str:
    value = form.partition(":")[2]
    period = forms.read_period(value)
    if period.precision is Precision.day:
        return _("until %(day)s", day=_name_day(period.end))
    return _with_last_day(name_period(value), period.end)


def _with_last_day(name: str, day: date) -> str:
    return _("%(name)s (until %(month)s-%(day)s)", name=name, month=day.month, day=day.day)


def _explain_range(form: str) -> str:
    end = forms.split_range(form)[1]
    if end == forms.OPEN_END:
        return _("%(name)s (checked each quarter)", name=name_range(form))
    period = forms.read_period(end)
    if period.precision is Precision.day:
        return _("until %(day)s", day=name_range(form))
    return _with_last_day(name_range(form), period.end)


def _explain_ongoing(form: str) -> str:
    del form
    return _("%(name)s (checked each quarter)", name=_("ongoing"))


def _explain_immediate(form: str) -> str:
    del form
    return _("immediately (date to be set)")


def _explain_none(form: str) -> str:
    del form
    return _("no deadline")


def _explain_event(form: str) -> str:
    offset = forms.read_offset(form)
    words = _event_words(offset)
    if offset.number == 0:
        return _("%(name)s (date to be set)", name=words)
    return _("%(name)s (start to be set)", name=words)


def _event_words(offset: forms.Offset) -> str:
    anchor, length = offset.anchor, _length(offset)
    if offset.number == 0:
        return anchor if "前" in anchor else _("before %(anchor)s", anchor=anchor)
    if not anchor:
        return _("within %(length)s", length=length)
    if anchor[-1] in "年月日":
        return _("within %(length)s from %(anchor)s", length=length, anchor=anchor)
    return _("within %(length)s after %(anchor)s", length=length, anchor=anchor)


def _length(offset: forms.Offset) -> str:
    match offset.unit:
        case "wd":
            return _("%(number)s working days", number=offset.number)
        case "d":
            return _("%(number)s days", number=offset.number)
        case "w":
            return _("%(number)s weeks", number=offset.number)
        case "m":
            return _("%(number)s months", number=offset.number)
        case _:
            return _("%(number)s years", number=offset.number)


def _explain_recurring(form: str) -> str:
    rule = forms.read_recurrence(form)
    if rule.month and rule.day:
        return _("each year until %(month)s-%(day)s", month=rule.month, day=rule.day)
    if rule.month:
        return _("each year until the end of month %(month)s", month=rule.month)
    if rule.quarter:
        quarter = _quarter(str(rule.quarter))
        return _("each year until the end of quarter %(quarter)s", quarter=quarter)
    return _explain_plain(rule)


def _explain_plain(rule: forms.Recurrence) -> str:
    if rule.day:
        return _("each month until day %(day)s", day=rule.day)
    return _explain_whole(rule.precision)


def _explain_whole(precision: Precision) -> str:
    texts = {
        Precision.daily: _("each day"),
        Precision.weekly: _("each week until Sunday"),
        Precision.monthly: _("each month until its end"),
        Precision.quarterly: _("each quarter until its end"),
        Precision.half_yearly: _("each half year until its end"),
        Precision.termly: _("each school term until its end"),
        Precision.yearly: _("each year until its end"),
    }
    return texts[precision]


_KINDS: dict[str, Callable[[str], str]] = {
    "range": _explain_range,
    "recurring": _explain_recurring,
    "event": _explain_event,
    forms.ONGOING: _explain_ongoing,
    forms.IMMEDIATE: _explain_immediate,
    forms.NONE: _explain_none,
}
