"""Who answers may stand in a clause among the words of a task, where no column names anybody."""

from tests.reading_samples import extraction_from
from tracker.extraction import TaskRow


def rows_of(*lines: str) -> tuple[TaskRow, ...]:
    return extraction_from("\n".join(lines)).rows


def roles(rows: tuple[TaskRow, ...]) -> list[tuple[object, ...]]:
    return [(row.content, row.leads, row.cooperating, row.deadline_text) for row in rows]


def test_a_clause_in_the_words_of_a_task_says_who_answers() -> None:
    rows = rows_of(
        "序号\t任务及分工\t时限",
        "1\t建设农田。（市农业农村局牵头，市财政局配合）\t10月底",
        "2\t改造户厕。责任单位：市卫健委\t9月底",
    )
    assert roles(rows) == [
        ("建设农田。", ("市农业农村局",), ("市财政局",), "10月底"),
        ("改造户厕。", ("市卫健委",), (), "9月底"),
    ]


def test_a_table_may_have_no_other_word_on_who_answers() -> None:
    rows = rows_of(
        "序号\t重点任务\t具体举措",
        "1\t农田\t建设农田。（责任单位：市农业农村局；完成时限：10月底）",
        '2\t水利\t"1.修渠。（市水利局负责）\n2.建桥。（市交通局负责）"',
    )
    assert roles(rows) == [
        ("建设农田。", ("市农业农村局",), (), "10月底"),
        ("1.修渠。", ("市水利局",), (), None),
        ("2.建桥。", ("市交通局",), (), None),
    ]


def test_a_column_of_who_answers_goes_before_a_clause_which_may_add_who_helps() -> None:
    rows = rows_of(
        "序号\t任务\t责任单位\t时限",
        "1\t建设农田。（配合单位：市财政局）\t市农业农村局\t10月底",
        "2\t改造户厕。责任单位：市卫健委\t\t9月底",
    )
    assert [(row.leads, row.cooperating) for row in rows] == [
        (("市农业农村局",), ("市财政局",)),
        (("市卫健委",), ()),
    ]


def test_words_without_clauses_stay_no_tasks() -> None:
    assert rows_of("序号\t名称\t内容", "1\t农田\t面积大。", "2\t水利\t有桥。（见附件）") == ()


def test_numbered_items_behind_a_unit_and_nothing_else_are_its_tasks() -> None:
    cells = '市财政局\t"1.落实减税。\n2.清理收费。"'
    assert [(row.content, row.leads) for row in rows_of("单位\t承担任务", cells)] == [
        ("1.落实减税。", ("市财政局",)),
        ("2.清理收费。", ("市财政局",)),
    ]
    steps = '市财政局\t"1.摸底。\n2.清理收费。"\t12月底'
    assert len(rows_of("单位\t承担任务\t完成时限", steps)) == 1
