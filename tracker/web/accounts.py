"""The pages of accounts: one's own, and all of them for the administrator."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from wtforms import EmailField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker import directory, mail, outbox
from tracker.directory import PeopleFilter, PersonValues
from tracker.errors import InvalidInput, NotFound
from tracker.mail import Letterhead
from tracker.models import Person, Role
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import Visit, requires, shell
from tracker.web.browsers import browser_words
from tracker.web.forms import Form, NumberField
from tracker.web.lists import Page, Tab
from tracker.web.once import secret
from tracker.web.sessions import token_cookie

blueprint = Blueprint("accounts", __name__)
LONGEST_ADDRESS = 254
LONGEST_NAME = 50
LONGEST_SEARCH = 100
NO_DEPARTMENT = ""
# In the signed cookie of the administrator's own browser, until the next page shows it once.
LINK = "reset_link"


class PersonForm(Form):
    """What an administrator may change in an account."""

    name = StringField(
        _("Full name"), [InputRequired(_("Fill in the name.")), Length(max=LONGEST_NAME)]
    )
    role = SelectField(_("Role"))
    department = SelectField(_("Department"))
    email = EmailField(_("Mail address"), [Length(max=LONGEST_ADDRESS)])
    version = NumberField()

    def validate_email(self, field: EmailField) -> None:
        """Refuse what no mail can be sent to; blank is no address."""
        if (field.data or "").strip() and not mail.is_address((field.data or "").strip()):
            raise ValidationError(_("This is no mail address, for example name@office.example."))

    def choose_from(self, visit: Visit) -> None:
        """Fill the lists of roles and departments."""
        self.role.choices = list(role_words().items())
        departments = directory.all_departments(visit.session)
        self.department.choices = [
            (NO_DEPARTMENT, _("none")),
            *((str(each.id), each.name) for each in departments),
        ]

    def values(self) -> PersonValues:
        """Return what was filled in, without blanks around it."""
        department = self.department.data
        return PersonValues(
            name=(self.name.data or "").strip(),
            email=(self.email.data or "").strip() or None,
            role=Role(self.role.data),
            department_id=int(department) if department else None,
        )


class NewPersonForm(PersonForm):
    """A new account: the name it signs in with, and the rest."""

    account = StringField(_("Account"), [InputRequired(_("Fill in the account.")), Length(max=64)])


def role_words() -> dict[str, str]:
    """Return what each role is called; the command line's own is for nobody."""
    return {
        Role.clerk: _("Department's contact"),
        Role.coordinator: _("Coordinator"),
        Role.leader: _("Leader"),
        Role.administrator: _("Administrator"),
    }


@blueprint.get("/account")
@requires("account.own")
def account(visit: Visit) -> ResponseReturnValue:
    """Show the person's own account and where it is signed in."""
    token = request.cookies.get(token_cookie(shell().config), "")
    return render_template(
        "people/account.html",
        sessions=directory.list_sessions(visit.session, visit.person, visit.now),
        here=directory.token_hash(token),
        words=browser_words,
        roles=role_words(),
    )


@blueprint.post("/account/sessions/<int:session_id>/end")
@requires("account.own")
def end_session(visit: Visit, session_id: int) -> ResponseReturnValue:
    """Sign one browser of the person out."""
    directory.end_session(visit.session, visit.person, session_id, visit.now)
    flash(_("That browser has been signed out."))
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sessions/end-others")
@requires("account.own")
def end_other_sessions(visit: Visit) -> ResponseReturnValue:
    """Sign every other browser of the person out."""
    token = request.cookies[token_cookie(shell().config)]
    count = directory.end_other_sessions(visit.session, visit.person, token, visit.now)
    flash(ngettext("%(num)s browser signed out.", "%(num)s browsers signed out.", count))
    return redirect(url_for("accounts.account"), 303)


@blueprint.get("/accounts")
@requires("person.manage")
def accounts(visit: Visit) -> ResponseReturnValue:
    """Show the accounts, narrowed to what the address says."""
    wanted = asked_filter()
    page = Page.asked_for(directory.count_people(visit.session, wanted))
    return render_template(
        "people/accounts.html",
        people=directory.find_people(visit.session, wanted, page.offset, page.size),
        page=page,
        tabs=tabs_of(visit, wanted),
        words=wanted.words,
        show=request.args.get("show", ""),
        roles=role_words(),
    )


def asked_filter() -> PeopleFilter:
    """Return what the address asks for.

    Raises:
        NotFound: there is no such part of the list.
    """
    parts = {"": None, "active": True, "inactive": False}
    try:
        is_active = parts[request.args.get("show", "")]
    except KeyError as error:
        raise NotFound("There is no such part of the list.") from error
    return PeopleFilter(request.args.get("q", "").strip()[:LONGEST_SEARCH], is_active)


def tabs_of(visit: Visit, wanted: PeopleFilter) -> list[Tab]:
    """Return 全部, 启用 and 停用 with their counts; they add up."""
    parts: Sequence[tuple[str | None, str, bool | None]] = (
        (None, _("All"), None),
        ("active", _("In use"), True),
        ("inactive", _("Out of use"), False),
    )
    return [
        Tab(
            label,
            directory.count_people(visit.session, PeopleFilter(wanted.words, is_active)),
            url_for("accounts.accounts", show=show, q=wanted.words or None),
            wanted.is_active is is_active,
        )
        for show, label, is_active in parts
    ]


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@requires("person.manage")
def new_account(visit: Visit) -> ResponseReturnValue:
    """Show the form of a new account, or add one; its person sets the password through a link."""
    form = NewPersonForm.from_request(role=Role.clerk)
    form.choose_from(visit)
    if form.is_ready():
        try:
            person = add_person(visit, form)
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            send_link(visit, person)
            return redirect(url_for("accounts.person", person_id=person.id), 303)
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render_template("people/new_account.html", form=form), status


def add_person(visit: Visit, form: NewPersonForm) -> Person:
    """Add the account of the form."""
    values = form.values()
    person = Person(
        account=(form.account.data or "").strip(),
        name=values.name,
        email=values.email,
        role=values.role,
        department_id=values.department_id,
        created_at=visit.now,
    )
    return directory.create_person(visit.session, person, None, visit.person, visit.now)


@blueprint.route("/accounts/<int:person_id>", methods=["GET", "POST"])
@requires("person.manage")
def person(visit: Visit, person_id: int) -> ResponseReturnValue:
    """Show one account, or change it."""
    found = load_person(visit, person_id)
    form = PersonForm.from_request(
        name=found.name,
        role=str(found.role),
        department=str(found.department_id or NO_DEPARTMENT),
        email=found.email or "",
        version=found.version,
    )
    form.choose_from(visit)
    if form.is_ready():
        try:
            version = form.version.data or 0
            directory.change_person(
                visit.session, found, form.values(), version, visit.person, visit.now
            )
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."))
            return redirect(url_for("accounts.person", person_id=person_id), 303)
    return person_page(visit, found, form), HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK


def person_page(visit: Visit, found: Person, form: PersonForm) -> str:
    """Return the page of one account; a new link stands on it once."""
    link = browser_session.get(LINK)
    if link is not None:
        browser_session.pop(LINK)
    return render_template(
        "people/person.html",
        person=found,
        form=form,
        link=link["url"] if link and link["person"] == found.id else None,
        sessions=len(directory.list_sessions(visit.session, found, visit.now)),
        is_locked=found.locked_until is not None and found.locked_until > visit.now,
        roles=role_words(),
        minutes=int(directory.RESET_LIFE.total_seconds()) // 60,
    )


def load_person(visit: Visit, person_id: int) -> Person:
    """Return an account; the command line's own one is nobody's business.

    Raises:
        NotFound: there is none.
    """
    found = visit.load(Person, person_id)
    if found.role is Role.operator:
        raise NotFound("The command line's account has no page.")
    return found


@blueprint.post("/accounts/<int:person_id>/deactivate")
@requires("person.manage")
def deactivate(visit: Visit, person_id: int) -> ResponseReturnValue:
    """Take an account out of use; its sessions end at once."""
    found = load_person(visit, person_id)
    directory.deactivate(visit.session, found, visit.person, visit.now)
    flash(_("The account is out of use; every browser was signed out."))
    return redirect(url_for("accounts.person", person_id=person_id), 303)


@blueprint.post("/accounts/<int:person_id>/reactivate")
@requires("person.manage")
def reactivate(visit: Visit, person_id: int) -> ResponseReturnValue:
    """Take an account into use again."""
    found = load_person(visit, person_id)
    directory.reactivate(visit.session, found, visit.person, visit.now)
    flash(_("The account is in use again, with the password it had."))
    return redirect(url_for("accounts.person", person_id=person_id), 303)


@blueprint.post("/accounts/<int:person_id>/reset")
@requires("person.manage")
def start_reset(visit: Visit, person_id: int) -> ResponseReturnValue:
    """Make a link with which the person sets a password; nobody here chooses or sees one."""
    found = load_person(visit, person_id)
    if not found.is_active:
        raise InvalidInput(_("The account is out of use; take it into use first."))
    send_link(visit, found)
    return redirect(url_for("accounts.person", person_id=person_id), 303)


def send_link(visit: Visit, person: Person) -> None:
    """Start a reset, mail its link where there is an address, and keep it for the next page."""
    letterhead = Letterhead.from_config(shell().config)
    name = mail.sealed_name()
    token = mail.link_token(secret().decode(), name)
    reset = directory.open_reset(visit.session, person, token, visit.person, visit.now)
    path = url_for("passwords.reset", token=token)
    browser_session[LINK] = {"person": person.id, "url": letterhead.base_url + path}
    if mail.is_address(person.email):
        named = (person.account, person.name, person.email or "")
        email = outbox.compose_reset(letterhead, *named, visit.now, reset.ends_at)
        outbox.enqueue(visit.session, name, email, person.id, visit.now)
