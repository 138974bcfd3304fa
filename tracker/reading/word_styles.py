"""What the styles of a Word document say about its paragraphs: names and numbering."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.word_names import is_on, tag, value

MAX_ANCESTORS = 20
VANISH = f"{tag('rPr')}/{tag('vanish')}"


@dataclass(frozen=True)
class Styles:
    """Styles by their id; `hidden` are the ids of those whose text is not shown."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    numbered: dict[str | None, tuple[str | None, str | None]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Styles":
        """Return the styles of styles.xml; none without that part."""
        found = () if root is None else root.findall(tag("style"))
        styles = cls({str(style.get(tag("styleId"))): style for style in found})
        if root is None or next(root.iter(tag("vanish")), None) is None:
            return styles
        return cls(styles.elements, frozenset(filter(styles._hides, styles.elements)))

    def _hides(self, style_id: str) -> bool:
        switches = (style.find(VANISH) for style in self._line(style_id))
        return is_on(next((each for each in switches if each is not None), None))

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
