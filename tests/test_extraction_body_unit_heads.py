"""Measures under the name of the body that has to do them."""

import pytest

from tests.reading_samples import extraction_from

FORMS = [
    ("区水务局（2项）", "区卫健局(1项)"),
    ("区水务局", "区卫健局"),
    ("一、区水务局", "二、区卫健局"),
    ("（一）区水务局：", "（二）区卫健局："),
]
TASKS = "{}\n1.疏浚三条排水渠。\n2.检修全部闸门。\n{}\n1.为老年人免费体检。"


@pytest.mark.parametrize("heads", FORMS)
def test_the_body_in_the_heading_leads_what_is_numbered_below_it(heads: tuple[str, str]) -> None:
    rows = extraction_from("全区重点项目清单\n" + TASKS.format(*heads)).measures
    assert [row.leads for row in rows] == [("区水务局",), ("区水务局",), ("区卫健局",)]
    assert not any("区卫健局" in row.content for row in rows)


def test_one_heading_is_enough_where_it_counts_what_is_below() -> None:
    counted = extraction_from(
        "清单\n区水务局（2项）\n1.疏浚三条排水渠。\n2.检修全部闸门。"
    ).measures
    assert [row.leads for row in counted] == [("区水务局",)] * 2
    plain = extraction_from("清单\n区水务局\n1.疏浚三条排水渠。\n2.检修全部闸门。").measures
    assert [row.leads for row in plain] == [(), ()]


def test_addressees_kinds_of_bodies_and_documents_with_clauses_are_left_alone() -> None:
    kinds = TASKS.format("一、市直部门", "二、各县区政府")
    assert not any(row.leads for row in extraction_from(kinds).measures)
    said = TASKS.format("一、区水务局", "二、区卫健局").replace("闸门。", "闸门。（区财政局负责）")
    leads = [row.leads for row in extraction_from(said).measures]
    assert ("区财政局",) in leads
    assert ("区水务局",) not in leads


def test_what_is_reported_below_a_task_is_not_the_task() -> None:
    text = (
        "清单\n区水务局（2项）\n1.认领事项：东河排水渠疏浚。工作进展：区交通局已清运淤泥。"
        "\n2.认领事项：北闸检修。工作进展：尚未开工。"
    )
    rows = extraction_from(text).measures
    assert [(row.content, row.leads) for row in rows] == [
        ("东河排水渠疏浚", ("区水务局",)),
        ("北闸检修", ("区水务局",)),
    ]


PLAN = (
    "全区重点项目清单\n{0}区水务局（县防汛办）\n1.疏浚排水渠。"
    "\n{1}区卫健局\n1.免费体检。\n{2}\n1.清扫街道。"
)
LAST = [
    ("各乡镇、街道", ("各乡镇", "街道")),
    ("各乡镇（街道）", ("各乡镇（街道）",)),
    ("区直各部门", ("区直各部门",)),
    ("区城管局、区环卫中心", ("区城管局", "区环卫中心")),
    ("城市容貌", ()),
]


@pytest.mark.parametrize(("last", "leads"), LAST)
@pytest.mark.parametrize(
    "numbers", [("", "", ""), ("一、", "二、", "三、"), ("（一）", "（二）", "（三）")]
)
def test_the_last_heading_leads_its_measures_or_nobody_does(
    numbers: tuple[str, str, str], last: str, leads: tuple[str, ...]
) -> None:
    text = PLAN.format(*numbers[:2], numbers[2] + last)
    found = [row.leads for row in extraction_from(text).measures]
    assert found == [("区水务局（县防汛办）",), ("区卫健局",), leads]


@pytest.mark.parametrize(
    "outer",
    [
        "二、有关要求",
        "二、有关要求。各单位要按时报送进展情况，确保任务落到实处，不得拖延推诿，也不得弄虚作假。",
    ],
)
def test_a_heading_above_the_bodies_ends_them(outer: str) -> None:
    text = "清单\n一、任务\n（一）区水务局\n1.疏浚排水渠。\n（二）区卫健局\n1.免费体检。\n" + outer
    found = [row.leads for row in extraction_from(f"{text}\n1.清扫街道。").measures]
    assert found[:2] == [("区水务局",), ("区卫健局",)]
    assert not any(found[2:])


def test_who_cooperates_below_a_body_helps_it() -> None:
    text = TASKS.format("区水务局（2项）", "区卫健局").replace("闸门。", "闸门。（区财政局配合）")
    rows = extraction_from("清单\n" + text).measures
    assert [(row.leads, row.cooperating) for row in rows][:2] == [
        (("区水务局",), ()),
        (("区水务局",), ("区财政局",)),
    ]
