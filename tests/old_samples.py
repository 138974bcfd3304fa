"""Made-up files of the older formats: compound files, .xls, OpenDocument."""

import struct
from collections.abc import Mapping

SECTOR = 512
END, FREE, NOTHING, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFD
LEAST = 4096


def make_compound(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE file with these streams at its top, filled up with zeros to 4,096 bytes."""
    padded = {
        name: data.ljust(max(LEAST, -(-len(data) // SECTOR) * SECTOR), b"\0")
        for name, data in streams.items()
    }
    entries = [_entry("Root Entry", 5, NOTHING, 1 if streams else NOTHING, END, 0)]
    body, chains = b"", list[int]()
    directory_sectors = -(-(len(streams) + 1) // 4)
    total = directory_sectors + sum(len(data) // SECTOR for data in padded.values())
    tables = -(-(total + 1) // (SECTOR // 4 - 1))
    at = tables + directory_sectors
    for number, (name, data) in enumerate(padded.items(), 1):
        after = number + 1 if number < len(padded) else NOTHING
        entries.append(_entry(name, 2, after, NOTHING, at, len(data)))
        chains += _chain(at, len(data) // SECTOR)
        body += data
        at += len(data) // SECTOR
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    numbers = [TABLE] * tables + _chain(tables, directory_sectors) + chains
    table = struct.pack(f"<{len(numbers)}I", *numbers).ljust(tables * SECTOR, b"\xff")
    return _header(tables) + table + directory + body


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), END]


def _entry(name: str, kind: int, after: int, below: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    tree = struct.pack("<HBBIII", len(text), kind, 1, NOTHING, after, below)
    return text.ljust(64, b"\0") + tree + bytes(36) + struct.pack("<IQ", start, size)


def _header(tables: int) -> bytes:
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    shape = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    starts = struct.pack("<IIIIIIIII", 0, tables, tables, 0, LEAST, END, 0, END, 0)
    listed = [*range(tables), *[FREE] * (109 - tables)]
    return signature + shape + starts + struct.pack("<109I", *listed)
