"""OFD (GB/T 33190): its package, its drawings, and the same tables as in a PDF."""

from collections.abc import Mapping

import pytest

from tests.pages_samples import (
    OFD_NAME,
    Drawn,
    Sheet,
    make_ofd,
    make_pdf,
    ofd_document,
    ofd_page,
)
from tests.reading_samples import content_of, read, squeeze, tables_of, texts_of
from tracker.reading import Content, Paragraph

ROWS = [
    ["序号", "任务", "责任单位"],
    ["1", "建立健全工作机制，明确责任分工，加强协调配合，抓好落实。", "教育局\n财政局"],
    ["2", "修路。", "交通局"],
]
WIDTHS = (40, 200, 100)
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def paragraphs(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def with_page(page: str, parts: Mapping[str, str] | None = None) -> Content:
    """Return the content of a file of one page."""
    return read(make_ofd([Drawn()], {PAGE: page, **(parts or {})}))


def word(text: str, y: float, more: str = "", inside: str = "") -> str:
    """Return a text object at a base line in millimetres."""
    return (
        f'<ofd:TextObject Boundary="20 {y - 5} 100 5" Size="5" {more}>'
        f'<ofd:TextCode X="0" Y="5" {inside}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def test_the_same_drawing_gives_the_same_content_as_a_pdf() -> None:
    drawn = Sheet(WIDTHS, is_header_repeated=True).draw([*ROWS, *ROWS[1:] * 20], "某市任务分解表")
    ofd, pdf = read(make_ofd(drawn)), read(make_pdf(drawn))
    assert ofd.blocks == pdf.blocks
    assert len(drawn) > 1


@pytest.mark.parametrize("name", ["without_rules.ofd", "source.ofd"])
def test_every_cell_of_an_annex_holds_its_lines_with_and_without_rules(name: str) -> None:
    found, expected = (tables_of(content_of(f"tianning/{each}")) for each in (name, "source.docx"))
    assert texts_of(found[0]) == texts_of(expected[0])


def test_templates_blocks_and_composed_drawings_are_read() -> None:
    units = (
        f'<ofd:Res {OFD_NAME}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7">'
        f"<ofd:Content>{word('第三段。', 10)}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    common = '<ofd:PublicRes>Res.xml</ofd:PublicRes><ofd:TemplatePage ID="2" BaseLoc="Tpls/T.xml"/>'
    use = '<ofd:CompositeObject ResourceID="7" Boundary="0 80 100 20"/>'
    block = f"<ofd:PageBlock><ofd:PageBlock>{word('第二段。', 60)}</ofd:PageBlock></ofd:PageBlock>"
    page = ofd_page(Drawn(), block + use).replace(
        "<ofd:Content>", '<ofd:Template TemplateID="2"/><ofd:Content>'
    )
    content = with_page(
        page,
        {
            "Doc_0/Document.xml": ofd_document(["Pages/Page_0/Content.xml"], common),
            "Doc_0/Tpls/T.xml": ofd_page(Drawn(), word("第一段。", 30)),
            "Doc_0/Res.xml": units,
        },
    )
    assert paragraphs(content) == ["第一段。", "第二段。", "第三段。"]


def test_hidden_text_is_left_out() -> None:
    page = ofd_page(Drawn(), word("看得见。", 30) + word("看不见。", 60, 'Visible="false"'))
    assert paragraphs(with_page(page)) == ["看得见。"]


@pytest.mark.parametrize("inside", ['DeltaX="g 3 5"', 'DeltaX="5 5 5"', 'DeltaX="5.2 g 2 5.2"', ""])
def test_distances_are_read_singly_and_repeated(inside: str) -> None:
    page = ofd_page(Drawn(), word("工作方案", 30, inside=inside))
    assert paragraphs(with_page(page)) == ["工作方案"]


def test_a_date_whose_digits_stand_apart_is_one_word() -> None:
    page = ofd_page(Drawn(), word("2017年5月", 30, inside='DeltaX="g 6 5"'))
    assert paragraphs(with_page(page)) == ["2017年5月"]


def test_names_in_other_encodings_and_ways_lead_to_their_parts() -> None:
    listed = ofd_document(["\\Doc_0\\Pages\\page_0\\content.XML", "/Doc_0/页面/一.xml"])
    page = ofd_page(Drawn(), word("第二页。", 30))
    content = with_page(
        ofd_page(Drawn(), word("第一页。", 30)),
        {"Doc_0/Document.xml": listed, "Doc_0/页面/一.xml": page},
    )
    assert paragraphs(content) == ["第一页。", "第二页。"]


def test_parts_in_gbk_are_read() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?>' + ofd_page(Drawn(), word("张䶮负责。", 30))
    data = make_ofd([Drawn()], {PAGE: page.encode("gb18030")})
    assert paragraphs(read(data)) == ["张䶮负责。"]


@pytest.mark.parametrize("name_space", ["http://www.ofdspec.org", "http://example.invalid", ""])
def test_any_name_space_will_do(name_space: str) -> None:
    page = ofd_page(Drawn(), word("市教育局负责。", 30))
    changed = page.replace("http://www.ofdspec.org/2016", name_space or "urn:x")
    assert paragraphs(with_page(changed)) == ["市教育局负责。"]


def test_a_table_on_its_side_is_turned() -> None:
    (page,) = Sheet(WIDTHS).draw(ROWS)
    turned = ofd_page(page).replace("<ofd:Layer>", "<ofd:Layer><ofd:PageBlock>")
    units = turned[turned.index("<ofd:PageBlock>") + 15 : turned.index("</ofd:Layer>")]
    resource = (
        f'<ofd:Res {OFD_NAME}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7">'
        f"<ofd:Content>{units}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    use = '<ofd:CompositeObject ResourceID="7" CTM="0 1 -1 0 297 0" Boundary="0 0 297 210"/>'
    common = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
    content = with_page(
        ofd_page(Drawn(), use),
        {
            "Doc_0/Document.xml": ofd_document(["Pages/Page_0/Content.xml"], common),
            "Doc_0/Res.xml": resource,
        },
    )
    assert texts_of(tables_of(content)[0]) == ROWS


def test_the_body_is_that_of_the_document_in_word() -> None:
    found, expected = (
        [squeeze(text) for text in paragraphs(content_of(f"tianning/source.{each}"))]
        for each in ("ofd", "docx")
    )
    assert found == expected
