"""Turns a web page, or a piece of one from the clipboard, into Content: its text and its tables.

Office systems export such pages under the names .doc and .xls; browsers, Word, Excel and WPS put
such pieces into the clipboard.
"""

import re

from lxml import etree

from tracker.errors import DamagedFile, TooLarge, UnknownFormat
from tracker.reading import striking
from tracker.reading.archive import MAX_TAGS
from tracker.reading.clean_text import cleaned_page
from tracker.reading.content import Content, in_order, lines_of
from tracker.reading.decoding import LOST, decode, losses
from tracker.reading.media_types import HTML
from tracker.reading.web_flow import Walker
from tracker.texts import gettext as _

# What stands before a row that was copied without its table; libxml2 would leave it a row of none.
BARE_ROW = re.compile(
    r"(?>\s|<!--.*?-->|<(?:meta|html|body|/?head)[^>]*>)*+<(?:col|colgroup|thead|tbody|tr|t[dh])[\s>]",
    re.DOTALL | re.IGNORECASE,
)
# LibreOffice strikes words through across its <font>, which libxml2 takes for the end of the line.
STRIKE, FONT = "<strike", re.compile(r"</?font\b[^<>]*>", re.IGNORECASE)
CLIPBOARD_HEAD = re.compile(r"\s*+version:[\d.]+\s+starthtml:[^<]*", re.IGNORECASE)


def read(data: bytes) -> Content:
    """Return paragraphs and tables in the order of the text; menus, scripts and styles left out.

    Raises:
        UnknownFormat: the encoding cannot be told, or there is nothing but tags.
        TooLarge: more tags than any real page has, or a table over the limits of `check_size`.
        DamagedFile: tags nested deeper than in any real page.
    """
    text = cleaned_page(decode(data))
    head = CLIPBOARD_HEAD.match(text)
    text = text[head.end() :] if head else text
    if text.count("<") > MAX_TAGS:
        raise TooLarge(_("The file has more parts than we read; split it and upload the pieces."))
    walker = Walker()
    blocks = in_order(walker.blocks(_parse(text)))
    if not blocks and walker.warnings:
        raise UnknownFormat(
            _("The page only shows other pages; open the one with the text, save it and upload it.")
        )
    lost = losses("\n".join(lines_of(blocks))) if LOST in text else ()
    remarks = (*dict.fromkeys(walker.warnings), *striking.left_out(walker.struck), *lost)
    return Content(blocks, HTML, remarks)


def _parse(text: str) -> etree._Element:
    """Return the root of the page; tags that nobody closed are closed as browsers do."""
    if STRIKE in text:
        text = FONT.sub("", text)
    if BARE_ROW.match(text):
        text = f"<table>{text}</table>"
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnknownFormat(_("The file holds no text.")) from error
    # libxml2 leaves out what is nested too deeply or too long, and says so only here.
    limits = [e.message for e in parser.error_log if e.type_name == "ERR_RESOURCE_LIMIT"]
    if any("depth" in message for message in limits):
        raise DamagedFile(_("The page is nested too deeply to read."))
    if limits:
        raise TooLarge(_("The file has more parts than we read; split it and upload the pieces."))
    if root is None:
        raise UnknownFormat(_("The file holds no text."))
    return root
