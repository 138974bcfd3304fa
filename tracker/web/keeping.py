"""Keeps a form whose session has ended until its author has signed in again.

Until then it lies, signed, in the sign-in page itself: a stranger's form costs us nothing. After it
one row holds it for a day, and its page can be opened again and again; the row goes when the form
is taken.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, make_response, render_template, request
from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session, col, delete, select
from werkzeug.datastructures import MultiDict

from tracker.errors import NotFound
from tracker.models import KeptForm, Person
from tracker.models.forms import LONGEST_PATH
from tracker.texts import gettext as _
from tracker.web import once
from tracker.web.again import (
    files_words,
    has_files,
    is_typed,
    is_worth_keeping,
    page_again,
    posted_fields,
)

LARGEST_KEPT = 100_000  # characters
PACKED_FOR = timedelta(hours=12)
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Packed:
    """A form on its way through the sign-in page; `left_out`: files came with it."""

    person_id: int
    path: str
    fields: list[list[str]]
    left_out: bool


def serializer() -> URLSafeSerializer:
    """Return what signs and shortens a packed form."""
    return URLSafeSerializer(once.secret(), salt="kept-form")


def pack(now: datetime) -> str | None:
    """Return the form of this request as text for a hidden field of the sign-in page.

    None where nothing was typed or chosen, it is too large, or nobody knows for whom its page was
    made.
    """
    owner = once.form_owner()
    fields = [[name, text] for name, text in posted_fields()]
    size = sum(len(name) + len(text) for name, text in fields)
    if (
        owner is None
        or not is_worth_keeping()
        or size > LARGEST_KEPT
        or len(once.sent_to()) > LONGEST_PATH
    ):
        return None
    packed = [owner, once.sent_to(), fields, has_files(), now.isoformat()]
    return serializer().dumps(packed)


def unpack(text: str | None, now: datetime) -> Packed | None:
    """Return the form in a hidden field; None where there is none of ours, or an old one."""
    try:
        person_id, path, fields, left_out, packed_at = serializer().loads(text or "")
    except BadData:
        return None
    if now - datetime.fromisoformat(packed_at) >= PACKED_FOR:
        return None
    return Packed(person_id, path, fields, left_out)


def keep(session: Session, packed: Packed, now: datetime) -> KeptForm:
    """Write the form down for its author; those older than a day are swept out."""
    session.exec(delete(KeptForm).where(col(KeptForm.created_at) <= now - KEPT_FOR))
    row = KeptForm(
        person_id=packed.person_id,
        path=packed.path,
        fields=packed.fields,
        left_out=packed.left_out,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, person: Person, kept_id: int, now: datetime) -> KeptForm:
    """Return a form that is kept for this person.

    Raises:
        NotFound: it was sent, it is too old, or it is somebody else's.
    """
    wanted = select(KeptForm).where(KeptForm.id == kept_id, KeptForm.person_id == person.id)
    found = session.exec(wanted.where(col(KeptForm.created_at) > now - KEPT_FOR)).first()
    if found is None:
        raise NotFound("There is no such form.")
    return found


def page_of(kept: KeptForm, person: Person) -> Response:
    """Return the page of the form, filled, as the address it is sent to would show it now."""
    sentence = _("The session had ended and nothing was sent. Check the form, then send it again.")
    fields: Any = MultiDict([*kept.fields, (once.ONCE_FIELD, once.new_key(person))])
    path, cookies = kept.path, request.headers.get("Cookie", "")
    with current_app.test_request_context(
        path, base_url=request.host_url, method="POST", data=fields, headers={"Cookie": cookies}
    ):
        response = page_again(sentence + files_words() if kept.left_out else sentence)
    if response is None:  # the page is gone, or no longer for this person
        texts = [text for name, text in kept.fields if is_typed(name, text)]
        return make_response(render_template("people/kept_texts.html", texts=texts), 200)
    response.status_code = HTTPStatus.OK
    return response
