"""Documents of Office 2003 in one XML file, flat OpenDocument, and web pages saved as one file."""

import base64

import pytest

from tests.old_samples import NAMESPACES
from tests.reading_samples import read, tables_of, texts_of
from tracker.errors import DamagedFile, TooLarge, UnknownFormat, UnreadableFile
from tracker.reading import Content, Paragraph, media_type, media_types

SHEET_SPACES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
    ' xmlns:html="http://www.w3.org/TR/REC-html40"'
)
STYLES = (
    '<Styles><Style ss:ID="m"><NumberFormat ss:Format="yyyy\\年m\\月;@"/></Style>'
    '<Style ss:ID="d"><NumberFormat ss:Format="Long Date"/></Style>'
    '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>'
)
DECLARATION = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'


def workbook(rows: str, more: str = "", head: str = DECLARATION) -> str:
    table = f'<Worksheet ss:Name="任务表"><Table>{rows}</Table></Worksheet>'
    return f"{head}<Workbook {SHEET_SPACES}>{STYLES}{table}{more}</Workbook>"


def data(text: str, kind: str = "String", look: str = "") -> str:
    return f'<Cell {look}><Data ss:Type="{kind}">{text}</Data></Cell>'


def said(content: Content) -> list[str]:
    return [block.full_text for block in content.blocks if isinstance(block, Paragraph)]


# --- SpreadsheetML 2003


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("head", [DECLARATION, "", '<?xml version="1.0" encoding="GB2312"?>'])
def test_a_workbook_in_xml_is_read_whatever_its_encoding(encoding: str, head: str) -> None:
    file = workbook(f"<Row>{data('任务')}{data('甲&#10;乙')}</Row>", head=head).encode(encoding)
    assert media_type(file, "a.xls") == media_types.XML
    assert texts_of(tables_of(read(file, "a.xls"))[0]) == [["任务", "甲\n乙"]]


def test_numbers_and_days_are_written_as_their_cells_show_them() -> None:
    day = "2017-08-01T00:00:00.000"
    row = (
        data(day, "DateTime", 'ss:StyleID="m"')
        + data(day, "DateTime", 'ss:StyleID="d"')
        + data(day, "DateTime")
        + data("0.8", "Number", 'ss:StyleID="p"')
        + data("3", "Number")
        + data("1", "Boolean")
        + data("nonsense", "Number")
    )
    expected = ["2017年8月", "2017年8月1日", "2017/8/1", "80.00%", "3", "TRUE", "nonsense"]
    assert texts_of(tables_of(read(workbook(f"<Row>{row}</Row>").encode()))[0]) == [expected]


def test_places_and_merged_cells_of_a_workbook_in_xml() -> None:
    rows = (
        "<Row>"
        + data("题", look="ss:MergeAcross='2'")
        + "</Row><Row ss:Index='3'>"
        + data("甲", look="ss:MergeDown='1'")
        + data("乙")
        + data("丙")
        + "</Row><Row>"
        + data("丁", look="ss:Index='3'")
        + "</Row>"
    )
    assert texts_of(tables_of(read(workbook(rows).encode()))[0]) == [
        ["题", "题", "题"],
        ["", "", ""],
        ["甲", "乙", "丙"],
        ["甲", "", "丁"],
    ]


def test_hidden_parts_of_a_workbook_in_xml() -> None:
    hidden = (
        f'<Worksheet ss:Name="字典"><Table><Row>{data("字")}</Row></Table>'
        "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"
    )
    rows = f"<Column ss:Index='2' ss:Hidden='1'/><Row>{data('甲')}{data('乙')}</Row>"
    content = read(workbook(rows, hidden).encode())
    assert [texts_of(table) for table in tables_of(content)] == [[["甲"]]]
    assert len(content.warnings) == 2


@pytest.mark.parametrize("look", ["ss:Index='2000000000'", "ss:MergeAcross='2000000000'"])
def test_a_cell_far_out_in_xml_is_refused(look: str) -> None:
    rows = f"<Row>{data('甲')}{data('乙', look=look)}{data('丙')}</Row>"
    with pytest.raises(TooLarge):
        read(workbook(rows).encode())


# --- Word 2003

WORD_SPACES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
    ' xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)


def document(body: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    head += '<?mso-application progid="Word.Document"?>'
    inside = f"<w:body><wx:sect>{body}</wx:sect></w:body>"
    return f"{head}<w:wordDocument {WORD_SPACES}>{inside}</w:wordDocument>".encode()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_a_word_document_in_xml_is_read_like_a_docx() -> None:
    number = '<w:pPr><w:listPr><wx:t wx:val="（一）"/></w:listPr></w:pPr>'
    bullet = '<w:pPr><w:listPr><wx:t wx:val="\uf06c"/></w:listPr></w:pPr>'
    body = (
        f"<w:p>{run('总则')}</w:p><w:p>{number}{run('建校')}</w:p><w:p>{bullet}{run('点')}</w:p>"
        f'<w:p><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删</w:delText>'
        f'</w:r></aml:content></aml:annotation><aml:annotation w:type="Word.Insertion">'
        f"<aml:content>{run('增')}</aml:content></aml:annotation>"
        f"<w:r><w:footnote><w:p>{run('注')}</w:p></w:footnote></w:r></w:p>"
        f"<w:sectPr><w:hdr><w:p>{run('页眉')}</w:p></w:hdr></w:sectPr>"
    )
    assert said(read(document(body), "a.doc")) == ["总则", "（一）建校", "点", "增"]


def test_a_table_of_a_word_document_in_xml_keeps_its_merges() -> None:
    def cell(text: str, look: str = "") -> str:
        return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"

    rows = (
        "<w:tr>"
        + cell("题", "<w:gridSpan w:val='2'/>")
        + "</w:tr><w:tr>"
        + cell("甲", "<w:vmerge w:val='restart'/>")
        + cell("乙")
        + "</w:tr><w:tr>"
        + cell("", "<w:vmerge/>")
        + cell("丙")
        + "</w:tr>"
    )
    (table,) = tables_of(read(document(f"<w:tbl>{rows}</w:tbl>")))
    assert texts_of(table) == [["题", "题"], ["甲", "乙"], ["甲", "丙"]]


# --- others


def test_a_flat_open_document_is_read_like_a_packed_one() -> None:
    body = "<office:text><text:p>甲</text:p></office:text>"
    flat = f"<office:document{NAMESPACES}><office:body>{body}</office:body></office:document>"
    content = read(f'<?xml version="1.0"?>{flat}'.encode())
    assert (said(content), content.media_type) == (["甲"], media_types.ODT)


def test_xml_of_another_program_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownFormat, match="无法识别"):
        read(b'<?xml version="1.0"?><rss/>')


def test_xml_with_a_document_type_is_refused() -> None:
    file = workbook("<Row/>").replace("<Workbook", "<!DOCTYPE x [<!ENTITY e 'x'>]><Workbook")
    with pytest.raises(DamagedFile):
        read(file.encode())


# --- web pages saved as one file


def archive(*pages: tuple[str, str], encoding: str = "gb2312") -> bytes:
    """Return pages by their addresses as Word and Excel save them as one file."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_x"\r\n\r\n'
    parts = "".join(
        f"------=_x\r\nContent-Location: file:///C:/{address}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f'Content-Type: text/html; charset="{encoding}"\r\n\r\n'
        f"{base64.encodebytes(page.encode(encoding)).decode()}\r\n"
        for address, page in pages
    )
    return (head + parts + "------=_x--\r\n").encode()


PAGE = "<html><body><p>方案</p><table><tr><td>任务<td>单位<tr><td>建校<td>教育局</table></html>"


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8", "utf-16"])
def test_a_page_saved_as_one_file_is_read(encoding: str) -> None:
    file = archive(("a.htm", PAGE), encoding=encoding)
    assert media_type(file, "a.doc") == media_types.MHTML
    content = read(file, "a.doc")
    assert said(content) == ["方案"]
    assert texts_of(tables_of(content)[0]) == [["任务", "单位"], ["建校", "教育局"]]


def test_a_workbook_saved_as_one_page_gives_its_sheets() -> None:
    frames = "<html><frameset><frame src=sheet001.htm></frameset><body>此页使用了框架</body></html>"
    tabs = "<html><body><table><tr><td>表一</table></html>"
    sheet = "<html><body><table><tr><td>任务<td>单位</table></html>"
    content = read(archive(("a.htm", frames), ("b/tabstrip.htm", tabs), ("b/sheet001.htm", sheet)))
    assert [texts_of(table) for table in tables_of(content)] == [[["任务", "单位"]]]
    assert said(content) == []


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_page_that_is_cut_off_is_refused(tenth: int) -> None:
    file = archive(("a.htm", PAGE * 20))
    with pytest.raises(UnreadableFile):
        read(file[: len(file) * tenth // 10])
