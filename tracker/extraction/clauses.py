"""Reads responsibility clauses: "（责任单位：…）", "牵头单位：…；配合单位：…", "（教育部牵头，财政部配合）"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.fields import LABEL_WORDS, Field, label_field
from tracker.extraction.names import ENDS, split_names
from tracker.extraction.wording import brackets

LABEL = re.compile(rf"(?:^|(?<=[\s；;。，,、（(【\[：:]))(?P<label>{LABEL_WORDS})\s*[:：]")
# A label that opens a clause without brackets: at the beginning of a paragraph or after a full stop.
BARE = re.compile(rf"(?:^|(?<=[。；;！\n]))[\s—\-–（(]*(?:{LABEL_WORDS})\s*[:：]")
SHARED = r"(?:按照?|依)(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?(?:负责)?"
VERBS: tuple[tuple[str, Field], ...] = (
    (r"(?:分别|共同|联合)?牵头(?:负责)?(?:落实|办理|组织实施|实施)?|主办|主责", Field.LEAD),
    (r"(?:等)?(?:配合|协助|协办|协同|参加|参与|支持)(?:落实|实施|负责)?", Field.COOPERATING),
    (rf"(?:等)?(?:{SHARED}|(?:分工|分别|共同|具体)?负责(?:落实|组织实施|实施)?|承办|落实)", Field.RESPONSIBLE),
)
VERB = re.compile("|".join(f"(?P<{field.value}>{pattern})" for pattern, field in VERBS))
TOGETHER = re.compile(r"会同|会商|商(?=[^务])")
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
    """Return who the words of a clause or cell name by label or verb; None when they name no role."""
    labelled = list(LABEL.finditer(text))
    if labelled:
        return _by_label(text, labelled)
    said = list(_by_verb(text))
    return _roles(said) if said else None


def find_clauses(text: str) -> tuple[Clause, ...]:
    """Return the responsibility clauses of a paragraph in order, brackets and full stop included."""
    found = [
        Clause(start, _with_stop(text, end), text[start : _with_stop(text, end)], said)
        for start, end in brackets(text)
        if (said := _in_brackets(text[start + 1 : end - 1])) is not None
    ]
    bare = BARE.search(text)
    if bare and not any(clause.start <= bare.end() <= clause.end for clause in found):
        said = parties(text[bare.start() :])
        if said is not None:
            found = [clause for clause in found if clause.end <= bare.start()]
            words = text[bare.start() :].strip()
            found.append(Clause(bare.start(), len(text), words, said))
    return tuple(found)


def _with_stop(text: str, end: int) -> int:
    return end + (text[end : end + 1] == "。" and text[end - 2 : end - 1] != "。")


def _in_brackets(words: str) -> Parties | None:
    """Return the parties of a bracket; a verb alone must close it and stand after short names."""
    said = parties(words)
    if said is None or LABEL.search(words):
        return said
    names = said.leads + said.cooperating
    closed = list(VERB.finditer(words))[-1].end() >= len(words.rstrip("。．. "))
    plain = all(len(name) <= MAX_NAME and name[-1] in ENDS + "）)" for name in names)
    return said if names and closed and plain else None


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
    roles = _roles(said)
    return Parties(roles.leads, roles.cooperating, deadline)


def _unclosed(words: str) -> str:
    """Take the closing bracket of the whole clause off the last name."""
    while words and words[-1] in "）)】]。" and words.count("（") + words.count("(") < (
        words.count("）") + words.count(")") + (words[-1] in "】]。")
    ):
        words = words[:-1]
    return words


def _by_verb(text: str) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """Return role and names before each verb: "A牵头，B、C配合"; "A会同B负责" gives A and, aside, B."""
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


def _roles(said: list[tuple[Field, tuple[str, ...]]]) -> Parties:
    """Settle what 责任 and 负责 mean: lead, unless another was called the lead and nobody 配合."""
    fields = {field for field, _names in said}
    helps = Field.LEAD in fields and Field.COOPERATING not in fields
    leads: dict[str, None] = {}
    cooperating: dict[str, None] = {}
    for field, names in said:
        aside = field is Field.COOPERATING or (field is Field.RESPONSIBLE and helps)
        (cooperating if aside else leads).update(dict.fromkeys(names))
    return Parties(tuple(leads), tuple(name for name in cooperating if name not in leads))
