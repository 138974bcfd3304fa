"""OpenDocument texts and sheets: lists, headings, spans, repetitions, what is hidden or aside."""

import pytest

from tests.old_samples import make_open_document
from tests.reading_samples import read, tables_of, texts_of
from tracker.errors import DamagedFile, EncryptedFile, TooLarge
from tracker.reading import Content, Paragraph


def text(body: str, styles: str = "") -> Content:
    return read(make_open_document("text", body, styles))


def sheets(body: str, styles: str = "") -> Content:
    return read(make_open_document("spreadsheet", body, styles))


def said(content: Content) -> list[str]:
    return [block.full_text for block in content.blocks if isinstance(block, Paragraph)]


def cells(*words: str, look: str = "") -> str:
    return "".join(
        f"<table:table-cell {look}><text:p>{word}</text:p></table:table-cell>" for word in words
    )


def row(inside: str, look: str = "") -> str:
    return f"<table:table-row {look}>{inside}</table:table-row>"


def table(inside: str, look: str = "") -> str:
    return f'<table:table table:name="表" {look}>{inside}</table:table>'


# --- paragraphs


def test_white_space_is_what_an_office_program_shows() -> None:
    body = '<text:p>一\n  个<text:s text:c="3"/>字<text:tab/>后<text:line-break/>下</text:p>'
    assert said(text(body)) == ["一 个   字\t后\n下"]


def test_what_stands_aside_is_no_text() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>目录</text:p></text:index-body>"
        "</text:table-of-content>"
        "<text:p>新<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>批</text:p></office:annotation>"
        "<text:ruby><text:ruby-base>文</text:ruby-base><text:ruby-text>wén</text:ruby-text>"
        "</text:ruby><text:change text:change-id='1'/></text:p>"
    )
    assert said(text(body)) == ["新文"]


def test_shapes_hold_paragraphs_and_pictures_none() -> None:
    shape = "<draw:custom-shape><text:p>形</text:p></draw:custom-shape>"
    picture = (
        "<draw:frame><draw:image/><svg:title>图</svg:title><svg:desc>x</svg:desc></draw:frame>"
    )
    assert said(text(f"<text:p>甲{picture}{shape}乙</text:p>")) == ["甲乙", "形"]


HIDDEN_TEXT = (
    table(row(cells("隐", "隐"), 'table:visibility="collapse"')) + "<text:p>甲</text:p>",
    "<text:p>甲<text:hidden-text text:is-hidden='true'>、隐</text:hidden-text></text:p>",
    "<text:p>甲</text:p><text:section text:display='none'><text:p>隐</text:p></text:section>",
    "<text:p>甲</text:p><text:p><text:hidden-paragraph text:is-hidden='true'/>隐</text:p>",
    "<text:p>甲<text:span text:style-name='off'>隐</text:span></text:p>",
)


@pytest.mark.parametrize("body", HIDDEN_TEXT)
def test_what_a_text_hides_is_left_out_with_a_remark(body: str) -> None:
    off = (
        '<style:style style:name="off" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    content = text(body, off)
    assert (said(content), len(content.warnings)) == (["甲"], 1)


def test_what_could_be_hidden_and_is_not_is_read() -> None:
    shown = "<text:p>甲<text:hidden-text text:is-hidden='false'>、乙</text:hidden-text></text:p>"
    section = "<text:section text:display='true'><text:p>丙</text:p></text:section>"
    content = text(shown + section)
    assert (said(content), content.warnings) == (["甲、乙", "丙"], ())


def test_sections_and_boxes_are_walked_through() -> None:
    body = (
        "<text:section><text:p>前<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box>"
        "</draw:frame>后</text:p></text:section>"
    )
    assert said(text(body)) == ["前后", "框"]


def test_bold_words_at_the_start_and_the_look_of_a_paragraph_are_kept() -> None:
    styles = (
        '<style:style style:name="B" style:family="text">'
        '<style:text-properties style:font-weight-asian="bold"/></style:style>'
        '<style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="P" style:family="paragraph" style:parent-style-name="Body">'
        '<style:paragraph-properties fo:text-align="end"/></style:style>'
    )
    body = (
        '<text:p text:style-name="P"><text:span text:style-name="B">一是</text:span>建校。'
        '<text:span text:style-name="H">隐</text:span></text:p>'
    )
    (found,) = text(body, styles).blocks
    assert isinstance(found, Paragraph)
    assert (found.text, found.bold_lead) == ("一是建校。", "一是")
    assert (found.alignment, found.style) == ("right", "Body")


# --- automatic numbers

LEVELS = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..."'
    ' style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1"'
    ' loext:num-list-format="（%2%）" text:start-value="3"/>'
    '<text:list-level-style-number text:level="3" style:num-format="a" text:display-levels="2"/>'
    "</text:list-style>"
    '<text:list-style style:name="D"><text:list-level-style-bullet text:level="1"'
    ' text:bullet-char="•"/></text:list-style>'
)


def item(*inside: str, look: str = "") -> str:
    return f"<text:list-item {look}>{''.join(inside)}</text:list-item>"


def listed(*items: str, look: str = 'text:style-name="L"') -> str:
    return f"<text:list {look}>{''.join(items)}</text:list>"


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def test_items_bear_the_numbers_of_their_level() -> None:
    inner = listed(item(p("丙"), listed(item(p("丁")), look="")), item(p("戊")), look="")
    body = listed(item(p("甲"), p("又")), item(p("乙"), inner), item(p("己")))
    assert said(text(body, LEVELS)) == [
        "一、甲",
        "又",
        "二、乙",
        "（3）丙",
        "3.a丁",
        "（4）戊",
        "三、己",
    ]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("一, 二, 三, ...", "十一"),
        ("壹, 贰, 叁, ...", "拾壹"),
        ("子, 丑, 寅, ...", "亥"),
        ("１, ２, ３, ...", "１１"),
        ("01, 02, 03, ...", "11"),
        ("1", "11"),
    ],
)
def test_numbers_are_written_in_the_series_of_their_list(form: str, printed: str) -> None:
    number = 12 if form.startswith("子") else 11
    style = (
        '<text:list-style style:name="S"><text:list-level-style-number text:level="1"'
        f' style:num-format="{form}"/></text:list-style>'
    )
    body = (
        f'<text:list text:style-name="S"><text:list-item text:start-value="{number}">'
        "<text:p>2024年</text:p></text:list-item></text:list>"
    )
    (block,) = text(body, style).blocks
    assert isinstance(block, Paragraph)
    assert block.full_text == f"{printed} 2024年"


def test_a_list_goes_on_where_it_says_so_and_else_begins_again() -> None:
    first = listed(item(p("甲")), look='text:style-name="L" xml:id="one"')
    goes_on = listed(item(p("乙")), look='text:style-name="L" text:continue-numbering="true"')
    anew = listed(item(p("丙")), look='text:style-name="L"')
    back = listed(item(p("丁")), look='text:style-name="L" text:continue-list="one"')
    body = first + goes_on + anew + back
    assert said(text(body, LEVELS)) == ["一、甲", "二、乙", "一、丙", "三、丁"]


def test_an_item_may_set_its_number_and_a_list_may_have_none() -> None:
    body = listed(item(p("甲"), look='text:start-value="5"'), item(p("乙")))
    body += listed(item(p("丙")), look='text:style-name="D"')
    body += (
        f'<text:list text:style-name="L"><text:list-header>{p("丁")}</text:list-header></text:list>'
    )
    assert said(text(body, LEVELS)) == ["五、甲", "六、乙", "丙", "丁"]


def test_headings_bear_the_numbers_of_the_outline() -> None:
    outline = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format=""/></text:outline-style>'
    )
    body = "".join(
        f'<text:h text:outline-level="{level}" {more}>{words}</text:h>'
        for level, words, more in [
            (1, "甲", ""),
            (2, "乙", ""),
            (1, "丙", 'text:is-list-header="true"'),
            (1, "丁", ""),
        ]
    )
    content = text(body, outline)
    assert said(content) == ["I.甲", "乙", "丙", "II.丁"]
    assert [getattr(block, "style", "") for block in content.blocks][:2] == [
        "heading 1",
        "heading 2",
    ]


def test_the_number_of_an_empty_cell_is_its_text() -> None:
    inside = row(
        f"<table:table-cell>{listed(item('<text:p/>'))}</table:table-cell>" + cells("建校")
    )
    (found,) = tables_of(text(table(inside), LEVELS))
    assert texts_of(found) == [["一、", "建校"]]


# --- tables of texts


def test_spans_and_header_rows_are_kept() -> None:
    covered = "<table:covered-table-cell/>"
    head = row(cells("责任", look='table:number-columns-spanned="2"') + covered + cells("时间"))
    one = row(cells("甲", look='table:number-rows-spanned="2"') + cells("乙", "丙"))
    two = row(covered + cells("丁", "戊"))
    body = table(f"<table:table-header-rows>{head}</table:table-header-rows>{one}{two}")
    (found,) = tables_of(text(body))
    assert texts_of(found) == [["责任", "责任", "时间"], ["甲", "乙", "丙"], ["甲", "丁", "戊"]]
    assert found.header_rows == 1


def test_a_layout_table_gives_way_to_the_table_in_it() -> None:
    inside = table(row(cells("甲", "乙")) + row(cells("丙", "丁")))
    outer = table(row(f"<table:table-cell>{inside}</table:table-cell>"))
    assert texts_of(tables_of(text(outer))[0]) == [["甲", "乙"], ["丙", "丁"]]


# --- sheets


def test_a_sheet_shows_the_text_of_its_cells() -> None:
    date = (
        '<table:table-cell office:value-type="date" office:date-value="2017-08-01">'
        "<text:p>2017年8月</text:p></table:table-cell>"
    )
    bare = '<table:table-cell office:value-type="float" office:value="3"/>'
    two = "<table:table-cell><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>"
    (found,) = tables_of(sheets(table(row(date + bare + two))))
    assert texts_of(found) == [["2017年8月", "3", "甲\n乙"]]


def test_cells_without_a_text_show_their_values_and_formulas_without_one_are_told_of() -> None:
    values = (
        '<table:table-cell office:value-type="percentage" office:value="0.8"/>'
        '<table:table-cell office:value-type="date" office:date-value="2024-12-31T00:00:00"/>'
        '<table:table-cell table:formula="of:=1"/>'
        '<table:table-cell table:formula="of:=1" office:value-type="string"/>'
    )
    content = sheets(table(row(values)))
    assert texts_of(tables_of(content)[0]) == [["80%", "2024-12-31"]]
    assert "1" in content.warnings[0]


def test_repeated_cells_and_rows_stand_in_each_of_their_places() -> None:
    empty = '<table:table-cell table:number-columns-repeated="16382"/>'
    inside = (
        row("<table:table-cell/>" + cells("甲", look='table:number-columns-repeated="2"') + empty)
        + row(empty, 'table:number-rows-repeated="2"')
        + row("<table:table-cell/>" + cells("乙"), 'table:number-rows-repeated="2"')
        + row(empty, 'table:number-rows-repeated="1048570"')
    )
    (found,) = tables_of(sheets(table(inside)))
    assert texts_of(found) == [["甲", "甲"], ["", ""], ["", ""], ["乙", ""], ["乙", ""]]


def test_a_merged_cell_of_a_sheet_stands_in_every_place() -> None:
    covered = "<table:covered-table-cell/>"
    one = row(cells("甲", look='table:number-rows-spanned="2"') + cells("乙"))
    (found,) = tables_of(sheets(table(one + row(covered + cells("丙")))))
    assert texts_of(found) == [["甲", "乙"], ["甲", "丙"]]


def test_hidden_sheets_and_rows_are_left_out_with_a_remark() -> None:
    styles = (
        '<style:style style:name="off" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    hidden = table(row(cells("字典")), 'table:style-name="off"')
    collapsed = row(cells("乙"), 'table:visibility="collapse"')
    folded = f"<table:table-row-group>{collapsed}</table:table-row-group>"
    content = sheets(table(row(cells("甲")) + folded) + hidden, styles)
    assert [texts_of(found) for found in tables_of(content)] == [[["甲"]]]
    assert len(content.warnings) == 2


# --- refusals


def test_a_file_under_a_password_says_so() -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    data = make_open_document("text", "", parts={"META-INF/manifest.xml": manifest})
    with pytest.raises(EncryptedFile):
        read(data)


def test_a_file_without_its_content_is_damaged() -> None:
    with pytest.raises(DamagedFile):
        read(make_open_document("text", "", parts={"content.xml": b"<a/>"}))


HUGE = "2000000000"


@pytest.mark.parametrize(
    "body",
    [
        table(row(cells("甲", look=f'table:number-columns-repeated="{HUGE}"'))),
        table(row(cells("甲"), f'table:number-rows-repeated="{HUGE}"')),
        table(
            row(cells("甲")) + row("", f'table:number-rows-repeated="{HUGE}"') + row(cells("乙"))
        ),
        table(row(f'<table:table-cell table:number-columns-repeated="{HUGE}"/>' + cells("甲")) * 2)
        + table(row(cells("乙") + f'<table:table-cell table:number-columns-repeated="{HUGE}"/>')),
    ],
)
def test_absurd_repetitions_are_refused_or_cut(body: str) -> None:
    for kind in ("text", "spreadsheet"):
        data = make_open_document(kind, body)
        try:
            assert all(found.width <= 200 for found in tables_of(read(data)))
        except TooLarge:
            continue


@pytest.mark.parametrize("span", ["columns", "rows"])
def test_absurd_spans_are_refused_or_cut(span: str) -> None:
    look = f'table:number-{span}-spanned="{HUGE}"'
    inside = row(cells("甲", look=look) + cells("乙"))
    with pytest.raises(TooLarge):
        text(table(inside))
    assert texts_of(tables_of(sheets(table(inside)))[0])[0][0] == "甲"
