"""Turns a web page that was saved as one file (MHTML, RFC 2557) into Content.

Word and Excel save "single file web pages" under the names .mht and .doc, browsers too.
"""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message

from tracker.errors import TooLarge, UnknownFormat
from tracker.reading import web_page
from tracker.reading.archive import MAX_ENTRIES
from tracker.reading.compound import damaged
from tracker.reading.content import Content, in_order
from tracker.reading.media_types import MHTML
from tracker.texts import gettext as _

PART = b"\ncontent-type:"
# Pages of a workbook that only hold its other pages together.
FRAMES, TABS = b"<frameset", "tabstrip"


def read(data: bytes) -> Content:
    """Return paragraphs and tables of all pages in the file in order.

    Raises:
        DamagedFile: the file is cut off.
        TooLarge: more parts than any real page has.
        UnreadableFile: see `web_page`.
    """
    if data.lower().count(PART) > MAX_ENTRIES:
        raise TooLarge(_("The file has more parts than we read; split it and upload the pieces."))
    pages = [web_page.read(page) for page in _pages(message_from_bytes(data.lstrip()))]
    if not pages:
        raise UnknownFormat(_("The file holds no text."))
    blocks = in_order(block for page in pages for block in page.blocks)
    warnings = dict.fromkeys(warning for page in pages for warning in page.warnings)
    return replace(pages[0], blocks=blocks, media_type=MHTML, warnings=tuple(warnings))


def _pages(message: Message) -> Iterator[bytes]:
    for part in message.walk():
        if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
            raise damaged()
        page = part.get_payload(decode=True)
        if part.get_content_type() != "text/html" or not isinstance(page, bytes):
            continue
        if page.strip() and not _is_frame(part, page):
            yield page


def _is_frame(part: Message, page: bytes) -> bool:
    return FRAMES in page.lower() or TABS in str(part.get("Content-Location", "")).lower()
