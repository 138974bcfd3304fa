"""What can be written as a name: characters that are seen, one word at least, no sentence. Pure."""

import re

from tracker.texts import gettext as _

LONGEST_NAME = 100
SHOWN = 20
# Control characters but tab and line feed, and characters without width (Unicode Cc and Cf).
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb]"
)


def without_unseen(text: str) -> str:
    """Return a text without characters that nobody sees, and with plain line ends."""
    return UNSEEN.sub("", text.replace("\r\n", "\n"))


def says_something(text: str) -> bool:
    """Return whether a text has a letter or a digit, not dashes and blanks alone."""
    return any(each.isalnum() for each in text)


def fault_of(name: str) -> str:
    """Return why a text can be no name of a department, as a sentence; blank where it can."""
    if len(name) > LONGEST_NAME:
        return _(
            "“%(name)s” has %(count)s characters; a name of a department has at most %(limit)s.",
            name=name[:SHOWN] + "…",
            count=len(name),
            limit=LONGEST_NAME,
        )
    if not says_something(name):
        return _("“%(name)s” is no name of a department.", name=name)
    return ""
