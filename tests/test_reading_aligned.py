"""Tables of a PDF or OFD that no line marks: rows and columns show only by where text stands."""

from collections.abc import Sequence

import pytest

from tests.pages_samples import Drawn, make_ofd, make_pdf, width
from tests.reading_samples import texts_of
from tracker.reading import Paragraph, Table, media_type, read_document

SIZE = 12.0
STEP = 18.0
PADDING = 4.5
# A cell: its lines, and over how many rows it reaches.
Cells = Sequence[tuple[str, int] | str | None]


def in_the_middle(
    rows: Sequence[Cells], widths: Sequence[float], *, centred: bool = False, top: float = 120
) -> Drawn:
    """Draw text as in a table without lines whose cells stand in the middle of their height.

    A cell is its text, with a number if it reaches over so many rows; None is covered by the cell
    above. A row of one cell stands across.
    """
    page = Drawn()
    heights = [
        max(cell.count("\n") + 1 for cell in row if isinstance(cell, str)) * STEP + 2 * PADDING
        for row in rows
    ]
    for at, row in enumerate(rows):
        y = top + sum(heights[:at])
        x = 50.0
        for column, cell in enumerate(row):
            room = sum(widths) if len(row) == 1 else widths[column]
            text, span = cell if isinstance(cell, tuple) else (cell or "", 1)
            lines = text.split("\n")
            spare = sum(heights[at : at + span]) - len(lines) * STEP
            for number, line in enumerate(lines, 1):
                start = (room - width(line, SIZE)) / 2 if centred else PADDING
                if line:
                    page.text(x + start, y + spare / 2 + number * STEP - 5, line, SIZE)
            x += room
    return page


def grid_of(*pages: Drawn) -> list[list[str]]:
    content = read_document(make_pdf(pages), "application/pdf")
    (found,) = (block for block in content.blocks if isinstance(block, Table))
    return texts_of(found)


WIDTHS = (26, 120, 90, 170, 90)
HEAD = ("序\n号", "工作任务", "牵头单位", "责任单位", "完成时限")
ROWS: list[Cells] = [
    HEAD,
    ("一、现代产业（2项）",),
    ("1", "推进新区建设", "市发展改革\n委员会", "市财政局\n新区管委会", "12月底前"),
    ("2", "完成重点项目10\n个", "市商务局", "各县（区）政府；\n市财政局", "持续实施"),
    ("（二）民生事业",),
    ("3", "改造棚户区1200套", "市住房城乡\n建设局", "—", "上半年开工，\n年底建成"),
]
MEANT = [
    ["序号", "工作任务", "牵头单位", "责任单位", "完成时限"],
    ["一、现代产业（2项）"] * 5,
    ["1", "推进新区建设", "市发展改革委员会", "市财政局\n新区管委会", "12月底前"],
    ["2", "完成重点项目10个", "市商务局", "各县（区）政府；\n市财政局", "持续实施"],
    ["（二）民生事业"] * 5,
    ["3", "改造棚户区1200套", "市住房城乡建设局", "—", "上半年开工，年底建成"],
]


def without_feeds(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[text.replace("\n", "") for text in row] for row in rows]


@pytest.mark.parametrize("centred", [False, True])
def test_rows_without_lines_are_told_by_the_middle_of_their_cells(centred: bool) -> None:
    found = grid_of(in_the_middle(ROWS, WIDTHS, centred=centred))
    assert without_feeds(found) == without_feeds(MEANT)


def test_names_one_below_the_other_stay_two_and_broken_ones_are_joined() -> None:
    found = grid_of(in_the_middle(ROWS, WIDTHS))
    assert found[2][2:4] == ["市发展改革委员会", "市财政局\n新区管委会"]


def test_a_cell_in_the_middle_of_several_rows_covers_them() -> None:
    rows: list[Cells] = [
        ("重点任务", "序号", "具体措施", "牵头单位", "配合单位", "时间"),
        (("一、优化审批", 3), "1", "推行一窗受理", ("市行政审批局", 2), "市税务局", "6月"),
        (None, "2", "压减审批事项", None, "市发展改革委", "2021年\n9月"),
        (None, "3", "建设电子证照库", "市大数据局", "市公安局", "长期"),
        (("二、监管", 2), "4", "检查全覆盖", "市市场监管局", ("各有关部门", 2), "年底前"),
        (None, "5", "信用分级分类", "市发展改革委", None, "每季度"),
    ]
    found = grid_of(in_the_middle(rows, (90, 33, 100, 90, 85, 60)))
    assert [row[0] for row in found[1:]] == ["一、优化审批"] * 3 + ["二、监管"] * 2
    assert [row[3] for row in found[1:4]] == ["市行政审批局", "市行政审批局", "市大数据局"]
    assert [row[4] for row in found[1:]] == [
        *("市税务局", "市发展改革委", "市公安局"),
        *("各有关部门", "各有关部门"),
    ]


def test_a_unit_stands_beside_its_rows_and_the_headings_that_part_them() -> None:
    rows: list[Cells] = [
        ("责任单位", "序号", "任务内容", "时限"),
        (("市教育局", 4), "1", "新建学校三所", "8月底前"),
        (None, "（二）师资队伍", "", ""),
        (None, "2", "招聘教师", "9月底"),
        (None, "3", "培训校长", "年底前"),
        ("市民政局", "4", "建设养老院", "12月"),
    ]
    found = grid_of(in_the_middle(rows, (80, 40, 120, 60)))
    assert [row[0] for row in found[1:]] == ["市教育局"] * 4 + ["市民政局"]
    assert found[2][1:] == ["（二）师资队伍"] * 3


def test_a_row_without_number_is_a_row_if_it_keeps_its_distance() -> None:
    rows: list[Cells] = [
        ("序号", "工作任务", "责任部门", "完成时间"),
        ("1", "完成社区改造", "区民政局", "5月"),
        ("", "", "各街道", "6月"),
        ("2", "智慧小区", "区住建局", "9月"),
        ("", "", "区公安分局", ""),
    ]
    assert grid_of(in_the_middle(rows, (40, 120, 90, 60))) == [list(row) for row in rows]


def test_headings_set_wide_or_broken_are_whole() -> None:
    rows: list[Cells] = [
        ("序 号", "任 务 名 称", "责任单位及\n责任人", "时 限"),
        ("1", "高标准农田二十万亩", "市农业局", "11月底"),
        ("2", "冷链设施十五个", "市商务局", "12月底"),
    ]
    found = grid_of(in_the_middle(rows, (60, 150, 100, 80), centred=True))
    assert ["".join(text.split()) for text in found[0]] == [
        *("序号", "任务名称", "责任单位及责任人", "时限"),
    ]
    assert found[1:] == [list(row) for row in rows[1:]]


def test_a_table_right_below_with_other_edges_is_a_table_of_its_own() -> None:
    rows: list[Cells] = [
        ("序号", "整改任务", "整改措施", "责任单位"),
        ("1", "河道采砂", "专项整治", "市水利局"),
        ("2", "黑臭水体", "截污纳管", "市住建局"),
    ]
    page = in_the_middle(rows, (40, 100, 100, 100))
    more = in_the_middle([("3", "固废堆存", "清运二万吨", "县政府")], (22, 70, 90, 60), top=215)
    page.texts += more.texts
    page.text(50, 300, "注：列首位的为牵头单位。")
    content = read_document(make_pdf([page]), "application/pdf")
    tables = [block for block in content.blocks if isinstance(block, Table)]
    assert [texts_of(found)[-1][0] for found in tables] == ["2", "3"]
    assert isinstance(content.blocks[-1], Paragraph)


@pytest.mark.parametrize("total", ["合计", "合\n计", "总计"])
def test_the_name_of_a_sum_among_the_numbers_is_kept_in_a_row_of_its_own(total: str) -> None:
    rows: list[Cells] = [
        ("序号", "项目名称", "责任单位", "金额"),
        ("1", "校舍维修", "市教育局", "500"),
        ("2", "设备采购", "市卫健委", "300"),
        (total, "", "", "800"),
    ]
    found = grid_of(in_the_middle(rows, (40, 120, 90, 60)))
    assert without_feeds(found) == without_feeds([[str(each) for each in row] for row in rows])


def test_a_table_below_the_title_of_its_own_is_another() -> None:
    tasks: list[Cells] = [
        ("序号", "指标名称", "责任单位"),
        ("1", "生产总值增速", "市发展改革委"),
        ("2", "城镇新增就业", "市人力社保局"),
    ]
    projects: list[Cells] = [
        ("序号", "项目名称", "建设地点"),
        ("1", "江边大桥", "江安县"),
        ("2", "火车东站", "翠屏区"),
    ]
    page = in_the_middle(tasks, (40, 160, 160))
    page.text(100, 228, "重点项目清单")
    page.texts += in_the_middle(projects, (40, 160, 160), top=240).texts
    content = read_document(make_pdf([page]), "application/pdf")
    assert [getattr(block, "text", "") for block in content.blocks] == ["", "重点项目清单", ""]
    grids = [texts_of(block) for block in content.blocks if isinstance(block, Table)]
    assert grids == [[list(row) for row in tasks], [list(row) for row in projects]]


def test_the_last_number_of_a_page_is_no_page_number() -> None:
    rows = [*ROWS[:-1], ("3", "改造棚户区\n1200套", "市住房城乡\n建设局", "—", "年底\n建成")]
    found = grid_of(in_the_middle(rows, WIDTHS, top=560))
    assert [row[0] for row in found][-1] == "3"
    assert found[-1][3] == "—"


def test_lines_that_do_not_fall_into_columns_are_paragraphs() -> None:
    page = Drawn()
    for at, text in enumerate(
        ("2021年    2022年    牵头单位", "甲 乙 120公里   80公里   市教育局")
    ):
        page.text(150 - 100 * at, 120 + 27 * at, text)
    page.text(50, 174, "丙 丁 500公里   90公里   市财政局")
    content = read_document(make_pdf([page]), "application/pdf")
    assert all(isinstance(block, Paragraph) for block in content.blocks)


@pytest.mark.parametrize("ruled", [False, True])
def test_rows_that_go_on_without_lines_on_the_next_page_are_rows(ruled: bool) -> None:
    rows: list[Cells] = [
        ("序号", "工作任务", "牵头单位", "配合单位"),
        ("1", "修缮城墙三处", "市文物局", "市财政局"),
        ("2", "开放展馆", "市博物馆", ""),
        ("3", "普查古树名木，\n逐株建立档案，\n落实养护责任", "市林草局", "市城管局、\n各县区政府"),
        ("4", "编制保护规划", "市规划局", "市文物局"),
    ]
    widths = (40, 110, 100, 100)
    first = in_the_middle(rows[:3], widths)
    for y in (120, 147, 174, 201) if ruled else ():
        first.line(50, y, 400, y)
    for x in (50, 90, 200, 300, 400) if ruled else ():
        first.line(x, 120, x, 201)
    found = grid_of(first, in_the_middle(rows[3:], widths))
    assert without_feeds(found) == [[str(cell).replace("\n", "") for cell in row] for row in rows]


def test_a_running_head_does_not_stand_before_rows_that_go_on() -> None:
    rows: list[Cells] = [
        ("序号", "工作任务", "牵头单位", "配合单位"),
        *((str(at), f"建设{place}", "市水利局", "市财政局") for at, place in enumerate("甲乙丙丁")),
    ]
    pages = [in_the_middle(part, (40, 110, 100, 100)) for part in (rows[:3], rows[3:4], rows[4:])]
    for page in pages:
        page.text(50, 60, "某县政务简讯")
    assert grid_of(*pages) == [list(row) for row in rows]


def test_lines_in_columns_that_are_no_table_are_told() -> None:
    page = Drawn()
    for at in range(4):
        for x in (50 + 30 * at, 220 + 30 * at, 400):
            page.text(x, 120 + 24 * at, "修建水渠三公里")
    (told,) = read_document(make_pdf([page]), "application/pdf").warnings
    assert "第1页" in told


def test_rows_that_no_room_parts_begin_with_their_numbers() -> None:
    page = Drawn()
    lines = (
        ("序号", "工作任务", "牵头单位", "时限"),
        ("一、保护文物", "", "", ""),
        ("1", "修缮城墙，", "市文物局", "6月底前"),
        ("", "清理河道", "", ""),
        ("2", "开放展馆", "市博物馆", "年底前"),
        ("3", "编制规划，", "市规划局", "全年"),
        ("", "公布名录", "", ""),
    )
    for at, line in enumerate(lines):
        for x, text in zip((50, 90, 200, 300), line, strict=True):
            page.text(x, 120 + 15 * at - 2 * text.isdigit(), text)
    assert without_feeds(grid_of(page))[1:] == [
        ["一、保护文物"] * 4,
        ["1", "修缮城墙，清理河道", "市文物局", "6月底前"],
        ["2", "开放展馆", "市博物馆", "年底前"],
        ["3", "编制规划，公布名录", "市规划局", "全年"],
    ]


def test_small_raised_characters_belong_to_their_line_and_marks_of_notes_to_none() -> None:
    page = Drawn()
    page.text(50, 120, "铺设草坪3000m")
    page.text(128, 115, "2", 8)
    page.text(132, 120, "，由区园林局")
    page.text(204, 115, "1", 8)
    page.text(208, 120, "牵头。")
    (block,) = read_document(make_pdf([page]), "application/pdf").blocks
    assert isinstance(block, Paragraph)
    assert block.text == "铺设草坪3000m2，由区园林局牵头。"


@pytest.mark.parametrize("shift", [0, 55])
def test_a_heading_over_two_others_stands_above_both(shift: float) -> None:
    rows: list[Cells] = [
        ("", "", "主办", "协办"),
        ("1", "整修校舍", "县教育局", "县财政局"),
        ("2", "招聘校医", "县卫健局", "县人社局"),
    ]
    page = in_the_middle(rows, (40, 110, 100, 100))
    for x, text in ((54, "序号"), (94, "任务"), (204 + shift, "分工")):
        page.text(x, 116, text)
    assert grid_of(page) == [
        ["序号", "任务", "分工", "分工"],
        ["序号", "任务", "主办", "协办"],
        *([str(cell) for cell in row] for row in rows[1:]),
    ]


def test_two_headings_make_a_table_where_the_second_is_over_bodies() -> None:
    rows: list[Cells] = [
        ("工作任务", "责任单位"),
        ("修订应急预案，\n组织演练两次", "市应急局"),
        ("检查加油站", "市商务局、\n市公安局"),
    ]
    found = grid_of(in_the_middle(rows, (150, 100)))
    assert without_feeds(found) == [[str(cell).replace("\n", "") for cell in row] for row in rows]


def test_an_ofd_file_gives_the_same_rows() -> None:
    data = make_ofd([in_the_middle(ROWS, WIDTHS)])
    content = read_document(data, media_type(data, "a.ofd"))
    (found,) = (block for block in content.blocks if isinstance(block, Table))
    assert without_feeds(texts_of(found)) == without_feeds(MEANT)
