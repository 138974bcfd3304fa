"""The page behind an invitation, open to all: a clerk makes the own account and is signed in."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker import directory, mail
from tracker.errors import InvalidInput, NotFound
from tracker.models import Person, Role
from tracker.texts import gettext as _
from tracker.web.access import shell
from tracker.web.passwords import NewPasswordForm
from tracker.web.people import start_session
from tracker.web.sessions import give_token

blueprint = Blueprint("invitations", __name__)


class JoinForm(NewPasswordForm):
    """The account a clerk chooses, and who it is."""

    name = StringField(
        _("Name of the person"), [InputRequired(_("Fill in the name.")), Length(max=50)]
    )
    account = StringField(_("Account"), [InputRequired(_("Fill in the account.")), Length(max=64)])
    email = EmailField(_("Mail address"), [Length(max=254)])

    def validate_email(self, field: EmailField) -> None:
        """Refuse what no mail can be sent to; blank is no address."""
        address = (field.data or "").strip()
        if address and not mail.is_address(address):
            raise ValidationError(_("This is no mail address, for example name@office.example."))


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Show the form of an invitation, or make the account and sign in."""
    base = shell()
    now = base.clock.now()
    try:
        with base.database.read() as session:
            found = directory.find_invitation(session, token, now)
            department, ends_at = found.department.name, found.ends_at
            form = JoinForm.from_request(email=found.email or "")
        person = join(token, form) if form.is_ready() else None
    except NotFound:
        return render_template("departments/invitation_gone.html"), HTTPStatus.NOT_FOUND
    if person is None:
        body = render_template(
            "departments/invitation.html", form=form, department=department, ends_at=ends_at
        )
        return body, HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    flash(_("Welcome. This is what %(department)s has to do.", department=department))
    response = make_response(redirect(url_for("dashboards.home"), 303))
    give_token(response, start_session(person), base.config)
    return response


def join(token: str, form: JoinForm) -> Person | None:
    """Return the new clerk; None where the form now shows what to mend.

    The password is hashed before the transaction, which nobody else could write in meanwhile.

    Raises:
        NotFound: somebody else used the invitation first.
    """
    base = shell()
    now = base.clock.now()
    hashed = form.hashed()
    if hashed is None:
        return None
    person = Person(
        account=(form.account.data or "").strip(),
        name=(form.name.data or "").strip(),
        email=(form.email.data or "").strip() or None,
        role=Role.clerk,
        password_hash=hashed,
        created_at=now,
    )
    try:
        with base.database.write() as session:
            return directory.use_invitation(session, token, person, now)
    except InvalidInput as error:
        form.refuse(error)
        return None
