"""Finds the streams of an OLE compound file, as Word, Excel and WPS write them ([MS-CFB]).

Only what stands at the top of the file is listed: a table that sits inside a document has streams
of its own, deeper down, which say nothing about the file.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.errors import DamagedFile
from tracker.texts import gettext as _

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES = 512
# The sectors which the header itself lists; a larger table goes on in sectors of its own.
LISTED = struct.Struct("<109I")
SECTOR_SHIFTS = (9, 12)
SMALL_SHIFT = 6
SMALL_LIMIT = 4096
END = 0xFFFFFFFE
LARGEST_SECTOR = 0xFFFFFFFA
ENTRY_BYTES = 128
NAME_BYTES = 64
STREAM = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory: a stream or a folder, its first sector, its length in bytes."""

    name: str
    kind: int
    before: int
    after: int
    below: int
    start: int
    size: int


@dataclass(slots=True)
class Compound:
    """An open compound file; `streams` are those at its top by their name in lower case."""

    data: bytes
    sector: int
    table: tuple[int, ...]
    small_table_start: int
    root: Entry | None = None
    streams: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes) -> "Compound":
        """Return the compound file in `data` with its directory read.

        Raises:
            DamagedFile: its tables are cut off, run in a circle or point out of the file.
        """
        if len(data) < HEADER_BYTES or not data.startswith(SIGNATURE):
            raise damaged()
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in SECTOR_SHIFTS:
            raise damaged()
        (directory_start,) = struct.unpack_from("<I", data, 48)
        (small_table_start,) = struct.unpack_from("<I", data, 60)
        file = cls(data, 1 << shift, (), small_table_start)
        file.table = _numbers(b"".join(map(file._sector, file._table_sectors())))
        file._list(_entries(file._joined(directory_start)))
        return file

    def stream(self, name: str) -> bytes | None:
        """Return the bytes of a stream at the top of the file, None without one.

        Raises:
            DamagedFile: the stream is cut off or runs in a circle.
        """
        entry = self.streams.get(name.lower())
        if entry is None:
            return None
        found = self._small(entry) if entry.size < SMALL_LIMIT else self._joined(entry.start)
        if len(found) < entry.size:
            raise damaged()
        return found[: entry.size]

    def _table_sectors(self) -> Iterator[int]:
        """Return the numbers of the sectors that hold the table of sectors."""
        (count,) = struct.unpack_from("<I", self.data, 44)
        (further,) = struct.unpack_from("<I", self.data, 68)
        listed = list(LISTED.unpack_from(self.data, 76))
        seen: set[int] = set()
        while further <= LARGEST_SECTOR and len(listed) < count:
            if further in seen:
                raise damaged()
            seen.add(further)
            *more, further = _numbers(self._sector(further))
            listed.extend(more)
        used = [number for number in listed[:count] if number <= LARGEST_SECTOR]
        if len(set(used)) < len(used):
            raise damaged()
        yield from used

    def _sector(self, number: int) -> bytes:
        """Return one sector; the last of a file may lack its end, which was padding."""
        start = (number + 1) * self.sector
        if start >= len(self.data):
            raise damaged()
        return self.data[start : start + self.sector].ljust(self.sector, b"\x00")

    def _joined(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self.table)))

    def _small(self, entry: Entry) -> bytes:
        """Return a stream that shares its sectors with other small ones."""
        if entry.size == 0 or self.root is None:
            return b""
        pool = self._joined(self.root.start)
        chain = _chain(entry.start, _numbers(self._joined(self.small_table_start)))
        return b"".join(pool[at << SMALL_SHIFT : (at + 1) << SMALL_SHIFT] for at in chain)

    def _list(self, entries: list[Entry | None]) -> None:
        """Fill `streams` from the tree of entries right below the first one, the root."""
        self.root = entries[0] if entries else None
        if self.root is None:
            raise damaged()
        waiting, seen = [self.root.below], set[int]()
        while waiting:
            at = waiting.pop()
            entry = entries[at] if at < len(entries) and at not in seen else None
            seen.add(at)
            if entry is None:
                continue
            if entry.kind == STREAM:
                self.streams.setdefault(entry.name.lower(), entry)
            waiting += [entry.before, entry.after]


def _chain(start: int, table: tuple[int, ...]) -> list[int]:
    """Return the numbers of the sectors of a chain in order."""
    chain: list[int] = []
    while start != END:
        if start >= len(table) or len(chain) >= len(table):
            raise damaged()
        chain.append(start)
        start = table[start]
    return chain


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entries(data: bytes) -> list[Entry | None]:
    """Return the lines of the directory, None for those without a name."""
    lines = (data[at : at + ENTRY_BYTES] for at in range(0, len(data), ENTRY_BYTES))
    return [_entry(line) for line in lines]


def _entry(line: bytes) -> Entry | None:
    name_bytes, kind, before, after, below = struct.unpack_from("<HBxIII", line, NAME_BYTES)
    start, size = struct.unpack_from("<II", line, 116)
    if kind == 0:
        return None
    name = line[: min(max(name_bytes - 2, 0), NAME_BYTES)].decode("utf-16-le", "replace")
    return Entry(name, kind, before, after, below, start, size)


def damaged() -> DamagedFile:
    """Return the refusal of a file that does not hold together."""
    return DamagedFile(_("The file is damaged or cut off; open it, save it again and upload that."))
