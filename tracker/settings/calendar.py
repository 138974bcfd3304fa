"""Keeps the holiday notices an administrator entered, and builds the working-day calendar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from tracker.clock import DEFAULT_TIMEZONE, Workdays
from tracker.database import compare_and_set
from tracker.errors import Conflict, InvalidInput
from tracker.history import Change, record
from tracker.models import CalendarDay, CalendarYear, DayKind, Person
from tracker.settings.notices import Notice, read_notice
from tracker.texts import gettext as _

LONGEST_TEXT = 10_000
# 国办发明电〔2023〕7号
NUMBER = re.compile(r"[^\s，。（(]{2,12}〔\d{4}〕\d{1,4}号")


@dataclass(frozen=True, slots=True)
class YearText:
    """What a person enters for one year: where it comes from, and the texts as they stand."""

    source: str = ""
    rest: str = ""
    work: str = ""


def workdays(session: Session, timezone: str = DEFAULT_TIMEZONE) -> Workdays:
    """Return the office's working-day calendar: the published notices and those entered here.

    Where two years' notices name one day, as 2018-12-29 in that for 2019, the later year's counts.
    """
    rows = session.exec(
        select(CalendarDay)
        .join(CalendarYear, col(CalendarYear.id) == CalendarDay.year_id)
        .order_by(col(CalendarYear.year))
    ).all()
    years = frozenset(session.exec(select(CalendarYear.year)).all())
    kinds = {each.day: each.kind for each in rows}
    return workdays_of(kinds, timezone, years)


def workdays_of(kinds: dict[date, DayKind], timezone: str, years: frozenset[int]) -> Workdays:
    """Return the calendar with these days, entered for these years."""
    rest = frozenset(day for day, kind in kinds.items() if kind is DayKind.rest)
    return Workdays(rest, frozenset(kinds) - rest, timezone, years)


def with_notice(workdays: Workdays, year: int, notice: Notice) -> Workdays:
    """Return the calendar as it would be with this notice; for looking before saving."""
    return Workdays(
        workdays.rest - notice.work | notice.rest,
        workdays.work - notice.rest | notice.work,
        workdays.timezone,
        workdays.entered | {year},
    )


def find_year(session: Session, year: int) -> CalendarYear | None:
    """Return the notice entered for the year, if there is one."""
    return session.exec(select(CalendarYear).where(CalendarYear.year == year)).first()


def entered_years(session: Session) -> list[int]:
    """Return the years with a notice entered here, ascending."""
    return list(session.exec(select(CalendarYear.year).order_by(col(CalendarYear.year))).all())


def source_of(text: str) -> str:
    """Return the document number a notice gives, or nothing."""
    found = NUMBER.search(text)
    return found[0] if found else ""


def kept_notice(folders: Iterable[Path], year: int) -> str | None:
    """Return the text of <year>.txt in the first of the folders that has it.

    So a site without the network can be given next year's notice as one file in data/calendar.
    """
    for folder in folders:
        path = folder / f"{year}.txt"
        if path.is_file():
            return path.read_text(encoding="utf-8-sig", errors="replace")[:LONGEST_TEXT]
    return None


def check_year(year: int, text: YearText) -> Notice:
    """Return what the notice says.

    Raises:
        InvalidInput: it is too long, or something in it is to be mended; one line a problem.
    """
    if len(text.rest) + len(text.work) > LONGEST_TEXT:
        raise InvalidInput(_("At most 10000 characters."), "rest")
    notice = read_notice(text.rest, text.work, year)
    if notice.problems:
        raise InvalidInput("\n".join(notice.problems), "rest")
    return notice


def save_year(
    session: Session, year: int, text: YearText, version: int, by: Person, now: datetime
) -> CalendarYear:
    """Keep the notice for a year and its days; `version` is what the person saw, 0 for none.

    Raises:
        InvalidInput: see `check_year`.
        Conflict: somebody changed the year meanwhile.
    """
    notice = check_year(year, text)
    values: dict[str, Any] = {"source": text.source, "rest_text": text.rest, "work_text": text.work}
    stamp: dict[str, Any] = {"changed_at": now, "changed_by_id": by.id, "version": version + 1}
    found = find_year(session, year)
    before = len(found.days) if found else None
    if found is None and version == 0:
        found = CalendarYear(year=year, **values, **stamp)
        session.add(found)
        session.flush()
    elif found is None:
        raise Conflict(f"The calendar of {year} was removed meanwhile.")
    else:
        compare_and_set(session, found, {"version": version}, **values, **stamp)
    replace_days(session, found, notice)
    change: Change = {
        "year": (year, year),
        "days": (before, len(found.days)),
        "source": (None, text.source),
    }
    record(session, "settings.calendar_changed", by, now, change)
    return found


def replace_days(session: Session, year: CalendarYear, notice: Notice) -> None:
    """Put the notice's days in the place of those that were there."""
    year.days.clear()
    session.flush()
    for kind, days in ((DayKind.rest, notice.rest), (DayKind.work, notice.work)):
        year.days += [CalendarDay(year_id=year.id, day=day, kind=kind) for day in sorted(days)]
    session.flush()


def remove_year(session: Session, year: int, version: int, by: Person, now: datetime) -> None:
    """Go back to what the program ships for the year, or to Monday to Friday.

    Raises:
        Conflict: somebody changed or removed the year meanwhile.
    """
    found = find_year(session, year)
    if found is None or found.version != version:
        raise Conflict(f"The calendar of {year} was changed meanwhile.")
    days = len(found.days)
    session.delete(found)
    session.flush()
    record(session, "settings.calendar_removed", by, now, {"year": (year, None), "days": (days, 0)})
