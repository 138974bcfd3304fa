"""Lines that begin with who is responsible for what stands behind."""

import pytest

from tests.reading_samples import extraction_from

FIRST = [
    ("1.县林草局：补植山杏300亩。", "2.县残联、县妇联：走访农户90户。"),
    ("1.【县林草局】补植山杏300亩。", "2.【县残联、县妇联】走访农户90户。"),
    ("1.〔县林草局〕补植山杏300亩。", "2.〔县残联、县妇联〕走访农户90户。"),
    ("1.（县林草局）补植山杏300亩。", "2.(县残联、县妇联) 走访农户90户。"),
    ("1.县林草局 补植山杏300亩。", "2.县残联、县妇联　走访农户90户。"),
    ("1.责任单位县林草局，补植山杏300亩。", "2.责任单位 县残联、县妇联，走访农户90户。"),
    ("1.补植山杏300亩。责任单位 县林草局", "2.走访农户90户。责任单位县残联、县妇联。"),
    ("1.县林草局：补植山杏300亩。县残联、县妇联：走访农户90户。", ""),
    ("1.产业和民生。县林草局：补植山杏300亩；县残联、县妇联：走访农户90户。", ""),
]


@pytest.mark.parametrize("lines", FIRST)
def test_who_begins_a_line_is_responsible_for_what_stands_behind(lines: tuple[str, str]) -> None:
    rows = extraction_from("\n".join(("东河县2022年工作任务", "一、主要任务", *lines))).measures
    found = [(row.leads, row.content.strip("。；")) for row in rows]
    assert found == [(("县林草局",), "补植山杏300亩"), (("县残联", "县妇联"), "走访农户90户")]


def test_older_characters_stay_as_they_are_written() -> None:
    text = "東河縣要點\n一、任務\n1.責任單位：縣林草局；補植山杏300畝。\n2.縣殘聯：走訪農戶90戶。"
    rows = extraction_from(text).measures
    assert [row.leads for row in rows] == [("縣林草局",), ("縣殘聯",)]


def test_one_such_line_counts_beside_clauses_and_three_without_numbers_do() -> None:
    told = ("东河县工作方案", "一、任务", "1.修渠30里。（县水务局）")
    rows = extraction_from("\n".join((*told, "2.县体育局：新建球场3片。"))).measures
    assert [row.leads for row in rows] == [("县水务局",), ("县体育局",)]
    firms = ("2.县体育局：新建球场3片。", "3.移动公司、东河水泥公司（简称“公司”）：埋设管线。")
    rows = extraction_from("\n".join((*told, *firms))).measures
    assert rows[-1].leads == ("移动公司", "东河水泥公司")
    alone = ("东河县分工", "县水务局：疏通渠道。", "县体育局：新建球场3片。", "各乡镇：清扫街巷。")
    rows = extraction_from("\n".join(alone)).measures
    assert [(row.no, row.leads) for row in rows] == [
        ("#1", ("县水务局",)),
        ("#2", ("县体育局",)),
        ("#3", ("各乡镇",)),
    ]


def test_who_leads_and_who_helps_may_both_begin_a_line() -> None:
    text = "东河县要点\n一、任务\n1.牵头单位县水务局，配合单位县财政局，疏通渠道30里。\n"
    (row,) = extraction_from(text).measures
    assert (row.leads, row.cooperating) == (("县水务局",), ("县财政局",))
    assert row.content == "疏通渠道30里。"


NONE = [
    "1.组织机构：成立领导小组，定期会商。\n2.实施主体：择优选取经营主体承担。",
    "1.县水务局：张伟、李娜\n2.县体育局：王芳、陈军",
    "1.县水务局：6213588\n2.县体育局：6213599",
    "县水务局：李工，电话6213588。\n县体育局：王工，电话6213599。\n县残联：张工，电话6213577。",
    "县水务局：你局《关于疏通渠道的请示》收悉。\n一、同意疏通渠道30里。",
    "1.市政（含路灯：主干道）更换路灯。\n2.绿化（含行道树：国道）补植树木。",
    "1.县体育局：新建球场3片。\n2.加强管理，定期巡查。",
]


@pytest.mark.parametrize("lines", NONE)
def test_topics_lists_of_persons_letters_and_a_single_line_charge_nobody(lines: str) -> None:
    rows = extraction_from(f"东河县通知\n一、有关事项\n{lines}").measures
    assert not any(row.leads or row.cooperating for row in rows)
