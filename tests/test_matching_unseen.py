"""Names as 75 documents of other places write them, judged by hand against three offices."""

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.test_matching import documents, make_known
from tracker.directory import Matcher, Pair, Rule, match_department
from tracker.directory.pairing import pairs_among
from tracker.models import Department

NAMES = Path(__file__).parent / "documents" / "departments" / "unseen_names.tsv"
ASKED, NEW = "?", "+"
# The departments of a city office as they are after the reform of 2023.
CITY = [
    "市政府办公室",
    "市发展和改革委员会",
    "市教育局",
    "市科学技术局",
    "市工业和信息化局",
    "市民族宗教事务局",
    "市公安局",
    "市民政局",
    "市司法局",
    "市财政局",
    "市人力资源和社会保障局",
    "市自然资源和规划局",
    "市生态环境局",
    "市住房和城乡建设局",
    "市交通运输局",
    "市水利局",
    "市农业农村局",
    "市商务局",
    "市文化广电和旅游局",
    "市卫生健康委员会",
    "市退役军人事务局",
    "市应急管理局",
    "市审计局",
    "市市场监督管理局",
    "市国有资产监督管理委员会",
    "市体育局",
    "市统计局",
    "市医疗保障局",
    "市信访局",
    "市城市管理局",
    "市行政审批服务局",
    "市数据局",
    "市税务局",
    "市总工会",
    "团市委",
    "市妇联",
    "市残联",
    "市科协",
    "市工商联",
    "市委办公室",
    "市委组织部",
    "市委宣传部",
    "市委统战部",
    "市委政法委",
    "市委编办",
    "市委网信办",
    "市纪委监委",
    "市中级人民法院",
    "市人民检察院",
    "市气象局",
    "市消防救援支队",
    "市供电公司",
    "市红十字会",
    "各县（市、区）人民政府",
    "各开发区管委会",
    "市直各部门",
    "各乡镇（街道）",
]


@cache
def offices() -> dict[str, list[Department]]:
    """Return the departments of a city, of a district and of another city, by column."""
    read = {name: documents()[name].departments for name in ("tianning", "fuxin")}
    return {"full": make_known(*CITY), **read}


def meant(name: str, departments: list[Department], on: str) -> str:
    """Return the department a name means, `ASKED` or `NEW`."""
    match = match_department(name, departments, date.fromisoformat(on) if on else None)
    if match.department is not None:
        return match.department.name
    return NEW if match.rule is Rule.new else ASKED


@pytest.mark.parametrize(
    ("office", "figures"),
    [("full", (110, 84, 228)), ("tianning", (50, 74, 298)), ("fuxin", (72, 75, 275))],
)
def test_names_of_other_places_are_matched_asked_or_new_as_judged(
    office: str, figures: tuple[int, int, int]
) -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = {row["name"]: meant(row["name"], offices()[office], row["issued_on"]) for row in rows}
    assert found == {row["name"]: row[office] for row in rows}
    kinds = Counter("?+".find(each) for each in found.values())
    assert (kinds[-1], kinds[0], kinds[1]) == figures


# Names that a city's office finds in its documents, and what each is: a department of CITY, one or
# several to choose from, or nobody it has.
@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("各镇（街道）", "各乡镇（街道）"),
        ("各镇街", "各乡镇（街道）"),
        ("各镇（办）", "各乡镇（街道）"),
        ("各乡镇办", "各乡镇（街道）"),
        ("各县（市、区）政府", "各县（市、区）人民政府"),
        ("各区县（自治县）", "各县（市、区）人民政府"),
        ("各旗县区", "各县（市、区）人民政府"),
        ("各市、县（区）政府", "? 各县（市、区）人民政府"),
        ("各镇（街道、园区）", "? 各开发区管委会、各乡镇（街道）"),
        ("各园区", "? 各开发区管委会"),
        ("市有关部门", "? 市直各部门"),
        ("市各有关单位", "? 市直各部门"),
        ("各责任单位", "? 市直各部门"),
        ("市级各部门", "? 市直各部门"),
        ("属地政府", "?"),
        ("教文体局", "? 市教育局、市文化广电和旅游局、市体育局"),
        ("市文体局", "? 市文化广电和旅游局、市体育局"),
        ("科工信局", "? 市科学技术局、市工业和信息化局"),
        ("文旅局", "市文化广电和旅游局"),
        ("工商局", "市市场监督管理局"),
        ("质监局", "市市场监督管理局"),
        ("食药监局", "市市场监督管理局"),
        ("国土局", "市自然资源和规划局"),
        ("环保局", "市生态环境局"),
        ("卫计委", "市卫生健康委员会"),
        ("安监局", "市应急管理局"),
        ("旅游局", "市文化广电和旅游局"),
        ("文广新局", "市文化广电和旅游局"),
        ("法制办", "市司法局"),
        ("扶贫办", "市农业农村局"),
        ("物价局", "市发展和改革委员会"),
        ("国税局", "市税务局"),
        ("经信委", "市工业和信息化局"),
        ("林业局", "? 市自然资源和规划局"),
        ("粮食局", "? 市发展和改革委员会"),
        ("房管局", "? 市住房和城乡建设局"),
        ("投促局", "? 市商务局"),
        ("执法局", "? 市城市管理局"),
        ("档案局", "? 市委办公室"),
        ("老龄办", "? 市民政局、市卫生健康委员会"),
        ("编办", "市委编办"),
        ("市安委办", "? 市应急管理局"),
        ("市河长办", "? 市水利局"),
        ("市双创办", "? 市发展和改革委员会、市城市管理局"),
        ("市委市政府督查室", "? 市政府办公室、市委办公室"),
        ("宣传部", "市委宣传部"),
        ("共青团市委", "团市委"),
        ("市法院", "市中级人民法院"),
        ("市府办", "市政府办公室"),
        ("市委办公室（市档案局、市保密局）", "市委办公室"),
        ("国家税务总局市税务局", "市税务局"),
        ("市財政局", "市财政局"),
        ("财政厅", "? 市财政局"),
        ("环境保护厅", "? 市生态环境局"),
        ("省发改委", NEW),
        ("自治区财政厅", NEW),
        ("财政部", NEW),
        ("区财政局", NEW),
        ("天宁区人民政府", NEW),
        ("金融办", NEW),
        ("宁波电业局", "? 市供电公司"),
        ("金华职业技术学院", NEW),
    ],
)
def test_name_in_a_document_of_a_city(name: str, answer: str) -> None:
    match = match_department(name, offices()["full"], date(2018, 3, 1))
    said = match.department.name if match.department else NEW
    if match.department is None and match.rule is not Rule.new:
        said = f"? {'、'.join(each.name for each in match.candidates)}".strip()
    assert said == answer


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("相关部门", "“相关部门”没有点明具体单位，可能是市直各部门。"),
        ("市安委办", "“市安委办”是设在某个单位的办事机构，可能是市应急管理局。"),
        ("各园区", "“各园区”与单位组各开发区管委会所含单位未必相同。"),
        ("市科经局", "“市科经局”与市科学技术局都涉及科学技术，请确认是不是同一单位。"),
        ("林业局", "有的地方“林业局”与市自然资源和规划局是同一单位，请确认本地是不是。"),
    ],
)
def test_question_says_why_it_is_asked(name: str, sentence: str) -> None:
    assert match_department(name, offices()["full"]).reason == sentence


@pytest.mark.parametrize(
    ("name", "known", "answer"),
    [
        ("区教文体局", ["教育局", "文化体育局"], None),
        ("文旅局", ["文化广电和旅游局", "文化体育局"], None),
        ("市财政局", ["财政局", "教育局"], None),
        ("省财政厅", ["财政厅"], None),
        ("自治区财政厅", ["省财政厅"], None),
        ("广西壮族自治区财政厅", ["自治区财政厅", "广西大数据发展局"], None),
        ("财政厅", ["自治区财政厅"], "自治区财政厅"),
        ("新北区财政局", ["区财政局"], None),
        ("文广旅体局", ["文化广电旅游体育局"], "文化广电旅游体育局"),
        ("立山经济开发区", ["立山经开区管委会"], "立山经开区管委会"),
    ],
)
def test_work_level_and_place_decide_and_doubt_asks(
    name: str, known: list[str], answer: str | None
) -> None:
    match = match_department(name, make_known(*known))
    assert (match.department.name if match.department else None) == answer


def test_place_of_the_issuer_is_the_place_of_the_office() -> None:
    [own] = known = make_known("区财政局")
    issuer = "常州市天宁区人民政府办公室"
    assert match_department("天宁区财政局", known, issuer=issuer).department is own
    assert match_department("新北区财政局", known, issuer=issuer).department is None


@pytest.mark.parametrize(
    ("issuer", "meant"),
    [
        ("天宁区人民政府", "区教育局"),
        ("常州市人民政府", None),
        ("国务院办公厅", None),
        (None, "区教育局"),
    ],
)
def test_name_without_level_in_a_document_from_above_is_asked(
    issuer: str | None, meant: str | None
) -> None:
    match = match_department("教育局", make_known("区教育局", "区财政局"), issuer=issuer)
    assert (match.department.name if match.department else None) == meant
    assert (match.candidates == ()) == (meant is not None)


@pytest.mark.parametrize(
    ("name", "issuer", "meant"),
    [
        ("镇财政所", "石桥镇人民政府", "财政所"),
        ("石桥镇党政办", "云溪县石桥镇人民政府", "党政办公室"),
        ("镇财政所", "云溪县人民政府", None),
        ("石桥财政所", "石桥镇人民政府", "财政所"),
        ("城关财政所", "石桥镇人民政府", None),
        ("高新区党政办", "青河高新技术产业开发区管理委员会", "党政办公室"),
        ("经开区党政办", "青河高新技术产业开发区管理委员会", None),
    ],
)
def test_town_or_zone_need_not_be_named_in_its_own_office(
    name: str, issuer: str, meant: str | None
) -> None:
    match = match_department(name, make_known("财政所", "党政办公室"), issuer=issuer)
    assert (match.name, match.department.name if match.department else None) == (name, meant)


def test_remembered_name_says_of_which_level_an_office_is() -> None:
    known = make_known("财政局", "教育局", 财政局="市财政局")
    assert match_department("市教育局", known).department is known[1]


def test_new_names_of_one_body_are_a_pair_and_others_are_none() -> None:
    names = ["财政局", "区财政局", "区发展和改革局", "发改局", "财政厅", "残联", "相关部门"]
    pairs = pairs_among(names, Matcher([]))
    assert {each.name: each.other for each in pairs.values()} == {
        "财政局": "区财政局",
        "发改局": "区发展和改革局",
    }
    assert pairs["财政局"] == Pair("财政局", "区财政局", "“财政局”即区财政局：区级前缀")


def test_name_that_may_be_of_two_levels_is_no_pair() -> None:
    assert pairs_among(["财政局", "区财政局", "市财政局"], Matcher([])) == {}
