"""Pages of steps on many tasks: the effect first, then one confirmed change."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import dashboards, supervision
from tracker.errors import InvalidInput, NotFound
from tracker.mail import Letterhead
from tracker.supervision import BulkAction, Plan
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web import ledgers
from tracker.web.access import Visit, requires, shell
from tracker.web.forms import whole_number

blueprint = Blueprint("bulk", __name__)
MOST = 500
BOTH = ["GET", "POST"]


@blueprint.route("/tasks/press", methods=BOTH)
@requires("assignment.press")
def press(visit: Visit) -> ResponseReturnValue:
    """催签: show whom it tells, then tell them."""
    return answer(visit, BulkAction.press)


@blueprint.route("/tasks/urge", methods=BOTH)
@requires("task.urge")
def urge(visit: Visit) -> ResponseReturnValue:
    """催办: show whom it tells, then tell them."""
    return answer(visit, BulkAction.urge)


@blueprint.route("/tasks/complete", methods=BOTH)
@requires("task.complete")
def complete(visit: Visit) -> ResponseReturnValue:
    """办结: show which tasks end, then end them."""
    return answer(visit, BulkAction.complete)


@blueprint.route("/tasks/sign", methods=BOTH)
@requires("assignment.sign")
def sign(visit: Visit) -> ResponseReturnValue:
    """签收: show what the department signs for, then sign."""
    return answer(visit, BulkAction.sign)


def answer(visit: Visit, action: BulkAction) -> ResponseReturnValue:
    """Return the preview; a confirmed POST whose effect is still the one shown acts."""
    plan = supervision.plan(
        visit.session,
        action,
        chosen(visit, action),
        visit.person,
        visit.today,
        shell().clock.timezone,
    )
    if request.method == "GET":
        return preview(plan)
    if not plan.doable or request.form.get("seen") != plan.fingerprint:
        return preview(plan, is_new=True), HTTPStatus.CONFLICT
    letterhead = Letterhead.from_config(shell().config)
    supervision.carry_out(visit.session, plan, letterhead, visit.person, visit.now)
    flash(done_words(plan))
    return redirect(back_url(), 303)


def chosen(visit: Visit, action: BulkAction) -> list[int]:
    """Return the ids that were ticked, each once; for 全部签收 those of every task to sign.

    Raises:
        NotFound: one is no id.
        InvalidInput: there are more than anybody can tick.
    """
    if action is BulkAction.sign and is_all() and "task" not in request.values:
        waiting = dashboards.assignments_to_sign(visit.session, visit.person)
        return [each.task_id for each in waiting][:MOST]
    texts = dict.fromkeys(request.values.getlist("task"))
    if len(texts) > MOST:
        sentence = _("At most %(most)s tasks at once; choose fewer.", most=MOST)
        raise InvalidInput(sentence)
    ids = [whole_number(text) for text in texts]
    known = [each for each in ids if each is not None]
    if len(known) != len(ids):
        raise NotFound("There is no such task.")
    return known


def preview(plan: Plan, *, is_new: bool = False) -> str:
    """Return the page of a plan; `is_new` says that the effect is not the one shown before."""
    passed_on = {"all": "1"} if is_all() else ledgers.read_filter(request.values).arguments
    return render_template(
        "tasks/bulk.html", plan=plan, is_new=is_new, back=back_url(), passed_on=passed_on
    )


def is_all() -> bool:
    """Return whether the workbench asked for everything that waits."""
    return request.values.get("all") == "1"


def back_url() -> str:
    """Return the ledger the rows were ticked in, or the workbench."""
    if is_all():
        return url_for("dashboards.home")
    return ledgers.address(ledgers.read_filter(request.values))


def done_words(plan: Plan) -> str:
    """Return the sentence that says what was done."""
    count, mails = len(plan.doable), len(plan.letters)
    if plan.action is BulkAction.complete:
        return ngettext("Completed %(num)s task.", "Completed %(num)s tasks.", count)
    if plan.action is BulkAction.sign:
        return ngettext("Signed for %(num)s task.", "Signed for %(num)s tasks.", count)
    told = ngettext("Urged for %(num)s task", "Urged for %(num)s tasks", count)
    sent = ngettext("%(num)s mail will be sent.", "%(num)s mails will be sent.", mails)
    return told + _(", ") + sent
