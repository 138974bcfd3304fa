"""Makes the reader of .doc write its .docx in less time, which nobody but our reader opens.

msdoc2docx 0.36.6 looks through every text and attribute for signs that XML forbids, compares the
looks of each run with those of none field by field, and parses what it wrote once more to be sure.
A third of its work went there.
"""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

from doc2docx import converter
from doc2docx.ooxml import package

DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
CONTROLS = bytes({*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)})
NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
COMPARE, WRITE = "_has_character_properties", "_xml_bytes"
compare: Callable[[object], bool] = getattr(package, COMPARE)
careful: Callable[[ET.Element], bytes] = getattr(package, WRITE)


def take_effect() -> None:
    """Have msdoc2docx write quickly, and forget the document before."""
    setattr(package, COMPARE, _comparing_once())
    setattr(package, WRITE, xml_bytes)
    converter.validate_docx = _trusting


def _comparing_once() -> Callable[[object], bool]:
    """Return `compare` with its answers kept: equal looks are one object here."""
    answers: dict[int, tuple[object, bool]] = {}

    def answer(properties: object) -> bool:
        found = answers.get(id(properties))
        if found is None:
            found = answers[id(properties)] = properties, compare(properties)
        return found[1]

    return answer


def xml_bytes(root: ET.Element) -> bytes:
    """Return a part without the signs that XML forbids."""
    try:
        data = ET.tostring(root, encoding="unicode").encode()
    except UnicodeEncodeError:  # half of a pair of surrogates
        return careful(root)
    return DECLARATION + NO_CHARACTERS.sub(b"", data.translate(None, CONTROLS))


def _trusting(_path: object) -> None:
    """Accept what was written."""
