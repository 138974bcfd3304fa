"""Reads who a cell names: departments by their role, persons apart from them."""

import re
from functools import lru_cache

from tracker.extraction.flat.atoms import PERSON, look
from tracker.extraction.parties.clauses import parties
from tracker.extraction.parties.names import split_names

Names = tuple[str, ...]
# A column of names repeats few of them.
REMEMBERED = 4096
# A role in brackets behind a name, as notices write it into a single column: 市教育局（牵头）.
ROLE_BEHIND = re.compile(
    r"\s*[（(](?P<role>牵头|主办|主责|责任|负责|配合|协办|协助|参与)(?:责任)?(?:单位|部门)?[）)]"
)
LABELLED = re.compile(r"[:：]")
# For whom or what a body answers, before its name: 老师：校办.
FOR_WHOM = re.compile(r"(?P<whom>[\u4e00-\u9fff]{1,6})\s*[:：]\s*(?P<body>\S+)")
HELPING = frozenset({"配合", "协办", "协助", "参与"})
LEADING = frozenset({"牵头", "主办", "主责"})
# A会B, A会同B, A商B: the first answers, the others help. Behind 会 or 商 alone a name must begin
# that is whole by itself: 常委会办公室, 村委会, 建委会计处, 市监局商标科 hold no such word.
TOGETHER = re.compile(
    r"(?P<first>[^、，,；;\s]{2,20}?[局委办部厅院府处室站镇乡]|[^、，,；;\s]{2,16}(?:中心|街道|公司))"
    r"\s*(?:牵头)?[，,]?\s*(?:会同|(?<=[处科室])会(?![计议务展])(?=[^、，,]{1,8}[处科室](?:、|$))"
    r"|(?:(?:(?<!委)|(?<=[改健计建资信科教农交宗]委))会商?|商)(?=[省市县区州盟旗镇乡国财教住自发各有]))"
    r"\s*(?P<others>\S.+)"
)


@lru_cache(REMEMBERED)
def named(lines: Names, *, is_lead: bool) -> tuple[Names, Names]:
    """Return who leads and who cooperates by one cell; what it says itself comes first."""
    text = "\n".join(lines)
    if ROLE_BEHIND.search(text):
        return _marked(text, is_lead=is_lead)
    said = parties(text)
    if said is not None and (said.leads or said.cooperating or LABELLED.search(text)):
        return said.leads, said.cooperating
    together = TOGETHER.fullmatch(text.replace("\n", "、").strip("。"))
    if together and is_lead and look(together["first"]).is_bodies:
        return split_names([together["first"]]), split_names([together["others"]])
    names = tuple(map(_without_whom, split_names(lines)))
    return (names, ()) if is_lead else ((), names)


def _without_whom(name: str) -> str:
    """Return the name of a body without for whom it answers: 学生：德育处."""
    found = FOR_WHOM.fullmatch(name)
    if not found or look(found["whom"]).is_bodies or not look(found["body"]).is_bodies:
        return name
    return found["body"]


def _marked(text: str, *, is_lead: bool) -> tuple[Names, Names]:
    """Return leads and cooperating names of a cell that says roles behind names: A（牵头）、B.

    Beside one that is marked as leading all others help, as beside a column 牵头单位.
    """
    close = ROLE_BEHIND.sub(lambda mark: mark[0].strip(), text)
    names = split_names(close.split("\n"))
    marks = [_role_behind(name) for name in names]
    one_leads = not LEADING.isdisjoint(marks)
    found: tuple[list[str], list[str]] = ([], [])
    for name, mark in zip(names, marks, strict=True):
        helps = mark not in LEADING if one_leads else mark in HELPING or not (mark or is_lead)
        found[helps].append(ROLE_BEHIND.sub("", name))
    return tuple(found[False]), tuple(found[True])


def _role_behind(name: str) -> str:
    """Return the role in brackets behind a name, "" where none stands."""
    mark = ROLE_BEHIND.search(name)
    return mark["role"] if mark else ""


def is_person(name: str) -> bool:
    """Return whether a name is that of a person and not of a body."""
    return PERSON.fullmatch(name) is not None and not look(name).is_bodies


def is_figure(name: str) -> bool:
    """Return whether words are surely a time, a number, a measure or none, and so nobody's name."""
    seen = look(name)
    is_none = seen.is_dash or seen.is_time or seen.is_ordinal or seen.is_measure
    return is_none and not seen.is_bodies


@lru_cache(REMEMBERED)
def said_deadline(lines: Names) -> str | None:
    """Return the time that a cell for names says itself (完成时限：6月底), else None."""
    said = parties("\n".join(lines))
    return said.deadline_text if said else None
