"""Scans: words go into their cells, broken lines are joined, dashes seen; one real page is read."""

import struct
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from tracker.errors import DamagedFile, TooLarge, UnknownFormat, UnreadableFile
from tracker.extraction.wire import blocks_from_json, blocks_to_json
from tracker.reading import images, media_types, pictures, scans
from tracker.reading.content import Block, Box, Cell, Content, Paragraph, Place, Table, expand
from tracker.reading.line_wrapping import Line, joined
from tracker.reading.mixed import merged
from tracker.reading.punctuation import widened
from tracker.reading.recognition import Word, is_sideways
from tracker.reading.ruled_grid import Frame, Picture, find_grids, find_rules, inked
from tracker.reading.scan_cells import Page, fill
from tracker.reading.scan_paragraphs import paragraphs

SCAN = Path(__file__).parent / "documents" / "tianning" / "scan.png"
UNIT = 36.0
COLUMNS = (100, 200, 500, 1200)
ROWS = (100, 160, 220, 280)


@pytest.mark.parametrize(
    ("lines", "right", "meant"),
    [
        (["多渠道补充教", "师"], 250, ["多渠道补充教师"]),
        (["教育文体局", "财政局"], 250, ["教育文体局", "财政局"]),
        (["人力资源和社会保障", "局"], 370, ["人力资源和社会保障局"]),
        (["财政局、发改局、", "建设局"], 900, ["财政局、发改局、建设局"]),
        (["1.建校。", "2.招聘。"], 170, ["1.建校。", "2.招聘。"]),
        (["2017年8", "月"], 150, ["2017年8月"]),
        (["市消防救援", "支队", "市公安局"], 370, ["市消防救援支队", "市公安局"]),
        (["市政府", "办公室"], 130, ["市政府办公室"]),
        (["人事处", "办公室"], 130, ["人事处", "办公室"]),
    ],
)
def test_a_line_that_the_edge_broke_goes_on(
    lines: list[str], right: float, meant: list[str]
) -> None:
    width = {"2017年8": 120.0}
    drawn = [Line(text, 0, width.get(text, 40.0 * len(text))) for text in lines]
    assert joined(drawn, 0, right) == tuple(meant)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("方案(2017-2020年),进一步推进", "方案（2017-2020年），进一步推进"),
        ("县(市)区", "县（市）区"),
        ("由A会同B(牵头)", "由A会同B（牵头）"),
        ("(可行性研究报告", "（可行性研究报告"),
        ("GB/T (2015)", "GB/T (2015)"),
        ("比例1:5", "比例1:5"),
        ("时间:8:30", "时间：8:30"),
    ],
)
def test_marks_are_as_wide_as_what_stands_beside_them(read: str, printed: str) -> None:
    assert widened(read) == printed


def drawn_table(rows: Sequence[int] = ROWS) -> Picture:
    picture = np.full((400, 1300, 3), 245, np.uint8)
    for y in rows:
        cv2.line(picture, (COLUMNS[0], y), (COLUMNS[-1], y), (40, 40, 40), 2)
    for x in COLUMNS:
        cv2.line(picture, (x, rows[0]), (x, rows[-1]), (40, 40, 40), 2)
    return picture


def word(text: str, left: int, top: int, width: int, score: float = 1.0) -> Word:
    return Word(text, Frame(left, top, left + width, top + 36), score)


def filled(picture: Picture, words: list[Word], alone: dict[int, str] | None = None) -> Table:
    """Fill the one table of the picture; `alone` is what is read in a cell that begins near x."""
    ink = inked(np.ascontiguousarray(picture[:, :, 0]), UNIT)
    rules = find_rules(ink, UNIT)
    [grid] = find_grids(rules)

    def read_alone(frame: Frame) -> Word | None:
        found = [text for x, text in (alone or {}).items() if frame.left <= x <= frame.right]
        return Word(found[0], frame, 0.99) if found else None

    text_ink = np.where(rules.ink > 0, 0, ink).astype(np.uint8)
    return fill(Page(1, picture, text_ink, UNIT, read_alone), grid, words)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_words_go_into_the_cells_they_stand_in_with_their_boxes() -> None:
    table = filled(drawn_table(), [word("1", 130, 172, 18), word("规划", 230, 172, 72, 0.5)])
    assert texts(table) == [["", "", ""], ["1", "规划", ""], ["", "", ""]]
    [box] = table.rows[1][1].boxes
    assert abs(box.x - COLUMNS[1]) <= 3
    assert abs(box.y - ROWS[1]) <= 3
    assert not box.is_sure
    assert table.rows[1][0].boxes[0].is_sure


def test_a_lone_stroke_in_an_empty_cell_is_a_dash_and_a_speck_is_not() -> None:
    picture = drawn_table()
    cv2.line(picture, (820, 190), (880, 190), (30, 30, 30), 3)
    cv2.circle(picture, (350, 250), 1, (30, 30, 30), -1)
    assert texts(filled(picture, [])) == [["", "", ""], ["", "", "——"], ["", "", ""]]


def test_a_short_stroke_among_chinese_numerals_is_a_one() -> None:
    picture = drawn_table()
    cv2.line(picture, (135, 130), (165, 130), (30, 30, 30), 3)
    table = filled(picture, [word("二", 130, 172, 36), word("三", 130, 232, 36)])
    assert [row[0].text for row in table.rows] == ["一", "二", "三"]
    assert not table.rows[0][0].boxes[0].is_sure


def test_a_character_that_was_overlooked_is_read_alone() -> None:
    picture = drawn_table()
    cv2.rectangle(picture, (140, 175), (155, 205), (30, 30, 30), 3)
    assert texts(filled(picture, [], {148: "9"}))[1] == ["9", "", ""]


@pytest.mark.parametrize(("alone", "expected"), [({250: "引导"}, "加强宣传引导"), ({}, "加强宣传")])
def test_a_line_of_a_cell_that_was_overlooked_is_read_alone_or_makes_it_unsure(
    alone: dict[int, str], expected: str
) -> None:
    picture = drawn_table([ROWS[0], 240, 300])
    for top in (120, 180):
        for left in (235, 275) if top == 180 else (235, 275, 315, 355):
            cv2.rectangle(picture, (left, top), (left + 30, top + 34), (30, 30, 30), 3)
    cv2.circle(picture, (500, 200), 4, (30, 30, 30), -1)  # a speck is no line
    table = filled(picture, [word("加强宣传", 233, 118, 156)], alone)
    assert table.rows[0][1].text.replace("\n", "") == expected
    assert table.rows[0][1].boxes[0].is_sure is bool(alone)
    assert table.rows[0][0].boxes[0].is_sure


def test_a_word_read_across_a_line_is_read_again_in_parts() -> None:
    found = filled(drawn_table(), [word("3规划分局", 130, 172, 300)], {150: "3", 350: "规划分局"})
    assert texts(found)[1] == ["3", "规划分局", ""]


def body(lines: list[tuple[str, int]]) -> list[Paragraph]:
    picture = np.full((2000, 1500, 3), 255, np.uint8)
    words = [
        word(text, left, 300 + 60 * number, 36 * len(text))
        for number, (text, left) in enumerate(lines)
    ]
    for each in words:
        frame = each.frame
        picture[frame.top : frame.bottom, frame.left : frame.right] = 0
    ink = inked(np.ascontiguousarray(picture[:, :, 0]), UNIT)
    ink[:] = 255 - picture[:, :, 0]
    page = Page(1, picture, ink, UNIT, lambda _frame: None)
    return [found for _top, found in paragraphs(page, words, (150, 1350))]


def test_lines_outside_tables_become_paragraphs() -> None:
    found = body(
        [
            ("关于规范教育培训市场的", 552),
            ("实施意见", 678),
            ("一、加强组织领导，成立工作专班，定期研究解决培训市场中的突出", 222),
            ("问题，压实各方责任。", 150),
            ("二、开展专项整治。", 222),
        ]
    )
    assert [each.text for each in found] == [
        "关于规范教育培训市场的",
        "实施意见",
        "一、加强组织领导，成立工作专班，定期研究解决培训市场中的突出问题，压实各方责任。",
        "二、开展专项整治。",
    ]
    assert [each.alignment for each in found] == ["center", "center", "", ""]
    assert found[2].boxes[0].height > 60


def test_a_page_on_its_side_is_noticed() -> None:
    standing = [Word("加强组织领导", Frame(10, 10, 46, 226), 1.0)] * 3
    lying = [Word("加强组织领导", Frame(10, 10, 226, 46), 1.0)]
    assert is_sideways([*standing, *lying])
    assert not is_sideways(lying)


def table_on(page: int, rows: list[list[str]], width: int = 400) -> Table:
    cells = [
        Cell(
            (text,) if text else (),
            r,
            c,
            boxes=(Box(page, c * width // 4, 50 * r, width // 4, 50),),
        )
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Table(expand(cells, len(rows), 4), Place(part=str(page)))


def gathered(*pages: Sequence[Block]) -> Content:
    """Return what the pages of a scan are as one file."""
    return merged(b"", media_types.PNG, dict(enumerate(pages, 1)))


def test_a_table_goes_on_over_the_page_and_a_cut_row_is_one() -> None:
    head = ["序号", "任务", "内容", "单位"]
    first = table_on(
        1, [head, ["1", "甲", "建校。", "市教育局"], ["2", "乙", "为学校提供", "市财政局"]]
    )
    second = table_on(
        2, [head, ["", "", "后勤服务。", "市人社局"], ["3", "丙", "招聘。", "市编办"]], width=404
    )
    [table] = gathered([first], [second]).blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows[2:]] == [
        ["2", "乙", "为学校提供后勤服务。", "市财政局\n市人社局"],
        ["3", "丙", "招聘。", "市编办"],
    ]
    assert table.breaks == ((3, "2"),)
    assert [box.page for box in table.rows[2][2].boxes] == [1, 2]


def test_a_paragraph_that_a_page_break_cuts_is_one() -> None:
    cut = Paragraph(
        "一、加强组织领导，成立工作专班，定期研究解决培训市场中的突出问", boxes=(box_on(1),)
    )
    rest = Paragraph("题。", boxes=(box_on(2),))
    item = Paragraph("二、开展专项整治，全面排查整改培训机构存在的各类安全隐患，坚决取缔")
    pages = [[cut], [rest, item], [Paragraph("三、总结。")]]
    found = gathered(*pages).blocks
    assert [each.text for each in found if isinstance(each, Paragraph)] == [
        cut.text + rest.text,
        item.text,
        "三、总结。",
    ]
    assert isinstance(found[0], Paragraph)
    assert [box.page for box in found[0].boxes] == [1, 2]


def box_on(page: int) -> Box:
    return Box(page, 0, 0, 400, 40)


def test_tables_of_other_columns_or_with_text_between_stay_two() -> None:
    one, other = (
        table_on(1, [["1", "甲", "乙", "丙"]] * 2),
        table_on(2, [["2", "甲", "乙", "丙"]] * 2),
    )
    between: tuple[Block, ...] = (Paragraph("附件2"), other)
    assert len(gathered([one], between).blocks) == 3


def test_boxes_cross_the_border_of_a_process() -> None:
    blocks = (
        Paragraph("标题", boxes=(Box(2, 1, 2, 3, 4, is_sure=False),)),
        table_on(1, [["1"] * 4]),
    )
    assert blocks_from_json(blocks_to_json(blocks)) == blocks


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


PART = Image.new("L", (60, 40), 200)
TURNED = Image.Exif()
TURNED[0x0112] = 6


@pytest.mark.parametrize(
    ("data", "kind", "shape"),
    [
        (encoded(PART.convert("P"), "PNG"), media_types.PNG, (40, 60, 3)),
        (encoded(PART.convert("1"), "PNG"), media_types.PNG, (40, 60, 3)),
        (encoded(PART.convert("RGB").convert("CMYK"), "JPEG"), media_types.JPEG, (40, 60, 3)),
        (encoded(PART, "JPEG", exif=TURNED), media_types.JPEG, (60, 40, 3)),
        (encoded(PART, "TIFF"), media_types.TIFF, (40, 60, 3)),
        (encoded(PART.convert("RGB"), "BMP"), media_types.BMP, (40, 60, 3)),
        (encoded(PART, "GIF"), media_types.GIF, (40, 60, 3)),
        (encoded(PART.convert("RGBA"), "WEBP"), media_types.WEBP, (40, 60, 3)),
        (encoded(Image.new("L", (9000, 40), 255), "PNG"), media_types.PNG, None),
    ],
)
def test_any_kind_of_image_becomes_a_picture(
    data: bytes, kind: str, shape: tuple[int, int, int] | None
) -> None:
    assert media_types.media_type(data, "扫描件") == kind
    picture = pictures.page_picture(data, kind, 1)
    assert picture.dtype == np.uint8
    assert shape is None or picture.shape == shape
    assert max(picture.shape) <= images.LONGEST_SIDE


@pytest.mark.parametrize(
    "head", [b"\0\0\0\x18ftypheic", b"\0\0\0\x1cftypavif", b"\0\0\0\x0cjP  \r\n\x87\n"]
)
def test_pictures_that_nothing_here_decodes_are_named(head: bytes) -> None:
    with pytest.raises(UnknownFormat, match="HEIC"):
        media_types.media_type(head + b"\0\1\2" * 99, "IMG_0001.jpg")


def test_sixteen_bits_and_clear_paper_come_out_as_they_look() -> None:
    deep = Image.fromarray(np.full((40, 60), 40_000, np.uint16))
    deep.putpixel((0, 0), 65_535)
    picture = pictures.page_picture(encoded(deep, "PNG"), media_types.PNG, 1)
    assert 150 < picture[20, 20, 0] < 160
    clear = Image.new("LA", (60, 40), (0, 0))
    assert pictures.page_picture(encoded(clear, "PNG"), media_types.PNG, 1).min() == 255


@pytest.mark.parametrize(
    ("data", "kind", "refusal"),
    [
        (encoded(Image.new("1", (9000, 9000)), "PNG"), media_types.PNG, TooLarge),
        (encoded(Image.new("L", (1, 1)), "PNG"), media_types.PNG, UnknownFormat),
        (encoded(PART, "PNG")[:60], media_types.PNG, DamagedFile),
        (encoded(PART, "JPEG")[:200], media_types.JPEG, DamagedFile),
        (b"II*\0" + b"\xff" * 300, media_types.TIFF, DamagedFile),
        (b"%PDF-1.4\nnothing", media_types.PDF, DamagedFile),
    ],
)
def test_a_hostile_image_is_refused(data: bytes, kind: str, refusal: type[UnreadableFile]) -> None:
    with pytest.raises(refusal):
        pictures.page_picture(data, kind, pictures.count_pages(data, kind))


def test_pages_of_a_tiff_are_counted_and_too_many_refused() -> None:
    frame = Image.new("1", (40, 40))
    three = encoded(frame, "TIFF", save_all=True, append_images=[frame] * 2)
    assert pictures.count_pages(three, media_types.TIFF) == 3
    circle = bytearray(encoded(frame, "TIFF"))
    (first,) = struct.unpack_from("<I", circle, 4)
    end = first + 2 + 12 * circle[first]
    circle[end : end + 4] = struct.pack("<I", first)
    with pytest.raises(DamagedFile):
        pictures.count_pages(bytes(circle), media_types.TIFF)
    many = encoded(frame, "TIFF", save_all=True, append_images=[frame] * scans.MOST_PAGES)
    with pytest.raises(TooLarge):
        pictures.count_pages(many, media_types.TIFF)


@pytest.mark.slow
def test_a_real_page_gives_every_cell_of_its_table() -> None:
    from tracker import confined

    data = SCAN.read_bytes()
    page = confined.read_page(data, media_types.PNG, 1)
    [head, title, table] = page.blocks
    assert isinstance(head, Paragraph)
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    assert (head.text, title.text) == ("附件", "天宁区城乡义务教育优质均衡发展重点任务分解表")
    assert (len(table.rows), table.width) == (6, 6)
    assert [[cell.lines for cell in row] for row in table.rows[1:]] == PRINTED
    found = confined.extract_pages({1: blocks_to_json(page.blocks)}, b"", media_types.PNG)
    assert [row.leads for row in found.rows][1] == ("规划分局", "发改局", "教育文体局")
    assert found.rows[4].cooperating == ()


PRINTED = [
    [
        ("1",),
        ("加强组织领导", "抓紧动员部署"),
        ("召开区政府常务会议，听取义务教育工作情况的汇报，制定实施意见。",),
        ("2017年5月",),
        ("政府办",),
        ("教育文体局",),
    ],
    [
        ("2",),
        ("修编“十三五”义务", "教育学校布局规划"),
        ("修订编制“十三五”义务教育学校布局规划，列表明确年度建设计划，报送至市教育局。",),
        ("2017年8月",),
        ("规划分局", "发改局", "教育文体局"),
        ("国土分局", "建设局", "镇、各街道"),
    ],
    [
        ("3",),
        ("实施义务教育学校", "标准化建设工程"),
        (
            (
                "制定《义务教育学校标准化建设工程实施方案》，新建学校严格按照省定办学标准设计建设；"
                "现有学校按一校一策确定方案，综合施策。至2020年，所有义务教育学校达到省定办学标准。"
            ),
        ),
        ("2020年",),
        ("教育文体局",),
        ("镇、各街道",),
    ],
    [
        ("4",),
        ("整体提升", "学校教育质量"),
        (
            (
                "深入推进集团办学，全面深化学校“主动发展”工程，现代学校制度基本建立，"
                "信息技术促进教育变革成效显著。到2020年，建成12所左右市“新优质学校”，"
                "学生综合素养整体较好，学校内涵品质进一步提升。"
            ),
        ),
        ("2020年",),
        ("教育文体局",),
        ("财政局", "人社局", "编办"),
    ],
    [
        ("5",),
        ("稳步推行", "“区管校聘”管理", "体制改革"),
        ("建立编办、教育、财政、人社部门参与的联席会议制度，于开学前全部落实到位。",),
        ("2017年9月",),
        ("编办", "教育文体局", "财政局", "人社局"),
        ("——",),
    ],
]
