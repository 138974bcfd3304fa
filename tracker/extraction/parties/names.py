"""Splits the names of departments in a cell or clause, in order and as written."""

import re
from collections.abc import Iterable, Iterator

from tracker.extraction.parties.bodies import is_surely_body
from tracker.extraction.wording import simplified

OPENING = "（(〔[【［〖〈<"
CLOSING = "）)〕]】］〗〉>"
SEPARATORS = "、，,；;／/\n﹑﹐﹔"
SIGN = re.compile(rf"[{SEPARATORS}\s{re.escape(OPENING + CLOSING)}]")
PHRASE_SIGN = re.compile(rf"[，,；;。\n{re.escape(OPENING + CLOSING)}]")
LAST = re.compile(rf"[{SEPARATORS}]")
LONGEST = 60
TWO = 2
# What stands where nobody is named: ——, 无, 待定.
NOBODY = r"(?:[\s\-—–－―─_/／\\无]|暂无|暂缺|略|(?:待|未|另行?)(?:定|明确|确定))"
DASHES = re.compile(rf"{NOBODY}*$")
ENDS = "局委办部厅院会司府道镇乡区县市队所站处科室组团联行校馆场园库门位构关协企业台报盟中心署股"
LEVEL = "省市县区州盟旗镇乡"
STARTS = re.compile(rf"[各国中团政相有其驻{LEVEL}]")
# One character each with a blank between, as a line is spread to its width: 市 委 编 办.
SPREAD = re.compile(
    r"(?<![^\s、，,；;（(）)])(?:[\u4e00-\u9fff][ \u3000]+){2,12}[\u4e00-\u9fff]"
    r"(?![^\s、，,；;（(）)])"
)
# A level apart from the name that it belongs to: 市 教育局.
LEVEL_APART = re.compile(rf"(?<![^\s、，,；;])([{LEVEL}])[ \u3000]+(?=[\u4e00-\u9fff]{{2}})")
# A name that blanks part anywhere, one of its signs alone: 资源规划 局, 伏羲 山管委 会.
PARTED = re.compile(
    r"(?<![^、，,；;：:])(?:[\u4e00-\u9fff]{1,6}[ \u3000]+){1,3}[\u4e00-\u9fff]{1,6}(?![^、，,；;])"
)
# A slogan within a name: “双随机、一公开”联席会议; two levels in one: 中、省驻市单位.
# The kinds of offices of one place: 各委、办、局.
QUOTED = re.compile(
    "“[^“”]{1,16}”|(?<![\u4e00-\u9fff])中、(?=省[^、]{0,3}[驻直])"
    "|(?<=[各关级直属])委、(?:办、)?局(?![\u4e00-\u9fff])"
)
KEPT = "\ue000"
# Names may be counted: 1.市教育局, ①市财政局.
COUNT = re.compile(r"(?:\d{1,2}[.．)）](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])[ \u3000]*")
CIRCLED = re.compile(r"(?<=\S)(?=[①-⑳])")
# A role in brackets behind a name that stands right before the next: 甲局（牵头）乙局（配合）.
ROLE_BETWEEN = re.compile(
    r"(?P<role>[（(〔\[【](?:牵头|主办|主责|责任|负责|配合|协办|协助|参与)(?:责任)?(?:单位|部门)?[）)〕\]】])"
    r"(?=[\u4e00-\u9fff]{2})"
)
# A seam within a word (住房和城 / 乡建设局), or before an end that is no name by itself.
WITHIN_NAME = re.compile(
    r"城\n乡建设|乡\n村振兴|[县区市镇乡旗州盟）)]\n(?:人民)?政府(?=$|[、，,；;])|街道\n办事处(?=$|[、，,；;])"
    r"|团[省市县区州盟旗]\n委(?=$|[、，,；;])|[区园]\n(?:管委会|管理委员会)(?=$|[、，,；;])"
)
JOINTS = ("和", "与", "及")
NUMBER = re.compile(r"\d{1,3}$")
# 13 个街道: how many there are is part of the name of a group.
COUNTED_APART = re.compile(r"(?<=\d)[ \u3000]+(?=[个家所名])")
# Words that end like a body and are only the first part of one: 市住房城乡, 市市场.
UNFINISHED = re.compile(
    r"(?:城乡|市场|社会|农村|乡村)$|(?<!^市)(?<!^各)市$|^[省市县区州]$|(?<!企)业$"
)
# What "and others" may be followed by: 等有关部门, 等市直单位, 等8个部门和单位.
OTHERS = (
    r"等(?:(?:有关|相关|其他|其它|成员|职能|责任|主管|各|[省市县区州盟旗](?:政府|[级直属])?|中央|国务院|驻.|\d+|[一二三四五六七八九十]+"
    r"|行业|进驻|[（(]驻[省市县区州][）)]|个|家|的)*"
    r"(?:部门|单位|机构|部委|厅局|委办局|企业)(?:和单位|及单位|、单位|单位|[（(]单位[）)])?)?"
)
# "and others" with a blank where a line broke: 等　有关部门, 等有关　部门.
OTHERS_APART = re.compile(
    r"(?<=等)[ \u3000]+(?=有关|相关|部门)|(?<=等[有相]关)[ \u3000]+(?=部门|单位)"
)
# A group apart from what its members are: 各市(州) 交通运输局.
GROUP_APART = re.compile(
    r"(?P<group>各[市州县区]{1,2}[（(][^（）()]{1,6}[）)])[ \u3000]+"
    r"(?=[\u4e00-\u9fff]{2,10}[局委办厅])"
)
REST = re.compile(rf"(?<=.){OTHERS}$")
# The same by what they have: 等具有执法权和登记、保管职能的部门和单位.
REST_BY_WORK = re.compile(
    r"等(?=[具负承担])(?:具有|负有|承担)[^，,；;。等（）()\n]{2,40}(?:职能|职责|权限|任务)的"
    r"[^、，,；;。\n]{0,8}(?:部门|单位|机构)(?:[和及、](?:单位|机构))?(?=[、，,；;。\n）)]|$)"
)
EDGES = " \t\u3000。．.：:"
# "and" between two bodies; inside 人力资源和社会保障局 the words before it are no body.
AND = re.compile(
    rf"(?<=.)(?:{OTHERS})(?:和|及|以及|与)(?=.)(?!单位|企业)"
    r"|(?<=[局办厅府院会处署联协])(?:以及|和|及|与)(?=..)(?!政府|单位$|社会)"
    r"|(?<=[^党]委)(?:以及|和|及|与)(?=...)(?!政府|管委会|管理委员会|办事处)"
    r"|(?<=[^内外]部)(?:以及|和|及|与)(?=[^委]..)"
    r"|(?<=..)(?:以及|和|及|与)(?=各)"
    r"|(?<=公司|街道|部门|单位|中心)(?:以及|和|及|与)(?=各|有关|相关|属地|[省市县区州盟旗镇乡].*[局委办厅部府])"
    r"|(?:(?<=公司|街道|中心|支队|大队|银行|学院|大学|单位|部门)|(?<=[）)]))(?:以及|和|及|与)"
    r"(?=[^、]{2,}(?:[局委办部厅院会府]|中心|公司|支队|大队|街道)(?:等[^、]{0,12})?$)"
)
# 市交通局·市公路局 are two, 荆门高新区·掇刀区 is one.
BETWEEN_OFFICES = re.compile(r"(?<=[局委办部厅])[·•](?=[^·•]+[局委办部厅]$)")
JOINT = re.compile(r"[和及与]")
# 各县、区人民政府 is one group: its members share what follows the last of them.
SHARED_KIND = re.compile(
    r"(?:各|全|有关|相关|所在|属地|事发地)*(?:地级以上|设区的?|县级)?[省市县区州盟旗乡镇]{1,2}"
    r"(?:级|（[^（）]*）|\([^()]*\))?$|各自治[州区县旗]$"
)
SHARED_TAIL = re.compile(
    r"(?:人民)?政府$|[县区][（(](?:市、区|市|区|县、区)[）)][\u4e00-\u9fff]{2,12}[局委办厅](?:[（(][^（）()]*[）)])?$"
    r"|(?:自治)?[省市县区州盟旗乡镇]{1,2}(?:级|（[^（）]*）|\([^()]*\))?"
    r"(?:(?:党委|委)?、?(?:人民)?政府|管委会|党委|行政公署|行署)(?:[（(].*[）)])?$"
)
# 高新区党工委、管委会; 各街道党工委、办事处: two bodies of one place, written as one.
PARTY = re.compile(r"党委$|工委$")
BESIDE_PARTY = re.compile(r"(?:管委会|管理委员会|办事处)$")


def split_names(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the names in the lines of a cell; none for a cell that is blank or only a dash."""
    text = _join_broken([line.strip() for line in lines if line.strip()])
    if DASHES.match(text):
        return ()
    text = REST_BY_WORK.sub("", text) if "等" in text else text
    text = QUOTED.sub(lambda found: found[0].replace("、", KEPT), text)
    text = ROLE_BETWEEN.sub(r"\g<role>、", _closed(CIRCLED.sub("、", text)))
    names: dict[str, None] = {}
    for piece in _share_tails(_pieces(text)):
        for part in _parts(piece.strip(EDGES)):
            name = COUNT.sub("", part[: _end(part)], count=1).strip(EDGES)
            if name and not DASHES.match(name) and not NUMBER.match(name):
                names.update(dict.fromkeys(BETWEEN_OFFICES.split(name.replace(KEPT, "、"))))
    return tuple(names)


def _closed(text: str) -> str:
    """Close up what was spread: 市 委 编 办, 市 教育局."""
    if " " not in text and "\u3000" not in text:
        return text
    text = SPREAD.sub(lambda found: re.sub(r"\s", "", found[0]), text)
    text = OTHERS_APART.sub("", GROUP_APART.sub(r"\g<group>", text))
    text = COUNTED_APART.sub("", text)
    return PARTED.sub(_whole, LEVEL_APART.sub(r"\1", text))


def _whole(found: re.Match[str]) -> str:
    """Return a name that blanks part without them, several names as they are."""
    pieces = found[0].split()
    whole = "".join(pieces)
    # 镇 alone names those of a level, as in 建设局 镇 各街道.
    lone = any(len(piece) == 1 and piece not in LEVEL for piece in pieces)
    is_parted = lone and is_surely_body(simplified(whole))
    return whole if is_parted else found[0]


def _end(name: str) -> int:
    rest = REST.search(simplified(name)) if "等" in name else None
    return rest.start() if rest else len(name)


def _parts(piece: str) -> Iterator[str]:
    """Return the names that 和 or 及 joins, outside brackets."""
    plain = simplified(piece)
    if not JOINT.search(plain):
        yield piece
        return
    at = seen = depth = 0
    for joint in AND.finditer(plain):
        between = plain[seen : joint.start()]
        depth += sum((sign in OPENING) - (sign in CLOSING) for sign in between)
        seen = joint.start()
        if depth == 0 and joint.start() > at:
            yield piece[at : joint.start()]
            at = joint.end()
    yield piece[at:]


def _share_tails(pieces: Iterable[tuple[str, str]]) -> list[str]:
    """Join what belongs to one group: 各市、州、县人民政府; 各镇党委、政府."""
    joined: list[str] = []
    held = ""
    for piece, sign in pieces:
        plain = simplified(piece.strip(EDGES))
        whole = held + piece
        held = ""
        shares = SHARED_TAIL.match(plain) or (
            BESIDE_PARTY.fullmatch(plain) and whole.endswith(f"工委、{piece}")
        )
        if sign == "、" and (SHARED_KIND.match(plain) or PARTY.search(plain)):
            held = whole + sign
        elif whole != piece and not shares:
            joined.extend([*_pieces_of(whole[: len(whole) - len(piece)]), piece])
        else:
            joined.append(whole)
    return [*joined, *_pieces_of(held)]


def _pieces_of(held: str) -> list[str]:
    return [piece for piece, _sign in _pieces(held)]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Split at separators and spaces that stand in no bracket; each piece with what follows it."""
    depth = start = 0
    for found in SIGN.finditer(text):
        sign = found[0]
        if sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            yield text[start : found.start()], sign
            start = found.end()
    yield text[start:], ""


def _join_broken(lines: list[str]) -> str:
    """Join lines, a line feed between two names and nothing inside a name that was broken."""
    joined: list[str] = []
    last, depth = "", 0
    for line in lines:
        broken = bool(joined) and (depth > 0 or is_broken(last, line))
        joined.append(line if broken or not joined else "\n" + line)
        depth += sum((sign in OPENING) - (sign in CLOSING) for sign in line)
        last = LAST.split(last + line if broken else line)[-1][-LONGEST:]
    return "".join(joined)


def is_broken(last: str, following: str) -> bool:
    """Return whether the name `last` at the end of a line goes on in the line that follows.

    A line that ends like a body is whole, unless it only begins a longer name; any other goes on
    where the next line begins no name of its own and both together are one.
    """
    if following[0] in CLOSING or last.endswith((*JOINTS, "各")) or following.startswith(JOINTS):
        return True
    if WITHIN_NAME.search(f"{last[-2:]}\n{following}"):
        return True
    if not last or last[-1] in CLOSING + SEPARATORS:
        return False
    first = LAST.split(following, maxsplit=1)[0]
    if STARTS.match(first) or (last[-1] in ENDS and not UNFINISHED.search(last)):
        return False
    if re.search(r"[和与及]", last):
        return True
    return first[-1:] in ENDS and (len(last) > TWO or last[0] in LEVEL)


def phrases(plain: str) -> Iterator[str]:
    """Split at the commas, semicolons and stops that stand in no bracket."""
    depth = start = 0
    for found in PHRASE_SIGN.finditer(plain):
        sign = found[0]
        if sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            yield plain[start : found.start()].strip()
            start = found.end()
    yield plain[start:].strip()


def unclosed(words: str) -> str:
    """Return words without the closing bracket of the clause around them, behind the last name."""
    surplus = sum((sign in CLOSING) - (sign in OPENING) for sign in words)
    words = words.rstrip("。 ")
    while surplus > 0 and words and words[-1] in CLOSING + "。":
        surplus -= words[-1] in CLOSING
        words = words[:-1]
    return words
