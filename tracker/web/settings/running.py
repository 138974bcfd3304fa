"""The pages of mail and of the running system: a look at both, and a trial mail."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import outbox, settings
from tracker.mail import Address, Outcome, explain, send_trial
from tracker.web.access import Visit, requires, shell
from tracker.web.settings.area import BAD_REQUEST, OK, attempt, blueprint, parts
from tracker.web.settings.environment import environment, mail_setting, running
from tracker.web.settings.forms import MailTestForm


@blueprint.get("/settings/mail")
@requires("mail.test")
def mail(visit: Visit) -> ResponseReturnValue:
    """Show where mail goes, what waits, and the form of a trial mail."""
    return mail_page(visit, MailTestForm(data={"recipient": visit.person.email or ""}))


def mail_page(visit: Visit, form: MailTestForm) -> str:
    """Return the page of mail."""
    config = shell().config
    last = settings.latest_mail_test(visit.session)
    meaning = explain(Outcome(last.outcome)) if last and last.outcome else ""
    return render_template(
        "settings/mail.html",
        parts=parts(visit),
        form=form,
        last=last,
        meaning=meaning,
        server=mail_setting(config),
        folder=config.data_dir / "outbox",
        mail_from=config.mail_from,
        outbox=outbox.summary(visit.session),
    )


@blueprint.post("/settings/mail")
@requires("mail.test", slow=True)
def test_mail(visit: Visit) -> ResponseReturnValue:
    """Send a trial mail and keep the server's answer; no transaction is open meanwhile."""
    form = MailTestForm.from_request()
    if not form.is_ready():
        return mail_page(visit, form), BAD_REQUEST if form.errors else OK
    begun: list[int] = []
    status = attempt(visit, form, lambda writing: begun.append(begin_test(writing, form)))
    if not begun:
        return mail_page(visit, form), status
    visit.session.rollback()
    address = Address((form.recipient.data or "").strip(), "")
    delivery = send_trial(shell().config, address, begun[0], visit.now)
    with shell().database.write() as session:
        settings.end_mail_test(session, begun[0], delivery.outcome, delivery.answer)
    return redirect(url_for("settings.mail"), 303)


def begin_test(writing: Visit, form: MailTestForm) -> int:
    """Return the number of the trial, noted before the mail is sent."""
    recipient = (form.recipient.data or "").strip()
    found = settings.begin_mail_test(writing.session, recipient, writing.person, writing.now)
    return found.id


@blueprint.get("/settings/system")
@requires("system.read")
def system(visit: Visit) -> ResponseReturnValue:
    """Show what runs, and what only the environment can set."""
    base = shell()
    return render_template(
        "settings/system.html",
        parts=parts(visit),
        running=running(base, visit.session, visit.now),
        environment=environment(base.config),
    )
