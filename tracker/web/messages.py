"""The pages of 发送记录: what was mailed to whom, and what became of it."""

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

from tracker import outbox
from tracker.dashboards.messages import count_messages, list_messages
from tracker.errors import NotFound
from tracker.models import Message, MessageState
from tracker.texts import gettext as _
from tracker.web.access import Visit, requires
from tracker.web.lists import Page, Tab

blueprint = Blueprint("messages", __name__)
# A mail keeps its inline styles, so it is shown apart: no script, no form, no way back to us.
MAIL_POLICY = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@blueprint.get("/messages")
@requires("message.list")
def messages(visit: Visit) -> ResponseReturnValue:
    """Show the mails, the latest first."""
    state = asked_state()
    counts = count_messages(visit.session)
    page = Page.asked_for(counts[state] if state else sum(counts.values()))
    found = list_messages(visit.session, state, page.offset, page.size)
    return render_template(
        "messages/messages.html",
        messages=found,
        page=page,
        tabs=tabs_of(counts, state),
        words=state_words(),
    )


@blueprint.get("/messages/<int:message_id>")
@requires("message.list")
def message(visit: Visit, message_id: int) -> ResponseReturnValue:
    """Show what became of one mail and, to whom may read it, what it says."""
    found = visit.load(Message, message_id)
    can_release = found.state in {MessageState.held, MessageState.failed}
    return render_template(
        "messages/message.html", message=found, words=state_words(), can_release=can_release
    )


@blueprint.get("/messages/<int:message_id>/html")
@requires("message.read")
def message_html(visit: Visit, message_id: int) -> Response:
    """Return the mail's own page, for the frame on ours."""
    response = make_response(visit.load(Message, message_id).html)
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@blueprint.post("/messages/<int:message_id>/release")
@requires("message.release")
def release(visit: Visit, message_id: int) -> ResponseReturnValue:
    """Let a held or failed mail be tried again."""
    found = visit.load(Message, message_id)
    outbox.release(visit.session, found, visit.person, visit.now)
    flash(_("It will be sent again within a minute."))
    return redirect(url_for("messages.message", message_id=message_id), 303)


def asked_state() -> MessageState | None:
    """Return the state the address names, None for all.

    Raises:
        NotFound: there is no such state.
    """
    text = request.args.get("state")
    try:
        return MessageState(text) if text else None
    except ValueError as error:
        raise NotFound("There is no such state.") from error


def state_words() -> dict[MessageState, str]:
    """Return what each state is called."""
    return {
        MessageState.pending: _("Waiting"),
        MessageState.sending: _("Sending"),
        MessageState.sent: _("Sent"),
        MessageState.failed: _("Failed"),
        MessageState.held: _("Held"),
        MessageState.superseded: _("Withdrawn"),
    }


def tabs_of(counts: dict[MessageState, int], current: MessageState | None) -> list[Tab]:
    """Return 全部 and one tab for each state that has mails; they add up."""
    everything = Tab(_("All"), sum(counts.values()), url_for("messages.messages"), current is None)
    return [everything] + [
        Tab(word, counts[state], url_for("messages.messages", state=state), state is current)
        for state, word in state_words().items()
        if counts[state] or state is current
    ]
