"""Turns a Word document (.docx, transitional or strict) into Content."""

import posixpath
from zipfile import ZipFile

from lxml import etree

from tracker.errors import DamagedFile
from tracker.reading.archive import open_archive, parse_xml, read_part
from tracker.reading.content import Content, in_order
from tracker.reading.media_types import DOCX
from tracker.reading.word_body import Walker
from tracker.reading.word_names import PACKAGE, STRICT, W, tag
from tracker.reading.word_numbering import Numbering
from tracker.reading.word_styles import Styles
from tracker.texts import gettext as _

USUAL_MAIN_PART = "word/document.xml"


def read(data: bytes) -> Content:
    """Return paragraphs and tables of the document's body, tracked changes taken as accepted.

    Raises:
        UnreadableFile: see `archive`; a document without a body is a DamagedFile.
    """
    with open_archive(data) as archive:
        main = _main_part(archive)
        folder = posixpath.dirname(main)
        styles = Styles.read(_optional(archive, f"{folder}/styles.xml"))
        numbering = Numbering.read(_optional(archive, f"{folder}/numbering.xml"))
        body = _parse(archive, main).find(tag("body"))
    if body is None:
        raise DamagedFile(
            _("The file is damaged or cut off; open it, save it again and upload that.")
        )
    walker = Walker(styles, numbering)
    return Content(in_order(walker.blocks(body)), DOCX, tuple(walker.warnings))


def _main_part(archive: ZipFile) -> str:
    """Return the part which the package declares as its document, else the usual one."""
    if "_rels/.rels" in archive.namelist():
        for relation in parse_xml(read_part(archive, "_rels/.rels")).iter(
            f"{{{PACKAGE}}}Relationship"
        ):
            target = str(relation.get("Target", "")).lstrip("/")
            if str(relation.get("Type", "")).endswith("/officeDocument") and target:
                return target
    return USUAL_MAIN_PART


def _optional(archive: ZipFile, name: str) -> etree._Element | None:
    return _parse(archive, name) if name in archive.namelist() else None


def _parse(archive: ZipFile, name: str) -> etree._Element:
    return parse_xml(read_part(archive, name).replace(STRICT, W.encode()))
