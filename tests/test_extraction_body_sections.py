"""Headings of sections that say who does what stands below them."""

import pytest

from tests.reading_samples import extraction_from

ROAD, LAMP, POOL = "疏通排水渠", "更换路灯", "扩建游泳馆"


def read(*lines: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return content, leads and cooperating of the measures of a plan with these lines."""
    rows = extraction_from("\n".join(("东河县城市更新工作方案", *lines))).measures
    return [(row.content.strip("。；"), row.leads, row.cooperating) for row in rows]


HEADS = [
    ("（一）责任单位：县水务局", "（二）责任单位：县体育局"),
    ("（一）牵头单位：县水务局", "（二）牵头单位：县体育局"),
    ("一、县水务局牵头的工作任务（2项）", "二、县体育局牵头的工作任务（1项）"),
    ("一、由县水务局牵头负责的事项", "二、由县体育局牵头负责的事项"),
    ("一、县水务局牵头任务", "二、县体育局牵头任务"),
    ("县水务局负责的重点工作", "县体育局负责的重点工作"),
    ("一、由县水务局负责完成下列任务：", "二、县体育局负责做好以下工作"),
]


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("counted", [("1.", "2.", "1."), ("1.", "2.", "3.")])
def test_a_heading_that_only_names_leads_what_is_below_it_and_is_no_task(
    heads: tuple[str, str], counted: tuple[str, str, str]
) -> None:
    first, second, third = counted
    found = read(heads[0], f"{first}{ROAD}。", f"{second}{LAMP}。", heads[1], f"{third}{POOL}。")
    water, sport = ("县水务局",), ("县体育局",)
    assert found == [(ROAD, water, ()), (LAMP, water, ()), (POOL, sport, ())]


def test_a_numbered_label_between_items_belongs_to_the_one_above() -> None:
    found = read(
        "一、排水", f"1.{ROAD}，全部闸门检修一遍。", "2.责任单位：县水务局", "二、体育事业"
    )[:1]
    assert [leads for _content, leads, _others in found] == [("县水务局",)]


def test_numbered_labels_head_the_text_without_a_number_below_them() -> None:
    heads = ("（一）责任单位：县水务局", "（二）责任单位：县体育局")
    found = read("一、主要任务", heads[0], f"{ROAD}。", heads[1], f"{POOL}。")
    assert found == [(ROAD, ("县水务局",), ()), (POOL, ("县体育局",), ())]
    below = read(f"{ROAD}三条。", "1.责任单位：县水务局", f"{POOL}一座。", "1.责任单位：县体育局")
    assert [leads for _content, leads, _others in below] == [("县水务局",), ("县体育局",)]


def test_a_numbered_heading_leads_the_sentence_below_it_beside_who_helps_there() -> None:
    found = read(
        "（一）县水务局牵头的工作",
        f"{ROAD}。",
        "协同单位：各乡镇",
        "（二）县体育局牵头的工作",
        f"{POOL}。",
    )
    assert found == [(ROAD, ("县水务局",), ("各乡镇",)), (POOL, ("县体育局",), ())]


SECTION = "一、市政（牵头单位：县城管局）"


@pytest.mark.parametrize(
    ("own", "leads", "cooperating"),
    [
        ("（责任单位：各乡镇）", ("县城管局",), ("各乡镇",)),
        ("（县水务局配合）", ("县城管局",), ("县水务局",)),
        ("（责任单位：县城管局、县水务局）", ("县城管局",), ("县水务局",)),
        ("（牵头单位：县水务局）", ("县水务局",), ()),
        ("（县水务局负责）", ("县水务局",), ()),
        ("", ("县城管局",), ()),
        ("完成时限：12月底。", ("县城管局",), ()),
    ],
)
def test_who_leads_a_section_leads_what_names_only_who_helps(
    own: str, leads: tuple[str, ...], cooperating: tuple[str, ...]
) -> None:
    assert read(SECTION, f"1.{ROAD}。{own}", f"2.{LAMP}。")[0] == (ROAD, leads, cooperating)


def test_responsible_stays_the_lead_below_a_section_without_one() -> None:
    found = read(
        "一、市政（责任单位：县城管局）", f"1.{ROAD}。（责任单位：县水务局）", f"2.{LAMP}。"
    )
    assert [leads for _content, leads, _others in found] == [("县水务局",), ("县城管局",)]


@pytest.mark.parametrize(
    "numbers", [("1.", "（1）", "（2）"), ("（二）", "1.", "2."), ("3.", "①", "②")]
)
def test_a_part_on_the_line_of_its_item_is_a_row(numbers: tuple[str, str, str]) -> None:
    outer, first, second = numbers
    found = read(
        "一、主要任务",
        f"{outer}{first}{ROAD}三条；（县水务局）",
        f"{second}{LAMP}六百盏；（县城管局、县财政局）",
    )
    assert [leads for _content, leads, _others in found] == [
        ("县水务局",),
        ("县城管局", "县财政局"),
    ]


LEADER = ("分管领导", "某县长")
HEADED = [
    ("（一）城建（分管领导：某县长）", f"1.{ROAD}。（县水务局）"),
    ("（一）城建", "分管领导：某县长", f"1.{ROAD}。责任单位：县水务局"),
    ("（一）分管领导：某县长", f"1.{ROAD}。责任单位：县水务局"),
    ("一、城建", "分管领导：某县长", "（一）县水务局", f"1.{ROAD}。", "（二）县妇联", f"1.{LAMP}"),
    ("（一）县水务局", "分管领导：某县长", f"1.{ROAD}。", "（二）县体育局", f"1.{POOL}。"),
]


@pytest.mark.parametrize("lines", HEADED)
def test_a_heading_that_names_only_a_leader_gives_him_to_what_stands_below(
    lines: tuple[str, ...],
) -> None:
    found = extraction_from("\n".join(("东河县城市更新工作方案", *lines)))
    row = found.measures[0]
    assert (row.content.rstrip("。"), row.leads, row.persons) == (ROAD, ("县水务局",), (LEADER,))
    assert found.masthead.title == "东河县城市更新工作方案"


def test_who_answers_in_the_body_of_a_section_answers_for_no_other_body() -> None:
    head = "一、城建（牵头单位：县住建局；责任人：某科长）"
    found = extraction_from(f"东河县方案\n{head}\n1.{ROAD}。（县水务局）\n2.{LAMP}。")
    assert [row.persons for row in found.measures] == [(), (("责任人", "某科长"),)]


def test_units_head_the_text_without_numbers_below_them() -> None:
    found = read("（一）县水务局", f"{ROAD}三条。", "（二）县体育局", f"{POOL}一座。")
    assert [leads for _content, leads, _others in found] == [("县水务局",), ("县体育局",)]
    columns = read("一、任务", f"1.{ROAD}\t县水务局", f"2.{POOL}\t县体育局、县财政局")
    assert [leads for _content, leads, _others in columns] == [
        ("县水务局",),
        ("县体育局", "县财政局"),
    ]


@pytest.mark.parametrize(
    "closing",
    [
        "各单位要于2022年3月31日前制定实施方案。",
        "以上措施自发布之日起施行，至2020年12月31日。",
    ],
)
def test_what_closes_the_text_below_the_last_clause_is_none_of_its_measure(closing: str) -> None:
    text = f"青石市实施方案\n一、采购。（市财政局负责）\n二、培训。（市人社局负责）\n{closing}"
    assert [row.content for row in extraction_from(text).measures] == ["采购", "培训"]
