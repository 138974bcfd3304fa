"""Turns what a browser says of itself into the few words by which a person knows it."""

import re

from tracker.texts import gettext as _

# The first that fits: a browser also names those it wants to be taken for.
BROWSERS = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/(\d+)")),
    ("360", re.compile(r"(?:QIHU|360)\D{0,12}(\d+)?")),
    ("Qaxbrowser", re.compile(r"Qaxbrowser/?(\d+)?", re.IGNORECASE)),
    ("Firefox", re.compile(r"Firefox/(\d+)")),
    ("Chrome", re.compile(r"(?:Chrome|Chromium|CriOS)/(\d+)")),
    ("Safari", re.compile(r"Version/(\d+).*Safari")),
)
SYSTEMS = (
    ("Windows", re.compile(r"Windows")),
    ("Android", re.compile(r"Android")),
    ("iPhone", re.compile(r"iPhone|iPad")),
    ("macOS", re.compile(r"Mac OS X|Macintosh")),
    ("UOS", re.compile(r"UOS|deepin", re.IGNORECASE)),
    ("Kylin", re.compile(r"kylin", re.IGNORECASE)),
    ("Linux", re.compile(r"Linux|X11")),
)


def browser_words(text: str | None) -> str:
    """Return browser and system, like Chrome 86, Windows, or that it is unknown."""
    named = [
        f"{name} {match[1] or ''}".strip()
        for name, pattern in BROWSERS
        if (match := pattern.search(text or ""))
    ][:1]
    named += [name for name, pattern in SYSTEMS if pattern.search(text or "")][:1]
    return _(", ").join(named) if named else _("Unknown browser")
