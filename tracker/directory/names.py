"""Takes a name as written apart: place, level and what is left."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tracker.directory.bodies import common_bodies
from tracker.directory.characters import newer

LEVELS = "省市州盟县区旗"
STATE = "国"
REGION = "自治区"
ABOVE_COUNTY = frozenset({*"国省市州盟", REGION})
# 天宁区, 常州市: two to four characters and the kind of place; not 开发区, 社区, 校区, 城市. No 局
# stands in one: 市公安局新城区分局 is no place 市公安局新城区.
LETTER = r"[\u4e00-\u5c3f\u5c41-\u9fff]"
# 唐山市, 盐城市, 房山区, 东城区 and 阜新市 are places too; 市城市管理局 and 主城区 begin with none.
HILL_OR_TOWN = rf"(?![{LEVELS}主老]){LETTER}(?:[山城][市县区旗]|新市)|{LETTER}{{2,3}}山市"
PLACE = (
    rf"(?:{HILL_OR_TOWN}|"
    rf"(?![省市州盟县区旗]委){LETTER}{{1,8}}?{LETTER}"
    r"(?<!开发)(?<!高新)(?<!经开)(?<!示范)(?<!管理)(?<!先导)(?<!功能)(?<!合作)"
    rf"(?<![园社校景新城山地辖军])[{LEVELS}]"
    r")"
)
LEVELLED = re.compile(rf"(?:中共)?(?:(?P<place>(?:{PLACE})+)|(?P<bare>[{LEVELS}]))级?(?P<core>.*)")
YOUTH_LEAGUE = re.compile(rf"(?:共青)?团(?P<place>.*?)(?P<level>[{LEVELS}])委(?:员会)?")
REGION_NAME = re.compile(r"自治区(?=.{2})")
# 自治区 ranks with a province, 自治州 with a 州; without 自治 they are read like the others.
AUTONOMOUS = ((REGION_NAME, "省"), (re.compile(r"自治(?=[州县旗])"), ""))
# A ministry or another body of the whole state: 财政部, 国家烟草局, 市场监管总局.
OF_STATE = re.compile(
    r"(?:国家|全国|中央|国务院|共青团中央|中共中央|中国).+(?<!公司)(?<!分行)(?<!支行)(?<!分局)(?<!队)(?<!税务局)"
    r"|.+(?:总局|总署|总会)|(?:外交|国防|教育|科技|科学技术|工业和信息化|工信|公安|安全|国家安全|民政|司法|财政"
    r"|人力资源和?社会保障|人社|人事|劳动(?:和社会)?保障|自然资源|国土资源|生态环境|环境保护|环保|住房和?城乡建设|住建"
    r"|建设|交通运输|交通|铁道|水利|农业|农业农村|商务|文化|文化和旅游|文旅|卫生|应急管理|退役军人事务|监察|信息产业)部"
    r"|审计署"
)
# Bodies of the state by their short names.
SHORT_OF_STATE = {
    "中组部": "中央组织部", "中宣部": "中央宣传部", "团中央": "共青团中央", "全总": "全国总工会",
    "最高法": "最高人民法院", "高法院": "最高人民法院",
    "最高检": "最高人民检察院", "高检院": "最高人民检察院",
}  # fmt: skip
# 国家卫生健康委 and the 卫健局 of a county are of one kind, as 教育部 and 教育局 are.
HEAD_OF_STATE = re.compile(r"^(?:国家|全国|中国|中共中央|中央|国务院)(?=..)")
ENDING_OF_STATE = re.compile(r"(?<=..)(?:总局|总署|部)$")
# What begins like a state's name and is a body of the place: 国家税务总局天宁区税务局.
HEAD_OFFICE = re.compile(r"^国家税务总局(?=.+税务局)|^国网|^国家电网|^中国(?=人民银行.)")
# Its name goes before that of the place: 人行宁波市分行, 中国电信宁波市分公司.
NATIONAL = re.compile(r"(?:中国)?(?:人民银行|人行|电信|移动|联通|铁塔)..|国家统计局.+队")
# Offices of a higher body in a place: 规划天宁分局, 天宁交警大队, 天宁运管所.
BRANCHES = (
    "监管分局", "分局", "支局", "调查队", "大队", "支队", "中队", "中心支行", "中支", "支行",
    "分行", "分公司", "公司", "海关", "经开区", "高新区", "处", "所", "站",
)  # fmt: skip
ALONE = frozenset({"海关", "调查队", "经开区", "高新区"})  # 青河海关 has nothing before its place
NUMBER = re.compile(r"第?[一二三四五六七八九十]+$")
# 市委办公室（市档案局）: the brackets hold other plates on the same door, unless they name a part.
PLATES = re.compile(r"(?<=..)\((?!.*(?:分局|科|股|队|所|站|中心|处)\)$)[^()]{2,}\)$")
ZONES = (
    (re.compile(r"(?<=区)(?:管理委员会|管委$)"), "管委会"),
    (re.compile(r"经济(?:技术)?开发区"), "经开区"),
    (re.compile(r"高新(?:技术)?(?:产业)?(?:技术)?开发区"), "高新区"),
    (re.compile(r"(?<=开发区|经开区|高新区|示范区|管理区|先导区)管委会$"), ""),
)
# What a name has in other words at its end: 郑陆镇政府, 城关街办, 石桥村村委会, 水务集团有限公司.
ENDINGS = (
    (re.compile(r"(?<=[乡镇])(?:党委、?)?政府$"), ""),
    (re.compile(r"(?<!各)街(?:道)?办(?:事处)?$"), "街道"),
    (re.compile(r"村?村(?:民)?委(?:员)?会$"), "村"),
    (re.compile(r"(?<=社区)居(?:民)?委(?:员)?会$"), ""),
    (re.compile(r"(?<=集团)(?:股份)?有限(?:责任)?公司$"), ""),
    (re.compile(r"(?:股份)?有限(?:责任)?公司$"), "公司"),
    (re.compile(r"(?<=纪委)[省市州盟县区旗]?监(?:察)?委(?:员会)?$"), "监委"),
)
# Marks round a name that are no part of it: 「财政局」, 1.财政局; 财政局。
EDGES = re.compile(
    r"""^(?:\d{1,2}[.、)])?["“”‘’「『《〈【\[·•*★☆]+|^\d{1,2}[.、)]|["“”‘’」』》〉】\].。;、:·*★☆]+$"""
)
WRAPPED = re.compile(r"\([^()]+\)")
# The office of a town or a zone, as fold writes it: 石桥镇, 青河高新区.
LOCAL_OFFICE = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,4}?)?(?P<kind>[镇乡]|街道|经开区|高新区|开发区)(?:党委|党工委)?$"
)
SHORTEST_CORE = 2
PLACE_LENGTHS = (2, 3, 4)
# Names whose parts are kept: each new name is compared with every department.
REMEMBERED = 16384


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: 天宁区财政局 as place 天宁区, level 区, core 财政局."""

    place: str
    level: str
    core: str


@cache
def tidy(name: str) -> str:
    """Return a name without blanks and marks round it, in newer characters of one width."""
    text = newer("".join(unicodedata.normalize("NFKC", name).split()).replace(",", "、"))
    text = EDGES.sub("", text) or text
    return text[1:-1] if WRAPPED.fullmatch(text) else text


@cache
def fold(name: str) -> str:
    """Return a name as names are compared: 人民政府 and 政府, 郑陆镇 and its 政府 are the same."""
    text = tidy(name).replace("人民政府", "政府")
    for pattern, word in (*ZONES, *ENDINGS):
        text = pattern.sub(word, text)
    return text


def fold_plain(name: str) -> str:
    """Return a folded name without other plates in brackets and the head office before it."""
    return HEAD_OFFICE.sub("", PLATES.sub("", fold(name)))


@cache
def readings(name: str) -> tuple[Reading, ...]:
    """Return the ways to read a name, the whole of it as one word first.

    A name of the shipped list (市场监管局) has no level; where 市 might begin one, both ways count
    and the other side decides.
    """
    text = fold_plain(name)
    text = SHORT_OF_STATE.get(text, text)
    region = REGION_NAME.search(text)
    for pattern, word in AUTONOMOUS:
        text = pattern.sub(word, text)
    whole = Reading("", "", text)
    youth = YOUTH_LEAGUE.fullmatch(text)
    if youth:
        return (Reading(youth["place"], youth["level"], "团委"),)
    if common_bodies().lists(text) or NATIONAL.match(text):
        return (whole,)
    if OF_STATE.fullmatch(text):
        return (Reading("", STATE, text), Reading("", STATE, kind_of_state(text)))
    found = LEVELLED.fullmatch(text)
    if found is None:
        return (whole,)
    apart = list(taken_apart(found))
    if region:
        apart = [replace(each, level=REGION) for each in apart if each.level == "省"]
    return (whole, *apart)


def kind_of_state(text: str) -> str:
    """Return how a body of the state would be called in a place: 教育部 is 教育局 there."""
    stem = HEAD_OF_STATE.sub("", text)
    return stem if text.startswith(("中央", "中共")) else ENDING_OF_STATE.sub("局", stem)


def taken_apart(found: re.Match[str]) -> Iterator[Reading]:
    """Yield the reading of a name that begins with a place or a level, if something is left."""
    place, core = found["place"] or "", found["core"]
    level = place[-1] if place else found["bare"]
    if core == "" and place:
        core = "政府"  # 昌邑区 in a list of bodies is its government
    if len(core) < SHORTEST_CORE:
        return
    if core.endswith("分局") and "局" in core[:-2]:
        level = ""  # 市公安局天宁分局 is of the district, whatever its head office is of
    yield Reading(place, level, core)


@lru_cache(REMEMBERED)
def cores_of(name: str) -> frozenset[str]:
    """Return what is left of a name in each of its readings."""
    return frozenset(reading.core for reading in readings(name))


@lru_cache(REMEMBERED)
def level_of(name: str) -> str:
    """Return the level a name begins with (区 of 区财政局), blank where it has none."""
    return readings(name)[-1].level


def is_provincial(name: str) -> bool:
    """Return whether a name is that of a provincial body: 财政厅, 省教委, but not 办公厅."""
    return level_of(name) in {"省", REGION} or (name.endswith("厅") and not name.endswith("办公厅"))


@lru_cache(REMEMBERED)
def own_place(name: str) -> str:
    """Return the name of the place a name begins with, without what it belongs to and its kind.

    常州市天宁区财政局 gives 天宁.
    """
    parts = re.findall(PLACE, readings(name)[-1].place)
    return parts[-1][:-1] if parts else ""


@cache
def without_place(core: str) -> dict[str, str]:
    """Return what a branch may be called without its place, and that place.

    规划天宁分局 gives 规划分局: 天宁. The place is found by rule: two to four characters before the
    ending, or at the beginning, that stand in no name of the shipped list. A number (地税四分局)
    counts as a place.
    """
    ending = branch_of(core)
    return dict(shortened(core, ending)) if ending else {}


def shortened(core: str, ending: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a branch without each part that may be a place, and that part."""
    head = core.removesuffix(ending)
    for length in PLACE_LENGTHS:
        for place, rest in ((head[-length:], head[:-length]), (head[:length], head[length:])):
            long_enough = len(rest) >= SHORTEST_CORE or ending in ALONE
            if long_enough and "局" not in place and not common_bodies().is_word(place):
                stem = rest.removesuffix("局") if ending == "分局" else rest
                yield stem + ending, bare_place(place)
    number = NUMBER.search(head)
    if number:
        yield head.removesuffix(number[0]) + ending, number[0]


def local_office(name: str) -> re.Match[str] | None:
    """Return the place and kind of the town or zone whose office this is."""
    return LOCAL_OFFICE.search(readings(name)[-1].core)


@cache
def inside(name: str, office: str) -> str:
    """Return a name without that of the town or zone whose office names it: 镇财政所 is 财政所.

    `office` is the body that issued the document; blank where the name begins otherwise.
    """
    found = local_office(office)
    if found is None:
        return ""
    text = fold_plain(name)
    for head in (found["place"] + found["kind"], found["kind"]):
        if text.startswith(head) and len(text) > len(head) + SHORTEST_CORE:
            return text.removeprefix(head)
    return ""


def bare_place(place: str) -> str:
    """Return a place without its kind: 云溪县 is 云溪."""
    return place[:-1] if len(place) > SHORTEST_CORE and place[-1] in LEVELS else place


@lru_cache(REMEMBERED)
def town_of(name: str) -> str:
    """Return the place or number in the name of a branch of a common kind, blank without one."""
    called = common_bodies().called
    cores = [reading.core for reading in readings(name)]
    if any(map(called, cores)):
        return ""
    placed = (pair for core in cores for pair in without_place(core).items())
    return next((place for short, place in placed if called(short)), "")


def is_branch(name: str, head: str) -> bool:
    """Return whether a name is that of a branch of a body: 市公安局天宁分局 of 市公安局."""
    text, whole = fold_plain(name), fold_plain(head)
    return text.startswith(whole) and len(text) > len(whole) and branch_of(text) != ""


def branch_of(core: str) -> str:
    """Return the ending that makes a name a branch (分局, 大队), blank for a body of its own."""
    return next((each for each in BRANCHES if core.endswith(each)), "")
