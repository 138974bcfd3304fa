"""The Word walker: variants of one document, merges, numbers, tracked changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading_samples import (
    W,
    cell,
    content_of,
    paragraph,
    read_docx,
    tables_of,
    texts_of,
)
from tracker.errors import TooLarge
from tracker.reading import Cell, Content, Paragraph, Table
from tracker.reading.content import expand, without_idle_columns
from tracker.reading.counting import written

VARIANTS = ["source", "pages", "twolevel", "autonum", "tracked", "nested"]


def tables(content: Content) -> list[Table]:
    return [block for block in content.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[one.text for one in row] for row in table.rows]


def rows_with_numbers(name: str) -> list[tuple[tuple[str, ...], ...]]:
    return [
        tuple(one.lines for one in row)
        for table in tables(content_of(name))
        for row in table.rows
        if row[0].text.isdigit()
    ]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_holds_the_rows_of_the_text(variant: str) -> None:
    rows = rows_with_numbers(f"tianning/{variant}.docx")
    assert len(rows) == 13
    assert rows == rows_with_numbers("tianning/source.txt")


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_holds_the_paragraphs_of_the_text(variant: str) -> None:
    def words(name: str) -> list[str]:
        return [block.text for block in content_of(name).blocks if isinstance(block, Paragraph)]

    assert words(f"tianning/{variant}.docx") == words("tianning/source.txt")


def test_merged_cells_equal_the_blank_ones_filled() -> None:
    merged = texts(tables(content_of("jilin-city/source.docx"))[0])
    blank = texts(tables(content_of("jilin-city/blank.docx"))[0])
    unit = ""
    for row in blank:
        unit = row[0] = row[0] or unit
    assert merged == blank


def test_a_merged_cell_knows_its_origin() -> None:
    body = (
        "<w:tbl><w:tr>" + cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙") + "</w:tr>"
        "<w:tr>" + cell("", "<w:vMerge/>") + cell("丙") + "</w:tr>"
        "<w:tr>" + cell("丁", '<w:gridSpan w:val="2"/>') + "</w:tr></w:tbl>"
    )
    table = tables(read_docx(body))[0]
    assert texts(table) == [["甲", "乙"], ["甲", "丙"], ["丁", "丁"]]
    assert [(one.text, one.row, one.row_span, one.column_span) for one in table.origins()] == [
        ("甲", 0, 2, 1),
        ("乙", 0, 1, 1),
        ("丙", 1, 1, 1),
        ("丁", 2, 1, 2),
    ]


def test_tracked_changes_are_taken_as_accepted() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("2017年") + "<w:del><w:r><w:delText>7月</w:delText></w:r></w:del>"
        "<w:ins>" + run.format("8月") + "</w:ins><w:moveFrom>" + run.format("旧") + "</w:moveFrom>"
        "<w:sdt><w:sdtContent>" + run.format("底") + "</w:sdtContent></w:sdt>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
    )
    assert read_docx(body).blocks[0] == Paragraph("2017年8月底", read_docx(body).blocks[0].place)


def test_automatic_numbers_are_counted_by_level_and_list() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:isLgl w:val="{int(at == 2)}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, form, text in (
            (0, "chineseCounting", "%1、"),
            (1, "chineseCountingThousand", "（%2）"),
            (2, "decimal", "%1.%3"),  # with isLgl
            (3, "bullet", "●"),
        )
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="H"><w:name w:val="heading 1"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )

    def item(level: int, list_id: int = 1) -> str:
        return paragraph(
            "文", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        )

    body = paragraph("文", '<w:pStyle w:val="H"/>') + item(1) + item(1) + item(2) + item(0)
    body += item(1) + item(3) + item(0, 2) + item(0, 9)
    parts = {"word/numbering.xml": numbering, "word/styles.xml": styles}
    blocks = [block for block in read_docx(body, parts).blocks if isinstance(block, Paragraph)]
    numbers = [block.number for block in blocks]
    assert numbers == ["一、", "（一）", "（二）", "1.1", "二、", "（一）", "", "五、", ""]
    assert blocks[0].style == "heading 1"
    assert blocks[0].full_text == "一、文"


@pytest.mark.parametrize(
    ("count", "form", "expected"),
    [
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (35, "japaneseCounting", "三十五"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (4, "decimalZero", "04"),
        (120, "chineseCounting", "一百二十"),
        (10, "ideographDigital", "一〇"),
        (21, "decimalEnclosedCircle", "㉑"),
        (51, "decimalEnclosedCircle", "51"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedParen", "⑶"),
        (3, "decimalEnclosedFullstop", "⒊"),
        (2, "ideographEnclosedCircle", "㊁"),
        (2, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (13, "ideographZodiac", "13"),
        (21, "chineseLegalSimplified", "贰拾壹"),
        (94, "lowerRoman", "xciv"),
        (7, "something", "7"),
    ],
)
def test_a_count_is_written_in_its_format(count: int, form: str, expected: str) -> None:
    assert written(count, form) == expected


def test_a_small_table_in_a_cell_stays_in_its_cell_and_is_warned_of() -> None:
    inner = "<w:tbl><w:tr>" + cell("子") + cell("丑") + "</w:tr></w:tbl>"
    body = "<w:tbl><w:tr>" + cell("甲") + f"<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    content = read_docx(body)
    assert texts(tables(content)[0]) == [["甲", "子\n丑"]]
    assert len(content.warnings) == 1


def test_the_words_of_a_text_box_follow_their_paragraph() -> None:
    box = "<w:txbxContent>" + paragraph("某市人民政府文件") + "</w:txbxContent>"
    body = f"<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict>{box}</w:pict></w:r></w:p>"
    assert [getattr(block, "text", "") for block in read_docx(body).blocks] == [
        "正文",
        "某市人民政府文件",
    ]


def test_a_strict_document_reads_like_a_transitional_one() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<s:p xmlns:s="{strict}"><s:r><s:t>文</s:t></s:r></s:p>'
    assert read_docx(body).blocks == read_docx(paragraph("文")).blocks


@pytest.mark.parametrize("span", [201, 2_000_000_000])
def test_an_absurd_span_is_refused(span: int) -> None:
    body = "<w:tbl><w:tr>" + cell("甲", f'<w:gridSpan w:val="{span}"/>') + "</w:tr></w:tbl>"
    with pytest.raises(TooLarge):
        read_docx(body)


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[list[Cell], int, int]:
    """Return cells that cut a grid into rectangles, row by row."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    found: list[Cell] = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            down = draw(st.integers(1, height - row))
            right = 1
            while column + right < width and (row, column + right) not in taken:
                if not draw(st.booleans()):
                    break
                right += 1
            covered = {
                (r, c) for r in range(row, row + down) for c in range(column, column + right)
            }
            taken |= covered
            found.append(Cell((f"{row}-{column}",), row, column, down, right))
    return found, height, width


@given(merged_grids())
def test_every_position_of_a_grid_holds_the_cell_that_covers_it(
    made: tuple[list[Cell], int, int],
) -> None:
    cells, height, width = made
    table = Table(expand(cells, height, width))
    assert list(table.origins()) == cells
    narrow = Table(without_idle_columns(table.rows))
    assert [one.lines for one in narrow.origins()] == [one.lines for one in cells]
    assert all(
        one.row <= r < one.row + one.row_span and one.column <= c < one.column + one.column_span
        for grid in (table, narrow)
        for r, row in enumerate(grid.rows)
        for c, one in enumerate(row)
    )


def test_columns_left_over_from_merged_cells_are_none() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    rows = (
        cell("标题", '<w:gridSpan w:val="4"/>'),
        cell("序号") + cell("任务", wide) + cell("单位"),
        cell("1") + cell("建校", wide) + cell("教育局"),
    )
    content = read_docx(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
    (table,) = tables_of(content)
    assert texts_of(table) == [["标题"] * 3, ["序号", "任务", "单位"], ["1", "建校", "教育局"]]
