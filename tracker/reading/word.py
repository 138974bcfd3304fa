"""Turns a Word document (.docx, transitional or strict) into Content."""

import posixpath

from tracker.errors import DamagedFile
from tracker.reading.archive import open_archive
from tracker.reading.content import Content, in_order
from tracker.reading.media_types import DOCX
from tracker.reading.package import main_part, parse_optional, parse_part
from tracker.reading.word_body import Walker
from tracker.reading.word_names import tag
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
        main = main_part(archive, USUAL_MAIN_PART)
        folder = posixpath.dirname(main)
        styles = Styles.read(parse_optional(archive, f"{folder}/styles.xml"))
        numbering = Numbering.read(parse_optional(archive, f"{folder}/numbering.xml"))
        body = parse_part(archive, main).find(tag("body"))
    if body is None:
        raise DamagedFile(
            _("The file is damaged or cut off; open it, save it again and upload that.")
        )
    walker = Walker(styles, numbering)
    return Content(in_order(walker.blocks(body)), DOCX, tuple(walker.warnings))
