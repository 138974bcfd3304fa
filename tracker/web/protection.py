"""Refuses requests no page of ours sends, and puts the safety headers on every answer."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from tracker.config import MEGABYTE, Config, is_loopback
from tracker.web.access import SAFE_METHODS, Guarded
from tracker.web.sessions import CSRF_FIELD, form_cookie

# DESIGN 11. Bootstrap's style sheet holds data: images; nothing else comes from anywhere else.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A file that a browser opens all the same gets no script, no form and no way back to us.
DOWNLOAD_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
STATIC_ENDPOINTS = frozenset({"static", "bootstrap.static", "styles.style"})
# Pictures of pages: large, never changed under their address, and shown again at every row.
PICTURE_ENDPOINTS = frozenset({"jobs.picture"})
LOOPBACK_NAMES = ["127.0.0.1", "localhost"]
A_YEAR = 31_536_000
OWN_FETCHES = frozenset({"same-origin", "none"})
# What is somewhat over a limit is still read, so that nothing typed is lost when it is refused.
STILL_READ = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a body may be, how much of it texts (both in bytes), and how many fields."""

    size: int
    text: int
    fields: int

    def set_up(self, request: Request) -> None:
        """Let this much of the request be read."""
        request.max_content_length = STILL_READ * self.size
        request.max_form_memory_size = STILL_READ * self.text
        request.max_form_parts = STILL_READ * self.fields


FORM = Limits(MEGABYTE, MEGABYTE, 2000)
# A table of drafts has nine fields a row: the six columns, and what tells its row.
CELLS_A_ROW = 9
MOST_ROWS = 2000
TABLE = Limits(16 * MEGABYTE, 16 * MEGABYTE, CELLS_A_ROW * MOST_ROWS + 100)


def protect(app: Flask, config: Config) -> None:
    """Set limits, cookies, CSRF and headers for every route of the app."""
    app.config.update(
        PROVIDE_AUTOMATIC_OPTIONS=False,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME=form_cookie(config),
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
        TRUSTED_HOSTS=trusted_hosts(config),
        WTF_CSRF_FIELD_NAME=CSRF_FIELD,
        # The token dies with the session it belongs to; the origin check stands in for the
        # Referer one, which a proxy that ends TLS would break.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(lambda: limit_body(app, config))
    app.before_request(lambda: refuse_foreign(config))
    app.before_request(refuse_unusable)
    CSRFProtect(app)
    app.before_request(lambda: refuse_too_much(app, config))
    app.after_request(add_headers)


def trusted_hosts(config: Config) -> list[str]:
    """Return the names this program answers to; on a loopback address all names of it."""
    return LOOPBACK_NAMES if is_loopback(config.host) else [config.host]


def largest_body(config: Config) -> int:
    """Return how many bytes of a body are kept at the most, whichever page it is sent to."""
    return STILL_READ * max(upload_limits(config).size, TABLE.size) + 1


def upload_limits(config: Config) -> Limits:
    """Return the limits of a form with a file, or with a table pasted in its place."""
    return Limits(config.upload_limit + FORM.size, TABLE.text, FORM.fields)


def limits_of(app: Flask, config: Config) -> Limits:
    """Return the limits of this request's form."""
    view: Any = app.view_functions.get(request.endpoint or "")
    if isinstance(view, Guarded) and view.upload:
        return upload_limits(config)
    return TABLE if isinstance(view, Guarded) and view.table else FORM


def limit_body(app: Flask, config: Config) -> None:
    """Say how much of the body is read; must run before the form is."""
    limits_of(app, config).set_up(request)


def refuse_too_much(app: Flask, config: Config) -> None:
    """Refuse what is over the limits once its texts are read.

    Raises:
        RequestEntityTooLarge: it is too large, or has more fields than any page of ours.
    """
    limits = limits_of(app, config)
    size, fields = request.content_length or 0, list(request.form.items(multi=True))
    asked = list(request.args.items(multi=True))
    if size > limits.size or len(fields) > limits.fields or len(asked) > FORM.fields:
        raise RequestEntityTooLarge


def refuse_foreign(config: Config) -> None:
    """Refuse a change that another site's page asks for, whatever token it carries.

    Raises:
        BadRequest: Origin or Sec-Fetch-Site names another site.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = {request.host, urlsplit(config.base_url).netloc}
    if (site is not None and site not in OWN_FETCHES) or (
        origin is not None and urlsplit(origin).netloc not in own
    ):
        raise BadRequest("The form was sent from another site.")


def refuse_unusable() -> None:
    """Refuse a NUL character, which no database or file name can hold.

    Raises:
        BadRequest: there is one.
    """
    for source in (request.args, request.form):
        for name, value in source.items(multi=True):
            if "\0" in name or "\0" in value:
                raise BadRequest("The form holds a character that cannot be stored.")


def add_headers(response: Response) -> Response:
    """Add the headers every answer carries; a view that set its own policy keeps it."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    # Not no-referrer: browsers would then send "Origin: null" with our own forms.
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint in STATIC_ENDPOINTS and response.status_code < BadRequest.code:
        age = A_YEAR if "v" in request.args else 3600
        headers["Cache-Control"] = f"public, max-age={age}"
    else:
        is_kept = request.endpoint in PICTURE_ENDPOINTS and response.status_code < BadRequest.code
        # A new session has another cookie and gets nothing that was kept for the last one.
        headers["Cache-Control"] = f"private, {'max-age=3600' if is_kept else 'no-store'}"
        response.vary.add("Cookie")
    return response
