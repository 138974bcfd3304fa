"""The Tianning annex as a later notice might amend it, in several formats.

One row removed (3), one added (behind 10), one deadline and one department changed (2, 4), and all
rows numbered anew.
"""

import csv
import io
import zipfile
from collections.abc import Callable
from copy import deepcopy

from lxml import etree, html
from openpyxl import load_workbook

from tests.reading_samples import DOCUMENTS, extraction_of
from tracker.extraction import Extraction, extract
from tracker.reading import media_type, read_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TIANNING = DOCUMENTS / "tianning"
HEADINGS = ["序号", "重点任务", "主要内容", "完成时间", "责任部门", "配合部门"]
REMOVED = "3"
ADDED_BEHIND = "10"
ADDED = [
    "",
    "规范民办学校管理",
    "制定民办学校年度检查办法，公布检查结果。",
    "2017年12月",
    "教育文体局、民政局",
    "市监局",
]
# Number of the row, place of the cell, what it says now.
CHANGED = {"2": (3, "2017年10月"), "4": (5, "财政局、人社局、发改局")}
FORMATS = ("docx", "html", "xlsx", "txt", "csv")


def amended(kind: str) -> bytes:
    """Return the amended annex as a file of this format."""
    return MAKERS[kind]()


def amended_extraction(kind: str) -> Extraction:
    """Return what is read from the amended file."""
    data = amended(kind)
    return extract(read_document(data, media_type(data, f"amended.{kind}")))


def amended_rows() -> list[list[str]]:
    """Return the amended table, cell by cell."""
    rows = []
    for row in extraction_of("tianning/source.txt").rows:
        number, title, time = row.no or "", row.title or "", row.deadline_text or ""
        cells = [number, title, row.content, time, "、".join(row.leads), "、".join(row.cooperating)]
        place, text = CHANGED.get(number, (0, number))
        cells[place] = text
        if number != REMOVED:
            rows.append(cells)
        if number == ADDED_BEHIND:
            rows.append(list(ADDED))
    for at, cells in enumerate(rows, start=1):
        cells[0] = str(at)
    return rows


def rewrite(
    rows: list[etree._Element],
    cells_of: Callable[[etree._Element], list[etree._Element]],
    write: Callable[[etree._Element, str], None],
) -> None:
    """Amend the rows of a table in a tree, the heading row among them."""
    number = 0
    for row in rows[1:]:
        cells = cells_of(row)
        was = text_of(cells[0])
        if was == REMOVED:
            drop(row)
            continue
        if was in CHANGED:
            place, text = CHANGED[was]
            write(cells[place], text)
        number += 1
        write(cells[0], str(number))
        if was == ADDED_BEHIND:
            number += 1
            new = deepcopy(row)
            row.addnext(new)
            for cell, text in zip(cells_of(new), [str(number), *ADDED[1:]], strict=True):
                write(cell, text)


def drop(row: etree._Element) -> None:
    table = row.getparent()
    assert table is not None
    table.remove(row)


def text_of(element: etree._Element) -> str:
    return "".join(str(each) for each in element.itertext()).strip()


def write_docx(cell: etree._Element, text: str) -> None:
    first, *others = list(cell.iter(f"{W}t"))
    first.text = text
    for each in others:
        each.text = ""
    for paragraph in cell.findall(f"{W}p")[1:]:
        cell.remove(paragraph)


def amended_docx() -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(TIANNING / "source.docx") as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                tree = etree.fromstring(data)
                rewrite(list(tree.iter(f"{W}tr")), lambda row: row.findall(f"{W}tc"), write_docx)
                data = etree.tostring(tree)
            target.writestr(name, data)
    return file.getvalue()


def write_html(cell: etree._Element, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.text = text


def amended_html() -> bytes:
    tree = html.document_fromstring((TIANNING / "source.html").read_bytes())
    rewrite(list(tree.iter("tr")), lambda row: list(row.iter("td")), write_html)
    return bytes(html.tostring(tree, encoding="utf-8"))


def amended_xlsx() -> bytes:
    book = load_workbook(TIANNING / "source.xlsx")
    sheet = book[book.sheetnames[0]]
    sheet.delete_rows(3, sheet.max_row)
    for cells in amended_rows():
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def amended_txt() -> bytes:
    head = (TIANNING / "source.txt").read_text(encoding="utf-8").partition("\t序号")[0]
    lines = ["\t".join(cells) for cells in [HEADINGS, *amended_rows()]]
    return (head + "\n".join(lines) + "\n").encode()


def amended_csv() -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([HEADINGS, *amended_rows()])
    return file.getvalue().encode("gb18030")


MAKERS = {
    "docx": amended_docx,
    "html": amended_html,
    "xlsx": amended_xlsx,
    "txt": amended_txt,
    "csv": amended_csv,
}
