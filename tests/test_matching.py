"""Names of bodies as documents write them, and the department each means."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.directory import Match, Rule, is_group_name, match_department
from tracker.directory.bodies import common_bodies
from tracker.directory.groups import group_key
from tracker.directory.matching import RULES
from tracker.directory.names import readings, without_place
from tracker.directory.rules import is_function
from tracker.models import Department, DepartmentAlias
from tracker.texts import gettext as _

NAMES = Path(__file__).parent / "documents" / "departments" / "names.tsv"


# Names as the five documents under tests/documents and their neighbours write them.
@pytest.mark.parametrize(
    "name",
    [
        "各街道",
        "镇",
        "各县（市）区政府",
        "各县（市）区人民政府",
        "各县区政府",
        "县（市）区政府",
        "县（市、区）政府",
        "县(市)区",
        "县级政府",
        "市（州）政府",
        "镇政府",
        "街道办事处",
        "各街道办事处",
        "市直有关部门",
        "有关部门",
        "相关单位",
        "市政府相关责任部门",
        "区财政局等",
    ],
)
def test_name_of_several_bodies_is_a_group(name: str) -> None:
    assert is_group_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "教育文体局",
        "规划天宁分局",
        "地税四分局",
        "区委组织部",
        "团区委",
        "区妇联",
        "区科协",
        "政府办",
        "编办",
        "市委编办",
        "市市场监管局",
        "市监局",
        "城管局",
        "市政府",
        "区政府",
        "州政府",
        "天宁区政府",
        "永吉县",
        "吉林市人民政府办公厅",
        "开发区管委会",
        "区政府教育督导委员会",
        "教育督导部门",
        "雕庄街道",
        "郑陆镇",
    ],
)
def test_name_of_one_body_is_no_group(name: str) -> None:
    assert not is_group_name(name)


@pytest.mark.parametrize(
    "name",
    ["教育督导部门", "公安机关", "教育部门", "培训机构", "教育", "卫计", "教育文体", "市场监督"],
)
def test_name_that_says_what_a_body_does_is_a_function(name: str) -> None:
    assert is_function(name)


@pytest.mark.parametrize(
    "name",
    ["教育文体局", "有关部门", "市直有关部门", "各有关机构", "编办", "县政府", "政府办", "郑陆镇"],
)
def test_group_or_single_body_is_no_function(name: str) -> None:
    assert not is_function(name)


def test_name_is_taken_apart_into_place_level_and_body() -> None:
    whole, taken_apart = readings("常州市天宁区财政局")
    assert whole.core == "常州市天宁区财政局"
    assert (taken_apart.place, taken_apart.level, taken_apart.core) == (
        "常州市天宁区",
        "区",
        "财政局",
    )


@pytest.mark.parametrize(
    ("name", "place", "core"),
    [
        ("唐山市教育局", "唐山市", "教育局"),
        ("佛山市南山区财政局", "佛山市南山区", "财政局"),
        ("盐城市", "盐城市", "政府"),
        ("阜新市政府办", "阜新市", "政府办"),
        ("东城区城市管理局", "东城区", "城市管理局"),
        ("市城市管理局", "", "城市管理局"),
        ("县城区办", "", "城区办"),
        ("主城区办", "", "主城区办"),
        ("文明城市创建办", "", "文明城市创建办"),
        ("山区办", "", "山区办"),
    ],
)
def test_place_ends_in_a_hill_or_a_town(name: str, place: str, core: str) -> None:
    assert (readings(name)[-1].place, readings(name)[-1].core) == (place, core)


@pytest.mark.parametrize(
    "name", ["市监局", "市场监管局", "开发区管委会", "城市管理局", "市场监督", "县", ""]
)
def test_name_without_a_level_is_read_as_a_whole(name: str) -> None:
    assert [each.level for each in readings(name)] == [""]


def test_place_is_what_no_common_name_contains() -> None:
    assert "规划分局" in without_place("规划天宁分局")
    assert "交警大队" in without_place("天宁交警大队")
    assert without_place("公安交警大队") == {}


def test_groups_are_the_same_in_other_words() -> None:
    same = {"各县（市）区政府", "县（市、区）人民政府", "县(区、市)", "县级政府", "各县、区"}
    assert len({group_key(each) for each in same}) == 1
    assert group_key("各区") != group_key("各县区")


def test_shipped_list_names_what_each_body_became() -> None:
    bodies = common_bodies()
    for found in bodies.by_name.values():
        for body in found:
            assert body.became is None or bodies.called(body.became.name), body


@pytest.mark.parametrize(
    ("name", "number"), [("编办", 2), ("住建委", 2), ("消防大队", 2), ("教育局", 1)]
)
def test_shipped_list_knows_names_that_several_bodies_bear(name: str, number: int) -> None:
    assert len(common_bodies().called(name)) == number


def make_known(*names: str, **aliases: str) -> list[Department]:
    known = [
        Department(id=number, name=name, is_group=is_group_name(name))
        for number, name in enumerate(names, start=1)
    ]
    for department in known:
        if department.name in aliases:
            alias = DepartmentAlias(name=aliases[department.name], department_id=department.id)
            department.aliases.append(alias)
    return known


def names_of(departments: Iterable[Department]) -> list[str]:
    return [each.name for each in departments]


def found(name: str, *known: str, on: date | None = None) -> tuple[str | None, Rule]:
    match = match_department(name, make_known(*known), on)
    return match.department.name if match.department else None, match.rule


def test_same_name_is_the_department() -> None:
    known = make_known("教育文体局", "财政局")
    match = match_department("财政局", known)
    assert (match.department, match.reason) == (known[1], _("same name"))


def test_blanks_and_wide_brackets_make_no_other_name() -> None:
    assert found("教育文体局 ", "教育文体局") == ("教育文体局", Rule.same_name)
    assert found("各县(区、市)政府", "各县（区、市）政府")[1] is Rule.same_name


def test_recorded_alias_is_the_department() -> None:
    known = make_known("教育文体局", 教育文体局="文教办")
    match = match_department("文教办", known)
    assert (match.department, match.reason) == (known[0], _("recorded alias"))


def test_level_is_added_or_dropped_in_recorded_names_too() -> None:
    known = make_known("区财政局", "金融办", 金融办="金融服务中心")
    match = match_department("区金融服务中心", known)
    assert match.department is known[1]
    assert match.reason == "“区金融服务中心”即金融服务中心：区级前缀；已登记的别名"


def test_level_before_an_old_name_counts_as_long_as_the_old_name() -> None:
    known = make_known("法治局", 法治局="司法局")
    known[0].aliases[0].renamed_on = date(2018, 1, 1)
    assert match_department("区司法局", known, date(2017, 5, 1)).department is known[0]
    later = match_department("区司法局", known, date(2019, 5, 1))
    assert (later.department, later.candidates) == (None, (known[0],))


def test_provincial_body_is_not_taken_for_the_one_of_the_office() -> None:
    known = make_known("财政局", "教育局")
    match = match_department("财政厅", known)
    assert (match.department, match.candidates) == (None, (known[0],))


def test_own_name_goes_before_the_alias_of_another() -> None:
    known = make_known("教育文体局", "教育局", 教育文体局="教育局")
    assert match_department("教育局", known).department is known[1]


def test_merged_department_is_no_longer_meant() -> None:
    old, new = make_known("卫计局", "财政局")
    old.merged_into_id = new.id
    assert match_department("卫计局", [old, new]).department is None


# What is asked for, the departments that exist, the one that is meant, and by which rule.
@pytest.mark.parametrize(
    ("name", "known", "meant", "rule"),
    [
        ("区教育文体局", ["教育文体局"], "教育文体局", Rule.level),
        ("教育文体局", ["区教育文体局", "市教育局"], "区教育文体局", Rule.level),
        ("编办", ["区编办"], "区编办", Rule.level),
        ("天宁区财政局", ["区财政局", "市财政局", "规划天宁分局"], "区财政局", Rule.level),
        ("常州市天宁区人民政府", ["区政府", "市政府", "规划天宁分局"], "区政府", Rule.level),
        ("省级政府", ["省政府"], "省政府", Rule.level),
        ("昌邑区", ["昌邑区政府", "龙潭区政府"], "昌邑区政府", Rule.level),
        ("团委", ["团区委"], "团区委", Rule.level),
        ("郑陆镇人民政府", ["郑陆镇"], "郑陆镇", Rule.level),
        ("规划天宁分局", ["规划分局"], "规划分局", Rule.place),
        ("规划分局", ["规划天宁分局", "国土天宁分局"], "规划天宁分局", Rule.place),
        ("交警大队", ["天宁交警大队"], "天宁交警大队", Rule.place),
        ("市公安局天宁分局", ["公安分局"], "公安分局", Rule.place),
        ("教育局", ["教育和体育局"], "教育和体育局", Rule.short_form),
        ("发改局", ["区发展和改革局"], "区发展和改革局", Rule.short_form),
        ("人社局", ["人力资源和社会保障局"], "人力资源和社会保障局", Rule.short_form),
        ("省教育厅", ["省教委"], "省教委", Rule.short_form),
        ("市卫生健康委员会", ["市卫健委"], "市卫健委", Rule.short_form),
        ("市监局", ["区市场监督管理局"], "区市场监督管理局", Rule.short_form),
        ("市教育行政部门", ["市教育局", "区教育局"], "市教育局", Rule.function),
        ("人社部门", ["人力资源社会保障部门"], "人力资源社会保障部门", Rule.function),
        ("各县区政府", ["各县、区人民政府"], "各县、区人民政府", Rule.group),
        ("街道办事处", ["各街道", "镇"], "各街道", Rule.group),
        ("乡镇人民政府", ["各街道", "镇"], "镇", Rule.group),
        ("卫计局", ["卫健局"], "卫健局", Rule.rename),
        ("国土局", ["自然资源局"], "自然资源局", Rule.rename),
        ("住建委", ["区住房和城乡建设局"], "区住房和城乡建设局", Rule.short_form),
        ("消防大队", ["县消防救援大队"], "县消防救援大队", Rule.short_form),
        ("市公务员局", ["市委组织部（市公务员局）"], "市委组织部（市公务员局）", Rule.plate),
        (
            "民宗局",
            ["县委统战部（县民族宗教事务局）"],
            "县委统战部（县民族宗教事务局）",
            Rule.plate,
        ),
        ("经发局", ["经济发展局", "财政局"], "经济发展局", Rule.short_form),
        ("党政办", ["党政综合办公室", "财政所"], "党政综合办公室", Rule.short_form),
        ("县机关事务中心", ["县机关事务服务中心"], "县机关事务服务中心", Rule.short_form),
        ("1.「财政局」；", ["财政局"], "财政局", Rule.same_name),
        ("县纪委县监委", ["县纪委监委"], "县纪委监委", Rule.level),
        ("石桥村村民委员会", ["石桥村"], "石桥村", Rule.level),
        ("市水务集团有限公司", ["市水务集团"], "市水务集团", Rule.level),
        ("海关", ["青河海关"], "青河海关", Rule.place),
        ("卫生健康委", ["国家卫健委", "教育部", "财政部"], "国家卫健委", Rule.short_form),
        ("国家税务总局", ["税务总局", "教育部"], "税务总局", Rule.level),
        ("环保部", ["生态环境部", "中央宣传部"], "生态环境部", Rule.rename),
        ("中宣部", ["生态环境部", "中央宣传部"], "中央宣传部", Rule.level),
        ("经开区管委会", ["青河经济开发区管委会"], "青河经济开发区管委会", Rule.place),
        ("（财政局）", ["财政局"], "财政局", Rule.same_name),
        ("云溪教育局", ["云溪县教育局", "云溪县财政局"], "云溪县教育局", Rule.place),
        ("東陽縣綜合執法局", ["东阳县综合执法局"], "东阳县综合执法局", Rule.same_name),
        ("县直单位", ["县直各单位"], "县直各单位", Rule.group),
        ("人行青河分行", ["人民银行青河市分行"], "人民银行青河市分行", Rule.short_form),
        ("天宁公安分局", ["市公安局天宁分局"], "市公安局天宁分局", Rule.place),
        ("卫健局", ["卫计局"], "卫计局", Rule.rename),
        ("卫生局", ["卫健局"], "卫健局", Rule.rename),
    ],
)
def test_name_means_the_department(name: str, known: list[str], meant: str, rule: Rule) -> None:
    assert found(name, *known) == (meant, rule)


# Unsure means ask: the departments a person may choose from.
@pytest.mark.parametrize(
    ("name", "known", "candidates"),
    [
        ("教育局", ["区教育局", "市教育局"], ["区教育局", "市教育局"]),
        ("教育局", ["市教育局", "区教育文体局", "区财政局"], ["市教育局", "区教育文体局"]),
        ("公安分局", ["公安天宁分局", "公安新北分局"], ["公安天宁分局", "公安新北分局"]),
        ("编办", ["市委编办", "市编办"], ["市编办", "市委编办"]),
        ("住建委", ["区建设局", "区建委"], ["区建设局", "区建委"]),
        ("规划局", ["规划天宁分局"], ["规划天宁分局"]),
        ("政府", ["区政府", "市政府"], ["区政府", "市政府"]),
        ("市教育局", ["教育文体局"], ["教育文体局"]),
        ("自然资源局", ["国土局"], ["国土局"]),
        ("综治办", ["政法委"], ["政法委"]),
        ("税务", ["地税四分局", "财政局"], ["地税四分局"]),
        ("教育部门", ["教育文体局", "财政局"], ["教育文体局"]),
        ("公安机关", ["市公安局"], ["市公安局"]),
        ("同级教育部门", ["教育行政部门"], []),
    ],
)
def test_unsure_name_is_for_a_person_to_say(
    name: str, known: list[str], candidates: list[str]
) -> None:
    match = match_department(name, make_known(*known))
    assert match.department is None
    assert names_of(match.candidates) == candidates
    assert match.rule in {Rule.unsure, Rule.function, Rule.whoever, Rule.attached}


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("市教育局", ["区教育局"]),
        ("天宁区教育局", ["新北区教育局"]),
        ("公安大队", ["公安交警大队"]),
        ("各街道", ["雕庄街道"]),
        ("雕庄街道", ["各街道"]),
        ("财政局", ["教育局"]),
        ("规划新北分局", ["规划天宁分局"]),
        ("市生态环境局新北分局", ["区环保局", "规划天宁分局"]),
        ("市公安局天宁分局", ["市公安局"]),
        ("市文体局", ["市体育馆", "市管局"]),
        ("青河经开区", ["云溪经开区管委会"]),
        ("市管局", ["市市场监督管理局"]),
        ("教育部", ["教育局", "市教育局"]),
        ("国家知识产权局", ["市市场监督管理局（市知识产权局）"]),
        ("地税三分局", ["地税四分局"]),
        ("", ["教育局"]),
        ("教育局", []),
    ],
)
def test_other_body_is_new(name: str, known: list[str]) -> None:
    match = match_department(name, make_known(*known))
    assert (match.department, match.candidates, match.rule) == (None, (), Rule.new)
    assert match.reason == _("new department")


def test_office_of_a_district_takes_the_bureau_of_the_city_for_another_body() -> None:
    district = ["区财政局", "区民政局", "教育局"]
    assert found("区教育局", *district) == ("教育局", Rule.level)
    assert found("市教育局", *district) == (None, Rule.unsure)


@pytest.mark.parametrize(
    ("name", "known", "on", "meant"),
    [
        ("卫计局", "卫健局", date(2017, 6, 1), "卫健局"),
        ("卫计局", "卫健局", date(2019, 3, 1), "卫健局"),
        ("卫计局", "卫健局", date(2020, 1, 1), None),
        ("卫健局", "卫计局", date(2018, 1, 1), "卫计局"),
        ("卫健局", "卫计局", date(2017, 12, 31), None),
    ],
)
def test_rename_counts_on_the_date_of_the_document(
    name: str, known: str, on: date, meant: str | None
) -> None:
    assert found(name, known, on=on)[0] == meant
    assert names_of(match_department(name, make_known(known), on).candidates) == (
        [] if meant else [known]
    )


@pytest.mark.parametrize(
    ("on", "sure"), [(date(2018, 12, 31), True), (date(2019, 1, 1), False), (None, True)]
)
def test_old_name_of_a_department_is_valid_until_its_rename(on: date | None, *, sure: bool) -> None:
    [department] = make_known("第一科", 第一科="综合科")
    department.aliases[0].renamed_on = date(2019, 1, 1)
    match = match_department("综合科", [department], on)
    assert match.department is (department if sure else None)
    assert match.candidates == (() if sure else (department,))
    assert "2019-01-01" in match.reason


@pytest.mark.parametrize(
    ("name", "known", "sentence"),
    [
        ("区教育文体局", "教育文体局", "“区教育文体局”即教育文体局：区级前缀"),
        ("规划天宁分局", "规划分局", "“规划天宁分局”去掉地名即规划分局"),
        ("发改局", "发展和改革局", "“发改局”是发展和改革局的简称"),
        ("卫计局", "卫健局", "卫计局2018年改为卫健局"),
        ("卫生局", "卫健局", "卫生局2013年并入卫生和计划生育局；卫生和计划生育局2018年改为卫健局"),
        ("教育部门", "教育文体局", "“教育部门”是职能名称，可能是教育文体局。"),
        ("各县区政府", "各县、区人民政府", "“各县区政府”即单位组各县、区人民政府"),
    ],
)
def test_reason_is_a_sentence_a_person_can_read(name: str, known: str, sentence: str) -> None:
    assert match_department(name, make_known(known)).reason == sentence


def test_rules_are_tried_in_the_order_of_certainty() -> None:
    order = "same_name alias level group whoever place short_form plate short_form attached"
    assert " ".join(rule for rule, _find in RULES) == f"{order} function rename fields near place"


class Document:
    """The bodies of one document and every name it uses for them."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows
        kinds = {row["stands_for"]: row["kind"] == "group" for row in rows}
        self.departments = [
            Department(id=number, name=name, is_group=is_group)
            for number, (name, is_group) in enumerate(kinds.items(), start=1)
        ]
        self.meanings: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            self.meanings[row["name"]].add(row["stands_for"])

    def match(self, row: dict[str, str]) -> Match:
        return match_department(row["name"], self.departments)


@cache
def documents() -> dict[str, Document]:
    rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            rows[row["document"]].append(row)
    return {name: Document(found) for name, found in rows.items()}


def verdict(match: Match, row: dict[str, str]) -> str:
    if match.department is None:
        return "asked"
    return "right" if match.department.name == row["stands_for"] else "wrong"


# Of the names for single bodies and for groups: resolved right, asked, wrong.
@pytest.mark.parametrize(
    ("document", "single", "groups"),
    [
        ("jilin-city", (16, 11, 0), (20, 8, 0)),
        ("tianning", (54, 19, 0), (16, 6, 0)),
        ("jinzhong", (24, 5, 0), (21, 9, 0)),
        ("jilin-province", (10, 7, 0), (13, 7, 0)),
        ("fuxin", (22, 6, 0), (10, 6, 0)),
    ],
)
def test_names_of_a_document_resolve_or_are_asked_and_never_wrong(
    document: str, single: tuple[int, int, int], groups: tuple[int, int, int]
) -> None:
    read = documents()[document]
    counts = {kind: Counter[str]() for kind in ("department", "group")}
    for row in read.rows:
        counts[row["kind"]][verdict(read.match(row), row)] += 1
    for kind, figures in (("department", single), ("group", groups)):
        assert tuple(counts[kind][each] for each in ("right", "asked", "wrong")) == figures


# The only names of one body that are asked although the document leaves no doubt: 政府 is the
# district's there and the county's elsewhere, the others are relative or another word.
ASKED_ALTHOUGH_CLEAR = {"政府", "教育督导部门", "同级教育部门"}


def test_name_that_is_no_function_resolves() -> None:
    asked = {
        row["name"]
        for document in documents().values()
        for row in document.rows
        if row["kind"] == "department" and row["is_function"] == "no"
        if document.match(row).department is None
    }
    assert asked == ASKED_ALTHOUGH_CLEAR


def test_function_name_of_a_document_is_asked_with_the_right_body_among_the_candidates() -> None:
    for document in documents().values():
        for row in document.rows:
            match = document.match(row)
            if row["is_function"] == "yes" and match.department is None:
                assert row["stands_for"] in names_of(match.candidates), row


def test_no_body_of_a_document_is_taken_for_another_where_its_own_is_missing() -> None:
    for document in documents().values():
        for row in document.rows:
            others = [each for each in document.departments if each.name != row["stands_for"]]
            department = match_department(row["name"], others).department
            assert department is None or department.name in document.meanings[row["name"]], row


@given(st.text(max_size=12), st.lists(st.text(max_size=8), max_size=4))
def test_any_text_gets_an_answer_with_a_reason(name: str, known: list[str]) -> None:
    match = match_department(name, make_known(*known))
    assert match.reason
    assert match.department is None or not match.candidates


@settings(max_examples=40)
@given(st.data())
def test_order_of_the_departments_changes_nothing(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(sorted(documents().items())))[1]
    row = data.draw(st.sampled_from(document.rows))
    mixed = data.draw(st.permutations(document.departments))
    assert match_department(row["name"], mixed).department == document.match(row).department


@pytest.mark.parametrize("name", ["市发改委", "省发展和改革委", "东河区发改委", "东河市发改委"])
def test_a_name_of_another_place_or_level_is_a_doubt_and_no_statement(name: str) -> None:
    match = match_department(name, make_known("发改局", "区财政局"))
    said = _(
        "“%(name)s” and %(known)s may be of different places or levels; are they the same?",
        name=name,
        known="发改局",
    )
    assert (match.department, match.reason) == (None, said)


def test_what_became_of_a_branch_is_asked_of_a_body_of_its_own() -> None:
    match = match_department("区税务局", make_known("地税四分局"))
    said = _(
        "%(old)s may have become %(new)s in %(year)s; is it the one here?",
        old="地税四分局",
        new="区税务局",
        year=2018,
    )
    assert (match.department, match.reason) == (None, said)


def test_the_political_and_legal_committee_is_found_with_its_party_committee() -> None:
    assert match_department("区委政法委", make_known("区政法委")).department is not None
