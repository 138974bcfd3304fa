"""Lists the places of the top bar that a person may open, and tells own addresses from others."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from tracker.models import Role
from tracker.texts import gettext as _
from tracker.web.access import Visit

HOME = "/"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the top bar: where it leads, and the action it needs."""

    endpoint: str
    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A Place as it stands on one page."""

    label: str
    url: str
    is_current: bool


OVERVIEW = Place("dashboards.overview", _("Leader's overview"), "dashboard.read")
# In the order people look for them (PRACTICE 3.1). A place whose page is not built yet is left out.
PLACES = (
    Place("dashboards.home", _("Workbench"), "home.open"),
    Place("tasks.ledger", _("Task ledger"), "task.list"),
    Place("documents.documents", _("Documents"), "document.list"),
    OVERVIEW,
    Place("messages.messages", _("Sent messages"), "message.list"),
    Place("departments.departments", _("Departments and contacts"), "department.read"),
    Place("accounts.accounts", _("Accounts"), "person.manage"),
    Place("settings.calendar", _("Settings"), "settings.read"),
)

# Areas of pages that belong to the place of another one.
WITHIN = {
    "amendments": "documents",
    "reviews": "documents",
    "tables": "documents",
    "jobs": "documents",
    "bulk": "tasks",
    "kept_filters": "tasks",
    "invitations": "departments",
}


def places_for(visit: Visit) -> list[Place]:
    """Return the places this person may open; a leader's first one is the overview."""
    found = [
        place
        for place in PLACES
        if place.endpoint in current_app.view_functions and visit.may(place.action)
    ]
    if visit.person.role is Role.leader:
        found.sort(key=lambda place: place is not OVERVIEW)
    return found


def entries(visit: Visit) -> list[Entry]:
    """Return the top bar for this page; the place of the page's own area is the current one."""
    places = places_for(visit)
    here = [place for place in places if place.endpoint == request.endpoint]
    area = WITHIN.get(request.blueprint or "", request.blueprint)
    here += [place for place in places if place.endpoint.split(".")[0] == area]
    return [
        Entry(place.label, url_for(place.endpoint), is_current=place in here[:1])
        for place in places
    ]


def own_path(target: str | None) -> str:
    """Return `target` where it is a page of ours, else the start page: no way to another site."""
    parts = urlsplit(target or "")
    if parts.scheme or parts.netloc or "\\" in parts.path or not parts.path.startswith("/"):
        return HOME
    try:
        adapter = current_app.create_url_adapter(request)
        if adapter is None or adapter.match(parts.path, method="GET")[0] == "people.sign_in":
            return HOME
    except HTTPException:
        return HOME
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def page_before() -> str:
    """Return the page of ours that the browser says it came from, else the start page."""
    return own_path(urlsplit(request.referrer or "").path)
