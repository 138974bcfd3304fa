"""Counts the automatic numbers of a Word document, which its text does not hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.counting import written
from tracker.reading.package import number
from tracker.reading.word_names import ALTERNATIVES, has, tag, value

DEEPEST = 9


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts and how it prints; `legal` turns all into digits.

    `restarts_below` is the level (from 1) that begins the counting anew, with all above it; 0 is
    none. `style` is the paragraph style that belongs to this level.
    """

    start: int
    form: str
    text: str
    legal: bool
    restarts_below: int
    style: str


Levels = dict[int, Level]


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    levels: dict[str, Levels] = field(default_factory=dict)
    abstracts: dict[str, str] = field(default_factory=dict)
    own: dict[str, Levels] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Numbering":
        """Return the lists of numbering.xml; none without that part."""
        numbering = cls()
        if root is None:
            return numbering
        lenders = numbering._read_abstracts(root)
        for instance in root.findall(tag("num")):
            list_id = str(instance.get(tag("numId")))
            abstract = value(instance, "abstractNumId") or ""
            numbering.abstracts[list_id] = lenders.get(abstract, abstract)
            changes = instance.findall(tag("lvlOverride"))
            numbering.own[list_id] = {
                at: level for change in changes for at, level in _levels(change).items()
            }
            numbering.restarts[list_id] = {
                number(change.get(tag("ilvl")), 0): number(value(change, "startOverride"), 1)
                for change in changes
                if value(change, "startOverride") is not None
            }
        return numbering

    def _read_abstracts(self, root: etree._Element) -> dict[str, str]:
        """Read the lists that others are made after; return for those without levels whose count.

        Such a one names a style, and so does the one that lends it its levels.
        """
        named: dict[str, str] = {}
        borrowing: dict[str, str] = {}
        for abstract in root.findall(tag("abstractNum")):
            key = str(abstract.get(tag("abstractNumId")))
            self.levels[key] = _levels(abstract)
            named[value(abstract, "styleLink") or ""] = key
            lender = value(abstract, "numStyleLink")
            if lender and not self.levels[key]:
                borrowing[key] = lender
        return {key: named[lender] for key, lender in borrowing.items() if lender in named}

    def next(self, list_id: str | None, level_text: str | None, style: str | None = None) -> str:
        """Count one paragraph of a list and return its number as printed; empty for a bullet.

        `style` names the level where the paragraph does not.
        """
        abstract = self.abstracts.get(list_id or "")
        levels = self.levels.get(abstract or "", {})
        if abstract is None or list_id is None:
            return ""
        if self.own[list_id]:
            levels = levels | self.own[list_id]
        at = number(level_text, 0) if level_text else _level_of(style, levels)
        if at not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        for deeper in [each for each in counts if each > at]:
            if deeper not in levels or at < levels[deeper].restarts_below:
                del counts[deeper]
        restart = self.restarts.get(list_id, {}).pop(at, None)
        counts[at] = restart if restart is not None else counts.get(at, levels[at].start - 1) + 1
        return _printed(at, levels, counts)


def _levels(parent: etree._Element) -> Levels:
    return dict(_numbered(parent.findall(tag("lvl"))))


def _numbered(levels: Iterable[etree._Element]) -> Iterable[tuple[int, Level]]:
    for level in levels:
        yield (
            number(level.get(tag("ilvl")), 0),
            Level(
                number(value(level, "start"), 1),
                _form(level),
                value(level, "lvlText") or "",
                has(level, "isLgl"),
                number(value(level, "lvlRestart"), DEEPEST),
                value(level, "pStyle") or "",
            ),
        )


def _form(level: etree._Element) -> str:
    """Return the format of the numbers; one that Word 2010 added stands beside its substitute."""
    form = value(level, "numFmt")
    if form is None:
        added = level.find(f"{ALTERNATIVES}/*/{tag('numFmt')}")
        form = None if added is None else added.get(tag("format"), added.get(tag("val")))
    return form or "decimal"


def _level_of(style: str | None, levels: Levels) -> int:
    """Return the level to which a style belongs, the first where it belongs to none."""
    return next((at for at, level in levels.items() if style and level.style == style), 0)


def _printed(at: int, levels: Levels, counts: dict[int, int]) -> str:
    if levels[at].form in {"bullet", "none"}:
        return ""

    def counted(found: re.Match[str]) -> str:
        level = int(found[1]) - 1
        if level not in levels:
            return ""
        form = "decimal" if levels[at].legal else levels[level].form
        return written(counts.get(level, levels[level].start), form)

    return re.sub(r"%(\d)", counted, levels[at].text)
