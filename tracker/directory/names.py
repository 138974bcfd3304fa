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
# 天宁区, 常州市: two to four characters and the kind of place; not 开发区, 社区, 校区, 城市.
PLACE = (
    r"(?![省市州盟县区旗]委)[\u4e00-\u9fff]{1,8}?[\u4e00-\u9fff]"
    r"(?<!开发)(?<!高新)(?<!经开)(?<!示范)(?<!管理)(?<!先导)(?<!功能)(?<!合作)"
    rf"(?<![园社校景新城山地辖军])[{LEVELS}]"
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
)
# What begins like a state's name and is a body of the place: 国家税务总局天宁区税务局.
HEAD_OFFICE = re.compile(r"^国家税务总局(?=.+税务局)|^国网|^国家电网")
# Offices of a higher body in a place: 规划天宁分局, 天宁交警大队, 天宁运管所.
BRANCHES = (
    "分局", "支局", "大队", "支队", "中队", "中心支行", "支行", "分行", "分公司", "公司",
    "处", "所", "站",
)  # fmt: skip
NUMBER = re.compile(r"第?[一二三四五六七八九十]+$")
# 市委办公室（市档案局）: the brackets hold other plates on the same door, unless they name a part.
PLATES = re.compile(r"(?<=..)\((?!.*(?:分局|科|股|队|所|站|中心|处)\)$)[^()]{2,}\)$")
ZONES = (
    (re.compile(r"(?<=区)(?:管理委员会|管委$)"), "管委会"),
    (re.compile(r"经济(?:技术)?开发区"), "经开区"),
    (re.compile(r"高新(?:技术)?(?:产业)?(?:技术)?开发区"), "高新区"),
    (re.compile(r"(?<=开发区|经开区|高新区|示范区|管理区|先导区)管委会$"), ""),
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
    """Return a name without blanks, its brackets and commas of one width, in newer characters."""
    text = "".join(unicodedata.normalize("NFKC", name).split()).replace(",", "、")
    return newer(text)


@cache
def fold(name: str) -> str:
    """Return a name as names are compared: 人民政府 and 政府, 郑陆镇 and its 政府 are the same."""
    text = tidy(name).replace("人民政府", "政府")
    for pattern, word in ZONES:
        text = pattern.sub(word, text)
    return re.sub(r"(?<=[乡镇])政府$|(?<=街道)办事处$|(?<=街道)办$", "", text)


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
    region = REGION_NAME.search(text)
    for pattern, word in AUTONOMOUS:
        text = pattern.sub(word, text)
    whole = Reading("", "", text)
    youth = YOUTH_LEAGUE.fullmatch(text)
    if youth:
        return (Reading(youth["place"], youth["level"], "团委"),)
    if common_bodies().lists(text):
        return (whole,)
    if OF_STATE.fullmatch(text):
        return (Reading("", STATE, text),)
    found = LEVELLED.fullmatch(text)
    if found is None:
        return (whole,)
    apart = list(taken_apart(found))
    if region:
        apart = [replace(each, level=REGION) for each in apart if each.level == "省"]
    return (whole, *apart)


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
            if len(rest) >= SHORTEST_CORE and not common_bodies().is_word(place):
                stem = rest.removesuffix("局") if ending == "分局" else rest
                yield stem + ending, place
    number = NUMBER.search(head)
    if number:
        yield head.removesuffix(number[0]) + ending, number[0]


@lru_cache(REMEMBERED)
def town_of(name: str) -> str:
    """Return the place or number in the name of a branch of a common kind, blank without one."""
    for reading in readings(name):
        for short, place in without_place(reading.core).items():
            if common_bodies().called(short):
                return place
    return ""


def branch_of(core: str) -> str:
    """Return the ending that makes a name a branch (分局, 大队), blank for a body of its own."""
    return next((each for each in BRANCHES if core.endswith(each)), "")
