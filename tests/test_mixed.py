"""Files with pages that are pictures: which those are, and how they stand among typed pages."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.pages_samples import MILLIMETRE, Drawn, make_ofd, make_pdf, ofd_document, ofd_page
from tracker import confined
from tracker.errors import ScannedFile, TooLarge, UnknownFormat
from tracker.extraction.wire import blocks_to_json
from tracker.reading import media_types, pictures, read_document, scans
from tracker.reading.content import Block, Box, Paragraph
from tracker.reading.mixed import merged, picture_pages

LINE = "市教育局负责制定本年度工作方案并组织实施，各县区配合。"
IMAGE = "/W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI Q"


def picture(width: float, height: float, x: float = 0, y: float = 0) -> str:
    """Return a picture of this size with its lower left corner at x, y, in points."""
    return f"q {width} 0 0 {height} {x} {y} cm BI {IMAGE}"


SCAN = Drawn(more=picture(595, 842))
TYPED = Drawn(texts=[(80, 100 + 24 * at, 12, LINE) for at in range(8)])
CURVES = "\n".join(
    f"{x} {y} m {x + 5} {y} {x + 9} {y + 5} {x + 9} {y + 9} c {x} {y + 5} {x} {y + 4} {x} {y} c f"
    for x in range(80, 500, 10)
    for y in range(100, 700, 24)
)
LAYER = "\n".join(
    f"BT /F 12 Tf 3 Tr 1 0 0 1 80 {700 - 24 * at} Tm <{LINE.encode('utf-16-be').hex()}> Tj ET"
    for at in range(4)
)


@pytest.mark.parametrize(
    ("page", "is_picture"),
    [
        (SCAN, True),
        (TYPED, False),
        (Drawn(), False),
        (Drawn(texts=TYPED.texts, more=picture(120, 120, 380, 120)), False),
        (Drawn(texts=[(80, 100, 12, LINE)], more=picture(110, 110, 400, 600)), False),
        (Drawn(texts=TYPED.texts, more=picture(595, 842)), False),
        (Drawn(more=picture(595, 842) + "\n" + LAYER), False),
        (Drawn(texts=[(280, 820, 10, "— 3 —"), (400, 30, 9, "扫描件")], more=SCAN.more), True),
        (
            Drawn(texts=[(80, 90, 16, "附件2　重点任务分解表")], more=picture(480, 500, 60, 120)),
            True,
        ),
        (Drawn(more=picture(595, 300, 0, 542) + "\n" + picture(595, 560, 0, 0)), True),
        (Drawn(more=CURVES), True),
        (Drawn(texts=[(80, 100, 12, "目录")], lines=[(80, 120, 500, 120)] * 40), False),
    ],
    ids=[
        *("scan", "typed", "blank", "seal on text", "seal on little text", "text on a background"),
        *("text layer of a scanner", "page number and stamp on a scan", "heading above a picture"),
        *("scan in strips", "text drawn as curves", "rules"),
    ],
)
def test_a_page_is_a_picture_where_its_text_can_only_be_recognised(
    page: Drawn, *, is_picture: bool
) -> None:
    data = make_pdf([TYPED, page])
    if is_picture:
        assert picture_pages(data, media_types.PDF) == (2,)
    else:
        with pytest.raises(UnknownFormat):
            picture_pages(data, media_types.PDF)


def test_a_file_with_a_page_to_recognise_goes_to_the_job_that_does_it() -> None:
    with pytest.raises(ScannedFile):
        read_document(make_pdf([TYPED, SCAN]), media_types.PDF)
    with pytest.raises(ScannedFile):
        read_document(make_pdf([SCAN]), media_types.PDF)
    with pytest.raises(ScannedFile):
        read_document(scanned_ofd(PAPER), media_types.OFD)


def test_without_the_extra_the_typed_pages_are_read_and_the_others_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scans, "PACKAGES", ("no_such_package_anywhere",))
    content = read_document(make_pdf([TYPED, SCAN, TYPED, SCAN]), media_types.PDF)
    assert len(content.blocks) == 2
    [warning] = content.warnings
    assert "第2页、第4页" in warning
    assert "pip install '.[ocr]'" in warning
    with pytest.raises(ScannedFile):
        read_document(make_pdf([SCAN]), media_types.PDF)


def test_more_pictures_than_are_read_at_once_do_not_keep_the_typed_pages_out() -> None:
    data = make_pdf([TYPED, *[SCAN] * (scans.MOST_PAGES + 1)])
    [warning] = read_document(data, media_types.PDF).warnings
    assert "50" in warning
    assert "……" in warning
    with pytest.raises(TooLarge):
        picture_pages(data, media_types.PDF)


def test_a_large_picture_on_a_typed_page_is_named() -> None:
    many = [(80.0, 60.0 + 24 * at, 12.0, LINE) for at in range(8)]
    page = Drawn(texts=many, more=picture(480, 420, 60, 60))
    [warning] = read_document(make_pdf([TYPED, page]), media_types.PDF).warnings
    assert "第2页" in warning


def recognised(page: int, *texts: str) -> list[Block]:
    return [
        Paragraph(text, boxes=(Box(page, 0, 40 * at, 400, 40),)) for at, text in enumerate(texts)
    ]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else "table" for block in blocks]


def test_recognised_pages_stand_among_the_typed_ones_in_their_order() -> None:
    data = make_pdf([SCAN, TYPED, SCAN, SCAN, TYPED])
    cut = "一、加强组织领导，成立工作专班，定期研究解决培训市场中的突出问"
    pages = {
        1: recognised(1, "封面"),
        3: recognised(3, cut),
        4: recognised(4, "题。", "二、总结。"),
    }
    content = merged(data, media_types.PDF, pages, ["A page was hard to read."])
    typed = LINE * 8
    assert texts(content.blocks) == ["封面", typed, cut + "题。", "二、总结。", typed]
    assert [block.place.block for block in content.blocks] == [0, 1, 2, 3, 4]
    assert content.warnings == ("A page was hard to read.",)


def test_a_picture_page_that_was_not_recognised_is_named() -> None:
    content = merged(make_pdf([TYPED, SCAN, SCAN]), media_types.PDF, {2: recognised(2, "附件")})
    assert texts(content.blocks)[1:] == ["附件"]
    assert "第3页" in content.warnings[0]


PAPER = Image.new("L", (400, 566), 255)
ImageDraw.Draw(PAPER).rectangle((100, 200, 199, 299), fill=0)


def scanned_ofd(
    image: Image.Image, attributes: str = "", more: str = "", typed: Drawn = TYPED
) -> bytes:
    """Return an OFD file of a typed page and one that shows the image over the whole of it."""
    buffer = BytesIO()
    image.save(buffer, "PNG")
    shown = (
        f'<ofd:ImageObject Boundary="0 0 210 297" ResourceID="7" {attributes}/>'
        f'<ofd:PathObject Boundary="0 0 210 297" Fill="true" Stroke="false">{more}</ofd:PathObject>'
    )
    listed = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias>'
        '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    names = [f"Pages/Page_{at}/Content.xml" for at in range(2)]
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    return make_ofd(
        [typed, Drawn()],
        {
            "Doc_0/Document.xml": ofd_document(names, common),
            "Doc_0/DocumentRes.xml": listed,
            "Doc_0/Res/scan.png": buffer.getvalue(),
            "Doc_0/Pages/Page_1/Content.xml": ofd_page(Drawn(), shown),
        },
    )


def black(page: NDArray[np.uint8]) -> tuple[float, float, float, float]:
    """Return where a page is black as shares of its width and height."""
    down, across = np.nonzero(page.max(axis=2) < 100)
    height, width = page.shape[:2]
    return (
        round(float(across.min()) / width, 2),
        round(float(down.min()) / height, 2),
        round(float(across.max()) / width, 2),
        round(float(down.max()) / height, 2),
    )


@pytest.mark.parametrize(
    ("attributes", "place"),
    [
        ("", (0.25, 0.35, 0.5, 0.53)),
        ('CTM="210 0 0 297 0 0"', (0.25, 0.35, 0.5, 0.53)),
        ('CTM="105 0 0 148.5 0 0"', (0.12, 0.18, 0.25, 0.26)),
        ('CTM="0 297 -210 0 210 0"', (0.47, 0.25, 0.65, 0.5)),
    ],
    ids=["fills its box", "with a matrix", "half as large", "turned to the right"],
)
def test_the_picture_of_an_ofd_page_is_painted_where_it_stands(
    attributes: str, place: tuple[float, ...]
) -> None:
    data = scanned_ofd(PAPER, attributes)
    page = pictures.page_picture(data, media_types.OFD, 2)
    assert page.shape == (2339, 1653, 3)
    assert black(page) == pytest.approx(place, abs=0.011)


def test_outlines_of_an_ofd_page_are_filled() -> None:
    path = "<ofd:AbbreviatedData>M 21 29.7 L 42 29.7 Q 42 40 42 59.4 B 40 59.4 30 59.4 21 59.4 C"
    data = scanned_ofd(Image.new("L", (40, 57), 255), more=f"{path}</ofd:AbbreviatedData>")
    page = pictures.page_picture(data, media_types.OFD, 2)
    assert black(page) == pytest.approx((0.1, 0.1, 0.2, 0.2), abs=0.01)


def test_typed_words_on_a_picture_page_of_an_ofd_file_are_kept() -> None:
    heading = Drawn(texts=[(80, 90, 16, "附件2")])
    names = ["Pages/Page_0/Content.xml"]
    box = f"{20 / MILLIMETRE:.1f} 60 170 200"
    shown = ofd_page(heading, f'<ofd:ImageObject Boundary="{box}" ResourceID="7"/>')
    data = make_ofd(
        [heading], {"Doc_0/Document.xml": ofd_document(names), f"Doc_0/{names[0]}": shown}
    )
    assert picture_pages(data, media_types.OFD) == (1,)
    content = merged(data, media_types.OFD, {1: recognised(1, "一、任务")})
    assert texts(content.blocks) == ["附件2", "一、任务"]


@pytest.mark.slow
def test_a_typed_body_and_its_scanned_annex_are_one_document() -> None:
    lines = (
        "关于推进教育均衡发展的实施意见",
        "一、加强领导。各单位要明确责任。（责任单位：财政局）",
        "附件：重点任务分解表",
    )
    typed = Drawn(texts=[(80, 100 + 60 * at, 14, text) for at, text in enumerate(lines)])
    scan = Path(__file__).parent / "documents" / "tianning" / "scan.png"
    with Image.open(scan) as image:
        data = scanned_ofd(image.rotate(90, expand=True), typed=typed)
    [number] = confined.picture_pages(data, media_types.OFD)
    page = confined.read_page(data, media_types.OFD, number)
    pages = {number: blocks_to_json(page.blocks)}
    found = confined.extract_pages(pages, data, media_types.OFD)
    assert found.masthead.title == lines[0]
    assert [row.leads for row in found.measures] == [("财政局",)]
    assert [row.no for row in found.rows] == ["1", "2", "3", "4", "5"]
    assert found.rows[1].leads == ("规划分局", "发改局", "教育文体局")
    assert not found.remarks
    typed_blocks = [each for each in found.content.blocks if not getattr(each, "boxes", ())]
    assert [each.text for each in typed_blocks if isinstance(each, Paragraph)] == list(lines)
