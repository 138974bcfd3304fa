"""Constructs that Word and WPS write beside the usual ones: what a person sees is what is read."""

import base64

import pytest

from tests.reading_samples import (
    W,
    cell,
    paragraph,
    read,
    read_docx,
    tables_of,
    texts_of,
)
from tracker.reading import Content, Paragraph, media_types

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Below"><w:basedOn w:val="Gone"/></w:style>'
    '<w:style w:styleId="Back"><w:basedOn w:val="Gone"/><w:rPr><w:vanish w:val="0"/></w:rPr>'
    "</w:style></w:styles>"
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def words(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(inside: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def field(*instructions: str) -> str:
    codes = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in instructions)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return begin + codes + end


def box(text: str) -> str:
    inside = f"<w:txbxContent>{words(run(text))}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps"><w:drawing>{inside}'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def seen(content: Content) -> list[object]:
    """Return the paragraphs as printed and the tables as rows of texts."""
    return [
        block.full_text if isinstance(block, Paragraph) else texts_of(block)
        for block in content.blocks
    ]


RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt>" + run("shì") + "</w:rt>"
    "<w:rubyBase>" + run("市") + "</w:rubyBase></w:ruby></w:r>"
)
MARK_DELETED, MARK_MOVED = "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:moveFrom/></w:rPr>"
SHOWN = {
    "a note": (words(run("局"), '<w:r><w:footnoteReference w:id="2"/></w:r>'), ["局"]),
    "a comment": (
        words('<w:commentRangeStart w:id="0"/>', run("局"), '<w:commentRangeEnd w:id="0"/>'),
        ["局"],
    ),
    "a reading": (words(RUBY, run("局")), ["市局"]),
    "a box twice": (words(run("文"), box("框")), ["文", "框"]),
    "what only another program knows": (
        words(
            f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="zz9"><w:t>旧</w:t>'
            "</mc:Choice><mc:Fallback><w:t>局</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="zz9"><w:t>甲</w:t>'
            "</mc:Choice></mc:AlternateContent></w:r>",
        ),
        ["局甲"],
    ),
    "signs without width and radicals": (words(run("\u2f54\u200b利\u00ad\ufeff局")), ["水利局"]),
    "a box in a cell": (
        table(row(cell("甲"), f"<w:tc>{words(run('乙'), box('框'))}</w:tc>")),
        [[["甲", "乙\n框"]]],
    ),
    "wrappers": (
        words(f"<w:smartTag>{run('市')}</w:smartTag><w:customXml>{run('局')}</w:customXml>"),
        ["市局"],
    ),
    "elements of WPS": (
        words('<w:r><x:y xmlns:x="http://www.wps.cn"/><w:t>市</w:t></w:r>'),
        ["市"],
    ),
    "controls": (
        control(table(control(row(control(cell("甲")), cell("乙"))))) + words(control(run("丙"))),
        [[["甲", "乙"]], "丙"],
    ),
    "a formula": (
        words(f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>≥95%</m:t></m:r></m:oMath>'),
        ["≥95%"],
    ),
    "symbols": (
        words(
            '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>',
            '<w:r><w:sym w:font="Wingdings" w:char="00FE"/></w:r>',
            '<w:r><w:sym w:font="宋体" w:char="3007"/></w:r>',
            '<w:r><w:sym w:font="Webdings" w:char="F0FE"/></w:r>',
        ),
        ["≥☑〇"],
    ),
    "signs of a font": (
        words(run("\uf0b3", '<w:rFonts w:ascii="Symbol"/>'), run("\uf0b3\u3000局")),
        ["≥\uf0b3\u3000局"],
    ),
    "a reading as a field": (
        words(field(r" EQ \* jc3 \o\al(\s\up 10(shì),市)"), run("局")),
        ["市局"],
    ),
    "a number in a circle": (
        words(field(r" eq \o\ac(○,", "12", ") "), run("甲"), field("PAGE")),
        ["⑫甲"],
    ),
    "a deleted mark before a table": (
        words(run("甲"), properties=MARK_DELETED) + table(row(cell("乙"), cell("丙"))),
        ["甲", [["乙", "丙"]]],
    ),
    "a row that was deleted and one that is new": (
        table(
            row(cell("甲"), cell("乙")),
            row(cell("旧"), cell("旧"), properties="<w:del/>"),
            row(cell("新"), cell("新"), properties="<w:ins/>"),
        ),
        [[["甲", "乙"], ["新", "新"]]],
    ),
    "a paragraph that was moved": (
        words(f"<w:moveFrom>{run('旧')}</w:moveFrom>", properties=MARK_MOVED)
        + words(f"<w:moveTo>{run('新')}</w:moveTo>"),
        ["新"],
    ),
    "places before and behind": (
        table(
            row(cell("1"), cell("2"), cell("3")),
            row(cell("2"), cell("3"), properties='<w:gridBefore w:val="1"/>'),
            row(cell("1"), cell("2"), properties='<w:gridAfter w:val="1"/>'),
        ),
        [[["1", "2", "3"], ["", "2", "3"], ["1", "2", ""]]],
    ),
    "cells merged across in the old way": (
        table(
            row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("乙")),
            row(cell("1"), cell("2"), cell("3")),
        ),
        [[["甲", "甲", "乙"], ["1", "2", "3"]]],
    ),
    "a merge that nothing begins": (
        table(
            row(cell("事项"), cell("单位")),
            row(cell("甲", "<w:vMerge/>"), cell("乙")),
            row(cell("", "<w:vMerge/>"), cell("丙")),
        ),
        [[["事项", "单位"], ["甲", "乙"], ["甲", "丙"]]],
    ),
    "a merge that a wide row ended": (
        table(
            row(cell("甲"), cell("乙", '<w:vMerge w:val="restart"/>')),
            row(cell("二、", '<w:gridSpan w:val="2"/>')),
            row(cell("丙"), cell("", "<w:vMerge/>")),
        ),
        [[["甲", "乙"], ["二、", "二、"], ["丙", ""]]],
    ),
    "what a merged cell says below": (
        table(
            row(cell("甲", '<w:vMerge w:val="restart"/>'), cell("乙")),
            row(cell("旧", "<w:vMerge/>"), cell("丙")),
        ),
        [[["甲", "乙"], ["甲", "丙"]]],
    ),
}


@pytest.mark.parametrize("construct", SHOWN)
def test_a_construct_of_word_reads_as_it_is_shown(construct: str) -> None:
    body, expected = SHOWN[construct]
    content = read_docx(body)
    assert seen(content) == expected
    assert content.warnings == ()


HIDDEN = {
    "a run": (
        words(run("甲"), run("隐", "<w:vanish/>"), run("乙", '<w:vanish w:val="0"/>')),
        "甲乙",
    ),
    "a style of signs": (words(run("甲"), run("隐", '<w:rStyle w:val="Below"/>')), "甲"),
    "a style of paragraphs": (
        words(run("甲")) + words(run("隐"), properties='<w:pStyle w:val="Gone"/>'),
        "甲",
    ),
    "a run shown again": (
        words(run("隐"), run("甲", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="Gone"/>'),
        "甲",
    ),
    "a row": (
        table(row(cell("甲"), cell("乙")), row(cell("隐"), cell("隐"), properties="<w:hidden/>")),
        [["甲", "乙"]],
    ),
}


@pytest.mark.parametrize("construct", HIDDEN)
def test_hidden_text_is_left_out_with_a_remark(construct: str) -> None:
    body, expected = HIDDEN[construct]
    content = read_docx(body, {"word/styles.xml": STYLES})
    assert seen(content) == [expected]
    assert len(content.warnings) == 1


def test_hidden_blanks_and_styles_that_take_hiding_back_need_no_remark() -> None:
    body = words(run("甲"), run(" ", "<w:vanish/>"), properties='<w:pStyle w:val="Back"/>')
    content = read_docx(body, {"word/styles.xml": STYLES})
    assert (seen(content), content.warnings) == (["甲"], ())


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listed(at: int, list_id: int = 1, text: str = "文", more: str = "") -> str:
    place = f'<w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/>'
    return paragraph(text, f"<w:numPr>{place}</w:numPr>{more}")


OUTER, INNER = level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.")
AGAIN = '<w:startOverride w:val="1"/>'
STYLED = '<w:pStyle w:val="Second"/>'
NUMBERED = {
    "levels begin anew": (
        OUTER + INNER,
        "",
        listed(0) + listed(1) + listed(1) + listed(0) + listed(1),
        ["一、文", "1.文", "2.文", "二、文", "1.文"],
    ),
    "a level that never begins anew": (
        OUTER + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'),
        "",
        listed(0) + listed(1) + listed(0) + listed(1),
        ["一、文", "1.文", "二、文", "2.文"],
    ),
    "a level of its own": (
        OUTER,
        level(0, "decimalEnclosedCircle", "%1"),
        listed(0) + listed(0, 2),
        ["一、文", "②文"],
    ),
    "a list that begins anew once": (
        OUTER,
        AGAIN,
        listed(0) + listed(0) + listed(0, 2) + listed(0, 2),
        ["一、文", "二、文", "一、文", "二、文"],
    ),
    "levels of another list": ("", "", listed(0, 4) + listed(0, 3), ["第一条文", "第二条文"]),
    "a level of a style": ("", "", paragraph("文", STYLED), ["（一）文"]),
    "a number without a sign behind it": (
        level(0, "decimal", "%1"),
        "",
        listed(0, 1, "2024年") + listed(0, 1, "文"),
        ["1 2024年", "2文"],
    ),
    "numbers with noughts": (
        level(0, "decimal", "%1 ").replace(
            '<w:numFmt w:val="decimal"/>',
            f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="w14">'
            '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
            '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>',
        ),
        "",
        listed(0) + listed(0),
        ["001 文", "002 文"],
    ),
    "an item that was moved away": (
        INNER.replace('"1"', '"0"', 1).replace("%2", "%1"),
        "",
        listed(0) + listed(0, 1, "", MARK_MOVED) + listed(0),
        ["1.文", "2.文"],
    ),
    "an item that is hidden": (
        level(0, "decimal", "%1."),
        "",
        listed(0) + listed(0, 1, "", "<w:rPr><w:vanish/></w:rPr>") + listed(0),
        ["1.文", "2.文"],
    ),
}


@pytest.mark.parametrize("construct", NUMBERED)
def test_automatic_numbers_are_those_that_word_prints(construct: str) -> None:
    levels, change, body, expected = NUMBERED[construct]
    lent = level(0, "chineseCounting", "第%1条") + level(1, "chineseCounting", "（%2）", STYLED)
    abstracts = (levels, '<w:numStyleLink w:val="Lent"/>', '<w:styleLink w:val="Lent"/>' + lent)
    change = f'<w:lvlOverride w:ilvl="0">{change}</w:lvlOverride>' if change else ""
    lists = ((1, 0, ""), (2, 0, change), (3, 1, ""), (4, 2, ""))
    numbering = (
        f'<w:numbering xmlns:w="{W}">'
        + "".join(
            f'<w:abstractNum w:abstractNumId="{at}">{inside}</w:abstractNum>'
            for at, inside in enumerate(abstracts)
        )
        + "".join(
            f'<w:num w:numId="{key}"><w:abstractNumId w:val="{at}"/>{more}</w:num>'
            for key, at, more in lists
        )
        + "</w:numbering>"
    )
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="Second"><w:pPr><w:numPr><w:numId w:val="4"/>'
        "</w:numPr></w:pPr></w:style></w:styles>"
    )
    parts = {"word/numbering.xml": numbering, "word/styles.xml": styles}
    assert seen(read_docx(body, parts)) == expected


def relations(**targets: str) -> str:
    listed = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{listed}</Relationships>'


PAGE = "<html><body><table><tr><td>甲<td>乙</table></body></html>"
CHUNK = f'<w:altChunk xmlns:r="{RELATIONS}" r:id="aFChunk"/>'


def test_parts_with_unusual_names_are_found_by_their_relations() -> None:
    names = relations(styles="styles2.xml")
    parts = {"word/_rels/document.xml.rels": names, "word/styles2.xml": STYLES}
    body = words(run("甲")) + words(run("隐"), properties='<w:pStyle w:val="Gone"/>')
    assert seen(read_docx(body, parts)) == ["甲"]


@pytest.mark.parametrize(
    "file",
    [PAGE, f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n"],
)
def test_a_web_page_that_a_document_takes_in_is_read(file: str) -> None:
    parts = {"word/_rels/document.xml.rels": relations(aFChunk="/word/a.htm"), "word/a.htm": file}
    content = read_docx(CHUNK, parts)
    assert (seen(content), content.warnings) == ([[["甲", "乙"]]], ())


def test_a_file_taken_in_that_cannot_be_read_is_told_of() -> None:
    names = relations(aFChunk="a.rtf")
    for parts in ({}, {"word/_rels/document.xml.rels": names, "word/a.rtf": r"{\rtf1 a}"}):
        content = read_docx(words(run("甲")) + CHUNK, parts)
        assert seen(content) == ["甲"]
        assert len(content.warnings) == 1


PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"


def flat(*parts: str) -> bytes:
    """Return a Word document in one XML file."""
    head = '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    return f'{head}<pkg:package xmlns:pkg="{PACKAGE}">{"".join(parts)}</pkg:package>'.encode()


def part(name: str, inside: str) -> str:
    return f'<pkg:part pkg:name="{name}">{inside}</pkg:part>'


def test_a_package_in_one_xml_file_is_read_like_a_packed_one() -> None:
    body = table(row(cell("甲"), cell("乙"))) + words(run("文"))
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    picture = base64.encodebytes(bytes(99)).decode()
    data = flat(
        part("/word/document.xml", f"<pkg:xmlData>{document}</pkg:xmlData>"),
        part("/word/media/a.png", f"<pkg:binaryData>{picture}</pkg:binaryData>"),
    )
    content = read(data, "名称.doc")
    assert seen(content) == [[["甲", "乙"]], "文"]
    assert content.media_type == media_types.DOCX
    assert len(tables_of(content)) == 1
