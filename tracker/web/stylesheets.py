"""Joins the small style sheets of static/css, in order, into the one file every page asks for."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, url_for

from tracker.config import shipped

# In the order of the cascade: values, ground, components, then what a narrow screen and paper
# change in all of them.
STYLESHEETS = (
    "tokens",
    "base",
    *(
        f"components/{name}"
        for name in (
            "topbar", "button", "tabs", "form", "ledger", "standing", "departments", "charts",
            "stats", "overview", "flag", "review", "task", "notice", "matrix", "mail", "sign-in",
            "bulk", "calendar", "amendment", "scan", "sheet",
        )
    ),
    "narrow",
    "print",
)  # fmt: skip
blueprint = Blueprint("styles", __name__)


@cache
def joined() -> str:
    """Return the text of all style sheets; read once, a changed file shows after a restart."""
    folder = Path(shipped("static"), "css")
    parts = [(folder / f"{name}.css").read_text(encoding="utf-8") for name in STYLESHEETS]
    return "\n".join(parts)


@cache
def version() -> str:
    """Return a short hash of the joined text, which makes its address new when it changes."""
    return hashlib.sha256(joined().encode()).hexdigest()[:12]


@blueprint.get("/style.css")
def style() -> Response:
    """Hand the joined style sheet out; it names nobody, so it needs no sign-in."""
    return Response(joined(), mimetype="text/css")


def style_urls() -> list[str]:
    """Return the addresses of the style sheets a page links: Bootstrap's, then ours."""
    return [
        url_for("bootstrap.static", filename="css/bootstrap.min.css"),
        url_for("styles.style", v=version()),
    ]
