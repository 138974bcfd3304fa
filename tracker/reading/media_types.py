"""Tells from its bytes which type a file has; the name may only veto."""

import re
from pathlib import PurePath

from tracker.errors import EncryptedFile, TooLarge, UnknownFormat, WrongType
from tracker.reading.archive import open_archive, read_part
from tracker.reading.compound import SIGNATURE as OLE
from tracker.reading.compound import Compound
from tracker.reading.decoding import decode
from tracker.reading.delimiters import find_delimiter
from tracker.texts import gettext as _

MAX_BYTES = 20 * 1024 * 1024

TEXT = "text/plain"
CSV = "text/csv"
HTML = "text/html"
MHTML = "multipart/related"
XML = "application/xml"
RTF = "application/rtf"
PDF = "application/pdf"
OFD = "application/ofd"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
GIF = "image/gif"
BMP = "image/bmp"
WEBP = "image/webp"

# What people call each type.
LABELS = {
    TEXT: ".txt",
    CSV: ".csv",
    HTML: ".html",
    MHTML: ".mht",
    XML: ".xml",
    RTF: ".rtf",
    PDF: ".pdf",
    OFD: ".ofd",
    DOC: ".doc",
    XLS: ".xls",
    PPT: ".ppt",
    DOCX: ".docx",
    XLSX: ".xlsx",
    XLSB: ".xlsb",
    PPTX: ".pptx",
    ODT: ".odt",
    ODS: ".ods",
    PNG: ".png",
    JPEG: ".jpg",
    TIFF: ".tif",
    GIF: ".gif",
    BMP: ".bmp",
    WEBP: ".webp",
}

IMAGES = frozenset({PNG, JPEG, TIFF, GIF, BMP, WEBP})
DOCUMENT_NAMES = frozenset(
    {".doc", ".docx", ".wps", ".xls", ".xlsx", ".xlsb", ".et", ".ppt", ".pptx", ".dps"}
    | {".pdf", ".ofd", ".odt", ".ods", ".rtf"}
)

SIGNATURES = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"GIF8", GIF),
    (b"BM", BMP),
)
# The pictures of some telephones and scanners: HEIC and AVIF (ISO/IEC 14496-12), JPEG 2000.
UNREAD_PICTURE = re.compile(rb".{4}(?:ftyp(?:hei|hev|mif1|msf1|avi)|jP {2})", re.DOTALL)
# Archives that are no zip: RAR, 7z, gzip, bzip2, xz, and tar by a word further in.
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
TAR, TAR_AT = b"ustar", 257
# Streams at the top of an OLE file, in lower case: some writers say "WORKBOOK".
STREAMS = (("worddocument", DOC), ("workbook", XLS), ("book", XLS), ("powerpoint document", PPT))
# What Office writes instead of a document that asks for a password or for rights of use.
LOCKED = frozenset({"encryptedpackage", "\tdrmcontent"})
# What Outlook keeps a mail in.
OUTLOOK = "__properties_version1.0"
# The first entry that tells what a zip archive is.
PARTS = (
    ("word/", DOCX),
    ("xl/workbook.bin", XLSB),
    ("xl/", XLSX),
    ("ppt/", PPTX),
    ("OFD.xml", OFD),
)
# What programs that we do not read keep in a zip archive: Apple's, UOF (GB/T 20916).
UNREAD_PARTS = re.compile(r".*\.iwa|uof\.xml")
# A file that Word, Excel and WPS keep beside a document that is open.
OWNER = "~$"
# The head of a mail, and what in it no web page has that was saved as one file.
MAIL = re.compile(r"(?:[a-z][a-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*+){3,}+", re.IGNORECASE)
SENT = re.compile(r"^(?:to|received|message-id|delivered-to|return-path):", re.MULTILINE)
# Bytes that no text has, and the share of them from which on it is none.
CONTROL_BYTES = bytes({*range(9), *range(14, 27), *range(28, 32)})
SHARE_OF_CONTROLS = 0.02
# How a web page begins, or a piece of one from the clipboard.
WEB_PAGE = re.compile(
    r"<!--|<!doctype html|<\?xml:namespace|version:[\d.]+\s+starthtml:"
    r"|<(?:html|head|body|meta|title|style|link|base|div|p|br|h[1-6]|b|strong|span|font|center|pre"
    r"|section|article|main|header|table|caption|colgroup|col|thead|tbody|tr|t[dh]|ul|ol|a|img"
    r"|google-sheets-html-origin)[\s>/]"
)
# How an office document in one XML file may begin without saying that it is XML.
OFFICE_XML = re.compile(
    r"<\?mso-application|<(?:\w+:)?(?:workbook|worddocument|document|package)\s+xmlns"
)
BITMAP_HEADER = 14
PDF_WINDOW = 1024
TEXT_WINDOW = 4096
MIMETYPE_WINDOW = 100


def media_type(data: bytes, filename: str) -> str:
    """Return the IANA media type of `data`; `filename` may only contradict it.

    Raises:
        TooLarge: more than 20 MB.
        EncryptedFile: an Office file under a password.
        DamagedFile: a container that does not open.
        WrongType: text or an image under the name of an Office, PDF or OFD file.
        UnknownFormat: empty, or of no kind we know.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(_("The file is larger than %(limit)d MB.", limit=MAX_BYTES // 1024**2))
    if not data.strip(b"\x00 \t\r\n"):
        raise UnknownFormat(_("The file is empty."))
    if PurePath(filename).name.startswith(OWNER):
        raise UnknownFormat(
            _("This file is only kept while a document is open; upload the document itself.")
        )
    suffix = PurePath(filename).suffix.lower()
    found = _by_bytes(data)
    if suffix in DOCUMENT_NAMES and found in IMAGES | {TEXT, CSV}:
        raise WrongType(
            _(
                "The name ends in %(name)s, but the file is really %(type)s.",
                name=suffix,
                type=LABELS[found],
            )
        )
    return found


def _by_bytes(data: bytes) -> str:
    if data.startswith(OLE):
        return _ole_type(data)
    if data.startswith(b"PK"):
        return _zip_type(data)
    if b"%PDF-" in data[:PDF_WINDOW]:
        return PDF
    for signature, kind in SIGNATURES:
        if data.startswith(signature) and (kind != BMP or _is_bitmap(data)):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if UNREAD_PICTURE.match(data):
        raise UnknownFormat(
            _("A picture of this kind (HEIC, AVIF, JPEG 2000) cannot be read; save it as .jpg.")
        )
    return _of_text(data)


def _of_text(data: bytes) -> str:
    if data.startswith(ARCHIVES) or data.startswith(TAR, TAR_AT):
        raise _archive()
    try:
        text = decode(data)
    except UnknownFormat:
        sample = data[:TEXT_WINDOW]
        controls = len(sample) - len(sample.translate(None, CONTROL_BYTES))
        if controls > SHARE_OF_CONTROLS * len(sample):
            raise _foreign() from None
        raise
    return _text_type(text)


def _archive() -> UnknownFormat:
    return UnknownFormat(
        _("This is an archive; unpack it and upload the documents in it one by one.")
    )


def _foreign() -> UnknownFormat:
    return UnknownFormat(
        _("The file is of a program we do not read; save it as .docx or .xlsx and upload that.")
    )


def _mail() -> UnknownFormat:
    return UnknownFormat(
        _("This is a mail; save the documents attached to it as files, and upload these.")
    )


def _is_bitmap(data: bytes) -> bool:
    """Return whether the length in the header is the length of the file: "BM" may begin a text."""
    return len(data) > BITMAP_HEADER and int.from_bytes(data[2:6], "little") == len(data)


def _ole_type(data: bytes) -> str:
    streams = Compound.read(data).streams
    if LOCKED & streams.keys():
        raise EncryptedFile(
            _("The file is protected by a password; remove the password and upload it again.")
        )
    for stream, kind in STREAMS:
        if stream in streams:
            return kind
    raise _mail() if OUTLOOK in streams else _foreign()


def _zip_type(data: bytes) -> str:
    with open_archive(data) as archive:
        names = archive.namelist()
        if "mimetype" in names:
            declared = read_part(archive, "mimetype", MIMETYPE_WINDOW).decode("ascii", "replace")
            kind = declared.strip().removesuffix("-template")
            if kind in {ODT, ODS}:
                return kind
            if kind.startswith("application/vnd.oasis"):
                raise _foreign()
    for part, kind in PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    raise _foreign() if any(map(UNREAD_PARTS.fullmatch, names)) else _archive()


def _text_type(text: str) -> str:
    head = text[:TEXT_WINDOW].lstrip().lower()
    mail = MAIL.match(head)
    if mail and SENT.search(mail[0]):
        raise _mail()
    if head.startswith("mime-version:") or "multipart/related" in (mail[0] if mail else head[:500]):
        return MHTML
    if head.startswith("<?xml "):
        return HTML if "<html" in head else XML
    if OFFICE_XML.match(head):
        return XML
    if WEB_PAGE.match(head):
        return HTML
    return CSV if find_delimiter(text) else TEXT
