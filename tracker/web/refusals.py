"""Answers every refusal with its status and a page that says what to do; nothing typed is lost."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from tracker import errors
from tracker.config import MEGABYTE
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import PUBLIC, SAFE_METHODS, Guarded, SignInNeeded, shell
from tracker.web.again import (
    both_texts,
    form_again,
    is_author_here,
    public_again,
    too_old,
    typed_texts,
)
from tracker.web.navigation import HOME, page_before
from tracker.web.once import AlreadySent, SentOtherwise, form_owner
from tracker.web.people import sign_in_again
from tracker.web.protection import MOST_ROWS
from tracker.web.stylesheets import style_urls

logger = logging.getLogger(__name__)
RETRY_AFTER = "5"  # seconds


@dataclass(frozen=True, slots=True)
class Wording:
    """What a refusal is called, and what the person can do about it."""

    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Way:
    """The one button of the page: what it is called and where it leads."""

    label: str
    url: str


# The first class that fits decides.
STATUSES: tuple[tuple[type[errors.TrackerError], HTTPStatus], ...] = (
    (errors.NotFound, HTTPStatus.NOT_FOUND),
    (errors.NotAllowed, HTTPStatus.FORBIDDEN),
    (errors.Conflict, HTTPStatus.CONFLICT),
    (errors.InvalidInput, HTTPStatus.BAD_REQUEST),
    (errors.UnreadableFile, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.TooManyAttempts, HTTPStatus.TOO_MANY_REQUESTS),
    (errors.Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.TrackerError, HTTPStatus.INTERNAL_SERVER_ERROR),
)
WORDINGS = {
    HTTPStatus.BAD_REQUEST: Wording(
        _("This form cannot be accepted"),
        _("Open the page again and send the form from there."),
    ),
    HTTPStatus.FORBIDDEN: Wording(
        _("Your account may not do this"),
        _("If it is among your duties, ask the administrator."),
    ),
    HTTPStatus.NOT_FOUND: Wording(
        _("There is no such page"),
        _("It may have moved, or it does not belong to your department."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Wording(
        _("This address cannot be opened directly"),
        _("Go back to the list and open the item from there."),
    ),
    HTTPStatus.CONFLICT: Wording(
        _("As things stand this cannot be done"),
        _("Nothing was changed. Open the page again to see its present state."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Wording(
        _("What was sent is too large"),
        _("Send a smaller file, or split it into several."),
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: Wording(
        _("The file cannot be read"),
        _("Save it in another format, for example .docx, and import that one."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: Wording(
        _("Too many attempts from your address"),
        _("Wait a quarter of an hour, then try again. Nothing was changed."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Wording(
        _("Something went wrong in the system"),
        _("Nothing was changed. If it happens again, tell the administrator the time."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Wording(
        _("The system is busy"),
        _("Nothing was changed. Wait a few seconds and send it again."),
    ),
}


def answer_refusals(app: Flask, base_url: str) -> None:
    """Register the answers; the addresses of the style sheets are looked up once, here."""
    with app.test_request_context(base_url=base_url):
        app.config["STYLE_URLS"] = style_urls()
    app.register_error_handler(SignInNeeded, ask_to_sign_in)
    app.register_error_handler(AlreadySent, answer_once_more)
    app.register_error_handler(errors.TrackerError, refuse)
    app.register_error_handler(CSRFError, refuse_stale)
    app.register_error_handler(HTTPException, refuse_request)


def ask_to_sign_in(_error: SignInNeeded) -> ResponseReturnValue:
    """Lead to the sign-in page and back; a form already sent goes with it, not to be lost."""
    if request.method in SAFE_METHODS:
        query = request.query_string.decode("ascii", "replace")
        here = f"{request.path}?{query}" if query else request.path
        return redirect(url_for("people.sign_in", next=here))
    return sign_in_again(page_before())


def answer_once_more(sent: AlreadySent) -> ResponseReturnValue:
    """Give a second copy of a form the answer the first one got."""
    flash(_("This form was taken before; it was not taken a second time."))
    return redirect(sent.location or page_before(), 303)


def refuse_stale(error: CSRFError) -> ResponseReturnValue:
    """Show a form whose token belongs to another session again, to be sent on purpose.

    Only to whom its page was made for: a form made up by somebody else shows nothing of itself.
    """
    if request.endpoint in PUBLIC:
        return public_again()
    try:
        known = form_owner() is not None
        if known and is_author_here():
            return form_again(too_old(), HTTPStatus.BAD_REQUEST) or refuse_request(error)
    except SignInNeeded as ended:
        return ask_to_sign_in(ended)
    return refuse_request(error)


def refuse(error: errors.TrackerError) -> Response:
    """Answer a refusal of a stage; its sentence is shown where it was written for the person."""
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("Unexpected refusal at %s", request.endpoint, exc_info=error)
    written_for_person = isinstance(
        error, errors.InvalidInput | errors.UnreadableFile | errors.NotNow
    )
    sentence = str(error) if written_for_person else ""
    wording = None
    if isinstance(error, errors.TakenBack):
        wording = Wording(_("The import of this document was taken back"), str(error))
    response = with_form(error, status) or page(status, sentence=sentence, wording=wording)
    if isinstance(error, errors.TooManyAttempts):
        response.headers["Retry-After"] = str(error.seconds)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def with_form(error: errors.TrackerError, status: HTTPStatus) -> Response | None:
    """Return the refused form itself where sending it once more may help."""
    if isinstance(error, SentOtherwise):
        return form_again(
            _("This form was sent before with other content. Check it, then send it if it is new."),
            status,
        )
    if isinstance(error, errors.Conflict):
        return both_texts()
    if isinstance(error, errors.Busy):
        return form_again(
            _("The system is busy and nothing was changed. Send it again in a moment."), status
        )
    return None


def refuse_request(error: HTTPException) -> Response:
    """Answer a request that no view took, or that failed in a way nobody foresaw."""
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    other = HTTPStatus.BAD_REQUEST if code < 500 else HTTPStatus.INTERNAL_SERVER_ERROR
    status = HTTPStatus(code) if code in WORDINGS else other
    response = too_large() if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE else page(status)
    allowed = dict(error.get_headers()).get("Allow")
    if allowed:
        response.headers["Allow"] = allowed
    return response


def too_large() -> Response:
    """Return the form as it was filled in, without its files; a page where it could not be read."""
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    sentence, advice = too_large_words()
    with suppress(HTTPException):
        response = form_again(sentence, status)
        if response is not None:
            return response
    return page(status, wording=Wording(WORDINGS[status].title, advice))


def too_large_words() -> tuple[str, str]:
    """Return what to say above a form that was too large, and in its stead where it is not read."""
    view = current_app.view_functions.get(request.endpoint or "")
    if isinstance(view, Guarded) and view.upload:
        megabytes = shell().config.upload_limit // MEGABYTE
        advice = _(
            "At most %(num)s MB can be sent at once. "
            "Send a smaller file, or split it into several.",
            num=megabytes,
        )
        return _("The files are too large and nothing was sent."), advice
    if isinstance(view, Guarded) and view.table:
        return (
            ngettext(
                "The table is too large and nothing was saved; save at most %(num)s row at once.",
                "The table is too large and nothing was saved; save at most %(num)s rows at once.",
                MOST_ROWS,
            ),
            _("Nothing was saved. Go back in the browser and save the table in parts."),
        )
    return (
        _("There is too much text and nothing was sent."),
        _("Nothing was changed. Go back in the browser, and choose fewer or write less."),
    )


def page(
    status: HTTPStatus,
    way: Way | None = None,
    sentence: str = "",
    wording: Wording | None = None,
) -> Response:
    """Return the page of a refusal. It asks nothing of the database, the session or the routes."""
    logger.info("Refused %s %s with %d", request.method, request.endpoint, status)
    template = current_app.jinja_env.get_template("errors/refusal.html")
    body = template.render(
        wording=wording or wording_of(status),
        sentence=sentence,
        way=way or way_on(),
        style_urls=current_app.config["STYLE_URLS"],
        typed=typed(),
    )
    return make_response(body, status)


def wording_of(status: HTTPStatus) -> Wording:
    """Return the words of a refusal; one that comes after a change does not say there was none."""
    wording = WORDINGS[status]
    if not g.get("has_changed"):
        return wording
    advice = _("Part of it was done before that. Open the page again and look before you send it.")
    return Wording(wording.title, advice)


def way_on() -> Way:
    """Return the page a refused form came from, else the start page."""
    if request.method in SAFE_METHODS or page_before() == HOME:
        return Way(_("Back to the workbench"), HOME)
    return Way(_("Open the page again"), page_before())


def typed() -> list[str]:
    """Return what the person had typed, if the body could be read."""
    with suppress(HTTPException):  # a body over the limit cannot be read
        return typed_texts()
    return []
