"""The same document gives the same rows, whichever program saved it in whichever format."""

import re

import pytest

from tests.reading_samples import (
    DOCUMENTS,
    content_of,
    extraction_of,
    squeeze,
    tables_of,
    texts_of,
)
from tracker.extraction import TaskRow
from tracker.reading import Content, Paragraph, libre_office

TIANNING = ("序号", "重点任务", "主要内容", "完成时间", "责任部门", "配合部门")
WHOLE = {
    "tianning": (
        *("source.doc", "autonum.doc", "pages.doc", "twolevel.doc", "docx_named.doc"),
        *("source.odt", "autonum.odt", "twolevel.odt", "html_gbk_named.doc"),
        *("source.pdf", "source.ofd", "without_rules.ofd"),
    ),
    "jilin-city": ("source.doc", "blank.doc", "source.odt", "source.pdf", "source.ofd"),
    "fuxin": ("source.doc", "source.odt", "source.pdf"),
}
ANNEXES = {
    "tianning": ("source.xls", "dates.xls", "source.ods", "dates.ods", "html_gbk_named.xls"),
    "jilin-city": ("source.xls", "source.ods"),
}


def said(row: TaskRow) -> tuple[object, ...]:
    """Return what a row says, its words without white space, which formats keep differently."""
    words = (row.no, row.title, row.content, row.deadline_text)
    return (*map(squeeze, words), row.leads, row.cooperating)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "name"), [(folder, name) for folder in WHOLE for name in WHOLE[folder]]
)
def test_the_same_document_in_every_format_gives_the_same_rows_and_measures(
    folder: str, name: str
) -> None:
    found, expected = (extraction_of(f"{folder}/{each}") for each in (name, "source.docx"))
    assert [*map(said, found.rows)] == [*map(said, expected.rows)]
    assert [*map(said, found.measures)] == [*map(said, expected.measures)]
    assert found.masthead.doc_number == expected.masthead.doc_number


@pytest.mark.parametrize(
    ("folder", "name"), [(folder, name) for folder in ANNEXES for name in ANNEXES[folder]]
)
def test_the_annex_alone_gives_the_rows_of_the_document(folder: str, name: str) -> None:
    found, expected = (extraction_of(f"{folder}/{each}") for each in (name, "source.docx"))
    assert [*map(said, found.rows)] == [*map(said, expected.rows)]


def annex_rows(content: Content) -> list[list[str]]:
    """Return the rows of the annex without its headers, titles and section rows."""
    rows = [row for table in tables_of(content) for row in texts_of(table)]
    return [row for row in rows if len(row) == len(TIANNING) and re.fullmatch(r"\d+", row[0])]


@pytest.mark.parametrize(
    "name",
    [
        *("source.doc", "autonum.doc", "pages.doc", "source.odt", "autonum.odt", "twolevel.odt"),
        *("source.xls", "dates.xls", "source.ods", "dates.ods"),
        *("source.pdf", "source.ofd", "without_rules.ofd"),
    ],
)
def test_every_cell_holds_the_same_lines(name: str) -> None:
    found, expected = (annex_rows(content_of(f"tianning/{each}")) for each in (name, "source.docx"))
    assert found == expected
    assert len(found) == 13


def paragraphs(name: str) -> list[str]:
    found = (block for block in content_of(name).blocks if isinstance(block, Paragraph))
    return [squeeze(block.full_text) for block in found]


@pytest.mark.parametrize("suffix", ["doc", "odt", "pdf"])
def test_the_body_holds_the_same_paragraphs(suffix: str) -> None:
    assert paragraphs(f"fuxin/source.{suffix}") == paragraphs("fuxin/source.docx")


@pytest.mark.skipif(libre_office.command() is None, reason="LibreOffice is not installed")
def test_libre_office_gives_the_same_measures_from_rich_text() -> None:
    found, expected = (extraction_of(f"fuxin/source.{each}") for each in ("rtf", "docx"))
    assert [*map(said, found.measures)] == [*map(said, expected.measures)]


def test_the_table_names_every_file_of_these_formats() -> None:
    kept = {
        (path.parent.name, path.name)
        for folder in WHOLE
        for path in (DOCUMENTS / folder).iterdir()
        if path.suffix in {".doc", ".xls", ".odt", ".ods", ".pdf", ".ofd"}
    }
    listed = [*WHOLE.items(), *ANNEXES.items()]
    assert kept == {(folder, name) for folder, names in listed for name in names}
