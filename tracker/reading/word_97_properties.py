"""Makes the reader of .doc take a list of properties whose last one is cut off, and be quicker.

A style, a paragraph or a table row of a .doc keeps its properties as a list of "Sprm": a code of
two bytes and an operand ([MS-DOC] 2.6.1). LibreOffice writes lists whose last operand is shorter
than its code says; Word ignores that property. msdoc2docx 0.36.6 refuses the whole file instead, so
its function is replaced, by its internal name, with one that gives it the whole properties only.

The cells of a table repeat the same few lists; it works each out again, which takes half the time.
So the two functions that do are replaced with ones that keep their answers for one document.
"""

import struct
from collections.abc import Callable
from typing import Any

from doc2docx.errors import InvalidWordDocument
from doc2docx.msdoc import formatting, numbering, pieces, sections, sprm, styles

# Bytes of an operand by the top three bits of the code; 6 stands for one that tells its length.
OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
TABLE_DEFINITION = 0xD608
TAB_STOPS = 0xC615
LONG_TAB_STOPS = 0xFF
CODE_BYTES = 2
Modifiers = tuple[Any, ...]
strict: Callable[..., Modifiers] = sprm.parse_grpprl


def take_effect() -> None:
    """Have msdoc2docx use `tolerant` wherever it reads lists, and forget the document before."""
    for module in (formatting, numbering, pieces, sections, sprm, styles):
        module.parse_grpprl = tolerant
    formatting.apply_paragraph_modifiers = _kept(
        sprm.apply_paragraph_modifiers, ("style_id", "initial_properties")
    )
    formatting.apply_character_modifiers = _kept(
        sprm.apply_character_modifiers, ("base_properties", "initial_properties")
    )


def _kept(apply: Callable[..., Any], varying: tuple[str, ...]) -> Callable[..., Any]:
    """Return `apply` with its answers kept by the list and by the arguments that vary."""
    answers: dict[tuple[object, ...], Any] = {}

    def answer(modifiers: Modifiers, **given: object) -> object:
        key = (modifiers, *map(given.get, varying))
        if key not in answers:
            answers[key] = apply(modifiers, **given)
        return answers[key]

    return answer


def tolerant(data: bytes, *, label: str, **options: bool) -> Modifiers:
    """Return the properties in `data`, without a last one that is cut off.

    Raises:
        InvalidWordDocument: the list is wrong in another way.
    """
    try:
        return strict(data, label=label, **options)
    except InvalidWordDocument:
        whole = whole_length(data)
        if whole == len(data):
            raise
        return strict(data[:whole], label=label, **options)


def whole_length(data: bytes) -> int:
    """Return how many bytes the whole properties at the start of a list take."""
    at = 0
    while True:
        end = _end(data, at)
        if end is None or end > len(data):
            return at
        at = end


def _end(data: bytes, at: int) -> int | None:
    """Return where the property ends that begins at `at`, None where its length is not said."""
    operand = at + CODE_BYTES
    if operand + 1 > len(data):
        return None
    (code,) = struct.unpack_from("<H", data, at)
    fixed = OPERAND_BYTES.get(code >> 13)
    if fixed is not None:
        return operand + fixed
    if code == TABLE_DEFINITION:
        return operand + int.from_bytes(data[operand : operand + 2], "little") + 1
    if code == TAB_STOPS and data[operand] == LONG_TAB_STOPS:
        return _tab_stops_end(data, operand)
    return operand + 1 + data[operand]


def _tab_stops_end(data: bytes, operand: int) -> int | None:
    """Return the end of a list of tab stops that is longer than its length can say."""
    added = operand + 2 + 4 * data[operand + 1] if operand + 1 < len(data) else len(data)
    return added + 1 + 3 * data[added] if added < len(data) else None
