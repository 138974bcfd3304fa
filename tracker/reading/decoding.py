"""Turns the bytes of a text into characters: byte order mark, then UTF-8, GB18030 or Big5.

A byte that is wrong in the middle loses one character and not the encoding of all others; `losses`
says which. HZ (RFC 1843) and UTF-7 (RFC 2152), from the time of mail in seven bits, are told too.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from tracker.errors import UnknownFormat
from tracker.reading.clean_text import cleaned
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
BIG, GB = "big5hkscs", "gb18030"
MAY_BE_CUT = frozenset({"utf-8", GB, BIG})
# Big5 read as GB18030 is full of these: Greek, Cyrillic, blocks, kana, sounds of Taiwan.
FOREIGN = re.compile("[\u0370-\u052f\u2580-\u259f\u3041-\u312f\ue000-\uf8ff\ufffd]")
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
SHARE_OF_FOREIGN = 0.05
# The common half of its characters begins with these bytes.
COMMON_BIG5 = re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]")
SHARE_OF_COMMON = 0.9
SAMPLE = 20_000
# As many characters beyond ASCII say that a text is UTF-8, though its end is cut off.
ENOUGH = 4
LOST = "\ufffd"
# Of a text in UTF-8 nearly all bytes beyond ASCII belong to Chinese characters and their stops.
ASCII = bytes(range(128))
CHINESE_UTF_8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbf][\x80-\xbf]")
SHARE_OF_CHINESE = 0.8
SHARE_OF_LOST = 0.02
# What is quoted of the places where a character was lost, and how many places are.
AROUND = re.compile("[^\n\ufffd]{0,8}\ufffd+[^\n\ufffd]{0,8}")
MOST_QUOTED = 3
SEVEN_BITS = (
    ("hz", re.compile(rb"~\{[!-w][!-~]")),
    ("utf-7", re.compile(rb"\+[A-Za-z0-9+/]{6}")),
)
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SHARE_OF_HAN = 0.9
END_OF_FILE = b"\x1a"
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def decode(data: bytes) -> str:
    """Return the text of `data` with line feeds only.

    A character that is cut off or damaged becomes "�", the sign that ends files of DOS is left out.

    Raises:
        UnknownFormat: no encoding of the ladder gives readable text.
    """
    data = data.rstrip(END_OF_FILE)
    for encoding in _ladder(data):
        text = _decoded(data, encoding)
        if text is None or not _is_readable(text, encoding):
            text = _mended(data, encoding)
        if text is not None:
            return cleaned(BREAKS.sub("\n", text))
    raise UnknownFormat(
        _("The text is in an encoding that cannot be told; save it as UTF-8 and upload it again.")
    )


def losses(text: str) -> tuple[str, ...]:
    """Return a sentence that quotes the places where characters were lost, none where none were."""
    found = [place[0] for place in islice(AROUND.finditer(text), MOST_QUOTED)]
    if not found:
        return ()
    quoted = " ".join(f"“{place}”" for place in found)
    return (
        _(
            "Characters of the file are damaged and shown as �: %(places)s; "
            "compare them with the original.",
            places=quoted,
        ),
    )


def _ladder(data: bytes) -> Iterator[str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            yield encoding
            return
    if b"\x00" in data[:4096]:
        yield from ("utf-16-le", "utf-16-be")
    if data.isascii():
        yield from (name for name, sign in SEVEN_BITS if sign.search(data) and _is_han(data, name))
    yield "utf-8"
    is_big = BIG5.search(data[:2048]) or _is_big5(data[:SAMPLE])
    yield from (BIG, GB) if is_big else (GB,)


def _decoded(data: bytes, encoding: str) -> str | None:
    """Return the text in an encoding, a last character that is cut off marked; None if wrong."""
    try:
        if encoding not in MAY_BE_CUT:
            return data.decode(encoding)
        decoder = codecs.getincrementaldecoder(encoding)()
        text = decoder.decode(data)
        is_told = encoding != "utf-8" or len(BEYOND_ASCII.findall(text[-SAMPLE:])) >= ENOUGH
        if not decoder.getstate()[0]:
            return text
        return text + LOST if is_told else data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_han(data: bytes, encoding: str) -> bool:
    """Return whether a text makes sense in an encoding that needs seven bits only."""
    text = data[:SAMPLE].decode(encoding, "ignore")
    beyond = _beyond_ascii(text)
    return beyond > 0 and len(HAN.findall(text)) >= SHARE_OF_HAN * beyond


def _beyond_ascii(text: str) -> int:
    """Return how many characters are none of ASCII, without a list of them."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _mended(data: bytes, encoding: str) -> str | None:
    """Return the text in an encoding in which hardly a character is wrong, each marked as lost."""
    if encoding not in MAY_BE_CUT or not _is_nearly(data[:SAMPLE], encoding):
        return None
    text = CONTROLS.sub(LOST, data.decode(encoding, "replace"))
    lost, beyond = text.count(LOST), _beyond_ascii(text)
    if beyond - lost < ENOUGH or lost > max(1, SHARE_OF_LOST * beyond):
        return None
    return text if _is_readable(text.replace(LOST, ""), encoding) else None


def _is_nearly(sample: bytes, encoding: str) -> bool:
    """Return whether the encoding may be the one of the whole text, by the start of it."""
    if encoding == "utf-8":
        beyond = sample.translate(None, ASCII)
        return len(CHINESE_UTF_8.findall(beyond)) * 3 >= SHARE_OF_CHINESE * len(beyond)
    text = sample.decode(encoding, "replace")
    return text.count(LOST) <= max(2, SHARE_OF_LOST * len(text))


def _is_big5(sample: bytes) -> bool:
    """Return whether a text makes sense in Big5 and not in GB18030."""
    other, text = sample.decode(GB, "replace"), sample.decode(BIG, "replace")
    beyond = len(BEYOND_ASCII.findall(other))
    if (
        text.count(LOST) > max(1, SHARE_OF_LOST * len(text))
        or len(FOREIGN.findall(other)) <= SHARE_OF_FOREIGN * beyond
    ):
        return False
    signs = BEYOND_ASCII.findall(text)
    common = sum(COMMON_BIG5.fullmatch(sign.encode(BIG, "replace")) is not None for sign in signs)
    return bool(signs) and common >= SHARE_OF_COMMON * len(signs)


def _is_readable(text: str, encoding: str) -> bool:
    if CONTROLS.search(text):
        return False
    if encoding.startswith("utf-8"):
        return True
    private = sum(1 for _sign in PRIVATE.finditer(text.removesuffix(LOST)))
    return private <= len(text) * SHARE_OF_PRIVATE
