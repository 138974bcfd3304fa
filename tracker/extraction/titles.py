"""Reads the titles of plans that a notice names: the one it forwards, the one it puts in force."""

import re
from collections.abc import Sequence

FIRST_LINES = 8
MAX_LINE = 120
QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
FORWARDS = re.compile(r"(?:印发|转发|批转|公布|下发)《?(?P<plan>.+?)》?的通知$")
# The plan that a notice without a title puts in force: 《…》已经…同意，现印发给你们.
IN_FORCE = re.compile(
    r"(?:^|。|现将)《(?P<plan>(?:[^《》]|《[^《》]*》){4,80})》(?:和《|[^。；]{0,40}现?印发|已经|印发)"
)


def embedded_title(title: str | None, body: Sequence[str]) -> str | None:
    """Return the title of the plan that a notice forwards, as the notice quotes it."""
    forwarded = FORWARDS.search(title or "")
    if not title or not forwarded:
        return None
    quoted = [name for line in body[:4] for name in QUOTED.findall(line) if name in title]
    return max(quoted, key=len, default=forwarded["plan"])


def title_in_force(body: Sequence[str]) -> str | None:
    """Return the plan that the first lines put in force, for a text which has no title."""
    found = IN_FORCE.search(
        "".join(line for line in body[:FIRST_LINES] if not line.endswith(("：", ":")))
    )
    return found["plan"] if found else None


def title_in_full(title: str, lines: Sequence[str]) -> str:
    """Return the title as the document has it, where the page above it has a shorter one.

    The page leaves out the marks 《》, or names the plan of a notice that puts it in force.
    """
    plain = re.sub("[《》]", "", title)
    for line in lines if title else ():
        if line == title or len(line) > MAX_LINE:
            continue
        forwards = FORWARDS.search(line)
        plan = forwards["plan"].removesuffix("》") if forwards else None
        if title == plan or ("《" in line and re.sub("[《》]", "", line) == plain):
            return line
    return title
