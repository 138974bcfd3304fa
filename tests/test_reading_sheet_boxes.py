"""Text boxes that lie on a sheet are read above or below its table, each once."""

import io
import struct
import zipfile

import pytest

from tests.old_samples import Sheet, make_open_document, make_xls, record
from tests.reading_samples import make_xlsx, read
from tracker.reading import Paragraph

ROWS = (("", ""), ("", ""), ("序号", "任务"), ("1", "建校"))
TITLE, NOTE = "重点任务分工表", "注：每季报告。"
SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"


def anchor(row: int, shape: str) -> str:
    return f"<x:twoCellAnchor><x:from><x:row>{row}</x:row></x:from>{shape}</x:twoCellAnchor>"


def shape(text: str, look: str = "", hidden: str = "") -> str:
    half = f"<a:r><a:rPr {look}/><a:t>{{}}</a:t></a:r>"
    runs = half.format(text[:2]) + half.format(text[2:])
    named = f"<x:nvSpPr><x:cNvPr id='1' name='' {hidden}/></x:nvSpPr>"
    return f"<x:sp>{named}<x:txBody><a:p>{runs}</a:p><a:p/></x:txBody></x:sp>"


PICTURE = "<x:pic><x:spPr><a:xfrm><a:ext cx='5400000' cy='3600000'/></a:xfrm></x:spPr></x:pic>"


def xlsx(more: str = "") -> bytes:
    twice = "<m:AlternateContent><m:Choice Requires='x'>{0}</m:Choice><m:Fallback>{0}</m:Fallback>"
    drawn = "".join(
        (
            anchor(9, f"<x:grpSp>{shape(NOTE)}</x:grpSp>"),
            anchor(0, (twice + "</m:AlternateContent>").format(shape(TITLE))),
            anchor(1, shape("隐去的字", hidden="hidden='1'")),
            anchor(1, shape("划去的字", look="strike='sngStrike'")),
            more,
        )
    )
    names = f'xmlns:x="{SHEET_DRAWING}" xmlns:a="{DRAWING}" xmlns:m="{MC}"'
    relation = f'<Relationship Id="r1" Type="{KIND}" Target="../drawings/drawing1.xml"/>'
    file = io.BytesIO(make_xlsx(ROWS))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", f"<x:wsDr {names}>{drawn}</x:wsDr>")
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>',
        )
    return file.getvalue()


def xls(high: int = 0) -> bytes:
    def box(row: int, text: str, kind: int) -> bytes:
        end = row + (high if kind == 8 else 0)
        place = struct.pack("<HHIHHHHHHHHH", 0, 0xF010, 18, 0, 0, 0, row, 0, 1, 0, end, 0)
        data = text.encode("utf-16-le")
        return (
            record(0xEC, place)
            + record(0x5D, struct.pack("<HHH", 0x15, 0x12, kind) + bytes(16))
            + record(0x1B6, bytes(10) + struct.pack("<HHI", len(text), 16, 0))
            + record(0x3C, b"\x01" + data)
            + record(0x3C, bytes(16))
        )

    more = box(9, NOTE, 6) + box(0, TITLE, 6) + box(1, "批注", 0x19)
    more += box(12, "", 8)
    return make_xls(Sheet(ROWS, more=more), Sheet([["甲"]], name="另"))


def ods(more: str = "") -> bytes:
    box = "<draw:frame{}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    line = "<table:table-cell><text:p>{}</text:p>{}</table:table-cell>".format
    rows = (
        line("序号", "") + line("任务", ""),
        line("1", "") + line("建校", box.format("", NOTE)),
    )
    drawn = box.format(" svg:y='0.8cm'", TITLE)
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    sheet = f"<table:shapes>{drawn}{more}</table:shapes>{body}"
    return make_open_document("spreadsheet", f"<table:table>{sheet}</table:table>")


@pytest.mark.parametrize("data", [xlsx(), xls(), ods()], ids=["xlsx", "xls", "ods"])
def test_boxes_stand_above_and_below_the_table(data: bytes) -> None:
    content = read(data)
    above, table, below = content.blocks[:3]
    assert isinstance(above, Paragraph)
    assert isinstance(below, Paragraph)
    assert (above.text, below.text) == (TITLE, NOTE)
    assert table.place.table == 1
    assert [block for block in content.blocks[3:] if isinstance(block, Paragraph)] == []


FRAME = "<draw:frame svg:width='6in' svg:height='90mm'><draw:image/></draw:frame>"


@pytest.mark.parametrize(
    "data", [xlsx(anchor(12, PICTURE)), xls(high=20), ods(FRAME)], ids=["xlsx", "xls", "ods"]
)
def test_a_large_picture_on_a_sheet_is_told_of(data: bytes) -> None:
    (told,) = read(data).warnings
    assert "图片" in told
