"""Sets up the templates: strict variables, Chinese texts, dates as officials write them."""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_bootstrap import Bootstrap5
from jinja2 import StrictUndefined

from tracker import texts
from tracker.clock import Clock
from tracker.texts import gettext as _
from tracker.web.access import Shell, Visit
from tracker.web.dates import (
    day_words,
    full_day_words,
    moment_words,
    short_day_words,
)
from tracker.web.navigation import entries
from tracker.web.once import key_for_page
from tracker.web.stylesheets import style_urls

# Characters that turn or hide what follows them, so that "cod.exe" can look like "exe.doc".
UNSEEN = dict.fromkeys(
    (0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
KILO = 1024


def set_up_templates(app: Flask, base: Shell) -> None:
    """Give the app its jinja environment; must run before anything asks for it."""
    app.jinja_options = {
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "finalize": shown,
        "extensions": ["jinja2.ext.i18n"],
    }
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    environment: Any = app.jinja_env  # the i18n extension adds the next method
    environment.install_gettext_callables(
        texts.catalogue().gettext, texts.catalogue().ngettext, newstyle=True
    )
    environment.filters.update(date_filters(base.clock), file_size=size_words)
    environment.globals["once_key"] = key_for_page
    app.url_defaults(partial(add_version, app))
    app.context_processor(partial(page_context, base))


def date_filters(clock: Clock) -> dict[str, Any]:
    """Return the filters day, short_day, full_day and moment for this clock's year."""
    return {
        "day": lambda day: day_words(day, clock.today()),
        "short_day": lambda day: short_day_words(day, clock.today()),
        "full_day": full_day_words,
        "moment": lambda moment: moment_words(moment, clock.today(), clock.timezone),
    }


def shown(value: object) -> object:
    """Return what a template prints for a value: nothing for None, no unseen characters."""
    if value is None:
        return ""
    return value.translate(UNSEEN) if type(value) is str else value


def size_words(size: int) -> str:
    """Return a file size in kB, or in MB from one megabyte on."""
    if size >= KILO * KILO:
        return _("%(size)s MB", size=f"{size / KILO / KILO:.1f}")
    return _("%(size)s kB", size=max(1, round(size / KILO)))


def page_context(base: Shell) -> dict[str, object]:
    """Return the names every page has."""
    visit: Visit | None = g.get("visit")
    return {
        "clock_is_shifted": base.clock.is_shifted,
        "data_are_invented": base.config.is_sample,
        "entries": entries(visit) if visit else [],
        "office": base.config.office,
        "stylesheets": style_urls(),
        "today": base.clock.today(),
        "visit": visit,
        "warning": g.get("warning"),
    }


def add_version(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    """Put a hash of the content into the address of a static file, so it may be kept for long."""
    folder = {
        "static": app.static_folder,
        "bootstrap.static": app.blueprints["bootstrap"].static_folder,
    }.get(endpoint)
    if folder is not None:
        path = Path(folder, values["filename"])
        values["v"] = content_hash(path, path.stat().st_mtime_ns)


@cache
def content_hash(path: Path, _changed: int) -> str:
    """Return a short hash of a file's content; `_changed` makes a changed file a new question."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
