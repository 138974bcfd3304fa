"""Counts the automatic numbers of an OpenDocument text: its lists and its headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.counting import written
from tracker.reading.open_document import name
from tracker.reading.package import number

OUTLINE = "the outline of the headings"
NUMBERED = (name("text:list-level-style-number"), name("text:outline-level-style"))
BULLET = name("text:list-level-style-bullet")
PLAIN_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
# The others are written as the start of their series: "一, 二, 三, ...".
SERIES = {
    "一": "chineseCounting",
    "壹": "chineseLegalSimplified",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "①": "decimalEnclosedCircle",
    "⑴": "decimalEnclosedParen",
    "⒈": "decimalEnclosedFullstop",
    "㊀": "ideographEnclosedCircle",
    "１": "decimalFullWidth",
    "0": "decimalZero",
}
PLACE = re.compile(r"%(\d{1,2})%")
DEEPEST = 10


@dataclass(frozen=True)
class Level:
    """One level of a list; `text` is how it prints, with %1% for the number of the first level."""

    start: int
    form: str
    text: str


Counts = dict[int, int]


@dataclass
class Lists:
    """The list styles of a document, and how far each list has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    latest: dict[str, Counts] = field(default_factory=dict)
    by_id: dict[str, Counts] = field(default_factory=dict)

    @classmethod
    def read(cls, *roots: etree._Element | None) -> "Lists":
        """Return the lists of these parts; those of the content come first."""
        lists = cls()
        for root in roots:
            for style in () if root is None else root.iter(name("text:list-style")):
                lists.levels.setdefault(style.get(name("style:name"), ""), _levels(style))
            for style in () if root is None else root.iter(name("text:outline-style")):
                lists.levels.setdefault(OUTLINE, _levels(style))
        return lists

    def begin(self, element: etree._Element, style: str) -> Counts:
        """Return the counts for a list at the first level: those of the one it goes on, or none."""
        goes_on_from = element.get(name("text:continue-list"))
        if goes_on_from in self.by_id:
            counts = self.by_id[goes_on_from or ""]
        elif element.get(name("text:continue-numbering")) == "true":
            counts = self.latest.get(style, {})
        else:
            counts = {}
        self.latest[style] = counts
        own = element.get("{http://www.w3.org/XML/1998/namespace}id")
        if own:
            self.by_id[own] = counts
        return counts

    def next(self, style: str, level: int, counts: Counts, start: str | None = None) -> str:
        """Count one item at a level (from 1) and return its number as printed, empty for a bullet.

        `start` is the number that the item itself asks for.
        """
        levels = self.levels.get(style, {})
        if level not in levels:
            return ""
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        following = counts.get(level, levels[level].start - 1) + 1
        counts[level] = number(start, following)
        return _printed(level, levels, counts)

    def next_heading(self, level: int) -> str:
        """Count one heading at an outline level and return its number as printed."""
        return self.next(OUTLINE, level, self.latest.setdefault(OUTLINE, {}))


def _levels(style: etree._Element) -> dict[int, Level]:
    return dict(_level(each) for each in style if each.tag in {*NUMBERED, BULLET})


def _level(element: etree._Element) -> tuple[int, Level]:
    level = min(number(element.get(name("text:level")), 1), DEEPEST)
    start = number(element.get(name("text:start-value")), 1)
    form = element.get(name("style:num-format"), "") if element.tag != BULLET else ""
    text = element.get(name("loext:num-list-format")) or "".join(_joined(element, level))
    return level, Level(start, form, text if form else "")


def _joined(element: etree._Element, level: int) -> Iterator[str]:
    """Return the pieces of a number that shows several levels, with full stops between them."""
    shown = min(max(number(element.get(name("text:display-levels")), 1), 1), level)
    yield element.get(name("style:num-prefix"), "")
    yield ".".join(f"%{each}%" for each in range(level - shown + 1, level + 1))
    yield element.get(name("style:num-suffix"), "")


def _printed(level: int, levels: dict[int, Level], counts: Counts) -> str:
    def counted(found: re.Match[str]) -> str:
        at = int(found[1])
        if at not in levels or at > level or not levels[at].form:
            return ""
        return written(counts.get(at, levels[at].start), _form(levels[at].form))

    return PLACE.sub(counted, levels[level].text)


def _form(text: str) -> str:
    return PLAIN_FORMATS.get(text) or SERIES.get(text[:1], "decimal")
