"""Reads who leads and who cooperates by the labels and verbs of a clause or cell.

Known forms: "责任单位：…；配合单位：…", "A、B牵头，C、D参加", "由A会同B负责", "A（牵头）、B",
"牵头部门：A。配合部门：B", with a time ("6月底完成") or a note ("下同") behind.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.extraction.fields import Field
from tracker.extraction.parties.bodies import is_body, is_surely_body
from tracker.extraction.parties.labels import Mark, labels, other_labels
from tracker.extraction.parties.names import split_names, unclosed
from tracker.extraction.parties.phrasing import Reading, by_verb
from tracker.extraction.parties.times import END_LABEL, spanned
from tracker.extraction.parties.verbs import HINT
from tracker.extraction.wording import simplified

# Labels whose words are persons that answer: 责任人, 牵头领导; no 联系人.
PERSON_LABEL = re.compile(r"领导|责任人|负责人|牵头人|负责同志|责任同志")
# An office within the body that another label names: 责任单位：甲局；责任科室：人事科.
OFFICE_LABEL = re.compile(r"(?:责任|承办|具体)(?:科室|处室|股室)")
# Behind a label it tells what they do, and names nobody: 责任单位：负责归集本单位数据.
DUTY = re.compile("负责(?!单位|部门|人|办)[\u4e00-\u9fff]{2}")
AROUND = " \t\n\u3000；;，,、。（(【[〔［-*"
REMEMBERED = 4096

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
    reading = _by_label(plain, labelled) if labelled else by_verb(plain, None)
    known = [(role, names) for role, names in reading.said if role is not None]
    is_person = bool(reading.persons) and not any(names for _role, names in reading.said)
    if not labelled and not known and not reading.guiding and not is_person:
        return None, False
    when = reading.deadline or spanned(reading.times, plain)
    persons = tuple(dict.fromkeys(reading.persons))
    settled = replace(_settle(known, reading), deadline_text=when, persons=persons)
    return settled if plain == text else _as_written(settled, text, plain), not reading.unread


def _by_label(plain: str, labelled: list[Mark]) -> Reading:
    reading = Reading([])
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
        elif (named is Field.OTHER and words and PERSON_LABEL.search(label)) or (
            OFFICE_LABEL.fullmatch(label) and _name_body(plain, marks)
        ):
            reading.persons.append((label, unclosed(words)))
        elif named in {Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING}:
            _read_value(reading, unclosed(words), named, label)
    return reading


def _name_body(plain: str, marks: list[Mark]) -> bool:
    """Return whether another label names the body of an office: 责任单位：甲局；责任科室：乙科."""
    return any(
        named in {Field.LEAD, Field.RESPONSIBLE}
        and not OFFICE_LABEL.match(plain, start)
        and not plain.startswith("各", begin)
        for start, begin, named in marks
    )


def _read_ahead(reading: Reading, words: str, fields: set[Field | None]) -> None:
    """Add those whom words before the first label name: 市教育局牵头，完成时限：6月底."""
    default = Field.RESPONSIBLE if fields <= {Field.DEADLINE, Field.OTHER} else None
    ahead = by_verb(words.strip(AROUND), default)
    named = [each for each in ahead.said if each[0] is not None]
    if not ahead.unread and all(is_body(name) for _role, names in named for name in names):
        reading.said.extend(named)
        reading.times.extend(ahead.times)


def _without_names(reading: Reading, words: str) -> str:
    """Return a time without the bodies behind it, which are responsible: 6月底；市教育局."""
    when, sign, behind = words.partition("；")
    names = split_names([behind]) if sign else ()
    if not names or not all(map(is_surely_body, names)):
        return words
    reading.said.append((Field.RESPONSIBLE, names))
    return when


def _read_value(reading: Reading, words: str, named: Field, label: str) -> None:
    """Add the names behind one label; a verb among them gives its own role where it may."""
    if DUTY.match(words):
        return
    value = by_verb(words, named)
    for role, names in value.said:
        is_label = named is Field.COOPERATING or (named is Field.LEAD and role is Field.RESPONSIBLE)
        reading.said.append((named if is_label else role, names))
    reading.guiding += value.guiding
    reading.persons.extend((label, person) for _word, person in value.persons)
    reading.times.extend(value.times)


def _settle(said: list[tuple[Field, tuple[str, ...]]], reading: Reading) -> Parties:
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
