"""The pages of the person: sign in and sign out."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from tracker import directory
from tracker.models import Person
from tracker.texts import gettext as _
from tracker.web.access import Visit, requires, shell
from tracker.web.forms import Form
from tracker.web.navigation import own_path
from tracker.web.sessions import give_token, take_token, token_cookie

blueprint = Blueprint("people", __name__)


class SignInForm(Form):
    """Account and password."""

    account = StringField(_("Account"), [InputRequired(_("Fill in the account."))])
    password = PasswordField(_("Password"), [InputRequired(_("Fill in the password."))])


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form, or start a session."""
    form = SignInForm.from_request()
    if not form.is_ready():
        return render_template("people/sign_in.html", form=form), 400 if form.errors else 200
    base = shell()
    account, password = str(form.account.data).strip(), str(form.password.data)
    person = directory.authenticate(base.database, account, password, base.clock.now())
    if person is None:
        # One sentence for an unknown account, a wrong password and a locked account.
        form.form_errors.append(_("Account or password is wrong. Five failures lock it."))
        return render_template("people/sign_in.html", form=form), 400
    response = make_response(redirect(own_path(request.args.get("next")), 303))
    give_token(response, start_session(person), base.config)
    return response


@blueprint.post("/sign-out")
@requires("session.end")
def sign_out(visit: Visit) -> ResponseReturnValue:
    """End the session, so that a copy of its cookie is worthless."""
    config = shell().config
    token = request.cookies[token_cookie(config)]
    directory.close_session(visit.session, token, visit.person, visit.now)
    response = make_response(redirect(url_for("people.sign_in"), 303))
    take_token(response, config)
    return response


def start_session(person: Person) -> str:
    """Return the token of a new session; the one this browser had before ends."""
    base = shell()
    now = base.clock.now()
    old_token = request.cookies.get(token_cookie(base.config))
    with base.database.write() as session:
        old = directory.find_session(session, old_token, now) if old_token else None
        if old_token and old:
            directory.close_session(session, old_token, old.person, now)
        browser = request.user_agent.string or None
        return directory.open_session(session, person, now, request.remote_addr, browser)
