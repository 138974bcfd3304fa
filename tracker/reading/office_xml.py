"""Turns an office document that is one XML file into Content, by what its root element says.

Office 2003 wrote such files, Word and LibreOffice do ("flat"), and office systems export them as
.xls.
"""

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from tracker.errors import UnknownFormat
from tracker.reading import excel_2003, flat_package, open_sheets, open_text, word_2003
from tracker.reading.archive import parse_xml
from tracker.reading.content import Content
from tracker.reading.decoding import LOST, decode, losses
from tracker.reading.open_document import OpenDocument, Styles, name
from tracker.texts import gettext as _


def read(data: bytes) -> Content:
    """Return the content of the document in `data`.

    Raises:
        UnknownFormat: no office program writes such a file.
        UnreadableFile: see `archive` and the readers of these documents.
    """
    text = decode(data)
    root = parse_xml(_without_declaration(text).encode())
    reader = ROOTS.get(root.tag)
    if reader is None:
        raise UnknownFormat(
            _("The file is of a program we do not read; save it as .docx or .xlsx and upload that.")
        )
    lost = losses(str(root.xpath("string()"))) if LOST in text else ()
    content = reader(root)
    return replace(content, warnings=content.warnings + lost) if lost else content


def _without_declaration(text: str) -> str:
    """Return the text without the line that tells the encoding which it no longer has."""
    text = text.lstrip()
    return text.partition("?>")[2] if text.startswith("<?xml ") else text


def _flat(root: etree._Element) -> Content:
    document = OpenDocument(root, None, Styles.read(root))
    if document.body("office:spreadsheet") is not None:
        return open_sheets.content_of(document)
    return open_text.content_of(document)


ROOTS: dict[str, Callable[[etree._Element], Content]] = {
    excel_2003.ROOT: excel_2003.content_of,
    word_2003.ROOT: word_2003.content_of,
    flat_package.ROOT: flat_package.content_of,
    name("office:document"): _flat,
}
