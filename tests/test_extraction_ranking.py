"""Who leads by a rule that the document says once: the first of a list, those before the comma."""

import pytest

from tests.reading_samples import make_xlsx, read
from tracker.extraction import Extraction, TaskRow, extract
from tracker.reading import read_document

RULES = [
    "列第一位者为牵头单位",
    "排在第一位的部门为牵头部门",
    "责任单位中列首位的为牵头单位",
    "列首的为牵头单位",
    "第一责任单位为牵头单位",
    "排序靠前的为牵头单位",
    "由列第一位的部门牵头负责",
]


def extraction_of(text: str) -> Extraction:
    return extract(read_document(text.encode(), "text/plain"))


def roles(rows: tuple[TaskRow, ...]) -> list[str]:
    """Return the names of each row, those that lead before the bar."""
    return [" ".join(row.leads) + "|" + " ".join(row.cooperating) for row in rows]


@pytest.mark.parametrize("rule", RULES)
def test_the_first_leads_from_where_the_document_says_so(rule: str) -> None:
    found = extraction_of(
        "意见\n一、任务\n1.修路。（市交通局、市财政局负责）\n"
        f"2.建校。（市教育局、市财政局、市规划局负责，{rule}，下同）\n"
        "3.种树。（市林业局、市水利局等负责）\n4.巡河。（市水利局负责）"
    )
    assert roles(found.measures) == [
        "市交通局 市财政局|",
        "市教育局|市财政局 市规划局",
        "市林业局|市水利局",
        "市水利局|",
    ]


def test_a_bracket_of_names_alone_may_state_the_rule() -> None:
    found = extraction_of(
        "办法\n一、考核\n（一）面积。指各种蔬菜的面积。（市农业局、市统计局，列首的为牵头单位，下同）\n"
        "（二）产量。指各种蔬菜的产量。（市农业局、市财政局）"
    )
    assert roles(found.measures) == ["市农业局|市统计局", "市农业局|市财政局"]
    assert found.measures[0].content == "指各种蔬菜的面积。"


@pytest.mark.parametrize("rule", [f"注：{RULES[1]}。", f"以上任务{RULES[0]}。"])
@pytest.mark.parametrize("at", [1, 4])
def test_a_note_at_the_head_or_foot_holds_for_all(rule: str, at: int) -> None:
    lines = [
        "方案",
        "一、任务",
        "1.修路。（责任单位：市交通局、市财政局）",
        "2.巡河。（市水利局负责）",
    ]
    lines.insert(at, rule)
    assert roles(extraction_of("\n".join(lines)).measures)[0] == "市交通局|市财政局"


def test_clauses_that_tell_the_lead_keep_theirs() -> None:
    found = extraction_of(
        "意见\n一、任务\n1.建校。（市教育局、市财政局负责。列第一位者为牵头单位，下同）\n"
        "2.修路。（市交通局、市财政局分别牵头）\n3.种树。（市林业局、市水利局牵头，市财政局配合）"
    )
    assert roles(found.measures)[1:] == ["市交通局 市财政局|", "市林业局 市水利局|市财政局"]


def test_a_rule_for_one_clause_holds_for_no_other() -> None:
    found = extraction_of(
        "意见\n一、任务\n1.建校。（市教育局、市财政局负责，列第一位者为牵头单位）\n"
        "2.修路。（市交通局、市财政局负责）"
    )
    assert roles(found.measures) == ["市教育局|市财政局", "市交通局 市财政局|"]


def test_who_stands_before_the_comma_leads_by_a_rule_said_once() -> None:
    found = extraction_of(
        "方案\n一、任务\n1.建校。〔责任单位：市教育局、市财政局（逗号前为牵头单位，下同）〕\n"
        "2.修路。（责任单位：市交通局、市公路局，市财政局、各县（市、区））"
    )
    assert roles(found.measures) == [
        "市教育局 市财政局|",
        "市交通局 市公路局|市财政局 各县（市、区）",
    ]


@pytest.mark.parametrize("head", ["责任单位", "牵头单位"])
def test_the_first_of_a_cell_leads_unless_its_column_tells(head: str) -> None:
    found = extract(
        read(
            make_xlsx(
                [
                    ["任务", head],
                    ["建校", "市教育局、市财政局"],
                    ["修路", "市交通局、市公路局牵头"],
                    ["注：列首位的为牵头单位。", ""],
                ]
            )
        )
    )
    first = "市教育局|市财政局" if head == "责任单位" else "市教育局 市财政局|"
    assert roles(found.rows) == [first, "市交通局 市公路局|"]


def test_a_rule_that_was_applied_is_told_with_how_to_change_it() -> None:
    text = "意见\n一、任务\n1.建校。（市教育局、市财政局负责，列第一位者为牵头单位，下同）"
    (applied,) = extraction_of(text).remarks
    (left,) = extraction_of(text.replace("、市财政局", "")).remarks
    assert "列第一位者为牵头单位" in applied.text
    assert "列第一位者为牵头单位" in left.text
    assert len(applied.text) > len(left.text)
    alone = "意见\n一、任务\n1.支持全省首个由企业牵头单位组建的联合体。（市科技局、市财政局负责）"
    assert roles(extraction_of(alone).measures) == ["市科技局 市财政局|"]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("（市工信局牵头，市工商联配合，各县（市、区）落实）", "市工信局|市工商联 各县（市、区）"),
        (
            "（市工信局牵头，市工商联参与，各县（市、区）负责落实）",
            "市工信局 各县（市、区）|市工商联",
        ),
        (
            "（牵头单位：市发改委；配合单位：市水利局、市林业局等行业主管部门，市残联）",
            "市发改委|市水利局 市林业局 市残联",
        ),
        (
            "（牵头单位：市发改委；配合单位：市医保局等市直（驻市）进驻单位）",
            "市发改委|市医保局",
        ),
        ("牵头单位：市发改委；责任单位：市司法局等\u3000有关部门（单位）", "市发改委|市司法局"),
        (
            "(牵头部门：厅法规处；责任部门：厅建设处，各市(州) 交通运输局(委）",
            "厅法规处|厅建设处 各市(州)交通运输局(委）",
        ),
    ],
)
def test_those_who_carry_out_or_are_and_others_are_read_as_such(clause: str, expected: str) -> None:
    text = f"方案\n一、任务\n1.简化办理流程。{clause}\n2.巡河。（市水利局负责）"
    assert roles(extraction_of(text).measures)[0] == expected


ALL = "各县（市、区）政府"
ONCE = [
    (f"注：各项任务配合单位均为{ALL}，不再列出。", [f"市交通局|{ALL}", f"市教育局|市住建局 {ALL}"]),
    ("注：所有任务均由市发改委牵头。", ["市发改委|市交通局", "市教育局|市住建局"]),
    (
        f"注：以上任务均由市发改委牵头，{ALL}配合。",
        [f"市发改委|市交通局 {ALL}", f"市教育局|市住建局 {ALL}"],
    ),
    (f"{ALL}为所有任务的配合单位。", [f"市交通局|{ALL}", f"市教育局|市住建局 {ALL}"]),
    (f"以下各项任务均由{ALL}负责落实。", ["市交通局|", "市教育局|市住建局"]),
    ("加粗的为牵头单位。", ["市交通局|", "市教育局|市住建局"]),
]


@pytest.mark.parametrize(("rule", "expected"), ONCE)
def test_who_is_named_once_for_all_helps_or_leads_in_each_row_or_is_told(
    rule: str, expected: list[str]
) -> None:
    found = extraction_of(
        "方案\n一、任务\n1.修路。（责任单位：市交通局）\n"
        f"2.建校。（市教育局牵头，市住建局参与）\n3.创新。营造氛围。\n{rule}"
    )
    assert roles(found.measures)[:3] == [*expected, "|"]
    assert len(found.remarks) == 1


def test_a_broken_line_of_prose_is_no_clause() -> None:
    text = "方案\n一、任务\n1.创新。\n八是市科技局负责以\n“中心”为承载，支持进步。（市工信局牵头）"
    assert roles(extraction_of(text).measures) == ["市工信局|"]
