"""Tables of scans without lines down: their columns are told by where words stand."""

import numpy as np

from tracker.reading.content import Table
from tracker.reading.mixed import in_runs
from tracker.reading.punctuation import widened
from tracker.reading.recognition import Word
from tracker.reading.ruled_grid import Frame, Picture
from tracker.reading.scan_aligned import parted, take_tables
from tracker.reading.scan_cells import Page

UNIT = 36.0
SIZE = 36
NO_LINES = np.zeros((2300, 1600), np.uint8)
COLUMNS = (100, 240, 560, 1080, 1300)
HEADER = ("序号", "重点任务", "主要内容", "完成时间", "责任部门")
ROWS = (
    (
        ("1",),
        ("加强组织领导",),
        ("召开常务会议，听取汇报，", "制定实施意见。"),
        ("2017年5月",),
        ("政府办",),
    ),
    (
        ("2",),
        ("修编布局规划",),
        ("修订学校布局规划，报送至", "市教育局。"),
        ("2017年8月",),
        ("规划分局", "发改局"),
    ),
    (("3",), ("规范教师行为",), ("建立负面清单，实行承诺制", "度。"), ("长期",), ("教育局",)),
)


def word(text: str, left: int, top: int, score: float = 1.0) -> Word:
    width = sum(SIZE // 2 if each.isascii() else SIZE for each in text)
    return Word(text, Frame(left, top, left + width, top + SIZE), score)


def drawn(words: list[Word], across: tuple[int, ...] = (), page: int = 1) -> tuple[Page, Picture]:
    """Return a page on which ink stands in the frames, and the lines across it."""
    ink, lines = NO_LINES.copy(), NO_LINES.copy()
    for each in words:
        frame = each.frame
        ink[frame.top : frame.bottom, frame.left : frame.right] = 255
    for y in across:
        lines[y : y + 2, 100:1500] = 255
    paper = np.full((2300, 1600, 3), 255, np.uint8)
    return Page(page, paper, ink, UNIT, lambda _frame: None), lines


def words_of_table(top: int = 300, first: int = 1) -> list[Word]:
    words = [word(text, left, top) for text, left in zip(HEADER, COLUMNS, strict=True)]
    for number, row in enumerate(ROWS):
        for lines, left in zip(row, COLUMNS, strict=True):
            for at, line in enumerate(lines):
                text = str(number + first) if left == COLUMNS[0] else line
                y = top + 80 + 130 * number + 52 * at
                words.append(word(text, left, y, 0.5 if text == "发改局" else 1.0))
    return words


def table_of(
    words: list[Word], across: tuple[int, ...] = (), number: int = 1
) -> tuple[Table, list[Word]]:
    page, lines = drawn(words, across, number)
    [(_top, table)], rest = take_tables(page, words, lines)
    return table, rest


EXPECTED = [[(text,) for text in HEADER]] + [
    [("".join(lines),) if at == 2 else lines for at, lines in enumerate(row)] for row in ROWS
]


def test_words_in_columns_are_a_table_and_the_others_are_left() -> None:
    title, note = word("重点任务分解表", 600, 150), word("说明：各单位按职责分工负责。", 140, 1200)
    number = word("- 3 -", 760, 2200)
    table, rest = table_of([title, *words_of_table(), note, number])
    assert [[cell.lines for cell in row] for row in table.rows] == EXPECTED
    assert [each.text for each in rest] == [title.text, note.text, number.text]


def test_lines_across_part_the_rows() -> None:
    table, _rest = table_of(words_of_table(), (290, 350, 480, 610, 740))
    assert [[cell.lines for cell in row] for row in table.rows] == EXPECTED


def test_the_boxes_of_the_cells_lie_side_by_side_and_say_what_is_doubtful() -> None:
    table, _rest = table_of(words_of_table())
    lead = table.rows[2][4].boxes[0]
    assert not lead.is_sure
    assert abs(lead.x - COLUMNS[4]) <= 2
    assert lead.y <= 300 + 80 + 130
    assert lead.y + lead.height >= 300 + 80 + 130 + 52
    tops = [row[0].boxes[0].y for row in table.rows]
    assert tops == sorted(tops)
    assert table.rows[1][0].boxes[0].is_sure


def test_a_table_with_its_header_typed_again_on_the_next_page_is_one() -> None:
    first, _rest = table_of(words_of_table())
    second, _more = table_of(words_of_table(120, first=4), number=2)
    [[table]] = in_runs({1: [first], 2: [second]}).values()
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows] == ["序号", *"123456"]


def test_running_text_is_no_table() -> None:
    words = [
        word("各县区要高度重视，切实加强组织领导，", 100 + 72 * (at == 0), 300 + 60 * at)
        for at in range(8)
    ]
    page, lines = drawn(words)
    assert take_tables(page, words, lines) == ([], words)


def alone(texts: dict[int, str]) -> Page:
    """Return a page with two pieces of ink in line; what stands near x reads as the text there."""
    ink = np.zeros((60, 600), np.uint8)
    ink[10:46, 0:180] = ink[10:46, 230:330] = 255

    def read_alone(frame: Frame) -> Word | None:
        return Word(texts[frame.left], frame, 0.9)

    return Page(1, np.full((60, 600, 3), 255, np.uint8), ink, UNIT, read_alone)


def test_a_word_read_over_two_columns_is_parted_at_the_blank() -> None:
    both = Word("每年核定编2020", Frame(0, 10, 330, 46), 1.0)
    found = parted(alone({0: "每年核定编", 230: "2020"}), both)
    assert [(each.text, each.frame.left) for each in found] == [("每年核定编", 0), ("2020", 230)]
    marked = Word("第一，布局。“十三", Frame(0, 10, 330, 46), 1.0)
    assert parted(alone({0: "第一，布局。", 230: "“十三"}), marked) == [marked]
    other = Word("每年核定编制20", Frame(0, 10, 330, 46), 1.0)
    assert parted(alone({0: "每年核定编", 230: "2020"}), other) == [other]


def test_a_ring_read_as_a_letter_is_a_full_stop() -> None:
    assert widened("制定实施意见o") == "制定实施意见。"
    assert widened("“十三五”o修编") == "“十三五”。修编"
    assert widened("使用Zoom会议") == "使用Zoom会议"
