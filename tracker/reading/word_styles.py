"""What the styles of a Word document say about its paragraphs: names and numbering."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.word_names import is_on, tag, value

MAX_ANCESTORS = 20
RUN_PROPERTIES = tag("rPr")
# Why words are not read, as bits: hidden, struck through once, twice.
HIDDEN = 1
BITS = {tag("vanish"): HIDDEN, tag("strike"): 2, tag("dstrike"): 4}
SWITCHES = tuple(BITS)


def switched(unseen: int, switch: etree._Element) -> int:
    """Return the bits with that of one switch on or off."""
    bit = BITS[switch.tag]
    return unseen | bit if is_on(switch) else unseen & ~bit


@dataclass(frozen=True)
class Styles:
    """Styles by their id; `unseen` says of those why their text does not count, as bits."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    unseen: dict[str | None, int] = field(default_factory=dict)
    numbered: dict[str | None, tuple[str | None, str | None]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Styles":
        """Return the styles of styles.xml; none without that part."""
        found = () if root is None else root.findall(tag("style"))
        styles = cls({str(style.get(tag("styleId"))): style for style in found})
        if root is None or next(root.iter(*SWITCHES), None) is None:
            return styles
        return cls(styles.elements, {key: styles._unseen(key) for key in styles.elements})

    def _unseen(self, style_id: str) -> int:
        unseen = 0
        for style in reversed(list(self._line(style_id))):
            for properties in style.iterchildren(RUN_PROPERTIES):
                for switch in properties.iterchildren(*SWITCHES):
                    unseen = switched(unseen, switch)
        return unseen

    def name(self, style_id: str | None) -> str:
        """Return the name of a style, empty when it is unknown."""
        return value(self.elements.get(style_id or ""), "name") or ""

    def numbering(self, style_id: str | None) -> tuple[str | None, str | None]:
        """Return list id and level which a style or its ancestors give to a paragraph."""
        if style_id not in self.numbered:
            self.numbered[style_id] = self._numbering(style_id)
        return self.numbered[style_id]

    def _numbering(self, style_id: str | None) -> tuple[str | None, str | None]:
        list_id = level = None
        for style in self._line(style_id):
            list_id = list_id or value(style, "pPr/numPr/numId")
            level = level or value(style, "pPr/numPr/ilvl")
        return list_id, level

    def _line(self, style_id: str | None) -> Iterator[etree._Element]:
        for _generation in range(MAX_ANCESTORS):
            style = self.elements.get(style_id or "")
            if style is None:
                return
            yield style
            style_id = value(style, "basedOn")
