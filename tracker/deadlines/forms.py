"""The normal forms of a deadline: what each string may be, and the days it stands for."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import InvalidInput

NONE = "none"
ONGOING = "ongoing"
IMMEDIATE = "immediate"
OPEN_END = ".."
OR = " or "
MULTI = "multi:"
AND = ";"


class Precision(StrEnum):
    """How exactly a normal form says when: reminders choose their lead days by it."""

    day = "day"
    tenday = "tenday"
    month = "month"
    quarter = "quarter"
    half = "half"
    year = "year"
    range = "range"
    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    half_yearly = "half_yearly"
    yearly = "yearly"
    termly = "termly"
    ongoing = "ongoing"
    event = "event"
    immediate = "immediate"
    multi = "multi"
    ambiguous = "ambiguous"
    none = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days that a dated form stands for, both ends included."""

    start: date
    end: date
    precision: Precision


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A recurring form: how often, and the month, quarter and day of month it names."""

    precision: Precision
    month: int | None = None
    quarter: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """An event form: so many days, working days, weeks, months or years after an anchor."""

    number: int
    unit: str
    anchor: str


_VALUES = (
    (Precision.day, r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
    (Precision.tenday, r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<part>early|mid|late)"),
    (Precision.month, r"(?P<year>\d{4})-(?P<month>\d\d)"),
    (Precision.quarter, r"(?P<year>\d{4})-Q(?P<part>[1-4])"),
    (Precision.half, r"(?P<year>\d{4})-H(?P<part>[12])"),
    (Precision.year, r"(?P<year>\d{4})"),
)
_VALUE_PATTERNS = tuple((precision, re.compile(body)) for precision, body in _VALUES)
_PREFIXES = {"date": Precision.day} | {
    str(precision): precision for precision, _ in _VALUES if precision is not Precision.day
}
_NAMES = {precision: name for name, precision in _PREFIXES.items()}
_TENDAYS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_EVENT = re.compile(
    r"\+(?P<number>\d{1,4})(?P<unit>wd|d|w|m|y)(?:@(?P<anchor>[^;@\s][^;@]{0,59}))?"
)
_RECURRING = re.compile(
    r"(?P<often>daily|weekly|quarterly|half-yearly|termly"
    r"|monthly(?:-(?P<monthday>\d\d))?"
    r"|yearly(?:-Q(?P<quarter>[1-4])|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?)"
)
_LONGEST_MONTHS: dict[int | None, int] = {None: 31} | {
    month: monthrange(2000, month)[1] for month in range(1, 13)
}


def read_period(value: str) -> Period:
    """The days of 2017, 2017-08, 2017-08-16, 2017-08-mid, 2017-Q3 or 2017-H2.

    Raises:
        InvalidInput: `value` is none of these, or no day of the calendar.
    """
    for precision, pattern in _VALUE_PATTERNS:
        if match := pattern.fullmatch(value):
            return _period(precision, match)
    raise InvalidInput(f"No period of the calendar: {value!r}")


def _period(precision: Precision, match: re.Match[str]) -> Period:
    groups = match.groupdict()
    year, part = int(groups["year"]), groups.get("part") or ""
    month = int(groups.get("month") or 0)
    try:
        match precision:
            case Precision.day:
                day = date(year, month, int(groups["day"]))
                return Period(day, day, precision)
            case Precision.tenday:
                first, last = _TENDAYS[part]
                end = date(year, month, min(last, monthrange(year, month)[1]))
                return Period(date(year, month, first), end, precision)
            case Precision.month:
                return Period(date(year, month, 1), end_of_month(year, month), precision)
            case Precision.quarter:
                return months(year, 3 * int(part) - 2, 3 * int(part), precision)
            case Precision.half:
                return months(year, 6 * int(part) - 5, 6 * int(part), precision)
            case _:
                return months(year, 1, 12, precision)
    except ValueError as error:
        raise InvalidInput(f"No day of the calendar: {match.group()!r}") from error


def months(year: int, first: int, last: int, precision: Precision) -> Period:
    """The days from the first month's first to the last month's last."""
    return Period(date(year, first, 1), end_of_month(year, last), precision)


def end_of_month(year: int, month: int) -> date:
    """The last day of the month; ValueError when there is no such month."""
    if month not in range(1, 13):
        raise ValueError(f"No month {month}")
    return date(year, month, monthrange(year, month)[1])


def name_value(value: str) -> str:
    """The one-off form of a period value: 2017-08 becomes month:2017-08."""
    return f"{_NAMES[read_period(value).precision]}:{value}"


def split_readings(normal: str) -> tuple[str, ...]:
    """The readings of an ambiguous form, later first; any other form is its only reading."""
    return tuple(normal.split(OR))


def split_parts(form: str) -> tuple[str, ...]:
    """The forms of one reading: several for multi, otherwise the form itself."""
    return tuple(form.removeprefix(MULTI).split(AND)) if form.startswith(MULTI) else (form,)


def split_range(form: str) -> tuple[str, str]:
    """START and END of a range form."""
    start, _, end = form.partition(":")[2].partition("/")
    return start, end


def read_recurrence(form: str) -> Recurrence:
    """What a recurring form says.

    Raises:
        InvalidInput: the form is no recurrence, or names no day of the year.
    """
    match = _RECURRING.fullmatch(form.removeprefix("recurring:"))
    if match is None:
        raise InvalidInput(f"No recurrence: {form!r}")
    often = match["often"].split("-")[0]
    precision = Precision.half_yearly if often == "half" else Precision(often)
    quarter, month, day = (
        None if match[name] is None else int(match[name]) for name in ("quarter", "month", "day")
    )
    if match["monthday"]:
        day = int(match["monthday"])
    longest = _LONGEST_MONTHS.get(month, 0)
    if day is not None and not 1 <= day <= longest:
        raise InvalidInput(f"No day of the year: {form!r}")
    if not longest:
        raise InvalidInput(f"No month of the year: {form!r}")
    return Recurrence(precision, month, quarter, day)


def read_offset(form: str) -> Offset:
    """What an event form says.

    Raises:
        InvalidInput: the form is no offset.
    """
    match = _EVENT.fullmatch(form.removeprefix("event:"))
    if match is None or OR in form:
        raise InvalidInput(f"No offset from an event: {form!r}")
    return Offset(int(match["number"]), match["unit"], match["anchor"] or "")


def precision(normal: str) -> Precision:
    """How exactly the form says when; a multi or ambiguous form has a precision of its own.

    Raises:
        InvalidInput: `normal` is malformed.
    """
    check(normal)
    return _precision(normal)


def _precision(normal: str) -> Precision:
    kind = normal.partition(":")[0]
    if OR in normal:
        return Precision.ambiguous
    if kind == "recurring":
        return read_recurrence(normal).precision
    return _PREFIXES.get(kind) or Precision(kind)


def check(normal: str) -> None:
    """Refuse what is none of the forms.

    Raises:
        InvalidInput: `normal` is malformed; the text names the part.
    """
    for reading in split_readings(normal):
        for part in split_parts(reading):
            _check_simple(part)


def _check_simple(form: str) -> None:
    kind, _, value = form.partition(":")
    if form in (NONE, ONGOING, IMMEDIATE):
        return
    if kind in _PREFIXES:
        if read_period(value).precision is not _PREFIXES[kind]:
            raise InvalidInput(f"Not a {kind}: {form!r}")
    elif kind == "range":
        _check_range(form)
    elif kind == "recurring":
        read_recurrence(form)
    elif kind == "event":
        read_offset(form)
    else:
        raise InvalidInput(f"Not a form of deadline: {form!r}")


def _check_range(form: str) -> None:
    start, end = split_range(form)
    first = read_period(start).start
    if end != OPEN_END and read_period(end).end < first:
        raise InvalidInput(f"A range that ends before it begins: {form!r}")


def begins_on(normal: str) -> date | None:
    """The first day of the period or range of a dated form, None of any other.

    Of an ambiguous form it is that of the earliest reading.

    Raises:
        InvalidInput: `normal` is malformed.
    """
    check(normal)
    form = split_readings(normal)[-1]
    kind, _, value = form.partition(":")
    if not (kind in _PREFIXES or kind == "range"):
        return None
    return read_period(split_range(form)[0] if kind == "range" else value).start


def due_on(normal: str) -> date | None:
    """The last day on which the whole is still in time, or None where the form names none.

    A multi form is over with its last part, and never if one part has no date; an ambiguous form
    has no date until a person chooses.

    Raises:
        InvalidInput: `normal` is malformed.
    """
    check(normal)
    readings = split_readings(normal)
    if len(readings) > 1:
        return None
    dates = [_due_on_simple(part) for part in split_parts(normal)]
    known = [day for day in dates if day]
    return max(known) if len(known) == len(dates) else None


def _due_on_simple(form: str) -> date | None:
    kind, _, value = form.partition(":")
    if kind in _PREFIXES:
        return read_period(value).end
    if kind == "range":
        end = split_range(form)[1]
        return None if end == OPEN_END else read_period(end).end
    return None
