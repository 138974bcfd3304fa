"""PDF with a text layer: lines, cells, tables over pages, and what no text can be told from."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.pages_samples import (
    ACROSS,
    MILLIMETRE,
    NAMELESS,
    Drawn,
    Sheet,
    broken,
    joined,
    make_pdf,
    width,
)
from tests.reading_samples import DOCUMENTS, content_of, read, tables_of, texts_of
from tracker.errors import EncryptedFile, ScannedFile, UnknownFormat
from tracker.extraction import extract
from tracker.reading import Content, Paragraph
from tracker.reading.content import Table
from tracker.reading.pages.spelling import spelled

HEAD = ["序号", "任务", "责任单位"]
WIDTHS = (40, 200, 100)
LONG = (
    "建立健全工作机制，明确责任分工，加强协调配合，按照时序进度不折不扣抓好落实，"
    "确保各项措施落实见效。"
)


def paragraphs(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def table(drawn: list[Drawn]) -> Table:
    (found,) = tables_of(read(make_pdf(drawn)))
    return found


def boxed(page: Drawn, xs: tuple[float, ...], ys: tuple[float, ...]) -> None:
    """Draw a full grid."""
    for x in xs:
        page.line(x, ys[0], x, ys[-1])
    for y in ys:
        page.line(xs[0], y, xs[-1], y)


@pytest.mark.parametrize("size", [9, 12, 16])
@pytest.mark.parametrize("is_centred", [False, True])
def test_a_line_that_fills_its_cell_goes_on_and_a_shorter_one_ends(
    size: float, is_centred: bool
) -> None:
    rows = [HEAD, ["1", LONG, "市发展和改革委员会\n市住房和城乡建设局\n财政局"]]
    sheet = Sheet((4 * size, 17 * size, 7.5 * size), size, is_centred=is_centred)
    cells = table(sheet.draw(rows)).rows[1]
    assert cells[1].lines == (LONG,)
    assert cells[2].lines == ("市发展和改革委员会", "市住房和城乡建设局", "财政局")


def test_names_that_just_fill_a_narrow_cell_are_not_run_together() -> None:
    rows = [HEAD, ["1", "建校", "教育局\n财政局\n公安局"], ["2", "修路", "发展和改革委员会"]]
    found = table(Sheet((40, 100, 3 * 12 + 10)).draw(rows))
    assert [row[2].lines for row in found.rows[1:]] == [
        ("教育局", "财政局", "公安局"),
        ("发展和改革委员会",),
    ]


def test_a_month_stays_with_its_year() -> None:
    rows = [HEAD, ["1", "建校", "2017年5月"]]
    assert table(Sheet((40, 100, 55)).draw(rows)).rows[1][2].lines == ("2017年5月",)


@pytest.mark.parametrize("is_header_repeated", [True, False])
def test_a_table_over_three_pages_is_one_and_each_row_knows_its_page(
    is_header_repeated: bool,
) -> None:
    rows = [HEAD, *([str(at), LONG, "市教育局"] for at in range(1, 24))]
    sheet = Sheet(WIDTHS, is_header_repeated=is_header_repeated)
    content = read(make_pdf(sheet.draw(rows, "某市任务分解表")))
    (found,) = tables_of(content)
    assert texts_of(found) == rows
    assert paragraphs(content) == ["某市任务分解表"]
    parts = [found.place_of(row).part for row in range(len(rows))]
    assert parts[0] == "第1页"
    assert parts[-1] == "第3页"
    assert [row.place.part for row in extract(content).rows] == parts[1:]


def test_a_row_cut_by_the_page_is_joined() -> None:
    first, second = Drawn(), Drawn()
    boxed(first, (60, 100, 266, 400), (700, 720, 760))
    boxed(second, (60, 100, 266, 400), (80, 120, 140))
    for page, y, texts in (
        (first, 715, HEAD),
        (first, 735, ["1", "听取工作情况的汇报，制定实", "教育局"]),
        (second, 95, ["", "施意见。", "财政局"]),
        (second, 135, ["2", "修路。", "交通局"]),
    ):
        for x, text in zip((64, 104, 270), texts, strict=True):
            page.text(x, y, text)
    found = table([first, second])
    assert texts_of(found)[1:] == [
        ["1", "听取工作情况的汇报，制定实施意见。", "教育局\n财政局"],
        ["2", "修路。", "交通局"],
    ]
    assert [found.place_of(row).part for row in (1, 2)] == ["第1页", "第2页"]


def test_a_merged_cell_fills_what_it_covers_also_over_a_page() -> None:
    first, second = Drawn(), Drawn()
    for page, ys in ((first, (80, 100, 120, 140)), (second, (80, 100, 120))):
        boxed(page, (100, 150, 300), ys)
        page.line(40, ys[0], 40, ys[-1])
        page.line(40, ys[0], 100, ys[0])
        page.line(40, ys[-1], 100, ys[-1])
    first.line(40, 100, 100, 100)
    for page, y, number, text in (
        (first, 115, "1", "编制规划。"),
        (first, 135, "2", "建设学校。"),
        (second, 95, "3", "培训教师。"),
        (second, 115, "4", "督促检查。"),
    ):
        page.text(110, y, number)
        page.text(160, y, text)
    for x, text in ((44, "单位"), (110, "序号"), (160, "责任内容")):
        first.text(x, 95, text)
    first.text(44, 125, "教育局")
    found = table([first, second])
    assert [row[0].text for row in found.rows] == ["单位", *["教育局"] * 4]
    assert found.rows[1][0].row_span == 4


def test_a_blank_cell_below_the_page_break_is_blank() -> None:
    rows = [["序号", "任务", "配合单位"]]
    rows += [[str(at), LONG, "" if at % 2 else "财政局"] for at in range(1, 30)]
    assert texts_of(table(Sheet(WIDTHS).draw(rows))) == rows


def thin(x: float, y: float, right: float, bottom: float) -> str:
    return f"{x} {842 - bottom} {right - x} {bottom - y} re f"


def as_rectangles(line: tuple[float, float, float, float]) -> str:
    x, y, right, bottom = line
    return thin(x, y, max(right, x + 0.7), max(bottom, y + 0.7))


def as_dashes(line: tuple[float, float, float, float]) -> str:
    x, y, right, bottom = line
    steps = [(x + at, y, min(x + at + 3, right), y + 0.7) for at in range(0, int(right - x), 5)]
    steps += [(x, y + at, x + 0.7, min(y + at + 3, bottom)) for at in range(0, int(bottom - y), 5)]
    return "\n".join(thin(*step) for step in steps)


def as_dots(line: tuple[float, float, float, float]) -> str:
    x, y, right, bottom = line
    steps = [(x + at, y) for at in range(0, int(right - x) + 1, 2)]
    steps += [(x, y + at) for at in range(0, int(bottom - y) + 1, 2)]
    return "\n".join(thin(x, y, x + 0.75, y + 0.75) for x, y in steps)


def as_double(line: tuple[float, float, float, float]) -> str:
    x, y, right, bottom = line
    aside = (0, 2.5) if bottom == y else (2.5, 0)
    lines = (line, (x + aside[0], y + aside[1], right + aside[0], bottom + aside[1]))
    return "\n".join(f"{a} {842 - b} m {c} {842 - d} l S" for a, b, c, d in lines)


def over_grey(line: tuple[float, float, float, float]) -> str:
    return "0.9 g 60 700 340 60 re f 0 g\n" + as_rectangles(line)


@pytest.mark.parametrize("way", [as_rectangles, as_dashes, as_dots, as_double, over_grey])
def test_rules_may_be_drawn_in_many_ways(
    way: Callable[[tuple[float, float, float, float]], str],
) -> None:
    rows = [HEAD, ["1", LONG, "教育局\n财政局"], ["2", "修路。", "交通局"]]
    (page,) = Sheet(WIDTHS).draw(rows)
    page.more, page.lines = "\n".join(way(line) for line in page.lines), []
    assert texts_of(table([page])) == rows


@pytest.mark.parametrize("is_inner", [True, False])
def test_a_table_without_outer_border_or_with_lines_across_only_keeps_its_columns(
    is_inner: bool,
) -> None:
    rows = [
        HEAD,
        ["1", LONG, "教育局\n财政局"],
        ["2", "修路。", "交通局"],
        ["3", "建校。", "教育局"],
    ]
    (page,) = Sheet(WIDTHS, is_centred=False).draw(rows)
    inner = {100.0, 300.0} if is_inner else set()
    page.lines = [line for line in page.lines if line[0] != line[2] or line[0] in inner]
    assert texts_of(table([page])) == rows


def test_lines_below_each_cell_tell_the_columns_though_texts_stand_in_the_middle() -> None:
    page = Drawn()
    page.text(200, 96, "重点工作责任分工表", 18)
    xs, ys = (50, 80, 350, 430, 500), (130, 180, 230)
    for y in ys:
        for left, right in pairwise(xs):
            page.line(left, y, right, y)
    rows = [["序号", "任务", "牵头单位", "时限"]]
    rows += [[str(at), "推进重大项目建设，确保按期完成。", "财政局", "6月"] for at in (1, 2)]
    for y, row in zip((122, 154, 204), rows, strict=True):
        for at, (x, text) in enumerate(zip(xs, row, strict=False)):
            page.text(x + 3, y + 5 * (at == 1), text, 10)
    assert texts_of(table([page])) == rows


def test_a_table_without_any_line_keeps_its_rows_over_pages() -> None:
    rows = [["序号", "任务", "时限", "单位"]]
    rows += [[str(at), LONG, "2020年", "教育局\n财政局"] for at in range(1, 30)]
    pages = Sheet((40, 220, 60, 100), is_header_repeated=True).draw(rows)
    for page in pages:
        page.lines = []
    assert texts_of(table(pages)) == rows


def prose(page: Drawn, y: float, text: str, *, left: float = 80, room: float = 420) -> float:
    """Write an indented paragraph and return the base line below it."""
    for at, line in enumerate(broken("　　" + text, room, 16)):
        indent = 32 * (at == 0)
        page.text(left + indent, y, line.strip("　"), 16)
        y += 28
    return y


def test_paragraphs_are_rebuilt_and_heads_feet_and_numbers_left_out() -> None:
    texts = ["一、总体要求", LONG * 3, "（一）主要目标。" + LONG * 2, "2021年6月底前完成。"] * 5
    pages = [Drawn()]
    y = 100.0
    for text in texts:
        if y > 640:
            pages.append(Drawn())
            y = 100
        y = prose(pages[-1], y, text)
    for number, page in enumerate(pages, 1):
        page.text(80, 50, "某市人民政府公报", 9)
        page.text(280, 800, f"— {number} —", 10)
    assert len(pages) >= 3
    assert paragraphs(read(make_pdf(pages))) == texts


def test_a_paragraph_goes_on_over_the_page() -> None:
    lines = broken("　　" + LONG * 3, 420, 16)
    pages = [Drawn(), Drawn()]
    for at, line in enumerate(lines):
        page = pages[at >= 3]
        page.text(
            80 + 32 * (at == 0), 700 + 28 * at if at < 3 else 100 + 28 * at, line.strip("　"), 16
        )
    assert paragraphs(read(make_pdf(pages))) == [LONG * 3]


def test_annexes_that_begin_pages_are_kept_though_they_repeat() -> None:
    pages = []
    for number in range(1, 5):
        page = Drawn()
        page.text(80, 80, f"附件{number}", 16)
        prose(page, 140, LONG * 2)
        pages.append(page)
    found = paragraphs(read(make_pdf(pages)))
    assert [text for text in found if len(text) < 5] == ["附件1", "附件2", "附件3", "附件4"]


def test_lines_that_end_before_an_unused_margin_are_paragraphs_of_their_own() -> None:
    texts = [
        "某市人民政府办公室关于印发重点工作责任分工的通知",
        "某府办发〔2021〕14号",
        "各县（市、区）人民政府：",
        "现将任务分解印发给你们。",
    ]
    page = Drawn()
    for at, text in enumerate(texts):
        page.text(36, 60 + 24 * at, text, 14)
    assert paragraphs(read(make_pdf([page]))) == texts


def test_a_title_in_the_middle_above_short_lines_stands_alone() -> None:
    title = "某市人民政府办公室关于印发重点工作任务分解表的通知"
    texts = ["某府办发〔2021〕14号", title, "各县（市、区）人民政府：", "附件：任务分解表"]
    page = Drawn()
    for at, text in enumerate(texts):
        left = (page.size[0] - width(text, 14)) / 2 if text == title else 80
        page.text(left, 60 + 24 * at, text, 14)
    content = read(make_pdf([page]))
    assert paragraphs(content) == texts
    assert [getattr(block, "alignment", "") for block in content.blocks] == ["", "center", "", ""]


def test_the_number_of_a_document_stands_alone_though_its_title_fills_the_line() -> None:
    title = broken("某市人民政府办公室关于印发加快推进先进制造业发展重点工作的通知", 420, 14)
    page = Drawn()
    for at, text in enumerate([*title[:1], "某府办发〔2021〕14号"]):
        page.text(80, 60 + 24 * at, text, 14)
    prose(page, 130, LONG * 2)
    assert paragraphs(read(make_pdf([page])))[1] == "某府办发〔2021〕14号"


@pytest.mark.parametrize("ending", ["（牵头单位：市财政局，三江新区管委会）", "抓好落实"])
def test_an_indented_line_begins_a_paragraph_though_the_one_above_is_full(ending: str) -> None:
    first = broken("　　" + LONG * 2, 420, 16)[:2]
    first.append((LONG * 2)[: 26 - len(ending)] + ending)
    page = Drawn()
    for at, line in enumerate([*first, "　　（二）推进技术改造。" + LONG[:10]]):
        indent = 32 * line.startswith("　")
        page.text(80 + indent, 60 + 28 * at, line.strip("　"), 16)
    found = paragraphs(read(make_pdf([page])))
    assert [text[:4] for text in found] == [LONG[:4], "（二）推"]


def test_paragraphs_set_apart_end_though_their_last_lines_are_full() -> None:
    lines = broken(LONG * 3, 420, 12)
    paragraph = lines[:2]
    page = Drawn()
    for at, text in enumerate([*paragraph, *paragraph, *paragraph]):
        page.text(80, 60 + 18 * at + 8 * (at // 2), text, 12)
    assert paragraphs(read(make_pdf([page]))) == ["".join(paragraph)] * 3


def test_a_sign_that_hangs_over_the_margin_does_not_move_it() -> None:
    """Writers let a comma stand outside of it; the digit makes the first line end before it."""
    lines = ["按照第1项工作的总要求" + "认真落实" * 5, "逐条研究" * 7 + "再落实，", "报市政府。"]
    page = Drawn()
    for at, text in enumerate(lines):
        page.text(80, 60 + 20 * at, text, 12)
    assert paragraphs(read(make_pdf([page]))) == ["".join(lines)]


def in_one_cell(gaps: Callable[[int], float], text: str) -> str:
    """Return what is read of a cell whose characters stand so many font sizes apart."""
    page = Drawn()
    boxed(page, (50, 350, 500), (100, 150, 200))
    x = 60.0
    for at, sign in enumerate(text):
        page.text(x, 130, sign, 12)
        x += 12 * (1 + gaps(at))
    page.text(360, 130, "市政府", 12)
    return table([page]).rows[0][0].lines[0]


def test_a_gap_as_wide_as_a_blank_parts_names_in_a_cell() -> None:
    text = "市商务局供销社"
    assert in_one_cell(lambda at: 0.22 * (at == 3), text) == "市商务局 供销社"
    assert in_one_cell(lambda at: 0.5 * (at == 3), text) == "市商务局 供销社"


def test_a_stretched_line_in_a_cell_has_no_blanks() -> None:
    text = "市商务局供销社"
    assert in_one_cell(lambda _at: 0.3, text) == text
    assert in_one_cell(lambda at: 0.3 + 0.06 * (at % 2), text) == text


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Drawn()
    page.text(200, 60, "某市人民政府公报", 18)
    for column, left in enumerate((60, 310)):
        y = 100.0
        for part in range(3):
            y = prose(page, y, f"（{column}{part}）{LONG}", left=left, room=225)
    found = paragraphs(read(make_pdf([page])))
    assert found[1:] == [f"（{column}{part}）{LONG}" for column in range(2) for part in range(3)]


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_page_that_lies_on_its_side_is_turned(is_marked: bool) -> None:
    rows = [HEAD, ["1", LONG, "教育局\n财政局"], ["2", "修路。", "交通局"]]
    (page,) = Sheet(WIDTHS).draw(rows)
    page.is_turned = True
    page.rotate = 90 * is_marked
    assert texts_of(table([page])) == rows


@pytest.mark.parametrize("place", ["0.7 0.7 -0.7 0.7 100 300", "1 0 0 1 100 718"])
def test_words_across_the_page_as_a_watermark_are_left_out(place: str) -> None:
    page = Drawn()
    prose(page, 100, LONG)
    page.more = f"BT /F 60 Tf {place} Tm <5F816C42610F89C17A3F> Tj ET"
    assert paragraphs(read(make_pdf([page]))) == [LONG]


def test_letters_drawn_twice_to_be_bold_are_read_once() -> None:
    page = Drawn()
    page.text(80, 100, "工作方案", 16)
    page.text(80.3, 100, "工作方案", 16)
    assert paragraphs(read(make_pdf([page]))) == ["工作方案"]


def test_a_landscape_page_between_others_has_margins_of_its_own() -> None:
    upright, across = Drawn(), Drawn(size=ACROSS)
    prose(upright, 100, LONG * 2)
    prose(across, 100, LONG * 2, room=640)
    assert paragraphs(read(make_pdf([upright, across, upright]))) == [LONG * 2] * 3


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("⽤", "用"), ("⻓", "长"), ("⻔", "门"), ("ﬁ", "fi"), ("　", " "), ("\x03", "")],
)
def test_radicals_and_ligatures_are_spelled_as_meant(printed: str, meant: str) -> None:
    assert spelled(ord(printed)) == meant


def test_fonts_that_do_not_say_what_they_show_are_sent_to_recognition() -> None:
    page = Drawn()
    for at in range(30):
        page.text(60, 60 + 20 * at, "".join(chr(1 + (at + more) % 30) for more in range(20)))
    data = make_pdf([page], NAMELESS)
    with pytest.raises(ScannedFile, match="字体"):
        read(data)


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    assert paragraphs(content_of("pages/owner_password.pdf")) == ["市教育局负责"]


def test_a_file_under_a_password_is_refused() -> None:
    with pytest.raises(EncryptedFile):
        content_of("hostile/encrypted_123456.pdf")


def test_a_blank_file_is_no_scan() -> None:
    with pytest.raises(UnknownFormat) as refusal:
        read(make_pdf([Drawn()]))
    assert not isinstance(refusal.value, ScannedFile)


def test_a_frame_around_the_page_is_no_table() -> None:
    page = Drawn()
    boxed(page, (40, 560), (40, 800))
    prose(page, 100, LONG)
    content = read(make_pdf([page]))
    assert paragraphs(content) == [LONG]
    assert not tables_of(content)


def test_a_table_inside_a_layout_frame_is_the_table() -> None:
    rows = [HEAD, ["1", LONG, "教育局"], ["2", "修路。", "交通局"]]
    (page,) = Sheet(WIDTHS).draw(rows)
    boxed(page, (30, 570), (30, 60, 800))
    page.text(40, 50, "某市任务表")
    assert texts_of(table([page])) == rows


def test_the_samples_are_measured_as_they_are_drawn() -> None:
    assert width("建校2", 10) == 25
    assert pytest.approx(25.4 / 72) == 1 / MILLIMETRE
    assert (DOCUMENTS / "pages" / "owner_password.pdf").stat().st_size < 10_000


def test_a_file_without_pages_says_so() -> None:
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]
    with pytest.raises(UnknownFormat, match="页面"):
        read(joined(objects))
