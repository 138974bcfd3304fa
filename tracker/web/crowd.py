"""Turns sign-ins away at the door while more people sign in than passwords can be checked.

Two hundred forms at once would each cost the making of a whole page, and the pages of those who
work would wait behind them (RELIABILITY A5: other pages p95 below 500 ms).
"""

from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request

from tracker import directory

RETRY_SOON = "5"  # seconds
TYPED = frozenset({"account", "password"})


def turn_away() -> Response | None:
    """Answer a sign-in nobody could check now; None lets everybody else pass.

    What was typed comes back, the password left out, with the form's own hidden fields.
    """
    if request.method != "POST" or request.endpoint != "people.sign_in":
        return None
    if directory.has_hashing_seat():
        return None
    page = render_template(
        "people/crowded.html",
        way=request.full_path,
        account=request.form.get("account", ""),
        kept=[(name, text) for name, text in request.form.items() if name not in TYPED],
    )
    response = make_response(page, HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = RETRY_SOON
    return response


def keep_the_door(app: Flask) -> None:
    """Look at every request before anything else does."""
    app.before_request(turn_away)
