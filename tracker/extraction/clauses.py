"""Reads clauses that say who is responsible.

Known forms: "（责任单位：…）", "牵头单位：…；配合单位：…", "（教育部牵头，财政部配合）".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.fields import LABEL_WORDS, Field, label_field
from tracker.extraction.names import ENDS, split_names
from tracker.extraction.wording import brackets

LABEL = re.compile(rf"(?:^|(?<=[\s；;。，,、（(【\[：:]))(?P<label>{LABEL_WORDS})\s*[:：]")
# A label that opens a clause without brackets: at the start of a paragraph or after a full stop.
BARE = re.compile(rf"(?:^|(?<=[。；;！\n]))[\s—\-–（(]*(?:{LABEL_WORDS})\s*[:：]")
# A verb of role ends its phrase, or is followed by what little there is to do.
TAIL = r"[^，,；;。、\s（）()]{0,8}"
END = r"(?=[，,；;。、\s）)\]】]|$)"
SHARED = (
    r"(?:按照?|依据?|根据)(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?"
    r"(?:负责|落实|抓好落实|推进|做好相关工作)?"
)
VERBS: tuple[tuple[str, Field], ...] = (
    (rf"(?:分别|共同|联合)?牵头{TAIL}|主办|主责", Field.LEAD),
    (
        rf"(?:等)?(?:配合|协助|参与|参加){TAIL}|协办|协同(?:配合|推进|落实|实施)?|支持",
        Field.COOPERATING,
    ),
    (
        (
            rf"(?:等)?(?:{SHARED}|(?:分工|分别|共同|具体|组织)?负责{TAIL}|承办"
            r"|组织?实施|(?:抓好|推进)?落实)"
        ),
        Field.RESPONSIBLE,
    ),
)
VERB = re.compile("|".join(f"(?P<{field.value}>(?:{pattern}){END})" for pattern, field in VERBS))
TOGETHER = re.compile(r"会同|会商|商(?=[^务])")
# A phrase of a clause that says when and not who.
WHEN = re.compile(
    r"(?:^|(?<=[，,；;。]))\s*(?P<when>(?:并|到|至|于|在)?(?:\d{4}年|\d{1,2}月|每[年季月]"
    r"|今年|明年|年底|年内|长期|持续|常态)[^，,；;。]*)"
)
# What State Council plans add to their first clause: "列第一位者为牵头单位，下同", "以下均需…".
NOTE = re.compile(
    r"[，,；;。]\s*(?:以下|下同|列首位|列第一|列在|排首位|排第一|排名|首位|不再)[^（）()]*$"
)
DONE = re.compile(r"(?:全面|基本|全部|组织)?(?:完成|落实到位|落实|实施|到位|出台|启动)$")
BODY_END = r"(?:委员会|管理局|部门|中心|政府|公司|大队|街道|[局委办部厅院])"
PARTNERS = re.compile(
    rf"(?:会同|配合|协助|会商)(?:(?P<listed>[^，,。；;]{{1,60}}?)等(?:有关|相关)?(?:部门|单位)"
    rf"|(?P<named>[^，,。；;、]{{1,14}}?{BODY_END}(?:[、和及与][^，,。；;、]{{1,14}}?{BODY_END})*))"
)
VAGUE = re.compile(r"(?:有关|相关|各)(?:部门|单位)|^部门$|^有关|^相关")
MAX_NAME = 30


@dataclass(frozen=True, slots=True)
class Parties:
    """Who a clause names, in order, and the words on time that it holds."""

    leads: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline_text: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause inside a paragraph: where it begins and ends, its words and its parties."""

    start: int
    end: int
    text: str
    parties: Parties


def parties(text: str) -> Parties | None:
    """Return who a clause or cell names by label or verb; None when it names no role."""
    labelled = list(LABEL.finditer(text))
    if labelled:
        return _by_label(text, labelled)
    when = WHEN.search(text)
    said = list(_by_verb(WHEN.sub("", text)))
    deadline = DONE.sub("", when["when"].strip()) if when else None
    return _roles(said, deadline) if said else None


def find_clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a paragraph in order, brackets and full stop included."""
    found: list[Clause] = []
    for start, end in brackets(text):
        said = _in_brackets(text[start + 1 : end - 1], alone=_stands_alone(text, start, end))
        if said is not None:
            end_of_clause = _with_stop(text, end)
            found.append(Clause(start, end_of_clause, text[start:end_of_clause], said))
    bare = BARE.search(text)
    if bare and not any(clause.start <= bare.end() <= clause.end for clause in found):
        said = parties(text[bare.start() :])
        if said is not None:
            found = [clause for clause in found if clause.end <= bare.start()]
            words = text[bare.start() :].strip()
            found.append(Clause(bare.start(), len(text), words, said))
    return tuple(found)


def _with_stop(text: str, end: int) -> int:
    return end + (text[end : end + 1] == "。")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether a bracket stands behind a full stop with nothing after it."""
    return text[:start].rstrip().endswith("。") and not text[end:].strip("。 \u3000")


def _in_brackets(inside: str, *, alone: bool) -> Parties | None:
    """Return the parties of a bracket, None when it explains or limits something else.

    A label is enough. A verb must close the bracket behind names of bodies. Names without either
    count only in a bracket that stands alone behind the sentence.
    """
    words = NOTE.sub("", inside)
    said = parties(words)
    if said is not None and LABEL.search(words):
        return said
    if said is None:
        said = Parties(split_names([words])) if alone else Parties()
    names = said.leads + said.cooperating
    plain = all(len(name) <= MAX_NAME and name[-1] in ENDS + "社）)" for name in names)
    return said if names and plain and _closed(words) else None


def _closed(words: str) -> bool:
    """Return whether nothing follows the last verb but a time."""
    rest = WHEN.sub("", words)
    verbs = list(VERB.finditer(rest))
    return not verbs or verbs[-1].end() >= len(rest.rstrip("。．.，,；; "))


def partners_in_prose(text: str) -> tuple[str, ...]:
    """Return the bodies that running text names behind 会同, 配合 or 协助, as written.

    For tables without a column for them. Bodies that are not named (有关部门) are left out.
    """
    found: list[str] = []
    for match in PARTNERS.finditer(text):
        names = split_names([match["listed"] or match["named"]])
        found.extend(name for name in names if not VAGUE.search(name))
    return tuple(dict.fromkeys(found))


def _by_label(text: str, labelled: list[re.Match[str]]) -> Parties:
    said: list[tuple[Field, tuple[str, ...]]] = []
    deadline: str | None = None
    ends = [match.start() for match in labelled[1:]] + [len(text)]
    for match, end in zip(labelled, ends, strict=True):
        words = text[match.end() : end].strip(" \t\n\u3000；;，,、。（(【[" + "")
        field = label_field(match["label"])
        if field is Field.DEADLINE:
            deadline = words
        elif field in {Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING}:
            inner = list(_by_verb(words)) if field is not Field.COOPERATING else []
            said.extend(inner or [(field, split_names([_unclosed(words)]))])
    return _roles(said, deadline)


def _unclosed(words: str) -> str:
    """Take the closing bracket of the whole clause off the last name."""
    while (
        words
        and words[-1] in "）)】]。"
        and words.count("（") + words.count("(")
        < (words.count("）") + words.count(")") + (words[-1] in "】]。"))
    ):
        words = words[:-1]
    return words


def _by_verb(text: str) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """Return role and names before each verb: "A牵头，B、C配合".

    Of "A会同B负责" A has the role of the verb and B cooperates.
    """
    at = 0
    for verb in VERB.finditer(text):
        words = re.sub(r"^(?:分别)?由", "", text[at : verb.start()].strip(" \n，,、；;。"))
        at = verb.end()
        field = Field(verb.lastgroup or Field.RESPONSIBLE)
        first, *others = TOGETHER.split(words)
        if first.strip():
            yield field, split_names([first])
        for other in others:
            yield Field.COOPERATING, split_names([other])


def _roles(said: list[tuple[Field, tuple[str, ...]]], deadline: str | None) -> Parties:
    """Settle what 责任 and 负责 mean: lead, unless another is the lead and nobody cooperates."""
    fields = {field for field, _names in said}
    helps = Field.LEAD in fields and Field.COOPERATING not in fields
    leads: dict[str, None] = {}
    cooperating: dict[str, None] = {}
    for field, names in said:
        aside = field is Field.COOPERATING or (field is Field.RESPONSIBLE and helps)
        (cooperating if aside else leads).update(dict.fromkeys(names))
    others = tuple(name for name in cooperating if name not in leads)
    return Parties(tuple(leads), others, deadline)
