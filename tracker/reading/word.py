"""Turns a Word document (.docx, transitional or strict) into Content."""

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from zipfile import ZipFile

from lxml import etree

from tracker.errors import DamagedFile
from tracker.reading import excel_97, plain_text, spreadsheet, web_archive, web_page
from tracker.reading.archive import open_archive, read_part
from tracker.reading.content import Block, Content, in_order
from tracker.reading.media_types import DOCX, HTML, MHTML, TEXT, XLS, XLSX, media_type
from tracker.reading.package import (
    Relation,
    main_part,
    parse_optional,
    parse_part,
    relations_of,
)
from tracker.reading.word_body import Walker
from tracker.reading.word_names import tag
from tracker.reading.word_numbering import Numbering
from tracker.reading.word_objects import (
    MEDIA,
    large_pictures,
    only_pictures,
    unread_diagrams,
    unread_pictures,
)
from tracker.reading.word_styles import Styles
from tracker.texts import gettext as _

USUAL_MAIN_PART = "word/document.xml"
# Of what kinds a file may be that a document takes in whole.
TAKEN_IN: dict[str, Callable[[bytes], Content]] = {
    HTML: web_page.read,
    MHTML: web_archive.read,
    TEXT: plain_text.read,
    XLSX: spreadsheet.read,
    XLS: excel_97.read,
}


def read(data: bytes) -> Content:
    """Return paragraphs and tables of the document's body, tracked changes taken as accepted.

    Raises:
        UnreadableFile: see `archive`; a document without a body is a DamagedFile.
    """
    with open_archive(data) as archive:
        package = _Package(archive, main_part(archive, USUAL_MAIN_PART))
        body = parse_part(archive, package.main).find(tag("body"))
        if body is None:
            raise DamagedFile(
                _("The file is damaged or cut off; open it, save it again and upload that.")
            )
        styles = Styles.read(package.part("styles"))
        numbering = Numbering.read(package.part("numbering"))
        walker = Walker(styles, numbering, package.chunk)
        blocks = in_order(walker.blocks(body))
        has_pictures = any(MEDIA in name for name in archive.NameToInfo)
        pictures = large_pictures(body) if has_pictures else 0
        unread = (*unread_pictures(pictures), *unread_diagrams(archive.NameToInfo))
    if pictures and not blocks:
        raise only_pictures()
    return Content(blocks, DOCX, (*walker.told(), *unread))


@dataclass
class _Package:
    """The parts that belong to the document at `main`."""

    archive: ZipFile
    main: str

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """The relations of the document by their id."""
        return relations_of(self.archive, self.main)

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of the part of this kind under its usual name, else as related."""
        usual = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        if usual not in self.archive.NameToInfo:
            targets = (each.target for each in self.relations.values() if each.kind == kind)
            usual = next(targets, usual)
        return parse_optional(self.archive, usual)

    def chunk(self, relation: str) -> Iterable[Block] | None:
        """Return the blocks of a file that the document takes in whole, None for an unknown kind.

        Raises:
            UnreadableFile: see its reader.
        """
        found = self.relations.get(relation)
        if found is None:
            return None
        data = read_part(self.archive, found.target)
        reader = TAKEN_IN.get(media_type(data, ""))
        return reader(data).blocks if reader else None
