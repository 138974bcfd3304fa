"""The first page of a new office: whoever has the token from the console makes the first accounts.

There is no account to begin with, so no password is known to anybody. The token stands in a file
that only the owner of the data folder can read; the page is gone for good once somebody can sign
in.
"""

import hmac
import os
import secrets
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col, select
from wtforms import PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from tracker import directory
from tracker.config import Config
from tracker.database import Database
from tracker.errors import InvalidInput, NotFound
from tracker.models import Person, Role
from tracker.texts import gettext as _
from tracker.web.access import shell
from tracker.web.forms import Form

blueprint = Blueprint("first_run", __name__)
TOKEN_FILE = "first-run-token"  # noqa: S105 - the name of a file


def token_path(config: Config) -> Path:
    """Return where the token lies while there is no account."""
    return config.data_dir / TOKEN_FILE


def offer(config: Config, database: Database) -> str | None:
    """Return the token for the first accounts, made once; None where somebody can sign in."""
    path = token_path(config)
    if directory.has_accounts(database):
        path.unlink(missing_ok=True)
        return None
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text(encoding="ascii").strip()


class FirstRunForm(Form):
    """The token, the first administrator, and a coordinator where one is wanted at once."""

    token = StringField(_("One-time token"), [InputRequired(_("Fill in the token."))])
    account = StringField(
        _("Administrator's account"), [InputRequired(_("Fill in the account.")), Length(max=64)]
    )
    name = StringField(
        _("Administrator's name"), [InputRequired(_("Fill in the name.")), Length(max=50)]
    )
    password = PasswordField(_("Password"), [InputRequired(_("Fill in the password."))])
    same_password = PasswordField(
        _("Password once more"), [InputRequired(_("Fill in the password once more."))]
    )
    coordinator_account = StringField(_("Coordinator's account"), [Optional(), Length(max=64)])
    coordinator_name = StringField(_("Coordinator's name"), [Length(max=50)])
    coordinator_password = PasswordField(_("Coordinator's password"))
    coordinator_same_password = PasswordField(_("Coordinator's password once more"))

    def validate_token(self, field: StringField) -> None:
        """Refuse anything but the token of this installation."""
        path = token_path(shell().config)
        known = path.read_text(encoding="ascii").strip() if path.exists() else ""
        given = (field.data or "").strip()
        if not known or not hmac.compare_digest(given.encode(), known.encode()):
            raise ValidationError(_("This is not the token that the console shows."))

    def validate_same_password(self, field: PasswordField) -> None:
        """Refuse two passwords that differ."""
        refuse_other(field, self.password)

    def validate_coordinator_same_password(self, field: PasswordField) -> None:
        """Refuse two passwords that differ."""
        refuse_other(field, self.coordinator_password)

    def people(self) -> list[tuple[Person, str]]:
        """Return the unsaved accounts, each with the name its fields begin with.

        Raises:
            InvalidInput: a password is too short or too long; names its field.
        """
        now = shell().clock.now()
        wanted = [("", Role.administrator)]
        if (self.coordinator_account.data or "").strip():
            wanted.append(("coordinator_", Role.coordinator))
        return [
            (
                Person(
                    account=self.data[f"{start}account"].strip(),
                    name=(self.data[f"{start}name"] or "").strip(),
                    role=role,
                    password_hash=hashed(self.data[f"{start}password"] or "", start),
                    created_at=now,
                ),
                start,
            )
            for start, role in wanted
        ]


def refuse_other(field: PasswordField, first: PasswordField) -> None:
    """Refuse a repeated password that is not the first one."""
    if (field.data or "") != (first.data or ""):
        raise ValidationError(_("The two passwords differ; fill in both again."))


def hashed(password: str, start: str) -> str:
    """Return the hash; a refusal names the field that begins with `start`."""
    try:
        with directory.hashing_seat():
            return directory.hash_password(password)
    except InvalidInput as refusal:
        raise InvalidInput(str(refusal), f"{start}password") from refusal


@blueprint.route("/first-run", methods=["GET", "POST"])
def first_run() -> ResponseReturnValue:
    """Show the form for the first accounts, or make them; gone once there is an account."""
    base = shell()
    if directory.has_accounts(base.database):
        raise NotFound("There are accounts.")
    form = FirstRunForm.from_request()
    if form.is_ready():
        try:
            make_first(form)
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            token_path(base.config).unlink(missing_ok=True)
            flash(_("The first accounts are made. Sign in."))
            return redirect(url_for("people.sign_in"), 303)
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render_template("people/first_run.html", form=form), status


def make_first(form: FirstRunForm) -> None:
    """Add the accounts of the form, all or none.

    Raises:
        NotFound: another browser was first.
        InvalidInput: an account, a name or a password cannot be used; names its field.
    """
    people = form.people()
    base = shell()
    with base.database.write() as session:
        if somebody_can_sign_in(session):
            raise NotFound("There are accounts.")
        for person, start in people:
            try:
                directory.create_person(session, person, None, None, base.clock.now())
            except InvalidInput as refusal:
                field = f"{start}{refusal.field}" if refusal.field else None
                raise InvalidInput(str(refusal), field) from refusal


def somebody_can_sign_in(session: Session) -> bool:
    """Return whether there is an account with a password, as this transaction sees it."""
    usable = select(Person.id).where(col(Person.password_hash).is_not(None))
    return session.exec(usable).first() is not None
