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


def test_hours_stand_under_their_heading() -> None:
    found = page(
        cells("时间", "内容", "地点", "负责部门", ""),
        cells("9:00~9:30", "报到注册", "各班教室", "教学处", ""),
        cells("10：00~11：00", "参观校园", "校园", "团委", ""),
        cells("19:00~20:40", "家长会", "报告厅", "德育处", ""),
    )
    assert [(row.content, row.deadline_text) for row in found.rows] == [
        ("报到注册", "9:00~9:30"),
        ("参观校园", "10：00~11：00"),
        ("家长会", "19:00~20:40"),
    ]


def test_a_table_headed_above_is_not_read_from_the_left() -> None:
    found = page(
        cells("序号", "考核项目", "分值", "考核内容", "评分标准"),
        cells("1", "组织领导", "8", "健全领导小组", "未健全扣8分"),
        cells("2", "协同配合工作", "7", "参加会议", "少一次扣1分"),
        cells("3", "宣传报道工作时限", "10", "年内报送信息", "少一篇扣2分"),
    )
    assert found.rows == ()


def test_for_whom_a_body_answers_is_no_part_of_its_name() -> None:
    (row,) = page(
        cells("时间", "内容", "责任部门"), cells("9月3日", "值勤", "老师：党政办；学生：德育处")
    ).rows
    assert row.leads == ("党政办", "德育处")


def test_a_day_on_which_nothing_is_done_is_no_time_of_the_row_above() -> None:
    (row,) = page(
        cells("时间", "内容", "负责部门"),
        cells("12.4", "安全排查", "德育处"),
        cells("12.5", "", ""),
    ).rows
    assert row.deadline_text == "12.4"
