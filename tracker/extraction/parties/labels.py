"""Finds the labels of a clause: 责任单位：, 牵头单位为, 【责任单位】, 责任单位 before a tab."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tracker.extraction.fields import LABEL_WORDS, Field, label_field
from tracker.extraction.parties.bodies import is_surely_body
from tracker.extraction.parties.persons import NAME
from tracker.extraction.wording import simplified

COLONS = re.compile(r"[:：﹕∶︰]|——")
COLON = r"[ \u3000]{0,4}为?[ \u3000]{0,4}(?:[:：﹕∶︰]|——)"
# Labels that are plain without a separator before them, as in lines that were run together.
STRONG = (
    r"(?:[省市县区州旗]级|[省市县区]直)?(?:牵头|责任|配合|主办|协办|承办|参加|参与)(?:责任)?"
    r"(?:(?:单位|部门)(?:[（(](?:单位|部门)[）)])?|处室|科室)|(?:完成|整改|办结)(?:时限|期限)|完成时间|责任领导|牵头领导|责任人"
)
# What a clause may say that it is for: 本部分责任单位：.
OF_SECTION = r"(?:本(?:部分|章|节|类|方面|板块)(?:各项|工作|任务|措施)*的?)?"
# What may stand before a label as before a point of a list: ★牵头单位：.
SIGNS = "★☆▲△●○◆◇■□※➢►▶•·✓√"
LABEL = re.compile(
    rf"(?:(?:^|(?<=[\s；;。，,、（(【\[〔［：:）)\-*{SIGNS}]))(?P<label>{OF_SECTION}(?:{LABEL_WORDS}))|(?P<strong>{STRONG})){COLON}"
)
# A label of something else inside a clause: "，适用范围：福建自贸试验区" (国发〔2018〕38号).
OTHER_LABEL = re.compile(rf"(?<=[；;。，,\s])[\u4e00-\u9fff]{{2,8}}{COLON}")
PLAIN = r"(?:牵头|责任|配合|主办|协办|承办|参与|参加)(?:单位|部门|处室|科室)"
BODY_END = r"[局委办部厅院府处科室会司队站所行社团心门位构关协企馆校乡镇区县市州盟旗街道]"
# Labels without a colon: with a verb (牵头单位为A、责任单位为B), in brackets of their own
# (【责任单位】A), before the gap of a line that stood in columns (责任单位\tA), or right before
# the name of a body (责任单位县住建局，).
WITHOUT_COLON = re.compile(
    rf"(?:^|(?<=[\s；;。，,、（(【\[〔［）)]))(?P<verb>{PLAIN})(?:为|是)(?=[^，,、；;。：:（）()]{{1,18}}{BODY_END})"
    rf"|[【〔\[［](?P<boxed>{LABEL_WORDS})[】〕\]］](?!\s*[:：])"
    rf"|(?:^|(?<=[\n\t\u3000；;])|(?<=  ))(?P<gap>{PLAIN}|(?:完成|整改|办结)(?:时限|时间|期限))"
    r"(?:\t+|\u3000+|[ ]{2,})(?=\S)"
    rf"|(?:^|(?<=[\s；;。，,、（(【\[〔［）)]))(?P<person>责任人|负责人|(?:责任|牵头|分管|包保)领导)"
    rf"[ \u3000]{{1,4}}(?={NAME}(?:[，,、；;。）)\s]|$))"
    r"|(?<=\s)(?P<when>(?:完成|整改|办结)(?:时限|时间|期限))[ ](?=[\d每全年长持])"
    rf"|(?:^|(?<=[\s；;。，,、（(【\[〔［）)]))(?P<plain>{PLAIN})[ \u3000；;＝=]?"
    r"(?=(?P<body>[^，,、；;。：:（）()\s]{3,20})(?:[，,、；;。\s（(）)]|$))"
)
# The person behind a name outside of brackets: 市教育局（责任人：某某）、市财政局（责任人：某某）.
PERSON_ASIDE = re.compile(
    r"(?<=[局委办部厅院会司府道镇乡区县市队所站处科室团行校园位构企业中心署）)])"
    r"[（(](?:主要|分管|具体)?(?:责任人|负责人|联系人|责任领导|分管领导|牵头领导)[:：][ \u3000]*"
    r"[^（）()：:。\n]{2,30}[）)]"
)
UNIT_LABEL = re.compile("(?:单位|部门|科室|处室)[ \u3000]?[:：]")
# Without one of these a text holds no clause; a set of first characters is scanned for quickly.
OPENS = r":：﹕∶︰（(〔\[【［〖"
MAYBE = re.compile(
    rf"[{OPENS}单單部时時负負牵牽配落主承协協责責会會为為属屬组組](?:(?<=[{OPENS}])"
    r"|(?:(?<=[单單])位|(?<=部)[门門]|(?<=[时時])限)(?:[为為是\s]|——)|(?<=[负負])[责責]|(?<=[牵牽])[头頭]"
    r"|(?<=配)合|(?<=落)[实實]|(?<=[主承协協])[办辦]|(?<=[协協])助|(?<=[责責])任(?:[单單]位|部[门門])"
    r"|(?<=[会會])[同商]|(?<=[为為])主|(?<=[属屬])地|(?<=[组組])[织織][实實]施)"
)
KIND = re.compile(r"^(?:单位|部门|[各为是按要应须可有和及与])|(?:单位|部门)$")
FIRST = re.compile(r"(?:第一|首要)责任")
NEXT_ITEM = re.compile(
    r"[ \u3000\n\t]+"
    r"(?:(?:\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
    r"(?=[\u4e00-\u9fff])|(?=本(?:政策|措施|意见|办法|方案|通知|细则|规定)[\u4e00-\u9fff]{2}))"
)
# The same right behind the name of a body: …，各银行机构四、完善政策执行.
GLUED = re.compile(
    rf"(?<={BODY_END})(?:\d{{1,2}}[.．、](?!\d)|[一二三四五六七八九十]{{1,3}}、"
    r"|[（(][一二三四五六七八九十]{1,3}[）)])(?=[\u4e00-\u9fff]{4})"
)
# With what an item may begin: a blank, a number.
ITEM_STARTS = frozenset(" \u3000\n\t（(一二三四五六七八九十0123456789")
FIGURES = re.compile(
    r"[ \u3000]+(?=(?P<heads>(?:[^\s\d:：]{1,20}[ \u3000]+){1,12})\d+[ \u3000]+\d+[ \u3000]+\d+)"
)
# The heads of such a table, among which places may stand: 鄞州 镇海 合计.
TOTAL = re.compile(r"(?:合|小|总|共)计|年度目标|累计")
ITEM_WORDS = re.compile(r"[^、，,；;。\s]+")
REMEMBERED = 4096
LONGEST = 30
FARTHEST = 600

Mark = tuple[int, int, Field | None]


def labels(plain: str) -> Iterator[Mark]:
    """Return where each label begins, where its words begin, and its field."""
    marks = [mark for mark in _with_colon(plain) if not _is_aside(plain, mark)]
    if "单位" in plain or "部门" in plain or "室" in plain or "时" in plain:
        taken = {start for start, _begin, _field in marks}
        marks += [mark for mark in _without_colon(plain) if mark[0] not in taken]
        marks.sort(key=lambda mark: mark[0])
    at = 0
    for mark in marks:
        if mark[0] >= at:
            yield mark
            at = mark[1]


def _is_aside(plain: str, mark: Mark) -> bool:
    """Return whether a label is of the person in brackets behind a name."""
    start, _begin, named = mark
    return named is Field.OTHER and PERSON_ASIDE.match(plain, max(0, start - 1)) is not None


def is_of_name(plain: str, start: int) -> bool:
    """Return whether a bracket holds the person of a name behind a label of bodies."""
    if not PERSON_ASIDE.match(plain, start):
        return False
    before = plain[max(0, start - FARTHEST) : start]
    return UNIT_LABEL.search(before, before.rfind("。") + 1) is not None


def other_labels(plain: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Return start and end of the labels of something else, none of them over a known one."""
    ends = {begin for _start, begin, _field in marks}
    for found in OTHER_LABEL.finditer(plain):
        if found.end() not in ends:
            yield found.start(), found.end()


def begins_with_label(text: str) -> bool:
    """Return whether a line begins with a label."""
    first = next(labels(simplified(text)), None)
    return first is not None and first[0] == 0


def _with_colon(plain: str) -> Iterator[Mark]:
    at = 0
    for colon in COLONS.finditer(plain):
        found = LABEL.search(plain, max(at, colon.start() - LONGEST), colon.end())
        if found:
            yield found.start(), found.end(), field_of(found["label"] or found["strong"])
        at = colon.end()


def _without_colon(plain: str) -> Iterator[Mark]:
    for found in WITHOUT_COLON.finditer(plain):
        label = next(filter(None, found.group("verb", "boxed", "gap", "plain", "when", "person")))
        body = found["body"]
        if body and (KIND.search(body) or not is_surely_body(body)):
            continue
        field = field_of(label)
        if field is not None and not (found["boxed"] and field is Field.OTHER):
            yield found.start(), found.end(), field


@lru_cache(REMEMBERED)
def field_of(label: str) -> Field | None:
    """Return the field of a label; the first of several that are responsible leads."""
    bare = re.sub(f"^{OF_SECTION}", "", label)
    return Field.LEAD if FIRST.match(bare) else label_field(bare)


def begins_item(plain: str, at: int) -> bool:
    """Return whether a number and words that are no body stand at `at`, or behind its blank.

    Or by a table of figures that ran into the line: 各区政府 江东 江北 合计 2 5 1.
    """
    figures = FIGURES.match(plain, at)
    before = NEXT_ITEM.match(plain, at) or GLUED.match(plain, at) or figures
    words = ITEM_WORDS.match(plain, before.end()) if before else None
    is_total = figures is not None and TOTAL.search(figures["heads"]) is not None
    return words is not None and (is_total or not is_surely_body(words[0]))
