"""Turns a Word 2003 document in one XML file into Content, with the reader of .docx.

Its elements are those of .docx in another namespace, but for a few.
"""

from lxml import etree

from tracker.reading.compound import damaged
from tracker.reading.content import Content, in_order
from tracker.reading.media_types import DOC
from tracker.reading.word_body import Walker
from tracker.reading.word_names import tag
from tracker.reading.word_numbering import Numbering
from tracker.reading.word_styles import Styles

SPACE = "{http://schemas.microsoft.com/office/word/2003/wordml}"
ROOT = SPACE + "wordDocument"
PRINTED = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
RENAMED = {"vmerge": "vMerge"}
# Heads, feet and notes stand inside the text here; in .docx they are parts of their own.
APART = (SPACE + "hdr", SPACE + "ftr", SPACE + "footnote", SPACE + "endnote")


def content_of(root: etree._Element) -> Content:
    """Return paragraphs and tables of the document's body.

    Raises:
        DamagedFile: there is no body.
    """
    etree.strip_elements(root, *APART, with_tail=False)
    for element in root.iter(SPACE + "*"):
        _rename(element)
    body = root.find(tag("body"))
    if body is None:
        raise damaged()
    for paragraph in body.iter(tag("p")):
        _print_number(paragraph)
    walker = Walker(Styles.read(root.find(tag("styles"))), Numbering())
    blocks = in_order(walker.blocks(body))
    return Content(blocks, DOC, walker.told())


def _rename(element: etree._Element) -> None:
    """Give an element and its attributes the names that they have in .docx."""
    local = element.tag.removeprefix(SPACE)
    element.tag = tag(RENAMED.get(local, local))
    for key in map(str, element.keys()):
        if key.startswith(SPACE):
            element.set(tag(key.removeprefix(SPACE)), str(element.get(key)))


def _print_number(paragraph: etree._Element) -> None:
    """Put the automatic number of a paragraph, which Word notes down as printed, into its text."""
    printed = paragraph.find(f"{tag('pPr')}/{tag('listPr')}/{PRINTED}t")
    number = "" if printed is None else printed.get(PRINTED + "val", "")
    if number and not is_bullet(number):
        run = etree.Element(tag("r"))
        etree.SubElement(run, tag("t")).text = number
        paragraph.insert(1, run)


def is_bullet(number: str) -> bool:
    """Return whether what stands before an item is a sign and not a number."""
    return not any(sign.isalnum() for sign in number) or "\ue000" <= number[0] <= "\uf8ff"
