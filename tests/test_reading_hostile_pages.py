"""PDF and OFD files made to break a reader: refused in one of five sentences, or read in limits."""

import random
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages_samples import (
    FONT,
    Drawn,
    Sheet,
    joined,
    make_ofd,
    make_pdf,
    ofd_document,
    ofd_page,
)
from tests.reading_samples import MEASURED, peak_megabytes
from tracker import confined
from tracker.errors import DamagedFile, EncryptedFile, UnknownFormat, UnreadableFile
from tracker.extraction import Extraction
from tracker.reading import media_type, read_document

FIVE_WORDS = re.compile("已加密|已损坏|类型不符|过大|无法识别")
ROWS = [["序号", "任务", "责任单位"], *([str(at), "建校" * 30, "教育局"] for at in range(1, 30))]
WIDTHS = (40, 300, 120)
PAGES = Sheet(WIDTHS).draw(ROWS)
PDF = make_pdf(PAGES)
OFD = make_ofd(PAGES)
CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = "<</Type/Pages/Count 1/Kids[4 0 R]>>"


def stream(content: bytes, more: str = "") -> str:
    """Return a stream object that unpacks to `content`."""
    packed = zlib.compress(content, 9).decode("latin-1")
    return f"<</Filter/FlateDecode{more}/Length {len(packed)}>>stream\n{packed}\nendstream"


def page(
    content: bytes, resources: str = "<</Font<</F 3 0 R>>>>", box: str = "0 0 595 842"
) -> bytes:
    """Return a PDF of one page that draws `content`."""
    head = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Resources{resources}/Contents 5 0 R>>"
    return joined([CATALOGUE, ONE_PAGE, FONT, head, stream(content)])


TEXT = b"BT /F 12 Tf 1 0 0 1 60 700 Tm <65594E60> Tj ET\n"


def nested_forms() -> bytes:
    """Return a page that draws a form which draws itself."""
    form = stream(
        b"/X Do " + TEXT,
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
    )
    head = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        "/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>>>"
    )
    return joined([CATALOGUE, ONE_PAGE, FONT, head, stream(TEXT + b"/X Do"), form])


def kids_loop() -> bytes:
    """Return a page tree that is its own child."""
    return joined([CATALOGUE, "<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>", FONT])


def deep_arrays() -> bytes:
    """Return a catalogue with arrays in arrays."""
    return joined([CATALOGUE, ONE_PAGE, FONT, "[" * 200_000 + "]" * 200_000])


def xref_loop() -> bytes:
    """Return a file whose table of objects names itself as the one before."""
    data = joined([CATALOGUE, ONE_PAGE, FONT, "<<>>"])
    at = data.rindex(b"startxref")
    start = int(data[at:].split()[1])
    return data.replace(b"/Root 1 0 R", f"/Root 1 0 R/Prev {start}".encode())


def packed_twice(megabytes: int) -> bytes:
    """Return a page whose content unpacks to so many megabytes in two steps."""
    content = zlib.compress(zlib.compress(b" " * megabytes * 1024**2, 9), 9).decode("latin-1")
    body = (
        f"<</Filter[/FlateDecode/FlateDecode]/Length {len(content)}>>stream\n{content}\nendstream"
    )
    head = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R>>"
    return joined([CATALOGUE, ONE_PAGE, FONT, head, body])


def jbig2() -> bytes:
    """Return a page with a picture whose data are no picture."""
    picture = (
        "<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 1"
        "/ColorSpace/DeviceGray/Filter/JBIG2Decode/Length 20>>stream\n"
        + "\x00\xff" * 10
        + "\nendstream"
    )
    head = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        "/Resources<</XObject<</X 6 0 R>>>>>>"
    )
    content = stream(b"595 0 0 842 0 0 cm /X Do")
    return joined([CATALOGUE, ONE_PAGE, FONT, head, content, picture])


def lines(count: int) -> bytes:
    """Return drawing orders for so many short lines all over the page."""
    ways = ("60 1", "1 60")
    return "".join(
        f"{at * 37 % 595} {at * 53 % 842} {ways[at % 2]} re f\n" for at in range(count)
    ).encode()


def headings(count: int) -> bytes:
    """Return a page on which so many lines look like the headings of tables that are none."""
    page = Drawn()
    for at in range(count * 20):
        page.text(20 + at % 20 * 27, 20 + at // 20 * 3, "单位", 4)
    return make_pdf([page])


def bomb_ofd(megabytes: int) -> bytes:
    """Return an OFD file whose second page unpacks to so many megabytes."""
    return make_ofd(
        PAGES[:1],
        {
            "Doc_0/Document.xml": ofd_document(["Pages/Page_0/Content.xml", "bomb.xml"]),
            "Doc_0/bomb.xml": ofd_page(PAGES[0]) + " " * (megabytes * 1024**2),
        },
    )


def ofd_with(page: str) -> bytes:
    """Return an OFD file whose page is `page`."""
    return make_ofd(PAGES[:1], {"Doc_0/Pages/Page_0/Content.xml": page})


def composed_of_itself() -> bytes:
    """Return an OFD file with a drawing that draws itself twice."""
    common = "<ofd:PublicRes>Res.xml</ofd:PublicRes>"
    use = '<ofd:CompositeObject ResourceID="7"/>'
    units = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnits>'
        f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{use}{use}</ofd:Content>'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    return make_ofd(
        PAGES[:1],
        {
            "Doc_0/Document.xml": ofd_document(["Pages/Page_0/Content.xml"], common),
            "Doc_0/Res.xml": units,
            "Doc_0/Pages/Page_0/Content.xml": ofd_page(PAGES[0], use),
        },
    )


WORD = (
    '<ofd:TextObject Boundary="9 {y} 9 9" Size="4">'
    '<ofd:TextCode X="0" Y="4">建校</ofd:TextCode></ofd:TextObject>'
)
BOMBS: dict[str, Callable[[], bytes]] = {
    "a page of a gigabyte": lambda: page(b" " * 1024**3),
    "a page packed twice": lambda: packed_twice(900),
    "a hundred thousand rectangles": lambda: page(TEXT + lines(100_000)),
    "twenty thousand lines": lambda: page(TEXT + lines(19_000)),
    "a million characters on a page": lambda: page(TEXT * 500_000),
    "one text of a million characters": lambda: page(
        b"BT /F 1 Tf <" + b"6559" * 1_000_000 + b"> Tj ET"
    ),
    "a page of absurd size": lambda: page(TEXT, box="-1e30 -1e30 1e30 1e30"),
    "a page without size": lambda: page(TEXT, box="0 0 0 0"),
    "characters of absurd size": lambda: page(
        b"BT /F 1e30 Tf 1e30 0 0 1e30 0 0 Tm <65594E60> Tj ET"
    ),
    "coordinates that are no numbers": lambda: page(
        TEXT + b"nan inf m 1e39 -1e39 l S " + b"1e38 1e38 1e38 1e38 re f"
    ),
    "states in states": lambda: page(b"q " * 1_000_000 + TEXT),
    "a form in itself": nested_forms,
    "pages in themselves": kids_loop,
    "arrays in arrays": deep_arrays,
    "a table of objects in itself": xref_loop,
    "a picture that is none": jbig2,
    "headings in every line": lambda: headings(220),
    "a thousand pages": lambda: make_pdf(PAGES * 500),
    "two thousand and one pages": lambda: make_pdf([Drawn()] * 2001),
    "an OFD page of 90 megabytes": lambda: bomb_ofd(90),
    "an OFD page of 300 megabytes": lambda: bomb_ofd(300),
    "a million text objects": lambda: ofd_with(ofd_page(Drawn(), WORD.format(y=9) * 1_000_000)),
    "300,000 text objects": lambda: ofd_with(ofd_page(Drawn(), WORD.format(y=9) * 300_000)),
    "one OFD text of three million characters": lambda: ofd_with(
        ofd_page(Drawn(), WORD.format(y=9).replace("建校", "建" * 3_200_000))
    ),
    "distances without end": lambda: ofd_with(
        ofd_page(Drawn(), WORD.format(y=9).replace('Y="4"', 'Y="4" DeltaX="g 999999999 1"'))
    ),
    "blocks in blocks": lambda: ofd_with(
        ofd_page(Drawn(), "<ofd:PageBlock>" * 100_000 + "</ofd:PageBlock>" * 100_000)
    ),
    "a drawing in itself": composed_of_itself,
    "a path of a million points": lambda: ofd_with(
        ofd_page(
            PAGES[0],
            '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>'
            + "M 0 0 L 9 0 " * 500_000
            + "</ofd:AbbreviatedData></ofd:PathObject>",
        )
    ),
    "two thousand and one OFD pages": lambda: make_ofd(
        PAGES[:1], {"Doc_0/Document.xml": ofd_document(["Pages/Page_0/Content.xml"] * 2001)}
    ),
}


def answer(data: bytes) -> Extraction | UnreadableFile:
    """Return what the child finds, or the refusal."""
    try:
        return confined.extract_document(data, media_type(data, ""))
    except UnreadableFile as refusal:
        return refusal


def refusal_of(data: bytes, kind: str) -> UnreadableFile | None:
    """Return the refusal of a reader, None for a file that it reads; anything else fails."""
    found: UnreadableFile | None = None
    try:
        read_document(data, kind)
    except UnreadableFile as refusal:
        found = refusal
    assert found is None or FIVE_WORDS.search(str(found))
    return found


@pytest.mark.parametrize("data", [PDF, OFD], ids=["pdf", "ofd"])
def test_a_file_cut_off_anywhere_is_damaged(data: bytes) -> None:
    kind = media_type(data, "")
    for tenth in range(1, 10):
        refusal = refusal_of(data[: len(data) * tenth // 10], kind)
        assert refusal is None or isinstance(refusal, DamagedFile)


@pytest.mark.slow
@pytest.mark.parametrize("data", [PDF, OFD], ids=["pdf", "ofd"])
def test_a_file_with_turned_bytes_is_refused_in_a_sentence_or_read(data: bytes) -> None:
    kind = media_type(data, "")
    for seed in range(100):
        chance = random.Random(seed)
        turned = bytearray(data)
        for _time in range(chance.choice((1, 5, 50, 500))):
            turned[chance.randrange(len(data))] = chance.randrange(256)
        refusal_of(bytes(turned), kind)


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ({"OFD.xml": "<x/>"}, UnknownFormat),
        (
            {"OFD.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'},
            DamagedFile,
        ),
        ({"Doc_0/Document.xml": ofd_document(["../../../etc/passwd"])}, DamagedFile),
        ({"Doc_0/Document.xml": ofd_document(["/etc/passwd"])}, DamagedFile),
        ({"Doc_0/Document.xml": ofd_document(["missing.xml"])}, DamagedFile),
        ({"Doc_0/Document.xml": ofd_document([])}, UnknownFormat),
        ({"Doc_0/Pages/Page_0/Content.xml": "<ofd:Page"}, DamagedFile),
        ({"Encryptions.xml": "<x/>"}, EncryptedFile),
    ],
)
def test_an_ofd_package_that_leads_nowhere_is_refused(
    parts: dict[str, str], refusal: type[UnreadableFile]
) -> None:
    data = make_ofd(PAGES[:1], parts)
    with pytest.raises(refusal, match=FIVE_WORDS):
        read_document(data, media_type(data, "a.ofd"))


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_pages_is_answered_within_the_limits(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "status"
    monkeypatch.setattr(confined, "PROGRAM", MEASURED.format(note=str(note)))
    data = BOMBS[name]()
    begun = time.monotonic()
    found = answer(data)
    assert time.monotonic() - begun < confined.READING.wall_seconds + 2
    assert isinstance(found, Extraction) or FIVE_WORDS.search(str(found))
    assert peak_megabytes(note) <= confined.READING.memory_bytes / 1024**2
