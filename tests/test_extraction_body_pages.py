"""Pages and lines whose numbers do not begin with 1, and cards that head what is to be done."""

import pytest

from tests.reading_samples import extraction_from
from tracker.texts import gettext as _

Told = list[tuple[str | None, str | None, tuple[str, ...], tuple[str, ...]]]


def told(text: str) -> Told:
    """Return number, heading, leads and cooperating of the measures of a text."""
    rows = extraction_from(text).measures
    return [
        (row.no, (row.title or "").strip("。；") or None, row.leads, row.cooperating)
        for row in rows
    ]


POOL, ROAD = ("县体育局",), ("县交通局",)
BARRED = (
    "| [接上页] 此项工作由县水务局负责,各成员单位协办。 5、扩建泳池 (1)改造水系统。更换水泵3台。"
    " (2)铺设地砖。 此项工作由县体育局负责,各成员单位协办。 6、修建步道 铺设塑胶2公里,安装路灯。"
    " 此项工作由县交通局负责。 |"
)
BROKEN = (
    "此项工作由县水务局负责,各成员单位协办。\n5、扩建泳池\n(1)改造水系统。\n(2)铺设地砖。\n"
    "此项工作由县体育局负责,各成员单位协办。\n6、修建步道\n铺设塑胶2公里。\n"
    "此项工作由县交通局负责。"
)
NESTED = (
    "一、把建设场馆和方便群众结合起来，让健身设施更多更好更近（一）新建场馆，让群众就近健身，"
    "提高场地的使用效率。（县体育局、县财政局负责）具体措施：1．扩建泳池。（县体育局负责）"
    "2．2021年底前修建步道。（县交通局负责）（二）开放校园。（县教育局负责）"
)
SCHOOL, BOTH = ("县教育局",), ("县体育局", "县财政局")
GOES_ON = [("5.", "扩建泳池", POOL, ("各成员单位",)), ("6.", "修建步道", ROAD, ())]
PAGES = [
    (BARRED, GOES_ON),
    (BROKEN, GOES_ON),
    (
        "方案 3.扩建泳池。更换水泵。（县体育局牵头）4.修建步道。铺设塑胶。（县交通局）",
        [("3.", "扩建泳池", POOL, ()), ("4.", "修建步道", ROAD, ())],
    ),
    (
        "（七）扩建泳池。更换水泵。责任单位：县体育局 （八）修建步道。铺设塑胶。责任单位：县交通局",
        [("（七）", "扩建泳池", POOL, ()), ("（八）", "修建步道", ROAD, ())],
    ),
    (
        NESTED,
        [
            ("一（一）", "新建场馆，让群众就近健身，提高场地的使用效率", BOTH, ()),
            ("1.", "扩建泳池", POOL, ()),
            ("2.", "2021年底前修建步道", ROAD, ()),
            ("一（二）", "开放校园", SCHOOL, ()),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PAGES)
def test_a_page_that_goes_on_counts_from_its_own_first_number(text: str, expected: Told) -> None:
    assert told(text) == expected


def test_who_does_a_task_of_the_page_before_is_told_and_makes_no_task() -> None:
    words = "此项工作由县水务局负责,各成员单位协办。"
    told = _("“%(words)s” at the head of the file is about a task that is not in it.", words=words)
    for text in (BARRED, BROKEN):
        assert [one.text for one in extraction_from(text).remarks] == [told]


CARD = (
    "(十一)村庄整治 牵头单位:县建设局 配合单位:甲镇、乙镇 主要任务:1、清理垃圾,特别是村口;"
    "2、由县建设局、甲镇组织保洁队。 (十二)河道清理 牵头单位:县水利局 配合单位:县环保局"
    " 主要任务:清理河道。 二、要求 (一)各镇要提高认识。"
)


@pytest.mark.parametrize("text", [CARD, CARD.replace(" ", "\n")])
def test_what_a_card_counts_below_its_label_is_one_measure(text: str) -> None:
    rows = [row for row in extraction_from(text).measures if row.leads]
    assert [(row.title, row.content.rstrip("。"), row.leads, row.cooperating) for row in rows] == [
        (
            "村庄整治",
            "1、清理垃圾,特别是村口;2、由县建设局、甲镇组织保洁队",
            ("县建设局",),
            ("甲镇", "乙镇"),
        ),
        ("河道清理", "清理河道", ("县水利局",), ("县环保局",)),
    ]


def test_one_office_in_brackets_behind_several_headings_leads_each() -> None:
    text = (
        "东河县决策目录\n一、事项\n1.编制水系规划（县水务局）\n2.修订公园办法(县住建局)；\n"
        "3.召开座谈会（东河县）\n4.成立机构（领导小组）"
    )
    assert [(row.content, row.leads) for row in extraction_from(text).measures] == [
        ("编制水系规划", ("县水务局",)),
        ("修订公园办法", ("县住建局",)),
        ("召开座谈会（东河县）", ()),
        ("成立机构（领导小组）", ()),
    ]
