"""Turns the bytes of a text into characters: byte order mark, then UTF-8, then GB18030."""

import codecs
import re

from tracker.errors import UnknownFormat
from tracker.texts import gettext as _

MAX_CHARACTERS = 3_000_000
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a wrong guess leaves behind: NUL and other controls, private-use and unassigned characters.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x84\x86-\x9f]")
PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
SHARE_OF_PRIVATE = 0.01
# A page that declares Big5; what pages declare else (gb2312) the ladder knows better.
BIG5 = re.compile(rb"""charset\s*=\s*["']?big5""", re.IGNORECASE)
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def decode(data: bytes) -> str:
    """Return the text of `data` with line feeds only.

    Raises:
        UnknownFormat: no encoding of the ladder gives readable text.
    """
    for encoding in _ladder(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_readable(text, encoding):
            return BREAKS.sub("\n", text).removeprefix("\ufeff")
    raise UnknownFormat(
        _("The text is in an encoding that cannot be told; save it as UTF-8 and upload it again.")
    )


def _ladder(data: bytes) -> tuple[str, ...]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" in data[:4096]:
        return ("utf-16-le", "utf-16-be")
    if BIG5.search(data[:2048]):
        return ("utf-8", "big5hkscs", "gb18030")
    return ("utf-8", "gb18030")


def _is_readable(text: str, encoding: str) -> bool:
    if CONTROLS.search(text):
        return False
    if encoding.startswith("utf-8"):
        return True
    return len(PRIVATE.findall(text)) <= len(text) * SHARE_OF_PRIVATE
