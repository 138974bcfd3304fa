"""Reads who leads and who cooperates by the labels and verbs of a clause or cell.

Known forms: "责任单位：…；配合单位：…", "A、B牵头，C、D参加", "由A会同B负责", "A（牵头）、B",
"牵头部门：A。配合部门：B", with a time ("6月底完成") or a note ("下同") behind.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tracker.extraction.fields import Field
from tracker.extraction.parties.bodies import is_body, is_name, is_surely_body
from tracker.extraction.parties.labels import Mark, labels, other_labels
from tracker.extraction.parties.marks import (
    BEHIND,
    LEAD_IN,
    ROLE_AHEAD,
    ROLE_BEHIND,
    among,
    are_among,
)
from tracker.extraction.parties.names import phrases, split_names, unclosed
from tracker.extraction.parties.notes import FIRST_PLACE, without_notes
from tracker.extraction.parties.persons import apart, bracket_persons
from tracker.extraction.parties.times import DONE, END_LABEL, TIME_ASIDE, TIMED, WHEN, spanned
from tracker.extraction.parties.verbs import CARRIES_OUT, HINT, PRINCIPLE, REFERS, TOPIC, VERB
from tracker.extraction.wording import simplified

# Before one of the names that were named: 市教育局、市财政局，其中市教育局牵头.
AMONG = "其中"
TOGETHER = re.compile(r"要?会同|会商|(?<=[局委办厅部府])商(?=[省市县区州盟旗国财教住自发各有])")
# What plans add to their first clause: "列第一位者为牵头单位，下同", "以下均需…，不再列出".
NOTE = re.compile(
    rf"\s*(?:(?:以下|以上|上述)(?![^，,。；;]{{0,10}}由)|下同|下列|[均并由]?{FIRST_PLACE}|排名|首位|第一(?:位|个|家|责任)|逗号前|(?:责任)?单位中?[列排]|不再|具体任务|其他|其余"
    r"|(?:各项|上述|所有)(?:任务|工作|措施)(?!均?由))"
)
# Verbs inside a bracket behind a name are no verbs of the clause.
ASIDE = re.compile(r"[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】]")
# How the persons are headed whom no label names.
ROLE_WORDS = {Field.LEAD: "牵头", Field.RESPONSIBLE: "负责", Field.COOPERATING: "配合"}
ROLES = {"lead": Field.LEAD, "leads": Field.LEAD, "cooperating": Field.COOPERATING}
# Labels whose words are persons that answer: 责任人, 牵头领导; no 联系人.
PERSON_LABEL = re.compile(r"领导|责任人|负责人|牵头人|负责同志|责任同志")
AROUND = " \t\n\u3000；;，,、。（(【[〔［-*"
REMEMBERED = 4096

Said = list[tuple[Field | None, tuple[str, ...]]]
Persons = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parties:
    """Who a clause names, in order, and the words on time that it holds.

    `persons` are (label or role, words) of the persons beside the bodies.
    """

    leads: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline_text: str | None = None
    persons: Persons = ()


@dataclass(slots=True)
class _Reading:
    """What was read so far: names by role, the time, and whether words were left that fit nothing.

    A role None is that of names behind which no verb came; GUIDING is settled at the end. `bare`
    says that a name without title may be that of a person, for no label asks for bodies. `times`
    stand beside the names, the `deadline` behind a label of its own, which goes before them.
    """

    said: Said
    guiding: tuple[str, ...] = ()
    times: list[str] = field(default_factory=list)
    deadline: str | None = None
    unread: bool = False
    persons: list[tuple[str, str]] = field(default_factory=list)
    bare: bool = False


def parties(text: str) -> Parties | None:
    """Return who a clause or cell names by label or verb; None when it names no role."""
    return read_roles(text)[0]


@lru_cache(REMEMBERED)
def read_roles(text: str) -> tuple[Parties | None, bool]:
    """Return what `parties` returns, and whether all words were names, verbs, times and notes."""
    plain = simplified(text)
    labelled = list(labels(plain))
    if not labelled and not HINT.search(plain):
        return None, False
    reading = _by_label(plain, labelled) if labelled else _by_verb(plain, None)
    known = [(role, names) for role, names in reading.said if role is not None]
    is_person = bool(reading.persons) and not any(names for _role, names in reading.said)
    if not labelled and not known and not reading.guiding and not is_person:
        return None, False
    when = reading.deadline or spanned(reading.times, plain)
    persons = tuple(dict.fromkeys(reading.persons))
    settled = replace(_settle(known, reading), deadline_text=when, persons=persons)
    return settled if plain == text else _as_written(settled, text, plain), not reading.unread


def _by_label(plain: str, labelled: list[Mark]) -> _Reading:
    reading = _Reading([])
    others = [(start, end, None) for start, end in other_labels(plain, labelled)]
    first = labelled[0][0]
    _read_ahead(reading, plain[:first], {named for _start, _begin, named in labelled})
    marks = sorted([*labelled, *(mark for mark in others if mark[0] > first)], key=lambda m: m[0])
    ends = [start for start, _end, _field in marks[1:]] + [len(plain)]
    is_end = False
    for (start, begin, named), end in zip(marks, ends, strict=True):
        words = plain[begin:end].strip(AROUND)
        label = plain[start:begin].strip(" :：*")
        if named is Field.DEADLINE:
            goes_before = not is_end and END_LABEL.search(plain, start, begin) is not None
            is_end = is_end or goes_before
            told = _without_names(reading, unclosed(words).strip("。；; ")) or None
            reading.deadline = (goes_before and told) or reading.deadline or told
        elif named in {Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING}:
            _read_value(reading, unclosed(words), named, label)
        elif named is Field.OTHER and words and PERSON_LABEL.search(label):
            reading.persons.append((label, unclosed(words)))
    return reading


def _read_ahead(reading: _Reading, words: str, fields: set[Field | None]) -> None:
    """Add those whom words before the first label name: 市教育局牵头，完成时限：6月底."""
    default = Field.RESPONSIBLE if fields <= {Field.DEADLINE, Field.OTHER} else None
    ahead = _by_verb(words.strip(AROUND), default)
    named = [each for each in ahead.said if each[0] is not None]
    if not ahead.unread and all(is_body(name) for _role, names in named for name in names):
        reading.said.extend(named)
        reading.times.extend(ahead.times)


def _without_names(reading: _Reading, words: str) -> str:
    """Return a time without the bodies behind it, which are responsible: 6月底；市教育局."""
    when, sign, behind = words.partition("；")
    names = split_names([behind]) if sign else ()
    if not names or not all(map(is_surely_body, names)):
        return words
    reading.said.append((Field.RESPONSIBLE, names))
    return when


def _read_value(reading: _Reading, words: str, named: Field, label: str) -> None:
    """Add the names behind one label; a verb among them gives its own role where it may."""
    value = _by_verb(words, named)
    for role, names in value.said:
        is_label = named is Field.COOPERATING or (named is Field.LEAD and role is Field.RESPONSIBLE)
        reading.said.append((named if is_label else role, names))
    reading.guiding += value.guiding
    reading.persons.extend((label, person) for _word, person in value.persons)
    reading.times.extend(value.times)


def _by_verb(plain: str, default: Field | None) -> _Reading:
    """Return the names before each verb with its role: "A牵头，B、C配合".

    Names that no verb follows take the role `default`, else that of help behind a lead.
    """
    reading = _Reading([], bare=default is None)
    held: list[str] = []
    last: Field | None = None
    for phrase in phrases(_without_topic(_without_notes(reading, plain))):
        if NOTE.match(phrase):
            break
        if _is_timed(reading, phrase):
            continue
        at = _ahead(reading, phrase)
        if phrase.startswith(AMONG):
            _add(reading, default or Field.RESPONSIBLE, held)
            held = []
        for verb in VERB.finditer(ASIDE.sub(_blank, phrase)):
            words = among(phrase[at : verb.start()].strip(" 、\u3000"), held)
            at = verb.end()
            if not words and not held:
                continue
            role = _role_of(verb, reading)
            if verb.lastgroup == "guiding":
                reading.guiding += _named(reading, [*held, words])
            else:
                is_first = default is not None or last is None
                if held and words and _is_apart(role, words, held, is_first=is_first):
                    _add(reading, default or Field.RESPONSIBLE, held)
                    held = []
                _add(reading, role, [*held, words])
            held, last = [], role
        rest = phrase[at:].strip(" 、\u3000")
        if rest:
            held.append(rest)
    _add(reading, default or _role_behind(reading, last), held)
    return reading


def _is_apart(role: Field, words: str, held: list[str], *, is_first: bool) -> bool:
    """Return whether the names held have a role of their own, and not that of the words behind."""
    helps = role is Field.COOPERATING and is_first
    return helps or (role is Field.LEAD and are_among(words, held))


def _role_behind(reading: _Reading, last: Field | None) -> Field | None:
    """Return the role of names that stand behind the last verb, or beside a lead without one."""
    helps = last in {Field.LEAD, Field.COOPERATING}
    is_mixed = last is None and any(role is Field.LEAD for role, _names in reading.said)
    return Field.COOPERATING if helps or is_mixed else last


def _without_notes(reading: _Reading, plain: str) -> str:
    """Return words without notes and with persons in brackets; whom a note makes lead is kept."""
    words, first = without_notes(bracket_persons(plain))
    if first:
        reading.said.append((Field.LEAD, _named(reading, [first])))
    return words


def _is_timed(reading: _Reading, phrase: str) -> bool:
    """Return whether a phrase says when and not who, and keep it if it does."""
    when = WHEN.match(phrase)
    if when:
        reading.times += filter(None, [DONE.sub("", when["when"].strip(" 。"))])
    return when is not None


def _ahead(reading: _Reading, phrase: str) -> int:
    """Return where the names of a phrase begin: behind 其中, or behind the work before 由."""
    if phrase.startswith(AMONG):
        return len(AMONG)
    topic = TOPIC.match(phrase) if reading.bare and "由" in phrase else None
    reading.unread = reading.unread or topic is not None
    return topic.end() if topic else 0


def _without_topic(plain: str) -> str:
    """Return words without what they refer to, and without the principle they are done by."""
    words = PRINCIPLE.sub("", plain) if "原则" in plain or "谁" in plain else plain
    refers = REFERS.match(words.lstrip()) if "由" in words else None
    return words.lstrip()[refers.end() :] if refers else words


def _role_of(verb: re.Match[str], reading: _Reading) -> Field:
    """Return the role that a verb gives; who only carries out what another leads helps."""
    role = ROLES.get(verb.lastgroup or "", Field.RESPONSIBLE)
    is_led = reading.bare and any(known is Field.LEAD for known, _names in reading.said)
    return Field.COOPERATING if is_led and CARRIES_OUT.fullmatch(verb[0]) else role


def _blank(aside: re.Match[str]) -> str:
    return "※" * len(aside[0])


def _add(reading: _Reading, role: Field | None, words: list[str]) -> None:
    """Add names; of "A会同B" A has the role and B cooperates; a role in brackets counts."""
    first, *others = TOGETHER.split("，".join(word for word in words if word))
    if others and role is None:
        role = Field.RESPONSIBLE
    names = _named(reading, [first])
    marks = [ROLE_BEHIND.search(name) for name in names]
    is_open = role in {None, Field.RESPONSIBLE}
    if is_open and any(mark and BEHIND.get(mark["role"]) is Field.LEAD for mark in marks):
        role = Field.COOPERATING
    for name, mark in zip(names, marks, strict=True):
        if mark:
            name_role = BEHIND.get(mark["role"], Field.COOPERATING)
            reading.said.append((name_role, (ROLE_BEHIND.sub("", name),)))
        else:
            reading.said.append((role, (name,)))
    for other in others:
        reading.said.append((Field.COOPERATING, _named(reading, [other])))
    word = ROLE_WORDS.get(role, "责任人") if role else "责任人"
    reading.persons = [(label or word, person) for label, person in reading.persons]


def _named(reading: _Reading, words: list[str]) -> tuple[str, ...]:
    """Return the names in words; a time behind a name is kept, what is no name is left out."""
    text = LEAD_IN.sub("", "，".join(word for word in words if word).strip(" ，、"))
    timed = TIMED.fullmatch(text)
    if timed:
        reading.times.append(DONE.sub("", timed["when"]))
        text = timed["who"]
    names = map(_plain_name, split_names([text]) if text else ())
    return tuple(name for one in names if (name := _body_of(reading, one)))


def _body_of(reading: _Reading, name: str) -> str:
    """Return a name without the time and the persons that it holds, "" when no body is left."""
    aside = TIME_ASIDE.search(name)
    timed = WHEN.match(aside["when"]) if aside else None
    if aside and timed:
        reading.times.append(DONE.sub("", timed["when"]))
        name = name[: aside.start()]
    role = ROLE_BEHIND.search(name)
    mark = role[0] if role else ""
    one = apart(name[: len(name) - len(mark)], bare=reading.bare)
    reading.persons.extend(("", person) for person in one.persons)
    if one.body and not is_name(one.body):
        reading.unread = True
        return ""
    return one.body + mark if one.body else ""


def _plain_name(name: str) -> str:
    """Return the name without the words before it that say what the body is."""
    ahead = ROLE_AHEAD.match(name)
    return name[ahead.end() :] if ahead and is_surely_body(name[ahead.end() :]) else name


def _settle(said: list[tuple[Field, tuple[str, ...]]], reading: _Reading) -> Parties:
    """Settle what 责任 and 负责 mean: lead, unless another is the lead and nobody cooperates.

    Who only guides cooperates, unless nobody else is responsible. The reasons: `verbs.VERBS`.
    """
    fields = {role for role, names in said if names}
    helps = Field.LEAD in fields and Field.COOPERATING not in fields
    leads: dict[str, None] = {}
    cooperating: dict[str, None] = {}
    if fields - {Field.COOPERATING}:
        said = [*said, (Field.COOPERATING, reading.guiding)]
    else:
        said = [(Field.LEAD, reading.guiding), *said]
    for role, names in said:
        aside = role is Field.COOPERATING or (role is Field.RESPONSIBLE and helps)
        (cooperating if aside else leads).update(dict.fromkeys(names))
    others = tuple(name for name in cooperating if name not in leads)
    return Parties(tuple(leads), others)


def _as_written(said: Parties, text: str, plain: str) -> Parties:
    """Return the parties in the characters of the text."""

    def original(words: str) -> str:
        at = plain.find(words)
        return text[at : at + len(words)] if at >= 0 else words

    deadline = said.deadline_text
    return Parties(
        tuple(map(original, said.leads)),
        tuple(map(original, said.cooperating)),
        original(deadline) if deadline else deadline,
        tuple((original(label), original(words)) for label, words in said.persons),
    )
