"""Who leads in a table by a mark behind or before a name, and what stands where no task does."""

import pytest

from tests.reading_samples import extraction_from
from tracker.extraction import TaskRow

Roles = tuple[tuple[str, ...], tuple[str, ...]]


def rows_of(*lines: str) -> tuple[TaskRow, ...]:
    return extraction_from("\n".join(lines)).rows


@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("市民政局（牵头）、市财政局、市公安局", (("市民政局",), ("市财政局", "市公安局"))),
        ("市财政局、市民政局（主办）", (("市民政局",), ("市财政局",))),
        ("市民政局、市财政局（配合）", (("市民政局",), ("市财政局",))),
        ("市民政局、市财政局（责任单位）", (("市民政局", "市财政局"), ())),
    ],
)
def test_beside_one_that_is_marked_as_leading_the_others_cooperate(cell: str, roles: Roles) -> None:
    (row,) = rows_of("任务\t责任单位", f"改革殡葬服务\t{cell}")
    assert (row.leads, row.cooperating) == roles


def test_a_person_in_brackets_behind_a_body_is_no_part_of_its_name() -> None:
    (row,) = rows_of("任务\t责任单位", "封堵排污口\t市城管局（张小明）、雄石街道（李卫）")
    assert row.leads == ("市城管局", "雄石街道")
    assert row.persons == (("责任单位", "张小明"), ("责任单位", "李卫"))


def test_times_of_each_step_are_a_column_of_times() -> None:
    (row,) = rows_of("任务\t责任单位\t序时进度", "创建卫生城市\t市卫健委\t6月底申报；10月底迎检")
    assert row.deadline_text == "6月底申报；10月底迎检"


def test_a_place_answers_for_what_is_due_there() -> None:
    (row,) = rows_of("乡镇\t工作任务\t完成时限", "城关镇\t建成集镇污水处理站\t10月底")
    assert row.leads == ("城关镇",)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "乡镇\t任务数（亩）\t完成时限\t责任人",
            "城关镇\t1200\t10月底\t张三",
            "河口乡\t800\t10月底\t李四",
        ),
        ("序号\t事项名称\t实施依据\t实施机关\t办理时限", "1\t取水许可\t水法\t市水利局\t20个工作日"),
    ],
    ids=["what each place is allotted", "what is granted on application"],
)
def test_a_table_without_work_holds_no_tasks(lines: tuple[str, ...]) -> None:
    found = extraction_from("\n".join(lines))
    assert found.rows == ()
    assert len(found.remarks) == 1
