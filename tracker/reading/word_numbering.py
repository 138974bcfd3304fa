"""Counts the automatic numbers of a Word document, which its text does not hold."""

import re
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.counting import written
from tracker.reading.package import number
from tracker.reading.word_names import has, tag, value


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts and how it prints; `legal` turns all into digits."""

    start: int
    form: str
    text: str
    legal: bool


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstracts: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Numbering":
        """Return the lists of numbering.xml; none without that part."""
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.findall(tag("abstractNum")):
            numbering.levels[str(abstract.get(tag("abstractNumId")))] = _levels(abstract)
        for instance in root.findall(tag("num")):
            list_id = str(instance.get(tag("numId")))
            numbering.abstracts[list_id] = value(instance, "abstractNumId") or ""
            numbering.restarts[list_id] = {
                number(change.get(tag("ilvl")), 0): number(value(change, "startOverride"), 1)
                for change in instance.findall(tag("lvlOverride"))
                if value(change, "startOverride") is not None
            }
        return numbering

    def next(self, list_id: str | None, level_text: str | None) -> str:
        """Count one paragraph of a list and return its number as printed; empty for a bullet."""
        abstract = self.abstracts.get(list_id or "")
        levels = self.levels.get(abstract or "", {})
        at = number(level_text, 0)
        if abstract is None or list_id is None or at not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]
        restart = self.restarts.get(list_id, {}).pop(at, None)
        counts[at] = restart if restart is not None else counts.get(at, levels[at].start - 1) + 1
        return _printed(at, levels, counts)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        number(level.get(tag("ilvl")), 0): Level(
            number(value(level, "start"), 1),
            value(level, "numFmt") or "decimal",
            value(level, "lvlText") or "",
            has(level, "isLgl"),
        )
        for level in abstract.findall(tag("lvl"))
    }


def _printed(at: int, levels: dict[int, Level], counts: dict[int, int]) -> str:
    if levels[at].form in {"bullet", "none"}:
        return ""

    def counted(found: re.Match[str]) -> str:
        level = int(found[1]) - 1
        if level not in levels:
            return ""
        form = "decimal" if levels[at].legal else levels[level].form
        return written(counts.get(level, levels[level].start), form)

    return re.sub(r"%(\d)", counted, levels[at].text)
