"""Which of two columns holds the tasks, and which of two the day, as the cells show it."""

from tracker.extraction import Extraction, extract
from tracker.reading import read_document


def page(*rows: str) -> Extraction:
    """Return what is read from a page with one table whose rows are given as cells in HTML."""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    text = f'<html><head><meta charset="utf-8"></head><body><table border=1>{body}</table></body>'
    return extract(read_document(text.encode(), "text/html"))


def cells(*texts: str) -> str:
    """Return cells; one that begins with a number of rows and a bar is merged over them."""
    parted = (text.split("|") if text[1:2] == "|" else ["1", text] for text in texts)
    return "".join(f"<td rowspan={rows}>{text}</td>" for rows, text in parted)


def test_the_text_that_stands_for_each_row_is_the_content() -> None:
    found = page(
        cells("序号", "项目内容", "细化措施", "责任部门"),
        cells("2|1", "2|改善办学条件", "修缮北校区教学楼屋面", "后勤处"),
        cells("更新物理实验室的设备", "教务处"),
        cells("2", "丰富校园文化", "举办两次读书分享活动", "团委"),
    )
    assert [(row.title, row.content, row.leads) for row in found.rows] == [
        ("改善办学条件", "修缮北校区教学楼屋面", ("后勤处",)),
        ("改善办学条件", "更新物理实验室的设备", ("教务处",)),
        ("丰富校园文化", "举办两次读书分享活动", ("团委",)),
    ]


def test_figures_beside_a_merged_task_do_not_part_it() -> None:
    (row,) = page(
        cells("序号", "工作任务", "目标", "责任部门"),
        cells("2|1", "2|改善办学条件", "90%", "后勤处"),
        cells("85%", "教务处"),
    ).rows
    assert row.leads == ("后勤处", "教务处")


def test_the_day_counts_and_not_the_hour() -> None:
    (row,) = page(
        "<td colspan=2>时间</td>" + cells("内容", "责任部门"),
        cells("9月3日", "上午8:30—9:00", "开学典礼", "团委"),
    ).rows
    assert row.deadline_text == "9月3日"


def test_days_below_a_heading_that_is_not_known_say_when() -> None:
    (row,) = page(
        cells("星期", "工作内容", "责任部门"), cells("周三（9月6日）", "消防演练", "保卫处")
    ).rows
    assert row.deadline_text == "周三（9月6日）"
