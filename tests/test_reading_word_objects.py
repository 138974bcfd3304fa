"""What a Word document shows that is no text: workbooks inside it are read, the rest is said."""

import pytest

from tests.reading_samples import (
    make_docx,
    make_xlsx,
    paragraph,
    read,
    read_docx,
    tables_of,
    texts_of,
)
from tracker.errors import UnknownFormat

ROWS = (("序号", "任务"), ("1", "建校"))
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "urn:schemas-microsoft-com:office:office"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
LISTED = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/package"'
    ' Target="embeddings/a.xlsx"/></Relationships>'
)


def embedded(program: str, relation: str = "r1") -> str:
    return (
        f'<w:p><w:r><w:object><o:OLEObject xmlns:o="{OFFICE}" xmlns:r="{RELATIONS}"'
        f' ProgID="{program}" r:id="{relation}"/></w:object></w:r></w:p>'
    )


def picture(wide: int, high: int) -> str:
    return (
        f'<w:p><w:r><w:drawing><d:inline xmlns:d="{DRAWING}wordprocessingDrawing">'
        f'<d:extent cx="{wide}" cy="{high}"/><a:blip xmlns:a="{DRAWING}main"/></d:inline>'
        "</w:drawing></w:r></w:p>"
    )


def test_a_workbook_inside_a_document_is_read_where_it_stands() -> None:
    body = paragraph("附件") + embedded("Excel.Sheet.12") + paragraph("完")
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": LISTED,
        "word/embeddings/a.xlsx": make_xlsx(ROWS),
    }
    content = read(make_docx(body, parts))
    assert [texts_of(table) for table in tables_of(content)] == [list(map(list, ROWS))]
    assert [block.place.block for block in tables_of(content)] == [1]
    assert content.warnings == ()


@pytest.mark.parametrize(
    ("program", "remarks"),
    [("Word.Document.12", 1), ("Excel.Sheet.12", 1), ("Equation.DSMT4", 0)],
)
def test_other_files_inside_a_document_are_named(program: str, remarks: int) -> None:
    content = read_docx(paragraph("附件") + embedded(program, "r9"))
    assert len(content.warnings) == remarks
    assert all(program in warning for warning in content.warnings)


@pytest.mark.parametrize(("centimetres", "remarks"), [(15, 1), (3, 0)])
def test_pictures_that_may_hold_a_table_are_told_of(centimetres: int, remarks: int) -> None:
    body = picture(centimetres * 360_000, centimetres * 360_000)
    content = read_docx(paragraph("附件") + body, {"word/media/a.png": ""})
    assert len(content.warnings) == remarks


def test_diagrams_whose_words_stand_in_parts_of_their_own_are_told_of() -> None:
    (told,) = read_docx(paragraph("附件"), {"word/diagrams/data1.xml": "<d/>"}).warnings
    assert "SmartArt" in told


def test_a_document_of_pictures_only_says_what_to_do() -> None:
    with pytest.raises(UnknownFormat, match="PDF"):
        read_docx(picture(5_400_000, 5_400_000), {"word/media/a.png": ""})
