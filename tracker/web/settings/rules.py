"""The pages of reminders and lamps: the rules, and what others would do."""

from dataclasses import asdict
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import reminders, settings, tasks
from tracker.reminders import Expectation, Policy
from tracker.settings import ReminderRules
from tracker.tasks import Effect
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import Visit, requires, shell
from tracker.web.settings.area import (
    BAD_REQUEST,
    CONFLICT,
    LOOK,
    OK,
    SEE_OTHER,
    attempt,
    blueprint,
    parts,
    seen_version,
)
from tracker.web.settings.forms import LightsForm, RemindersForm, say_days


@blueprint.get("/settings/reminders")
@requires("settings.read")
def reminder_rules(visit: Visit) -> ResponseReturnValue:
    """Show when the office reminds."""
    return reminders_page(visit, RemindersForm(data=asdict(current_rules(visit))))


def current_rules(visit: Visit) -> ReminderRules:
    """Return the rules that hold now."""
    return settings.reminder_rules(visit.session, shell().config.digest_at)


def reminders_page(
    visit: Visit,
    form: RemindersForm,
    previews: tuple[Expectation, ...] = (),
    *,
    is_conflict: bool = False,
) -> str:
    """Return the page of the reminders."""
    return render_template(
        "settings/reminders.html",
        parts=parts(visit),
        form=form,
        now=words_of(current_rules(visit)),
        row=settings.reminder_row(visit.session),
        usual=words_of(ReminderRules(digest_at=shell().config.digest_at)),
        previews=previews,
        is_conflict=is_conflict,
    )


def words_of(rules: ReminderRules) -> dict[str, str]:
    """Return each rule as the page writes it."""
    on = _("sent") if rules.sends_digests else _("not sent")
    values = asdict(rules).items()
    words = {name: say_days(value) for name, value in values if isinstance(value, tuple)}
    every = str(rules.overdue_every)
    at = f"{rules.digest_at:%H:%M}"
    return {**words, "overdue_every": every, "digest_at": at, "sends_digests": on}


@blueprint.post("/settings/reminders")
@requires("settings.edit", slow=True)
def change_reminders(visit: Visit) -> ResponseReturnValue:
    """Look at the effect of other rules, or save them."""
    form = RemindersForm.from_request()
    if not form.is_ready():
        return reminders_page(visit, form), BAD_REQUEST if form.errors else OK
    if request.form.get("act") == LOOK:
        return reminders_page(visit, form, expectations(visit, form.values()))
    status = attempt(visit, form, lambda writing: save_reminders(writing, form.values()))
    if status is SEE_OTHER:
        flash(_("Saved. The scheduler follows within a minute."))
        return redirect(url_for("settings.reminder_rules"), 303)
    return reminders_page(visit, form, is_conflict=status is CONFLICT), status


def save_reminders(writing: Visit, rules: ReminderRules) -> None:
    """Save the rules over those the person saw."""
    before = current_rules(writing)
    settings.save_reminders(
        writing.session, rules, before, seen_version(), writing.person, writing.now
    )


def expectations(visit: Visit, rules: ReminderRules) -> tuple[Expectation, ...]:
    """Return what tomorrow would bring, and the next working day where tomorrow is none."""
    policy = Policy.from_settings(visit.session, shell().config).with_rules(rules)
    tomorrow = visit.today + timedelta(days=1)
    days: list[date] = sorted({tomorrow, policy.workdays.next_workday(tomorrow)})
    return tuple(reminders.expect_digests(visit.session, policy, day) for day in days)


@blueprint.get("/settings/lights")
@requires("settings.read")
def lights(visit: Visit) -> ResponseReturnValue:
    """Show when a lamp turns yellow."""
    return lights_page(visit, LightsForm(data=asdict(settings.lights(visit.session))))


def lights_page(
    visit: Visit, form: LightsForm, effect: Effect | None = None, *, is_conflict: bool = False
) -> str:
    """Return the page of the lamps."""
    return render_template(
        "settings/lights.html",
        parts=parts(visit),
        form=form,
        now=asdict(settings.lights(visit.session)),
        row=settings.light_row(visit.session),
        usual=asdict(settings.Lights()),
        effect=effect,
        is_conflict=is_conflict,
    )


@blueprint.post("/settings/lights")
@requires("settings.edit", slow=True)
def change_lights(visit: Visit) -> ResponseReturnValue:
    """Look at how many lamps would change, or change them."""
    form = LightsForm.from_request()
    if not form.is_ready():
        return lights_page(visit, form), BAD_REQUEST if form.errors else OK
    timezone = shell().config.timezone
    if request.form.get("act") == LOOK:
        workdays = settings.workdays(visit.session, timezone)
        effect = tasks.lamp_effect(visit.session, visit.today, workdays, form.values())
        return lights_page(visit, form, effect)
    status = attempt(visit, form, lambda writing: save_lights(writing, form))
    if status is SEE_OTHER:
        return redirect(url_for("settings.lights"), 303)
    return lights_page(visit, form, is_conflict=status is CONFLICT), status


def save_lights(writing: Visit, form: LightsForm) -> None:
    """Save the rules over those the person saw, and move the lamps."""
    changed = tasks.change_lights(
        writing.session,
        form.values(),
        seen_version(),
        shell().config.timezone,
        writing.person,
        writing.now,
    )
    flash(
        ngettext(
            "Saved. The lamp days of %(num)s milestone were worked out anew.",
            "Saved. The lamp days of %(num)s milestones were worked out anew.",
            changed,
        )
    )
