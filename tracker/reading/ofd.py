"""Turns an OFD file (GB/T 33190—2016) into Content.

The walk is our own, on lxml. ofdkit was tried and left: it gives no drawn lines, leaves out a page
that it cannot read with a mere warning, and would parse every page a second time.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from zipfile import ZipFile

from lxml import etree

from tracker.errors import DamagedFile, EncryptedFile, TooLarge
from tracker.reading.archive import open_archive, parse_xml, read_part
from tracker.reading.content import Content
from tracker.reading.decoding import decode
from tracker.reading.media_types import OFD
from tracker.reading.ofd_page import Box, Drawing, box_of, child, children, read_page
from tracker.reading.pages.layout import content_of
from tracker.reading.pages.parts import Page
from tracker.reading.picture_pages import require_text, warnings_of
from tracker.texts import gettext as _

MOST_PAGES = 2000
MOST_CHARACTERS = 3_000_000
UTF8_NAME = 0x800
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
A4 = (0.0, 0.0, 210.0, 297.0)


def read(data: bytes) -> Content:
    """Return the paragraphs and tables of all pages.

    Raises:
        UnreadableFile: see `archive`; a page that is missing is a DamagedFile, more than 2,000
            pages or three million characters are TooLarge.
        ScannedFile: pages of it are pictures.
        UnknownFormat: its pages are blank.
    """
    pages = pages_of_file(data)
    require_text(pages)
    return content_of(pages, OFD, tuple(warnings_of(pages)))


def pages_of_file(data: bytes) -> list[Page]:
    """Return all pages of an OFD file.

    Raises:
        UnreadableFile: as `read` does for a file that does not open.
    """
    with open_archive(data) as archive:
        return list(_pages(Package.of(archive)))


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of the file by their names, in whatever encoding the directory has them."""

    archive: ZipFile
    names: dict[str, str]
    parsed: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: ZipFile) -> "Package":
        """Return the parts of an archive.

        Raises:
            EncryptedFile: the parts are encrypted as GM/T 0099 says.
        """
        names = {
            _name(entry.filename, entry.flag_bits).strip("/").lower(): entry.filename
            for entry in archive.infolist()
        }
        if any(name.endswith("encryptions.xml") for name in names):
            raise EncryptedFile(
                _("The file is protected by a password; remove the password and upload it again.")
            )
        return cls(archive, names)

    def part(self, base: str, location: str | None) -> tuple[str, etree._Element] | None:
        """Return name and root of the part at `location` as seen from `base`; None without it."""
        for name in _candidates(base, (location or "").strip().replace("\\", "/")):
            original = self.names.get(name.lower())
            if original is not None:
                return name, self._root(original)
        return None

    def _root(self, name: str) -> etree._Element:
        if name not in self.parsed:
            self.parsed[name] = parse_xml(_utf8(read_part(self.archive, name)))
        return self.parsed[name]

    def raw(self, base: str, location: str | None) -> bytes | None:
        """Return the bytes of the part at `location` as seen from `base`; None without it.

        Raises:
            DamagedFile: it does not unpack.
        """
        for name in _candidates(base, (location or "").strip().replace("\\", "/")):
            original = self.names.get(name.lower())
            if original is not None:
                return read_part(self.archive, original)
        return None

    def forget(self, name: str) -> None:
        """Give the memory of a part back."""
        self.parsed.pop(self.names.get(name.lower(), ""), None)


def _name(name: str, flags: int) -> str:
    """Return an entry's name; Chinese programs write UTF-8 or GBK without saying so."""
    if flags & UTF8_NAME or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
        return raw.decode("utf-8")
    except UnicodeEncodeError:
        return name
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _candidates(base: str, location: str) -> Iterator[str]:
    """Return where a location may lead: from the root, from the folder of `base`, or either."""
    if not location:
        return
    if not location.startswith("/"):
        yield _normal(str(PurePosixPath(base).parent / location))
    yield _normal(location)


def _normal(path: str) -> str:
    """Return a path inside the file; `..` never leads out of it."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _utf8(data: bytes) -> bytes:
    """Return the XML in UTF-8: parts that say GB2312 hold GBK, and some say nothing."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return DECLARATION.sub("", decode(data), count=1).encode()
    return DECLARATION.sub("", data.decode("utf-8-sig"), count=1).encode()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page (from 1) as it is drawn: its box in millimetres, and the lists of its resources.

    Of a list `resources` holds the part that names it and the name.
    """

    number: int
    drawing: Drawing
    box: Box
    resources: tuple[tuple[str, str | None], ...]


def _pages(package: Package) -> Iterator[Page]:
    characters = 0
    for drawn in drawn_pages(package):
        page = read_page(drawn.drawing, drawn.number, drawn.box)
        characters += len(page.signs)
        if characters > MOST_CHARACTERS:
            raise TooLarge(_("The text has more than %(limit)d characters.", limit=MOST_CHARACTERS))
        yield page


def drawn_pages(package: Package) -> Iterator[Drawn]:
    """Return the pages of all documents of a file, counted on.

    Raises:
        UnreadableFile: a part is missing or damaged, or there are too many.
    """
    entry = package.part("", "OFD.xml")
    if entry is None:
        raise _damaged()
    number = 0
    for body in children(entry[1], "DocBody"):
        found = package.part(entry[0], _text(body, "DocRoot"))
        if found is None:
            raise _damaged()
        for drawn in _of_document(package, *found, number):
            number = drawn.number
            yield drawn


def _of_document(
    package: Package, name: str, document: etree._Element, before: int
) -> Iterator[Drawn]:
    """Return the pages of one document, numbered on from `before`."""
    common = child(document, "CommonData")
    area = child(common, "PageArea")
    usual = (box_of(area) if area is not None else None) or A4
    templates = {
        template.get("ID", "").strip(): template.get("BaseLoc")
        for template in children(common, "TemplatePage")
    }
    units = _units(package, name, common)
    shared = _resources(name, common, ("PublicRes", "DocumentRes"))
    entries = list(children(child(document, "Pages"), "Page"))
    if len(entries) > MOST_PAGES:
        raise TooLarge(
            _("The file has %(count)d pages; split it and upload the pieces.", count=len(entries))
        )
    for number, entry in enumerate(entries, before + 1):
        found = package.part(name, entry.get("BaseLoc"))
        if found is None:
            raise _damaged()
        own, root = found
        drawing = Drawing(units)
        for template in children(root, "Template"):
            behind = package.part(name, templates.get(template.get("TemplateID", "").strip()))
            if behind is not None:
                drawing.add(behind[1])
        drawing.add(root)
        box = box_of(child(root, "Area")) or usual
        yield Drawn(number, drawing, box, (*_resources(own, root, ("PageRes",)), *shared))
        package.forget(own)


def _resources(
    name: str, holder: etree._Element | None, kinds: Iterable[str]
) -> tuple[tuple[str, str | None], ...]:
    """Return which lists of resources a part names."""
    return tuple((name, found.text) for kind in kinds for found in children(holder, kind))


def _units(package: Package, name: str, common: etree._Element | None) -> dict[str, etree._Element]:
    """Return the drawings that pages use by their id."""
    units: dict[str, etree._Element] = {}
    for kind in ("PublicRes", "DocumentRes"):
        for location in children(common, kind):
            found = package.part(name, location.text)
            holder = child(found[1], "CompositeGraphicUnits") if found else None
            for unit in children(holder, "CompositeGraphicUnit"):
                units.setdefault(unit.get("ID", "").strip(), unit)
    return units


def _text(element: etree._Element, name: str) -> str | None:
    found = child(element, name)
    return None if found is None else found.text


def _damaged() -> DamagedFile:
    return DamagedFile(_("The file is damaged or cut off; open it, save it again and upload that."))
