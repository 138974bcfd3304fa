"""Writes small PDF and OFD files for the tests: text and lines at given places, in points."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

A4 = (595.0, 842.0)
ACROSS = (842.0, 595.0)
CJK = 0x2E80
MILLIMETRE = 72 / 25.4
# A font that is not embedded; its character map is known to every reader.
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
    "/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500]>>]>>"
)
# A font whose characters nobody can tell: glyph numbers without a map.
NAMELESS = (
    "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Nameless/Encoding/Identity-H"
    "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Nameless"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>]>>"
)


def width(text: str, size: float) -> float:
    """Return how long a text is drawn in FONT."""
    return sum(size if ord(sign) >= CJK or sign in "“”‘’—…" else size / 2 for sign in text)


@dataclass
class Drawn:
    """A page being drawn: texts at their base lines and lines, y down from the top."""

    size: tuple[float, float] = A4
    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    rotate: int = 0
    is_turned: bool = False
    more: str = ""

    def text(self, x: float, y: float, text: str, size: float = 12) -> None:
        """Write a text that begins at x on the base line y."""
        self.texts.append((x, y, size, text))

    def line(self, x: float, y: float, right: float, bottom: float) -> None:
        """Draw a line."""
        self.lines.append((x, y, right, bottom))


def make_pdf(pages: Sequence[Drawn], font: str = FONT) -> bytes:
    """Return a PDF of these pages."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", font]
    kids = []
    for page in pages:
        content = zlib.compress(_content(page).encode("latin-1"))
        kids.append(f"{len(objects) + 1} 0 R")
        wide, high = page.size[::-1] if page.is_turned else page.size
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Rotate {page.rotate}"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {len(objects) + 2} 0 R>>"
        )
        body = content.decode("latin-1")
        objects.append(f"<</Filter/FlateDecode/Length {len(content)}>>stream\n{body}\nendstream")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return joined(objects)


def joined(objects: Sequence[str], trailer: str = "") -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue."""
    file = io.BytesIO()
    file.write(b"%PDF-1.7\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(file.tell())
        file.write(f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1"))
    start = file.tell()
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    file.write(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
        f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n"
        f"startxref\n{start}\n%%EOF\n".encode("latin-1")
    )
    return file.getvalue()


def _content(page: Drawn) -> str:
    high = page.size[1]
    # A quarter to the left, as programs set a table on its side.
    parts = [f"0 1 -1 0 {high} 0 cm" if page.is_turned else "", page.more]
    for x, y, right, bottom in page.lines:
        parts.append(f"{x:.2f} {high - y:.2f} m {right:.2f} {high - bottom:.2f} l S")
    for x, y, size, text in page.texts:
        code = text.encode("utf-16-be").hex()
        parts.append(f"BT /F {size} Tf 1 0 0 1 {x:.2f} {high - y:.2f} Tm <{code}> Tj ET")
    return "\n".join(parts)


OFD_NAME = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def make_ofd(pages: Sequence[Drawn], parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an OFD file of these pages; `parts` are added or put in the place of its own."""
    own: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {OFD_NAME} DocType="OFD" Version="1.0"><ofd:DocBody>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": ofd_document(
            f"Pages/Page_{at}/Content.xml" for at in range(len(pages))
        ),
    }
    for at, page in enumerate(pages):
        own[f"Doc_0/Pages/Page_{at}/Content.xml"] = ofd_page(page)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**own, **(parts or {})}.items():
            archive.writestr(name, text)
    return file.getvalue()


def ofd_document(pages: Iterable[str], common: str = "") -> str:
    """Return the Document.xml that names these pages."""
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="{one}"/>' for at, one in enumerate(pages, 1))
    return (
        f"<ofd:Document {OFD_NAME}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def ofd_page(page: Drawn, more: str = "") -> str:
    """Return the content of a page; `more` are objects behind what is drawn."""
    wide, high = (side / MILLIMETRE for side in page.size)
    objects = "".join(_path(*line) for line in page.lines)
    objects += "".join(_text(*text) for text in page.texts)
    return (
        f"<ofd:Page {OFD_NAME}><ofd:Area><ofd:PhysicalBox>0 0 {wide:.3f} {high:.3f}"
        f"</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer>{objects}{page.more}{more}"
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def _path(x: float, y: float, right: float, bottom: float) -> str:
    x, y, right, bottom = (side / MILLIMETRE for side in (x, y, right, bottom))
    return (
        f'<ofd:PathObject Boundary="{x:.3f} {y:.3f} {right - x + 0.1:.3f} {bottom - y + 0.1:.3f}">'
        f"<ofd:AbbreviatedData>M 0 0 L {right - x:.3f} {bottom - y:.3f}</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


def _text(x: float, y: float, size: float, text: str) -> str:
    x, y, size = x / MILLIMETRE, y / MILLIMETRE, size / MILLIMETRE
    steps = " ".join(f"{width(sign, size):.3f}" for sign in text[:-1])
    return (
        f'<ofd:TextObject Boundary="{x:.3f} {y - size:.3f} {width(text, size):.3f} {size:.3f}" '
        f'Font="1" Size="{size:.3f}"><ofd:TextCode X="0" Y="{size:.3f}" DeltaX="{steps}">'
        f"{escape(text)}</ofd:TextCode></ofd:TextObject>"
    )


Rows = Sequence[Sequence[str]]


def broken(text: str, room: float, size: float) -> list[str]:
    """Return the lines into which a cell breaks a text; a line feed ends a line."""
    lines = []
    for piece in text.split("\n"):
        line = ""
        for sign in piece:
            if line and width(line + sign, size) > room:
                lines.append(line)
                line = ""
            line += sign
        lines.append(line)
    return [line for line in lines if line]


@dataclass
class Sheet:
    """A table drawn over as many pages as it takes."""

    widths: Sequence[float]
    size: float = 12
    padding: float = 5
    left: float = 60
    top: float = 80
    bottom: float = 760
    is_header_repeated: bool = False
    is_centred: bool = False
    is_ruled: bool = True
    pages: list[Drawn] = field(default_factory=lambda: [Drawn()])
    y: float = 0.0

    def draw(self, rows: Rows, title: str = "") -> list[Drawn]:
        """Return the pages; a row that does not fit goes on to the next page."""
        self.y = self.top
        if title:
            self.pages[-1].text(self.left, self.y - 20, title, 16)
        self._across()
        for number, row in enumerate(rows):
            if self.y + self._height(row) > self.bottom:
                self.pages.append(Drawn())
                self.y = self.top
                self._across()
                if self.is_header_repeated and number:
                    self._row(rows[0])
            self._row(row)
        for at, page in enumerate(self.pages, 1):
            page.lines = page.lines if self.is_ruled else []
            page.text(280, 810, f"— {at} —", 10)
        return self.pages

    def _height(self, row: Sequence[str]) -> float:
        return max(len(lines) for lines in self._lines(row)) * self.size * 1.4 + 6

    def _lines(self, row: Sequence[str]) -> list[list[str]]:
        return [
            broken(text, room - 2 * self.padding + 0.01, self.size)
            for text, room in zip(row, self.widths, strict=True)
        ]

    def _row(self, row: Sequence[str]) -> None:
        page, height = self.pages[-1], self._height(row)
        x = self.left
        for lines, room in zip(self._lines(row), self.widths, strict=True):
            page.line(x, self.y, x, self.y + height)
            for at, line in enumerate(lines, 1):
                spare = room - 2 * self.padding - width(line, self.size)
                start = x + self.padding + spare / 2 * self.is_centred
                page.text(start, self.y + at * self.size * 1.4, line, self.size)
            x += room
        page.line(x, self.y, x, self.y + height)
        self.y += height
        self._across()

    def _across(self) -> None:
        self.pages[-1].line(self.left, self.y, self.left + sum(self.widths), self.y)
