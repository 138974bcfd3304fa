"""Web pages and pieces of them from the clipboard: text in order, tables, what is left out."""

import pytest

from tests.reading_samples import (
    content_of,
    make_html,
    pasted_html,
    read,
    tables_of,
    texts_of,
)
from tracker.errors import DamagedFile, TooLarge, UnknownFormat
from tracker.reading import Content, Paragraph


def paragraphs(content: Content) -> list[str]:
    return [block.full_text for block in content.blocks if isinstance(block, Paragraph)]


def grid(page: str) -> list[list[str]]:
    (table,) = tables_of(read(page.encode()))
    return texts_of(table)


# The number of an item as Word puts it into a page.
IGNORED = "<span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp;</span></span>"
PARAGRAPHS = [
    ("<p>甲</p><div>乙<div>丙</div>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
    ("<p>市政府\n  办公室 A B\n C</p>", ["市政府办公室 A B C"]),
    ("<p>市<b>政</b>\n<i>府</i></p><p>&nbsp;&nbsp;</p>", ["市政府"]),
    ("<p>关于发展的<br>通知</p>", ["关于发展的\n通知"]),
    ("<p>第一段。<br>第二段；<br>第三段</p>", ["第一段。", "第二段；", "第三段"]),
    ("<div>一<br>　　二<br>&nbsp;&nbsp;三<br><br>四</div>", ["一", "二", "三", "四"]),
    ("<pre>甲\n  乙\n丙</pre>", ["甲\n乙\n丙"]),
    ("<ol start=3><li>甲<li value=7>乙<li><p>丙</ol>", ["3.甲", "7.乙", "8.丙"]),
    ("<ol type=a><li>甲</ol><ul><li>乙</ul>", ["a.甲", "乙"]),
    ("<ol style='list-style-type:cjk-ideographic'><li>甲<li></ol>", ["一、甲", "二"]),
    ("<script>x</script><style>y</style><p>甲</p><select><option>z</select>", ["甲"]),
    ("<nav>x</nav><header><h1>题</h1></header><footer>y</footer>", ["题"]),
    ("<p style='display: none'>x</p><p hidden>y</p><del>z</del><ins>甲</ins><s>w</s>", ["甲"]),
    ("<ul><li><a>首页</a><li><a>政务</a> | <li><a>服务</a></ul><p>甲</p>", ["甲"]),
    ("<p>附件：<a>1.一</a><br><a>2.二</a><br><a>3.三</a></p>", ["附件：1.一", "2.二", "3.三"]),
    (
        "<div><a>1</a><a>2</a><a>3</a><p>这是一段不长不短的正文文字</p></div>",
        ["123", "这是一段不长不短的正文文字"],
    ),
    (
        "<p>任务如下<br>一、建校<br>（二）修路<br>3.5万人</p>",
        ["任务如下", "一、建校", "（二）修路\n3.5万人"],
    ),
    ("<p>见<a>甲</a>、<a>乙</a>、<a>丙</a>等三个文件</p>", ["见甲、乙、丙等三个文件"]),
    ("<p class=MsoNormal><![if !supportLists]>1.<![endif]>甲<o:p></o:p></p>", ["1.甲"]),
    ("<p>市&#8203;政&shy;府\u200b办\u2f2f</p>", ["市政府办工"]),
    ("<p>A &amp; B &lt;乙&gt;", ["A & B <乙>"]),
    ("<p>1<!--[if gte mso 9]><p>x</p><![endif]-->甲<![if !vml]>乙<![endif]></p>", ["1甲乙"]),
    (f"<p style='mso-list:l0 level1'>{IGNORED.format('（一）')}甲", ["（一）甲"]),
    (f"<p style='mso-list:l0 level1'>{IGNORED.format('l')}甲", ["甲"]),
    (f"<p style='mso-list:l0 level1'>{IGNORED.format('2')}&nbsp;</p>", ["2"]),
    ("<p>甲<a style='mso-footnote-id:ftn1' href=#f>[1]</a>乙</p>", ["甲乙"]),
    ("<p>甲</p><div style='mso-element:footnote-list'><p>[1] 注</div>", ["甲"]),
    ("<div style='mso-element:header'><p>页眉</div><p>甲", ["甲"]),
    ("<div style='mso-element:para-border-div'><p>甲</div>", ["甲"]),
    ("<p><span style='mso-comment-reference:a'>甲</span><a class=msocomanchor>[a1]</a>", ["甲"]),
]


@pytest.mark.parametrize(("page", "expected"), PARAGRAPHS)
def test_text_is_read_as_a_browser_shows_it(page: str, expected: list[str]) -> None:
    assert paragraphs(read(f"<html><body>{page}".encode())) == expected


TABLES = [
    ("<table><tr><td rowspan=2>甲<td>乙<tr><td>丙", [["甲", "乙"], ["甲", "丙"]]),
    ("<table><tr><td colspan=2>甲<tr><td>乙<td>丙", [["甲", "甲"], ["乙", "丙"]]),
    ("<table><tr><td rowspan=0>甲<td>乙<tr><td>丙", [["甲", "乙"], ["甲", "丙"]]),
    ("<table><tr><td rowspan=99999>甲<td>乙</table>", [["甲", "乙"]]),
    ("<table><tr><td colspan=x>甲<td colspan=-3>乙</table>", [["甲", "乙"]]),
    ("<table><tr><td>甲<td>乙<tr><td>丙", [["甲", "乙"], ["丙", ""]]),
    ("<table><thead><tr><th>甲<th>乙<tbody><tr><td>丙<td>丁", [["甲", "乙"], ["丙", "丁"]]),
    ("<table><tr><td>甲<br>乙<td><p>丙<p>丁", [["甲\n乙", "丙\n丁"]]),
    ("<table><tr><td>甲<td>乙<tr style='display:none'><td>x<td>y", [["甲", "乙"]]),
    ("<table><form><tr><td>甲<td>乙</form></table>", [["甲", "乙"]]),
    ("<tr><td>甲<td>乙</tr>", [["甲", "乙"]]),
    ("<!--StartFragment--><col width=72><tr height=9><td>甲<td>乙", [["甲", "乙"]]),
    ("<table><tr><td>x<td><table><tr><td>甲<td>乙<td>丙</table></table>", [["甲", "乙", "丙"]]),
    ("<table><tr><td><table><tr><td>甲<td>乙</table></table>", [["甲", "乙"]]),
    ("<table><tfoot><tr><td>尾<td>注<tbody><tr><td>甲<td>乙", [["甲", "乙"], ["尾", "注"]]),
    ("<table><tr><td>甲<td style='display:none'>x<td>乙</table>", [["甲", "乙"]]),
]


@pytest.mark.parametrize(("page", "expected"), TABLES)
def test_a_table_is_laid_out_as_the_standard_says(page: str, expected: list[list[str]]) -> None:
    assert grid(page) == expected


SIDE = "<table><tr><td>{}<td><table><tr><td>1<td>2<tr><td>3<td>4</table><p>文</table>"


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("<ul><li><a>机构职能</a></ul>", ["文"]),
        ("<a>附件1</a>", ["附件1", "文"]),
        ("<a>通知</a>如下", ["通知如下", "文"]),
    ],
)
def test_a_column_of_links_beside_the_text_is_left_out(beside: str, expected: list[str]) -> None:
    content = read(SIDE.format(beside).encode())
    assert [block.text for block in content.blocks if isinstance(block, Paragraph)] == expected


@pytest.mark.parametrize(
    ("frame", "remarks"),
    [
        ("<iframe src=a.htm></iframe>", 1),
        ("<iframe src=a.htm width=0></iframe>", 0),
        ("<div style='display:none'><iframe src=a.htm></iframe></div>", 0),
        ("<aside><iframe src=a.htm></iframe></aside>", 0),
    ],
)
def test_a_page_inside_the_page_is_told_of(frame: str, remarks: int) -> None:
    assert len(read(f"<p>甲</p>{frame}".encode()).warnings) == remarks


def test_a_page_of_frames_asks_for_the_page_with_the_text() -> None:
    page = "<html><frameset><frame src=a.htm><noframes><body>x</body></noframes></frameset></html>"
    with pytest.raises(UnknownFormat, match=r"other pages|其他网页"):
        read(page.encode())


def test_the_table_that_holds_the_page_together_is_none() -> None:
    text = "<p>段落。</p>" * 30
    content = read(f"<table><tr><td>栏目<td>{text}</table>".encode())
    assert not tables_of(content)
    assert len(paragraphs(content)) == 31


def test_a_small_table_in_a_cell_stays_in_its_cell_and_is_warned_of() -> None:
    page = "<table><tr><td>甲<td><table><tr><td>乙<td>丙</table><tr><td>丁<td>戊</table>"
    content = read(page.encode())
    assert texts_of(tables_of(content)[0]) == [["甲", "乙\n丙"], ["丁", "戊"]]
    assert len(content.warnings) == 1


def test_headings_and_places_are_kept() -> None:
    page = "<h1 align=center>题</h1><table><caption>表一<tr><td>甲<td>乙</table><center>尾</center>"
    content = read(page.encode())
    first, caption, table, last = content.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(last, Paragraph)
    assert (first.style, first.alignment, last.alignment) == ("heading 1", "center", "center")
    assert [block.place.block for block in content.blocks] == [0, 1, 2, 3]
    assert (caption.place.table, table.place.table) == (None, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_a_page_is_read_in_its_encoding(encoding: str) -> None:
    rows = [["任務", "責任單位"], ["建校", "教育局"]]
    assert texts_of(tables_of(read(make_html(rows, encoding)))[0]) == rows


def test_a_declared_gb2312_may_hold_characters_of_gb18030() -> None:
    page = "<meta charset=gb2312><p>张䶮、李喆</p>".encode("gb18030")
    assert paragraphs(read(page)) == ["张䶮、李喆"]


@pytest.mark.parametrize(
    "name", ["tianning/source.xlsx", "tianning/pages.html", "jilin-city/source.html"]
)
def test_a_copied_table_is_the_table(name: str) -> None:
    for table in tables_of(content_of(name)):
        (pasted,) = tables_of(read(pasted_html(table)))
        assert texts_of(pasted) == texts_of(table)
        assert [(one.row_span, one.column_span) for one in pasted.origins()] == [
            (one.row_span, one.column_span) for one in table.origins()
        ]


@pytest.mark.parametrize(
    ("page", "refusal"),
    [
        ("<table><tr><td rowspan=1000000 colspan=1000000>甲</table>", TooLarge),
        ("<table>" + "<tr><td rowspan=65534 colspan=199>甲" * 200, TooLarge),
        pytest.param("<table>" + "<tr><td>甲" * 200_001, TooLarge, marks=pytest.mark.slow),
        ("<p>甲" + "<br>" * 1_500_001, TooLarge),
        ("<table><tr><td>" * 4000, DamagedFile),
        ("<b>" * 4000, DamagedFile),
        ("<html><head><title>题</title></head><body></body></html>", UnknownFormat),
        ("<!-- nothing -->", UnknownFormat),
    ],
    ids=["span", "spans", "rows", "tags", "tables", "depth", "no text", "no tag"],
)
def test_absurd_pages_are_refused(page: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read(page.encode())


def test_white_space_without_end_is_read_at_once() -> None:
    page = "<p>甲" + "\n " * 300_000 + "<!--" + "--><!--" * 5000 + "乙"
    assert paragraphs(read(page.encode()))[0].startswith("甲")
