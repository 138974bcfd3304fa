"""Reads the phrases of a clause: names and the verb behind them, a time, a note, persons."""

import re
from dataclasses import dataclass, field

from tracker.extraction.fields import Field
from tracker.extraction.parties.bodies import is_labelled_name, is_name, is_surely_body
from tracker.extraction.parties.marks import (
    BEHIND,
    LEAD_IN,
    ROLE_AHEAD,
    ROLE_BEHIND,
    among,
    are_among,
)
from tracker.extraction.parties.names import phrases, split_names
from tracker.extraction.parties.notes import FIRST_PLACE, without_notes
from tracker.extraction.parties.persons import apart, bracket_persons
from tracker.extraction.parties.times import DONE, TIME_ASIDE, TIMED, WHEN
from tracker.extraction.parties.verbs import CARRIES_OUT, PRINCIPLE, REFERS, TOPIC, VERB

# Before one of the names that were named: 市教育局、市财政局，其中市教育局牵头.
AMONG = "其中"
# 甲局会商财政局, but no 管委会商务局.
TOGETHER = re.compile(
    r"要?会同|会商(?=[省市县区州盟旗国财教住自发各有相人工科公民司文卫应审统医体林水交农税])"
    r"|(?<=[局委办厅部府])商(?=[省市县区州盟旗国财教住自发各有])"
)
# What plans add to their first clause: "列第一位者为牵头单位，下同", "以下均需…，不再列出".
NOTE = re.compile(
    rf"\s*(?:(?:以下|以上|上述)(?![^，,。；;]{{0,10}}由)|下同|下列|[均并由]?{FIRST_PLACE}|排名|首位|第一(?:位|个|家|责任)|逗号前|(?:责任)?单位中?[列排]|不再|具体任务|(?:其他|其余)(?!(?:有关|相关|成员|责任|各)*(?:部门|单位)(?![为是均]))"
    r"|(?:各项|上述|所有)(?:任务|工作|措施)(?!均?由))"
)
# Verbs inside a bracket behind a name are no verbs of the clause.
ASIDE = re.compile(r"[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】]")
# How the persons are headed whom no label names.
ROLE_WORDS = {Field.LEAD: "牵头", Field.RESPONSIBLE: "负责", Field.COOPERATING: "配合"}
ROLES = {"lead": Field.LEAD, "leads": Field.LEAD, "cooperating": Field.COOPERATING}

Said = list[tuple[Field | None, tuple[str, ...]]]


@dataclass(slots=True)
class Reading:
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


def by_verb(plain: str, default: Field | None) -> Reading:
    """Return the names before each verb with its role: "A牵头，B、C配合".

    Names that no verb follows take the role `default`, else that of help behind a lead.
    """
    reading = Reading([], bare=default is None)
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


def _role_behind(reading: Reading, last: Field | None) -> Field | None:
    """Return the role of names that stand behind the last verb, or beside a lead without one."""
    helps = last in {Field.LEAD, Field.COOPERATING}
    is_mixed = last is None and any(role is Field.LEAD for role, _names in reading.said)
    return Field.COOPERATING if helps or is_mixed else last


def _without_notes(reading: Reading, plain: str) -> str:
    """Return words without notes and with persons in brackets; whom a note makes lead is kept."""
    words, first = without_notes(bracket_persons(plain))
    if first:
        reading.said.append((Field.LEAD, _named(reading, [first])))
    return words


def _is_timed(reading: Reading, phrase: str) -> bool:
    """Return whether a phrase says when and not who, and keep it if it does."""
    when = WHEN.match(phrase)
    if when:
        reading.times += filter(None, [DONE.sub("", when["when"].strip(" 。"))])
    return when is not None


def _ahead(reading: Reading, phrase: str) -> int:
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


def _role_of(verb: re.Match[str], reading: Reading) -> Field:
    """Return the role that a verb gives; who only carries out what another leads helps."""
    role = ROLES.get(verb.lastgroup or "", Field.RESPONSIBLE)
    is_led = reading.bare and any(known is Field.LEAD for known, _names in reading.said)
    return Field.COOPERATING if is_led and CARRIES_OUT.fullmatch(verb[0]) else role


def _blank(aside: re.Match[str]) -> str:
    return "※" * len(aside[0])


def _add(reading: Reading, role: Field | None, words: list[str]) -> None:
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


def _named(reading: Reading, words: list[str]) -> tuple[str, ...]:
    """Return the names in words; a time behind a name is kept, what is no name is left out."""
    text = LEAD_IN.sub("", "，".join(word for word in words if word).strip(" ，、"))
    timed = TIMED.fullmatch(text)
    if timed:
        reading.times.append(DONE.sub("", timed["when"]))
        text = timed["who"]
    names = map(_plain_name, split_names([text]) if text else ())
    return tuple(name for one in names if (name := _body_of(reading, one)))


def _body_of(reading: Reading, name: str) -> str:
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
    fits = is_name if reading.bare else is_labelled_name
    if one.body and not fits(one.body):
        reading.unread = True
        return ""
    return one.body + mark if one.body else ""


def _plain_name(name: str) -> str:
    """Return the name without the words before it that say what the body is."""
    ahead = ROLE_AHEAD.match(name)
    return name[ahead.end() :] if ahead and is_surely_body(name[ahead.end() :]) else name
