"""Finds the parts of an Office Open XML package through its relations (ECMA-376 part 2)."""

import posixpath
from dataclasses import dataclass
from zipfile import ZipFile

from lxml import etree

from tracker.reading.archive import parse_xml, read_part
from tracker.reading.clean_text import cleaned_part

# How a switch is turned off.
OFF = frozenset({"0", "false", "off", "none"})
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Parts whose text nobody reads.
WITHOUT_WORDS = ("styles.xml", "numbering.xml", ".rels")
# ISO strict files have other namespaces for the same elements.
STRICT = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part names: `kind` is the last word of its type ("worksheet")."""

    kind: str
    target: str


def main_part(archive: ZipFile, usual: str) -> str:
    """Return the name of the part which the package declares as its document, else `usual`."""
    relations = relations_of(archive, "").values()
    return next((each.target for each in relations if each.kind == "officeDocument"), usual)


def relations_of(archive: ZipFile, part: str) -> dict[str, Relation]:
    """Return the relations of a part by their id; those of the package for an empty name."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive.namelist():
        return {}
    found = parse_xml(read_part(archive, listed)).iter(RELATIONSHIP)
    return {str(each.get("Id")): _relation(folder, each) for each in found if each.get("Target")}


def _relation(folder: str, element: etree._Element) -> Relation:
    target = posixpath.normpath(posixpath.join("/", folder, str(element.get("Target"))))
    return Relation(posixpath.basename(str(element.get("Type", ""))), target.lstrip("/"))


def parse_part(archive: ZipFile, name: str) -> etree._Element:
    """Return the root of a part, a strict one with the names of a transitional one.

    Raises:
        UnreadableFile: see `archive`.
    """
    data = read_part(archive, name)
    data = data if name.endswith(WITHOUT_WORDS) else cleaned_part(data)
    if STRICT in data:
        for strict, transitional in TRANSITIONAL.items():
            data = data.replace(STRICT + strict, transitional)
    return parse_xml(data)


def parse_optional(archive: ZipFile, name: str | None) -> etree._Element | None:
    """Return the root of a part, None where the package has no such part."""
    return parse_part(archive, name) if name in archive.namelist() and name else None


def number(text: str | None, default: int) -> int:
    """Return a whole number from an attribute, `default` when it is none."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
