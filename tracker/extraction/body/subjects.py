"""Reads lines that begin with who is responsible: 县教体局：…, 【县水利局】…, 责任单位县住建局…."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from tracker.extraction.body.forms import SHORT_NAME
from tracker.extraction.body.items import LEAD, ordinal
from tracker.extraction.parties.bodies import is_surely_body
from tracker.extraction.parties.clauses import Clause, Parties, find_clauses, parties
from tracker.extraction.parties.labels import field_of, labels
from tracker.extraction.parties.names import split_names
from tracker.extraction.parties.persons import ONLY
from tracker.extraction.wording import simplified

Block = TypeVar("Block")
Line = tuple[str, Block]

ENDS = "局委办厅部院府司处科队会镇乡区县市州旗站所室心道街门位联社馆行团村"
# Without one of these near its beginning a line does not begin with a body.
HINT = re.compile(
    rf"[{ENDS}縣鎮鄉區廳處門聯團）)][ \u3000]*[：:】〕\]）)\s]"
    r"|(?:责任|牵头|主办|承办|責任|牽頭|主辦|承辦)(?:单位|部门|單位|部門)"
)
# "县水利局：" at the beginning or behind a stop.
NAMED = re.compile(
    rf"(?:^|(?<=[。；;！]))[ \u3000]*(?P<who>[^。；;！：:，,\s]{{1,60}}[{ENDS}）)])[ \u3000]*[：:]"
    r"[ \u3000]*"
)
# "【县水利局】", "（县财政局）", "县卫健局 " at the beginning.
BOXED = re.compile(
    r"(?:[【〔\[](?P<box>[^【】〔〕\[\]]{2,60})[】〕\]]|[（(](?P<round>[^（）()]{2,60})[）)])"
    r"[：:]?[ \u3000]*"
)
SPACED = re.compile(rf"(?P<who>[^。；;！：:，,\s]{{2,40}}[{ENDS}）)])[ \u3000]+")
TOKEN = re.compile(r"(?P<name>[^、，,；;。\s]+)(?P<sign>[、，,；;。\s]*)")
# What begins with a level or names several is a body; a kind of body alone is a topic: 组织机构：.
LEVEL = re.compile(
    r"^(?:各|[省市县区州盟旗镇乡](?![域场村容])|国(?=家|网|资|土|务)|中[国央]|团|所有|属地|驻)"
)
TOPIC = re.compile(r"(?:单位|部门|机构|小组|专班|企业|学校|机关|高校|园区|社区|处室|科室)$")
OFFICE = re.compile(r"(?:[局委办厅部府院]|中心|公司|大队|支队)$")
THING = re.compile(r"(?:中心|协会|公司|[队会室馆站])$")
# What is said to a body, of it or in its name, and no work: letters, lists, talks.
NO_WORK = re.compile(
    r"你[局委办单厅市县区]|贵|现将|报来|来[文函]|我[们局委办]|关于.{2,60}收悉|[\d\-—\s]+$"
    r"|[^。；;]{0,16}(?:电话|手机|传真|邮箱|联系人)"
)
# 东溪、西溪派出所: places that share the word behind the last of them; 各村: each of a kind.
STATION = re.compile(
    "[\u4e00-\u9fff]{2,3}(?:派出所|司法所|供电所|税务所|街道|街道办|街道办事处|中队)$"
)
PLACE = re.compile("[\u4e00-\u9fff]{2,3}")
EACH = re.compile(r"各(?:行政)?(?:村|社区|村[、（(]?(?:社区|居)[）)]?)")
DIGIT = re.compile(r"\d")
HAN = re.compile(r"[\u4e00-\u9fff]")
# How the labels begin that may stand before the work.
LABELS = frozenset(("责任", "牵头", "主办", "承办"))
AROUND = " \u3000：:，,；;。"
NEAR, TITLE, LEAST, SEVERAL, TWO = 64, 30, 4, 3, 2


@dataclass(frozen=True, slots=True)
class Subject:
    """Who begins a line or a part of it, where those words stand, and by which sign.

    One that is not sure counts only beside others that are.
    """

    start: int
    end: int
    said: Parties
    sign: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Led:
    """A line by who begins it: level, number and mark of its item, the work, and who does it."""

    level: int
    number: str
    mark: str
    work: str
    clause: Clause


def led(lines: Sequence[tuple[str, Block]]) -> tuple[list[tuple[str, Block]], dict[int, Led]]:
    """Return the lines, and by line those that begin with who is responsible.

    A line with several of them is cut before each. One such line alone counts only in a text that
    has clauses, lines without number only where several follow one another.
    """
    found = {at: said for at, (text, _block) in enumerate(lines) if (said := _subjects(text))}
    meant = _meant(found, lines) if found else set()
    if not meant:
        return list(lines), {}
    cut: list[tuple[str, Block]] = []
    begun: dict[int, Led] = {}
    for at, (text, block) in enumerate(lines):
        for part, who in _parts(text, found[at]) if at in meant else [(text, None)]:
            if who:
                begun[len(cut)] = who
            cut.append((part, block))
    return cut, begun


def _subjects(text: str) -> list[Subject]:
    """Return who begins a line and its parts, none where not all of them are bodies with work."""
    if not HINT.search(text, 0, NEAR):
        return []
    numbered = ordinal(text)
    at = len(text) - len(numbered[2]) if numbered else 0
    plain = simplified(text)
    first = _labelled(text, plain, at) or _boxed(text, plain, at) or _spaced(text, plain, at)
    found = [first] if first else list(_named(text, plain, at))
    ends = [*(one.start for one in found[1:]), len(text)]
    are_work = all(_is_work(text[one.end : end]) for one, end in zip(found, ends, strict=False))
    return found if are_work else []


def _named(text: str, plain: str, at: int) -> Iterator[Subject]:
    """Return who stands before the colons of a line, the first at its beginning or behind a title.

    One behind the title alone may be a part of the work, so there must be two.
    """
    signs = list(NAMED.finditer(plain[at:]))
    whose = [_names(text[at + sign.start("who") : at + sign.end("who")]) for sign in signs]
    found = [
        Subject(at + sign.start(), at + sign.end(), Parties(names), "colon", _are_sure(names))
        for sign, names in zip(signs, whose, strict=True)
        if names
    ]
    if not found or len(found) < len(signs):
        return
    before = plain[at : found[0].start]
    if not before or (len(before) <= TITLE and before.count("。") == 1 and len(found) >= TWO):
        yield from found


def _boxed(text: str, plain: str, at: int) -> Subject | None:
    box = BOXED.match(plain, at)
    if box is None:
        return None
    sign = "box" if box["box"] else "round"
    names = _names(text[box.start(sign) : box.end(sign)])
    return Subject(at, box.end(), Parties(names), sign, _are_sure(names)) if names else None


def _spaced(text: str, plain: str, at: int) -> Subject | None:
    apart = SPACED.match(plain, at)
    names = _names(text[at : apart.end("who")]) if apart else ()
    if apart is None or not names or not all(map(_is_office, names)):
        return None
    return Subject(at, apart.end(), Parties(names), "blank", _are_sure(names))


def _labelled(text: str, plain: str, at: int) -> Subject | None:
    """Return who stands behind the labels that begin a line, up to the first words of the work."""
    if plain[at : at + 2] not in LABELS:
        return None
    marks = list(labels(plain[at:]))
    starts = [*(at + start for start, _begin, _field in marks[1:]), len(plain)]
    end = at
    for (start, begin, _field), following in zip(marks, starts, strict=False):
        if at + start != end:
            return None
        end = _end_of_names(plain, at + begin, following)
    if not marks or end <= at + marks[-1][1]:
        return None
    said = parties(text[at:end].strip(AROUND))
    is_read = said and said.leads and end < len(plain)
    return Subject(at, end, said, "label") if said and is_read else None


def _end_of_names(plain: str, begin: int, limit: int) -> int:
    """Return where the names behind a label end, with the sign between them and other words."""
    end = begin
    for token in TOKEN.finditer(plain, begin, limit):
        if not _is_whole(token["name"]):
            break
        end = token.end()
    return end


def _names(who: str) -> tuple[str, ...]:
    """Return the bodies that words name, none unless all of them are."""
    is_cut = who.count("（") + who.count("(") != who.count("）") + who.count(")")
    names = () if is_cut else split_names([SHORT_NAME.sub("", who)])
    first = len(names) - 1 if names and STATION.search(names[-1]) else 0
    shares = first > 0 and all(map(PLACE.fullmatch, names[:first]))
    return names if all(map(_is_subject, names[first if shares else 0 :])) else ()


def _is_subject(name: str) -> bool:
    plain = simplified(name)
    if EACH.fullmatch(plain):
        return True
    if len(plain) <= TWO or not is_surely_body(plain) or field_of(plain) is not None:
        return False
    return LEVEL.match(plain) is not None or TOPIC.search(plain) is None


def _are_sure(names: Sequence[str]) -> bool:
    """Return whether no name may be but a thing that ends like one: 移动公司."""
    return all(LEVEL.match(name) or not THING.search(name) for name in map(simplified, names))


def _is_office(name: str) -> bool:
    """Return whether a name begins with a level or ends as offices do: no 放心农资下乡."""
    plain = simplified(name)
    return LEVEL.match(plain) is not None or OFFICE.search(plain) is not None


def _is_work(words: str) -> bool:
    """Return whether words behind a subject tell what is to be done and name nobody themselves."""
    plain = simplified(words.strip(AROUND))
    if len(HAN.findall(plain[:NEAR])) < LEAST or NO_WORK.match(plain) or ONLY.fullmatch(plain):
        return False
    first = TOKEN.match(plain)
    is_body = first is not None and _is_subject(first["name"]) and not DIGIT.search(first["name"])
    return not is_body and not find_clauses(words)


def _is_whole(name: str) -> bool:
    """Return whether words are the name of a body and no count that ends like one: 新建学校3所."""
    return is_surely_body(name) and not DIGIT.search(name)


def _meant(found: dict[int, list[Subject]], lines: Sequence[tuple[str, Block]]) -> set[int]:
    """Return the lines whose beginning says who is responsible for what stands behind."""
    numbered = {at for at in found if ordinal(lines[at][0])}
    signs = Counter(one.sign for at in numbered for one in found[at] if one.is_sure)
    others = sum(signs.values()) - signs["round"]
    is_list = others >= TWO or (others and any(find_clauses(text) for text, _block in lines))
    meant = {
        at
        for at in numbered
        for first in found[at][:1]
        if first.sign == "label"
        or (first.sign == "round" and signs["round"] >= TWO)
        or (first.sign != "round" and is_list)
    }
    bare = [at for at in found if at not in numbered and found[at][0].sign == "colon"]
    return meant | _runs(bare)


def _runs(places: Sequence[int]) -> set[int]:
    """Return the places that stand in a run of several without one between."""
    breaks = [0, *(at for at, (a, b) in enumerate(pairwise(places), 1) if b > a + 1), len(places)]
    runs = (places[start:end] for start, end in pairwise(breaks))
    return {at for run in runs if len(run) >= SEVERAL for at in run}


def _parts(text: str, found: Sequence[Subject]) -> Iterator[tuple[str, Led | None]]:
    """Return a line, or its heading and the parts of those who begin them."""
    numbered = ordinal(text)
    at = len(text) - len(numbered[2]) if numbered else 0
    mark = text[:at].strip()
    if len(found) == 1 and numbered:
        yield text, _led(text, found[0], len(text), (*numbered[:2], mark))
        return
    if found[0].start:
        yield text[: found[0].start].strip(), None
    for one, end in zip(found, [*(each.start for each in found[1:]), len(text)], strict=True):
        yield text[one.start : end].strip(), _led(text, one, end, (LEAD, "", ""))


def _led(text: str, one: Subject, end: int, numbered: tuple[int, str, str]) -> Led:
    words = text[one.start : one.end].strip(AROUND)
    return Led(*numbered, text[one.end : end].strip(), Clause(0, 0, words, one.said))
