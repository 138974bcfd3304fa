"""The door: sign in, sign out, forms that waited for it, and the password that was forgotten."""

from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from tracker import directory
from tracker.config import is_loopback
from tracker.errors import Busy, TooManyAttempts
from tracker.models import Person
from tracker.texts import gettext as _
from tracker.web import again, keeping
from tracker.web.access import Visit, requires, shell
from tracker.web.crowd import RETRY_SOON
from tracker.web.forms import Form
from tracker.web.navigation import own_path
from tracker.web.sessions import give_token, take_token, token_cookie

blueprint = Blueprint("people", __name__)


class SignInForm(Form):
    """Account and password; `kept` is a form that waits for them."""

    account = StringField(_("Account"), [InputRequired(_("Fill in the account."))])
    password = PasswordField(_("Password"), [InputRequired(_("Fill in the password."))])
    kept = HiddenField()


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form, or start a session."""
    form = SignInForm.from_request()
    if not form.is_ready():
        return sign_in_page(form, HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK)
    base = shell()
    account, password = str(form.account.data).strip(), str(form.password.data)
    now, address = base.clock.now(), counted_address()
    try:
        person = directory.authenticate(base.database, account, password, now, address)
    except TooManyAttempts as refusal:
        form.form_errors.append(
            _("Too many failures from your address. Wait a quarter of an hour.")
        )
        return sign_in_page(form, HTTPStatus.TOO_MANY_REQUESTS, str(refusal.seconds))
    except Busy as refusal:
        form.form_errors.append(str(refusal))
        return sign_in_page(form, HTTPStatus.SERVICE_UNAVAILABLE, RETRY_SOON)
    if person is None:
        # One sentence for an unknown account, a wrong password and a locked account.
        form.form_errors.append(_("Account or password is wrong. Five failures lock it."))
        return sign_in_page(form, HTTPStatus.BAD_REQUEST)
    response = make_response(redirect(way_in(person, form), 303))
    give_token(response, start_session(person), base.config)
    return response


def counted_address() -> str | None:
    """Return the address by which failures are counted.

    None where a proxy that nobody told us to trust stands between: its one address stands for the
    whole office, and counting it would lock everybody out for one.
    """
    config, address = shell().config, request.remote_addr
    hidden = config.trusted_proxy is None and not is_loopback(config.host)
    return None if hidden and is_loopback(address or "") else address


def sign_in_page(form: SignInForm, status: HTTPStatus, retry_after: str | None = None) -> Response:
    """Return the sign-in page with this form; the password is never sent back."""
    database = shell().database
    response = make_response(
        render_template(
            "people/sign_in.html",
            form=form,
            way=own_path(request.args.get("next")),
            is_new=request.method == "GET" and not directory.has_accounts(database),
        ),
        status,
    )
    if retry_after is not None:
        response.headers["Retry-After"] = retry_after
    return response


def sign_in_again(way: str) -> Response:
    """Return the sign-in page for a form whose session has ended; the form waits in it."""
    form = SignInForm(data={"kept": keeping.pack(shell().clock.now())})
    return make_response(
        render_template(
            "people/sign_in_again.html",
            form=form,
            way=way,
            typed=again.typed_texts(),
            has_files=again.has_files(),
        ),
        HTTPStatus.UNAUTHORIZED,
    )


def way_in(person: Person, form: SignInForm) -> str:
    """Return where a person goes after signing in: to the form that waited, if it is theirs."""
    base = shell()
    now = base.clock.now()
    packed = keeping.unpack(form.kept.data, now)
    if packed is not None and packed.person_id == person.id:
        with base.database.write() as session:
            return url_for("people.kept_form", kept_id=keeping.keep(session, packed, now).id)
    if packed is not None:
        flash(_("The form you saw was filled in by another account; it was not taken over."))
    return own_path(request.args.get("next"))


@blueprint.get("/kept-forms/<int:kept_id>")
@requires("account.own")
def kept_form(visit: Visit, kept_id: int) -> ResponseReturnValue:
    """Show a form that waited for its author, filled, to be sent on purpose."""
    kept = keeping.find(visit.session, visit.person, kept_id, visit.now)
    return keeping.page_of(kept, visit.person)


@blueprint.post("/kept-forms/<int:kept_id>")
@requires("account.own", slow=True)
def send_kept_form(visit: Visit, kept_id: int) -> ResponseReturnValue:
    """Send on a form whose page names no address of its own; the browser sends it there anew."""
    kept = keeping.find(visit.session, visit.person, kept_id, visit.now)
    return redirect(kept.path, HTTPStatus.TEMPORARY_REDIRECT)


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
