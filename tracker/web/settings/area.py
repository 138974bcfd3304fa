"""What the pages of the settings share: their bar, and saving over what a person saw."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, request, url_for

from tracker.errors import Conflict, InvalidInput
from tracker.texts import gettext as _
from tracker.web.access import Visit
from tracker.web.forms import Form

blueprint = Blueprint("settings", __name__)
OK, BAD_REQUEST, CONFLICT = HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT
SEE_OTHER = HTTPStatus.SEE_OTHER
LOOK = "look"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the settings in the bar above them."""

    label: str
    url: str
    is_current: bool


def parts(visit: Visit) -> list[Part]:
    """Return the pages of the settings this person may open."""
    places = [
        ("settings.calendar", _("Calendar"), "settings.read"),
        ("settings.reminder_rules", _("Reminders"), "settings.read"),
        ("settings.lights", _("Lamps"), "settings.read"),
        ("settings.mail", _("Mail"), "mail.test"),
        ("settings.system", _("System"), "system.read"),
    ]
    return [
        Part(label, url_for(endpoint), url_for(endpoint) in request.path)
        for endpoint, label, action in places
        if visit.may(action)
    ]


def seen_version() -> int:
    """Return the version of the settings the form was made from; 0 for the defaults."""
    return request.form.get("version", 0, type=int)


def attempt(visit: Visit, form: Form, save: Callable[[Visit], None]) -> HTTPStatus:
    """Save in a transaction of its own; what is refused stands on the form, with its status."""
    try:
        with visit.writing() as writing:
            save(writing)
    except InvalidInput as refusal:
        refuse(form, refusal)
        return BAD_REQUEST
    except Conflict:
        visit.session.rollback()  # the page must show what stands now
        form.form_errors.append(
            _(
                "Somebody else saved these settings meanwhile. What you filled in is still here; "
                "what holds now stands beside it. Compare, then save again."
            )
        )
        return CONFLICT
    return SEE_OTHER


def refuse(form: Form, refusal: InvalidInput) -> None:
    """Show each line of a refusal at its field."""
    for line in str(refusal).splitlines():
        form.refuse(InvalidInput(line, refusal.field))
