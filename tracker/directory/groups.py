"""Names of several bodies: which group one names, and whether it names nobody in particular. Pure.

各镇（街道） and 各乡镇办 are one group in other words; 有关部门 is whoever the work concerns.
"""

import re
from functools import lru_cache

from tracker.directory.names import fold, tidy

KINDS = "县市区旗州盟乡镇村街道办"
# A bare kind of place (镇, 县（市）区政府) names all of that kind, but 市政府 alone is the
# government whose document it is.
GROUP = re.compile(
    r"各|等$|^(?:\d+|[一二三四五六七八九十两几]+)个|成员单位$|[直所下委]属(?:部门|单位|部门单位)$"
    r"|^[省市州盟县区旗][级直](?:属|机关)?(?:部门|单位|机关)$"
    r"|^全[省市州盟县区旗].*(?:部门|单位|机关|乡镇|街道|学校|专班)$"
    r"|^(?![省市县区旗州盟](?:人民)?政府$)(?:[县市区旗州盟乡镇村街道（）()、和及]|自治|县级)+"
    r"(?:政府|人民政府|办事处|街办|管委会|党委)?$"
)
WHOEVER = re.compile(
    r"有关|相关|等$|当地|属地|所在地|^(?:本|同)级"
    r"|^(?:[各本]|[省市州盟县区旗][级直]?)*(?:牵头|责任|主责|职能|业务|主管|行业主管|行业|主办|承办|协办|配合"
    r"|参与|参加|实施|建设|业主|项目|用人|成员|使用|管理|监管|产权|权属)*(?:部门|单位|机构|业主)$"
)
EVERY = re.compile(r"各(?:级)?(?:部门|单位|机构)$|[直级](?:部门|单位)$")
ANY_BODIES = re.compile(
    r"^(?:[省市州盟县区旗各级直属其他]|政府|有关|相关|责任)*(?:部门|单位|机构|委办局|厅委办|办局)(?:、|$)"
)
COMMITTEE = re.compile(
    r"(?:经济(?:技术)?|高新(?:技术)?(?:产业)?)?(?:开发区|经开区|高新区|园区|功能区|管理区|新区|示范区)(?:管委会)?|管委会"
)
AUTHORITY = re.compile(r"政府|党委|党工委|办事处|所辖|辖区|自治")
MARKS = re.compile(r"[()、/和及与各]")
REMEMBERED = 4096


@lru_cache(REMEMBERED)
def is_whoever(name: str) -> bool:
    """Return whether a name says only 'whom it concerns': 有关部门, 各责任单位, 当地政府, …等."""
    text = tidy(name)
    return WHOEVER.search(text) is not None and EVERY.search(text) is None


@lru_cache(REMEMBERED)
def is_group_name(name: str) -> bool:
    """Return whether a name stands for several bodies (各街道, 镇, 市直有关部门), not for one."""
    return GROUP.search(tidy(name)) is not None or is_whoever(name)


@lru_cache(REMEMBERED)
def group_key(name: str) -> str:
    """Return what two names of the same group have in common: 各县（市）区政府 and 县（市、区）.

    县级 means a county and whatever ranks with it; with committees of zones beside them it is
    another group.
    """
    text = re.sub(r"^全[省市州盟县区旗]", "", MARKS.sub("", fold(name)))
    text = text.replace("有关", "相关").replace("县级市", "市")
    places = AUTHORITY.sub("", text)
    zones = COMMITTEE.findall(places)
    places = COMMITTEE.sub("", places)
    if places and set(places) <= set(KINDS + "级"):
        return rank(places) + ("+" if zones else "") + ("委" if "党委和" in fold(name) else "")
    if zones and not places:
        return zones[0].removesuffix("管委会") or "管委会"
    return text.removesuffix("政府").removesuffix("办事处")


def rank(places: str) -> str:
    """Return the rank of bare kinds of place: 县级 for 县市区, 镇街 for 镇 with 街道."""
    kinds = set(places)
    found = ""
    if county := kinds & set("县市区旗"):
        beside_prefecture = kinds & set("州盟") or re.match(r"市.*县", places)
        whole = "级" in kinds or (len(county) > 1 and kinds & set("县旗"))
        sorted_kinds = "".join(sorted(county | (kinds & set("州盟"))))
        found = "市" + sorted_kinds if beside_prefecture else "县级" if whole else sorted_kinds
    elif prefecture := kinds & set("州盟"):
        found = "".join(sorted(prefecture))
    if kinds & set("街办"):
        found += "镇街" if kinds & set("乡镇") else "街道"
    elif kinds & set("乡镇"):
        found += "乡镇"
    return found + ("村" if "村" in kinds else "")


@lru_cache(REMEMBERED)
def families(name: str) -> frozenset[str]:
    """Return the rough kinds of a group, by which a person may have meant another one of it."""
    key = group_key(name)
    kinds = (
        ("乡镇", bool(set(key) & set("镇乡街"))),
        ("村", re.search("村|社区|居委", key) is not None),
        ("园区", COMMITTEE.search(tidy(name)) is not None),
        ("部门", ANY_BODIES.search(tidy(name)) is not None),
        (
            "县级",
            bool(set(key) & set("县市区旗州盟")) and not set(key) - set("县市区旗州盟级+相关委"),
        ),
    )
    return frozenset(kind for kind, holds in kinds if holds)
