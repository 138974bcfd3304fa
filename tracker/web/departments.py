"""The pages of 单位与联络员: the list, one department, merging, invitations to its clerks."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, EmailField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker import directory, mail, outbox
from tracker.dashboards import departments as listing
from tracker.dashboards.departments import DepartmentFilter, Kind
from tracker.errors import InvalidInput, NotFound
from tracker.mail import Letterhead
from tracker.models import Department, DepartmentAlias, Invitation
from tracker.texts import gettext as _
from tracker.web.access import Visit, requires, shell
from tracker.web.forms import Form
from tracker.web.lists import Page, Tab
from tracker.web.once import secret

blueprint = Blueprint("departments", __name__)
LONGEST_NAME = 100
LONGEST_ADDRESS = 254


def name_field(label: str) -> StringField:
    """Return a field for the name of a body."""
    checks = [InputRequired(_("Fill in the name of the department.")), Length(max=LONGEST_NAME)]
    return StringField(label, checks)


class RenameForm(Form):
    """The new name, and since when."""

    new_name = name_field(_("New name"))
    on = DateField(_("Valid from"), [InputRequired(_("Give the day the new name is valid from."))])


class AliasForm(Form):
    """Another name that means this department."""

    alias = name_field(_("Other name"))


class MemberForm(Form):
    """A body that belongs to the group."""

    member = name_field(_("Member"))


class InvitationForm(Form):
    """Where to mail the invitation; blank only makes the link."""

    email = EmailField(_("Mail address"), [Length(max=LONGEST_ADDRESS)])

    def validate_email(self, field: EmailField) -> None:
        """Refuse what no mail can be sent to."""
        if self.address is not None and not mail.is_address(self.address):
            field.errors = []
            raise ValidationError(_("This is no mail address, for example name@office.example."))

    @property
    def address(self) -> str | None:
        """The address without blanks around it, None where there is none."""
        return (self.email.data or "").strip() or None


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a department's page: the one that was sent, the others as they begin."""

    rename: RenameForm
    alias: AliasForm
    member: MemberForm
    invitation: InvitationForm
    sent: Form | None

    @classmethod
    def around(cls, visit: Visit, department: Department, sent: Form | None) -> "Forms":
        """Return all forms of the page, `sent` among them."""
        begun = RenameForm(data={"new_name": department.name, "on": visit.today})
        return cls(
            rename=sent if isinstance(sent, RenameForm) else begun,
            alias=sent if isinstance(sent, AliasForm) else AliasForm(),
            member=sent if isinstance(sent, MemberForm) else MemberForm(),
            invitation=sent if isinstance(sent, InvitationForm) else InvitationForm(),
            sent=sent,
        )


@blueprint.get("/departments")
@requires("department.read")
def departments(visit: Visit) -> ResponseReturnValue:
    """Show the departments, narrowed to what the address says."""
    wanted = asked_filter()
    page = Page.asked_for(listing.count_departments(visit.session, wanted))
    rows = listing.list_departments(visit.session, visit.person, wanted, page.offset, page.size)
    return render_template(
        "departments/departments.html",
        rows=rows,
        page=page,
        wanted=wanted,
        tabs=tabs_of(visit, wanted),
    )


def asked_filter() -> DepartmentFilter:
    """Return the filter the address names.

    Raises:
        NotFound: there is no such part of the list.
    """
    kind = request.args.get("kind")
    words = request.args.get("q", "").strip()[:LONGEST_NAME]
    try:
        return DepartmentFilter(words, Kind(kind) if kind else None)
    except ValueError as error:
        raise NotFound("There is no such part of the list.") from error


def tabs_of(visit: Visit, wanted: DepartmentFilter) -> list[Tab]:
    """Return the tabs with their counts under the words looked for."""
    labels = {
        None: _("All"),
        Kind.unmanned: _("No contact"),
        Kind.group: _("Groups"),
    }
    return [
        Tab(
            label,
            listing.count_departments(visit.session, DepartmentFilter(wanted.words, kind)),
            url_for("departments.departments", kind=kind, q=wanted.words or None),
            is_current=wanted.kind is kind,
        )
        for kind, label in labels.items()
    ]


@blueprint.get("/departments/<int:department_id>")
@requires("department.read")
def department(visit: Visit, department_id: int) -> ResponseReturnValue:
    """Show one department; one that was merged leads to what it became."""
    found = visit.load(Department, department_id)
    if found.merged_into_id is not None:
        kept = directory.living(visit.session, found)
        return redirect(url_for("departments.department", department_id=kept.id))
    return department_page(visit, found)


def department_page(
    visit: Visit, found: Department, sent: Form | None = None, link: str | None = None
) -> str:
    """Return the page of a department; a new invitation's link stands on it once."""
    return render_template(
        "departments/department.html",
        page=listing.department_page(visit.session, visit.person, found),
        department=found,
        forms=Forms.around(visit, found, sent),
        invitations=directory.open_invitations(visit.session, found, visit.now),
        known=directory.all_departments(visit.session),
        link=link,
        days=directory.INVITATION_LIFE.days,
    )


def take(
    visit: Visit, found: Department, form: Form, act: Callable[[], object], said: str
) -> ResponseReturnValue:
    """Do what a form asks for and lead back to the page; an unready form is shown again."""
    if form.is_ready():
        try:
            act()
        except InvalidInput as error:
            field = next((each.name for each in form if each.name == error.field), None)
            first = next(iter(form)).name
            form.refuse(InvalidInput(str(error), field or first))
        else:
            flash(said)
            return redirect(url_for("departments.department", department_id=found.id), 303)
    return department_page(visit, found, form), HTTPStatus.BAD_REQUEST


@blueprint.post("/departments/<int:department_id>/rename")
@requires("department.manage")
def rename(visit: Visit, department_id: int) -> ResponseReturnValue:
    """Give a department its new name; the old one stays an alias."""
    found = visit.load(Department, department_id)
    form = RenameForm.from_request(new_name=found.name, on=visit.today)

    def act() -> None:
        on = form.on.data or visit.today
        name = form.new_name.data or ""
        directory.rename_department(
            visit.session, found, name, on, visit.person, visit.now, visit.today
        )

    return take(visit, found, form, act, _("Renamed; the old name is kept with its date."))


@blueprint.post("/departments/<int:department_id>/aliases")
@requires("department.manage")
def add_alias(visit: Visit, department_id: int) -> ResponseReturnValue:
    """Remember another name of a department."""
    found = visit.load(Department, department_id)
    form = AliasForm.from_request()

    def act() -> None:
        directory.add_alias(visit.session, found, form.alias.data or "", visit.person, visit.now)

    return take(visit, found, form, act, _("Remembered; the next document knows this name."))


@blueprint.post("/departments/<int:department_id>/aliases/<int:alias_id>/remove")
@requires("department.manage")
def remove_alias(visit: Visit, department_id: int, alias_id: int) -> ResponseReturnValue:
    """Forget another name of a department."""
    alias = visit.load(DepartmentAlias, alias_id)
    if alias.department_id != department_id:
        raise NotFound("The department has no such alias.")
    directory.remove_alias(visit.session, alias, visit.person, visit.now)
    flash(_("“%(name)s” no longer means this department.", name=alias.name))
    return redirect(url_for("departments.department", department_id=department_id), 303)


@blueprint.post("/departments/<int:department_id>/members")
@requires("department.manage")
def add_member(visit: Visit, department_id: int) -> ResponseReturnValue:
    """Add a body to a group; a new name becomes a department."""
    found = visit.load(Department, department_id)
    form = MemberForm.from_request()

    def act() -> None:
        directory.add_member(visit.session, found, form.member.data or "", visit.person, visit.now)

    return take(visit, found, form, act, _("Added to the group."))


@blueprint.post("/departments/<int:department_id>/members/<int:member_id>/remove")
@requires("department.manage")
def remove_member(visit: Visit, department_id: int, member_id: int) -> ResponseReturnValue:
    """Take a body out of a group; it stays a department."""
    group, member = visit.load(Department, department_id), visit.load(Department, member_id)
    directory.remove_member(visit.session, group, member, visit.person, visit.now)
    flash(_("%(name)s no longer belongs to the group.", name=member.name))
    return redirect(url_for("departments.department", department_id=department_id), 303)


@blueprint.post("/departments/<int:department_id>/kind")
@requires("department.manage")
def set_kind(visit: Visit, department_id: int) -> ResponseReturnValue:
    """Say whether a department is one body or a group."""
    found = visit.load(Department, department_id)
    is_group = request.form.get("kind") == Kind.group
    directory.set_group(visit.session, found, visit.person, visit.now, is_group=is_group)
    flash(_("It counts as a group now.") if is_group else _("It counts as one body now."))
    return redirect(url_for("departments.department", department_id=department_id), 303)


@blueprint.route("/departments/<int:department_id>/merge", methods=["GET", "POST"])
@requires("department.manage")
def merge(visit: Visit, department_id: int) -> ResponseReturnValue:
    """Show what a merge would move, or merge."""
    source = visit.load(Department, department_id)
    try:
        target = department_named(visit, request.values.get("same_as", "").strip())
        directory.check_mergeable(source, target)
    except InvalidInput as error:
        form = Form()
        form.refuse(error)
        return department_page(visit, source, form), HTTPStatus.BAD_REQUEST
    if request.method == "POST":
        directory.merge_departments(visit.session, source, target, visit.person, visit.now)
        flash(_("Merged; the former name is remembered as an alias."))
        return redirect(url_for("departments.department", department_id=target.id), 303)
    page = listing.department_page(visit.session, visit.person, source)
    return render_template("departments/merge.html", page=page, source=source, target=target)


def department_named(visit: Visit, name: str) -> Department:
    """Return the department of this name or alias.

    Raises:
        InvalidInput: there is none.
    """
    found = directory.bearer_of(visit.session, name)
    if found is None:
        raise InvalidInput(_("There is no department “%(name)s”.", name=name))
    return found


@blueprint.post("/departments/<int:department_id>/invitations")
@requires("department.manage")
def invite(visit: Visit, department_id: int) -> ResponseReturnValue:
    """Make an invitation and show its link, this once; mail it where an address is given.

    There is no redirect: only the hash of the token is kept, so no later page could show it.
    """
    found = visit.load(Department, department_id)
    form = InvitationForm.from_request()
    if not form.is_ready():
        return department_page(visit, found, form), HTTPStatus.BAD_REQUEST
    name = mail.sealed_name()
    token = mail.link_token(secret().decode(), name)
    letterhead = Letterhead.from_config(shell().config)
    invitation = directory.invite_clerk(
        visit.session, found, token, form.address, visit.person, visit.now
    )
    if form.address is not None:
        until = letterhead.local_date(invitation.ends_at)
        outbox.queue_invitation(
            visit.session, letterhead, name, found.name, form.address, until, visit.now
        )
    path = url_for("invitations.invitation", token=token)
    return department_page(visit, found, link=letterhead.base_url + path)


@blueprint.post("/departments/<int:department_id>/invitations/<int:invitation_id>/revoke")
@requires("department.manage")
def revoke(visit: Visit, department_id: int, invitation_id: int) -> ResponseReturnValue:
    """Make an invitation worthless."""
    found = visit.load(Invitation, invitation_id)
    if found.department_id != department_id:
        raise NotFound("The department has no such invitation.")
    directory.revoke_invitation(visit.session, found, visit.person, visit.now)
    flash(_("The invitation is withdrawn; its link no longer works."))
    return redirect(url_for("departments.department", department_id=department_id), 303)
