"""Takes each form once: its page brings a key, and a second copy gets the answer of the first.

The key also says for whom the page was made, signed, so that a form whose session has ended can be
given back to its author and to nobody else.
"""

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta

from flask import current_app, g, request
from sqlmodel import Session, col, delete, select

from tracker.database import Database
from tracker.errors import Conflict
from tracker.models import KeptForm, Person, SentForm
from tracker.outbox import insert_new

ONCE_FIELD = "once"
REMEMBERED_FOR = timedelta(days=7)
# What differs between two copies of one form, or must not be kept in any shape.
NOT_HASHED = frozenset({ONCE_FIELD, "csrf_token"})


class AlreadySent(Exception):
    """The form was taken before; `location` is where its answer led, None where nowhere."""

    def __init__(self, location: str | None) -> None:
        super().__init__(location)
        self.location = location


class SentOtherwise(Conflict):
    """The form was taken before, with other content."""


def is_secret(name: str) -> bool:
    """Return whether a field holds what must never be shown or kept."""
    return "password" in name


def secret() -> bytes:
    """Return the key that signs."""
    key = current_app.secret_key
    return key if isinstance(key, bytes) else str(key).encode()


def sign(text: str) -> str:
    """Return the signature of a key's first parts."""
    return hmac.digest(secret(), b"form:" + text.encode(), "sha256").hex()[:24]


def new_key(person: Person) -> str:
    """Return a key for one form on a page made for `person`."""
    text = f"{person.id}.{secrets.token_urlsafe(12)}"
    return f"{text}.{sign(text)}"


def owner_of(key: str) -> int | None:
    """Return the id of the person whose page brought this key; None where we did not make it."""
    text, _dot, signature = key.rpartition(".")
    if not hmac.compare_digest(sign(text).encode(), signature.encode()):
        return None
    return int(text.partition(".")[0])


def key_for_page() -> str | None:
    """Return a key for one form of the page being made; None before sign-in."""
    visit = g.get("visit")
    return new_key(visit.person) if visit else None


def sent_to() -> str:
    """Return the address this request's form was sent to, with its query."""
    return request.full_path.rstrip("?")


def form_owner() -> int | None:
    """Return for whom the form of this request was made; None where it does not say."""
    return owner_of(request.form.get(ONCE_FIELD, ""))


def body_hash() -> str:
    """Return a keyed hash of what the form holds, its files too; secrets stay out of it."""
    fields = sorted(
        each
        for each in request.form.items(multi=True)
        if each[0] not in NOT_HASHED and not is_secret(each[0])
    )
    files = []
    for name, file in sorted(request.files.items(multi=True), key=lambda each: each[0]):
        file.stream.seek(0)  # a view may have read it already
        digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type] # werkzeug's stream reads bytes
        file.stream.seek(0)
        files.append((name, file.filename, digest))
    return hmac.digest(secret(), json.dumps([fields, files]).encode(), "sha256").hex()


def check(session: Session, person: Person) -> None:
    """Refuse a form that was taken before. Reads only.

    Raises:
        AlreadySent: it was the very same.
        SentOtherwise: it held something else.
    """
    key = request.form.get(ONCE_FIELD, "") if request.method == "POST" else ""
    found = session.exec(
        select(SentForm).where(SentForm.person_id == person.id, SentForm.key == key)
    ).first()
    if found is None:
        return
    if (found.route, found.body_hash) != (str(request.endpoint), body_hash()):
        raise SentOtherwise("This form was sent before with other content.")
    raise AlreadySent(found.location)


def claim(session: Session, person: Person, now: datetime) -> str | None:
    """Write down that the form is being taken, in the transaction of what it does.

    Return its key, for `note_answer` once all went well; None where there is nothing to note. A
    form without a key of this person is taken as it is. Of two copies at once the second waits for
    the first and finds its row.

    Raises:
        AlreadySent, SentOtherwise: see `check`.
    """
    if request.method != "POST" or form_owner() != person.id or "sent_key" in g:
        return None
    session.exec(delete(SentForm).where(col(SentForm.created_at) < now - REMEMBERED_FOR))
    row = SentForm(
        person_id=person.id,
        key=request.form[ONCE_FIELD],
        route=str(request.endpoint),
        body_hash=body_hash(),
        created_at=now,
    )
    if not insert_new(session, row):
        check(session, person)
    return row.key


def note_answer(session: Session, person_id: int, key: str, location: str | None) -> None:
    """Write down where the answer of the form taken in this request leads.

    A copy of it that was kept over the end of a session has served its turn.
    """
    wanted = select(SentForm).where(SentForm.person_id == person_id, SentForm.key == key)
    session.exec(wanted).one().location = location
    mine = col(KeptForm.person_id) == person_id
    session.exec(delete(KeptForm).where(mine, col(KeptForm.path) == sent_to()))


def note_later(database: Database, person_id: int, key: str, location: str | None) -> None:
    """Do the same after the transaction, for a view that had its own.

    By the id alone: such a view may have let go of the transaction its person was read in.
    """
    with database.write() as session:
        note_answer(session, person_id, key, location)
