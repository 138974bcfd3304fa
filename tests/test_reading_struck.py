"""Words that somebody struck through are left out of every format, and quoted in a remark."""

import io
from collections.abc import Callable, Sequence

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.old_samples import make_open_document
from tests.pages_samples import Drawn, make_ofd, make_pdf
from tests.reading_samples import W, cell, make_docx, paragraph, read, tables_of, texts_of
from tracker.extraction import extract
from tracker.reading import Paragraph

STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:styleId="Back"><w:basedOn w:val="Gone"/><w:rPr><w:strike w:val="0"/></w:rPr>'
    "</w:style></w:styles>"
)
LINES = (
    '<style:style style:family="text" style:name="s"><style:text-properties'
    ' style:text-line-through-style="solid"/></style:style>'
    '<style:style style:family="text" style:name="u"><style:text-properties'
    ' style:text-line-through-style="none"/></style:style>'
    '<style:style style:family="paragraph" style:name="p"><style:text-properties'
    ' style:text-line-through-style="solid"/></style:style>'
    '<style:style style:family="table-cell" style:name="c"><style:text-properties'
    ' style:text-line-through-type="single"/></style:style>'
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def words(*runs: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def docx(body: str) -> bytes:
    return make_docx(body, {"word/styles.xml": STYLES})


def struck_cell(text: str) -> str:
    return f"<w:tc>{words(run(text, '<w:strike/>'))}</w:tc>"


def xlsx() -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["甲", "旧事"])
    sheet["B1"].font = Font(strike=True)
    sheet["C1"] = CellRichText(TextBlock(InlineFont(strike=True), "旧"), "乙")
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
EXCEL_2003 = (
    f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">'
    '<Styles><Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style></Styles>'
    '<Worksheet ss:Name="表"><Table><Row><Cell><Data ss:Type="String">甲</Data></Cell>'
    '<Cell ss:StyleID="s"><Data ss:Type="String">旧</Data></Cell></Row></Table></Worksheet>'
    "</Workbook>"
)
SHEET = (
    '<table:table table:name="表"><table:table-row><table:table-cell><text:p>甲</text:p>'
    '</table:table-cell><table:table-cell table:style-name="c"><text:p>旧</text:p>'
    "</table:table-cell></table:table-row></table:table>"
)
SAMPLES: dict[str, tuple[bytes | str, list[object], int]] = {
    "a run": (docx(words(run("甲"), run("旧", "<w:strike/>"), run("乙"))), ["甲乙"], 1),
    "a double line": (docx(words(run("甲"), run("旧", "<w:dstrike/>"))), ["甲"], 1),
    "a line turned off": (docx(words(run("甲", '<w:strike w:val="false"/>'))), ["甲"], 0),
    "a style of paragraphs": (docx(words(run("甲")) + words(run("旧"), style="Gone")), ["甲"], 1),
    "a style that takes it back": (docx(words(run("甲"), style="Back")), ["甲"], 0),
    "blanks": (docx(words(run("甲"), run("——  ", "<w:strike/>"))), ["甲"], 0),
    "a cell": (
        docx(f"<w:tbl><w:tr>{cell('甲')}{struck_cell('旧')}</w:tr></w:tbl>"),
        [[["甲", ""]]],
        1,
    ),
    "a row": (
        docx(
            f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr>"
            f"<w:tr>{struck_cell('旧')}{struck_cell('事')}</w:tr></w:tbl>"
        ),
        [[["甲", "乙"]]],
        1,
    ),
    "a page": ("<p>甲<s>旧</s><span style='text-decoration:line-through'>旧</span></p>", ["甲"], 1),
    "a page of LibreOffice": (
        "<p>甲<font><strike>旧</font><font>事</strike></font>乙</p>",
        ["甲乙"],
        1,
    ),
    "an open text": (
        make_open_document(
            "text",
            '<text:p>甲<text:span text:style-name="s">旧</text:span>乙</text:p>'
            '<text:p text:style-name="p">旧<text:span text:style-name="u">丙</text:span></text:p>',
            LINES,
        ),
        ["甲乙", "丙"],
        1,
    ),
    "an open sheet": (make_open_document("spreadsheet", SHEET, LINES), [[["甲"]]], 1),
    "a workbook": (xlsx(), [[["甲", "", "乙"]]], 1),
    "a workbook of 2003": (EXCEL_2003, [[["甲"]]], 1),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_struck_words_are_left_out_and_quoted(sample: str) -> None:
    data, expected, remarks = SAMPLES[sample]
    content = read(data.encode() if isinstance(data, str) else data)
    assert [
        block.full_text if isinstance(block, Paragraph) else texts_of(block)
        for block in content.blocks
    ] == expected
    assert len(content.warnings) == remarks
    assert all("旧" in warning for warning in content.warnings)


def test_a_struck_item_counts_and_is_not_printed() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    place = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    items = (run("甲"), run("旧", "<w:strike/>"), run("乙"))
    body = "".join(f"<w:p>{place}{item}</w:p>" for item in items)
    content = read(make_docx(body, {"word/numbering.xml": numbering}))
    assert [block.full_text for block in content.blocks if isinstance(block, Paragraph)] == [
        "1.甲",
        "3.乙",
    ]


def test_a_row_struck_but_for_its_number_is_no_task() -> None:
    def row(*texts: str) -> str:
        return f"<w:tr>{''.join(cell(text) for text in texts)}</w:tr>"

    rows = [
        row("序号", "重点任务", "责任单位"),
        row("1", "修建校舍", "市教育局"),
        f"<w:tr>{cell('2')}{struck_cell('疏通河道')}{struck_cell('市水利局')}</w:tr>",
        row("3", "改造道路", "市交通局"),
    ]
    content = read(make_docx(paragraph("重点任务分解表") + f"<w:tbl>{''.join(rows)}</w:tbl>"))
    assert len(tables_of(content)[0].rows) == 4
    found = extract(content)
    assert [(row.no, row.content, row.leads) for row in found.rows] == [
        ("1", "修建校舍", ("市教育局",)),
        ("3", "改造道路", ("市交通局",)),
    ]


@pytest.mark.parametrize("make", [make_pdf, make_ofd], ids=["pdf", "ofd"])
def test_words_with_a_line_through_them_on_a_page_are_left_out(
    make: Callable[[Sequence[Drawn]], bytes],
) -> None:
    page = Drawn()
    for y, text in ((100, "一、修建校舍。"), (130, "二、旧任务取消。"), (160, "三、疏通河道。")):
        page.text(80, y, text)
    page.line(80, 126, 80 + 12 * 8, 126)  # through the second line
    page.line(80, 162, 80 + 12 * 7, 162)  # below the third
    page.line(80, 96, 500, 96)  # a rule that touches the first
    content = read(make([page]))
    said = "".join(block.text for block in content.blocks if isinstance(block, Paragraph))
    assert said == "一、修建校舍。三、疏通河道。"
    assert ["二、旧任务取消" in warning for warning in content.warnings] == [True]
