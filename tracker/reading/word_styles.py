"""What the styles of a Word document say about its paragraphs: names and numbering."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.word_names import tag, value

MAX_ANCESTORS = 20


@dataclass(frozen=True)
class Styles:
    """Paragraph styles by their id."""

    elements: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Styles":
        """Return the styles of styles.xml; none without that part."""
        found = () if root is None else root.findall(tag("style"))
        return cls({str(style.get(tag("styleId"))): style for style in found})

    def name(self, style_id: str | None) -> str:
        """Return the name of a style, empty when it is unknown."""
        return value(self.elements.get(style_id or ""), "name") or ""

    def numbering(self, style_id: str | None) -> tuple[str | None, str | None]:
        """Return list id and level which a style or its ancestors give to a paragraph."""
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
