"""Turns a browser's cookies into a session: the token of a sign-in, and a signed cookie for forms.

The token cookie holds nothing but a random value whose hash is a row (tracker.directory). The
signed cookie carries the notice shown after a redirect and, before sign-in, the CSRF secret. After
sign-in that secret is drawn from the token, so a form of one session is worthless in another.
"""

import hmac

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from tracker.config import Config

CSRF_FIELD = "csrf_token"


def token_cookie(config: Config) -> str:
    """Return the name of the cookie that holds the token; __Host- needs https."""
    return "__Host-session" if config.secure else "tracker-session"


def form_cookie(config: Config) -> str:
    """Return the name of the signed cookie."""
    return "__Host-form" if config.secure else "tracker-form"


def csrf_secret(key: str, token: str) -> str:
    """Return the CSRF secret that belongs to a token and to no other."""
    return hmac.digest(key.encode(), b"csrf:" + token.encode(), "sha256").hex()


def give_token(response: Response, token: str, config: Config) -> None:
    """Let the browser keep the token until it closes."""
    response.set_cookie(
        token_cookie(config), token, path="/", secure=config.secure, httponly=True, samesite="Lax"
    )


def take_token(response: Response, config: Config) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(
        token_cookie(config), path="/", secure=config.secure, httponly=True, samesite="Lax"
    )


class BrowserSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, with the CSRF secret of a signed-in browser drawn from its token."""

    def __init__(self, config: Config, key: str) -> None:
        self.cookie = token_cookie(config)
        self.key = key

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the content of the signed cookie, an unreadable one counting as none."""
        session = super().open_session(app, request)
        token = request.cookies.get(self.cookie)
        if session is not None and token:
            session[CSRF_FIELD] = csrf_secret(self.key, token)
            session.modified = False
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the signed cookie where it changed; a secret drawn from a token never leaves."""
        if request.cookies.get(self.cookie):
            modified = session.modified
            session.pop(CSRF_FIELD, None)
            session.modified = modified
        super().save_session(app, session, response)
