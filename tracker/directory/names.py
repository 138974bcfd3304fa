"""Takes a name as written apart: place, level and what is left; says what kind of name it is."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tracker.directory.bodies import common_bodies

# 各街道; 市直有关部门; a bare kind of place (镇, 县（市）区政府) names all of that kind, but 市政府
# alone is the government whose document it is.
GROUP_NAME = re.compile(
    r"^各|有关|相关|等$"
    r"|^(?![市县区旗州盟](?:人民)?政府$)(?:[县市区旗州盟乡镇村街道（）()、]+|县级)"
    r"(?:政府|人民政府|办事处|管委会|党委)?$"
)
LEVELS = "省市州盟县区旗"
KINDS_OF_PLACE = frozenset(LEVELS + "乡镇街道村级")
# 天宁区, 常州市: two to four characters and the kind of place; not 开发区, 社区, 校区, 城市.
PLACE = (
    r"[\u4e00-\u9fff]{1,8}?[\u4e00-\u9fff](?<!开发)(?<!高新)(?<!经开)(?<![园社校景新城山地辖])"
    rf"[{LEVELS}]"
)
LEVELLED = re.compile(rf"(?:中共)?(?:(?P<place>(?:{PLACE})+)|(?P<bare>[{LEVELS}]))级?(?P<core>.*)")
YOUTH_LEAGUE = re.compile(rf"(?:共青)?团(?P<place>.*?)(?P<level>[{LEVELS}])委(?:员会)?")
# Offices of a higher body in a place: 规划天宁分局, 天宁交警大队, 天宁运管所.
BRANCHES = ("分局", "支局", "大队", "支队", "中队", "处", "所", "站")
NUMBER = re.compile(r"第?[一二三四五六七八九十]+$")
SHORTEST_CORE = 2
PLACE_LENGTHS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: 天宁区财政局 as place 天宁区, level 区, core 财政局."""

    place: str
    level: str
    core: str


def is_group_name(name: str) -> bool:
    """Return whether a name stands for several bodies (各街道, 镇, 市直有关部门), not for one."""
    return GROUP_NAME.search(name) is not None


@cache
def tidy(name: str) -> str:
    """Return a name without blanks, its brackets and commas of one width."""
    return "".join(unicodedata.normalize("NFKC", name).split()).replace(",", "、")


@cache
def fold(name: str) -> str:
    """Return a name as names are compared: 人民政府 and 政府, 郑陆镇 and its 政府 are the same."""
    text = tidy(name).replace("人民政府", "政府")
    return re.sub(r"(?<=[乡镇])政府$|(?<=街道)办事处$", "", text)


@cache
def readings(name: str) -> tuple[Reading, ...]:
    """Return the ways to read a name, the whole of it as one word first.

    A name of the shipped list (市场监管局) has no level; where 市 might begin one, both ways count
    and the other side decides.
    """
    text = fold(name)
    whole = Reading("", "", text)
    youth = YOUTH_LEAGUE.fullmatch(text)
    if youth:
        return (Reading(youth["place"], youth["level"], "团委"),)
    found = LEVELLED.fullmatch(text)
    if found is None or common_bodies().lists(text):
        return (whole,)
    place, core = found["place"] or "", found["core"]
    level = place[-1] if place else found["bare"]
    if core == "" and place:
        core = "政府"  # 昌邑区 in a list of bodies is its government
    if len(core) < SHORTEST_CORE:
        return (whole,)
    if core.endswith("分局") and "局" in core[:-2]:
        level = ""  # 市公安局天宁分局 is of the district, whatever its head office is of
    return (whole, Reading(place, level, core))


def level_of(name: str) -> str:
    """Return the level a name begins with (区 of 区财政局), blank where it has none."""
    return readings(name)[-1].level


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


@cache
def group_key(name: str) -> str:
    """Return what two names of the same group have in common: 各县（市）区政府 and 县（市、区）.

    Kinds of place are put in order; 县级 means a county and whatever ranks with it.
    """
    text = re.sub(r"[()、和]", "", fold(name)).removeprefix("各").replace("有关", "相关")
    text = text.removesuffix("政府").removesuffix("办事处")
    if text and set(text) <= KINDS_OF_PLACE:
        of_county_rank = "县" in text and text != "县" and set(text) <= set("县市区旗级")
        return "县级" if of_county_rank else "".join(sorted(set(text)))
    return text
