"""Names in each row whom a document names once for all: 各项任务配合单位均为各县区政府."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.extraction.fields import Field
from tracker.extraction.parties.bodies import is_body
from tracker.extraction.parties.names import split_names
from tracker.extraction.parties.ranking import TELLS, order_of, texts_of
from tracker.extraction.rows import TaskRow
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Place

# Names, those of groups with their brackets: 各县（市、区）政府.
NAMED = r"(?:[^，,。；;：:（()）)〕]|[（(][^（）()]{1,12}[）)]){2,40}?"
ALL = (
    r"(?:本(?:方案|清单|通知|意见|要点|计划|表)(?:中|内|所列)?的?)?"
    r"(?:各项|所有|全部|上述|以[上下]|每项|各)(?:各项|重点|具体|主要)?"
    r"(?:工作任务|任务|工作|措施|事项|项目|举措)"
)
OFFICE = r"(?P<role>牵头|配合|协办|协助|参与)(?:责任)?(?:单位|部门)"
BEGIN, END = r"(?:^|(?<=[。；;：:（(〔【，,]))[ \u3000]*(?:注[:：])?", r"(?=[，,。；;）)〕】]|$)"
# "各项任务配合单位均为甲", "配合单位均含甲", "上述工作的牵头单位为甲".
OF_OFFICE = re.compile(
    rf"{BEGIN}(?:{ALL}的?{OFFICE}[，,]?(?P<all>均|都|统一|一律)?(?:为|是|含|包括)"
    rf"|{OFFICE.replace('role', 'other')}(?:均|都|统一|一律)(?:为|是|含|包括))(?P<who>{NAMED}){END}"
)
# "所有任务均由甲牵头，乙配合", "各项任务均需乙配合".
BY_VERB = re.compile(
    rf"{BEGIN}{ALL}[，,]?(?:均|都|一律|统一)(?:由|须|需)由?(?P<who>{NAMED})(?P<role>牵头|配合|协助|参与)"
    rf"(?:负责|落实|实施)?(?:[，,](?P<helping>{NAMED})(?:配合|协助|参与))?{END}"
)
# "甲为所有任务的配合单位".
SUBJECT = re.compile(rf"{BEGIN}(?P<who>{NAMED})(?:均|都)?(?:为|是){ALL}的?{OFFICE}{END}")
FORMS = (OF_OFFICE, BY_VERB, SUBJECT)
# The same where the role is not plain: who 落实 what others lead, "以下均需试点城市政府落实，
# 不再列出" (国办发〔2018〕128号). A person decides.
OPEN = re.compile(
    rf"(?:(?:以下|其他|其余)[^，,。；;）)〕]{{0,16}}[需由]"
    rf"|(?:各项|所有|全部|上述)[^，,。；;）)〕]{{0,8}}(?:均|都)[需由]){NAMED}(?:落实|负责|配合)"
    r"|(?:各项|所有|全部|上述|以[上下])(?:重点|具体)?(?:任务|工作|措施|事项|项目)"
    rf"[^，,。；;）)〕]{{0,4}}(?:单位|部门)(?:均|都)(?:为|是|含|包括){NAMED}{END}"
    rf"|{BEGIN}{NAMED}(?:均|都)?(?:为|是){ALL}的?(?:责任|承办|实施)(?:单位|部门)"
)
# Without these no text says such a rule; nearly all are told so quickly.
FOR_ALL = re.compile(r"[均都]|所有|各项|全部|[以上][上下述]|以下|其[他余]")
ROLE = re.compile("牵头|牽頭|配合|协|協|参与|參與|落实|落實|负责|負責|单位|單位|部门|部門")
LEADING = "牵头"
BEFORE, BEHIND = re.compile("上述|以上"), re.compile("以下")


@dataclass(frozen=True, slots=True)
class SaidOnce:
    """A rule that names somebody for all: its words, its place, and to how many rows it went."""

    words: str
    place: Place
    count: int = 0


@dataclass(frozen=True, slots=True)
class _Rule:
    """Whom a rule names for all, and for what: those who lead and those who help."""

    words: str
    place: Place
    leads: tuple[str, ...]
    helping: tuple[str, ...]


def name_once(
    content: Content, rows: Sequence[TaskRow], measures: Sequence[TaskRow]
) -> tuple[tuple[TaskRow, ...], tuple[TaskRow, ...], tuple[SaidOnce, ...]]:
    """Return the rows and measures with those whom rules name once, and the rules.

    Only rows that name somebody are changed, for others may be no task; a rule whose role is not
    plain changes none and has a count of 0.
    """
    found: list[SaidOnce] = []
    named = [list(rows), list(measures)]
    for rule in _rules(content):
        if isinstance(rule, SaidOnce):
            found.append(rule)
            continue
        after = [list(_ruled(each, rule)) for each in named]
        pairs = zip((*named[0], *named[1]), (*after[0], *after[1]), strict=True)
        found.append(SaidOnce(rule.words, rule.place, sum(a is not b for a, b in pairs)))
        named = after
    return tuple(named[0]), tuple(named[1]), tuple(_each_once(found))


def _each_once(found: Sequence[SaidOnce]) -> Iterator[SaidOnce]:
    """Return the rules that changed rows, and the first of those that changed none."""
    idle = next((one for one in found if not one.count), None)
    yield from (one for one in found if one.count or one is idle)


def _rules(content: Content) -> Iterator[_Rule | SaidOnce]:
    for text, place in texts_of(content, _may_rule):
        plain = simplified(text)
        said = [
            rule
            for form in FORMS
            for found in form.finditer(plain)
            if (rule := _rule(text, found, place))
        ]
        yield from said
        open_rule = None if said else OPEN.search(plain)
        if open_rule:
            yield SaidOnce(text[slice(*open_rule.span())], place)


def _may_rule(text: str) -> bool:
    return FOR_ALL.search(text) is not None and ROLE.search(text) is not None


def _rule(text: str, found: re.Match[str], place: Place) -> _Rule | None:
    """Return the rule of a match, None unless all whom it names are bodies."""
    groups = found.groupdict()
    who = split_names([text[slice(*found.span("who"))]])
    helping = split_names([text[slice(*found.span("helping"))]]) if groups.get("helping") else ()
    if not who or not all(map(is_body, (*who, *helping))):
        return None
    leads = LEADING in (groups.get("role") or groups.get("other") or "")
    words = text[slice(*found.span())].strip()
    return _Rule(words, place, who if leads else (), helping if leads else who)


def _ruled(rows: Sequence[TaskRow], rule: _Rule) -> Iterator[TaskRow]:
    """Return the rows that a rule covers by it: all, or those above or below that name somebody.

    What is above may be one section or the whole text: it is covered where it is the same.
    """
    before, behind = BEFORE.search(rule.words), BEHIND.search(rule.words)
    at = order_of(rule.place)
    holds = [
        bool(row.leads)
        and (not before or order_of(row.place) <= at)
        and (not behind or order_of(row.place) >= at)
        for row in rows
    ]
    sections = {row.section[:1] for row, holding in zip(rows, holds, strict=True) if holding}
    is_open = bool(before or behind) and len(sections) > 1
    for row, holding in zip(rows, holds, strict=True):
        yield _named(row, rule) if holding and not is_open else row


def _named(row: TaskRow, rule: _Rule) -> TaskRow:
    """Return a row with those whom the rule names, as it is where it names its own."""
    led = rule.leads and not _tells_lead(row)
    leads = rule.leads if led else row.leads
    helping = (*row.leads, *row.cooperating) if led else row.cooperating
    helping = tuple(dict.fromkeys((*helping, *rule.helping)))
    helping = tuple(name for name in helping if name not in leads)
    same = (leads, helping) == (row.leads, row.cooperating)
    return row if same else replace(row, leads=leads, cooperating=helping)


def _tells_lead(row: TaskRow) -> bool:
    """Return whether the clause or the columns of a row say themselves who leads."""
    has_lead = any(name == Field.LEAD for name, _heading in row.column_headings)
    return has_lead or TELLS.search(simplified(row.clause or "")) is not None
