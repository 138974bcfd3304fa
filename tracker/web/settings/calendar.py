"""The calendar page: a year's notice as it was pasted, and the days it gives."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import settings, tasks
from tracker.clock import PUBLISHED, Workdays
from tracker.config import shipped
from tracker.errors import InvalidInput, NotFound
from tracker.models import CalendarYear
from tracker.settings import Notice
from tracker.tasks import Effect
from tracker.texts import gettext as _
from tracker.web.access import Visit, requires, shell
from tracker.web.settings.area import (
    BAD_REQUEST,
    CONFLICT,
    LOOK,
    OK,
    SEE_OTHER,
    Part,
    attempt,
    blueprint,
    parts,
    refuse,
    seen_version,
)
from tracker.web.settings.forms import CalendarForm
from tracker.web.settings.year_view import Mark, year_view

YEARS = range(2000, 2101)
RESET = "reset"
AHEAD = 2


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What a notice would do: how it was read, and whose lamps change."""

    notice: Notice
    effect: Effect


@blueprint.get("/settings/calendar")
@requires("settings.read")
def calendar(visit: Visit) -> ResponseReturnValue:
    """Show one year: its notice, its days, and the form for another notice."""
    year = request.args.get("year", visit.today.year, type=int)
    row = find_year(visit, year)
    values = {"source": row.source, "rest": row.rest_text, "work": row.work_text} if row else {}
    if row is None and "load" in request.args:
        values = {"rest": kept_notice(year) or ""}
    return calendar_page(visit, year, CalendarForm(data=values))


def find_year(visit: Visit, year: int) -> CalendarYear | None:
    """Return the notice entered for a year.

    Raises:
        NotFound: no calendar reaches so far.
    """
    if year not in YEARS:
        raise NotFound(f"There is no calendar for {year}.")
    return settings.find_year(visit.session, year)


def kept_notice(year: int) -> str | None:
    """Return a notice that was laid as a file beside the program or in the data folder."""
    folders = (shell().config.data_dir / "calendar", shipped("data/calendar"))
    return settings.kept_notice(folders, year)


def calendar_page(
    visit: Visit,
    year: int,
    form: CalendarForm,
    preview: CalendarPreview | None = None,
    *,
    is_conflict: bool = False,
) -> str:
    """Return the page of a year; a preview shows the days as they would be."""
    row = find_year(visit, year)
    workdays = settings.workdays(visit.session, shell().config.timezone)
    if preview:
        workdays = settings.with_notice(workdays, year, preview.notice)
    return render_template(
        "settings/calendar.html",
        parts=parts(visit),
        years=year_parts(visit, year, workdays),
        form=form,
        row=row,
        view=year_view(year, workdays, visit.today),
        marks=Mark,
        is_provisional=workdays.is_provisional(year),
        is_published=year in PUBLISHED,
        last_published=PUBLISHED[-1],
        has_file=row is None and kept_notice(year) is not None,
        preview=preview,
        is_conflict=is_conflict,
    )


def year_parts(visit: Visit, current: int, workdays: Workdays) -> list[Part]:
    """Return the years around today, those entered, and the one shown."""
    around = range(visit.today.year - 1, visit.today.year + AHEAD + 1)
    years = sorted({*around, *settings.entered_years(visit.session), current})
    return [
        Part(year_words(year, workdays), url_for("settings.calendar", year=year), year == current)
        for year in years
    ]


def year_words(year: int, workdays: Workdays) -> str:
    """Return 2027年, and 暂定 with it while nobody entered its notice."""
    if workdays.is_provisional(year):
        return _("Year %(year)s (provisional)", year=year)
    return _("Year %(year)s", year=year)


@blueprint.post("/settings/calendar/<int:year>")
@requires("calendar.edit", slow=True)
def change_calendar(visit: Visit, year: int) -> ResponseReturnValue:
    """Look at a notice, save it, or go back to what the program ships."""
    find_year(visit, year)
    form = CalendarForm.from_request()
    if not form.is_ready():
        return calendar_page(visit, year, form), BAD_REQUEST if form.errors else OK
    if request.form.get("act") == LOOK:
        return look_at_calendar(visit, year, form)
    status = attempt(visit, form, lambda writing: save_calendar(writing, year, form))
    if status is SEE_OTHER:
        return redirect(url_for("settings.calendar", year=year), 303)
    return calendar_page(visit, year, form, is_conflict=status is CONFLICT), status


def look_at_calendar(visit: Visit, year: int, form: CalendarForm) -> ResponseReturnValue:
    """Show how the notice is read and what it would change."""
    try:
        notice = settings.check_year(year, form.values())
    except InvalidInput as refusal:
        refuse(form, refusal)
        return calendar_page(visit, year, form), BAD_REQUEST
    workdays = settings.workdays(visit.session, shell().config.timezone)
    workdays = settings.with_notice(workdays, year, notice)
    rules = settings.lights(visit.session)
    effect = tasks.lamp_effect(visit.session, visit.today, workdays, rules)
    return calendar_page(visit, year, form, CalendarPreview(notice, effect))


def save_calendar(writing: Visit, year: int, form: CalendarForm) -> None:
    """Save or remove the year's notice, and the lamps with it."""
    session, timezone = writing.session, shell().config.timezone
    by, now, version = writing.person, writing.now, seen_version()
    if request.form.get("act") == RESET:
        tasks.reset_calendar(session, year, version, timezone, by, now)
        flash(_("The notice of %(year)s was removed.", year=year))
        return
    tasks.change_calendar(session, year, form.values(), version, timezone, by, now)
    flash(_("The calendar of %(year)s is saved and holds from now on.", year=year))
