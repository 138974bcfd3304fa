"""Shows a form again that was sent but not taken, with everything that was typed into it.

The view of the form is asked for its page in a transaction that cannot write: its Form says that it
is not ready, as after a mistake, and comes back filled. A view that works without a Form, or
begins to write, cannot be asked; then a plain page shows each text in a field of its own, ready to
be sent to the same address. Nothing is ever sent by itself.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, g, make_response, render_template, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from wtforms import BooleanField, Field, FileField, RadioField, SelectField
from wtforms.widgets import HiddenInput

from tracker.errors import TrackerError
from tracker.permissions import require
from tracker.texts import gettext as _
from tracker.web import once
from tracker.web.access import (
    CannotShowAgain,
    Guarded,
    Visit,
    current_sign_in,
    shell,
)
from tracker.web.forms import Form
from tracker.web.navigation import page_before

logger = logging.getLogger(__name__)
VERSION = "version"
# Fields that nobody types, like marks, ticks and keys: they go back as they came.
NOT_TYPED = frozenset(
    {
        *(
            "act",
            "alike",
            "all",
            "asked",
            "change",
            "chosen",
            "column",
            "decision",
            "draft",
            "event",
        ),
        *("first_leads", "following", "form_key", "header_rows", "kept", "kind", "reading"),
        *("remember", "row", "seen", "show", "shown", "split_at", "task", VERSION),
    }
)
# Those among them that a person chooses one by one, and whose own page shows them as they came.
CHOSEN = frozenset({"change", "column"})
# How the names of such fields end where each row of a table has its own.
NOT_TYPED_ENDINGS = ("-version", "-was")
Maker = Callable[[Response, list[Form]], Response | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a form that two people changed: as it was typed, and as it is stored now."""

    field: Field
    stored: str
    is_same: bool


def typed_texts() -> list[str]:
    """Return what the person had typed into the form of this request; nothing of a secret."""
    return [text for name, text in posted_fields() if is_typed(name, text)]


def is_worth_keeping() -> bool:
    """Return whether the form of this request holds what somebody wrote or chose with care."""
    return bool(typed_texts()) or not CHOSEN.isdisjoint(request.form)


def posted_fields() -> list[tuple[str, str]]:
    """Return the fields of this request in order, without secrets and what the page adds anew."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in once.NOT_HASHED and not once.is_secret(name)
    ]


def is_typed(name: str, text: str) -> bool:
    """Return whether a field holds what somebody wrote."""
    return bool(text.strip()) and name not in NOT_TYPED and not name.endswith(NOT_TYPED_ENDINGS)


def has_files() -> bool:
    """Return whether files came with the form; a browser never sends them a second time."""
    return any(file.filename for file in request.files.values())


def form_again(sentence: str, status: HTTPStatus) -> Response | None:
    """Return the form of this request with its texts under `sentence`; None where it cannot be.

    Only its author gets it: the page it came from was made for the person who is signed in.
    """
    if has_files():
        sentence += files_words()
    response = page_again(sentence)
    if response is not None:
        response.status_code = status
        logger.info("Showed %s again with %d", request.endpoint, status)
    return response


def page_again(sentence: str) -> Response | None:
    """Return the page of this request's form, the view's own if it can be had."""
    view = guarded_view()
    if view is None:
        return None
    g.warning = sentence
    return ask(view, own_page) or ask(view, plain_page, call=False)


def public_again() -> Response:
    """Return the page of a form that needs no sign-in, filled, where its token was too old."""
    g.shown_again, g.warning = [], too_old()
    view = current_app.view_functions[request.endpoint or ""]
    response = make_response(current_app.ensure_sync(view)(**(request.view_args or {})))
    response.status_code = HTTPStatus.BAD_REQUEST
    return response


def too_old() -> str:
    """Return the sentence above a form whose page belonged to another session."""
    return _("The page was too old and nothing was sent. Check it, then send it again.")


def files_words() -> str:
    """Return the sentence about files that came with a form."""
    return _("Files were not kept; choose them again.")


def guarded_view() -> Guarded | None:
    """Return the view of this request if a form was sent to it by somebody signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view if request.method == "POST" and isinstance(view, Guarded) else None


def both_texts() -> Response | None:
    """Return a page with the typed and the stored text of each field; None without a version."""
    view = guarded_view()
    return ask(view, comparison) if view is not None else None


def ask(view: Guarded, make: Maker, *, call: bool = True) -> Response | None:
    """Return what `make` makes of the view's answer and forms, read with the person's rights."""
    try:
        with reading(view) as visit:
            if once.form_owner() != visit.person.id:
                return None
            g.shown_again = []
            values = request.view_args or {}
            answer = make_response(view.view(visit, **values) if call else "")
            return make(answer, g.shown_again)
    except (TrackerError, CannotShowAgain, DBAPIError, HTTPException):
        return None
    finally:
        g.pop("shown_again", None)


@contextmanager
def reading(view: Guarded) -> Iterator[Visit]:
    """Open a visit that can read only.

    Raises:
        SignInNeeded, NotAllowed: the session or the right has ended.
    """
    base = shell()
    now = base.clock.now()
    with base.database.read() as session:
        person = current_sign_in(session, now).person
        require(person, view.action)
        g.visit = Visit(session, person, view.action, now, base.clock.local_date(now))
        yield g.visit


def is_author_here() -> bool:
    """Return whether whom this form's page was made for is signed in.

    Raises:
        SignInNeeded: nobody is.
    """
    base = shell()
    with base.database.read() as session:
        return current_sign_in(session, base.clock.now()).person_id == once.form_owner()


def own_page(answer: Response, forms: list[Form]) -> Response | None:
    """Take the view's own page, if its form is on it."""
    is_page = answer.mimetype == "text/html" and answer.location is None
    return answer if is_page and forms else None


def plain_page(_answer: Response, _forms: list[Form]) -> Response:
    """Return the plain page, each text in a field."""
    fields = posted_fields()
    return make_response(
        render_template(
            "errors/again.html",
            path=once.sent_to(),
            typed=[(name, text) for name, text in fields if is_typed(name, text)],
            others=[(name, text) for name, text in fields if not is_typed(name, text)],
        )
    )


def comparison(_answer: Response, forms: list[Form]) -> Response | None:
    """Return the page with both texts of the one form that has a version."""
    for form in forms:
        if VERSION in form.data and VERSION in form.stored:
            return make_response(
                render_template(
                    "errors/both_texts.html",
                    path=once.sent_to(),
                    differences=differences(form),
                    others=others(form),
                    way=page_before(),
                ),
                HTTPStatus.CONFLICT,
            )
    return None


def differences(form: Form) -> list[Difference]:
    """Return the fields a person fills in, each with both texts."""
    stored = type(form)(data=form.stored)
    return [
        Difference(field, words(field, stored[field.name].data), is_same(field, stored))
        for field in form
        if is_filled_in(field)
    ]


def is_filled_in(field: Field) -> bool:
    """Return whether somebody types or chooses this field on the page of both texts.

    A field that nobody named for people has the label WTForms makes of its own name.
    """
    is_hidden = field.name == VERSION or isinstance(field.widget, HiddenInput)
    has_label = str(field.label.text) != field.short_name.replace("_", " ").title()
    return has_label and not is_hidden and not isinstance(field, FileField | RadioField)


def is_same(field: Field, stored: Form) -> bool:
    """Return whether both texts say the same, however their lines end."""
    return words(field, field.data) == words(field, stored[field.name].data)


def words(field: Field, value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    """Return how a person reads a value of this field."""
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, SelectField):
        labels = {str(key): str(label) for key, label, *_rest in field.iter_choices()}
        return labels.get(str(value), "")
    return "\n".join(str("" if value is None else value).strip().splitlines())


def others(form: Form) -> list[tuple[str, str]]:
    """Return the hidden fields of the second sending: the version is that of now."""
    shown = {field.name for field in form if is_filled_in(field)}
    kept = [each for each in posted_fields() if each[0] not in shown | {VERSION}]
    return [*kept, (VERSION, str(form.stored[VERSION]))]
