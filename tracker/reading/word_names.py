"""The XML names of WordprocessingML (ECMA-376) that the Word reader knows."""

import re
from functools import cache

from lxml import etree

from tracker.reading.package import OFF

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATHEMATICS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


ALTERNATIVES = f"{{{COMPATIBILITY}}}AlternateContent"
FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
# By what prefixes programs name what they add to the standard and others show as well; what asks
# for anything else is not shown, but what stands there in its place.
KNOWN = re.compile(
    r"(?:w|wp|a|c|v|o|m|pic|dgm|wps|wpg|wpc|wpi|am3d|aink|cx|wpsCustomData)\d*[a-z]*"
)


@cache
def tag(name: str) -> str:
    """Return `name` with the namespace of WordprocessingML."""
    return f"{{{W}}}{name}"


def shown_branch(alternatives: etree._Element) -> etree._Element:
    """Return the one of several ways to say the same that is shown; what holds them without any."""
    for branch in alternatives:
        wanted = branch.get("Requires", "").split()
        if branch.tag == FALLBACK or all(map(KNOWN.fullmatch, wanted)):
            return branch
    return next(iter(alternatives), alternatives)


def value(element: etree._Element | None, path: str, attribute: str = "val") -> str | None:
    """Return the attribute of the first element at `path` ("pPr/jc"), None without it."""
    if element is None:
        return None
    found = element.find(_full(path))
    return None if found is None else found.get(tag(attribute))


def has(element: etree._Element | None, path: str) -> bool:
    """Return whether the switch at `path` is there and not turned off."""
    return is_on(None if element is None else element.find(_full(path)))


def is_on(switch: etree._Element | None) -> bool:
    """Return whether a switch is there and not turned off."""
    return switch is not None and switch.get(tag("val"), "1") not in OFF


@cache
def _full(path: str) -> str:
    return "/".join(tag(name) for name in path.split("/"))
