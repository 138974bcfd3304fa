"""The start page of each role, and the leader's page."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import dashboards
from tracker.models import Role
from tracker.web.access import Visit, requires, shell
from tracker.web.settings.environment import running

blueprint = Blueprint("dashboards", __name__)


@blueprint.get("/")
@requires("home.open")
def home(visit: Visit) -> ResponseReturnValue:
    """Show a coordinator or clerk what waits for them; send a leader to the overview."""
    if visit.person.role is Role.leader:
        return redirect(url_for("dashboards.overview"), 303)
    if visit.person.role is Role.administrator:
        return administrator_page(visit)
    bench = dashboards.workbench(visit.session, visit.person, visit.today, shell().clock.timezone)
    return render_template("dashboards/workbench.html", bench=bench, import_url=import_url(visit))


def administrator_page(visit: Visit) -> str:
    """Return what an administrator has to see to: accounts, mails, the running system."""
    return render_template(
        "dashboards/administrator.html",
        found=dashboards.administration(visit.session, visit.now),
        system=running(shell(), visit.session, visit.now),
    )


def import_url(visit: Visit) -> str | None:
    """Return where the person imports a document, if they may."""
    return url_for("documents.documents") if visit.may("document.import") else None


@blueprint.get("/overview")
@requires("dashboard.read")
def overview(visit: Visit) -> ResponseReturnValue:
    """Show the leader's page."""
    found = dashboards.overview(visit.session, visit.person, visit.today, shell().clock.timezone)
    return render_template("dashboards/overview.html", overview=found)
