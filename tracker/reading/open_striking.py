"""Takes out of an OpenDocument text or sheet what is struck through."""

from collections.abc import Iterator

from lxml import etree

from tracker.reading.open_document import LINES_THROUGH, Styles, name

PARAGRAPHS = (name("text:p"), name("text:h"))
SPAN, CELL = name("text:span"), name("table:table-cell")
LINES = tuple(map(name, LINES_THROUGH))
OF_TEXT, OF_CELL = name("text:style-name"), name("table:style-name")
# Set on a paragraph of which nothing is left; its number is not printed either.
EMPTIED = "emptied"


def take_out(root: etree._Element, styles: Styles) -> list[str]:
    """Empty what is struck through below `root`, and return the passages."""
    if not any(_has_line(style) for style in styles.elements.values()):
        return []
    passages: list[str] = []
    for paragraph in root.iter(*PARAGRAPHS):
        cell = paragraph.getparent()
        of_cell = None if cell is None or cell.tag != CELL else cell.get(OF_CELL)
        struck = styles.strikes("table-cell", of_cell, around=False)
        struck = styles.strikes("paragraph", paragraph.get(OF_TEXT), around=struck)
        if passage := "".join(_taken(paragraph, styles, struck=struck)):
            passages.append(passage)
            if not str(paragraph.xpath("string()")).strip():
                paragraph.set(EMPTIED, "true")
    return passages


def _has_line(style: etree._Element) -> bool:
    return any(each.get(line, "none") != "none" for each in style for line in LINES)


def _taken(element: etree._Element, styles: Styles, *, struck: bool) -> Iterator[str]:
    """Take the words that are struck through out of `element`, and return them."""
    if struck:
        yield element.text or ""
        element.text = None
    for child in element:
        inside = struck
        if child.tag == SPAN:
            inside = styles.strikes("text", child.get(OF_TEXT), around=struck)
        if child.tag not in PARAGRAPHS:  # those of a box are looked at on their own
            yield from _taken(child, styles, struck=inside)
        if struck:
            yield child.tail or ""
            child.tail = None
