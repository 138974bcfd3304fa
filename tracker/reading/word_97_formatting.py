"""Makes the reader of .doc take the looks of a long document in time that grows with its length.

msdoc2docx 0.36.6 looks for the look of a run or a paragraph through all paragraphs from the first
one, so that a table of 3,000 rows takes minutes. Its function is given the document a part at a
time instead, with only the lists that belong to this part, and what it finds is put together.
"""

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from doc2docx import converter
from doc2docx.msdoc import formatting
from doc2docx.msdoc.pieces import Piece, PieceTable

# Characters of a part: some fifty cells of a table.
PART = 1000
PLACE = struct.Struct("<I")
whole: Callable[..., Any] = formatting.read_formatting


def take_effect() -> None:
    """Have msdoc2docx read the looks of a document part by part."""
    converter.read_formatting = in_parts


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages that list looks ([MS-DOC] 2.8.5, 2.8.6), and where in the file each begins."""

    starts: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    @classmethod
    def read(cls, table: bytes, start: int, length: int) -> "_Pages":
        """Return the list of these bytes: places, one more than pages, then the pages."""
        count = max(0, (length - PLACE.size) // (2 * PLACE.size))
        values = struct.unpack_from(f"<{2 * count + 1}I", table, start) if count else ()
        return cls(values[: count + 1], values[count + 1 :])

    def within(self, start: int, end: int) -> bytes:
        """Return the list of the pages that say something of these bytes of the file."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = min(len(self.numbers), bisect_left(self.starts, end))
        kept = range(first, last)
        places = [max(self.starts[at], start) for at in kept]
        places.append(min(self.starts[last], end) if kept else end)
        if not kept or places[-1] <= places[0]:
            return b""
        return struct.pack(f"<{2 * len(kept) + 1}I", *places, *self.numbers[first:last])


def in_parts(table: bytes, document: bytes, pieces: PieceTable, **given: Any) -> Any:  # noqa: ANN401
    """Return what `whole` does, the looks of all characters and paragraphs, part by part.

    Raises:
        InvalidWordDocument: see `whole`.
    """
    pages = {
        kind: _Pages.read(table, given.pop(f"fc_plcf_{kind}"), given.pop(f"lcb_plcf_{kind}"))
        for kind in ("bte_chpx", "bte_papx")
    }
    characters: list[Any] = []
    paragraphs: list[Any] = []
    for part in _parts(pieces):
        start, end = part.file_offset, part.file_offset + _bytes(part, part.character_count)
        lists = {kind: each.within(start, end) for kind, each in pages.items()}
        found = whole(
            lists["bte_chpx"] + lists["bte_papx"],
            document,
            replace(pieces, pieces=(part,)),
            fc_plcf_bte_chpx=0,
            lcb_plcf_bte_chpx=len(lists["bte_chpx"]),
            fc_plcf_bte_papx=len(lists["bte_chpx"]),
            lcb_plcf_bte_papx=len(lists["bte_papx"]),
            **given,
        )
        characters.extend(found.character_spans)
        paragraphs.extend(found.paragraph_spans)
    return formatting.FormattingMap(tuple(characters), tuple(paragraphs))


def _parts(pieces: PieceTable) -> Iterator[Piece]:
    for piece in pieces.pieces:
        for start in range(piece.cp_start, piece.cp_end, PART):
            yield replace(
                piece,
                cp_start=start,
                cp_end=min(start + PART, piece.cp_end),
                file_offset=piece.file_offset + _bytes(piece, start - piece.cp_start),
            )


def _bytes(piece: Piece, characters: int) -> int:
    return characters if piece.compressed else 2 * characters
