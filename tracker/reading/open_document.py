"""Opens an OpenDocument file (ISO/IEC 26300, .odt and .ods) and knows the names in it."""

import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from tracker.errors import EncryptedFile
from tracker.reading.archive import open_archive, parse_xml, read_part
from tracker.reading.clean_text import cleaned_part
from tracker.texts import gettext as _

CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
SCHEMA = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    "office": SCHEMA + "office:1.0",
    "style": SCHEMA + "style:1.0",
    "text": SCHEMA + "text:1.0",
    "table": SCHEMA + "table:1.0",
    "draw": SCHEMA + "drawing:1.0",
    "svg": SCHEMA + "svg-compatible:1.0",
    "fo": SCHEMA + "xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
# How text is struck through: Writer says both, Calc only the type.
LINES_THROUGH = ("style:text-line-through-style", "style:text-line-through-type")
MAX_ANCESTORS = 20
WHITE = re.compile(r"[ \t\r\n]+")
MAX_BLANKS = 1000
# More digits than any count has that is not refused.
DIGITS = 12


@cache
def name(prefixed: str) -> str:
    """Return a name like "table:table-row" as the parser writes it."""
    prefix, _colon, local = prefixed.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


SIGNS = {name("text:tab"): "\t", name("text:line-break"): "\n"}
BLANKS = name("text:s")
# What stands in a text and is not of it: notes in the margin and below, what was deleted, readings,
# and what a picture shows in words.
ASIDE = frozenset(
    map(
        name,
        (
            "office:annotation",
            "office:forms",
            "svg:desc",
            "svg:title",
            "text:note",
            "text:ruby-text",
            "text:table-of-content",
            "text:tracked-changes",
        ),
    )
)


@dataclass(frozen=True)
class Styles:
    """The styles of both parts by family and name; those of the content come first."""

    elements: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    seen: dict[tuple[str, str, str, str], str | None] = field(default_factory=dict)

    @classmethod
    def read(cls, *roots: etree._Element | None) -> "Styles":
        """Return the styles of these parts."""
        elements: dict[tuple[str, str], etree._Element] = {}
        for root in roots:
            for style in () if root is None else root.iter(name("style:style")):
                key = style.get(name("style:family"), ""), style.get(name("style:name"), "")
                elements.setdefault(key, style)
        return cls(elements)

    def property(self, family: str, style: str | None, group: str, attribute: str) -> str | None:
        """Return what a style or its ancestors say: `group` is "text", `attribute` "fo:color"."""
        key = family, style or "", group, attribute
        if key not in self.seen:
            self.seen[key] = self._property(*key)
        return self.seen[key]

    def _property(self, family: str, style: str, group: str, attribute: str) -> str | None:
        for _generation in range(MAX_ANCESTORS):
            element = self.elements.get((family, style))
            if element is None:
                return None
            for properties in element.iterfind(name(f"style:{group}-properties")):
                found = properties.get(name(attribute))
                if found is not None:
                    return found
            style = element.get(name("style:parent-style-name"), "")
        return None

    def strikes(self, family: str, style: str | None, *, around: bool) -> bool:
        """Return whether a style strikes words through, or takes back that those around do."""
        lines = (self.property(family, style, "text", each) for each in LINES_THROUGH)
        line = next(filter(None, lines), None)
        return around if line is None else line != "none"

    def label(self, family: str, style: str | None) -> str:
        """Return the name that a person sees of a style: that of its nearest named ancestor."""
        found = style or ""
        for _generation in range(MAX_ANCESTORS):
            element = self.elements.get((family, found))
            shown = None if element is None else element.get(name("style:display-name"))
            parent = None if element is None else element.get(name("style:parent-style-name"))
            if shown or not parent:
                return shown or found
            found = parent
        return found


@dataclass(frozen=True)
class OpenDocument:
    """The two parts of a file that say what it holds."""

    content: etree._Element
    styles_part: etree._Element | None
    styles: Styles

    @classmethod
    def read(cls, data: bytes) -> "OpenDocument":
        """Return the parts of the file in `data`.

        Raises:
            EncryptedFile: the file is under a password.
            UnreadableFile: see `archive`.
        """
        with open_archive(data) as archive:
            names = set(archive.namelist())
            if MANIFEST in names and b"encryption-data" in read_part(archive, MANIFEST):
                raise EncryptedFile(
                    _(
                        "The file is protected by a password; "
                        "remove the password and upload it again."
                    )
                )
            content = parse_xml(cleaned_part(read_part(archive, CONTENT)))
            styles = parse_xml(read_part(archive, STYLES)) if STYLES in names else None
        return cls(content, styles, Styles.read(content, styles))

    def body(self, kind: str) -> etree._Element | None:
        """Return the element of the body of this kind ("office:text"), None without one."""
        return self.content.find(f"{name('office:body')}/{name(kind)}")


def white(text: str | None) -> str:
    """Return a piece of text with its white space as an office program shows it."""
    return WHITE.sub(" ", text or "")


def blanks(element: etree._Element) -> str:
    """Return the blanks for which a text:s stands."""
    return " " * min(count(element, "text:c"), MAX_BLANKS)


def count(element: etree._Element, attribute: str) -> int:
    """Return a number of repetitions or of places covered, 1 where no such number is said."""
    text = element.get(name(attribute), "1")
    return max(1, int(text[:DIGITS])) if text.isascii() and text.isdigit() else 1
