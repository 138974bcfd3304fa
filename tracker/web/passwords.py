"""The pages of passwords: forgotten, set anew through a link, changed by their owner."""

from datetime import datetime
from http import HTTPStatus

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import true
from sqlmodel import Session, col, select
from wtforms import PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker import directory, mail, outbox
from tracker.errors import InvalidInput, TooManyAttempts
from tracker.mail import Email, Letterhead
from tracker.models import Person
from tracker.texts import gettext as _
from tracker.web.access import Visit, requires, shell
from tracker.web.forms import Form
from tracker.web.once import secret
from tracker.web.people import counted_address
from tracker.web.sessions import give_token

blueprint = Blueprint("passwords", __name__)
BAD_REQUEST = HTTPStatus.BAD_REQUEST
# Who has no account is written a mail that is thrown away.
NOBODY = ("nobody", "nobody", "nobody@localhost.invalid")


class ForgotForm(Form):
    """Whose password was forgotten."""

    account = StringField(_("Account"), [InputRequired(_("Fill in the account.")), Length(max=64)])


class NewPasswordForm(Form):
    """A password twice, because nobody sees what is typed."""

    new_password = PasswordField(_("New password"), [InputRequired(_("Fill in the new password."))])
    same_password = PasswordField(
        _("Once more"), [InputRequired(_("Fill in the new password once more."))]
    )

    def validate_same_password(self, field: PasswordField) -> None:
        """Refuse two passwords that differ."""
        if field.data != self.new_password.data:
            raise ValidationError(_("The two passwords differ; fill in both again."))

    def hashed(self) -> str | None:
        """Return the hash of the new password; None where the form now shows why not."""
        try:
            with directory.hashing_seat():
                return directory.hash_password(str(self.new_password.data))
        except InvalidInput as refusal:
            self.refuse(InvalidInput(str(refusal), "new_password"))
            return None


class ChangePasswordForm(NewPasswordForm):
    """The new password, and the one there was."""

    old_password = PasswordField(
        _("Present password"), [InputRequired(_("Fill in the present password."))]
    )


@blueprint.route("/forgot-password", methods=["GET", "POST"])
def forgot() -> ResponseReturnValue:
    """Ask for a link to set a password; the answer is the same whoever is asked for."""
    form = ForgotForm.from_request()
    if not form.is_ready():
        return forgot_page(form), BAD_REQUEST if form.errors else HTTPStatus.OK
    try:
        mail_link(str(form.account.data).strip(), shell().clock.now())
    except TooManyAttempts as refusal:
        form.form_errors.append(
            _("Too many failures from your address. Wait a quarter of an hour.")
        )
        response = make_response(forgot_page(form), HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    flash(
        _(
            "If the account exists and has a mail address, a link is on its way. "
            "It works once, for 30 minutes."
        )
    )
    return redirect(url_for("passwords.forgot"), 303)


def forgot_page(form: ForgotForm) -> str:
    """Return the page of the form."""
    return render_template("people/forgot.html", form=form)


def mail_link(account: str, now: datetime) -> None:
    """Mail the account a link to set its password, if there is one that can get it.

    Where there is none, the same is done for somebody else and undone, so that both take the same
    time.

    Raises:
        TooManyAttempts: the address of this request asks too often.
    """
    base = shell()
    with base.database.read() as session:
        person = session.exec(select(Person).where(Person.account == account)).first()
    known = person is not None and person.is_active and mail.is_address(person.email)
    named = (person.account, person.name, person.email or "") if person and known else NOBODY
    letterhead = Letterhead.from_config(base.config)
    email = outbox.compose_reset(letterhead, *named, now, now + directory.RESET_LIFE)
    name = mail.sealed_name()
    with base.database.write() as session:
        directory.count_knock(session, counted_address(), now)
        wanted = select(Person).where(col(Person.account) == account if known else true())
        somebody = session.exec(wanted.limit(1)).first()
        if somebody is not None:
            meant = known and somebody.email == named[2]
            queue_link(session, somebody, name, email, now, is_meant=meant)


def queue_link(
    session: Session, person: Person, name: str, email: Email, now: datetime, *, is_meant: bool
) -> None:
    """Open the reset and queue its mail; undo both where they are not meant or too many."""
    token = mail.link_token(secret().decode(), name)
    is_meant = directory.may_mail_again(session, person, now) and is_meant
    with session.begin_nested() as attempt:
        directory.open_reset(session, person, token, None, now)
        outbox.enqueue(session, name, email, person.id, now)
        if not is_meant:
            session.flush()
            attempt.rollback()


@blueprint.route("/reset-password/<token>", methods=["GET", "POST"])
def reset(token: str) -> ResponseReturnValue:
    """Show the form for a new password to whoever has a good link, or take it."""
    base = shell()
    now = base.clock.now()
    form = NewPasswordForm.from_request()
    try:
        with base.database.read() as session:
            account = directory.find_reset(session, token, now).person.account
        hashed = form.hashed() if form.is_ready() else None
        if hashed is None:
            status = BAD_REQUEST if form.errors else HTTPStatus.OK
            return render_template("people/reset.html", form=form, account=account), status
        with base.database.write() as session:
            person, event = directory.use_reset(session, token, hashed, now)
            letterhead = Letterhead.from_config(base.config)
            outbox.queue_password_changed(session, letterhead, person, event, now)
    except InvalidInput as refusal:
        return render_template("people/dead_link.html", sentence=str(refusal)), BAD_REQUEST
    flash(_("The password is set. Sign in with it."))
    return redirect(url_for("people.sign_in"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires("account.own", slow=True)
def change(visit: Visit) -> ResponseReturnValue:
    """Let the person change the own password; every other browser is signed out."""
    form = ChangePasswordForm.from_request()
    hashed = checked(visit, form) if form.is_ready() else None
    if hashed is None:
        status = BAD_REQUEST if form.errors else HTTPStatus.OK
        return render_template("people/change_password.html", form=form), status
    letterhead = Letterhead.from_config(shell().config)
    was = visit.person.password_hash
    with visit.writing() as writing:
        event = directory.change_password(writing.session, writing.person, was, hashed, visit.now)
        outbox.queue_password_changed(writing.session, letterhead, writing.person, event, visit.now)
        token = directory.open_session(
            writing.session,
            writing.person,
            visit.now,
            request.remote_addr,
            request.user_agent.string or None,
        )
    flash(_("The password is changed. Every other browser has been signed out."))
    response = make_response(redirect(url_for("accounts.account"), 303))
    give_token(response, token, shell().config)
    return response


def checked(visit: Visit, form: ChangePasswordForm) -> str | None:
    """Return the hash of the new password, if the present one is right.

    A wrong one counts as a failed sign-in: whoever finds an open browser cannot guess for long.
    """
    base = shell()
    person = directory.check_password(
        base.database,
        visit.person.account,
        str(form.old_password.data),
        visit.now,
        counted_address(),
    )
    if person is None:
        refusal = _("The present password is wrong. Five failures lock the account.")
        form.refuse(InvalidInput(refusal, "old_password"))
        return None
    return form.hashed()
