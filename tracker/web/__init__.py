"""Turns requests into calls of the stages, and their answers into pages.

What a view module needs:

    from tracker.web.crowd import keep_the_door
from tracker.web.access import Visit, requires
    from tracker.web.forms import Form

    blueprint = Blueprint("tasks", __name__)

    @blueprint.get("/tasks/<int:task_id>")
    @requires("task.read")                        # a row of permissions.POLICY
    def task(visit: Visit, task_id: int) -> ResponseReturnValue:
        found = visit.load(Task, task_id)         # 404 unless POLICY lets the person do it
        return render_template("tasks/task.html", task=found)

`@requires` stands below the route. It signs the person in, opens one transaction (a GET reads, a
POST writes) and passes a Visit: session, person, action, now, today, may(action, thing),
load(table, id, subject). The transaction commits when the view returns a status below 400, else it
is undone. After a POST answer `redirect(url_for(…), 303)`; `flash(sentence)` shows a notice there.
A view that takes files says `@requires(action, upload=True)`; `shell().storage` keeps them and
`downloads.download` hands them out. Refusals of errors.py may pass through: they become pages. A
form shows one at its field with `form.refuse(error)`.

A form is a class on Form: `form = ReportForm.from_request(percent=40)`, then `form.is_ready()` is
true once it was sent and is good; answer an unready POST with status 400.

Every form that posts holds `{{ csrf() }}`. It makes the form count once: a second copy gets the
first one's answer, with other content a 409 (tracker.web.once). A form that was not taken comes
back filled, to be sent on purpose (tracker.web.again): after the session ended and its author
signed in again, from a page too old, while the database is busy, with files too large. For this the
view is called once more where it cannot write and `is_ready()` is false; so a view does its work
after `is_ready()`, and writes nowhere else. A form with a field `version`, whose value now is given
to `from_request`, shows both texts when the stage raises Conflict.

Every template has the names visit (None before sign-in), today, office, entries, stylesheets,
clock_is_shifted; the filters day, short_day, full_day, moment, file_size; the macros of
templates/components. `templates/base.html` says which blocks there are.
"""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from tracker.clock import Clock
from tracker.config import Config, shipped
from tracker.database import Database
from tracker.web import (
    accounts,
    amendments,
    bulk,
    dashboards,
    departments,
    documents,
    evidence,
    first_run,
    health,
    invitations,
    jobs,
    kept_filters,
    messages,
    passwords,
    people,
    reviews,
    settings,
    stylesheets,
    tables,
    tasks,
)
from tracker.web.access import Shell, check_routes
from tracker.web.crowd import keep_the_door
from tracker.web.forms import LONGEST_NUMBER
from tracker.web.protection import protect
from tracker.web.refusals import answer_refusals
from tracker.web.rendering import set_up_templates
from tracker.web.sessions import BrowserSessions

# One module for each area of pages. A new one is imported above and named here.
AREAS = (
    people,
    passwords,
    first_run,
    accounts,
    dashboards,
    tasks,
    bulk,
    kept_filters,
    evidence,
    documents,
    jobs,
    reviews,
    tables,
    amendments,
    messages,
    departments,
    invitations,
    settings,
    health,
    stylesheets,
)


class Number(IntegerConverter):
    """A number in an address; one that no column holds leads nowhere, like that of no row."""

    def __init__(self, within: Map, **options: int) -> None:
        super().__init__(within, **{"max": 10**LONGEST_NUMBER - 1, **options})


def create_app(config: Config, database: Database, clock: Clock) -> Flask:
    """Return the WSGI application.

    Raises:
        ConfigurationError: a route names no action, or the text catalogue is missing.
    """
    app = Flask(__name__, template_folder=shipped("templates"), static_folder=shipped("static"))
    app.secret_key = config.load_secret_key()
    app.session_interface = BrowserSessions(config, app.secret_key)
    base = Shell(config, database, clock)
    app.extensions["tracker"] = base
    keep_the_door(app)
    set_up_templates(app, base)
    protect(app, config)
    app.url_map.converters["int"] = Number
    for area in AREAS:
        app.register_blueprint(area.blueprint)
    check_routes(app)
    answer_refusals(app, config.base_url)
    return app
