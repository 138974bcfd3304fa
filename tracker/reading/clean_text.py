"""Takes out of the text of a file the characters that nobody sees, and respells look-alikes. Pure.

Pages of the web and files that text was pasted into hold characters without width inside names, and
radicals (⼯, U+2F2F) in the place of characters (工, U+5DE5) where the text came out of a PDF.
"""

import re

from tracker.reading.pages.spelling import INVISIBLE, KANGXI, RADICALS, spelled

SOFT_HYPHEN = 0xAD
SOFT_HYPHEN = 0xAD
UNSEEN = frozenset(code for code in INVISIBLE if 0xFF < code < 0xFFFE)
SPELT = {code: spelled(code) for code in (*KANGXI, *map(ord, RADICALS), *UNSEEN)}
SPELT[SOFT_HYPHEN] = ""
STRANGE = re.compile(f"[{''.join(map(chr, sorted(SPELT)))}]")
# How most of them begin in UTF-8, and the others: what a part is searched for first.
LIKELY = re.compile(rb"\xe2(?:\x80[\x8b-\x8d]|\x81\xa0|[\xba-\xbf])")
OTHERS = ("\ufeff".encode(), chr(SOFT_HYPHEN).encode())
# How a page names those without width.
NAMED = re.compile(
    "&(?:shy|ZeroWidthSpace|NoBreak|zwn?j|#(?:173|820[345]|8288|65279)"
    "|#[xX](?:00)?[aA][dD]|#[xX]200[b-dB-D]|#[xX]2060|#[xX][fF][eE][fF]{2});"
)
NO_UTF_8 = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding=["'](?!utf-8)""", re.IGNORECASE)


def cleaned(text: str) -> str:
    """Return the text without characters that nobody sees, radicals as the characters meant."""
    return STRANGE.sub(lambda found: SPELT[ord(found[0])], text)


def cleaned_page(text: str) -> str:
    """Return the source of a page without characters that nobody sees, also where it names them."""
    return NAMED.sub("", text)


def cleaned_part(data: bytes) -> bytes:
    """Return the bytes of an XML part in UTF-8 with its text cleaned; others as they are."""
    is_likely = LIKELY.search(data) or any(mark in data for mark in OTHERS)
    if not is_likely or NO_UTF_8.match(data):
        return data
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data
    return cleaned(text).encode()
