"""Golden documents and made-up files for the tests of reading and extraction."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tracker.extraction import Extraction, extract
from tracker.reading import Content, Table, media_type, read_document

DOCUMENTS = Path(__file__).with_name("documents")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def content_of(name: str) -> Content:
    """Return the content of a golden file such as "tianning/source.txt"."""
    data = (DOCUMENTS / name).read_bytes()
    return read_document(data, media_type(data, name))


def extraction_of(name: str) -> Extraction:
    """Return what extraction finds in a golden file."""
    return extract(content_of(name))


def extraction_from(text: str) -> Extraction:
    """Return what extraction finds in a plain text."""
    return extract(read_document(text.encode(), "text/plain"))


def labels(folder: str) -> Any:
    """Return the labels of a golden document."""
    return json.loads((DOCUMENTS / folder / "expected.json").read_text(encoding="utf-8"))


def make_docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a Word file whose body is `body`, in the namespace prefix w."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, part in (parts or {}).items():
            archive.writestr(name, part)
    return file.getvalue()


def read_docx(body: str, parts: Mapping[str, str] | None = None) -> Content:
    """Return the content of a made-up Word file."""
    data = make_docx(body, parts)
    return read_document(data, media_type(data, "made.docx"))


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    """Return a table cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def squeeze(text: str | None) -> str:
    """Return the text without white space, so that only wording is compared."""
    return "".join((text or "").split())


Rows = Sequence[Sequence[str]]


def read(data: bytes, name: str = "") -> Content:
    """Return the content of bytes that nobody names, or of a file with this name."""
    return read_document(data, media_type(data, name))


def make_docx_table(rows: Rows) -> bytes:
    """Return a Word file with one table; a line feed in a cell is a line break."""
    lines = [[cell(escape(text).replace("\n", BREAK)) for text in row] for row in rows]
    return make_docx(
        "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in lines) + "</w:tbl>"
    )


BREAK = "</w:t><w:br/><w:t>"


def make_xlsx(rows: Rows, change: Callable[[Workbook], None] | None = None) -> bytes:
    """Return a workbook with one sheet 任务表; `change` may add what else a test needs."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "任务表"
    for row in rows:
        sheet.append([text or None for text in row])
    if change:
        change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def make_csv(rows: Rows, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """Return the rows as a spreadsheet saves them."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def pasted_text(rows: Rows) -> bytes:
    """Return the rows as Excel puts them into the clipboard: cells with line breaks in quotes."""
    return make_csv(rows, "utf-8", "\t")


def make_html(rows: Rows, encoding: str = "utf-8") -> bytes:
    """Return a page with one table."""
    cells = [[f"<td>{escape(text).replace(chr(10), '<br>')}</td>" for text in row] for row in rows]
    table = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    head = f'<html><head><meta http-equiv="Content-Type" content="charset={encoding}"></head><body>'
    return (head + f"<table border=1>{table}</table></body></html>").encode(encoding)


def pasted_html(table: Table) -> bytes:
    """Return a table as Excel and WPS put it into the clipboard, merged cells and all."""
    rows: list[list[str]] = [[] for _row in table.rows]
    for one in table.origins():
        spans = f" rowspan={one.row_span} colspan={one.column_span}"
        text = "<br\r\n  style='mso-data-placement:same-cell;'>".join(map(escape, one.lines))
        look = "class=xl65 width=72 style='border-top:none;mso-number-format:\"\\@\"'"
        rows[one.row].append(f"  <td{spans} {look}>{text or '　'}</td>\r\n")
    lines = "".join(f" <tr height=18>\r\n{''.join(row)} </tr>\r\n" for row in rows)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        '<meta name=Generator content="Microsoft Excel 15"><style><!-- td {mso-ignore:padding} -->'
        "</style></head><body><table border=0 style='border-collapse:collapse'>"
        f"<!--StartFragment--><col width=72 style='mso-width-source:userset'>{lines}"
        "<!--EndFragment--></table></body></html>"
    ).encode()


def texts_of(table: Table) -> list[list[str]]:
    """Return the text of every position of a table."""
    return [[one.text for one in row] for row in table.rows]


def tables_of(content: Content) -> list[Table]:
    """Return the tables of a content."""
    return [block for block in content.blocks if isinstance(block, Table)]


MEASURED = (
    "import sys, atexit, pathlib; sys.path.insert(0, sys.argv[1]);"
    "status = pathlib.Path('/proc/self/status');"
    "atexit.register(lambda: pathlib.Path({note!r}).write_text(status.read_text()));"
    "from tracker.confined import main; main()"
)


def peak_megabytes(note: Path) -> float:
    """Return the most memory that a child running MEASURED took; 0 for one that was killed.

    `resource.getrusage` counts what the parent held when it started the child, which says nothing.
    """
    if not note.exists():
        return 0
    (line,) = (line for line in note.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
