"""Reads brackets that hold nothing but names: （市教育局、市财政局）, （某局）；（某局）."""

import re
from collections.abc import Sequence

from tracker.extraction.parties.bodies import CLOSED, ENDS, is_body, is_name, is_surely_body
from tracker.extraction.parties.labels import field_of
from tracker.extraction.parties.names import split_names
from tracker.extraction.parties.notes import without_notes
from tracker.extraction.parties.persons import bracket_persons, of_all
from tracker.extraction.parties.phrasing import NOTE
from tracker.extraction.parties.roles import Parties
from tracker.extraction.parties.times import DONE, TIME
from tracker.extraction.wording import simplified

LAST_SIGNS = ENDS + CLOSED
STOPS = "。；;！!？?”"
# One time or several: 6月底前完成排查，年底前完成整改.
LAST_TIMES = rf"{TIME}[^，,、；;]{{0,16}}(?:[，,；;]\s*{TIME}[^，,、；;]{{0,16}}){{0,3}}"
# The time behind names that stand alone in brackets: "（市民政局、市财政局，12月底）".
TIME_BEHIND = re.compile(rf"[，,；;]\s*(?P<when>{LAST_TIMES})$")
# What a plan adds to the names of its first bracket: "，列首位的为牵头单位，下同".
NOTED = re.compile(rf"[，,；;。](?:{NOTE.pattern}).*$", re.DOTALL)
# A full stop typed in half its width: 完成.(县供电公司).
HALF_STOP = re.compile(r"[\u4e00-\u9fff]\.$")
TIME_AHEAD = re.compile(rf"(?P<when>{TIME}[^，,、；;（）()]{{0,16}})[，,；;]\s*(?=.)")
# Who helps, in a bracket of its own right behind: "（市公安局）（市交通局配合）".
HELPED = re.compile(r"[（(][^（）()]{2,200}(?:配合|参与|参加|协助)[）)]")
# 海城、凤城市政府: places that share the word behind the last of them.
PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}")
GOVERNMENT = re.compile(r"[\u4e00-\u9fff]{2}[州市县縣区區旗](?:人民)?政府$")
# A name that does not end like one: 天宁建设, 中国移动.
ODD = re.compile(r"[\u4e00-\u9fff]{2,12}")
# Departments by what they are for, with the word that they share: 教育、公安、财政部门.
TRADE = (
    r"(?>发展和?改革|规划和自然资源|发改|经信|工业和信息化|工信|教育|科技|公安|民政|司法|财政|审计|统计|人社"
    r"|人力资源和?社会保障|自然资源|国土资源|国土|规划|生态环境|环境保护|环保|住房和?城乡建设|住建|建设"
    r"|房管|城市管理|城管|交通运输|交通|水利|水务|农业农村|农业|畜牧|林业|林草|商务|文化和旅游|文化|文旅"
    r"|旅游|体育|广电|卫生健康|卫生|卫健|卫计|医疗保障|医保|应急管理|应急|安监|消防|税务|工商|质监|食药监"
    r"|市场监管|市监|金融|物价|粮食|气象|信访|民族宗教|宣传|组织|网信|机构编制|编制|统战|政法|工会|妇联"
    r"|残联|共青团|退役军人|乡村振兴|扶贫|大数据|政务服务|行政审批|邮政|电力|通信|海关)"
)
TRADES = re.compile(
    rf"(?P<list>[省市县区州旗]?{TRADE}(?:、{TRADE})*)[、和及与](?P<last>{TRADE})"
    r"等?(?:主管|行政|有关|相关)?部门"
)
# What completes the name before it and names nobody: 各乡镇（街道）, 各市（州）.
KIND = re.compile(
    r"[省市县区州盟旗乡镇村]{1,3}|[专园社辖景特老新城郊库片]区|街道|社区|园区|单位|部门|机构|企业|学校|管委会|办事处"
)
OFFICE = re.compile(r"[\u4e00-\u9fff]{2,8}(?:(?<![学百文理本专内外眼儿牙骨全])科|股)")
TWO = 2
NEAR = 24
MAX_NAMES = 600


def are_bodies(names: Sequence[str], words: str) -> bool:
    """Return whether all are bodies; places may share the word behind the last: A、B、C市政府.

    Beside names that surely are, in one list with them, one may not end as names do.
    """
    shares = False
    odd = 0
    for name in reversed(names):
        if not is_body(name) and not (shares and PLACE.fullmatch(name)):
            odd += 1
            if odd > 1 or not _fits(name, words):
                return False
        shares = GOVERNMENT.search(name) is not None or (shares and not is_body(name))
    sure = sum(map(is_surely_body, names)) if odd else TWO
    return bool(names) and sure >= TWO


def _places(names: Sequence[str]) -> int:
    """Return how many of the names are places that share the word behind the last of them."""
    count = 0
    shares = False
    for name in reversed(names):
        is_place = shares and not is_body(name) and PLACE.fullmatch(name) is not None
        count += is_place
        shares = is_place or GOVERNMENT.search(name) is not None
    return count


def without_shared_kind(inside: str) -> str:
    """Return a bracket whose names lose the word they share: 教育、公安、财政部门按职责分工负责."""
    found = TRADES.search(simplified(inside)) if "部" in inside else None
    if found is None:
        return inside
    last = inside[found.start("last") : found.end("last")]
    return f"{inside[: found.end('list')]}、{last}{inside[found.end() :]}"


def are_trades(names: Sequence[str], words: str) -> bool:
    """Return whether those among the names that are no bodies share the word 部门 in `words`."""
    found = TRADES.search(simplified(words))
    if found is None:
        return False
    trades = {*split_names([found["list"]]), found["last"]}
    return all(name in trades or is_body(name) for name in names)


def _fits(name: str, words: str) -> bool:
    """Return whether a name stands in a list with others and holds no word of doing."""
    in_list = f"、{name}" in words or f"{name}、" in words
    return in_list and ODD.fullmatch(simplified(name)) is not None and is_name(name)


def only_names(text: str, plain: str, start: int, end: int) -> Parties | None:
    """Return the names of a bracket that holds nothing else and explains no word before it."""
    before = plain[max(0, start - NEAR) : start].rstrip()
    after = plain[end : end + NEAR].lstrip()
    helped = HELPED.match(plain, end) is not None
    ended = before[-1:] in STOPS or HALF_STOP.search(before) is not None
    behind_stop = helped or (ended if before else not after.strip("。"))
    if end - start > MAX_NAMES or (after and after[0] not in "。；;" and not behind_stop):
        return None
    said = _names(text[start + 1 : end - 1])
    if said is None:
        return None
    sure = sum(map(_is_sure, said.leads))
    odd = sum(not is_body(name) for name in said.leads)
    odd -= (places := _places(said.leads))
    if behind_stop:
        return said if sure and sure > TWO * odd else None
    apart = plain[start - 1 : start].isspace() and not after
    is_sure = len(said.leads) >= TWO or apart or said.deadline_text is not None
    is_body_before = before.endswith(tuple(ENDS)) and not before[-2:-1].isdigit()
    explains = is_body_before or not is_sure
    return None if explains or sure + places < len(said.leads) else said


def _is_sure(name: str) -> bool:
    """Return whether a name is surely of a body, or of an office within one: 人事科."""
    return is_surely_body(name) or OFFICE.fullmatch(simplified(name)) is not None


def _names(inside: str) -> Parties | None:
    """Return the bodies of a bracket with persons and time; one may not end as names do."""
    inside = without_notes(bracket_persons(inside))[0]
    noted = NOTED.search(simplified(inside))
    inside = inside[: noted.start()] if noted else inside
    plain = simplified(inside)
    if each := _each_timed(inside):
        return each
    timed = TIME_BEHIND.search(plain) or TIME_AHEAD.match(plain)
    words = inside[: timed.start()] or inside[timed.end() :] if timed else inside
    listed = split_names([words])
    names, persons = of_all(listed, bare=True)
    is_label = len(names) == 1 and field_of(simplified(names[0])) is not None
    are_kinds = all(KIND.fullmatch(simplified(name)) for name in names)
    if are_kinds or is_label or not are_bodies(names, inside):
        return None
    when = DONE.sub("", inside[timed.start("when") : timed.end("when")]) if timed else None
    return Parties(names, deadline_text=when, persons=tuple(("责任人", one) for one in persons))


def _each_timed(inside: str) -> Parties | None:
    """Return the bodies of a bracket that has a time behind each: 甲局，6月底；乙局，9月底."""
    parts = re.split("[；;]", inside)
    found = [TIME_BEHIND.search(simplified(part)) for part in parts] if len(parts) > 1 else [None]
    if not all(found):
        return None
    pairs = [(part, timed) for part, timed in zip(parts, found, strict=True) if timed]
    names = split_names([part[: timed.start()] for part, timed in pairs])
    times = [DONE.sub("", part[timed.start("when") :]) for part, timed in pairs]
    return Parties(names, deadline_text="；".join(times)) if are_bodies(names, inside) else None


def lone_names(text: str, plain: str, pairs: Sequence[tuple[int, int]]) -> dict[int, Parties]:
    """Return by start the brackets of one sure name where several behind parts hold only names.

    "梳理事项（市司法局）；公布指南（市政务局）。": one alone could explain the word before it.
    """
    found: dict[int, Parties] = {}
    for start, end in pairs:
        is_behind = plain[end : end + 1] in {"", "；", ";", "。", "，"} and end - start <= NEAR
        fits = is_behind and plain[end - 2] in LAST_SIGNS
        said = _names(text[start + 1 : end - 1]) if fits else None
        is_sure = said is not None and all(map(is_surely_body, said.leads))
        if said is not None and is_sure and not plain[:start].endswith(tuple(ENDS)):
            found[start] = said
    return found if len(found) >= TWO else {}
