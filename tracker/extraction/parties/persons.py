"""Keeps the persons whom a clause names apart from the bodies: 市教育局（张三）, 副市长王五."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.extraction.parties.bodies import ENDS, is_body, is_surely_body
from tracker.extraction.wording import simplified

# The family names of most people, and those of two characters (百家姓).
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林郑梁谢唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺"
    "顾毛郝龚邵万钱严覃武戚莫孔向汤俞温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶"
)
DOUBLE = "欧阳|司马|上官|诸葛|司徒|皇甫|尉迟|慕容|东方|公孙|夏侯|令狐"
HIDDEN = r"[某×*＊○Xx]"
GIVEN = rf"(?:{HIDDEN}{{1,2}}|[\u4e00-\u9fff]{HIDDEN}|[\u4e00-\u9fff]{{1,2}})"
NAME = rf"(?:(?:{DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{SURNAMES}]{GIVEN})"
# A name that the text hides in part is one whatever stands beside it.
MASKED = rf"[{SURNAMES}](?:{HIDDEN}{{1,2}}|[\u4e00-\u9fff]{HIDDEN})"
TITLE = (
    r"(?:(?:常务|一级|二级|党组|党委|分管|主要)?副?(?:[省市县区州盟旗镇乡局厅处科部院校所站队组会行司室段村]长"
    r"|主任|书记|主席|秘书长|检察长|总经理|董事长|经理|调研员|巡视员|指挥长|总指挥|政委)|常委|委员|同志|党组成员)"
)
BODY = (
    r"(?P<body>[\u4e00-\u9fff]{2,20}"
    r"(?:局|办|厅|委|处|科|院|站|所|中心|公司|支队|大队|街道|银行|镇(?=镇长)|乡(?=乡长)))"
)
TITLED = re.compile(
    rf"(?:{BODY})?(?P<title>(?:[\u4e00-\u9fff]{{0,8}}{TITLE})+)(?P<name>{NAME})?(?:同志)?"
)
NAMED = re.compile(
    rf"(?P<name>{NAME})(?:副?[省市县区州镇乡局厅处科]长|主任|书记|同志|副主任|秘书长)"
)
ONLY = re.compile(rf"{NAME}(?:[、，,\s]+{NAME})*")
MASKED_ONLY = re.compile(rf"{MASKED}(?:[、，,\s]+{MASKED})*")
BRACKET = re.compile(r"[（(](?P<inside>[^（）()]{2,40})[）)]$")
TELEPHONE = re.compile(r"[，,、：:\s]*(?:电话|手机|联系电话)?[：:\s]*\d[\d\-—\s]{5,}\d$")
# What a person is, before the name: （责任人：某某）.
AHEAD = re.compile(
    r"^(?:主要|分管|具体)?(?:负责人|责任人|联系人|(?:责任|分管|牵头)领导)[：:]?[ \u3000]*"
)
# A person behind a body on one line: 市财政局 李四.
BEHIND = re.compile(
    rf"(?P<body>[\u4e00-\u9fff]{{2,20}})[ \u3000]+(?P<name>{NAME})(?=[、，,；;。\s]|$)"
)
# The same without a blank, where the body ends as offices do: 市财政局李四.
GLUED = re.compile(
    rf"(?P<body>[\u4e00-\u9fff]{{2,20}}(?:局|委|办|厅|中心|公司|支队|大队|街道))(?P<name>{NAME})"
)
# Bodies whose leader speaks for all of them: 县委书记, 副市长 of 市政府.
ABOVE_ALL = re.compile(r"(?:政府|党委|[省市县区州]委|人大|政协|常委会?)$")
# A post that is no body though it ends like one: 市委常委, 包片领导.
POST = re.compile(r"(?:[省市县区州]委)?常委|[\u4e00-\u9fff]{0,6}领导")
# Short names of a trade or a place that begin like the name of a person.
NO_PERSON = re.compile(
    r"金融|文化|文旅|文广|林业|安监|安全|高新|经开|商务|单位|部门|方志|金山|江北|江东|江南|安宁|白云|路桥|武装|史志|管委|包保"
    r"|关工|文明|文联|文体|文物|水利|石油|石化|华侨|成员|任务|施工|计生|纪检|纪委|章程|全体|左右|任何|向上|方面|包括|关于|温泉|万元"
    r"|房管|房产|房屋|林草|林水|林园|林牧|路政|文教|文卫|文保|文宣|安保|应急|高速|国安|康养"
)

# Of the signs that end names of bodies the one that many given names end with.
ARMY = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]?军")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Apart:
    """What a name holds: the body, "" when it is of a person alone, and the persons."""

    body: str
    persons: tuple[str, ...] = ()


def bracket_persons(text: str) -> str:
    """Return words with each person who stands behind a body in brackets: 市财政局（李四）."""
    return BEHIND.sub(_bracketed, text) if " " in text or "\u3000" in text else text


def _bracketed(found: re.Match[str]) -> str:
    if not is_surely_body(found["body"]) or not _may_be_person(found["name"]):
        return found[0]
    return f"{found['body']}（{found['name']}）"


def apart(name: str, *, bare: bool = False) -> Apart:
    """Return body and persons of one name; with `bare` a name without title may be a person's."""
    if len(name) > LONGEST:
        return Apart(name)
    bracket = BRACKET.search(name)
    if bracket and _are_persons(bracket["inside"]):
        inner = apart(name[: bracket.start()].strip(), bare=bare)
        return Apart(inner.body, (*inner.persons, AHEAD.sub("", bracket["inside"])))
    plain = simplified(name)
    ahead = AHEAD.match(plain)
    if ahead and _is_person(plain[ahead.end() :]):
        return Apart("", (name[ahead.end() :],))
    titled = None if POST.fullmatch(plain) or is_surely_body(plain) else TITLED.fullmatch(plain)
    if titled:
        body = titled["body"] or ""
        keeps = body and not ABOVE_ALL.search(body) and is_surely_body(body)
        return Apart(name[: len(body)] if keeps else "", (name,))
    glued = None if is_body(plain) else GLUED.fullmatch(plain)
    if glued and is_surely_body(glued["body"]) and _may_be_person(glued["name"]):
        end = glued.end("body")
        return Apart(name[:end], (name[end:],))
    alone = POST.fullmatch(plain) or NAMED.fullmatch(plain) or MASKED_ONLY.fullmatch(plain)
    return Apart("", (name,)) if alone or (bare and _may_be_person(plain)) else Apart(name)


def _are_persons(inside: str) -> bool:
    """Return whether the words of a bracket are persons, with or without a title or telephone."""
    plain = TELEPHONE.sub("", simplified(inside)).strip()
    plain = re.sub(
        r"^(?:主要|分管|具体)?(?:负责人|责任人|联系人|(?:责任|分管|牵头)领导)[：:]?", "", plain
    )
    return all(map(_is_person, re.split(r"[、，,；;]\s*", plain)))


def _is_person(word: str) -> bool:
    return bool(
        _may_be_person(word)
        or NAMED.fullmatch(word)
        or MASKED_ONLY.fullmatch(word)
        or ((titled := TITLED.fullmatch(word)) and titled["name"] and not is_surely_body(word))
    )


def _may_be_person(word: str) -> bool:
    """Return whether a word is like the name of a person and like no short name of a body."""
    if not ONLY.fullmatch(word) or NO_PERSON.search(word):
        return False
    return bool(re.search(HIDDEN, word)) or word[-1] not in ENDS or ARMY.fullmatch(word) is not None


def of_all(names: Iterable[str], *, bare: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the bodies and the persons of several names, each once and in order."""
    found = [apart(name, bare=bare) for name in names]
    bodies = dict.fromkeys(one.body for one in found if one.body)
    persons = dict.fromkeys(person for one in found for person in one.persons)
    return tuple(bodies), tuple(persons)
