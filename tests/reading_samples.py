"""Golden documents and made-up Word files for the tests of reading and extraction."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tracker.extraction import Extraction, extract
from tracker.reading import Content, media_type, read_document

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


def make_docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
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
